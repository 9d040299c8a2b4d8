//! Sheets of a workbook: typed cells, one look, and nothing in them that a spreadsheet could run.

mod cell;
mod look;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

pub(super) use self::cell::Cell;

use self::cell::{wide, write_cell};
use self::look::Looks;

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
