//! What rows say of their items, a column for each request column, in the order of reading.
//!
//! Rows come shuffled; so they are only written down here, and held against one another once they are grouped by item.

use crate::column::Column;

/// The request columns, by their places in the table.
pub(crate) const COLUMNS: [Column; 10] = [
    Column::Quantity,
    Column::RequiredQuality,
    Column::Budget,
    Column::LastPrice,
    Column::NeededBy,
    Column::Unit,
    Column::Request,
    Column::Department,
    Column::Category,
    Column::Period,
];

/// The place of the first column that holds text; its codes are numbers of names.
pub(crate) const FIRST_TEXT: usize = 5;

/// The code of a row that says nothing.
const UNSAID: i64 = i64::MIN;

/// The table. A column that no row says anything in takes no space.
#[derive(Debug, Default)]
pub(crate) struct Said {
    columns: [Vec<i64>; COLUMNS.len()],
}

impl Said {
    /// Writes down what a row says in a column; rows come in ascending order.
    pub(crate) fn say(&mut self, row: usize, place: usize, code: i64) {
        if let Some(column) = self.columns.get_mut(place) {
            column.resize(row, UNSAID);
            column.push(code);
        }
    }

    /// Makes room for more rows in the columns that are in use or about to be.
    pub(crate) fn reserve(&mut self, place: usize, rows: usize) {
        if let Some(column) = self.columns.get_mut(place) {
            column.reserve(rows);
        }
    }

    /// Takes another table in behind the rows so far; codes are translated.
    pub(crate) fn absorb(&mut self, rows: usize, other: Self, translate: impl Fn(usize, i64) -> i64) {
        for (place, (column, more)) in self.columns.iter_mut().zip(other.columns).enumerate() {
            if !more.is_empty() {
                column.resize(rows, UNSAID);
                let codes = more.into_iter().map(|code| if code == UNSAID { code } else { translate(place, code) });
                column.extend(codes);
            }
        }
    }

    /// Returns what a row says in a column.
    pub(crate) fn code(&self, row: usize, place: usize) -> Option<i64> {
        self.columns.get(place)?.get(row).copied().filter(|code| *code != UNSAID)
    }

    /// Says whether no row says anything in a column.
    pub(crate) fn is_silent(&self, place: usize) -> bool {
        self.columns.get(place).is_none_or(Vec::is_empty)
    }
}
