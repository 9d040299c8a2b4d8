//! Property 9: amounts are exact to the last digit, rounded once, and the edge of the price window is where it is.

use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::Value;

use super::config;
use super::sheet::decimal;
use super::strategies::sheets;
use crate::support;

/// The longest unit price and the longest quantity, in millionths.
const PRICE_END: i128 = 10_i128.pow(18);
const QUANTITY_END: i128 = 10_i128.pow(15);
/// One, in millionths.
const WHOLE: i128 = 1_000_000;

proptest! {
    #![proptest_config(config(2000))]

    /// A total is price times quantity, rounded once, half away from zero, to the minor unit.
    #[test]
    fn total_is_the_exact_product_rounded_once(
        price in amounts(PRICE_END),
        quantity in amounts(QUANTITY_END),
        (currency, decimals) in select(vec![("JPY", 0), ("CNY", 2), ("KWD", 3)]),
    ) {
        let quantity = quantity.max(1);
        let quotes = format!("item,vendor,unit_price,quantity\nx,A,{},{}\n", decimal(price, 6), decimal(quantity, 6));
        let recommendation = compare(&quotes, &format!("currency = \"{currency}\"\n"));
        let unit = 10_i128.pow(12 - decimals);
        let total = (price * quantity + unit / 2) / unit;
        let quote = &recommendation["items"][0]["quotes"][0];
        prop_assert_eq!(quote["total"].as_str().unwrap(), fixed(total, decimals));
        prop_assert_eq!(quote["unit_price"].as_str().unwrap(), decimal(price, 6));
        prop_assert_eq!(recommendation["totals"]["award"].as_str().unwrap(), fixed(total, decimals));
    }

    /// Totals that differ in the last of twenty-odd digits are different prices.
    #[test]
    fn one_minor_unit_decides_between_long_totals(base in amounts(PRICE_END - 2)) {
        // A millionth more for each of ten thousand pieces is one fen more for all.
        let quotes = format!(
            "item,vendor,unit_price,quantity\nx,A,{},10000\nx,B,{},10000\n",
            decimal(base + 2, 6), decimal(base + 1, 6),
        );
        let item = &compare(&quotes, "currency = \"CNY\"\n")["items"][0];
        prop_assert_eq!(&item["decision"], "recommended");
        prop_assert_eq!(&item["decided_by"], "price");
        prop_assert_eq!(&item["award"]["vendor"], "B");
    }

    /// An offer exactly at the edge of the window has the same price; one minor unit above it has not.
    #[test]
    fn edge_of_the_price_window_is_inclusive(base in amounts(10_i128.pow(9)), tolerance in 1..100_000_000_i128) {
        // In millionths of a percent; the lowest price is whole in whatever the tolerance leaves of it.
        let lowest = base.max(1) * 100_000_000;
        let edge = base.max(1) * (100_000_000 + tolerance);
        let policy = format!(
            "currency = \"JPY\"\n[quality]\nscale = [\"A\", \"B\"]\nrequired = \"B\"\n[price]\ntolerance = \"{}\"\n",
            decimal(tolerance, 6),
        );
        for (dearer, winner, step) in [(edge, "dearer", "quality"), (edge + 1, "cheaper", "price")] {
            // A price in millionths for a million pieces: the total is any whole amount.
            let quotes = format!(
                "item,quantity,vendor,unit_price,quality\nx,{WHOLE},cheaper,{},B\nx,{WHOLE},dearer,{},A\n",
                decimal(lowest, 6), decimal(dearer, 6),
            );
            let item = &compare(&quotes, &policy)["items"][0];
            prop_assert_eq!(&item["award"]["vendor"], winner, "{}\n{}", quotes, policy);
            prop_assert_eq!(&item["decided_by"], step);
        }
    }

    /// The percents of a step up are rounded half away from zero to two decimals and come from the exact totals.
    #[test]
    fn step_up_is_exact_and_its_percent_rounded(low in 1..1_000_000_i128, more in 1..1_000_000_i128) {
        let quotes = format!(
            "item,vendor,unit_price,quality,quantity\nx,low,{},B,1\nx,high,{},A,1\n",
            fixed(low, 2), fixed(low + more, 2),
        );
        let item = &compare(&quotes, "currency = \"CNY\"\n[quality]\nscale = [\"A\", \"B\"]\n")["items"][0];
        prop_assert_eq!(&item["refer_because"], "trade-off");
        let step = &item["step_ups"][0];
        prop_assert_eq!(step["amount"].as_str().unwrap(), fixed(more, 2));
        let hundredths = (more * 10_000 * 2 + low) / (low * 2);
        prop_assert_eq!(trimmed(step["percent"].as_str().unwrap()), decimal(hundredths, 2));
    }

    /// Whatever is a number in the JSON is a whole one; everything exact is text.
    #[test]
    fn no_number_in_the_recommendation_has_a_fraction(sheet in sheets()) {
        prop_assert!(all_numbers_are_whole(&sheet.compare()));
    }

    /// One digit more than is exact is an error, never a rounded amount.
    #[test]
    fn amount_with_too_many_digits_is_refused(
        price in amounts(PRICE_END),
        quantity in amounts(QUANTITY_END),
        too_long in 0..4_usize,
    ) {
        let (price, quantity) = (price.max(1), quantity.max(1));
        let (long_price, long_quantity) = match too_long {
            0 => (Some(format!("{}.{:06}1", price / WHOLE, price % WHOLE)), None),
            1 => (Some(format!("1{:012}", price / WHOLE)), None),
            2 => (None, Some(format!("{}.{:06}1", quantity / WHOLE, quantity % WHOLE))),
            _ => (None, Some(format!("1{:09}", quantity / WHOLE))),
        };
        let quotes = format!(
            "item,vendor,unit_price,quantity\nx,A,{},{}\n",
            long_price.unwrap_or_else(|| decimal(price, 6)),
            long_quantity.unwrap_or_else(|| decimal(quantity, 6)),
        );
        let answer = support::compare(&[("quotes.csv", &quotes)], None, "currency = \"CNY\"\n");
        prop_assert!(answer.is_err(), "{quotes} was taken");
    }
}

/// Amounts of every length below `end`.
fn amounts(end: i128) -> impl Strategy<Value = i128> {
    (0..end, 0..19_u32).prop_map(|(amount, shorter)| amount / 10_i128.pow(shorter))
}

fn compare(quotes: &str, policy: &str) -> Value {
    match support::compare(&[("quotes.csv", quotes)], None, policy) {
        Ok(recommendation) => recommendation,
        Err(fault) => panic!("{fault}\n{quotes}\n{policy}"),
    }
}

/// An amount with all its decimals.
fn fixed(amount: i128, decimals: u32) -> String {
    let unit = 10_i128.pow(decimals);
    match decimals {
        0 => amount.to_string(),
        _ => format!("{}.{:0width$}", amount / unit, amount % unit, width = decimals as usize),
    }
}

/// A decimal without trailing zeros, so that `2.50` and `2.5` are alike.
fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn all_numbers_are_whole(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_i64() || number.is_u64(),
        Value::Array(values) => values.iter().all(all_numbers_are_whole),
        Value::Object(fields) => fields.values().all(all_numbers_are_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}
