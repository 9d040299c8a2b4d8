//! Property 7: rejected quotes move nothing.

use proptest::collection::vec;
use proptest::sample::Index;
use proptest::strategy::Strategy;
use proptest::{prelude::any, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{Quality, Row, Sheet, place, quote_of};
use super::strategies::single_items;

/// A quote that would win if it were admitted, and the gate that it fails.
fn tempting(sheet: &Sheet, gate: usize, vendor: String) -> Row {
    let best = sheet.items[0].rows.iter().filter_map(|row| row.quality).reduce(|one, other| match sheet.quality {
        Quality::Labels(_) => one.min(other),
        Quality::Bands | Quality::Scores => one.max(other),
    });
    Row {
        vendor,
        price: (gate != 0).then_some(1),
        quality: best,
        service: [Some(990), Some(990), Some(10)],
        expired: gate == 1,
        min_order: (gate == 2).then_some(1_000),
    }
}

fn additions() -> impl Strategy<Value = Vec<(usize, Index)>> {
    vec((0..3_usize, any::<Index>()), 1..=3)
}

proptest! {
    #![proptest_config(config(2000))]

    /// Adding rejected quotes anywhere, or leaving all of them out, changes no decision, no place and no reason.
    #[test]
    fn rejected_quotes_change_nothing(sheet in single_items(), additions in additions()) {
        let as_it_is = sheet.compare();
        let mut larger = sheet.clone();
        for (position, (gate, at)) in additions.into_iter().enumerate() {
            let row = tempting(&sheet, gate, format!("0 rejected {position}"));
            let rows = &mut larger.items[0].rows;
            rows.insert(at.index(rows.len() + 1), row);
        }
        prop_assert_eq!(essence(&sheet, &as_it_is), essence(&sheet, &larger.compare()));

        let admitted = sheet.case(&sheet.items[0]).admitted();
        // Without any quote there is no item to speak of.
        if !admitted.is_empty() && admitted.len() < sheet.items[0].rows.len() {
            let mut smaller = sheet.clone();
            smaller.items[0].rows = admitted.iter().map(|&offer| sheet.items[0].rows[offer].clone()).collect();
            prop_assert_eq!(essence(&smaller, &as_it_is), essence(&smaller, &smaller.compare()));
        }
    }
}

/// What is said about the item and about the quotes of `sheet`, without their rows.
fn essence(sheet: &Sheet, recommendation: &Value) -> Value {
    let item = &recommendation["items"][0];
    let quotes: Vec<Value> = sheet.items[0]
        .rows
        .iter()
        .map(|row| {
            let quote = quote_of(item, &row.vendor);
            let reason = &quote["reason"];
            json!({
                "vendor": row.vendor,
                "places": [place(quote, "rank"), place(quote, "grade_rank")],
                "facts": [quote["total"], quote["grade"], quote["outcome"]],
                "reason": [reason["step"], reason["criterion"], reason["own"], reason["other_value"]],
                "other": reason["other"]["vendor"],
            })
        })
        .collect();
    let window = item["notes"].as_array().unwrap().iter().any(|note| note["code"] == "depends-on-window");
    json!({
        "decision": [item["decision"], item["refer_because"], item["decided_by"]],
        "award": item["award"],
        "candidates": item["candidates"],
        "step_ups": item["step_ups"],
        "if_withdrawn": item["if_withdrawn"],
        "savings": item["savings"],
        "depends_on_window": window,
        "quotes": quotes,
    })
}
