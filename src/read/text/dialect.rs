//! How a sheet is written: its delimiter, and where its header stands.

use csv::StringRecord;

use super::records::Records;
use crate::policy::Policy;
use crate::read::cells::frame::is_title;
use crate::read::fault::FaultKind;
use crate::read::headers::alias::{meaning, normal};
use crate::read::headers::map::MAX_COLUMNS;
use crate::value::untrusted::Untrusted;

/// The delimiters that are tried.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many lines are searched for a header that stands below a title.
const TITLE_LINES: usize = 20;

/// Chooses the delimiter under which the header has the most known columns; `start` is the beginning of the text.
pub(crate) fn detect(start: &[u8], policy: &Policy) -> Result<u8, FaultKind> {
    let tried = DELIMITERS.map(|delimiter| {
        let mut record = StringRecord::new();
        let is_there = Records::new(start, delimiter).next(&mut record).is_ok_and(|line| line.is_some());
        let cells: Vec<&str> = if is_there { record.iter().collect() } else { Vec::new() };
        (known_columns(&cells, policy), cells.len(), delimiter)
    });
    let has_header_below = |delimiter: &u8| header_below(start, *delimiter, policy, 0).is_some();
    let most = tried.iter().map(|(known, ..)| *known).max().expect("several delimiters are tried");
    let mut best = tried.iter().filter(|(known, ..)| *known == most);
    match (best.next(), best.next()) {
        // Where no header is known at all, one below a title may be; else the comma gives the clearest message about it.
        _ if most == 0 => Ok(DELIMITERS.into_iter().find(has_header_below).unwrap_or(b',')),
        (Some((_, cells, first)), Some((_, other_cells, second))) if *cells > 1 || *other_cells > 1 => {
            Err(FaultKind::Delimiter { first: *first, second: *second })
        }
        (Some((_, _, delimiter)), _) => Ok(*delimiter),
        (None, _) => unreachable!("some delimiter has the most"),
    }
}

/// Finds a later line that has more known columns than the first.
pub(crate) fn header_below(start: &[u8], delimiter: u8, policy: &Policy, known: usize) -> Option<u32> {
    let mut records = Records::new(start, delimiter);
    let mut record = StringRecord::new();
    for _ in 0..=TITLE_LINES {
        let line = records.next(&mut record).ok()??;
        records.take_faults();
        let cells: Vec<&str> = record.iter().collect();
        let here = known_columns(&cells, policy);
        if here >= 3 && here > known {
            return Some(line);
        }
    }
    None
}

/// The lines above a header.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    /// What they say.
    pub(crate) texts: Vec<Untrusted>,
    /// The header.
    pub(crate) header: StringRecord,
}

/// Finds plain titles above a header; none where one of them could change what is paid, or be a header itself.
pub(crate) fn titles(start: &[u8], delimiter: u8, policy: &Policy) -> Titles {
    let mut records = Records::new(start, delimiter);
    let mut record = StringRecord::new();
    let mut texts = Vec::new();
    while texts.len() <= TITLE_LINES && matches!(records.next(&mut record), Ok(Some(_))) {
        let cells: Vec<&str> = record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if !records.take_faults().is_empty() {
            break;
        }
        if known_columns(&cells, policy) >= 3 {
            return Titles { texts, header: record };
        }
        if known_columns(&cells, policy) > 0 || !is_title(&cells) {
            break;
        }
        texts.push(Untrusted::new(&cells.join(" ")));
    }
    Titles::default()
}

/// How much of a text is searched for a header.
const SEARCHED: usize = 1 << 16;

/// Says whether a header of a text has a known column whose name is not ASCII, which shows that the text is decoded rightly.
pub(crate) fn known_foreign(text: &str, policy: &Policy) -> bool {
    let start = &text.as_bytes()[..text.floor_char_boundary(SEARCHED)];
    DELIMITERS.iter().any(|delimiter| {
        let mut records = Records::new(start, *delimiter);
        let mut record = StringRecord::new();
        (0..=TITLE_LINES).any(|_| {
            if !matches!(records.next(&mut record), Ok(Some(_))) {
                return false;
            }
            let cells: Vec<&str> = record.iter().collect();
            let foreign: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_ascii()).collect();
            known_columns(&foreign, policy) > 0 && known_columns(&cells, policy) > 1
        })
    })
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
