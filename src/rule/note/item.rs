//! What is worth saying of an item's decision.

use std::collections::{BTreeMap, HashSet};

use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::{QuoteId, TERMS};
use crate::rule::decision::{Decision, DecisionKind, Fate, Outcome};
use crate::rule::lots::Offer;
use crate::rule::note::{Note, Without};
use crate::rule::offer::cost::{Costing, Order};
use crate::rule::offer::supersede::Superseded;
use crate::rule::recommendation::Recommendation;
use crate::value::column::Column;
use crate::value::fraction::Fraction;
use crate::value::money::Quantity;
use crate::value::untrusted::UntrustedStr;

/// Returns the notes on an item's decision.
#[must_use]
pub(crate) fn notes_of(recommendation: &Recommendation, decision: &Decision) -> Vec<Note> {
    let lots = recommendation.lots().and_then(|lots| Some((lots, lots.items(decision.item)?)));
    let mut notes = of_decision(recommendation, decision);
    let Some((lots, items)) = lots else {
        notes.extend(of_quotes(recommendation, decision, &is_chosen));
        return Note::sorted(notes);
    };
    notes.extend(lots.without_budget(decision.item));
    let taken = decision.outcomes.iter().filter(|outcome| is_chosen(outcome));
    let taken: HashSet<QuoteId> = taken.filter_map(|outcome| lots.offer(outcome.quote)).flat_map(lines).collect();
    let by_item = lots.by_item();
    for item in items {
        let own = of_quotes(by_item, lots.decision(*item), &|outcome| taken.contains(&outcome.quote));
        notes.extend(own.into_iter().map(|note| {
            let note = if let Note::VendorTwice { vendor } = note { Note::LineOfSeveral { vendor } } else { note };
            Note::OfLine { item: by_item.request(*item).item.to_owned(), note: Box::new(note) }
        }));
    }
    Note::sorted(notes)
}

/// Returns the quotes that an offer for a lot is made of.
fn lines(offer: &Offer) -> impl Iterator<Item = QuoteId> {
    offer.lines.iter().filter_map(|line| line.quote)
}

/// Returns what is worth saying of an item's quotes.
fn of_quotes(recommendation: &Recommendation, decision: &Decision, is_chosen: &dyn Fn(&Outcome) -> bool) -> Vec<Note> {
    let dataset = recommendation.dataset();
    let request = recommendation.request(decision.item);
    let vendor = |quote: QuoteId| recommendation.vendor(quote).to_owned();
    let is_offer = |outcome: &&Outcome| !matches!(outcome.fate, Fate::Rejected(_) | Fate::Superseded(_));
    let mut offers: Vec<&Outcome> = decision.outcomes.iter().filter(is_offer).collect();
    // Vendors are then one after another.
    offers.sort_unstable_by_key(|outcome| outcome.quote);
    let mut notes = Vec::new();
    for run in offers.chunk_by(|a, b| dataset.quotes.vendor(a.quote) == dataset.quotes.vendor(b.quote)) {
        if run.len() > 1 {
            notes.push(Note::VendorTwice { vendor: vendor(run[0].quote) });
        }
    }
    let free = offers.iter().filter(|offer| dataset.quotes.code(Column::UnitPrice, offer.quote) == Some(0));
    notes.extend(free.map(|offer| Note::ZeroPrice { vendor: vendor(offer.quote) }));
    if request.needed_by.is_some() {
        let silent = offers.iter().filter(|offer| dataset.states_no_delivery(offer.quote));
        notes.extend(silent.map(|offer| Note::DeliveryNotStated { vendor: vendor(offer.quote) }));
    }
    let costing = Costing { dataset, policy: recommendation.policy(), request: &request };
    if !dataset.quotes.has_plain_prices() {
        notes.extend(offers.iter().filter(|offer| is_chosen(offer)).filter_map(|offer| {
            let surplus = costing.surplus(offer.quote).filter(|_| request.is_counted)?;
            Some(Note::Surplus { vendor: vendor(offer.quote), surplus, unit: request.unit.map(UntrustedStr::to_owned) })
        }));
        notes.extend(packs_differ(costing, &offers).then_some(Note::PackSizesDiffer));
    }
    notes.extend(decision.outcomes.iter().filter_map(|outcome| more_is_cheaper(costing, decision, outcome)));
    notes.extend(states_less(dataset, decision));
    notes
}

/// Returns what is worth saying of what is decided.
fn of_decision(recommendation: &Recommendation, decision: &Decision) -> Vec<Note> {
    let dataset = recommendation.dataset();
    let request = recommendation.request(decision.item);
    let vendor = |quote: QuoteId| recommendation.vendor(quote).to_owned();
    let mut notes = Vec::new();
    if let (Some(chosen), Some(budget)) = (decision.recommended(), request.budget)
        && let Some(excess) = chosen
            .total
            .and_then(|total| total.payable(dataset.currency()).minus(budget))
            .filter(|excess| excess.minor() > 0)
    {
        notes.push(Note::OverBudget { vendor: vendor(chosen.quote), excess, currency: dataset.currency() });
    }
    if let (Some(window), Some(without)) = (decision.window, &decision.without_window_setter) {
        let without = match without.kind {
            DecisionKind::Recommended(other) => Without::Chosen(vendor(other)),
            DecisionKind::Tie => Without::Tie,
            DecisionKind::TradeOff => Without::TradeOff,
            DecisionKind::None => Without::Nobody,
        };
        notes.push(Note::DependsOnWindow { vendor: vendor(window.set_by), without });
    }
    notes
}

/// Says whether a person may come to buy from an offer by the decision.
const fn is_chosen(outcome: &Outcome) -> bool {
    matches!(outcome.fate, Fate::Recommended | Fate::Candidate)
}

/// Says whether offers that are priced by the item's own unit state different counts of what is in it.
fn packs_differ(costing: Costing<'_>, offers: &[&Outcome]) -> bool {
    let is_own = |quote: QuoteId| costing.order(quote).is_ok_and(|order| order.size == Fraction::ONE);
    let packs = offers.iter().filter(|offer| is_own(offer.quote));
    let mut packs = packs.filter_map(|offer| costing.dataset.quotes.code(Column::PackSize, offer.quote));
    packs.next().is_some_and(|first| packs.any(|other| other != first))
}

/// Notes where a price break beyond the quantity makes more cost less in all than what was asked for.
fn more_is_cheaper(costing: Costing<'_>, decision: &Decision, outcome: &Outcome) -> Option<Note> {
    let Fate::Superseded(Superseded::PriceBreak(by)) = outcome.fate else { return None };
    let (quote, dataset) = (outcome.quote, costing.dataset);
    let from = dataset.quotes.decimal(Column::FromQuantity, quote)?;
    let Order { units, size } = costing.order(quote).ok()?;
    let first = Fraction::from_decimal(from);
    let quantity = first.times(size).filter(|_| first > units)?.to_decimal().and_then(Quantity::try_new)?;
    let request = Request { quantity, ..*costing.request };
    let total = Costing { request: &request, ..costing }.total(quote).ok().flatten()?;
    let asked = decision.outcome(by).total.filter(|_| costing.request.is_counted)?;
    let less = asked.minus(total).filter(|less| less.minor() > 0)?;
    Some(Note::MoreIsCheaper { vendor: dataset.vendor_of(quote).to_owned(), from, total, less })
}

/// Notes what vendors stated in an earlier round and leave open in all that they offer in their latest.
fn states_less(dataset: &Dataset, decision: &Decision) -> Vec<Note> {
    let quotes = &dataset.quotes;
    let earlier = decision.outcomes.iter().filter_map(|outcome| {
        let Fate::Superseded(Superseded::EarlierRound(by)) = outcome.fate else { return None };
        Some((outcome.quote, by))
    });
    if earlier.clone().next().is_none() {
        return Vec::new();
    }
    let columns: Vec<Column> =
        TERMS.iter().map(|(column, _)| *column).filter(|column| *column != Column::Round).collect();
    let states = |quote: QuoteId| columns.iter().map(move |column| quotes.code(*column, quote).is_some());
    let round = |quote: QuoteId| (quotes.vendor(quote), quotes.code(Column::Round, quote));
    // Of a vendor's round that has several offers, what any of them states.
    let mut by_round: BTreeMap<_, Vec<bool>> = BTreeMap::new();
    for outcome in &decision.outcomes {
        let own = by_round.entry(round(outcome.quote)).or_insert_with(|| vec![false; columns.len()]);
        own.iter_mut().zip(states(outcome.quote)).for_each(|(own, states)| *own |= states);
    }
    let of_quote = |(quote, by): (QuoteId, QuoteId)| {
        let less = states(quote).zip(&by_round[&round(by)]).zip(&columns);
        let less = less.filter(|((before, now), _)| *before && !**now).map(|(_, column)| *column);
        let vendor = dataset.vendor_of(quote).to_owned();
        less.map(|column| Note::RoundStatesLess { vendor: vendor.clone(), column }).collect::<Vec<_>>()
    };
    earlier.flat_map(of_quote).collect()
}
