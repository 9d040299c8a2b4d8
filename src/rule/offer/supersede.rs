//! Which quotes of a vendor count: the latest round, the price break that the quantity reaches, each row once.

use std::collections::HashMap;

use crate::rule::dataset::quotes::QuoteId;
use crate::rule::offer::cost::Costing;
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

/// Finds the quotes of an item that others of their vendors supersede; quotes of a vendor are one after another.
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
    let has_rounds = store.has(Column::Round);
    let has_breaks = store.has(Column::FromQuantity);
    if !has_rounds && !has_breaks {
        return found;
    }
    let all: Vec<QuoteId> = quotes.collect();
    for run in all.chunk_by(|a, b| store.vendor(*a) == store.vendor(*b)) {
        let mut live: Vec<QuoteId> = run.iter().copied().filter(|quote| !found.contains_key(quote)).collect();
        if has_rounds {
            keep_latest(
                &mut live,
                |quote| store.code(Column::Round, quote),
                |quote, by| {
                    found.insert(quote, Superseded::EarlierRound(by));
                },
            );
        }
        if has_breaks {
            for (quote, by) in breaks(costing, &live) {
                found.insert(quote, Superseded::PriceBreak(by));
            }
        }
    }
    found
}

/// Keeps the quotes with the greatest value; the others are superseded by the first of these.
fn keep_latest(
    live: &mut Vec<QuoteId>,
    value: impl Fn(QuoteId) -> Option<i64>,
    mut supersede: impl FnMut(QuoteId, QuoteId),
) {
    let latest = live.iter().map(|quote| value(*quote)).max().flatten();
    let Some(by) = live.iter().copied().find(|quote| value(*quote) == latest) else { return };
    live.retain(|quote| {
        let counts = value(*quote) == latest;
        if !counts {
            supersede(*quote, by);
        }
        counts
    });
}

/// Finds the quotes whose price break does not apply, each with one that does. Where none is reached, the least one is left to
/// be rejected.
pub(crate) fn breaks(costing: Costing<'_>, live: &[QuoteId]) -> Vec<(QuoteId, QuoteId)> {
    let from = |quote: QuoteId| costing.dataset.quotes.code(Column::FromQuantity, quote);
    if live.len() < 2 || live.iter().all(|quote| from(*quote).is_none()) {
        return Vec::new();
    }
    let is_within = |quote: &QuoteId| {
        let units = costing.order(*quote).ok().map(|order| order.units);
        units.is_some_and(|units| Fraction::from_millionths(from(*quote).unwrap_or(0)) <= units)
    };
    let reached: Vec<QuoteId> = live.iter().copied().filter(is_within).collect();
    let applies =
        reached.iter().map(|quote| from(*quote)).max().or_else(|| live.iter().map(|quote| from(*quote)).min());
    let candidates = if reached.is_empty() { live } else { &reached };
    let Some(by) = candidates.iter().copied().find(|quote| Some(from(*quote)) == applies) else { return Vec::new() };
    let applies = |quote: &QuoteId| candidates.contains(quote) && from(*quote) == from(by);
    live.iter().copied().filter(|quote| !applies(quote)).map(|quote| (quote, by)).collect()
}
