//! Property 8: all amounts times ten give the same places.

use proptest::strategy::Strategy;
use proptest::{prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{Sheet, place, quotes_of};
use super::strategies::sheets;

/// A sheet in a currency without decimals.
fn sheets_in_yen() -> impl Strategy<Value = Sheet> {
    sheets().prop_map(|mut sheet| {
        (sheet.currency, sheet.decimals) = ("JPY", 0);
        sheet
    })
}

proptest! {
    #![proptest_config(config(2000))]

    /// Ten times the prices and budgets: the same decisions, places, reasons and percents.
    #[test]
    fn ten_times_the_amounts_give_the_same_places(sheet in sheets_in_yen()) {
        let mut larger = sheet.clone();
        for item in &mut larger.items {
            item.budget = item.budget.map(|budget| budget * 10);
            for row in &mut item.rows {
                row.price = row.price.map(|price| price * 10);
            }
        }
        let (before, after) = (sheet.compare(), larger.compare());
        prop_assert_eq!(essence(&before, 10), essence(&after, 1));
    }
}

/// What must be the same; amounts are multiplied by `factor`.
fn essence(recommendation: &Value, factor: i128) -> Vec<Value> {
    let amount =
        |value: &Value| value.as_str().map(|text| text.parse::<i128>().unwrap() * factor).map(|it| it.to_string());
    let items = recommendation["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            let quotes: Vec<Value> = quotes_of(item)
                .iter()
                .map(|quote| {
                    let reason = &quote["reason"];
                    json!({
                        "vendor": quote["vendor"],
                        "row": quote["row"],
                        "total": amount(&quote["total"]),
                        "outcome": quote["outcome"],
                        "places": [place(quote, "rank"), place(quote, "grade_rank")],
                        "reason": [reason["step"], reason["criterion"], reason["other"]],
                    })
                })
                .collect();
            let step_ups: Vec<Value> = item["step_ups"]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| json!([step["from_vendor"], step["to_vendor"], amount(&step["amount"]), step["percent"]]))
                .collect();
            let notes: Vec<&Value> = item["notes"].as_array().unwrap().iter().map(|note| &note["code"]).collect();
            json!({
                "item": item["item"],
                "decision": [item["decision"], item["refer_because"], item["decided_by"]],
                "candidates": item["candidates"],
                "if_withdrawn": item["if_withdrawn"],
                "saving": amount(&item["savings"]["budget"]),
                "step_ups": step_ups,
                "notes": notes,
                "quotes": quotes,
            })
        })
        .collect()
}
