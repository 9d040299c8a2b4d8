//! What is decided for one item, and what became of each quote.

#![expect(clippy::arithmetic_side_effects, reason = "places of at most 2^32 quotes are counted, no amounts")]

use super::dataset::quotes::{ItemId, QuoteId};
use super::offer::gate::Rejection;
use super::offer::grade::Grade;
use super::offer::supersede::Superseded;
use super::rank::Step;
use crate::value::money::{Decimal, Money};

/// What is decided for an item, and what became of each of its quotes.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The item.
    pub item: ItemId,
    /// The decision.
    pub kind: DecisionKind,
    /// The step that decided, where an offer is recommended.
    pub decided_by: Option<Step>,
    /// The quotes among which a person decides; best grade first, then by vendor.
    pub candidates: Vec<QuoteId>,
    /// What happens if the recommended offer withdraws.
    pub if_withdrawn: Option<Withdrawal>,
    /// The window of the same price, where the policy has a tolerance and an offer is recommended.
    pub window: Option<PriceWindow>,
    /// What would be decided without the offer that sets the window, where that is another decision.
    pub without_window_setter: Option<Withdrawal>,
    /// What became of each quote, in the order of the result.
    pub outcomes: Vec<Outcome>,
}

/// The decision for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// The offer of a quote is chosen.
    Recommended(QuoteId),
    /// Offers of several grades are worth their prices; a person decides.
    TradeOff,
    /// Offers are equal in everything; a person decides.
    Tie,
    /// No offer was admitted.
    None,
}

/// What the rule would decide without one of the offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The decision then.
    pub kind: DecisionKind,
    /// The candidates then.
    pub candidates: Vec<QuoteId>,
}

/// The totals that are the same price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceWindow {
    /// The quote that sets it, the cheapest of the group.
    pub set_by: QuoteId,
    /// The largest total inside.
    pub up_to: Money,
}

/// What a step up in quality costs, between two neighbouring grades of a trade-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    /// The lower grade's quote.
    pub from: QuoteId,
    /// The better grade's quote.
    pub to: QuoteId,
    /// The difference of the totals.
    pub amount: Money,
    /// The same in percent of the lower grade's total; `None` where that is 0.
    pub percent: Option<Decimal>,
}

/// What became of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The quote.
    pub quote: QuoteId,
    /// What is compared: its total for the requested quantity, or where nobody states one its evaluated unit price. `None` where
    /// it names no price or cannot be evaluated.
    pub total: Option<Money>,
    /// Its class of quality.
    pub grade: Grade,
    /// Its place, from 1; `None` where a trade-off or a gate leaves it without one.
    pub rank: Option<u32>,
    /// Its place within its grade, from 1; `None` where it took no part.
    pub grade_rank: Option<u32>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a quote, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is one of several among which a person decides.
    Candidate,
    /// It lost at a step to the offer of another quote.
    Lost(Step, QuoteId),
    /// It is the one recommended.
    Recommended,
    /// It took no part.
    Rejected(Rejection),
    /// Another quote of its vendor counts instead.
    Superseded(Superseded),
}

impl Decision {
    /// Returns the outcome of a quote of the item.
    ///
    /// # Panics
    ///
    /// Panics if the quote is not one of the item's.
    #[must_use]
    pub fn outcome(&self, quote: QuoteId) -> &Outcome {
        self.outcomes.iter().find(|outcome| outcome.quote == quote).expect("every quote of an item has an outcome")
    }

    /// Returns the outcome of the recommended quote.
    #[must_use]
    pub fn recommended(&self) -> Option<&Outcome> {
        match self.kind {
            DecisionKind::Recommended(quote) => Some(self.outcome(quote)),
            DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
        }
    }

    /// Returns the quotes of the place behind the recommended or tied ones; none where that has no place.
    pub fn runners_up(&self) -> impl Iterator<Item = QuoteId> {
        let first = self.outcomes.iter().take_while(|outcome| outcome.rank == Some(1)).count();
        let next = u32::try_from(first + 1).ok().filter(|_| first > 0);
        let behind = self.outcomes[first..].iter();
        behind.take_while(move |outcome| next.is_some() && outcome.rank == next).map(|outcome| outcome.quote)
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
            Self::Rejected(_) => "rejected",
            Self::Superseded(_) => "superseded",
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
