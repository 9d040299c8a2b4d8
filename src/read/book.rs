//! Everything that was read: the inputs, the items with their requests, the quotes by item.

use std::collections::BTreeMap;

use super::input::Input;
use super::rows::{NO_SERVICE, ServiceKind};
use super::sheet::{Sheet, of_file};
use super::shelf::Shelves;
use crate::rule::note::Note;
use crate::rule::quote::Quote;
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::parallel;
use crate::value::untrusted::Untrusted;

/// Everything that was read, without a fault: by [`read`](super::read), or out of a stored result.
#[derive(Debug)]
pub struct Book<'a> {
    pub(super) inputs: Vec<Input>,
    pub(super) currency: Currency,
    pub(super) requests: Vec<Request>,
    pub(super) vendors: Vec<Untrusted>,
    /// The quotes, item after item; within an item by vendor, then by what the rows say, then by place.
    pub(super) shelves: Shelves,
    /// Where each item starts on the shelves, and at the end their length.
    pub(super) starts: Vec<u32>,
    /// For each quote that repeats another in every cell, the other, by number.
    pub(super) duplicates: BTreeMap<u32, u32>,
    pub(super) kinds: Vec<ServiceKind>,
    pub(super) notes: Vec<Note>,
    pub(super) sheets: Vec<Sheet<'a>>,
    /// By the order of reading, the place in `inputs`.
    pub(super) input_of_file: Vec<usize>,
    /// By the number of a vendor, what a history tells of it, to be carried along with its quotes.
    pub(super) told_of_vendors: Vec<Vec<(Untrusted, Untrusted)>>,
}

impl Book<'static> {
    /// Builds a dataset of what a stored result states. Nothing is carried along in it, and there are no notes.
    pub(crate) fn without_sheets(
        inputs: Vec<Input>,
        currency: Currency,
        vendors: Vec<Untrusted>,
        requests: Vec<Request>,
        (shelves, starts, duplicates, kinds): (Shelves, Vec<u32>, BTreeMap<u32, u32>, Vec<ServiceKind>),
    ) -> Self {
        Self {
            input_of_file: (0..inputs.len()).collect(),
            inputs,
            currency,
            requests,
            vendors,
            shelves,
            starts,
            duplicates,
            kinds,
            notes: Vec::new(),
            sheets: Vec::new(),
            told_of_vendors: Vec::new(),
        }
    }
}

impl Book<'_> {
    /// Returns the inputs, by role, name and digest.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Returns the one currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns the items, in the order of the result; an item's number is its place here.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Returns what is worth a word about the inputs as a whole.
    #[must_use]
    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the count of quotes read.
    #[must_use]
    pub fn quote_count(&self) -> usize {
        self.shelves.count()
    }

    /// Returns the numbers of an item's quotes, by vendor name, then by what the rows say, then by place.
    #[must_use]
    pub fn quotes_of(&self, item: usize) -> std::ops::Range<u32> {
        let end = item.checked_add(1).and_then(|next| self.starts.get(next));
        match (self.starts.get(item), end) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// Cuts the items into at most so many runs of about the same count of quotes.
    pub(crate) fn runs(&self, count: usize) -> Vec<std::ops::Range<usize>> {
        parallel::runs(&self.starts, count)
    }

    /// Returns an item's quotes, in the order of their numbers.
    #[must_use]
    pub fn quotes_in(&self, item: usize) -> &[Quote] {
        self.shelves.run(self.quotes_of(item))
    }

    /// Returns a quote by its number.
    #[must_use]
    pub fn quote(&self, number: u32) -> Option<&Quote> {
        self.shelves.get(number)
    }

    /// Returns a vendor's name as shown.
    #[must_use]
    pub fn vendor(&self, quote: &Quote) -> &Untrusted {
        const NOBODY: &Untrusted = &Untrusted::EMPTY;
        usize::try_from(quote.vendor()).ok().and_then(|vendor| self.vendors.get(vendor)).unwrap_or(NOBODY)
    }

    /// Returns the quote that another repeats in every cell.
    #[must_use]
    pub fn original_of(&self, number: u32) -> Option<u32> {
        self.duplicates.get(&number).copied()
    }

    /// Returns the input that a quote was read from.
    #[must_use]
    pub fn input_of(&self, quote: &Quote) -> Option<&Input> {
        let file = usize::try_from(quote.row().file).ok()?;
        self.inputs.get(*self.input_of_file.get(file)?)
    }

    /// Returns the values of the service criteria as numbers that compare: millionths, or ordinals of dates.
    #[must_use]
    pub fn service_codes(&self, number: u32) -> &[i64] {
        self.shelves.services(number)
    }

    /// Returns the value of a service criterion as text; `None` where the quote has none.
    #[must_use]
    pub fn service_text(&self, number: u32, criterion: usize) -> Option<String> {
        let code = *self.service_codes(number).get(criterion).filter(|code| **code != NO_SERVICE)?;
        match self.kinds.get(criterion)? {
            ServiceKind::Number => Some(crate::value::decimal::from_millionths(code).to_string()),
            ServiceKind::Date => Date::from_ordinal(code).map(|date| date.to_string()),
        }
    }

    /// Returns the non-empty cells of a quote that are only carried along, by header; with them what a history tells of
    /// its vendor.
    #[must_use]
    pub fn carried(&self, quote: &Quote) -> BTreeMap<Untrusted, Untrusted> {
        let mut carried = self.sheet(quote.row().file).map(|sheet| sheet.carried(quote.start())).unwrap_or_default();
        let vendor = usize::try_from(quote.vendor()).ok().and_then(|vendor| self.told_of_vendors.get(vendor));
        carried.extend(vendor.into_iter().flatten().cloned());
        carried
    }

    /// Returns the non-empty cells of an item's row in the request file that are only carried along, by header.
    #[must_use]
    pub fn carried_by_request(&self, request: &Request) -> BTreeMap<Untrusted, Untrusted> {
        let row = request.row.and_then(|(row, start)| Some(self.sheet(row.file)?.carried(start)));
        row.unwrap_or_default()
    }

    pub(super) fn sheet(&self, file: u32) -> Option<&Sheet<'_>> {
        of_file(&self.sheets, file)
    }
}

/// Says whether a service code stands for a missing value, which is worse than any other.
#[must_use]
pub const fn is_missing_service(code: i64) -> bool {
    code == NO_SERVICE
}
