//! Awards by lot: the items of a lot become one item, for which each vendor has one quote, the sum of its lines.
//!
//! All else, from the ranking to the reports, then takes a lot for an item. The comparison by item, which the lots are made
//! of, is kept with what it decides: of it are the lines and the reasons why some are missing.

mod build;

use std::collections::{BTreeSet, HashMap};

use self::build::Build;
use super::dataset::Dataset;
use super::dataset::quotes::{ItemId, QuoteId};
use super::decision::Decision;
use super::note::{Names, Note};
use super::offer::gate::Rejection;
use super::recommendation::Recommendation;
use crate::value::money::Money;
use crate::value::untrusted::UntrustedStr;

/// The lots of a comparison, and the comparison by item that they are made of.
#[derive(Debug)]
pub(crate) struct Lots {
    by_item: Box<Recommendation>,
    /// What the rule decides by item, in the order of the items.
    decisions: Vec<Decision>,
    /// In the order of the result.
    entries: Vec<Entry>,
    /// The offers for lots, by their quotes in the comparison by lot.
    offers: HashMap<QuoteId, Offer>,
}

/// What is awarded together.
#[derive(Debug)]
enum Entry {
    /// An item without a lot, which is compared as it is.
    Single(ItemId),
    /// The items of a lot, in their order.
    Lot(Vec<ItemId>),
}

/// What a vendor offers for a lot: a line for each of its items, in their order.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) lines: Vec<Line>,
    /// Why it takes no part, where it takes none.
    rejection: Option<Rejection>,
}

/// What a vendor quotes for an item of a lot; quotes are those of the comparison by item.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) item: ItemId,
    /// The quote that counts, or where none is admitted the first one; `None` where there is no quote at all.
    pub(crate) quote: Option<QuoteId>,
    /// What the line costs; `None` where no quote is admitted.
    pub(crate) total: Option<Money>,
    /// The vendor's other quotes for the item, in the order of the item's outcomes.
    pub(crate) others: Vec<QuoteId>,
}

impl Offer {
    /// Says whether the offer takes part.
    pub(crate) fn admitted(&self) -> Result<(), Rejection> {
        self.rejection.map_or(Ok(()), Err)
    }

    /// Returns the lines that keep the offer from being complete.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.total.is_none())
    }
}

impl Lots {
    /// Returns the comparison by item.
    pub(crate) fn by_item(&self) -> &Recommendation {
        &self.by_item
    }

    /// Returns what the rule decides of an item by itself.
    pub(crate) fn decision(&self, item: ItemId) -> &Decision {
        &self.decisions[item.index()]
    }

    /// Returns the items of a lot; `None` of an item without a lot.
    pub(crate) fn items(&self, lot: ItemId) -> Option<&[ItemId]> {
        match &self.entries[lot.index()] {
            Entry::Single(_) => None,
            Entry::Lot(items) => Some(items),
        }
    }

    /// Returns the offer for a lot that a quote of the comparison by lot stands for.
    pub(crate) fn offer(&self, quote: QuoteId) -> Option<&Offer> {
        self.offers.get(&quote)
    }

    /// Returns what an item costs in an offer, by its place in the lot; `None` where no quote of it is admitted.
    pub(crate) fn line_total(&self, offer: QuoteId, place: usize) -> Option<Money> {
        self.offer(offer)?.lines.get(place)?.total
    }

    /// Notes the items of a lot whose budgets are missing, where others have one: the lot then has none.
    pub(crate) fn without_budget(&self, lot: ItemId) -> Option<Note> {
        let items = self.items(lot)?;
        let requests = items.iter().map(|item| self.by_item.request(*item));
        let without = requests.filter(|request| request.budget.is_none());
        let names: BTreeSet<_> = without.map(|request| request.item.to_owned()).collect();
        (!names.is_empty() && names.len() < items.len()).then(|| Note::LotWithoutBudget { items: Names::from(names) })
    }
}

/// Makes the dataset in which lots are items, or returns the comparison by item where no item has a lot.
pub(super) fn by_lot(by_item: Box<Recommendation>) -> Result<(Dataset, Lots), Box<Recommendation>> {
    let entries = entries(&by_item);
    if !entries.iter().any(|entry| matches!(entry, Entry::Lot(_))) {
        return Err(by_item);
    }
    let decisions = by_item.decisions();
    let mut build = Build::new(&by_item, &decisions);
    for entry in &entries {
        match entry {
            Entry::Single(item) => build.add_item(*item),
            Entry::Lot(items) => build.add_lot(items),
        }
    }
    let (dataset, offers) = build.finish(&entries);
    Ok((dataset, Lots { by_item, decisions, entries, offers }))
}

/// Puts the items of each request that share a lot together, at the place of the first.
fn entries(by_item: &Recommendation) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut lots: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    for item in by_item.dataset().items() {
        let request = by_item.request(item);
        let Some(lot) = request.lot else {
            entries.push(Entry::Single(item));
            continue;
        };
        let place = *lots.entry((request.number.map(UntrustedStr::raw), lot.raw())).or_insert(entries.len());
        match entries.get_mut(place) {
            Some(Entry::Lot(items)) => items.push(item),
            Some(Entry::Single(_)) => unreachable!("the place is that of a lot"),
            None => entries.push(Entry::Lot(vec![item])),
        }
    }
    entries
}
