//! The lines of an offer for a lot: a row for each item below the offer's own.

use super::item::Item;
use crate::policy::Scheme;
use crate::report::model::{Cell, Mark, Row, Text};
use crate::report::wording::en::{reasons, recommendation as words};
use crate::rule::decision::Outcome;
use crate::rule::lots::{Line, Lots};
use crate::rule::offer::gate;
use crate::value::untrusted::UntrustedStr;

impl Item<'_> {
    /// Returns a row for each item of the lot that an offer is for; none of a quote for an item.
    pub(super) fn line_rows(&self, outcome: &Outcome, criteria: usize) -> Vec<Row> {
        let Some((lots, offer)) = self.recommendation.lot_offer(outcome.quote) else { return Vec::new() };
        let vendor = self.recommendation.vendor(outcome.quote);
        offer.lines.iter().map(|line| self.line_row(vendor, lots, line, criteria)).collect()
    }

    fn line_row(&self, vendor: UntrustedStr<'_>, lots: &Lots, line: &Line, criteria: usize) -> Row {
        let by_item = lots.by_item();
        let (dataset, decision) = (by_item.dataset(), lots.decision(line.item));
        let scheme = &by_item.policy().quality.scheme;
        let quote = line.quote.filter(|_| line.total.is_some());
        let quality = quote.and_then(|quote| gate::stated_quality(&dataset.quotes, quote, scheme));
        let quality = quality.map(|quality| quality.text(scheme));
        let why = match line.quote {
            None => words::NOT_QUOTED.into(),
            Some(_) if line.total.is_some() => Text::default(),
            Some(out) => {
                let mut why = Text::default();
                reasons::why(&mut why, by_item, &by_item.reason(decision, decision.outcome(out)));
                why
            }
        };
        let mut cells = vec![
            Cell::name(self.request.lot),
            Cell::name(Some(by_item.request(line.item).item)),
            Cell::Empty,
            Cell::name(Some(vendor)),
            Cell::money(line.total),
            Cell::Empty,
            Cell::number(quote.and_then(|quote| dataset.quotes.unit_price(quote))),
            Cell::words(dataset.currency().to_string()),
            match scheme {
                Scheme::Scale(_) => Cell::name(quality.as_deref().map(UntrustedStr::new)),
                Scheme::Bands(_) | Scheme::Scores => Cell::number(quality),
            },
        ];
        let service = |criterion| Cell::number(quote.and_then(|quote| dataset.quotes.criterion_text(criterion, quote)));
        cells.extend((0..criteria).map(service));
        let place = line.quote.map(|quote| dataset.place(quote));
        cells.extend([
            Cell::words(if line.total.is_some() { words::LINE } else { words::MISSING }),
            Cell::Words(why),
            Cell::name(place.map(|(input, _)| input.name.as_ref())),
            place.map_or(Cell::Empty, |(_, place)| Cell::Count(place.row.into())),
        ]);
        Row::new("line", cells).marked(if line.total.is_some() { Mark::Plain } else { Mark::Out })
    }
}
