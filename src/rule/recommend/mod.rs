//! Rankings to a recommendation: per item a decision, for every quote its outcome, savings, notes, evidence.

mod decide;
mod reason;
mod savings;
mod tie;

use crate::policy::Policy;
use crate::read::Book;
use crate::rule::cost;
use crate::rule::note::Note;
use crate::rule::rank::Step;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money};

pub(crate) use self::reason::{Best, Comparison, Reason};
pub use self::savings::{Savings, Totals};

/// The result of a comparison.
#[derive(Debug)]
pub struct Recommendation<'a> {
    book: Book<'a>,
    policy: Policy,
    as_of: Date,
    decisions: Vec<Decision>,
    totals: Totals,
}

/// What is decided for an item, and what became of each of its quotes.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The decision.
    pub kind: DecisionKind,
    /// The step that decided, where an offer is recommended.
    pub decided_by: Option<Step>,
    /// Numbers of the quotes among which a person decides; best grade first, then by vendor.
    pub candidates: Vec<u32>,
    /// What happens if the recommended offer withdraws.
    pub if_withdrawn: Option<Withdrawal>,
    /// The window of the same price, where the policy has a tolerance and an offer is recommended.
    pub window: Option<PriceWindow>,
    /// What became of each quote, in the order of the result.
    pub outcomes: Vec<Outcome>,
    /// What is worth a word.
    pub(crate) notes: Vec<Note>,
}

/// The decision for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// The offer of a quote is chosen, by its number.
    Recommended(u32),
    /// Offers of several grades are worth their prices; a person decides.
    TradeOff,
    /// Offers are equal in everything; a person decides.
    Tie,
    /// No offer was admitted.
    None,
}

/// What the rule would decide without the recommended offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The decision then.
    pub kind: DecisionKind,
    /// The candidates then.
    pub candidates: Vec<u32>,
}

/// The totals that are the same price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceWindow {
    /// The number of the quote that sets it, the cheapest of the group.
    pub set_by: u32,
    /// The largest total inside.
    pub up_to: Money,
}

/// What a step up in quality costs, between two neighbouring grades of a trade-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    /// The number of the lower grade's quote.
    pub from: u32,
    /// The number of the better grade's quote.
    pub to: u32,
    /// The difference of the totals.
    pub amount: Money,
    /// The same in percent of the lower grade's total; `None` where that is 0.
    pub percent: Option<Decimal>,
}

/// What became of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The quote's number.
    pub quote: u32,
    /// Its place, from 1; 0 where it has none.
    pub rank: u32,
    /// Its place within its grade, from 1; 0 where it took no part.
    pub grade_rank: u32,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a quote, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is one of several among which a person decides.
    Candidate,
    /// It lost at a step to the offer of another quote.
    Lost(Step, u32),
    /// It is the one recommended.
    Recommended,
    /// It took no part; [`Recommendation::reason`] says why not.
    Rejected,
    /// It repeats another quote in every cell.
    Duplicate(u32),
}

impl Decision {
    /// Returns the quotes of the place behind the recommended or tied ones; none where that has no place.
    #[must_use]
    pub fn runners_up(&self) -> Vec<u32> {
        let is_first = |outcome: &&Outcome| outcome.rank == 1;
        let next = u32::try_from(self.outcomes.iter().filter(is_first).count()).unwrap_or(u32::MAX).saturating_add(1);
        if next == 1 {
            return Vec::new();
        }
        let runners = self.outcomes.iter().filter(|outcome| outcome.rank == next);
        runners.map(|outcome| outcome.quote).collect()
    }
}

impl Fate {
    /// Returns the outcome's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Lost(..) => "lost",
            Self::Recommended => "recommended",
            Self::Rejected => "rejected",
            Self::Duplicate(_) => "superseded",
        }
    }
}

impl DecisionKind {
    /// Returns the decision's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recommended(_) => "recommended",
            Self::TradeOff | Self::Tie => "refer",
            Self::None => "none",
        }
    }

    /// Returns why the decision is referred, where it is.
    #[must_use]
    pub const fn refer_because(self) -> Option<&'static str> {
        match self {
            Self::TradeOff => Some("trade-off"),
            Self::Tie => Some("tie"),
            Self::Recommended(_) | Self::None => None,
        }
    }
}

/// Compares the quotes of a book by a policy, on a day.
#[must_use]
pub fn recommend(book: Book<'_>, policy: Policy, as_of: Date) -> Recommendation<'_> {
    let (decisions, totals) = decide::all(&book, &policy, as_of);
    Recommendation { book, policy, as_of, decisions, totals }
}

impl<'a> Recommendation<'a> {
    /// Returns what was read.
    #[must_use]
    pub const fn book(&self) -> &Book<'a> {
        &self.book
    }

    /// Returns the policy that was applied.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the day that stands for today.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns the decisions, one an item, in the order of the result.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Returns the sums over all items.
    #[must_use]
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Returns what a quote of an item costs for its quantity; `None` where it names no price.
    #[must_use]
    pub fn total(&self, item: usize, quote: u32) -> Option<Money> {
        cost::total(self.book.quote(quote)?, self.book.requests().get(item)?, self.book.currency())
    }

    /// Returns the name of a quote's grade; `None` where it states no quality.
    #[must_use]
    pub fn grade(&self, quote: u32) -> Option<String> {
        let scheme = &self.policy.quality.scheme;
        cost::Grade::of(self.book.quote(quote)?, scheme).name(scheme)
    }

    /// Returns what each step up in quality costs, the lowest grade first; none unless there is a trade-off.
    #[must_use]
    pub fn step_ups(&self, item: usize) -> Vec<StepUp> {
        let trade_off = self.decisions.get(item).filter(|decision| decision.kind == DecisionKind::TradeOff);
        let candidates = trade_off.map_or(&[] as &[u32], |decision| &decision.candidates);
        let grade =
            |quote: &u32| self.book.quote(*quote).map(|quote| cost::Grade::of(quote, &self.policy.quality.scheme));
        let firsts = candidates.chunk_by(|a, b| grade(a) == grade(b)).filter_map(|group| group.first().copied());
        let firsts: Vec<u32> = firsts.collect();
        let step = |pair: &[u32]| {
            let &[to, from] = pair else { return None };
            let (lower, upper) = (self.total(item, from)?, self.total(item, to)?);
            let amount = upper.minus(lower)?;
            Some(StepUp { from, to, amount, percent: amount.percent_of(lower) })
        };
        firsts.windows(2).rev().filter_map(step).collect()
    }

    /// Returns the savings of an item's decision.
    #[must_use]
    pub fn savings(&self, item: usize) -> Savings {
        self.decisions.get(item).map(|decision| Savings::of(&self.book, item, decision)).unwrap_or_default()
    }

    /// Returns an item's budget minus the award's total, without the other savings.
    #[must_use]
    pub fn under_budget(&self, item: usize) -> Option<Money> {
        self.decisions.get(item).and_then(|decision| savings::under_budget(&self.book, item, decision))
    }

    /// Returns a quote's vendor as shown.
    #[must_use]
    pub fn vendor(&self, quote: u32) -> &crate::value::untrusted::Untrusted {
        self.book
            .quote(quote)
            .map_or(const { &crate::value::untrusted::Untrusted::EMPTY }, |quote| self.book.vendor(quote))
    }
}
