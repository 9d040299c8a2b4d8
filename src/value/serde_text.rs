//! The serde forms of values: texts with one spelling each, which is the only one that is read.

use std::fmt::{self, Display};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::decimal::{self, Decimal};
use crate::value::digest::Digest;
use crate::value::money::{Limit, Money, Quantity, UnitPrice};
use crate::value::untrusted::{Untrusted, UntrustedStr};

impl Serialize for Untrusted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.raw())
    }
}

impl Serialize for UntrustedStr<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.raw())
    }
}

impl<'de> Deserialize<'de> for Untrusted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

/// Reads a text that must be what the value writes itself as.
fn canonical<'de, D: Deserializer<'de>, T: Display>(
    deserializer: D,
    what: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let value = parse(&text).filter(|value| value.to_string() == text);
    value.ok_or_else(|| D::Error::custom(format_args!("`{}` is not {what}", crate::value::untrusted::shown(&text))))
}

macro_rules! as_text {
    ($($type:ty, $what:literal, $parse:expr;)*) => {
        $(
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    canonical(deserializer, $what, $parse)
                }
            }
        )*
    };
}

as_text! {
    Number, "a number in normal form", |text| decimal::parse(text).ok().map(Number);
    Quantity, "a quantity in normal form", |text| Quantity::try_new(decimal::parse(text).ok()?);
    UnitPrice, "a price in normal form", |text| UnitPrice::try_new(decimal::parse(text).ok()?);
    Limit, "a limit in normal form", |text| Limit::try_new(decimal::parse(text).ok()?);
    Moment, "a time like `2026-11-22T08:00:00Z`", Moment::parse;
    Money, "an amount with the decimals of its currency", Money::parse;
    Currency, "a currency code of ISO 4217", Currency::parse;
    Date, "a date like `2026-11-22`", Date::parse;
    Digest, "a SHA-256 of 64 small hexadecimal digits", Digest::parse;
}

/// A decimal as its text.
struct Number(Decimal);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A decimal that may be missing, for `#[serde(with = ..)]`.
pub mod optional_decimal {
    use super::{Decimal, Deserialize, Deserializer, Number, Serialize, Serializer};

    /// Writes the number in normal form, or null.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(Number).serialize(serializer)
    }

    /// Reads a number in normal form, or null.
    ///
    /// # Errors
    ///
    /// Any other text, and those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        Ok(Option::<Number>::deserialize(deserializer)?.map(|number| number.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back<T: Serialize + for<'de> Deserialize<'de>>(text: &str) {
        let json = format!("\"{text}\"");
        let value: T = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
    }

    fn is_refused<T: for<'de> Deserialize<'de>>(text: &str) {
        assert!(serde_json::from_str::<T>(&format!("\"{text}\"")).is_err(), "{text}");
    }

    #[test]
    fn values_come_back_as_they_were_written() {
        comes_back::<Money>("-43000.00");
        comes_back::<Quantity>("1.5");
        comes_back::<UnitPrice>("0");
        comes_back::<Number>("-1.5");
        comes_back::<Currency>("JPY");
        comes_back::<Date>("2026-11-22");
        comes_back::<Digest>(&"0a".repeat(32));
    }

    #[test]
    fn a_second_spelling_is_refused() {
        for text in ["1,5", "+1.00", "01.00", "-0.00"] {
            is_refused::<Money>(text);
        }
        for text in ["1.50", "0", "-1", "01"] {
            is_refused::<Quantity>(text);
        }
        for text in ["1.50", "+1", "01", "-0", "1e3"] {
            is_refused::<Number>(text);
        }
        is_refused::<Currency>("jpy");
        is_refused::<Date>("2026-2-3");
        is_refused::<Digest>(&"0A".repeat(32));
        is_refused::<Digest>(&"0a".repeat(31));
    }
}
