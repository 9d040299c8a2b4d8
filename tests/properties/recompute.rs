//! A recommendation is computed again from its own quotes, and no changed figure in it goes unseen.

use bijia::document::{
    Document,
    verify::{alone, matched, with_inputs},
};
use bijia::report::wording::WORDS;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::Value;

use super::config;
use super::sheet::{FILE, Sheet};
use super::strategies::sheets_with_repeated_vendors;
use crate::support;

/// What a recommendation is made of, and is therefore taken as it is where the inputs are not at hand.
const GIVEN: &[&str] = &[
    "budget",
    "category",
    "department",
    "last_price",
    "lot",
    "needed_by",
    "period",
    "request",
    "required_quality",
    "unit",
    "delivery_date",
    "delivery_days",
    "min_order",
    "valid_until",
    "quality",
    "service",
    "vendor",
    "carried",
    "inputs",
    "notes",
    "policy",
    "as_of",
    "item",
    "file",
    "line",
    "row",
    "tool",
    "currency",
    "unit_price",
    "quantity",
];

fn sheet_and_request(sheet: &Sheet) -> (String, Option<String>) {
    // A row that repeats another in every cell is part of it.
    let mut table = sheet.table();
    table.rows.extend(table.rows.first().cloned());
    (table.text(), sheet.request())
}

/// Changes the texts, numbers and absent values that `pick` chooses one by one, and tells `each` of it.
fn changed(value: &Value, path: &mut Vec<String>, root: &Value, each: &mut dyn FnMut(&[String], Value)) {
    match value {
        Value::Object(object) => {
            for (key, below) in object {
                path.push(key.clone());
                changed(below, path, root, each);
                path.pop();
            }
        }
        Value::Array(list) => {
            for (at, below) in list.iter().enumerate() {
                path.push(at.to_string());
                changed(below, path, root, each);
                path.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let mut whole = root.clone();
            *whole.pointer_mut(&format!("/{}", path.join("/"))).unwrap() = match value {
                Value::Null => "1.00".into(),
                Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
                Value::String(text) if text.ends_with('1') => format!("{}2", &text[..text.len() - 1]).into(),
                Value::String(text) => format!("{}1", text.strip_suffix(|_: char| true).unwrap_or("")).into(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => Value::Null,
            };
            each(path, whole);
        }
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    let mut bytes = bijia::document::jcs::bytes(value).unwrap();
    bytes.push(b'\n');
    bytes
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_recommendation_is_the_same_when_it_is_computed_again(sheet in sheets_with_repeated_vendors()) {
        let (quotes, request) = sheet_and_request(&sheet);
        let request = request.as_deref().map(|text| ("request.csv", text));
        let bytes = support::compare_bytes(&[(FILE, &quotes)], request, &sheet.policy()).unwrap();
        let document = Document::parse(&bytes).unwrap();
        prop_assert_eq!(alone(&document, WORDS).differences, []);
        let files = support::sources(&[(FILE, &quotes)], request);
        let sources = matched(&document, files).unwrap();
        prop_assert_eq!(with_inputs(&document, WORDS, &sources).unwrap().differences, []);
    }
}

proptest! {
    #![proptest_config(config(3))]

    #[test]
    fn a_changed_figure_is_seen(sheet in sheets_with_repeated_vendors()) {
        let (quotes, request) = sheet_and_request(&sheet);
        let request = request.as_deref().map(|text| ("request.csv", text));
        let whole = support::compare(&[(FILE, &quotes)], request, &sheet.policy()).unwrap();
        let mut unseen = Vec::new();
        let mut count = 0;
        changed(&whole, &mut Vec::new(), &whole, &mut |path, changed| {
            let is_given = |part: &String| GIVEN.contains(&part.as_str());
            // Of a reason every part is computed, the names and places in it too.
            let computed = path
                .iter()
                .any(|part| ["reason", "savings", "totals", "matrix"].contains(&part.as_str()));
            let seen_alone = computed || !path.iter().any(is_given);
            let Ok(document) = Document::parse(&bytes(&changed)) else { count += 1; return };
            count += 1;
            if seen_alone && alone(&document, WORDS).is_same() {
                unseen.push(format!("alone: {}", path.join(".")));
            }
            let files = support::sources(&[(FILE, &quotes)], request);
            let is_same = matched(&document, files)
                .is_ok_and(|sources| with_inputs(&document, WORDS, &sources).is_ok_and(|verdict| verdict.is_same()));
            // The day and the number of the request come with the command, and a file may have another name by now.
            let is_option = |part: &String| ["version", "as_of", "request", "name"].contains(&part.as_str());
            if is_same && !path.last().is_some_and(is_option) {
                unseen.push(format!("with inputs: {}", path.join(".")));
            }
        });
        prop_assert!(count > 50);
        prop_assert_eq!(unseen, Vec::<String>::new());
    }
}

#[test]
fn what_is_no_recommendation_is_refused_with_its_place() {
    let whole = support::compare(&[(FILE, "item,vendor,unit_price\ndesk,Hongda,215\n")], None, "").unwrap();
    for (pointer, value, said) in [
        ("/format", "bijia.recommendation/9".into(), "format: `bijia.recommendation/9` is not"),
        ("/items/0/quantity", "0".into(), "items[0] `desk`: `0` is not a quantity"),
        ("/items/0/quotes/0/unit_price", 215.into(), "items[0] `desk`: invalid type: integer"),
        ("/items/0/quotes/0/file", "other.csv".into(), "quotes[0]: its file is not among the inputs"),
        ("/items/0/quotes/0/quality", "good".into(), "`good` is no quality by the policy"),
        ("/policy/price/tolerance", "-1".into(), "policy: `-1` is out of range"),
        ("/inputs/0/role", "ledger".into(), "inputs[0]: `ledger` is no role"),
    ] {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let faults = Document::parse(&bytes(&changed)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.to_string().contains(said)), "{said}: {faults:?}");
    }
    assert!(Document::parse(b"{\"format\":1,\"format\":2}").is_err());
    assert!(Document::parse(b"").is_err());
    let loose = serde_json::to_vec_pretty(&whole).unwrap();
    let verdict = alone(&Document::parse(&loose).unwrap(), WORDS);
    assert_eq!(verdict.differences.len(), 1);
    assert!(verdict.differences[0].to_string().contains("canonical form"));
}
