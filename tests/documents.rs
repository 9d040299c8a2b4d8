//! Recommendations that earlier versions wrote, each in a folder with its inputs: they verify, and no changed value in
//! them goes unseen.

use std::fs;
use std::path::Path;

use bijia::document::verify::{alone, matched, with_inputs};
use bijia::document::{Document, json};
use bijia::report::wording::WORDS;
use bijia::value::source::{Role, Source};
use serde_json::Value;

use crate::support::{compare_bytes, entries, repository};

const VERSION: &str = concat!("\"version\":\"", env!("CARGO_PKG_VERSION"), '"');

/// Keys of an item and of a quote that nothing else in a document need depend on.
pub(crate) const OF_ITEM: &[&str] = &[
    "budget",
    "carried",
    "category",
    "ceiling",
    "compared_by",
    "currency",
    "department",
    "item",
    "last_price",
    "lot",
    "needed_by",
    "period",
    "quantity",
    "request",
    "required_quality",
    "unit",
];
pub(crate) const OF_QUOTE: &[&str] = &[
    "carried",
    "delivery_date",
    "delivery_days",
    "file",
    "line",
    "min_order",
    "quality",
    "row",
    "service",
    "terms",
    "unit_price",
    "valid_until",
    "vendor",
];

/// Says whether a value is taken as it is where the inputs are not at hand.
pub(crate) fn is_given(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["items", _, "quotes", _, key, ..] => OF_QUOTE.contains(key),
        ["items", _, key, ..] => OF_ITEM.contains(key),
        // What another version writes is not held against this one's name.
        ["tool", "version"] => true,
        [key, ..] => ["as_of", "inputs", "notes"].contains(key),
        [] => false,
    }
}

/// Says whether the first of a list of quotes is rejected: without the inputs nobody misses it.
fn takes_no_part(whole: &Value, path: &[String]) -> bool {
    let first = whole.pointer(&format!("/{}/0/outcome", path.join("/")));
    first.is_some_and(|outcome| outcome == "rejected")
}

/// Calls `each` with the document once for each of its values, changed in that one.
fn change(value: &Value, path: &mut Vec<String>, whole: &Value, each: &mut dyn FnMut(&[String], &Value)) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, below)| (key.clone(), below)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, below)| (at.to_string(), below)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (key, below) in below {
        path.push(key);
        change(below, path, whole, each);
        path.pop();
    }
    if path.is_empty() {
        return;
    }
    let changes: Vec<Value> = match value {
        Value::Object(_) => vec![Value::Null],
        Value::Array(list) if list.is_empty() => vec![vec![Value::Null].into()],
        Value::Array(list) => vec![list[1..].to_vec().into()],
        Value::Null => vec!["1.00".into(), 1.into(), "1".into()],
        Value::Bool(is) => vec![(!is).into()],
        Value::Number(number) => vec![(number.as_u64().unwrap() + 1).into(), Value::Null],
        // A last character that is another digit where it is one, so that amounts and dates stay such.
        Value::String(text) => {
            let last = if text.ends_with('1') { "2" } else { "1" };
            let other = format!("{}{last}", text.strip_suffix(|_: char| true).unwrap_or(""));
            vec![other.into(), Value::Null]
        }
    };
    for other in changes {
        let mut whole = whole.clone();
        *whole.pointer_mut(&format!("/{}", path.join("/"))).unwrap() = other;
        each(path, &whole);
    }
}

/// Returns the values that are not given and can be changed so that the document verifies by itself all the same.
pub(crate) fn unseen(whole: &Value, is_given: &dyn Fn(&[String]) -> bool) -> Vec<String> {
    let mut unseen = Vec::new();
    change(whole, &mut Vec::new(), whole, &mut |path, changed| {
        let document = if is_given(path) || takes_no_part(whole, path) { None } else { parsed(changed) };
        if document.is_some_and(|document| alone(&document, WORDS).is_same()) {
            unseen.push(path.join("."));
        }
    });
    unseen
}

fn sources(folder: &Path) -> Vec<Source> {
    let files = entries(folder).into_iter().filter(|path| !path.ends_with("result.json"));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.map(|path| Source::in_memory(&name(&path), Role::Quotes, fs::read(&path).unwrap())).collect()
}

fn parsed(value: &Value) -> Option<Document> {
    let mut bytes = bijia::document::jcs::bytes(value).unwrap();
    bytes.push(b'\n');
    Document::parse(&bytes).ok()
}

#[test]
fn what_earlier_versions_wrote_verifies_and_no_changed_value_goes_unseen() {
    for folder in entries(&repository().join("tests/documents")) {
        let bytes = fs::read(folder.join("result.json")).unwrap();
        let document = Document::parse(&bytes).unwrap();
        assert_eq!(alone(&document, WORDS).differences, [], "{}", folder.display());
        let inputs = matched(&document, sources(&folder)).unwrap();
        assert_eq!(with_inputs(&document, WORDS, &inputs).unwrap().differences, [], "{}", folder.display());

        // The same quotes, written down by this version, whose words and notes are held against its own as well.
        let today = String::from_utf8(bytes).unwrap().replace(r#""version":"0.1.0""#, VERSION);
        let mut written = Vec::new();
        json::write(Document::parse(today.as_bytes()).unwrap().recommendation(), WORDS, &mut written).unwrap();
        let whole: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(unseen(&whole, &is_given), Vec::<String>::new(), "{}", folder.display());
    }
}

#[test]
fn a_result_of_before_the_matrix_verifies_without_it() {
    let folder = repository().join("tests/documents/matrix");
    let mut whole: Value = serde_json::from_slice(&fs::read(folder.join("result.json")).unwrap()).unwrap();
    assert!(whole.as_object_mut().unwrap().remove("matrix").is_some());
    let document = parsed(&whole).unwrap();
    assert_eq!(alone(&document, WORDS).differences, []);
    let inputs = matched(&document, sources(&folder)).unwrap();
    assert_eq!(with_inputs(&document, WORDS, &inputs).unwrap().differences, []);
}

#[test]
fn no_changed_value_of_what_makes_a_total_goes_unseen() {
    let read = |name: &str| fs::read_to_string(repository().join("examples").join(name)).unwrap();
    let (quotes, request) = (read("supplies.csv"), read("supplies-request.csv"));
    let bytes = compare_bytes(&[("q.csv", &quotes)], Some(("r.csv", &request)), &read("supplies.toml")).unwrap();
    assert_eq!(alone(&Document::parse(&bytes).unwrap(), WORDS).differences, []);
    let whole: Value = serde_json::from_slice(&bytes).unwrap();
    let unseen = unseen(&whole, &is_given);
    assert_eq!(unseen, Vec::<String>::new());
}

#[test]
fn keys_are_those_of_the_format_each_once() {
    let text = fs::read_to_string(repository().join("tests/documents/draw/result.json")).unwrap();
    for (from, to, fault) in [
        ("\"as_of\":", "\"as_of\":\"2026-11-22\",\"as_of\":", "duplicate field `as_of`"),
        ("\"row\":1,", "\"row\":1,\"row\":1,", "items[3] `desk`: duplicate field `row`"),
        ("\"award\":{", "\"award\":{\"bonus\":1,", "items[0] `box`: unknown field `bonus`"),
        ("\"rows\":15", "\"rows\":15.0", "floating point"),
        ("\"rows\":15", "\"rows\":-15", "integer `-15`"),
        ("\"items\":", "\"goods\":", "unknown field `goods`"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let faults = Document::parse(changed.as_bytes()).unwrap_err();
        assert!(faults.iter().any(|found| found.to_string().contains(fault)), "{fault}: {faults:?}");
    }
    // What a map has twice, and a key that is absent, are other bytes than those that are written.
    for (from, to) in [("{\"Note\":\"free\"}", "{\"Note\":\"\",\"Note\":\"free\"}"), ("\"unit\":null,", "")] {
        let document = Document::parse(text.replacen(from, to, 1).as_bytes()).unwrap();
        let found = alone(&document, WORDS).differences;
        assert_eq!(found.iter().map(|found| found.path.as_str()).collect::<Vec<_>>(), [""], "{from}");
    }
}
