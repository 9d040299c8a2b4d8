//! What is read: a named piece of bytes, and places in it.

use std::fmt;
use std::io::{self, Read, Seek as _};

pub use super::digest::Digest;

use crate::value::encoding::Encoding;
use crate::value::untrusted::Untrusted;

/// What an input is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What may be spent; not an input of a recommendation.
    Budgets,
    /// What vendors delivered before: a ledger up to its last entry, whose hash is the digest.
    History,
    /// The buyer's rules.
    Policy,
    /// What vendors wrote.
    Quotes,
    /// What is to be bought.
    Request,
}

impl Role {
    /// Every role that an input of a recommendation can have.
    pub const ALL: &[Self] = &[Self::History, Self::Policy, Self::Quotes, Self::Request];

    /// Returns the role's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Budgets => "budgets",
            Self::History => "history",
            Self::Policy => "policy",
            Self::Quotes => "quotes",
            Self::Request => "request",
        }
    }
}

/// What a source holds.
#[derive(Debug)]
pub enum Content {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// A large file, read in blocks.
    File(std::fs::File),
}

/// A file or stream: the bytes that are hashed are the bytes that are parsed.
#[derive(Debug)]
pub struct Source {
    /// The name without its folder; `-` for standard input.
    pub name: Untrusted,
    /// The path as the user gave it, for messages only.
    pub path: Untrusted,
    /// What it is for.
    pub role: Role,
    /// The encoding that the user says; it counts for text without a byte-order mark that is not UTF-8.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook that the user says; else the first visible one with cells is read.
    pub sheet: Option<Untrusted>,
    /// What it holds.
    pub content: Content,
}

impl Source {
    /// Makes a source of bytes in memory; the name is the path as well.
    #[must_use]
    pub fn in_memory(name: &str, role: Role, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            path: name.into(),
            role,
            encoding: None,
            sheet: None,
            content: Content::Bytes(bytes.into()),
        }
    }

    /// Returns the bytes.
    ///
    /// # Panics
    ///
    /// Panics for a file that is read in blocks, which only sheets of quotes are.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::File(_) => panic!("only sheets of quotes are read in blocks"),
        }
    }

    /// Starts to read from the beginning.
    ///
    /// # Errors
    ///
    /// Returns the error of the file.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(match &self.content {
            Content::Bytes(bytes) => Box::new(bytes.as_slice()),
            Content::File(file) => {
                let mut file = file;
                file.rewind()?;
                Box::new(file)
            }
        })
    }
}

/// An input as results state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// File name without folder; a second one of the same name has `#2` behind it; `-` for standard input.
    pub name: Untrusted,
    /// What it is for.
    pub role: Role,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its size.
    pub bytes: usize,
    /// Data rows; `None` for a policy.
    pub rows: Option<u32>,
    /// How it was read; `None` for a policy.
    pub dialect: Option<Dialect>,
}

/// What kind of file a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Text(Encoding),
    /// A sheet of a workbook.
    Workbook {
        /// The sheet's name.
        sheet: Untrusted,
    },
}

impl Format {
    /// What results state as the encoding of a workbook.
    const WORKBOOK: &'static str = "xlsx";

    /// Returns the encoding as results state it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(encoding) => encoding.name(),
            Self::Workbook { .. } => Self::WORKBOOK,
        }
    }

    /// Returns the name of the workbook's sheet.
    #[must_use]
    pub const fn sheet(&self) -> Option<&Untrusted> {
        match self {
            Self::Text(_) => None,
            Self::Workbook { sheet } => Some(sheet),
        }
    }
}

/// How an input was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// What kind of file it is.
    pub format: Format,
    /// The delimiter, one character; `None` in a workbook.
    pub delimiter: Option<String>,
    /// The decimal mark.
    pub decimal_mark: &'static str,
}

impl Dialect {
    /// Finds the dialect of these names; `None` where this version reads none such.
    #[must_use]
    pub fn of_names(encoding: &str, sheet: Option<&str>, delimiter: Option<&str>, decimal_mark: &str) -> Option<Self> {
        let format = match sheet {
            Some(sheet) if encoding == Format::WORKBOOK => Format::Workbook { sheet: Untrusted::new(sheet) },
            Some(_) => return None,
            None => Format::Text(Encoding::ALL.iter().copied().find(|known| known.name() == encoding)?),
        };
        let decimal_mark = [".", ","].into_iter().find(|mark| *mark == decimal_mark)?;
        let is_fit = delimiter.map(str::len) == matches!(format, Format::Text(_)).then_some(1);
        is_fit.then(|| Self { format, delimiter: delimiter.map(str::to_owned), decimal_mark })
    }

    /// Returns the delimiter as the byte that it is in the file.
    #[must_use]
    pub fn delimiter_byte(&self) -> Option<u8> {
        self.delimiter.as_ref()?.bytes().next()
    }
}

/// A row of an input.
///
/// `row` counts data rows from 1 and is 0 for the header; `line` is the physical line, from 1. The two differ by more
/// than the header where quoted cells hold line breaks or blank lines stand between rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// The input's place in the order of reading, from 0.
    pub file: u32,
    /// The data row, from 1; 0 for the header.
    pub row: u32,
    /// The physical line, from 1.
    pub line: u32,
}

/// A place in an input, for people: as much of it as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as the user gave it.
    pub file: Untrusted,
    /// The sheet of a workbook.
    pub sheet: Option<Untrusted>,
    /// The row, where the place is in a row.
    pub row: Option<RowRef>,
    /// The column, where the place is a cell or a header.
    pub column: Option<ColumnRef>,
}

/// A column of an input: its number from 1, and its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRef {
    /// The column's number, from 1.
    pub number: usize,
    /// The header as written.
    pub header: Untrusted,
}

impl ColumnRef {
    /// Returns the letters by which workbooks name the column.
    #[must_use]
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut left = self.number;
        while let Some(rest) = left.checked_sub(1) {
            letters.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % 26]));
            left = rest / 26;
        }
        letters.iter().rev().collect()
    }
}

impl Place {
    /// Makes the place of a whole file.
    #[must_use]
    pub fn file(file: &Untrusted) -> Self {
        Self { file: file.clone(), sheet: None, row: None, column: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.shown())?;
        if let Some(sheet) = &self.sheet {
            write!(f, "#{}", sheet.shown())?;
        }
        match self.row {
            Some(RowRef { row, line, .. }) if self.sheet.is_some() => {
                let name = if row == 0 { "header".to_owned() } else { format!("row {row}") };
                match &self.column {
                    Some(column) => write!(f, ": {name} (cell {}{line})", column.letters())?,
                    None => write!(f, ": {name} (row {line} of the sheet)")?,
                }
            }
            Some(RowRef { row: 0, line, .. }) => write!(f, ": header (line {line})")?,
            Some(RowRef { row, line, .. }) => write!(f, ": row {row} (line {line})")?,
            None => {}
        }
        if let Some(column) = &self.column {
            write!(f, ", column {} `{}`", column.number, column.header.shown())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_file_row_line_and_column() {
        let place = Place {
            file: "a.csv".into(),
            sheet: None,
            row: Some(RowRef { file: 0, row: 3, line: 5 }),
            column: Some(ColumnRef { number: 4, header: "单价".into() }),
        };
        assert_eq!(place.to_string(), "a.csv: row 3 (line 5), column 4 `单价`");
        let place = Place { sheet: Some("报价".into()), ..place };
        assert_eq!(place.to_string(), "a.csv#报价: row 3 (cell D5), column 4 `单价`");
        let letters = |number| ColumnRef { number, header: "".into() }.letters();
        assert_eq!([1, 26, 27, 702, 703].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
