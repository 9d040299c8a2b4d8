//! The items of all inputs: those that nobody requested, disagreements, and their order.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::part::{Part, UNNAMED};
use crate::policy::AwardBy;
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::{Sheet, at_column};
use crate::rule::dataset::items::{FIRST_TEXT, ITEM_COLUMNS, ItemKey, Stated, place_of, requirement};
use crate::rule::dataset::places::PlaceInInput;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::money::Money;
use crate::value::name::{Names, first_bytes};
use crate::value::source::{Place, RowRef};
use crate::value::untrusted::Untrusted;

/// For how many quotes that nobody asked for a near name is searched.
const SEARCHED: usize = 20;

/// What holds the rows of all inputs against one another.
pub(crate) struct ItemChecks<'c, 'p> {
    pub(crate) part: &'c mut Part<'p>,
    pub(crate) sheets: &'c [Sheet],
}

impl ItemChecks<'_, '_> {
    /// Returns the items of quotes, with the rows of these, in the order of reading.
    pub(super) fn quoted(&self) -> impl Iterator<Item = (u32, RowRef)> {
        let named = (0_u32..).zip(&self.part.named).filter(|(_, (item, _))| *item != UNNAMED);
        named.map(|(row, (item, _))| (*item, row_ref(self.part.rows.places.of(row))))
    }

    pub(super) fn name(&self, item: u32) -> Untrusted {
        Untrusted::new(self.part.names.shown(self.part.keys[item as usize].name))
    }

    /// Finds the request's row of each item; a second one is a fault, and is held against nothing else.
    pub(crate) fn rows_of_items(&mut self, log: &mut Log) -> Vec<Option<usize>> {
        let mut requested: Vec<Option<usize>> = vec![None; self.part.keys.len()];
        let mut second = Vec::new();
        for (number, row) in self.part.requested.iter().enumerate() {
            let Some(item) = row.item else { continue };
            let slot = &mut requested[item as usize];
            if let Some(first) = *slot {
                let other = Box::new(log.place(self.part.requested[first].at));
                log.row(row.at, None, FaultKind::RequestedTwice { item: self.name(item), other });
                second.push((item, row.at));
            } else {
                *slot = Some(number);
            }
        }
        if let Some(witnesses) = &mut self.part.witnesses {
            for ((item, at), place) in
                second.into_iter().flat_map(|row| (0..ITEM_COLUMNS.len()).map(move |place| (row, place)))
            {
                witnesses.entry((item, place)).or_default().retain(|(_, stated)| *stated != at);
            }
        }
        requested
    }

    /// Refuses quotes for items that the request does not have; the `unclear` ones have a fault already.
    pub(crate) fn refuse_what_was_not_requested(&self, requested: &[Option<usize>], unclear: &[bool], log: &mut Log) {
        let is_missing: Vec<bool> =
            requested.iter().zip(unclear).map(|(row, unclear)| row.is_none() && !unclear).collect();
        if !is_missing.contains(&true) {
            return;
        }
        for (item, at) in self.quoted().filter(|(item, _)| is_missing[*item as usize]) {
            let item = self.labelled(item);
            // The search for a near name goes over all items, so it is made for the first faults only.
            let near = if log.kept_in_all() < SEARCHED { self.near_item(&item) } else { None };
            log.row(at, at_column(self.sheets, at, Column::Item), FaultKind::NotRequested { item, near });
        }
    }

    /// Refuses items of lots without a quantity where lots are awarded as a whole, each at its first row.
    pub(crate) fn refuse_lots_without_quantity(&self, items: &[u32], log: &mut Log) {
        if self.part.policy.award_by != AwardBy::Lot {
            return;
        }
        let place = place_of(Column::Quantity);
        let lot_of = |item: u32| self.part.keys[item as usize].lot;
        let is_open = |item: u32| lot_of(item).is_some() && self.part.fields.stated(item, place) == Stated::Nothing;
        let mut open: HashSet<u32> = items.iter().copied().filter(|item| is_open(*item)).collect();
        if open.is_empty() {
            return;
        }
        let requested = self.part.requested.iter().filter_map(|row| Some((row.item?, row.at)));
        for (item, at) in requested.chain(self.quoted()) {
            if open.remove(&item) {
                let lot = lot_of(item).expect("only items of lots are open");
                let lot = Untrusted::new(self.part.lots.shown(lot));
                let fault = FaultKind::LotWithoutQuantity { item: self.name(item), lot };
                log.row(at, at_column(self.sheets, at, Column::Quantity), fault);
            }
        }
    }

    /// Names an item, with its request and its lot where it has them.
    fn labelled(&self, item: u32) -> Untrusted {
        let ItemKey { request, lot, name } = self.part.keys[item as usize];
        let name = self.part.names.shown(name);
        let request = request.map(|request| format!("request {}", self.part.requests.shown(request)));
        let lot = lot.map(|lot| format!("lot {}", self.part.lots.shown(lot)));
        match (request, lot) {
            (None, None) => Untrusted::new(name),
            (Some(only), None) | (None, Some(only)) => Untrusted::new(&format!("{name} ({only})")),
            (Some(request), Some(lot)) => Untrusted::new(&format!("{name} ({request}, {lot})")),
        }
    }

    fn near_item(&self, item: &Untrusted) -> Option<Untrusted> {
        let names = self.part.requested.iter().filter_map(|row| row.item).map(|item| self.labelled(item));
        let similar =
            names.map(|name| (strsim::jaro_winkler(&name.raw().to_lowercase(), &item.raw().to_lowercase()), name));
        let (similarity, name) = similar.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (similarity >= 0.8).then_some(name)
    }

    /// Refuses rows that state something else of an item than the first one, and amounts that no currency has; what
    /// decides is known only where witnesses were kept.
    pub(crate) fn refuse_disagreements(&self, items: &[u32], currency: Currency, log: &mut Log) {
        let Some(witnesses) = &self.part.witnesses else { return };
        for item in items {
            for (place, column) in ITEM_COLUMNS.into_iter().enumerate() {
                let Some([(first, first_at), others @ ..]) = witnesses.get(&(*item, place)).map(Vec::as_slice) else {
                    continue;
                };
                for (code, at) in others.iter().filter(|(code, _)| code != first) {
                    let fault = FaultKind::Disagrees {
                        text: Untrusted::new(&self.spelt(place, *code)),
                        other: Box::new(log.place(*first_at)),
                        other_text: Untrusted::new(&self.spelt(place, *first)),
                    };
                    log.row(*at, at_column(self.sheets, *at, column), fault);
                }
                let amount = from_millionths(*first);
                if matches!(column, Column::Budget | Column::Ceiling) && Money::exact(amount, currency).is_none() {
                    let fault = FaultKind::TooFine { text: amount.to_string(), currency };
                    log.row(*first_at, at_column(self.sheets, *first_at, column), fault);
                }
            }
        }
    }

    /// Says whether [`refuse_disagreements`](Self::refuse_disagreements) would find a fault if witnesses were kept.
    pub(crate) fn has_disagreements(&self, items: &[u32], currency: Currency) -> bool {
        let fields = &self.part.fields;
        let is_too_fine = |item: &u32, column: Column| match fields.stated(*item, place_of(column)) {
            Stated::Same(code) => Money::exact(from_millionths(code), currency).is_none(),
            Stated::Nothing | Stated::Disputed => false,
        };
        let has_too_fine = |column| !fields.is_silent(column) && items.iter().any(|item| is_too_fine(item, column));
        fields.has_disputes() || [Column::Budget, Column::Ceiling].into_iter().any(has_too_fine)
    }

    /// Refuses requests of rows other than the `given` one, which all items are to belong to: the first row of each item.
    pub(crate) fn refuse_other_requests(&self, given: u32, log: &mut Log) {
        let requests = &self.part.requests;
        let other = |item: u32| self.part.keys[item as usize].request.filter(|request| *request != given);
        if (0_u32..).zip(&self.part.keys).all(|(item, _)| other(item).is_none()) {
            return;
        }
        let requested = self.part.requested.iter().filter_map(|row| Some((row.item?, row.at)));
        let mut met = HashSet::new();
        for (item, at) in requested.chain(self.quoted()) {
            let Some(request) = other(item).filter(|_| met.insert(item)) else { continue };
            let option = Place::file(&Untrusted::new("--request-id"));
            let fault = FaultKind::Disagrees {
                text: Untrusted::new(requests.shown(request)),
                other: Box::new(option),
                other_text: Untrusted::new(requests.shown(given)),
            };
            log.row(at, at_column(self.sheets, at, Column::Request), fault);
        }
    }

    /// Writes a code out, for a fault that quotes it.
    fn spelt(&self, place: usize, code: i64) -> String {
        let decimal = || from_millionths(code).to_string();
        match (ITEM_COLUMNS[place], place.checked_sub(FIRST_TEXT)) {
            (_, Some(texts)) => {
                let number = u32::try_from(code).expect("numbers of texts are small");
                self.part.texts[texts].shown(number).to_owned()
            }
            (Column::RequiredQuality, _) => {
                let scheme = &self.part.policy.quality.scheme;
                requirement(code, scheme).text(scheme)
            }
            (Column::NeededBy, _) => Date::from_ordinal(code).expect("it was read").to_string(),
            _ => decimal(),
        }
    }

    /// Puts the items in the order of the request files. These are in the order of what `file_key` says of them, with the
    /// least request of each behind their names, so that files of one name are in the order of their requests.
    pub(crate) fn in_order<'n>(
        &self,
        requested: &[Option<usize>],
        file_key: impl Fn(usize) -> (&'n Untrusted, usize),
    ) -> Vec<u32> {
        let part = &*self.part;
        let mut least: BTreeMap<u32, Option<&str>> = BTreeMap::new();
        for row in &part.requested {
            let request = row.item.and_then(|item| part.keys[item as usize].request);
            let request = request.map(|request| part.requests.shown(request));
            least.entry(row.at.file).and_modify(|least| *least = request.min(*least)).or_insert(request);
        }
        let mut files: Vec<_> = least
            .into_iter()
            .map(|(file, least)| {
                let (name, place) = file_key(file as usize);
                (name, least, place, file)
            })
            .collect();
        files.sort_unstable();
        let ranks: HashMap<u32, usize> = files.into_iter().map(|(.., file)| file).zip(0..).collect();
        let place = |row: usize| (ranks[&part.requested[row].at.file], row);
        let of_row = (0_u32..).zip(requested).filter_map(|(item, row)| row.map(|row| (place(row), item)));
        let mut items: Vec<((usize, usize), u32)> = of_row.collect();
        items.sort_unstable();
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// Puts the items that are quoted in the order of request, lot and name. Those without a request are of the `given`
    /// one.
    pub(crate) fn by_name(&self, given: Option<u32>) -> Vec<u32> {
        let part = &*self.part;
        let mut is_quoted = vec![false; part.keys.len()];
        for item in part.named.iter().map(|(item, _)| *item).filter(|item| *item != UNNAMED) {
            is_quoted[item as usize] = true;
        }
        let quoted = (0_u32..).zip(&part.keys).filter(|(item, _)| is_quoted[*item as usize]);
        let (requests, lots) = (places(&part.requests), places(&part.lots));
        // What has none comes first.
        let place =
            |places: &[u32], number: Option<u32>| number.map_or(0, |number| u64::from(places[number as usize]) + 1);
        // The first bytes of a name part most names, without a look at the name itself.
        let mut items: Vec<(u64, u128, &str, u32)> = quoted
            .map(|(item, ItemKey { request, lot, name })| {
                let name = part.names.shown(*name);
                (place(&requests, request.or(given)) << 32 | place(&lots, *lot), first_bytes(name), name, item)
            })
            .collect();
        items.sort_unstable();
        items.into_iter().map(|(.., item)| item).collect()
    }
}

/// Returns, by its number, the place of each name among all of them in order.
fn places(names: &Names) -> Vec<u32> {
    let mut order: Vec<(&str, u32)> = names.all().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    for (place, (_, number)) in (0..).zip(order) {
        places[number as usize] = place;
    }
    places
}

/// Returns a place as faults name it.
pub(crate) fn row_ref(place: PlaceInInput) -> RowRef {
    RowRef { file: place.input, row: place.row, line: place.line }
}
