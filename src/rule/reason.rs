//! Reasons as types: why a quote has its outcome, with the figures that show it.

use super::dataset::quotes::{ItemId, QuoteId};
use super::decision::{Decision, DecisionKind, Fate, Outcome};
use super::offer::gate::Rejection;
use super::offer::grade::Grade;
use super::offer::supersede::Superseded;
use super::rank::Step;
use super::recommendation::Recommendation;
use super::tie::draw;
use crate::policy::Ties;
use crate::value::column::Column;
use crate::value::money::{Decimal, Money, within_tolerance};
use crate::value::source::Digest;

/// Why a quote has its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason<'r> {
    /// It lost to the offer of another quote.
    Lost { to: QuoteId, by: Comparison<'r> },
    /// It is recommended, and the deciding step parted it from the second.
    Won { over: QuoteId, by: Comparison<'r> },
    /// It is recommended; the second fell out at another step than the deciding one.
    Best(Best<'r>),
    /// It is recommended, the only admitted offer among so many quotes.
    OnlyOffer { total: Money, quotes: usize },
    /// A person decides whether its grade is worth its price. Grades are `None` for offers that state no quality.
    TradeOff { grade: Option<String> },
    /// A person decides among equals.
    Tie,
    /// It took no part.
    Rejected { quote: QuoteId, why: Rejection },
    /// Another quote of its vendor counts instead; with what the two state, where that is a figure.
    Superseded { how: Superseded, own: Option<String>, other: Option<String> },
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

/// What a comparison needs of an offer.
#[derive(Debug, Clone, Copy)]
struct Offer {
    quote: QuoteId,
    total: Money,
    grade: Grade,
}

impl Recommendation {
    /// Returns why a quote of an item has its outcome.
    pub(crate) fn reason(&self, decision: &Decision, outcome: &Outcome) -> Reason<'_> {
        match outcome.fate {
            Fate::Candidate if decision.kind == DecisionKind::TradeOff => {
                Reason::TradeOff { grade: self.grade_name(outcome.quote) }
            }
            Fate::Candidate => Reason::Tie,
            Fate::Lost(step, to) => Reason::Lost { to, by: self.comparison(decision.item, step, outcome.quote, to) },
            Fate::Recommended => self.reason_of_award(decision, outcome),
            Fate::Rejected(why) => Reason::Rejected { quote: outcome.quote, why },
            Fate::Superseded(how) => self.reason_of_superseded(decision.item, outcome.quote, how),
        }
    }

    fn reason_of_superseded(&self, item: ItemId, quote: QuoteId, how: Superseded) -> Reason<'_> {
        let quotes = &self.dataset().quotes;
        let (own, other) = match how {
            Superseded::Duplicate(_) => (None, None),
            Superseded::EarlierRound(by) => {
                let round = |quote| quotes.whole(Column::Round, quote).map(|round| round.to_string());
                (round(quote), round(by))
            }
            Superseded::PriceBreak(by) => {
                let units = self.costed(item, |costing| costing.units(by).ok());
                let from = quotes.decimal(Column::FromQuantity, quote).unwrap_or(Decimal::ZERO);
                (Some(from.to_string()), units.map(|units| units.to_string()))
            }
        };
        Reason::Superseded { how, own, other }
    }

    /// The deciding step, held against the second where the two differ in it.
    fn reason_of_award(&self, decision: &Decision, outcome: &Outcome) -> Reason<'_> {
        let step = decision.decided_by.expect("an award was decided by a step");
        let own = self.offer(decision.item, outcome.quote);
        if step == Step::OnlyOffer {
            return Reason::OnlyOffer { total: own.total, quotes: decision.outcomes.len() };
        }
        // Places are in order, so that the second is among the first outcomes.
        let second = decision.outcomes.iter().take(2).find(|outcome| outcome.rank == Some(2));
        match second.filter(|second| self.is_true_of(decision.item, step, own, second)) {
            Some(second) => {
                let by = self.comparison(decision.item, step, own.quote, second.quote);
                Reason::Won { over: second.quote, by }
            }
            None => Reason::Best(self.best(decision.item, step, own)),
        }
    }

    /// Says whether a step is true of the recommended offer and another.
    fn is_true_of(&self, item: ItemId, step: Step, own: Offer, other: &Outcome) -> bool {
        // A fallen grade lost to the cheapest of a better one, which need not be the one recommended.
        let matches_in_price = || {
            let other = self.offer(item, other.quote);
            within_tolerance(own.total.minor(), other.total.minor(), self.policy().price.tolerance)
        };
        matches!(other.fate, Fate::Lost(at, _) if at == step) && (step != Step::BetterForLess || matches_in_price())
    }

    fn comparison(&self, item: ItemId, step: Step, own: QuoteId, other: QuoteId) -> Comparison<'_> {
        let (own, other) = (self.offer(item, own), self.offer(item, other));
        let name = |offer: Offer| offer.grade.name(&self.policy().quality.scheme);
        match step {
            Step::Price => Comparison::Price { own: own.total, other: other.total },
            Step::ExactPrice => Comparison::ExactPrice { own: own.total, other: other.total },
            Step::BetterForLess => Comparison::BetterForLess { own: own.total, other: other.total },
            Step::Quality => Comparison::Quality { own: name(own), other: name(other) },
            Step::Service => {
                let quotes = &self.dataset().quotes;
                let mut criteria = 0..self.policy().service.len();
                let differs = |at: &usize| quotes.criterion(*at, own.quote) != quotes.criterion(*at, other.quote);
                let criterion = criteria.find(differs).expect("their services differ");
                let value = |offer: Offer| quotes.criterion_text(criterion, offer.quote);
                Comparison::Service { criterion, own: value(own), other: value(other) }
            }
            Step::Name => Comparison::Name { own: self.vendor(own.quote).raw(), other: self.vendor(other.quote).raw() },
            Step::Draw => Comparison::Draw { own: self.drawn(item, own), other: self.drawn(item, other) },
            Step::OnlyOffer => unreachable!("an only offer is held against none"),
        }
    }

    fn best(&self, item: ItemId, step: Step, own: Offer) -> Best<'_> {
        match step {
            Step::Price => Best::Price(own.total),
            Step::ExactPrice => Best::ExactPrice(own.total),
            Step::BetterForLess => Best::BetterForLess(own.total),
            Step::Quality => Best::Quality(own.grade.name(&self.policy().quality.scheme)),
            Step::Service => Best::Service,
            Step::Name => Best::Name(self.vendor(own.quote).raw()),
            Step::Draw => Best::Draw(self.drawn(item, own)),
            Step::OnlyOffer => unreachable!("an only offer is the best of none"),
        }
    }

    /// Looks an admitted offer up; a million losers of an item are each held against another one.
    fn offer(&self, item: ItemId, quote: QuoteId) -> Offer {
        let total = self.total(item, quote).expect("an admitted offer has a price");
        Offer { quote, total, grade: self.grade(quote) }
    }

    fn drawn(&self, item: ItemId, offer: Offer) -> Digest {
        let Ties::Draw(seed) = &self.policy().ties else { unreachable!("only a draw decides by a draw") };
        draw(seed, &self.request(item), self.vendor(offer.quote))
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
            Self::Rejected { why, .. } => Some(why.name()),
            Self::Superseded { how, .. } => Some(how.name()),
        }
    }

    /// Returns the quote that it is held against.
    pub(crate) fn other(&self) -> Option<QuoteId> {
        match self {
            Self::Lost { to: other, .. } | Self::Won { over: other, .. } => Some(*other),
            Self::Superseded { how, .. } => Some(how.by()),
            Self::Best(_) | Self::OnlyOffer { .. } | Self::TradeOff { .. } | Self::Tie | Self::Rejected { .. } => None,
        }
    }

    /// Returns the place of the service criterion that decided.
    pub(crate) fn criterion(&self) -> Option<usize> {
        if let Self::Lost { by, .. } | Self::Won { by, .. } = self
            && let Comparison::Service { criterion, .. } = by
        {
            return Some(*criterion);
        }
        None
    }

    /// Returns the quote's own figure and the one that it is held against.
    pub(crate) fn figures(&self, recommendation: &Recommendation) -> (Option<String>, Option<String>) {
        match self {
            Self::Lost { by, .. } | Self::Won { by, .. } => by.figures(),
            Self::Best(best) => (best.figure(), None),
            Self::OnlyOffer { total, .. } => (Some(total.to_string()), None),
            Self::Rejected { quote, why } => why.figures(recommendation, *quote),
            Self::Superseded { own, other, .. } => (own.clone(), other.clone()),
            Self::TradeOff { .. } | Self::Tie => (None, None),
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
