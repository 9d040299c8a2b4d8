//! Workbooks (`.xlsx`): a sheet as text of one line a row, which is then read as any other.
//!
//! The text has what the cells show, so that nothing is computed here: numbers are the digits in the file.

mod cells;
mod contents;
mod number;
mod package;
mod xml;

use self::cells::Cells;
use self::contents::{Contents, Listed};
use self::package::Package;
use super::fault::{FaultKind, WorkbookFault};
use super::rows::fill::Merged;
use crate::rule::note::{Names, Note};
use crate::value::untrusted::Untrusted;

/// What the text of a sheet is delimited by.
pub(super) const DELIMITER: u8 = b',';

/// The most cells of the rectangle that a sheet's cells are in, but for empty rows.
const MAX_CELLS: usize = 50_000_000;

/// A sheet of a workbook as text.
#[derive(Debug)]
pub(super) struct SheetText {
    pub(super) sheet: Untrusted,
    /// Delimited text whose lines are the rows of the sheet.
    pub(super) text: String,
    pub(super) faults: Vec<CellFault>,
    /// The cells with a decimal mark, by line and column, that are numbers and no texts of them.
    pub(super) typed: Vec<(u32, usize)>,
    pub(super) notes: Vec<Note>,
    /// The cells that are merged over several rows.
    pub(super) merged: Vec<Merged>,
}

/// What is wrong with a cell.
#[derive(Debug)]
pub(super) struct CellFault {
    /// The data row; 0 for the header.
    pub(super) row: u32,
    /// The row of the sheet.
    pub(super) line: u32,
    /// From 0.
    pub(super) column: usize,
    pub(super) header: Untrusted,
    pub(super) kind: FaultKind,
}

/// Reads the sheet of a name, or the first visible one with cells.
pub(super) fn read(
    bytes: &[u8],
    file: &Untrusted,
    wanted: Option<&Untrusted>,
    decimal_mark: &str,
) -> Result<SheetText, FaultKind> {
    let package = Package::open(bytes).map_err(FaultKind::Workbook)?;
    if let Some(kind) = package.other_kind() {
        return Err(FaultKind::NotText(kind));
    }
    of_package(&package, file, wanted, decimal_mark).map_err(FaultKind::Workbook)
}

fn of_package(
    package: &Package,
    file: &Untrusted,
    wanted: Option<&Untrusted>,
    decimal_mark: &str,
) -> Result<SheetText, WorkbookFault> {
    let contents = Contents::of(package)?;
    let names = || contents.sheets.iter().map(|sheet| Untrusted::new(&sheet.name)).collect::<Vec<_>>();
    let read = |sheet: &Listed| cells::read(&contents, sheet, decimal_mark);
    if let Some(wanted) = wanted {
        let sheet = contents.sheets.iter().find(|sheet| sheet.name == wanted.raw());
        let sheet = sheet.ok_or_else(|| WorkbookFault::NoSuchSheet { sheet: wanted.clone(), sheets: names() })?;
        return text_of(sheet, &read(sheet)?, file, Vec::new());
    }
    let mut chosen = None;
    let mut others = Vec::new();
    for sheet in contents.sheets.iter().filter(|sheet| !sheet.is_hidden) {
        if chosen.is_some() {
            // Whatever is wrong with another sheet, it is not read.
            if !matches!(cells::has_value(&contents, sheet), Ok(false)) {
                others.push(Untrusted::new(&sheet.name));
            }
            continue;
        }
        let cells = read(sheet)?;
        if !cells.rows.is_empty() {
            chosen = Some((sheet, cells));
        }
    }
    let (sheet, cells) = chosen.ok_or_else(|| WorkbookFault::NoCells { sheets: names() })?;
    text_of(sheet, &cells, file, others)
}

fn text_of(
    sheet: &Listed,
    cells: &Cells,
    file: &Untrusted,
    others: Vec<Untrusted>,
) -> Result<SheetText, WorkbookFault> {
    let width = cells.width();
    if cells.rows.len().saturating_mul(width) > MAX_CELLS {
        return Err(WorkbookFault::TooLarge);
    }
    let mut text = String::new();
    let mut line = 1;
    for (row, own) in &cells.rows {
        for _ in line..*row {
            text.push('\n');
        }
        line = row + 1;
        let mut own = own.iter().peekable();
        for column in 0..width {
            if column > 0 {
                text.push(char::from(DELIMITER));
            }
            if let Some((_, cell)) = own.next_if(|(at, _)| *at == column) {
                push_cell(&mut text, cell);
            }
        }
        text.push('\n');
    }
    let mut headers = vec![Untrusted::default(); width];
    for (column, cell) in cells.rows.first().map_or(&[][..], |(_, cells)| cells) {
        headers[*column] = Untrusted::new(cell.trim());
    }
    let faults = cells.faults.iter().map(|(line, column, kind)| {
        let row = cells.rows.partition_point(|(row, _)| row < line);
        let row = u32::try_from(row).expect("a sheet has at most a million rows");
        CellFault { row, line: *line, column: *column, header: headers[*column].clone(), kind: kind.clone() }
    });
    let name = Untrusted::new(&sheet.name);
    let mut notes = Vec::new();
    if !others.is_empty() {
        notes.push(Note::OtherSheets {
            file: file.clone(),
            sheet: name.clone(),
            others: Names::all(others.into_iter().collect()),
        });
    }
    if sheet.is_hidden || cells.hidden_rows > 0 || cells.has_hidden_columns {
        let (file, sheet, is_hidden) = (file.clone(), name.clone(), sheet.is_hidden);
        notes.push(Note::HiddenCells {
            file,
            sheet,
            is_hidden,
            rows: cells.hidden_rows,
            columns: cells.has_hidden_columns,
        });
    }
    let faults = faults.collect();
    let (merged, typed) = (cells.merged.clone(), cells.typed.clone());
    Ok(SheetText { sheet: name, text, faults, typed, notes, merged })
}

/// Writes a cell in quotes. A line break in it is a space: lines are the rows of the sheet.
fn push_cell(text: &mut String, cell: &str) {
    text.push('"');
    for character in cell.chars() {
        match character {
            '"' => text.push_str("\"\""),
            '\n' | '\r' => text.push(' '),
            other => text.push(other),
        }
    }
    text.push('"');
}
