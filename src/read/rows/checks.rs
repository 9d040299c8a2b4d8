//! What can be said of quotes only once all are read: units, rounds, amounts, and costs of lines without a quantity.

use std::collections::HashMap;

use super::items::row_ref;
use super::part::{Part, UNNAMED};
use crate::policy::{CostKind, Policy};
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::{Sheet, at_column, column, of_file};
use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::{FIRST_TEXT, Stated, place_of};
use crate::rule::edition::Edition;
use crate::rule::offer::cost::Costing;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::decimal::from_millionths;
use crate::value::fraction::Fraction;
use crate::value::money::{Decimal, Money, UnitPrice};
use crate::value::source::RowRef;
use crate::value::untrusted::Untrusted;

/// The quotes of all inputs, before they are put in order.
pub(crate) struct QuoteChecks<'c, 'p> {
    pub(crate) part: &'c mut Part<'p>,
    pub(crate) sheets: &'c [Sheet],
}

impl QuoteChecks<'_, '_> {
    /// Makes unit prices of amounts, finds what items are counted in, and refuses what only whole lines could tell.
    pub(crate) fn run(&mut self, log: &mut Log) {
        self.divide_amounts(log);
        self.settle_units(log);
        self.refuse_working_days(log);
        self.refuse_costs_without_quantity(log);
    }

    fn at(&self, row: usize) -> RowRef {
        row_ref(self.part.rows.places.of(u32::try_from(row).expect("fewer than 2^32 rows")))
    }

    fn item(&self, row: usize) -> Option<u32> {
        let (item, vendor) = self.part.named[row];
        (item != UNNAMED && vendor != UNNAMED).then_some(item)
    }

    fn quantity(&self, item: u32) -> Option<i64> {
        match self.part.fields.stated(item, place_of(Column::Quantity)) {
            Stated::Same(code) => Some(code),
            Stated::Nothing | Stated::Disputed => None,
        }
    }

    /// Refuses working days of items that are needed by a date: on which day they end, nobody knows.
    fn refuse_working_days(&self, log: &mut Log) {
        let place = place_of(Column::NeededBy);
        for (row, field, text) in &self.part.working_days {
            let (item, _) = self.part.named[*row];
            if item != UNNAMED && self.part.fields.stated(item, place) != Stated::Nothing {
                let at = row_ref(self.part.rows.places.of(u32::try_from(*row).expect("fewer than 2^32 rows")));
                let header = of_file(self.sheets, at.file).layout.header(*field);
                log.row(at, Some(column(*field, &header)), FaultKind::WorkingDays { text: text.clone() });
            }
        }
    }

    /// Divides the amounts of sheets without a unit price by the quantity; what does not come out even is a fault.
    fn divide_amounts(&mut self, log: &mut Log) {
        let has_no_price = |at: RowRef| of_file(self.sheets, at.file).layout.field(Column::UnitPrice).is_none();
        if self.sheets.iter().all(|sheet| sheet.layout.field(Column::UnitPrice).is_some()) {
            return;
        }
        let mut prices = Vec::new();
        for (row, amount) in self.part.rows.column(Column::Amount).stated() {
            let (at, Some(item)) = (self.at(row), self.item(row)) else { continue };
            if !has_no_price(at) {
                continue;
            }
            let text = from_millionths(amount).to_string();
            let place = at_column(self.sheets, at, Column::Amount);
            let Some(quantity) = self.quantity(item) else {
                log.row(at, place, FaultKind::AmountWithoutQuantity { text });
                continue;
            };
            let price = Fraction::from_millionths(amount).over(Fraction::from_millionths(quantity));
            if let Some(price) = price.and_then(Fraction::to_millionths).and_then(UnitPrice::from_millionths) {
                prices.push((row, price.millionths()));
            } else {
                let quantity = from_millionths(quantity).to_string();
                log.row(at, place, FaultKind::AmountNotDivisible { text, quantity });
            }
        }
        for (row, price) in prices {
            self.part.rows.column_mut(Column::UnitPrice).set(row, price);
        }
    }

    /// Finds the unit of items whose request states none: the one that all quotes state. Units that are all the item's own are
    /// forgotten.
    fn settle_units(&mut self, log: &mut Log) {
        if !self.part.rows.has(Column::Unit) {
            return;
        }
        let place = place_of(Column::Unit);
        let mut found: HashMap<u32, Vec<(u32, usize)>> = HashMap::new();
        for (row, code) in self.part.rows.column(Column::Unit).stated() {
            let Some(item) = self.item(row) else { continue };
            let code = u32::try_from(code).expect("numbers of texts are small");
            let units = found.entry(item).or_default();
            if !units.iter().any(|(known, _)| *known == code) {
                units.push((code, row));
            }
        }
        let mut items: Vec<(u32, Vec<(u32, usize)>)> = found.into_iter().collect();
        items.sort_unstable();
        let mut are_own = !self.part.rows.has(Column::PackSize);
        let mut packs = HashMap::new();
        for (row, pack) in self.part.rows.column(Column::PackSize).stated() {
            if let Some(item) = self.item(row).filter(|_| from_millionths(pack) != Decimal::ONE) {
                packs.entry(item).or_insert((row, pack));
            }
        }
        for (item, units) in items {
            let own = match self.part.fields.stated(item, place) {
                Stated::Same(code) => Some(code),
                Stated::Nothing => self.common_unit(item, &units, &packs, log),
                Stated::Disputed => continue,
            };
            if let Some(own) = own {
                self.part.fields.state(item, place, own);
            }
            are_own &= own.is_some() && units.iter().all(|(code, _)| Some(i64::from(*code)) == own);
        }
        if are_own {
            self.part.rows.column_mut(Column::Unit).clear();
        }
    }

    /// Returns the number of the unit that the quantity of an item counts, by its quotes alone: the one that all state. Several, and
    /// packs of which the quantity may count the pieces, are faults: a quote that takes no part would decide else.
    fn common_unit(
        &self,
        item: u32,
        units: &[(u32, usize)],
        packs: &HashMap<u32, (usize, i64)>,
        log: &mut Log,
    ) -> Option<i64> {
        let texts = &self.part.texts[place_of(Column::Unit) - FIRST_TEXT];
        let [(first, first_row), others @ ..] = units else { return None };
        if let Some((other, row)) = others.first() {
            let at = self.at(*row);
            let fault = FaultKind::SeveralUnits {
                first: Untrusted::new(texts.shown(*first)),
                other: Untrusted::new(texts.shown(*other)),
                at: Box::new(log.place(self.at(*first_row))),
            };
            log.row(at, at_column(self.sheets, at, Column::Unit), fault);
            return None;
        }
        if let Some((row, pack)) = packs.get(&item).copied()
            && self.quantity(item).is_some()
        {
            let (unit, pack) = (Untrusted::new(texts.shown(*first)), from_millionths(pack).to_string());
            let at = self.at(row);
            log.row(at, at_column(self.sheets, at, Column::PackSize), FaultKind::PackOrPiece { unit, pack });
            return None;
        }
        Some((*first).into())
    }

    /// Refuses amounts for whole lines where unit prices are compared: what they make of one unit nobody knows.
    fn refuse_costs_without_quantity(&self, log: &mut Log) {
        let rows = &self.part.rows;
        let freight = rows.column(Column::Freight).stated().map(|stated| (None, stated));
        let fees = self.part.policy.costs.iter().zip(&rows.costs).enumerate();
        let fees = fees.filter(|(_, (cost, _))| matches!(cost.kind, CostKind::Line | CostKind::LineOff));
        let fees = fees.flat_map(|(place, (_, codes))| codes.stated().map(move |stated| (Some(place), stated)));
        for (cost, (row, code)) in freight.chain(fees).filter(|(_, (_, code))| *code != 0) {
            let at = self.at(row);
            if self.item(row).is_none_or(|item| self.quantity(item).is_some()) {
                continue;
            }
            let layout = &of_file(self.sheets, at.file).layout;
            let field = cost.map_or(layout.field(Column::Freight), |place| layout.costs[place]);
            let place = field.map(|field| column(field, &layout.header(field)));
            log.row(at, place, FaultKind::CostWithoutQuantity { text: from_millionths(code).to_string() });
        }
    }

    /// Forgets rounds that no vendor has two of for an item.
    pub(crate) fn forget_single_rounds(&mut self, has_several: bool) {
        if !has_several {
            self.part.rows.column_mut(Column::Round).clear();
        }
    }
}

/// Holds the vendors' own totals of lines against unit price and quantity: before and after the discount, with and without what
/// comes on top.
pub(crate) fn refuse_other_amounts(dataset: &Dataset, policy: &Policy, sheets: &[Sheet], log: &mut Log) {
    if !dataset.quotes.has(Column::Amount) || dataset.edition == Edition::First {
        return;
    }
    let quotes = dataset.items().flat_map(|item| dataset.quotes.of_item(item).map(move |quote| (item, quote)));
    for (item, quote) in quotes {
        let request = dataset.request(item, policy);
        let costing = Costing { dataset, policy, request: &request };
        let Some(amount) = dataset.quotes.code(Column::Amount, quote) else { continue };
        let Some(sums) = costing.sums(quote) else { continue };
        let at = row_ref(dataset.quotes.place(quote));
        let place = at_column(sheets, at, Column::Amount);
        let text = from_millionths(amount).to_string();
        if !request.is_counted {
            log.row(at, place, FaultKind::AmountWithoutQuantity { text });
            continue;
        }
        let currency = dataset.quotes.currency(quote).unwrap_or(dataset.currency());
        let amount = Fraction::from_millionths(amount);
        let is_stated = |sum: &Fraction| *sum == amount || rounds_to(*sum, amount, currency);
        if !sums.iter().any(is_stated) {
            let computed = sums.first().map(ToString::to_string).expect("the first sum is that of the goods");
            log.row(at, place, FaultKind::OtherAmount { text, computed });
        }
    }
}

/// Says whether a sum is an amount when it is rounded to the minor unit.
fn rounds_to(sum: Fraction, amount: Fraction, currency: Currency) -> bool {
    let rounded = Money::rounded(sum, currency);
    rounded.is_some_and(|rounded| Fraction::of_minor(rounded.minor(), currency.minor_units()) == amount)
}
