//! What was saved, as people and programs read it: a function for each output of a summary.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod table;
#[cfg(feature = "xlsx")]
pub mod xlsx;

use crate::summary::Summary;

/// A fact of where a summary comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is, as programs name it.
    pub name: &'static str,
    /// The fact; `None` where there is none, as a filter that is not set.
    pub value: Option<String>,
}

/// Returns where a summary comes from: they stand in every export, in this order.
#[must_use]
pub fn facts(summary: &Summary) -> Vec<Fact> {
    let question = &summary.question;
    let head = summary.head.as_ref();
    let by: Vec<&str> = question.by.iter().map(|by| by.name()).collect();
    let fact = |name, value| Fact { name, value };
    vec![
        fact("from", question.from.map(|day| day.to_string())),
        fact("to", question.to.map(|day| day.to_string())),
        fact("by", Some(by.join(", ")).filter(|by| !by.is_empty())),
        fact("first_award", summary.days.map(|(first, _)| first.to_string())),
        fact("last_award", summary.days.map(|(_, last)| last.to_string())),
        fact("ledger_id", head.map(|head| head.ledger_id.to_string())),
        fact("ledger_size", head.map(|head| head.seq.to_string())),
        fact("ledger_head", head.map(ToString::to_string)),
        fact("tool", Some(format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")))),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::csv::Detail;
    use super::*;
    use crate::ledger::{Award, Head, LedgerId, Seq};
    use crate::read::is_risky;
    use crate::report::csv::Guard;
    use crate::report::table::Layout;
    use crate::summary::sample::{Sample, day, in_currency, overridden};
    use crate::summary::{Baseline, By, Figures, Question};
    use crate::value::money::{Decimal, Limit};
    use crate::value::source::Digest;
    use crate::value::untrusted::Untrusted;

    /// Two currencies, two departments, negative savings, a partial receipt, an override, and awards that do not count.
    pub(super) fn summary(by: &[By]) -> Summary {
        let mut sample = Sample::new();
        let department = |award: &mut Award, name: &str| award.bought.department = Some(Untrusted::new(name));
        let first = sample.award(|award| department(award, "行政部"));
        sample.receive(first, "5", "51.25");
        sample.award(|award| {
            department(award, "=1+1");
            overridden(award, "4.50", "@SUM(A1) sooner");
            award.bought.chosen.vendor = "-2+3".into();
            award.savings.budget = Some(crate::summary::sample::money("-1234567.89"));
        });
        sample.award(|award| in_currency(award, "JPY"));
        sample.award(|award| award.bought.approval_above = Limit::try_new(Decimal::ONE));
        let void = sample.award(|award| award.on = day("2026-12-01"));
        sample.void(void);
        let head = Head {
            hash: Digest::of(b"x"),
            ledger_id: LedgerId::parse(&"0f".repeat(16)).unwrap(),
            seq: Seq::new(8).unwrap(),
        };
        let question = Question { from: Some(day("2026-11-01")), to: None, by: by.to_vec() };
        Summary::of(&sample.books, Some(head), question).unwrap()
    }

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn rows(summary: &Summary, guard: Guard) -> Vec<Vec<String>> {
        let text = written(|out| csv::write(summary, Detail::Awards, guard, out).unwrap());
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn cell<'r>(row: &'r [String], name: &str) -> &'r str {
        &row[csv::HEADER.iter().position(|column| *column == name).unwrap()]
    }

    /// All amounts of some figures by the names of their columns.
    fn amounts(figures: &Figures) -> Vec<(String, String)> {
        let text =
            |amount: Option<crate::value::money::Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let mut all = vec![
            ("budget".to_owned(), text(figures.budget.amount)),
            ("awarded".to_owned(), figures.awarded.to_string()),
            ("paid".to_owned(), figures.paid.to_string()),
            ("committed".to_owned(), figures.committed.to_string()),
            ("missed".to_owned(), text(figures.missed.amount)),
        ];
        for baseline in Baseline::ALL {
            all.push((format!("negotiated_{}", baseline.name()), text(figures.negotiated.sum(baseline).amount)));
            all.push((format!("realised_{}", baseline.name()), text(figures.realised.sum(baseline).amount)));
        }
        all
    }

    fn json_amount(figures: &Value, name: &str) -> String {
        let found = match name.split_once('_').filter(|(of, _)| ["negotiated", "realised"].contains(of)) {
            Some((of, baseline)) => &figures[of][baseline]["amount"],
            None if figures[name].is_object() => &figures[name]["amount"],
            None => &figures[name],
        };
        found.as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn csv_and_json_state_the_figures_of_the_summary_and_tables_show_them() {
        let summary = summary(&[By::Department, By::Vendor]);
        let rows = rows(&summary, Guard::Safe);
        let json = written(|out| json::write(&summary, Detail::Awards, out).unwrap());
        let json: Value = serde_json::from_str(&json).unwrap();
        let layout = Layout { width: None, colour: false, detail: true };
        let table = written(|out| table::write(&summary, layout, out).unwrap());
        let markdown = written(|out| markdown::write(&summary, out).unwrap());
        let mut sums =
            rows.iter().filter(|row| ["group", "subtotal", "total", "pending-total"].contains(&row[0].as_str()));
        for (block, block_json) in summary.blocks.iter().zip(json["currencies"].as_array().unwrap()) {
            let mut all: Vec<(&str, &Figures, &Value)> = Vec::new();
            for (row, row_json) in block.rows.iter().zip(block_json["rows"].as_array().unwrap()) {
                all.push((row.kind.name(), &row.figures, &row_json["figures"]));
            }
            all.push(("total", &block.total, &block_json["total"]));
            all.push(("pending-total", &block.pending, &block_json["pending"]));
            for (kind, figures, figures_json) in all {
                let row = sums.next().unwrap();
                assert_eq!((cell(row, "row"), cell(row, "currency")), (kind, block.currency.code()));
                for (name, amount) in amounts(figures) {
                    assert_eq!(cell(row, &name), amount, "{kind} {name}");
                    assert_eq!(json_amount(figures_json, &name), amount, "{kind} {name}");
                    let is_shown = kind != "pending-total" && name.starts_with("negotiated");
                    let shown = crate::value::money::Money::parse(&amount).map(crate::report::amount::grouped);
                    if let Some(shown) = shown.filter(|_| is_shown) {
                        assert!(table.contains(&shown), "{shown}\n{table}");
                        assert!(markdown.contains(&shown), "{shown}\n{markdown}");
                    }
                }
            }
        }
        assert!(sums.next().is_none());
        assert!(table.contains("-1,234,567.89"), "{table}");
    }

    #[test]
    fn every_award_is_listed_where_it_belongs() {
        let summary = summary(&[]);
        let rows = rows(&summary, Guard::Safe);
        let seqs = |kind: &str| -> Vec<&str> {
            rows.iter().filter(|row| row[0] == kind).map(|row| cell(row, "seq")).collect()
        };
        assert_eq!(seqs("award"), ["2", "4", "5", "6", "7"]);
        assert_eq!(seqs("missed"), ["4"]);
        assert_eq!(seqs("override"), ["4"]);
        assert_eq!(seqs("pending"), ["6"]);
        assert_eq!(seqs("void"), ["7"]);
        let json = written(|out| json::write(&summary, Detail::Sums, out).unwrap());
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["awards"], Value::Null);
        assert_eq!(json["void"][0]["ended"]["reason"], "ordered twice");
        assert_eq!(json["missed"][0]["because"], "instead of Meijia: @SUM(A1) sooner");
    }

    #[test]
    fn every_format_states_the_definitions_and_the_head() {
        let summary = summary(&[By::Buyer]);
        let layout = Layout { width: Some(80), colour: false, detail: false };
        for text in [
            written(|out| table::write(&summary, layout, out).unwrap()),
            written(|out| markdown::write(&summary, out).unwrap()),
            written(|out| csv::write(&summary, Detail::Sums, Guard::Safe, out).unwrap()),
            written(|out| json::write(&summary, Detail::Sums, out).unwrap()),
        ] {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains("baseline - award, at award"), "{text}");
            assert!(flat.contains("2026-11-01") && flat.contains(env!("CARGO_PKG_VERSION")), "{text}");
            assert_eq!(crate::ledger::heads(&text).len(), 1, "{text}");
        }
    }

    #[test]
    fn no_cell_of_a_safe_csv_is_live_but_our_own_numbers() {
        let summary = summary(&[By::Department, By::Vendor]);
        let (safe, raw) = (rows(&summary, Guard::Safe), rows(&summary, Guard::Raw));
        let texts =
            ["department", "category", "period", "vendor", "buyer", "item", "lot", "request", "recommended", "reason"];
        let mut guarded = 0;
        for (safe, raw) in safe.iter().zip(&raw).skip(1) {
            for (place, name) in csv::HEADER.iter().enumerate() {
                let (safe, raw) = (&safe[place], &raw[place]);
                if texts.contains(name) && is_risky(raw) {
                    guarded += 1;
                    assert_eq!(*safe, format!("'{raw}"));
                } else {
                    assert_eq!(safe, raw);
                    assert!(
                        !is_risky(safe) || safe.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b'.'),
                        "{safe}"
                    );
                }
            }
        }
        assert!(guarded > 5, "{guarded}");
    }

    #[test]
    fn json_is_canonical_and_amounts_are_texts() {
        let text = written(|out| json::write(&summary(&[By::Lot]), Detail::Awards, out).unwrap());
        let value = crate::document::jcs::parse(text.trim_end().as_bytes()).unwrap();
        assert_eq!(crate::document::jcs::bytes(&value).unwrap(), text.trim_end().as_bytes());
        assert_eq!(value["format"], json::FORMAT);
        assert_eq!(value["currencies"][0]["total"]["awarded"], "180.00");
    }

    #[test]
    fn a_ledger_without_awards_has_a_summary() {
        let sample = Sample::new();
        let summary = Summary::of(&sample.books, None, Question::default()).unwrap();
        let layout = Layout { width: Some(80), colour: false, detail: false };
        assert!(written(|out| table::write(&summary, layout, out).unwrap()).starts_with("all days: 0 awards\n"));
        assert!(written(|out| json::write(&summary, Detail::Sums, out).unwrap()).contains("\"ledger\":null"));
    }
}
