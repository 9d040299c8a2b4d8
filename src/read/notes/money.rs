//! Notes on what vendors say of money beside their prices: remarks, costs that some state, costs as items.

use std::collections::BTreeSet;

use super::{READ, name_of};
use crate::read::headers::alias::normal;
use crate::read::rows::part::Part;
use crate::read::sheet::{Sheet, of_file};
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::name::{Fold, folded};
use crate::value::untrusted::Untrusted;

/// Words in the name of an item that speak of a cost of other items.
const COST_ITEMS: &[&str] = &[
    "freight",
    "shipping",
    "delivery",
    "delivery fee",
    "delivery charge",
    "carriage",
    "transport",
    "handling",
    "installation",
    "setup fee",
    "tax",
    "vat",
    "discount",
    "surcharge",
    "运费",
    "运输费",
    "配送费",
    "物流费",
    "安装费",
    "包装费",
    "装卸费",
    "税金",
    "税费",
    "折扣",
    "优惠",
    "服务费",
    "手续费",
];

/// Notes the items that are named as costs are.
pub(super) fn costs_as_items(part: &Part<'_>, items: &[u32]) -> Option<Note> {
    let is_cost = |name: &Untrusted| COST_ITEMS.contains(&&*folded(name.raw(), Fold::Case));
    let read = if items.len() <= READ { items } else { &[] };
    let names: BTreeSet<Untrusted> = read.iter().map(|item| name_of(part, *item)).filter(is_cost).collect();
    (!names.is_empty()).then(|| Note::CostsAsItems(names.into()))
}

/// What in a remark speaks of money.
const OF_MONEY: &[&str] = &[
    "税",
    "运费",
    "另加",
    "另计",
    "加收",
    "折扣",
    "优惠",
    "免费",
    "不含",
    "起订",
    "以上",
    "满",
    "返",
    "押金",
    "费用",
    "tax",
    "vat",
    "freight",
    "shipping",
    "excl",
    "extra",
    "surcharge",
    "discount",
    "plus ",
    "rebate",
    "deposit",
    "minimum",
    "handling",
    "not include",
];

/// How many remarks are quoted; the others are counted.
const REMARKS: usize = 5;

/// Notes remarks of vendors that speak of money, each text once.
pub(super) fn remarks(part: &Part<'_>, sheets: &[Sheet], notes: &mut Vec<Note>) {
    let mut found = BTreeSet::new();
    for ((header, names), codes) in part.carried.iter().zip(&part.rows.carried) {
        let speaks = |text: &str| {
            let text = text.to_lowercase();
            OF_MONEY.iter().any(|word| text.contains(word))
        };
        let of_money: Vec<bool> = names.all().map(speaks).collect();
        if !of_money.contains(&true) || part.policy.ignore.iter().any(|ignored| normal(ignored) == normal(header.raw()))
        {
            continue;
        }
        for (row, code) in codes.stated() {
            let text = usize::try_from(code).expect("it is a number of a text");
            if of_money[text]
                && let Some((_, vendor)) = part.named.get(row)
            {
                let vendor = Some(*vendor).filter(|_| !is_shared(part, sheets, row, header));
                let text = Untrusted::new(names.shown(u32::try_from(text).expect("it is a number of a text")));
                let vendor = vendor.map(|vendor| Untrusted::new(part.vendors.shown(vendor)));
                found.insert((vendor, header.clone(), text));
            }
        }
    }
    let more = found.len().saturating_sub(REMARKS);
    let remark = |(vendor, header, text)| match vendor {
        Some(vendor) => Note::Remark { vendor, header, text },
        None => Note::RemarkOfRow { header, text },
    };
    notes.extend(found.into_iter().take(REMARKS).map(remark));
    notes.extend((more > 0).then_some(Note::MoreRemarks { remarks: more }));
}

/// Says whether a header is one of the rows of a wide sheet, so that no vendor writes what is below it.
fn is_shared(part: &Part<'_>, sheets: &[Sheet], row: usize, header: &Untrusted) -> bool {
    if sheets.iter().all(|sheet| sheet.shared == 0) {
        return false;
    }
    let row = u32::try_from(row).expect("fewer than 2^32 rows");
    let sheet = of_file(sheets, part.rows.places.of(row).input);
    sheet.layout.carried_fields().iter().any(|(name, field)| name == header && *field < sheet.shared)
}

/// Notes the vendors that state no freight, or no cost of the policy, where others do.
pub(super) fn costs_not_stated(part: &Part<'_>, notes: &mut Vec<Note>) {
    let columns = std::iter::once((Column::Freight.name(), part.rows.column(Column::Freight)));
    let costs = part.policy.costs.iter().map(|cost| cost.column.as_str()).zip(&part.rows.costs);
    for (column, codes) in columns.chain(costs).filter(|(_, codes)| !codes.is_empty()) {
        let silent = part.named.iter().enumerate().filter(|(row, _)| codes.get(*row).is_none());
        let vendors: BTreeSet<u32> = silent.map(|(_, (_, vendor))| *vendor).collect();
        let names: BTreeSet<Untrusted> =
            vendors.into_iter().map(|vendor| Untrusted::new(part.vendors.shown(vendor))).collect();
        if !names.is_empty() {
            notes.push(Note::CostNotStated { column: Untrusted::new(column), vendors: names.into() });
        }
    }
    let named = |vendors: &BTreeSet<u32>| -> BTreeSet<Untrusted> {
        vendors.iter().map(|vendor| Untrusted::new(part.vendors.shown(*vendor))).collect()
    };
    if !part.without_basis.is_empty() {
        let vendors = named(&part.without_basis).into();
        notes.push(Note::TaxNotStated { vendors, basis: part.policy.price.basis });
    }
    let packs = part.rows.column(Column::PackSize);
    if !packs.is_empty() {
        let silent = part.named.iter().enumerate().filter(|(row, _)| packs.get(*row).is_none());
        let vendors: BTreeSet<u32> = silent.map(|(_, (_, vendor))| *vendor).collect();
        if !vendors.is_empty() {
            notes.push(Note::PackNotStated { vendors: named(&vendors).into() });
        }
    }
    if !part.without_unit.is_empty() {
        notes.push(Note::UnitNotStated { vendors: named(&part.without_unit).into() });
    }
}
