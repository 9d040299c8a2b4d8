//! What some rows say: names numbered, quotes in columns, items with what is stated of them.
//!
//! Each thread fills a part of its own; parts are put together by translating the numbers of names.

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;

use super::fill::Filled;
use super::row::Row;
use super::skipped::total_or_signature;
use super::stated::counted;
use crate::policy::Policy;
use crate::read::cells::{calendar, values};
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::Sheet;
use crate::read::text::records::{NotUtf8, Records};
use crate::rule::dataset::items::{FIRST_TEXT, ITEM_COLUMNS, ItemFields, ItemKey, Stated, TEXTS};
use crate::rule::dataset::quotes::{CriterionKind, Rows};
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::money::Quantity;
use crate::value::name::{Fold, Keyed, Names, keyed};
use crate::value::source::{Role, RowRef};
use crate::value::untrusted::Untrusted;

/// The number of the item or the vendor of rows that name none, which is a fault.
pub(crate) const UNNAMED: u32 = u32::MAX;

/// How many rows are split before the first of them is taken in, so that the look-ups of their names overlap.
const AHEAD: usize = 32;

/// What some rows say.
#[derive(Debug)]
pub(crate) struct Part<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) names: Names,
    pub(crate) requests: Names,
    pub(crate) lots: Names,
    pub(crate) vendors: Names,
    /// The texts stated of items, for each column of texts.
    pub(crate) texts: [Names; TEXTS],
    /// The numbers of items with a request or a lot.
    by_key: HashMap<ItemKey, u32, Keyed>,
    /// By the number of a name, the item of that name with neither.
    by_name: Vec<Option<u32>>,
    pub(crate) keys: Vec<ItemKey>,
    pub(crate) fields: ItemFields,
    /// The quotes in the order of reading.
    pub(crate) rows: Rows,
    /// The item and the vendor of each quote; [`UNNAMED`] where the row has a fault.
    pub(crate) named: Vec<(u32, u32)>,
    /// For each criterion, what its values are, and where that was seen first.
    pub(crate) kinds: Vec<Option<(CriterionKind, RowRef)>>,
    /// For each criterion, and behind them for the quality and each gate: the first value with a percent sign, and the first without one that
    /// may be a fraction.
    pub(crate) percents: Vec<[Option<RowRef>; 2]>,
    /// The currencies that prices are in, with the first row and the count of rows of each.
    pub(crate) currencies: Vec<(Currency, RowRef, u64)>,
    /// The marks beside prices without a currency of their own, with the first place of each in a file.
    pub(crate) marks: Vec<(Mark, RowRef, usize)>,
    /// Whether a tax rate is stated beside a price that says nothing of tax.
    pub(crate) assumes_basis: bool,
    /// The vendors that leave open whether tax is in a price, in a sheet that has a column for it.
    pub(crate) without_basis: BTreeSet<u32>,
    /// The vendors that leave the unit open, in a sheet that has a column for it.
    pub(crate) without_unit: BTreeSet<u32>,
    /// The texts that gates of the policy look at.
    pub(crate) gate_texts: Names,
    /// The rows of requests, in the order of reading.
    pub(crate) requested: Vec<RequestRow>,
    /// The texts of rows that are totals or signatures.
    pub(crate) skipped: BTreeSet<Untrusted>,
    /// The quotes that deliver in so many working days, with the field and its text.
    pub(crate) working_days: Vec<(usize, usize, Untrusted)>,
    /// How many rows were filled from above.
    pub(crate) filled: Filled,
    /// The name of the item above; kept only where faults are to be named.
    pub(super) above: Option<u32>,
    /// The columns that are only carried along: headers, each with its texts.
    pub(crate) carried: Vec<(Untrusted, Names)>,
    /// Who stated what first, and who stated something else; kept only where faults are to be named.
    pub(crate) witnesses: Option<Witnesses>,
}

/// A row of a request.
#[derive(Debug)]
pub(crate) struct RequestRow {
    pub(crate) item: Option<u32>,
    pub(crate) at: RowRef,
    /// What it carries along: numbers of headers and of their texts.
    pub(crate) carried: Vec<(u32, u32)>,
}

/// By item and place in [`ITEM_COLUMNS`], the first row that states something, and each that states something else.
pub(crate) type Witnesses = HashMap<(u32, usize), Vec<(i64, RowRef)>>;

/// How the rows of a block are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    /// Data rows.
    pub(crate) rows: u32,
    /// Line ends.
    pub(crate) lines: u32,
}

impl<'p> Part<'p> {
    pub(crate) fn new(policy: &'p Policy, fields: ItemFields) -> Self {
        Self {
            policy,
            names: Names::new(Fold::Spaces),
            requests: Names::new(Fold::Spaces),
            lots: Names::new(Fold::Spaces),
            vendors: Names::new(Fold::Case),
            texts: std::array::from_fn(|_| Names::new(Fold::Case)),
            by_key: HashMap::with_hasher(keyed()),
            by_name: Vec::new(),
            keys: Vec::new(),
            fields,
            rows: Rows::new(policy),
            named: Vec::new(),
            kinds: vec![None; policy.service.len()],
            percents: vec![[None; 2]; policy.service.len() + 1 + policy.gates.len()],
            currencies: Vec::new(),
            marks: Vec::new(),
            assumes_basis: false,
            without_basis: BTreeSet::new(),
            without_unit: BTreeSet::new(),
            gate_texts: Names::new(Fold::Exact),
            requested: Vec::new(),
            skipped: BTreeSet::new(),
            working_days: Vec::new(),
            filled: Filled::default(),
            above: None,
            carried: Vec::new(),
            witnesses: None,
        }
    }

    /// Takes in the rows of a block, whose rows and lines follow those of `before`; returns how many they are.
    ///
    /// # Errors
    ///
    /// The block is not UTF-8.
    pub(crate) fn take_block(
        &mut self,
        sheet: &Sheet,
        block: &[u8],
        before: Counted,
        log: &mut Log,
    ) -> Result<Counted, NotUtf8> {
        let headers = self.carried_headers(sheet);
        for (_, column, field) in &sheet.layout.item_fields {
            if let Some(mark) = sheet.layout.mark_of(*column) {
                self.note_mark(mark, sheet.header, *field);
            }
        }
        let mut records = Records::new(block, sheet.delimiter);
        let mut above = sheet.filling.start();
        let mut batch: [StringRecord; AHEAD] = std::array::from_fn(|_| StringRecord::new());
        let mut places = [RowRef { file: sheet.file, row: 0, line: 0 }; AHEAD];
        let (mut used, mut row) = (0, 0);
        while let Some(line) = records.next(&mut batch[used])? {
            row += 1;
            let at = RowRef { file: sheet.file, row: before.rows + row, line: before.lines + line };
            let record = &batch[used];
            let faults = records.take_faults();
            let is_ragged = record.len() != sheet.width();
            if is_ragged || !faults.is_empty() {
                // Faults are told in the order of the rows.
                self.take_batch(sheet, &batch[..used], &places, &headers, log);
                batch.swap(0, used);
                used = 0;
                sheet.refuse(&batch[0], at, faults, log);
                if is_ragged {
                    continue;
                }
            }
            // Spreadsheets leave rows of nothing but delimiters below a table; they say nothing.
            if batch[used].iter().all(|cell| super::row::trimmed(cell).is_empty()) {
                if let Some(above) = &mut above {
                    above.end();
                }
                continue;
            }
            if let Some(above) = &mut above {
                let row = Row { sheet, record: &batch[used], at, policy: self.policy };
                if let Some((record, filled)) = above.fill(&row) {
                    batch[used] = record;
                    self.filled.add(filled);
                }
            }
            places[used] = at;
            used += 1;
            if used == AHEAD {
                self.take_batch(sheet, &batch, &places, &headers, log);
                used = 0;
                if !log.is_empty() && self.witnesses.is_none() {
                    // Another reading names the faults.
                    break;
                }
            }
        }
        self.take_batch(sheet, &batch[..used], &places, &headers, log);
        Ok(Counted { rows: row, lines: records.lines() })
    }

    fn take_batch(
        &mut self,
        sheet: &Sheet,
        batch: &[StringRecord],
        places: &[RowRef],
        headers: &[(usize, usize)],
        log: &mut Log,
    ) {
        let policy = self.policy;
        let row = |number: usize| Row { sheet, record: &batch[number], at: places[number], policy };
        // One look-up after another for all rows, so that the processor need not wait for each.
        let mut probes = [None; AHEAD];
        for (probe, record) in probes.iter_mut().zip(batch) {
            let row = Row { sheet, record, at: places[0], policy };
            *probe = row.only_name(Column::Item).map(|name| self.names.probe(name));
        }
        let names = probes.map(|probe| probe.and_then(|probe| self.names.known(&probe)));
        let mut items = [None; AHEAD];
        let mut stated = [[Stated::Nothing; ITEM_COLUMNS.len()]; AHEAD];
        if sheet.layout.field(Column::Lot).is_none() && sheet.layout.field(Column::Request).is_none() {
            for (item, name) in items.iter_mut().zip(names) {
                *item = name.and_then(|name| self.by_name.get(name as usize).copied().flatten());
            }
            for (stated, item) in stated.iter_mut().zip(items) {
                let Some(item) = item else { continue };
                for (place, ..) in &sheet.layout.item_fields {
                    stated[*place] = self.fields.stated(item, *place);
                }
            }
        }
        for number in 0..batch.len() {
            let row = row(number);
            if let Some(text) = total_or_signature(&row) {
                self.skipped.insert(text);
                continue;
            }
            row.refuse_unclear(log);
            let item = items[number].or_else(|| self.item(&row, names[number], log));
            if self.witnesses.is_some() {
                self.above = item.map(|item| self.keys[item as usize].name).or(self.above);
            }
            self.state(&row, item, &stated[number], log);
            let carried = headers.iter().filter_map(|(field, header)| {
                let text = values::without_guard(row.record[*field].trim());
                let names = &mut self.carried[*header].1;
                names.number(text).map(|text| (*header, text))
            });
            if sheet.role == Role::Quotes {
                let at = self.rows.count;
                for (header, text) in carried {
                    if self.rows.carried.len() <= header {
                        self.rows.carried.resize(header + 1, crate::rule::dataset::codes::Codes::default());
                    }
                    let column = &mut self.rows.carried[header];
                    // Of several fields of one name the last one counts.
                    column.set(at, i64::from(text));
                }
                self.quote(&row, item, log);
            } else {
                let number = |header| u32::try_from(header).expect("a sheet has few headers");
                let carried = carried.map(|(header, text)| (number(header), text)).collect();
                self.requested.push(RequestRow { item, at: row.at, carried });
            }
        }
    }

    /// Finds the fields that a sheet carries along, with the numbers of their headers here.
    fn carried_headers(&mut self, sheet: &Sheet) -> Vec<(usize, usize)> {
        let mut fields = Vec::new();
        for (name, field) in sheet.layout.carried_fields() {
            fields.push((field, self.carried_header(&name)));
        }
        fields
    }

    pub(super) fn carried_header(&mut self, name: &Untrusted) -> usize {
        self.carried.iter().position(|(header, _)| header == name).unwrap_or_else(|| {
            self.carried.push((name.clone(), Names::new(Fold::Exact)));
            self.carried.len() - 1
        })
    }

    /// Takes in what a row states of its item; most rows state what was stated before.
    fn state(&mut self, row: &Row<'_>, item: Option<u32>, stated: &[Stated; ITEM_COLUMNS.len()], log: &mut Log) {
        for (place, column, field) in row.sheet.layout.item_fields.iter().copied() {
            let Some((_, text)) = row.field(field) else { continue };
            let code = if let Some(texts) = place.checked_sub(FIRST_TEXT) {
                self.texts[texts].number(values::without_guard(text)).map(i64::from)
            } else {
                let mut mark = None;
                let code = row.parsed(field, item_value(row, (column, field), text, &mut mark), log);
                if let Some(mark) = mark {
                    self.note_mark(mark, row.at, field);
                }
                code
            };
            if let (Some(code), Some(item)) = (code, item)
                && stated[place] != Stated::Same(code)
            {
                self.keep(item, place, code, row.at);
            }
        }
        if row.sheet.role == Role::Request {
            self.state_unit(row, item, log);
        }
    }

    /// Counts rows whose prices are in a currency; the first of them is kept.
    pub(super) fn name_currency(&mut self, currency: Currency, at: RowRef, rows: u64) {
        match self.currencies.iter_mut().find(|(named, ..)| *named == currency) {
            Some((_, _, count)) => *count += rows,
            None => self.currencies.push((currency, at, rows)),
        }
    }

    /// Keeps a mark beside an amount, to be held against the currency of the comparison: the first of a file.
    pub(super) fn note_mark(&mut self, mark: Mark, at: RowRef, field: usize) {
        if !self.marks.iter().any(|(known, first, _)| *known == mark && first.file == at.file) {
            self.marks.push((mark, at, field));
        }
    }

    fn item(&mut self, row: &Row<'_>, known: Option<u32>, log: &mut Log) -> Option<u32> {
        let name = known.or_else(|| row.key(&mut self.names, Column::Item));
        if name.is_none()
            && let Some(field) = row.sheet.layout.field(Column::Item)
        {
            row.fault(field, self.empty_item(row), log);
        }
        let (request, lot) = (row.request(&mut self.requests), row.key(&mut self.lots, Column::Lot));
        name.map(|name| self.item_of(ItemKey { request, lot, name }))
    }

    /// Returns the number of an item, a new one where it was not met before.
    pub(crate) fn item_of(&mut self, key: ItemKey) -> u32 {
        let next = u32::try_from(self.keys.len()).expect("fewer than 2^32 items");
        let item = if key.lot.is_none() && key.request.is_none() {
            // Names are numbered from 0 on, so that a list does: most sheets have no requests, no lots and many items.
            let name = key.name as usize;
            self.by_name.resize(self.by_name.len().max(name + 1), None);
            *self.by_name[name].get_or_insert(next)
        } else {
            *self.by_key.entry(key).or_insert(next)
        };
        if item == next {
            self.keys.push(key);
            self.fields.add();
        }
        item
    }
}

/// Reads a cell that states a value of an item, as the number that stands for it; `mark` is set to the one beside it.
#[inline]
fn item_value(
    row: &Row<'_>,
    (column, field): (Column, usize),
    text: &str,
    mark: &mut Option<Mark>,
) -> Result<i64, FaultKind> {
    let grammar = row.sheet.grammar;
    debug_assert!(ITEM_COLUMNS.contains(&column), "{column}");
    if column == Column::Quantity {
        values::quantity(text, grammar).or_else(|fault| counted(row, text).ok_or(fault)).map(Quantity::millionths)
    } else if column == Column::RequiredQuality {
        values::quality(text, &row.policy.quality.scheme, grammar)
    } else if column == Column::NeededBy {
        calendar::date(text, row.date_order(field)).map(crate::value::date::Date::ordinal)
    } else {
        values::amount(text, grammar).map(|number| {
            *mark = number.mark;
            number.value
        })
    }
}
