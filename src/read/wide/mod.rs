//! Sheets with the vendors side by side: a row an item, and columns for each vendor. They are made into text of one row a
//! quote, which is then read as any other; places are those of the sheet all the same.
//!
//! - `words`: what headers say, cell by cell
//! - `head`: the first lines of a sheet
//! - `layout`: where vendors and their columns stand, by the headers alone or as the policy's `[wide]` says
//! - `melt`: the text, and what each of its rows was made of
//! - `places`: places in that text to places in the sheet

mod declared;
mod head;
mod layout;
mod melt;
mod places;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

pub(super) use self::places::WidePlaces;

use self::layout::{Found, Layout};
use super::fault::{FaultKind, WideFault};
use crate::policy::Policy;
use crate::rule::note::{Names, Note};
use crate::value::source::{ColumnRef, RowRef};
use crate::value::untrusted::Untrusted;

/// A wide sheet as text of one row a quote.
#[derive(Debug)]
pub(super) struct Melted {
    pub(super) text: String,
    pub(super) delimiter: u8,
    pub(super) places: Arc<WidePlaces>,
    /// What is wrong with rows that cannot be split, at their places in the sheet.
    pub(super) faults: Vec<(RowRef, Option<ColumnRef>, FaultKind)>,
    pub(super) notes: Vec<Note>,
    /// How the policy would say where they stand.
    pub(super) declaration: crate::policy::Wide,
    /// How many records there are up to the first row of data, and the last line of these.
    pub(super) head: usize,
    pub(super) head_ends: u32,
}

/// What a sheet without a row a quote may be.
#[derive(Debug)]
pub(super) enum Wide {
    /// Its vendors stand side by side.
    Melted(Melted),
    /// They seem to; the fault is about this line.
    Unclear(RowRef, FaultKind),
}

/// Finds the vendors of a wide sheet, and puts its quotes below one another; `None` where it is no wide sheet. `number` is
/// its place in the order of reading.
pub(super) fn read(text: &str, delimiter: Option<u8>, number: u32, policy: &Policy) -> Option<Wide> {
    let delimiters: &[u8] = delimiter.as_ref().map_or(b",;\t|", std::slice::from_ref);
    let mut unclear = None;
    for delimiter in delimiters {
        match layout::find(text, *delimiter, policy) {
            Found::Plain(layout) => return Some(Wide::Melted(melt(text, *delimiter, number, &layout, policy))),
            Found::Unclear { line, fault } => {
                let at = RowRef { file: number, row: 0, line };
                unclear.get_or_insert(Wide::Unclear(at, FaultKind::Wide(fault)));
            }
            Found::None => {}
        }
    }
    unclear
}

fn melt(text: &str, delimiter: u8, number: u32, layout: &Layout, policy: &Policy) -> Melted {
    let mut notes = Vec::new();
    if !layout.titles.is_empty() {
        notes.push(Note::Titles(Names::all(layout.titles.iter().cloned().collect())));
    }
    notes.push(Note::Wide {
        vendors: layout.vendors.iter().map(|vendor| Untrusted::new(&vendor.name)).collect(),
        columns: layout.columns.iter().map(|column| Untrusted::new(column)).collect(),
    });
    let (head, head_ends) = (layout.head, layout.head_ends);
    let declaration = crate::policy::Wide {
        vendor_row: layout.line,
        columns: layout.columns.clone(),
        vendors: layout.vendors.iter().map(|vendor| vendor.name.clone()).collect(),
    };
    let (text, places, faults) = melt::melt(text, delimiter, number, layout, policy);
    Melted { text, delimiter, places: Arc::new(places), faults, notes, declaration, head, head_ends }
}

/// A fault of a sheet that seems to be wide: these are its vendors, and how `[wide]` would say so.
fn unclear(line: u32, vendors: &[String], columns: &[String]) -> Found {
    let texts = |names: &[String]| names.iter().map(|name| Untrusted::new(name)).collect::<Vec<_>>();
    Found::Unclear { line, fault: WideFault::Unclear { line, vendors: texts(vendors), columns: texts(columns) } }
}
