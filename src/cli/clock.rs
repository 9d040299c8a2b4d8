//! The day of today, and days on the command line.

use crate::value::date::Date;

/// Returns the day of the system's clock in the system's time zone.
pub(crate) fn today() -> Date {
    Date::from_civil(jiff::Zoned::now().date())
}

/// Reads a day.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected year-month-day, like 2026-11-22".to_owned())
}
