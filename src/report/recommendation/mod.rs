//! A recommendation as a report for people: whom to take for each item and why, every quote, and the evidence.

pub(crate) mod csv;
mod item;
mod lot;
mod matrix;
pub(crate) mod wide;

use self::item::Item;
use super::amount::grouped;
use super::model::{Cell, Column, Figure, Mark, Note, Priority, Readers, Report, Row, Section, Table, Text};
use super::wording::en::{notes, recommendation as words};
use crate::policy::digest;
use crate::rule::note;
use crate::rule::recommendation::Recommendation;

/// Above this many items, or quotes of all, a report that need not be whole is the summary alone.
const LONG: (usize, usize) = (20, 200);

/// Makes the report; without `is_whole` a long one leaves the items' sections out. These are made while they are written.
pub(crate) fn report(recommendation: &Recommendation, is_whole: bool) -> Report<'_> {
    let dataset = recommendation.dataset();
    let has_requests = dataset.has_several_requests();
    let items = dataset.items().map(move |item| Item::of(recommendation, item, has_requests));
    let is_long = items.len() > LONG.0 || dataset.quote_count() > LONG.1;
    let is_abridged = is_long && !is_whole;
    let names = dataset.inputs().iter().map(|input| input.name.raw());
    let lead = vec![words::ITEMS_LEAD.into()];
    let every_item = Section { title: words::ITEMS.into(), readers: Readers::Page, lead, ..Section::default() };
    let matrix = matrix::sections(recommendation, is_abridged);
    let sections = [summary(recommendation, items.clone())].into_iter().chain(matrix).chain([every_item]);
    let whole = (!is_abridged).then_some(items).into_iter().flatten();
    let sections = sections.chain(whole.map(|item| item.section()));
    Report {
        title: words::TITLE.into(),
        heading: vec![words::heading(recommendation).into(), words::inputs(names)],
        sections: Box::new(sections.chain(evidence(recommendation))),
        json: None,
        csv_columns: Vec::new(),
        if_abridged: is_abridged.then(|| Text::with_code(words::ABRIDGED)),
    }
}

/// Whom to take for each item, for how much, and why.
fn summary<'r>(recommendation: &Recommendation, items: impl Iterator<Item = Item<'r>>) -> Section {
    let mut columns = vec![
        Column::left("lot", Priority::Key),
        Column::left("item", Priority::Key),
        Column::right("quantity", Priority::Hidden),
        Column::left("unit", Priority::Hidden),
        Column::left("decision", Priority::Hidden),
        Column::left("take", Priority::Key).emphasised(),
        Column::right("unit_price", Priority::Hidden),
        Column::right("total", Priority::Key),
        Column::left("currency", Priority::Hidden),
        Column::right("budget", Priority::Second),
        Column::right("saving", Priority::Second),
        Column::left("why", Priority::Sentence),
        Column::left("runner-up", Priority::Sentence),
    ];
    if recommendation.dataset().has_several_requests() {
        columns.insert(0, Column::left(words::REQUEST, Priority::Key));
    }
    let rows = items.map(|item| item.row()).collect();
    let totals = words::totals(recommendation);
    Section {
        title: words::SUMMARY.into(),
        figures: figures(recommendation),
        table: Some(Table { sheet: words::ITEM_SHEET.into(), columns, rows, ..Table::default() }),
        notes: totals.map(|line| Note::new("", line)).to_vec(),
        signatures: words::SIGNATURES,
        ..Section::default()
    }
}

fn figures(recommendation: &Recommendation) -> Vec<Figure> {
    let totals = recommendation.totals();
    let budgeted = totals.budgeted();
    let percent = totals.saving_percent().map(words::of_the_budget).unwrap_or_default();
    let currency = recommendation.dataset().currency().to_string();
    let count = |count: usize, mark| (count.to_string(), String::new(), mark);
    let figures = [
        count(totals.items, Mark::Plain),
        count(totals.recommended, Mark::Good),
        count(totals.refer, Mark::Decide),
        count(totals.none, Mark::Bad),
        (grouped(totals.award), currency, Mark::Plain),
        (grouped(totals.budget), words::of_awarded(budgeted, totals.recommended), Mark::Plain),
        (grouped(totals.saving), percent, Mark::Plain),
    ];
    let shown = if budgeted > 0 { figures.len() } else { 5 };
    let figure = |(name, (value, of, mark))| Figure { name, value, of, mark };
    words::figures(recommendation).into_iter().zip(figures).take(shown).map(figure).collect()
}

fn note_of(note: &note::Note) -> Note {
    Note::new(words::NOTE, Text::with_code(&format!("{}.", notes::text(note))))
}

/// What a result can be checked by: the rule, the inputs, the policy, what made it.
fn evidence(recommendation: &Recommendation) -> impl Iterator<Item = Section> {
    let policy = recommendation.policy();
    let rule = words::RULE.map(Text::from).to_vec();
    let inputs = Section { table: Some(inputs(recommendation)), ..titled(words::INPUTS) };
    let facts = [
        (words::POLICY_DIGEST, digest(policy).to_string()),
        (words::TOOL, concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()),
        (words::AS_OF, recommendation.as_of().to_string()),
    ];
    let facts = facts.map(|(what, value)| Note { kind: "fact", ..Note::new(what, value) });
    let mut notes: Vec<Note> = recommendation.dataset().notes().iter().map(note_of).collect();
    notes.extend(facts);
    notes.push(Note::new("", words::REPRODUCIBLE));
    let policy = Section { verbatim: Some(policy.as_toml()), notes, ..titled(words::POLICY) };
    let page = [Section { lead: rule, ..titled(words::EVIDENCE) }, inputs.clone(), policy.clone()];
    let page = page.map(|section| Section { readers: Readers::Page, ..section });
    let mut facts = Section { verbatim: None, title: words::EVIDENCE.into(), ..policy };
    let comparison = matrix::comparison(recommendation);
    facts.notes.extend(comparison.map(|text| Note { kind: "fact", ..Note::new(words::COMPARISON, text) }));
    let workbook = [inputs, facts].map(|section| Section { readers: Readers::Workbook, ..section });
    page.into_iter().chain(workbook)
}

fn titled(title: &'static str) -> Section {
    Section { title: title.into(), ..Section::default() }
}

fn inputs(recommendation: &Recommendation) -> Table {
    let columns = vec![
        Column::left("file", Priority::Key),
        Column::left("role", Priority::Key),
        Column::right("rows", Priority::Key),
        Column::right("bytes", Priority::Key),
        Column::left("SHA-256", Priority::Key),
        Column::left("read as", Priority::Key),
    ];
    let rows = recommendation.dataset().inputs().iter().map(|input| {
        let read_as = input.dialect.as_ref();
        let read_as = read_as.map(|read| match (&read.delimiter, read.format.sheet()) {
            (Some(delimiter), _) => words::read_as(read.format.name(), delimiter, read.decimal_mark),
            (None, sheet) => words::read_sheet(sheet),
        });
        let cells = vec![
            Cell::name(Some(&input.name)),
            Cell::Code(input.role.name()),
            input.rows.map_or(Cell::Empty, |rows| Cell::Count(rows.into())),
            Cell::number(Some(input.bytes)),
            Cell::words(input.sha256.to_string()),
            read_as.map_or(Cell::Empty, Cell::words),
        ];
        Row::new("input", cells)
    });
    Table { rows: rows.collect(), columns, ..Table::default() }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample::{CHINESE, MIXED, compared, sheet_of};
    use crate::report::writer::terminal::{self, Layout};
    use crate::report::writer::{html, markdown};

    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n";

    fn on_terminal(sheet: &str, width: Option<u16>) -> String {
        let layout = Layout { width, colour: false, detail: true };
        compared(sheet, SCALE, |of| text(|out| terminal::write(report(of, true), layout, out)))
    }

    fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Returns the texts of a column in a table, without marks between thousands.
    fn column(table: &Table, key: &str) -> Vec<String> {
        let place = table.columns.iter().position(|column| column.key == key).unwrap();
        let is_figure = table.columns[place].align == super::super::model::Align::Right;
        let text = |row: &Row| row.cells[place].text().plain();
        table.rows.iter().map(text).map(|cell| if is_figure { cell.replace(',', "") } else { cell }).collect()
    }

    #[test]
    fn every_figure_and_reason_is_that_of_the_json() {
        for sheet in [MIXED, CHINESE] {
            compared(sheet, SCALE, |of| {
                let json = text(|out| crate::document::json::write(of, crate::report::wording::WORDS, out));
                let json: Value = serde_json::from_str(&json).unwrap();
                let items = json["items"].as_array().unwrap();
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let mut tables = report(of, true).sections.filter(|section| {
                    let table = section.table.as_ref().filter(|table| table.sheet != words::MATRIX_SHEET);
                    section.readers == Readers::All && table.is_some()
                });
                let summary = tables.next().unwrap().table.unwrap();
                for (key, path) in [
                    ("total", "/award/total"),
                    ("unit_price", "/award/unit_price"),
                    ("budget", "/budget"),
                    ("saving", "/savings/budget"),
                    ("decision", "/decision"),
                ] {
                    let told = items.iter().map(|item| item.pointer(path).map(text).unwrap_or_default());
                    assert_eq!(column(&summary, key), told.collect::<Vec<_>>(), "{key}");
                }
                for (section, item) in tables.zip(items) {
                    let table = section.table.unwrap();
                    for key in ["vendor", "total", "unit_price", "quality", "why", "file"] {
                        let told = item["quotes"].as_array().unwrap().iter().map(|quote| text(&quote[key]));
                        assert_eq!(column(&table, key), told.collect::<Vec<_>>(), "{key}");
                    }
                }
            });
        }
    }

    #[test]
    fn what_is_not_recommended_says_why() {
        for width in [None, Some(80)] {
            let text = on_terminal(MIXED, width);
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for words in [
                "Take Hongda: lowest price of its quality: 2,500.00 (5.49 %) less than Meijia.",
                "decide: East 800.00 or West 800.00",
                "decide: West 14,400.00 or East 12,800.00",
                "For a person to decide (tie): equal in price, quality and service.",
                "Trade-off: A step up from quality B of East to quality A of West costs 1,600.00 (12.5 %) more.",
                "quality C is below the required B",
                "repeats another row in every cell",
                "was valid until 2026-11-01, compared on 2026-11-22",
                "Nobody can be recommended: the only quote was rejected.",
                "If withdrawn: take Meijia.",
            ] {
                assert!(flat.contains(words), "{words}\n{text}");
            }
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for sheet in [MIXED, CHINESE] {
            for width in 60..=200 {
                let text = on_terminal(sheet, Some(width));
                let wide = text.lines().find(|line| unicode_width::UnicodeWidthStr::width(*line) > width.into());
                assert_eq!(wide, None, "{width}");
            }
        }
    }

    #[test]
    fn only_a_trade_off_draws_its_totals() {
        compared(MIXED, SCALE, |of| {
            let drawn = |section: Section| {
                let tables = section.table.into_iter().filter(|table| table.sheet == words::QUOTE_SHEET);
                tables.flat_map(|table| column(&table, "compared")).filter(|bar| bar.contains('█')).count()
            };
            assert_eq!(report(of, true).sections.map(drawn).filter(|bars| *bars > 0).collect::<Vec<_>>(), [2]);
        });
    }

    #[test]
    fn names_add_no_markup() {
        let attacks =
            ["<script>x</script>", "\"><img onerror=x>", "</td></table>", "{{ x }}{% x", "a|b`c`*d*", "&lt;b&gt;"];
        let plain = ["one", "two", "three", "four", "five", "six"];
        let forms = |names: &[&str]| {
            compared(&sheet_of(names), SCALE, |of| {
                let page = text(|out| html::write(report(of, true), out));
                let markdown = text(|out| markdown::write(report(of, true), out));
                let live = markdown.replace("\\|", "").replace("\\`", "");
                (page.matches(['<', '>', '"']).count(), live.matches(['|', '<', '`']).count())
            })
        };
        assert_eq!(forms(&attacks), forms(&plain));
    }
}
