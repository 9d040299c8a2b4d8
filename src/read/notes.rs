//! What is worth a word about the inputs as a whole. No file is named, so that the notes do not depend on how rows are
//! filed.

use std::collections::{BTreeSet, HashMap};

use super::Options;
use super::cells::values::is_missing;
use super::history::History;
use super::remark::Remark;
use super::rows::part::Part;
use crate::rule::items::{Stated, place_of};
use crate::rule::note::Note;
use super::sheet::Sheet;
use crate::value::column::Column;
use crate::value::name::{Fold, folded};
use crate::value::source::Role;
use crate::value::untrusted::{Untrusted, shown};

/// Returns all notes, each once, in an order of their own.
///
/// `items` are the numbers of the items in the result, `vendors` their vendors' names.
pub(super) fn all(
    part: &Part<'_>,
    sheets: &[Sheet],
    (items, vendors): (&[u32], &[u32]),
    options: &Options,
) -> Vec<Note> {
    let defaults = defaults(part, items).into_iter();
    let notes: BTreeSet<Note> = defaults
        .chain(absent_columns(part, sheets, options))
        .chain(mapped_headers(part, sheets))
        .chain(remarks(sheets))
        .chain(twins(part, items))
        .chain(odd_vendors(part, vendors))
        .collect();
    notes.into_iter().collect()
}

fn note(code: &'static str, text: impl Into<String>) -> Note {
    Note { code, text: text.into(), vendor: None }
}

/// How many names a note lists.
const LISTED: usize = 5;

/// Lists names, of many the first ones.
fn listed(names: &BTreeSet<Untrusted>) -> String {
    let first: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{}`", name.shown())).collect();
    match names.len().saturating_sub(LISTED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// Notes what nobody states, and what stands in its place.
fn defaults(part: &Part<'_>, items: &[u32]) -> Vec<Note> {
    let mut notes = Vec::new();
    if part.named.is_empty() {
        notes.push(note("no-quotes", "there are no quotes: no sheet of quotes has a row below its header"));
    } else if part.fields.is_silent(Column::Quantity) {
        let text = "no sheet states a quantity; each item is compared for a quantity of 1";
        notes.push(note("default-quantity", text));
    } else {
        let place = place_of(Column::Quantity);
        let without = items.iter().filter(|item| part.fields.stated(**item, place) == Stated::Nothing);
        let names: BTreeSet<Untrusted> = without.map(|item| name_of(part, *item)).collect();
        if !names.is_empty() {
            let text = format!("no row states a quantity of {}: 1 is taken for it", listed(&names));
            notes.push(note("default-quantity", text));
        }
    }
    if part.policy.currency.is_none() && part.currencies.is_empty() {
        notes.push(note("default-currency", "neither the sheets nor the policy name a currency; CNY is assumed"));
    }
    notes
}

/// Notes the columns for quality and service that sheets of quotes lack.
fn absent_columns(part: &Part<'_>, sheets: &[Sheet], options: &Options) -> Vec<Note> {
    let quotes: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let unused = quotes.iter().flat_map(|sheet| sheet.layout.carried.iter().map(|field| sheet.layout.header(*field)));
    let unused: BTreeSet<Untrusted> = unused.collect();
    // A header that there is a remark on is nearly another column, or speaks of a cost.
    let remarks = quotes.iter().flat_map(|sheet| sheet.layout.remarks.iter().map(Remark::header));
    let remarked: BTreeSet<&Untrusted> = remarks.collect();
    let comparable: Vec<&Untrusted> = unused.iter().filter(|header| !remarked.contains(header)).collect();
    let absent = |code, what: &str, without: usize| {
        let consequence = "where it is missing, quotes count as without it";
        match without {
            0 => None,
            some if some < quotes.len() => {
                Some(note(code, format!("some sheets have no column for {what}; {consequence}")))
            }
            _ => Some(note(code, format!("no sheet has a column for {what}; {consequence}"))),
        }
    };
    let without_quality = quotes.iter().filter(|sheet| sheet.layout.field(Column::Quality).is_none()).count();
    let quality = absent("no-quality-column", "quality", without_quality).map(|note| match unused.len() {
        0 => note,
        _ => Note { text: format!("{}; columns that are not used: {}", note.text, listed(&unused)), ..note },
    });
    let is_told = |name: &str| options.history.is_some() && History::tells(name);
    let criteria = part.policy.service.iter().enumerate().filter(|(_, criterion)| !is_told(&criterion.column));
    let service = criteria.filter_map(|(number, criterion)| {
        let lacks = |sheet: &&&Sheet| sheet.layout.criteria.get(number).copied().flatten().is_none();
        let what = format!("the service criterion `{}`", shown(&criterion.column));
        let note = absent("no-service-column", &what, quotes.iter().filter(lacks).count())?;
        // Any column can be compared, and those that are not used are the ones that people forget to name.
        Some(match comparable.first() {
            None => note,
            Some(header) => {
                let example = format!("; any other column can be one, as `--service \"{} desc\"`", header.shown());
                Note { text: note.text + &example, ..note }
            }
        })
    });
    quality.into_iter().chain(service).collect()
}

/// Notes the headers that the policy maps and no sheet has.
fn mapped_headers(part: &Part<'_>, sheets: &[Sheet]) -> Vec<Note> {
    let is_absent = |column: Column| sheets.iter().all(|sheet| sheet.layout.field(column).is_none());
    let mapped = part.policy.columns.iter().filter(|(column, _)| is_absent(**column));
    let notes = mapped.map(|(column, headers)| {
        let headers: Vec<String> = headers.iter().map(|header| format!("`{}`", shown(header))).collect();
        let headers = headers.join(" / ");
        let text = format!("the policy maps `{column}` to {headers}, which no sheet has; it counts as not given");
        note("mapped-header", text)
    });
    notes.collect()
}

/// Notes the headers that could mean something else.
fn remarks(sheets: &[Sheet]) -> Vec<Note> {
    let remarks = sheets.iter().flat_map(|sheet| &sheet.layout.remarks).map(|remark| match remark {
        Remark::Near { header, column } => note(
            "near-header",
            format!("the column `{}` is only carried along; if `{column}` is meant, rename it", header.shown()),
        ),
        Remark::Cost { header } => note(
            "cost-header",
            format!("the column `{}` is only carried along: no price is changed by it", header.shown()),
        ),
        Remark::Second { header, column } => note(
            "second-header",
            format!("`{}` could be `{column}` as well; it is carried under its own name", header.shown()),
        ),
    });
    remarks.collect()
}

/// For how many items it is worth a look whether two of them are meant to be one: people read shorter lists.
const READ: usize = 10_000;

/// Notes the items whose names differ in case alone: they are two, and may be meant to be one.
fn twins(part: &Part<'_>, items: &[u32]) -> Vec<Note> {
    let mut alike: HashMap<(Option<u32>, String), BTreeSet<Untrusted>> = HashMap::new();
    let read = if items.len() <= READ { items } else { &[] };
    for item in read {
        let name = name_of(part, *item);
        let lot = part.keys[*item as usize].lot;
        alike.entry((lot, folded(name.raw(), Fold::Case).into_owned())).or_default().insert(name);
    }
    let twins = alike.into_values().filter(|names| names.len() > 1);
    twins
        .map(|names| {
            note("alike-items", format!("{} are items of their own; if one is meant, spell them alike", listed(&names)))
        })
        .collect()
}

/// Notes the vendors whose names say that no vendor may be meant.
fn odd_vendors(part: &Part<'_>, vendors: &[u32]) -> Vec<Note> {
    let mut notes = Vec::new();
    for name in vendors.iter().map(|vendor| part.vendors.shown(*vendor)) {
        let mut about = |code, text| notes.push(Note { code, text, vendor: Some(Untrusted::new(name)) });
        if is_estimate(name) {
            let text = format!(
                "`{}` looks like an estimate among the vendors; if it is one, take its rows out and give it as `budget`",
                shown(name)
            );
            about("estimate-as-vendor", text);
        }
        if is_missing(name, &part.policy.missing) {
            let text = format!("`{}` is taken for a vendor's name; if no vendor is meant, take its rows out", shown(name));
            about("placeholder-vendor", text);
        }
    }
    notes
}

/// Returns an item's name.
fn name_of(part: &Part<'_>, item: u32) -> Untrusted {
    Untrusted::new(part.names.shown(part.keys[item as usize].name))
}

/// Says whether a vendor's name is what estimates are called in published bid tables.
fn is_estimate(vendor: &str) -> bool {
    // Of a million names few are as short as these.
    let name = if vendor.len() <= 24 { vendor.to_lowercase() } else { return false };
    ["engineer's estimate", "engineers estimate", "engineer estimate", "estimate", "控制价", "标底", "最高限价"]
        .contains(&name.as_str())
}
