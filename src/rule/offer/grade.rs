//! The class of quality of a quote.

#![expect(clippy::arithmetic_side_effects, reason = "a score has far fewer than 63 bits, so that it has a negative")]

use crate::policy::Scheme;
use crate::rule::dataset::quotes::{QuoteId, QuoteStore};
use crate::value::column::Column;
use crate::value::decimal::from_millionths;

/// A class of quality; the lesser of two is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(i64);

impl Grade {
    /// The grade of quotes that state no quality: the lowest of all.
    pub const NONE: Self = Self(i64::MAX);

    /// Grades the quality of a quote.
    pub(crate) fn of(quotes: &QuoteStore, quote: QuoteId, scheme: &Scheme) -> Self {
        let Some(code) = quotes.code(Column::Quality, quote) else { return Self::NONE };
        match scheme {
            Scheme::Scale(_) => Self(code),
            Scheme::Bands(_) => {
                Self(i64::try_from(scheme.grade_of(from_millionths(code))).expect("a policy has few bands"))
            }
            // A higher score is a better grade, and the best grade is the least.
            Scheme::Scores => Self(-code),
        }
    }

    /// Returns the grade's name: a label, a band's lower edge, or a score; `None` for quotes without quality.
    #[must_use]
    pub fn name(self, scheme: &Scheme) -> Option<String> {
        if self == Self::NONE {
            return None;
        }
        let place = || usize::try_from(self.0).expect("places are not negative");
        Some(match scheme {
            Scheme::Scale(labels) => labels[place()].clone(),
            Scheme::Bands(_) => scheme.name_of_band(place()),
            Scheme::Scores => from_millionths(-self.0).to_string(),
        })
    }
}
