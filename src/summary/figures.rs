//! What several awards of one currency come to.

use super::line::Line;
use crate::rule::recommend::Savings;
use crate::value::currency::Currency;
use crate::value::money::Money;

/// What an award is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Baseline {
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
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 5] = [Self::Budget, Self::Median, Self::Highest, Self::LastPrice, Self::FirstOffer];

    /// Returns the baseline's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Median => "median",
            Self::Highest => "highest",
            Self::LastPrice => "last_price",
            Self::FirstOffer => "first_offer",
        }
    }

    /// Returns what is saved against it.
    #[must_use]
    pub const fn of(self, savings: &Savings) -> Option<Money> {
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
pub struct Sum {
    /// How many have one.
    pub awards: u64,
    /// What they come to; `None` where none has one.
    pub amount: Option<Money>,
}

/// A sum for each baseline. They are never added to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Against {
    budget: Sum,
    median: Sum,
    highest: Sum,
    last_price: Sum,
    first_offer: Sum,
}

/// What several awards of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Figures {
    /// How many awards.
    pub awards: u64,
    /// How many of them have a receipt that counts.
    pub received: u64,
    /// The budgets.
    pub budget: Sum,
    /// The awards' totals.
    pub awarded: Money,
    /// What was saved at award.
    pub negotiated: Against,
    /// What was saved on what was delivered and paid.
    pub realised: Against,
    /// What was paid.
    pub paid: Money,
    /// What is still to be delivered and paid.
    pub committed: Money,
    /// What the cheapest admitted offers would have saved more.
    pub missed: Sum,
}

impl Sum {
    fn add(&mut self, amount: Option<Money>) -> Option<()> {
        let Some(amount) = amount else { return Some(()) };
        let sum = match self.amount {
            Some(sum) => sum.plus(amount)?,
            None => amount,
        };
        *self = Self { awards: self.awards.checked_add(1)?, amount: Some(sum) };
        Some(())
    }
}

impl Against {
    /// Returns the sum of a baseline.
    #[must_use]
    pub const fn sum(&self, baseline: Baseline) -> Sum {
        match baseline {
            Baseline::Budget => self.budget,
            Baseline::Median => self.median,
            Baseline::Highest => self.highest,
            Baseline::LastPrice => self.last_price,
            Baseline::FirstOffer => self.first_offer,
        }
    }

    fn add(&mut self, savings: &Savings) -> Option<()> {
        self.budget.add(savings.budget)?;
        self.median.add(savings.median)?;
        self.highest.add(savings.highest)?;
        self.last_price.add(savings.last_price)?;
        self.first_offer.add(savings.first_offer)
    }
}

impl Figures {
    /// Returns the figures of no award.
    #[must_use]
    pub fn none(currency: Currency) -> Self {
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
            missed: Sum::default(),
        }
    }

    /// Adds an award of the same currency; `None` where a sum is too large.
    #[must_use]
    pub fn add(&mut self, line: &Line) -> Option<()> {
        self.awards = self.awards.checked_add(1)?;
        self.received = self.received.checked_add(u64::from(line.counted().next().is_some()))?;
        self.budget.add(line.budget)?;
        self.awarded = self.awarded.plus(line.awarded)?;
        self.negotiated.add(&line.negotiated)?;
        self.realised.add(&line.realised)?;
        self.paid = self.paid.plus(line.paid)?;
        self.committed = self.committed.plus(line.committed)?;
        self.missed.add(line.missed)
    }
}
