//! Which quotes of a vendor count: the latest round, the price break that the quantity reaches, each row once.

use std::collections::HashMap;

use crate::rule::dataset::quotes::QuoteId;
use crate::rule::offer::cost::{Costing, Order};
use crate::value::column::Column;
use crate::value::fraction::Fraction;

/// Why another quote of the same vendor counts instead of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Superseded {
    /// It repeats the other in every cell.
    Duplicate(QuoteId),
    /// The other is of a later round.
    EarlierRound(QuoteId),
    /// The quantity reaches the price break of the other, or not this one.
    PriceBreak(QuoteId),
}

impl Superseded {
    /// Returns the quote that counts.
    #[must_use]
    pub const fn by(self) -> QuoteId {
        match self {
            Self::Duplicate(by) | Self::EarlierRound(by) | Self::PriceBreak(by) => by,
        }
    }

    /// Returns the reason's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Duplicate(_) => "duplicate",
            Self::EarlierRound(_) => "earlier-round",
            Self::PriceBreak(_) => "price-break",
        }
    }
}

/// Finds the quotes of an item that repeat another or are of an earlier round; quotes of a vendor are one after another.
///
/// What a vendor says in the latest round stands instead of all before, whether it can be taken or not.
pub(crate) fn superseded(
    costing: Costing<'_>,
    quotes: impl Iterator<Item = QuoteId> + Clone,
) -> HashMap<QuoteId, Superseded> {
    let store = &costing.dataset.quotes;
    let mut found = HashMap::new();
    if store.has_duplicates() {
        let original = |quote: QuoteId| Some((quote, Superseded::Duplicate(store.original_of(quote)?)));
        found.extend(quotes.clone().filter_map(original));
    }
    if !store.has(Column::Round) {
        return found;
    }
    let round = |quote: &QuoteId| store.code(Column::Round, *quote);
    let all: Vec<QuoteId> = quotes.collect();
    for run in all.chunk_by(|a, b| store.vendor(*a) == store.vendor(*b)) {
        let live: Vec<QuoteId> = run.iter().copied().filter(|quote| !found.contains_key(quote)).collect();
        let latest = live.iter().map(round).max().flatten();
        let (latest, earlier): (Vec<QuoteId>, Vec<QuoteId>) =
            live.into_iter().partition(|quote| round(quote) == latest);
        let Some(by) = first(costing, &latest) else { continue };
        found.extend(earlier.into_iter().map(|quote| (quote, Superseded::EarlierRound(by))));
    }
    found
}

/// Returns the one of several quotes that reasons name: the one of the lowest total, then the first in the sheets.
fn first(costing: Costing<'_>, quotes: &[QuoteId]) -> Option<QuoteId> {
    let total = |quote: QuoteId| costing.total(quote).ok().flatten();
    let key = |quote: QuoteId| (total(quote).is_none(), total(quote), costing.dataset.quotes.place(quote));
    quotes.iter().copied().min_by_key(|quote| key(*quote))
}

/// Finds the quotes of a vendor whose price break does not apply, each with one that does. Breaks count the item's units, so
/// that those of boxes and of pieces compare. Where none is reached, the least one is left, to be rejected.
pub(crate) fn breaks(costing: Costing<'_>, quotes: &[QuoteId]) -> Vec<(QuoteId, QuoteId)> {
    let code = |quote: QuoteId| costing.dataset.quotes.code(Column::FromQuantity, quote).unwrap_or(0);
    if quotes.len() < 2 || quotes.iter().all(|quote| code(*quote) == 0) {
        return Vec::new();
    }
    let from = |quote: &QuoteId| {
        let Order { units, size } = costing.order(*quote).ok()?;
        let from = Fraction::from_millionths(code(*quote));
        Some((from.times(size)?, from <= units))
    };
    let all: Vec<(QuoteId, Fraction, bool)> =
        quotes.iter().filter_map(|quote| from(quote).map(|(from, is_reached)| (*quote, from, is_reached))).collect();
    let reached = all.iter().filter(|(.., is_reached)| *is_reached).map(|(_, from, _)| *from).max();
    let Some(applies) = reached.or_else(|| all.iter().map(|(_, from, _)| *from).min()) else { return Vec::new() };
    let counts =
        |(_, from, is_reached): &&(QuoteId, Fraction, bool)| *from == applies && (*is_reached || reached.is_none());
    let live: Vec<QuoteId> = all.iter().filter(counts).map(|(quote, ..)| *quote).collect();
    let Some(by) = first(costing, &live) else { return Vec::new() };
    quotes.iter().copied().filter(|quote| !live.contains(quote)).map(|quote| (quote, by)).collect()
}
