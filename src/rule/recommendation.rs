//! A comparison and what is decided in it, item by item.

use super::cost::Grade;
use super::dataset::Dataset;
use super::decide::{Decision, Scratch, decide};
use super::items::Request;
use super::quotes::{ItemId, QuoteId};
use super::savings::Totals;
use crate::policy::Policy;
use crate::value::date::Date;
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
}

/// Compares the quotes of a dataset by a policy, on a day.
#[must_use]
pub fn recommend(dataset: Dataset, policy: Policy, as_of: Date) -> Recommendation {
    Recommendation { dataset, policy, as_of }
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

    /// Returns what is to be bought of an item.
    #[must_use]
    pub fn request(&self, item: ItemId) -> Request<'_> {
        self.dataset.request(item, &self.policy)
    }

    /// Decides an item.
    #[must_use]
    pub fn decide(&self, item: ItemId) -> Decision {
        decide(self, item, &mut Scratch::default())
    }

    /// Decides all items, in order, and adds up what that comes to.
    #[must_use]
    pub fn decide_all(&self) -> (Vec<Decision>, Totals) {
        let parts = self.in_parts(WORTH_A_THREAD, |decisions| decisions.collect::<Vec<_>>());
        let decisions: Vec<Decision> = parts.into_iter().flatten().collect();
        let mut totals = Totals::new(self.dataset.currency());
        for (item, decision) in self.dataset.items().zip(&decisions) {
            totals.add(&self.request(item), decision);
        }
        (decisions, totals)
    }

    /// Gives runs of items to threads, of about the same count of quotes each; returns what comes of them, in order.
    /// Items do not depend on one another, so that the result is the same for any number of threads.
    pub(crate) fn in_parts<R: Send>(
        &self,
        worth: usize,
        run: impl Fn(&mut dyn Iterator<Item = Decision>) -> R + Sync,
    ) -> Vec<R> {
        let threads = parallel::threads(self.dataset.quote_count(), worth);
        let parts = self.dataset.quotes.runs_of_items(threads);
        parallel::each(parts, |items| {
            let mut scratch = Scratch::default();
            run(&mut items.map(|item| decide(self, ItemId(u32::try_from(item).expect("fewer than 2^32 items")), &mut scratch)))
        })
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
