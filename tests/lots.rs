//! Awards by lot, with figures that are computed by hand; results by lot verify, and no changed value in them goes unseen.

use bijia::document::verify::{alone, matched, with_inputs};
use bijia::document::{Document, json};
use bijia::policy::{AwardBy, Condition, Estimate, EstimateUse, Gate, Policy};
use bijia::read::{Options, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommendation::recommend;
use bijia::value::date::Date;
use bijia::value::source::Digest;
use serde_json::{Value, json};

use crate::documents::{OF_ITEM, OF_QUOTE, is_given, unseen};
use crate::support::{compare, compare_bytes, sources};

const BY_LOT: &str = "[award]\nby = \"lot\"\n";
const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n";

/// Two lots and an item by itself; alternates, rounds, a repeated row, and offers that are not complete.
const SHEET: &str = "\
lot,item,vendor,unit_price,quality,service,quantity,budget,last_price,valid_until,round,department
Classroom,desk,Hongda,215,B,4.5,120,30000,221,,1,Logistics
Classroom,desk,Hongda,210,B,4.5,120,30000,221,,2,Logistics
Classroom,chair,Hongda,88,A,4.2,120,12000,90,,1,Logistics
Classroom,desk,Meijia,209,A,4.7,120,30000,221,,1,Logistics
Classroom,chair,Meijia,91,B,4.7,120,12000,90,,1,Logistics
Classroom,chair,Meijia,99,A,4.7,120,12000,90,,1,Logistics
Classroom,desk,Old Oak,180,A,4.9,120,30000,221,2026-11-01,1,Logistics
Classroom,desk,Old Oak,180,A,4.9,120,30000,221,2026-11-01,1,Logistics
Classroom,chair,Old Oak,80,A,4.9,120,12000,90,,1,Logistics
Library,bookshelf,Hongda,690,B,4.5,20,15000,,,1,Library
Library,bookshelf,Meijia,700,B,4.7,20,15000,,,1,Library
Library,table,Meijia,790,B,4.7,10,,,,1,Library
,curtain,Hongda,4800,B,4.5,1,5000,,,1,
,curtain,Meijia,4600,B,4.7,1,5000,,,1,
";

fn compared(sheet: &str, policy: &str) -> Value {
    compare(&[("quotes.csv", sheet)], None, policy).unwrap()
}

/// Compares quotes of one lot; each row is an item, a vendor, a price, a quantity and whatever `columns` names.
fn lot(columns: &str, rows: &[&str], policy: &str) -> Value {
    let rows = rows.iter().fold(String::new(), |rows, row| format!("{rows}L,{row}\n"));
    let mut whole = compared(&format!("lot,item,vendor,unit_price,quantity{columns}\n{rows}"), policy);
    whole["items"][0].take()
}

fn quote<'i>(item: &'i Value, vendor: &str) -> &'i Value {
    item["quotes"].as_array().unwrap().iter().find(|quote| quote["vendor"] == vendor).unwrap()
}

fn codes(item: &Value) -> Vec<&str> {
    item["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect()
}

#[test]
fn an_offer_is_the_sum_of_its_lines_with_the_worst_grade_and_service() {
    let whole = compared(SHEET, &format!("{SCALE}required = \"B\"\n{BY_LOT}"));
    // Without a request, items without a lot come first.
    let classroom = &whole["items"][1];
    assert_eq!(json!([classroom["lot"], classroom["item"], classroom["quantity"]]), json!(["Classroom", null, "1"]));
    // 30000 + 12000.
    assert_eq!(classroom["budget"], "42000.00");
    let facts = |vendor| {
        let quote = quote(classroom, vendor);
        json!([quote["outcome"], quote["total"], quote["grade"], quote["service"][0]])
    };
    // 210 x 120 + 88 x 120 = 25200 + 10560; the worse of B and A, and of 4.5 and 4.2.
    assert_eq!(facts("Hongda"), json!(["recommended", "35760.00", "B", "4.2"]));
    // 209 x 120 + 91 x 120 = 25080 + 10920; the cheaper one of its chairs is its line.
    assert_eq!(facts("Meijia"), json!(["lost", "36000.00", "B", "4.7"]));
    // Its desk ran out, so that it is no offer for the lot, and has no total.
    assert_eq!(facts("Old Oak"), json!(["rejected", null, null, null]));
    let reason = &quote(classroom, "Old Oak")["reason"];
    assert_eq!(json!([reason["step"], reason["own"], reason["other_value"]]), json!(["incomplete-lot", "1", "2"]));
    let why = quote(classroom, "Old Oak")["why"].as_str().unwrap();
    assert!(why.contains("desk: was valid until 2026-11-01"), "{why}");
    assert_eq!(classroom["award"], json!({"vendor": "Hongda", "total": "35760.00", "unit_price": "35760"}));
    let savings = &classroom["savings"];
    // Last time 221 x 120 + 90 x 120 = 37320; first asked 215 x 120 + 88 x 120 = 36360.
    assert_eq!(json!([savings["last_price"], savings["first_offer"]]), json!(["1560.00", "600.00"]));
    assert_eq!(json!([savings["budget"], savings["median"]]), json!(["6240.00", "240.00"]));
    assert_eq!(classroom["department"], "Logistics");

    let library = &whole["items"][2];
    // 700 x 20 + 790 x 10, and one of its items has no budget.
    assert_eq!(json!([library["award"]["total"], library["decided_by"]]), json!(["21900.00", "only-offer"]));
    assert_eq!(library["budget"], Value::Null);
    assert_eq!(codes(library), ["lot-without-budget"]);
    let text = library["notes"][0]["text"].as_str().unwrap();
    assert_eq!(text, "no budget is stated for `table`, so that the lot has none");
}

#[test]
fn an_item_without_a_lot_stays_as_it_is_by_item() {
    let policy = format!("{SCALE}required = \"B\"\n");
    let by_item = compared(SHEET, &policy);
    let by_lot = compared(SHEET, &format!("{policy}{BY_LOT}"));
    let curtain = |whole: &Value| {
        let items = whole["items"].as_array().unwrap();
        items.iter().find(|item| item["item"] == "curtain").unwrap().clone()
    };
    assert_eq!(curtain(&by_item), curtain(&by_lot));
    assert_eq!(by_lot["totals"]["items"], 3);
}

#[test]
fn of_several_quotes_for_an_item_the_cheapest_then_the_best_is_the_line() {
    let rows = ["a,V,10,2,C,1,x", "a,V,9,2,C,1,x", "a,V,9,2,B,1,x", "a,V,9,2,B,2,x", "b,V,5,1,A,3,x"];
    let item = lot(",quality,service,note", &rows, &format!("{SCALE}{BY_LOT}"));
    let offer = &item["quotes"][0];
    let line = &offer["lines"][0];
    assert_eq!(json!([line["item"], line["row"], line["total"]]), json!(["a", 4, "18.00"]));
    assert_eq!(line["others"].as_array().unwrap().len(), 3);
    // 9 x 2 + 5 x 1.
    assert_eq!(json!([offer["total"], offer["grade"], offer["service"][0]]), json!(["23.00", "B", "2"]));
    assert_eq!(codes(&item), ["vendor-twice"]);
}

#[test]
fn what_a_line_leaves_open_the_offer_leaves_open() {
    let rows = ["a,V,1,1,A,1", "b,V,1,1,,2", "a,W,1,1,C,", "b,W,1,1,C,2"];
    let item = lot(",quality,service", &rows, &format!("{SCALE}{BY_LOT}"));
    let facts = |vendor| json!([quote(&item, vendor)["grade"], quote(&item, vendor)["service"][0]]);
    assert_eq!(facts("V"), json!([null, "1"]));
    assert_eq!(facts("W"), json!(["C", null]));
}

#[test]
fn the_worst_value_of_a_criterion_is_that_of_its_direction() {
    let policy = format!("[service]\ncriteria = [\"days asc\", \"months desc\"]\n{BY_LOT}");
    let item = lot(",days,months", &["a,V,1,1,10,36", "b,V,1,1,20,24"], &policy);
    assert_eq!(item["quotes"][0]["service"], json!(["20", "24"]));
}

#[test]
fn a_lot_is_one_group_where_every_item_has_a_required_quality() {
    let rows = |required: &str| {
        [
            "a,V,10,1,A,C".to_owned(),
            format!("b,V,10,1,A,{required}"),
            "a,W,8,1,B,C".to_owned(),
            format!("b,W,8,1,C,{required}"),
        ]
    };
    let decided = |required: &str, policy: &str| {
        let rows = rows(required);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let item = lot(",quality,required_quality", &rows, &format!("{SCALE}{policy}{BY_LOT}"));
        json!([item["decision"], item["required_quality"], item["award"]["vendor"]])
    };
    // 16.00 of quality C is less than 20.00 of quality A: what that is worth is for a person to say.
    assert_eq!(decided("", ""), json!(["refer", null, null]));
    assert_eq!(decided("C", ""), json!(["recommended", "C", "W"]));
    // An item's own requirement goes before the policy's, and the lot is held against none but those of its items.
    assert_eq!(decided("", "required = \"C\"\n"), json!(["recommended", "C", "W"]));
    assert_eq!(decided("B", ""), json!(["recommended", "C", "V"]));
}

#[test]
fn totals_of_lines_hold_all_costs_and_are_rounded_line_by_line() {
    // 0.005 x 1 is rounded to 0.01, twice; freight is part of the line.
    let item = lot(",freight", &["a,V,0.005,1,", "b,V,0.005,1,", "a,W,0.001,1,0.5", "b,W,0.001,1,0"], BY_LOT);
    assert_eq!(quote(&item, "V")["total"], "0.02");
    assert_eq!(quote(&item, "W")["total"], "0.50");
    assert_eq!(quote(&item, "W")["lines"][0]["steps"].as_array().unwrap().len(), 3);
    assert!(quote(&item, "W").get("steps").is_none());
}

#[test]
fn a_sum_of_too_many_digits_is_rejected() {
    let item = lot("", &["a,V,999999999999,2", "b,V,1,1", "a,W,1,2", "b,W,1,1"], BY_LOT);
    assert_eq!(json!([quote(&item, "V")["reason"]["step"], quote(&item, "V")["total"]]), json!(["not-exact", null]));
    assert_eq!(item["award"]["total"], "3.00");
}

#[test]
fn the_lots_of_two_requests_are_two() {
    let sheet = "request,lot,item,vendor,unit_price,quantity\nR1,L,a,V,1,1\nR2,L,b,V,2,1\nR1,L,c,V,4,1\n";
    let whole = compared(sheet, BY_LOT);
    let found: Vec<Value> =
        whole["items"].as_array().unwrap().iter().map(|lot| json!([lot["request"], lot["award"]["total"]])).collect();
    assert_eq!(found, [json!(["R1", "5.00"]), json!(["R2", "2.00"])]);
}

#[test]
fn a_draw_has_an_empty_line_for_the_item() {
    let policy = "[award]\nby = \"lot\"\nties = \"draw\"\nseed = \"2026\"\n";
    let item = lot("", &["a,V,1,1", "a,W,1,1"], policy);
    for vendor in ["V", "W"] {
        let drawn = Digest::of(format!("bijia-draw-v1\n2026\nL\n\n{vendor}").as_bytes()).to_string();
        assert_eq!(quote(&item, vendor)["reason"]["own"], drawn);
    }
}

/// Compares by lot with what a policy of the library says.
fn decided(sheet: &str, policy: Policy) -> Value {
    let policy = Policy { award_by: AwardBy::Lot, ..policy };
    let dataset = read(&sources(&[("quotes.csv", sheet)], None), &policy, &Options::default()).unwrap();
    let mut bytes = Vec::new();
    json::write(&recommend(dataset, policy, Date::parse("2026-11-22").unwrap()), WORDS, &mut bytes).unwrap();
    let mut whole: Value = serde_json::from_slice(&bytes).unwrap();
    whole["items"][0].take()
}

#[test]
fn an_estimate_gives_a_lot_its_budget_and_takes_no_part() {
    let sheet = "lot,item,vendor,unit_price,quantity\nL,a,V,3,2\nL,b,V,4,1\nL,a,Estimate,1,2\nL,b,Estimate,2,1\n";
    let estimate = Estimate { vendor: "Estimate".to_owned(), used: EstimateUse::Budget };
    let item = decided(sheet, Policy { estimate: Some(estimate), ..Policy::default() });
    // 3 x 2 + 4 x 1 against 1 x 2 + 2 x 1.
    assert_eq!(
        json!([item["award"]["total"], item["budget"], item["savings"]["budget"]]),
        json!(["10.00", "4.00", "-6.00"])
    );
    assert_eq!(quote(&item, "Estimate")["reason"]["step"], "estimate");
}

#[test]
fn gates_of_the_policy_are_held_against_lines() {
    let sheet =
        "lot,item,vendor,unit_price,quantity,licence\nL,a,V,3,1,yes\nL,b,V,4,1,yes\nL,a,W,1,1,yes\nL,b,W,1,1,no\n";
    let gate = Gate { column: "licence".to_owned(), condition: Condition::OneOf(vec!["yes".to_owned()]) };
    let item = decided(sheet, Policy { gates: vec![gate], ..Policy::default() });
    assert_eq!(item["award"]["vendor"], "V");
    let rejected = quote(&item, "W");
    assert_eq!(rejected["reason"]["step"], "incomplete-lot");
    assert!(rejected["why"].as_str().unwrap().starts_with("covers 1 of the lot's 2 items; b: "), "{}", rejected["why"]);
}

#[test]
fn a_lot_that_nobody_quotes_has_no_offer() {
    let request = "lot,item,quantity,budget\nL,a,1,5\nL,b,2,7\n";
    let quotes = "lot,item,vendor,unit_price\n";
    let whole = compare(&[("quotes.csv", quotes)], Some(("request.csv", request)), BY_LOT).unwrap();
    let item = &whole["items"][0];
    assert_eq!(json!([item["lot"], item["decision"], item["budget"]]), json!(["L", "none", "12.00"]));
    assert_eq!(item["lines"].as_array().unwrap().len(), 2);
}

#[test]
fn results_by_lot_verify_and_no_changed_value_goes_unseen() {
    for policy in [format!("{SCALE}required = \"B\"\n{BY_LOT}"), format!("{SCALE}{BY_LOT}ties = \"name\"\n")] {
        let bytes = compare_bytes(&[("quotes.csv", SHEET)], None, &policy).unwrap();
        let document = Document::parse(&bytes).unwrap();
        assert_eq!(alone(&document, WORDS).differences, []);
        let inputs = matched(&document, sources(&[("quotes.csv", SHEET)], None)).unwrap();
        assert_eq!(with_inputs(&document, WORDS, &inputs).unwrap().differences, []);

        let whole: Value = serde_json::from_slice(&bytes).unwrap();
        let is_lot = |at: &str| whole["items"][at.parse::<usize>().unwrap()]["item"].is_null();
        let is_given = |path: &[String]| {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            match keys.as_slice() {
                ["items", _, "lines", _, key, ..] => OF_ITEM.contains(key),
                ["items", _, "quotes", _, "lines", _, "others", _, key, ..]
                | ["items", _, "quotes", _, "lines", _, key, ..] => {
                    OF_QUOTE.contains(key) || ["item", "terms"].contains(key)
                }
                // All else of a lot and of an offer for it comes of its lines.
                ["items", at, "quotes", _, key, ..] if is_lot(at) => *key == "carried",
                ["items", at, key, ..] if is_lot(at) => ["carried", "currency", "lot"].contains(key),
                ["items", _, "quotes", _, "terms", ..] => true,
                _ => is_given(path),
            }
        };
        assert_eq!(unseen(&whole, &is_given), Vec::<String>::new());
    }
}

#[test]
fn a_lot_without_its_lines_is_no_result() {
    let whole = compared(SHEET, &format!("{SCALE}{BY_LOT}"));
    let parsed = |whole: &Value| {
        let mut bytes = bijia::document::jcs::bytes(whole).unwrap();
        bytes.push(b'\n');
        Document::parse(&bytes)
    };
    let mut without = whole.clone();
    without["items"][1].as_object_mut().unwrap().remove("lines");
    let faults = parsed(&without).unwrap_err();
    assert!(faults[0].to_string().contains("items[1] `Classroom`: it has neither an `item` nor `lines`"), "{faults:?}");
    // Lots in a result by item are not what is computed.
    let mut by_item = whole;
    by_item["policy"]["award"]["by"] = "item".into();
    let document = parsed(&by_item).unwrap();
    assert!(!alone(&document, WORDS).is_same());
}
