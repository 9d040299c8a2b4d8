//! The quotes of a comparison in columns, of which only those present in the sheets take memory.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use std::collections::HashMap;
use std::ops::Range;

use super::codes::{Codes, Turn};
use super::places::{PlaceInInput, Places};
use crate::policy::{Policy, TaxBasis};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::{Decimal, from_millionths};
use crate::value::money::UnitPrice;
use crate::value::parallel;

/// A quote, by its place in the order of items, vendors, content and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(pub(crate) u32);

/// A vendor; ids ascend as the names do, by code point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VendorId(pub(crate) u32);

/// An item, by its place in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(crate) u32);

impl ItemId {
    pub(crate) fn of(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 items"))
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl VendorId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl QuoteId {
    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the values of a service criterion are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CriterionKind {
    Number,
    Date,
}

/// Rows of quotes in the order of reading.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// The count of rows.
    pub(crate) count: usize,
    /// By [`Column`], the values that rows state; most columns are empty.
    columns: Vec<Codes>,
    /// The service criteria, in the order of the policy.
    pub(crate) criteria: Vec<Codes>,
    /// The costs of the policy, in its order.
    pub(crate) costs: Vec<Codes>,
    /// The gates of the policy, in its order: decimals, dates, or numbers of texts.
    pub(crate) gates: Vec<Codes>,
    /// The columns that are only carried along: numbers of texts, by the numbers of headers.
    pub(crate) carried: Vec<Codes>,
    pub(crate) places: Places,
}

impl Rows {
    pub(crate) fn new(policy: &Policy) -> Self {
        let columns = |count: usize| vec![Codes::default(); count];
        Self {
            columns: columns(Column::ALL.len()),
            criteria: columns(policy.service.len()),
            costs: columns(policy.costs.len()),
            gates: columns(policy.gates.len()),
            ..Self::default()
        }
    }

    /// Says whether some row states a value in a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        !self.column(column).is_empty()
    }

    #[inline]
    pub(crate) fn column(&self, column: Column) -> &Codes {
        &self.columns[column as usize]
    }

    #[inline]
    pub(crate) fn column_mut(&mut self, column: Column) -> &mut Codes {
        &mut self.columns[column as usize]
    }

    /// Appends further rows; `carried` tells the numbers of a header and of its texts here.
    pub(crate) fn append(&mut self, other: Self, carried: impl Fn(usize) -> (usize, Vec<u32>)) {
        let count = self.count;
        for (own, other) in self.columns.iter_mut().zip(other.columns) {
            own.append(count, &other);
        }
        for (own, other) in
            [(&mut self.criteria, other.criteria), (&mut self.costs, other.costs), (&mut self.gates, other.gates)]
        {
            own.iter_mut().zip(&other).for_each(|(own, other)| own.append(count, other));
        }
        for (header, mut column) in other.carried.into_iter().enumerate() {
            let (own, texts) = carried(header);
            column.translate(&texts);
            if self.carried.len() <= own {
                self.carried.resize(own + 1, Codes::default());
            }
            self.carried[own].append(count, &column);
        }
        self.places.append(other.places, u32::try_from(count).expect("a store has fewer than 2^32 rows"));
        self.count += other.count;
    }
}

/// The quotes, grouped by item and ordered within it by vendor, content and place.
#[derive(Debug)]
pub(crate) struct QuoteStore {
    pub(crate) rows: Rows,
    /// By quote, its vendor and its row.
    order: Vec<Turn>,
    /// Where each item's quotes start in the order, and at the end the count of quotes.
    starts: Vec<u32>,
    /// For each quote that repeats another in every cell, the other.
    duplicates: HashMap<QuoteId, QuoteId>,
    pub(crate) kinds: Vec<CriterionKind>,
}

/// How a term of a quote is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TermKind {
    /// A decimal of 0 or more; the one that changes nothing is left out.
    Number {
        neutral: Option<Decimal>,
    },
    Unit,
    Currency,
    Basis,
    Round,
}

/// What a quote states beside its price and changes its total, or says whether the quote counts.
pub(crate) const TERMS: [(Column, TermKind); 10] = [
    (Column::Unit, TermKind::Unit),
    (Column::PackSize, TermKind::Number { neutral: Some(Decimal::ONE) }),
    (Column::Currency, TermKind::Currency),
    (Column::TaxRate, TermKind::Number { neutral: None }),
    (Column::TaxIncluded, TermKind::Basis),
    (Column::Discount, TermKind::Number { neutral: Some(Decimal::ZERO) }),
    (Column::Freight, TermKind::Number { neutral: Some(Decimal::ZERO) }),
    (Column::OrderMultiple, TermKind::Number { neutral: None }),
    (Column::FromQuantity, TermKind::Number { neutral: None }),
    (Column::Round, TermKind::Round),
];

/// How many of the terms change a total; the others say whether a quote counts.
const COSTS: usize = 8;

/// Below this many quotes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 20_000;

impl QuoteStore {
    /// Makes a store; `order` has the quotes of each item one after another, as `starts` says. The columns are put into
    /// that order, so that whoever goes through the items goes through memory.
    pub(crate) fn new(
        mut rows: Rows,
        order: Vec<Turn>,
        starts: Vec<u32>,
        duplicates: HashMap<QuoteId, QuoteId>,
        kinds: Vec<CriterionKind>,
        threads: usize,
    ) -> Self {
        let threads = threads.min(order.len() / WORTH_A_THREAD).max(1);
        let Rows { columns, criteria, costs, gates, carried, .. } = &mut rows;
        for column in columns.iter_mut().chain(criteria).chain(costs).chain(gates).chain(carried) {
            column.reorder(&order, threads);
        }
        Self { rows, order, starts, duplicates, kinds }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Returns an item's quotes.
    pub(crate) fn of_item(&self, item: ItemId) -> impl ExactSizeIterator<Item = QuoteId> + Clone + use<> {
        let range = self.starts[item.index()]..self.starts[item.index() + 1];
        range.map(QuoteId)
    }

    /// Returns the item of a quote.
    pub(crate) fn item_of(&self, quote: QuoteId) -> ItemId {
        ItemId::of(self.starts.partition_point(|start| *start <= quote.0) - 1)
    }

    /// Cuts the items into at most so many runs of about the same count of quotes.
    pub(crate) fn runs_of_items(&self, count: usize) -> Vec<Range<usize>> {
        parallel::runs(&self.starts, count)
    }

    /// Cuts the items into runs of about so many quotes; a larger item is a run of its own.
    pub(crate) fn runs_of_quotes(&self, at_once: usize) -> Vec<Range<usize>> {
        let (mut runs, mut first, mut count) = (Vec::new(), 0, 0);
        for (item, bounds) in self.starts.windows(2).enumerate() {
            let more = (bounds[1] - bounds[0]) as usize;
            if item > first && count + more > at_once {
                runs.push(first..item);
                (first, count) = (item, 0);
            }
            // An item without quotes is work as well.
            count += more.max(1);
        }
        runs.push(first..self.starts.len() - 1);
        runs.retain(|items| !items.is_empty());
        runs
    }

    #[inline]
    pub(crate) fn vendor(&self, quote: QuoteId) -> VendorId {
        VendorId(self.order[quote.index()].vendor)
    }

    #[inline]
    pub(crate) fn code(&self, column: Column, quote: QuoteId) -> Option<i64> {
        self.rows.column(column).get(quote.index())
    }

    pub(crate) fn decimal(&self, column: Column, quote: QuoteId) -> Option<Decimal> {
        self.code(column, quote).map(from_millionths)
    }

    pub(crate) fn date(&self, column: Column, quote: QuoteId) -> Option<Date> {
        self.code(column, quote).and_then(Date::from_ordinal)
    }

    pub(crate) fn whole(&self, column: Column, quote: QuoteId) -> Option<u32> {
        self.code(column, quote).map(|code| u32::try_from(code).expect("counts have at most seven digits"))
    }

    pub(crate) fn unit_price(&self, quote: QuoteId) -> Option<UnitPrice> {
        let code = self.code(Column::UnitPrice, quote)?;
        Some(UnitPrice::from_millionths(code).expect("it was read as a price"))
    }

    /// Says whether every price is in one currency, on one tax basis and for one unit, with nothing on top.
    #[inline]
    pub(crate) fn has_plain_prices(&self) -> bool {
        TERMS[..COSTS].iter().all(|(column, _)| !self.rows.has(*column)) && self.rows.costs.iter().all(Codes::is_empty)
    }

    /// Returns the currency of a quote's amounts, where it is stated.
    pub(crate) fn currency(&self, quote: QuoteId) -> Option<Currency> {
        let code = self.code(Column::Currency, quote)?;
        Some(Currency::by_number(code).expect("it was read as a currency"))
    }

    /// Returns the tax basis of a quote's amounts, where it is stated.
    pub(crate) fn tax_basis(&self, quote: QuoteId) -> Option<TaxBasis> {
        self.code(Column::TaxIncluded, quote)
            .map(|code| if code == 0 { TaxBasis::Excluded } else { TaxBasis::Included })
    }

    /// Returns what a quote states in the column of a cost of the policy, in millionths.
    pub(crate) fn cost(&self, place: usize, quote: QuoteId) -> Option<i64> {
        self.rows.costs[place].get(quote.index())
    }

    /// Returns what a quote states in the column of a gate of the policy.
    pub(crate) fn gate(&self, place: usize, quote: QuoteId) -> Option<i64> {
        self.rows.gates[place].get(quote.index())
    }

    /// Returns the value of a service criterion as a number that compares.
    #[inline]
    pub(crate) fn criterion(&self, criterion: usize, quote: QuoteId) -> Option<i64> {
        self.rows.criteria[criterion].get(quote.index())
    }

    /// Returns the value of a service criterion as text.
    pub(crate) fn criterion_text(&self, criterion: usize, quote: QuoteId) -> Option<String> {
        let code = self.criterion(criterion, quote)?;
        Some(match self.kinds[criterion] {
            CriterionKind::Number => from_millionths(code).to_string(),
            CriterionKind::Date => Date::from_ordinal(code).expect("it was a date").to_string(),
        })
    }

    /// Returns the text numbers of the columns that are only carried along, by the numbers of headers.
    pub(crate) fn carried(&self, quote: QuoteId) -> impl Iterator<Item = (usize, usize)> {
        let row = quote.index();
        let carried = self.rows.carried.iter().enumerate();
        carried.filter_map(move |(header, codes)| Some((header, usize::try_from(codes.get(row)?).ok()?)))
    }

    pub(crate) fn place(&self, quote: QuoteId) -> PlaceInInput {
        self.rows.places.of(self.order[quote.index()].row)
    }

    /// Says whether some quote states a value in a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.rows.has(column)
    }

    pub(crate) fn has_duplicates(&self) -> bool {
        !self.duplicates.is_empty()
    }

    /// Returns the quote that another repeats in every cell.
    pub(crate) fn original_of(&self, quote: QuoteId) -> Option<QuoteId> {
        if self.duplicates.is_empty() { None } else { self.duplicates.get(&quote).copied() }
    }
}
