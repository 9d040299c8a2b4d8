//! All words that people read: each function here chooses the language. A second one is a second folder beside `en` and
//! an arm in each `match`, which the compiler asks for.

use std::fmt;

pub(crate) mod en;

use crate::policy::{Direction, Requirement};
use crate::report::amount::grouped;
use crate::read::{FaultKind, Faults, FileFaults, InputError};
use crate::rule::gate::Rejection;
use crate::rule::note::Note;
use crate::rule::recommend::{Decision, DecisionKind, Fate, Figure, Outcome, Reason, Recommendation};
use crate::value::source::Role;
use crate::value::untrusted::shown;

/// A language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
}

/// Says what is wrong with an input, without the place.
pub(crate) fn fault_message(language: Language, kind: &FaultKind) -> String {
    match language {
        Language::En => en::faults::message(kind),
    }
}

/// Says what to do about a fault: one concrete next step.
#[must_use]
pub fn fault_hint(language: Language, error: &InputError) -> String {
    match language {
        Language::En => en::faults::hint(error),
    }
}

/// Counts the faults of a file that are not shown, by kind; `None` if all are.
#[must_use]
pub fn more_faults(language: Language, file: &FileFaults) -> Option<String> {
    match language {
        Language::En => en::faults::more(file),
    }
}

/// Says that nothing was done with inputs of this role, and counts their faults.
pub(crate) fn faults_total(language: Language, faults: &Faults, role: Role) -> String {
    match language {
        Language::En => en::faults::total(faults, role),
    }
}

/// Says a note: a sentence without its full stop.
pub(crate) fn note(language: Language, note: &Note) -> String {
    match language {
        Language::En => en::notes::text(note),
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fault_message(Language::En, self))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&faults_total(Language::En, self, Role::Quotes))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&note(Language::En, self))
    }
}

/// Says in a sentence why a quote has its outcome. Safe to show; amounts are in the comparison's currency.
#[must_use]
pub fn why(recommendation: &Recommendation<'_>, item: usize, outcome: &Outcome) -> String {
    match recommendation.reason(item, outcome) {
        Some(Reason::Compared { figure, won: true, other }) => won(recommendation, &figure, other),
        Some(Reason::Compared { figure, won: false, other }) => lost(recommendation, &figure, other),
        Some(Reason::OnlyOffer { .. }) => {
            let quotes = recommendation.decisions().get(item).map_or(1, |decision| decision.outcomes.len());
            if quotes > 1 { format!("the only admitted offer of {quotes} quotes") } else { "the only quote".to_owned() }
        }
        Some(Reason::Rejected(rejection)) => rejected(recommendation, rejection),
        Some(Reason::Duplicate { .. }) => "repeats another row in every cell".to_owned(),
        None => candidate(recommendation, item, outcome),
    }
}

fn lost(recommendation: &Recommendation<'_>, figure: &Figure, other: Option<u32>) -> String {
    let name = name(recommendation, other);
    let within = within(recommendation);
    match figure {
        Figure::Price(own, Some(theirs)) => {
            let tolerance = recommendation.policy().price.tolerance;
            let beyond = match tolerance {
                crate::value::money::Tolerance::ZERO => String::new(),
                percent => format!(", beyond the tolerance of {percent} %"),
            };
            match own.minus(*theirs).map(|more| (grouped(more), more.percent_of(*theirs))) {
                Some((more, Some(percent))) => format!("costs {more} ({percent} %) more than {name}{beyond}"),
                Some((more, None)) => format!("costs {more} more than {name}{beyond}"),
                None => format!("costs more than {name}{beyond}"),
            }
        }
        Figure::Quality(own, Some(theirs)) => {
            format!(
                "{} is below {} of {name}, the better choice by the rule",
                grade(own.as_deref()),
                grade(theirs.as_deref())
            )
        }
        Figure::Service { criterion, own, other } => {
            let (column, better) = criterion_words(recommendation, *criterion);
            format!(
                "same quality as {name}, same price{within}; {column} is {}, {name} has {}{better}",
                value(own.as_deref()),
                value(other.as_deref())
            )
        }
        Figure::ExactPrice(own, Some(theirs)) => {
            let more = own.minus(*theirs).map_or_else(String::new, |more| format!(" {}", grouped(more)));
            format!("equal to {name} within the tolerance, and costs{more} more")
        }
        Figure::Draw(..) => format!("equal to {name} in all; drew the later lot"),
        Figure::Name(..) => format!("equal to {name} in all; its name comes later"),
        Figure::BetterForLess(own, Some(theirs)) => {
            let (own, theirs) = (grouped(*own), grouped(*theirs));
            format!("costs {own}; {name} offers a better grade for {theirs}, so that stepping down does not pay")
        }
        // A loss names the one it was lost to.
        Figure::Price(_, None)
        | Figure::Quality(_, None)
        | Figure::ExactPrice(_, None)
        | Figure::BetterForLess(_, None) => "lost to a better offer".to_owned(),
    }
}

fn won(recommendation: &Recommendation<'_>, figure: &Figure, other: Option<u32>) -> String {
    let name = name(recommendation, other);
    let within = within(recommendation);
    match figure {
        Figure::Price(own, Some(theirs)) => {
            match theirs.minus(*own).map(|less| (grouped(less), less.percent_of(*theirs))) {
                Some((less, Some(percent))) => {
                    format!("lowest price of its quality: {less} ({percent} %) less than {name}")
                }
                Some(_) | None => format!("lowest price of its quality, before {name}"),
            }
        }
        Figure::Price(_, None) => "lowest price of its quality".to_owned(),
        Figure::Quality(own, Some(theirs)) => {
            format!("{} instead of {} of {name}", grade(own.as_deref()), grade(theirs.as_deref()))
        }
        Figure::Quality(own, None) => format!("best quality: {}", grade(own.as_deref())),
        Figure::Service { criterion: Some(criterion), own, other } => {
            let (column, _) = criterion_words(recommendation, Some(*criterion));
            format!(
                "same quality as {name}, same price{within}, better service: {column} {} instead of {}",
                value(own.as_deref()),
                value(other.as_deref())
            )
        }
        Figure::Service { criterion: None, .. } => "best service at the same quality and price".to_owned(),
        Figure::ExactPrice(own, Some(theirs)) => {
            let less = theirs.minus(*own).map_or_else(String::new, |less| format!(" by {}", grouped(less)));
            format!("equal to {name} within the tolerance, cheaper{less}")
        }
        Figure::ExactPrice(_, None) => "lowest total of equal offers within the tolerance".to_owned(),
        Figure::Draw(_, Some(_)) => format!("equal to {name} in all; drew the first lot"),
        Figure::Draw(_, None) => "drew the first lot among equal offers".to_owned(),
        Figure::Name(_, Some(_)) => format!("equal to {name} in all; its name comes first"),
        Figure::Name(_, None) => "its name comes first among equal offers".to_owned(),
        Figure::BetterForLess(own, Some(theirs)) => {
            let (own, theirs) = (grouped(*own), grouped(*theirs));
            format!(
                "a better grade for {own}; {name} asks {theirs} for a lower one, so that stepping down does not pay"
            )
        }
        Figure::BetterForLess(_, None) => "the best grade, and stepping down from it does not pay".to_owned(),
    }
}

fn rejected(recommendation: &Recommendation<'_>, rejection: Rejection) -> String {
    let requirement =
        |required: Requirement| shown(&required.text(&recommendation.policy().quality.scheme)).to_string();
    match rejection {
        Rejection::NoPrice => "names no price".to_owned(),
        Rejection::Expired { valid_until, as_of } => format!("was valid until {valid_until}, compared on {as_of}"),
        Rejection::MinOrder { least, quantity } => format!("sells {least} at least, {quantity} is wanted"),
        Rejection::TooLate { delivery: Some(delivery), needed_by } => {
            format!("would be delivered on {delivery}, needed by {needed_by}")
        }
        Rejection::TooLate { delivery: None, needed_by } => {
            format!("would be delivered after the end of the calendar, needed by {needed_by}")
        }
        Rejection::NoQuality { required } => format!("states no quality, {} is required", requirement(required)),
        Rejection::BelowRequiredQuality { quality, required } => {
            format!("quality {} is below the required {}", requirement(quality), requirement(required))
        }
    }
}

fn candidate(recommendation: &Recommendation<'_>, item: usize, outcome: &Outcome) -> String {
    match recommendation.decisions().get(item).map(|decision| decision.kind) {
        Some(DecisionKind::TradeOff) => {
            let grade = recommendation.grade(outcome.quote);
            format!(
                "the choice for {}; whether that is worth its price is for a person to say",
                grade_name(grade.as_deref())
            )
        }
        _ => "equal to the others in price, quality and service; a person decides".to_owned(),
    }
}

/// Says in a sentence what would settle an item that a person must decide; `None` where nothing is referred.
#[must_use]
pub fn settle(decision: &Decision) -> Option<&'static str> {
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

/// Says in a sentence why an item has its decision: the reason of the award, or what is left to a person.
#[must_use]
pub fn decision(recommendation: &Recommendation<'_>, item: usize) -> String {
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

/// Says how far apart totals of the same price may be, where the policy has a tolerance.
fn within(recommendation: &Recommendation<'_>) -> String {
    match recommendation.policy().price.tolerance {
        crate::value::money::Tolerance::ZERO => String::new(),
        tolerance => format!(" within {tolerance} %"),
    }
}

fn name(recommendation: &Recommendation<'_>, quote: Option<u32>) -> String {
    quote.map_or_else(|| "the others".to_owned(), |quote| recommendation.vendor(quote).shown().to_string())
}

/// Names a grade; `None` is that of offers that state no quality.
#[must_use]
pub fn grade(name: Option<&str>) -> String {
    name.map_or_else(|| "no stated quality".to_owned(), |name| format!("quality {}", shown(name)))
}

fn grade_name(name: Option<&str>) -> String {
    name.map_or_else(|| "offers without a stated quality".to_owned(), |name| format!("quality {}", shown(name)))
}

fn value(value: Option<&str>) -> String {
    value.map_or_else(|| "not stated".to_owned(), |value| shown(value).to_string())
}

fn criterion_words(recommendation: &Recommendation<'_>, criterion: Option<usize>) -> (String, &'static str) {
    match criterion.and_then(|criterion| recommendation.criterion(criterion)) {
        Some((column, Direction::Asc)) => (format!("`{}`", shown(column)), " (lower is better)"),
        Some((column, Direction::Desc)) => (format!("`{}`", shown(column)), " (higher is better)"),
        None => ("service".to_owned(), ""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    /// Returns the names in a folder, and whether each is a folder.
    #[expect(clippy::disallowed_methods, reason = "a test of the source")]
    fn names(folder: &Path) -> BTreeSet<(PathBuf, bool)> {
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name().into(), entry.path().is_dir())).collect()
    }

    /// That no other module names a language is for the compiler: `en` is private to this one.
    #[test]
    fn every_language_is_a_folder_of_the_same_files() {
        let wording = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/wording");
        let languages: Vec<PathBuf> =
            names(&wording).into_iter().filter(|(_, is_dir)| *is_dir).map(|(name, _)| name).collect();
        assert!(languages.contains(&"en".into()));
        for language in languages {
            assert_eq!(names(&wording.join(&language)), names(&wording.join("en")), "{language:?}");
        }
    }
}
