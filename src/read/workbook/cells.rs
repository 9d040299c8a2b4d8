//! The cells of a sheet as text, by row.

use super::WorkbookFault;
use super::contents::{Contents, Listed};
use super::number::{self, Format};
use super::xml::{Step, Xml, attribute, is_set};
use crate::read::cells::frame::is_total;
use crate::read::fault::FaultKind;
use crate::read::headers::map::MAX_COLUMNS;
use crate::read::rows::fill::Merged;

/// The most rows of a sheet.
const MAX_ROWS: u32 = 1 << 20;
/// The most bytes of all texts: many cells may have the same long text.
const MAX_TEXT: usize = 64 << 20;

/// The cells of a sheet.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Rows with their numbers, from 1, and their cells that are not empty, with their columns, from 0.
    pub(super) rows: Vec<(u32, Vec<(usize, String)>)>,
    /// What is wrong with cells, by row and column.
    pub(super) faults: Vec<(u32, usize, FaultKind)>,
    /// The cells with a decimal mark that are numbers, by row and column.
    pub(super) typed: Vec<(u32, usize)>,
    /// How many of the rows with cells are hidden, and whether columns are.
    pub(super) hidden_rows: usize,
    pub(super) has_hidden_columns: bool,
    /// The merged cells that go over several rows.
    pub(super) merged: Vec<Merged>,
}

impl Cells {
    /// Returns one more than the last column with a cell.
    pub(super) fn width(&self) -> usize {
        let last = |(_, cells): &(u32, Vec<(usize, String)>)| cells.last().map_or(0, |(column, _)| column + 1);
        self.rows.iter().map(last).max().unwrap_or(0)
    }
}

/// Says whether a sheet has a cell with a value.
pub(super) fn has_value(contents: &Contents<'_>, sheet: &Listed) -> Result<bool, WorkbookFault> {
    let mut xml = Xml::of(contents.xml(sheet)?);
    while let Some(step) = xml.next()? {
        if let Step::Open(start) = step
            && matches!(start.local_name().as_ref(), "v" | "t")
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A cell under way.
#[derive(Default)]
struct Cell {
    kind: String,
    format: usize,
    has_formula: bool,
    value: Option<String>,
}

/// Reads the cells of a sheet.
pub(super) fn read(contents: &Contents<'_>, sheet: &Listed, decimal_mark: &str) -> Result<Cells, WorkbookFault> {
    let mut xml = Xml::of(contents.xml(sheet)?);
    let mut cells = Cells::default();
    let (mut row, mut column, mut is_hidden) = (0, 0, false);
    let mut cell = Cell::default();
    let mut bytes = 0;
    let (mut is_value, mut is_phonetic, mut is_in_sheet) = (false, false, false);
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(start) => match start.local_name().as_ref() {
                "worksheet" => is_in_sheet = true,
                "col" => cells.has_hidden_columns |= is_set(&start, "hidden")?,
                "row" => {
                    let named =
                        attribute(&start, "r")?.map(|number| number.parse().map_err(|_| WorkbookFault::Damaged));
                    let next = named.transpose()?.unwrap_or(row + 1);
                    if next <= row || next > MAX_ROWS {
                        return Err(WorkbookFault::Damaged);
                    }
                    (row, column, is_hidden) = (next, 0, is_set(&start, "hidden")? || has_no_height(&start)?);
                }
                "c" => {
                    if let Some(place) = attribute(&start, "r")? {
                        let named = column_of(&place).ok_or(WorkbookFault::Damaged)?;
                        if named < column {
                            return Err(WorkbookFault::Damaged);
                        }
                        column = named;
                    }
                    let format = attribute(&start, "s")?.and_then(|format| format.parse().ok()).unwrap_or(0);
                    cell = Cell { kind: attribute(&start, "t")?.unwrap_or_default(), format, ..Cell::default() };
                }
                "f" => cell.has_formula = true,
                "v" | "t" => {
                    is_value = true;
                    cell.value.get_or_insert_default();
                }
                "rPh" => is_phonetic = true,
                "mergeCell" => {
                    let range = attribute(&start, "ref")?.unwrap_or_default();
                    cells.merged.extend(merged(range).filter(|merged| merged.first < merged.last));
                }
                _ => {}
            },
            Step::Text(text) if is_value && !is_phonetic => cell.value.get_or_insert_default().push_str(&text),
            Step::Text(_) => {}
            Step::Close(name) => match name.as_str() {
                "v" | "t" => is_value = false,
                "rPh" => is_phonetic = false,
                "c" => {
                    if row == 0 {
                        return Err(WorkbookFault::Damaged);
                    }
                    let is_text = matches!(cell.kind.as_str(), "s" | "str" | "inlineStr");
                    match shown(contents, &std::mem::take(&mut cell), decimal_mark) {
                        Ok(text) if text.trim().is_empty() => {}
                        Ok(_) | Err(_) if column >= MAX_COLUMNS => {
                            return Err(WorkbookFault::TooWide { limit: MAX_COLUMNS });
                        }
                        Ok(text) if bytes + text.len() > MAX_TEXT => return Err(WorkbookFault::TooLarge),
                        Ok(text) => {
                            bytes += text.len();
                            if !is_text && text.contains(decimal_mark) {
                                cells.typed.push((row, column));
                            }
                            add(&mut cells, (row, column), text, is_hidden);
                        }
                        // What sums up counts for nothing, so that its value need not be there.
                        Err(FaultKind::NoCachedValue) if is_of_total(&cells, row) => {}
                        Err(fault) => {
                            cells.faults.push((row, column, fault));
                            // The row is there all the same.
                            add(&mut cells, (row, column), "?".to_owned(), is_hidden);
                        }
                    }
                    column += 1;
                }
                _ => {}
            },
        }
    }
    if is_in_sheet { Ok(cells) } else { Err(WorkbookFault::Damaged) }
}

/// Says whether a row is as good as hidden.
fn has_no_height(start: &quick_xml::events::BytesStart<'_>) -> Result<bool, WorkbookFault> {
    Ok(matches!(attribute(start, "ht")?.as_deref(), Some("0" | "0.0")))
}

/// Says whether a row begins with the name of a total.
fn is_of_total(cells: &Cells, row: u32) -> bool {
    let own = cells.rows.last().filter(|(last, _)| *last == row);
    own.and_then(|(_, cells)| cells.first()).is_some_and(|(_, text)| is_total(text))
}

fn add(cells: &mut Cells, (row, column): (u32, usize), text: String, is_hidden: bool) {
    if cells.rows.last().is_none_or(|(last, _)| *last != row) {
        cells.rows.push((row, Vec::new()));
        cells.hidden_rows += usize::from(is_hidden);
    }
    cells.rows.last_mut().expect("there is a row").1.push((column, text));
}

/// Returns what a cell shows.
fn shown(contents: &Contents<'_>, cell: &Cell, decimal_mark: &str) -> Result<String, FaultKind> {
    let Some(value) = cell.value.as_deref() else {
        return if cell.has_formula { Err(FaultKind::NoCachedValue) } else { Ok(String::new()) };
    };
    let plain = Format::default();
    let format = contents.formats.get(cell.format).unwrap_or(&plain);
    let number = || {
        let too_long = || FaultKind::CellNumber { text: value.into() };
        number::text(value.trim(), format, contents.is_1904, decimal_mark).ok_or_else(too_long)
    };
    match cell.kind.as_str() {
        "s" => {
            let text = value.trim().parse().ok().and_then(|number: usize| contents.texts.get(number));
            text.map(|text| number::with_mark(unescaped(text), format))
                .ok_or_else(|| FaultKind::ErrorCell { text: value.into() })
        }
        "str" | "inlineStr" => Ok(number::with_mark(unescaped(value), format)),
        "b" => Ok(if value.trim() == "0" { "FALSE" } else { "TRUE" }.to_owned()),
        "e" => Err(FaultKind::ErrorCell { text: value.into() }),
        "d" => Ok(value.trim().trim_end_matches('Z').trim_end_matches("T00:00:00").to_owned()),
        _ if value.trim().is_empty() && cell.has_formula => Err(FaultKind::NoCachedValue),
        _ if value.trim().is_empty() => Ok(String::new()),
        _ => number(),
    }
}

/// Puts characters back that the format writes as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let escaped = rest
            .get(at + 2..at + 7)
            .filter(|code| code.ends_with('_') && code.bytes().take(4).all(|byte| byte.is_ascii_hexdigit()));
        let character = escaped.and_then(|code| u32::from_str_radix(&code[..4], 16).ok()).and_then(char::from_u32);
        shown.push_str(&rest[..at]);
        if let Some(character) = character {
            shown.push(character);
            rest = &rest[at + 7..];
        } else {
            shown.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    shown.push_str(rest);
    shown
}

/// Reads a range of merged cells, `A2:A4`; `None` where it is no range.
fn merged(range: String) -> Option<Merged> {
    let (from, to) = range.split_once(':')?;
    let row = |place: &str| place.trim_start_matches(|other: char| other.is_ascii_alphabetic()).parse().ok();
    let (column, first, last) = (column_of(from)?, row(from)?, row(to)?);
    Some(Merged { range, column, first, last })
}

/// Returns the column of a cell's name, from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_by_their_letters() {
        for (place, column) in
            [("A1", Some(0)), ("Z9", Some(25)), ("AA1", Some(26)), ("XFD7", Some(16_383)), ("7", None)]
        {
            assert_eq!(column_of(place), column, "{place}");
        }
        assert_eq!(unescaped("a_x000D_b_x_x00zz__x"), "a\rb_x_x00zz__x");
        assert_eq!(unescaped("_x4F60_好"), "你好");
    }
}
