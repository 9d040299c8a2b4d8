//! Several requests in one run: each item is what its request alone makes of it.

use bijia::document::{
    Document,
    verify::{alone, matched, with_inputs},
};
use bijia::report::wording::WORDS;
use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::{prop_assert_eq, proptest};
use serde_json::Value;

use super::config;
use super::sheet::{Sheet, Table};
use super::strategies::sheets_with_repeated_vendors;
use crate::support;

/// Where each request is filed, and whether the sheets have lots as well.
type Filing = (Vec<usize>, bool);

const FILES: [&str; 3] = ["east.csv", "north.csv", "west.csv"];

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn each_request_is_decided_as_if_it_were_alone((first, others, (files, has_lots)) in requests()) {
        let policy = first.policy();
        // One policy, and with it one kind of quality, goes with all requests. One has fewer quotes for the same items.
        let mut fewer = first.clone();
        fewer.items.iter_mut().for_each(|item| drop(item.rows.pop()));
        let others = others.into_iter().filter(|other| other.quality == first.quality).chain([fewer]);
        let sheets = [first.clone()].into_iter().chain(others).enumerate().map(|(number, sheet)| {
            let sheet = Sheet { request_apart: false, items: sheet.items, ..first.clone() };
            numbered(sheet.table(), number, has_lots)
        });
        let sheets: Vec<Table> = sheets.filter(|table| !table.rows.is_empty()).collect();
        let mut expected = Vec::new();
        for table in &sheets {
            let result = support::compare(&[("alone.csv", &table.text())], None, &policy).unwrap();
            expected.extend(result["items"].as_array().unwrap().iter().map(placeless));
        }
        let mut filed: Vec<Table> = FILES.map(|_| Table { header: Vec::new(), rows: Vec::new() }).to_vec();
        for (table, file) in sheets.into_iter().zip(files) {
            let into = &mut filed[file];
            if into.rows.is_empty() {
                *into = table;
            } else if into.header == table.header {
                into.rows.extend(table.rows);
            } else {
                filed.push(table);
            }
        }
        let texts: Vec<(String, String)> = filed.iter().enumerate().filter(|(_, table)| !table.rows.is_empty())
            .map(|(number, table)| (format!("{number}.csv"), table.text())).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let bytes = support::compare_bytes(&files, None, &policy).unwrap();
        let together: Value = serde_json::from_slice(&bytes).unwrap();
        let found: Vec<String> = together["items"].as_array().unwrap().iter().map(placeless).collect();
        prop_assert_eq!(found, expected);
        let document = Document::parse(&bytes).unwrap();
        prop_assert_eq!(alone(&document, WORDS).differences, []);
        let sources = matched(&document, support::sources(&files, None)).unwrap();
        prop_assert_eq!(with_inputs(&document, WORDS, &sources).unwrap().differences, []);
    }
}

fn requests() -> impl Strategy<Value = (Sheet, Vec<Sheet>, Filing)> {
    (
        sheets_with_repeated_vendors(),
        vec(sheets_with_repeated_vendors(), 0..3),
        (vec(0..FILES.len(), 5), proptest::bool::ANY),
    )
}

/// Puts the number of the request, and maybe a lot, into each row.
fn numbered(mut table: Table, number: usize, has_lots: bool) -> Table {
    let mut put = |header: &str, cell: String| {
        table.header.push(header.to_owned());
        table.rows.iter_mut().for_each(|row| row.push(cell.clone()));
    };
    put("request", format!("R{number}"));
    if has_lots {
        put("lot", format!("L{}", number % 2));
    }
    table
}

/// An item as text, without its places; quotes that are equal but for these in an order that does not depend on them.
fn placeless(item: &Value) -> String {
    let mut item = item.clone();
    super::order::strip(&mut item);
    let quotes = item["quotes"].as_array_mut().unwrap();
    quotes.sort_by_cached_key(|quote| (super::completeness::sort_key(quote), quote.to_string()));
    item.to_string()
}
