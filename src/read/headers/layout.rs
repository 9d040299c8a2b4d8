//! Where a sheet has what: the outcome of mapping its header.

use super::expected::is_carried;
use crate::policy::TaxBasis;
use crate::read::rows::quote::{COSTS, TERMS};
use crate::rule::dataset::items::ITEM_COLUMNS;
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::currency::Mark;
use crate::value::untrusted::Untrusted;

/// Which field of a record holds what.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The headers as written, trimmed.
    pub(crate) headers: Vec<Untrusted>,
    /// For each column, by its number, the fields that hold it, in the order in which they are joined.
    pub(super) fields: Vec<Vec<usize>>,
    /// The first of these, where every cell of every row is looked up.
    pub(super) first: Vec<Option<usize>>,
    /// For each service criterion, the field that holds it.
    pub(crate) criteria: Vec<Option<usize>>,
    /// For each service criterion, whether its header speaks of a rate, which may have percent signs.
    pub(crate) rates: Vec<bool>,
    /// For each cost of the policy, the field that holds it.
    pub(crate) costs: Vec<Option<usize>>,
    /// For each gate of the policy, the field that holds it; it may be carried along all the same.
    pub(crate) gates: Vec<Option<usize>>,
    /// The fields that are carried along.
    pub(crate) carried: Vec<usize>,
    /// Those of them that the policy leaves out knowingly.
    pub(crate) ignored: Vec<usize>,
    /// Fields without a header.
    pub(crate) unnamed: Vec<usize>,
    /// The fields that are joined with others to the name of an item, lot, request or vendor.
    pub(crate) parts: Vec<usize>,
    /// The tax basis that the price's header states.
    pub(crate) basis: Option<TaxBasis>,
    /// The currency mark in the price's header.
    pub(crate) mark: Option<Mark>,
    /// The currency marks in the headers of other amounts of a quote.
    pub(super) marks: Vec<(Column, Mark)>,
    /// What the price is for by its header, as `箱` in `元/箱`.
    pub(crate) price_unit: Option<Untrusted>,
    /// The fields of the columns of items, with the places of these in [`ITEM_COLUMNS`].
    pub(crate) item_fields: Vec<(usize, Column, usize)>,
    /// Whether there is a column for a vendor's terms.
    pub(crate) has_terms: bool,
    /// Whether there is a column for what changes a cost.
    pub(crate) has_costs: bool,
    /// What is worth a word: headers that are nearly a known one, second headers of a carried column.
    pub(crate) notes: Vec<Note>,
}

impl Layout {
    /// Returns the first field of a column.
    pub(crate) fn field(&self, column: Column) -> Option<usize> {
        self.first.get(column as usize).copied().flatten()
    }

    /// Returns the currency mark in the header of an amount beside the price.
    pub(crate) fn mark_of(&self, column: Column) -> Option<Mark> {
        self.marks.iter().find(|(marked, _)| *marked == column).map(|(_, mark)| *mark)
    }

    /// Returns all fields that a column is joined from.
    pub(crate) fn joined(&self, column: Column) -> &[usize] {
        self.fields.get(column as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns the fields that are carried along, with the names under which they are.
    pub(crate) fn carried_fields(&self) -> Vec<(Untrusted, usize)> {
        let named = Column::ALL.iter().filter(|column| is_carried(**column));
        let named =
            named.flat_map(|column| self.joined(*column).iter().map(|field| (Untrusted::new(column.name()), *field)));
        named.chain(self.carried.iter().map(|field| (self.header(*field), *field))).collect()
    }

    /// Returns a field's header.
    pub(crate) fn header(&self, field: usize) -> Untrusted {
        self.headers.get(field).cloned().unwrap_or_default()
    }

    /// Finds out once what every row would ask for.
    pub(super) fn summed_up(mut self) -> Self {
        let places = ITEM_COLUMNS.iter().enumerate();
        self.item_fields = places.filter_map(|(place, column)| Some((place, *column, self.field(*column)?))).collect();
        let keys = [Column::Item, Column::Lot, Column::Request, Column::Vendor];
        let joined = keys.iter().map(|key| self.joined(*key)).filter(|fields| fields.len() > 1);
        self.parts = joined.flatten().copied().collect();
        let any = |columns: &[Column]| columns.iter().any(|column| self.field(*column).is_some());
        (self.has_terms, self.has_costs) =
            (any(&TERMS), any(&COSTS) || self.price_unit.is_some() || self.costs.iter().any(Option::is_some));
        self
    }
}
