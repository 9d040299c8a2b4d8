//! Places in the text of one row a quote, as places in the wide sheet that it was made of.

use crate::read::headers::map::number;
use crate::value::source::{ColumnRef, RowRef};
use crate::value::untrusted::Untrusted;

/// What the rows and columns of the text were made of.
#[derive(Debug, Default)]
pub(in crate::read) struct WidePlaces {
    /// By row of the text, the row of the sheet and the vendor.
    pub(super) quotes: Vec<Origin>,
    /// The columns of the rows themselves: in the text they come first.
    pub(super) own: Vec<ColumnRef>,
    /// By vendor, where its name stands, and its columns.
    pub(super) vendors: Vec<(ColumnRef, Vec<Option<ColumnRef>>)>,
    /// The line of the vendors' names.
    pub(super) line: u32,
    /// How many rows of data the sheet has.
    pub(super) rows: u32,
}

/// What a row of the text was made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) row: u32,
    pub(super) line: u32,
    /// The vendor's place; 0 as well in rows that are no quotes.
    pub(super) vendor: u32,
}

impl WidePlaces {
    /// Returns how many rows of data the sheet has.
    pub(in crate::read) const fn rows(&self) -> u32 {
        self.rows
    }

    fn origin(&self, row: u32) -> Option<Origin> {
        row.checked_sub(1).and_then(|row| self.quotes.get(row as usize)).copied()
    }

    /// Returns the row of the sheet.
    pub(in crate::read) fn row(&self, at: RowRef) -> RowRef {
        match self.origin(at.row) {
            Some(Origin { row, line, .. }) => RowRef { row, line, ..at },
            None => RowRef { row: 0, line: self.line, ..at },
        }
    }

    /// Returns the column of the sheet.
    pub(in crate::read) fn column(&self, at: RowRef, column: ColumnRef) -> ColumnRef {
        let Some(field) = column.number.checked_sub(1) else { return column };
        if let Some(own) = self.own.get(field) {
            return own.clone();
        }
        let vendor = self.origin(at.row).map_or(0, |origin| origin.vendor as usize);
        let Some((name, columns)) = self.vendors.get(vendor) else { return column };
        match field.checked_sub(self.own.len().saturating_add(1)) {
            None => name.clone(),
            Some(place) => columns.get(place).cloned().flatten().unwrap_or_else(|| name.clone()),
        }
    }

    /// Returns how many of the text's columns are of the rows themselves.
    pub(in crate::read) fn shared(&self) -> usize {
        self.own.len()
    }

    /// Says whether a column of the text is one of the rows themselves, which all vendors of a row share.
    pub(in crate::read) const fn is_shared(&self, column: &ColumnRef) -> bool {
        column.number <= self.own.len()
    }

    /// Returns the field of the text that a column of the sheet is in.
    pub(in crate::read) fn field_of(&self, column: &ColumnRef) -> Option<usize> {
        let is_it = |other: &ColumnRef| other.number == column.number;
        let own = self.own.iter().position(is_it);
        own.or_else(|| {
            let place = |(_, columns): &(ColumnRef, Vec<Option<ColumnRef>>)| {
                columns.iter().position(|column| column.as_ref().is_some_and(is_it))
            };
            self.vendors.iter().find_map(place).map(|place| self.own.len().saturating_add(1).saturating_add(place))
        })
    }

    /// Names a column of the sheet by its field.
    pub(in crate::read) fn named(&self, field: usize) -> ColumnRef {
        let columns = self.vendors.iter().flat_map(|(name, columns)| columns.iter().flatten().chain([name]));
        let mut all = self.own.iter().chain(columns);
        let found = all.find(|column| column.number == number(field)).cloned();
        found.unwrap_or_else(|| ColumnRef { number: number(field), header: Untrusted::default() })
    }
}
