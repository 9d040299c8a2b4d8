//! Quotes to offers: what a quote costs for the requested quantity, in one currency, one unit and one tax basis.
//!
//! The evaluated total is made in this order, exactly, and rounded once at the end: the units that are bought times their
//! price, the discount, percentages of the policy, freight, fees of the policy, tax, exchange rate, running costs. Freight
//! and fees are in the quote's currency and on its tax basis; running costs are the buyer's own, in the currency of the
//! comparison. A quote that cannot be evaluated is rejected.

use crate::policy::{Cost, CostKind, Policy, TaxBasis, ZeroPrice};
use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::edition::Edition;
use crate::rule::offer::gate::Rejection;
use crate::value::column::Column;
use crate::value::decimal::from_millionths;
use crate::value::fraction::Fraction;
use crate::value::money::{Decimal, Money};
use crate::value::name::text_key;
use crate::value::unit::{is_measure, is_piece};

/// A step from the price to the total, to be computed again by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostStep {
    /// What is done.
    pub kind: StepKind,
    /// The place of the policy's cost that it comes from.
    pub cost: Option<usize>,
    /// What the sum before it is changed by.
    pub value: Decimal,
    /// The sum so far; of at most 10 decimals where it has no end.
    pub(crate) sum: Fraction,
}

/// What a step does with the sum before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// So many units are bought at their price.
    Goods,
    /// A percentage is taken off the price.
    Discount,
    /// A percentage of the goods is taken off.
    PercentOff,
    /// A percentage of the goods is added.
    PercentOn,
    /// Carriage of the whole line is added.
    Freight,
    /// An amount for the whole line is added.
    Fee,
    /// An amount is taken off the whole line.
    FeeOff,
    /// An amount for each unit that is bought is added.
    FeePerUnit,
    /// Tax, in percent, is added.
    TaxAdded,
    /// Tax, in percent, is taken out.
    TaxTakenOut,
    /// The sum is converted at a rate.
    Rate,
    /// Running costs over all years are added.
    Running,
    /// The total, rounded to the minor unit.
    Rounding,
}

impl StepKind {
    /// Returns the step's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Discount => "discount",
            Self::PercentOff => "percent-off",
            Self::PercentOn => "percent-on",
            Self::Freight => "freight",
            Self::Fee => "fee",
            Self::FeeOff => "fee-off",
            Self::FeePerUnit => "fee-per-unit",
            Self::TaxAdded => "tax-added",
            Self::TaxTakenOut => "tax-taken-out",
            Self::Rate => "rate",
            Self::Running => "running",
            Self::Rounding => "rounding",
        }
    }
}

/// How a quote is ordered: in its own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    /// How many of the quote's units are bought.
    pub(crate) units: Fraction,
    /// How many of the item's units one of the quote's is.
    pub(crate) size: Fraction,
}

/// What quotes of an item are evaluated with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costing<'r> {
    pub(crate) dataset: &'r Dataset,
    pub(crate) policy: &'r Policy,
    pub(crate) request: &'r Request<'r>,
}

impl<'r> Costing<'r> {
    /// Returns the total of a quote, or where nobody states a quantity its evaluated unit price; `None` where it names no
    /// price.
    ///
    /// # Errors
    ///
    /// Returns why the quote cannot be compared.
    #[inline]
    pub(crate) fn total(self, quote: QuoteId) -> Result<Option<Money>, Rejection> {
        let Some(price) = self.dataset.quotes.unit_price(quote) else { return Ok(None) };
        if self.dataset.quotes.has_plain_prices() && self.request.is_counted {
            return Ok(Some(Money::of_line(price, self.request.quantity, self.dataset.currency())));
        }
        self.evaluate(quote, self.price(quote), self.request.is_counted, &mut |_| ()).map(Some)
    }

    /// Returns the steps from the price to the total; none where the quote names no price or cannot be compared, and none
    /// where it is only the price times the quantity.
    pub(crate) fn steps(self, quote: QuoteId) -> Vec<CostStep> {
        let mut steps = Vec::new();
        let has_price = self.dataset.quotes.code(Column::UnitPrice, quote).is_some();
        if self.dataset.quotes.has_plain_prices() || !has_price {
            return steps;
        }
        let evaluated = self.evaluate(quote, self.price(quote), self.request.is_counted, &mut |step| steps.push(step));
        let is_plain = |step: &CostStep| {
            step.kind == StepKind::Rounding
                || (step.kind == StepKind::Goods && step.value == self.request.quantity.decimal())
        };
        if evaluated.is_err() || steps.iter().all(is_plain) {
            steps.clear();
        }
        steps
    }

    /// Returns the sums after each step in the quote's own currency, first that of the goods; `None` where the quote names no price
    /// or cannot be compared.
    pub(crate) fn sums(self, quote: QuoteId) -> Option<Vec<Fraction>> {
        self.dataset.quotes.code(Column::UnitPrice, quote)?;
        let mut sums = Vec::new();
        let is_own = |kind| !matches!(kind, StepKind::Rate | StepKind::Running | StepKind::Rounding);
        self.evaluate(quote, self.price(quote), self.request.is_counted, &mut |step| {
            if is_own(step.kind) {
                sums.push(step.sum);
            }
        })
        .ok()?;
        Some(sums)
    }

    /// Returns what the quote would cost at another price.
    ///
    /// # Errors
    ///
    /// Returns why that cannot be computed.
    pub(crate) fn total_at(self, quote: QuoteId, price: Decimal) -> Result<Money, Rejection> {
        self.evaluate(quote, Fraction::from_decimal(price), self.request.is_counted, &mut |_| ())
    }

    fn price(self, quote: QuoteId) -> Fraction {
        self.number(Column::UnitPrice, quote).expect("the caller has seen that there is a price")
    }

    fn number(self, column: Column, quote: QuoteId) -> Option<Fraction> {
        self.dataset.quotes.code(column, quote).map(Fraction::from_millionths)
    }

    fn evaluate(
        self,
        quote: QuoteId,
        price: Fraction,
        is_counted: bool,
        step: &mut dyn FnMut(CostStep),
    ) -> Result<Money, Rejection> {
        let exact = |result: Option<Fraction>| result.ok_or(Rejection::NotExact);
        let Order { units, size } = self.order(quote)?;
        // Without a quantity it is one of the item's units, and packs are not rounded to whole ones.
        let units = if is_counted { units } else { exact(Fraction::ONE.over(size))? };
        let mut sum = exact(price.times(units))?;
        let mut add = |kind, cost, value: Fraction, sum: Fraction| -> Result<(), Rejection> {
            let value = value.to_decimal().ok_or(Rejection::NotExact)?;
            step(CostStep { kind, cost, value, sum });
            Ok(())
        };
        add(StepKind::Goods, None, units, sum)?;
        if let Some(code) = self.dataset.quotes.code(Column::Discount, quote).filter(|code| *code != 0) {
            sum = exact(less_percent(sum, code))?;
            add(StepKind::Discount, None, Fraction::from_decimal(from_millionths(code)), sum)?;
        }
        for (place, cost, code) in self.costs(quote) {
            let changed = match cost.kind {
                CostKind::PercentOff => (StepKind::PercentOff, less_percent(sum, code)),
                CostKind::PercentOn => (StepKind::PercentOn, more_percent(sum, code)),
                CostKind::Line | CostKind::LineOff | CostKind::Unit | CostKind::Running { .. } => continue,
            };
            sum = exact(changed.1)?;
            add(changed.0, Some(place), Fraction::from_millionths(code), sum)?;
        }
        if let Some(freight) = self.number(Column::Freight, quote).filter(|freight| !freight.is_zero()) {
            sum = exact(sum.plus(freight))?;
            add(StepKind::Freight, None, freight, sum)?;
        }
        for (place, cost, code) in self.costs(quote) {
            let fee = Fraction::from_millionths(code);
            let (kind, after) = match cost.kind {
                CostKind::Line => (StepKind::Fee, sum.plus(fee)),
                CostKind::LineOff => (StepKind::FeeOff, sum.minus(fee)),
                CostKind::Unit => (StepKind::FeePerUnit, fee.times(units).and_then(|amount| sum.plus(amount))),
                CostKind::PercentOff | CostKind::PercentOn | CostKind::Running { .. } => continue,
            };
            sum = exact(after)?;
            add(kind, Some(place), fee, sum)?;
        }
        if sum < Fraction::ZERO {
            return Err(Rejection::NegativeTotal);
        }
        if let Some(basis) = self.other_basis(quote) {
            let rate = self.dataset.quotes.code(Column::TaxRate, quote).ok_or(Rejection::NoTaxRate { basis })?;
            let kind = match basis {
                TaxBasis::Excluded => StepKind::TaxAdded,
                TaxBasis::Included => StepKind::TaxTakenOut,
            };
            sum = exact(match basis {
                TaxBasis::Excluded => more_percent(sum, rate),
                TaxBasis::Included => more_percent(Fraction::ONE, rate).and_then(|factor| sum.over(factor)),
            })?;
            add(kind, None, Fraction::from_millionths(rate), sum)?;
        }
        let currency = self.dataset.quotes.currency(quote).unwrap_or(self.dataset.currency());
        if currency != self.dataset.currency() {
            let rate = *self.policy.price.rates.get(&currency).ok_or(Rejection::NoRate { currency })?;
            sum = exact(sum.times(Fraction::from_decimal(rate)))?;
            add(StepKind::Rate, None, Fraction::from_decimal(rate), sum)?;
        }
        for (place, cost, code) in self.costs(quote) {
            let CostKind::Running { times, years } = cost.kind else { continue };
            let each = Fraction::from_millionths(code).times(Fraction::from_decimal(times));
            let each = each.and_then(|each| each.times(Fraction::from_decimal(years)));
            let amount = each.and_then(|each| each.times(Fraction::from_decimal(self.request.quantity.decimal())));
            sum = exact(amount.and_then(|amount| sum.plus(amount)))?;
            add(StepKind::Running, Some(place), Fraction::from_millionths(code), sum)?;
        }
        // Nothing is left of a price by a discount of all of it.
        let is_free = sum.is_zero() && !price.is_zero();
        if is_free && self.policy.price.zero == ZeroPrice::Reject && self.dataset.edition != Edition::First {
            return Err(Rejection::ZeroPrice);
        }
        if !is_counted {
            return Money::of_unit(sum, self.dataset.currency()).ok_or(Rejection::NotExact);
        }
        let total = Money::rounded(sum, self.dataset.currency()).ok_or(Rejection::NotExact)?;
        let rounded = Fraction::of_minor(total.minor(), self.dataset.currency().minor_units());
        if rounded != sum {
            add(StepKind::Rounding, None, rounded, rounded)?;
        }
        Ok(total)
    }

    /// Returns the costs of the policy that a quote states, with their codes; 0 is left out.
    fn costs(self, quote: QuoteId) -> impl Iterator<Item = (usize, &'r Cost, i64)> {
        let quotes = &self.dataset.quotes;
        let costs = self.policy.costs.iter().enumerate();
        costs.filter_map(move |(place, cost)| Some((place, cost, quotes.cost(place, quote).filter(|code| *code != 0)?)))
    }

    /// Returns the tax basis of a quote where it is another one than the policy's.
    fn other_basis(self, quote: QuoteId) -> Option<TaxBasis> {
        self.dataset.quotes.tax_basis(quote).filter(|basis| *basis != self.policy.price.basis)
    }

    /// Finds how many of its own units a quote sells for the requested quantity: whole packs, and multiples where it sells
    /// nothing else.
    ///
    /// # Errors
    ///
    /// Returns why the quote's unit cannot be compared with the item's.
    pub(crate) fn order(self, quote: QuoteId) -> Result<Order, Rejection> {
        let exact = |result: Option<Fraction>| result.ok_or(Rejection::NotExact);
        let size = self.size(quote)?;
        let wanted = Fraction::from_decimal(self.request.quantity.decimal());
        let mut units = exact(wanted.over(size))?;
        let can_be_parted = self.unit(quote).is_some_and(is_measure);
        if size != Fraction::ONE && !can_be_parted {
            units = units.ceil();
        }
        if let Some(multiple) = self.number(Column::OrderMultiple, quote).filter(|multiple| !multiple.is_zero()) {
            units = exact(units.over(multiple).and_then(|times| times.ceil().times(multiple)))?;
        }
        Ok(Order { units, size })
    }

    /// Returns how many of its own units a quote sells for the requested quantity.
    pub(crate) fn units(self, quote: QuoteId) -> Result<Decimal, Rejection> {
        if self.dataset.quotes.has_plain_prices() {
            return Ok(self.request.quantity.decimal());
        }
        self.order(quote)?.units.to_decimal().ok_or(Rejection::NotExact)
    }

    /// Returns how much more of the item is bought than was asked for; `None` where it is no more.
    pub(crate) fn surplus(self, quote: QuoteId) -> Option<Decimal> {
        let Order { units, size } = self.order(quote).ok()?;
        let surplus = units.times(size)?.minus(Fraction::from_decimal(self.request.quantity.decimal()))?;
        if surplus.is_zero() { None } else { surplus.to_decimal() }
    }

    /// Returns the unit that a quote states.
    pub(crate) fn unit(self, quote: QuoteId) -> Option<&'r str> {
        self.dataset.unit_of(quote)
    }

    /// Finds how many of the item's units one of the quote's is.
    fn size(self, quote: QuoteId) -> Result<Fraction, Rejection> {
        let pack = self.number(Column::PackSize, quote);
        let (Some(own), Some(asked)) = (self.unit(quote), self.request.unit) else {
            return Ok(pack.unwrap_or(Fraction::ONE));
        };
        let base = |unit: &str| {
            let (unit, factor) = self.policy.base_unit(unit).ok_or(Rejection::NotExact)?;
            Ok((unit, Fraction::from_decimal(factor)))
        };
        let ((own_base, own_factor), (asked_base, asked_factor)) = (base(own)?, base(asked.raw())?);
        if own_base != asked_base {
            // What the quote itself states of its pack needs no conversion by the policy.
            return pack.ok_or(Rejection::OtherUnit);
        }
        let size = own_factor.over(asked_factor).ok_or(Rejection::NotExact)?;
        // A box that is asked for as a box may hold as many as it likes; a piece holds none.
        let is_same = text_key(own) == text_key(asked.raw()) && !is_piece(own);
        if is_same || pack.is_none_or(|pack| pack == size) { Ok(size) } else { Err(Rejection::PackContradicts) }
    }
}

fn less_percent(sum: Fraction, percent: i64) -> Option<Fraction> {
    sum.times(Fraction::ONE.minus(Fraction::from_percent(percent))?)
}

fn more_percent(sum: Fraction, percent: i64) -> Option<Fraction> {
    sum.times(Fraction::ONE.plus(Fraction::from_percent(percent))?)
}
