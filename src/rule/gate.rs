//! Gates: the conditions that an offer must meet to take part.

use super::items::{Request, requirement};
use super::quotes::{QuoteId, QuoteStore};
use crate::policy::{Policy, Requirement, Scheme};
use crate::value::column::Column;
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
pub(crate) fn admit(
    quotes: &QuoteStore,
    quote: QuoteId,
    request: &Request<'_>,
    policy: &Policy,
    as_of: Date,
) -> Result<(), Rejection> {
    if quotes.code(Column::UnitPrice, quote).is_none() {
        return Err(Rejection::NoPrice);
    }
    // A quote stays valid through its last day, so equal dates pass.
    if let Some(valid_until) = quotes.date(Column::ValidUntil, quote).filter(|last| *last < as_of) {
        return Err(Rejection::Expired { valid_until, as_of });
    }
    let least = quotes.decimal(Column::MinOrder, quote);
    if let Some(least) = least.filter(|least| *least > request.quantity.decimal()) {
        return Err(Rejection::MinOrder { least, quantity: request.quantity });
    }
    if let Some(needed_by) = request.needed_by
        && let Some(delivery) = delivery(quotes, quote, as_of)
        && delivery.is_none_or(|delivery| delivery > needed_by)
    {
        return Err(Rejection::TooLate { delivery, needed_by });
    }
    match request.required {
        None => Ok(()),
        Some(required) => reach(stated_quality(quotes, quote, &policy.quality.scheme), required),
    }
}

/// Returns the day of delivery, if the quote states one: the promised date, else the days from the comparison on. The
/// inner `None` is a day beyond the calendar.
#[expect(clippy::option_option, reason = "a day beyond the calendar is a promise nevertheless")]
pub(crate) fn delivery(quotes: &QuoteStore, quote: QuoteId, as_of: Date) -> Option<Option<Date>> {
    match (quotes.date(Column::DeliveryDate, quote), quotes.whole(Column::DeliveryDays, quote)) {
        (Some(date), _) => Some(Some(date)),
        (None, Some(days)) => Some(as_of.after(days)),
        (None, None) => None,
    }
}

fn reach(quality: Option<Requirement>, required: Requirement) -> Result<(), Rejection> {
    let Some(quality) = quality else { return Err(Rejection::NoQuality { required }) };
    let reaches = match (quality, required) {
        (Requirement::Label(own), Requirement::Label(required)) => own <= required,
        // With bands a requirement is a score all the same: the offer's own score must reach it, not its band.
        (Requirement::Score(own), Requirement::Score(required)) => own >= required,
        (Requirement::Label(_), Requirement::Score(_)) | (Requirement::Score(_), Requirement::Label(_)) => {
            unreachable!("one scheme makes both")
        }
    };
    if reaches { Ok(()) } else { Err(Rejection::BelowRequiredQuality { quality, required }) }
}

/// Returns the quality that a quote states.
pub(crate) fn stated_quality(quotes: &QuoteStore, quote: QuoteId, scheme: &Scheme) -> Option<Requirement> {
    quotes.code(Column::Quality, quote).map(|code| requirement(code, scheme))
}
