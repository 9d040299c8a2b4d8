//! Exact decimals: the grammar that reads them, and their encoding as millionths.
//!
//! A number has at most 12 integer and 6 decimal digits, is kept in normal form (no trailing zeros, `-0` is `0`) and prints in
//! it. `rust_decimal` itself reads and rounds more than that: only [`parse`] makes a number of a text.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "the hot path of every number: digits are counted before they are added up, 18 of them fit 64 bits"
)]

pub use rust_decimal::Decimal;

/// The most integer digits of a number.
pub const INTEGER_DIGITS: usize = 12;

/// The most decimal digits of a number.
pub const DECIMAL_DIGITS: usize = 6;

/// Millionths in one.
pub(super) const ONE: i64 = 1_000_000;

/// The first count of millionths with too many integer digits.
pub(crate) const END: i64 = 10_i64.pow(18);

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// The text is not an optional sign, digits, and an optional point with digits.
    #[error("not a plain decimal number")]
    NotPlain,
    /// There are more than 12 digits before the decimal mark.
    #[error("more than {INTEGER_DIGITS} integer digits")]
    IntegerDigits,
    /// There are more than 6 digits behind the decimal mark.
    #[error("more than {DECIMAL_DIGITS} decimal digits")]
    DecimalDigits,
}

/// Parses an optional `-` or `+`, digits, and an optional point with digits on both of its sides.
///
/// # Errors
///
/// Returns what is wrong with the text. Exponents, `_`, grouping, `.5` and `5.` are not plain.
pub fn parse(text: &str) -> Result<Decimal, DecimalError> {
    parse_millionths(text).map(from_millionths)
}

/// Parses what [`parse`] does, into millionths.
pub(crate) fn parse_millionths(text: &str) -> Result<i64, DecimalError> {
    if let Some(millionths) = parse_short(text) {
        return Ok(millionths);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if ![whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(DecimalError::NotPlain);
    }
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    if whole.len() > INTEGER_DIGITS {
        return Err(DecimalError::IntegerDigits);
    }
    if decimals.len() > DECIMAL_DIGITS {
        return Err(DecimalError::DecimalDigits);
    }
    let digits = whole.bytes().chain(decimals.bytes()).fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    let millionths = digits * SCALE[decimals.len()];
    Ok(if text.starts_with('-') { -millionths } else { millionths })
}

/// Parses digits, and a point between digits or none, of 12 bytes at most: nearly every number in sheets. `None` for any
/// other text, be it a number or not.
#[inline]
pub(crate) fn parse_short(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > INTEGER_DIGITS {
        return None;
    }
    let mut value = 0;
    let mut point = None;
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b'.' if place > 0 && point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |place| bytes.len() - place - 1);
    if point.is_some() && decimals == 0 {
        return None;
    }
    // At most 12 digits times a million: 18 digits.
    SCALE.get(decimals).map(|scale| value * scale)
}

/// What makes millionths of a number without its point, by its count of decimals.
const SCALE: [i64; DECIMAL_DIGITS + 1] = [ONE, 100_000, 10_000, 1_000, 100, 10, 1];

/// Makes a number of a count of millionths.
#[must_use]
pub fn from_millionths(millionths: i64) -> Decimal {
    // Most numbers are whole or have two decimals; `Decimal::normalize` divides 96 bits instead.
    let (mut value, mut decimals) = match millionths {
        whole if whole % ONE == 0 => return Decimal::new(whole / ONE, 0),
        hundredths if hundredths % 10_000 == 0 => (hundredths / 10_000, 2),
        millionths => (millionths, 6),
    };
    while value % 10 == 0 {
        value /= 10;
        decimals -= 1;
    }
    Decimal::new(value, decimals)
}

/// Returns a number in millionths; `None` where it has more than 12 integer or 6 decimal digits.
#[must_use]
pub fn try_millionths(decimal: Decimal) -> Option<i64> {
    let decimal = if decimal.scale() > 6 { decimal.normalize() } else { decimal };
    let scale = SCALE.get(usize::try_from(decimal.scale()).ok()?)?;
    let millionths = i64::try_from(decimal.mantissa()).ok()?.checked_mul(*scale)?;
    (-END < millionths && millionths < END).then_some(millionths)
}

/// Returns in millionths what [`parse`] or [`from_millionths`] made.
pub(crate) fn millionths(decimal: Decimal) -> i64 {
    try_millionths(decimal).expect("a number that was parsed has at most 12 integer and 6 decimal digits")
}

/// Adds numbers up, in normal form: the library's own sum of 0.5 and 0.5 is 1.0. `None` on overflow.
pub(crate) fn sum(numbers: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add).map(|sum| sum.normalize())
}

/// Subtracts a number, in normal form; `None` on overflow.
pub(crate) fn difference(more: Decimal, less: Decimal) -> Option<Decimal> {
    more.checked_sub(less).map(|difference| difference.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_in_normal_form_and_come_back_from_millionths() {
        for (text, normal) in [
            ("1.10", "1.1"),
            ("0", "0"),
            ("-0.0", "0"),
            ("007", "7"),
            ("+3", "3"),
            ("-0.000001", "-0.000001"),
            ("999999999999.999999", "999999999999.999999"),
            ("0000000000000000000001.500000000", "1.5"),
        ] {
            let number = parse(text).unwrap();
            assert_eq!(number.to_string(), normal, "{text}");
            assert_eq!(from_millionths(millionths(number)).to_string(), normal, "{text}");
            assert_eq!(Decimal::from_str_exact(text).map(try_millionths), Ok(try_millionths(number)));
        }
        let [half, more] = ["0.5", "1.50"].map(|text| parse(text).unwrap());
        assert_eq!(sum([half, half]).map(|sum| sum.to_string()).as_deref(), Some("1"));
        assert_eq!(difference(more, half).map(|rest| rest.to_string()).as_deref(), Some("1"));
        assert_eq!(try_millionths(Decimal::new(1_230, 9)), None);
        assert_eq!(try_millionths(Decimal::from(10_i64.pow(12))), None);
    }

    #[test]
    fn short_numbers_are_what_the_whole_grammar_says_or_left_to_it() {
        let mut short = 0;
        for code in 0..14_usize.pow(5) {
            let letters = (0..5).map(|place| b"0123459.. -+x "[code / 14_usize.pow(place) % 14]);
            let text = String::from_utf8(letters.collect()).unwrap();
            let text = text.trim_end();
            if let Some(number) = parse_short(text) {
                // A sign leads around the short way.
                assert_eq!(parse_millionths(&format!("+{text}")), Ok(number), "{text}");
                short += 1;
            } else {
                assert!(parse(text).is_err() || text.starts_with(['-', '+']), "{text}");
            }
        }
        assert!(short > 10_000);
        for text in ["123456789012", "12345.678901", "1234567890.1", "0000000.5000"] {
            assert_eq!(parse_short(text), parse_millionths(&format!("+{text}")).ok(), "{text}");
        }
        assert_eq!(["1234567890123", "1.2345678", "99999999999.1"].map(parse_short), [None; 3]);
    }

    #[test]
    fn only_plain_numbers_of_a_limited_length_are_numbers() {
        for text in
            ["", "-", "+", ".", ".5", "5.", "1e3", "1_000", "1,5", "--1", "NaN", "inf", "0x10", "1/2", "９", "1 "]
        {
            assert_eq!(parse(text), Err(DecimalError::NotPlain), "{text}");
        }
        assert_eq!(parse("1234567890123"), Err(DecimalError::IntegerDigits));
        assert_eq!(parse("0.1234567"), Err(DecimalError::DecimalDigits));
        assert_eq!(parse("1234567890123x"), Err(DecimalError::NotPlain));
    }
}
