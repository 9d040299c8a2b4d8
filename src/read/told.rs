//! A book out of a result: what the result tells of its items and quotes, in place of the sheets.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::input::Input;
use super::rows::{NO_SERVICE, ServiceKind};
use super::shelf::Shelves;
use crate::rule::quote::{Quality, Quote};
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, UnitPrice};
use crate::value::source::RowRef;
use crate::value::untrusted::Untrusted;

/// What a result tells of its inputs and items.
#[derive(Debug)]
pub struct Told {
    /// The inputs, in the order of the result.
    pub inputs: Vec<Input>,
    /// The one currency of all amounts.
    pub currency: Currency,
    /// How many service criteria the policy has.
    pub criteria: usize,
    /// The items, in the order of the result.
    pub items: Vec<ToldItem>,
}

/// What a result tells of an item.
#[derive(Debug)]
pub struct ToldItem {
    /// What is to be bought.
    pub request: Request,
    /// Its quotes, in the order of the result.
    pub quotes: Vec<ToldQuote>,
}

/// What a result tells of a quote.
#[derive(Debug)]
pub struct ToldQuote {
    /// The vendor as shown.
    pub vendor: Untrusted,
    /// Its row; the file is the place of its input in the result.
    pub at: RowRef,
    /// The price of one unit.
    pub unit_price: Option<UnitPrice>,
    /// The quality.
    pub quality: Option<Quality>,
    /// The least quantity that the vendor sells.
    pub min_order: Option<Decimal>,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// The promised day of delivery.
    pub delivery_date: Option<Date>,
    /// The days from the order to the delivery.
    pub delivery_days: Option<u32>,
    /// The values of the service criteria.
    pub service: Vec<Option<ToldService>>,
    /// The row of the quote that it repeats in every cell; its line does not count.
    pub repeats: Option<RowRef>,
}

/// The value of a service criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldService {
    /// A number.
    Number(Decimal),
    /// A date.
    Date(Date),
}

impl Book<'static> {
    /// Puts a book together again. It has no sheets, so that nothing is carried along, and no notes.
    #[must_use]
    pub fn told(told: Told) -> Self {
        let names: BTreeSet<&Untrusted> = told.items.iter().flat_map(|item| &item.quotes).map(|q| &q.vendor).collect();
        let vendors: BTreeMap<&Untrusted, u32> = names.iter().copied().zip(0..).collect();
        let mut kinds = vec![ServiceKind::Number; told.criteria];
        let (mut shelves, mut starts) = (Shelves::new(told.criteria), vec![0]);
        let mut duplicates = BTreeMap::new();
        for item in &told.items {
            let vendor = |quote: &ToldQuote| vendors.get(&quote.vendor).copied().unwrap_or(u32::MAX);
            let mut of_item: Vec<&ToldQuote> = item.quotes.iter().collect();
            // Quotes of one vendor stay in the order of the result, which is that of the book where they are equal.
            of_item.sort_by_key(|quote| vendor(quote));
            let first = u32::try_from(shelves.count()).unwrap_or(u32::MAX);
            let key = |row: RowRef| (row.file, row.row);
            let places = of_item.iter().copied().zip(first..).map(|(quote, at)| (key(quote.at), (at, quote)));
            let places: BTreeMap<(u32, u32), (u32, &ToldQuote)> = places.collect();
            for (at, quote) in (first..).zip(of_item) {
                shelves.push(quote.quote(vendor(quote)));
                let original = quote.repeats.and_then(|row| places.get(&key(row)));
                duplicates.extend(original.filter(|(_, other)| quote.says_what(other)).map(|(other, _)| (at, *other)));
                for (criterion, kind) in kinds.iter_mut().enumerate() {
                    shelves.push_service(match quote.service.get(criterion).copied().flatten() {
                        None => NO_SERVICE,
                        Some(ToldService::Number(value)) => crate::value::decimal::millionths(value),
                        Some(ToldService::Date(date)) => {
                            *kind = ServiceKind::Date;
                            date.ordinal()
                        }
                    });
                }
            }
            starts.push(u32::try_from(shelves.count()).unwrap_or(u32::MAX));
        }
        Self {
            input_of_file: (0..told.inputs.len()).collect(),
            inputs: told.inputs,
            currency: told.currency,
            vendors: names.into_iter().cloned().collect(),
            requests: told.items.into_iter().map(|item| item.request).collect(),
            shelves,
            starts,
            duplicates,
            kinds,
            notes: Vec::new(),
            told_of_vendors: Vec::new(),
            sheets: Vec::new(),
        }
    }
}

impl ToldQuote {
    /// Says whether another quote, which repeats none itself, tells the same.
    fn says_what(&self, other: &Self) -> bool {
        let said = |quote: &Self| {
            let terms = (quote.min_order, quote.valid_until, quote.delivery_date, quote.delivery_days);
            (quote.vendor.clone(), quote.unit_price, quote.quality, terms, quote.service.clone())
        };
        other.repeats.is_none() && said(self) == said(other)
    }

    fn quote(&self, vendor: u32) -> Quote {
        let mut quote = Quote::at(self.at, 0);
        quote.set_vendor(vendor);
        if let Some(price) = self.unit_price {
            quote.set_unit_price(price);
        }
        if let Some(quality) = self.quality {
            quote.set_quality(quality);
        }
        if let Some(least) = self.min_order {
            quote.set_min_order(least);
        }
        if let Some(date) = self.valid_until {
            quote.set_valid_until(date);
        }
        if let Some(date) = self.delivery_date {
            quote.set_delivery_date(date);
        }
        if let Some(days) = self.delivery_days {
            quote.set_delivery_days(days);
        }
        quote
    }
}
