//! How sheets are generated: few distinct prices, grades and services, so that ties, windows and trade-offs are frequent.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::sample::{Index, select, subsequence};
use proptest::strategy::{Just, Strategy};
use proptest::{array, bool, prelude::any};

use super::sheet::{Item, Quality, Row, Sheet};
use crate::oracle::{Across, Direction, Ties};

const VENDORS: [&str; 9] = ["Hongda", "Meijia", "alpha", "Zeta", "beta 2", "Émile", "华兴", "中天", "10 Nord"];
const ITEMS: [&str; 3] = ["desk", "chair 2", "灯"];
const LABELS: [&[&str]; 2] = [&["A", "B", "C"], &["优", "良", "合格"]];
const SCORES: [i128; 6] = [9000, 8950, 8000, 7600, 6000, 5500];
/// The edges of every tolerance stand among them.
const PRICES: [i128; 9] = [1000, 1005, 1010, 1030, 1031, 1100, 1101, 1133, 0];
const SERVICES: [[i128; 3]; 3] = [[45, 30, 50], [120, 240, 360], [70, 140, 50]];

/// A sheet of one to three items in which no vendor quotes an item twice.
pub(super) fn sheets() -> impl Strategy<Value = Sheet> {
    sheets_of(1..=3)
}

/// A sheet of one item in which no vendor quotes twice.
pub(super) fn single_items() -> impl Strategy<Value = Sheet> {
    sheets_of(1..=1)
}

/// A sheet in which vendors may quote an item twice, even with the same row.
pub(super) fn sheets_with_repeated_vendors() -> impl Strategy<Value = Sheet> {
    let copies = vec((any::<Index>(), any::<Index>(), any::<Index>(), bool::ANY), 0..=3);
    (sheets(), copies).prop_map(|(mut sheet, copies)| {
        for (item, from, to, whole) in copies {
            let rows = &mut item.get_mut(&mut sheet.items).rows;
            let source = from.get(rows).clone();
            if whole {
                rows.push(source);
            } else {
                to.get_mut(rows).vendor = source.vendor;
            }
        }
        sheet
    })
}

fn sheets_of(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Sheet> {
    let quality = select(vec![Quality::Labels(LABELS[0]), Quality::Labels(LABELS[1]), Quality::Bands, Quality::Scores]);
    let tolerance = select(vec![0, 0, 5, 10, 30, 100]);
    let across = select(vec![Across::Refer, Across::Refer, Across::Best, Across::Cheapest]);
    let ties = select(vec![
        Ties::Refer,
        Ties::Refer,
        Ties::Name,
        Ties::Draw { seed: "2026-11-22".to_owned() },
        Ties::Draw { seed: "抽签".to_owned() },
    ]);
    let criteria = subsequence(vec![0, 1, 2], 1..=3).prop_shuffle();
    let directions = array::uniform3(select(vec![Direction::Desc, Direction::Asc]));
    let required = weighted(0.1, 0..6_usize);
    let items = vec(items(), count);
    (quality, required, tolerance, across, ties, criteria, directions, bool::weighted(0.3), items).prop_map(
        |(quality, required, tolerance, across, ties, criteria, directions, request_apart, items)| Sheet {
            currency: "CNY",
            decimals: 2,
            quality,
            required: required.map(|code| coded(quality, code)),
            tolerance,
            across,
            ties,
            criteria: criteria.into_iter().zip(directions).collect(),
            request_apart,
            items: items.into_iter().zip(ITEMS).map(|(item, name)| item.named(name, quality)).collect(),
        },
    )
}

/// An item whose qualities are still codes, because only the sheet knows what they are made of.
#[derive(Debug, Clone)]
struct Draft {
    item: Item,
    required: Option<usize>,
    qualities: Vec<Option<usize>>,
}

impl Draft {
    fn named(self, name: &'static str, quality: Quality) -> Item {
        let mut item = self.item;
        item.name = name;
        item.required = self.required.map(|code| coded(quality, code));
        for (row, code) in item.rows.iter_mut().zip(self.qualities) {
            row.quality = code.map(|code| coded(quality, code));
        }
        item
    }
}

fn items() -> impl Strategy<Value = Draft> {
    // Each item draws its own spreads: at 1 all its offers are alike in that respect.
    let spreads = (1..=PRICES.len(), 1..=SCORES.len(), 1..=3_usize);
    let request = (1..=3_i128, weighted(0.3, 0..6_usize), weighted(0.5, 900..3500_i128));
    (spreads, request, bool::weighted(0.9), vec(codes(), 1..=7), Just(VENDORS.to_vec()).prop_shuffle()).prop_map(
        |((prices, grades, services), (quantity, required, budget), graded, codes, vendors)| {
            let qualities =
                codes.iter().map(|codes| codes.quality.filter(|_| graded).map(|code| code % grades)).collect();
            let rows = codes.into_iter().zip(vendors).map(|(codes, vendor)| Row {
                vendor: vendor.to_owned(),
                price: codes.price.map(|code| PRICES[code % prices]),
                quality: None,
                service: std::array::from_fn(|which| codes.service[which].map(|code| SERVICES[which][code % services])),
                expired: codes.expired,
                min_order: codes.min_order,
            });
            let item = Item { name: "", quantity, required: None, budget, rows: rows.collect() };
            Draft { item, required, qualities }
        },
    )
}

/// One quote as positions in the lists above.
#[derive(Debug, Clone)]
struct Codes {
    price: Option<usize>,
    quality: Option<usize>,
    service: [Option<usize>; 3],
    expired: bool,
    min_order: Option<i128>,
}

fn codes() -> impl Strategy<Value = Codes> {
    let service = array::uniform3(weighted(0.85, 0..3_usize));
    let gates = (bool::weighted(0.04), weighted(0.08, 1..=4_i128));
    (weighted(0.95, 0..PRICES.len()), weighted(0.9, 0..SCORES.len()), service, gates).prop_map(
        |(price, quality, service, (expired, min_order))| Codes { price, quality, service, expired, min_order },
    )
}

/// The quality of that code; a label code is a position on the scale.
pub(super) fn coded(quality: Quality, code: usize) -> i128 {
    match quality {
        Quality::Labels(labels) => i128::try_from(code % labels.len()).unwrap(),
        Quality::Bands | Quality::Scores => SCORES[code % SCORES.len()],
    }
}
