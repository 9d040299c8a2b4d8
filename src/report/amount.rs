//! Amounts as people read them.

#![expect(clippy::arithmetic_side_effects, reason = "the divisor is a power of ten")]

use std::fmt::{self, Display, Write};

use crate::value::money::Money;

/// Writes an amount with its thousands set apart, as people read it.
pub(crate) fn grouped(amount: Money) -> String {
    Grouped(amount).to_string()
}

/// An amount with its thousands set apart.
pub(crate) struct Grouped(pub(crate) Money);

impl Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_unit_price() {
            // With the decimals of an amount at least, as people write prices.
            let text = self.0.to_string();
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let missing = usize::from(self.0.digits()).saturating_sub(decimals);
            let point = if decimals == 0 && missing > 0 { "." } else { "" };
            return write!(f, "{}{point}{:0<missing$}", GroupedNumber(&text), "");
        }
        let (minor, width) = (self.0.minor().unsigned_abs(), self.0.digits());
        let unit = 10_u128.pow(width.into());
        if self.0.minor() < 0 {
            f.write_char('-')?;
        }
        thousands(minor / unit, f)?;
        if width > 0 {
            write!(f, ".{:0width$}", minor % unit, width = usize::from(width))?;
        }
        Ok(())
    }
}

/// A number in normal form with its thousands set apart.
pub(crate) struct GroupedNumber<'n>(pub(crate) &'n str);

impl Display for GroupedNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = self.0.split_once('.').unwrap_or((self.0, ""));
        let unsigned = whole.trim_start_matches('-');
        // What is no number of this kind, as a fraction without an end, stands as it is.
        let Ok(number) = unsigned.parse() else { return f.write_str(self.0) };
        f.write_str(if whole == unsigned { "" } else { "-" })?;
        thousands(number, f)?;
        if decimals.is_empty() { Ok(()) } else { write!(f, ".{decimals}") }
    }
}

fn thousands(whole: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Ok(small @ 0..1_000) = u16::try_from(whole) {
        return write!(f, "{small}");
    }
    thousands(whole / 1_000, f)?;
    write!(f, ",{:03}", whole % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::currency::Currency;

    #[test]
    fn thousands_are_set_apart() {
        for (minor, text) in [
            (0, "0.00"),
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (-99_999, "-999.99"),
            (-123_456_789, "-1,234,567.89"),
        ] {
            assert_eq!(grouped(Money::from_minor(minor, Currency::CNY)), text);
        }
        assert_eq!(grouped(Money::from_minor(1_234_567, Currency::parse("JPY").unwrap())), "1,234,567");
    }
}
