//! What people see of a summary, as plain rows of text: tables and Markdown are two ways to draw them.

use super::super::amount::grouped;
use super::super::sheet::{Column, Holds, Sheet, Yields, counted};
use super::facts;
use crate::summary::{Against, Baseline, Block, By, DEFINITIONS, Figures, Line, Row, Summary};
use crate::value::money::Money;
use crate::value::untrusted::{Untrusted, shown};

/// A sheet with what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it shows.
    pub title: String,
    /// The sheet.
    pub sheet: Sheet,
}

/// Says in lines what was added up.
#[must_use]
pub fn heading(summary: &Summary) -> Vec<String> {
    let question = &summary.question;
    let days = match (question.from, question.to) {
        (None, None) => "all days".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("up to {to}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
    };
    let taken = match summary.days {
        Some((first, last)) if first == last => format!(", awarded on {first}"),
        Some((first, last)) => format!(", awarded from {first} to {last}"),
        None => String::new(),
    };
    let by: Vec<&str> = question.by.iter().map(|by| by.name()).collect();
    let by = if by.is_empty() { String::new() } else { format!(", by {}", by.join(", ")) };
    let all = counted(summary.lines.len(), "award", "awards");
    let (pending, ended) = (summary.pending().count(), summary.ended().count());
    let count = summary.lines.len().saturating_sub(pending).saturating_sub(ended);
    vec![
        format!("{days}{by}: {all}{taken}"),
        format!("{count} in the sums, {pending} pending, {ended} void or superseded"),
    ]
}

/// Makes the sheets of one currency: what was negotiated, and what was realised where something was received.
#[must_use]
pub fn block(summary: &Summary, block: &Block) -> Vec<Part> {
    let by = &summary.question.by;
    let currency = block.currency;
    let awards = [
        ("awards", Yields::Never, &(|figures: &Figures| figures.awards.to_string()) as &dyn Fn(&Figures) -> String),
        ("budget", Yields::Never, &|figures| amount(figures.budget.amount)),
        ("awarded", Yields::Never, &|figures| grouped(figures.awarded)),
    ];
    let mut parts = vec![Part {
        title: format!("Negotiated at award, {currency}"),
        sheet: figures(block, by, &awards, |figures| &figures.negotiated),
    }];
    if block.total.received > 0 {
        let receipts = [
            (
                "received",
                Yields::Never,
                &(|figures: &Figures| figures.received.to_string()) as &dyn Fn(&Figures) -> String,
            ),
            ("paid", Yields::Never, &|figures| grouped(figures.paid)),
            ("committed", Yields::Second, &|figures| grouped(figures.committed)),
        ];
        parts.push(Part {
            title: format!("Realised on what was received and paid, {currency}"),
            sheet: figures(block, by, &receipts, |figures| &figures.realised),
        });
    }
    parts
}

/// Says in lines what stands beside the sums of a currency.
#[must_use]
pub fn remarks(block: &Block) -> Vec<String> {
    let Block { currency, total, pending, .. } = block;
    let mut lines = Vec::new();
    let fewer = |baseline: &Baseline| {
        let sum = total.negotiated.sum(*baseline);
        let count = sum.amount.map(|_| sum.awards).filter(|awards| *awards < total.awards)?;
        Some(format!("{} in {count}", baseline.name().replace('_', " ")))
    };
    let fewer: Vec<String> = Baseline::ALL.iter().filter_map(fewer).collect();
    if !fewer.is_empty() {
        lines.push(format!("of {} awards not all have every baseline: {}", total.awards, fewer.join(", ")));
    }
    if let Some(missed) = total.missed.amount {
        let awards = counted(usize::try_from(total.missed.awards).unwrap_or(usize::MAX), "award", "awards");
        lines.push(format!("missed {} {currency} in {awards}", grouped(missed)));
    }
    if pending.awards > 0 {
        let awards = counted(usize::try_from(pending.awards).unwrap_or(usize::MAX), "award", "awards");
        lines.push(format!("pending {} {currency} in {awards}", grouped(pending.awarded)));
    }
    lines
}

/// Makes the lists of awards that are worth a look, and of all of them where they are asked for; only those that have
/// any.
#[must_use]
pub fn lists(summary: &Summary, are_all_asked_for: bool) -> Vec<Part> {
    let reason = |reason: Option<&Untrusted>| reason.map(|text| text.shown().to_string()).unwrap_or_default();
    let missed = listed(
        summary,
        &summary.missed().collect::<Vec<_>>(),
        &[
            ("missed", Holds::Numbers, Yields::Never, &|line| amount(line.missed)),
            ("buyer", Holds::Words, Yields::Second, &|line| line.buyer.shown().to_string()),
            ("reason", Holds::Words, Yields::First, &because),
        ],
    );
    let overrides = listed(
        summary,
        &summary.overrides().collect::<Vec<_>>(),
        &[
            ("instead of", Holds::Words, Yields::Second, &|line| reason(line.recommended.as_ref())),
            ("basis", Holds::Words, Yields::Second, &|line| line.basis.name().to_owned()),
            ("buyer", Holds::Words, Yields::Second, &|line| line.buyer.shown().to_string()),
            ("reason", Holds::Words, Yields::First, &|line| reason(line.reason.as_ref())),
        ],
    );
    let pending = listed(
        summary,
        &summary.pending().collect::<Vec<_>>(),
        &[("buyer", Holds::Words, Yields::Never, &|line| line.buyer.shown().to_string())],
    );
    let ended = listed(
        summary,
        &summary.ended().collect::<Vec<_>>(),
        &[
            ("status", Holds::Words, Yields::Never, &|line| line.status.name().to_owned()),
            ("ended by", Holds::Numbers, Yields::Second, &|line| {
                line.ended.as_ref().map(|ended| format!("#{}", ended.seq)).unwrap_or_default()
            }),
            ("reason", Holds::Words, Yields::First, &|line| {
                reason(line.ended.as_ref().and_then(|ended| ended.reason.as_ref()))
            }),
        ],
    );
    // All awards are for those who ask for them, and look up the number of one.
    let all = if are_all_asked_for { summary.lines.iter().collect() } else { Vec::new() };
    let all = listed(
        summary,
        &all,
        &[
            ("status", Holds::Words, Yields::Never, &|line| line.status.name().to_owned()),
            ("received", Holds::Numbers, Yields::Second, &|line| line.received.to_string()),
            ("paid", Holds::Numbers, Yields::Second, &|line| grouped(line.paid)),
            ("buyer", Holds::Words, Yields::Second, &|line| line.buyer.shown().to_string()),
        ],
    );
    let parts = [
        ("Awards", all),
        ("Missed savings", missed),
        ("Overrides", overrides),
        ("Pending, in no sum", pending),
        ("Void or superseded, in no sum", ended),
    ];
    let parts = parts.into_iter().map(|(title, sheet)| Part { title: title.to_owned(), sheet });
    parts.filter(|part| !part.sheet.rows.is_empty()).collect()
}

/// Says what the words mean, a line each.
#[must_use]
pub fn definitions() -> Vec<String> {
    DEFINITIONS.iter().map(|definition| format!("{}: {}", definition.word, definition.meaning)).collect()
}

/// Says where the figures come from, a line each.
#[must_use]
pub fn provenance(summary: &Summary) -> Vec<String> {
    let facts = facts(summary).into_iter().filter_map(|fact| Some((fact.name.replace('_', " "), fact.value?)));
    facts.map(|(name, value)| format!("{name}: {value}")).collect()
}

/// Says why an award is not to the cheapest admitted offer: the reason that was given, else the step of the rule.
#[must_use]
pub fn because(line: &Line) -> String {
    let given = line.reason.as_ref().map(|reason| reason.shown().to_string());
    let instead =
        line.recommended.as_ref().map(|vendor| format!("instead of {}: ", vendor.shown())).unwrap_or_default();
    if let Some(given) = given {
        return format!("{instead}{given}");
    }
    let Some(cheapest) = &line.cheapest else { return "by the rule".to_owned() };
    let lost = cheapest.step.as_ref().map(|step| format!(" lost by {}", shown(step))).unwrap_or_default();
    format!("by the rule: {} at {}{lost}", cheapest.vendor.shown(), grouped(cheapest.total))
}

fn amount(amount: Option<Money>) -> String {
    amount.map(grouped).unwrap_or_default()
}

/// A column of figures: its name, whether it gives way, and what stands in it.
type Figure<'f> = (&'static str, Yields, &'f dyn Fn(&Figures) -> String);

/// Makes a row for each group, and one for the total; baselines that no award has would be empty columns.
fn figures(block: &Block, by: &[By], leading: &[Figure<'_>], against: impl Fn(&Figures) -> &Against) -> Sheet {
    let used = |baseline: &Baseline| against(&block.total).sum(*baseline).amount.is_some();
    let baselines: Vec<Baseline> = Baseline::ALL.into_iter().filter(used).collect();
    let keys = by.iter().map(|by| Column::new(by.name(), Holds::Words, Yields::Never));
    let mut columns: Vec<Column> = keys.collect();
    if columns.is_empty() {
        columns.push(Column::new("sum", Holds::Words, Yields::Never));
    }
    let width = columns.len();
    columns.extend(leading.iter().map(|(name, yields, _)| Column::new(name, Holds::Numbers, *yields)));
    columns.extend(baselines.iter().map(|baseline| {
        let yields = if *baseline == Baseline::Budget { Yields::Never } else { Yields::Second };
        Column::new(&format!("against {}", baseline.name().replace('_', " ")), Holds::Numbers, yields)
    }));
    let row = |keys: Vec<String>, of: &Figures| {
        let mut row = keys;
        row.resize(width, String::new());
        row.extend(leading.iter().map(|(_, _, show)| show(of)));
        row.extend(baselines.iter().map(|baseline| amount(against(of).sum(*baseline).amount)));
        row
    };
    let mut rows: Vec<Vec<String>> = block.rows.iter().map(|group| row(keys_of(group, by), &group.figures)).collect();
    rows.push(row(vec!["total".to_owned()], &block.total));
    Sheet { columns, rows }
}

fn keys_of(row: &Row, by: &[By]) -> Vec<String> {
    let none = |by: &By| format!("(no {})", by.name());
    let key =
        |(key, by): (&Option<Untrusted>, &By)| key.as_ref().map_or_else(|| none(by), |key| key.shown().to_string());
    let mut keys: Vec<String> = row.keys.iter().zip(by).map(key).collect();
    if keys.len() < by.len() {
        keys.push("subtotal".to_owned());
    }
    keys
}

/// A column of a list: its name, what it holds, whether it gives way, and what stands in it.
type Listed<'l> = (&'static str, Holds, Yields, &'l dyn Fn(&Line) -> String);

/// Makes a row for each award.
fn listed(summary: &Summary, lines: &[&Line], more: &[Listed<'_>]) -> Sheet {
    let item = |line: &Line| match &line.lot {
        Some(lot) => format!("{} / {}", lot.shown(), line.item.shown()),
        None => line.item.shown().to_string(),
    };
    let mut columns: Vec<Listed<'_>> = vec![
        ("#", Holds::Numbers, Yields::Never, &|line| line.seq.to_string()),
        ("on", Holds::Numbers, Yields::Second, &|line| line.on.to_string()),
        ("item", Holds::Words, Yields::Never, &item),
        ("vendor", Holds::Words, Yields::Never, &|line| line.vendor.shown().to_string()),
        ("awarded", Holds::Numbers, Yields::Never, &|line| grouped(line.awarded)),
    ];
    if summary.blocks.len() > 1 {
        columns.push(("currency", Holds::Words, Yields::Never, &|line| line.currency.to_string()));
    }
    columns.extend_from_slice(more);
    Sheet {
        rows: lines.iter().map(|line| columns.iter().map(|(_, _, _, show)| show(line)).collect()).collect(),
        columns: columns.iter().map(|(name, holds, yields, _)| Column::new(name, *holds, *yields)).collect(),
    }
}
