//! The section of one item: the decision, every quote with its reason, and what a person should know besides.

use super::grid::{self, Grid};
use super::markup::Html;
use super::{chart, sentence, trade_off};
use crate::report::amount::grouped;
use crate::report::remark;
use crate::report::sheet::{self, Column, Holds, Section, Yields};
use crate::report::wording::{self, Language};
use crate::rule::recommend::{Decision, DecisionKind, Fate, Outcome, Reason, Recommendation};
use crate::value::untrusted::shown;

/// Returns the class of a decision, by which the styles colour it.
pub(super) const fn class(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Recommended(_) => "item take",
        DecisionKind::TradeOff | DecisionKind::Tie => "item decide",
        DecisionKind::None => "item nobody",
    }
}

/// Returns the anchor of an item's section.
pub(super) fn anchor(item: usize) -> String {
    format!("item-{}", item.saturating_add(1))
}

/// Puts in the section of an item.
pub(super) fn write(html: &mut Html<'_>, recommendation: &Recommendation<'_>, item: usize) {
    let (Some(section), Some(decision)) = (sheet::section(recommendation, item), recommendation.decisions().get(item))
    else {
        return;
    };
    html.element("section", &[("class", &class(decision.kind)), ("id", &anchor(item))], |html| {
        html.newline();
        html.element("h3", &[], |html| html.name(&section.title));
        html.newline();
        html.element("p", &[("class", &"asked")], |html| {
            sentence::write(html, &section.asked, &asked(recommendation, item));
        });
        html.newline();
        html.element("p", &[("class", &"decision")], |html| {
            sentence::write(html, &section.decision, &decided(recommendation, item));
        });
        html.newline();
        if !section.quotes.rows.is_empty() {
            write_quotes(html, recommendation, item, &section);
        }
        if let Some(chart) = trade_off::chart(recommendation, item) {
            html.element("figure", &[], |html| {
                html.newline();
                chart::write(html, &chart, item.saturating_add(1));
            });
            html.newline();
        }
        write_remarks(html, recommendation, item, decision);
    });
    html.newline();
}

fn write_quotes(html: &mut Html<'_>, recommendation: &Recommendation<'_>, item: usize, section: &Section) {
    let outcomes = recommendation.decisions().get(item).map_or(&[] as &[_], |decision| &decision.outcomes);
    let class = |row: usize| match outcomes.get(row).map(|outcome| outcome.fate) {
        Some(Fate::Recommended) => "take",
        Some(Fate::Candidate) => "candidate",
        Some(Fate::Rejected | Fate::Duplicate(_)) => "out",
        Some(Fate::Lost(..)) | None => "lost",
    };
    let cell = |html: &mut Html<'_>, row: usize, column: &Column, text: &str| match (column.holds, column.yields) {
        (Holds::Words, Yields::First) => {
            let other = outcomes.get(row).and_then(|outcome| other(recommendation, item, outcome));
            sentence::write(html, text, &twice(other));
        }
        // What ought to be numbers may be anything in a column of the vendors'.
        (Holds::Numbers, _) if text.is_ascii() => html.text(text),
        (Holds::Words | Holds::Numbers, _) => html.name(text),
    };
    let caption = format!("Quotes for {}", section.title);
    grid::write(html, &Grid { sheet: &section.quotes, caption: &caption, class: &class, cell: &cell });
}

/// Puts in what a step up costs, what would settle the item, what follows from a withdrawal, notes, and savings.
fn write_remarks(html: &mut Html<'_>, recommendation: &Recommendation<'_>, item: usize, decision: &Decision) {
    let vendor = |quote: u32| recommendation.vendor(quote).shown().to_string();
    let mut remarks: Vec<(&'static str, String, Vec<String>)> = Vec::new();
    for (step, line) in recommendation.step_ups(item).iter().zip(remark::step_ups(recommendation, item)) {
        remarks.push(("Trade-off", line, vec![vendor(step.from), vendor(step.to)]));
    }
    remarks.extend(wording::settle(decision).map(|line| ("To decide", line.to_owned(), Vec::new())));
    if let (Some(then), Some(withdrawal)) = (remark::withdrawal(recommendation, item), &decision.if_withdrawn) {
        let mut names: Vec<String> = withdrawal.candidates.iter().map(|quote| vendor(*quote)).collect();
        names.extend(chosen(withdrawal.kind).map(vendor));
        remarks.push(("If withdrawn", then, names));
    }
    for note in &decision.notes {
        let text = wording::note(Language::En, note);
        let names = sentence::quoted(&text).into_iter().map(str::to_owned).collect();
        remarks.push(("Note", text, names));
    }
    remarks.extend(savings(recommendation, item).map(|line| ("Saving", line, Vec::new())));
    if remarks.is_empty() {
        return;
    }
    html.element("dl", &[("class", &"remarks")], |html| {
        for (term, line, names) in &remarks {
            html.newline();
            html.element("div", &[], |html| {
                html.words("dt", &[], term);
                html.element("dd", &[], |html| sentence::write(html, line, names));
            });
        }
        html.newline();
    });
    html.newline();
}

/// Says what the award saves against each baseline that there is; `None` where there is none.
fn savings(recommendation: &Recommendation<'_>, item: usize) -> Option<String> {
    let savings = recommendation.savings(item);
    let baselines = [
        (savings.budget, "the budget"),
        (savings.median, "the median of the other offers"),
        (savings.highest, "the highest of the other offers"),
        (savings.last_price, "the price last paid"),
    ];
    let parts = baselines.into_iter().filter_map(|(saved, name)| Some(format!("{} against {name}", grouped(saved?))));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Returns the names that the sentence of a decision has, in its order.
pub(super) fn decided(recommendation: &Recommendation<'_>, item: usize) -> Vec<String> {
    let Some(decision) = recommendation.decisions().get(item) else { return Vec::new() };
    let Some(quote) = chosen(decision.kind) else { return Vec::new() };
    let award = decision.outcomes.iter().find(|outcome| outcome.quote == quote);
    let mut names = vec![recommendation.vendor(quote).shown().to_string()];
    names.extend(twice(award.and_then(|award| other(recommendation, item, award))));
    names
}

/// Returns the names that the line of what is asked has, in its order.
fn asked(recommendation: &Recommendation<'_>, item: usize) -> Vec<String> {
    let Some(request) = recommendation.book().requests().get(item) else { return Vec::new() };
    let required = request.required.map(|required| required.text(&recommendation.policy().quality.scheme));
    let unit = request.unit.as_ref().map(|unit| unit.shown().to_string());
    unit.into_iter().chain(required.map(|required| shown(&required).to_string())).collect()
}

const fn chosen(kind: DecisionKind) -> Option<u32> {
    match kind {
        DecisionKind::Recommended(quote) => Some(quote),
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    }
}

/// Returns the name of the vendor that a quote's reason holds it against.
fn other(recommendation: &Recommendation<'_>, item: usize, outcome: &Outcome) -> Option<String> {
    match recommendation.reason(item, outcome)? {
        Reason::Compared { other, .. } => Some(recommendation.vendor(other?).shown().to_string()),
        Reason::OnlyOffer { .. } | Reason::Rejected(_) | Reason::Duplicate { .. } => None,
    }
}

/// Repeats a name, since a sentence about service has it twice.
fn twice(name: Option<String>) -> Vec<String> {
    name.into_iter().flat_map(|name| [name.clone(), name]).collect()
}
