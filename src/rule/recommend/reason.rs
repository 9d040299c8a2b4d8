//! Reasons as types: why a quote has its outcome, with the figures that show it.

use super::tie::draw;
use super::{Decision, DecisionKind, Fate, Outcome, Recommendation};
use crate::policy::{Direction, Ties};
use crate::rule::gate::{self, Rejection};
use crate::rule::rank::Step;
use crate::value::money::{Money, within_tolerance};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// Why a quote has its outcome. `own` figures are the quote's, `other` ones those of the quote it is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The offers were held against each other at a step of the rule.
    Compared {
        /// What was compared.
        figure: Figure,
        /// Whether the quote won or lost.
        won: bool,
        /// The number of the other quote; `None` where the step did not part this quote from the second.
        other: Option<u32>,
    },
    /// It was the only admitted offer.
    OnlyOffer {
        /// Its total.
        total: Money,
    },
    /// It took no part.
    Rejected(Rejection),
    /// It repeats another quote in every cell.
    Duplicate {
        /// The number of the quote that it repeats.
        of: u32,
    },
}

/// What a step compares, for both offers; the other's is absent where there is no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Totals, of offers of the same quality.
    Price(Money, Option<Money>),
    /// Names of grades, at the same price; `None` inside for an offer without quality.
    Quality(Option<String>, Option<Option<String>>),
    /// Values of the first service criterion that differs, at the same quality and price.
    Service {
        /// The criterion, by its place in the policy; `None` where there is no other to differ from.
        criterion: Option<usize>,
        /// The quote's value.
        own: Option<String>,
        /// The other's value.
        other: Option<String>,
    },
    /// Totals within the tolerance, all else equal.
    ExactPrice(Money, Option<Money>),
    /// Lots drawn, all equal.
    Draw(Digest, Option<Digest>),
    /// Names, all equal.
    Name(Untrusted, Option<Untrusted>),
    /// Totals, of offers of different grades: the better grade costs the same or less.
    BetterForLess(Money, Option<Money>),
}

impl Recommendation<'_> {
    /// Returns why a quote of an item has its outcome; `None` for a candidate, which a person has yet to decide on.
    #[must_use]
    pub fn reason(&self, item: usize, outcome: &Outcome) -> Option<Reason> {
        match outcome.fate {
            Fate::Candidate => None,
            Fate::Lost(step, other) => self.compared(item, step, outcome.quote, Some(other), false),
            Fate::Recommended => self.reason_of_award(item, outcome.quote),
            Fate::Rejected => self.rejection(item, outcome.quote).map(Reason::Rejected),
            Fate::Duplicate(of) => Some(Reason::Duplicate { of }),
        }
    }

    /// Holds a quote against the gates once more: kept for each of a million quotes, the figures would fill the memory.
    fn rejection(&self, item: usize, quote: u32) -> Option<Rejection> {
        let (quote, request) = (self.book.quote(quote)?, self.book.requests().get(item)?);
        gate::admit(quote, request, &self.policy, self.as_of).err()
    }

    /// The deciding step, held against the second where that step parts the two.
    fn reason_of_award(&self, item: usize, quote: u32) -> Option<Reason> {
        let decision = self.decisions.get(item)?;
        let step = decision.decided_by?;
        if step == Step::OnlyOffer {
            return Some(Reason::OnlyOffer { total: self.total(item, quote)? });
        }
        let second = second(decision).filter(|second| self.parts(item, step, quote, *second));
        self.compared(item, step, quote, second, true)
    }

    /// Says whether a step is true of the recommended offer and another.
    fn parts(&self, item: usize, step: Step, own: u32, other: u32) -> bool {
        let lost_here = self.decisions.get(item).is_some_and(|decision| {
            let mut outcomes = decision.outcomes.iter();
            outcomes.any(|outcome| outcome.quote == other && matches!(outcome.fate, Fate::Lost(at, _) if at == step))
        });
        let (Some(own), Some(other)) = (self.total(item, own), self.total(item, other)) else { return false };
        // A fallen grade lost to the cheapest of a better one, which need not be the one recommended.
        lost_here
            && (step != Step::BetterForLess
                || within_tolerance(own.minor(), other.minor(), self.policy.price.tolerance))
    }

    fn compared(&self, item: usize, step: Step, own: u32, other: Option<u32>, won: bool) -> Option<Reason> {
        let total = |quote: u32| self.total(item, quote);
        let own_total = total(own)?;
        let other_total = other.and_then(total);
        let figure = match step {
            Step::Price => Figure::Price(own_total, other_total),
            Step::ExactPrice => Figure::ExactPrice(own_total, other_total),
            Step::BetterForLess => Figure::BetterForLess(own_total, other_total),
            Step::Quality => Figure::Quality(self.grade(own), other.map(|other| self.grade(other))),
            Step::Service => {
                let criterion = other.and_then(|other| self.differing_criterion(own, other));
                let value = |quote: u32| self.book.service_text(quote, criterion?);
                Figure::Service { criterion, own: value(own), other: other.and_then(value) }
            }
            Step::Name => Figure::Name(self.vendor(own).clone(), other.map(|other| self.vendor(other).clone())),
            Step::Draw => {
                let request = self.book.requests().get(item)?;
                let Ties::Draw(seed) = &self.policy.ties else { return None };
                let lot = |quote: u32| draw(seed, request, self.vendor(quote));
                Figure::Draw(lot(own), other.map(lot))
            }
            Step::OnlyOffer => return Some(Reason::OnlyOffer { total: own_total }),
        };
        Some(Reason::Compared { figure, won, other })
    }

    /// Returns the first service criterion in which two quotes differ.
    fn differing_criterion(&self, own: u32, other: u32) -> Option<usize> {
        let codes = self.book.service_codes(own).iter().zip(self.book.service_codes(other));
        codes.into_iter().position(|(own, other)| own != other)
    }

    /// Returns the direction of a service criterion, and its column's name.
    #[must_use]
    pub fn criterion(&self, place: usize) -> Option<(&str, Direction)> {
        self.policy.service.get(place).map(|criterion| (criterion.column.as_str(), criterion.direction))
    }
}

/// Returns the quote of the second place.
fn second(decision: &Decision) -> Option<u32> {
    match decision.kind {
        DecisionKind::Recommended(_) => {
            decision.outcomes.iter().find(|outcome| outcome.rank == 2).map(|second| second.quote)
        }
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    }
}

impl Reason {
    /// Returns the name of the step or gate in results.
    #[must_use]
    pub const fn step_name(&self) -> &'static str {
        match self {
            Self::Compared { figure, .. } => figure.step().name(),
            Self::OnlyOffer { .. } => Step::OnlyOffer.name(),
            Self::Rejected(rejection) => rejection.name(),
            Self::Duplicate { .. } => "duplicate",
        }
    }
}

impl Figure {
    /// Returns the step's name in results.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Price(..) => Step::Price,
            Self::Quality(..) => Step::Quality,
            Self::Service { .. } => Step::Service,
            Self::ExactPrice(..) => Step::ExactPrice,
            Self::Draw(..) => Step::Draw,
            Self::Name(..) => Step::Name,
            Self::BetterForLess(..) => Step::BetterForLess,
        }
    }

    /// Returns the quote's own figure as text.
    #[must_use]
    pub fn own(&self) -> Option<String> {
        match self {
            Self::Price(own, _) | Self::ExactPrice(own, _) | Self::BetterForLess(own, _) => Some(own.to_string()),
            Self::Quality(own, _) | Self::Service { own, .. } => own.clone(),
            Self::Draw(own, _) => Some(own.to_string()),
            Self::Name(own, _) => Some(own.raw().to_owned()),
        }
    }

    /// Returns the other's figure as text.
    #[must_use]
    pub fn other(&self) -> Option<String> {
        match self {
            Self::Price(_, other) | Self::ExactPrice(_, other) | Self::BetterForLess(_, other) => {
                other.map(|other| other.to_string())
            }
            Self::Quality(_, other) => other.clone().flatten(),
            Self::Service { other, .. } => other.clone(),
            Self::Draw(_, other) => other.map(|other| other.to_string()),
            Self::Name(_, other) => other.as_ref().map(|other| other.raw().to_owned()),
        }
    }
}
