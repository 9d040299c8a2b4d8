//! Sheets of a workbook: typed cells, one look, and nothing in them that a spreadsheet could run.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::date::Date;
use crate::money::Money;
use crate::untrusted::Untrusted;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
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
    pub(super) fn text(text: Option<&Untrusted>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.raw().to_owned()))
    }

    pub(super) fn words(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn number(number: &impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    pub(super) fn amount(amount: Option<Money>) -> Self {
        amount.map_or(Self::Empty, Self::Amount)
    }

    pub(super) fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// Returns how many lines it takes in a column of so many letters.
    fn lines(&self, width: usize) -> usize {
        match self {
            Self::Text(text) => text.lines().map(|line| wide(line).div_ceil(width.max(1)).max(1)).sum(),
            Self::Empty | Self::Amount(_) | Self::Number(_) | Self::Day(_) => 1,
        }
    }

    /// Returns how many letters of the usual width it takes.
    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) => wide(text),
            Self::Amount(amount) => super::amount::grouped(*amount).len(),
            Self::Number(number) => number.len(),
            Self::Day(_) => 10,
        }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// One of many.
    Plain,
    /// A sum of those above.
    Sum,
}

/// A sheet before it is written: a header, and rows below it.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) name: &'static str,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<(Weight, Vec<Cell>)>,
    /// The widest column, in letters; longer texts are wrapped.
    pub(super) widest: usize,
}

impl Grid {
    pub(super) fn new(name: &'static str, columns: Vec<String>) -> Self {
        Self { name, columns, rows: Vec::new(), widest: 44 }
    }

    /// Leaves out those columns from a place on in which no row has anything.
    pub(super) fn without_empty_columns(mut self, from: usize) -> Self {
        let is_used = |place: usize| {
            place < from || self.rows.iter().any(|(_, row)| row.get(place).is_some_and(|cell| *cell != Cell::Empty))
        };
        let used: Vec<bool> = (0..self.columns.len()).map(is_used).collect();
        let mut keep = used.iter();
        self.columns.retain(|_| keep.next().is_none_or(|used| *used));
        for (_, row) in &mut self.rows {
            let mut keep = used.iter();
            row.retain(|_| keep.next().is_none_or(|used| *used));
        }
        self
    }

    /// Returns how wide a column is, in letters: its header may be wrapped between words, and has a button.
    fn width(&self, place: usize) -> usize {
        let header = self.columns.get(place).map_or("", String::as_str).split(' ').map(wide).max().unwrap_or(0);
        let cells = self.rows.iter().filter_map(|(_, row)| row.get(place));
        let widest = cells.map(Cell::width).max().unwrap_or(0).min(self.widest);
        widest.max(header.saturating_add(1)).saturating_add(3)
    }

    /// Says whether numbers stand in a column.
    fn is_numeric(&self, place: usize) -> bool {
        let first = self.rows.iter().filter_map(|(_, row)| row.get(place)).find(|cell| **cell != Cell::Empty);
        matches!(first, Some(Cell::Amount(_) | Cell::Number(_)))
    }
}

/// The height of a line of text, in points.
const LINE: u16 = 16;

/// The most lines that a row can be high.
const HIGHEST: usize = 27;

/// How many letters a printed page is wide so that it can be read; wider sheets take several pages.
const PAGE: usize = 320;

/// How many pixels a letter takes.
const LETTER: usize = 7;

/// The most letters in a cell of a workbook.
const LONGEST: usize = 32_767;

/// Stands at the end of a text that was cut.
const CUT: &str = " … (cut)";

/// Letters from here on take the room of two: Hangul, Chinese, Japanese, and full-width forms.
const FIRST_WIDE: char = '\u{1100}';

/// The looks of cells.
struct Looks {
    header: Format,
    numeric_header: Format,
    plain: Look,
    sum: Look,
}

/// The looks of the cells of a row.
struct Look {
    text: Format,
    number: Format,
    day: Format,
    /// By the count of decimals, from none to four.
    amounts: [Format; 5],
}

impl Look {
    fn of(base: &Format) -> Self {
        let amount = |format| base.clone().set_num_format(format);
        Self {
            text: base.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            number: base.clone().set_num_format("General"),
            day: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            amounts: ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"].map(amount),
        }
    }

    /// Returns the look of an amount by its text.
    fn amount(&self, text: &str) -> &Format {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.amounts.get(decimals).unwrap_or(&self.number)
    }
}

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_align(FormatAlign::Top);
        let sum = base.clone().set_bold().set_border_top(FormatBorder::Thin);
        let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let header = header.set_background_color(Color::RGB(0x00E3_EAF2)).set_border_bottom(FormatBorder::Thin);
        Self {
            header: header.clone().set_align(FormatAlign::Left).set_indent(1),
            numeric_header: header.set_align(FormatAlign::Right),
            plain: Look::of(&base),
            sum: Look::of(&sum),
        }
    }
}

/// A workbook under way.
pub(super) struct Sheets {
    workbook: Workbook,
    looks: Looks,
    header: String,
    footer: String,
}

impl Sheets {
    /// Begins a workbook whose printed pages carry a title above and a line below, both words of our own.
    pub(super) fn new(title: &str, line: &str) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed day: the same figures give the same bytes.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_title(title).set_author(env!("CARGO_PKG_NAME"));
        workbook.set_properties(&properties.set_creation_datetime(&made));
        Ok(Self {
            workbook,
            looks: Looks::new(),
            header: format!("&L&\"-,Bold\"{title}&R&A"),
            footer: format!("&L&8{line}&R&8&P / &N"),
        })
    }

    /// Writes a grid as the next sheet, and returns it for charts, with its width in pixels.
    pub(super) fn add(&mut self, grid: &Grid) -> Result<(&mut Worksheet, u32), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(grid.name)?;
        let widths: Vec<usize> = (0..grid.columns.len()).map(|place| grid.width(place)).collect();
        for (column, (place, name)) in (0..).zip(grid.columns.iter().enumerate()) {
            let look = if grid.is_numeric(place) { &self.looks.numeric_header } else { &self.looks.header };
            sheet.write_string_with_format(0, column, name, look)?;
            let width = widths.get(place).copied().unwrap_or(0);
            sheet.set_column_width(column, u16::try_from(width).unwrap_or(u16::MAX))?;
        }
        let is_wrapped = |(name, width): (&String, &usize)| wide(name).saturating_add(3) > *width;
        let lines = if grid.columns.iter().zip(&widths).any(is_wrapped) { 2 } else { 1 };
        sheet.set_row_height(0, LINE.saturating_mul(lines))?;
        for (row, (weight, cells)) in (1..).zip(&grid.rows) {
            let look = match weight {
                Weight::Plain => &self.looks.plain,
                Weight::Sum => &self.looks.sum,
            };
            for (column, cell) in (0..).zip(cells) {
                write_cell(sheet, row, column, cell, look)?;
            }
            // Not every program makes rows as high as their text.
            let lines = cells.iter().zip(&widths).map(|(cell, width)| cell.lines(width.saturating_sub(3)));
            let lines = lines.max().unwrap_or(1).clamp(1, HIGHEST);
            sheet.set_row_height(row, LINE.saturating_mul(u16::try_from(lines).unwrap_or(1)))?;
        }
        let last_row = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(grid.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        // A4, as many pages wide as can be read, as long as it takes.
        let letters = widths.iter().fold(0_usize, |sum, width| sum.saturating_add(*width));
        let pages = u16::try_from(letters.div_ceil(PAGE)).unwrap_or(u16::MAX);
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(pages, 0);
        if pages > 1 {
            sheet.set_repeat_columns(0, 0)?;
        }
        sheet.set_header(&self.header).set_footer(&self.footer);
        Ok((sheet, u32::try_from(letters.saturating_mul(LETTER)).unwrap_or(u32::MAX)))
    }

    /// Writes the workbook.
    pub(super) fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = self.workbook.save_to_buffer().map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, look: &Look) -> Result<(), XlsxError> {
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
fn wide(text: &str) -> usize {
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
