//! The items of all inputs: lots that rows left out, items that nobody requested, disagreements, and their order.

use std::collections::{HashMap, HashSet};

use super::part::{Part, UNNAMED};
use crate::policy::AwardBy;
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::{Sheet, at_column};
use crate::rule::items::{FIRST_TEXT, ITEM_COLUMNS, ItemKey, Stated, place_of, requirement};
use crate::rule::quotes::PlaceInInput;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::from_millionths;
use crate::value::money::Money;
use crate::value::name::first_bytes;
use crate::value::source::{Place, RowRef};
use crate::value::untrusted::Untrusted;

/// For how many quotes of a file that nobody asked for a near name is searched.
const SEARCHED: usize = 20;

/// What holds the rows of all inputs against one another.
pub(crate) struct ItemChecks<'c, 'p> {
    pub(crate) part: &'c mut Part<'p>,
    pub(crate) sheets: &'c [Sheet],
}

impl ItemChecks<'_, '_> {
    /// Lets rows that name no lot speak of the one item of that name that has one; marks the items where several have,
    /// each row of which is a fault.
    pub(crate) fn resolve_lots(&mut self, log: &mut Log) -> Vec<bool> {
        let mut with_lot: HashMap<u32, Vec<u32>> = HashMap::new();
        for (item, key) in (0_u32..).zip(&self.part.keys).filter(|(_, key)| key.lot.is_some()) {
            with_lot.entry(key.name).or_default().push(item);
        }
        let mut unclear = vec![false; self.part.keys.len()];
        if with_lot.is_empty() {
            return unclear;
        }
        let mut target: HashMap<u32, u32> = HashMap::new();
        for (item, key) in (0_u32..).zip(&self.part.keys).filter(|(_, key)| key.lot.is_none()) {
            match with_lot.get(&key.name).map(Vec::as_slice) {
                Some([only]) => {
                    target.insert(item, *only);
                }
                Some(_) => unclear[item as usize] = true,
                None => {}
            }
        }
        let moved = |item: u32| target.get(&item).copied().unwrap_or(item);
        self.part.requested.iter_mut().for_each(|row| row.item = row.item.map(moved));
        self.part.named.iter_mut().for_each(|(item, _)| *item = moved(*item));
        let stated = self.part.fields.clone();
        for (item, to) in target {
            self.part.fields.absorb(to, &stated, item, |_, code| code);
            if let Some(witnesses) = &mut self.part.witnesses {
                for place in 0..ITEM_COLUMNS.len() {
                    let more = witnesses.remove(&(item, place)).unwrap_or_default();
                    witnesses.entry((to, place)).or_default().extend(more);
                }
            }
        }
        if unclear.contains(&true) {
            let quoted = self.quoted().map(|(item, at)| (Some(item), at));
            let requested = self.part.requested.iter().map(|row| (row.item, row.at));
            for (item, at) in requested.chain(quoted) {
                if let Some(item) = item.filter(|item| unclear[*item as usize]) {
                    let fault = FaultKind::WhichLot { item: self.name(item) };
                    log.row(at, at_column(self.sheets, at, Column::Lot), fault);
                }
            }
        }
        unclear
    }

    /// Returns the items of quotes, with the rows of these, in the order of reading.
    fn quoted(&self) -> impl Iterator<Item = (u32, RowRef)> {
        let named = (0_u32..).zip(&self.part.named).filter(|(_, (item, _))| *item != UNNAMED);
        named.map(|(row, (item, _))| (*item, row_ref(self.part.rows.places.of(row))))
    }

    fn name(&self, item: u32) -> Untrusted {
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
            let near = if log.kept(at.file) < SEARCHED { self.near_item(&item) } else { None };
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

    /// Names an item, and its lot where it has one.
    fn labelled(&self, item: u32) -> Untrusted {
        let name = self.name(item);
        match self.part.keys[item as usize].lot {
            Some(lot) => Untrusted::new(&format!("{} (lot {})", name.raw(), self.part.lots.shown(lot))),
            None => name,
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
    pub(crate) fn refuse_disagreements(
        &self,
        items: &[u32],
        currency: Currency,
        request: Option<&Untrusted>,
        log: &mut Log,
    ) {
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
                let fault = match (column, request) {
                    (Column::Budget | Column::Ceiling, _) => {
                        let amount = from_millionths(*first);
                        let is_too_fine = Money::exact(amount, currency).is_none();
                        is_too_fine.then(|| FaultKind::TooFine { text: amount.to_string(), currency })
                    }
                    (Column::Request, Some(number)) if self.spelt(place, *first) != number.raw() => {
                        let option = Place { file: Untrusted::new("--request-id"), row: None, column: None };
                        Some(FaultKind::Disagrees {
                            text: Untrusted::new(&self.spelt(place, *first)),
                            other: Box::new(option),
                            other_text: number.clone(),
                        })
                    }
                    _ => None,
                };
                if let Some(fault) = fault {
                    log.row(*first_at, at_column(self.sheets, *first_at, column), fault);
                }
            }
        }
    }

    /// Says whether [`refuse_disagreements`](Self::refuse_disagreements) would find a fault if witnesses were kept.
    pub(crate) fn has_disagreements(&self, items: &[u32], currency: Currency, request: Option<&Untrusted>) -> bool {
        let fields = &self.part.fields;
        let is_too_fine = |item: &u32, column: Column| match fields.stated(*item, place_of(column)) {
            Stated::Same(code) => Money::exact(from_millionths(code), currency).is_none(),
            Stated::Nothing | Stated::Disputed => false,
        };
        let has_too_fine = |column| !fields.is_silent(column) && items.iter().any(|item| is_too_fine(item, column));
        let place = place_of(Column::Request);
        let is_other = |item: &u32| match (request, fields.stated(*item, place)) {
            (Some(number), Stated::Same(code)) => self.spelt(place, code) != number.raw(),
            _ => false,
        };
        fields.has_disputes()
            || [Column::Budget, Column::Ceiling].into_iter().any(has_too_fine)
            || (request.is_some() && items.iter().any(is_other))
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

    /// Puts the items in the order of the result: as in the request file, without one by lot and name.
    pub(crate) fn ordered(&self, requested: Option<&[Option<usize>]>) -> Vec<u32> {
        let part = &*self.part;
        if let Some(requested) = requested {
            let of_row = (0_u32..).zip(requested).filter_map(|(item, row)| row.map(|row| (row, item)));
            let mut items: Vec<(usize, u32)> = of_row.collect();
            items.sort_unstable();
            return items.into_iter().map(|(_, item)| item).collect();
        }
        let mut is_quoted = vec![false; part.keys.len()];
        for item in part.named.iter().map(|(item, _)| *item).filter(|item| *item != UNNAMED) {
            is_quoted[item as usize] = true;
        }
        let quoted = (0_u32..).zip(&part.keys).filter(|(item, _)| is_quoted[*item as usize]);
        // The first bytes of a name part most names, without a look at the name itself.
        let mut items: Vec<(Option<&str>, u128, &str, u32)> = quoted
            .map(|(item, ItemKey { lot, name })| {
                let name = part.names.shown(*name);
                (lot.map(|lot| part.lots.shown(lot)), first_bytes(name), name, item)
            })
            .collect();
        items.sort_unstable();
        items.into_iter().map(|(.., item)| item).collect()
    }
}

/// Returns a place as faults name it.
pub(crate) fn row_ref(place: PlaceInInput) -> RowRef {
    RowRef { file: place.input, row: place.row, line: place.line }
}
