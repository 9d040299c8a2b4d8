//! What several awards of one currency come to.

#![expect(clippy::arithmetic_side_effects, reason = "awards are counted, and entries fit 64 bits; amounts are checked")]

use super::line::Line;
use crate::rule::savings::Savings;
use crate::value::currency::Currency;
use crate::value::money::Money;

/// What an award is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Baseline {
    /// What could be spent.
    Budget,
    /// The median of the other admitted offers.
    Median,
    /// The highest of the other admitted offers.
    Highest,
    /// The unit price last paid, times the quantity.
    LastPrice,
    /// The chosen vendor's first offer.
    FirstOffer,
}

impl Baseline {
    pub(crate) const ALL: [Self; 5] = [Self::Budget, Self::Median, Self::Highest, Self::LastPrice, Self::FirstOffer];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Median => "median",
            Self::Highest => "highest",
            Self::LastPrice => "last_price",
            Self::FirstOffer => "first_offer",
        }
    }

    pub(crate) const fn of(self, savings: &Savings) -> Option<Money> {
        match self {
            Self::Budget => savings.budget,
            Self::Median => savings.median,
            Self::Highest => savings.highest,
            Self::LastPrice => savings.last_price,
            Self::FirstOffer => savings.first_offer,
        }
    }
}

/// A sum over those awards that have an amount to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub(crate) struct Sum {
    /// How many have one.
    pub(crate) awards: u64,
    /// What they come to; `None` where none has one.
    pub(crate) amount: Option<Money>,
}

/// A sum for each baseline. They are never added to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Against([Sum; Baseline::ALL.len()]);

/// What several awards of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Figures {
    pub(crate) awards: u64,
    /// How many of them have a receipt that counts.
    pub(crate) received: u64,
    pub(crate) budget: Sum,
    pub(crate) awarded: Money,
    /// What was saved at award.
    pub(crate) negotiated: Against,
    /// What was saved on the goods that count.
    pub(crate) realised: Against,
    pub(crate) paid: Money,
    /// What is still to be paid.
    pub(crate) committed: Money,
    /// What of it is for goods that are there.
    pub(crate) owed: Money,
    /// What was paid for goods that were refused, went back or were not ordered.
    pub(crate) apart: Money,
    /// What the cheapest admitted offers would have saved more.
    pub(crate) missed: Sum,
}

impl Sum {
    fn add(&mut self, amount: Option<Money>) -> Option<()> {
        if let Some(amount) = amount {
            self.amount = Some(self.amount.map_or(Some(amount), |sum| sum.plus(amount))?);
            self.awards += 1;
        }
        Some(())
    }
}

impl serde::Serialize for Against {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Baseline::ALL.map(|baseline| (baseline.name(), self.sum(baseline))))
    }
}

impl Against {
    pub(crate) const fn sum(&self, baseline: Baseline) -> Sum {
        self.0[baseline as usize]
    }

    fn add(&mut self, savings: &Savings) -> Option<()> {
        Baseline::ALL.into_iter().zip(&mut self.0).try_for_each(|(baseline, sum)| sum.add(baseline.of(savings)))
    }
}

impl Figures {
    pub(crate) fn none(currency: Currency) -> Self {
        let nothing = Money::from_minor(0, currency);
        Self {
            awards: 0,
            received: 0,
            budget: Sum::default(),
            awarded: nothing,
            negotiated: Against::default(),
            realised: Against::default(),
            paid: nothing,
            committed: nothing,
            owed: nothing,
            apart: nothing,
            missed: Sum::default(),
        }
    }

    /// Adds an award of the same currency; `None` where a sum is too large.
    pub(crate) fn add(&mut self, line: &Line) -> Option<()> {
        self.awards += 1;
        self.received += u64::from(line.counted().next().is_some());
        self.budget.add(line.budget)?;
        self.awarded = self.awarded.plus(line.awarded)?;
        self.negotiated.add(&line.negotiated)?;
        self.realised.add(&line.realised)?;
        self.paid = self.paid.plus(line.account.paid)?;
        self.committed = self.committed.plus(line.committed)?;
        self.owed = self.owed.plus(line.account.owed)?;
        self.apart = self.apart.plus(line.account.apart)?;
        self.missed.add(line.missed)
    }
}
