//! Properties 4, 5 and 6: who stands before whom, and what moves when an offer improves or withdraws.

use std::cmp::Ordering;

use proptest::sample::Index;
use proptest::strategy::Strategy;
use proptest::{prelude::any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{Item, Quality, Row, Sheet, item_of, place, quote_of, quotes_of};
use super::strategies::single_items;
use crate::oracle::{Across, Case, Direction};

/// One way for an offer to get better, all else equal.
#[derive(Debug, Clone)]
enum Improvement {
    Cheaper(i128),
    Better(usize),
    BetterServed(Index, i128),
}

fn improvements() -> impl Strategy<Value = Improvement> {
    prop_oneof![
        (1..=131_i128).prop_map(Improvement::Cheaper),
        (1..=5_usize).prop_map(Improvement::Better),
        (any::<Index>(), 1..=20_i128).prop_map(|(which, by)| Improvement::BetterServed(which, by)),
    ]
}

proptest! {
    #![proptest_config(config(2000))]

    /// An offer nowhere worse and somewhere better is before the other, also within a grade, and no candidate is dominated.
    #[test]
    fn dominated_offer_is_never_placed_before_its_better(sheet in single_items()) {
        let recommendation = sheet.compare();
        let item = &sheet.items[0];
        let (case, given) = (sheet.case(item), item_of(&recommendation, item.name));
        let admitted = case.admitted();
        for &better in &admitted {
            for &worse in admitted.iter().filter(|&&worse| dominates(&case, better, worse)) {
                let quote = |offer: usize| quote_of(given, &item.rows[offer].vendor);
                let (before, after) = (quote(better), quote(worse));
                if let Some(rank) = place(after, "rank") {
                    prop_assert!(place(before, "rank").is_some_and(|better| better < rank), "{before}\n{after}");
                }
                if case.grade(better) == case.grade(worse) {
                    let (before, after) = (place(before, "grade_rank"), place(after, "grade_rank"));
                    prop_assert!(before.is_some() && before < after);
                }
                prop_assert!(after["outcome"] == "lost", "{after} is dominated");
            }
        }
    }

    /// An offer that improves keeps the award, and never gets a later place than it had.
    #[test]
    fn improving_never_costs_an_offer_its_award_or_place(
        sheet in single_items(),
        which in any::<Index>(),
        improvement in improvements(),
    ) {
        let before = sheet.compare();
        let item = &sheet.items[0];
        let admitted = sheet.case(item).admitted();
        // Half of the cases improve the winner, because its award is what matters most.
        let award = item.rows.iter().position(|row| before["items"][0]["award"]["vendor"] == row.vendor);
        let target = match award {
            Some(award) if which.index(2) == 0 => award,
            _ if admitted.is_empty() => return Ok(()),
            _ => admitted[which.index(admitted.len())],
        };
        let mut improved = sheet.clone();
        improve(&mut improved, target, &improvement);
        let after = improved.compare();

        let vendor = item.rows[target].vendor.as_str();
        if award == Some(target) {
            prop_assert_eq!(&after["items"][0]["award"]["vendor"], vendor);
        }
        let quotes = (quote_of(&before["items"][0], vendor), quote_of(&after["items"][0], vendor));
        match (place(quotes.0, "rank"), place(quotes.1, "rank")) {
            (Some(was), Some(is)) => prop_assert!(is <= was, "from place {was} to {is}"),
            (Some(was), None) => {
                let places_may_end = sheet.required_of(item).is_none() && sheet.across == Across::Refer;
                prop_assert!(places_may_end && was > 1, "place {was} is gone");
            }
            (None, _) => {}
        }
        if quotes.0["grade"] == quotes.1["grade"] {
            prop_assert!(place(quotes.1, "grade_rank") <= place(quotes.0, "grade_rank"));
        }
    }

    /// Without the first the second is first, everybody moves up, and `if_withdrawn` has said so.
    #[test]
    fn without_the_first_the_second_is_first(sheet in single_items()) {
        let before = sheet.compare();
        let before = &before["items"][0];
        let is_first = |quote: &Value| place(quote, "rank") == Some(1);
        let gone: Vec<&str> =
            quotes_of(before).iter().filter(|quote| is_first(quote)).map(|quote| quote["vendor"].as_str().unwrap()).collect();
        let mut sheet = sheet;
        sheet.items[0].rows.retain(|row| !gone.contains(&row.vendor.as_str()));
        if gone.is_empty() || sheet.items[0].rows.is_empty() {
            return Ok(());
        }
        let after = sheet.compare();
        let after = &after["items"][0];
        for row in &sheet.items[0].rows {
            let was = place(quote_of(before, &row.vendor), "rank");
            let is = place(quote_of(after, &row.vendor), "rank");
            prop_assert_eq!(is, was.map(|rank| rank - gone.len() as u64), "{}", row.vendor);
        }
        if before["decision"] == "recommended" {
            let said = json!({
                "decision": after["decision"],
                "vendor": after["award"]["vendor"],
                "candidates": after["candidates"],
            });
            prop_assert_eq!(&before["if_withdrawn"], &said);
        } else {
            prop_assert!(before["if_withdrawn"].is_null());
        }
    }
}

fn dominates(case: &Case, better: usize, worse: usize) -> bool {
    let mut comparisons = vec![case.total(better).cmp(&case.total(worse)), case.grade(better).cmp(&case.grade(worse))];
    comparisons.extend((0..case.directions.len()).map(|criterion| case.by_criterion(criterion, better, worse)));
    !comparisons.contains(&Ordering::Greater) && comparisons.contains(&Ordering::Less)
}

fn improve(sheet: &mut Sheet, offer: usize, improvement: &Improvement) {
    let (quality, criteria) = (sheet.quality, sheet.criteria.clone());
    let Item { rows, .. } = &mut sheet.items[0];
    let Row { price, quality: own, service, .. } = &mut rows[offer];
    match improvement {
        Improvement::Cheaper(by) => *price = price.map(|price| (price - by).max(0)),
        Improvement::Better(by) => *own = Some(raised(quality, *own, *by)),
        Improvement::BetterServed(which, by) => {
            let (criterion, direction) = criteria[which.index(criteria.len())];
            let value = &mut service[criterion];
            // A whole number of days stays one.
            let by = by * 10;
            *value = Some(match (*value, direction) {
                (None, _) => by,
                (Some(value), Direction::Desc) => value + by,
                (Some(value), Direction::Asc) => (value - by).max(0),
            });
        }
    }
}

/// A quality raised by some steps of a label scale or by as many score points as are nearly a band.
fn raised(quality: Quality, own: Option<i128>, by: usize) -> i128 {
    let by = i128::try_from(by).unwrap();
    match (quality, own) {
        (Quality::Labels(labels), None) => by % i128::try_from(labels.len()).unwrap(),
        (Quality::Labels(_), Some(position)) => (position - by).max(0),
        (Quality::Bands | Quality::Scores, None) => 1500 * by,
        (Quality::Bands | Quality::Scores, Some(score)) => score + 450 * by,
    }
}
