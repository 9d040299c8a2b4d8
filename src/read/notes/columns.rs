//! Notes on columns: those that no rule looks at, and those that nobody has.

use std::collections::BTreeSet;

use crate::read::Options;
use crate::read::headers::alias::normal;
use crate::read::history::History;
use crate::read::rows::part::Part;
use crate::read::sheet::Sheet;
use crate::rule::note::{Lacking, Names, Note};
use crate::value::column::Column;
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// Headers that number rows, so that no hint proposes them as a criterion; as `normal` writes them.
const NUMBERING: &[&str] = &["序号", "编号", "行号", "no", "#", "sn", "id", "index", "line", "lineno", "itemno", "row"];

/// Notes the columns for quality and service that sheets of quotes lack.
pub(super) fn absent_columns(part: &Part<'_>, sheets: &[Sheet], options: &Options, notes: &mut Vec<Note>) {
    let quotes: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let is_numbering = |header: &Untrusted| NUMBERING.contains(&normal(header.raw()).as_str());
    let other = quotes.iter().flat_map(|sheet| unused(sheet)).filter(|header| !is_numbering(header)).min();
    let lacking = |lacks: &dyn Fn(&Sheet) -> bool| match quotes.iter().filter(|sheet| lacks(sheet)).count() {
        0 => None,
        some if some < quotes.len() => Some(Lacking::Some),
        _ => Some(Lacking::All),
    };
    if let Some(lacking) = lacking(&|sheet| sheet.layout.field(Column::Quality).is_none()) {
        notes.push(Note::NoQualityColumn { lacking });
    }
    let in_history = |name: &str| options.history.is_some() && History::tells(name);
    let criteria = part.policy.service.iter().enumerate().filter(|(_, criterion)| !in_history(&criterion.column));
    notes.extend(criteria.filter_map(|(number, criterion)| {
        let lacking = lacking(&|sheet| sheet.layout.criteria.get(number).copied().flatten().is_none())?;
        let criterion = Untrusted::new(&criterion.column);
        Some(Note::NoServiceColumn { lacking, criterion, other: other.clone() })
    }));
}

/// Returns the headers that no rule looks at; one with a note of its own is nearly a column, or a second one.
fn unused(sheet: &Sheet) -> impl Iterator<Item = Untrusted> {
    let layout = &sheet.layout;
    let is_unused = |field: &&usize| !layout.ignored.contains(field) && !layout.gates.contains(&Some(**field));
    let has_note = |header: &Untrusted| layout.notes.iter().any(|note| note.header() == Some(header));
    layout.carried.iter().filter(is_unused).map(|field| layout.header(*field)).filter(move |header| !has_note(header))
}

/// Names the columns that no rule looks at, and those that the policy ignores.
pub(super) fn unused_columns(part: &Part<'_>, sheets: &[Sheet], notes: &mut Vec<Note>) {
    let unused: BTreeSet<Untrusted> = sheets.iter().flat_map(unused).collect();
    let ignored = sheets.iter().flat_map(|sheet| sheet.layout.ignored.iter().map(|field| sheet.layout.header(*field)));
    let ignored: BTreeSet<Untrusted> = ignored.collect();
    let found: BTreeSet<String> =
        sheets.iter().flat_map(|sheet| &sheet.layout.headers).map(|header| normal(header.raw())).collect();
    let nowhere = part.policy.ignore.iter().filter(|header| !found.contains(&normal(header)));
    let nowhere: BTreeSet<Untrusted> = nowhere.map(|header| Untrusted::new(header)).collect();
    let note = |headers: BTreeSet<Untrusted>, note: fn(Names) -> Note| {
        (!headers.is_empty()).then(|| note(Names::all(headers)))
    };
    notes.extend(note(unused, Note::UnusedColumns));
    notes.extend(note(ignored, Note::IgnoredHeaders));
    notes.extend(note(nowhere, Note::IgnoredNowhere));
}
