//! What there is to say of an item beside its decision and its quotes, in sentences.

use super::amount::grouped;
use super::wording::{self, Language};
use crate::rule::recommend::{DecisionKind, Recommendation, StepUp};

/// Says all that there is to say besides of an item, a line each.
#[must_use]
pub fn lines(recommendation: &Recommendation<'_>, item: usize) -> Vec<String> {
    let Some(decision) = recommendation.decisions().get(item) else { return Vec::new() };
    let mut lines = step_ups(recommendation, item);
    lines.extend(wording::settle(decision).map(str::to_owned));
    lines.extend(withdrawal(recommendation, item).map(|then| format!("If it withdraws: {then}.")));
    lines.extend(decision.notes.iter().map(|note| format!("Note: {}.", wording::note(Language::En, note))));
    lines
}

/// Says what each step up in quality costs, a line each, in the order of [`Recommendation::step_ups`].
#[must_use]
pub fn step_ups(recommendation: &Recommendation<'_>, item: usize) -> Vec<String> {
    let line = |step: &StepUp| {
        let percent = step.percent.map(|percent| format!(" ({percent} %)")).unwrap_or_default();
        format!(
            "A step up from {} of {} to {} of {} costs {}{percent} more.",
            wording::grade(recommendation.grade(step.from).as_deref()),
            recommendation.vendor(step.from).shown(),
            wording::grade(recommendation.grade(step.to).as_deref()),
            recommendation.vendor(step.to).shown(),
            grouped(step.amount)
        )
    };
    recommendation.step_ups(item).iter().map(line).collect()
}

/// Says what happens if the recommended offer withdraws; `None` where none is recommended.
#[must_use]
pub fn withdrawal(recommendation: &Recommendation<'_>, item: usize) -> Option<String> {
    let withdrawal = recommendation.decisions().get(item)?.if_withdrawn.as_ref()?;
    let vendor = |quote: &u32| recommendation.vendor(*quote).shown().to_string();
    let names: Vec<String> = withdrawal.candidates.iter().map(vendor).collect();
    Some(match withdrawal.kind {
        DecisionKind::Recommended(quote) => format!("take {}", vendor(&quote)),
        DecisionKind::TradeOff => format!("a person decides on a trade-off between {}", names.join(" and ")),
        DecisionKind::Tie => format!("a person decides between {}, who are equal", names.join(" and ")),
        DecisionKind::None => "there is no other offer".to_owned(),
    })
}
