//! The grammar of single values, the same in a policy file and on the command line.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::fault::{NumberRange, SettingError};
use super::{Criterion, Direction};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Limit, Tolerance};
use crate::value::untrusted::Untrusted;

/// The most characters of a text from outside that a message repeats.
const SHOWN_CHARACTERS: usize = 80;

/// Reads one value.
pub(super) type Parse<T> = fn(&str) -> Result<T, SettingError>;

/// Adds one entry, as written, to those of its list before it.
pub(super) type Add<T> = fn(&mut Vec<T>, &str) -> Result<(), SettingError>;

/// A decimal as policies store it: its text in normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Exact(pub(crate) Decimal);

impl TryFrom<String> for Exact {
    type Error = SettingError;

    fn try_from(text: String) -> Result<Self, SettingError> {
        number(&text).map(Self)
    }
}

impl From<Exact> for String {
    fn from(exact: Exact) -> Self {
        exact.to_string()
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Returns a label in the form in which labels are compared: NFKC, trimmed.
pub(super) fn normal(label: &str) -> String {
    label.nfkc().collect::<String>().trim().to_owned()
}

pub(crate) fn number(text: &str) -> Result<Decimal, SettingError> {
    crate::value::decimal::parse(text.trim()).map_err(|error| SettingError::Number(excerpt(text), error))
}

fn in_range<T>(text: &str, range: NumberRange, make: impl Fn(Decimal) -> Option<T>) -> Result<T, SettingError> {
    make(number(text)?).ok_or_else(|| SettingError::Range(excerpt(text), range))
}

pub(super) fn tolerance(text: &str) -> Result<Tolerance, SettingError> {
    in_range(text, NumberRange::Tolerance, Tolerance::try_new)
}

pub(super) fn limit(text: &str) -> Result<Limit, SettingError> {
    in_range(text, NumberRange::Amount, Limit::try_new)
}

pub(super) fn positive(text: &str) -> Result<Exact, SettingError> {
    in_range(text, NumberRange::Positive, |number| (number > Decimal::ZERO).then_some(Exact(number)))
}

pub(super) fn not_negative(text: &str) -> Result<Exact, SettingError> {
    in_range(text, NumberRange::Amount, |number| (number >= Decimal::ZERO).then_some(Exact(number)))
}

pub(super) fn exact(text: &str) -> Result<Exact, SettingError> {
    number(text).map(Exact)
}

pub(super) fn date(text: &str) -> Result<Date, SettingError> {
    Date::parse(text.trim()).ok_or_else(|| SettingError::Date(excerpt(text)))
}

/// Reads a name of the sheets, which is kept as it is written.
pub(super) fn text(text: &str) -> Result<String, SettingError> {
    label(text).map(|_| text.trim().to_owned())
}

pub(super) fn currency(text: &str) -> Result<Currency, SettingError> {
    Currency::parse(text.trim()).ok_or_else(|| SettingError::Currency(excerpt(text)))
}

/// Reads a label, or a score that is not known to be one yet.
pub(super) fn label(text: &str) -> Result<String, SettingError> {
    let label = normal(text);
    if label.is_empty() { Err(SettingError::EmptyText) } else { Ok(label) }
}

/// Adds a label of a scale, or a text that means "no value".
pub(super) fn add_label(labels: &mut Vec<String>, text: &str) -> Result<(), SettingError> {
    let label = label(text)?;
    if labels.contains(&label) {
        return Err(SettingError::Twice(excerpt(text)));
    }
    labels.push(label);
    Ok(())
}

/// Adds a header of a sheet, which is kept as it is written.
pub(super) fn add_header(headers: &mut Vec<String>, text: &str) -> Result<(), SettingError> {
    let header = self::text(text)?;
    if headers.iter().any(|other| normal(other) == normal(&header)) {
        return Err(SettingError::Twice(excerpt(text)));
    }
    headers.push(header);
    Ok(())
}

/// Adds the lower edge of a band.
/// The columns that can be filled down: in any other a blank cell means that nothing is stated.
pub(crate) const FILLED: [Column; 3] = [Column::Item, Column::Lot, Column::Request];

/// Adds a column that is filled down.
pub(super) fn add_filled(columns: &mut Vec<Column>, text: &str) -> Result<(), SettingError> {
    let column = Column::by_name(text.trim()).filter(|column| FILLED.contains(column));
    let column = column.ok_or_else(|| SettingError::NotFilled(excerpt(text)))?;
    if columns.contains(&column) {
        return Err(SettingError::Twice(excerpt(text)));
    }
    columns.push(column);
    Ok(())
}

pub(super) fn add_band(bands: &mut Vec<Exact>, text: &str) -> Result<(), SettingError> {
    let edge = number(text)?;
    if let Some(Exact(before)) = bands.last()
        && edge >= *before
    {
        return Err(SettingError::BandsOrder { edge, before: *before });
    }
    bands.push(Exact(edge));
    Ok(())
}

/// Adds a service criterion.
pub(super) fn add_criterion(criteria: &mut Vec<Criterion>, text: &str) -> Result<(), SettingError> {
    let criterion = Criterion::parse(text)?;
    let key = |column: &str| normal(column).to_lowercase();
    if criteria.iter().any(|other| key(&other.column) == key(&criterion.column)) {
        return Err(SettingError::TwiceInAnyCase(excerpt(&criterion.column)));
    }
    criteria.push(criterion);
    Ok(())
}

impl Criterion {
    /// Parses a column and a direction: `warranty_months desc`.
    fn parse(text: &str) -> Result<Self, SettingError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SettingError::EmptyText);
        }
        let (column, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let direction = Direction::parse(&last.to_ascii_lowercase());
        let direction = direction.map_err(|_| SettingError::NoDirection(excerpt(text)))?;
        let column = column.trim().to_owned();
        if column.is_empty() {
            return Err(SettingError::NoColumn(excerpt(text)));
        }
        Ok(Self { column, direction })
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.column, self.direction)
    }
}

impl TryFrom<String> for Criterion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|error| error.to_string())
    }
}

impl From<Criterion> for String {
    fn from(criterion: Criterion) -> Self {
        criterion.to_string()
    }
}

/// Takes a text from outside for a message; the end of a long one is left out.
pub(super) fn excerpt(text: &str) -> Untrusted {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => Untrusted::new(&format!("{}…", &text[..end])),
        None => Untrusted::new(text),
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
        // The first of equally near names, so that the answer follows the order of the table.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_range() {
        assert_eq!(tolerance(" 1.50 ").unwrap().to_string(), "1.5");
        assert_eq!(tolerance("0"), Ok(Tolerance::ZERO));
        assert_eq!(positive("7.10").unwrap().to_string(), "7.1");
        assert_eq!(limit("0").unwrap().to_string(), "0");
        for out in [
            tolerance("100").err(),
            tolerance("-1").err(),
            limit("-0.01").err(),
            positive("0").err(),
            not_negative("-1").err(),
        ] {
            assert!(matches!(out, Some(SettingError::Range(..))), "{out:?}");
        }
        for text in ["1%", "1,5", "0.1234567", "1e3", ""] {
            assert!(matches!(tolerance(text), Err(SettingError::Number(..))), "{text}");
        }
    }

    #[test]
    fn a_criterion_is_a_column_and_a_direction() {
        for (text, expected) in [
            ("service desc", Ok("service desc".to_owned())),
            (" Warranty (months)  ASC ", Ok("Warranty (months) asc".to_owned())),
            ("service", Err(SettingError::NoDirection("service".into()))),
            ("desc", Err(SettingError::NoColumn("desc".into()))),
            (" ", Err(SettingError::EmptyText)),
        ] {
            assert_eq!(Criterion::parse(text).map(String::from), expected, "{text}");
        }
    }
}
