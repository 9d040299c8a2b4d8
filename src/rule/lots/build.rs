//! Lots made to items: the stores of the comparison by lot.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "places in stores of at most 2^32 are computed; amounts are checked"
)]

use std::collections::{BTreeMap, HashMap};

use super::{Entry, Line, Offer};
use crate::policy::{Direction, Policy, Requirement, Scheme};
use crate::rule::dataset::Dataset;
use crate::rule::dataset::codes::Turn;
use crate::rule::dataset::items::{
    FIRST_TEXT, ITEM_COLUMNS, ItemFields, ItemKey, ItemStore, Request, Stated, place_of,
};
use crate::rule::dataset::quotes::{ItemId, QuoteId, QuoteStore, Rows, VendorId};
use crate::rule::decide::weighed;
use crate::rule::decision::{Decision, Fate, Outcome};
use crate::rule::offer::gate::Rejection;
use crate::rule::recommendation::Recommendation;
use crate::value::column::Column;
use crate::value::decimal;
use crate::value::fraction::Fraction;
use crate::value::money::{Money, Quantity, UnitPrice};

/// The stores of the comparison by lot while entries are put into them.
pub(super) struct Build<'b> {
    by_item: &'b Recommendation,
    decisions: &'b [Decision],
    keys: Vec<ItemKey>,
    fields: ItemFields,
    rows: Rows,
    order: Vec<Turn>,
    starts: Vec<u32>,
    duplicates: HashMap<QuoteId, QuoteId>,
    offers: HashMap<QuoteId, Offer>,
}

impl<'b> Build<'b> {
    pub(super) fn new(by_item: &'b Recommendation, decisions: &'b [Decision]) -> Self {
        Self {
            by_item,
            decisions,
            keys: Vec::new(),
            fields: ItemFields::new(0..ITEM_COLUMNS.len()),
            rows: Rows::new(by_item.policy()),
            order: Vec::new(),
            starts: vec![0],
            duplicates: HashMap::new(),
            offers: HashMap::new(),
        }
    }

    fn dataset(&self) -> &'b Dataset {
        self.by_item.dataset()
    }

    fn policy(&self) -> &'b Policy {
        self.by_item.policy()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.rows.count).expect("there are no more quotes than by item")
    }

    /// Returns the number in the stores of an item of the comparison by item.
    fn number(&self, item: ItemId) -> u32 {
        self.dataset().items.order[item.index()]
    }

    /// Starts an entry; returns its number.
    fn add(&mut self, key: ItemKey) -> u32 {
        let number = u32::try_from(self.keys.len()).expect("there are no more lots than items");
        self.keys.push(key);
        self.fields.add();
        number
    }

    /// Starts the row of a quote, at the place of a quote of the comparison by item; returns its number.
    fn add_row(&mut self, quote: QuoteId) -> usize {
        let place = self.dataset().quotes.place(quote);
        let row = self.count();
        self.rows.places.end_run();
        self.rows.places.push(row, place.input, place.row, place.line);
        self.order.push(Turn { vendor: self.dataset().quotes.vendor(quote).0, row });
        self.rows.count += 1;
        self.rows.count - 1
    }

    /// Adds an item as it is.
    pub(super) fn add_item(&mut self, item: ItemId) {
        let Dataset { items, quotes, .. } = self.dataset();
        let from = self.number(item);
        let number = self.add(items.keys[from as usize]);
        self.fields.absorb(number, &items.fields, from, |_, code| code);
        for quote in quotes.of_item(item) {
            let row = self.add_row(quote);
            self.copy(quote, row);
            if let Some(original) = quotes.original_of(quote) {
                let at = self.count() - 1;
                self.duplicates.insert(QuoteId(at), QuoteId(at - (quote.0 - original.0)));
            }
        }
        self.starts.push(self.count());
    }

    /// Copies all that a quote states.
    fn copy(&mut self, quote: QuoteId, row: usize) {
        let quotes = &self.dataset().quotes;
        for column in Column::ALL {
            if let Some(code) = quotes.code(*column, quote) {
                self.rows.column_mut(*column).push(row, code);
            }
        }
        let rows = &mut self.rows;
        for (place, codes) in rows.criteria.iter_mut().enumerate() {
            quotes.criterion(place, quote).into_iter().for_each(|code| codes.push(row, code));
        }
        for (place, codes) in rows.costs.iter_mut().enumerate() {
            quotes.cost(place, quote).into_iter().for_each(|code| codes.push(row, code));
        }
        for (place, codes) in rows.gates.iter_mut().enumerate() {
            quotes.gate(place, quote).into_iter().for_each(|code| codes.push(row, code));
        }
        for (header, text) in quotes.carried(quote) {
            if rows.carried.len() <= header {
                rows.carried.resize_with(header + 1, Default::default);
            }
            rows.carried[header].push(row, i64::try_from(text).expect("numbers of texts are small"));
        }
    }

    /// Adds a lot as one item, with a quote of each vendor that quotes for some of it.
    pub(super) fn add_lot(&mut self, items: &[ItemId]) {
        self.state_lot(items);
        let mut of_vendors: BTreeMap<VendorId, Vec<Vec<&'b Outcome>>> = BTreeMap::new();
        for (place, item) in items.iter().enumerate() {
            for outcome in &self.decisions[item.index()].outcomes {
                let vendor = self.dataset().quotes.vendor(outcome.quote);
                of_vendors.entry(vendor).or_insert_with(|| vec![Vec::new(); items.len()])[place].push(outcome);
            }
        }
        for outcomes in of_vendors.into_values() {
            let lines = items.iter().zip(outcomes).map(|(item, outcomes)| self.line(*item, &outcomes)).collect();
            self.add_offer(lines);
        }
        self.starts.push(self.count());
    }

    /// States of a lot what its items have in common, and the sums of their amounts.
    fn state_lot(&mut self, items: &[ItemId]) {
        let dataset = self.dataset();
        let first = self.number(items[0]);
        // Behind all names is the empty one.
        let key = ItemKey { name: dataset.items.names.len(), ..dataset.items.keys[first as usize] };
        let number = self.add(key);
        let requests: Vec<Request<'_>> = items.iter().map(|item| self.by_item.request(*item)).collect();
        let last_price =
            |request: &Request<'_>| Some(Money::of_line(request.last_price?, request.quantity, dataset.currency()));
        let scheme = &self.policy().quality.scheme;
        let required: Option<Vec<i64>> = requests.iter().map(|request| request.required.map(code_of)).collect();
        let codes = [
            (Column::Quantity, Some(Quantity::ONE.millionths())),
            (Column::Budget, self.sum(requests.iter().map(|request| request.budget))),
            (Column::LastPrice, self.sum(requests.iter().map(last_price))),
            // Lines are held against the requirements of their items: where all have one, all complete offers reach the
            // least of these, so that they are one group.
            (Column::RequiredQuality, required.and_then(|codes| worst_quality(scheme, codes))),
        ];
        for (column, code) in codes {
            if let Some(code) = code {
                self.fields.state(number, place_of(column), code);
            }
        }
        for column in [Column::Department, Column::Category, Column::Period] {
            let place = place_of(column);
            let text = |item: &ItemId| {
                let Stated::Same(code) = dataset.items.fields.stated(self.number(*item), place) else { return None };
                let text = u32::try_from(code).expect("numbers of texts are small");
                Some((dataset.items.texts[place - FIRST_TEXT].get(text), code))
            };
            let stated: Vec<_> = items.iter().map(text).collect();
            if let Some((own, code)) = stated[0]
                && stated.iter().all(|other| other.is_some_and(|(other, _)| other == own))
            {
                self.fields.state(number, place, code);
            }
        }
    }

    /// Adds amounts up, as a code; `None` where one is missing or the sum has too many digits.
    fn sum(&self, amounts: impl Iterator<Item = Option<Money>>) -> Option<i64> {
        let currency = self.dataset().currency();
        let mut sum = Money::from_minor(0, currency);
        for amount in amounts {
            sum = sum.plus(amount?)?;
        }
        let code = Fraction::of_minor(sum.minor(), currency.minor_units()).to_millionths()?;
        UnitPrice::from_millionths(code).map(UnitPrice::millionths)
    }

    /// Finds what counts of a vendor's quotes for an item: of the admitted ones that of the lowest total, then the better grade,
    /// then the better service, then the first.
    fn line(&self, item: ItemId, outcomes: &[&Outcome]) -> Line {
        let dataset = self.dataset();
        let key = |outcome: &&&Outcome| {
            let service: Vec<i64> = weighed(dataset, self.policy(), outcome.quote).collect();
            (outcome.total, outcome.grade, service, outcome.quote)
        };
        let admitted = outcomes.iter().filter(|outcome| is_admitted(outcome)).min_by_key(key);
        let shown = admitted.or(outcomes.first()).map(|outcome| outcome.quote);
        Line {
            item,
            quote: shown,
            total: admitted.and_then(|outcome| outcome.total).map(|total| total.payable(dataset.currency())),
            others: outcomes.iter().map(|outcome| outcome.quote).filter(|quote| Some(*quote) != shown).collect(),
        }
    }

    /// Adds a vendor's offer for a lot as one quote, at the place of its first line.
    fn add_offer(&mut self, lines: Vec<Line>) {
        let first = lines.iter().find_map(|line| line.quote).expect("the vendor quotes for an item of the lot");
        let row = self.add_row(first);
        let quote = QuoteId(self.count() - 1);
        let complete: Option<Vec<QuoteId>> =
            lines.iter().map(|line| line.quote.filter(|_| line.total.is_some())).collect();
        let total = self.sum(lines.iter().map(|line| line.total));
        let rejection = match (&complete, total) {
            (Some(_), Some(_)) => None,
            (Some(_), None) => Some(Rejection::NotExact),
            (None, _) => {
                let count = |count: usize| u32::try_from(count).expect("fewer than 2^32 items");
                let offered = lines.iter().filter(|line| line.total.is_some()).count();
                Some(Rejection::IncompleteLot { lines: count(offered), of: count(lines.len()) })
            }
        };
        if let (Some(quotes), Some(total)) = (complete, total) {
            self.rows.column_mut(Column::UnitPrice).push(row, total);
            self.state_offer(&quotes, row);
        }
        self.offers.insert(quote, Offer { lines, rejection });
    }

    /// States the quality and the services of an offer, the worst of its lines; one that a line leaves open is missing.
    fn state_offer(&mut self, quotes: &[QuoteId], row: usize) {
        let (store, policy) = (&self.dataset().quotes, self.policy());
        let quality: Option<Vec<i64>> = quotes.iter().map(|quote| store.code(Column::Quality, *quote)).collect();
        if let Some(code) = quality.and_then(|codes| worst_quality(&policy.quality.scheme, codes)) {
            self.rows.column_mut(Column::Quality).push(row, code);
        }
        for (place, criterion) in policy.service.iter().enumerate() {
            let codes: Option<Vec<i64>> = quotes.iter().map(|quote| store.criterion(place, *quote)).collect();
            let worst = codes.and_then(|codes| match criterion.direction {
                Direction::Asc => codes.into_iter().max(),
                Direction::Desc => codes.into_iter().min(),
            });
            if let Some(code) = worst {
                self.rows.criteria[place].push(row, code);
            }
        }
    }

    pub(super) fn finish(self, entries: &[Entry]) -> (Dataset, HashMap<QuoteId, Offer>) {
        let from = self.by_item.dataset();
        let carried = |entry: &Entry| match entry {
            Entry::Single(item) => from.items.carried.get(item.index()).cloned().unwrap_or_default(),
            Entry::Lot(_) => Vec::new(),
        };
        let mut names = from.items.names.clone();
        names.push("");
        let dataset = Dataset {
            edition: from.edition,
            inputs: from.inputs.clone(),
            input_of_file: from.input_of_file.clone(),
            currency: from.currency,
            items: ItemStore {
                names,
                requests: from.items.requests.clone(),
                lots: from.items.lots.clone(),
                texts: from.items.texts.clone(),
                order: (0..).zip(&self.keys).map(|(number, _)| number).collect(),
                keys: self.keys,
                fields: self.fields,
                carried: entries.iter().map(carried).collect(),
                request: from.items.request,
            },
            vendors: from.vendors.clone(),
            quotes: QuoteStore::new(self.rows, self.order, self.starts, self.duplicates, from.quotes.kinds.clone(), 1),
            gate_texts: from.gate_texts.clone(),
            carried: from.carried.clone(),
            notes: from.notes.clone(),
        };
        (dataset, self.offers)
    }
}

/// Says whether a quote takes part in the comparison of its item.
const fn is_admitted(outcome: &Outcome) -> bool {
    match outcome.fate {
        Fate::Candidate | Fate::Lost(..) | Fate::Recommended => true,
        Fate::Rejected(_) | Fate::Superseded(_) => false,
    }
}

/// Returns the worst of some qualities: the last of the labels, or the lowest score.
fn worst_quality(scheme: &Scheme, codes: Vec<i64>) -> Option<i64> {
    match scheme {
        Scheme::Scale(_) => codes.into_iter().max(),
        Scheme::Bands(_) | Scheme::Scores => codes.into_iter().min(),
    }
}

fn code_of(requirement: Requirement) -> i64 {
    match requirement {
        Requirement::Label(place) => i64::try_from(place).expect("places of labels are small"),
        Requirement::Score(score) => decimal::millionths(score),
    }
}
