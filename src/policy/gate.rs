//! Conditions of the buyer, on any column of the quotes.

use unicode_normalization::UnicodeNormalization as _;

use super::{Condition, Day};
use crate::value::date::Date;

/// Returns the form in which a gate compares texts: NFKC, trimmed, case folded.
pub(crate) fn text_key(text: &str) -> String {
    caseless::default_case_fold_str(text.nfkc().collect::<String>().trim())
}

impl Day {
    /// Returns the day of the calendar; `as_of` is that of the comparison.
    #[must_use]
    pub fn date(self, as_of: Date) -> Date {
        match self {
            Self::AsOf => as_of,
            Self::On(date) => date,
        }
    }
}

impl Condition {
    /// Returns what the condition asks for, as text: texts joined by ` / `, a number, a day.
    #[must_use]
    pub fn wanted(&self, as_of: Date) -> String {
        match self {
            Self::OneOf(texts) => texts.join(" / "),
            Self::AtLeast(number) | Self::AtMost(number) => number.to_string(),
            Self::OnOrAfter(day) | Self::OnOrBefore(day) => day.date(as_of).to_string(),
        }
    }
}
