//! What was saved as a report: sums of each currency, the awards that are worth a look, and where they come from.
//!
//! In CSV, per currency `group` and `subtotal` (with `level`, the count of its keys), `total`, `pending-total`; then
//! awards: `award` (where all are asked for), `missed`, `override`, `pending`, `void`. The groups of a currency add up to
//! its total; so do its subtotals of any one level.

pub(crate) mod json;

use std::borrow::Cow;

use serde_json::json;

use super::amount::grouped;
use super::evidence;
use super::model::Priority::{Drawing, Key, Second, Sentence};
use super::model::{
    Bar, Cell, Chart, Column, Figure, Json, Mark, Note, Readers, Report, Row, Section, Shade, Table, View,
};
use super::wording::en::reports as words;
use crate::summary::{Baseline, Block, By, DEFINITIONS, Figures, Line, RowKind, Summary};
use crate::value::currency::Currency;
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// Whether every award is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Only those that are worth a look.
    Sums,
    /// All of them.
    Awards,
}

/// The columns of CSV.
const CSV: &str = "level currency department category period vendor buyer item lot awards awards_budgeted \
    awards_received budget awarded negotiated_budget negotiated_median negotiated_highest negotiated_last_price \
    negotiated_first_offer realised_budget realised_median realised_highest realised_last_price realised_first_offer \
    paid committed owed apart missed seq on status request ordered received counted refused returned surplus basis recommended \
    reason";

/// The key of the column with the bar.
const SAVED: &str = "saved";

/// Makes the report.
pub(crate) fn report(summary: &Summary, detail: Detail) -> Report<'static> {
    let question = &summary.question;
    let by: Vec<&str> = question.by.iter().map(|by| by.name()).collect();
    let json = Json {
        format: json::FORMAT,
        filter: vec![("from", json!(question.from)), ("to", json!(question.to)), ("by", json!(by))],
        ledger: summary.head.clone(),
    };
    let day = |day: Option<crate::value::date::Date>| day.map(|day| day.to_string().into()).unwrap_or_default();
    let (first, last) = summary.days.unzip();
    let source = evidence::source(&json, vec![("first_award", day(first)), ("last_award", day(last))]);
    let mut sections: Vec<Section> = Vec::new();
    if by.len() > 1 {
        sections.extend(summary.blocks.iter().map(|block| outermost(block, &question.by)));
    }
    for block in &summary.blocks {
        sections.extend(groups(block, &question.by));
    }
    sections.push(Section { readers: Readers::Page, signatures: words::SIGNATURES, ..Section::default() });
    sections.extend(lists(summary, detail));
    sections.extend([evidence::definitions(&DEFINITIONS), source]);
    Report {
        csv_columns: CSV.split(' ').collect(),
        ..Report::new(words::SAVINGS, words::savings_heading(summary), json, sections)
    }
}

/// A key of a column for each baseline.
fn baselines(of: &'static str) -> impl Iterator<Item = (Baseline, Cow<'static, str>)> {
    Baseline::ALL.into_iter().map(move |baseline| (baseline, format!("{of}_{}", baseline.name()).into()))
}

const NEGOTIATED: &str = "negotiated";
const REALISED: &str = "realised";

fn figure_columns() -> Vec<Column> {
    let mut columns = ["awards", "awards_budgeted", "awards_received", "budget", "awarded"]
        .map(|key| Column::right(key, Key))
        .to_vec();
    columns.extend(
        baselines(NEGOTIATED)
            .chain(baselines(REALISED))
            .map(|(baseline, key)| Column::right(key, if baseline == Baseline::Budget { Key } else { Second })),
    );
    columns.extend([
        Column::right("paid", Key),
        Column::right("committed", Second),
        Column::right("owed", Second),
        Column::right("apart", Second),
        Column::right("missed", Key),
    ]);
    columns
}

fn figure_cells(figures: &Figures) -> Vec<Cell> {
    let counts = [figures.awards, figures.budget.awards, figures.received];
    let mut cells = counts.map(Cell::Count).to_vec();
    cells.extend([Cell::money(figures.budget.amount), Cell::Money(figures.awarded)]);
    for against in [&figures.negotiated, &figures.realised] {
        cells.extend(Baseline::ALL.map(|baseline| Cell::money(against.sum(baseline).amount)));
    }
    cells.extend([figures.paid, figures.committed, figures.owed, figures.apart].map(Cell::Money));
    cells.push(Cell::money(figures.missed.amount));
    cells
}

/// Makes a row of sums: by what they are put together, the figures, and a bar.
fn sums(kind: &'static str, block: &Block, by: &[By], keys: &[Option<Untrusted>], figures: &Figures) -> Row {
    let mut cells = vec![Cell::Count(keys.len() as u64), Cell::words(block.currency.to_string())];
    cells.extend(by.iter().enumerate().map(|(place, by)| match keys.get(place) {
        Some(Some(name)) => Cell::name(Some(name)),
        Some(None) => Cell::Empty.shown(words::no_key(*by)),
        None if place > keys.len() => Cell::Empty,
        None => Cell::Empty.shown(match kind {
            "subtotal" => words::SUBTOTAL,
            "total" => words::TOTAL,
            _ => words::PENDING,
        }),
    }));
    cells.extend(figure_cells(figures));
    let is_group = kind == RowKind::Group.name();
    cells.push(if is_group { bar(block, figures).map_or(Cell::Empty, Cell::Bar) } else { Cell::Empty });
    let mark = match kind {
        "group" => Mark::Plain,
        "subtotal" => Mark::Subtotal,
        _ => Mark::Total,
    };
    Row::new(kind, cells).marked(mark)
}

fn sum_columns(by: &[By]) -> Vec<Column> {
    let mut columns = vec![Column::right("level", Key), Column::left("currency", Key)];
    columns.extend(by.iter().map(|by| Column::left(by.name(), Key)));
    columns.extend(figure_columns());
    columns.push(Column::left(SAVED, Drawing));
    columns
}

fn chart(currency: Currency, by: Option<By>) -> Chart {
    let series = baselines(NEGOTIATED).map(|(baseline, key)| (key, words::baseline_name(baseline)));
    Chart { title: words::savings_chart(currency), names: by.map_or("currency", By::name), series: series.collect() }
}

/// Makes the sums of the outermost groups, for a workbook to draw.
fn outermost(block: &Block, by: &[By]) -> Section {
    let mut rows: Vec<Row> = block
        .rows
        .iter()
        .filter(|row| row.keys.len() == 1)
        .map(|row| sums(row.kind.name(), block, &by[..1], &row.keys, &row.figures).marked(Mark::Plain))
        .collect();
    rows.push(sums("total", block, &by[..1], &[], &block.total));
    let chart = Some(chart(block.currency, by.first().copied()));
    let table = Table { sheet: words::SUMMARY.into(), columns: sum_columns(&by[..1]), rows, chart, ..Table::default() };
    Section { readers: Readers::Workbook, ..Section::of_table(words::amounts_in(block.currency), table) }
}

/// Makes the sums of one currency, and what waits for an approval, which people find in a note.
fn groups(block: &Block, by: &[By]) -> [Section; 2] {
    let sheet = if by.len() > 1 { words::GROUPS } else { words::SUMMARY };
    let mut rows: Vec<Row> =
        block.rows.iter().map(|row| sums(row.kind.name(), block, by, &row.keys, &row.figures)).collect();
    rows.push(sums("total", block, by, &[], &block.total));
    let key = |key: &'static str| (key.into(), None);
    let labelled = |key: &'static str, label: &'static str| (key.into(), Some(label.into()));
    let against = |of| baselines(of).map(|(baseline, key)| (key, Some(words::against(baseline).into())));
    let keys: Vec<&'static str> =
        if by.is_empty() { vec!["currency"] } else { by.iter().map(|by| by.name()).collect() };
    let view = |title: String, columns: &[(Cow<'static, str>, Option<Cow<'static, str>>)], of| View {
        title: Some(title.into()),
        columns: keys.iter().copied().map(key).chain(columns.iter().cloned()).chain(against(of)).collect(),
        note: None,
    };
    let mut negotiated = view(words::negotiated(block.currency), &["awards", "budget", "awarded"].map(key), NEGOTIATED);
    negotiated.columns.push(key(SAVED));
    let mut views = vec![negotiated];
    if block.total.received > 0 {
        let columns =
            [labelled("awards_received", words::RECEIVED), key("paid"), key("committed"), key("owed"), key("apart")];
        views.push(view(words::realised(block.currency), &columns, REALISED));
    }
    let table = |rows, views, chart| Table {
        sheet: sheet.into(),
        columns: sum_columns(by),
        rows,
        views,
        chart,
        ..Table::default()
    };
    let chart = (by.len() < 2).then(|| chart(block.currency, by.first().copied()));
    let pending = vec![sums("pending-total", block, by, &[], &block.pending)];
    let title = words::amounts_in(block.currency);
    [
        Section {
            figures: key_figures(block),
            notes: words::savings_notes(block).into_iter().map(|line| Note::new("", line)).collect(),
            ..Section::of_table(title.clone(), table(rows, views, chart))
        },
        Section { readers: Readers::Programs, ..Section::of_table(title, table(pending, Vec::new(), None)) },
    ]
}

/// Draws a saving against the budget to the scale of those of all groups, losses to the left of a line.
fn bar(block: &Block, figures: &Figures) -> Option<Bar> {
    let saving = |figures: &Figures| figures.negotiated.sum(Baseline::Budget).amount;
    let nothing = Money::from_minor(0, block.currency);
    let groups = || block.rows.iter().filter(|row| row.kind == RowKind::Group).filter_map(|row| saving(&row.figures));
    let least = nothing.minus(groups().min()?.min(nothing))?;
    let most = groups().max()?.max(nothing);
    let own = saving(figures)?;
    let (loss, gain) = (nothing.minus(own.min(nothing))?, own.max(nothing));
    Some(Bar(vec![
        (Shade::Blank, least.minus(loss)?),
        (Shade::Over, loss),
        (Shade::Line, nothing),
        (Shade::Full, gain),
        (Shade::Blank, most.minus(gain)?),
    ]))
}

/// Returns the figures that finance looks for first.
fn key_figures(block: &Block) -> Vec<Figure> {
    let Block { currency, total, pending, .. } = block;
    let amount = |amount: Option<Money>| amount.map_or_else(|| words::NONE.to_owned(), grouped);
    let of = |awards: u64| words::of_awards(*currency, awards, total.awards);
    let saving = total.negotiated.sum(Baseline::Budget);
    let percent = saving.amount.zip(total.budget.amount).and_then(|(saving, budget)| saving.percent_of(budget));
    let percent = percent.map_or_else(|| of(saving.awards), words::of_the_budget);
    let mark = match saving.amount.map(Money::minor) {
        Some(..0) => Mark::Bad,
        Some(1..) => Mark::Good,
        Some(0) | None => Mark::Plain,
    };
    let figures = [
        (total.awards.to_string(), String::new(), Mark::Plain),
        (amount(total.budget.amount), of(total.budget.awards), Mark::Plain),
        (grouped(total.awarded), currency.to_string(), Mark::Plain),
        (amount(saving.amount), percent, mark),
        (grouped(total.paid), of(total.received), Mark::Plain),
        (grouped(total.committed), currency.to_string(), Mark::Plain),
        (amount(total.missed.amount), of(total.missed.awards), Mark::Decide),
        (grouped(pending.awarded), words::more_in_no_sum(*currency, pending.awards), Mark::Decide),
    ];
    let figures = words::KEY_FIGURES.into_iter().zip(figures);
    figures.map(|(name, (value, of, mark))| Figure { name, value, of, mark }).collect()
}

/// Makes the lists of awards.
fn lists(summary: &Summary, detail: Detail) -> Vec<Section> {
    let is_mixed = summary.blocks.len() > 1;
    let list = |kind, title: &'static str, lines: &mut dyn Iterator<Item = &Line>, more: &[&'static str]| {
        let leading = ["seq", "on", "lot", "item", "vendor", "awarded"];
        let keys = leading.into_iter().chain(is_mixed.then_some("currency")).chain(more.iter().copied());
        let label = |key| match key {
            "seq" => Some("#".into()),
            "recommended" => Some(words::INSTEAD_OF.into()),
            _ => None,
        };
        let view = View { columns: keys.map(|key| (key.into(), label(key))).collect(), ..View::default() };
        let rows = lines.map(|line| award(kind, line)).collect();
        let table = Table { columns: award_columns(), rows, views: vec![view], is_abridged: true, ..Table::default() };
        Section::of_table(title, Table { sheet: title.split(',').next().unwrap_or(title).into(), ..table })
    };
    let all = list("award", words::AWARDS, &mut summary.lines.iter(), &["status", "received", "paid", "buyer"]);
    vec![
        // All awards are for those who ask for them, and look up the number of one.
        Section { readers: if detail == Detail::Awards { Readers::All } else { Readers::Workbook }, ..all },
        list("missed", words::MISSED, &mut summary.missed(), &["missed", "buyer", "reason"]),
        list("override", words::OVERRIDES, &mut summary.overrides(), &["recommended", "basis", "buyer", "reason"]),
        list("pending", words::PENDING, &mut summary.pending(), &["buyer"]),
        list("void", words::ENDED, &mut summary.ended(), &["status", "ended_by", "reason"]),
    ]
}

fn award_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::right("seq", Key),
        Column::right("on", Second),
        Column::left("status", Key),
        Column::left("currency", Key),
    ];
    columns.extend(By::ALL.map(|by| Column::left(by.name(), if by == By::Buyer { Second } else { Key })));
    columns.extend([
        Column::left("request", Second),
        Column::left("approver", Second),
        Column::right("needed_by", Second),
        Column::right("promised", Second),
        Column::right("ordered", Second),
        Column::right("received", Second),
        Column::right("counted", Second),
        Column::right("refused", Second),
        Column::right("returned", Second),
        Column::right("surplus", Second),
        Column::left("unit", Second),
    ]);
    columns.extend(figure_columns());
    columns.extend([
        Column::left("basis", Second),
        Column::left("recommended", Second),
        Column::left("reason", Sentence),
        Column::right("ended_by", Second),
    ]);
    columns
}

fn award(kind: &'static str, line: &Line) -> Row {
    let mut cells = vec![
        Cell::Count(line.seq.get()),
        Cell::Date(line.on),
        Cell::Code(line.status.name()),
        Cell::words(line.currency.to_string()),
    ];
    cells.extend(By::ALL.map(|by| Cell::name(by.of(line))));
    let account = &line.account;
    cells.extend([
        Cell::name(line.request.as_ref()),
        Cell::name(line.approval.as_ref().map(|approval| &approval.by)),
        Cell::date(line.needed_by),
        Cell::date(line.promised),
        Cell::number(Some(line.ordered)),
        Cell::number(Some(account.received)),
        Cell::number(Some(account.counted)),
        Cell::number(Some(account.refused)),
        Cell::number(Some(account.returned)),
        Cell::number(Some(account.surplus)),
        Cell::name(line.unit.as_ref()),
    ]);
    let mut figures = Figures::none(line.currency);
    figures.add(line).expect("the amounts of one award fit");
    cells.extend(figure_cells(&figures));
    let reason = match &line.ended {
        Some(ended) => Cell::name(ended.reason.as_ref()),
        None if line.reason.is_none() && line.missed.is_some() => Cell::Words(words::because(line)),
        None => Cell::name(line.reason.as_ref()),
    };
    cells.extend([
        Cell::Code(line.basis.name()),
        Cell::name(line.recommended.as_ref()),
        if kind == "missed" { reason.shown(words::because(line)) } else { reason },
        line.ended.as_ref().map_or(Cell::Empty, |ended| Cell::Count(ended.seq.get()).shown(format!("#{}", ended.seq))),
    ]);
    Row::new(kind, cells)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::ledger::Award;
    use crate::report::writer::csv::{self, Guard};
    use crate::report::writer::terminal::{self, Layout};
    use crate::summary::Question;
    use crate::summary::sample::{Sample, day, in_currency, money, overridden};
    use crate::value::money::{Decimal, Limit};

    /// Two currencies, two departments, a loss, a partial receipt, an override, and awards that do not count.
    fn summary(by: &[By]) -> Summary {
        let mut sample = Sample::new();
        let department = |award: &mut Award, name: &str| award.bought.department = Some(name.into());
        let first = sample.award(|award| department(award, "行政部"));
        sample.receive(first, "5", "51.25");
        sample.award(|award| {
            department(award, "=1+1");
            overridden(award, "4.50", "@SUM(A1) sooner");
            award.savings.budget = Some(money("-1234567.89"));
        });
        sample.award(|award| in_currency(award, "JPY"));
        sample.award(|award| award.bought.approval_above = Limit::try_new(Decimal::ONE));
        let void = sample.award(|award| award.on = day("2026-12-01"));
        sample.void(void);
        Summary::of(&sample.books, None, Question { by: by.to_vec(), ..Question::default() }).unwrap()
    }

    fn written(summary: &Summary) -> (Vec<Vec<String>>, Value, String) {
        let (mut rows, mut document, mut table) = (Vec::new(), Vec::new(), Vec::new());
        csv::write(report(summary, Detail::Awards), Guard::Safe, &mut rows).unwrap();
        json::write(summary, Detail::Awards, &mut document).unwrap();
        let layout = Layout { width: None, colour: false, detail: true };
        terminal::write(report(summary, Detail::Awards), layout, &mut table).unwrap();
        let mut rows = ::csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_slice());
        let rows = rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        (rows, serde_json::from_slice(&document).unwrap(), String::from_utf8(table).unwrap())
    }

    fn cell<'r>(rows: &'r [Vec<String>], row: &'r [String], name: &str) -> &'r str {
        &row[rows[0].iter().position(|column| column == name).unwrap()]
    }

    #[test]
    fn csv_and_json_state_the_same_sums_and_tables_show_them() {
        let (rows, json, table) = written(&summary(&[By::Department, By::Vendor]));
        let sums = ["group", "subtotal", "total", "pending-total"];
        let mut sums = rows.iter().filter(|row| sums.contains(&row[0].as_str()));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for block in json["currencies"].as_array().unwrap() {
            let groups = block["rows"].as_array().unwrap().iter().map(|row| &row["figures"]);
            for figures in groups.chain([&block["total"], &block["pending"]]) {
                let row = sums.next().unwrap();
                assert_eq!(cell(&rows, row, "currency"), text(&block["currency"]));
                for name in ["awarded", "paid", "committed"] {
                    assert_eq!(cell(&rows, row, name), text(&figures[name]), "{name}");
                }
                for (of, baseline) in
                    ["negotiated", "realised"].into_iter().flat_map(|of| Baseline::ALL.map(|one| (of, one)))
                {
                    let amount = text(&figures[of][baseline.name()]["amount"]);
                    assert_eq!(cell(&rows, row, &format!("{of}_{}", baseline.name())), amount);
                    let shown = Money::parse(&amount).map(grouped).filter(|_| row[0] != "pending-total");
                    assert!(shown.is_none_or(|shown| table.contains(&shown)), "{amount}\n{table}");
                }
            }
        }
        assert!(sums.next().is_none());
    }

    #[test]
    fn every_award_is_listed_where_it_belongs() {
        let (rows, json, _) = written(&summary(&[]));
        let seqs = |kind: &str| -> Vec<&str> {
            rows.iter().filter(|row| row[0] == kind).map(|row| cell(&rows, row, "seq")).collect()
        };
        assert_eq!(seqs("award"), ["2", "4", "5", "6", "7"]);
        assert_eq!([seqs("missed"), seqs("override"), seqs("pending"), seqs("void")].concat(), ["4", "4", "6", "7"]);
        assert_eq!(json["void"][0]["ended"]["reason"], "ordered twice");
        assert_eq!(json["missed"][0]["because"], "instead of Meijia: @SUM(A1) sooner");
    }

    #[test]
    fn losses_are_drawn_to_the_left_of_a_line_and_all_bars_are_equally_long() {
        let found = summary(&[By::Department]);
        let bars: Vec<String> =
            found.blocks[0].rows.iter().map(|row| bar(&found.blocks[0], &row.figures).unwrap().letters()).collect();
        assert_eq!(bars.len(), 2);
        assert!(bars.iter().all(|bar| bar.chars().count() == 33), "{bars:?}");
        assert!(bars.iter().any(|bar| bar.starts_with("▓▓▓")) && bars.iter().any(|bar| bar.starts_with("   ")));
    }
}
