//! Calendar dates without time of day, written as ISO 8601.

#![expect(clippy::arithmetic_side_effects, reason = "numbers of at most eight digits")]

use std::fmt;

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Wraps a date of the calendar library.
    #[must_use]
    pub const fn from_civil(date: jiff::civil::Date) -> Self {
        Self(date)
    }

    /// Parses `YYYY-MM-DD`; `None` for any other text and for days that no calendar has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits
                .iter()
                .try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i16::from(digit - b'0')))
        };
        let year = number(&[y1, y2, y3, y4])?;
        let month = i8::try_from(number(&[m1, m2])?).ok()?;
        let day = i8::try_from(number(&[d1, d2])?).ok()?;
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Returns the date some days later; `None` beyond the year 9999.
    #[must_use]
    pub fn after(self, days: u32) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok().map(Self)
    }

    /// Returns how many days later another date is; below 0 where it is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i32 {
        other.0.since(self.0).expect("days of one calendar are some days apart").get_days()
    }

    /// Returns the month, as `2026-11`.
    #[must_use]
    pub fn month(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    /// Returns the date as a number that orders as dates do: `YYYYMMDD`.
    #[must_use]
    pub fn ordinal(self) -> i64 {
        let (year, month, day) = (i64::from(self.0.year()), i64::from(self.0.month()), i64::from(self.0.day()));
        year * 10_000 + month * 100 + day
    }

    /// Makes the date back out of its [`ordinal`](Self::ordinal).
    #[must_use]
    pub fn from_ordinal(ordinal: i64) -> Option<Self> {
        let year = i16::try_from(ordinal / 10_000).ok()?;
        let month = i8::try_from(ordinal / 100 % 100).ok()?;
        let day = i8::try_from(ordinal % 100).ok()?;
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment in UTC, to the second, as `2026-11-22T08:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(jiff::Timestamp);

impl Moment {
    /// Wraps a timestamp of the calendar library; parts of a second are left out.
    #[must_use]
    pub fn from_timestamp(timestamp: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_second(timestamp.as_second()).unwrap_or(timestamp))
    }

    /// Parses a moment of RFC 3339; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::from_timestamp)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_dates_of_the_calendar_are_dates() {
        for text in ["2026-11-22", "2024-02-29", "0001-01-01"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "22/11/2026", "2026/11/22", "20261122", "", "2026-11-2x"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_the_end_of_a_month() {
        let date = Date::parse("2026-11-22").unwrap();
        assert_eq!(date.after(10).unwrap().to_string(), "2026-12-02");
        assert_eq!(date.after(u32::MAX), None);
        assert_eq!(date.month(), "2026-11");
        assert_eq!(date.days_until(Date::parse("2027-03-01").unwrap()), 99);
        assert_eq!(date.days_until(Date::parse("2026-11-20").unwrap()), -2);
        assert_eq!(Date::from_ordinal(date.ordinal()), Some(date));
    }
}
