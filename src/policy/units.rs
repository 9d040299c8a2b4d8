//! Units of measure by the policy: which are the same, and how many of one another one is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::fault::{PolicyError, PolicyFaultKind, SettingError};
use super::grammar::{Exact, excerpt, label, number, positive};
use super::{Conversion, Policy};
use crate::value::money::{Decimal, DecimalError};
use crate::value::name::text_key;
use crate::value::untrusted::Untrusted;
use serde::Serializer;

impl Policy {
    /// Follows the conversions of a unit to the last one; returns that unit in its form for comparison, with how many of it
    /// one unit is. `None` where a product has more digits than a decimal.
    pub(crate) fn base_unit(&self, unit: &str) -> Option<(String, Decimal)> {
        base_unit(&self.units, unit)
    }
}

/// Follows the conversions of a unit to the last one. The policy is checked to have no circles.
pub(super) fn base_unit(units: &BTreeMap<String, Conversion>, unit: &str) -> Option<(String, Decimal)> {
    let (mut key, mut factor) = (text_key(unit), Decimal::ONE);
    while let Some(conversion) = units.get(&key) {
        factor = exact_product(factor, conversion.factor)?;
        key = text_key(&conversion.unit);
    }
    Some((key, factor))
}

/// Multiplies two numbers, in normal form; `None` where the product has more digits than a decimal. The library's own
/// product would be rounded.
fn exact_product(one: Decimal, other: Decimal) -> Option<Decimal> {
    let (one, other) = (one.normalize(), other.normalize());
    let mantissa = one.mantissa().checked_mul(other.mantissa())?;
    let product = Decimal::try_from_i128_with_scale(mantissa, one.scale().checked_add(other.scale())?);
    product.ok().map(|product| product.normalize())
}

/// Finds the circles of conversions, each once.
pub(super) fn circles(units: &BTreeMap<String, Conversion>) -> Vec<PolicyError> {
    let (mut walked, mut circles) = (BTreeSet::new(), Vec::new());
    for start in units.keys() {
        let (mut path, mut key) = (Vec::new(), start.clone());
        while walked.insert(key.clone())
            && let Some(conversion) = units.get(&key)
        {
            path.push(std::mem::replace(&mut key, text_key(&conversion.unit)));
        }
        // What was walked from another unit is no circle, or one that is known.
        if let Some(first) = path.iter().position(|unit| *unit == key) {
            let circle = path[first..].iter().chain([&key]).map(|unit| Untrusted::new(unit));
            circles.push(PolicyError::UnitCircle { units: circle.collect() });
        }
    }
    circles
}

/// Reads a key of `[units]`.
pub(super) fn unit(text: &str) -> Result<String, PolicyFaultKind> {
    Ok(label(text).map(|_| text_key(text))?)
}

impl Conversion {
    /// Parses a number and a unit, `12 piece`, or a unit that means the same, `piece`.
    pub(super) fn parse(text: &str) -> Result<Self, SettingError> {
        let whole = label(text)?;
        let neither = || SettingError::Unit(excerpt(text));
        if !starts_as_number(&whole) {
            return Ok(Self { factor: Decimal::ONE, unit: whole });
        }
        let end = whole.find(|character: char| character.is_whitespace() || is_unit_sign(character));
        let (factor, unit) = whole.split_at(end.ok_or_else(neither)?);
        let unit = unit.trim();
        // A number in groups, `1 000 piece`, is not 1 of something.
        if unit.is_empty() || unit.split_whitespace().next().is_some_and(|word| number(word).is_ok()) {
            return Err(neither());
        }
        match positive(factor) {
            Ok(Exact(factor)) => Ok(Self { factor, unit: unit.to_owned() }),
            Err(SettingError::Number(_, DecimalError::NotPlain)) => Err(neither()),
            Err(error) => Err(error),
        }
    }
}

/// Says whether a text starts as numbers do, so that no unit is meant.
fn starts_as_number(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_digit() || "+-.,".contains(character))
}

/// Says whether a character may follow a number without a space: 12个, and not 1e3.
fn is_unit_sign(character: char) -> bool {
    !character.is_ascii() && character.is_alphabetic()
}

impl fmt::Display for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.factor == Decimal::ONE && !starts_as_number(&self.unit) {
            f.write_str(&self.unit)
        } else {
            write!(f, "{} {}", self.factor, self.unit)
        }
    }
}

impl TryFrom<String> for Conversion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|error| error.to_string())
    }
}

impl From<Conversion> for String {
    fn from(conversion: Conversion) -> Self {
        conversion.to_string()
    }
}

/// Writes units in the order of JCS: by UTF-16 code units.
pub(super) fn serialize<S: Serializer>(units: &BTreeMap<String, Conversion>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sorted: Vec<_> = units.iter().collect();
    sorted.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    serializer.collect_map(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyFile;

    fn units(text: &str) -> BTreeMap<String, Conversion> {
        PolicyFile::read(&format!("[units]\n{text}")).unwrap().units
    }

    #[test]
    fn a_conversion_is_a_number_and_a_unit_or_a_unit_alone() {
        for (text, expected) in [
            ("12 piece", Some("12 piece")),
            (" 12.50\tPiece of wood ", Some("12.5 Piece of wood")),
            ("１２ 个", Some("12 个")),
            ("12个", Some("12 个")),
            ("Piece", Some("Piece")),
            ("1 piece", Some("piece")),
            ("1 500ml bottle", Some("1 500ml bottle")),
            ("500ml bottle", None),
            ("12", None),
            ("12 ", None),
            ("12piece", None),
            ("1e3 piece", None),
            ("1,000 piece", None),
            ("1 000 piece", None),
            ("1 000", None),
            ("-1 piece", None),
            ("0 piece", None),
            ("0.0000001 piece", None),
            (" ", None),
        ] {
            let conversion = Conversion::parse(text);
            assert_eq!(conversion.as_ref().map(ToString::to_string).ok().as_deref(), expected, "{text}");
            if let Ok(conversion) = conversion {
                assert_eq!(Conversion::parse(&conversion.to_string()), Ok(conversion));
            }
        }
    }

    #[test]
    fn the_base_unit_is_at_the_end_of_the_chain() {
        let units = units("Pallet = '40 box'\nbox = '12 Piece'\n'个' = 'piece'\ndozen = '12 个'\ngram = '0.001 kg'");
        for (unit, base, factor) in [
            ("pallet", "piece", "480"),
            (" ＢＯＸ ", "piece", "12"),
            ("个", "piece", "1"),
            ("dozen", "piece", "12"),
            ("gram", "kg", "0.001"),
            ("Piece", "piece", "1"),
            ("litre", "litre", "1"),
        ] {
            assert_eq!(base_unit(&units, unit), Some((base.to_owned(), number(factor).unwrap())), "{unit}");
        }
    }

    #[test]
    fn a_product_that_no_decimal_holds_is_none_and_not_rounded() {
        let small = "a = '0.000001 b'\nb = '0.000001 c'\nc = '0.000001 d'\nd = '0.000001 e'\ne = '0.000001 f'";
        assert_eq!(base_unit(&units(small), "b").unwrap().1.to_string(), "0.000000000000000000000001");
        assert_eq!(base_unit(&units(small), "a"), None);
        let large = "a = '999999999999 b'\nb = '999999999999 c'\nc = '999999999999 d'";
        assert_eq!(base_unit(&units(large), "b").unwrap().1.to_string(), "999999999998000000000001");
        assert_eq!(base_unit(&units(large), "a"), None);
    }

    #[test]
    fn each_circle_is_found_once() {
        for (text, expected) in [
            ("a = '2 b'\nb = '2 c'\nx = 'b'", vec![]),
            ("piece = 'Piece'", vec!["piece piece"]),
            ("a = 'b'\nb = '2 c'\nc = 'B'\nd = 'a'", vec!["b c b"]),
            ("a = 'b'\nb = 'a'\nx = '2 x'", vec!["a b a", "x x"]),
        ] {
            let found = circles(&units(text)).into_iter().map(|error| {
                let PolicyError::UnitCircle { units } = error else { panic!("{error}") };
                units.iter().map(Untrusted::raw).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
