//! The cells of one row, and their place: what every reader of a cell goes through.

use std::borrow::Cow;

use super::cell::{Grammar, is_missing, without_guard};
use super::fault::FaultKind;
use super::faults::Log;
use super::header::Layout;
use super::record::Fields;
use super::sheet::{Sheet, Split, column};
use crate::policy::Policy;
use crate::value::column::Column;
use crate::value::name::Names;
use crate::value::source::RowRef;

/// The cells of one row, and where they are.
pub(crate) struct Row<'r, 'a> {
    pub(crate) layout: &'r Layout,
    pub(crate) fields: &'r Fields<'a>,
    pub(crate) at: RowRef,
    pub(crate) start: u64,
    pub(crate) grammar: Grammar,
    pub(crate) policy: &'r Policy,
}

impl<'r, 'a> Row<'r, 'a> {
    pub(crate) fn of(sheet: &'r Sheet<'_>, split: &'r Split<'a>, policy: &'r Policy) -> Self {
        let Split { fields, at, start } = split;
        Self { layout: &sheet.layout, fields, at: *at, start: *start, grammar: sheet.grammar, policy }
    }

    /// Returns the trimmed cell of a column; `None` where it has no value.
    #[inline]
    pub(crate) fn value(&self, column: Column) -> Option<(usize, &str)> {
        self.field(self.layout.field(column)?)
    }

    #[inline]
    pub(crate) fn field(&self, field: usize) -> Option<(usize, &str)> {
        let cell = trimmed(self.fields.cells.get(field)?);
        (!is_missing(cell, &self.policy.missing)).then_some((field, cell))
    }

    /// Reads the cell of a column; faults go to the log with their place.
    #[inline]
    pub(crate) fn read<T>(
        &self,
        column: Column,
        log: &mut Log,
        parse: impl FnOnce(&str) -> Result<T, FaultKind>,
    ) -> Option<T> {
        let (field, cell) = self.value(column)?;
        self.parsed(field, parse(cell), log)
    }

    #[inline]
    pub(crate) fn parsed<T>(&self, field: usize, parsed: Result<T, FaultKind>, log: &mut Log) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(field, fault, log);
                None
            }
        }
    }

    #[cold]
    pub(crate) fn fault(&self, field: usize, fault: FaultKind, log: &mut Log) {
        log.row(self.at, Some(column(field, &self.layout.header(field))), fault);
    }
}

/// Trims a cell; most need no look beyond their first and last byte.
#[inline]
pub(crate) fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}

/// Looks up the number of a name that stands in one cell and was met before.
///
/// Nothing here waits for anything: done for some rows in turn, the look-ups in a large table overlap.
pub(crate) fn known(names: &Names, layout: &Layout, fields: &Fields<'_>, column: Column) -> Option<u32> {
    let [field] = layout.joined(column) else { return None };
    names.known(without_guard(trimmed(fields.cells.get(*field)?)))
}

/// Returns the number of a name that may be joined from several cells.
pub(crate) fn key(names: &mut Names, scratch: &mut String, row: &Row<'_, '_>, column: Column) -> Option<u32> {
    let cell = |field: &usize| without_guard(trimmed(row.fields.cells.get(*field).unwrap_or(&Cow::Borrowed(""))));
    match row.layout.joined(column) {
        [] => None,
        [field] => Some(cell(field)).filter(|name| !name.is_empty()).and_then(|name| names.number(name)),
        fields => {
            scratch.clear();
            for field in fields {
                if !scratch.is_empty() {
                    scratch.push_str(" / ");
                }
                scratch.push_str(cell(field));
            }
            let empty = fields.iter().all(|field| cell(field).is_empty());
            if empty { None } else { names.number(scratch) }
        }
    }
}
