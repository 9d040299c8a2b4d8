//! What can be wrong with a single setting, and the words in which it is said.

use crate::value::currency::Mark;
use crate::value::money::{Decimal, DecimalError};
use crate::value::untrusted::Untrusted;

/// The most characters of a text from outside that a message repeats.
const SHOWN_CHARACTERS: usize = 80;

/// Why a text is not what a setting needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// A number was expected.
    #[error("`{}` {}", .text.shown(), said_of_number(*.error))]
    Number {
        /// What was written.
        text: Untrusted,
        /// What is wrong with it.
        error: DecimalError,
    },
    /// The number is outside of the setting's range.
    #[error("`{}` is out of range, expected a number {range}", .text.shown())]
    Range {
        /// What was written.
        text: Untrusted,
        /// The allowed range, in words.
        range: &'static str,
    },
    /// The setting has a few words, and this is none of them.
    #[error("`{}` is not one of {}", .text.shown(), listed(.words))]
    Word {
        /// What was written.
        text: Untrusted,
        /// The words of the setting.
        words: Vec<&'static str>,
    },
    /// ISO 4217 has no such currency.
    #[error("`{}` is not a currency code of ISO 4217", .text.shown())]
    Currency {
        /// What was written.
        text: Untrusted,
    },
    /// A list that needs an entry has none.
    #[error("the list is empty")]
    EmptyList,
    /// A text is empty or white space.
    #[error("an empty text, expected a name")]
    EmptyText,
    /// Two entries of a list are the same after trimming and NFKC.
    #[error("`{}` stands twice in the list", .text.shown())]
    Twice {
        /// The second of the two, as written.
        text: Untrusted,
    },
    /// A lower edge of a band is not below the one before it.
    #[error("`{edge}` is not below `{before}`: the lower edges of the bands go from high to low")]
    BandsOrder {
        /// The edge.
        edge: Decimal,
        /// The edge before it.
        before: Decimal,
    },
    /// A service criterion does not say which values are better.
    #[error("`{}` ends in neither `asc` nor `desc`", .text.shown())]
    NoDirection {
        /// What was written.
        text: Untrusted,
    },
    /// A service criterion is a direction without a column.
    #[error("`{}` names no column", .text.shown())]
    NoColumn {
        /// What was written.
        text: Untrusted,
    },
}

impl SettingError {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Number { error: DecimalError::NotPlain, .. } => {
                "write digits and at most one decimal point, without a percent sign and without grouping, as `1.5`"
                    .to_owned()
            }
            Self::Number { .. } | Self::Range { .. } => return None,
            Self::Word { text, words } => match nearest(text.raw(), words.iter().copied()) {
                Some(word) => format!("write `{word}`"),
                None => format!("write {}", alternatives(words)),
            },
            Self::Currency { text } => match Mark::parse(text.raw()).and_then(Mark::names) {
                Some(currency) => format!("write `{currency}`"),
                None => "write a code of three letters, as `CNY` or `USD`".to_owned(),
            },
            Self::EmptyList => "leave the setting out, or write at least one entry".to_owned(),
            Self::EmptyText => "leave the empty text out, or write the name that is missing".to_owned(),
            Self::Twice { .. } => {
                "leave one of the two out; white space at the ends and full-width letters make no difference".to_owned()
            }
            Self::BandsOrder { .. } => "write the highest edge first, as `90,75,60`".to_owned(),
            Self::NoDirection { text } => {
                let text = text.shown();
                format!("write `{text} desc` if higher is better, `{text} asc` if lower is better")
            }
            Self::NoColumn { .. } => "write the column before the direction, as `service desc`".to_owned(),
        })
    }
}

/// Says of a text why it is not a number.
fn said_of_number(error: DecimalError) -> String {
    match error {
        DecimalError::NotPlain => format!("is {error}"),
        DecimalError::IntegerDigits | DecimalError::DecimalDigits => format!("has {error}"),
    }
}

/// Takes a text from outside for a message; the end of a long one is left out.
pub(crate) fn excerpt(text: &str) -> Untrusted {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => Untrusted::new(&format!("{}…", text.get(..end).unwrap_or_default())),
        None => Untrusted::new(text),
    }
}

/// Writes names in backticks, with commas between them.
pub(crate) fn listed<T: std::fmt::Display>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Writes names in backticks, with `or` before the last.
pub(crate) fn alternatives<T: std::fmt::Display>(names: &[T]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} or `{last}`", listed(before)),
        _ => listed(names),
    }
}

/// Finds the name that a text is most likely to have meant, in whichever case it is written.
pub(crate) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    let text = text.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&text, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        // The first of equally near names, so that the answer follows the order of the contract.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, name)| name)
}
