//! Rows that are no quotes: totals and signatures, as sheets have them below their tables, and figures among the names.

use std::collections::HashSet;

use super::items::row_ref;
use super::part::{Part, UNNAMED};
use super::row::Row;
use crate::read::cells::frame::{is_figure, is_signature, is_sum, is_total};
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::{Sheet, at_column};
use crate::value::column::Column;
use crate::value::name::Names;
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

/// Refuses totals among the items and figures among the vendors: what they say is in other rows already. An item that
/// stands alone may well be called `Total`.
pub(crate) fn refuse_figures(part: &Part<'_>, sheets: &[Sheet], log: &mut Log) {
    let numbered = |names: &Names, is_one: fn(&str) -> bool| -> HashSet<u32> {
        (0_u32..).zip(names.all()).filter(|(_, name)| is_one(name)).map(|(number, _)| number).collect()
    };
    let totals = if part.names.len() > 1 { numbered(&part.names, is_total) } else { HashSet::new() };
    let figures = numbered(&part.vendors, is_figure);
    if totals.is_empty() && figures.is_empty() {
        return;
    }
    let mut refuse = |at, column, text: &str| {
        log.row(at, at_column(sheets, at, column), FaultKind::Figure { text: text.into(), column });
    };
    // A row whose names have a fault is in no key.
    let total = |item: u32| {
        let name = part.keys.get(item as usize)?.name;
        totals.contains(&name).then(|| part.names.shown(name))
    };
    for row in &part.requested {
        if let Some(name) = row.item.and_then(total) {
            refuse(row.at, Column::Item, name);
        }
    }
    for (row, (item, vendor)) in (0_u32..).zip(&part.named) {
        let at = row_ref(part.rows.places.of(row));
        // Without a vendor the row has a fault that says what to do with totals.
        if let Some(name) = total(*item).filter(|_| *vendor != UNNAMED) {
            refuse(at, Column::Item, name);
        }
        if figures.contains(vendor) {
            refuse(at, Column::Vendor, part.vendors.shown(*vendor));
        }
    }
}
