//! The reports out of the ledger: titles, what figures are, and what stands beside them.

use crate::report::amount::grouped;
use crate::report::model::text::{Text, text};
use crate::summary::budget::{self, BudgetUse, Group, Key, State};
use crate::summary::followup::{FollowUp, Holder, Kind, Task};
use crate::summary::vendors::Vendors;
use crate::summary::{Baseline, Block, By, Line, Summary};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money};

/// The language as HTML names it.
pub(crate) const LANGUAGE: &str = "en";

pub(crate) const DEFINITIONS: &str = "What the words mean";
pub(crate) const SOURCE: &str = "Where the figures come from";
pub(crate) const NOTE_COLUMNS: [&str; 2] = ["word", "meaning"];
pub(crate) const SIGNATURES: &[&str] = &["Prepared by", "Approved by", "Date"];

pub(crate) const SAVINGS: &str = "Savings";
pub(crate) const BUDGET_USE: &str = "Budget use";
pub(crate) const BUDGETS: &str = "Budgets";
pub(crate) const FOLLOW_UP: &str = "What is still to be done";
pub(crate) const VENDOR_RECORD: &str = "Record of vendors";
pub(crate) const VENDORS: &str = "Vendors";
pub(crate) const CURRENCY_TOTALS: &str = "Total of each currency";

pub(crate) const SUMMARY: &str = "Summary";
pub(crate) const GROUPS: &str = "Groups";
pub(crate) const AWARDS: &str = "Awards";
pub(crate) const MISSED: &str = "Missed savings";
pub(crate) const OVERRIDES: &str = "Overrides";
pub(crate) const PENDING: &str = "Pending, in no sum";
pub(crate) const ENDED: &str = "Void or superseded, in no sum";

pub(crate) const TOTAL: &str = "total";
pub(crate) const SUBTOTAL: &str = "subtotal";
pub(crate) const RECEIVED: &str = "received";
pub(crate) const INSTEAD_OF: &str = "instead of";
pub(crate) const NONE: &str = "none";

/// What people read for a key that a budget leaves open, and for one that awards do not have.
pub(crate) const ANY_OTHER: &str = "(any other)";
pub(crate) const NO_KEY: &str = "(none)";

/// What the parts of a budget's bar mean.
pub(crate) const BAR_LEGEND: &str = "█ paid  ▒ committed  · left  ┃ the budget's end  ▓ over";

/// Writes a count with its noun.
pub(super) fn counted(count: impl TryInto<u64>, one: &str, several: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { several })
}

pub(crate) fn made_by(tool: &str) -> String {
    format!("Made by {tool}. The same inputs and version give this page again, byte for byte.")
}

pub(crate) fn more_rows(rows: usize) -> Text {
    Text::with_code(&format!("and {rows} more; `--detail` shows all"))
}

pub(crate) fn first_of(shown: usize, all: usize) -> String {
    format!(", the first {shown} of {all}")
}

fn days(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => "all days".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("up to {to}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
    }
}

fn put_together(by: &[By]) -> String {
    let names: Vec<&str> = by.iter().map(|by| by.name()).collect();
    if names.is_empty() { String::new() } else { format!(", by {}", names.join(", ")) }
}

pub(crate) fn savings_heading(summary: &Summary) -> Vec<Text> {
    let question = &summary.question;
    let taken = match summary.days {
        Some((first, last)) if first == last => format!(", awarded on {first}"),
        Some((first, last)) => format!(", awarded from {first} to {last}"),
        None => String::new(),
    };
    let (days, by) = (days(question.from, question.to), put_together(&question.by));
    let all = counted(summary.lines.len(), "award", "awards");
    let (pending, ended) = (summary.pending().count(), summary.ended().count());
    let count = summary.lines.iter().filter(|line| line.counts()).count();
    vec![
        format!("{days}{by}: {all}{taken}").into(),
        format!("{count} in the sums, {pending} pending, {ended} void or superseded").into(),
    ]
}

pub(crate) fn amounts_in(currency: Currency) -> String {
    format!("Amounts in {currency}")
}

pub(crate) fn negotiated(currency: Currency) -> String {
    format!("Negotiated at award, {currency}")
}

pub(crate) fn realised(currency: Currency) -> String {
    format!("Realised on the goods received and kept, {currency}")
}

pub(crate) fn against(baseline: Baseline) -> String {
    format!("against {}", baseline_name(baseline))
}

pub(crate) fn baseline_name(baseline: Baseline) -> String {
    baseline.name().replace('_', " ")
}

pub(crate) fn savings_chart(currency: Currency) -> String {
    format!("Negotiated savings against each baseline, {currency}")
}

pub(crate) fn no_key(by: By) -> String {
    format!("(no {})", by.name())
}

/// Says what stands beside the sums of a currency.
pub(crate) fn savings_notes(block: &Block) -> Vec<Text> {
    let Block { currency, total, pending, .. } = block;
    let mut lines = Vec::new();
    let fewer = Baseline::ALL.iter().filter_map(|baseline| {
        let sum = total.negotiated.sum(*baseline);
        let is_fewer = sum.amount.is_some() && sum.awards < total.awards;
        is_fewer.then(|| format!("{} in {}", baseline_name(*baseline), sum.awards))
    });
    let fewer: Vec<String> = fewer.collect();
    if !fewer.is_empty() {
        lines.push(format!("of {} awards not all have every baseline: {}", total.awards, fewer.join(", ")).into());
    }
    let mut line = |what: &str, amount: Money, awards: u64| {
        let awards = counted(awards, "award", "awards");
        lines.push(format!("{what} {} {currency} in {awards}", grouped(amount)).into());
    };
    if let Some(missed) = total.missed.amount {
        line("missed", missed, total.missed.awards);
    }
    if pending.awards > 0 {
        line("pending", pending.awarded, pending.awards);
    }
    lines
}

/// The names of the key figures of a currency, in their order.
pub(crate) const KEY_FIGURES: [&str; 8] =
    ["Awards", "Budget", "Awarded", "Saving against budget", "Paid", "Committed", "Missed", "Pending"];

pub(crate) fn of_awards(currency: Currency, some: u64, all: u64) -> String {
    format!("{currency}, {some} of {all} awards")
}

pub(crate) fn of_the_budget(percent: impl std::fmt::Display) -> String {
    format!("{percent} % of the budget")
}

pub(crate) fn more_in_no_sum(currency: Currency, awards: u64) -> String {
    format!("{currency}, {awards} more, in no sum")
}

/// Says why an award is not to the cheapest admitted offer: the reason that was given, else the step of the rule.
pub(crate) fn because(line: &Line) -> Text {
    if let Some(reason) = &line.reason {
        return match &line.recommended {
            Some(vendor) => text!["instead of ", vendor, ": ", reason],
            None => reason.into(),
        };
    }
    let Some(cheapest) = &line.cheapest else { return "by the rule".into() };
    let mut text = text!["by the rule: ", &cheapest.vendor, " at ", cheapest.total];
    if let Some(step) = &cheapest.step {
        text.push(format!(" lost by {step}"));
    }
    text
}

pub(crate) fn budget_heading(found: &BudgetUse) -> Text {
    let awards: u64 = found.totals.iter().map(|(_, figures)| figures.awards).sum();
    let rest = format!(
        ", {}{}: {} in the sums",
        days(found.from, found.to),
        put_together(&found.by),
        counted(awards, "award", "awards")
    );
    match &found.file {
        Some((name, _)) => text!["budgets of ", name, rest],
        None => text!["budgets of the requests", rest],
    }
}

/// Says how far a budget is used; nothing where there is nothing to warn of.
pub(crate) fn budget_state(figures: &budget::Figures) -> Text {
    match figures.state() {
        State::Within => Text::default(),
        State::NoBudget => "no budget".into(),
        State::Near => match figures.percent() {
            Some(percent) => format!("near: {percent} % used").into(),
            None => "near".into(),
        },
        State::Over => {
            let over = figures.used().zip(figures.budget).and_then(|(used, budget)| used.minus(budget));
            over.map_or_else(|| "OVER".into(), |over| text!["OVER by ", over])
        }
    }
}

/// Says of which groups most or all of the budget is used.
pub(crate) fn budget_warnings(found: &BudgetUse) -> Vec<String> {
    let warned = found.groups.iter().filter(|group| matches!(group.figures.state(), State::Near | State::Over));
    let warning = |group: &Group| {
        let key = |key: &Key| match key {
            Key::Named(name) => name.shown().to_string(),
            Key::Rest => ANY_OTHER.to_owned(),
            Key::Unsaid => NO_KEY.to_owned(),
        };
        let keys: Vec<String> = group.keys.iter().map(key).collect();
        let name = if keys.is_empty() { "all".to_owned() } else { keys.join(" / ") };
        format!("{name} ({}): {}", group.currency, budget_state(&group.figures).plain())
    };
    warned.map(warning).collect()
}

pub(crate) fn follow_up_heading(found: &FollowUp) -> Text {
    let overdue = found.tasks.iter().filter(|task| task.overdue.is_some()).count();
    let tasks = counted(found.tasks.len(), "thing", "things");
    format!("{tasks} to do as of {}, {overdue} overdue", found.as_of).into()
}

/// The titles of the lists of things to do, in their order.
pub(crate) const FOLLOW_UP_LISTS: [&str; 7] = [
    "Referred and not decided",
    "No offer to take",
    "Recommended and not awarded",
    "Awarded and not approved",
    "Approved and not received",
    "Received and not paid",
    "Received and not as ordered",
];

pub(crate) fn holder(holder: &Holder) -> Text {
    match holder {
        Holder::Buyer => "the buyer".into(),
        Holder::Person(name) => name.into(),
        Holder::OtherThan(name) => text!["approver other than ", name],
    }
}

pub(crate) fn overdue(days: Option<i32>) -> Text {
    match days {
        Some(1) => "1 day OVERDUE".into(),
        Some(days) => format!("{days} days OVERDUE").into(),
        None => Text::default(),
    }
}

/// Says what is not as ordered.
pub(crate) fn not_as_ordered(task: &Task) -> Text {
    let amount = task.amount.map(grouped).unwrap_or_default();
    let quantity = task.quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
    match task.kind {
        Kind::Undecided | Kind::NoOffer | Kind::NotAwarded | Kind::NotApproved | Kind::NotReceived | Kind::NotPaid => {
            Text::default()
        }
        Kind::Price => match amount.strip_prefix('-') {
            Some(less) => format!("price: {less} less paid").into(),
            None => format!("price: {amount} more paid").into(),
        },
        Kind::Returned => format!("returned: {quantity} went back").into(),
        Kind::Credit => format!("credit: {amount} paid for goods refused, returned or not ordered").into(),
        Kind::Quantity => format!("quantity: {quantity} more than ordered").into(),
        Kind::Quality => format!("quality: {quantity} not accepted").into(),
    }
}

pub(crate) fn vendors_heading(found: &Vendors) -> Text {
    let records = counted(found.records.len(), "record", "records");
    format!("{records} of vendors, {}", days(found.from, found.to)).into()
}

pub(crate) fn percent_of(percent: Decimal, part: u64, whole: u64) -> Text {
    format!("{percent} ({part} of {whole})").into()
}
