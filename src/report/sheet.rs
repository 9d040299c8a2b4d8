//! What people see of a recommendation, as plain rows of text: tables and Markdown are two ways to draw them.

use super::amount::grouped;
use super::remark;
use super::wording::recommendation as wording;
use crate::rule::recommend::{DecisionKind, Fate, Outcome, Recommendation};
use crate::value::untrusted::{Untrusted, shown};

/// Above this many items, or quotes of all, only the summary is shown unless all is asked for.
const LONG: (usize, usize) = (20, 200);

/// A table of texts that are safe on a terminal; numbers stand in the columns that say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// What stands in it.
    pub holds: Holds,
    /// Whether it gives way where there is little room.
    pub yields: Yields,
}

impl Column {
    pub(super) fn new(name: &str, holds: Holds, yields: Yields) -> Self {
        Self { name: name.to_owned(), holds, yields }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words, which may be wrapped.
    Words,
    /// Numbers, set to the right and never broken.
    Numbers,
}

/// Whether the cells of a column may stand below their row instead, where there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Yields {
    /// Sentences, which do so before anything else.
    First,
    /// Figures that a reader can do without at first.
    Second,
    /// What a row makes no sense without.
    Never,
}

/// The section of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The item's name.
    pub title: String,
    /// What is asked of it.
    pub asked: String,
    /// The decision in a sentence.
    pub decision: String,
    /// The quotes by place.
    pub quotes: Sheet,
    /// What else there is to say, a line each.
    pub remarks: Vec<String>,
}

/// Says whether a recommendation is too long to be shown whole without being asked for it.
#[must_use]
pub fn is_long(recommendation: &Recommendation<'_>) -> bool {
    recommendation.decisions().len() > LONG.0 || recommendation.book().quote_count() > LONG.1
}

/// Says in a line what was compared.
#[must_use]
pub fn heading(recommendation: &Recommendation<'_>) -> String {
    let book = recommendation.book();
    let items = counted(recommendation.decisions().len(), "item", "items");
    let quotes = counted(book.quote_count(), "quote", "quotes");
    let tolerance = recommendation.policy().price.tolerance;
    let tolerance = if tolerance == crate::value::money::Tolerance::ZERO {
        "no price tolerance".to_owned()
    } else {
        format!("price tolerance {tolerance} %")
    };
    format!("{items}, {quotes}, as of {}, amounts in {}, {tolerance}", recommendation.as_of(), book.currency())
}

/// Makes the summary: whom to take for each item, for how much, and why.
#[must_use]
pub fn summary(recommendation: &Recommendation<'_>) -> Sheet {
    let book = recommendation.book();
    let has_lots = book.requests().iter().any(|request| request.lot.is_some());
    let mut columns = vec![
        Column::new("item", Holds::Words, Yields::Never),
        Column::new("take", Holds::Words, Yields::Never),
        Column::new("total", Holds::Numbers, Yields::Never),
        Column::new("budget", Holds::Numbers, Yields::Second),
        Column::new("saving", Holds::Numbers, Yields::Second),
        Column::new("why", Holds::Words, Yields::First),
        Column::new("runner-up", Holds::Words, Yields::First),
    ];
    if has_lots {
        columns.insert(0, Column::new("lot", Holds::Words, Yields::Never));
    }
    let rows = recommendation.decisions().iter().zip(book.requests()).enumerate().map(|(item, (decision, request))| {
        let priced = |quote: &u32| {
            let total = recommendation.total(item, *quote).map(grouped).unwrap_or_default();
            format!("{} {total}", recommendation.vendor(*quote).shown())
        };
        let (take, total) = match decision.kind {
            DecisionKind::Recommended(quote) => (
                recommendation.vendor(quote).shown().to_string(),
                recommendation.total(item, quote).map(grouped).unwrap_or_default(),
            ),
            DecisionKind::TradeOff | DecisionKind::Tie => {
                let names: Vec<String> = decision.candidates.iter().map(priced).collect();
                (format!("decide: {}", names.join(" or ")), String::new())
            }
            DecisionKind::None => ("nobody".to_owned(), String::new()),
        };
        let mut row = vec![
            request.item.shown().to_string(),
            take,
            total,
            request.budget.map(grouped).unwrap_or_default(),
            recommendation.savings(item).budget.map(grouped).unwrap_or_default(),
            wording::decision(recommendation, item),
            decision.runners_up().iter().map(priced).collect::<Vec<_>>().join("; "),
        ];
        if has_lots {
            row.insert(0, request.lot.as_ref().map(|lot| lot.shown().to_string()).unwrap_or_default());
        }
        row
    });
    let rows = rows.collect();
    Sheet { columns, rows }
}

/// Says in lines how many items are decided, and what the awards come to.
#[must_use]
pub fn totals(recommendation: &Recommendation<'_>) -> Vec<String> {
    let totals = recommendation.totals();
    let currency = recommendation.book().currency();
    let mut lines = vec![format!(
        "{} of {} recommended, {} for a person to decide, {} without an offer",
        totals.recommended,
        counted(totals.items, "item", "items"),
        totals.refer,
        totals.none
    )];
    let mut award = format!("awards {} {currency}", grouped(totals.award));
    let budgeted = totals.recommended.saturating_sub(totals.unbudgeted);
    if budgeted > 0 {
        let percent = totals.saving_percent().map(|percent| format!(" ({percent} %)")).unwrap_or_default();
        let items = counted(budgeted, "item", "items");
        let (spent, budget) = (grouped(totals.award_budgeted), grouped(totals.budget));
        let saving = grouped(totals.saving);
        award = format!("{award}; {items} with a budget: {spent} of {budget}, saving {saving}{percent}");
    }
    lines.push(award);
    lines
}

/// Makes the section of an item; `None` where there is no such item.
#[must_use]
pub fn section(recommendation: &Recommendation<'_>, item: usize) -> Option<Section> {
    let book = recommendation.book();
    let request = book.requests().get(item)?;
    let decision = recommendation.decisions().get(item)?;
    let unit = request.unit.as_ref().map(|unit| format!(" {}", unit.shown())).unwrap_or_default();
    let mut asked = vec![format!("quantity {}{unit}", request.quantity)];
    if let Some(required) = request.required {
        let required = required.text(&recommendation.policy().quality.scheme);
        asked.push(format!("required quality {}", shown(&required)));
    }
    asked.extend(request.budget.map(|budget| format!("budget {}", grouped(budget))));
    asked.extend(request.needed_by.map(|day| format!("needed by {day}")));
    let lot = request.lot.as_ref().map(|lot| format!("{} / ", lot.shown())).unwrap_or_default();
    let said = match decision.kind {
        DecisionKind::Recommended(quote) => format!("Take {}", recommendation.vendor(quote).shown()),
        DecisionKind::TradeOff => "For a person to decide (trade-off)".to_owned(),
        DecisionKind::Tie => "For a person to decide (tie)".to_owned(),
        DecisionKind::None => "Nobody can be recommended".to_owned(),
    };
    Some(Section {
        title: format!("{lot}{}", request.item.shown()),
        asked: asked.join(", "),
        decision: format!("{said}: {}.", wording::decision(recommendation, item)),
        quotes: quotes(recommendation, item),
        remarks: remark::lines(recommendation, item),
    })
}

fn quotes(recommendation: &Recommendation<'_>, item: usize) -> Sheet {
    let outcomes = recommendation.decisions().get(item).map_or(&[] as &[Outcome], |decision| &decision.outcomes);
    let book = recommendation.book();
    let criteria = &recommendation.policy().service;
    // Criteria that no sheet has would be empty columns.
    let used: Vec<usize> = (0..criteria.len())
        .filter(|criterion| outcomes.iter().any(|outcome| book.service_text(outcome.quote, *criterion).is_some()))
        .collect();
    let names = used.iter().filter_map(|criterion| criteria.get(*criterion));
    let mut columns = vec![
        Column::new("#", Holds::Numbers, Yields::Never),
        Column::new("vendor", Holds::Words, Yields::Never),
        Column::new("total", Holds::Numbers, Yields::Never),
        Column::new("unit price", Holds::Numbers, Yields::Second),
        Column::new("quality", Holds::Words, Yields::Never),
    ];
    columns.extend(
        names.map(|criterion| Column::new(&shown(&criterion.column).to_string(), Holds::Numbers, Yields::Second)),
    );
    columns.push(Column::new("outcome", Holds::Words, Yields::Never));
    columns.push(Column::new("why", Holds::Words, Yields::First));
    let row = |outcome: &Outcome| {
        let number = outcome.quote;
        let quote = book.quote(number);
        let quality = quote.and_then(|quote| crate::rule::gate::stated(quote, &recommendation.policy().quality.scheme));
        let quality = quality.map(|quality| quality.text(&recommendation.policy().quality.scheme)).unwrap_or_default();
        let mut row = vec![
            if outcome.rank > 0 { outcome.rank.to_string() } else { "-".to_owned() },
            recommendation.vendor(number).shown().to_string(),
            recommendation.total(item, number).map(grouped).unwrap_or_default(),
            quote.and_then(crate::rule::quote::Quote::unit_price).map(|price| price.to_string()).unwrap_or_default(),
            shown(&quality).to_string(),
        ];
        row.extend(used.iter().map(|criterion| book.service_text(number, *criterion).unwrap_or_default()));
        row.push(outcome_word(outcome).to_owned());
        row.push(wording::why(recommendation, item, outcome));
        row
    };
    Sheet { columns, rows: outcomes.iter().map(row).collect() }
}

fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome.fate {
        Fate::Recommended => "take",
        Fate::Candidate => "candidate",
        Fate::Lost(..) => "lost",
        Fate::Rejected => "rejected",
        Fate::Duplicate(_) => "duplicate",
    }
}

/// Writes a count with its noun.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Returns the names of the inputs.
#[must_use]
pub fn inputs(recommendation: &Recommendation<'_>) -> String {
    let names = recommendation.book().inputs().iter().map(|input| Untrusted::shown(&input.name).to_string());
    names.collect::<Vec<_>>().join(", ")
}
