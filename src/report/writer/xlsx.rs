//! A report as a workbook: typed cells, one look, a sheet for each list, and nothing that a spreadsheet could run.

#![expect(clippy::arithmetic_side_effects, reason = "counts of rows, columns and letters within a sheet")]
#![expect(clippy::wildcard_enum_match_arm, reason = "what is neither number nor day is text to a workbook")]

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    Chart as Drawing, ChartAxisLabelPosition, ChartLegendPosition, Color, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use crate::report::model::{Align, Cell, Chart, Column, Mark, Priority, Readers, Report, Row, Section};
use crate::report::wording::en::reports as words;

/// The most letters in a cell of a workbook, and what stands at the end of a text that was cut.
const LONGEST: usize = 32_767;
const CUT: &str = " … (cut)";

/// The widest column of a list and of notes, in letters; longer texts are wrapped.
const WIDEST: usize = 44;
const WIDEST_NOTE: usize = 110;

/// The height of a line of text in points, and the most lines that a row can be high.
const LINE: u16 = 16;
const HIGHEST: usize = 27;

/// How many letters a printed page is wide so that it can be read; wider sheets take several pages.
const PAGE: usize = 320;

/// How many pixels a letter takes.
const LETTER: usize = 7;

/// The most rows that a chart can show so that their names are read.
const CHARTED: usize = 24;

/// The height of a chart in pixels and in rows with one to spare, and the least and the most that it is wide.
const CHART: (u32, u32) = (360, 19);
const CHART_WIDTH: (u32, u32) = (700, 1_700);

/// Writes a report as a workbook: the tables as sheets, then notes such as definitions.
///
/// # Errors
///
/// Returns the writer's error, or that a workbook does not hold so many rows.
pub(crate) fn write(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(report).and_then(|mut workbook| workbook.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(report: Report<'_>) -> Result<Workbook, XlsxError> {
    let first = report.heading.first().map(crate::report::model::text::Text::plain).unwrap_or_default();
    let title = report.title.plain();
    let mut workbook = Workbook::new();
    // A fixed day: the same figures give the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(format!("{title}, {first}")).set_author(env!("CARGO_PKG_NAME"));
    workbook.set_properties(&properties.set_creation_datetime(&made));
    let foot = report.json.as_ref().and_then(|json| json.ledger.as_ref()).map(ToString::to_string);
    let mut sheets: Vec<Sheet> = Vec::new();
    for section in
        report.sections.filter(|section| section.readers.are_programs() || section.readers == Readers::Workbook)
    {
        let sheet = Sheet::of(section, &mut sheets);
        sheets.extend(sheet);
    }
    for sheet in sheets {
        let written = sheet.write(workbook.add_worksheet())?;
        written.set_header(format!("&L&\"-,Bold\"{title}&R&A"));
        written.set_footer(format!("&L&8{}&R&8&P / &N", foot.as_deref().unwrap_or_default()));
    }
    Ok(workbook)
}

/// A sheet before it is written.
struct Sheet {
    name: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    widest: usize,
    /// Charts with the first of the rows that they are about.
    charts: Vec<(Chart, usize)>,
}

impl Sheet {
    /// Makes the sheet of a section; `None` where there is nothing to write, or it continues another sheet.
    fn of(section: Section, sheets: &mut [Self]) -> Option<Self> {
        let Some(table) = section.table else {
            let notes = section.notes.into_iter().filter(|note| !note.kind.is_empty());
            let row = |term: String, text| Row::new("", vec![Cell::words(term), Cell::Words(text)]);
            let rows: Vec<Row> = notes.map(|note| row(note.label(), note.text)).collect();
            let columns = words::NOTE_COLUMNS.map(|name| Column::left(name, Priority::Key)).to_vec();
            let name = section.title.plain();
            return (!rows.is_empty()).then_some(Self { name, columns, rows, widest: WIDEST_NOTE, charts: Vec::new() });
        };
        if table.rows.is_empty() {
            return None;
        }
        let name = if table.sheet.is_empty() { section.title.plain() } else { table.sheet.into_owned() };
        if let Some(before) = sheets.iter_mut().find(|before| before.name == name) {
            before.charts.extend(table.chart.map(|chart| (chart, before.rows.len())));
            before.rows.extend(table.rows);
            return None;
        }
        let charts = table.chart.map(|chart| (chart, 0)).into_iter().collect();
        Some(Self { name, columns: table.columns, rows: table.rows, widest: WIDEST, charts })
    }

    /// Leaves out columns in which no row has anything, and drawings.
    fn pick(&mut self) {
        let is_used = |place: &usize| {
            self.columns[*place].priority != Priority::Drawing
                && self.rows.iter().any(|row| !row.cells[*place].is_blank())
        };
        let used: Vec<usize> = (0..self.columns.len()).filter(is_used).collect();
        self.columns = used.iter().map(|place| self.columns[*place].clone()).collect();
        for row in &mut self.rows {
            row.cells = used.iter().map(|place| row.cells[*place].clone()).collect();
        }
    }

    fn write(mut self, sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
        self.pick();
        sheet.set_name(&self.name)?;
        let widths: Vec<usize> = (0..self.columns.len()).map(|place| self.width(place)).collect();
        for (place, column) in self.columns.iter().enumerate() {
            sheet.write_string_with_format(0, short(place), column.label(), &header(column.align))?;
            sheet.set_column_width(short(place), short(widths[place]))?;
        }
        let heights = self.columns.iter().zip(&widths).map(|(column, width)| match column.label().width() + 3 {
            label if column.name.is_some() => label.div_ceil(*width),
            label => {
                if label > *width {
                    2
                } else {
                    1
                }
            }
        });
        sheet.set_row_height(0, LINE * short(heights.max().unwrap_or(1).clamp(1, HIGHEST)))?;
        for (number, row) in (1..).zip(&self.rows) {
            for (place, cell) in row.cells.iter().enumerate() {
                write_cell(sheet, number, short(place), cell, row.mark)?;
            }
            // Not every program makes rows as high as their text.
            let heights =
                row.cells.iter().zip(&widths).map(|(cell, width)| lines(cell, width.saturating_sub(3).max(1)));
            sheet.set_row_height(number, LINE * short(heights.max().unwrap_or(1).clamp(1, HIGHEST)))?;
        }
        sheet.autofilter(0, 0, long(self.rows.len()), short(self.columns.len().saturating_sub(1)))?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        // A4, as many pages wide as can be read, as long as it takes.
        let letters: usize = widths.iter().sum();
        let pages = short(letters.div_ceil(PAGE));
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(pages, 0);
        if pages > 1 {
            sheet.set_repeat_columns(0, 0)?;
        }
        let mut top = long(self.rows.len()) + 2;
        for (chart, first) in &self.charts {
            if let Some(mut drawing) = self.drawing(chart, *first) {
                drawing.set_width(long(letters * LETTER).clamp(CHART_WIDTH.0, CHART_WIDTH.1)).set_height(CHART.0);
                sheet.insert_chart(top, 0, &drawing)?;
                top += CHART.1;
            }
        }
        Ok(sheet)
    }

    /// Returns how wide a column is, in letters: its header may be wrapped between words, and has a button.
    fn width(&self, place: usize) -> usize {
        let header = self.columns[place].label().split(' ').map(str::width).max().unwrap_or(0);
        let cells = self.rows.iter().map(|row| text(&row.cells[place]).lines().map(str::width).max().unwrap_or(0));
        let header = if self.columns[place].name.is_some() { header.min(self.widest) } else { header };
        cells.max().unwrap_or(0).min(self.widest).max(header + 1) + 3
    }

    /// Draws the rows from a first one up to the next sum, or that sum alone.
    fn drawing(&self, chart: &Chart, first: usize) -> Option<Drawing> {
        let rows = self.rows[first..].iter().take_while(|row| row.mark == Mark::Plain).count();
        let shown = rows.min(CHARTED);
        let (top, bottom) = (long(first) + 1, long(first) + long(shown.max(1)));
        let place = |key: &str| self.columns.iter().position(|column| column.key == key).map(short);
        let names = place(chart.names)?;
        let mut drawing = Drawing::new_column();
        let more = if shown < rows { words::first_of(shown, rows) } else { String::new() };
        drawing.title().set_name(&format!("{}{more}", chart.title));
        drawing.legend().set_position(ChartLegendPosition::Bottom);
        drawing.y_axis().set_num_format("#,##0");
        // Names stand below the bars, negative ones included.
        drawing.x_axis().set_label_position(ChartAxisLabelPosition::Low);
        let mut is_drawn = false;
        for (key, name) in &chart.series {
            let Some(column) = place(key) else { continue };
            is_drawn = true;
            let series = drawing.add_series();
            series.set_name(name).set_categories((self.name.as_str(), top, names, bottom, names));
            series.set_values((self.name.as_str(), top, column, bottom, column));
        }
        is_drawn.then_some(drawing)
    }
}

/// The counts of a workbook; more than it holds is an error of its writer.
fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn long(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Returns what a cell shows, as wide as it shows it.
fn text(cell: &Cell) -> String {
    let shown = match cell {
        Cell::Shown(value, _) if is_typed(value) => value.text(),
        _ => cell.text(),
    };
    shown.as_name().map_or_else(|| shown.plain(), |name| name.raw().to_owned())
}

const fn is_typed(cell: &Cell) -> bool {
    matches!(cell, Cell::Money(_) | Cell::Number(_) | Cell::Count(_) | Cell::Date(_))
}

fn lines(cell: &Cell, width: usize) -> usize {
    if is_typed(cell) { 1 } else { text(cell).lines().map(|line| line.width().div_ceil(width).max(1)).sum() }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, mark: Mark) -> Result<(), XlsxError> {
    let look = look(mark);
    let words = look.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
    let number = |sheet: &mut Worksheet, text: &str, look: &Format| {
        match exact(text) {
            Some(number) => sheet.write_number_with_format(row, column, number, look)?,
            None => sheet.write_string_with_format(row, column, text, look)?,
        };
        Ok(())
    };
    match cell {
        Cell::Shown(value, _) if is_typed(value) => return write_cell(sheet, row, column, value, mark),
        Cell::Money(amount) => {
            let text = amount.to_string();
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let format = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
            return number(sheet, &text, &look.set_num_format(format));
        }
        Cell::Number(text) => return number(sheet, text, &look),
        Cell::Count(count) => return number(sheet, &count.to_string(), &look),
        Cell::Date(day) => match ExcelDateTime::parse_from_str(&day.to_string()) {
            Ok(day) => {
                let look = look.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center);
                sheet.write_datetime_with_format(row, column, &day, &look)?
            }
            // A workbook's days begin in 1900.
            Err(_) => sheet.write_string_with_format(row, column, day.to_string(), &words)?,
        },
        Cell::Empty => sheet.write_blank(row, column, &words)?,
        _ => sheet.write_string_with_format(row, column, fitting(&text(cell)), &words)?,
    };
    Ok(())
}

fn look(mark: Mark) -> Format {
    let base = Format::new().set_align(FormatAlign::Top);
    match mark {
        Mark::Subtotal | Mark::Total => base.set_bold().set_border_top(FormatBorder::Thin),
        Mark::Bad => base.set_font_color(Color::RGB(0x00B3_261E)),
        Mark::Decide => base.set_font_color(Color::RGB(0x008A_5300)),
        Mark::Plain | Mark::Good | Mark::Out => base,
    }
}

fn header(align: Align) -> Format {
    let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let header = header.set_background_color(Color::RGB(0x00E3_EAF2)).set_border_bottom(FormatBorder::Thin);
    match align {
        Align::Left => header.set_align(FormatAlign::Left).set_indent(1),
        Align::Right => header.set_align(FormatAlign::Right),
    }
}

/// Returns the float of a decimal text; `None` where it has more than the 15 digits that every spreadsheet keeps, or
/// does not come back as it was.
fn exact(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let number: f64 = text.parse().ok()?;
    (digits <= 15 && format!("{number:.decimals$}") == text).then_some(number)
}

/// Returns a text as it fits a cell, which counts in UTF-16; one that does not fit says that it was cut.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= LONGEST {
        return text.into();
    }
    let mut room = LONGEST - CUT.len();
    let fits = |letter: &char| {
        room = room.saturating_sub(letter.len_utf16());
        room > 1
    };
    let kept: String = text.chars().take_while(fits).collect();
    (kept + CUT).into()
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
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= LONGEST);
    }
}
