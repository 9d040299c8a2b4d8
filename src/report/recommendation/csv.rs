//! CSV for spreadsheets and scripts: one row an item, or one row a quote.
//!
//! Numbers of our own go bare, negative ones too. Text that a spreadsheet could take for a formula gets a leading `'`,
//! which the reader takes off again. There may be millions of rows, so that cells go straight into one buffer.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};
use std::ops::Range;

use crate::policy::Scheme;
use crate::read::is_risky;
use crate::report::wording::en::reasons;
use crate::report::writer::csv::Guard;
use crate::rule::dataset::quotes::ItemId;
use crate::rule::decision::{Decision, Outcome};
use crate::rule::rank::Step;
use crate::rule::recommendation::Recommendation;
use crate::rule::savings::under_budget;
use crate::value::parallel;
use crate::value::untrusted::UntrustedStr;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    Items,
    Quotes,
}

/// How many rows a thread renders at once.
const AT_ONCE: usize = 8_192;

/// Writes a header and a row for each item, or for each quote; says whether every item has a recommended offer.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(
    recommendation: &Recommendation,
    detail: Detail,
    guard: Guard,
    out: &mut dyn Write,
) -> io::Result<bool> {
    out.write_all(match detail {
        Detail::Items => {
            b"lot,item,quantity,decision,vendor,unit_price,total,currency,budget,saving,decided_by,runner_up"
        }
        Detail::Quotes => b"lot,item,vendor,file,row,unit_price,total,currency,grade,outcome,rank,step,other,why",
    })?;
    // Scripts count on the columns of one request.
    out.write_all(if recommendation.dataset().has_several_requests() { b",request\n" } else { b"\n" })?;
    let all = write_rows(recommendation, detail, guard, AT_ONCE, out)?;
    out.flush()?;
    Ok(all)
}

/// Writes the rows. They do not depend on one another, so that threads share them, about `at_once` rows each.
fn write_rows(
    recommendation: &Recommendation,
    detail: Detail,
    guard: Guard,
    at_once: usize,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let quotes = &recommendation.dataset().quotes;
    let threads = parallel::threads(quotes.len(), at_once);
    let has_requests = recommendation.dataset().has_several_requests();
    let rows = || Rows { recommendation, guard, has_requests, text: String::new() };
    let make = |items: Range<usize>| {
        let mut rows = rows();
        let mut all_recommended = true;
        let first = ItemId::of(items.start);
        if detail == Detail::Quotes && items.len() == 1 && quotes.of_item(first).len() > at_once {
            return Rendered::Large(first);
        }
        for decision in recommendation.decide_run(items) {
            all_recommended &= decision.recommended().is_some();
            match detail {
                Detail::Items => rows.item(&decision),
                Detail::Quotes => rows.quotes(&decision, &decision.outcomes),
            }
        }
        Rendered::Rows(rows.text, all_recommended)
    };
    let mut all_recommended = true;
    parallel::in_order(threads, quotes.runs_of_quotes(at_once), make, |rendered| match rendered {
        Rendered::Rows(rows, all) => {
            all_recommended &= all;
            out.write_all(rows.as_bytes())
        }
        // The rows of a very large item are shared among threads as well.
        Rendered::Large(item) => {
            let decision = recommendation.decide(item);
            all_recommended &= decision.recommended().is_some();
            let make = |outcomes: &[Outcome]| {
                let mut rows = rows();
                rows.quotes(&decision, outcomes);
                rows.text
            };
            let chunks = decision.outcomes.chunks(at_once).collect();
            parallel::in_order(threads, chunks, make, |rows| out.write_all(rows.as_bytes()))
        }
    })?;
    Ok(all_recommended)
}

/// What a thread rendered.
enum Rendered {
    /// The rows of some items, and whether all of them have a recommended offer.
    Rows(String, bool),
    /// An item whose rows are too many for one thread.
    Large(ItemId),
}

/// Rows of CSV in one text.
struct Rows<'r> {
    recommendation: &'r Recommendation,
    guard: Guard,
    /// Whether a row says to which of several requests it belongs.
    has_requests: bool,
    text: String,
}

impl Rows<'_> {
    /// Appends the row of an item.
    fn item(&mut self, decision: &Decision) {
        let recommendation = self.recommendation;
        let dataset = recommendation.dataset();
        let request = recommendation.request(decision.item);
        let chosen = decision.recommended();
        self.name(request.lot);
        self.name(Some(request.item));
        self.own(Some(request.quantity));
        self.own(Some(decision.kind.name()));
        self.name(chosen.map(|chosen| recommendation.vendor(chosen.quote)));
        self.own(chosen.and_then(|chosen| dataset.quotes.unit_price(chosen.quote)));
        self.own(chosen.and_then(|chosen| chosen.total).map(|total| total.payable(dataset.currency())));
        self.own(Some(dataset.currency()));
        self.own(request.budget);
        self.own(under_budget(&request, decision, dataset.currency()));
        self.own(decision.decided_by.map(Step::name));
        self.cell(|text| {
            for (place, quote) in decision.runners_up().enumerate() {
                text.push_str(if place == 0 { "" } else { "; " });
                text.push_str(recommendation.vendor(quote).raw());
            }
        });
        if self.has_requests {
            self.name(request.number);
        }
        self.end();
    }

    /// Appends a row for each of some quotes of an item.
    fn quotes(&mut self, decision: &Decision, outcomes: &[Outcome]) {
        let recommendation = self.recommendation;
        let dataset = recommendation.dataset();
        let request = recommendation.request(decision.item);
        let scheme = &recommendation.policy().quality.scheme;
        if outcomes.is_empty() {
            return;
        }
        let start = self.text.len();
        self.name(request.lot);
        self.name(Some(request.item));
        let item_cells = start..self.text.len();
        for (place, outcome) in outcomes.iter().enumerate() {
            if place > 0 {
                self.text.extend_from_within(item_cells.clone());
            }
            let reason = recommendation.reason(decision, outcome);
            let (input, at) = dataset.place(outcome.quote);
            self.name(Some(recommendation.vendor(outcome.quote)));
            self.name(Some(input.name.as_ref()));
            self.own(Some(at.row));
            self.own(dataset.quotes.unit_price(outcome.quote));
            self.own(outcome.total.map(|total| total.payable(dataset.currency())));
            self.own(Some(dataset.currency()));
            let grade = outcome.grade.name(scheme);
            match scheme {
                Scheme::Scale(_) => self.cell(|text| text.push_str(grade.as_deref().unwrap_or_default())),
                Scheme::Bands(_) | Scheme::Scores => self.own(grade),
            }
            self.own(Some(outcome.fate.name()));
            self.own(outcome.rank);
            self.own(reason.step_name());
            self.name(reason.other().map(|other| recommendation.vendor(other)));
            self.cell(|text| reasons::why(text, recommendation, &reason));
            if self.has_requests {
                self.name(request.number);
            }
            self.end();
        }
    }

    /// Appends a value of our own, which needs no quotes and which no spreadsheet can run.
    fn own(&mut self, value: Option<impl Display>) {
        if let Some(value) = value {
            write!(self.text, "{value}").expect("a string takes any text");
        }
        self.text.push(',');
    }

    fn name(&mut self, name: Option<UntrustedStr<'_>>) {
        self.cell(|text| text.push_str(name.map_or("", UntrustedStr::raw)));
    }

    /// Appends a cell that holds text from outside.
    fn cell(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if self.guard == Guard::Safe && is_risky(&self.text[start..]) {
            self.text.insert(start, '\'');
        }
        // All bytes are looked at, since that is faster than to stop at the first.
        let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
        if self.text.as_bytes()[start..].iter().fold(false, |any, byte| any | is_special(byte)) {
            let cell = self.text.split_off(start);
            self.text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        }
        self.text.push(',');
    }

    /// Ends a row: the comma behind its last cell goes.
    fn end(&mut self) {
        self.text.pop();
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{CHINESE, MIXED, compared, sheet_of};

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
    fn small_parts_give_the_same_rows() {
        for (detail, sheet) in [(Detail::Items, MIXED), (Detail::Quotes, MIXED), (Detail::Quotes, CHINESE)] {
            compared(sheet, SCALE, |of| {
                let rows = |at_once| {
                    let mut out = Vec::new();
                    write_rows(of, detail, Guard::Safe, at_once, &mut out).unwrap();
                    out
                };
                assert!([1, 2, 3, 7].iter().all(|at_once| rows(*at_once) == rows(AT_ONCE)));
            });
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
