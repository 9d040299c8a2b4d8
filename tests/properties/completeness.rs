//! Property 2: quotes read are outcomes given, in their order, each with its reason and figures.

use std::collections::BTreeSet;

use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{FILE, Sheet, item_of, quotes_of};
use super::strategies::sheets_with_repeated_vendors;

const DECIDING: [&str; 8] =
    ["price", "quality", "service", "exact-price", "draw", "name", "better-for-less", "only-offer"];
const GATES: [&str; 6] = ["no-price", "zero-price", "below-required-quality", "no-quality", "expired", "min-order"];

proptest! {
    #![proptest_config(config(2000))]

    /// Every row comes back once, under its item, with one outcome and one reason that carries its figures.
    #[test]
    fn every_quote_read_has_an_outcome_and_a_reason(sheet in sheets_with_repeated_vendors()) {
        let recommendation = sheet.compare();
        let mut seen = BTreeSet::new();
        for item in &sheet.items {
            let given = item_of(&recommendation, item.name);
            prop_assert_eq!(quotes_of(given).len(), item.rows.len());
            let first_row = sheet.rows_before(item.name) + 1;
            for quote in quotes_of(given) {
                let row = usize::try_from(quote["row"].as_u64().unwrap()).unwrap();
                prop_assert!(seen.insert(row), "row {row} comes twice");
                prop_assert!((first_row..first_row + item.rows.len()).contains(&row));
                prop_assert_eq!(&quote["file"], FILE);
                // A header stands before the rows and no cell spans lines.
                prop_assert_eq!(&quote["line"], &json!(row + 1));
                prop_assert_eq!(&quote["vendor"], &json!(item.rows[row - first_row].vendor));
                has_outcome_and_reason(quote)?;
            }
            are_sorted(quotes_of(given))?;
            let recommended = quotes_of(given).iter().filter(|quote| quote["outcome"] == "recommended").count();
            prop_assert_eq!(recommended, usize::from(given["decision"] == "recommended"));
            let candidates = quotes_of(given).iter().filter(|quote| quote["outcome"] == "candidate").count();
            prop_assert_eq!(candidates, given["candidates"].as_array().unwrap().len());
            prop_assert_eq!(candidates > 0, given["decision"] == "refer");
        }
        prop_assert_eq!(seen.len(), sheet.table().rows.len());
        totals_add_up(&sheet, &recommendation)?;
    }
}

fn has_outcome_and_reason(quote: &Value) -> Result<(), TestCaseError> {
    let (outcome, reason) = (quote["outcome"].as_str().unwrap(), &quote["reason"]);
    prop_assert!(quote["why"].as_str().is_some_and(|why| !why.trim().is_empty()));
    if outcome == "candidate" {
        prop_assert!(reason.is_null());
        return Ok(());
    }
    let step = reason["step"].as_str().expect("a quote that is no candidate has a step");
    let known = match outcome {
        "recommended" => DECIDING.contains(&step),
        "lost" => DECIDING.contains(&step) && step != "only-offer",
        "rejected" => GATES.contains(&step),
        "superseded" => step == "duplicate",
        _ => false,
    };
    prop_assert!(known, "{outcome} by {step}");
    prop_assert!(outcome != "lost" || reason["other"].is_object(), "lost to nobody: {quote}");
    prop_assert!(outcome != "rejected" || reason["other"].is_null(), "a gate is no other offer: {quote}");
    let takes_no_part = matches!(outcome, "rejected" | "superseded");
    prop_assert!(!takes_no_part || (quote["rank"].is_null() && quote["grade_rank"].is_null()));
    // A missing grade or service may lose, so its figure may be missing; it can never win.
    let needed: &[&str] = match (outcome, step) {
        ("lost", "quality" | "service") => &["other_value"],
        ("lost", _) | ("rejected", "below-required-quality" | "expired" | "min-order") => &["own", "other_value"],
        _ => &[],
    };
    for figure in needed {
        prop_assert!(reason[*figure].is_string(), "{outcome} by {step} lacks {figure}");
    }
    Ok(())
}

fn are_sorted(quotes: &[Value]) -> Result<(), TestCaseError> {
    for pair in quotes.windows(2) {
        let (one, next) = (sort_key(&pair[0]), sort_key(&pair[1]));
        // Where a missing total stands among totals is not said.
        let comparable = one.2.is_some() == next.2.is_some();
        let sorted = if comparable { one <= next } else { (one.0, one.1) <= (next.0, next.1) };
        prop_assert!(sorted, "{} {}", pair[0], pair[1]);
    }
    Ok(())
}

fn totals_add_up(sheet: &Sheet, recommendation: &Value) -> Result<(), TestCaseError> {
    let totals = &recommendation["totals"];
    prop_assert_eq!(&totals["items"], &json!(sheet.items.len()));
    for decision in ["recommended", "refer", "none"] {
        let items = recommendation["items"].as_array().unwrap();
        let count = items.iter().filter(|item| item["decision"] == decision).count();
        prop_assert_eq!(&totals[decision], &json!(count));
    }
    Ok(())
}

/// What the quotes of an item are sorted by before file and row: rank (none last), outcome, total, vendor.
pub(super) fn sort_key(quote: &Value) -> (u64, String, Option<i128>, String) {
    let text = |key: &str| quote[key].as_str().map(str::to_owned);
    let total = text("total").map(|total| total.replace('.', "").parse().expect("a total is a decimal"));
    (quote["rank"].as_u64().unwrap_or(u64::MAX), text("outcome").unwrap(), total, text("vendor").unwrap())
}
