//! Gates: the conditions that an offer must meet to take part.

use crate::policy::{Policy, Requirement, Scheme};
use crate::rule::quote::Quote;
use crate::rule::request::Request;
use crate::value::date::Date;
use crate::value::money::{Decimal, Quantity};

/// Why a quote takes no part, with the figures that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// It names no price.
    NoPrice,
    /// It had run out on the day of the comparison.
    Expired {
        /// Its last day.
        valid_until: Date,
        /// The day of the comparison.
        as_of: Date,
    },
    /// The vendor sells no quantity as small as the requested one.
    MinOrder {
        /// The least quantity that the vendor sells.
        least: Decimal,
        /// The requested quantity.
        quantity: Quantity,
    },
    /// It would be delivered after the day on which the item is needed.
    TooLate {
        /// The day of delivery; `None` beyond the calendar.
        delivery: Option<Date>,
        /// The day on which the item is needed.
        needed_by: Date,
    },
    /// A quality is required and it states none.
    NoQuality {
        /// What is required.
        required: Requirement,
    },
    /// Its quality is below the required one.
    BelowRequiredQuality {
        /// What it offers.
        quality: Requirement,
        /// What is required.
        required: Requirement,
    },
}

impl Rejection {
    /// Returns the gate's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoPrice => "no-price",
            Self::Expired { .. } => "expired",
            Self::MinOrder { .. } => "min-order",
            Self::TooLate { .. } => "too-late",
            Self::NoQuality { .. } => "no-quality",
            Self::BelowRequiredQuality { .. } => "below-required-quality",
        }
    }
}

impl Rejection {
    /// Returns the quote's figure and the one that it misses, as text.
    #[must_use]
    pub fn figures(self, scheme: &Scheme) -> (Option<String>, Option<String>) {
        match self {
            Self::NoPrice => (None, None),
            Self::Expired { valid_until, as_of } => (Some(valid_until.to_string()), Some(as_of.to_string())),
            Self::MinOrder { least, quantity } => (Some(least.to_string()), Some(quantity.to_string())),
            Self::TooLate { delivery, needed_by } => {
                (delivery.map(|delivery| delivery.to_string()), Some(needed_by.to_string()))
            }
            Self::NoQuality { required } => (None, Some(required.text(scheme))),
            Self::BelowRequiredQuality { quality, required } => {
                (Some(quality.text(scheme)), Some(required.text(scheme)))
            }
        }
    }
}

/// Says whether a quote may take part; the first gate that it fails is the reason why not.
///
/// A quote that leaves its validity, least quantity or delivery open passes these gates: what is not stated is not
/// held against it.
///
/// # Errors
///
/// Returns the first gate that the quote fails.
pub fn admit(quote: &Quote, request: &Request, policy: &Policy, as_of: Date) -> Result<(), Rejection> {
    if quote.unit_price().is_none() {
        return Err(Rejection::NoPrice);
    }
    // A quote stays valid through its last day, so equal dates pass.
    if let Some(valid_until) = quote.valid_until().filter(|last| *last < as_of) {
        return Err(Rejection::Expired { valid_until, as_of });
    }
    if let Some(least) = quote.min_order().filter(|_| quote.wants_more_than(request.quantity)) {
        return Err(Rejection::MinOrder { least, quantity: request.quantity });
    }
    if let Some(needed_by) = request.needed_by
        && let Some(delivery) = delivery(quote, as_of)
        && delivery.is_none_or(|delivery| delivery > needed_by)
    {
        return Err(Rejection::TooLate { delivery, needed_by });
    }
    match request.required {
        None => Ok(()),
        Some(required) => reach(quote, required, &policy.quality.scheme),
    }
}

/// Returns the day of delivery, if the quote states one: the promised date, else the days from the comparison on.
#[must_use]
pub fn delivery(quote: &Quote, as_of: Date) -> Option<Option<Date>> {
    match (quote.delivery_date(), quote.delivery_days()) {
        (Some(date), _) => Some(Some(date)),
        (None, Some(days)) => Some(as_of.after(days)),
        (None, None) => None,
    }
}

fn reach(quote: &Quote, required: Requirement, scheme: &Scheme) -> Result<(), Rejection> {
    let Some(quality) = stated(quote, scheme) else { return Err(Rejection::NoQuality { required }) };
    let reaches = match (quality, required) {
        (Requirement::Label(own), Requirement::Label(required)) => own <= required,
        // With bands a requirement is a score all the same: the offer's own score must reach it, not its band.
        (Requirement::Score(own), Requirement::Score(required)) => own >= required,
        // One scheme makes both, so that they are of one kind.
        (Requirement::Label(_), Requirement::Score(_)) | (Requirement::Score(_), Requirement::Label(_)) => false,
    };
    if reaches { Ok(()) } else { Err(Rejection::BelowRequiredQuality { quality, required }) }
}

/// Returns the quality that a quote states, in the terms of a requirement.
#[must_use]
pub fn stated(quote: &Quote, scheme: &Scheme) -> Option<Requirement> {
    let code = quote.quality_code()?;
    match scheme {
        Scheme::Scale(_) => usize::try_from(code).ok().map(Requirement::Label),
        Scheme::Bands(_) | Scheme::Scores => Some(Requirement::Score(crate::value::decimal::from_millionths(code))),
    }
}
