//! Lots as a whole: sums of lines, lots of one item each, and offers that are not complete.

use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{FILE, Sheet};
use super::strategies::{sheets, sheets_with_repeated_vendors};
use crate::oracle::Ties;
use crate::support;

/// Whether lots are awarded as a whole.
#[derive(Clone, Copy)]
enum By {
    Item,
    Lot,
}

/// Compares a sheet whose items have lots; `is_left_out` leaves rows out by lot and vendor.
fn compared(sheet: &Sheet, by: By, lot: impl Fn(&str) -> String, is_left_out: impl Fn(&str, &str) -> bool) -> Value {
    let mut sheet = sheet.clone();
    sheet.request_apart = false;
    let mut table = sheet.table();
    table.header.push("lot".to_owned());
    for row in &mut table.rows {
        row.push(lot(&row[0]));
    }
    table.rows.retain(|row| !is_left_out(row.last().unwrap(), &row[1]));
    let by = match by {
        By::Item => "item",
        By::Lot => "lot",
    };
    let policy = format!("{}by = \"{by}\"\n", sheet.policy());
    support::compare(&[(FILE, &table.text())], None, &policy).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Counts the minor units of an amount of two decimals.
fn minor(amount: &Value) -> i128 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// What is decided, without the quotes that take no part and without what names an item.
fn decided(item: &Value) -> Value {
    let admitted = list(item, "quotes").iter().filter(|quote| !quote["rank"].is_null() || quote["grade_rank"].is_u64());
    let quotes: Vec<Value> = admitted
        .map(|quote| {
            let reason = &quote["reason"];
            json!([
                [quote["vendor"], quote["total"], quote["grade"], quote["service"], quote["quality"]],
                [quote["outcome"], quote["rank"], quote["grade_rank"], quote["file"], quote["row"]],
                [reason["step"], reason["criterion"], reason["own"], reason["other_value"], reason["other"]],
            ])
        })
        .collect();
    json!({
        "decision": [item["decision"], item["refer_because"], item["decided_by"], item["budget"]],
        "award": [item["award"]["vendor"], item["award"]["total"]],
        "after": [item["candidates"], item["step_ups"], item["if_withdrawn"], item["savings"], item["window"]],
        "quotes": quotes,
    })
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn the_total_of_an_offer_is_the_sum_of_its_lines(sheet in sheets_with_repeated_vendors()) {
        let whole = compared(&sheet, By::Lot, |_| "L".to_owned(), |_, _| false);
        let [lot] = list(&whole, "items") else { panic!("there is one lot") };
        prop_assert_eq!(&lot["lot"], "L");
        prop_assert_eq!(&lot["item"], &Value::Null);
        let mut rows = 0;
        for quote in list(lot, "quotes") {
            let lines = list(quote, "lines");
            rows += lines.iter().map(|line| 1 + list(line, "others").len()).sum::<usize>();
            let admitted: Vec<&Value> =
                lines.iter().filter(|line| !["rejected", "superseded"].contains(&line["outcome"].as_str().unwrap())).collect();
            let is_complete = admitted.len() == list(lot, "lines").len();
            prop_assert_eq!(is_complete, quote["outcome"] != "rejected");
            if is_complete {
                let sum: i128 = admitted.iter().map(|line| minor(&line["total"])).sum();
                prop_assert_eq!(sum, minor(&quote["total"]));
            } else {
                prop_assert_eq!(&quote["total"], &Value::Null);
                prop_assert_eq!(&quote["reason"]["step"], "incomplete-lot");
                prop_assert_eq!(quote["reason"]["own"].as_str().unwrap(), admitted.len().to_string());
            }
        }
        prop_assert_eq!(rows, sheet.table().rows.len());
    }

    #[test]
    fn lots_of_one_item_are_decided_as_the_item(mut sheet in sheets()) {
        // What is drawn depends on the item's name, which a lot has not.
        if matches!(sheet.ties, Ties::Draw { .. }) {
            sheet.ties = Ties::Name;
        }
        let [by_item, by_lot] = [By::Item, By::Lot].map(|by| compared(&sheet, by, |item| format!("lot of {item}"), |_, _| false));
        let decided = |whole: &Value| list(whole, "items").iter().map(decided).collect::<Vec<_>>();
        prop_assert_eq!(decided(&by_item), decided(&by_lot));
        prop_assert_eq!(&by_item["totals"], &by_lot["totals"]);
    }

    #[test]
    fn a_vendor_without_a_complete_offer_changes_nothing(sheet in sheets()) {
        let lot = |item: &str| if item == "desk" { "one".to_owned() } else { "others".to_owned() };
        let whole = compared(&sheet, By::Lot, lot, |_, _| false);
        let is_rejected = |lot: &str, vendor: &str| {
            let entry = list(&whole, "items").iter().find(|entry| entry["lot"] == lot).unwrap();
            list(entry, "quotes").iter().any(|quote| quote["vendor"] == vendor && quote["outcome"] == "rejected")
        };
        // A lot that nobody offers whole stays, so that lots can be held against each other.
        let has_offer = |lot: &str| {
            let entry = list(&whole, "items").iter().find(|entry| entry["lot"] == lot).unwrap();
            entry["decision"] != "none"
        };
        let without = compared(&sheet, By::Lot, lot, |lot, vendor| has_offer(lot) && is_rejected(lot, vendor));
        let places = |decided: Value| {
            // Rows move up where others are left out.
            let mut decided = decided;
            let window = &mut decided["after"][4];
            if let Some(set_by) = window.get_mut("set_by") {
                set_by["row"] = Value::Null;
            }
            for quote in decided["quotes"].as_array_mut().unwrap() {
                quote[1][4] = Value::Null;
                if quote[2][4].is_object() {
                    quote[2][4]["row"] = Value::Null;
                }
            }
            decided
        };
        let all = |whole: &Value| list(whole, "items").iter().map(decided).map(places).collect::<Vec<_>>();
        prop_assert_eq!(all(&whole), all(&without));
        prop_assert!(list(&without, "items").len() <= 2);
    }
}
