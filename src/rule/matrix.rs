//! What each vendor's offers come to, and what one vendor for everything would cost against the best offer of each item.
//! Nothing here decides anything: it is for the buyer who wonders whether one contract is worth its price.
//!
//! - A vendor's *figure* for an item is the total of its best-placed admitted offer for it: of its quotes the first, in the
//!   order of the result, that is recommended, a candidate or lost. Rejected and superseded quotes have none.
//! - A vendor's *total* is the sum of its figures; it covers so many of the items that have an admitted offer.
//! - Compared are the items with a recommended offer: the others are left out, and counted. *Best per item* is the sum of
//!   the recommended offers' totals. The *best single vendor* is, of the vendors that have a figure for each of these items,
//!   the one whose figures for them come to the least; of equal ones the first by name.
//!
//! The difference is the single vendor's sum minus that per item. It is not negative where every item's recommended offer
//! is its cheapest, thus without a tolerance unless the policy prefers better grades (`across_grades = "best"`). Where it
//! does, or within a tolerance, the rule may take a dearer offer, and a single vendor may then come to less.

#![expect(clippy::arithmetic_side_effects, reason = "items are counted; amounts are added with a check")]

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::decide::{Decision, Fate, Outcome};
use super::quotes::{ItemId, VendorId};
use super::savings::add;
use crate::value::money::Money;

/// What each vendor's offers come to over all items of a recommendation.
#[derive(Debug, Clone)]
pub struct Matrix {
    items: usize,
    compared: usize,
    left_out: usize,
    best_per_item: Money,
    /// By id.
    vendors: Vec<Vendor>,
}

/// What figures come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// How many there are, one an item.
    pub items: usize,
    /// Their sum.
    pub total: Money,
}

/// A vendor for all items that are compared, or for as many of them as any vendor covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Single {
    /// The vendor.
    pub vendor: VendorId,
    /// Its figures for these items.
    pub sum: Sum,
}

#[derive(Debug, Clone, Copy)]
struct Vendor {
    all: Sum,
    /// Of the items that are compared.
    compared: Sum,
    /// The last item for which it has a figure.
    last: Option<ItemId>,
}

impl Sum {
    fn add(&mut self, figure: Money) {
        self.items += 1;
        add(&mut self.total, figure);
    }

    fn add_all(&mut self, other: Self) {
        self.items += other.items;
        add(&mut self.total, other.total);
    }
}

impl Matrix {
    /// The sums over no items.
    #[must_use]
    pub(super) fn new(dataset: &Dataset) -> Self {
        let nothing = Money::from_minor(0, dataset.currency());
        let none = Sum { items: 0, total: nothing };
        let vendor = Vendor { all: none, compared: none, last: None };
        let vendors = vec![vendor; dataset.vendors.order.len()];
        Self { items: 0, compared: 0, left_out: 0, best_per_item: nothing, vendors }
    }

    /// Takes in the decision of an item.
    pub(super) fn add(&mut self, dataset: &Dataset, decision: &Decision) {
        let award = decision.recommended().and_then(|chosen| chosen.total);
        match award {
            Some(award) => {
                self.compared += 1;
                add(&mut self.best_per_item, award);
            }
            None => self.left_out += 1,
        }
        let mut has_offer = false;
        for outcome in &decision.outcomes {
            let Some(figure) = figure(outcome) else { continue };
            has_offer = true;
            let vendor = &mut self.vendors[dataset.quotes.vendor(outcome.quote).index()];
            if vendor.last.replace(decision.item) == Some(decision.item) {
                continue;
            }
            vendor.all.add(figure);
            if award.is_some() {
                vendor.compared.add(figure);
            }
        }
        self.items += usize::from(has_offer);
    }

    /// Adds the sums over other items.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.items += other.items;
        self.compared += other.compared;
        self.left_out += other.left_out;
        add(&mut self.best_per_item, other.best_per_item);
        for (own, other) in self.vendors.iter_mut().zip(&other.vendors) {
            own.all.add_all(other.all);
            own.compared.add_all(other.compared);
        }
    }

    /// Says whether there is anything to compare: two items and two vendors with admitted offers.
    #[must_use]
    pub fn is_of_several(&self) -> bool {
        self.items > 1 && self.vendors().nth(1).is_some()
    }

    /// Returns the count of items that have an admitted offer.
    #[must_use]
    pub const fn items(&self) -> usize {
        self.items
    }

    /// Returns the count of items that are compared: those with a recommended offer.
    #[must_use]
    pub const fn compared(&self) -> usize {
        self.compared
    }

    /// Returns the count of items that are not compared: those that a person must decide, and those without an offer.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns what the recommended offers come to.
    #[must_use]
    pub const fn best_per_item(&self) -> Money {
        self.best_per_item
    }

    /// Returns the vendors that have an admitted offer, by name, with the sum of their figures.
    pub fn vendors(&self) -> impl Iterator<Item = (VendorId, Sum)> {
        let vendors = (0..).map(VendorId).zip(&self.vendors);
        vendors.map(|(id, vendor)| (id, vendor.all)).filter(|(_, all)| all.items > 0)
    }

    /// Returns the vendor that covers the most of the items that are compared, the cheapest of several; `None` where no
    /// item is compared.
    #[must_use]
    pub fn widest(&self) -> Option<Single> {
        let vendors = (0..).map(VendorId).zip(&self.vendors).filter(|(_, vendor)| vendor.compared.items > 0);
        // Of equal ones the first.
        let widest = vendors.min_by_key(|(_, vendor)| (Reverse(vendor.compared.items), vendor.compared.total));
        widest.map(|(id, vendor)| Single { vendor: id, sum: vendor.compared })
    }

    /// Returns the best single vendor; `None` where no vendor covers all items that are compared.
    #[must_use]
    pub fn best_single(&self) -> Option<Single> {
        self.widest().filter(|single| single.sum.items == self.compared)
    }

    /// Returns what the best single vendor costs more than the best per item.
    #[must_use]
    pub fn difference(&self) -> Option<Money> {
        let single = self.best_single()?.sum.total;
        Some(single.minus(self.best_per_item).expect("amounts are far from the limits"))
    }
}

/// Returns each vendor's best-placed admitted offer for an item, by vendor.
#[must_use]
pub fn best_placed<'d>(dataset: &Dataset, decision: &'d Decision) -> BTreeMap<VendorId, &'d Outcome> {
    // Of several offers the one that comes last here is kept.
    let offers = decision.outcomes.iter().rev().filter(|outcome| figure(outcome).is_some());
    offers.map(|outcome| (dataset.quotes.vendor(outcome.quote), outcome)).collect()
}

/// Returns the total of an offer that was admitted.
fn figure(outcome: &Outcome) -> Option<Money> {
    match outcome.fate {
        Fate::Recommended | Fate::Candidate | Fate::Lost(..) => outcome.total,
        Fate::Rejected(_) | Fate::Duplicate(_) => None,
    }
}
