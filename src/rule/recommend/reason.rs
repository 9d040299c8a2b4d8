//! Reasons as types: why a quote has its outcome, with the figures that show it.

use super::tie::draw;
use super::{Decision, DecisionKind, Fate, Outcome, Recommendation};
use crate::policy::{Scheme, Ties};
use crate::rule::gate::{self, Rejection};
use crate::rule::rank::Step;
use crate::value::money::{Money, within_tolerance};
use crate::value::source::Digest;

/// Why a quote has its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason<'r> {
    /// It lost to the offer of another quote.
    Lost { to: u32, by: Comparison<'r> },
    /// It is recommended, and the deciding step parted it from the second.
    Won { over: u32, by: Comparison<'r> },
    /// It is recommended; the second fell out at another step than the deciding one.
    Best(Best<'r>),
    /// It is recommended, the only admitted offer among so many quotes.
    OnlyOffer { total: Money, quotes: usize },
    /// A person decides whether its grade is worth its price. Grades are `None` for offers that state no quality.
    TradeOff { grade: Option<String> },
    /// A person decides among equals.
    Tie,
    /// It took no part.
    Rejected(Rejection),
    /// It repeats another quote in every cell.
    Duplicate { of: u32 },
}

/// Two offers held against each other at a step of the rule: `own` is the figure of the quote whose reason it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Comparison<'r> {
    Price {
        own: Money,
        other: Money,
    },
    Quality {
        own: Option<String>,
        other: Option<String>,
    },
    /// The first criterion that differs, by its place in the policy, and its values.
    Service {
        criterion: usize,
        own: Option<String>,
        other: Option<String>,
    },
    ExactPrice {
        own: Money,
        other: Money,
    },
    Draw {
        own: Digest,
        other: Digest,
    },
    Name {
        own: &'r str,
        other: &'r str,
    },
    BetterForLess {
        own: Money,
        other: Money,
    },
}

/// What made an offer the best of several, where that cannot be said of one other offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Best<'r> {
    Price(Money),
    Quality(Option<String>),
    Service,
    ExactPrice(Money),
    Draw(Digest),
    Name(&'r str),
    BetterForLess(Money),
}

impl Recommendation<'_> {
    /// Returns why a quote of an item has its outcome.
    pub(crate) fn reason(&self, item: usize, decision: &Decision, outcome: &Outcome) -> Reason<'_> {
        let quote = outcome.quote;
        match outcome.fate {
            Fate::Candidate if decision.kind == DecisionKind::TradeOff => Reason::TradeOff { grade: self.grade(quote) },
            Fate::Candidate => Reason::Tie,
            Fate::Lost(step, to) => Reason::Lost { to, by: self.comparison(item, step, quote, to) },
            Fate::Recommended => self.reason_of_award(item, decision, quote),
            Fate::Rejected => Reason::Rejected(self.rejection(item, quote)),
            Fate::Duplicate(of) => Reason::Duplicate { of },
        }
    }

    /// Holds a quote against the gates once more: kept for each of a million quotes, the figures would fill the memory.
    fn rejection(&self, item: usize, quote: u32) -> Rejection {
        let quote = self.book.quote(quote).expect("an outcome is of a quote");
        let admitted = gate::admit(quote, &self.book.requests()[item], &self.policy, self.as_of);
        admitted.expect_err("what a gate rejected once it rejects again")
    }

    /// The deciding step, held against the second where that step parts the two.
    fn reason_of_award(&self, item: usize, decision: &Decision, quote: u32) -> Reason<'_> {
        let step = decision.decided_by.expect("an award was decided by a step");
        if step == Step::OnlyOffer {
            return Reason::OnlyOffer { total: self.admitted(item, quote), quotes: decision.outcomes.len() };
        }
        let second = decision.outcomes.iter().find(|outcome| outcome.rank == 2);
        match second.filter(|second| self.parts(item, step, quote, second)) {
            Some(second) => Reason::Won { over: second.quote, by: self.comparison(item, step, quote, second.quote) },
            None => Reason::Best(self.best(item, step, quote)),
        }
    }

    /// Says whether a step is true of the recommended offer and another.
    fn parts(&self, item: usize, step: Step, own: u32, other: &Outcome) -> bool {
        // A fallen grade lost to the cheapest of a better one, which need not be the one recommended.
        let matches_in_price = || {
            let (own, other) = (self.admitted(item, own), self.admitted(item, other.quote));
            within_tolerance(own.minor(), other.minor(), self.policy.price.tolerance)
        };
        matches!(other.fate, Fate::Lost(at, _) if at == step) && (step != Step::BetterForLess || matches_in_price())
    }

    fn comparison(&self, item: usize, step: Step, own: u32, other: u32) -> Comparison<'_> {
        let total = |quote| self.admitted(item, quote);
        match step {
            Step::Price => Comparison::Price { own: total(own), other: total(other) },
            Step::ExactPrice => Comparison::ExactPrice { own: total(own), other: total(other) },
            Step::BetterForLess => Comparison::BetterForLess { own: total(own), other: total(other) },
            Step::Quality => Comparison::Quality { own: self.grade(own), other: self.grade(other) },
            Step::Service => {
                let mut codes = self.book.service_codes(own).iter().zip(self.book.service_codes(other));
                let criterion = codes.position(|(own, other)| own != other).expect("their services differ");
                let value = |quote| self.book.service_text(quote, criterion);
                Comparison::Service { criterion, own: value(own), other: value(other) }
            }
            Step::Name => Comparison::Name { own: self.vendor(own).raw(), other: self.vendor(other).raw() },
            Step::Draw => Comparison::Draw { own: self.drawn(item, own), other: self.drawn(item, other) },
            Step::OnlyOffer => unreachable!("an only offer is held against none"),
        }
    }

    fn best(&self, item: usize, step: Step, quote: u32) -> Best<'_> {
        match step {
            Step::Price => Best::Price(self.admitted(item, quote)),
            Step::ExactPrice => Best::ExactPrice(self.admitted(item, quote)),
            Step::BetterForLess => Best::BetterForLess(self.admitted(item, quote)),
            Step::Quality => Best::Quality(self.grade(quote)),
            Step::Service => Best::Service,
            Step::Name => Best::Name(self.vendor(quote).raw()),
            Step::Draw => Best::Draw(self.drawn(item, quote)),
            Step::OnlyOffer => unreachable!("an only offer is the best of none"),
        }
    }

    fn admitted(&self, item: usize, quote: u32) -> Money {
        self.total(item, quote).expect("an admitted offer has a price")
    }

    fn drawn(&self, item: usize, quote: u32) -> Digest {
        let Ties::Draw(seed) = &self.policy.ties else { unreachable!("only a draw decides by a draw") };
        draw(seed, &self.book.requests()[item], self.vendor(quote))
    }
}

/// Reasons in the stored form.
impl Reason<'_> {
    /// Returns the name of the step or gate; `None` where a person has yet to decide.
    pub(crate) fn step_name(&self) -> Option<&'static str> {
        match self {
            Self::Lost { by, .. } | Self::Won { by, .. } => Some(by.step().name()),
            Self::Best(best) => Some(best.step().name()),
            Self::OnlyOffer { .. } => Some(Step::OnlyOffer.name()),
            Self::TradeOff { .. } | Self::Tie => None,
            Self::Rejected(rejection) => Some(rejection.name()),
            Self::Duplicate { .. } => Some("duplicate"),
        }
    }

    /// Returns the quote that it is held against.
    pub(crate) fn other(&self) -> Option<u32> {
        match self {
            Self::Lost { to: other, .. } | Self::Won { over: other, .. } | Self::Duplicate { of: other } => {
                Some(*other)
            }
            Self::Best(_) | Self::OnlyOffer { .. } | Self::TradeOff { .. } | Self::Tie | Self::Rejected(_) => None,
        }
    }

    /// Returns the place of the service criterion that decided.
    pub(crate) fn criterion(&self) -> Option<usize> {
        match self {
            Self::Lost { by: Comparison::Service { criterion, .. }, .. }
            | Self::Won { by: Comparison::Service { criterion, .. }, .. } => Some(*criterion),
            _ => None,
        }
    }

    /// Returns the quote's own figure and the one that it is held against.
    pub(crate) fn figures(&self, scheme: &Scheme) -> (Option<String>, Option<String>) {
        match self {
            Self::Lost { by, .. } | Self::Won { by, .. } => by.figures(),
            Self::Best(best) => (best.figure(), None),
            Self::OnlyOffer { total, .. } => (Some(total.to_string()), None),
            Self::Rejected(rejection) => rejection.figures(scheme),
            Self::TradeOff { .. } | Self::Tie | Self::Duplicate { .. } => (None, None),
        }
    }
}

impl Comparison<'_> {
    fn step(&self) -> Step {
        match self {
            Self::Price { .. } => Step::Price,
            Self::Quality { .. } => Step::Quality,
            Self::Service { .. } => Step::Service,
            Self::ExactPrice { .. } => Step::ExactPrice,
            Self::Draw { .. } => Step::Draw,
            Self::Name { .. } => Step::Name,
            Self::BetterForLess { .. } => Step::BetterForLess,
        }
    }

    fn figures(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Price { own, other } | Self::ExactPrice { own, other } | Self::BetterForLess { own, other } => {
                (Some(own.to_string()), Some(other.to_string()))
            }
            Self::Quality { own, other } | Self::Service { own, other, .. } => (own.clone(), other.clone()),
            Self::Draw { own, other } => (Some(own.to_string()), Some(other.to_string())),
            Self::Name { own, other } => (Some((*own).to_owned()), Some((*other).to_owned())),
        }
    }
}

impl Best<'_> {
    fn step(&self) -> Step {
        match self {
            Self::Price(_) => Step::Price,
            Self::Quality(_) => Step::Quality,
            Self::Service => Step::Service,
            Self::ExactPrice(_) => Step::ExactPrice,
            Self::Draw(_) => Step::Draw,
            Self::Name(_) => Step::Name,
            Self::BetterForLess(_) => Step::BetterForLess,
        }
    }

    fn figure(&self) -> Option<String> {
        match self {
            Self::Price(total) | Self::ExactPrice(total) | Self::BetterForLess(total) => Some(total.to_string()),
            Self::Quality(grade) => grade.clone(),
            Self::Service => None,
            Self::Draw(drawn) => Some(drawn.to_string()),
            Self::Name(name) => Some((*name).to_owned()),
        }
    }
}
