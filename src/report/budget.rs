//! Budget use as a report: the groups, what they come to, and a bar for each.

use serde_json::{Value, json};

use super::amount::grouped;
use super::bar::{LEGEND, bar};
use super::report::{Cell, Column, Ledger, Report, Section};
use super::sheet::{self, Holds, Sheet, Yields, counted};
use crate::summary::By;
use crate::summary::budget::{BudgetUse, DEFINITIONS, Figures, Group, Key, PARTS, State};
use crate::value::currency::Currency;

/// The format's name and version.
pub const FORMAT: &str = "bijia.budget/1";

/// The columns.
const COLUMNS: [Column; 17] = [
    Column::new("department", Holds::Words, Some(Yields::Never)),
    Column::new("category", Holds::Words, Some(Yields::Never)),
    Column::new("period", Holds::Words, Some(Yields::Never)),
    Column::new("currency", Holds::Words, Some(Yields::Never)),
    Column::new("budget", Holds::Numbers, Some(Yields::Second)),
    Column::new("paid", Holds::Numbers, Some(Yields::Second)),
    Column::new("committed", Holds::Numbers, Some(Yields::Second)),
    Column::new("left", Holds::Numbers, Some(Yields::Never)),
    Column::new("used_percent", Holds::Numbers, Some(Yields::Never)),
    Column::new("pending", Holds::Numbers, Some(Yields::Second)),
    Column::new("state", Holds::Words, Some(Yields::Never)),
    Column::new("paid_elsewhere", Holds::Numbers, None),
    Column::new("committed_elsewhere", Holds::Numbers, None),
    Column::new("without_budget", Holds::Numbers, None),
    Column::new("awards", Holds::Numbers, None),
    Column::new("pending_awards", Holds::Numbers, None),
    Column::new("open", Holds::Words, None),
];

/// Makes the report.
#[must_use]
pub fn report(found: &BudgetUse) -> Report {
    let by: Vec<&str> = found.by.iter().map(|by| by.name()).collect();
    let file = found.file.as_ref();
    let days = match (found.from, found.to) {
        (None, None) => "all days".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("up to {to}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
    };
    let of = file.map_or_else(|| "of the requests".to_owned(), |(name, _)| format!("of {}", name.shown()));
    let how = if by.is_empty() { String::new() } else { format!(", by {}", by.join(", ")) };
    let awards = found.totals.iter().fold(0_u64, |sum, (_, figures)| sum.saturating_add(figures.awards));
    let awards = counted(usize::try_from(awards).unwrap_or(usize::MAX), "award", "awards");
    let groups = found.groups.iter().map(|group| row(&found.by, Some(&group.keys), group.currency, &group.figures));
    let totals = found.totals.iter().map(|(currency, figures)| row(&found.by, None, *currency, figures));
    let section = |kind, key, title: &str, rows| Section { kind, key, title: title.to_owned(), rows };
    Report {
        format: FORMAT,
        title: "Budget use",
        heading: vec![format!("budgets {of}, {days}{how}: {awards} in the sums")],
        columns: COLUMNS.to_vec(),
        sections: vec![
            section("group", "groups", "Budgets", groups.collect()),
            section("total", "totals", "Total of each currency", totals.collect()),
        ],
        picture: picture(found).map(|sheet| (sheet, LEGEND.to_owned())),
        definitions: &DEFINITIONS,
        filter: vec![
            ("from", json!(found.from)),
            ("to", json!(found.to)),
            ("by", json!(by)),
            ("budgets", file.map_or(Value::Null, |(name, _)| name.raw().into())),
            ("budgets_sha256", file.map_or(Value::Null, |(_, digest)| digest.to_string().into())),
        ],
        ledger: found.head.as_ref().map(|head| Ledger {
            id: head.ledger_id.to_string(),
            size: head.seq.get(),
            head: head.to_string(),
        }),
    }
}

/// Says of which groups most or all of the budget is used, in sentences that are safe to show.
#[must_use]
pub fn warnings(found: &BudgetUse) -> Vec<String> {
    let warning = |group: &Group| {
        let state = match group.figures.state() {
            State::Near | State::Over => said(&group.figures),
            State::Within | State::NoBudget => return None,
        };
        Some(format!("{} ({}): {state}", label(group, &found.by), group.currency))
    };
    found.groups.iter().filter_map(warning).collect()
}

fn row(by: &[By], keys: Option<&Vec<Key>>, currency: Currency, figures: &Figures) -> Vec<Cell> {
    let key = |part: By| by.iter().position(|by| *by == part).and_then(|place| keys?.get(place));
    let mut cells: Vec<Cell> = PARTS
        .into_iter()
        .map(|part| match key(part) {
            None => Cell::Nothing,
            Some(Key::Named(name)) => Cell::text(Some(name)),
            Some(Key::Rest) => Cell::Absent(REST.to_owned()),
            Some(Key::Unsaid) => Cell::Absent(UNSAID.to_owned()),
        })
        .collect();
    let open = PARTS.into_iter().filter(|part| key(*part) == Some(&Key::Rest)).map(By::name);
    let percent = figures.percent();
    cells.extend([
        Cell::Own(currency.to_string()),
        Cell::amount(figures.budget),
        Cell::Amount(figures.paid),
        Cell::Amount(figures.committed),
        Cell::amount(figures.left().flatten()),
        Cell::own(percent),
        Cell::Amount(figures.pending),
        Cell::Said { word: figures.state().name().to_owned(), shown: said(figures) },
        Cell::Amount(figures.paid_elsewhere),
        Cell::Amount(figures.committed_elsewhere),
        Cell::Amount(figures.without_budget),
        Cell::Count(figures.awards),
        Cell::Count(figures.pending_awards),
        Cell::List(open.collect()),
    ]);
    cells
}

/// What people read for a key that a budget leaves open, and for one that awards do not have.
const REST: &str = "(any other)";
const UNSAID: &str = "(none)";

fn said(figures: &Figures) -> String {
    let percent = figures.percent().map(|percent| format!("{percent} % used")).unwrap_or_default();
    match figures.state() {
        State::Within => String::new(),
        State::NoBudget => "no budget".to_owned(),
        State::Near => format!("near: {percent}"),
        State::Over => {
            let over = figures.used().zip(figures.budget).and_then(|(used, budget)| used.minus(budget));
            format!("OVER by {}", over.map(grouped).unwrap_or_default())
        }
    }
}

fn label(group: &Group, by: &[By]) -> String {
    let key = |key: &Key| match key {
        Key::Named(name) => name.shown().to_string(),
        Key::Rest => REST.to_owned(),
        Key::Unsaid => UNSAID.to_owned(),
    };
    if by.is_empty() { "all".to_owned() } else { group.keys.iter().map(key).collect::<Vec<_>>().join(" / ") }
}

fn picture(found: &BudgetUse) -> Option<Sheet> {
    let has_several = found.totals.len() > 1;
    let row = |group: &Group| {
        let figures = &group.figures;
        let percent = figures.percent().map(|percent| format!("{percent} %"));
        let state = if figures.state() == State::Over { " OVER" } else { "" };
        let currency = if has_several { format!(" ({})", group.currency) } else { String::new() };
        let percent = match figures.budget {
            None => "no budget".to_owned(),
            Some(_) => format!("{}{state}", percent.unwrap_or_else(|| "-".to_owned())),
        };
        vec![
            format!("{}{currency}", label(group, &found.by)),
            percent,
            bar(figures.budget, figures.paid, figures.used()),
        ]
    };
    let columns = vec![
        sheet::Column::new("budget", Holds::Words, Yields::Never),
        sheet::Column::new("used", Holds::Numbers, Yields::Never),
        sheet::Column::new("use", Holds::Numbers, Yields::Never),
    ];
    let has_budget = found.groups.iter().any(|group| group.figures.budget.is_some());
    has_budget.then(|| Sheet { columns, rows: found.groups.iter().map(row).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::report::table;
    use crate::report::table::Layout;
    use crate::summary::budget::Question;
    use crate::summary::sample::{Sample, money};

    fn used() -> BudgetUse {
        let mut sample = Sample::new();
        for (department, total) in [("信息中心", "97.50"), ("Teaching and research", "140.00"), ("后勤", "10.00")]
        {
            let seq = sample.award(|award| {
                award.bought.department = Some(department.into());
                award.bought.chosen.total = money(total);
            });
            sample.receive(seq, "5", "5.00");
        }
        sample.award(|award| award.bought.budget = None);
        let question = Question { by: Some(vec![By::Department]), ..Question::default() };
        BudgetUse::of(&sample.books, None, None, question).unwrap()
    }

    #[test]
    fn bars_stand_below_one_another_beside_names_of_any_width() {
        let mut out = Vec::new();
        let layout = Layout { width: Some(80), colour: false, detail: false };
        table::write(&report(&used()), layout, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let bars: Vec<&str> = text.lines().filter(|line| line.contains('┃') && !line.contains("paid")).collect();
        assert_eq!(
            bars,
            [
                "Teaching and research       75 %  ██▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒········┃",
                "信息中心                 53.75 %  ██▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒···············┃",
                "后勤                        10 %  ██▒·····························┃",
            ]
        );
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn warnings_name_the_group_and_how_far_it_is() {
        let mut found = used();
        let mut paid = ["90.00", "100.01", "0.00", "0.00"].into_iter();
        for group in &mut found.groups {
            group.figures.committed = money("0.00");
            group.figures.paid = money(paid.next().unwrap());
        }
        assert_eq!(warnings(&found), ["Teaching and research (CNY): near: 90 % used", "信息中心 (CNY): OVER by 0.01"]);
    }
}
