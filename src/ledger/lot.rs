//! The awards of a lot: one for each line of the accepted offer, so that budgets, departments and receipts stay those of items.

use super::award::{Award, AwardBuilder, Basis, Bought, Chosen, NotTaken, Terms};
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::decision::{Decision, Outcome};
use crate::rule::lots::{Lots, Offer};
use crate::rule::offer::gate;
use crate::rule::savings::Savings;
use crate::value::money::Money;
use crate::value::untrusted::UntrustedStr;

impl AwardBuilder<'_> {
    /// Makes the awards of what a quote offers: one of an item, of a lot one for each of its lines. `None` where there is no such
    /// quote, it names no price, or the offer lacks a line.
    #[must_use]
    pub fn awards(&self, decision: &Decision, quote: QuoteId, terms: Terms) -> Option<Vec<Award>> {
        let whole = self.award(decision, quote, terms)?;
        match self.recommendation().lot_offer(quote) {
            None => Some(vec![whole]),
            Some((lots, offer)) => {
                let lot = Lot { builder: self, decision, quote, lots, offer, whole };
                (0..offer.lines.len()).map(|place| lot.line(place)).collect()
            }
        }
    }
}

/// An accepted offer for a lot.
struct Lot<'l> {
    builder: &'l AwardBuilder<'l>,
    decision: &'l Decision,
    /// Of the comparison by lot.
    quote: QuoteId,
    lots: &'l Lots,
    offer: &'l Offer,
    /// The award as if the lot were an item.
    whole: Award,
}

impl Lot<'_> {
    /// Makes the award of a line. How it was decided is that of the lot; what it costs and is held against is the line's.
    fn line(&self, place: usize) -> Option<Award> {
        let Self { builder, decision, lots, offer, whole, .. } = self;
        let line = offer.lines.get(place)?;
        let (quote, total) = (line.quote?, line.total?);
        let by_item = lots.by_item();
        let dataset = by_item.dataset();
        let request = by_item.request(line.item);
        let (input, at) = dataset.place(quote);
        let text = |text: Option<UntrustedStr<'_>>| text.map(UntrustedStr::to_owned);
        let chosen = Chosen {
            delivery: gate::delivery(&dataset.quotes, quote, whole.on).flatten(),
            file: Some(input.name.clone()),
            grade: by_item.grade_name(quote),
            row: Some(at.row()),
            total,
            unit_price: dataset.quotes.unit_price(quote)?,
            ..whole.bought.chosen.clone()
        };
        let bought = Bought {
            budget: request.budget,
            category: text(request.category),
            department: text(request.department),
            item: request.item.to_owned(),
            last_price: request.last_price,
            lot_total: Some(whole.bought.chosen.total),
            lower: self.lower(place),
            missed: self.missed(place, total),
            needed_by: request.needed_by,
            period: text(request.period),
            purchase: builder.purchases().of(&request),
            quantity: request.quantity,
            request: text(request.number),
            unit: text(request.unit),
            chosen,
            ..whole.bought.clone()
        };
        let savings = Savings::of_line(builder.recommendation(), decision, self.quote, place);
        Some(Award { bought, savings, ..whole.clone() })
    }

    /// Lists the offers of a lower total for the lot, each with what the line costs in it.
    fn lower(&self, place: usize) -> Vec<NotTaken> {
        let own = self.decision.outcome(self.quote).total;
        let lower = self.decision.outcomes.iter().filter(|outcome| outcome.total.is_some() && outcome.total < own);
        lower
            .filter_map(|outcome| {
                let total = self.lots.line_total(outcome.quote, place)?;
                Some(self.builder.not_taken(self.decision, outcome, total))
            })
            .collect()
    }

    /// Returns how much less the line costs in the cheapest admitted offer for the lot, where that is not the accepted one: it may
    /// be more, since only the lot is cheaper.
    fn missed(&self, place: usize, total: Money) -> Option<Money> {
        self.whole.bought.missed?;
        let is_admitted = |outcome: &&Outcome| Basis::of(outcome.fate) != Basis::DespiteGate;
        let admitted = self.decision.outcomes.iter().filter(is_admitted);
        let cheapest = admitted.min_by_key(|outcome| (outcome.total, outcome.quote))?;
        let missed = total.minus(self.lots.line_total(cheapest.quote, place)?)?;
        (missed.minor() != 0).then_some(missed)
    }
}
