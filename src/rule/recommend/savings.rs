//! What a recommendation saves against each baseline, and the sums over all items.

use super::{Decision, DecisionKind, Fate};
use crate::read::Book;
use crate::rule::cost;
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
    /// Against the chosen vendor's first offer; none until there are rounds.
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
    pub fn of(book: &Book<'_>, item: usize, decision: &Decision) -> Self {
        match decision.kind {
            DecisionKind::Recommended(chosen) => Self::of_offer(book, item, decision, chosen),
            DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => Self::default(),
        }
    }

    /// Computes what is saved if the offer of a quote is taken, whoever is recommended.
    #[must_use]
    pub fn of_offer(book: &Book<'_>, item: usize, decision: &Decision, chosen: u32) -> Self {
        let Some(request) = book.requests().get(item) else { return Self::default() };
        let total = |number: u32| cost::total(book.quote(number)?, request, book.currency());
        let Some(award) = total(chosen) else { return Self::default() };
        let admitted = decision.outcomes.iter().filter(|outcome| match outcome.fate {
            Fate::Candidate | Fate::Lost(..) | Fate::Recommended => outcome.quote != chosen,
            Fate::Rejected | Fate::Duplicate(_) => false,
        });
        let mut others: Vec<Money> = admitted.filter_map(|outcome| total(outcome.quote)).collect();
        others.sort_unstable();
        let lower_middle = others.len().saturating_sub(1) / 2;
        let saved = |baseline: Option<Money>| baseline.and_then(|baseline| baseline.minus(award));
        Self {
            budget: saved(request.budget),
            median: saved(others.get(lower_middle).copied()),
            highest: saved(others.last().copied()),
            last_price: saved(request.last_price.map(|price| Money::of_line(price, request.quantity, book.currency()))),
            first_offer: None,
        }
    }
}

/// Returns the budget of an item minus the award's total; `None` where there is no budget or no award.
pub(super) fn under_budget(book: &Book<'_>, item: usize, decision: &Decision) -> Option<Money> {
    let DecisionKind::Recommended(chosen) = decision.kind else { return None };
    let request = book.requests().get(item)?;
    request.budget?.minus(cost::total(book.quote(chosen)?, request, book.currency())?)
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
    pub(super) const fn nothing(currency: Currency) -> Self {
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

    /// Adds up the decisions of a book's items from one on.
    pub(super) fn of(book: &Book<'_>, first: usize, decisions: &[Decision]) -> Self {
        let mut totals = Self { items: decisions.len(), ..Self::nothing(book.currency()) };
        // An amount has at most 25 digits and a book 2^32 items, so that no sum leaves an i128.
        let add = |sum: &mut Money, amount: Money| *sum = sum.plus(amount).unwrap_or(*sum);
        for (decision, request) in decisions.iter().zip(book.requests().get(first..).unwrap_or_default()) {
            let count = match decision.kind {
                DecisionKind::Recommended(_) => &mut totals.recommended,
                DecisionKind::TradeOff | DecisionKind::Tie => &mut totals.refer,
                DecisionKind::None => &mut totals.none,
            };
            *count = count.saturating_add(1);
            let DecisionKind::Recommended(chosen) = decision.kind else { continue };
            let Some(award) = book.quote(chosen).and_then(|quote| cost::total(quote, request, book.currency())) else {
                continue;
            };
            add(&mut totals.award, award);
            match request.budget {
                Some(budget) => {
                    add(&mut totals.budget, budget);
                    add(&mut totals.award_budgeted, award);
                }
                None => totals.unbudgeted = totals.unbudgeted.saturating_add(1),
            }
        }
        totals.saving = totals.budget.minus(totals.award_budgeted).unwrap_or(totals.saving);
        totals
    }

    /// Adds the sums over other items.
    pub(super) fn plus(self, other: Self) -> Self {
        let sum = |own: Money, other: Money| own.plus(other).unwrap_or(own);
        Self {
            items: self.items.saturating_add(other.items),
            recommended: self.recommended.saturating_add(other.recommended),
            refer: self.refer.saturating_add(other.refer),
            none: self.none.saturating_add(other.none),
            budget: sum(self.budget, other.budget),
            award: sum(self.award, other.award),
            award_budgeted: sum(self.award_budgeted, other.award_budgeted),
            saving: sum(self.saving, other.saving),
            unbudgeted: self.unbudgeted.saturating_add(other.unbudgeted),
        }
    }

    /// Returns the saving in percent of the budget, for show; `None` where there is no budget.
    #[must_use]
    pub fn saving_percent(&self) -> Option<Decimal> {
        self.saving.percent_of(self.budget)
    }
}
