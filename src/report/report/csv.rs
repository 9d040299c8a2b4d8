//! A report as CSV: one table whose first column, `row`, says what a row is.
//!
//! The rows of all sections come first; then `definition` and `ledger`, which have `word` and `text` alone.

use std::io::{self, Write};

use super::super::row::{Guard, Row};
use super::{Cell, Report};

/// Writes the header and all rows.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(report: &Report, guard: Guard, out: &mut dyn Write) -> io::Result<()> {
    let mut row = Row::new(out, guard);
    let mut header = vec!["row"];
    header.extend(report.columns.iter().map(|column| column.name));
    header.extend(["word", "text"]);
    row.header(&header)?;
    for section in &report.sections {
        for cells in &section.rows {
            row.own(Some(section.kind))?;
            cells.iter().try_for_each(|cell| write_cell(cell, &mut row))?;
            row.own(None::<u8>)?;
            row.own(None::<u8>)?;
            row.end()?;
        }
    }
    let mut words = |kind: &str, word: &str, text: &str| {
        row.own(Some(kind))?;
        report.columns.iter().try_for_each(|_| row.own(None::<u8>))?;
        row.own(Some(word))?;
        row.raw(text)?;
        row.end()
    };
    for definition in report.definitions {
        words("definition", definition.word, definition.meaning)?;
    }
    for (name, value) in report.facts() {
        words("ledger", &name, &value)?;
    }
    row.flush()
}

fn write_cell(cell: &Cell, row: &mut Row<impl Write>) -> io::Result<()> {
    match cell {
        Cell::Nothing | Cell::Absent(_) => row.own(None::<u8>),
        Cell::Text(text) => row.text(Some(text)),
        Cell::Own(text) | Cell::Said { word: text, .. } => row.own(Some(text)),
        Cell::Amount(amount) => row.own(Some(amount)),
        Cell::Count(count) => row.own(Some(count)),
        Cell::Flag { holds, .. } => row.own(Some(if *holds { "yes" } else { "no" })),
        Cell::List(words) => row.own(Some(words.join("; "))),
    }
}
