//! A cell: what stands in it, how wide it is, and how it is written.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use super::look::Look;
use crate::report::amount::grouped;
use crate::value::date::Date;
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// The most letters in a cell of a workbook.
const LONGEST: usize = 32_767;

/// Stands at the end of a text that was cut.
const CUT: &str = " … (cut)";

/// Letters from here on take the room of two: Hangul, Chinese, Japanese, and full-width forms.
const FIRST_WIDE: char = '\u{1100}';

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum Cell {
    /// Nothing.
    Empty,
    /// A text, which stays one whatever it looks like.
    Text(String),
    /// An amount.
    Amount(Money),
    /// A number in normal form.
    Number(String),
    /// A day.
    Day(Date),
}

impl Cell {
    pub(in crate::report) fn text(text: Option<&Untrusted>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.raw().to_owned()))
    }

    pub(in crate::report) fn words(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(in crate::report) fn number(number: &impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    pub(in crate::report) fn amount(amount: Option<Money>) -> Self {
        amount.map_or(Self::Empty, Self::Amount)
    }

    pub(in crate::report) fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// Returns how many lines it takes in a column of so many letters.
    pub(super) fn lines(&self, width: usize) -> usize {
        match self {
            Self::Text(text) => text.lines().map(|line| wide(line).div_ceil(width.max(1)).max(1)).sum(),
            Self::Empty | Self::Amount(_) | Self::Number(_) | Self::Day(_) => 1,
        }
    }

    /// Returns how many letters of the usual width it takes.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) => wide(text),
            Self::Amount(amount) => grouped(*amount).len(),
            Self::Number(number) => number.len(),
            Self::Day(_) => 10,
        }
    }
}

/// Writes a cell.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    look: &Look,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &look.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), &look.text)?,
        Cell::Amount(amount) => {
            let text = amount.to_string();
            return write_number(sheet, row, column, &text, look.amount(&text));
        }
        Cell::Number(number) => return write_number(sheet, row, column, number, &look.number),
        Cell::Day(day) => {
            let text = day.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(day) => sheet.write_datetime_with_format(row, column, &day, &look.day)?,
                // A workbook's days begin in 1900.
                Err(_) => sheet.write_string_with_format(row, column, &text, &look.text)?,
            }
        }
    };
    Ok(())
}

/// Writes a number as one where the workbook keeps all of its digits, else as text.
fn write_number(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    match exact(text) {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// Returns the float of a decimal text; `None` where it has more than the 15 digits that every spreadsheet keeps, or
/// does not come back as it was.
fn exact(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let number: f64 = text.parse().ok()?;
    (digits <= 15 && format!("{number:.decimals$}") == text).then_some(number)
}

/// Returns a text as it fits a cell; one that does not says that it was cut.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    // Cells are counted in UTF-16.
    if text.encode_utf16().count() <= LONGEST {
        return text.into();
    }
    let mut room = LONGEST.saturating_sub(CUT.len());
    let fits = |letter: &char| {
        room = room.saturating_sub(letter.len_utf16());
        room > 1
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push_str(CUT);
    kept.into()
}

/// Returns how many letters of the usual width the longest line of a text takes.
pub(super) fn wide(text: &str) -> usize {
    let line = |line: &str| {
        let wide = line.chars().filter(|letter| *letter >= FIRST_WIDE);
        line.chars().count().saturating_add(wide.count())
    };
    text.lines().map(line).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_all_of_its_digits_or_is_text() {
        for text in ["0.00", "-0.05", "43000.00", "9999999999999.99", "-1234567", "0.000001", "999999999.999999"] {
            assert!(exact(text).is_some(), "{text}");
        }
        for text in ["99999999999999.99", "1234567890123456", "-9007199254740993", "x", ""] {
            assert!(exact(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_text_that_fits_no_cell_says_so() {
        assert_eq!(fitting("short"), "short");
        let cut = fitting(&"𝒳".repeat(40_000)).into_owned();
        assert!(cut.ends_with(" … (cut)") && cut.encode_utf16().count() <= LONGEST);
    }

    #[test]
    fn chinese_takes_the_room_of_two() {
        assert_eq!(wide("青松家具 A4"), 11);
        assert_eq!(wide("one\nthree"), 5);
    }
}
