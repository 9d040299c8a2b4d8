//! Items of a document turned into the inputs of the rule: the dataset that they were decided on, without its sheets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::item::{Item, Quote};
use crate::policy::{Policy, Requirement, Scheme};
use crate::read::{Book, Input, NO_SERVICE, ServiceKind, Shelves};
use crate::rule::quote::{Quality, Quote as Row};
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::Decimal;
use crate::value::source::RowRef;
use crate::value::untrusted::{Untrusted, shown};

/// The stores of a dataset while items are put into them.
pub(super) struct Builder<'d> {
    policy: &'d Policy,
    files: HashMap<&'d str, u32>,
    /// In their order, so that ids ascend as names do.
    vendors: BTreeMap<&'d str, u32>,
    requests: Vec<Request>,
    quotes: Shelves,
    starts: Vec<u32>,
    duplicates: BTreeMap<u32, u32>,
    kinds: Vec<ServiceKind>,
}

impl<'d> Builder<'d> {
    /// Starts with the names of all vendors.
    pub(super) fn new(policy: &'d Policy, inputs: &'d [Input], items: &'d [Item<'_>]) -> Self {
        let vendors: BTreeSet<&str> = items.iter().flat_map(|item| &item.quotes).map(|quote| &*quote.vendor).collect();
        let criteria = policy.service.len();
        Self {
            policy,
            files: inputs.iter().map(|input| input.name.raw()).zip(0..).collect(),
            vendors: vendors.into_iter().zip(0..).collect(),
            requests: Vec::new(),
            quotes: Shelves::new(criteria),
            starts: vec![0],
            duplicates: BTreeMap::new(),
            kinds: vec![ServiceKind::Number; criteria],
        }
    }

    /// Adds an item; the error says what it cannot be.
    pub(super) fn add(&mut self, item: &Item<'_>) -> Result<(), String> {
        let scheme = &self.policy.quality.scheme;
        if let Some(budget) = item.budget.filter(|budget| !budget.is_of(item.currency)) {
            return Err(format!("the budget {budget} has not the decimals of {}", item.currency));
        }
        let text = |text: &Option<super::Text<'_>>| text.as_deref().map(Untrusted::new);
        let required = item.required_quality.as_ref().map(|text| quality(text, scheme)).transpose()?;
        self.requests.push(Request {
            lot: text(&item.lot),
            item: Untrusted::new(&item.item),
            number: text(&item.request),
            quantity: item.quantity,
            unit: text(&item.unit),
            required: required.map(|quality| match quality {
                Quality::Label(place) => Requirement::Label(place),
                Quality::Score(score) => Requirement::Score(score),
            }),
            budget: item.budget,
            last_price: item.last_price,
            needed_by: item.needed_by,
            department: text(&item.department),
            category: text(&item.category),
            period: text(&item.period),
            row: None,
        });
        let mut order: Vec<(usize, &Quote<'_>)> = item.quotes.iter().enumerate().collect();
        // Quotes of one vendor stay in the order of the result, which is that of the rows where they are equal.
        order.sort_by_key(|(_, quote)| &*quote.vendor);
        let has_repeats = item.quotes.iter().any(|quote| repeats(quote).is_some());
        let places: HashMap<_, (u32, &Quote<'_>)> = (self.count()..)
            .zip(order.iter().filter(|_| has_repeats))
            .map(|(id, (_, quote))| ((&*quote.file, quote.row), (id, *quote)))
            .collect();
        for (at, quote) in order {
            let original = repeats(quote).and_then(|place| places.get(&place));
            // One that is said to repeat another and does not takes part in its own right.
            let original = original.filter(|(_, original)| does_repeat(quote, original));
            self.duplicates.extend(original.map(|(id, _)| (self.count(), *id)));
            self.add_quote(quote).map_err(|text| format!("quotes[{at}]: {text}"))?;
        }
        self.starts.push(self.count());
        Ok(())
    }

    fn add_quote(&mut self, quote: &Quote<'_>) -> Result<(), String> {
        let file = *self.files.get(&*quote.file).ok_or("its file is not among the inputs")?;
        let mut row = Row::at(RowRef { file, row: quote.row, line: quote.line }, 0);
        row.set_vendor(self.vendors[&*quote.vendor]);
        quote.unit_price.into_iter().for_each(|price| row.set_unit_price(price));
        quote.min_order.into_iter().for_each(|least| row.set_min_order(least));
        quote.valid_until.into_iter().for_each(|date| row.set_valid_until(date));
        quote.delivery_date.into_iter().for_each(|date| row.set_delivery_date(date));
        quote.delivery_days.into_iter().for_each(|days| row.set_delivery_days(days));
        if let Some(text) = &quote.quality {
            row.set_quality(quality(text, &self.policy.quality.scheme)?);
        }
        self.quotes.push(row);
        for (criterion, kind) in self.kinds.iter_mut().enumerate() {
            let text = quote.service.get(criterion).and_then(Option::as_deref);
            let date = text.and_then(Date::parse);
            self.quotes.push_service(match (text, date) {
                (None, _) => NO_SERVICE,
                (Some(_), Some(date)) => {
                    *kind = ServiceKind::Date;
                    date.ordinal()
                }
                (Some(text), None) => number(text)
                    .ok_or_else(|| format!("`{}` is no value of a service criterion", shown(text)))?
                    .millionths(),
            });
        }
        Ok(())
    }

    fn count(&self) -> u32 {
        u32::try_from(self.quotes.count()).expect("a result has fewer than 2^32 quotes")
    }

    pub(super) fn finish(self, inputs: Vec<Input>, currency: Currency) -> Book<'static> {
        let Self { vendors, requests, quotes, starts, duplicates, kinds, .. } = self;
        let vendors = vendors.into_keys().map(Untrusted::new).collect();
        Book::without_sheets(inputs, currency, vendors, requests, (quotes, starts, duplicates, kinds))
    }
}

/// Returns the place of the quote that one repeats in every cell.
fn repeats<'q>(quote: &'q Quote<'_>) -> Option<(&'q str, u32)> {
    let reason = quote.reason.as_ref().filter(|reason| quote.outcome == "superseded" && reason.step == "duplicate");
    reason?.other.as_ref().map(|other| (&*other.file, other.row))
}

/// Says whether a quote offers the same as another, which repeats none itself.
fn does_repeat(quote: &Quote<'_>, other: &Quote<'_>) -> bool {
    let dates = |quote: &Quote<'_>| (quote.valid_until, quote.delivery_date, quote.delivery_days);
    let terms = |quote: &Quote<'_>| (quote.unit_price, quote.min_order, dates(quote));
    let texts = (&quote.vendor, &quote.quality, &quote.service) == (&other.vendor, &other.quality, &other.service);
    texts && terms(quote) == terms(other) && repeats(other).is_none()
}

fn quality(text: &str, scheme: &Scheme) -> Result<Quality, String> {
    let read = match scheme {
        Scheme::Scale(labels) => labels.iter().position(|label| label == text).map(Quality::Label),
        Scheme::Bands(_) | Scheme::Scores => number(text).map(Quality::Score),
    };
    read.ok_or_else(|| format!("`{}` is no quality by the policy", shown(text)))
}

/// Reads a number in normal form.
fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text).ok().filter(|number| number.to_string() == text)
}
