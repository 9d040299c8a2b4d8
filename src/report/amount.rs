//! Amounts as people read them.

use crate::value::money::Money;

/// Writes an amount with its thousands parted, as people read it.
#[must_use]
pub fn grouped(amount: Money) -> String {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut result = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && whole.len().saturating_sub(place) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    if let Some(decimals) = decimals {
        result.push('.');
        result.push_str(decimals);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::currency::Currency;

    #[test]
    fn thousands_are_parted() {
        for (minor, text) in [(0, "0.00"), (99_999, "999.99"), (100_000, "1,000.00"), (-123_456_789, "-1,234,567.89")] {
            assert_eq!(grouped(Money::from_minor(minor, Currency::CNY)), text);
        }
        assert_eq!(grouped(Money::from_minor(1_234_567, Currency::parse("JPY").unwrap())), "1,234,567");
    }
}
