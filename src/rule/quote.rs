//! A quote as a vendor wrote it: one row of a sheet, its cells typed, its place kept.

use crate::value::date::Date;
use crate::value::decimal::{self, Decimal};
use crate::value::money::{Quantity, UnitPrice};
use crate::value::source::RowRef;

/// One row of a sheet. Names are numbers into the lists of the [`Book`](crate::read::Book) that holds it.
///
/// Small and plain, since there may be millions: absent values are kept as numbers that no value has. It fills a line of
/// most caches, so that a jump to one costs one look at the memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Quote {
    start: u64,
    unit_price: i64,
    quality: i64,
    min_order: i64,
    at: RowRef,
    vendor: u32,
    round: u32,
    delivery_days: u32,
    valid_until: i32,
    delivery_date: i32,
}

/// The absent value of the fields that hold decimals.
const ABSENT: i64 = i64::MIN;

/// What a quality cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    /// The place of a label on the policy's scale, from 0, the best.
    Label(usize),
    /// A score.
    Score(Decimal),
}

impl Quote {
    /// Starts a quote with nothing but its place: the row, and the offset of its record in the source's text.
    pub(crate) const fn at(at: RowRef, start: u64) -> Self {
        Self {
            start,
            unit_price: ABSENT,
            quality: ABSENT,
            min_order: ABSENT,
            at,
            vendor: 0,
            round: 0,
            delivery_days: u32::MAX,
            valid_until: 0,
            delivery_date: 0,
        }
    }

    /// Sets the vendor.
    pub(crate) const fn set_vendor(&mut self, vendor: u32) {
        self.vendor = vendor;
    }

    /// Moves the row that it was read from, for a part of a sheet that was read on its own.
    pub(crate) const fn move_down(&mut self, rows: u32, lines: u32) {
        self.at.row = self.at.row.saturating_add(rows);
        self.at.line = self.at.line.saturating_add(lines);
    }

    /// Sets the price of one unit.
    pub(crate) const fn set_unit_price(&mut self, price: UnitPrice) {
        self.unit_price = price.millionths();
    }

    /// Sets the quality: the place of a label, or a score.
    pub(crate) fn set_quality(&mut self, quality: Quality) {
        self.quality = match quality {
            Quality::Label(place) => i64::try_from(place).unwrap_or(i64::MAX),
            Quality::Score(score) => decimal::millionths(score),
        };
    }

    /// Sets the least quantity that the vendor sells.
    pub(crate) fn set_min_order(&mut self, quantity: Decimal) {
        self.min_order = decimal::millionths(quantity);
    }

    /// Sets the last day on which the quote holds.
    pub(crate) fn set_valid_until(&mut self, date: Date) {
        self.valid_until = i32::try_from(date.ordinal()).unwrap_or(0);
    }

    /// Sets the promised day of delivery.
    pub(crate) fn set_delivery_date(&mut self, date: Date) {
        self.delivery_date = i32::try_from(date.ordinal()).unwrap_or(0);
    }

    /// Sets the days from the order to the delivery.
    pub(crate) const fn set_delivery_days(&mut self, days: u32) {
        self.delivery_days = days;
    }

    /// Sets the negotiation round.
    pub(crate) const fn set_round(&mut self, round: u32) {
        self.round = round;
    }

    /// Returns the row it was read from.
    #[must_use]
    pub const fn row(&self) -> RowRef {
        self.at
    }

    /// Returns the offset of its record in the text of its source, in bytes.
    #[must_use]
    pub const fn start(&self) -> u64 {
        self.start
    }

    /// Returns the number of its vendor. Numbers ascend as the names do, by code point.
    #[must_use]
    pub const fn vendor(&self) -> u32 {
        self.vendor
    }

    /// Returns the price of one unit; `None` where the vendor gave none.
    #[must_use]
    pub fn unit_price(&self) -> Option<UnitPrice> {
        UnitPrice::from_millionths(self.unit_price)
    }

    /// Returns the quality as a number that only a policy's scheme can read; `None` where the cell is empty.
    #[must_use]
    pub const fn quality_code(&self) -> Option<i64> {
        if self.quality == ABSENT { None } else { Some(self.quality) }
    }

    /// Returns the least quantity that the vendor sells.
    #[must_use]
    pub fn min_order(&self) -> Option<Decimal> {
        (self.min_order != ABSENT).then(|| decimal::from_millionths(self.min_order))
    }

    /// Says whether the least quantity that the vendor sells is above a quantity.
    #[must_use]
    pub fn wants_more_than(&self, quantity: Quantity) -> bool {
        self.min_order > quantity.millionths()
    }

    /// Returns the last day on which the quote holds.
    #[must_use]
    pub fn valid_until(&self) -> Option<Date> {
        Date::from_ordinal(i64::from(self.valid_until))
    }

    /// Returns the promised day of delivery.
    #[must_use]
    pub fn delivery_date(&self) -> Option<Date> {
        Date::from_ordinal(i64::from(self.delivery_date))
    }

    /// Returns the days from the order to the delivery.
    #[must_use]
    pub const fn delivery_days(&self) -> Option<u32> {
        if self.delivery_days == u32::MAX { None } else { Some(self.delivery_days) }
    }

    /// Returns the negotiation round; 0 where the sheet states none.
    #[must_use]
    pub const fn round(&self) -> u32 {
        self.round
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_small_and_keeps_what_it_was_given() {
        assert!(size_of::<Quote>() == 64);
        let mut quote = Quote::at(RowRef { file: 0, row: 1, line: 2 }, 10);
        assert_eq!((quote.unit_price(), quote.quality_code(), quote.min_order()), (None, None, None));
        assert_eq!((quote.valid_until(), quote.delivery_date(), quote.delivery_days()), (None, None, None));
        quote.set_quality(Quality::Score(decimal::parse("-1.5").unwrap()));
        quote.set_valid_until(Date::parse("2026-11-22").unwrap());
        assert_eq!(quote.quality_code(), Some(-1_500_000));
        assert_eq!(quote.valid_until(), Date::parse("2026-11-22"));
    }
}
