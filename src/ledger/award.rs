//! An award: the accepted offer, what it was compared with, and the recommendation behind it.

use serde::{Deserialize, Serialize};

use super::entry::{Flag, Seq};
use super::purchase::{PurchaseId, PurchaseIds};
use crate::document::{self, Step};
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::decision::{Decision, DecisionKind, Fate, Outcome};
use crate::rule::offer::gate;
use crate::rule::recommendation::Recommendation;
use crate::rule::savings::Savings;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Limit, Money, Quantity, UnitPrice};
use crate::value::source::Digest;
use crate::value::untrusted::{Untrusted, UntrustedStr};

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
    /// What the whole lot costs, where it was awarded as a whole and this is a line of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_total: Option<Money>,
    /// Every quote of a lower total, and why it was not accepted. Of a line of a lot: every offer of a lower total for the
    /// lot, with what the line costs in it.
    pub lower: Vec<NotTaken>,
    /// How much cheaper the cheapest admitted offer is; `None` where it is no cheaper. Of a line of a lot: how much less it
    /// costs in the cheapest admitted offer for the lot, which may be less than nothing; the lines add up to the lot's.
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
    /// How the total was made; absent where it was only the unit price times the quantity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step<'static>>,
    /// What the whole quantity costs.
    pub total: Money,
    /// The price of one, as quoted.
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
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Choice => "choice",
            Self::Override => "override",
            Self::DespiteGate => "despite-gate",
        }
    }

    /// Where the rule refers the item, a quote that is not a candidate has lost by the rule as well.
    pub(super) const fn of(fate: Fate) -> Self {
        match fate {
            Fate::Recommended => Self::Rule,
            Fate::Candidate => Self::Choice,
            Fate::Lost(..) => Self::Override,
            Fate::Rejected(_) | Fate::Superseded(_) => Self::DespiteGate,
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
pub struct AwardBuilder<'r> {
    recommendation: &'r Recommendation,
    evidence: Evidence,
    purchases: PurchaseIds,
}

impl<'r> AwardBuilder<'r> {
    /// Takes a recommendation and the SHA-256 of its bytes.
    #[must_use]
    pub fn new(recommendation: &'r Recommendation, sha256: Digest) -> Self {
        let evidence = Evidence {
            as_of: recommendation.as_of(),
            policy_sha256: crate::policy::digest(recommendation.policy()),
            sha256,
        };
        Self { recommendation, evidence, purchases: PurchaseIds::among(recommendation.by_item()) }
    }

    pub(super) const fn recommendation(&self) -> &'r Recommendation {
        self.recommendation
    }

    pub(super) const fn purchases(&self) -> &PurchaseIds {
        &self.purchases
    }

    /// Makes the award of an item, or of a lot as if it were one, to the vendor of a quote; `None` where there is no such quote or it names no price.
    #[must_use]
    pub fn award(&self, decision: &Decision, quote: QuoteId, terms: Terms) -> Option<Award> {
        let recommendation = self.recommendation;
        let request = recommendation.request(decision.item);
        let currency = recommendation.dataset().currency();
        let own = decision.outcomes.iter().find(|outcome| outcome.quote == quote)?;
        let chosen = self.chosen(decision, own, terms.on)?;
        let admitted = decision.outcomes.iter().filter(|outcome| Basis::of(outcome.fate) != Basis::DespiteGate);
        let cheapest = admitted.clone().filter_map(|outcome| Some(outcome.total?.payable(currency))).min();
        let recommended = match decision.kind {
            DecisionKind::Recommended(other) if other != quote => Some(recommendation.vendor(other).to_owned()),
            DecisionKind::Recommended(_) | DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
        };
        let text = |text: Option<UntrustedStr<'_>>| text.map(UntrustedStr::to_owned);
        let bought = Bought {
            admitted: u32::try_from(admitted.count()).expect("quotes have numbers of 32 bits"),
            approval_above: recommendation.policy().approval_above,
            basis: Basis::of(own.fate),
            budget: request.budget,
            category: text(request.category),
            currency,
            decided_by: decision.decided_by.map(|step| step.name().to_owned()),
            decision: decision.kind.name().to_owned(),
            department: text(request.department),
            item: request.item.to_owned(),
            last_price: request.last_price,
            lot: text(request.lot),
            lot_total: None,
            lower: self.lower(decision, quote, chosen.total),
            missed: cheapest.and_then(|cheapest| missed(chosen.total, cheapest)),
            needed_by: request.needed_by,
            period: text(request.period),
            purchase: self.purchases.of(&request),
            quantity: request.quantity,
            reasonable: terms.reasonable,
            recommended,
            request: text(request.number),
            unit: text(request.unit),
            chosen,
        };
        Some(Award {
            on: terms.on,
            recommendation: self.evidence.clone(),
            savings: Savings::of_offer(recommendation, decision, quote),
            bought,
            reason: terms.reason,
            supersedes: terms.supersedes,
        })
    }

    fn chosen(&self, decision: &Decision, own: &Outcome, on: Date) -> Option<Chosen> {
        let dataset = self.recommendation.dataset();
        let (input, place) = dataset.place(own.quote);
        Some(Chosen {
            delivery: gate::delivery(&dataset.quotes, own.quote, on).flatten(),
            file: Some(input.name.clone()),
            grade: self.recommendation.grade_name(own.quote),
            outcome: own.fate.name().to_owned(),
            row: Some(place.row),
            step: self.step(decision, own),
            steps: document::steps(self.recommendation, decision.item, own.quote),
            total: own.total?.payable(dataset.currency()),
            unit_price: dataset.quotes.unit_price(own.quote)?,
            vendor: self.recommendation.vendor(own.quote).to_owned(),
        })
    }

    /// Lists the other quotes of a lower total, each with the step or gate at which it lost.
    fn lower(&self, decision: &Decision, quote: QuoteId, total: Money) -> Vec<NotTaken> {
        let currency = self.recommendation.dataset().currency();
        let others = decision
            .outcomes
            .iter()
            .filter(|outcome| outcome.quote != quote && !matches!(outcome.fate, Fate::Superseded(_)))
            .filter_map(|outcome| Some((outcome, outcome.total?.payable(currency))));
        let lower = others.filter(|(_, other)| *other < total);
        lower.map(|(outcome, total)| self.not_taken(decision, outcome, total)).collect()
    }

    pub(super) fn not_taken(&self, decision: &Decision, outcome: &Outcome, total: Money) -> NotTaken {
        NotTaken {
            outcome: outcome.fate.name().to_owned(),
            step: self.step(decision, outcome),
            total,
            vendor: self.recommendation.vendor(outcome.quote).to_owned(),
        }
    }

    fn step(&self, decision: &Decision, outcome: &Outcome) -> Option<String> {
        self.recommendation.reason(decision, outcome).step_name().map(str::to_owned)
    }
}

/// Returns how much cheaper the cheapest offer is, if it is.
fn missed(total: Money, cheapest: Money) -> Option<Money> {
    (cheapest < total).then(|| total.minus(cheapest).expect("totals have at most 25 digits"))
}

impl Award {
    /// Says whether the award counts only once another person has approved it.
    pub(super) fn needs_approval(&self) -> bool {
        let Bought { approval_above, chosen, currency, lot_total, .. } = &self.bought;
        // A lot is one decision: its lines do not stay below a limit that it exceeds.
        let total = lot_total.unwrap_or(chosen.total);
        approval_above.is_some_and(|limit| total.exceeds(limit, *currency))
    }

    /// Returns the flags of the award by itself, sorted by name.
    pub(super) fn flags(&self) -> Vec<Flag> {
        let Bought { admitted, budget, chosen, .. } = &self.bought;
        let flags = [
            (Flag::OverBudget, budget.is_some_and(|budget| chosen.total > budget)),
            (Flag::Pending, self.needs_approval()),
            (Flag::SingleOffer, *admitted <= 1),
        ];
        flags.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).collect()
    }
}
