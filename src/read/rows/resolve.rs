//! Rows that leave out the request or the lot of their item: it is the one of the other rows of that name.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::items::ItemChecks;
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::sheet::at_column;
use crate::rule::dataset::items::{ITEM_COLUMNS, ItemKey};
use crate::rule::note;
use crate::value::column::Column;
use crate::value::untrusted::Untrusted;

/// What the rows of a name say of their request or lot, as numbers of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Found {
    #[default]
    Nothing,
    One(u32),
    Several,
}

impl Found {
    fn with(self, number: u32) -> Self {
        match self {
            Self::Nothing => Self::One(number),
            Self::One(known) if known == number => self,
            Self::One(_) | Self::Several => Self::Several,
        }
    }

    fn and(self, other: Self) -> Self {
        match other {
            Self::Nothing => self,
            Self::One(number) => self.with(number),
            Self::Several => Self::Several,
        }
    }
}

/// What rows that leave something out could mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unclear {
    Request,
    Lot,
}

/// What is found in a table under a key.
fn found<K: std::hash::Hash + Eq>(table: &HashMap<K, Found>, key: &K) -> Found {
    table.get(key).copied().unwrap_or_default()
}

impl ItemChecks<'_, '_> {
    /// Lets rows that name no request or no lot speak of the one item of that name that has it; marks the items where
    /// several have, each row of which is a fault. Where a request is `given` for all items, rows without one mean that.
    pub(crate) fn resolve(&mut self, given: Option<u32>, log: &mut Log) -> Vec<bool> {
        let keys = &self.part.keys;
        if keys.iter().all(|key| key.request.is_none() && key.lot.is_none()) {
            return vec![false; keys.len()];
        }
        let (targets, unclear) = settled(keys, given);
        self.move_items(&targets);
        let mut is_unclear = vec![false; self.part.keys.len()];
        for item in unclear.keys() {
            is_unclear[*item as usize] = true;
        }
        self.refuse_unclear(&unclear, log);
        is_unclear
    }

    /// Makes rows of some items be rows of others.
    fn move_items(&mut self, targets: &[(u32, ItemKey)]) {
        if targets.is_empty() {
            return;
        }
        let target: HashMap<u32, u32> = targets.iter().map(|(item, key)| (*item, self.part.item_of(*key))).collect();
        let moved = |item: u32| target.get(&item).copied().unwrap_or(item);
        self.part.requested.iter_mut().for_each(|row| row.item = row.item.map(moved));
        self.part.named.iter_mut().for_each(|(item, _)| *item = moved(*item));
        let stated = self.part.fields.clone();
        for (item, _) in targets {
            let to = moved(*item);
            self.part.fields.absorb(to, &stated, *item, |_, code| code);
            if let Some(witnesses) = &mut self.part.witnesses {
                for place in 0..ITEM_COLUMNS.len() {
                    let more = witnesses.remove(&(*item, place)).unwrap_or_default();
                    witnesses.entry((to, place)).or_default().extend(more);
                }
            }
        }
    }

    #[cold]
    fn refuse_unclear(&self, unclear: &HashMap<u32, Unclear>, log: &mut Log) {
        let requested = self.part.requested.iter().filter_map(|row| Some((row.item?, row.at)));
        let alike = self.alike(unclear);
        let mut requests: HashMap<u32, note::Names> = HashMap::new();
        for (item, at) in requested.chain(self.quoted()) {
            let (column, fault) = match unclear.get(&item) {
                None => continue,
                Some(Unclear::Lot) => (Column::Lot, FaultKind::WhichLot { item: self.name(item) }),
                Some(Unclear::Request) => {
                    let requests = requests.entry(item).or_insert_with(|| self.requests_of(item, &alike)).clone();
                    (Column::Request, FaultKind::WhichRequest { item: self.name(item), requests })
                }
            };
            log.row(at, at_column(self.sheets, at, column), fault);
        }
    }

    /// Returns, by name, the items of the names of some items.
    fn alike(&self, items: &HashMap<u32, Unclear>) -> HashMap<u32, Vec<ItemKey>> {
        let names = items.keys().map(|item| (self.part.keys[*item as usize].name, Vec::new()));
        let mut alike: HashMap<u32, Vec<ItemKey>> = names.collect();
        for key in &self.part.keys {
            alike.entry(key.name).and_modify(|items| items.push(*key));
        }
        alike
    }

    /// Lists the requests of the items that rows without one could speak of.
    fn requests_of(&self, item: u32, alike: &HashMap<u32, Vec<ItemKey>>) -> note::Names {
        let own = self.part.keys[item as usize];
        let is_meant = |key: &&ItemKey| own.lot.is_none() || key.lot.is_none() || key.lot == own.lot;
        let items = alike[&own.name].iter().filter(is_meant);
        let requests: HashSet<u32> = items.filter_map(|key| key.request).collect();
        let names: BTreeSet<Untrusted> =
            requests.into_iter().map(|request| Untrusted::new(self.part.requests.shown(request))).collect();
        names.into()
    }
}

/// Finds for the items that lack a request or a lot which ones they are, and those that could be several.
fn settled(keys: &[ItemKey], given: Option<u32>) -> (Vec<(u32, ItemKey)>, HashMap<u32, Unclear>) {
    // Rows without a number that have it from outside are not unclear, whatever the others say.
    let or_given = |found: Found| match (found, given) {
        (Found::One(_) | Found::Several, Some(given)) => Found::One(given),
        (found, _) => found,
    };
    // By name alone; by name and request, of which there may be none.
    let mut requests: HashMap<u32, Found> = HashMap::new();
    let mut lots: HashMap<(u32, Option<u32>), Found> = HashMap::new();
    for key in keys {
        if let Some(request) = key.request {
            let slot = requests.entry(key.name).or_default();
            *slot = slot.with(request);
        }
        if let Some(lot) = key.lot {
            let slot = lots.entry((key.name, key.request)).or_default();
            *slot = slot.with(lot);
        }
    }
    let mut settled = keys.to_vec();
    let mut unclear = HashMap::new();
    for ((item, key), settled) in (0_u32..).zip(keys).zip(&mut settled).filter(|((_, key), _)| key.lot.is_none()) {
        match (key.request, or_given(found(&requests, &key.name))) {
            (None, Found::Several) => {
                unclear.insert(item, Unclear::Request);
                continue;
            }
            (None, Found::One(request)) => settled.request = Some(request),
            (None, Found::Nothing) | (Some(_), _) => {}
        }
        let of_request = found(&lots, &(key.name, settled.request));
        // Lots of rows without a number may be of another request, so that they count only where there are no others.
        let knows = key.request.is_some() && of_request != Found::Nothing;
        match if knows { of_request } else { of_request.and(found(&lots, &(key.name, None))) } {
            Found::Nothing => {}
            Found::One(lot) => settled.lot = Some(lot),
            Found::Several => {
                unclear.insert(item, Unclear::Lot);
            }
        }
    }
    // Rows that name their lot mean the request in which the item is in that lot.
    let mut requests: HashMap<(u32, Option<u32>), Found> = HashMap::new();
    for ItemKey { request, lot, name } in &settled {
        if let Some(request) = request {
            let slot = requests.entry((*name, *lot)).or_default();
            *slot = slot.with(*request);
        }
    }
    for ((item, key), settled) in (0_u32..).zip(keys).zip(&mut settled) {
        if key.lot.is_some() && key.request.is_none() {
            match or_given(found(&requests, &(key.name, key.lot))) {
                Found::Nothing => {}
                Found::One(request) => settled.request = Some(request),
                Found::Several => {
                    unclear.insert(item, Unclear::Request);
                }
            }
        }
    }
    let moved = (0_u32..)
        .zip(keys)
        .zip(settled)
        .filter(|((item, key), settled)| *key != settled && !unclear.contains_key(item));
    (moved.map(|((item, _), settled)| (item, settled)).collect(), unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items as `request lot`, of one name; `-` is left out.
    fn keys(items: &[&str]) -> Vec<ItemKey> {
        let number = |text: &str| text.parse().ok();
        let key = |(request, lot): (&str, &str)| ItemKey { request: number(request), lot: number(lot), name: 0 };
        items.iter().map(|item| key(item.split_once(' ').unwrap())).collect()
    }

    fn text(key: ItemKey) -> String {
        let text = |number: Option<u32>| number.map_or("-".to_owned(), |number| number.to_string());
        format!("{} {}", text(key.request), text(key.lot))
    }

    /// Says for each item which one it is: another one, itself, or why that is unclear.
    fn resolved(items: &[&str], given: Option<u32>) -> Vec<String> {
        let keys = keys(items);
        let (moved, unclear) = settled(&keys, given);
        let moved: HashMap<u32, ItemKey> = moved.into_iter().collect();
        let of_item = |(item, key): (u32, &ItemKey)| match unclear.get(&item) {
            Some(Unclear::Request) => "request?".to_owned(),
            Some(Unclear::Lot) => "lot?".to_owned(),
            None => text(moved.get(&item).copied().unwrap_or(*key)),
        };
        (0..).zip(&keys).map(of_item).collect()
    }

    #[test]
    fn what_rows_leave_out_is_what_the_others_of_that_name_say() {
        for (items, expected) in [
            // Alone, and in full.
            (vec!["- -"], vec!["- -"]),
            (vec!["1 -", "2 -"], vec!["1 -", "2 -"]),
            // One candidate, then several.
            (vec!["1 -", "- -"], vec!["1 -", "1 -"]),
            (vec!["1 -", "2 -", "- -"], vec!["1 -", "2 -", "request?"]),
            (vec!["- 7", "- -"], vec!["- 7", "- 7"]),
            (vec!["- 7", "- 8", "- -"], vec!["- 7", "- 8", "lot?"]),
            // Both are left out, and one of the two.
            (vec!["1 7", "- -"], vec!["1 7", "1 7"]),
            (vec!["1 7", "1 8", "- -", "1 -"], vec!["1 7", "1 8", "lot?", "lot?"]),
            (vec!["1 7", "2 8", "- -"], vec!["1 7", "2 8", "request?"]),
            (vec!["1 7", "2 8", "- 8", "1 -"], vec!["1 7", "2 8", "2 8", "1 7"]),
            (vec!["1 7", "2 7", "- 7"], vec!["1 7", "2 7", "request?"]),
            // A lot of another request is none of theirs, nor one of no request where theirs is known.
            (vec!["1 7", "1 -", "- 8"], vec!["1 7", "1 7", "- 8"]),
            (vec!["1 7", "2 -"], vec!["1 7", "2 -"]),
            (vec!["1 7", "2 -", "- -"], vec!["1 7", "2 -", "request?"]),
            // A request file knows the numbers, the sheet of quotes the lots.
            (vec!["1 -", "- 7"], vec!["1 7", "1 7"]),
            (vec!["1 -", "2 -", "- 7"], vec!["1 7", "2 7", "request?"]),
        ] {
            assert_eq!(resolved(&items, None), expected, "{items:?}");
            let reversed: Vec<&str> = items.iter().copied().rev().collect();
            let expected: Vec<&str> = expected.into_iter().rev().collect();
            assert_eq!(resolved(&reversed, None), expected, "{items:?}, in another order");
        }
    }

    #[test]
    fn a_number_that_is_given_for_all_is_that_of_rows_without_one() {
        assert_eq!(resolved(&["1 -", "2 -", "- -"], Some(1)), ["1 -", "2 -", "1 -"]);
        assert_eq!(resolved(&["1 7", "2 7", "- 7"], Some(1)), ["1 7", "2 7", "1 7"]);
        assert_eq!(resolved(&["- 7", "- -"], Some(1)), ["- 7", "- 7"]);
    }
}
