//! The library against the oracle.

use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{CRITERIA, FILE, Item, Sheet, item_of, quote_of, quotes_of};
use super::strategies::sheets;

proptest! {
    #![proptest_config(config(4000))]

    /// The rule in the library and the rule by plain repetition give the same answer.
    #[test]
    fn library_agrees_with_the_oracle(sheet in sheets()) {
        let recommendation = sheet.compare();
        for item in &sheet.items {
            agrees(&sheet, item, item_of(&recommendation, item.name))?;
        }
    }
}

fn agrees(sheet: &Sheet, item: &Item, given: &Value) -> Result<(), TestCaseError> {
    let case = sheet.case(item);
    let answer = case.answer();
    let first_row = sheet.rows_before(item.name) + 1;

    prop_assert_eq!(&given["decision"], &json!(answer.decision));
    prop_assert_eq!(&given["refer_because"], &json!(answer.refer_because));
    prop_assert_eq!(&given["decided_by"], &json!(answer.decided_by));
    prop_assert_eq!(&given["candidates"], &json!(answer.candidates));
    match answer.award {
        Some(award) => {
            prop_assert_eq!(&given["award"]["vendor"], &json!(case.offers[award].vendor));
            prop_assert_eq!(&given["award"]["total"], &json!(sheet.money(case.total(award))));
        }
        None => prop_assert!(given["award"].is_null()),
    }
    let if_withdrawn = answer
        .if_withdrawn
        .map(|then| json!({"decision": then.decision, "vendor": then.vendor, "candidates": then.candidates}));
    prop_assert_eq!(&given["if_withdrawn"], &json!(if_withdrawn));
    let noted = given["notes"].as_array().unwrap().iter().any(|note| note["code"] == "depends-on-window");
    prop_assert_eq!(noted, answer.depends_on_window, "depends-on-window");

    prop_assert_eq!(quotes_of(given).len(), item.rows.len());
    for (offer, (row, place)) in item.rows.iter().zip(&answer.places).enumerate() {
        let quote = quote_of(given, &row.vendor);
        let reason = &quote["reason"];
        let grade = row.quality.map(|quality| sheet.grade_text(quality));
        prop_assert_eq!(&quote["row"], &json!(first_row + offer));
        prop_assert_eq!(&quote["total"], &json!(case.offers[offer].total.map(|total| sheet.money(total))));
        prop_assert_eq!(&quote["grade"], &json!(grade), "grade of {}", row.vendor);
        prop_assert_eq!(&quote["outcome"], &json!(place.outcome), "outcome of {}", row.vendor);
        prop_assert_eq!(&quote["rank"], &json!(place.rank), "rank of {}", row.vendor);
        prop_assert_eq!(&quote["grade_rank"], &json!(place.grade_rank), "grade_rank of {}", row.vendor);
        if place.steps.is_empty() {
            prop_assert!(reason.is_null(), "reason of {}", row.vendor);
            continue;
        }
        // The rule does not say which of several gates is stated.
        let step = reason["step"].as_str().unwrap();
        prop_assert!(place.steps.contains(&step), "{}: {step} is not in {:?}", row.vendor, place.steps);
        if place.outcome == "recommended" {
            continue;
        }
        let other = place
            .other
            .map(|other| json!({"vendor": case.offers[other].vendor, "file": FILE, "row": first_row + other}));
        prop_assert_eq!(&reason["other"], &json!(other), "other of {}", row.vendor);
        let criterion = place.criterion.map(|position| CRITERIA[sheet.criteria[position].0]);
        prop_assert_eq!(&reason["criterion"], &json!(criterion), "criterion of {}", row.vendor);
    }
    Ok(())
}
