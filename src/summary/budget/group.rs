//! A group of awards and budgets, and what they come to.

use super::super::line::Line;
use crate::ledger::Status;
use crate::read::BudgetRow;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Money};
use crate::value::untrusted::Untrusted;

/// Awards and budgets that have the same keys, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// What they have in common, in the order of what was asked for.
    pub(crate) keys: Vec<Key>,
    pub(crate) currency: Currency,
    pub(crate) figures: Figures,
}

/// What a group has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Named(Untrusted),
    /// The budget leaves it open: whatever no budget of its own covers.
    Rest,
    /// The awards say nothing of it.
    Unsaid,
}

impl Key {
    pub(super) fn new(name: Option<&Untrusted>, otherwise: Self) -> Self {
        name.map_or(otherwise, |name| Self::Named(name.clone()))
    }
}

/// What awards and budgets of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) awards: u64,
    /// What may be spent; `None` where no budget is known.
    pub(crate) budget: Option<Money>,
    /// What was paid, elsewhere included.
    pub(crate) paid: Money,
    /// What is ordered and still to be delivered and paid, elsewhere included.
    pub(crate) committed: Money,
    /// What awards that wait for an approval come to; it is part of no other figure.
    pub(crate) pending: Money,
    /// How many awards wait for an approval.
    pub(crate) pending_awards: u64,
    /// What of `paid` was not bought through the ledger.
    pub(crate) paid_elsewhere: Money,
    /// What of `committed` was not ordered through the ledger.
    pub(crate) committed_elsewhere: Money,
    /// What of `paid` and `committed` belongs to awards for which there is no budget.
    pub(crate) without_budget: Money,
}

/// How far a budget is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Less than 90 % is used.
    Within,
    /// From 90 % to all of it is used.
    Near,
    /// More than all of it is used.
    Over,
    NoBudget,
}

impl State {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Near => "near",
            Self::Over => "over",
            Self::NoBudget => "no-budget",
        }
    }
}

impl Figures {
    pub(super) const fn none(currency: Currency) -> Self {
        let nothing = Money::from_minor(0, currency);
        Self {
            awards: 0,
            budget: None,
            paid: nothing,
            committed: nothing,
            pending: nothing,
            pending_awards: 0,
            paid_elsewhere: nothing,
            committed_elsewhere: nothing,
            without_budget: nothing,
        }
    }

    /// Returns what is paid and committed; `None` on overflow.
    pub(crate) fn used(&self) -> Option<Money> {
        self.paid.plus(self.committed)
    }

    /// Returns what is left of the budget, which may be below 0; the inner `None` where no budget is known, the outer on
    /// overflow.
    #[expect(clippy::option_option, reason = "no budget is not an overflow")]
    pub(crate) fn left(&self) -> Option<Option<Money>> {
        let used = self.used()?;
        self.budget.map_or(Some(None), |budget| budget.minus(used).map(Some))
    }

    /// Returns what is paid and committed in percent of the budget, for show.
    pub(crate) fn percent(&self) -> Option<Decimal> {
        self.used()?.percent_of(self.budget?)
    }

    /// Says how far the budget is used; exact, whatever the percentage is rounded to.
    pub(crate) fn state(&self) -> State {
        let Some((budget, left)) = self.budget.zip(self.left().flatten()) else { return State::NoBudget };
        match left.minor() {
            ..0 => State::Over,
            // Where nothing may be spent and nothing is, there is nothing to warn of.
            _ if budget.minor() > 0 && left.minor() <= budget.minor().div_euclid(10) => State::Near,
            _ => State::Within,
        }
    }

    pub(super) fn add_budget(&mut self, row: &BudgetRow) -> Option<()> {
        self.add_to_budget(row.budget)?;
        self.paid = self.paid.plus(row.paid_elsewhere)?;
        self.paid_elsewhere = self.paid_elsewhere.plus(row.paid_elsewhere)?;
        self.committed = self.committed.plus(row.committed_elsewhere)?;
        self.committed_elsewhere = self.committed_elsewhere.plus(row.committed_elsewhere)?;
        Some(())
    }

    /// Adds an award that a budget of a file covers.
    pub(super) fn add_covered(&mut self, line: &Line) -> Option<()> {
        if line.status == Status::Pending {
            self.pending = self.pending.plus(line.awarded)?;
            self.pending_awards = self.pending_awards.checked_add(1)?;
            return Some(());
        }
        self.awards = self.awards.checked_add(1)?;
        self.paid = self.paid.plus(line.account.paid)?;
        self.committed = self.committed.plus(line.committed)?;
        Some(())
    }

    /// Adds an award with the budget that it brings along, where it does.
    pub(super) fn add_line(&mut self, line: &Line, budget: Option<Money>) -> Option<()> {
        self.add_covered(line)?;
        if line.counts() {
            match budget {
                Some(budget) => self.add_to_budget(budget)?,
                None => self.without_budget = self.without_budget.plus(line.account.paid)?.plus(line.committed)?,
            }
        }
        Some(())
    }

    fn add_to_budget(&mut self, budget: Money) -> Option<()> {
        self.budget = Some(self.budget.map_or(Some(budget), |sum| sum.plus(budget))?);
        Some(())
    }
}
