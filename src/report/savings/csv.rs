//! A summary as CSV: one table of fixed columns whose first, `row`, says what a row is.
//!
//! Per currency `group` and `subtotal` (with `level`, the count of its keys), `total`, `pending-total`; then awards:
//! `award` (where all are asked for), `missed`, `override`, `pending`, `void`; then `definition` and `ledger`, which have
//! `word` and `text`. The groups of a currency add up to its total; so do its subtotals of any one level.

use std::io::{self, Write};

use super::super::row::{Guard, Row};
use super::facts;
use super::sheet::because;
use crate::summary::{Against, Baseline, Block, By, DEFINITIONS, Figures, Line, Summary};
use crate::value::untrusted::Untrusted;

/// Whether every award has a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Only those that are worth a look.
    Sums,
    /// All of them.
    Awards,
}

/// The columns.
pub const HEADER: [&str; 39] = [
    "row",
    "level",
    "currency",
    "department",
    "category",
    "period",
    "vendor",
    "buyer",
    "item",
    "lot",
    "awards",
    "awards_budgeted",
    "awards_received",
    "budget",
    "awarded",
    "negotiated_budget",
    "negotiated_median",
    "negotiated_highest",
    "negotiated_last_price",
    "negotiated_first_offer",
    "realised_budget",
    "realised_median",
    "realised_highest",
    "realised_last_price",
    "realised_first_offer",
    "paid",
    "committed",
    "missed",
    "seq",
    "on",
    "status",
    "request",
    "ordered",
    "received",
    "basis",
    "recommended",
    "reason",
    "word",
    "text",
];

/// Columns behind the figures.
const OF_AWARDS: usize = 9;
const OF_WORDS: usize = 2;

/// Writes the header and all rows.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(summary: &Summary, detail: Detail, guard: Guard, out: &mut dyn Write) -> io::Result<()> {
    let mut row = Row::new(out, guard);
    row.header(&HEADER)?;
    for block in &summary.blocks {
        write_block(summary, block, &mut row)?;
    }
    if detail == Detail::Awards {
        summary.lines.iter().try_for_each(|line| write_award("award", line, &mut row))?;
    }
    summary.missed().try_for_each(|line| write_award("missed", line, &mut row))?;
    summary.overrides().try_for_each(|line| write_award("override", line, &mut row))?;
    summary.pending().try_for_each(|line| write_award("pending", line, &mut row))?;
    summary.ended().try_for_each(|line| write_award("void", line, &mut row))?;
    for definition in &DEFINITIONS {
        write_words("definition", definition.word, definition.meaning, &mut row)?;
    }
    for fact in facts(summary) {
        write_words("ledger", fact.name, &fact.value.unwrap_or_default(), &mut row)?;
    }
    row.flush()
}

fn write_block(summary: &Summary, block: &Block, row: &mut Row<impl Write>) -> io::Result<()> {
    let by = &summary.question.by;
    let mut sums = |kind: &str, level: usize, keys: &[Option<Untrusted>], figures: &Figures| {
        row.own(Some(kind))?;
        row.own(Some(level))?;
        row.own(Some(block.currency))?;
        for column in By::ALL {
            let place = by.iter().position(|part| *part == column);
            row.text(place.and_then(|place| keys.get(place)?.as_ref()))?;
        }
        write_figures(figures, row)?;
        blank(row, OF_AWARDS.saturating_add(OF_WORDS))?;
        row.end()
    };
    for group in &block.rows {
        sums(group.kind.name(), group.keys.len(), &group.keys, &group.figures)?;
    }
    sums("total", 0, &[], &block.total)?;
    sums("pending-total", 0, &[], &block.pending)
}

fn write_award(kind: &str, line: &Line, row: &mut Row<impl Write>) -> io::Result<()> {
    row.own(Some(kind))?;
    row.own(None::<u8>)?;
    row.own(Some(line.currency))?;
    By::ALL.iter().try_for_each(|by| row.text(by.of(line)))?;
    let mut figures = Figures::none(line.currency);
    // One award's amounts always fit.
    let _ = figures.add(line);
    write_figures(&figures, row)?;
    row.own(Some(line.seq))?;
    row.own(Some(line.on))?;
    row.own(Some(line.status.name()))?;
    row.text(line.request.as_ref())?;
    row.own(Some(line.ordered))?;
    row.own(Some(line.received))?;
    row.own(Some(line.basis.name()))?;
    row.text(line.recommended.as_ref())?;
    match &line.ended {
        Some(ended) => row.text(ended.reason.as_ref())?,
        None if line.reason.is_none() && line.missed.is_some() => row.raw(&because(line))?,
        None => row.text(line.reason.as_ref())?,
    }
    blank(row, OF_WORDS)?;
    row.end()
}

fn write_figures(figures: &Figures, row: &mut Row<impl Write>) -> io::Result<()> {
    row.own(Some(figures.awards))?;
    row.own(Some(figures.budget.awards))?;
    row.own(Some(figures.received))?;
    row.own(figures.budget.amount)?;
    row.own(Some(figures.awarded))?;
    let mut against =
        |sums: &Against| Baseline::ALL.iter().try_for_each(|baseline| row.own(sums.sum(*baseline).amount));
    against(&figures.negotiated)?;
    against(&figures.realised)?;
    row.own(Some(figures.paid))?;
    row.own(Some(figures.committed))?;
    row.own(figures.missed.amount)
}

fn write_words(kind: &str, word: &str, text: &str, row: &mut Row<impl Write>) -> io::Result<()> {
    row.own(Some(kind))?;
    blank(row, HEADER.len().saturating_sub(1).saturating_sub(OF_WORDS))?;
    row.own(Some(word))?;
    row.raw(text)?;
    row.end()
}

fn blank(row: &mut Row<impl Write>, count: usize) -> io::Result<()> {
    (0..count).try_for_each(|_| row.own(None::<u8>))
}
