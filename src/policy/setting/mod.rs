//! The grammar of a single setting, the same in a policy file and on the command line.
//!
//! Stops at what one setting says by itself; what settings say together is for `check`.

mod error;

use unicode_normalization::UnicodeNormalization as _;

use super::written::{AwardBy, TiesSetting};
use super::{AcrossGrades, Criterion, Direction, TaxBasis};
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Limit, Tolerance};

pub use self::error::SettingError;
pub(crate) use self::error::{alternatives, excerpt, listed, nearest};

/// The range of an exchange rate, in words.
const RATE_RANGE: &str = "above 0";

/// Returns a label in the form in which labels are compared: NFKC, trimmed.
pub(crate) fn normal(label: &str) -> String {
    label.nfkc().collect::<String>().trim().to_owned()
}

/// Parses a plain decimal number.
///
/// # Errors
///
/// Returns what is wrong with the text.
pub fn number(text: &str) -> Result<Decimal, SettingError> {
    crate::value::decimal::parse(text.trim()).map_err(|error| SettingError::Number { text: excerpt(text), error })
}

/// Parses a price tolerance in percent: `1`, `1.5`.
///
/// # Errors
///
/// The text is no plain number, or not 0 or more and below 100.
pub fn tolerance(text: &str) -> Result<Tolerance, SettingError> {
    let range = || SettingError::Range { text: excerpt(text), range: Tolerance::RANGE };
    Tolerance::try_new(number(text)?).ok_or_else(range)
}

/// Parses the amount above which an award needs an approval: `10000`.
///
/// # Errors
///
/// The text is no plain number, or below 0.
pub fn limit(text: &str) -> Result<Limit, SettingError> {
    let range = || SettingError::Range { text: excerpt(text), range: Limit::RANGE };
    Limit::try_new(number(text)?).ok_or_else(range)
}

/// Parses an exchange rate: what one unit of a currency is worth in the policy's.
///
/// # Errors
///
/// The text is no plain number, or not above 0.
pub fn rate(text: &str) -> Result<Decimal, SettingError> {
    let rate = number(text)?;
    if rate > Decimal::ZERO { Ok(rate) } else { Err(SettingError::Range { text: excerpt(text), range: RATE_RANGE }) }
}

/// Parses a currency code of ISO 4217, in either case.
///
/// # Errors
///
/// There is no such currency.
pub fn currency(text: &str) -> Result<Currency, SettingError> {
    Currency::parse(text.trim()).ok_or_else(|| SettingError::Currency { text: excerpt(text) })
}

/// Parses a grade: the label or score that an offer must reach.
///
/// # Errors
///
/// The text is empty.
pub fn grade(text: &str) -> Result<String, SettingError> {
    let grade = normal(text);
    if grade.is_empty() { Err(SettingError::EmptyText) } else { Ok(grade) }
}

/// Parses a scale of labels, best first: `A,B,C`, `优，良，合格`.
///
/// # Errors
///
/// A label is empty or stands twice.
pub fn scale(text: &str) -> Result<Vec<String>, SettingError> {
    list(text, add_label)
}

/// Parses texts that mean "no value": `none,tbd`.
///
/// # Errors
///
/// A text is empty or stands twice.
pub fn missing(text: &str) -> Result<Vec<String>, SettingError> {
    list(text, add_label)
}

/// Parses score bands by their lower edges, highest first: `90,75,60`.
///
/// # Errors
///
/// An edge is no plain number, or not below the one before it.
pub fn bands(text: &str) -> Result<Vec<Decimal>, SettingError> {
    list(text, add_band)
}

/// Parses service criteria, the most important first: `service desc,delivery_days asc`; none where the text is blank.
///
/// # Errors
///
/// A criterion has no column or no direction, or its column stands twice.
pub fn criteria(text: &str) -> Result<Vec<Criterion>, SettingError> {
    if text.trim().is_empty() { Ok(Vec::new()) } else { list(text, add_criterion) }
}

/// Adds one entry, as written, to those of its list that were understood before it.
pub(super) type Add<T> = fn(&mut Vec<T>, &str) -> Result<(), SettingError>;

/// Parses entries with commas, ASCII or full-width, between them.
fn list<T>(text: &str, add: Add<T>) -> Result<Vec<T>, SettingError> {
    let mut entries = Vec::new();
    text.split([',', '，']).try_for_each(|entry| add(&mut entries, entry))?;
    Ok(entries)
}

/// Adds a label of a scale, or a text that means "no value".
pub(super) fn add_label(labels: &mut Vec<String>, text: &str) -> Result<(), SettingError> {
    let label = grade(text)?;
    if labels.contains(&label) {
        return Err(SettingError::Twice { text: excerpt(text) });
    }
    labels.push(label);
    Ok(())
}

/// Adds a header of a sheet, which is kept as it is written.
pub(super) fn add_header(headers: &mut Vec<String>, text: &str) -> Result<(), SettingError> {
    let header = grade(text)?;
    if headers.iter().any(|other| normal(other) == header) {
        return Err(SettingError::Twice { text: excerpt(text) });
    }
    headers.push(text.trim().to_owned());
    Ok(())
}

/// Adds the lower edge of a band.
pub(super) fn add_band(bands: &mut Vec<Decimal>, text: &str) -> Result<(), SettingError> {
    let edge = number(text)?;
    match bands.last() {
        Some(&before) if edge >= before => Err(SettingError::BandsOrder { edge, before }),
        _ => {
            bands.push(edge);
            Ok(())
        }
    }
}

/// Adds a service criterion.
pub(super) fn add_criterion(criteria: &mut Vec<Criterion>, text: &str) -> Result<(), SettingError> {
    let criterion = Criterion::parse(text)?;
    let key = |column: &str| normal(column).to_lowercase();
    if criteria.iter().any(|other| key(&other.column) == key(&criterion.column)) {
        return Err(SettingError::Twice { text: excerpt(&criterion.column) });
    }
    criteria.push(criterion);
    Ok(())
}

impl Criterion {
    /// Parses a column and a direction: `warranty_months desc`.
    ///
    /// # Errors
    ///
    /// The text is empty, or it has no column or no direction.
    pub fn parse(text: &str) -> Result<Self, SettingError> {
        let text = text.trim();
        let (column, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let direction = match last.to_ascii_lowercase().as_str() {
            "" => return Err(SettingError::EmptyText),
            "asc" => Direction::Asc,
            "desc" => Direction::Desc,
            _ => return Err(SettingError::NoDirection { text: excerpt(text) }),
        };
        let column = column.trim().to_owned();
        if column.is_empty() {
            Err(SettingError::NoColumn { text: excerpt(text) })
        } else {
            Ok(Self { column, direction })
        }
    }
}

/// Gives a setting of a few words its list of values and its parser.
macro_rules! words {
    ($($setting:ident [$($value:ident)*])*) => {
        $(impl $setting {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$value),*];

            /// Parses a value by its name in policies.
            ///
            /// # Errors
            ///
            /// The text is no such name.
            pub fn parse(text: &str) -> Result<Self, SettingError> {
                let unknown = || SettingError::Word {
                    text: excerpt(text),
                    words: Self::ALL.iter().map(|value| value.name()).collect(),
                };
                Self::ALL.iter().copied().find(|value| value.name() == text.trim()).ok_or_else(unknown)
            }
        })*
    };
}

words! {
    AcrossGrades [Refer Best Cheapest]
    TaxBasis [Included Excluded]
    AwardBy [Item Lot]
    TiesSetting [Refer Name Draw]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the message and the hint of an error.
    fn says<T: std::fmt::Debug>(result: Result<T, SettingError>, message: &str, hint: Option<&str>) {
        let error = result.unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.hint().as_deref(), hint);
    }

    #[test]
    fn a_tolerance_is_a_plain_number_below_100() {
        assert_eq!(tolerance(" 1.50 ").unwrap().to_string(), "1.5");
        assert_eq!(tolerance("0").unwrap(), Tolerance::ZERO);
        let hint = "write digits and at most one decimal point, without a percent sign and without grouping, as `1.5`";
        says(tolerance("1%"), "`1%` is not a plain decimal number", Some(hint));
        says(tolerance("0.1234567"), "`0.1234567` has more than 6 decimal digits", None);
        says(tolerance("100"), "`100` is out of range, expected a number 0 or more and below 100", None);
        says(tolerance("-1"), "`-1` is out of range, expected a number 0 or more and below 100", None);
    }

    #[test]
    fn a_rate_is_above_zero() {
        assert_eq!(rate("7.10").unwrap().to_string(), "7.1");
        says(rate("0"), "`0` is out of range, expected a number above 0", None);
    }

    #[test]
    fn a_scale_is_split_at_both_commas() {
        assert_eq!(scale("A, B,C").unwrap(), ["A", "B", "C"]);
        assert_eq!(scale("优，良，合格").unwrap(), ["优", "良", "合格"]);
        assert_eq!(missing("tbd").unwrap(), ["tbd"]);
    }

    #[test]
    fn a_label_stands_once_and_is_not_empty() {
        let hint = "leave one of the two out; white space at the ends and full-width letters make no difference";
        says(scale("A,B,Ａ "), "`Ａ ` stands twice in the list", Some(hint));
        let hint = Some("leave the empty text out, or write the name that is missing");
        says(scale("A,,B"), "an empty text, expected a name", hint);
        says(scale(""), "an empty text, expected a name", hint);
        says(grade(" \u{3000}"), "an empty text, expected a name", hint);
    }

    #[test]
    fn bands_go_from_high_to_low() {
        assert_eq!(bands("90,75.5,-1").unwrap().len(), 3);
        let message = "`75` is not below `75`: the lower edges of the bands go from high to low";
        says(bands("90,75,75"), message, Some("write the highest edge first, as `90,75,60`"));
        assert!(matches!(bands("A,B"), Err(SettingError::Number { .. })));
    }

    #[test]
    fn a_criterion_is_a_column_and_a_direction() {
        let parsed = |text| Criterion::parse(text).unwrap().to_string();
        assert_eq!(parsed("service desc"), "service desc");
        assert_eq!(parsed(" Warranty (months)  ASC "), "Warranty (months) asc");
        let hint = "write `service desc` if higher is better, `service asc` if lower is better";
        says(Criterion::parse("service"), "`service` ends in neither `asc` nor `desc`", Some(hint));
        says(
            Criterion::parse("desc"),
            "`desc` names no column",
            Some("write the column before the direction, as `service desc`"),
        );
        assert_eq!(Criterion::parse(" "), Err(SettingError::EmptyText));
    }

    #[test]
    fn a_criterion_stands_once_in_whichever_case_and_direction() {
        assert_eq!(criteria("service desc,delivery_days asc").unwrap().len(), 2);
        assert_eq!(criteria("").unwrap(), []);
        assert!(matches!(criteria("service desc,Service asc"), Err(SettingError::Twice { .. })));
    }

    #[test]
    fn a_currency_is_a_code_and_no_mark() {
        assert_eq!(currency("usd").unwrap().code(), "USD");
        says(currency("RMB"), "`RMB` is not a currency code of ISO 4217", Some("write `CNY`"));
        let hint = "write a code of three letters, as `CNY` or `USD`";
        says(currency("XYZ"), "`XYZ` is not a currency code of ISO 4217", Some(hint));
    }

    #[test]
    fn every_word_is_read_by_its_name() {
        assert!(AcrossGrades::ALL.iter().all(|value| AcrossGrades::parse(value.name()) == Ok(*value)));
        assert!(TaxBasis::ALL.iter().all(|value| TaxBasis::parse(value.name()) == Ok(*value)));
        assert!(AwardBy::ALL.iter().all(|value| AwardBy::parse(value.name()) == Ok(*value)));
        assert!(TiesSetting::ALL.iter().all(|value| TiesSetting::parse(value.name()) == Ok(*value)));
    }

    #[test]
    fn an_unknown_word_lists_the_words_and_finds_the_nearest() {
        let message = "`chepest` is not one of `refer`, `best`, `cheapest`";
        says(AcrossGrades::parse("chepest"), message, Some("write `cheapest`"));
        says(
            AcrossGrades::parse("no"),
            "`no` is not one of `refer`, `best`, `cheapest`",
            Some("write `refer`, `best` or `cheapest`"),
        );
    }

    #[test]
    fn a_long_or_hostile_text_is_shortened_and_spelt_out() {
        let message = number(&"9x".repeat(1000)).unwrap_err().to_string();
        assert_eq!(message, format!("`{}…` is not a plain decimal number", "9x".repeat(40)));
        assert_eq!(number("1\u{202e}").unwrap_err().to_string(), "`1\\u{202e}` is not a plain decimal number");
    }
}
