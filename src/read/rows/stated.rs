//! What cells say beside their value: units of quantities, and the item that a blank cell may mean.

use super::part::Part;
use super::row::Row;
use crate::read::cells::values;
use crate::read::cells::worded::{is_same_word, split_quantity};
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::rule::dataset::items::{FIRST_TEXT, Stated, place_of};
use crate::value::column::Column;
use crate::value::money::Quantity;
use crate::value::source::{Role, RowRef};
use crate::value::untrusted::Untrusted;

impl Part<'_> {
    /// Takes in the unit that a request states beside a quantity. Beside a quote it is part of what the price is for.
    pub(super) fn state_unit(&mut self, row: &Row<'_>, item: Option<u32>, log: &mut Log) {
        let Some(unit) = row.counted_unit() else { return };
        let place = place_of(Column::Unit);
        if let Some((_, other)) = row.value(Column::Unit) {
            self.refuse_other_unit(row, Column::Quantity, unit, values::without_guard(other), log);
        } else if let Some((code, item)) = self.texts[place - FIRST_TEXT].number(unit).zip(item) {
            self.keep(item, place, i64::from(code), row.at);
        }
    }

    /// Keeps what a row states of its item.
    pub(super) fn keep(&mut self, item: u32, place: usize, code: i64, at: RowRef) {
        let first = self.fields.stated(item, place) == Stated::Nothing;
        let agrees = self.fields.state(item, place, code);
        if let Some(witnesses) = &mut self.witnesses
            && (first || !agrees)
        {
            witnesses.entry((item, place)).or_default().push((code, at));
        }
    }

    /// Refuses a cell whose unit is not that of its row.
    pub(super) fn refuse_other_unit(&self, row: &Row<'_>, column: Column, unit: &str, other: &str, log: &mut Log) {
        let same = self.policy.base_unit(unit).zip(self.policy.base_unit(other));
        if same.is_none_or(|(unit, other)| unit != other)
            && !is_same_word(unit, other)
            && let Some(field) = row.sheet.layout.field(column)
        {
            row.fault(field, FaultKind::CellUnit { unit: Untrusted::new(unit), other: Untrusted::new(other) }, log);
        }
    }

    /// Says what lacks in a row without an item: the one above may be meant, if the rest of a quote is there.
    pub(super) fn empty_item(&self, row: &Row<'_>) -> FaultKind {
        let is_quote = [Column::Vendor, Column::UnitPrice].iter().all(|column| row.value(*column).is_some());
        let is_declared = self.policy.fill_down.contains(&Column::Item);
        match self.above.filter(|_| is_quote && !is_declared && row.sheet.role == Role::Quotes) {
            Some(above) => FaultKind::EmptyItem { above: Untrusted::new(self.names.shown(above)) },
            None => FaultKind::EmptyKey,
        }
    }
}

/// Reads a quantity with what it counts beside it, `200张`.
pub(super) fn counted(row: &Row<'_>, text: &str) -> Option<Quantity> {
    let (number, _) = split_quantity(text, row.policy).filter(|_| row.sheet.whole.has_units)?;
    values::quantity(number, row.sheet.grammar).ok()
}
