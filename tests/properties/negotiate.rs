//! The targets of a negotiation against the oracle.

use std::fmt::Write as _;

use bijia::rule::decision::Fate;
use bijia::rule::negotiate::{Position, Target, UnitTarget, negotiate};
use bijia::value::money::Decimal;
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::config;
use super::sheet::{Item, Sheet};
use super::strategies::sheets;
use crate::oracle::Case;
use crate::support;

proptest! {
    #![proptest_config(config(2000))]

    /// At its target an offer is recommended, and one minor unit above it is not; what lacks something is recommended at no
    /// total. The unit price keeps to the target, and one minor unit more does not.
    #[test]
    fn targets_hold_against_the_oracle(sheet in sheets()) {
        let recommendation = sheet.recommend();
        let dataset = recommendation.dataset();
        for id in dataset.items() {
            let name = recommendation.request(id).item.raw();
            let item = sheet.items.iter().find(|item| item.name == name).expect("every item is of the sheet");
            let first_row = sheet.rows_before(item.name) + 1;
            for position in negotiate(&recommendation, id).positions {
                let row = usize::try_from(dataset.place(position.outcome.quote).1.row()).unwrap();
                holds(&sheet, item, row - first_row, &position)?;
            }
        }
    }
}

/// A quote with what comes between its price and the total.
#[derive(Debug, Clone)]
struct Dear {
    cents: u32,
    pack: Option<u32>,
    freight: Option<u32>,
    discount: Option<&'static str>,
    is_usd: bool,
    service: u32,
}

fn dear() -> impl Strategy<Value = Dear> {
    let pack = option::of(select(vec![3_u32, 7, 12]));
    let discount = option::of(select(vec!["5", "12.5", "33.333333"]));
    let parts = (90_u32..120, pack, option::of(0_u32..40), discount, weighted(0.3), 0_u32..2);
    parts.prop_map(|(cents, pack, freight, discount, is_usd, service)| Dear {
        cents: if is_usd { cents / 7 } else { cents } * pack.unwrap_or(1),
        pack,
        freight,
        discount,
        is_usd,
        service,
    })
}

/// Writes the sheet, with another price for one of the vendors.
fn sheet_of(rows: &[Dear], quantity: Option<u32>, (place, price): (usize, &str)) -> String {
    let mut sheet = "item,vendor,unit_price,pack_size,freight,discount,currency,service,quantity\n".to_owned();
    let cell = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    for (at, row) in rows.iter().enumerate() {
        let Dear { cents, pack, freight, discount, is_usd, service } = row;
        let own = format!("{}.{:02}", cents / 100, cents % 100);
        let price = if at == place { price } else { &own };
        // Freight for an unknown quantity is a fault.
        let freight = cell(freight.filter(|_| quantity.is_some()));
        let (pack, discount) = (cell(*pack), discount.unwrap_or_default());
        let currency = if *is_usd { "USD" } else { "CNY" };
        let quantity = cell(quantity);
        writeln!(sheet, "pen,v{at},{price},{pack},{freight},{discount},{currency},{service},{quantity}").unwrap();
    }
    sheet
}

proptest! {
    #![proptest_config(config(1000))]

    /// Who quotes the unit price that is asked for is chosen, whatever comes on top of it, and who quotes one step more is not.
    #[test]
    fn whoever_quotes_the_price_that_is_asked_for_is_chosen(
        rows in vec(dear(), 1..5),
        quantity in option::of(1_u32..50),
        tolerance in select(vec!["0", "3"]),
    ) {
        let policy = format!("currency = \"CNY\"\n[price]\ntolerance = \"{tolerance}\"\n[price.rates]\nUSD = \"7.10\"\n");
        let decided = |at: usize, price: &str| {
            let sheet = sheet_of(&rows, quantity, (at, price));
            let of = support::recommended(&[("q.csv", &sheet)], None, &policy).unwrap();
            let item = of.dataset().items().next().unwrap();
            (of, item)
        };
        let (of, item) = decided(usize::MAX, "");
        for position in negotiate(&of, item).positions {
            let Target::UpTo(up_to) = &position.target else { continue };
            let at = usize::try_from(of.dataset().place(position.outcome.quote).1.row()).unwrap() - 1;
            let vendor = format!("v{at}");
            let wins = |price: Decimal| {
                let (of, item) = decided(at, &price.to_string());
                let award = of.decide(item).recommended().map(|award| of.vendor(award.quote).raw().to_owned());
                award.as_deref() == Some(&*vendor)
            };
            match up_to.price {
                Ok(UnitTarget { price, .. }) => {
                    // Two decimals, as the currencies have, or as many as it takes.
                    let step = Decimal::new(1, price.scale().max(2));
                    prop_assert!(wins(price) && !wins(price + step), "{vendor} {price}");
                }
                Err(_) => prop_assert!(!wins(Decimal::new(1, 6)), "{vendor}"),
            }
        }
    }
}

fn holds(sheet: &Sheet, item: &Item, offer: usize, position: &Position) -> Result<(), TestCaseError> {
    let wins_at = |total: i128| {
        let mut case: Case = sheet.case(item);
        case.offers[offer].total = Some(total);
        case.answer().award == Some(offer)
    };
    let far = 10_i128.pow(15);
    match &position.target {
        Target::Any => prop_assert!(wins_at(1) && wins_at(far)),
        Target::Lacks(_) => prop_assert!(!wins_at(1), "{position:?}"),
        Target::UpTo(up_to) => {
            let total = up_to.total.minor();
            // A price of 0 takes no part.
            prop_assert!(total == 0 || wins_at(total), "{position:?}");
            prop_assert!(!wins_at(total + 1), "{position:?}");
            let is_recommended = matches!(position.outcome.fate, Fate::Recommended);
            prop_assert_eq!(up_to.above.is_some(), is_recommended);
            if let Ok(target) = up_to.price {
                let millionths = target.price.mantissa() * 10_i128.pow(6 - target.price.scale());
                prop_assert!(target.total <= up_to.total);
                let minor_unit = 10_i128.pow(6 - sheet.decimals);
                let per_total = 10_i128.pow(6 - sheet.decimals);
                if millionths >= minor_unit {
                    prop_assert_eq!(millionths * item.quantity / per_total, target.total.minor());
                    prop_assert!((millionths + minor_unit) * item.quantity / per_total > total);
                }
            }
        }
    }
    Ok(())
}
