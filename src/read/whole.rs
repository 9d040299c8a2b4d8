//! What only a whole sheet shows: in which order the dates of a column are written, and that units stand in its cells.
//!
//! A sheet without any of it is read in blocks. Any of it is a fault to such a reading, and the next one has the whole sheet.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::cells::calendar::{Order, Readings, readings};
use super::cells::values;
use super::cells::worded::{split_price, split_quantity};
use super::rows::row::Row;
use super::rows::skipped::total_or_signature;
use super::sheet::{Sheet, vendor_of};
use super::text::records::Records;
use crate::policy::{Condition, DateOrder, Policy};
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::source::{Role, RowRef};
use crate::value::untrusted::Untrusted;

/// What a whole sheet shows.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    /// By field, the order that its dates show.
    orders: Vec<(usize, Order)>,
    /// Whether a price or a quantity has its unit beside it.
    pub(crate) has_units: bool,
}

impl Whole {
    /// Returns the order in which the dates of a field are written.
    pub(crate) fn order_of(&self, field: usize) -> Order {
        self.orders.iter().find(|(own, _)| *own == field).map_or(Order::Open, |(_, order)| *order)
    }
}

/// The dates of a field whose order is certain.
struct Dates {
    field: usize,
    month_first: BTreeSet<Untrusted>,
    day_first: BTreeSet<Untrusted>,
}

impl Sheet {
    /// Learns from all rows of a sheet; `text` is the whole of it.
    pub(crate) fn learn(&mut self, text: &[u8], file: &Untrusted, policy: &Policy) {
        let mut dates: Vec<Dates> = if policy.date_order.is_some() { Vec::new() } else { self.dates(policy) };
        let price = self.layout.field(Column::UnitPrice).filter(|_| self.role == Role::Quotes);
        let amounts = [price, self.layout.field(Column::Quantity)];
        let mut has_units = false;
        let vendors = self.layout.joined(Column::Vendor).to_vec();
        let mut names_none = !vendors.is_empty() && policy.vendor_from.is_some();
        let mut records = Records::new(&text[self.rows_at..], self.delimiter);
        let mut record = StringRecord::new();
        while let Ok(Some(line)) = records.next(&mut record) {
            let row = Row { sheet: self, record: &record, at: RowRef { line, ..self.header }, policy };
            if record.len() != self.width() || total_or_signature(&row).is_some() {
                continue;
            }
            for own in &mut dates {
                let Some((_, text)) = row.field(own.field) else { continue };
                match readings(text).and_then(Readings::only_order) {
                    Some(DateOrder::MonthFirst) => own.month_first.insert(Untrusted::new(text)),
                    Some(DateOrder::DayFirst) => own.day_first.insert(Untrusted::new(text)),
                    None => false,
                };
            }
            names_none = names_none && vendors.iter().all(|field| row.field(*field).is_none());
            has_units |= !has_units && {
                let cell = |column: usize| amounts[column].and_then(|field| row.field(field)).map(|(_, text)| text);
                let is_price = |(price, _): (&str, _)| values::offered(price, self.grammar).is_ok();
                let is_number = |(number, _): (&str, _)| values::plain(number, self.grammar).is_ok();
                cell(0).and_then(|text| split_price(text, policy)).is_some_and(is_price)
                    || cell(1).and_then(|text| split_quantity(text, policy)).is_some_and(is_number)
            };
        }
        if names_none {
            self.vendor = vendor_of(file);
        }
        self.whole.has_units = has_units;
        self.layout.has_costs |= has_units;
        for Dates { field, month_first, day_first } in dates {
            let (order, dates) = match (month_first.is_empty(), day_first.is_empty()) {
                (false, true) => (DateOrder::MonthFirst, month_first),
                (true, false) => (DateOrder::DayFirst, day_first),
                (true, true) => continue,
                (false, false) => {
                    self.whole.orders.push((field, Order::Mixed));
                    continue;
                }
            };
            self.whole.orders.push((field, Order::Known(order)));
            let example = dates.into_iter().next().expect("there is a date");
            let header = self.layout.header(field);
            self.layout.notes.push(Note::DateOrder { file: file.clone(), header, order, example });
        }
    }

    /// Returns the fields that are read as dates, or can be.
    fn dates(&self, policy: &Policy) -> Vec<Dates> {
        let layout = &self.layout;
        let needed_by = layout.field(Column::NeededBy);
        let fields: BTreeSet<usize> = if self.role == Role::Request {
            needed_by.into_iter().collect()
        } else {
            let terms = [Column::ValidUntil, Column::DeliveryDate].map(|column| layout.field(column));
            let is_date =
                |condition: &Condition| matches!(condition, Condition::OnOrAfter(_) | Condition::OnOrBefore(_));
            let gates = policy.gates.iter().zip(&layout.gates).filter(|(gate, _)| is_date(&gate.condition));
            let gates = gates.map(|(_, field)| *field);
            terms.into_iter().chain(gates).chain(layout.criteria.iter().copied()).flatten().chain(needed_by).collect()
        };
        let none = |field| Dates { field, month_first: BTreeSet::new(), day_first: BTreeSet::new() };
        fields.into_iter().map(none).collect()
    }
}
