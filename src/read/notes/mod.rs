//! Notes on the inputs as a whole.

mod columns;
mod money;

use std::collections::{BTreeSet, HashMap};

use self::columns::{absent_columns, unused_columns};
use self::money::{costs_as_items, costs_not_stated, remarks};
use super::Options;
use super::cells::values::is_missing;
use super::rows::fill::Filled;
use super::rows::part::Part;
use super::sheet::Sheet;
use crate::rule::dataset::codes::Turn;
use crate::rule::dataset::items::{ItemKey, Stated, place_of};
use crate::rule::note::{Names, Note};
use crate::value::column::Column;
use crate::value::encoding::Encoding;
use crate::value::name::{Fold, Key, folded};
use crate::value::source::{Format, Input, Role};
use crate::value::untrusted::Untrusted;

/// The quotes as they are grouped.
pub(super) struct Grouped<'g> {
    /// The numbers of the items in the result.
    pub(super) items: &'g [u32],
    /// The numbers of the vendors, by their ids.
    pub(super) vendors: &'g [u32],
    /// The quotes by item and vendor.
    pub(super) order: &'g [Turn],
    /// Where those of each item start.
    pub(super) starts: &'g [u32],
    /// The request that all items belong to.
    pub(super) given: Option<u32>,
}

/// Returns all notes on the inputs.
pub(super) fn all(
    part: &Part<'_>,
    sheets: &[Sheet],
    grouped: &Grouped<'_>,
    inputs: (&[Input], &[usize]),
    options: &Options,
) -> Vec<Note> {
    let Grouped { items, vendors, .. } = grouped;
    let mut notes = defaults(part, sheets, items);
    notes.extend(items_without_request(part, grouped));
    notes.extend(items_of_several_files(part, sheets, grouped, inputs));
    if !part.skipped.is_empty() {
        notes.push(Note::SkippedRows(part.skipped.clone().into()));
    }
    understood(part, &mut notes);
    notes.extend(encoded(inputs.0));
    absent_columns(part, sheets, options, &mut notes);
    unused_columns(part, sheets, &mut notes);
    for column in [Column::Spec, Column::Brand] {
        notes.extend(differing(part, items, column));
    }
    notes.extend(sheets.iter().flat_map(|sheet| &sheet.layout.notes).cloned());
    let by_file: BTreeSet<Untrusted> = sheets.iter().filter_map(|sheet| sheet.vendor.clone()).collect();
    if !by_file.is_empty() {
        notes.push(Note::VendorFromFile(by_file.into()));
    }
    notes.extend(alike_items(part, items));
    if let Some(estimate) = &part.policy.estimate
        && !vendors.iter().any(|vendor| Key::vendor(part.vendors.shown(*vendor)) == Key::vendor(&estimate.vendor))
    {
        notes.push(Note::EstimateAbsent { vendor: Untrusted::new(&estimate.vendor) });
    }
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

/// Notes what some cells were taken to mean: blank names, and working days.
fn understood(part: &Part<'_>, notes: &mut Vec<Note>) {
    if part.filled != Filled::default() {
        notes.push(Note::FilledDown { merged: part.filled.by_merging, declared: part.filled.by_policy });
    }
    let numbers: BTreeSet<u32> = part.working_days.iter().map(|(row, ..)| part.named[*row].1).collect();
    let vendors: BTreeSet<Untrusted> =
        numbers.into_iter().map(|vendor| Untrusted::new(part.vendors.shown(vendor))).collect();
    if !vendors.is_empty() {
        notes.push(Note::WorkingDays { vendors: vendors.into() });
    }
}

/// Notes the files that are not UTF-8.
fn encoded(inputs: &[Input]) -> impl Iterator<Item = Note> {
    let others = Encoding::ALL.iter().copied().filter(|encoding| *encoding != Encoding::Utf8);
    others.filter_map(|encoding| {
        let is_in_it =
            |input: &&Input| input.dialect.as_ref().is_some_and(|dialect| dialect.format == Format::Text(encoding));
        let files: BTreeSet<Untrusted> = inputs.iter().filter(is_in_it).map(|input| input.name.clone()).collect();
        (!files.is_empty()).then(|| Note::Encoded { encoding, files: files.into() })
    })
}

/// Notes what nobody states, so that a default is taken.
fn defaults(part: &Part<'_>, sheets: &[Sheet], items: &[u32]) -> Vec<Note> {
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
    notes.extend(costs_as_items(part, items));
    remarks(part, sheets, &mut notes);
    notes
}

/// How many items a note is made of whose quotes differ in a column; the others are counted.
const DIFFERING: usize = 5;

/// Notes the items whose quotes are for different things by a column that is carried along; `items` in their order.
fn differing(part: &Part<'_>, items: &[u32], column: Column) -> Vec<Note> {
    let header = part.carried.iter().position(|(header, _)| header.raw() == column.name());
    let Some((names, codes)) =
        header.and_then(|header| Some((&part.carried[header].1, part.rows.carried.get(header)?)))
    else {
        return Vec::new();
    };
    // Spellings of one text are the same, by the number of the one that comes first by code point.
    let mut by_text: Vec<(&str, u32)> = names.all().zip(0..).collect();
    by_text.sort_unstable();
    let mut first_of = HashMap::new();
    let mut same = vec![0; by_text.len()];
    for (text, number) in by_text {
        same[number as usize] = *first_of.entry(folded(text, Fold::Case)).or_insert(number);
    }
    let text_of = |row: usize| {
        let code = codes.get(row)?;
        let number = usize::try_from(code).expect("it is a number of a text");
        same.get(number).copied()
    };
    let mut seen: Vec<Option<u32>> = vec![None; part.keys.len()];
    let mut found: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (row, (item, _)) in part.named.iter().enumerate() {
        let Some((seen, text)) = seen.get_mut(*item as usize).zip(text_of(row)) else { continue };
        let first = *seen.get_or_insert(text);
        if first != text {
            found.entry(*item).or_insert_with(|| BTreeSet::from([first])).insert(text);
        }
    }
    let differing: Vec<u32> = items.iter().copied().filter(|item| found.contains_key(item)).collect();
    let more = differing.len().saturating_sub(DIFFERING);
    let note = |item: &u32| {
        let shown: BTreeSet<Untrusted> = found[item].iter().map(|text| Untrusted::new(names.shown(*text))).collect();
        Note::SpecsDiffer { column, item: name_of(part, *item), texts: Names::from(shown) }
    };
    let counted = (more > 0).then_some(Note::MoreSpecsDiffer { column, items: more });
    differing.iter().take(DIFFERING).map(note).chain(counted).collect()
}

/// Notes the items that belong to no request, where others do; a request file that leaves the number out means that.
fn items_without_request(part: &Part<'_>, grouped: &Grouped<'_>) -> Option<Note> {
    let is_without = |item: &&u32| part.keys[**item as usize].request.is_none();
    let is_listed = !part.requested.is_empty();
    if is_listed || grouped.given.is_some() || grouped.items.iter().all(|item| is_without(&item)) {
        return None;
    }
    let names: BTreeSet<Untrusted> = grouped.items.iter().filter(is_without).map(|item| name_of(part, *item)).collect();
    (!names.is_empty()).then(|| Note::NoRequestOf(names.into()))
}

/// Notes the items without a request that a vendor quotes in more than one file, in one round: the files may be of
/// different requests.
fn items_of_several_files(
    part: &Part<'_>,
    sheets: &[Sheet],
    grouped: &Grouped<'_>,
    (inputs, input_of_file): (&[Input], &[usize]),
) -> Option<Note> {
    if grouped.given.is_some() || sheets.iter().filter(|sheet| sheet.role == Role::Quotes).count() < 2 {
        return None;
    }
    let rounds = part.rows.column(Column::Round);
    let place = |turn: &Turn| (rounds.get(turn.row as usize), part.rows.places.of(turn.row).input);
    let (mut items, mut files) = (BTreeSet::new(), BTreeSet::new());
    for (item, bounds) in grouped.items.iter().zip(grouped.starts.windows(2)) {
        if part.keys[*item as usize].request.is_some() {
            continue;
        }
        let turns = &grouped.order[bounds[0] as usize..bounds[1] as usize];
        for run in turns.chunk_by(|a, b| a.vendor == b.vendor).filter(|run| run.len() > 1) {
            let mut places: Vec<(Option<i64>, u32)> = run.iter().map(place).collect();
            places.sort_unstable();
            places.dedup();
            for several in places.chunk_by(|(a, _), (b, _)| a == b).filter(|files| files.len() > 1) {
                items.insert(name_of(part, *item));
                files.extend(several.iter().map(|(_, file)| *file));
            }
        }
    }
    let files: BTreeSet<Untrusted> =
        files.into_iter().map(|file| inputs[input_of_file[file as usize]].name.clone()).collect();
    (!items.is_empty()).then(|| Note::SameItemInFiles { items: items.into(), files: files.into() })
}

/// Of at most how many items the names are compared: people read shorter lists.
const READ: usize = 10_000;

/// Notes the items whose names differ in case alone: they are two, and may be meant to be one.
fn alike_items(part: &Part<'_>, items: &[u32]) -> impl Iterator<Item = Note> {
    let mut alike: HashMap<(ItemKey, String), BTreeSet<Untrusted>> = HashMap::new();
    let read = if items.len() <= READ { items } else { &[] };
    for item in read {
        let name = name_of(part, *item);
        // Of one request and one lot, whatever their names.
        let list = ItemKey { name: 0, ..part.keys[*item as usize] };
        alike.entry((list, folded(name.raw(), Fold::Case).into_owned())).or_default().insert(name);
    }
    alike.into_values().filter(|names| names.len() > 1).map(|names| Note::AlikeItems(names.into()))
}

/// What estimates are called in published bid tables and in offices.
const ESTIMATES: &[&str] = &[
    "estimate",
    "benchmark",
    "reserve price",
    "budget price",
    "reference price",
    "market price",
    "控制价",
    "标底",
    "最高限价",
    "拦标价",
    "参考价",
    "预算价",
    "市场价",
    "指导价",
    "询价",
    "估价",
];

/// Says whether a vendor's name is what estimates are called.
fn is_estimate(vendor: &str) -> bool {
    // There may be a million vendors: nothing is copied to fold the case.
    let has = |word: &str| vendor.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ESTIMATES.iter().any(|word| (word.is_ascii() || !vendor.is_ascii()) && has(word))
}

/// Returns an item's name.
fn name_of(part: &Part<'_>, item: u32) -> Untrusted {
    Untrusted::new(part.names.shown(part.keys[item as usize].name))
}
