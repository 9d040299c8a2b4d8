//! Reasons as types: why a quote has its outcome, with the figures that show it.

use super::tie::draw;
use super::decide::{Decision, Fate, Outcome};
use super::quotes::QuoteId;
use super::recommendation::Recommendation;
use crate::policy::Ties;
use crate::rule::gate::Rejection;
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
        /// The other quote; `None` where the step did not part this quote from the second.
        other: Option<QuoteId>,
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
        /// The quote that it repeats.
        of: QuoteId,
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

impl Recommendation {
    /// Returns why a quote has its outcome; `None` for a candidate, which a person has yet to decide on.
    #[must_use]
    pub fn reason(&self, decision: &Decision, outcome: &Outcome) -> Option<Reason> {
        match outcome.fate {
            Fate::Candidate => None,
            Fate::Lost(step, other) => Some(self.compared(decision, step, outcome, Some(decision.outcome(other)), false)),
            Fate::Recommended => Some(self.reason_of_award(decision, outcome)),
            Fate::Rejected(rejection) => Some(Reason::Rejected(rejection)),
            Fate::Duplicate(of) => Some(Reason::Duplicate { of }),
        }
    }

    /// The deciding step, held against the second where that step parts the two.
    fn reason_of_award(&self, decision: &Decision, own: &Outcome) -> Reason {
        let step = decision.decided_by.expect("an offer is recommended at a step");
        let second = decision.outcomes.iter().find(|outcome| outcome.rank == Some(2));
        self.compared(decision, step, own, second.filter(|second| self.is_true_of(step, own, second)), true)
    }

    /// Says whether a step is true of the recommended offer and another.
    fn is_true_of(&self, step: Step, own: &Outcome, other: &Outcome) -> bool {
        let (Some(own), Some(total)) = (own.total, other.total) else { return false };
        // A fallen grade lost to the cheapest of a better one, which need not be the one recommended.
        matches!(other.fate, Fate::Lost(at, _) if at == step)
            && (step != Step::BetterForLess
                || within_tolerance(own.minor(), total.minor(), self.policy().price.tolerance))
    }

    fn compared(&self, decision: &Decision, step: Step, own: &Outcome, other: Option<&Outcome>, won: bool) -> Reason {
        let own_total = own.total.expect("an admitted offer has a total");
        let other_total = other.and_then(|other| other.total);
        let grade = |outcome: &Outcome| outcome.grade.name(&self.policy().quality.scheme);
        let vendor = |outcome: &Outcome| self.vendor(outcome.quote);
        let figure = match step {
            Step::Price => Figure::Price(own_total, other_total),
            Step::ExactPrice => Figure::ExactPrice(own_total, other_total),
            Step::BetterForLess => Figure::BetterForLess(own_total, other_total),
            Step::Quality => Figure::Quality(grade(own), other.map(grade)),
            Step::Service => {
                let criterion = other.and_then(|other| self.differing_criterion(own.quote, other.quote));
                let value = |outcome: &Outcome| self.dataset().quotes.criterion_text(criterion?, outcome.quote);
                Figure::Service { criterion, own: value(own), other: other.and_then(value) }
            }
            Step::Name => Figure::Name(vendor(own).to_owned(), other.map(|other| vendor(other).to_owned())),
            Step::Draw => {
                let request = self.request(decision.item);
                let Ties::Draw(seed) = &self.policy().ties else { unreachable!("only a draw decides by a draw") };
                let lot = |outcome: &Outcome| draw(seed, &request, vendor(outcome));
                Figure::Draw(lot(own), other.map(lot))
            }
            Step::OnlyOffer => return Reason::OnlyOffer { total: own_total },
        };
        Reason::Compared { figure, won, other: other.map(|other| other.quote) }
    }

    /// Returns the first service criterion in which two quotes differ.
    fn differing_criterion(&self, own: QuoteId, other: QuoteId) -> Option<usize> {
        let value = |criterion, quote| self.dataset().quotes.criterion(criterion, quote);
        (0..self.policy().service.len()).find(|criterion| value(*criterion, own) != value(*criterion, other))
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
