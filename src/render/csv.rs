//! CSV for spreadsheets and scripts: one row an item, or one row a quote.
//!
//! Numbers of our own go bare, negative ones too. Text that a spreadsheet could take for a formula gets a leading `'`,
//! which the reader takes off again.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::wording;
use crate::read::is_risky;
use crate::recommend::{DecisionKind, Outcome, Reason, Recommendation};
use crate::untrusted::Untrusted;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// An item.
    Items,
    /// A quote.
    Quotes,
}

/// What happens to text that a spreadsheet could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// It gets a leading `'`.
    Safe,
    /// It stands as it was written.
    Raw,
}

/// The columns of a row for each item.
const ITEM_HEADER: [&str; 12] = [
    "lot",
    "item",
    "quantity",
    "decision",
    "vendor",
    "unit_price",
    "total",
    "currency",
    "budget",
    "saving",
    "decided_by",
    "runner_up",
];

/// The columns of a row for each quote.
const QUOTE_HEADER: [&str; 14] = [
    "lot",
    "item",
    "vendor",
    "file",
    "row",
    "unit_price",
    "total",
    "currency",
    "grade",
    "outcome",
    "rank",
    "step",
    "other",
    "why",
];

/// Writes a header and a row for each item, or for each quote.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, detail: Detail, guard: Guard, out: &mut dyn Write) -> io::Result<()> {
    let writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
    let mut row = Row { writer, guard, buffer: String::new() };
    match detail {
        Detail::Items => {
            row.writer.write_record(ITEM_HEADER)?;
            for item in 0..recommendation.decisions().len() {
                write_item(recommendation, item, &mut row)?;
            }
        }
        Detail::Quotes => {
            row.writer.write_record(QUOTE_HEADER)?;
            for (item, decision) in recommendation.decisions().iter().enumerate() {
                for outcome in &decision.outcomes {
                    write_quote(recommendation, item, outcome, &mut row)?;
                }
            }
        }
    }
    row.writer.flush()
}

fn write_item(recommendation: &Recommendation<'_>, item: usize, row: &mut Row<'_>) -> io::Result<()> {
    let book = recommendation.book();
    let (Some(request), Some(decision)) = (book.requests().get(item), recommendation.decisions().get(item)) else {
        return Ok(());
    };
    let chosen = match decision.kind {
        DecisionKind::Recommended(quote) => Some(quote),
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    };
    row.text(request.lot.as_ref())?;
    row.text(Some(&request.item))?;
    row.own(Some(request.quantity))?;
    row.own(Some(decision.kind.name()))?;
    row.text(chosen.map(|quote| recommendation.vendor(quote)))?;
    row.own(chosen.and_then(|quote| book.quote(quote)?.unit_price()))?;
    row.own(chosen.and_then(|quote| recommendation.total(item, quote)))?;
    row.own(Some(book.currency()))?;
    row.own(request.budget)?;
    row.own(recommendation.savings(item).budget)?;
    row.own(decision.decided_by.map(crate::rank::Step::name))?;
    let runners = decision.runners_up();
    let names: Vec<&str> = runners.iter().map(|quote| recommendation.vendor(*quote).raw()).collect();
    row.raw(&names.join("; "))?;
    row.end()
}

fn write_quote(
    recommendation: &Recommendation<'_>,
    item: usize,
    outcome: &Outcome,
    row: &mut Row<'_>,
) -> io::Result<()> {
    let book = recommendation.book();
    let (Some(request), Some(quote)) = (book.requests().get(item), book.quote(outcome.quote)) else { return Ok(()) };
    let (step, other) = match recommendation.reason(item, outcome) {
        None => (None, None),
        Some(Reason::Compared { figure, other, .. }) => (Some(figure.step().name()), other),
        Some(Reason::OnlyOffer { .. }) => (Some(crate::rank::Step::OnlyOffer.name()), None),
        Some(Reason::Rejected(rejection)) => (Some(rejection.name()), None),
        Some(Reason::Duplicate { of }) => (Some("duplicate"), Some(of)),
    };
    row.text(request.lot.as_ref())?;
    row.text(Some(&request.item))?;
    row.text(Some(book.vendor(quote)))?;
    row.text(book.input_of(quote).map(|input| &input.name))?;
    row.own(Some(quote.row().row))?;
    row.own(quote.unit_price())?;
    row.own(recommendation.total(item, outcome.quote))?;
    row.own(Some(book.currency()))?;
    row.raw(&recommendation.grade(outcome.quote).unwrap_or_default())?;
    row.own(Some(outcome.fate.name()))?;
    row.own(Some(outcome.rank).filter(|rank| *rank > 0))?;
    row.own(step)?;
    row.text(other.map(|other| recommendation.vendor(other)))?;
    row.raw(&wording::why(recommendation, item, outcome))?;
    row.end()
}

/// A row under way.
struct Row<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    guard: Guard,
    buffer: String,
}

impl Row<'_> {
    /// Writes a value of our own, which no spreadsheet can run.
    fn own(&mut self, value: Option<impl Display>) -> io::Result<()> {
        self.buffer.clear();
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(self.buffer, "{value}");
        }
        Ok(self.writer.write_field(&self.buffer)?)
    }

    /// Writes a text from outside.
    fn text(&mut self, text: Option<&Untrusted>) -> io::Result<()> {
        self.raw(text.map_or("", Untrusted::raw))
    }

    /// Writes a text that holds words from outside.
    fn raw(&mut self, text: &str) -> io::Result<()> {
        if self.guard == Guard::Raw || !is_risky(text) {
            return Ok(self.writer.write_field(text)?);
        }
        self.buffer.clear();
        self.buffer.push('\'');
        self.buffer.push_str(text);
        Ok(self.writer.write_field(&self.buffer)?)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }
}
