//! Rows of CSV: numbers of our own go bare, text from outside is guarded.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::read::is_risky;
use crate::value::untrusted::Untrusted;

/// What happens to text that a spreadsheet could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// It gets a leading `'`.
    Safe,
    /// It stands as it was written.
    Raw,
}

/// A row under way.
pub(super) struct Row<W: Write> {
    writer: csv::Writer<W>,
    guard: Guard,
    buffer: String,
}

impl<W: Write> Row<W> {
    /// Begins a file.
    pub(super) fn new(out: W, guard: Guard) -> Self {
        let writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
        Self { writer, guard, buffer: String::new() }
    }

    /// Writes the header.
    pub(super) fn header(&mut self, names: &[&str]) -> io::Result<()> {
        Ok(self.writer.write_record(names)?)
    }

    /// Writes a value of our own, which no spreadsheet can run.
    pub(super) fn own(&mut self, value: Option<impl Display>) -> io::Result<()> {
        self.buffer.clear();
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(self.buffer, "{value}");
        }
        Ok(self.writer.write_field(&self.buffer)?)
    }

    /// Writes a text from outside.
    pub(super) fn text(&mut self, text: Option<&Untrusted>) -> io::Result<()> {
        self.raw(text.map_or("", Untrusted::raw))
    }

    /// Writes a text that holds words from outside.
    pub(super) fn raw(&mut self, text: &str) -> io::Result<()> {
        if self.guard == Guard::Raw || !is_risky(text) {
            return Ok(self.writer.write_field(text)?);
        }
        self.buffer.clear();
        self.buffer.push('\'');
        self.buffer.push_str(text);
        Ok(self.writer.write_field(&self.buffer)?)
    }

    /// Ends the row.
    pub(super) fn end(&mut self) -> io::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Hands everything on to the writer below.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
