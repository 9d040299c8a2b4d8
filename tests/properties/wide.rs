//! A sheet with the vendors side by side decides as the same quotes below one another.

use proptest::prelude::*;
use serde_json::Value;

use super::config;
use crate::support::compare;

const VENDORS: [&str; 4] = ["甲公司", "乙公司", "Acme & Sons", "A \"B\", Ltd - North"];

/// What a vendor says of an item: a price in cents, and days.
type Cell = (Option<u32>, Option<u32>);

/// An item: whether a quantity is stated, and what each vendor says.
type Item = (u32, Vec<Cell>);

/// Where the names of vendors stand.
#[derive(Debug, Clone, Copy)]
enum Form {
    Above,
    Below,
    InHeaders,
    InBrackets,
    Alone,
}

const FORMS: [Form; 5] = [Form::Above, Form::Below, Form::InHeaders, Form::InBrackets, Form::Alone];

fn csv(rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n").collect()
}

fn cells((price, days): &Cell) -> [String; 2] {
    let price = price.map(|cents| format!("{}.{:02}", cents / 100, cents % 100));
    [price.unwrap_or_default(), days.map(|days| days.to_string()).unwrap_or_default()]
}

fn long(items: &[Item], vendors: &[&str]) -> String {
    let mut rows = vec![["品名", "数量", "vendor", "单价", "交货期"].map(str::to_owned).to_vec()];
    for (at, (quantity, said)) in items.iter().enumerate() {
        let is_silent = said.iter().all(|cell| *cell == (None, None));
        for (vendor, cell) in vendors.iter().zip(said).filter(|(_, cell)| is_silent || **cell != (None, None)) {
            let own = [format!("item {at}"), quantity.to_string(), (*vendor).to_owned()];
            rows.push(own.into_iter().chain(cells(cell)).collect());
        }
    }
    csv(&rows)
}

fn wide(items: &[Item], vendors: &[&str], form: Form) -> String {
    let text = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let head = |first: &[&str], each: &dyn Fn(&str) -> Vec<String>| {
        text(first).into_iter().chain(vendors.iter().flat_map(|vendor| each(vendor))).collect::<Vec<_>>()
    };
    let own = ["品名", "数量"];
    let in_header = |pattern: &str, vendor: &str| {
        ["单价", "交货期"].map(|column| pattern.replace("{v}", vendor).replace("{c}", column)).to_vec()
    };
    let mut rows = match form {
        Form::Above => {
            vec![head(&own, &|vendor| text(&[vendor, ""])), head(&["", ""], &|_| text(&["单价", "交货期"]))]
        }
        Form::Below => {
            let blanks = vec![""; vendors.len() - 1];
            let top = [&own[..], &["单价"], &blanks, &["交货期"], &blanks].concat();
            vec![text(&top), text(&[&["", ""], vendors, vendors].concat())]
        }
        Form::InHeaders => vec![head(&own, &|vendor| in_header("{v} - {c}", vendor))],
        Form::InBrackets => vec![head(&own, &|vendor| in_header("{c}（{v}）", vendor))],
        Form::Alone => vec![head(&own, &|vendor| text(&[vendor, ""]))],
    };
    for (at, (quantity, said)) in items.iter().enumerate() {
        let mut row = vec![format!("item {at}"), quantity.to_string()];
        let said: Vec<[String; 2]> = said.iter().map(cells).collect();
        if matches!(form, Form::Below) {
            row.extend((0..2).flat_map(|place| said.iter().map(move |cells| cells[place].clone())));
        } else {
            row.extend(said.into_iter().flatten());
        }
        rows.push(row);
    }
    csv(&rows)
}

/// Takes out what says how quotes were filed.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for key in ["row", "line", "inputs", "policy", "policy_sha256"] {
                object.remove(key);
            }
            object.values_mut().for_each(without_places);
        }
        Value::Array(values) => {
            values.retain(|value| value["code"] != "wide");
            values.iter_mut().for_each(without_places);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn items() -> impl Strategy<Value = (Vec<Item>, usize)> {
    (2..=VENDORS.len()).prop_flat_map(|vendors| {
        let cell = (proptest::option::weighted(0.8, 1_u32..500), proptest::option::of(1_u32..9));
        let item = (1_u32..20, proptest::collection::vec(cell, vendors));
        (proptest::collection::vec(item, 1..6), Just(vendors))
    })
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn a_wide_sheet_decides_as_a_long_one((items, vendors) in items(), form in proptest::sample::select(&FORMS[..])) {
        let vendors = &VENDORS[..vendors];
        let service = "[service]\ncriteria = ['delivery_days asc']\n";
        let declared = if matches!(form, Form::Alone) {
            let names: Vec<String> = vendors.iter().map(|vendor| format!("'{vendor}'")).collect();
            format!("[wide]\ncolumns = ['单价', '交货期']\nvendors = [{}]\n", names.join(","))
        } else {
            String::new()
        };
        let (long, wide) = (long(&items, vendors), wide(&items, vendors, form));
        let mut expected = compare(&[("q.csv", &long)], None, service).unwrap();
        let found = compare(&[("q.csv", &wide)], None, &format!("{service}{declared}"));
        let mut found = found.map_err(|faults| TestCaseError::fail(format!("{faults}\n{wide}")))?;
        prop_assert_eq!(&found["inputs"][0]["rows"], items.len());
        for item in found["items"].as_array().unwrap() {
            let at: usize = item["item"].as_str().unwrap().trim_start_matches("item ").parse().unwrap();
            let headers = if matches!(form, Form::Above | Form::Below) { 2 } else { 1 };
            for quote in item["quotes"].as_array().unwrap() {
                prop_assert_eq!((&quote["row"], &quote["line"]), (&Value::from(at + 1), &Value::from(at + 1 + headers)));
            }
        }
        without_places(&mut expected);
        without_places(&mut found);
        prop_assert_eq!(found, expected, "{}", wide);
    }
}
