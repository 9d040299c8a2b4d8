//! What a recommendation saves against each baseline, and the sums over all items.

#![expect(clippy::arithmetic_side_effects, reason = "items are counted; amounts are added with a check")]

use super::dataset::items::Request;
use super::dataset::quotes::QuoteId;
use super::decision::{Decision, DecisionKind, Fate, Outcome};
use super::lots::{Lots, Offer};
use super::offer::supersede::breaks;
use super::recommendation::Recommendation;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Money};

/// Baseline minus the award's total, for each baseline that there is. Negative ones stay negative.
///
/// Stored as it is here: the fields are in the order of JCS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Savings {
    /// Against the budget.
    pub budget: Option<Money>,
    /// Against the lowest total of the chosen vendor's first round, where there are several rounds.
    pub first_offer: Option<Money>,
    /// Against the highest of the other admitted offers.
    pub highest: Option<Money>,
    /// Against the unit price last paid, times the quantity.
    pub last_price: Option<Money>,
    /// Against the median of the other admitted offers; of an even number the lower middle one.
    pub median: Option<Money>,
}

impl Savings {
    /// Computes the savings of an item's decision; all absent unless an offer is recommended.
    #[must_use]
    pub fn of(recommendation: &Recommendation, decision: &Decision) -> Self {
        decision.recommended().map(|chosen| Self::of_offer(recommendation, decision, chosen.quote)).unwrap_or_default()
    }

    /// Computes what is saved if the offer of a quote is taken, whoever is recommended.
    #[must_use]
    pub fn of_offer(recommendation: &Recommendation, decision: &Decision, chosen: QuoteId) -> Self {
        let request = recommendation.request(decision.item);
        let currency = recommendation.dataset().currency();
        let Some(award) = decision.outcome(chosen).total.map(|total| total.payable(currency)) else {
            return Self::default();
        };
        let others = Others::of(decision, chosen);
        let total = |other: Option<&Outcome>| Some(other?.total?.payable(currency));
        let saved = |baseline: Option<Money>| baseline.and_then(|baseline| baseline.minus(award));
        Self {
            budget: saved(request.budget),
            median: saved(total(others.median)),
            highest: saved(total(others.highest)),
            last_price: saved(request.last_price.map(|price| Money::of_line(price, request.quantity, currency))),
            first_offer: saved(first_offer(recommendation, decision, chosen).map(|total| total.payable(currency))),
        }
    }

    /// Computes what one line of a lot saves if the offer of a quote is taken for the lot. The baselines are what the line costs in
    /// the offers that those of the lot are, so that the savings of the lines add up to that of the lot.
    #[must_use]
    pub(crate) fn of_line(recommendation: &Recommendation, decision: &Decision, chosen: QuoteId, place: usize) -> Self {
        let Some((lots, offer)) = recommendation.lot_offer(chosen) else { return Self::default() };
        let Some(line) = offer.lines.get(place) else { return Self::default() };
        let (Some(quote), Some(award)) = (line.quote, line.total) else { return Self::default() };
        let by_item = lots.by_item();
        let currency = by_item.dataset().currency();
        let request = by_item.request(line.item);
        let others = Others::of(decision, chosen);
        let in_offer = |other: Option<&Outcome>| lots.line_total(other?.quote, place);
        let saved = |baseline: Option<Money>| baseline.and_then(|baseline| baseline.minus(award));
        let first = first_offer(by_item, lots.decision(line.item), quote);
        Self {
            budget: saved(request.budget),
            median: saved(in_offer(others.median)),
            highest: saved(in_offer(others.highest)),
            last_price: saved(request.last_price.map(|price| Money::of_line(price, request.quantity, currency))),
            first_offer: saved(first.map(|total| total.payable(currency))),
        }
    }
}

/// The other admitted offers that an award is held against.
struct Others<'d> {
    /// Of an even number the lower middle one.
    median: Option<&'d Outcome>,
    highest: Option<&'d Outcome>,
}

impl<'d> Others<'d> {
    fn of(decision: &'d Decision, chosen: QuoteId) -> Self {
        let others = decision.outcomes.iter().filter(|outcome| match outcome.fate {
            Fate::Candidate | Fate::Lost(..) | Fate::Recommended => outcome.quote != chosen,
            Fate::Rejected(_) | Fate::Superseded(_) => false,
        });
        let mut others: Vec<&Outcome> = others.collect();
        others.sort_unstable_by_key(|outcome| (outcome.total, outcome.quote));
        let lower_middle = others.len().saturating_sub(1) / 2;
        Self { median: others.get(lower_middle).copied(), highest: others.last().copied() }
    }
}

/// What a quote's vendor asked in its first round.
enum FirstRound {
    /// The quote itself is of that round.
    Own,
    /// The lowest total of that round; `None` where it has none.
    Earlier(Option<Money>),
}

/// Returns the lowest total of the first round of a quote's vendor; `None` where the quote is of that round.
fn first_offer(recommendation: &Recommendation, decision: &Decision, chosen: QuoteId) -> Option<Money> {
    if let Some((lots, offer)) = recommendation.lot_offer(chosen) {
        return first_offer_of_lot(lots, offer);
    }
    match first_round(recommendation, decision, chosen) {
        FirstRound::Own => None,
        FirstRound::Earlier(total) => total,
    }
}

/// Adds up the first offers of a lot's lines, where one of them is of an earlier round; the others were not changed.
fn first_offer_of_lot(lots: &Lots, offer: &Offer) -> Option<Money> {
    let currency = lots.by_item().dataset().currency();
    let mut sum = Money::from_minor(0, currency);
    let mut has_earlier = false;
    for line in &offer.lines {
        let total = match first_round(lots.by_item(), lots.decision(line.item), line.quote?) {
            FirstRound::Own => line.total?,
            FirstRound::Earlier(total) => {
                has_earlier = true;
                total?.payable(currency)
            }
        };
        sum = sum.plus(total)?;
    }
    has_earlier.then_some(sum)
}

fn first_round(recommendation: &Recommendation, decision: &Decision, chosen: QuoteId) -> FirstRound {
    let quotes = &recommendation.dataset().quotes;
    let round = |quote: QuoteId| quotes.code(Column::Round, quote);
    let of_vendor = decision.outcomes.iter().filter(|outcome| quotes.vendor(outcome.quote) == quotes.vendor(chosen));
    let first = of_vendor.clone().filter_map(|outcome| round(outcome.quote)).min();
    if first.is_none() || round(chosen) == first {
        return FirstRound::Own;
    }
    let of_first: Vec<&Outcome> = of_vendor.filter(|outcome| round(outcome.quote) == first).collect();
    let live: Vec<QuoteId> = of_first.iter().map(|outcome| outcome.quote).collect();
    let out = recommendation.costed(decision.item, |costing| breaks(costing, &live));
    let counts = |outcome: &&&Outcome| !out.iter().any(|(quote, _)| *quote == outcome.quote);
    let totals = of_first.iter().filter(counts).filter_map(|outcome| outcome.total);
    // A price of 0 is no offer that a saving could be measured against.
    FirstRound::Earlier(totals.filter(|total| total.minor() > 0).min())
}

/// Returns the budget of an item minus the award's total; `None` where there is no budget or no award.
#[must_use]
pub fn under_budget(request: &Request<'_>, decision: &Decision, currency: Currency) -> Option<Money> {
    let budget = request.budget?;
    budget.minus(decision.recommended()?.total?.payable(currency))
}

/// The sums over all items of a recommendation.
///
/// Stored as it is here: the fields are in the order of JCS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// All awards.
    pub award: Money,
    /// Awards of the items that have both a budget and an award.
    pub award_budgeted: Money,
    /// Budgets of the items that have both a budget and an award.
    pub budget: Money,
    /// Items compared.
    pub items: usize,
    /// Items without an admitted offer.
    pub none: usize,
    /// Items with a recommended offer.
    pub recommended: usize,
    /// Items that a person must decide.
    pub refer: usize,
    /// `budget` minus `award_budgeted`.
    pub saving: Money,
    /// Items with an award and no budget.
    pub unbudgeted: usize,
}

impl Totals {
    /// The sums over no items.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        let nothing = Money::from_minor(0, currency);
        Self {
            items: 0,
            recommended: 0,
            refer: 0,
            none: 0,
            budget: nothing,
            award: nothing,
            award_budgeted: nothing,
            saving: nothing,
            unbudgeted: 0,
        }
    }

    /// Takes in the decision of an item.
    pub fn add(&mut self, request: &Request<'_>, decision: &Decision, currency: Currency) {
        self.items += 1;
        match decision.kind {
            DecisionKind::Recommended(_) => self.recommended += 1,
            DecisionKind::TradeOff | DecisionKind::Tie => self.refer += 1,
            DecisionKind::None => self.none += 1,
        }
        let Some(award) = decision.recommended().and_then(|chosen| chosen.total) else { return };
        let award = award.payable(currency);
        add(&mut self.award, award);
        match request.budget {
            Some(budget) => {
                add(&mut self.budget, budget);
                add(&mut self.award_budgeted, award);
                add(&mut self.saving, budget.minus(award).expect("amounts are far from the limits"));
            }
            None => self.unbudgeted += 1,
        }
    }

    /// Adds the sums over other items.
    pub fn add_all(&mut self, other: &Self) {
        self.items += other.items;
        self.recommended += other.recommended;
        self.refer += other.refer;
        self.none += other.none;
        self.unbudgeted += other.unbudgeted;
        for (own, other) in [
            (&mut self.budget, other.budget),
            (&mut self.award, other.award),
            (&mut self.award_budgeted, other.award_budgeted),
            (&mut self.saving, other.saving),
        ] {
            add(own, other);
        }
    }

    /// Returns how many items have both a budget and an award.
    pub(crate) const fn budgeted(&self) -> usize {
        self.recommended - self.unbudgeted
    }

    /// Returns the saving in percent of the budget, for show; `None` where there is no budget.
    #[must_use]
    pub fn saving_percent(&self) -> Option<Decimal> {
        self.saving.percent_of(self.budget)
    }
}

/// Adds an amount to a sum: an amount has at most 25 digits and a result 2^32 items, so that no sum leaves an i128.
pub(super) fn add(sum: &mut Money, amount: Money) {
    *sum = sum.plus(amount).expect("a sum of totals fits an i128");
}
