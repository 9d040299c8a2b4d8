//! Everything that a comparison is made of: items, vendors, quotes, and the inputs that they come from.

pub(crate) mod codes;
pub mod items;
pub mod places;
pub mod quotes;

use std::collections::BTreeMap;

use crate::policy::{Condition, Policy};
use crate::rule::dataset::items::{ItemStore, Request};
use crate::rule::dataset::places::PlaceInInput;
use crate::rule::dataset::quotes::{ItemId, QuoteId, QuoteStore, VendorId};
use crate::rule::edition::Edition;
use crate::rule::note::Note;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::name::Texts;
use crate::value::source::Input;
use crate::value::untrusted::{Untrusted, UntrustedStr};

/// Everything that a comparison is made of, without a fault.
#[derive(Debug)]
pub struct Dataset {
    /// The edition of the rule by which it is decided.
    pub(crate) edition: Edition,
    pub(crate) inputs: Vec<Input>,
    /// By the order of reading, the place in `inputs`.
    pub(crate) input_of_file: Vec<usize>,
    pub(crate) currency: Currency,
    pub(crate) items: ItemStore,
    pub(crate) vendors: Vendors,
    pub(crate) quotes: QuoteStore,
    /// The texts of the policy's gates.
    pub(crate) gate_texts: Texts,
    /// The headers of the columns that are only carried along, with their texts.
    pub(crate) carried: Vec<(Untrusted, Texts)>,
    pub(crate) notes: Vec<Note>,
}

/// The vendors, by their ids.
#[derive(Debug, Clone)]
pub(crate) struct Vendors {
    pub(crate) names: Texts,
    /// By id, the number of the name.
    pub(crate) order: Vec<u32>,
    /// By id, what a history states of the vendor, to be carried along with its quotes.
    pub(crate) history: Vec<Vec<(Untrusted, Untrusted)>>,
}

impl Dataset {
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

    /// Returns the items, in the order of the result.
    pub fn items(&self) -> impl ExactSizeIterator<Item = ItemId> + Clone + use<> {
        (0..u32::try_from(self.items.order.len()).expect("fewer than 2^32 items")).map(ItemId)
    }

    /// Returns what is to be bought of an item.
    #[must_use]
    pub fn request(&self, item: ItemId, policy: &Policy) -> Request<'_> {
        let mut request = self.items.request(item, policy, self.currency);
        request.is_counted |= self.edition == Edition::First;
        request
    }

    /// Says whether the items belong to several requests, so that a name alone may not tell which item is meant.
    #[must_use]
    pub fn has_several_requests(&self) -> bool {
        self.items.has_several_requests()
    }

    /// Returns the notes on the inputs as a whole.
    #[must_use]
    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the count of quotes.
    #[must_use]
    pub fn quote_count(&self) -> usize {
        self.quotes.len()
    }

    /// Returns the vendors, in the order of their names.
    pub(crate) fn vendors(&self) -> impl Iterator<Item = VendorId> + use<> {
        (0..u32::try_from(self.vendors.order.len()).expect("fewer than 2^32 vendors")).map(VendorId)
    }

    /// Returns a vendor's name, as shown.
    #[must_use]
    pub fn vendor(&self, vendor: VendorId) -> UntrustedStr<'_> {
        self.vendors.names.get(self.vendors.order[vendor.index()])
    }

    /// Returns the name of a quote's vendor, as shown.
    #[must_use]
    pub fn vendor_of(&self, quote: QuoteId) -> UntrustedStr<'_> {
        self.vendor(self.quotes.vendor(quote))
    }

    /// Returns the unit that a quote's price is for, where it is stated and is not the item's own.
    pub(crate) fn unit_of(&self, quote: QuoteId) -> Option<&str> {
        let code = self.quotes.code(Column::Unit, quote)?;
        let texts = self.items.texts_of(Column::Unit);
        Some(texts.get(u32::try_from(code).expect("numbers of texts are small")).raw())
    }

    /// Returns what a quote states in the column of a gate of the policy, as text.
    pub(crate) fn gate_text(&self, policy: &Policy, gate: usize, quote: QuoteId) -> Option<String> {
        let code = self.quotes.gate(gate, quote)?;
        Some(match policy.gates[gate].condition {
            Condition::OneOf(_) => {
                self.gate_texts.get(u32::try_from(code).expect("numbers of texts are small")).raw().to_owned()
            }
            Condition::AtLeast(_) | Condition::AtMost(_) => from_millionths(code).to_string(),
            Condition::OnOrAfter(_) | Condition::OnOrBefore(_) => {
                Date::from_ordinal(code).expect("it was read as a date").to_string()
            }
        })
    }

    /// Returns the item of a quote.
    pub(crate) fn item_of(&self, quote: QuoteId) -> ItemId {
        self.quotes.item_of(quote)
    }

    /// Returns the input that a quote was read from, and its row there.
    #[must_use]
    pub fn place(&self, quote: QuoteId) -> (&Input, PlaceInInput) {
        let place = self.quotes.place(quote);
        (&self.inputs[self.input_of_file[place.input as usize]], place)
    }

    /// Returns the non-empty cells of a quote that are only carried along, by header; with them what a history states of
    /// its vendor.
    #[must_use]
    pub fn carried(&self, quote: QuoteId) -> BTreeMap<UntrustedStr<'_>, UntrustedStr<'_>> {
        let history = self.vendors.history.get(self.quotes.vendor(quote).index());
        let history = history.into_iter().flatten().map(|(name, text)| (name.as_ref(), text.as_ref()));
        let cells = self.quotes.carried(quote).map(|(header, text)| {
            let (name, texts) = &self.carried[header];
            (name.as_ref(), texts.get(u32::try_from(text).expect("numbers of texts are small")))
        });
        cells.chain(history).collect()
    }

    /// Returns the non-empty cells of an item's row in the request that are only carried along, by header.
    #[must_use]
    pub fn carried_by_request(&self, item: ItemId) -> BTreeMap<UntrustedStr<'_>, UntrustedStr<'_>> {
        let cells = self.items.carried.get(item.index()).into_iter().flatten();
        cells
            .map(|(header, text)| {
                let (name, texts) = &self.carried[*header as usize];
                (name.as_ref(), texts.get(*text))
            })
            .collect()
    }

    /// Says whether an item needs a closer look at its dates: nobody states a delivery.
    pub(crate) fn states_no_delivery(&self, quote: QuoteId) -> bool {
        self.quotes.code(Column::DeliveryDate, quote).is_none()
            && self.quotes.code(Column::DeliveryDays, quote).is_none()
    }
}
