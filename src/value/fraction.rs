//! Exact fractions: the amounts between a price as written and a total, before the one rounding.
//!
//! A price with tax in it has the tax divided out, a price for a box of 12 is divided by 12: decimals do not hold that, and
//! nothing is rounded twice. Operations are checked; what leaves 128 bits is not computed.

use std::fmt;

use num_integer::Integer as _;
use num_rational::Ratio;
use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _, Zero as _};

use super::decimal::{Decimal, ONE};
use super::money::round_half_away;

/// An exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fraction(Ratio<i128>);

impl Fraction {
    /// Zero.
    pub(crate) const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// One.
    pub(crate) const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// Makes a fraction of millionths.
    pub(crate) fn from_millionths(millionths: i64) -> Self {
        Self(Ratio::new(millionths.into(), ONE.into()))
    }

    /// Makes a fraction of a decimal.
    pub(crate) fn from_decimal(decimal: Decimal) -> Self {
        Self(Ratio::new(decimal.mantissa(), 10_i128.pow(decimal.scale())))
    }

    /// Makes a fraction of a count of parts of one.
    pub(crate) fn of_minor(minor: i128, minor_units: i128) -> Self {
        Self(Ratio::new(minor, minor_units))
    }

    /// Makes the fraction of a percentage in millionths: of 5 %, a twentieth.
    pub(crate) fn from_percent(millionths: i64) -> Self {
        const HUNDRED: i128 = 100_000_000;
        Self(Ratio::new(millionths.into(), HUNDRED))
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    /// Divides; `None` by 0 as well.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        if other.0.is_zero() { None } else { self.0.checked_div(&other.0).map(Self) }
    }

    pub(crate) fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Returns the next whole number that is not below.
    pub(crate) fn ceil(self) -> Self {
        // Not `Ratio::ceil`, which adds without a check.
        Self(Ratio::from_integer(self.0.numer().div_ceil(self.0.denom())))
    }

    /// Returns how many of a part of one it is, rounded half away from zero; `None` beyond 128 bits.
    pub(crate) fn in_parts(self, of_one: i128) -> Option<i128> {
        // Whole ones first, so that only the result can leave 128 bits, or a denominator that few amounts have.
        let (whole, rest) = self.0.numer().div_rem(self.0.denom());
        let rest = rest.checked_mul(of_one)?;
        whole.checked_mul(of_one)?.checked_add(round_half_away(rest, *self.0.denom()))
    }

    /// Returns it in millionths; `None` where it has more than 6 decimals or 64 bits.
    pub(crate) fn to_millionths(self) -> Option<i64> {
        let scaled = self.0.checked_mul(&Ratio::from_integer(ONE.into()))?;
        if scaled.is_integer() { i64::try_from(scaled.to_integer()).ok() } else { None }
    }

    /// Returns it as a decimal of at most 10 places, rounded half away from zero where it has more; `None` beyond 28 digits.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        let parts = self.in_parts(10_000_000_000)?;
        Some(Decimal::try_from_i128_with_scale(parts, 10).ok()?.normalize())
    }
}

impl fmt::Display for Fraction {
    /// Writes the decimal of at most 10 places, or numerator and denominator where that has too many digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(decimal) => decimal.fmt(f),
            None => self.0.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(text: &str) -> Fraction {
        Fraction::from_decimal(text.parse().unwrap())
    }

    #[test]
    fn what_no_decimal_holds_is_exact() {
        let third = Fraction::ONE.over(fraction("3")).unwrap();
        assert_eq!(third.times(fraction("3")), Some(Fraction::ONE));
        assert_eq!(third.to_string(), "0.3333333333");
        // 113 with 13 % of tax in it.
        let rate = Fraction::ONE.plus(Fraction::from_percent(13_000_000)).unwrap();
        assert_eq!(fraction("113").over(rate).unwrap().to_string(), "100");
        assert_eq!(fraction("5").over(fraction("0")), None);
    }

    #[test]
    fn a_part_is_rounded_half_away_from_zero() {
        for (text, parts, rounded) in
            [("1.005", 100, 101), ("-1.005", 100, -101), ("1.004999", 100, 100), ("-0.4", 1, 0), ("41.5", 1, 42)]
        {
            assert_eq!(fraction(text).in_parts(parts), Some(rounded), "{text}");
        }
        assert_eq!(fraction("41.000001").ceil(), fraction("42"));
        assert_eq!(fraction("41").ceil(), fraction("41"));
    }
}
