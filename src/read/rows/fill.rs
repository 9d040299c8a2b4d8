//! Blank names below a filled one: as merged cells of a workbook leave them, and where the policy says so.

use csv::StringRecord;

use super::row::{Row, trimmed};
use super::skipped::total_or_signature;
use crate::policy::Policy;
use crate::read::headers::layout::Layout;
use crate::value::column::Column;

/// Cells of a column that are merged over rows; only the first of them has the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Merged {
    /// As the workbook names it.
    pub(crate) range: String,
    /// From 0.
    pub(crate) column: usize,
    /// The first and the last row of the sheet.
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Where a sheet is filled.
#[derive(Debug, Default)]
pub(crate) struct Filling {
    /// The columns that the policy fills, with their fields, the widest first: a new lot has no item yet.
    down: Vec<Vec<usize>>,
    /// The merged cells of items, from above.
    merged: Vec<Merged>,
    /// The fields of items, and the line of the header.
    items: Vec<usize>,
    header: u32,
    /// The fields of all of them, and those of request and lot.
    fields: Vec<usize>,
}

/// How many rows were filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) by_policy: usize,
    pub(crate) by_merging: usize,
}

impl Filled {
    pub(crate) fn add(&mut self, other: Self) {
        let sum = |own: &mut usize, other: usize| *own = own.saturating_add(other);
        sum(&mut self.by_policy, other.by_policy);
        sum(&mut self.by_merging, other.by_merging);
    }
}

impl Filling {
    /// Finds what is filled in a sheet; `below` is the line of its header.
    pub(crate) fn of(layout: &Layout, policy: &Policy, merged: &[Merged], below: u32) -> Self {
        let widest_first = [Column::Request, Column::Lot, Column::Item];
        let is_filled = |column: &Column| policy.fill_down.contains(column);
        let fields = |column: Column| layout.joined(column).to_vec();
        let mut filling = Self {
            down: widest_first.into_iter().filter(is_filled).map(fields).filter(|own| !own.is_empty()).collect(),
            merged: Vec::new(),
            items: fields(Column::Item),
            header: below,
            fields: widest_first.into_iter().flat_map(fields).collect(),
        };
        filling.merged = merged.iter().filter(|merged| filling.has_item(merged)).cloned().collect();
        filling.merged.sort_by_key(|merged| merged.first);
        filling
    }

    /// Says whether merged cells hold an item.
    pub(crate) fn has_item(&self, merged: &Merged) -> bool {
        merged.first > self.header && self.items.contains(&merged.column)
    }

    /// Starts above the first row; `None` where nothing is filled.
    pub(super) fn start(&self) -> Option<Above<'_>> {
        let is_any = !self.down.is_empty() || !self.merged.is_empty();
        is_any.then(|| Above { filling: self, texts: Vec::new(), begun: 0, merged: Vec::new() })
    }
}

/// What the rows above a row say.
pub(super) struct Above<'f> {
    filling: &'f Filling,
    /// By the places of the filling's fields, the texts of the row above; empty where nothing is to be taken from it.
    texts: Vec<String>,
    /// How many merged cells have begun, of which there may be as many as rows.
    begun: usize,
    /// The merged cells that a row may be in: the last that began in each column, with their texts.
    merged: Vec<(&'f Merged, String)>,
}

impl Above<'_> {
    /// Fills the blank names of a row; returns how.
    pub(super) fn fill(&mut self, row: &Row<'_>) -> Option<(StringRecord, Filled)> {
        let Filling { down, fields, .. } = self.filling;
        let line = row.at.line;
        while let Some(merged) = self.filling.merged.get(self.begun).filter(|merged| merged.first <= line) {
            self.begun = self.begun.saturating_add(1);
            self.merged.retain(|(other, _)| other.column != merged.column);
            // Where its first row is left out, as an empty one is, nothing is known of it.
            if merged.first == line {
                self.merged.push((merged, trimmed(&row.record[merged.column]).to_owned()));
            }
        }
        // What stands below a total is no part of what stands above it, nor what stands below an empty row.
        if total_or_signature(row).is_some() {
            self.texts.clear();
            return None;
        }
        let mut cells: Vec<&str> = row.record.iter().collect();
        let mut filled = Filled::default();
        let is_blank = |cells: &[&str], field: usize| trimmed(cells[field]).is_empty();
        if is_worth_it(row, fields) {
            for (merged, text) in &self.merged {
                if !text.is_empty() && line <= merged.last && is_blank(&cells, merged.column) {
                    cells[merged.column] = text;
                    filled.by_merging = 1;
                }
            }
            let place = |field: usize| fields.iter().position(|own| *own == field);
            for own in down {
                // A name of several cells is filled up to the first that says something; below another lot, nothing is.
                let wider = fields.iter().take_while(|field| !own.contains(field));
                let above = |field: usize| place(field).and_then(|place| self.texts.get(place)).map(String::as_str);
                let is_same = wider.into_iter().all(|field| above(*field) == Some(trimmed(cells[*field])));
                for field in own.iter().take_while(|field| trimmed(&row.record[**field]).is_empty()) {
                    if let Some(text) =
                        above(*field).filter(|text| is_same && !text.is_empty() && is_blank(&cells, *field))
                    {
                        cells[*field] = text;
                        filled.by_policy = 1;
                    }
                }
            }
        }
        let record = (filled != Filled::default()).then(|| (StringRecord::from(cells.clone()), filled));
        let texts = fields.iter().map(|field| trimmed(cells[*field]).to_owned()).collect();
        self.texts = texts;
        record
    }

    /// Ends what is taken from the row above.
    pub(super) fn end(&mut self) {
        self.texts.clear();
    }
}

/// Says whether a row has what a quote has beside its names, so that no remark below a table becomes one.
fn is_worth_it(row: &Row<'_>, names: &[usize]) -> bool {
    let vendor = row.sheet.layout.joined(Column::Vendor);
    let has_vendor = vendor.is_empty() || vendor.iter().any(|field| !trimmed(&row.record[*field]).is_empty());
    let is_other = |field: &usize| !vendor.contains(field) && !names.contains(field);
    has_vendor && (0..row.record.len()).filter(is_other).any(|field| !trimmed(&row.record[field]).is_empty())
}
