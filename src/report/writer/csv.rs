//! A report as CSV: one table whose first column, `row`, says what a row is. Numbers of our own go bare, text from
//! outside is guarded.
//!
//! The rows of all tables come first; then those of notes, such as definitions, which have `word` and `text` alone.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::read::is_risky;
use crate::report::model::text::Text;
use crate::report::model::{Cell, Note, Priority, Report};
use crate::value::untrusted::Untrusted;

/// What happens to text that a spreadsheet could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// It gets a leading `'`.
    Safe,
    /// It stands as it was written.
    Raw,
}

/// Writes a report; all of its tables have the same columns.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(report: Report<'_>, guard: Guard, out: &mut dyn Write) -> io::Result<()> {
    let mut records = Records::new(out, guard);
    let mut keys: Vec<Cow<'static, str>> = report.csv_columns.into_iter().map(Cow::Borrowed).collect();
    let mut has_header = false;
    let mut notes: Vec<Note> = Vec::new();
    for section in report.sections.filter(|section| section.readers.are_programs()) {
        if let Some(table) = section.table {
            if keys.is_empty() {
                let columns = table.columns.iter().filter(|column| column.priority != Priority::Drawing);
                keys = columns.map(|column| column.key.clone()).collect();
            }
            if !has_header {
                let header = ["row"].into_iter().chain(keys.iter().map(AsRef::as_ref)).chain(["word", "text"]);
                records.header(&header.collect::<Vec<_>>())?;
                has_header = true;
            }
            let place = |key: &Cow<'_, str>| table.columns.iter().position(|column| column.key == *key);
            let places: Vec<Option<usize>> = keys.iter().map(place).collect();
            for row in &table.rows {
                records.own(Some(row.kind))?;
                places
                    .iter()
                    .try_for_each(|place| records.cell(place.map_or(&Cell::Empty, |place| &row.cells[place])))?;
                records.blank(2)?;
                records.end()?;
            }
        }
        notes.extend(section.notes.into_iter().filter(|note| !note.kind.is_empty()));
    }
    for note in notes {
        records.own(Some(note.kind))?;
        records.blank(keys.len())?;
        records.own(Some(note.term))?;
        records.words(&note.text)?;
        records.end()?;
    }
    records.flush()
}

/// Records under way.
pub(crate) struct Records<W: Write> {
    writer: csv::Writer<W>,
    guard: Guard,
    buffer: String,
}

impl<W: Write> Records<W> {
    /// Begins a file.
    pub(crate) fn new(out: W, guard: Guard) -> Self {
        let writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
        Self { writer, guard, buffer: String::new() }
    }

    /// Writes the header.
    pub(crate) fn header(&mut self, names: &[&str]) -> io::Result<()> {
        Ok(self.writer.write_record(names)?)
    }

    /// Writes a value of our own, which no spreadsheet can run.
    pub(crate) fn own(&mut self, value: Option<impl Display>) -> io::Result<()> {
        self.buffer.clear();
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(self.buffer, "{value}");
        }
        Ok(self.writer.write_field(&self.buffer)?)
    }

    /// Writes a text from outside.
    pub(crate) fn text(&mut self, text: Option<&Untrusted>) -> io::Result<()> {
        self.raw(text.map_or("", Untrusted::raw))
    }

    /// Writes a text that holds words from outside.
    pub(crate) fn raw(&mut self, text: &str) -> io::Result<()> {
        if self.guard == Guard::Raw || !is_risky(text) {
            return Ok(self.writer.write_field(text)?);
        }
        self.buffer.clear();
        self.buffer.push('\'');
        self.buffer.push_str(text);
        Ok(self.writer.write_field(&self.buffer)?)
    }

    fn words(&mut self, text: &Text) -> io::Result<()> {
        match text.as_name() {
            Some(name) => self.text(Some(name)),
            None => self.raw(&text.plain()),
        }
    }

    fn blank(&mut self, count: usize) -> io::Result<()> {
        (0..count).try_for_each(|_| self.own(None::<u8>))
    }

    /// Writes a cell.
    pub(crate) fn cell(&mut self, cell: &Cell) -> io::Result<()> {
        match cell {
            Cell::Empty | Cell::Bar(_) => self.own(None::<u8>),
            Cell::Money(amount) => self.own(Some(amount)),
            Cell::Number(number) => self.own(Some(number)),
            Cell::Count(count) => self.own(Some(count)),
            Cell::Date(day) => self.own(Some(day)),
            Cell::Name(name) => self.text(Some(name)),
            Cell::Code(code) => self.own(Some(code)),
            Cell::Codes(codes) => self.own(Some(codes.join("; "))),
            Cell::Flag(holds) => self.own(Some(if *holds { "yes" } else { "no" })),
            Cell::Words(text) => self.words(text),
            Cell::Shown(value, _) => self.cell(value),
        }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Hands everything on to the writer below.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
