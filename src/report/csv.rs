//! CSV for spreadsheets and scripts: one row an item, or one row a quote.
//!
//! Numbers of our own go bare, negative ones too. Text that a spreadsheet could take for a formula gets a leading `'`,
//! which the reader takes off again.

use std::io::{self, Write};
use std::ops::Range;

pub use super::writer::csv::Guard;

use super::wording::recommendation as wording;
use super::writer::csv::Records as Row;
use crate::policy::Scheme;
use crate::rule::recommend::{Decision, DecisionKind, Outcome, Recommendation};
use crate::value::parallel;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// An item.
    Items,
    /// A quote.
    Quotes,
}

/// How many rows a thread renders at once.
const AT_ONCE: usize = 8_192;

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
    let header: &[&str] = match detail {
        Detail::Items => &ITEM_HEADER,
        Detail::Quotes => &QUOTE_HEADER,
    };
    let mut row = Row::new(&mut *out, guard);
    row.header(header)?;
    row.flush()?;
    drop(row);
    let decisions = recommendation.decisions();
    let threads = parallel::threads(usize::MAX, 1);
    let mut first = 0;
    // Items do not depend on one another, so that threads share them.
    while first < decisions.len() {
        let mut parts = Vec::with_capacity(threads);
        while parts.len() < threads && first < decisions.len() {
            let (items, count) = next_part(decisions, first, detail);
            // A very large item is written as it is rendered, since its rows would fill the memory.
            if count > AT_ONCE && !parts.is_empty() {
                break;
            }
            first = items.end;
            parts.push(items);
            if count > AT_ONCE {
                break;
            }
        }
        if let [only] = parts.as_slice() {
            write_rows(recommendation, detail, only.clone(), &mut Row::new(&mut *out, guard))?;
            continue;
        }
        let rendered = parallel::each(parts, |items| {
            let mut rows = Vec::new();
            write_rows(recommendation, detail, items, &mut Row::new(&mut rows, guard))?;
            io::Result::Ok(rows)
        });
        for rows in rendered {
            out.write_all(&rows?)?;
        }
    }
    out.flush()
}

/// Returns the items from `first` on that make at most [`AT_ONCE`] rows, or one item that makes more; and the count.
fn next_part(decisions: &[Decision], first: usize, detail: Detail) -> (Range<usize>, usize) {
    let mut count = 0_usize;
    let mut end = first;
    for decision in decisions.get(first..).unwrap_or_default() {
        let more = match detail {
            Detail::Items => 1,
            Detail::Quotes => decision.outcomes.len(),
        };
        if end > first && count.saturating_add(more) > AT_ONCE {
            break;
        }
        (count, end) = (count.saturating_add(more), end.saturating_add(1));
    }
    (first..end, count)
}

/// Writes the rows of some items.
fn write_rows(
    recommendation: &Recommendation<'_>,
    detail: Detail,
    items: Range<usize>,
    row: &mut Row<impl Write>,
) -> io::Result<()> {
    for item in items {
        match detail {
            Detail::Items => write_item(recommendation, item, row)?,
            Detail::Quotes => {
                for outcome in recommendation.decisions().get(item).iter().flat_map(|decision| &decision.outcomes) {
                    write_quote(recommendation, item, outcome, row)?;
                }
            }
        }
    }
    row.flush()
}

fn write_item(recommendation: &Recommendation<'_>, item: usize, row: &mut Row<impl Write>) -> io::Result<()> {
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
    row.own(recommendation.under_budget(item))?;
    row.own(decision.decided_by.map(crate::rule::rank::Step::name))?;
    let runners = decision.runners_up();
    let names: Vec<&str> = runners.iter().map(|quote| recommendation.vendor(*quote).raw()).collect();
    row.raw(&names.join("; "))?;
    row.end()
}

fn write_quote(
    recommendation: &Recommendation<'_>,
    item: usize,
    outcome: &Outcome,
    row: &mut Row<impl Write>,
) -> io::Result<()> {
    let book = recommendation.book();
    let (Some(request), Some(quote)) = (book.requests().get(item), book.quote(outcome.quote)) else { return Ok(()) };
    let reason = recommendation.reason(item, &recommendation.decisions()[item], outcome);
    row.text(request.lot.as_ref())?;
    row.text(Some(&request.item))?;
    row.text(Some(book.vendor(quote)))?;
    row.text(book.input_of(quote).map(|input| &input.name))?;
    row.own(Some(quote.row().row))?;
    row.own(quote.unit_price())?;
    row.own(recommendation.total(item, outcome.quote))?;
    row.own(Some(book.currency()))?;
    match (&recommendation.policy().quality.scheme, recommendation.grade(outcome.quote)) {
        (Scheme::Scale(_), label) => row.raw(label.as_deref().unwrap_or_default())?,
        (Scheme::Bands(_) | Scheme::Scores, score) => row.own(score)?,
    }
    row.own(Some(outcome.fate.name()))?;
    row.own(Some(outcome.rank).filter(|rank| *rank > 0))?;
    row.own(reason.step_name())?;
    row.text(reason.other().map(|other| recommendation.vendor(other)))?;
    row.raw(&wording::why(recommendation, item, outcome))?;
    row.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::is_risky;
    use crate::report::sample::{MIXED, compared, sheet_of};

    const RISKY: [&str; 16] = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =5",
        "'=7",
        "'plain",
        "＝2",
        "＋3",
        "－4",
        "＠x",
        "=\"a\",b",
        "=a\nb",
        "\u{a0}=6",
        "=cmd|'/c calc'!A0",
        "-",
    ];
    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n";

    fn rows(sheet: &str, policy: &str, detail: Detail, guard: Guard) -> Vec<Vec<String>> {
        let bytes = compared(sheet, policy, |recommendation| {
            let mut out = Vec::new();
            write(recommendation, detail, guard, &mut out).unwrap();
            out
        });
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    }

    fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
        let place = rows[0].iter().position(|header| header == name).unwrap();
        rows[1..].iter().map(|row| row[place].clone()).collect()
    }

    #[test]
    fn no_cell_of_a_safe_file_is_live_but_our_own_numbers() {
        let sheet = sheet_of(&RISKY);
        for detail in [Detail::Items, Detail::Quotes] {
            let rows = rows(&sheet, SCALE, detail, Guard::Safe);
            assert!(rows.len() > RISKY.len() / 2);
            for cell in rows.iter().flatten().filter(|cell| is_risky(cell)) {
                assert!(cell.starts_with('\''), "{cell}");
            }
        }
    }

    #[test]
    fn names_come_back_as_they_were_when_a_safe_file_is_read_again() {
        let sheet = sheet_of(&RISKY);
        let raw = rows(&sheet, SCALE, Detail::Quotes, Guard::Raw);
        let safe = rows(&sheet, SCALE, Detail::Quotes, Guard::Safe);
        let mut again = csv::Writer::from_writer(Vec::new());
        again.write_record(["lot", "item", "vendor", "unit_price", "quality"]).unwrap();
        let parts = ["lot", "item", "vendor", "unit_price", "grade"].map(|name| column(&safe, name));
        for place in 0..safe.len() - 1 {
            again.write_record(parts.each_ref().map(|column| column[place].as_str())).unwrap();
        }
        let again = String::from_utf8(again.into_inner().unwrap()).unwrap();
        for name in ["lot", "item", "vendor", "total"] {
            let read_again = rows(&again, SCALE, Detail::Quotes, Guard::Raw);
            assert_eq!(column(&read_again, name), column(&raw, name));
        }
    }

    #[test]
    fn our_own_negative_numbers_go_bare() {
        let over = "item,vendor,unit_price,budget\ndesk,Hongda,20,15\n";
        assert_eq!(column(&rows(over, "", Detail::Items, Guard::Safe), "saving"), ["-5.00"]);
        let scores = "item,vendor,unit_price,quality\ndesk,Hongda,20,-1.5\n";
        assert_eq!(column(&rows(scores, "", Detail::Quotes, Guard::Safe), "grade"), ["-1.5"]);
    }

    #[test]
    fn every_quote_has_a_row_and_every_decision_its_words() {
        let items = rows(MIXED, SCALE, Detail::Items, Guard::Safe);
        assert_eq!(column(&items, "decision"), ["recommended", "none", "refer", "refer"]);
        assert_eq!(column(&items, "runner_up"), ["Meijia", "", "", ""]);
        assert_eq!(column(&items, "saving"), ["7000.00", "", "", ""]);
        let quotes = rows(MIXED, SCALE, Detail::Quotes, Guard::Safe);
        assert_eq!(quotes.len(), MIXED.lines().count());
        assert_eq!(column(&quotes, "outcome")[..4], ["recommended", "lost", "rejected", "superseded"]);
        assert_eq!(column(&quotes, "step")[..4], ["price", "price", "below-required-quality", "duplicate"]);
        assert_eq!(column(&quotes, "other")[..4], ["Meijia", "Hongda", "", "Meijia"]);
    }
}
