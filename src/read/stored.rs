//! A dataset out of a stored result: its items and quotes in place of the sheets.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::input::Input;
use super::rows::{NO_SERVICE, ServiceKind};
use super::shelf::Shelves;
use crate::rule::quote::Quote;
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::Decimal;
use crate::value::untrusted::Untrusted;

/// An item of a stored result.
#[derive(Debug)]
pub(crate) struct StoredItem {
    /// What is to be bought.
    pub(crate) request: Request,
    /// Its quotes, in the order of the result.
    pub(crate) quotes: Vec<StoredQuote>,
}

/// A quote of a stored result.
#[derive(Debug)]
pub(crate) struct StoredQuote {
    /// What its row says; the file is the place of its input in the result, the vendor is not set.
    pub(crate) quote: Quote,
    /// The vendor as shown.
    pub(crate) vendor: Untrusted,
    /// The values of the service criteria.
    pub(crate) service: Vec<Option<StoredService>>,
    /// The quote of the item that this one repeats in every cell, by its place among them.
    pub(crate) repeats: Option<usize>,
}

/// The value of a service criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoredService {
    /// A number.
    Number(Decimal),
    /// A date.
    Date(Date),
}

impl Book<'static> {
    /// Builds a dataset of items for a policy with so many service criteria. It has no sheets, so that nothing is carried
    /// along, and no notes.
    pub(crate) fn of_stored(inputs: Vec<Input>, currency: Currency, criteria: usize, items: Vec<StoredItem>) -> Self {
        let vendors: BTreeSet<Untrusted> =
            items.iter().flat_map(|item| &item.quotes).map(|quote| quote.vendor.clone()).collect();
        let vendor_ids: BTreeMap<&Untrusted, u32> = vendors.iter().zip(0..).collect();
        let mut kinds = vec![ServiceKind::Number; criteria];
        let (mut shelves, mut starts) = (Shelves::new(criteria), vec![0]);
        let mut first = 0;
        let mut duplicates = BTreeMap::new();
        let mut requests = Vec::with_capacity(items.len());
        for item in items {
            let mut order: Vec<usize> = (0..item.quotes.len()).collect();
            // Quotes of one vendor stay in the order of the result, which is that of the rows where they are equal.
            order.sort_by_key(|at| &item.quotes[*at].vendor);
            let mut numbers = vec![0; order.len()];
            for (number, at) in (first..).zip(&order) {
                numbers[*at] = number;
            }
            for at in order {
                let StoredQuote { mut quote, ref vendor, ref service, repeats } = item.quotes[at];
                quote.set_vendor(vendor_ids[vendor]);
                shelves.push(quote);
                duplicates.extend(repeats.map(|original| (numbers[at], numbers[original])));
                for (criterion, kind) in kinds.iter_mut().enumerate() {
                    shelves.push_service(match service.get(criterion).copied().flatten() {
                        None => NO_SERVICE,
                        Some(StoredService::Number(value)) => value.millionths(),
                        Some(StoredService::Date(date)) => {
                            *kind = ServiceKind::Date;
                            date.ordinal()
                        }
                    });
                }
            }
            first = u32::try_from(shelves.count()).expect("a result has fewer than 2^32 quotes");
            starts.push(first);
            requests.push(item.request);
        }
        Self {
            input_of_file: (0..inputs.len()).collect(),
            inputs,
            currency,
            vendors: vendors.into_iter().collect(),
            requests,
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
