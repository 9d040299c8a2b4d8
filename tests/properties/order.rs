//! Property 1: rows, files and columns in any order give the same result.

use std::collections::BTreeSet;

use proptest::strategy::{Just, Strategy};
use proptest::{collection::vec, prop_assert_eq, proptest};
use serde_json::Value;

use super::completeness::sort_key;
use super::config;
use super::sheet::{FILE, Sheet, Table};
use super::strategies::sheets_with_repeated_vendors;
use crate::support;

const NAMES: [&str; 3] = ["north.csv", "east.csv", "west.csv"];

/// Another arrangement of a sheet's quotes: names and texts of files.
type Files = Vec<(&'static str, String)>;

proptest! {
    #![proptest_config(config(2000))]

    /// Only `inputs`, `file`, `row` and `line` can tell in which order and in which files the quotes stood.
    #[test]
    fn order_of_rows_columns_and_files_changes_nothing((sheet, files) in rearranged()) {
        let request = sheet.request();
        let request = request.as_deref().map(|text| ("request.csv", text));
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let plain = support::compare_bytes(&[(FILE, &sheet.table().text())], request, &sheet.policy()).unwrap();
        let other = support::compare_bytes(&files, request, &sheet.policy()).unwrap();
        prop_assert_eq!(placeless(&plain), placeless(&other));
    }
}

fn rearranged() -> impl Strategy<Value = (Sheet, Files)> {
    sheets_with_repeated_vendors().prop_flat_map(|sheet| {
        let table = sheet.table();
        let columns: Vec<usize> = (0..table.header.len()).collect();
        let columns = vec(Just(columns).prop_shuffle(), NAMES.len());
        let dealt = (1..=NAMES.len()).prop_flat_map({
            let rows = table.rows.len();
            move |files| vec(0..files, rows)
        });
        let names = Just(NAMES.to_vec()).prop_shuffle();
        let rows = Just(table.rows).prop_shuffle();
        (Just(sheet), Just(table.header), rows, columns, dealt, names).prop_map(
            |(sheet, header, rows, columns, dealt, names)| {
                let files = files(&header, &rows, &columns, &dealt, &names);
                // The same file twice is a fault, so quotes that would make one stay together.
                let texts: BTreeSet<&String> = files.iter().map(|(_, text)| text).collect();
                if texts.len() == files.len() {
                    return (sheet, files);
                }
                let together = vec![0; rows.len()];
                let files = self::files(&header, &rows, &columns, &together, &names);
                (sheet, files)
            },
        )
    })
}

fn files(
    header: &[String],
    rows: &[Vec<String>],
    columns: &[Vec<usize>],
    dealt: &[usize],
    names: &[&'static str],
) -> Files {
    let mut files = Vec::new();
    for (position, (name, order)) in names.iter().zip(columns).enumerate() {
        let pick = |cells: &[String]| order.iter().map(|&column| cells[column].clone()).collect::<Vec<String>>();
        let own = rows.iter().zip(dealt).filter(|&(_, &file)| file == position);
        let table = Table { header: pick(header), rows: own.map(|(row, _)| pick(row)).collect() };
        if !table.rows.is_empty() {
            files.push((*name, table.text()));
        }
    }
    files
}

/// The recommendation without what names a file or a row of it.
fn placeless(bytes: &[u8]) -> String {
    let mut recommendation: Value = serde_json::from_slice(bytes).expect("the recommendation is JSON");
    strip(&mut recommendation);
    // One note is about how the quotes are filed.
    let notes = recommendation["notes"].as_array_mut().unwrap();
    notes.retain(|note| note["code"] != "same-item-in-files");
    for item in recommendation["items"].as_array_mut().unwrap() {
        // File and row come last in the order of the quotes and are gone, so what they alone put in order has none.
        let quotes = item["quotes"].as_array_mut().unwrap();
        quotes.sort_by_cached_key(|quote| (sort_key(quote), quote.to_string()));
    }
    recommendation.to_string()
}

pub(super) fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| !["inputs", "file", "row", "line"].contains(&key.as_str()));
            fields.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
