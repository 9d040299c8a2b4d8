//! What each vendor was given and what it delivered.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "awards and receipts are counted, and entries fit 64 bits; amounts are checked"
)]

use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(crate) use super::definition::VENDORS as DEFINITIONS;
use super::line::{Line, Overflow, lines};
use crate::ledger::{Accepted, Award, Head, LedgerState};
use crate::read::{History, Tally};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, percent_of_count};
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// What the vendors of a ledger were given and delivered.
#[derive(Debug, Clone)]
pub(crate) struct Vendors {
    pub(crate) head: Option<Head>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// The day that stands for today.
    pub(crate) as_of: Date,
    /// By currency, then the largest first, then by name.
    pub(crate) records: Vec<Record>,
    /// What all vendors of a currency come to, by currency.
    pub(crate) totals: Vec<(Currency, Figures)>,
}

/// What one vendor was given and delivered, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// Who it is; of several spellings the first by code point.
    pub(crate) vendor: Untrusted,
    pub(crate) currency: Currency,
    pub(crate) figures: Figures,
    /// What was awarded to it, in percent of all.
    pub(crate) share: Option<Decimal>,
}

/// What awards and deliveries of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) awards: u64,
    pub(crate) awarded: Money,
    pub(crate) deliveries: Deliveries,
    /// What was paid for them.
    pub(crate) paid: Money,
    /// What the goods that count cost.
    pub(crate) cost: Money,
    /// What they cost by the awards.
    pub(crate) proportional: Money,
}

/// Deliveries, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Deliveries {
    /// All that count.
    pub(crate) all: u64,
    /// Those that have a day on which they had to be there, and awards of which something had to be there and is not.
    pub(crate) dated: u64,
    /// Those of them that were there by then.
    pub(crate) on_time: u64,
    /// Those of which somebody said whether they were accepted.
    pub(crate) judged: u64,
    /// Those of them that were.
    pub(crate) accepted: u64,
}

impl Deliveries {
    /// Counts the deliveries of an award, and what should have come before a day and has not.
    fn add(&mut self, line: &Line, as_of: Date) {
        let due = line.needed_by.or(line.promised);
        self.dated += u64::from(!line.is_delivered() && due.is_some_and(|due| due < as_of));
        for received in line.counted() {
            let accepted = received.what.accepted;
            self.all += 1;
            self.dated += u64::from(due.is_some());
            self.on_time += u64::from(due.is_some_and(|due| received.on <= due));
            self.judged += u64::from(accepted.is_some());
            self.accepted += u64::from(accepted == Some(Accepted::Whole(true)));
        }
    }

    pub(crate) fn on_time_percent(&self) -> Option<Decimal> {
        percent_of_count(self.on_time, self.dated)
    }

    pub(crate) fn accepted_percent(&self) -> Option<Decimal> {
        percent_of_count(self.accepted, self.judged)
    }
}

impl Figures {
    fn none(currency: Currency) -> Self {
        let nothing = Money::from_minor(0, currency);
        Self {
            awards: 0,
            awarded: nothing,
            deliveries: Deliveries::default(),
            paid: nothing,
            cost: nothing,
            proportional: nothing,
        }
    }

    fn add(&mut self, line: &Line, as_of: Date) -> Option<()> {
        let account = &line.account;
        self.awards += 1;
        self.awarded = self.awarded.plus(line.awarded)?;
        self.paid = self.paid.plus(account.paid)?;
        self.cost = self.cost.plus(account.cost)?;
        self.proportional = self.proportional.plus(line.awarded.share(account.counted, line.ordered)?)?;
        self.deliveries.add(line, as_of);
        self.difference().map(|_| ())
    }

    /// Returns what the goods that count cost beyond the awards; below 0 where they cost less. `None` on overflow, which
    /// nothing that was added up has.
    pub(crate) fn difference(&self) -> Option<Money> {
        self.cost.minus(self.proportional)
    }
}

impl Vendors {
    /// Adds up the awards of a ledger that were made on the days from and to, and their deliveries on whatever day; what had
    /// to be there before `as_of` and is not is late.
    pub(crate) fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        (from, to): (Option<Date>, Option<Date>),
        as_of: Date,
    ) -> Result<Self, Overflow> {
        let lines = lines(books, from, to)?;
        let mut totals: BTreeMap<Currency, Figures> = BTreeMap::new();
        let mut vendors: BTreeMap<(Currency, Key), (Untrusted, Figures)> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.counts()) {
            let nothing = || Figures::none(line.currency);
            let key = (line.currency, Key::vendor(line.vendor.raw()));
            let (vendor, figures) = vendors.entry(key).or_insert_with(|| (line.vendor.clone(), nothing()));
            if line.vendor < *vendor {
                vendor.clone_from(&line.vendor);
            }
            let total = totals.entry(line.currency).or_insert_with(nothing);
            figures.add(line, as_of).and_then(|()| total.add(line, as_of)).ok_or(Overflow { seq: line.seq })?;
        }
        let record = |((currency, _), (vendor, figures)): ((Currency, Key), (Untrusted, Figures))| Record {
            vendor,
            currency,
            figures,
            share: figures.awarded.percent_of(totals[&currency].awarded),
        };
        let mut records: Vec<Record> = vendors.into_iter().map(record).collect();
        // The sort is stable: of equal amounts the first by name stays first.
        records.sort_by_key(|record| (record.currency, Reverse(record.figures.awarded)));
        Ok(Self { head, from, to, as_of, records, totals: totals.into_iter().collect() })
    }
}

/// Counts the deliveries of each vendor up to a day, of all currencies together, for the next comparison; `None` where the
/// ledger has no entry.
pub(crate) fn history(
    books: &LedgerState<Box<Award>>,
    head: Option<&Head>,
    name: Untrusted,
    as_of: Date,
) -> Result<Option<History>, Overflow> {
    let Some(head) = head else { return Ok(None) };
    let mut deliveries: BTreeMap<Key, Deliveries> = BTreeMap::new();
    for line in lines(books, None, None)?.iter().filter(|line| line.counts()) {
        deliveries.entry(Key::vendor(line.vendor.raw())).or_default().add(line, as_of);
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
    use crate::summary::sample::{Sample, day, in_currency, needs_approval};

    /// Writes records as `vendor: awards awarded share, deliveries on_time/dated % accepted/judged %, paid proportional`.
    fn written(sample: &Sample) -> Vec<String> {
        let found = Vendors::of(&sample.books, None, (None, None), day("2026-11-20")).unwrap();
        let text = |percent: Option<Decimal>| percent.map_or("-".to_owned(), |percent| percent.to_string());
        let line = |record: &Record| {
            let Figures { awards, awarded, deliveries, paid, proportional, .. } = record.figures;
            let Deliveries { all, dated, on_time, judged, accepted } = deliveries;
            let percents = [record.share, deliveries.on_time_percent(), deliveries.accepted_percent()];
            let [share, in_time, good] = percents.map(text);
            format!(
                "{}: {awards} {awarded} {share} %, {all} {on_time}/{dated} {in_time} {accepted}/{judged} {good}, {paid} {proportional}",
                record.vendor.raw()
            )
        };
        found.records.iter().map(line).collect()
    }

    #[test]
    fn names_that_differ_in_case_or_width_are_one_vendor_and_currencies_are_apart() {
        let mut sample = Sample::new();
        for name in ["Other", "ACME Ltd", "acme  ltd", "ＡＣＭＥ Ltd"] {
            sample.award(|award| award.bought.chosen.vendor = name.into());
        }
        // What waits or is void is no record.
        sample.award(needs_approval);
        let void = sample.award(|_| {});
        sample.void(void);
        sample.award(|award| in_currency(award, "JPY"));
        assert_eq!(
            written(&sample),
            [
                "ACME Ltd: 3 270.00 75 %, 0 0/0 - 0/0 -, 0.00 0.00",
                "Other: 1 90.00 25 %, 0 0/0 - 0/0 -, 0.00 0.00",
                "Hongda: 1 9000 100 %, 0 0/0 - 0/0 -, 0 0",
            ]
        );
        let none = Vendors::of(&sample.books, None, (Some(day("2026-11-03")), None), day("2026-11-20")).unwrap();
        assert!(none.records.is_empty());
    }

    #[test]
    fn deliveries_count_where_they_can_be_judged() {
        let mut sample = Sample::new();
        let mut award = |needed: Option<&str>, promised: Option<&str>| {
            sample.award(|award| {
                award.bought.needed_by = needed.map(day);
                award.bought.chosen.delivery = promised.map(day);
            })
        };
        let awards = [
            // Receipts of the sample are of 2026-11-20.
            award(Some("2026-11-20"), Some("2026-11-01")),
            award(Some("2026-11-19"), Some("2026-11-30")),
            award(None, Some("2026-11-20")),
            award(None, None),
        ];
        let last = award(None, None);
        for seq in awards {
            sample.receive(seq, "5", "50.00");
        }
        sample.refuse(last, "12", "108.00");
        let void = sample.receive(last, "1", "9.00");
        sample.void(void);
        // Five of the second award had to be there and are not. 4 × 45.00 for what counts; 200.00 and 108.00 paid.
        assert_eq!(written(&sample), ["Hongda: 5 450.00 100 %, 5 2/4 50 4/5 80, 308.00 180.00"]);
    }
}
