//! Items of a document turned into the inputs of the rule: the dataset that they were decided on, without its sheets.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::build::UNIT_PRICE;
use super::item::{Item, Line, Quote};
use crate::policy::{Condition, Policy, Scheme, TaxBasis};
use crate::rule::dataset::codes::Turn;
use crate::rule::dataset::items::{FIRST_TEXT, ITEM_COLUMNS, ItemFields, ItemKey, ItemStore, place_of};
use crate::rule::dataset::quotes::{CriterionKind, QuoteId, QuoteStore, Rows, TERMS, TermKind};
use crate::rule::dataset::{Dataset, Vendors};
use crate::rule::edition::Edition;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::parse_millionths;
use crate::value::money::{Money, Quantity, UnitPrice};
use crate::value::name::Texts;
use crate::value::source::Input;
use crate::value::untrusted::shown;

/// The stores of a dataset while items are put into them.
pub(super) struct Builder<'d> {
    policy: &'d Policy,
    files: HashMap<&'d str, u32>,
    /// In their order, so that ids ascend as names do.
    vendors: BTreeMap<&'d str, u32>,
    names: Texts,
    requests: Texts,
    lots: Texts,
    texts: [Texts; ITEM_COLUMNS.len() - FIRST_TEXT],
    keys: Vec<ItemKey>,
    fields: ItemFields,
    rows: Rows,
    gate_texts: Texts,
    order: Vec<Turn>,
    starts: Vec<u32>,
    duplicates: HashMap<QuoteId, QuoteId>,
    kinds: Vec<CriterionKind>,
}

impl<'d> Builder<'d> {
    /// Starts with the names of all vendors.
    pub(super) fn new(policy: &'d Policy, inputs: &'d [Input], items: &'d [Item<'_>]) -> Self {
        let mut vendors: BTreeSet<&str> = BTreeSet::new();
        let quotes = items.iter().flat_map(|item| &item.quotes);
        quotes.for_each(|quote| {
            quote.for_each(&mut |quote| {
                vendors.insert(&quote.vendor);
            });
        });
        let criteria = policy.service.len();
        Self {
            policy,
            files: inputs.iter().map(|input| input.name.raw()).zip(0..).collect(),
            vendors: vendors.into_iter().zip(0..).collect(),
            names: Texts::default(),
            requests: Texts::default(),
            lots: Texts::default(),
            texts: std::array::from_fn(|_| Texts::default()),
            keys: Vec::new(),
            fields: ItemFields::new(0..ITEM_COLUMNS.len()),
            rows: Rows::new(policy),
            gate_texts: Texts::default(),
            order: Vec::new(),
            starts: vec![0],
            duplicates: HashMap::new(),
            kinds: vec![CriterionKind::Number; criteria],
        }
    }

    /// Adds an item, or the items of a lot; the error says what it cannot be.
    pub(super) fn add(&mut self, item: &Item<'_>) -> Result<(), String> {
        let quotes = item.quotes.iter().enumerate();
        if item.lines.is_empty() {
            let name = item.item.as_deref().ok_or("it has neither an `item` nor `lines`")?;
            return self.add_item(&Asked::of_item(item, name), quotes.collect());
        }
        if item.compared_by.is_some() {
            return Err("the items of a lot have quantities".to_owned());
        }
        for line in &item.lines {
            // A vendor's quotes for an item stand together, the one that counts before the others.
            let own = quotes.clone().flat_map(|(at, offer)| offer.lines.iter().map(move |own| (at, own)));
            let own = own.filter(|(_, own)| own.item.as_ref() == Some(&line.item));
            let all = own.flat_map(|(at, own)| std::iter::once(own).chain(&own.others).map(move |quote| (at, quote)));
            self.add_item(&Asked::of_line(item, line), all.collect())?;
        }
        Ok(())
    }

    fn add_item(&mut self, item: &Asked<'_>, mut order: Vec<(usize, &Quote<'_>)>) -> Result<(), String> {
        let scheme = &self.policy.quality.scheme;
        let amount = |amount: Option<Money>, name: &str| -> Result<Option<i64>, String> {
            let Some(amount) = amount else { return Ok(None) };
            if !amount.is_of(item.currency) {
                return Err(format!("the {name} {amount} has not the decimals of {}", item.currency));
            }
            parse_millionths(&amount.to_string()).map(Some).map_err(|error| format!("the {name} {amount} has {error}"))
        };
        let is_counted = match item.compared_by {
            None => true,
            Some(UNIT_PRICE) => false,
            Some(other) => return Err(format!("`{}` is no way to compare", shown(other))),
        };
        if !is_counted && item.quantity != Quantity::ONE {
            return Err(format!("unit prices are compared, and the quantity is {}", item.quantity));
        }
        let number = u32::try_from(self.keys.len()).expect("fewer than 2^32 items");
        let lot = item.lot.map(|lot| self.lots.push(lot));
        let request = item.request.as_ref().map(|request| self.requests.push(request));
        self.keys.push(ItemKey { request, lot, name: self.names.push(item.name) });
        self.fields.add();
        for (column, code) in [
            (Column::Quantity, is_counted.then_some(Quantity::millionths(item.quantity))),
            (Column::RequiredQuality, item.required_quality.map(|text| quality(text, scheme)).transpose()?),
            (Column::Budget, amount(item.budget, "budget")?),
            (Column::Ceiling, amount(item.ceiling, "ceiling")?),
            (Column::LastPrice, item.last_price.map(UnitPrice::millionths)),
            (Column::NeededBy, item.needed_by.map(Date::ordinal)),
        ] {
            if let Some(code) = code {
                self.fields.state(number, place_of(column), code);
            }
        }
        for (column, text) in [
            (Column::Unit, item.unit),
            (Column::Department, item.department),
            (Column::Category, item.category),
            (Column::Period, item.period),
        ] {
            if let Some(text) = text {
                let place = place_of(column);
                let code = self.texts[place - FIRST_TEXT].push(text);
                self.fields.state(number, place, code.into());
            }
        }
        // Quotes of one vendor stay in the order of the result, which is that of the rows where they are equal.
        order.sort_by_key(|(_, quote)| &*quote.vendor);
        let has_repeats = order.iter().any(|(_, quote)| repeats(quote).is_some());
        let places: HashMap<_, (u32, &Quote<'_>)> = (self.count()..)
            .zip(order.iter().filter(|_| has_repeats))
            .map(|(id, (_, quote))| ((&*quote.vendor, &*quote.file, quote.row), (id, *quote)))
            .collect();
        for (at, quote) in order {
            let original = repeats(quote).and_then(|place| places.get(&place));
            // One that is said to repeat another and does not take part in its own right.
            let original = original.filter(|(_, original)| does_repeat(quote, original));
            self.duplicates.extend(original.map(|(id, _)| (QuoteId(self.count()), QuoteId(*id))));
            self.add_quote(quote).map_err(|text| format!("quotes[{at}]: {text}"))?;
        }
        self.starts.push(self.count());
        Ok(())
    }

    fn add_quote(&mut self, quote: &Quote<'_>) -> Result<(), String> {
        let file = *self.files.get(&*quote.file).ok_or("its file is not among the inputs")?;
        let row = self.count();
        let at = self.rows.count;
        self.rows.places.end_run();
        self.rows.places.push(row, file, quote.row, quote.line);
        self.rows.count += 1;
        self.order.push(Turn { vendor: self.vendors[&*quote.vendor], row });
        let scheme = &self.policy.quality.scheme;
        let least = quote.min_order.map(crate::value::decimal::try_millionths);
        for (column, code) in [
            (Column::UnitPrice, quote.unit_price.map(UnitPrice::millionths)),
            (Column::MinOrder, least.map(|least| least.ok_or("its least quantity is too long a number")).transpose()?),
            (Column::ValidUntil, quote.valid_until.map(Date::ordinal)),
            (Column::DeliveryDate, quote.delivery_date.map(Date::ordinal)),
            (Column::DeliveryDays, quote.delivery_days.map(i64::from)),
            (Column::Quality, quote.quality.as_ref().map(|text| quality(text, scheme)).transpose()?),
        ] {
            if let Some(code) = code {
                self.rows.column_mut(column).push(at, code);
            }
        }
        for (column, text) in &quote.terms {
            let code = self.term(column, text);
            let (column, code) = code.ok_or_else(|| format!("`{}` is no {}", shown(text), shown(column)))?;
            self.rows.column_mut(column).push(at, code);
        }
        for (codes, text) in self.rows.costs.iter_mut().zip(&quote.costs) {
            let Some(text) = text else { continue };
            codes.push(at, number(text).ok_or_else(|| format!("`{}` is no cost", shown(text)))?);
        }
        for ((codes, gate), text) in self.rows.gates.iter_mut().zip(&self.policy.gates).zip(&quote.gates) {
            let Some(text) = text else { continue };
            let code = match gate.condition {
                Condition::OneOf(_) => Some(self.gate_texts.push(text).into()),
                Condition::AtLeast(_) | Condition::AtMost(_) => number(text),
                Condition::OnOrAfter(_) | Condition::OnOrBefore(_) => Date::parse(text).map(Date::ordinal),
            };
            codes.push(at, code.ok_or_else(|| format!("`{}` is no value of a gate", shown(text)))?);
        }
        for (criterion, kind) in self.kinds.iter_mut().enumerate() {
            let Some(text) = quote.service.get(criterion).and_then(Option::as_deref) else { continue };
            let code = match Date::parse(text) {
                Some(date) => {
                    *kind = CriterionKind::Date;
                    date.ordinal()
                }
                None => number(text).ok_or_else(|| format!("`{}` is no value of a service criterion", shown(text)))?,
            };
            self.rows.criteria[criterion].push(at, code);
        }
        Ok(())
    }

    /// Reads one of a quote's terms; `None` where it is none that this version knows.
    fn term(&mut self, column: &str, text: &str) -> Option<(Column, i64)> {
        let (column, kind) = TERMS.into_iter().find(|(known, _)| known.name() == column)?;
        let code = match kind {
            TermKind::Unit => self.texts[place_of(Column::Unit) - FIRST_TEXT].push(text).into(),
            TermKind::Currency => Currency::parse(text).filter(|currency| currency.code() == text)?.number(),
            TermKind::Basis if text == TaxBasis::Included.name() => 1,
            TermKind::Basis if text == TaxBasis::Excluded.name() => 0,
            TermKind::Basis => return None,
            TermKind::Round => text.parse().ok().filter(|round: &u32| round.to_string() == text)?.into(),
            TermKind::Number { .. } => number(text).filter(|number| *number >= 0)?,
        };
        Some((column, code))
    }

    fn count(&self) -> u32 {
        u32::try_from(self.rows.count).expect("a result has fewer than 2^32 quotes")
    }

    pub(super) fn finish(self, inputs: Vec<Input>, currency: Currency, edition: Edition) -> Dataset {
        let mut names = Texts::default();
        let vendors = self.vendors.into_keys().map(|name| names.push(name)).collect();
        Dataset {
            edition,
            input_of_file: (0..inputs.len()).collect(),
            inputs,
            currency,
            items: ItemStore {
                names: self.names,
                requests: self.requests,
                lots: self.lots,
                texts: self.texts,
                order: (0..).zip(&self.keys).map(|(item, _)| item).collect(),
                keys: self.keys,
                fields: self.fields,
                carried: Vec::new(),
                request: None,
            },
            vendors: Vendors { names, order: vendors, history: Vec::new() },
            quotes: QuoteStore::new(self.rows, self.order, self.starts, self.duplicates, self.kinds, 1),
            gate_texts: self.gate_texts,
            carried: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// What is asked of an item, by itself or as one of a lot.
struct Asked<'i> {
    lot: Option<&'i str>,
    name: &'i str,
    currency: Currency,
    compared_by: Option<&'i str>,
    quantity: Quantity,
    unit: Option<&'i str>,
    required_quality: Option<&'i str>,
    budget: Option<Money>,
    ceiling: Option<Money>,
    last_price: Option<UnitPrice>,
    needed_by: Option<Date>,
    request: Option<&'i str>,
    department: Option<&'i str>,
    category: Option<&'i str>,
    period: Option<&'i str>,
}

impl<'i> Asked<'i> {
    fn of_item(item: &'i Item<'_>, name: &'i str) -> Self {
        Self {
            lot: item.lot.as_deref(),
            name,
            currency: item.currency,
            compared_by: item.compared_by.as_deref(),
            quantity: item.quantity,
            unit: item.unit.as_deref(),
            required_quality: item.required_quality.as_deref(),
            budget: item.budget,
            ceiling: item.ceiling,
            last_price: item.last_price,
            needed_by: item.needed_by,
            request: item.request.as_deref(),
            department: item.department.as_deref(),
            category: item.category.as_deref(),
            period: item.period.as_deref(),
        }
    }

    fn of_line(lot: &'i Item<'_>, line: &'i Line<'_>) -> Self {
        Self {
            lot: lot.lot.as_deref(),
            name: &line.item,
            currency: lot.currency,
            compared_by: None,
            quantity: line.quantity,
            unit: line.unit.as_deref(),
            required_quality: line.required_quality.as_deref(),
            budget: line.budget,
            ceiling: line.ceiling,
            last_price: line.last_price,
            needed_by: line.needed_by,
            request: line.request.as_deref(),
            department: line.department.as_deref(),
            category: line.category.as_deref(),
            period: line.period.as_deref(),
        }
    }
}

/// Returns the vendor and the place of the quote that one repeats in every cell: vendors of a wide sheet share its rows.
fn repeats<'q>(quote: &'q Quote<'_>) -> Option<(&'q str, &'q str, u32)> {
    let reason = quote.reason.as_ref().filter(|reason| quote.outcome == "superseded" && reason.step == "duplicate");
    reason?.other.as_ref().map(|other| (&*other.vendor, &*other.file, other.row))
}

/// Says whether a quote offers the same as another, which repeats none itself.
fn does_repeat(quote: &Quote<'_>, other: &Quote<'_>) -> bool {
    let dates = |quote: &Quote<'_>| (quote.valid_until, quote.delivery_date, quote.delivery_days);
    let terms = |quote: &Quote<'_>| (quote.unit_price, quote.min_order, dates(quote));
    let texts = (&quote.vendor, &quote.quality, &quote.service) == (&other.vendor, &other.quality, &other.service);
    let declared = (&quote.terms, &quote.costs, &quote.gates) == (&other.terms, &other.costs, &other.gates);
    texts && declared && terms(quote) == terms(other) && repeats(other).is_none()
}

fn quality(text: &str, scheme: &Scheme) -> Result<i64, String> {
    let code = match scheme {
        Scheme::Scale(labels) => labels.iter().position(|label| label == text).and_then(|at| i64::try_from(at).ok()),
        Scheme::Bands(_) | Scheme::Scores => number(text),
    };
    code.ok_or_else(|| format!("`{}` is no quality by the policy", shown(text)))
}

/// Reads a number in normal form, in millionths.
fn number(text: &str) -> Option<i64> {
    parse_millionths(text).ok().filter(|number| crate::value::decimal::from_millionths(*number).to_string() == text)
}
