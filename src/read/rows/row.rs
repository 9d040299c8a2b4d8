//! The cells of one row, and their place: what every reader of a cell goes through.

use csv::StringRecord;

use crate::policy::Policy;
use crate::read::cells::calendar::Order;
use crate::read::cells::values::{is_missing, quantity, without_guard};
use crate::read::cells::worded::split_quantity;
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::{Sheet, column};
use crate::value::column::Column;
use crate::value::name::Names;
use crate::value::source::RowRef;

/// The cells of one row, and where they are.
pub(crate) struct Row<'r> {
    pub(crate) sheet: &'r Sheet,
    pub(crate) record: &'r StringRecord,
    pub(crate) at: RowRef,
    pub(crate) policy: &'r Policy,
}

impl<'r> Row<'r> {
    /// Returns the trimmed cell of a column; `None` where it has no value.
    #[inline]
    pub(crate) fn value(&self, column: Column) -> Option<(usize, &str)> {
        self.field(self.sheet.layout.field(column)?)
    }

    #[inline]
    pub(crate) fn field(&self, field: usize) -> Option<(usize, &str)> {
        let cell = trimmed(&self.record[field]);
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
        log.row(self.at, Some(column(field, &self.sheet.layout.header(field))), fault);
    }

    /// Returns the order in which the dates of a field are written.
    pub(crate) fn date_order(&self, field: usize) -> Order {
        self.policy.date_order.map_or_else(|| self.sheet.whole.order_of(field), Order::Known)
    }

    /// Returns what the quantity counts, where its own cell says so.
    pub(crate) fn counted_unit(&self) -> Option<&str> {
        let (_, text) = self.value(Column::Quantity).filter(|_| self.sheet.whole.has_units)?;
        let (number, unit) = split_quantity(text, self.policy)?;
        unit.name().filter(|_| quantity(number, self.sheet.grammar).is_ok())
    }

    /// Refuses what can belong to several columns: text under no header, and parts of a name that would be joined to
    /// the same name as other parts.
    pub(crate) fn refuse_unclear(&self, log: &mut Log) {
        for field in &self.sheet.layout.unnamed {
            if let Some((_, text)) = self.field(*field) {
                self.fault(*field, FaultKind::NoHeader { text: text.into() }, log);
            }
        }
        for field in &self.sheet.layout.parts {
            let text = without_guard(trimmed(&self.record[*field]));
            // NFKC makes the wide one the same.
            if text.split_whitespace().any(|word| matches!(word, "/" | "／")) {
                self.fault(*field, FaultKind::Separator { text: text.into() }, log);
            }
        }
    }

    /// Returns the number of a name, which may be joined from several cells.
    pub(crate) fn key(&self, names: &mut Names, column: Column) -> Option<u32> {
        let cell = |field: &usize| without_guard(trimmed(&self.record[*field]));
        match self.sheet.layout.joined(column) {
            [] => None,
            [field] => Some(cell(field)).filter(|name| !name.is_empty()).and_then(|name| names.number(name)),
            fields => {
                let cells: Vec<&str> = fields.iter().map(cell).collect();
                if cells.iter().all(|cell| cell.is_empty()) {
                    return None;
                }
                // Cells before the first that says something leave no separator.
                let start = cells.iter().position(|cell| !cell.is_empty()).expect("one of them says something");
                names.number(&cells[start..].join(" / "))
            }
        }
    }

    /// Returns the number of the request that the row names; a cell that means "no value" names none.
    pub(crate) fn request(&self, requests: &mut Names) -> Option<u32> {
        let names_none = matches!(self.sheet.layout.joined(Column::Request), [field] if self.field(*field).is_none());
        if names_none { None } else { self.key(requests, Column::Request) }
    }

    /// Returns the name in a column that one field holds.
    #[inline]
    pub(crate) fn only_name(&self, column: Column) -> Option<&'r str> {
        let [field] = self.sheet.layout.joined(column) else { return None };
        Some(without_guard(trimmed(&self.record[*field])))
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
