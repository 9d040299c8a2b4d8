//! What the rows of all inputs have said so far: names numbered, quotes listed, items held against themselves.

use std::collections::HashMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::row::{Row, key};
use super::said::{COLUMNS, FIRST_TEXT, Said, Saying};
use super::shelf::Shelves;
use crate::policy::Policy;
use crate::rule::quote::Quote;
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::name::{Fold, Names};
use crate::value::source::{Role, RowRef};
use crate::value::untrusted::Untrusted;

/// The value of a service criterion that a quote does not give.
pub(crate) const NO_SERVICE: i64 = i64::MIN;

/// The number of the lot of items that have none.
pub(crate) const NO_LOT: u32 = u32::MAX;

/// The number of the item of rows that name none.
pub(crate) const NO_ITEM: u32 = u32::MAX;

/// The number of the vendor of rows that name none.
pub(crate) const NO_VENDOR: u32 = u32::MAX;

/// What the values of a service criterion are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServiceKind {
    /// Decimals, kept in millionths.
    Number,
    /// Dates, kept as their ordinals.
    Date,
}

/// What the rows of all inputs have said so far.
#[derive(Debug)]
pub(crate) struct Rows<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) items: Names,
    pub(crate) lots: Names,
    pub(crate) vendors: Names,
    /// The number of an item by its lot and name.
    with_lot: HashMap<(u32, u32), u32>,
    /// The number of an item without a lot, by its name.
    without_lot: Vec<u32>,
    /// The lot and name of each item, by its number.
    pub(crate) drafts: Vec<(u32, u32)>,
    /// The quotes in the order of reading; their vendors stand in `named`.
    pub(crate) quotes: Shelves,
    /// What each quote is for, and whose it is.
    pub(crate) named: Vec<Named>,
    /// For each criterion, what its values are, and where that was seen first.
    pub(crate) kinds: Vec<Option<(ServiceKind, RowRef)>>,
    /// What rows say of their items.
    pub(crate) said: Said,
    /// The texts said, for each column of text.
    pub(crate) texts: [Names; COLUMNS.len() - FIRST_TEXT],
    /// The currencies named, with the first row and the count of rows of each.
    pub(crate) currencies: Vec<(Currency, RowRef, u64)>,
    /// The marks beside prices without a currency of their own, with the first place of each.
    pub(crate) marks: Vec<(Mark, RowRef, usize)>,
    /// The rows of requests, in the order of reading.
    pub(crate) requested: Vec<RequestRow>,
    pub(super) scratch: String,
}

/// A row of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestRow {
    pub(crate) item: u32,
    pub(crate) at: RowRef,
    /// The offset of its record in the text of its source.
    pub(crate) start: u64,
}

/// The names in a row of quotes, as numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    /// [`NO_ITEM`] where the row has none.
    pub(crate) item: u32,
    /// [`NO_VENDOR`] where the row has none.
    pub(crate) vendor: u32,
}

/// What is known of a row's item before the row is taken in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Met {
    /// The number of its name.
    pub(crate) name: Option<u32>,
    /// Its own number, in sheets without lots.
    pub(crate) item: Option<u32>,
    /// What was said of it, by the places of columns.
    pub(crate) said: [Saying; COLUMNS.len()],
}

impl<'p> Rows<'p> {
    pub(crate) fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            items: Names::new(Fold::Spaces),
            lots: Names::new(Fold::Spaces),
            vendors: Names::new(Fold::Case),
            with_lot: HashMap::new(),
            drafts: Vec::new(),
            quotes: Shelves::new(policy.service.len()),
            named: Vec::new(),
            kinds: vec![None; policy.service.len()],
            said: Said::default(),
            texts: std::array::from_fn(|_| Names::new(Fold::Case)),
            currencies: Vec::new(),
            marks: Vec::new(),
            requested: Vec::new(),
            without_lot: Vec::new(),
            scratch: String::new(),
        }
    }

    /// Makes room for about so many more rows of quotes, where there is room for them.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.quotes.reserve(rows);
        let _ = self.named.try_reserve(rows);
    }

    /// Takes a row in.
    pub(crate) fn take(&mut self, row: &Row<'_, '_>, role: Role, met: &Met, log: &mut Log) {
        for field in &row.layout.unnamed {
            if let Some((_, text)) = row.field(*field) {
                row.fault(*field, FaultKind::NoHeader { text: Untrusted::new(text) }, log);
            }
        }
        let item = met.item.or_else(|| self.item(row, met.name, log)).unwrap_or(NO_ITEM);
        self.say(row, item, met, log);
        match role {
            Role::Quotes => self.quote(row, item, log),
            Role::Request | Role::Policy | Role::Budgets | Role::History => {
                self.requested.push(RequestRow { item, at: row.at, start: row.start });
            }
        }
    }

    /// Counts rows whose prices are in a currency; the first of them is kept.
    pub(super) fn name_currency(&mut self, currency: Currency, at: RowRef, rows: u64) {
        match self.currencies.iter_mut().find(|(named, ..)| *named == currency) {
            Some((_, _, count)) => *count = count.saturating_add(rows),
            None => self.currencies.push((currency, at, rows)),
        }
    }

    /// Keeps a mark beside an amount, to be held against the currency of the comparison: the first of a file.
    pub(super) fn note_mark(&mut self, mark: Mark, at: RowRef, field: usize) {
        if !self.marks.iter().any(|(known, first, _)| *known == mark && first.file == at.file) {
            self.marks.push((mark, at, field));
        }
    }

    /// Returns the quotes in the order of reading, each with its item.
    pub(crate) fn quotes_named(&self) -> impl Iterator<Item = (u32, &Quote)> {
        self.named.iter().map(|named| named.item).zip(self.quotes.all())
    }

    /// Returns an item's name as shown.
    pub(crate) fn name(&self, item: u32) -> Untrusted {
        let draft = usize::try_from(item).ok().and_then(|item| self.drafts.get(item));
        draft.map(|(_, name)| Untrusted::new(self.items.shown(*name))).unwrap_or_default()
    }

    /// Returns the number of the item of a name that was met without a lot before.
    pub(super) fn without_lot(&self, name: u32) -> Option<u32> {
        let item = usize::try_from(name).ok().and_then(|name| self.without_lot.get(name));
        item.copied().filter(|item| *item != NO_ITEM)
    }

    /// Returns the number of an item, a new one where it was not met before.
    pub(super) fn item_of(&mut self, lot: u32, name: u32) -> u32 {
        let next = u32::try_from(self.drafts.len()).unwrap_or(NO_ITEM);
        let item = if lot == NO_LOT {
            // Names are numbered from 0 on, so that a list does: most sheets have no lots and many items.
            let name = usize::try_from(name).unwrap_or(usize::MAX);
            if name >= self.without_lot.len() {
                self.without_lot.resize(name.saturating_add(1), NO_ITEM);
            }
            self.without_lot.get_mut(name).map_or(NO_ITEM, |item| {
                if *item == NO_ITEM {
                    *item = next;
                }
                *item
            })
        } else {
            *self.with_lot.entry((lot, name)).or_insert(next)
        };
        if item == next {
            self.drafts.push((lot, name));
        }
        item
    }

    fn item(&mut self, row: &Row<'_, '_>, known: Option<u32>, log: &mut Log) -> Option<u32> {
        let name = known.or_else(|| key(&mut self.items, &mut self.scratch, row, Column::Item));
        if name.is_none()
            && let Some(field) = row.layout.field(Column::Item)
        {
            row.fault(field, FaultKind::EmptyKey, log);
        }
        let lot = if row.layout.field(Column::Lot).is_some() {
            key(&mut self.lots, &mut self.scratch, row, Column::Lot)
        } else {
            None
        };
        name.map(|name| self.item_of(lot.unwrap_or(NO_LOT), name))
    }
}
