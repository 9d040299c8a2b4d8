//! Rows that are no quotes: totals and signatures, as sheets have them below their tables.

use super::row::Row;
use crate::read::cells::frame::{is_signature, is_sum, is_total};
use crate::value::column::Column;
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// Returns the text of a row that is plainly a total or a signature: it names neither a vendor nor a price, nor the
/// quantity that a request asks for, and has nothing but what such rows have.
///
/// Whatever else such a row may be is left to be read, so that what lacks in it is a fault.
pub(crate) fn total_or_signature(row: &Row<'_>) -> Option<Untrusted> {
    let own: &[Column] = if row.sheet.role == Role::Quotes {
        &[Column::Vendor, Column::UnitPrice]
    } else {
        &[Column::Quantity, Column::Budget, Column::Ceiling]
    };
    if own.iter().any(|column| row.value(*column).is_some()) {
        return None;
    }
    let filled = row.record.iter().enumerate().map(|(field, cell)| (field, cell.trim()));
    let cells: Vec<(usize, &str)> = filled.filter(|(_, cell)| !cell.is_empty()).collect();
    let texts: Vec<&str> = cells.iter().map(|(_, cell)| *cell).collect();
    let sums = [Column::Amount, Column::Quantity].map(|column| row.sheet.layout.field(column));
    let is_of_total = |(field, cell): &(usize, &str)| sums.contains(&Some(*field)) && is_sum(cell);
    let (first, others) = cells.split_first()?;
    let is_plain = (is_total(first.1) && others.iter().all(is_of_total)) || is_signature(&texts);
    is_plain.then(|| Untrusted::new(&texts.join(" ")))
}
