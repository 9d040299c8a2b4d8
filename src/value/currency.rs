//! Currencies of ISO 4217: codes, minor units, and the marks that people write beside amounts.

use std::fmt;

/// A currency of ISO 4217 that has a minor unit (or is counted whole, as JPY is).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    digits: u8,
}

impl Currency {
    /// The currency of sheets and policies that name none.
    pub const CNY: Self = Self { code: *b"CNY", digits: 2 };

    /// Parses a code of three letters, in either case; `None` where ISO 4217 has no such currency.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(&code.to_ascii_uppercase())?;
        let digits = currency.exponent().and_then(|digits| u8::try_from(digits).ok())?;
        let code = currency.code().as_bytes().try_into().ok()?;
        // Four decimals (CLF) are the most that ISO 4217 has; the exact products in `money` rest on it.
        (digits <= 4).then_some(Self { code, digits })
    }

    /// Returns the code as a number.
    pub(crate) const fn number(self) -> i64 {
        let [first, second, third] = self.code;
        (first as i64) << 16 | (second as i64) << 8 | third as i64
    }

    /// Finds a currency by the number of its code.
    pub(crate) fn by_number(number: i64) -> Option<Self> {
        let [.., first, second, third] = number.to_be_bytes();
        Self::parse(std::str::from_utf8(&[first, second, third]).ok()?)
    }

    /// Returns the code, three capital letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).expect("a code is three ASCII letters")
    }

    /// Returns the count of decimals of the minor unit: 2 for CNY, 0 for JPY, 3 for KWD.
    #[must_use]
    pub const fn digits(self) -> u8 {
        self.digits
    }

    /// Returns how many minor units make one unit of the currency.
    #[must_use]
    pub const fn minor_units(self) -> i128 {
        match self.digits {
            0 => 1,
            1 => 10,
            2 => 100,
            3 => 1_000,
            _ => 10_000,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The marks beside amounts and the currencies that each may stand for, the usual one first.
const MARKS: &[(&str, &[&str])] = &[
    ("¥", &["CNY", "JPY"]),
    ("元", &["CNY", "TWD", "HKD", "MOP"]),
    ("人民币", &["CNY"]),
    ("RMB", &["CNY"]),
    ("CN¥", &["CNY"]),
    ("円", &["JPY"]),
    ("JP¥", &["JPY"]),
    ("$", &["USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL"]),
    ("US$", &["USD"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("S$", &["SGD"]),
    ("A$", &["AUD"]),
    ("C$", &["CAD"]),
    ("美元", &["USD"]),
    ("美金", &["USD"]),
    ("港币", &["HKD"]),
    ("港元", &["HKD"]),
    ("欧元", &["EUR"]),
    ("日元", &["JPY"]),
    ("英镑", &["GBP"]),
    ("€", &["EUR"]),
    ("£", &["GBP", "EGP"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
    ("₽", &["RUB"]),
    ("₫", &["VND"]),
    ("฿", &["THB"]),
    ("₱", &["PHP"]),
    ("₺", &["TRY"]),
    ("₦", &["NGN"]),
    ("R$", &["BRL"]),
];

/// What is written beside an amount and names its currency: `¥`, `$`, `元`, `USD`.
///
/// A mark never chooses a currency, it only agrees with one or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A sign, and the codes of the currencies that it may stand for.
    Sign(&'static str, &'static [&'static str]),
    /// The currency's own code.
    Code(Currency),
}

impl Mark {
    /// Parses a mark or a currency code; `None` where the text is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = MARKS.iter().find(|(mark, _)| mark.eq_ignore_ascii_case(text));
        known.map(|(mark, codes)| Self::Sign(mark, codes)).or_else(|| Currency::parse(text).map(Self::Code))
    }

    /// Says whether the mark may stand beside amounts of a currency.
    #[must_use]
    pub fn agrees_with(self, currency: Currency) -> bool {
        match self {
            Self::Sign(_, codes) => codes.contains(&currency.code()),
            Self::Code(code) => code == currency,
        }
    }

    /// Returns the mark of the one currency that two marks agree on.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let codes = match (&self, &other) {
            (Self::Sign(_, codes), _) | (_, Self::Sign(_, codes)) => codes,
            (Self::Code(code), Self::Code(other)) => return (code == other).then_some(self),
        };
        let mut both = codes.iter().filter_map(|code| Currency::parse(code));
        let mut agreed = both.by_ref().filter(|code| self.agrees_with(*code) && other.agrees_with(*code));
        agreed.next().filter(|_| agreed.next().is_none()).map(Self::Code)
    }

    /// Returns the one currency that the mark names; `None` where it may stand for several, as `$` may.
    #[must_use]
    pub fn names(self) -> Option<Currency> {
        match self {
            Self::Sign(_, [only]) => Currency::parse(only),
            Self::Sign(..) => None,
            Self::Code(code) => Some(code),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sign(sign, _) => f.write_str(sign),
            Self::Code(code) => code.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_are_those_of_iso_4217() {
        let digits = |code| Currency::parse(code).map(Currency::digits);
        assert_eq!(digits("CNY"), Some(2));
        assert_eq!(digits("jpy"), Some(0));
        assert_eq!(digits("KWD"), Some(3));
        assert_eq!(digits("XYZ"), None);
        assert_eq!(Currency::parse("CNY"), Some(Currency::CNY));
    }

    #[test]
    fn a_mark_agrees_only_with_its_currencies() {
        let agrees = |mark, code| Mark::parse(mark).unwrap().agrees_with(Currency::parse(code).unwrap());
        assert!(agrees("¥", "CNY") && agrees("¥", "JPY") && agrees("usd", "USD") && agrees("元", "CNY"));
        assert!(!agrees("$", "CNY") && !agrees("¥", "USD") && !agrees("USD", "CAD"));
        assert_eq!(Mark::parse("kg"), None);
    }

    #[test]
    fn two_marks_agree_on_one_currency_or_none() {
        let and = |one, other| Mark::parse(one).unwrap().and(Mark::parse(other).unwrap()).map(|mark| mark.to_string());
        assert_eq!([and("¥", "元"), and("元", "RMB"), and("$", "USD")].map(Option::unwrap), ["CNY", "CNY", "USD"]);
        assert_eq!([and("¥", "USD"), and("$", "元"), and("USD", "CNY"), and("¥", "¥")], [None, None, None, None]);
    }

    #[test]
    fn every_mark_stands_for_real_currencies() {
        for (mark, currencies) in MARKS {
            assert!(currencies.iter().all(|code| Currency::parse(code).is_some()), "{mark}");
        }
    }
}
