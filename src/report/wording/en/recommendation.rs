//! The words of a recommendation: decisions and what follows from them.

use super::reasons;
use crate::report::prose::Prose;
use crate::rule::recommend::{Decision, DecisionKind, Fate, Outcome, Recommendation};

/// Says why a quote has its outcome, in plain text.
pub(crate) fn why(recommendation: &Recommendation<'_>, item: usize, outcome: &Outcome) -> String {
    let mut text = String::new();
    let reason = recommendation.reason(item, &recommendation.decisions()[item], outcome);
    reasons::why(&mut text, recommendation, &reason);
    text
}

pub(crate) fn settle(decision: &Decision) -> Option<&'static str> {
    match decision.kind {
        DecisionKind::TradeOff => Some(
            "To settle it, award one of them with `bijia award --choose ITEM=VENDOR --reason TEXT`, or state the \
                 item's `required_quality` (`--required` holds for every item that states none).",
        ),
        DecisionKind::Tie => Some(
            "To settle it, award one of them with `bijia award --choose ITEM=VENDOR --reason TEXT`, or let the \
                 policy resolve ties (`--ties name` or `--ties draw`).",
        ),
        DecisionKind::Recommended(_) | DecisionKind::None => None,
    }
}

pub(crate) fn decision(recommendation: &Recommendation<'_>, item: usize) -> String {
    let Some(decision) = recommendation.decisions().get(item) else { return String::new() };
    match decision.kind {
        DecisionKind::Recommended(quote) => {
            let award = decision.outcomes.iter().find(|outcome| outcome.quote == quote);
            award.map(|award| why(recommendation, item, award)).unwrap_or_default()
        }
        DecisionKind::TradeOff => "a better grade costs more".to_owned(),
        DecisionKind::Tie => "equal in price, quality and service".to_owned(),
        DecisionKind::None if decision.outcomes.is_empty() => "nobody quoted".to_owned(),
        DecisionKind::None => {
            match decision.outcomes.iter().filter(|outcome| matches!(outcome.fate, Fate::Rejected)).count() {
                1 => "the only quote was rejected".to_owned(),
                count => format!("all {count} quotes were rejected"),
            }
        }
    }
}

pub(crate) fn grade(name: Option<&str>) -> String {
    let mut text = String::new();
    text.say(reasons::Grade(&name.map(str::to_owned)));
    text
}
