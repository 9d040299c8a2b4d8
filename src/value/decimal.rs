//! The exact decimal that every price, quantity and score is.

#![expect(
    clippy::indexing_slicing,
    reason = "digits go into a buffer that holds every i128 with its sign and point; the hot path of every number"
)]

use std::fmt;

/// Millionths in one: a [`Decimal`] keeps six decimal digits.
pub(super) const ONE: i64 = 1_000_000;

/// The most integer digits of a [`Decimal`].
pub const INTEGER_DIGITS: usize = 12;

/// The most decimal digits of a [`Decimal`].
pub const DECIMAL_DIGITS: usize = 6;

/// An exact decimal number of at most 12 integer and 6 decimal digits.
///
/// Printed in normal form: no grouping, no trailing zeros, `-0` is `0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// Why a text is not a [`Decimal`].
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

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// One.
    pub const ONE: Self = Self(ONE);

    /// Makes a decimal from a count of millionths; `None` beyond 12 integer digits.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Option<Self> {
        const LIMIT: i64 = 10_i64.pow(18);
        if -LIMIT < millionths && millionths < LIMIT { Some(Self(millionths)) } else { None }
    }

    /// Makes a decimal from a small whole number.
    #[must_use]
    pub const fn from_whole(whole: u32) -> Self {
        Self(whole as i64 * ONE)
    }

    /// Returns the number in millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Returns the count of decimal digits in normal form.
    #[must_use]
    pub const fn decimals(self) -> usize {
        let mut rest = self.0 % ONE;
        let mut digits = DECIMAL_DIGITS;
        if rest == 0 {
            return 0;
        }
        while rest % 10 == 0 {
            rest /= 10;
            digits -= 1;
        }
        digits
    }

    /// Adds a number; where the sum leaves the range, the largest or smallest number of it.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        const LARGEST: i64 = 10_i64.pow(18) - 1;
        Self(self.0.saturating_add(other.0).clamp(-LARGEST, LARGEST))
    }

    /// Subtracts a number; where the difference leaves the range, the largest or smallest number of it.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self(-other.0))
    }

    /// Parses digits, and a point between digits or none, of 12 bytes at most: nearly every number in sheets.
    ///
    /// `None` for any other text, be it a number or not.
    #[inline]
    #[must_use]
    pub fn parse_short(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > INTEGER_DIGITS {
            return None;
        }
        let mut value = 0_i64;
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
        Some(Self(value * SCALE.get(DECIMAL_DIGITS.checked_sub(decimals)?)?))
    }

    /// Parses an optional `-` or `+`, digits, and an optional point with digits on both of its sides.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the text. Exponents, `_`, grouping, `.5` and `5.` are not plain.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let millionths = parse_millionths(digits)?;
        Ok(Self(if negative { -millionths } else { millionths }))
    }
}

/// Parses `digits` or `digits.digits` into millionths: the fast path of every number that is read.
fn parse_millionths(text: &[u8]) -> Result<i64, DecimalError> {
    let mut value: i64 = 0;
    let mut integer = 0;
    let mut rest = text.iter();
    let mut point = false;
    for byte in rest.by_ref() {
        match byte {
            b'0'..=b'9' => {
                // Leading zeros are no digits of the number: `007` has one.
                if value > 0 || *byte != b'0' {
                    integer += 1;
                    if integer > INTEGER_DIGITS {
                        return limits(text, DecimalError::IntegerDigits);
                    }
                }
                value = value * 10 + i64::from(byte - b'0');
            }
            b'.' => {
                point = true;
                break;
            }
            _ => return Err(DecimalError::NotPlain),
        }
    }
    let written = text.len() - rest.len();
    if written == usize::from(point) {
        return Err(DecimalError::NotPlain);
    }
    let mut missing = DECIMAL_DIGITS;
    if point {
        if rest.len() == 0 {
            return Err(DecimalError::NotPlain);
        }
        for byte in rest {
            match byte {
                b'0' if missing == 0 => {}
                b'0'..=b'9' if missing == 0 => return limits(text, DecimalError::DecimalDigits),
                b'0'..=b'9' => {
                    value = value * 10 + i64::from(byte - b'0');
                    missing -= 1;
                }
                _ => return Err(DecimalError::NotPlain),
            }
        }
    }
    Ok(value * SCALE[missing])
}

/// Powers of ten by exponent, for the decimal digits that a text does not give.
const SCALE: [i64; DECIMAL_DIGITS + 1] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// Says that a number is too long only where it is a number at all.
fn limits(text: &[u8], error: DecimalError) -> Result<i64, DecimalError> {
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut parts = text.splitn(2, |byte| *byte == b'.');
    let plain = parts.next().is_some_and(digits) && parts.next().is_none_or(digits);
    Err(if plain { error } else { DecimalError::NotPlain })
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = [0; 32];
        let millionths = i128::from(self.0);
        f.write_str(written(&mut buffer, millionths, DECIMAL_DIGITS, Zeros::Trimmed))
    }
}

/// What happens to zeros at the end of a number's decimals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Zeros {
    Kept,
    Trimmed,
}

/// Writes `value / 10^digits` at the end of a buffer; by hand, since a million totals are printed with it.
pub(super) fn written(buffer: &mut [u8], value: i128, digits: usize, zeros: Zeros) -> &str {
    let mut rest = value.unsigned_abs();
    let mut at = buffer.len();
    let mut place = 0;
    let mut started = zeros == Zeros::Kept;
    while place <= digits || rest > 0 {
        // Most amounts fit 64 bits, where a division is several times cheaper.
        let digit = if let Ok(small) = u64::try_from(rest) {
            rest = u128::from(small / 10);
            small % 10
        } else {
            let digit = rest % 10;
            rest /= 10;
            u64::try_from(digit).unwrap_or(0)
        };
        if place == digits && digits > 0 && started {
            at -= 1;
            buffer[at] = b'.';
        }
        started = started || digit != 0 || place >= digits;
        if started {
            at -= 1;
            buffer[at] = b'0' + u8::try_from(digit).unwrap_or(0);
        }
        place += 1;
    }
    if value < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    std::str::from_utf8(&buffer[at..]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn decimals_print_in_normal_form() {
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
            assert_eq!(decimal(text).to_string(), normal, "{text}");
        }
    }

    #[test]
    fn short_numbers_are_what_the_whole_grammar_says_or_left_to_it() {
        let mut short = 0;
        for code in 0..14_usize.pow(5) {
            let letters = (0..5).map(|place| b"0123459.. -+x "[code / 14_usize.pow(place) % 14]);
            let text = String::from_utf8(letters.collect()).unwrap();
            let text = text.trim_end();
            if let Some(number) = Decimal::parse_short(text) {
                assert_eq!(Decimal::parse(text), Ok(number), "{text}");
                short += 1;
            }
        }
        assert!(short > 10_000);
        for (text, expected) in
            [("999999999999", true), ("9999999999999", false), ("0.1234567", false), ("1.123456", true)]
        {
            assert_eq!(Decimal::parse_short(text).is_some(), expected, "{text}");
            assert!(!expected || Decimal::parse_short(text) == Decimal::parse(text).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_plain_number_is_refused() {
        for text in
            ["", ".", ".5", "5.", "1_000", "1e3", "1,000", "--1", "1.2.3", "NaN", "inf", "0x10", "1/2", "９", "1 "]
        {
            assert_eq!(Decimal::parse(text), Err(DecimalError::NotPlain), "{text}");
        }
        assert_eq!(Decimal::parse("1234567890123"), Err(DecimalError::IntegerDigits));
        assert_eq!(Decimal::parse("0.1234567"), Err(DecimalError::DecimalDigits));
        assert_eq!(Decimal::parse("1234567890123x"), Err(DecimalError::NotPlain));
    }
}
