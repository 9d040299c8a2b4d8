//! One input: its text, its delimiter, its header, and the walk over its rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell::{Grammar, without_guard};
use super::dialect::{detect, header_below, known_columns};
use super::expected::is_carried;
use super::fault::FaultKind;
use super::faults::Log;
use super::header::{Layout, number};
use super::number::DecimalMark;
use super::record::{Fields, Records, Start};
use super::row::trimmed;
use super::{Options, encoding};
use crate::policy::Policy;
use crate::value::column::Column;
use crate::value::source::{ColumnRef, Role, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// How many rows are split before the first of them is taken in, so that their names can be looked up side by side.
pub(crate) const AHEAD: usize = 32;

/// A row, split into its cells.
#[derive(Debug)]
pub(crate) struct Split<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) at: RowRef,
    /// The offset of its record in the text.
    pub(crate) start: u64,
}

impl Default for Split<'_> {
    fn default() -> Self {
        Self { fields: Fields::default(), at: RowRef { file: 0, row: 0, line: 0 }, start: 0 }
    }
}

/// An input, understood as far as its header.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    /// Its place in the order of reading.
    pub(crate) file: u32,
    pub(crate) role: Role,
    pub(crate) text: &'a str,
    pub(crate) delimiter: u8,
    pub(crate) grammar: Grammar,
    pub(crate) layout: Layout,
    /// The records below the header.
    pub(crate) records: Records<'a>,
}

impl<'a> Sheet<'a> {
    /// Decodes an input and maps its header; `None` where a fault makes its rows unreadable.
    pub(crate) fn open(
        source: &'a Source,
        file: u32,
        policy: &Policy,
        options: &Options,
        log: &mut Log,
    ) -> Option<Self> {
        let text = match encoding::decode(&source.bytes) {
            Ok(text) => text,
            Err(fault) => {
                let at = if let FaultKind::NotUtf8 { offset } = fault {
                    Some(line_of(&source.bytes, offset, file))
                } else {
                    None
                };
                match at {
                    Some(at) => log.row(at, None, fault),
                    None => log.file(file, fault),
                }
                return None;
            }
        };
        let delimiter = match options.delimiter.map_or_else(|| detect(text, policy), Ok) {
            Ok(delimiter) => delimiter,
            Err(fault) => {
                log.file(file, fault);
                return None;
            }
        };
        let mut records = Records::new(text, delimiter);
        let mut fields = Fields::default();
        let Some(start) = records.next(&mut fields) else {
            log.file(file, FaultKind::Empty);
            return None;
        };
        let at = RowRef { file, row: 0, line: start.line };
        for (field, fault) in fields.faults.drain(..) {
            log.row(at, Some(column(field, &Untrusted::default())), fault);
        }
        let cells: Vec<&str> = fields.cells.iter().map(Cow::as_ref).collect();
        match Layout::map(&cells, source.role, policy) {
            Ok(layout) => {
                let grammar = Grammar { decimal_mark: options.decimal_mark, semicolons: delimiter == b';' };
                Some(Self { file, role: source.role, text, delimiter, grammar, layout, records })
            }
            Err(faults) => {
                for (field, mut fault) in faults {
                    if let FaultKind::MissingColumn { line, .. } = &mut fault {
                        *line = header_below(records.clone(), policy, known_columns(&cells, policy));
                    }
                    let header = |field: usize| Untrusted::new(cells.get(field).map_or("", |cell| cell.trim()));
                    log.row(at, field.map(|field| column(field, &header(field))), fault);
                }
                None
            }
        }
    }

    /// Gives the rows of some records that have a cell with text to a function, at most [`AHEAD`] at a time; returns how
    /// many data rows there are.
    pub(crate) fn rows(
        &self,
        records: &mut Records<'a>,
        log: &mut Log,
        mut take: impl FnMut(&[Split<'a>], &mut Log),
    ) -> u32 {
        let mut splits: [Split<'a>; AHEAD] = std::array::from_fn(|_| Split::default());
        let mut used = 0_usize;
        let mut row = 0_u32;
        let expected = self.layout.headers.len();
        while let Some(split) = splits.get_mut(used)
            && let Some(Start { line, offset }) = records.next(&mut split.fields)
        {
            let next = row.checked_add(1).filter(|next| *next < u32::MAX);
            row = next.unwrap_or(row);
            let at = RowRef { file: self.file, row, line };
            (split.at, split.start) = (at, u64::try_from(offset).unwrap_or(u64::MAX));
            let found = split.fields.cells.len();
            if next.is_none() || found != expected || !split.fields.faults.is_empty() {
                // Faults are told in the order of the rows.
                take(splits.get(..used).unwrap_or_default(), log);
                splits.swap(0, used);
                used = 0;
            }
            if next.is_none() {
                log.file(self.file, FaultKind::TooManyRows { limit: u32::MAX });
                return row;
            }
            let Some(Split { fields, .. }) = splits.get_mut(used) else { break };
            let is_misquoted = |(_, fault): &_| matches!(fault, FaultKind::StrayQuote | FaultKind::UnclosedQuote);
            let is_counted = !fields.faults.iter().any(is_misquoted);
            for (field, fault) in fields.faults.drain(..) {
                log.row(at, Some(column(field, &self.layout.header(field))), fault);
            }
            if found != expected {
                // Quotes that do not pair up swallow delimiters; the count of cells then says nothing.
                if is_counted {
                    log.row(at, None, FaultKind::Ragged { found, expected });
                }
                continue;
            }
            // Spreadsheets leave rows of nothing but delimiters below a table; they say nothing.
            if fields.cells.iter().all(|cell| trimmed(cell).is_empty()) {
                continue;
            }
            used = used.saturating_add(1);
            if used == AHEAD {
                take(&splits, log);
                used = 0;
            }
        }
        take(splits.get(..used).unwrap_or_default(), log);
        row
    }

    /// Reads the record of a row again.
    fn record(&self, start: u64) -> Fields<'a> {
        let mut fields = Fields::default();
        Records::from_offset(self.text, self.delimiter, start).next(&mut fields);
        fields
    }

    /// Splits a row again.
    pub(crate) fn split(&self, at: RowRef, start: u64) -> Split<'a> {
        Split { fields: self.record(start), at, start }
    }

    /// Returns the non-empty cells of a row that are only carried along, by header.
    pub(crate) fn carried(&self, start: u64) -> BTreeMap<Untrusted, Untrusted> {
        let is_used = |column: &Column| is_carried(*column) && self.layout.field(*column).is_some();
        if self.layout.carried.is_empty() && !Column::ALL.iter().any(is_used) {
            return BTreeMap::new();
        }
        let fields = self.record(start);
        let named = Column::ALL.iter().filter(|column| is_carried(**column));
        let named = named
            .flat_map(|column| self.layout.joined(*column).iter().map(|field| (*field, Untrusted::new(column.name()))));
        let others = self.layout.carried.iter().map(|field| (*field, self.layout.header(*field)));
        named
            .chain(others)
            .filter_map(|(field, header)| {
                let text = without_guard(fields.cells.get(field)?.trim());
                (!text.is_empty()).then(|| (header, Untrusted::new(text)))
            })
            .collect()
    }

    /// Returns all non-empty cells of a row, by what they mean: equal for rows that say the same.
    pub(crate) fn content(&self, start: u64) -> Vec<(Untrusted, Untrusted)> {
        let fields = self.record(start);
        let name = |field: usize| {
            let column = Column::ALL.iter().find(|column| self.layout.joined(**column).contains(&field));
            column.map_or_else(|| self.layout.header(field), |column| Untrusted::new(column.name()))
        };
        let mut content: Vec<(Untrusted, Untrusted)> = (0_usize..)
            .zip(&fields.cells)
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(field, cell)| (name(field), Untrusted::new(cell.trim())))
            .collect();
        content.sort();
        content
    }

    /// Says whether every number of a column would fit another decimal mark.
    pub(crate) fn fits(&self, field: usize, mark: DecimalMark) -> bool {
        let mut records = Records::new(self.text, self.delimiter);
        let mut fields = Fields::default();
        records.next(&mut fields);
        while records.next(&mut fields).is_some() {
            let cell = fields.cells.get(field).map_or("", |cell| cell.trim());
            if !super::cell::is_missing(cell, &[]) && super::number::parse(cell, mark).is_err() {
                return false;
            }
        }
        true
    }

    /// Returns the file's delimiter as text.
    pub(crate) fn delimiter_text(&self) -> String {
        char::from(self.delimiter).to_string()
    }
}

/// Finds the sheet of a file.
pub(crate) fn of_file<'s, 'a>(sheets: &'s [Sheet<'a>], file: u32) -> Option<&'s Sheet<'a>> {
    sheets.iter().find(|sheet| sheet.file == file)
}

/// Names a column of the file that a row is in.
pub(crate) fn at_column(sheets: &[Sheet<'_>], at: RowRef, named: Column) -> Option<ColumnRef> {
    let layout = &of_file(sheets, at.file)?.layout;
    layout.field(named).map(|field| column(field, &layout.header(field)))
}

/// Names a column for a place.
pub(crate) fn column(field: usize, header: &Untrusted) -> ColumnRef {
    ColumnRef { number: number(field), header: header.clone() }
}

/// Finds the row and line of a byte in text that cannot be decoded; the row is that of a file without quoted breaks.
fn line_of(bytes: &[u8], offset: usize, file: u32) -> RowRef {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let count = |line_end: u8| before.split(|byte| *byte == line_end).count().saturating_sub(1);
    let breaks = if before.contains(&b'\n') { count(b'\n') } else { count(b'\r') };
    let row = u32::try_from(breaks).unwrap_or(u32::MAX);
    RowRef { file, row, line: row.saturating_add(1) }
}
