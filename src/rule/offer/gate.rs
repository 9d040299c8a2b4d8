//! Gates: the conditions that an offer must meet to take part.

use crate::policy::{Condition, Day, Requirement, Scheme, TaxBasis, ZeroPrice};
use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::requirement;
use crate::rule::dataset::quotes::{QuoteId, QuoteStore};
use crate::rule::edition::Edition;
use crate::rule::offer::cost::Costing;
use crate::rule::recommendation::Recommendation;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::money::{Decimal, Money};
use crate::value::name::text_key;

/// Why a quote takes no part, with the figures that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// It is the buyer's own estimate, and no offer.
    Estimate,
    /// It names no price.
    NoPrice,
    /// Its price is 0.
    ZeroPrice,
    /// It had run out on the day of the comparison.
    Expired {
        /// Its last day.
        valid_until: Date,
        /// The day of the comparison.
        as_of: Date,
    },
    /// Its unit is not that of the item, and no conversion is known.
    OtherUnit,
    /// What it states of its pack is not what the policy or its unit says.
    PackContradicts,
    /// There is no rate for its currency.
    NoRate {
        /// Its currency.
        currency: Currency,
    },
    /// It is on another tax basis than the comparison, and states no tax rate.
    NoTaxRate {
        /// Its tax basis.
        basis: TaxBasis,
    },
    /// What is taken off is more than it costs.
    NegativeTotal,
    /// Its amounts have more digits than can be computed exactly.
    NotExact,
    /// The vendor sells no quantity as small as the requested one.
    MinOrder {
        /// The least quantity that the vendor sells.
        least: Decimal,
        /// The quantity that would be ordered, in the quote's unit.
        quantity: Decimal,
    },
    /// It costs more than the line may cost.
    AboveCeiling {
        /// What it costs.
        total: Money,
        /// What the line may cost.
        ceiling: Money,
    },
    /// It would be delivered after the day on which the item is needed.
    TooLate {
        /// The day of delivery; `None` beyond the calendar.
        delivery: Option<Date>,
        /// The day on which the item is needed.
        needed_by: Date,
    },
    /// A quality is required and it states none.
    NoQuality {
        /// What is required.
        required: Requirement,
    },
    /// Its quality is below the required one.
    BelowRequiredQuality {
        /// What it offers.
        quality: Requirement,
        /// What is required.
        required: Requirement,
    },
    /// The vendor has no admitted quote for some items of the lot.
    IncompleteLot {
        /// For how many items it has one.
        lines: u32,
        /// How many items the lot has.
        of: u32,
    },
    /// It does not meet a condition of the policy.
    Gate {
        /// The place of the condition in the policy.
        gate: usize,
    },
}

impl Rejection {
    /// Returns the gate's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Estimate => "estimate",
            Self::NoPrice => "no-price",
            Self::ZeroPrice => "zero-price",
            Self::Expired { .. } => "expired",
            Self::OtherUnit | Self::PackContradicts => "unit",
            Self::NoRate { .. } => "currency",
            Self::NoTaxRate { .. } => "tax-rate",
            Self::NegativeTotal => "negative-total",
            Self::NotExact => "not-exact",
            Self::MinOrder { .. } => "min-order",
            Self::AboveCeiling { .. } => "above-ceiling",
            Self::TooLate { .. } => "too-late",
            Self::NoQuality { .. } => "no-quality",
            Self::BelowRequiredQuality { .. } => "below-required-quality",
            Self::IncompleteLot { .. } => "incomplete-lot",
            Self::Gate { .. } => "gate",
        }
    }

    /// Returns the figure of a rejected quote and the one that it misses, as text.
    #[must_use]
    pub fn figures(self, recommendation: &Recommendation, quote: QuoteId) -> (Option<String>, Option<String>) {
        let (dataset, policy) = (recommendation.dataset(), recommendation.policy());
        let scheme = &policy.quality.scheme;
        match self {
            Self::Estimate | Self::NoPrice | Self::NegativeTotal | Self::NotExact => (None, None),
            Self::ZeroPrice => (Some("0".to_owned()), None),
            Self::Expired { valid_until, as_of } => (Some(valid_until.to_string()), Some(as_of.to_string())),
            Self::OtherUnit => {
                let asked = recommendation.request(recommendation.dataset().item_of(quote)).unit;
                (dataset.unit_of(quote).map(str::to_owned), asked.map(|unit| unit.raw().to_owned()))
            }
            Self::PackContradicts => {
                let pack = dataset.quotes.decimal(Column::PackSize, quote);
                (pack.map(|pack| pack.to_string()), dataset.unit_of(quote).map(str::to_owned))
            }
            Self::NoRate { currency } => (Some(currency.to_string()), Some(dataset.currency().to_string())),
            Self::NoTaxRate { basis } => (Some(basis.to_string()), Some(policy.price.basis.to_string())),
            Self::MinOrder { least, quantity } => (Some(least.to_string()), Some(quantity.to_string())),
            Self::AboveCeiling { total, ceiling } => (Some(total.to_string()), Some(ceiling.to_string())),
            Self::TooLate { delivery, needed_by } => {
                (delivery.map(|delivery| delivery.to_string()), Some(needed_by.to_string()))
            }
            Self::NoQuality { required } => (None, Some(required.text(scheme))),
            Self::BelowRequiredQuality { quality, required } => {
                (Some(quality.text(scheme)), Some(required.text(scheme)))
            }
            Self::IncompleteLot { lines, of } => (Some(lines.to_string()), Some(of.to_string())),
            Self::Gate { gate } => {
                let gate_value = dataset.gate_text(policy, gate, quote);
                (gate_value, Some(policy.gates[gate].condition.wanted(recommendation.as_of())))
            }
        }
    }
}

/// Says whether a quote may take part, and what it then costs; the first gate that it fails is the reason why not.
///
/// A quote that leaves its validity, least quantity or delivery open passes these gates: what is not stated is not
/// held against it. A condition of the policy is not met by what is not stated.
///
/// # Errors
///
/// Returns the first gate that the quote fails.
pub(crate) fn admit(
    costing: Costing<'_>,
    quote: QuoteId,
    total: Result<Option<Money>, Rejection>,
    as_of: Date,
) -> Result<Money, Rejection> {
    let Costing { dataset, policy, .. } = costing;
    let price = dataset.quotes.code(Column::UnitPrice, quote).ok_or(Rejection::NoPrice)?;
    if price == 0 && policy.price.zero == ZeroPrice::Reject && dataset.edition != Edition::First {
        return Err(Rejection::ZeroPrice);
    }
    let total = total.map(|total| total.expect("there is a price"));
    hold_against(costing, quote, total, as_of, Err)?;
    total
}

/// Finds every gate that a quote fails at a total, whatever it asks itself; that it cannot be evaluated is one of them.
pub(crate) fn failures(
    costing: Costing<'_>,
    quote: QuoteId,
    total: Result<Money, Rejection>,
    as_of: Date,
) -> Vec<Rejection> {
    let mut failures = Vec::new();
    let found = hold_against(costing, quote, total, as_of, |rejection| {
        if !failures.contains(&rejection) {
            failures.push(rejection);
        }
        Ok(())
    });
    found.expect("every failure was let go on");
    failures
}

/// Holds a quote against all gates but those on its price, in their order, as long as `fail` lets it go on.
#[inline]
fn hold_against(
    costing: Costing<'_>,
    quote: QuoteId,
    total: Result<Money, Rejection>,
    as_of: Date,
    mut fail: impl FnMut(Rejection) -> Result<(), Rejection>,
) -> Result<(), Rejection> {
    let Costing { dataset, policy, request } = costing;
    let quotes = &dataset.quotes;
    // A quote stays valid through its last day, so equal dates pass.
    if let Some(valid_until) = quotes.date(Column::ValidUntil, quote).filter(|last| *last < as_of) {
        fail(Rejection::Expired { valid_until, as_of })?;
    }
    let total = total.map(|total| total.payable(dataset.currency()));
    total.map(drop).or_else(&mut fail)?;
    // One that is bought of an item whose quantity nobody states is not held against anybody.
    if let Some(least) = quotes.decimal(Column::MinOrder, quote).filter(|_| request.is_counted) {
        match costing.units(quote) {
            Ok(quantity) if least > quantity => fail(Rejection::MinOrder { least, quantity })?,
            Ok(_) => {}
            Err(rejection) => fail(rejection)?,
        }
    }
    if let Some(ceiling) = request.ceiling
        && let Some(total) = total.ok().filter(|total| *total > ceiling)
    {
        fail(Rejection::AboveCeiling { total, ceiling })?;
    }
    if let Some(needed_by) = request.needed_by
        && let Some(delivery) = delivery(quotes, quote, as_of)
        && delivery.is_none_or(|delivery| delivery > needed_by)
    {
        fail(Rejection::TooLate { delivery, needed_by })?;
    }
    if let Some(required) = request.required {
        reach(stated_quality(quotes, quote, &policy.quality.scheme), required).or_else(&mut fail)?;
    }
    for (gate, own) in policy.gates.iter().enumerate() {
        if !meets(dataset, &own.condition, gate, quote, as_of) {
            fail(Rejection::Gate { gate })?;
        }
    }
    Ok(())
}

/// Says whether a quote states what meets a condition of the policy.
fn meets(dataset: &Dataset, condition: &Condition, gate: usize, quote: QuoteId, as_of: Date) -> bool {
    let Some(code) = dataset.quotes.gate(gate, quote) else { return false };
    let day = |day: &Day| day.date(as_of).ordinal();
    match condition {
        Condition::OneOf(texts) => {
            let found =
                text_key(dataset.gate_texts.get(u32::try_from(code).expect("numbers of texts are small")).raw());
            texts.iter().any(|text| text_key(text) == found)
        }
        Condition::AtLeast(least) => from_millionths(code) >= *least,
        Condition::AtMost(most) => from_millionths(code) <= *most,
        Condition::OnOrAfter(first) => code >= day(first),
        Condition::OnOrBefore(last) => code <= day(last),
    }
}

/// Returns the day of delivery, if the quote states one: the promised date, else the days from the comparison on. The
/// inner `None` is a day beyond the calendar.
#[expect(clippy::option_option, reason = "a day beyond the calendar is a promise nevertheless")]
pub(crate) fn delivery(quotes: &QuoteStore, quote: QuoteId, as_of: Date) -> Option<Option<Date>> {
    match (quotes.date(Column::DeliveryDate, quote), quotes.whole(Column::DeliveryDays, quote)) {
        (Some(date), _) => Some(Some(date)),
        (None, Some(days)) => Some(as_of.after(days)),
        (None, None) => None,
    }
}

fn reach(quality: Option<Requirement>, required: Requirement) -> Result<(), Rejection> {
    let Some(quality) = quality else { return Err(Rejection::NoQuality { required }) };
    let reaches = match (quality, required) {
        (Requirement::Label(own), Requirement::Label(required)) => own <= required,
        // With bands a requirement is a score all the same: the offer's own score must reach it, not its band.
        (Requirement::Score(own), Requirement::Score(required)) => own >= required,
        (Requirement::Label(_), Requirement::Score(_)) | (Requirement::Score(_), Requirement::Label(_)) => {
            unreachable!("one scheme makes both")
        }
    };
    if reaches { Ok(()) } else { Err(Rejection::BelowRequiredQuality { quality, required }) }
}

/// Returns the quality that a quote states.
pub(crate) fn stated_quality(quotes: &QuoteStore, quote: QuoteId, scheme: &Scheme) -> Option<Requirement> {
    quotes.code(Column::Quality, quote).map(|code| requirement(code, scheme))
}
