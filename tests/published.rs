//! A sheet as an office published it, not made for a test: with a byte order mark, lone carriage returns at the ends of
//! lines, quoted texts and dates in words.

use std::path::Path;

use bijia::document::json;
use bijia::policy::{Policy, PolicyFile};
use bijia::read::{Options, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommendation::recommend;
use bijia::value::date::Date;
use bijia::value::source::{Role, Source};

/// Every row of the office is a purchase of its own: what else it says of money and days is put aside by name.
const POLICY: &str = r#"
ignore = [
    "Unit Price", "Vendor INCO Term", "Shipment Mode", "Scheduled Delivery Date", "Delivered to Client Date",
    "Delivery Recorded Date", "Line Item Insurance (USD)", "Freight Cost (USD)",
]
[columns]
item = "ID"
unit_price = "Pack Price"
"#;

/// Splits without the reader under test.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for character in text.trim_start_matches('\u{feff}').chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' | '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut cells));
            }
            other => cell.push(other),
        }
    }
    if !cells.is_empty() {
        cells.push(cell);
        rows.push(cells);
    }
    rows.retain(|cells| cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// As results write a number: without zeros at its end.
fn shortest(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[test]
fn ten_thousand_purchases_of_an_office_are_read_whole() {
    // Beside the repository, or further up.
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let Some(path) = above.map(|folder| folder.join("shared/data/scms/purchases.csv")).find(|path| path.is_file())
    else {
        eprintln!("SKIPPED: there is no shared/data/scms/purchases.csv beside the repository");
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let published = rows(&text);
    let (header, published) = published.split_first().unwrap();
    assert_eq!(published.len(), 10_324);
    let place = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    let [id, vendor, price, quantity] = ["ID", "Vendor", "Pack Price", "Line Item Quantity"].map(place);

    let file = PolicyFile::parse(&Source::in_memory("policy.toml", Role::Policy, POLICY)).unwrap();
    let policy = Policy::check(file).unwrap();
    let sheet = Source::in_memory("purchases.csv", Role::Quotes, bytes);
    let dataset = read(&[sheet], &policy, &Options::default()).unwrap();
    let recommendation = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
    let mut written = Vec::new();
    json::write(&recommendation, WORDS, &mut written).unwrap();
    let result: serde_json::Value = serde_json::from_slice(&written).unwrap();

    let items = result["items"].as_array().unwrap();
    assert_eq!(items.len(), published.len());
    for item in items {
        let [quote] = item["quotes"].as_array().unwrap().as_slice() else { panic!("one quote each: {item}") };
        let row = usize::try_from(quote["row"].as_u64().unwrap()).unwrap();
        let cells = &published[row - 1];
        let read = [&item["item"], &quote["vendor"], &quote["unit_price"], &item["quantity"]]
            .map(|value| value.as_str().unwrap());
        let stated = [cells[id].as_str(), cells[vendor].as_str(), shortest(&cells[price]), cells[quantity].as_str()];
        assert_eq!(read, stated, "row {row}");
    }
}
