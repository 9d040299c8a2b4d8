//! The targets of a negotiation against the oracle.

use bijia::rule::decide::Fate;
use bijia::rule::negotiate::{Position, Target, negotiate};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::config;
use super::sheet::{Item, Sheet};
use super::strategies::sheets;
use crate::oracle::Case;

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
