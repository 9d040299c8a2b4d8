//! Where quality has its price: what the chart of an item shows.

use super::chart::{Chart, Mark, Point, Step};
use crate::policy::AcrossGrades;
use crate::report::amount::grouped;
use crate::report::remark;
use crate::report::wording::recommendation as wording;
use crate::rule::cost::Grade;
use crate::rule::recommend::{Fate, Outcome, Recommendation};
use crate::value::untrusted::shown;

/// More grades or offers than these no longer make a picture.
const MOST_GRADES: usize = 6;
const MOST_OFFERS: usize = 60;

/// The most letters of a grade's name in the chart.
const LETTERS: usize = 12;

/// Makes the chart of an item's totals by grade; `None` where grades were not held against each other, there is only
/// one, or there is too much for a picture.
pub(super) fn chart(recommendation: &Recommendation<'_>, item: usize) -> Option<Chart> {
    let book = recommendation.book();
    let request = book.requests().get(item)?;
    let policy = &recommendation.policy().quality;
    if request.required.is_some() || policy.across_grades != AcrossGrades::Refer {
        return None;
    }
    let outcomes = &recommendation.decisions().get(item)?.outcomes;
    let admitted = outcomes.iter().filter(|outcome| !matches!(outcome.fate, Fate::Rejected | Fate::Duplicate(_)));
    let admitted: Vec<&Outcome> = admitted.take(MOST_OFFERS.saturating_add(1)).collect();
    let grade = |outcome: &Outcome| book.quote(outcome.quote).map(|quote| Grade::of(quote, &policy.scheme));
    let mut grades: Vec<Grade> = admitted.iter().filter_map(|outcome| grade(outcome)).collect();
    grades.sort_unstable();
    grades.dedup();
    // The lesser is the better one; in the chart quality grows to the right.
    grades.reverse();
    if admitted.len() > MOST_OFFERS || !(2..=MOST_GRADES).contains(&grades.len()) {
        return None;
    }
    let point = |outcome: &&Outcome| {
        let quote = outcome.quote;
        let column = grades.iter().position(|other| Some(*other) == grade(outcome))?;
        let amount = recommendation.total(item, quote)?;
        let (mark, role) = match outcome.fate {
            Fate::Recommended => (Mark::Large, " (recommended)"),
            Fate::Candidate => (Mark::Large, " (candidate)"),
            Fate::Lost(..) | Fate::Rejected | Fate::Duplicate(_) => (Mark::Plain, ""),
        };
        let (vendor, name) = (recommendation.vendor(quote).shown(), recommendation.grade(quote));
        let hint = format!("{vendor}, {}: {}{role}", wording::grade(name.as_deref()), grouped(amount));
        Some(Point { column, amount, mark, hint })
    };
    let points: Vec<Point> = admitted.iter().filter_map(point).collect();
    let place = |quote: u32| admitted.iter().position(|outcome| outcome.quote == quote);
    let steps = recommendation.step_ups(item).into_iter().filter_map(|step| {
        let percent = step.percent.map(|percent| format!(" ({percent} %)")).unwrap_or_default();
        let label = format!("+{}{percent}", grouped(step.amount));
        Some(Step { from: place(step.from)?, to: place(step.to)?, label })
    });
    let mut told: Vec<String> = points.iter().map(|point| format!("{}.", point.hint)).collect();
    told.extend(remark::step_ups(recommendation, item));
    let names = grades.iter().map(|grade| short(grade.name(&policy.scheme).as_deref()));
    Some(Chart {
        title: format!("Totals of {} by quality", request.item.shown()),
        description: told.join(" "),
        across: "quality, better to the right",
        columns: names.collect(),
        steps: steps.collect(),
        points,
        currency: book.currency(),
    })
}

/// Names a grade in the room that a chart has for it.
fn short(name: Option<&str>) -> String {
    let name = name.map_or_else(|| "not stated".to_owned(), |name| shown(name).to_string());
    if name.chars().count() <= LETTERS {
        return name;
    }
    name.chars().take(LETTERS.saturating_sub(1)).chain(['…']).collect()
}
