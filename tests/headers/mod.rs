//! Headers of real sheets: none that changes what is paid is left out in silence.

mod hints;

use std::collections::BTreeSet;

use bijia::document::json;
use bijia::policy::{Condition, Cost, CostKind, Gate, Policy, TaxBasis};
use bijia::read::{Options, ReadError, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommendation::recommend;
use bijia::value::column::Column;
use bijia::value::date::Date;
use bijia::value::source::{Role, Source};
use serde_json::Value;

/// A list a line: what is bought, a colon, and headers between `|`. `!` stands before those that change what is paid, or
/// when and for how long.
const LISTS: &str = include_str!("lists.txt");

/// A list of headers, each with whether it changes what is paid.
fn lists() -> impl Iterator<Item = (&'static str, Vec<(&'static str, bool)>)> {
    let lines = LISTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let (bought, headers) = line.split_once(": ").unwrap_or_else(|| panic!("`{line}` has no headers"));
        let header = |header: &'static str| match header.trim().strip_prefix('!') {
            Some(header) => (header, true),
            None => (header.trim(), false),
        };
        (bought, headers.split('|').map(header).collect())
    })
}

/// What reading a list comes to: headers with a fault, those that mean the same column as another one, and those whose
/// cells are only carried along.
#[derive(Debug, Default)]
struct Outcome {
    refused: BTreeSet<String>,
    doubled: BTreeSet<String>,
    carried: BTreeSet<String>,
}

/// Reads a sheet of one row whose cells have no value, and settles each fault until nothing but the row is left.
fn outcome(list: &[(&str, bool)]) -> Outcome {
    let headers: Vec<&str> = list.iter().map(|(header, _)| *header).collect();
    let of_kind = |counts: bool, number: usize| {
        let header = list.iter().filter(|(_, of)| *of == counts).nth(number).map(|(header, _)| (*header).to_owned());
        header.unwrap_or_else(|| panic!("{headers:?}: a column is missing"))
    };
    let cell = |number: usize| format!("cell {number}");
    let quoted = |texts: &mut dyn Iterator<Item = String>| {
        texts.map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
    };
    let header = quoted(&mut headers.iter().map(|header| (*header).to_owned()));
    let row = quoted(&mut (0..headers.len()).map(cell));
    let sheet = format!("{header}\n{row}\n");
    let sources = [Source::in_memory("quotes.csv", Role::Quotes, sheet.into_bytes())];
    let mut policy = Policy { missing: (0..headers.len()).map(cell).collect(), ..Policy::default() };
    let mut outcome = Outcome::default();
    for _ in 0..=headers.len() {
        let faults = match read(&sources, &policy, &Options::default()) {
            Err(ReadError::Faults(faults)) => faults,
            Err(error) => panic!("{headers:?}: {error}"),
            Ok(dataset) => {
                let mut bytes = Vec::new();
                let recommendation = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
                json::write(&recommendation, WORDS, &mut bytes).unwrap();
                let result: Value = serde_json::from_slice(&bytes).unwrap();
                let carried = result["items"][0]["quotes"][0]["carried"].as_object().unwrap().clone();
                let is_carried = |text: &String| carried.values().any(|value| value.as_str() == Some(text));
                let fields = (0..headers.len()).filter(|number| is_carried(&cell(*number)));
                outcome.carried = fields.map(|number| headers[number].to_owned()).collect();
                return outcome;
            }
        };
        for error in faults.files.iter().flat_map(|file| &file.kept) {
            let text = error.to_string();
            match &error.place.column {
                // A column that a sheet must have is mapped to the header that was refused; others are ignored.
                Some(column)
                    if text.contains("the price of one or the total") || text.contains("`unit_price` cannot") =>
                {
                    policy.columns.insert(Column::UnitPrice, vec![column.header.raw().to_owned()]);
                    outcome.refused.insert(column.header.raw().to_owned());
                }
                Some(_) if text.contains("the policy compares prices") => policy.price.basis = TaxBasis::Excluded,
                Some(column) if text.contains("mean the same column") => {
                    policy.ignore.push(column.header.raw().to_owned());
                    outcome.doubled.insert(column.header.raw().to_owned());
                }
                Some(column) => {
                    policy.ignore.push(column.header.raw().to_owned());
                    outcome.refused.insert(column.header.raw().to_owned());
                }
                // What a sheet must have: its columns are those that the lists start with.
                None if text.contains("no column `unit_price`") => {
                    outcome.refused.insert(of_kind(true, 0));
                    policy.columns.insert(Column::UnitPrice, vec![of_kind(true, 0)]);
                }
                None if text.contains("no column `item`") => {
                    policy.columns.insert(Column::Item, vec![of_kind(false, 0)]);
                }
                None if text.contains("no column `vendor`") => {
                    policy.columns.insert(Column::Vendor, vec![of_kind(false, 1)]);
                }
                None => panic!("{headers:?}: {text}"),
            }
        }
    }
    panic!("{headers:?}: faults without end: {outcome:?}");
}

#[test]
fn no_header_that_changes_what_is_paid_is_left_out_in_silence() {
    let mut silent = Vec::new();
    for (bought, list) in lists() {
        let outcome = outcome(&list);
        let is_silent = |header: &str| {
            let is_refused = outcome.refused.contains(header) || outcome.doubled.contains(header);
            outcome.carried.contains(header) && !is_refused
        };
        silent.extend(
            list.iter()
                .filter(|(header, counts)| *counts && is_silent(header))
                .map(|(header, _)| format!("{bought}: {header}")),
        );
    }
    assert!(silent.is_empty(), "{} headers are only carried along:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn few_headers_that_change_nothing_are_refused() {
    let mut refused = Vec::new();
    for (bought, list) in lists() {
        let outcome = outcome(&list);
        refused.extend(
            list.iter()
                .filter(|(header, counts)| !counts && outcome.refused.contains(*header))
                .map(|(header, _)| format!("{bought}: {header}")),
        );
    }
    assert!(refused.is_empty(), "{} headers are refused:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn there_are_200_lists_and_no_two_are_the_same() {
    let all: Vec<Vec<&str>> =
        lists().map(|(_, list)| list.into_iter().map(|(header, _)| header).collect::<Vec<_>>()).collect();
    let distinct: BTreeSet<BTreeSet<&str>> = all.iter().map(|list| list.iter().copied().collect()).collect();
    assert_eq!((all.len(), distinct.len()), (200, 200));
    assert!(all.iter().all(|list| list.len() >= 4));
}

/// Reads a sheet by a policy; returns the notes, or the faults.
fn read_by(policy: Policy, sheet: &str) -> Result<Vec<String>, Vec<String>> {
    let sources = [Source::in_memory("quotes.csv", Role::Quotes, sheet.as_bytes())];
    match read(&sources, &policy, &Options::default()) {
        Err(ReadError::Faults(faults)) => {
            Err(faults.files.iter().flat_map(|file| &file.kept).map(ToString::to_string).collect())
        }
        Err(error) => panic!("{error}"),
        Ok(dataset) => {
            let mut bytes = Vec::new();
            let recommendation = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
            json::write(&recommendation, WORDS, &mut bytes).unwrap();
            let result: Value = serde_json::from_slice(&bytes).unwrap();
            let notes = result["notes"].as_array().unwrap().iter();
            let text = |note: &Value| format!("{}: {}", note["code"].as_str().unwrap(), note["text"].as_str().unwrap());
            Ok(notes.map(text).collect())
        }
    }
}

const SHEET: &str = "item,vendor,unit_price,quality,service,currency,quantity,Setup Fee,Price,Colour\n\
                     desk,A,5,9,9,CNY,2,10,7,grey\n";

#[test]
fn ignored_headers_are_compared_as_others_are_and_named_in_a_note() {
    let ignore = ["setup_fee", "PRICE", "Freight"].map(str::to_owned).to_vec();
    let notes = read_by(Policy { ignore, ..Policy::default() }, SHEET).unwrap();
    let expected = [
        "ignored-headers: the policy ignores columns: `Price`, `Setup Fee`",
        "ignored-nowhere: the policy ignores a column that no sheet has: `Freight`",
        "unused-columns: a column is only carried along: `Colour`",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn an_ignored_header_is_no_alias() {
    let sheet = "item,vendor,单价,含税单价,quality,service,currency,quantity\ndesk,A,5,9,1,1,CNY,1\n";
    assert_eq!(read_by(Policy::default(), sheet).unwrap_err().len(), 1);
    let ignore = vec!["含税单价".to_owned()];
    let notes = read_by(Policy { ignore, ..Policy::default() }, sheet).unwrap();
    assert_eq!(notes, ["ignored-headers: the policy ignores a column: `含税单价`"]);
}

#[test]
fn a_cost_or_a_gate_uses_its_column_and_must_have_one() {
    let cost = |column: &str| Cost { column: column.to_owned(), kind: CostKind::Line };
    let gate = |column: &str| Gate { column: column.to_owned(), condition: Condition::OneOf(vec!["grey".to_owned()]) };
    let with = |costs, gates| Policy { costs, gates, ignore: vec!["Price".to_owned()], ..Policy::default() };
    let notes = read_by(with(vec![cost("setup fee")], vec![gate("colour")]), SHEET).unwrap();
    assert_eq!(notes, ["ignored-headers: the policy ignores a column: `Price`"]);
    let faults = read_by(with(vec![cost("Setup Fee"), cost("Set Fee")], vec![gate("Licence")]), SHEET).unwrap_err();
    let expected = [
        "quotes.csv: the policy's `[[cost]]` adds `Set Fee`, which no sheet of quotes has",
        "quotes.csv: the policy's `[[gate]]` looks at `Licence`, which no sheet of quotes has",
    ];
    assert_eq!(faults, expected);
}
