//! What each vendor was given and what it delivered.

use std::collections::BTreeMap;

use super::definition::{Definition, means};
use super::line::{Line, Overflow, lines};
use crate::ledger::{Award, Head, LedgerState};
use crate::read::{History, Key, Tally};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, ShownPercent, percent_of_count};
use crate::value::untrusted::Untrusted;

/// What the words of the report mean.
pub const DEFINITIONS: [Definition; 8] = [
    means("awards", "awards that are approved, or need no approval, and are neither void nor replaced"),
    means("awarded", "what these awards come to"),
    means("share_percent", "awarded in percent of all awards of the currency, rounded to two decimals; for show"),
    means("deliveries", "receipts that count"),
    means(
        "on_time",
        "deliveries on or before the day on which the item was needed (needed_by), else on or before the day that the \
         vendor promised; dated counts the deliveries that have such a day, and on_time_percent = on_time / dated",
    ),
    means(
        "accepted",
        "deliveries that were accepted; judged counts those of which somebody said whether they were, and \
         accepted_percent = accepted / judged",
    ),
    means("paid", "what was paid for the deliveries"),
    means(
        "difference",
        "paid - proportional, where proportional = award x received / ordered, rounded once for each award",
    ),
];

/// What the vendors of a ledger were given and delivered.
#[derive(Debug, Clone)]
pub struct Vendors {
    /// The last entry of the ledger; `None` where it has no entry.
    pub head: Option<Head>,
    /// The first day of awards that were taken.
    pub from: Option<Date>,
    /// The last day of awards that were taken.
    pub to: Option<Date>,
    /// By currency, then the largest first, then by name.
    pub records: Vec<Record>,
    /// What all vendors of a currency come to, by currency.
    pub totals: Vec<(Currency, Figures)>,
}

/// What one vendor was given and delivered, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Who it is; of several spellings the first by code point.
    pub vendor: Untrusted,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What it comes to.
    pub figures: Figures,
    /// What was awarded to it, in percent of all.
    pub share: Option<ShownPercent>,
}

/// What awards and deliveries of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many awards count.
    pub awards: u64,
    /// What they come to.
    pub awarded: Money,
    /// How the deliveries went.
    pub deliveries: Deliveries,
    /// What was paid for them.
    pub paid: Money,
    /// What the part of the awards that was delivered comes to.
    pub proportional: Money,
}

/// Deliveries, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deliveries {
    /// All that count.
    pub all: u64,
    /// Those that have a day on which they had to be there.
    pub dated: u64,
    /// Those of them that were there by then.
    pub on_time: u64,
    /// Those of which somebody said whether they were accepted.
    pub judged: u64,
    /// Those of them that were.
    pub accepted: u64,
}

impl Deliveries {
    /// Counts the deliveries of an award.
    fn add(&mut self, line: &Line) {
        let due = line.needed_by.or(line.promised);
        // Entries are counted in 64 bits, so that none of these counts can overflow.
        let count = |counter: &mut u64, holds: bool| *counter = counter.saturating_add(u64::from(holds));
        for received in line.counted() {
            count(&mut self.all, true);
            count(&mut self.dated, due.is_some());
            count(&mut self.on_time, due.is_some_and(|due| received.on <= due));
            count(&mut self.judged, received.receipt.accepted.is_some());
            count(&mut self.accepted, received.receipt.accepted == Some(true));
        }
    }

    /// Returns how many were on time, in percent.
    #[must_use]
    pub fn on_time_percent(&self) -> Option<Decimal> {
        percent_of_count(self.on_time, self.dated)
    }

    /// Returns how many were accepted, in percent.
    #[must_use]
    pub fn accepted_percent(&self) -> Option<Decimal> {
        percent_of_count(self.accepted, self.judged)
    }
}

impl Figures {
    const fn none(currency: Currency) -> Self {
        let nothing = Money::from_minor(0, currency);
        Self {
            awards: 0,
            awarded: nothing,
            deliveries: Deliveries { all: 0, dated: 0, on_time: 0, judged: 0, accepted: 0 },
            paid: nothing,
            proportional: nothing,
        }
    }

    fn add(&mut self, line: &Line) -> Option<()> {
        self.awards = self.awards.checked_add(1)?;
        self.awarded = self.awarded.plus(line.awarded)?;
        self.paid = self.paid.plus(line.paid)?;
        self.proportional = self.proportional.plus(line.awarded.share(line.received, line.ordered)?)?;
        self.deliveries.add(line);
        self.difference().map(|_| ())
    }

    /// Returns what was paid beyond the part of the awards that was delivered; below 0 where less was paid. `None` on
    /// overflow, which nothing that was added up has.
    #[must_use]
    pub fn difference(&self) -> Option<Money> {
        self.paid.minus(self.proportional)
    }
}

impl Vendors {
    /// Adds up the awards of a ledger that were made on the days from and to, and their deliveries on whatever day.
    ///
    /// # Errors
    ///
    /// The first award with which a sum is too large.
    pub fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        (from, to): (Option<Date>, Option<Date>),
    ) -> Result<Self, Overflow> {
        let mut taken = lines(books)?;
        taken.retain(|line| {
            line.counts() && from.is_none_or(|from| line.on >= from) && to.is_none_or(|to| line.on <= to)
        });
        let mut totals: BTreeMap<Currency, Figures> = BTreeMap::new();
        let mut vendors: BTreeMap<(Currency, Key), (Untrusted, Figures)> = BTreeMap::new();
        for line in &taken {
            let nothing = || Figures::none(line.currency);
            let key = (line.currency, Key::vendor(line.vendor.raw()));
            let (vendor, figures) = vendors.entry(key).or_insert_with(|| (line.vendor.clone(), nothing()));
            if line.vendor < *vendor {
                vendor.clone_from(&line.vendor);
            }
            let total = totals.entry(line.currency).or_insert_with(nothing);
            figures.add(line).and_then(|()| total.add(line)).ok_or(Overflow { seq: line.seq })?;
        }
        let record = |((currency, _), (vendor, figures)): ((Currency, Key), (Untrusted, Figures))| {
            let share = totals.get(&currency).and_then(|total| figures.awarded.percent_of(total.awarded));
            Record { vendor, currency, figures, share }
        };
        let mut records: Vec<Record> = vendors.into_iter().map(record).collect();
        // The sort is stable: of equal amounts the first by name stays first.
        records.sort_by(|a, b| a.currency.cmp(&b.currency).then_with(|| b.figures.awarded.cmp(&a.figures.awarded)));
        Ok(Self { head, from, to, records, totals: totals.into_iter().collect() })
    }
}

/// Counts the deliveries of each vendor, of all currencies together, for the next comparison; `None` where the ledger
/// has no entry.
///
/// # Errors
///
/// The first award whose figures are too large.
pub fn history(
    books: &LedgerState<Box<Award>>,
    head: Option<&Head>,
    name: Untrusted,
) -> Result<Option<History>, Overflow> {
    let Some(head) = head else { return Ok(None) };
    let mut deliveries: BTreeMap<Key, Deliveries> = BTreeMap::new();
    for line in lines(books)?.iter().filter(|line| line.counts()) {
        deliveries.entry(Key::vendor(line.vendor.raw())).or_default().add(line);
    }
    let tallies = |counts: Deliveries| {
        let on_time = Tally { part: counts.on_time, whole: counts.dated };
        [on_time, Tally { part: counts.accepted, whole: counts.judged }]
    };
    let vendors = deliveries.into_iter().map(|(vendor, counts)| (vendor, tallies(counts))).collect();
    Ok(Some(History { name, sha256: head.hash, entries: head.seq.get(), vendors }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::sample::{Sample, day, in_currency};

    fn written(sample: &Sample) -> Vec<String> {
        let found = Vendors::of(&sample.books, None, (None, None)).unwrap();
        let line = |record: &Record| {
            let Figures { awards, awarded, deliveries, paid, proportional } = record.figures;
            let percent = |percent: Option<Decimal>| percent.map_or("-".to_owned(), |percent| percent.to_string());
            format!(
                "{}: {awards} {awarded} {} % {} {}/{} {} {}/{} {} {paid} {proportional}",
                record.vendor.raw(),
                record.share.map_or("-".to_owned(), |share| share.to_string()),
                deliveries.all,
                deliveries.on_time,
                deliveries.dated,
                percent(deliveries.on_time_percent()),
                deliveries.accepted,
                deliveries.judged,
                percent(deliveries.accepted_percent()),
            )
        };
        found.records.iter().map(line).collect()
    }

    #[test]
    fn names_that_differ_in_case_or_width_are_one_vendor() {
        let mut sample = Sample::new();
        for name in ["ACME Ltd", "acme  ltd", "ＡＣＭＥ Ltd", "Other"] {
            sample.award(|award| award.bought.chosen.vendor = name.into());
        }
        assert_eq!(
            written(&sample),
            ["ACME Ltd: 3 270.00 75 % 0 0/0 - 0/0 - 0.00 0.00", "Other: 1 90.00 25 % 0 0/0 - 0/0 - 0.00 0.00"]
        );
    }

    #[test]
    fn deliveries_count_where_they_can_be_judged() {
        let mut sample = Sample::new();
        // Receipts of the sample are of 2026-11-20.
        let due = |needed: Option<&'static str>, promised: Option<&'static str>| {
            move |award: &mut Award| {
                award.bought.needed_by = needed.map(day);
                award.bought.chosen.delivery = promised.map(day);
            }
        };
        for (needed, promised) in [
            (Some("2026-11-20"), Some("2026-11-01")),
            (Some("2026-11-19"), Some("2026-11-30")),
            (None, Some("2026-11-20")),
            (None, None),
        ] {
            let seq = sample.award(due(needed, promised));
            sample.receive(seq, "5", "50.00");
        }
        let seq = sample.award(due(None, None));
        sample.refuse(seq, "12", "108.00");
        let void = sample.receive(seq, "1", "9.00");
        sample.void(void);
        // 4 × 45.00 and 108.00 for what was delivered; 200.00 and 108.00 paid.
        assert_eq!(written(&sample), ["Hongda: 5 450.00 100 % 5 2/3 66.67 4/5 80 308.00 288.00"]);
    }

    #[test]
    fn pending_and_void_awards_are_no_record_and_currencies_stand_apart() {
        let mut sample = Sample::new();
        sample.award(|award| award.bought.approval_above = crate::value::money::Limit::try_new(Decimal::ZERO));
        let void = sample.award(|_| {});
        sample.void(void);
        sample.award(|award| in_currency(award, "JPY"));
        sample.award(|_| {});
        let found = Vendors::of(&sample.books, None, (None, None)).unwrap();
        let awards: Vec<(String, u64)> =
            found.records.iter().map(|record| (record.currency.to_string(), record.figures.awards)).collect();
        assert_eq!(awards, [("CNY".to_owned(), 1), ("JPY".to_owned(), 1)]);
        let none = Vendors::of(&sample.books, None, (Some(day("2026-11-03")), None)).unwrap();
        assert!(none.records.is_empty());
    }
}
