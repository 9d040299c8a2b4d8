//! Notes on the inputs as a whole.

use std::collections::{BTreeSet, HashMap};

use super::Options;
use super::cells::values::is_missing;
use super::history::History;
use super::rows::part::Part;
use super::sheet::Sheet;
use crate::rule::items::{Stated, place_of};
use crate::rule::note::{Lacking, Names, Note};
use crate::value::column::Column;
use crate::value::name::{Fold, Key, folded};
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// Returns all notes on the inputs; `items` are the numbers of the items in the result, `vendors` those of their vendors.
pub(super) fn all(
    part: &Part<'_>,
    sheets: &[Sheet],
    (items, vendors): (&[u32], &[u32]),
    options: &Options,
) -> Vec<Note> {
    let mut notes = defaults(part, items);
    absent_columns(part, sheets, options, &mut notes);
    let is_absent = |column: Column| sheets.iter().all(|sheet| sheet.layout.field(column).is_none());
    let mapped = part.policy.columns.iter().filter(|(column, _)| is_absent(**column));
    notes.extend(mapped.map(|(column, headers)| Note::MappedHeader {
        column: *column,
        headers: headers.iter().map(|header| Untrusted::new(header)).collect(),
    }));
    notes.extend(sheets.iter().flat_map(|sheet| &sheet.layout.notes).cloned());
    notes.extend(alike_items(part, items));
    for name in vendors.iter().map(|vendor| part.vendors.shown(*vendor)) {
        let is_declared =
            part.policy.estimate.as_ref().is_some_and(|own| Key::vendor(&own.vendor) == Key::vendor(name));
        if !is_declared && is_estimate(name) {
            notes.push(Note::EstimateAsVendor { vendor: Untrusted::new(name) });
        }
        if is_missing(name, &part.policy.missing) {
            notes.push(Note::PlaceholderVendor { vendor: Untrusted::new(name) });
        }
    }
    Note::sorted(notes)
}

/// Notes what nobody states, so that a default is taken.
fn defaults(part: &Part<'_>, items: &[u32]) -> Vec<Note> {
    let mut notes = Vec::new();
    if part.named.is_empty() {
        notes.push(Note::NoQuotes);
    } else if part.fields.is_silent(Column::Quantity) {
        notes.push(Note::NoQuantities);
    } else {
        let place = place_of(Column::Quantity);
        let without = items.iter().filter(|item| part.fields.stated(**item, place) == Stated::Nothing);
        let names: BTreeSet<Untrusted> = without.map(|item| name_of(part, *item)).collect();
        if !names.is_empty() {
            notes.push(Note::NoQuantityOf(names.into()));
        }
    }
    if part.policy.currency.is_none() && part.currencies.is_empty() {
        notes.push(Note::DefaultCurrency);
    }
    if part.assumes_basis {
        notes.push(Note::TaxAssumed { basis: part.policy.price.basis });
    }
    costs_not_stated(part, &mut notes);
    notes
}

/// Notes the vendors that state no freight, or no cost of the policy, where others do.
fn costs_not_stated(part: &Part<'_>, notes: &mut Vec<Note>) {
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
}

/// Notes the columns for quality and service that sheets of quotes lack.
fn absent_columns(part: &Part<'_>, sheets: &[Sheet], options: &Options, notes: &mut Vec<Note>) {
    let quotes: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let unused = quotes.iter().flat_map(|sheet| sheet.layout.carried.iter().map(|field| sheet.layout.header(*field)));
    let unused: BTreeSet<Untrusted> = unused.collect();
    // A header with a note of its own is nearly another column, or speaks of a cost.
    let with_note: BTreeSet<_> = quotes.iter().flat_map(|sheet| sheet.layout.notes.iter().map(Note::header)).collect();
    let other = unused.iter().find(|header| !with_note.contains(&Some(*header))).cloned();
    let lacking = |lacks: &dyn Fn(&Sheet) -> bool| match quotes.iter().filter(|sheet| lacks(sheet)).count() {
        0 => None,
        some if some < quotes.len() => Some(Lacking::Some),
        _ => Some(Lacking::All),
    };
    if let Some(lacking) = lacking(&|sheet| sheet.layout.field(Column::Quality).is_none()) {
        notes.push(Note::NoQualityColumn { lacking, unused: Names::from(unused) });
    }
    let in_history = |name: &str| options.history.is_some() && History::tells(name);
    let criteria = part.policy.service.iter().enumerate().filter(|(_, criterion)| !in_history(&criterion.column));
    notes.extend(criteria.filter_map(|(number, criterion)| {
        let lacking = lacking(&|sheet| sheet.layout.criteria.get(number).copied().flatten().is_none())?;
        let criterion = Untrusted::new(&criterion.column);
        Some(Note::NoServiceColumn { lacking, criterion, other: other.clone() })
    }));
}

/// Of at most how many items the names are compared: people read shorter lists.
const READ: usize = 10_000;

/// Notes the items whose names differ in case alone: they are two, and may be meant to be one.
fn alike_items(part: &Part<'_>, items: &[u32]) -> impl Iterator<Item = Note> {
    let mut alike: HashMap<(Option<u32>, String), BTreeSet<Untrusted>> = HashMap::new();
    let read = if items.len() <= READ { items } else { &[] };
    for item in read {
        let name = name_of(part, *item);
        let lot = part.keys[*item as usize].lot;
        alike.entry((lot, folded(name.raw(), Fold::Case).into_owned())).or_default().insert(name);
    }
    alike.into_values().filter(|names| names.len() > 1).map(|names| Note::AlikeItems(names.into()))
}

/// Says whether a vendor's name is what estimates are called in published bid tables.
fn is_estimate(vendor: &str) -> bool {
    ["engineer's estimate", "engineers estimate", "engineer estimate", "estimate", "控制价", "标底", "最高限价"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(vendor))
}

/// Returns an item's name.
fn name_of(part: &Part<'_>, item: u32) -> Untrusted {
    Untrusted::new(part.names.shown(part.keys[item as usize].name))
}
