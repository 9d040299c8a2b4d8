//! An award: the offer that was taken, what it was held against, and the evidence.

use serde::{Deserialize, Serialize};

use super::act::{Basis, Flag};
use super::purchase::{Purchase, Purchases};
use crate::rule::gate;
use crate::rule::recommend::{DecisionKind, Fate, Outcome, Recommendation, Savings};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Limit, Money, Quantity, UnitPrice};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// An award of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// The day of the decision.
    pub on: Date,
    /// The recommendation that it accepts or overrides.
    pub recommendation: Evidence,
    /// What was bought, and how it was decided.
    pub bought: Bought,
    /// What is saved against each baseline.
    pub savings: Savings,
    /// Why a person decided otherwise, or why an earlier award is replaced.
    pub reason: Option<Untrusted>,
    /// The earlier award of the same purchase that this one replaces.
    pub supersedes: Option<u64>,
}

/// The recommendation behind an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The day that stood for today.
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
    /// Awards above this amount wait for an approval.
    pub approval_above: Option<Limit>,
    /// On what the award rests.
    pub basis: Basis,
    /// What may be spent.
    pub budget: Option<Money>,
    /// For the summaries.
    pub category: Option<Untrusted>,
    /// The offer that was taken.
    pub chosen: Chosen,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The step of the rule that decided, where it did.
    pub decided_by: Option<String>,
    /// What the recommendation decided: `recommended`, `refer` or `none`.
    pub decision: String,
    /// For the summaries.
    pub department: Option<Untrusted>,
    /// The item.
    pub item: Untrusted,
    /// The unit price last paid.
    pub last_price: Option<UnitPrice>,
    /// Its lot.
    pub lot: Option<Untrusted>,
    /// Every quote of a lower total, and why it was not taken.
    pub lower: Vec<NotTaken>,
    /// What the cheapest admitted offer would have saved more; `None` where the award is as cheap.
    pub missed: Option<Money>,
    /// The day on which it must be there.
    pub needed_by: Option<Date>,
    /// For the summaries.
    pub period: Option<Untrusted>,
    /// The identity of the purchase.
    pub purchase: Purchase,
    /// How much was ordered.
    pub quantity: Quantity,
    /// The basis on which the price of a single offer is reasonable.
    pub reasonable: Option<Untrusted>,
    /// Whom the rule recommended, where that is another one.
    pub recommended: Option<Untrusted>,
    /// Number of the request.
    pub request: Option<Untrusted>,
    /// What one is.
    pub unit: Option<Untrusted>,
}

/// The offer that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The day of delivery that it promises, counted from the day of the decision.
    pub delivery: Option<Date>,
    /// The file that it was read from.
    pub file: Option<Untrusted>,
    /// Its grade.
    pub grade: Option<String>,
    /// What the recommendation said of it: `recommended`, `candidate`, `lost` or `rejected`.
    pub outcome: String,
    /// Its row.
    pub row: Option<u32>,
    /// The step or gate at which it had lost.
    pub step: Option<String>,
    /// Its total.
    pub total: Money,
    /// Its price.
    pub unit_price: UnitPrice,
    /// Who it is.
    pub vendor: Untrusted,
}

/// A quote of a lower total that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotTaken {
    /// What the recommendation said of it.
    pub outcome: String,
    /// The step or gate at which it had lost; `None` for a candidate.
    pub step: Option<String>,
    /// Its total.
    pub total: Money,
    /// Who it is.
    pub vendor: Untrusted,
}

/// What a person adds to a recommendation when awarding.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The day of the decision.
    pub on: Date,
    /// Why they decide otherwise, or replace an earlier award.
    pub reason: Option<Untrusted>,
    /// The basis on which the price of a single offer is reasonable.
    pub reasonable: Option<Untrusted>,
    /// The earlier award that is replaced.
    pub supersedes: Option<u64>,
}

/// A recommendation that is being awarded, with what all of its awards have in common.
#[derive(Debug)]
pub struct Awarding<'r, 'a> {
    recommendation: &'r Recommendation<'a>,
    evidence: Evidence,
    purchases: Purchases,
}

impl<'r, 'a> Awarding<'r, 'a> {
    /// Begins on a recommendation, by the SHA-256 of its bytes.
    #[must_use]
    pub fn of(recommendation: &'r Recommendation<'a>, sha256: Digest) -> Self {
        let evidence = Evidence {
            as_of: recommendation.as_of(),
            policy_sha256: crate::policy::digest(recommendation.policy()),
            sha256,
        };
        Self { recommendation, evidence, purchases: Purchases::among(recommendation.book().requests()) }
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
        let is_admitted =
            |outcome: &&Outcome| matches!(outcome.fate, Fate::Recommended | Fate::Candidate | Fate::Lost(..));
        let admitted = decision.outcomes.iter().filter(is_admitted);
        let cheapest = admitted.clone().filter_map(|outcome| recommendation.total(item, outcome.quote)).min();
        let recommended = match decision.kind {
            DecisionKind::Recommended(other) if other != quote => Some(recommendation.vendor(other).clone()),
            DecisionKind::Recommended(_) | DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
        };
        let bought = Bought {
            admitted: u32::try_from(admitted.count()).unwrap_or(u32::MAX),
            approval_above: recommendation.policy().approval_above,
            basis: basis(own.fate),
            budget: request.budget,
            category: request.category.clone(),
            currency: book.currency(),
            decided_by: decision.decided_by.map(|step| step.name().to_owned()),
            decision: decision.kind.name().to_owned(),
            department: request.department.clone(),
            item: request.item.clone(),
            last_price: request.last_price,
            lot: request.lot.clone(),
            lower: self.lower(item, quote, chosen.total),
            missed: cheapest.and_then(|cheapest| chosen.total.minus(cheapest)).filter(|missed| missed.minor() > 0),
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

    /// Writes down the offer that is taken, on the day of the decision.
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

    /// Writes down the other quotes whose totals are lower, and where each of them had lost.
    fn lower(&self, item: usize, quote: u32, total: Money) -> Vec<NotTaken> {
        let recommendation = self.recommendation;
        let outcomes = recommendation.decisions().get(item).map_or(&[][..], |decision| &decision.outcomes);
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
        let decision = &self.recommendation.decisions()[item];
        self.recommendation.reason(item, decision, outcome).step_name().map(str::to_owned)
    }
}

/// Returns on what basis a quote of a fate is taken.
const fn basis(fate: Fate) -> Basis {
    match fate {
        Fate::Recommended => Basis::Rule,
        Fate::Rejected | Fate::Duplicate(_) => Basis::DespiteGate,
        Fate::Candidate => Basis::Choice,
        // Where the rule refers the item, whoever is no candidate has lost by it all the same.
        Fate::Lost(..) => Basis::Override,
    }
}

impl Award {
    /// Says whether the award waits for an approval until somebody gives it.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.bought.approval_above.is_some_and(|limit| self.bought.chosen.total.exceeds(limit, self.bought.currency))
    }

    /// Returns what is worth a look about the award itself, in the order of the flags' names.
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
