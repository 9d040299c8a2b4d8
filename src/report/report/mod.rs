//! A report out of the ledger as typed cells: table, Markdown, CSV and JSON are four ways to write the same one.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod table;

use std::fmt::Display;

use serde_json::Value;

use super::amount::grouped;
use super::sheet::{self, Holds, Sheet, Yields};
use crate::summary::Definition;
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// A report.
#[derive(Debug, Clone)]
pub struct Report {
    /// The format's name and version, as JSON states it.
    pub format: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Sentences above the figures, safe to show.
    pub heading: Vec<String>,
    /// The columns that all sections have.
    pub columns: Vec<Column>,
    /// The rows, in sections.
    pub sections: Vec<Section>,
    /// The figures drawn, with what the drawing means.
    pub picture: Option<(Sheet, String)>,
    /// What the words mean.
    pub definitions: &'static [Definition],
    /// What was asked for, by name; `null` for what was left open.
    pub filter: Vec<(&'static str, Value)>,
    /// The ledger; `None` where it has no entry.
    pub ledger: Option<Ledger>,
}

/// The ledger that a report was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The ledger.
    pub id: String,
    /// How many entries it had.
    pub size: u64,
    /// The head: what a ledger must still contain.
    pub head: String,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in CSV and JSON; people see it with spaces.
    pub name: &'static str,
    /// What stands in it.
    pub holds: Holds,
    /// Whether it gives way where there is little room; `None` where people do not see it.
    pub yields: Option<Yields>,
}

/// Rows of one kind.
#[derive(Debug, Clone)]
pub struct Section {
    /// What a row is, as CSV names it.
    pub kind: &'static str,
    /// The key of the list of rows in JSON.
    pub key: &'static str,
    /// What people read above it.
    pub title: String,
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// There is no value.
    Nothing,
    /// There is no value, and people read these words for it.
    Absent(String),
    /// Text from outside.
    Text(Untrusted),
    /// A text of our own, such as a number or a date.
    Own(String),
    /// A word or number of our own, and what people read instead of it.
    Said {
        /// It, as programs read it.
        word: String,
        /// What people read.
        shown: String,
    },
    /// An amount.
    Amount(Money),
    /// A small count.
    Count(u64),
    /// Whether something holds.
    Flag {
        /// Whether it does.
        holds: bool,
        /// What people read.
        shown: String,
    },
    /// Words of our own.
    List(Vec<&'static str>),
}

impl Cell {
    /// Makes a cell of a text from outside that may be missing.
    pub(super) fn text(text: Option<&Untrusted>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.clone()))
    }

    /// Makes a cell of a value of our own that may be missing.
    pub(super) fn own(value: Option<impl Display>) -> Self {
        value.map_or(Self::Nothing, |value| Self::Own(value.to_string()))
    }

    /// Makes a cell of an amount that may be missing.
    pub(super) fn amount(amount: Option<Money>) -> Self {
        amount.map_or(Self::Nothing, Self::Amount)
    }

    /// Writes the cell for people; safe to show.
    fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.shown().to_string(),
            Self::Absent(text) | Self::Own(text) | Self::Said { shown: text, .. } | Self::Flag { shown: text, .. } => {
                text.clone()
            }
            Self::Amount(amount) => grouped(*amount),
            Self::Count(count) => count.to_string(),
            Self::List(words) => words.join(", "),
        }
    }
}

impl Column {
    /// Makes a column.
    pub(super) const fn new(name: &'static str, holds: Holds, yields: Option<Yields>) -> Self {
        Self { name, holds, yields }
    }
}

impl Report {
    /// Returns the sections that have rows as sheets, without the columns that are empty in all of them.
    fn sheets(&self) -> impl Iterator<Item = (&str, Sheet)> {
        self.sections.iter().filter(|section| !section.rows.is_empty()).map(|section| {
            let texts: Vec<Vec<String>> =
                section.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
            let is_used = |place: usize| texts.iter().any(|row| row.get(place).is_some_and(|text| !text.is_empty()));
            let used: Vec<(usize, &Column, Yields)> = self
                .columns
                .iter()
                .enumerate()
                .filter_map(|(place, column)| Some((place, column, column.yields?)))
                .filter(|(place, ..)| is_used(*place))
                .collect();
            let columns = used
                .iter()
                .map(|(_, column, yields)| sheet::Column::new(&column.name.replace('_', " "), column.holds, *yields));
            let pick = |row: &Vec<String>| used.iter().filter_map(|(place, ..)| row.get(*place).cloned()).collect();
            (section.title.as_str(), Sheet { columns: columns.collect(), rows: texts.iter().map(pick).collect() })
        })
    }

    /// Returns where the report comes from: names and values, those without a value left out.
    fn facts(&self) -> Vec<(String, String)> {
        let written = |value: &Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            Value::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                Some(texts.join(", ")).filter(|text| !text.is_empty())
            }
            other @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => Some(other.to_string()),
        };
        let mut facts: Vec<(String, String)> =
            self.filter.iter().filter_map(|(name, value)| Some(((*name).to_owned(), written(value)?))).collect();
        if let Some(ledger) = &self.ledger {
            facts.push(("ledger_id".to_owned(), ledger.id.clone()));
            facts.push(("ledger_size".to_owned(), ledger.size.to_string()));
            facts.push(("ledger_head".to_owned(), ledger.head.clone()));
        }
        facts.push(("tool".to_owned(), format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))));
        facts
    }

    /// Says where the report comes from, in lines that are safe to show.
    fn provenance(&self) -> Vec<String> {
        let line = |(name, value): (String, String)| {
            format!("{}: {}", name.replace('_', " "), crate::value::untrusted::shown(&value))
        };
        self.facts().into_iter().map(line).collect()
    }

    /// Says what the words mean.
    fn meanings(&self) -> impl Iterator<Item = String> {
        self.definitions.iter().map(|definition| format!("{}: {}", definition.word, definition.meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, is_risky, read_budgets};
    use crate::report::row::Guard;
    use crate::report::table::Layout;
    use crate::report::{budget, followup, vendors};
    use crate::summary::budget::{BudgetUse, Question};
    use crate::summary::followup::FollowUp;
    use crate::summary::sample::Sample;
    use crate::summary::vendors::Vendors;
    use crate::value::date::Date;
    use crate::value::source::{Role, Source};

    const ATTACKS: [&str; 12] = [
        "=1+1",
        " =HYPERLINK(\"http://x\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "'=x",
        "＝1",
        "\u{202e}gnp.exe",
        "\u{1b}[31mred",
        "<script>alert(1)</script>",
        "a|b*c_d",
        "[x](http://x.example)",
    ];

    /// Makes the three reports of a ledger in which every name is an attack.
    fn attacked() -> [Report; 3] {
        let mut sample = Sample::new();
        for attack in ATTACKS {
            let seq = sample.award(|award| {
                award.bought.department = Some(attack.into());
                award.bought.category = Some(attack.into());
                award.bought.item = attack.into();
                award.bought.chosen.vendor = attack.into();
                award.bought.period = Some(attack.into());
            });
            sample.receive(seq, "4", "36.50");
        }
        let quoted = ATTACKS.map(|attack| format!("\"{}\",5,CNY\n", attack.replace('"', "\"\"")));
        let text = format!("department,budget,currency\n{}", quoted.concat());
        let source = Source { name: "=b.csv".into(), path: "b".into(), role: Role::Budgets, bytes: text.into_bytes() };
        let budgets = read_budgets(&source, None, &Options::default()).unwrap();
        let used = BudgetUse::of(&sample.books, None, Some(&budgets), Question::default()).unwrap();
        let day = Date::parse("2026-11-22").unwrap();
        let to_do = FollowUp::of(&sample.books, None, &[], day).unwrap();
        let record = Vendors::of(&sample.books, None, (None, None)).unwrap();
        [budget::report(&used), followup::report(&to_do), vendors::report(&record)]
    }

    fn bytes(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        out
    }

    #[test]
    fn no_text_from_outside_is_live_in_csv_and_none_is_changed() {
        for report in attacked() {
            let written = bytes(|out| csv::write(&report, Guard::Safe, out));
            let raw = bytes(|out| csv::write(&report, Guard::Raw, out));
            let read = |bytes: &[u8]| -> Vec<Vec<String>> {
                let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
            };
            let (written, raw) = (read(&written), read(&raw));
            assert_eq!(written[0].len(), report.columns.len().saturating_add(3));
            for (cell, raw) in written.iter().flatten().zip(raw.iter().flatten()) {
                let is_ours = crate::value::decimal::parse(cell).is_ok();
                assert!(is_ours || cell.starts_with('\'') || !is_risky(cell), "{cell}");
                assert_eq!(cell.strip_prefix('\'').filter(|text| is_risky(text)).unwrap_or(cell), raw);
            }
        }
    }

    #[test]
    fn no_text_from_outside_steers_a_terminal_or_is_markup() {
        for report in attacked() {
            for width in [None, Some(80), Some(40)] {
                let layout = Layout { width, colour: false, detail: true };
                let table = String::from_utf8(bytes(|out| table::write(&report, layout, out))).unwrap();
                assert!(
                    table.chars().all(|letter| letter == '\n' || !crate::value::untrusted::is_unsafe_to_show(letter))
                );
            }
            let text = String::from_utf8(bytes(|out| markdown::write(&report, out))).unwrap();
            assert!(!text.contains("<script") && !text.contains("http:") && !text.contains('\u{1b}'), "{text}");
            assert!(text.contains("a\\|b\\*c\\_d"));
        }
    }

    #[test]
    fn json_is_canonical_and_has_every_cell_of_the_csv() {
        let formats = ["bijia.budget/1", "bijia.followup/1", "bijia.vendors/1"];
        for (report, format) in attacked().into_iter().zip(formats) {
            let written = bytes(|out| json::write(&report, out));
            let value = crate::document::jcs::parse(&written).unwrap();
            let again = crate::document::jcs::bytes(&value).unwrap();
            assert_eq!(written.strip_suffix(b"\n"), Some(again.as_slice()));
            assert_eq!(value["format"], format);
            for key in ["definitions", "filter", "ledger", "tool"] {
                assert!(value.get(key).is_some(), "{key}");
            }
            let rows = report.sections.iter().map(|section| {
                assert_eq!(value[section.key].as_array().map(Vec::len), Some(section.rows.len()));
                section.rows.len()
            });
            assert!(rows.sum::<usize>() > ATTACKS.len());
        }
    }

    #[test]
    fn every_format_states_the_ledger_and_the_tool() {
        let [mut report, ..] = attacked();
        let head = "bijia-head-v1 0f 7 aa";
        report.ledger = Some(Ledger { id: "0f".to_owned(), size: 7, head: head.to_owned() });
        let layout = Layout { width: None, colour: false, detail: false };
        for written in [
            bytes(|out| table::write(&report, layout, out)),
            bytes(|out| csv::write(&report, Guard::Safe, out)),
            bytes(|out| json::write(&report, out)),
            bytes(|out| markdown::write(&report, out)),
        ] {
            let text = String::from_utf8(written).unwrap();
            assert!(text.contains(head) && text.contains(env!("CARGO_PKG_VERSION")), "{text}");
        }
    }
}
