//! Exact prices, quantities, percents and money, and the one rounding rule.
//!
//! Nothing here is a float. Products are made as integers (`i128`), since those of [`Decimal`] round in silence; the limits of a
//! number are such that no product of two of them and a currency's minor unit can overflow.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "the one place of exact arithmetic: each product says why it fits, sums are checked"
)]

use std::fmt;
use std::ops::Range;

pub use super::decimal::{DECIMAL_DIGITS, Decimal, DecimalError, INTEGER_DIGITS};

use super::decimal::{self, END, ONE};
use super::fraction::Fraction;
use crate::value::currency::Currency;

/// Declares a number of one meaning with the range of millionths that it allows.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $words:literal, $range:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The range of allowed values, in words.
            pub const RANGE: &str = $words;

            /// Makes the number; `None` where the decimal is out of range.
            #[must_use]
            pub fn try_new(decimal: Decimal) -> Option<Self> {
                decimal::try_millionths(decimal).and_then(Self::from_millionths)
            }

            /// Returns the number as a decimal.
            #[must_use]
            pub fn decimal(self) -> Decimal {
                decimal::from_millionths(self.0)
            }

            /// Makes the number out of millionths; `None` where they are out of range.
            #[must_use]
            pub(crate) fn from_millionths(millionths: i64) -> Option<Self> {
                const RANGE: Range<i64> = $range;
                RANGE.contains(&millionths).then_some(Self(millionths))
            }

            /// Returns the number in millionths.
            #[must_use]
            pub(crate) const fn millionths(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.decimal().fmt(f)
            }
        }
    };
}

number! {
    /// The price of one unit, in a currency stated elsewhere; 0 or more.
    UnitPrice, "0 or more", 0..END
}

number! {
    /// How much of an item is bought, in its unit; above 0, at most 9 integer digits.
    Quantity, "above 0, with at most 9 integer digits", 1..1_000_000_000 * ONE
}

number! {
    /// A tolerance in percent: 0 or more, below 100.
    Tolerance, "0 or more and below 100", 0..100 * ONE
}

number! {
    /// An amount above which something else holds, in a currency stated elsewhere; 0 or more.
    Limit, "0 or more", 0..END
}

impl Quantity {
    /// The quantity of an item that states none.
    pub const ONE: Self = Self(ONE);
}

impl Tolerance {
    /// No tolerance: only equal totals are the same price.
    pub const ZERO: Self = Self(0);
}

/// Marks an evaluated unit price, beside the digits of its currency.
const UNIT: u8 = 0x80;

/// The decimals of an evaluated unit price.
const UNIT_DECIMALS: u32 = 12;

/// What one is in parts of an evaluated unit price.
const UNIT_PARTS: i128 = 10_i128.pow(UNIT_DECIMALS);

/// An amount of money in the minor unit of its currency (cents, fen; none for JPY).
///
/// Printed with the minor unit's decimals. Amounts compare by their minor units: they are only ever compared within
/// one currency, as a recommendation has only one. They are kept in 128 bits, since one total may have 25 of the 28 digits
/// of a [`Decimal`] and a sum of them more than 28.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    minor: i128,
    digits: u8,
}

impl Money {
    /// Makes an amount from a count of minor units.
    #[must_use]
    pub const fn from_minor(minor: i128, currency: Currency) -> Self {
        Self { minor, digits: currency.digits() }
    }

    /// Makes an amount from a decimal; `None` where it has more decimals than the currency's minor unit, or 13 integer digits.
    #[must_use]
    pub fn exact(decimal: Decimal, currency: Currency) -> Option<Self> {
        let scaled = i128::from(decimal::try_millionths(decimal)?) * currency.minor_units();
        let minor = scaled / i128::from(ONE);
        (scaled % i128::from(ONE) == 0).then_some(Self::from_minor(minor, currency))
    }

    /// Makes the total of a line: unit price times quantity, rounded once, half away from zero, to the minor unit.
    #[must_use]
    pub fn of_line(price: UnitPrice, quantity: Quantity, currency: Currency) -> Self {
        const SCALE: u64 = 1_000_000_000_000;
        // 10^18 × 10^15 × 10^4 at most: within the 1.7 × 10^38 of an i128.
        let product = i128::from(price.0) * i128::from(quantity.0);
        let scaled = product * currency.minor_units();
        // Nearly every total fits 64 bits, where a division is several times cheaper.
        let minor = match u64::try_from(scaled) {
            Ok(small) => i128::from(small / SCALE + u64::from(small % SCALE >= SCALE / 2)),
            Err(_) => round_half_away(scaled, SCALE.into()),
        };
        Self::from_minor(minor, currency)
    }

    /// Rounds a fraction once, half away from zero, to the minor unit; `None` beyond 128 bits.
    pub(crate) fn rounded(amount: Fraction, currency: Currency) -> Option<Self> {
        amount.in_parts(currency.minor_units()).map(|minor| Self::from_minor(minor, currency))
    }

    /// Makes the evaluated price of one unit, which is compared where nobody states how many are bought, with 12 decimals:
    /// prices have 6, and the rest is for what is divided by a pack or a tax rate. `None` where it has more than 28 digits.
    pub(crate) fn of_unit(amount: Fraction, currency: Currency) -> Option<Self> {
        let parts = amount.in_parts(UNIT_PARTS)?;
        let fits = Decimal::try_from_i128_with_scale(parts, UNIT_DECIMALS).is_ok();
        fits.then_some(Self::of_unit_parts(parts, currency))
    }

    /// Makes an evaluated unit price of its parts, of which a whole one has 10^12.
    pub(crate) const fn of_unit_parts(parts: i128, currency: Currency) -> Self {
        Self { minor: parts, digits: UNIT | currency.digits() }
    }

    /// Returns a total as it is, and the evaluated price of one unit as what one costs, in minor units.
    #[must_use]
    pub(crate) fn payable(self, currency: Currency) -> Self {
        if self.is_unit_price() {
            return Self::from_minor(round_half_away(self.minor, UNIT_PARTS / currency.minor_units()), currency);
        }
        self
    }

    /// Returns the largest total, or evaluated price of one unit, that is payable with this amount.
    #[must_use]
    pub(crate) const fn most_payable(self, currency: Currency, is_unit_price: bool) -> Self {
        if is_unit_price {
            let by = UNIT_PARTS / currency.minor_units();
            // Halves are rounded up, so that the last one below the half is still this amount.
            return Self::of_unit_parts(self.minor * by + by / 2 - 1, currency);
        }
        self
    }

    /// Says whether it is the evaluated price of one unit, which is no amount that anybody pays.
    #[must_use]
    pub(crate) const fn is_unit_price(self) -> bool {
        self.digits & UNIT != 0
    }

    /// Parses an amount as it prints: an optional `-`, digits, and the decimals of the currency's minor unit.
    ///
    /// The decimals tell the minor unit: `43000.00` is of a currency of two. `None` for any other text, for more than
    /// four decimals, and beyond an `i128`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let decimals = unsigned.split_once('.').map_or("", |(_, decimals)| decimals);
        let digits = u8::try_from(decimals.len()).ok().filter(|digits| *digits <= 4)?;
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !unsigned.split('.').all(plain) || unsigned.matches('.').count() > 1 {
            return None;
        }
        let minor: i128 = unsigned.replace('.', "").parse().ok()?;
        Some(Self { minor: if text.starts_with('-') { -minor } else { minor }, digits })
    }

    /// Says whether the amount has the decimals of a currency's minor unit.
    #[must_use]
    pub const fn is_of(self, currency: Currency) -> bool {
        self.digits == currency.digits()
    }

    /// Says whether a sheet could state the amount: it has at most 12 integer digits.
    pub(crate) fn is_statable(self) -> bool {
        decimal::parse_millionths(&self.to_string()).is_ok()
    }

    /// Says whether the amount is above a limit in its currency.
    #[must_use]
    pub fn exceeds(self, limit: Limit, currency: Currency) -> bool {
        // An amount is whole minor units, so that it exceeds a limit where it exceeds the whole ones of the limit.
        self.minor > i128::from(limit.millionths()) * currency.minor_units() / i128::from(ONE)
    }

    /// Returns the count of minor units.
    #[must_use]
    pub const fn minor(self) -> i128 {
        self.minor
    }

    /// Returns how many digits stand behind the point, those of the currency.
    #[must_use]
    pub(crate) const fn digits(self) -> u8 {
        self.digits & !UNIT
    }

    /// Subtracts an amount of the same currency; `None` on overflow.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self { minor: self.minor.checked_sub(other.minor)?, ..self })
    }

    /// Adds an amount of the same currency; `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self { minor: self.minor.checked_add(other.minor)?, ..self })
    }

    /// Returns the part of this amount that goes with a part of a quantity: `amount × part ÷ whole`, rounded once, half
    /// away from zero; `None` on overflow.
    #[must_use]
    pub fn share(self, part: Decimal, whole: Quantity) -> Option<Self> {
        let (part, whole) = (i128::from(decimal::try_millionths(part)?), i128::from(whole.0));
        // Whole quantities first: the rest times a part is below 10^15 × 10^18, so that only the result can overflow.
        let (times, rest) = (self.minor / whole, self.minor % whole);
        let minor = times.checked_mul(part)?.checked_add(round_half_away(rest * part, whole))?;
        Some(Self { minor, ..self })
    }

    /// Returns how many of some cells this amount fills where a whole fills all of them, for drawing; rounded, and never
    /// below none or above all.
    #[must_use]
    pub fn cells_of(self, whole: Self, cells: u32) -> u32 {
        if self.minor <= 0 || whole.minor <= 0 {
            return 0;
        }
        let scaled = self.minor.min(whole.minor).checked_mul(i128::from(cells));
        scaled.map_or(cells, |scaled| u32::try_from(round_half_away(scaled, whole.minor)).unwrap_or(cells))
    }

    /// Returns this amount in percent of a whole, for show: rounded to hundredths, half away from zero. `None` where the whole
    /// is 0 or the percentage has more than 28 digits.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Option<Decimal> {
        percent(self.minor, whole.minor)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unit_price() {
            let sign = if self.minor < 0 { "-" } else { "" };
            let (whole, parts) = (self.minor / UNIT_PARTS, (self.minor % UNIT_PARTS).unsigned_abs());
            write!(f, "{sign}{}", whole.unsigned_abs())?;
            let decimals = format!("{parts:012}");
            let decimals = decimals.trim_end_matches('0');
            return if decimals.is_empty() { Ok(()) } else { write!(f, ".{decimals}") };
        }
        let (minor, width) = (self.minor.unsigned_abs(), usize::from(self.digits));
        if self.minor < 0 {
            f.write_str("-")?;
        }
        // Most amounts fit 64 bits, where a division is several times cheaper.
        match (u64::try_from(minor), self.digits) {
            (_, 0) => write!(f, "{minor}"),
            (Ok(minor), 2) => write!(f, "{}.{:02}", minor / 100, minor % 100),
            _ => {
                let unit = 10_u128.pow(self.digits.into());
                write!(f, "{}.{:0width$}", minor / unit, minor % unit)
            }
        }
    }
}

fn percent(part: i128, whole: i128) -> Option<Decimal> {
    let scaled = part.checked_mul(10_000).filter(|_| whole != 0)?;
    let hundredths = round_half_away(scaled, whole);
    Some(Decimal::try_from_i128_with_scale(hundredths, 2).ok()?.normalize())
}

/// Returns how many of some there are in percent, rounded to hundredths, half away from zero; `None` of none at all.
///
/// An auditor recomputes it as `part × 10000 ÷ whole`, rounded, with two decimals.
#[must_use]
pub fn percent_of_count(part: u64, whole: u64) -> Option<Decimal> {
    percent(part.into(), whole.into())
}

/// Says whether `total` is the same price as `lowest` or less: `total × 100 ≤ lowest × (100 + t)`, edge included.
///
/// Both totals are minor units of one currency.
#[must_use]
pub fn within_tolerance(total: i128, lowest: i128, tolerance: Tolerance) -> bool {
    const HUNDRED: i128 = 100 * ONE as i128;
    // A total has at most 25 digits and a tolerance 9: the products stay within an i128.
    total * HUNDRED <= lowest * (HUNDRED + i128::from(tolerance.millionths()))
}

/// Returns the largest total that is the same price as `lowest`: every total up to it is within the tolerance.
#[must_use]
pub fn highest_same_price(lowest: i128, tolerance: Tolerance) -> i128 {
    const HUNDRED: i128 = 100 * ONE as i128;
    if tolerance == Tolerance::ZERO {
        return lowest;
    }
    // Totals are 0 or more, so that the division rounds down, to the last total inside.
    lowest * (HUNDRED + i128::from(tolerance.millionths())) / HUNDRED
}

/// Returns the least total that `total` is the same price as: it is within the tolerance of that and of all above it.
#[must_use]
pub(crate) fn lowest_same_price(total: i128, tolerance: Tolerance) -> i128 {
    const HUNDRED: i128 = 100 * ONE as i128;
    let with_tolerance = HUNDRED + i128::from(tolerance.millionths());
    // Totals are 0 or more; a total of at most 28 digits times a hundred per cent stays within an i128.
    let scaled = total * HUNDRED;
    scaled / with_tolerance + i128::from(scaled % with_tolerance != 0)
}

/// Divides and rounds half away from zero: the one rounding rule.
pub(super) fn round_half_away(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value / by, value % by);
    let away = if (value < 0) == (by < 0) { 1 } else { -1 };
    if rest != 0 && rest.unsigned_abs() >= by.unsigned_abs().div_ceil(2) { quotient + away } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> UnitPrice {
        UnitPrice::try_new(decimal::parse(text).unwrap()).unwrap()
    }

    fn quantity(text: &str) -> Quantity {
        Quantity::try_new(decimal::parse(text).unwrap()).unwrap()
    }

    fn cny(minor: i128) -> Money {
        Money::from_minor(minor, Currency::CNY)
    }

    #[test]
    fn a_total_is_rounded_once_half_away_from_zero() {
        for (unit_price, number, code, total) in [
            ("0.005", "1", "CNY", "0.01"),
            ("0.004999", "1", "CNY", "0.00"),
            ("1.005", "1", "CNY", "1.01"),
            ("0.5", "1", "JPY", "1"),
            ("0.4", "1", "JPY", "0"),
            ("1.0005", "1", "KWD", "1.001"),
            ("215", "200", "CNY", "43000.00"),
            ("999999999999.999999", "999999999.999999", "CNY", "999999999999998999000.00"),
            ("999999999999.999999", "999999999.999999", "CLF", "999999999999998999000.0000"),
        ] {
            let found = Money::of_line(price(unit_price), quantity(number), Currency::parse(code).unwrap());
            assert_eq!(found.to_string(), total, "{unit_price} x {number} {code}");
        }
    }

    #[test]
    fn an_amount_prints_as_it_is_read() {
        for text in ["43000.00", "-0.05", "0.007", "-7", "999999999999998999000.0000", "0.00"] {
            assert_eq!(Money::parse(text).unwrap().to_string(), text);
        }
        for text in ["1,5", "+1.00", ".5", "1.", "", "1e3", "1.00001", "1.2.3", "--1"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn edges_are_inside_a_tolerance_and_a_limit() {
        let one = Tolerance::try_new(Decimal::ONE).unwrap();
        for (total, lowest, tolerance, is_within) in [
            (10_100, 10_000, one, true),
            (10_101, 10_000, one, false),
            (10_199, 10_099, one, true),
            (10_200, 10_099, one, false),
            (0, 0, Tolerance::ZERO, true),
            (1, 0, Tolerance::ZERO, false),
        ] {
            assert_eq!(within_tolerance(total, lowest, tolerance), is_within, "{total} {lowest}");
            assert_eq!(total <= highest_same_price(lowest, tolerance), is_within, "{total} {lowest}");
            assert_eq!(lowest >= lowest_same_price(total, tolerance), is_within, "{total} {lowest}");
        }
        let exceeds =
            |minor, limit| cny(minor).exceeds(Limit::try_new(decimal::parse(limit).unwrap()).unwrap(), Currency::CNY);
        assert_eq!([exceeds(100, "1"), exceeds(101, "1"), exceeds(100, "1.001")], [false, true, false]);
        assert_eq!([exceeds(101, "1.009999"), exceeds(-1, "0"), exceeds(i128::MAX, "1")], [true, false, true]);
    }

    #[test]
    fn a_share_is_rounded_once_half_away_from_zero() {
        for (minor, part, whole, share) in [
            (100, "1", "3", Some(33)),
            (1, "1", "2", Some(1)),
            (-1, "1", "2", Some(-1)),
            (-7, "0.25", "1", Some(-2)),
            (1_000, "0", "7", Some(0)),
            (1_000, "7", "7", Some(1_000)),
            // More than was ordered.
            (1_000, "12", "10", Some(1_200)),
            // What a product of all three would not hold.
            (10_i128.pow(25) + 1, "1", "2", Some(5 * 10_i128.pow(24) + 1)),
            (i128::MAX, "999999999.999999", "999999999.999999", Some(i128::MAX)),
            (i128::MAX, "2", "1", None),
        ] {
            let found = cny(minor).share(decimal::parse(part).unwrap(), quantity(whole));
            assert_eq!(found.map(Money::minor), share, "{minor} x {part} / {whole}");
        }
    }

    #[test]
    fn percentages_are_rounded_to_hundredths_half_away_from_zero() {
        for (part, whole, percent) in [
            (1, 3, Some("33.33")),
            (-1, 3, Some("-33.33")),
            (1, 8, Some("12.5")),
            (19, 20, Some("95")),
            (1, 20_000, Some("0.01")),
            (0, 3, Some("0")),
            (1, 0, None),
            (i128::MAX / 10_000, 1, None),
        ] {
            let found = cny(part).percent_of(cny(whole)).map(|percent| percent.to_string());
            assert_eq!(found.as_deref(), percent, "{part} of {whole}");
        }
        assert_eq!(percent_of_count(2, 3), decimal::parse("66.67").ok());
    }
}
