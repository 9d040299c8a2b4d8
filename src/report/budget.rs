//! Budget use as a report: the groups with a bar for each, and what they come to.

use serde_json::json;

use super::evidence;
use super::model::Priority::{Drawing, Hidden, Key as Always, Second};
use super::model::{Bar, Cell, Column, Json, Mark, Report, Row, Section, Shade, Table, View};
use super::wording::en::reports as words;
use crate::summary::By;
use crate::summary::budget::{BudgetUse, DEFINITIONS, Figures, Key, PARTS, State};
use crate::value::currency::Currency;
use crate::value::money::Money;

fn columns() -> Vec<Column> {
    let mut columns: Vec<Column> = PARTS.map(|part| Column::left(part.name(), Always)).to_vec();
    columns.extend([
        Column::left("currency", Always),
        Column::right("budget", Second),
        Column::right("paid", Second),
        Column::right("committed", Second),
        Column::right("left", Always),
        Column::right("used_percent", Always),
        Column::right("pending", Second),
        Column::left("state", Always).emphasised(),
        Column::right("paid_elsewhere", Hidden),
        Column::right("committed_elsewhere", Hidden),
        Column::right("without_budget", Hidden),
        Column::right("awards", Hidden),
        Column::right("pending_awards", Hidden),
        Column::left("open", Hidden),
        Column::left(USE, Drawing),
    ]);
    columns
}

/// The key of the column with the bar.
const USE: &str = "use";

/// Makes the report.
pub(crate) fn report(found: &BudgetUse) -> Report<'static> {
    let by: Vec<&str> = found.by.iter().map(|by| by.name()).collect();
    let json = Json {
        format: "bijia.budget/1",
        filter: vec![
            ("from", json!(found.from)),
            ("to", json!(found.to)),
            ("by", json!(by)),
            ("budgets", json!(found.file.as_ref().map(|(name, _)| name.raw()))),
            ("budgets_sha256", json!(found.file.as_ref().map(|(_, digest)| digest.to_string()))),
        ],
        ledger: found.head.clone(),
    };
    let groups = found.groups.iter().map(|group| row(&found.by, &group.keys, group.currency, &group.figures));
    let totals = found.totals.iter().map(|(currency, figures)| {
        let Row { cells, mark, .. } = row(&[], &[], *currency, figures);
        Row::new("total", cells).marked(mark)
    });
    let has_budget = found.groups.iter().any(|group| group.figures.budget.is_some());
    let seen = columns().into_iter().filter(|column| column.priority > Drawing).map(|column| (column.key, None));
    let mut views = vec![View { columns: seen.collect(), ..View::default() }];
    if has_budget {
        let keys = PARTS.map(By::name).into_iter().chain(["currency", "used_percent", USE]);
        let columns = keys.map(|key| (key.into(), None)).collect();
        views.push(View { columns, note: Some(words::BAR_LEGEND.into()), ..View::default() });
    }
    let table = |key, rows, views| Table { key, columns: columns(), rows, views, ..Table::default() };
    let mut source = evidence::source(&json, Vec::new());
    source.notes.retain(|note| !note.text.is_empty());
    let sections = [
        Section::of_table(words::BUDGETS, table("groups", groups.collect(), views)),
        Section::of_table(words::CURRENCY_TOTALS, table("totals", totals.collect(), Vec::new())),
        Section { only_in_detail: true, ..evidence::definitions(&DEFINITIONS) },
        source,
    ];
    Report::new(words::BUDGET_USE, vec![words::budget_heading(found)], json, sections)
}

fn row(by: &[By], keys: &[Key], currency: Currency, figures: &Figures) -> Row {
    let key = |part: By| by.iter().position(|by| *by == part).map(|place| &keys[place]);
    let mut cells: Vec<Cell> = PARTS
        .into_iter()
        .map(|part| match key(part) {
            None => Cell::Empty,
            Some(Key::Named(name)) => Cell::name(Some(name)),
            Some(Key::Rest) => Cell::Empty.shown(words::ANY_OTHER),
            Some(Key::Unsaid) => Cell::Empty.shown(words::NO_KEY),
        })
        .collect();
    let open = PARTS.into_iter().filter(|part| key(*part) == Some(&Key::Rest)).map(By::name);
    cells.extend([
        Cell::words(currency.to_string()),
        Cell::money(figures.budget),
        Cell::Money(figures.paid),
        Cell::Money(figures.committed),
        Cell::money(figures.left().flatten()),
        Cell::percent(figures.percent()),
        Cell::Money(figures.pending),
        Cell::Code(figures.state().name()).shown(words::budget_state(figures)),
        Cell::Money(figures.paid_elsewhere),
        Cell::Money(figures.committed_elsewhere),
        Cell::Money(figures.without_budget),
        Cell::Count(figures.awards),
        Cell::Count(figures.pending_awards),
        Cell::Codes(open.collect()),
        bar(figures).map_or(Cell::Empty, Cell::Bar),
    ]);
    let mark = match figures.state() {
        State::Over => Mark::Bad,
        State::Near => Mark::Decide,
        State::Within | State::NoBudget => Mark::Plain,
    };
    Row::new("group", cells).marked(mark)
}

/// Draws what is paid, committed and left of a budget, and what is used beyond it; all bars are equally long.
fn bar(figures: &Figures) -> Option<Bar> {
    let (budget, used) = figures.budget.zip(figures.used())?;
    let nothing = Money::from_minor(0, Currency::CNY);
    let paid = figures.paid.max(nothing).min(budget);
    let within = used.clamp(paid, budget.max(paid));
    Some(Bar(vec![
        (Shade::Full, paid),
        (Shade::Half, within.minus(paid)?),
        (Shade::Rest, budget.minus(within)?),
        (Shade::Line, nothing),
        (Shade::Over, used.minus(budget)?),
    ]))
}
