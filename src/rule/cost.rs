//! Quotes to offers: what a quote costs for the requested quantity, and its class of quality.
//!
//! Today every quote is in one currency, one unit and one tax basis with nothing on top; the reader refuses the others.

use crate::policy::{Policy, Scheme};
use crate::rule::quote::Quote;
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::decimal;
use crate::value::money::Money;

/// A quote made comparable.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    quote: u32,
    total: Money,
    grade: Grade,
}

impl Offer {
    /// Returns the number of its quote.
    #[must_use]
    pub const fn quote(&self) -> u32 {
        self.quote
    }

    /// Returns the evaluated amount for the requested quantity.
    #[must_use]
    pub const fn total(&self) -> Money {
        self.total
    }

    /// Returns the class of quality.
    #[must_use]
    pub const fn grade(&self) -> Grade {
        self.grade
    }
}

/// A class of quality; the lesser of two is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(i64);

impl Grade {
    /// The grade of quotes that state no quality: the lowest of all.
    pub const NONE: Self = Self(i64::MAX);

    /// Grades the quality of a quote by a policy's scheme.
    #[must_use]
    pub fn of(quote: &Quote, scheme: &Scheme) -> Self {
        let Some(code) = quote.quality_code() else { return Self::NONE };
        match scheme {
            Scheme::Scale(_) => Self(code),
            Scheme::Bands(_) => {
                let band = scheme.grade_of(decimal::from_millionths(code));
                Self(i64::try_from(band).unwrap_or(i64::MAX))
            }
            // A higher score is a better grade, and the best grade is the least.
            Scheme::Scores => Self(code.saturating_neg()),
        }
    }

    /// Returns the grade's name: a label, a band's lower edge, or a score; `None` for quotes without quality.
    #[must_use]
    pub fn name(self, scheme: &Scheme) -> Option<String> {
        if self == Self::NONE {
            return None;
        }
        match scheme {
            Scheme::Scale(labels) => usize::try_from(self.0).ok().and_then(|place| labels.get(place)).cloned(),
            Scheme::Bands(_) => usize::try_from(self.0).ok().map(|band| scheme.name_of_band(band)),
            Scheme::Scores => Some(decimal::from_millionths(self.0.saturating_neg()).to_string()),
        }
    }
}

/// Says what a quote costs for the quantity of a request; `None` where it names no price.
#[must_use]
pub fn total(quote: &Quote, request: &Request, currency: Currency) -> Option<Money> {
    quote.unit_price().map(|price| Money::of_line(price, request.quantity, currency))
}

/// Makes a quote comparable; `None` where it names no price.
#[must_use]
pub fn offer(number: u32, quote: &Quote, request: &Request, policy: &Policy, currency: Currency) -> Option<Offer> {
    let total = total(quote, request, currency)?;
    Some(Offer { quote: number, total, grade: Grade::of(quote, &policy.quality.scheme) })
}
