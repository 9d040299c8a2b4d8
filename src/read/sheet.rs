//! One input: its delimiter, its header, and where its rows start.

use csv::StringRecord;
use memchr::memchr_iter;

use super::Options;
use super::cells::number::DecimalMark;
use super::cells::values::Grammar;
use super::fault::FaultKind;
use super::faults::Log;
use super::headers::layout::Layout;
use super::headers::map::{map, number};
use super::rows::fill::Filling;
use super::text::dialect::{detect, header_below, known_columns, titles};
use super::text::encoding;
use super::text::records::{Records, line_ends};
use super::whole::Whole;
use crate::policy::Policy;
use crate::rule::edition::Edition;
use crate::rule::note::{Names, Note};
use crate::value::column::Column;
use crate::value::source::{ColumnRef, Role, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// An input, understood as far as its header.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its place in the order of reading.
    pub(crate) file: u32,
    pub(crate) role: Role,
    pub(crate) delimiter: u8,
    pub(crate) grammar: Grammar,
    pub(crate) layout: Layout,
    /// What the whole of it shows; nothing where it is read in blocks.
    pub(crate) whole: Whole,
    /// What is filled in it from above; such a sheet is one block.
    pub(crate) filling: Filling,
    /// Who quotes where no row says so, by the file's name.
    pub(crate) vendor: Option<Untrusted>,
    /// By which edition of the rule it is read.
    pub(crate) edition: Edition,
    /// The header's row.
    pub(crate) header: RowRef,
    /// Where the rows start in the first block, in bytes, and the physical line there.
    pub(crate) rows_at: usize,
    pub(crate) rows_line: u32,
    /// How many of the first fields say something of the row, which is that of several vendors of a wide sheet.
    pub(crate) shared: usize,
}

impl Sheet {
    /// Maps the header at the start of an input; `None` where a fault makes its rows unreadable.
    pub(crate) fn open(
        (source, file): (&Source, u32),
        start: &[u8],
        policy: &Policy,
        (options, delimiter): (&Options, Option<u8>),
        log: &mut Log,
    ) -> Option<Self> {
        let text = match encoding::decode(start) {
            Ok(text) => text.as_bytes(),
            Err(fault) => {
                if let FaultKind::NotUtf8 { offset, .. } = fault {
                    log.row(row_of(start, offset, file), None, fault);
                } else {
                    log.file(file, fault);
                }
                return None;
            }
        };
        let delimiter = match delimiter.map_or_else(|| detect(text, policy), Ok) {
            Ok(delimiter) => delimiter,
            Err(fault) => {
                log.file(file, fault);
                return None;
            }
        };
        let mut records = Records::new(text, delimiter);
        let mut record = StringRecord::new();
        let titles = titles(text, delimiter, policy).texts;
        let above = titles.iter().all(|_| matches!(records.next(&mut record), Ok(Some(_))));
        let Ok(Some(line)) = records.next(&mut record).map(|line| line.filter(|_| above)) else {
            log.file(file, FaultKind::Empty);
            return None;
        };
        let header = RowRef { file, row: 0, line };
        for (field, fault) in records.take_faults() {
            log.row(header, Some(column(field, &Untrusted::default())), fault);
        }
        let cells: Vec<&str> = record.iter().collect();
        match map(&cells, source.role, policy, options.edition) {
            Ok(mut layout) => {
                if source.role == Role::Quotes {
                    // Beside a quote it is what the price is for, which need not be what the item is counted in.
                    layout.item_fields.retain(|(_, column, _)| *column != Column::Unit);
                }
                if !titles.is_empty() {
                    layout.notes.push(Note::Titles(Names::all(titles.into_iter().collect())));
                }
                let names_none = source.role == Role::Quotes && layout.field(Column::Vendor).is_none();
                let vendor = names_none.then(|| vendor_of(&source.name)).flatten();
                if names_none && vendor.is_none() {
                    // Standard input has no name.
                    let headers = layout.headers.clone();
                    let fault = FaultKind::MissingColumn { column: Column::Vendor, headers, near: None, line: None };
                    log.row(header, None, fault);
                    return None;
                }
                let mut offset = records.offset();
                if text[..offset].ends_with(b"\r") && text.get(offset) == Some(&b'\n') {
                    offset += 1;
                }
                Some(Self {
                    file,
                    role: source.role,
                    delimiter,
                    grammar: Grammar {
                        decimal_mark: options.decimal_mark,
                        semicolons: delimiter == b';',
                        shows_point: false,
                        edition: options.edition,
                    },
                    layout,
                    whole: Whole::default(),
                    filling: Filling::default(),
                    vendor,
                    edition: options.edition,
                    header,
                    rows_at: start.len() - text.len() + offset,
                    rows_line: 1 + line_ends(text, 0, offset),
                    shared: 0,
                })
            }
            Err(faults) => {
                for (field, mut fault) in faults {
                    if let FaultKind::MissingColumn { line, .. } = &mut fault {
                        *line = header_below(text, delimiter, policy, known_columns(&cells, policy));
                    }
                    let header_of = |field: usize| Untrusted::new(cells.get(field).map_or("", |cell| cell.trim()));
                    log.row(header, field.map(|field| column(field, &header_of(field))), fault);
                }
                None
            }
        }
    }

    /// Tells of a row that cannot be split into the cells of the header.
    #[cold]
    pub(crate) fn refuse(&self, record: &StringRecord, at: RowRef, faults: Vec<(usize, FaultKind)>, log: &mut Log) {
        // Quotes that do not pair up swallow delimiters; the count of cells then says nothing.
        let is_misquoted = |(_, fault): &_| {
            matches!(fault, FaultKind::StrayQuote | FaultKind::UnclosedQuote | FaultKind::TooManyColumns { .. })
        };
        let is_counted = !faults.iter().any(is_misquoted);
        for (field, fault) in faults {
            log.row(at, Some(column(field, &self.layout.header(field))), fault);
        }
        let (found, expected) = (record.len(), self.width());
        if found != expected && is_counted {
            log.row(at, None, FaultKind::Ragged { found, expected });
        }
    }

    /// Returns how many cells a row has.
    pub(crate) fn width(&self) -> usize {
        self.layout.headers.len()
    }

    /// Says whether every number of a column would fit another decimal mark, one of them fits no other, and none could be meant
    /// with either, as `1,250` could where the sheet shows its mark; `text` is the whole sheet.
    pub(crate) fn fits(&self, text: &[u8], field: usize, mark: DecimalMark) -> bool {
        let mut records = Records::new(&text[self.rows_at..], self.delimiter);
        let mut record = StringRecord::new();
        let is_open = self.grammar.decimal_mark == DecimalMark::Assumed && !self.grammar.shows_point;
        let mut fits_only_other = false;
        while let Ok(Some(_)) = records.next(&mut record) {
            let cell = record.get(field).map_or("", str::trim);
            if super::cells::values::is_missing(cell, &[]) {
                continue;
            }
            let read = |mark| super::cells::number::parse(cell, mark).map(|number| number.value);
            let (own, other) = (read(self.grammar.decimal_mark), read(mark));
            if other.is_err() || (own.is_ok() && own != other && !is_open) {
                return false;
            }
            fits_only_other |= own.is_err();
        }
        fits_only_other
    }

    /// Returns the place of a column, for a fault.
    pub(crate) fn place_of(&self, named: Column) -> Option<ColumnRef> {
        self.layout.field(named).map(|field| column(field, &self.layout.header(field)))
    }
}

/// Makes a vendor of a file's name: what stands before its ending.
pub(crate) fn vendor_of(name: &Untrusted) -> Option<Untrusted> {
    let stem = name.raw().rsplit_once('.').map_or(name.raw(), |(stem, _)| stem).trim();
    (!stem.is_empty() && name.raw() != "-").then(|| Untrusted::new(stem))
}

/// Finds the sheet of a file.
pub(crate) fn of_file(sheets: &[Sheet], file: u32) -> &Sheet {
    sheets.iter().find(|sheet| sheet.file == file).expect("rows come from sheets")
}

/// Names a column of the file that a row is in.
pub(crate) fn at_column(sheets: &[Sheet], at: RowRef, named: Column) -> Option<ColumnRef> {
    of_file(sheets, at.file).place_of(named)
}

/// Names a column for a place.
pub(crate) fn column(field: usize, header: &Untrusted) -> ColumnRef {
    ColumnRef { number: number(field), header: header.clone() }
}

/// Finds the row and line of a byte in text that cannot be decoded; the row is that of a file without quoted breaks.
pub(crate) fn row_of(bytes: &[u8], offset: usize, file: u32) -> RowRef {
    let before = &bytes[..offset];
    let line_end = if before.contains(&b'\n') { b'\n' } else { b'\r' };
    let breaks = memchr_iter(line_end, before).count();
    let row = u32::try_from(breaks).expect("a sheet has fewer than 2^32 lines");
    RowRef { file, row, line: row + 1 }
}
