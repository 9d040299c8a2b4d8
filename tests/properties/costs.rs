//! The evaluated total, computed in another way: one fraction from the cells as they are written, rounded once.

use bijia::document::Document;
use bijia::document::verify::alone;
use bijia::report::wording::WORDS;
use bijia::value::decimal::Decimal;
use proptest::collection::vec;
use proptest::option::of;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::Value;

use super::config;
use super::sheet::{decimal, quote_of};
use crate::support;

/// What a vendor writes; amounts are in hundredths, percents are whole.
#[derive(Debug, Clone)]
struct Offer {
    price: i128,
    pack: Option<i128>,
    multiple: Option<i128>,
    discount: i128,
    off: i128,
    on: i128,
    freight: i128,
    fee: i128,
    fee_per_unit: i128,
    taxed: bool,
    tax_rate: i128,
    is_foreign: bool,
    running: i128,
}

/// One dollar in hundredths.
const RATE: i128 = 713;

const POLICY: &str = r#"currency = "CNY"
[price]
rates.USD = "7.13"
[[cost]]
column = "off"
per = "percent-off"
[[cost]]
column = "on"
per = "percent-on"
[[cost]]
column = "fee"
[[cost]]
column = "fee per unit"
per = "unit"
[[cost]]
column = "kwh"
times = "0.62"
years = 5
"#;

/// A term that one of several offers of the latest round states is not left open, whichever of them comes first.
#[test]
fn what_a_round_leaves_open_does_not_hang_on_the_order_of_its_offers() {
    let rows = ["x,V,9,10,5,1", "x,V,8,10,5,2", "x,V,7,10,,2"];
    let codes = |rows: &[&str]| -> Vec<String> {
        let sheet = format!("item,vendor,unit_price,quantity,from_quantity,round\n{}\n", rows.join("\n"));
        let json = support::compare(&[("quotes.csv", &sheet)], None, "currency = \"CNY\"\n").unwrap();
        let notes = json["items"][0]["notes"].as_array().unwrap();
        notes.iter().map(|note| note["code"].as_str().unwrap().to_owned()).collect()
    };
    for order in [[0, 1, 2], [0, 2, 1], [2, 0, 1], [2, 1, 0]] {
        let found = codes(&order.map(|place| rows[place]));
        assert!(!found.contains(&"round-states-less".to_owned()), "{order:?}: {found:?}");
    }
    assert!(codes(&[rows[0], rows[2]]).contains(&"round-states-less".to_owned()));
}

proptest! {
    #![proptest_config(config(1000))]

    /// A total is what its cells make, however many of them there are, and the steps lead to it.
    #[test]
    fn a_total_is_what_its_cells_make(
        offer in offers(),
        quantity in 1..500_i128,
        basis in select(vec!["tax-included", "tax-excluded"]),
    ) {
        let policy = POLICY.replace("[price]", &format!("[price]\nbasis = \"{basis}\""));
        let recommendation = support::compare(&[("quotes.csv", &sheet(&offer, quantity))], None, &policy).unwrap();
        let quote = quote_of(&recommendation["items"][0], "A");
        let total = total(&offer, quantity, basis == "tax-included");
        prop_assert_eq!(quote["total"].as_str().unwrap(), format!("{}.{:02}", total / 100, total % 100));
        if let Some(steps) = quote["steps"].as_array() {
            prop_assert_eq!(units(quote), bought(&offer, quantity));
            prop_assert!(leads_to(steps, &offer, quantity, total), "{quote}");
        }
    }

    /// Whatever counts of several rounds, breaks, packs and multiples: the result is the same when it is computed again from its
    /// own quotes, and rows that take no part decide nothing.
    #[test]
    fn what_counts_of_a_vendor_does_not_hang_on_the_order(
        rows in vec((0..3_usize, 1..40_i128, of(select(vec![0, 1, 5, 12, 40])), of(1..6_i128), of(1..4_i128)), 1..9),
        has_rounds in proptest::bool::ANY,
        rotation in 0..9_usize,
        quantity in 1..60_i128,
    ) {
        let cell = |number: Option<i128>| number.map(|number| number.to_string()).unwrap_or_default();
        let mut lines: Vec<String> = rows.iter().map(|(vendor, price, from, multiple, round)| {
            let round = if has_rounds { round.unwrap_or(1).to_string() } else { String::new() };
            format!("x,V{vendor},{price},{quantity},{},{},{round}", cell(*from), cell(*multiple))
        }).collect();
        let compare = |lines: &[String]| {
            let sheet = format!("item,vendor,unit_price,quantity,from_quantity,order_multiple,round\n{}\n", lines.join("\n"));
            support::compare_bytes(&[("quotes.csv", &sheet)], None, "currency = \"CNY\"\n").unwrap()
        };
        let bytes = compare(&lines);
        let document = Document::parse(&bytes).unwrap();
        prop_assert_eq!(alone(&document, WORDS).differences, []);
        let count = lines.len();
        lines.rotate_left(rotation % count);
        let turned: Value = serde_json::from_slice(&compare(&lines)).unwrap();
        let whole: Value = serde_json::from_slice(&bytes).unwrap();
        for key in ["award", "decision", "decided_by", "candidates", "savings", "notes"] {
            prop_assert_eq!(&whole["items"][0][key], &turned["items"][0][key], "{}", key);
        }
    }

    /// The order of columns changes nothing.
    #[test]
    fn columns_in_another_order_give_the_same_total(offer in offers(), quantity in 1..500_i128) {
        let compare = |sheet: &str| support::compare(&[("quotes.csv", sheet)], None, POLICY).unwrap()["items"].clone();
        let forth = sheet(&offer, quantity);
        let back: String = forth.lines().map(|line| line.rsplit(',').collect::<Vec<_>>().join(",") + "\n").collect();
        prop_assert_eq!(compare(&forth), compare(&back));
    }
}

fn offers() -> impl Strategy<Value = Offer> {
    let goods = (1..50_000_i128, of(2..30_i128), of(2..9_i128));
    let percents = (0..40_i128, 0..10_i128, 0..10_i128);
    let fees = (0..90_000_i128, 0..9_000_i128, 0..500_i128, 0..900_i128);
    let rest = (proptest::bool::ANY, select(vec![0, 3, 6, 9, 13]), proptest::bool::ANY);
    (goods, percents, fees, rest).prop_map(
        |((price, pack, multiple), (discount, off, on), (freight, fee, fee_per_unit, running), rest)| {
            let (taxed, tax_rate, is_foreign) = rest;
            #[rustfmt::skip]
            let offer = Offer {
                price, pack, multiple, discount, off, on, freight, fee, fee_per_unit, taxed, tax_rate, is_foreign, running,
            };
            offer
        },
    )
}

fn sheet(offer: &Offer, quantity: i128) -> String {
    let cell = |number: Option<i128>| number.map(|number| number.to_string()).unwrap_or_default();
    let columns = [
        ("item", "x".to_owned()),
        ("vendor", "A".to_owned()),
        ("unit_price", decimal(offer.price, 2)),
        ("quantity", quantity.to_string()),
        ("pack_size", cell(offer.pack)),
        ("order_multiple", cell(offer.multiple)),
        ("discount", offer.discount.to_string()),
        ("off", offer.off.to_string()),
        ("on", offer.on.to_string()),
        ("freight", decimal(offer.freight, 2)),
        ("fee", decimal(offer.fee, 2)),
        ("fee per unit", decimal(offer.fee_per_unit, 2)),
        ("tax_included", if offer.taxed { "yes" } else { "no" }.to_owned()),
        ("tax_rate", offer.tax_rate.to_string()),
        ("currency", if offer.is_foreign { "USD" } else { "CNY" }.to_owned()),
        ("kwh", offer.running.to_string()),
    ];
    let (header, cells): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    format!("{}\n{}\n", header.join(","), cells.join(","))
}

/// How many packs are bought.
fn bought(offer: &Offer, quantity: i128) -> i128 {
    let packs = (quantity + offer.pack.unwrap_or(1) - 1) / offer.pack.unwrap_or(1);
    let multiple = offer.multiple.unwrap_or(1);
    (packs + multiple - 1) / multiple * multiple
}

/// The total in hundredths of CNY: everything over one denominator, and one division at the end.
fn total(offer: &Offer, quantity: i128, is_taxed: bool) -> i128 {
    let units = bought(offer, quantity);
    // In hundredths, times 100 for each of the three percents.
    let goods = offer.price * units * (100 - offer.discount) * (100 - offer.off) * (100 + offer.on);
    let fees = (offer.freight + offer.fee + offer.fee_per_unit * units) * 1_000_000;
    let (mut above, mut below) = (goods + fees, 1_000_000);
    match (offer.taxed, is_taxed) {
        (false, true) => (above, below) = (above * (100 + offer.tax_rate), below * 100),
        (true, false) => (above, below) = (above * 100, below * (100 + offer.tax_rate)),
        (true, true) | (false, false) => {}
    }
    if offer.is_foreign {
        (above, below) = (above * RATE, below * 100);
    }
    // 0.62 a kWh, five years: 310 hundredths.
    above += offer.running * quantity * 310 * below;
    (2 * above + below) / (2 * below)
}

fn units(quote: &Value) -> i128 {
    quote["steps"][0]["value"].as_str().unwrap().parse().unwrap()
}

/// Goes the steps once more: each sum follows from the one before it.
fn leads_to(steps: &[Value], offer: &Offer, quantity: i128, total: i128) -> bool {
    let number = |value: &Value| value.as_str().unwrap().parse::<Decimal>().unwrap();
    let percent = |value: Decimal| value / Decimal::ONE_HUNDRED;
    let units = number(&steps[0]["value"]);
    let mut sum = Decimal::ZERO;
    for step in steps {
        let value = number(&step["value"]);
        sum = match step["step"].as_str().unwrap() {
            "goods" => value * Decimal::from_i128_with_scale(offer.price, 2),
            "discount" | "percent-off" => sum * (Decimal::ONE - percent(value)),
            "percent-on" | "tax-added" => sum * (Decimal::ONE + percent(value)),
            "tax-taken-out" => sum / (Decimal::ONE + percent(value)),
            "freight" | "fee" => sum + value,
            "fee-per-unit" => sum + value * units,
            "rate" => sum * value,
            "running" => sum + value * Decimal::new(310, 2) * Decimal::from(quantity),
            "rounding" => value,
            _ => return false,
        };
        // Sums without an end are stated with ten decimals.
        if (sum - number(&step["sum"])).abs() > Decimal::new(1, 9) {
            return false;
        }
    }
    sum.round_dp(2) == Decimal::from_i128_with_scale(total, 2)
}
