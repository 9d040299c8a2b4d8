//! The matrix is what a plain reader of the items adds up, and what it compares is bounded by the rule.

use std::collections::BTreeMap;

use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{Sheet, quotes_of};
use super::strategies::sheets_with_repeated_vendors;
use crate::oracle::Across;

proptest! {
    #![proptest_config(config(2000))]

    /// Each vendor's total is the sum of its best-placed admitted offers; the comparison is over what is recommended.
    #[test]
    fn the_matrix_is_the_sum_of_its_cells(sheet in sheets_with_repeated_vendors()) {
        let recommendation = sheet.compare();
        let items = recommendation["items"].as_array().unwrap();
        let cells: Vec<BTreeMap<&str, i128>> = items.iter().map(cells).collect();
        let is_compared = |item: &Value| item["decision"] == "recommended";
        let covered = cells.iter().filter(|cells| !cells.is_empty()).count();
        let mut vendors: BTreeMap<&str, (usize, i128)> = BTreeMap::new();
        let mut compared: BTreeMap<&str, (usize, i128)> = BTreeMap::new();
        for (item, cells) in items.iter().zip(&cells) {
            for (vendor, total) in cells {
                for sums in [Some(&mut vendors), is_compared(item).then_some(&mut compared)].into_iter().flatten() {
                    let sum = sums.entry(vendor).or_default();
                    *sum = (sum.0 + 1, sum.1 + total);
                }
            }
        }
        let matrix = &recommendation["matrix"];
        if covered < 2 || vendors.len() < 2 {
            prop_assert!(recommendation.get("matrix").is_none());
            return Ok(());
        }
        let listed: Vec<Value> = vendors
            .iter()
            .map(|(vendor, (items, total))| json!({"items": items, "total": sheet.money(*total), "vendor": vendor}))
            .collect();
        prop_assert_eq!(&matrix["vendors"], &json!(listed));
        let count = items.iter().filter(|item| is_compared(item)).count();
        prop_assert_eq!(&matrix["items"], &json!(count));
        prop_assert_eq!(&matrix["best_per_item"], &recommendation["totals"]["award"]);
        let whole = compared.iter().filter(|(_, (items, _))| *items == count);
        let best = whole.map(|(vendor, (_, total))| (*total, *vendor)).min();
        prop_assert_eq!(
            &matrix["best_single"],
            &json!(best.map(|(total, vendor)| json!({"total": sheet.money(total), "vendor": vendor})))
        );
        let per_item = minor(&matrix["best_per_item"]);
        let difference = best.map(|(total, _)| total - per_item);
        prop_assert_eq!(matrix["difference"].as_str().map(|_| minor(&matrix["difference"])), difference);
        if let Some((single, _)) = best {
            bounded(&sheet, per_item, single)?;
        }
    }
}

/// Without a tolerance the rule recommends the cheapest admitted offer, unless better grades come first; where all grades
/// are one group, an offer within the tolerance of it.
fn bounded(sheet: &Sheet, per_item: i128, single: i128) -> Result<(), proptest::test_runner::TestCaseError> {
    let is_one_group =
        sheet.across == Across::Cheapest || sheet.items.iter().all(|item| sheet.required_of(item).is_some());
    if sheet.tolerance == 0 && (sheet.across != Across::Best || is_one_group) {
        prop_assert!(per_item <= single);
    }
    if is_one_group {
        prop_assert!(per_item * 1_000 <= single * (1_000 + sheet.tolerance));
    }
    Ok(())
}

/// The totals of an item's admitted offers, of each vendor the one that comes first.
fn cells(item: &Value) -> BTreeMap<&str, i128> {
    let mut cells = BTreeMap::new();
    for quote in quotes_of(item) {
        if ["recommended", "candidate", "lost"].contains(&quote["outcome"].as_str().unwrap()) {
            cells.entry(quote["vendor"].as_str().unwrap()).or_insert_with(|| minor(&quote["total"]));
        }
    }
    cells
}

/// An amount of two decimals in minor units.
fn minor(amount: &Value) -> i128 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}
