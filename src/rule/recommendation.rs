//! A comparison and what is decided in it, item by item.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::dataset::Dataset;
use super::dataset::items::Request;
use super::dataset::quotes::{ItemId, QuoteId, VendorId};
use super::decide::{Scratch, decide};
use super::decision::{Decision, DecisionKind, StepUp};
use super::lots::{Lots, Offer, by_lot};
use super::matrix::Matrix;
use super::offer::cost::{CostStep, Costing};
use super::offer::grade::Grade;
use super::offer::supersede::{breaks, superseded};
use super::savings::Totals;
use crate::policy::{AwardBy, EstimateUse, Policy};
use crate::value::date::Date;
use crate::value::money::Money;
use crate::value::name::Key;
use crate::value::parallel;
use crate::value::untrusted::UntrustedStr;

/// Below this many quotes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 20_000;

/// The result of a comparison. Items are decided when they are asked for, so that a million decisions take no memory.
#[derive(Debug)]
pub struct Recommendation {
    dataset: Dataset,
    policy: Policy,
    as_of: Date,
    /// The vendor whose quotes are the buyer's own estimate.
    estimate: Option<VendorId>,
    /// The budgets that the estimate gives to items that state none.
    estimated: HashMap<ItemId, Money>,
    /// The lots that are awarded as a whole, where some are: an item of the dataset is then a lot.
    lots: Option<Lots>,
    sums: OnceLock<Sums>,
}

/// The sums over all items, which one pass computes.
#[derive(Debug)]
struct Sums {
    totals: Totals,
    matrix: Matrix,
}

/// Compares the quotes of a dataset by a policy, on a day.
#[must_use]
pub fn recommend(dataset: Dataset, policy: Policy, as_of: Date) -> Recommendation {
    let by_item = by_item(dataset, policy, as_of);
    match by_item.policy.award_by {
        AwardBy::Item => by_item,
        AwardBy::Lot => {
            let (policy, as_of) = (by_item.policy.clone(), by_item.as_of);
            // Where no item has a lot, each is a lot by itself.
            by_lot(Box::new(by_item)).map_or_else(
                |by_item| *by_item,
                |(dataset, lots)| Recommendation { lots: Some(lots), ..self::by_item(dataset, policy, as_of) },
            )
        }
    }
}

fn by_item(dataset: Dataset, policy: Policy, as_of: Date) -> Recommendation {
    let key = policy.estimate.as_ref().map(|estimate| Key::vendor(&estimate.vendor));
    let estimate =
        key.and_then(|key| dataset.vendors().find(|vendor| Key::vendor(dataset.vendor(*vendor).raw()) == key));
    let mut recommendation = Recommendation {
        dataset,
        policy,
        as_of,
        estimate,
        estimated: HashMap::new(),
        lots: None,
        sums: OnceLock::new(),
    };
    recommendation.estimated = recommendation.budgets_by_estimate();
    recommendation
}

impl Recommendation {
    /// Returns what is compared.
    #[must_use]
    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Returns the policy that is applied.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the day that stands for today.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns the lots, where some are awarded as a whole.
    pub(crate) const fn lots(&self) -> Option<&Lots> {
        self.lots.as_ref()
    }

    /// Returns the comparison by item: another one where lots are awarded as a whole.
    pub(crate) fn by_item(&self) -> &Self {
        self.lots.as_ref().map_or(self, Lots::by_item)
    }

    /// Returns the offer for a lot that a quote stands for.
    #[inline]
    pub(crate) fn lot_offer(&self, quote: QuoteId) -> Option<(&Lots, &Offer)> {
        let lots = self.lots.as_ref()?;
        Some((lots, lots.offer(quote)?))
    }

    /// Returns what is to be bought of an item.
    #[must_use]
    pub fn request(&self, item: ItemId) -> Request<'_> {
        let mut request = self.dataset.request(item, &self.policy);
        if !self.estimated.is_empty() {
            request.budget = request.budget.or_else(|| self.estimated.get(&item).copied());
        }
        request
    }

    /// Says whether a quote is the buyer's own estimate.
    pub(crate) fn is_estimate(&self, quote: QuoteId) -> bool {
        self.estimate.is_some_and(|vendor| self.dataset.quotes.vendor(quote) == vendor)
    }

    /// Finds the budgets that the estimate gives, where the policy takes it as one: the lowest total of its quotes.
    fn budgets_by_estimate(&self) -> HashMap<ItemId, Money> {
        let is_budget = self.policy.estimate.as_ref().is_some_and(|estimate| estimate.used == EstimateUse::Budget);
        if self.estimate.is_none() || !is_budget {
            return HashMap::new();
        }
        let budget = |item: ItemId| {
            let request = self.dataset.request(item, &self.policy);
            let costing = Costing { dataset: &self.dataset, policy: &self.policy, request: &request };
            let all = self.dataset.quotes.of_item(item);
            let superseded = superseded(costing, all.clone());
            let is_own = |quote: &QuoteId| self.is_estimate(*quote) && !superseded.contains_key(quote);
            let own: Vec<QuoteId> = all.filter(is_own).collect();
            let breaks = breaks(costing, &own);
            let counts = |quote: &&QuoteId| !breaks.iter().any(|(out, _)| out == *quote);
            let totals = own.iter().filter(counts).filter_map(|quote| costing.total(*quote).ok().flatten());
            // A budget has the digits of one that is stated, and one of 0 is none.
            let is_budget = |total: &Money| total.minor() > 0 && total.is_statable();
            let total = totals.map(|total| total.payable(self.dataset.currency())).filter(is_budget).min()?;
            Some((item, total))
        };
        self.dataset.items().filter_map(budget).collect()
    }

    /// Decides an item.
    #[must_use]
    pub fn decide(&self, item: ItemId) -> Decision {
        decide(self, item, &mut Scratch::default())
    }

    /// Decides all items, in order.
    #[must_use]
    pub fn decisions(&self) -> Vec<Decision> {
        self.in_parts(|decisions| decisions.collect::<Vec<_>>()).into_iter().flatten().collect()
    }

    /// Returns the sums over all items.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.sums().totals
    }

    /// Returns what each vendor's offers come to over all items.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        &self.sums().matrix
    }

    fn sums(&self) -> &Sums {
        let dataset = &self.dataset;
        let none = || Sums { totals: Totals::new(dataset.currency()), matrix: Matrix::new(dataset) };
        self.sums.get_or_init(|| {
            let of_part = |decisions: &mut dyn Iterator<Item = Decision>| {
                let mut sums = none();
                for decision in decisions {
                    sums.totals.add(&self.request(decision.item), &decision, dataset.currency());
                    sums.matrix.add(dataset, &decision);
                }
                sums
            };
            let both = |mut sums: Sums, other: Sums| {
                sums.totals.add_all(&other.totals);
                sums.matrix.add_all(&other.matrix);
                sums
            };
            self.in_parts(of_part).into_iter().reduce(both).unwrap_or_else(none)
        })
    }

    /// Gives runs of items to threads, of about the same count of quotes each; returns what comes of them, in order.
    /// Items do not depend on one another, so that the result is the same for any number of threads.
    fn in_parts<R: Send>(&self, run: impl Fn(&mut dyn Iterator<Item = Decision>) -> R + Sync) -> Vec<R> {
        let threads = parallel::threads(self.dataset.quote_count(), WORTH_A_THREAD);
        let parts = self.dataset.quotes.runs_of_items(threads);
        parallel::each(parts, |items| run(&mut self.decide_run(items)))
    }

    /// Decides a run of items.
    pub(crate) fn decide_run(&self, items: Range<usize>) -> impl Iterator<Item = Decision> {
        let mut scratch = Scratch::default();
        items.map(move |item| decide(self, ItemId::of(item), &mut scratch))
    }

    /// Returns what a quote of an item costs for its quantity, or where nobody states one its evaluated unit price; `None` where
    /// it names no price or cannot be evaluated.
    #[must_use]
    pub fn total(&self, item: ItemId, quote: QuoteId) -> Option<Money> {
        self.costed(item, |costing| costing.total(quote).unwrap_or_default())
    }

    /// Returns how the total of a quote of an item is made; none where it is only the price times the quantity.
    #[must_use]
    pub fn steps(&self, item: ItemId, quote: QuoteId) -> Vec<CostStep> {
        if self.dataset.quotes.has_plain_prices() {
            Vec::new()
        } else {
            self.costed(item, |costing| costing.steps(quote))
        }
    }

    /// Evaluates quotes of an item.
    pub(crate) fn costed<R>(&self, item: ItemId, evaluate: impl FnOnce(Costing<'_>) -> R) -> R {
        let request = self.request(item);
        evaluate(Costing { dataset: &self.dataset, policy: &self.policy, request: &request })
    }

    /// Returns what each step up in quality costs, the lowest grade first; none unless there is a trade-off.
    #[must_use]
    pub fn step_ups(&self, decision: &Decision) -> Vec<StepUp> {
        if decision.kind != DecisionKind::TradeOff {
            return Vec::new();
        }
        let grades = decision.candidates.chunk_by(|a, b| self.grade(*a) == self.grade(*b));
        let firsts: Vec<QuoteId> = grades.map(|group| group[0]).collect();
        let total = |quote| self.total(decision.item, quote).expect("a candidate has a total");
        let step = |pair: &[QuoteId]| {
            let (to, from) = (pair[0], pair[1]);
            let amount = total(to).minus(total(from)).expect("totals are far from the limits");
            StepUp { from, to, amount, percent: amount.percent_of(total(from)) }
        };
        firsts.windows(2).rev().map(step).collect()
    }

    /// Returns the grade of a quote.
    #[must_use]
    pub fn grade(&self, quote: QuoteId) -> Grade {
        Grade::of(&self.dataset.quotes, quote, &self.policy.quality.scheme)
    }

    /// Returns the name of a quote's grade; `None` where it states no quality.
    #[must_use]
    pub fn grade_name(&self, quote: QuoteId) -> Option<String> {
        self.grade(quote).name(&self.policy.quality.scheme)
    }

    /// Returns a quote's vendor, as shown.
    #[must_use]
    pub fn vendor(&self, quote: QuoteId) -> UntrustedStr<'_> {
        self.dataset.vendor_of(quote)
    }
}
