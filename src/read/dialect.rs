//! How a sheet is written: what parts its cells, and where its header stands.

use std::borrow::Cow;

use super::alias::{meaning, normal};
use super::fault::FaultKind;
use super::header::MAX_COLUMNS;
use super::record::{Fields, Records};
use crate::policy::Policy;

/// The delimiters that are tried.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many lines are searched for a header that stands below a title.
const TITLE_LINES: usize = 20;

/// Chooses the delimiter under which the header has the most known columns.
pub(crate) fn detect(text: &str, policy: &Policy) -> Result<u8, FaultKind> {
    let tried = DELIMITERS.map(|delimiter| {
        let mut fields = Fields::default();
        Records::new(text, delimiter).next(&mut fields);
        let cells: Vec<&str> = fields.cells.iter().map(Cow::as_ref).collect();
        (known_columns(&cells, policy), cells.len(), delimiter)
    });
    let has_header_below = |delimiter: &u8| header_below(Records::new(text, *delimiter), policy, 0).is_some();
    let most = tried.iter().map(|(known, ..)| *known).max().unwrap_or(0);
    let mut best = tried.iter().filter(|(known, ..)| *known == most);
    match (best.next(), best.next()) {
        // Where no header is known at all, one below a title may be; else the comma gives the clearest message about it.
        _ if most == 0 => Ok(DELIMITERS.into_iter().find(has_header_below).unwrap_or(b',')),
        (Some((_, cells, first)), Some((_, other_cells, second))) if *cells > 1 || *other_cells > 1 => {
            Err(FaultKind::Delimiter { first: *first, second: *second })
        }
        (Some((_, _, delimiter)), _) => Ok(*delimiter),
        (None, _) => Ok(b','),
    }
}

/// Finds a later line that has more known columns than the first.
pub(crate) fn header_below(mut records: Records<'_>, policy: &Policy, known: usize) -> Option<u32> {
    let mut fields = Fields::default();
    for _ in 0..TITLE_LINES {
        let start = records.next(&mut fields)?;
        let cells: Vec<&str> = fields.cells.iter().map(Cow::as_ref).collect();
        let here = known_columns(&cells, policy);
        if here >= 3 && here > known {
            return Some(start.line);
        }
    }
    None
}

/// Counts the known columns of a header, for choosing the delimiter and for finding a header below a title.
pub(crate) fn known_columns(cells: &[&str], policy: &Policy) -> usize {
    let mapped = |cell: &str| policy.columns.values().flatten().any(|header| normal(header) == normal(cell));
    cells
        .iter()
        .take(MAX_COLUMNS)
        .filter(|cell| mapped(cell) || meaning(cell).is_some_and(|meaning| meaning.unfit.is_none()))
        .count()
}
