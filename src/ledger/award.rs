//! An award: the accepted offer, what it was compared with, and the recommendation behind it.

use serde::{Deserialize, Serialize};

use super::entry::{Flag, Seq};
use super::purchase::{PurchaseId, PurchaseIds};
use crate::rule::gate;
use crate::rule::recommend::{DecisionKind, Fate, Outcome, Recommendation, Savings};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Limit, Money, Quantity, UnitPrice};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// An award of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// The day of the decision.
    pub on: Date,
    /// The recommendation that it accepts or overrides.
    pub recommendation: Evidence,
    /// What was bought, and how it was decided.
    #[serde(rename = "award")]
    pub bought: Bought,
    /// What is saved against each baseline.
    pub savings: Savings,
    /// Why a person overrode the rule or replaced an earlier award.
    pub reason: Option<Untrusted>,
    /// The earlier award of the same purchase that this one replaces.
    #[serde(rename = "target")]
    pub supersedes: Option<Seq>,
}

/// The recommendation behind an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The day of the comparison.
    pub as_of: Date,
    /// The SHA-256 of the policy as understood.
    pub policy_sha256: Digest,
    /// The SHA-256 of the recommendation's bytes.
    pub sha256: Digest,
}

/// What was bought, and how it was decided. Totals are in the minor unit of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bought {
    /// How many offers were admitted.
    pub admitted: u32,
    /// Awards above this amount need an approval.
    pub approval_above: Option<Limit>,
    /// Who or what chose the offer.
    pub basis: Basis,
    /// The request's budget.
    pub budget: Option<Money>,
    /// The request's category.
    pub category: Option<Untrusted>,
    /// The accepted offer.
    pub chosen: Chosen,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The step of the rule that decided, where it did.
    pub decided_by: Option<String>,
    /// What the recommendation decided: `recommended`, `refer` or `none`.
    pub decision: String,
    /// The request's department.
    pub department: Option<Untrusted>,
    /// The item.
    pub item: Untrusted,
    /// The unit price last paid.
    pub last_price: Option<UnitPrice>,
    /// The item's lot.
    pub lot: Option<Untrusted>,
    /// Every quote of a lower total, and why it was not accepted.
    pub lower: Vec<NotTaken>,
    /// How much cheaper the cheapest admitted offer is; `None` where it is no cheaper.
    pub missed: Option<Money>,
    /// The day by which the item is needed.
    pub needed_by: Option<Date>,
    /// The request's period.
    pub period: Option<Untrusted>,
    /// What may be awarded only once.
    pub purchase: PurchaseId,
    /// How much was ordered.
    pub quantity: Quantity,
    /// Why the price of a single offer is reasonable.
    pub reasonable: Option<Untrusted>,
    /// The vendor that the rule recommended, where it is another one.
    pub recommended: Option<Untrusted>,
    /// The number of the request.
    pub request: Option<Untrusted>,
    /// The unit of the quantity.
    pub unit: Option<Untrusted>,
}

/// The accepted offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The promised day of delivery, counted from the day of the decision.
    pub delivery: Option<Date>,
    /// The file that it was read from.
    pub file: Option<Untrusted>,
    /// The grade of its quality.
    pub grade: Option<String>,
    /// Its outcome in the recommendation: `recommended`, `candidate`, `lost` or `rejected`.
    pub outcome: String,
    /// Its row in the file.
    pub row: Option<u32>,
    /// The step or gate that decided its outcome.
    pub step: Option<String>,
    /// The price of the whole quantity.
    pub total: Money,
    /// The price of one.
    pub unit_price: UnitPrice,
    /// The vendor.
    pub vendor: Untrusted,
}

/// A quote of a lower total that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotTaken {
    /// Its outcome in the recommendation.
    pub outcome: String,
    /// The step or gate at which it lost; `None` for a candidate.
    pub step: Option<String>,
    /// The price of the whole quantity.
    pub total: Money,
    /// The vendor.
    pub vendor: Untrusted,
}

/// Who or what chose the offer of an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The rule.
    Rule,
    /// A person, among the candidates of an item that the rule referred.
    Choice,
    /// A person, against the rule.
    Override,
    /// A person, who took an offer that a gate had rejected.
    DespiteGate,
}

impl Basis {
    /// Returns the code in entries and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Choice => "choice",
            Self::Override => "override",
            Self::DespiteGate => "despite-gate",
        }
    }

    /// Where the rule refers the item, a quote that is not a candidate has lost by the rule as well.
    const fn of(fate: Fate) -> Self {
        match fate {
            Fate::Recommended => Self::Rule,
            Fate::Candidate => Self::Choice,
            Fate::Lost(..) => Self::Override,
            Fate::Rejected | Fate::Duplicate(_) => Self::DespiteGate,
        }
    }
}

/// What a person adds to a recommendation when awarding.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The day of the decision.
    pub on: Date,
    /// Why they override the rule or replace an earlier award.
    pub reason: Option<Untrusted>,
    /// Why the price of a single offer is reasonable.
    pub reasonable: Option<Untrusted>,
    /// The earlier award that is replaced.
    pub supersedes: Option<Seq>,
}

/// Makes awards out of one recommendation.
#[derive(Debug)]
pub struct AwardBuilder<'r, 'a> {
    recommendation: &'r Recommendation<'a>,
    evidence: Evidence,
    purchases: PurchaseIds,
}

impl<'r, 'a> AwardBuilder<'r, 'a> {
    /// Takes a recommendation and the SHA-256 of its bytes.
    #[must_use]
    pub fn new(recommendation: &'r Recommendation<'a>, sha256: Digest) -> Self {
        let evidence = Evidence {
            as_of: recommendation.as_of(),
            policy_sha256: crate::policy::digest(recommendation.policy()),
            sha256,
        };
        Self { recommendation, evidence, purchases: PurchaseIds::among(recommendation.book().requests()) }
    }

    /// Makes the award of an item to the vendor of a quote; `None` where there is no such quote or it names no price.
    #[must_use]
    pub fn award(&self, item: usize, quote: u32, terms: Terms) -> Option<Award> {
        let recommendation = self.recommendation;
        let book = recommendation.book();
        let request = book.requests().get(item)?;
        let decision = recommendation.decisions().get(item)?;
        let own = decision.outcomes.iter().find(|outcome| outcome.quote == quote)?;
        let chosen = self.chosen(item, own, terms.on)?;
        let admitted = decision.outcomes.iter().filter(|outcome| Basis::of(outcome.fate) != Basis::DespiteGate);
        let cheapest = admitted.clone().filter_map(|outcome| recommendation.total(item, outcome.quote)).min();
        let above = |cheapest| chosen.total.minus(cheapest).expect("totals have at most 25 digits");
        let recommended = match decision.kind {
            DecisionKind::Recommended(other) if other != quote => Some(recommendation.vendor(other).clone()),
            DecisionKind::Recommended(_) | DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
        };
        let bought = Bought {
            admitted: u32::try_from(admitted.count()).expect("quotes have numbers of 32 bits"),
            approval_above: recommendation.policy().approval_above,
            basis: Basis::of(own.fate),
            budget: request.budget,
            category: request.category.clone(),
            currency: book.currency(),
            decided_by: decision.decided_by.map(|step| step.name().to_owned()),
            decision: decision.kind.name().to_owned(),
            department: request.department.clone(),
            item: request.item.clone(),
            last_price: request.last_price,
            lot: request.lot.clone(),
            lower: self.lower(item, &decision.outcomes, quote, chosen.total),
            missed: cheapest.map(above).filter(|missed| missed.minor() > 0),
            needed_by: request.needed_by,
            period: request.period.clone(),
            purchase: self.purchases.of(request),
            quantity: request.quantity,
            reasonable: terms.reasonable,
            recommended,
            request: request.number.clone(),
            unit: request.unit.clone(),
            chosen,
        };
        Some(Award {
            on: terms.on,
            recommendation: self.evidence.clone(),
            savings: Savings::of_offer(book, item, decision, quote),
            bought,
            reason: terms.reason,
            supersedes: terms.supersedes,
        })
    }

    fn chosen(&self, item: usize, own: &Outcome, on: Date) -> Option<Chosen> {
        let recommendation = self.recommendation;
        let quote = recommendation.book().quote(own.quote)?;
        Some(Chosen {
            delivery: gate::delivery(quote, on).flatten(),
            file: recommendation.book().input_of(quote).map(|input| input.name.clone()),
            grade: recommendation.grade(own.quote),
            outcome: own.fate.name().to_owned(),
            row: Some(quote.row().row),
            step: self.step(item, own),
            total: recommendation.total(item, own.quote)?,
            unit_price: quote.unit_price()?,
            vendor: recommendation.vendor(own.quote).clone(),
        })
    }

    /// Lists the other quotes of a lower total, each with the step or gate at which it lost.
    fn lower(&self, item: usize, outcomes: &[Outcome], quote: u32, total: Money) -> Vec<NotTaken> {
        let recommendation = self.recommendation;
        let others = outcomes
            .iter()
            .filter(|outcome| outcome.quote != quote && !matches!(outcome.fate, Fate::Duplicate(_)))
            .filter_map(|outcome| Some((outcome, recommendation.total(item, outcome.quote)?)));
        let lower = others.filter(|(_, other)| *other < total).map(|(outcome, total)| NotTaken {
            outcome: outcome.fate.name().to_owned(),
            step: self.step(item, outcome),
            total,
            vendor: recommendation.vendor(outcome.quote).clone(),
        });
        lower.collect()
    }

    fn step(&self, item: usize, outcome: &Outcome) -> Option<String> {
        self.recommendation.reason(item, outcome).map(|reason| reason.step_name().to_owned())
    }
}

impl Award {
    /// Says whether the award counts only once another person has approved it.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.bought.approval_above.is_some_and(|limit| self.bought.chosen.total.exceeds(limit, self.bought.currency))
    }

    /// Returns the flags of the award by itself, sorted by name.
    #[must_use]
    pub fn flags(&self) -> Vec<Flag> {
        let Bought { admitted, budget, chosen, .. } = &self.bought;
        let flags = [
            (Flag::OverBudget, budget.is_some_and(|budget| chosen.total > budget)),
            (Flag::Pending, self.needs_approval()),
            (Flag::SingleOffer, *admitted <= 1),
        ];
        flags.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).collect()
    }
}
