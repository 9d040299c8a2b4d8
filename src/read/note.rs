//! Notes on the inputs as a whole.

use std::collections::{BTreeSet, HashMap};

use super::Options;
use super::cell::is_missing;
use super::history::History;
use super::rows::Rows;
use super::said::{Saying, place_of};
use super::sheet::Sheet;
use crate::rule::note::{Lacking, Names, Note};
use crate::value::column::Column;
use crate::value::name::{Fold, folded};
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// Returns all notes on the inputs; `items` are the numbers of the items in the result, `vendors` their vendors' names.
pub(super) fn all(
    rows: &Rows<'_>,
    sheets: &[Sheet<'_>],
    (items, vendors): (&[u32], &[Untrusted]),
    options: &Options,
) -> Vec<Note> {
    let mut notes = defaults(rows, items);
    absent_columns(rows, sheets, options, &mut notes);
    let is_absent = |column: Column| sheets.iter().all(|sheet| sheet.layout.field(column).is_none());
    let mapped = rows.policy.columns.iter().filter(|(column, _)| is_absent(**column));
    notes.extend(mapped.map(|(column, headers)| Note::MappedHeader {
        column: *column,
        headers: headers.iter().map(|header| Untrusted::new(header)).collect(),
    }));
    notes.extend(sheets.iter().flat_map(|sheet| &sheet.layout.notes).cloned());
    notes.extend(alike_items(rows, items));
    let estimates = vendors.iter().filter(|vendor| is_estimate(vendor.raw()));
    notes.extend(estimates.map(|vendor| Note::EstimateAsVendor { vendor: vendor.clone() }));
    let placeholders = vendors.iter().filter(|vendor| is_missing(vendor.raw(), &rows.policy.missing));
    notes.extend(placeholders.map(|vendor| Note::PlaceholderVendor { vendor: vendor.clone() }));
    Note::sorted(notes)
}

/// Notes what nobody states, so that a default is taken.
fn defaults(rows: &Rows<'_>, items: &[u32]) -> Vec<Note> {
    let mut notes = Vec::new();
    if rows.named.is_empty() {
        notes.push(Note::NoQuotes);
    } else if rows.said.is_silent(Column::Quantity) {
        notes.push(Note::NoQuantities);
    } else {
        let place = place_of(Column::Quantity);
        let without = items.iter().filter(|item| rows.said.saying(**item, place) == Saying::Nothing);
        let names: BTreeSet<Untrusted> = without.map(|item| rows.name(*item)).collect();
        if !names.is_empty() {
            notes.push(Note::NoQuantityOf(names.into()));
        }
    }
    if rows.policy.currency.is_none() && rows.currencies.is_empty() {
        notes.push(Note::DefaultCurrency);
    }
    notes
}

/// Notes the columns for quality and service that sheets of quotes lack.
fn absent_columns(rows: &Rows<'_>, sheets: &[Sheet<'_>], options: &Options, notes: &mut Vec<Note>) {
    let quotes: Vec<&Sheet<'_>> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let unused = quotes.iter().flat_map(|sheet| sheet.layout.carried.iter().map(|field| sheet.layout.header(*field)));
    let unused: BTreeSet<Untrusted> = unused.collect();
    // A header with a note of its own is nearly another column, or speaks of a cost.
    let with_note: BTreeSet<_> = quotes.iter().flat_map(|sheet| sheet.layout.notes.iter().map(Note::header)).collect();
    let other = unused.iter().find(|header| !with_note.contains(&Some(*header))).cloned();
    let lacking = |lacks: &dyn Fn(&Sheet<'_>) -> bool| match quotes.iter().filter(|sheet| lacks(sheet)).count() {
        0 => None,
        some if some < quotes.len() => Some(Lacking::Some),
        _ => Some(Lacking::All),
    };
    if let Some(lacking) = lacking(&|sheet| sheet.layout.field(Column::Quality).is_none()) {
        notes.push(Note::NoQualityColumn { lacking, unused: Names::from(unused) });
    }
    let in_history = |name: &str| options.history.is_some() && History::tells(name);
    let criteria = rows.policy.service.iter().enumerate().filter(|(_, criterion)| !in_history(&criterion.column));
    notes.extend(criteria.filter_map(|(number, criterion)| {
        let lacking = lacking(&|sheet| sheet.layout.criteria.get(number).copied().flatten().is_none())?;
        let criterion = Untrusted::new(&criterion.column);
        Some(Note::NoServiceColumn { lacking, criterion, other: other.clone() })
    }));
}

/// Of at most how many items the names are compared: people read shorter lists.
const READ: usize = 10_000;

/// Notes the items whose names differ in case alone: they are two, and may be meant to be one.
fn alike_items(rows: &Rows<'_>, items: &[u32]) -> impl Iterator<Item = Note> {
    let mut alike: HashMap<(u32, String), BTreeSet<Untrusted>> = HashMap::new();
    let read = if items.len() <= READ { items } else { &[] };
    for item in read {
        let name = rows.name(*item);
        let (lot, _) = rows.drafts[*item as usize];
        alike.entry((lot, folded(name.raw(), Fold::Case).into_owned())).or_default().insert(name);
    }
    alike.into_values().filter(|names| names.len() > 1).map(|names| Note::AlikeItems(names.into()))
}

/// Says whether a vendor's name is what estimates are called in published bid tables.
fn is_estimate(vendor: &str) -> bool {
    ["engineer's estimate", "engineers estimate", "engineer estimate", "estimate", "控制价", "标底", "最高限价"]
        .contains(&vendor.to_lowercase().as_str())
}
