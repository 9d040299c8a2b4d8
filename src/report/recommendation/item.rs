//! An item of a recommendation: its row of the summary, and its section with every quote.

use std::borrow::Cow;

use super::note_of;
use crate::policy::Scheme;
use crate::report::model::{Bar, Cell, Column, Mark, Note, Priority, Row, Section, Shade, Table, Text, View};
use crate::report::wording::en::{costs, reasons, recommendation as words};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::{ItemId, QuoteId};
use crate::rule::decision::{Decision, DecisionKind, Fate, Outcome};
use crate::rule::note::item::notes_of;
use crate::rule::offer::gate;
use crate::rule::recommendation::Recommendation;
use crate::rule::savings::{Savings, under_budget};
use crate::value::currency::Currency;
use crate::value::money::Money;
use crate::value::untrusted::UntrustedStr;

/// An item with all that is looked up of it.
#[derive(Clone)]
pub(super) struct Item<'r> {
    pub(super) recommendation: &'r Recommendation,
    pub(super) request: Request<'r>,
    decision: Decision,
    /// Whether the items belong to several requests, so that each names its own.
    has_requests: bool,
}

impl<'r> Item<'r> {
    pub(super) fn of(recommendation: &'r Recommendation, item: ItemId, has_requests: bool) -> Self {
        let (request, decision) = (recommendation.request(item), recommendation.decide(item));
        Self { recommendation, request, decision, has_requests }
    }

    fn vendor(&self, quote: QuoteId) -> UntrustedStr<'r> {
        self.recommendation.vendor(quote)
    }

    fn total(&self, quote: QuoteId) -> Option<Money> {
        self.recommendation.total(self.decision.item, quote)
    }

    fn currency(&self) -> Currency {
        self.recommendation.dataset().currency()
    }

    /// Names an admitted offer by vendor and total.
    fn priced(&self, quote: QuoteId) -> Text {
        words::priced(self.vendor(quote).raw(), self.total(quote).expect("an admitted offer has a price"))
    }

    fn anchor(&self) -> String {
        anchor(self.decision.item)
    }

    fn mark(&self) -> Mark {
        match self.decision.kind {
            DecisionKind::Recommended(_) => Mark::Good,
            DecisionKind::TradeOff | DecisionKind::Tie => Mark::Decide,
            DecisionKind::None => Mark::Bad,
        }
    }

    fn why(&self, outcome: &Outcome) -> Text {
        let mut why = Text::default();
        let reason = self.recommendation.reason(&self.decision, outcome);
        reasons::why(&mut why, self.recommendation, &reason);
        why
    }

    /// Says why the item has its decision.
    fn because(&self) -> Text {
        let award = self.decision.outcomes.iter().find(|outcome| outcome.fate == Fate::Recommended);
        award.map_or_else(|| words::undecided(&self.decision).into(), |award| self.why(award))
    }

    /// Returns its row of the summary.
    pub(super) fn row(&self) -> Row {
        let priced = |quotes: &mut dyn Iterator<Item = QuoteId>| -> Vec<Text> {
            quotes.map(|quote| self.priced(quote)).collect()
        };
        let chosen = chosen(self.decision.kind);
        let take = match self.decision.kind {
            DecisionKind::Recommended(quote) => Cell::name(Some(self.vendor(quote))),
            DecisionKind::TradeOff | DecisionKind::Tie => {
                Cell::Words(words::decide(priced(&mut self.decision.candidates.iter().copied())))
            }
            DecisionKind::None => Cell::words(words::NOBODY),
        };
        let mut cells = vec![
            Cell::name(self.request.lot),
            match self.requests_of_lot() {
                Some(items) => Cell::words(words::of_items(items.len())),
                None => Cell::name(Some(self.request.item)),
            },
            Cell::number(Some(self.request.quantity)),
            Cell::name(self.request.unit),
            Cell::Code(self.decision.kind.name()),
            take,
            Cell::number(chosen.and_then(|quote| self.recommendation.dataset().quotes.unit_price(quote))),
            Cell::money(chosen.and_then(|quote| self.total(quote))),
            Cell::words(self.recommendation.dataset().currency().to_string()),
            Cell::money(self.request.budget),
            Cell::money(under_budget(&self.request, &self.decision, self.currency())),
            Cell::Words(self.because()),
            Cell::Words(Text::joined(priced(&mut self.decision.runners_up()), "; ")),
        ];
        if self.has_requests {
            cells.insert(0, Cell::name(self.request.number));
        }
        Row { link: Some(self.anchor()), ..Row::new("item", cells).marked(self.mark()) }
    }

    pub(super) fn section(&self) -> Section {
        let scheme = &self.recommendation.policy().quality.scheme;
        let required = self.request.required.map(|required| required.text(scheme));
        let vendor = chosen(self.decision.kind).map(|quote| self.vendor(quote).raw());
        let lot = self.requests_of_lot();
        Section {
            title: words::item(&self.request, self.has_requests, lot.as_ref().map(Vec::len)),
            mark: self.mark(),
            anchor: Some(self.anchor()),
            lead: vec![match &lot {
                Some(items) => words::asked_of_lot(&self.request, items),
                None => words::asked(&self.request, required.as_deref()),
            }],
            verdict: Some(words::verdict(self.decision.kind, vendor, self.because())),
            table: Some(self.quotes()),
            notes: self.notes(),
            ..Section::default()
        }
    }

    /// Returns what is asked of the items of a lot; `None` of an item.
    fn requests_of_lot(&self) -> Option<Vec<Request<'r>>> {
        let lots = self.recommendation.lots()?;
        let items = lots.items(self.decision.item)?;
        Some(items.iter().map(|item| lots.by_item().request(*item)).collect())
    }

    /// Every quote, the best first; below an offer for a lot its lines.
    fn quotes(&self) -> Table {
        let criteria = self.recommendation.policy().service.iter().map(|criterion| criterion.column.clone());
        let criteria: Vec<Cow<'static, str>> = criteria.map(Cow::Owned).collect();
        let mut columns = vec![
            Column::left("lot", Priority::Hidden),
            Column::left("item", if self.request.is_lot() { Priority::Key } else { Priority::Hidden }),
            Column::right("rank", Priority::Key),
            Column::left("vendor", Priority::Key).emphasised(),
            Column::right("total", Priority::Key),
            Column::left("compared", Priority::Drawing),
            Column::right("unit_price", Priority::Second),
            Column::left("currency", Priority::Hidden),
            Column::left("quality", Priority::Key),
        ];
        if self.has_requests {
            columns.insert(0, Column::left(words::REQUEST, Priority::Hidden));
        }
        columns.extend(criteria.iter().map(|criterion| Column::right(criterion.clone(), Priority::Second)));
        columns.extend([
            Column::left("outcome", Priority::Key).emphasised(),
            Column::left("why", Priority::Sentence),
            Column::left("file", Priority::Hidden),
            Column::right("row", Priority::Hidden),
        ]);
        let label = |column: &Column| (column.key.clone(), (column.key == "rank").then_some(Cow::Borrowed("#")));
        let seen = columns.iter().filter(|column| column.priority != Priority::Hidden).map(label);
        let mut seen: Vec<_> = seen.collect();
        if self.request.is_lot() {
            // Behind the rank and the vendor.
            seen[..3].rotate_left(1);
        }
        let views = vec![View { columns: seen, ..View::default() }];
        let candidates = self.decision.candidates.iter().filter_map(|quote| self.total(*quote));
        let longest = candidates.max().filter(|_| self.decision.kind == DecisionKind::TradeOff);
        let rows = self.decision.outcomes.iter().flat_map(|outcome| {
            let lines = self.line_rows(outcome, criteria.len());
            std::iter::once(self.quote_row(outcome, criteria.len(), longest)).chain(lines)
        });
        Table { sheet: words::QUOTE_SHEET.into(), rows: rows.collect(), columns, views, ..Table::default() }
    }

    fn quote_row(&self, outcome: &Outcome, criteria: usize, longest: Option<Money>) -> Row {
        let dataset = self.recommendation.dataset();
        let (total, quote) = (outcome.total, outcome.quote);
        let (input, place) = dataset.place(quote);
        let scheme = &self.recommendation.policy().quality.scheme;
        let quality = gate::stated_quality(&dataset.quotes, quote, scheme).map(|quality| quality.text(scheme));
        let mark = match outcome.fate {
            Fate::Recommended => Mark::Good,
            Fate::Candidate => Mark::Decide,
            Fate::Lost(..) => Mark::Plain,
            Fate::Rejected(_) | Fate::Superseded(_) => Mark::Out,
        };
        let mut cells = vec![
            Cell::name(self.request.lot),
            if self.request.is_lot() { Cell::words(words::WHOLE_LOT) } else { Cell::name(Some(self.request.item)) },
            outcome.rank.map_or_else(|| Cell::words("-"), |rank| Cell::Count(rank.into())),
            Cell::name(Some(self.vendor(outcome.quote))),
            Cell::money(total),
            if mark == Mark::Out { Cell::Empty } else { bar(total, longest, mark) },
            Cell::number(dataset.quotes.unit_price(quote).filter(|_| !self.request.is_lot())),
            Cell::words(dataset.currency().to_string()),
            match scheme {
                Scheme::Scale(_) => Cell::name(quality.as_deref().map(UntrustedStr::new)),
                Scheme::Bands(_) | Scheme::Scores => Cell::number(quality),
            },
        ];
        if self.has_requests {
            cells.insert(0, Cell::name(self.request.number));
        }
        cells.extend((0..criteria).map(|criterion| Cell::number(dataset.quotes.criterion_text(criterion, quote))));
        cells.extend([
            Cell::words(words::outcome(outcome.fate)),
            Cell::Words(self.why(outcome)),
            Cell::name(Some(&input.name)),
            Cell::Count(place.row.into()),
        ]);
        Row::new("quote", cells).marked(mark)
    }

    /// How the total of a quote is made, where it is more than the price times the quantity.
    fn steps(&self, outcome: &Outcome) -> Option<Note> {
        if matches!(outcome.fate, Fate::Superseded(_)) {
            return None;
        }
        let (recommendation, quote) = (self.recommendation, outcome.quote);
        let dataset = recommendation.dataset();
        let steps = recommendation.steps(self.decision.item, quote);
        let basis = costs::Basis {
            vendor: self.vendor(quote).raw(),
            price: dataset.quotes.unit_price(quote).filter(|_| !steps.is_empty())?,
            currency: dataset.quotes.currency(quote).unwrap_or(dataset.currency()),
            unit: dataset.unit_of(quote),
            quantity: self.request.quantity,
        };
        Some(Note::new(costs::TITLE, costs::steps(recommendation.policy(), basis, &steps)))
    }

    /// What a step up costs, what would settle the item, what follows from a withdrawal, notes, and savings.
    fn notes(&self) -> Vec<Note> {
        let recommendation = self.recommendation;
        let mut notes = Vec::new();
        notes.extend(self.decision.outcomes.iter().filter_map(|outcome| self.steps(outcome)));
        for step in recommendation.step_ups(&self.decision) {
            let [from, to] =
                [step.from, step.to].map(|quote| (recommendation.grade_name(quote), self.vendor(quote).raw()));
            notes.push(Note::new(words::TRADE_OFF, words::step_up(&step, (&from.0, from.1), (&to.0, to.1))));
        }
        notes.extend(words::settle(self.decision.kind, &self.request).map(|text| Note::new(words::TO_DECIDE, text)));
        if let Some(then) = &self.decision.if_withdrawn {
            let next = chosen(then.kind).map(|quote| self.vendor(quote).raw());
            let candidates: Vec<&str> = then.candidates.iter().map(|quote| self.vendor(*quote).raw()).collect();
            notes.push(Note::new(words::IF_WITHDRAWN, words::withdrawn(then.kind, next, &candidates)));
        }
        notes.extend(notes_of(recommendation, &self.decision).iter().map(note_of));
        if self.request.is_counted {
            notes.push(Note::new(words::SAVING, words::saved(&Savings::of(recommendation, &self.decision))));
        }
        notes
    }
}

/// Returns the anchor of an item's section.
pub(super) fn anchor(item: ItemId) -> String {
    format!("item-{}", item.index().saturating_add(1))
}

const fn chosen(kind: DecisionKind) -> Option<QuoteId> {
    match kind {
        DecisionKind::Recommended(quote) => Some(quote),
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    }
}

/// Draws a total against the longest one.
fn bar(total: Option<Money>, longest: Option<Money>, mark: Mark) -> Cell {
    let Some((total, longest)) = total.zip(longest) else { return Cell::Empty };
    let shade = if mark == Mark::Plain { Shade::Half } else { Shade::Full };
    let total = total.min(longest);
    let rest = longest.minus(total).expect("it is the longer one");
    Cell::Bar(Bar(vec![(shade, total), (Shade::Blank, rest)]))
}
