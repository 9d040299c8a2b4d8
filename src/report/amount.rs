//! Amounts as people read them.

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
        write!(Digits(f), "{}", self.0)
    }
}

/// Sets the thousands apart of the one number that is written to it.
struct Digits<'f, 'a>(&'f mut fmt::Formatter<'a>);

impl Write for Digits<'_, '_> {
    fn write_str(&mut self, number: &str) -> fmt::Result {
        let whole = number.find('.').unwrap_or(number.len());
        let sign = usize::from(number.starts_with('-'));
        let mut from = 0;
        let mut to = sign + (whole - sign - 1) % 3 + 1;
        while to < whole {
            self.0.write_str(&number[from..to])?;
            self.0.write_char(',')?;
            (from, to) = (to, to + 3);
        }
        self.0.write_str(&number[from..])
    }
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
