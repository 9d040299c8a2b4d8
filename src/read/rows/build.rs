//! Rows to a dataset: what only the whole of the inputs can tell, and an order that does not depend on theirs.

use std::collections::HashMap;

use super::checks::{QuoteChecks, refuse_other_amounts};
use super::items::{ItemChecks, row_ref};
use super::part::{Part, UNNAMED};
use super::skipped::refuse_figures;
use crate::read::Options;
use crate::read::fault::FaultKind;
use crate::read::faults::{Faults, Log};
use crate::read::history::History;
use crate::read::input::{Counts, list_inputs, refuse_same_files};
use crate::read::notes;
use crate::read::sheet::{Sheet, at_column, column, of_file};
use crate::rule::dataset::codes::Turn;
use crate::rule::dataset::items::{FIRST_TEXT, ItemStore, place_of, requirement};
use crate::rule::dataset::quotes::{CriterionKind, QuoteId, QuoteStore, Rows};
use crate::rule::dataset::{Dataset, Vendors};
use crate::rule::edition::Edition;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::name::Names;
use crate::value::parallel;
use crate::value::source::{Role, Source};
use crate::value::untrusted::Untrusted;

/// Below this many quotes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 20_000;

/// What the reading of all inputs left.
pub(crate) struct Reading<'s, 'p> {
    pub(crate) sources: &'s [Source],
    /// By source; those that were not read as sheets have their digests all the same.
    pub(crate) counts: Vec<Counts>,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) part: Part<'p>,
    pub(crate) options: &'s Options,
    pub(crate) threads: usize,
}

/// Makes the dataset, or returns the faults.
pub(crate) fn build(reading: Reading<'_, '_>, mut log: Log) -> Result<Dataset, Faults> {
    let Reading { sources, counts, sheets, mut part, options, threads } = reading;
    let mut checks = ItemChecks { part: &mut part, sheets: &sheets };
    let number = options.request_number.as_ref().and_then(|number| checks.part.requests.number(number.raw()));
    let unclear = checks.resolve(number, &mut log);
    let request_of = checks.rows_of_items(&mut log);
    let has_request = sheets.iter().any(|sheet| sheet.role == Role::Request);
    if has_request {
        checks.refuse_what_was_not_requested(&request_of, &unclear, &mut log);
    }
    let currency = settle_currency(checks.part, &sheets, &mut log);
    let (inputs, input_of_file) = list_inputs(sources, &counts, &sheets, options);
    let requested =
        has_request.then(|| checks.in_order(&request_of, |file| (&sources[file].name, input_of_file[file])));
    let items = requested.unwrap_or_else(|| checks.by_name(number));
    if let Some(number) = number {
        checks.refuse_other_requests(number, &mut log);
    }
    checks.refuse_disagreements(&items, currency, &mut log);
    checks.refuse_lots_without_quantity(&items, &mut log);
    if checks.part.witnesses.is_none() && checks.has_disagreements(&items, currency) {
        log.suspect();
    }
    refuse_same_files(sources, &counts, &mut log);
    if options.edition != Edition::First {
        refuse_figures(&part, &sheets, &mut log);
    }
    let mut quotes = QuoteChecks { part: &mut part, sheets: &sheets };
    quotes.run(&mut log);
    let vendors = by_name(&part.vendors);
    let (mut order, starts) = in_turn(&part, &items, &vendors);
    let kinds = part.kinds.iter().map(|kind| kind.map_or(CriterionKind::Number, |(kind, _)| kind)).collect();
    let ordering = Ordering { part: &part, sheets: &sheets, input_of_file: &input_of_file, kinds: &kinds };
    let Ordered { duplicates, has_rounds } = ordering.order_all(&mut order, &starts, threads, &mut log);
    let fresh = log.fresh();
    log.finish()?;
    let mut log = fresh;
    let shown = |number: u32| Untrusted::new(part.vendors.shown(number));
    let history =
        |history: &History| vendors.iter().map(|number| history.carried(part.policy, &shown(*number))).collect();
    let history = options.history.as_ref().map(history).unwrap_or_default();
    let grouped = notes::Grouped { items: &items, vendors: &vendors, order: &order, starts: &starts, given: number };
    let notes = notes::all(&part, &sheets, &grouped, (&inputs, &input_of_file), options);
    part.named = Vec::new();
    QuoteChecks { part: &mut part, sheets: &sheets }.forget_single_rounds(has_rounds);
    forget_own_currency(&mut part, currency);
    let carried_by_request = if part.requested.iter().all(|row| row.carried.is_empty()) {
        Vec::new()
    } else {
        let carried = |item: &u32| request_of[*item as usize].map(|row| part.requested[row].carried.clone());
        items.iter().map(|item| carried(item).unwrap_or_default()).collect()
    };
    let policy = part.policy;
    let dataset = Dataset {
        edition: options.edition,
        inputs,
        input_of_file,
        currency,
        items: ItemStore {
            names: part.names.into_texts(),
            requests: part.requests.into_texts(),
            lots: part.lots.into_texts(),
            texts: part.texts.map(Names::into_texts),
            keys: part.keys,
            fields: part.fields,
            order: items,
            carried: carried_by_request,
            request: number,
        },
        vendors: Vendors { names: part.vendors.into_texts(), order: vendors, history },
        quotes: QuoteStore::new(part.rows, order, starts, duplicates, kinds, threads),
        gate_texts: part.gate_texts.into_texts(),
        carried: part.carried.into_iter().map(|(header, texts)| (header, texts.into_texts())).collect(),
        notes,
    };
    refuse_other_amounts(&dataset, policy, &sheets, &mut log);
    log.finish()?;
    Ok(dataset)
}

/// Finds the one currency of the comparison, and holds currencies and marks against it.
fn settle_currency(part: &Part<'_>, sheets: &[Sheet], log: &mut Log) -> Currency {
    // The first of several is only a stand-in for the faults' words; by code, so that it does not hang on row order.
    let named = part.currencies.iter().map(|(currency, ..)| *currency).min();
    let currency = part.policy.currency.or(named).unwrap_or(Currency::CNY);
    // With a currency of the policy the rates decide, quote by quote.
    let is_open = part.policy.currency.is_none();
    for (found, at, count) in part.currencies.iter().filter(|(found, ..)| is_open && *found != currency) {
        let fault = FaultKind::SecondCurrency { rows: *count, found: *found, currency };
        let place = at_column(sheets, *at, Column::Currency).or_else(|| at_column(sheets, *at, Column::UnitPrice));
        log.row(*at, place, fault);
    }
    for (mark, at, field) in part.marks.iter().filter(|(mark, ..)| !mark.agrees_with(currency)) {
        let header = of_file(sheets, at.file).layout.header(*field);
        log.row(*at, Some(column(*field, &header)), FaultKind::OtherMark { mark: *mark, currency });
    }
    currency
}

/// Forgets the currencies of quotes where all are in that of the comparison.
fn forget_own_currency(part: &mut Part<'_>, currency: Currency) {
    if part.currencies.iter().all(|(found, ..)| *found == currency) {
        part.rows.column_mut(Column::Currency).clear();
    }
}

/// Returns the numbers of vendors' names in the order of the names.
fn by_name(vendors: &Names) -> Vec<u32> {
    let key = |name: &str| crate::value::name::first_bytes(name);
    let mut order: Vec<(u128, &str, u32)> = vendors.all().zip(0..).map(|(name, at)| (key(name), name, at)).collect();
    order.sort_unstable();
    order.into_iter().map(|(.., number)| number).collect()
}

/// Groups rows by item, by counting, with the vendors' places among the names as their ids; returns as well where each
/// item starts.
fn in_turn(part: &Part<'_>, items: &[u32], vendors: &[u32]) -> (Vec<Turn>, Vec<u32>) {
    let places = |count: usize, numbers: &[u32]| {
        let mut places = vec![u32::MAX; count];
        for (place, number) in (0_u32..).zip(numbers) {
            places[*number as usize] = place;
        }
        places
    };
    let (items_at, vendors_at) = (places(part.keys.len(), items), places(part.vendors.len(), vendors));
    // Rows without an item or a vendor, and of items that nobody requested, have a fault.
    let turns = || {
        let named = (0_u32..).zip(&part.named).filter(|(_, (item, vendor))| *item != UNNAMED && *vendor != UNNAMED);
        named.filter_map(|(row, (item, vendor))| {
            let item = items_at[*item as usize];
            (item != u32::MAX).then_some((item, Turn { vendor: vendors_at[*vendor as usize], row }))
        })
    };
    let mut starts = vec![0_u32; items.len() + 1];
    for (item, _) in turns() {
        starts[item as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![Turn { vendor: 0, row: 0 }; sum as usize];
    for (item, turn) in turns() {
        let slot = &mut next[item as usize];
        order[*slot as usize] = turn;
        *slot += 1;
    }
    (order, starts)
}

/// Sorts quotes within items.
struct Ordering<'o, 'p> {
    part: &'o Part<'p>,
    sheets: &'o [Sheet],
    input_of_file: &'o [usize],
    kinds: &'o Vec<CriterionKind>,
}

/// What the order of quotes shows.
#[derive(Default)]
struct Ordered {
    /// The quotes that repeat another in every cell.
    duplicates: HashMap<QuoteId, QuoteId>,
    /// Whether a vendor has several rounds for an item.
    has_rounds: bool,
}

/// What a row says: names of columns and their values.
type Content = Vec<(String, String)>;

impl Ordering<'_, '_> {
    /// Sorts the quotes of each item by vendor, content and place; returns those that repeat another in every cell.
    fn order_all(&self, order: &mut [Turn], starts: &[u32], threads: usize, log: &mut Log) -> Ordered {
        let threads = threads.min(order.len() / WORTH_A_THREAD).max(1);
        let mut rest = order;
        let mut parts = Vec::new();
        for run in parallel::runs(starts, threads) {
            let starts = &starts[run.start..=run.end];
            let quotes = (starts[starts.len() - 1] - starts[0]) as usize;
            let (own, others) = std::mem::take(&mut rest).split_at_mut(quotes);
            rest = others;
            parts.push((own, starts));
        }
        let fresh = log.fresh();
        let ordered = parallel::each(parts, |(order, starts)| {
            let (mut ordered, mut log) = (Ordered::default(), fresh.fresh());
            for bounds in starts.windows(2) {
                let own = &mut order[(bounds[0] - starts[0]) as usize..(bounds[1] - starts[0]) as usize];
                self.order_item(own, bounds[0], &mut ordered, &mut log);
            }
            (ordered, log)
        });
        let mut all = Ordered::default();
        for (ordered, part) in ordered {
            all.duplicates.extend(ordered.duplicates);
            all.has_rounds |= ordered.has_rounds;
            log.absorb(part);
        }
        all
    }

    fn order_item(&self, turns: &mut [Turn], first: u32, ordered: &mut Ordered, log: &mut Log) {
        turns.sort_unstable_by_key(|turn| turn.key());
        let mut start = first;
        for run in turns.chunk_by_mut(|a, b| a.vendor == b.vendor) {
            if run.len() > 1 {
                self.order_run(run, start, ordered, log);
            }
            start += u32::try_from(run.len()).expect("fewer than 2^32 quotes");
        }
    }

    /// Sorts one vendor's quotes for one item by what they say, then by place.
    fn order_run(&self, run: &mut [Turn], first: u32, ordered: &mut Ordered, log: &mut Log) {
        let place = |turn: &Turn| {
            let place = self.part.rows.places.of(turn.row);
            (self.input_of_file[place.input as usize], place.row)
        };
        let mut said: Vec<(Content, (usize, u32), Turn)> =
            run.iter().map(|turn| (self.content(turn.row as usize), place(turn), *turn)).collect();
        said.sort_unstable();
        for (turn, (.., sorted)) in run.iter_mut().zip(&said) {
            *turn = *sorted;
        }
        let mut original = first;
        for (quote, pair) in (first + 1..).zip(said.windows(2)) {
            if pair[0].0 == pair[1].0 {
                ordered.duplicates.insert(QuoteId(quote), QuoteId(original));
            } else {
                original = quote;
            }
        }
        if self.part.rows.has(Column::Round) {
            ordered.has_rounds |= self.has_rounds(run, log);
        }
    }

    /// Returns what a row says: its values and what it carries along, by the names of columns.
    fn content(&self, row: usize) -> Content {
        let Rows { criteria, costs, carried, .. } = &self.part.rows;
        let decimal = |code: i64| from_millionths(code).to_string();
        let date = |code: i64| Date::from_ordinal(code).expect("it was read").to_string();
        let mut content = Vec::new();
        for column in Column::ALL {
            let Some(code) = self.part.rows.column(*column).get(row) else { continue };
            let text = if matches!(column, Column::UnitPrice | Column::MinOrder) {
                decimal(code)
            } else if matches!(column, Column::ValidUntil | Column::DeliveryDate) {
                date(code)
            } else if *column == Column::Unit {
                let unit = u32::try_from(code).expect("numbers of texts are small");
                self.part.texts[place_of(Column::Unit) - FIRST_TEXT].shown(unit).to_owned()
            } else if *column == Column::Quality {
                let scheme = &self.part.policy.quality.scheme;
                requirement(code, scheme).text(scheme)
            } else {
                code.to_string()
            };
            content.push((column.name().to_owned(), text));
        }
        for ((codes, kind), criterion) in criteria.iter().zip(self.kinds).zip(&self.part.policy.service) {
            let Some(code) = codes.get(row) else { continue };
            let text = match kind {
                CriterionKind::Number => decimal(code),
                CriterionKind::Date => date(code),
            };
            content.push((criterion.column.clone(), text));
        }
        for (codes, cost) in costs.iter().zip(&self.part.policy.costs) {
            content.extend(codes.get(row).map(|code| (cost.column.clone(), decimal(code))));
        }
        for (codes, (header, texts)) in carried.iter().zip(&self.part.carried) {
            let Some(code) = codes.get(row) else { continue };
            let text = texts.shown(u32::try_from(code).expect("numbers of texts are small"));
            content.push((header.raw().to_owned(), text.to_owned()));
        }
        content.sort_unstable();
        content
    }

    /// Refuses rows without a round beside rows with one; says whether the vendor has several rounds.
    fn has_rounds(&self, run: &[Turn], log: &mut Log) -> bool {
        let rounds = self.part.rows.column(Column::Round);
        let round = |turn: &Turn| rounds.get(turn.row as usize);
        let at = |turn: &Turn| row_ref(self.part.rows.places.of(turn.row));
        let Some(first) = run.iter().filter(|turn| round(turn).is_some()).min_by_key(|turn| at(turn)) else {
            return false;
        };
        for turn in run.iter().filter(|turn| round(turn).is_none()) {
            let fault = FaultKind::NoRound { other: Box::new(log.place(at(first))) };
            log.row(at(turn), at_column(self.sheets, at(turn), Column::Round), fault);
        }
        run.iter().any(|turn| round(turn) != round(first))
    }
}
