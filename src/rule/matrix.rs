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
use super::dataset::quotes::{ItemId, VendorId};
use super::decision::{Decision, Fate, Outcome};
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
        let currency = dataset.currency();
        let award = decision.recommended().and_then(|chosen| chosen.total).map(|total| total.payable(currency));
        match award {
            Some(award) => {
                self.compared += 1;
                add(&mut self.best_per_item, award);
            }
            None => self.left_out += 1,
        }
        let mut has_offer = false;
        for outcome in &decision.outcomes {
            let Some(figure) = figure(outcome).map(|figure| figure.payable(currency)) else { continue };
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
        Fate::Rejected(_) | Fate::Superseded(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyFile};
    use crate::read::{Options, read};
    use crate::rule::recommendation::{Recommendation, recommend};
    use crate::value::date::Date;
    use crate::value::source::{Role, Source};

    fn compared(sheet: &str, policy: &str) -> Recommendation {
        let file = PolicyFile::parse(&Source::in_memory("policy.toml", Role::Policy, policy)).unwrap();
        let policy = Policy::check(file).unwrap();
        let dataset = read(&[Source::in_memory("q", Role::Quotes, sheet)], &policy, &Options::default()).unwrap();
        recommend(dataset, policy, Date::parse("2026-11-22").unwrap())
    }

    fn vendors(of: &Recommendation, matrix: &Matrix) -> Vec<(String, usize, String)> {
        let vendor = |(vendor, sum): (VendorId, Sum)| {
            (of.dataset().vendor(vendor).raw().to_owned(), sum.items, sum.total.to_string())
        };
        matrix.vendors().map(vendor).collect()
    }

    fn single(of: &Recommendation, single: Option<Single>) -> Option<(String, usize, String)> {
        let name = |vendor| of.dataset().vendor(vendor).raw().to_owned();
        single.map(|single| (name(single.vendor), single.sum.items, single.sum.total.to_string()))
    }

    fn triple(vendor: &str, items: usize, total: &str) -> (String, usize, String) {
        (vendor.to_owned(), items, total.to_owned())
    }

    /// Three items are recommended, one is a tie, and nobody can be awarded the last.
    const SHEET: &str = "\
item,vendor,unit_price,quantity
desk,East,215,200
desk,West,227.50,200
desk,North,230,200
paper,East,22,300
paper,West,21.80,300
lamp,West,4180,6
lamp,West,4100,6
pen,East,2,400
pen,West,2,400
shelf,East,,20
shelf,South,,20
";

    #[test]
    fn figures_are_those_that_a_buyer_adds_up() {
        let of = compared(SHEET, "");
        let matrix = of.matrix();
        assert_eq!(
            vendors(&of, matrix),
            [
                // 200 × 215 + 300 × 22 + 400 × 2 = 43,000 + 6,600 + 800
                triple("East", 3, "50400.00"),
                // 200 × 230
                triple("North", 1, "46000.00"),
                // 200 × 227.50 + 300 × 21.80 + 6 × 4,100 + 400 × 2 = 45,500 + 6,540 + 24,600 + 800; of two offers for the
                // lamp the one of 4,100 has the better place.
                triple("West", 4, "77440.00"),
            ]
        );
        assert_eq!((matrix.items(), matrix.compared(), matrix.left_out()), (4, 3, 2));
        // The desk from East, the rest from West: 43,000 + 6,540 + 24,600.
        assert_eq!(matrix.best_per_item().to_string(), "74140.00");
        // Without the pen, which is a tie: 45,500 + 6,540 + 24,600.
        assert_eq!(single(&of, matrix.best_single()), Some(triple("West", 3, "76640.00")));
        assert_eq!(matrix.difference().unwrap().to_string(), "2500.00");
    }

    #[test]
    fn nobody_is_the_best_single_vendor_without_an_offer_for_every_item() {
        let of = compared("item,vendor,unit_price\n1,A,10\n1,B,9\n2,C,5\n3,A,3\n3,D,4\n1,D,9.50\n", "");
        let matrix = of.matrix();
        // 9 + 5 + 3
        assert_eq!(matrix.best_per_item().to_string(), "17.00");
        assert_eq!((matrix.best_single(), matrix.difference()), (None, None));
        // Both A and D offer 1 and 3: A for 10 + 3, D for 9.50 + 4.
        assert_eq!(single(&of, matrix.widest()), Some(triple("A", 2, "13.00")));
    }

    #[test]
    fn of_equal_vendors_the_first_by_name_is_the_best() {
        let of = compared("item,vendor,unit_price\n1,B,5\n1,A,6\n2,B,6\n2,A,5\n", "");
        assert_eq!(single(&of, of.matrix().best_single()), Some(triple("A", 2, "11.00")));
    }

    #[test]
    fn a_better_grade_may_cost_more_than_the_best_single_vendor() {
        let sheet = "item,vendor,unit_price,quality\n1,X,120,A\n1,Y,100,B\n2,X,50,A\n2,Y,60,B\n";
        let of = compared(sheet, "[quality]\nscale = [\"A\", \"B\"]\nacross_grades = \"best\"\n");
        // X has the better grade of both: 120 + 50. Y offers both for 100 + 60.
        assert_eq!(of.matrix().best_per_item().to_string(), "170.00");
        assert_eq!(of.matrix().difference().unwrap().to_string(), "-10.00");
    }

    #[test]
    fn a_matrix_is_of_two_items_and_two_vendors_with_offers() {
        for (rows, is_of_several) in [
            ("1,A,5\n2,B,5\n", true),
            ("1,A,5\n1,B,5\n", false),
            ("1,A,5\n2,A,5\n", false),
            ("1,A,5\n2,A,5\n2,B,\n", false),
            ("1,A,5\n1,B,5\n2,B,\n", false),
        ] {
            let of = compared(&format!("item,vendor,unit_price\n{rows}"), "");
            assert_eq!(of.matrix().is_of_several(), is_of_several, "{rows}");
        }
    }

    #[test]
    fn parts_come_to_the_whole() {
        let of = compared(SHEET, "");
        let part = |items| {
            let mut matrix = Matrix::new(of.dataset());
            of.decide_run(items).for_each(|decision| matrix.add(of.dataset(), &decision));
            matrix
        };
        for cut in 0..=5 {
            let mut both = part(0..cut);
            both.add_all(&part(cut..5));
            assert_eq!(vendors(&of, &both), vendors(&of, of.matrix()), "{cut}");
            assert_eq!(both.best_single(), of.matrix().best_single(), "{cut}");
            assert_eq!((both.items, both.compared, both.left_out), (4, 3, 2), "{cut}");
        }
    }
}
