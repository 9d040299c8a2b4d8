//! Units of measure by the policy: which are the same, and how many of one another one is.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Conversion, Policy};
use crate::value::money::Decimal;

/// Returns the form in which units are compared: NFKC, trimmed, case folded.
pub(crate) fn unit_key(unit: &str) -> String {
    caseless::default_case_fold_str(unit.nfkc().collect::<String>().trim())
}

impl Policy {
    /// Follows the conversions of a unit to the last one; returns that unit in its form for comparison, with how many of it
    /// one unit is. `None` where a product has more digits than a decimal.
    pub(crate) fn base_unit(&self, unit: &str) -> Option<(String, Decimal)> {
        base_unit(&self.units, unit)
    }
}

/// Follows the conversions of a unit to the last one. The policy is checked to have no circles.
pub(super) fn base_unit(units: &BTreeMap<String, Conversion>, unit: &str) -> Option<(String, Decimal)> {
    let (mut key, mut factor) = (unit_key(unit), Decimal::ONE);
    while let Some(conversion) = units.get(&key) {
        factor = factor.checked_mul(conversion.factor)?;
        key = unit_key(&conversion.unit);
    }
    Some((key, factor))
}

/// Units in which any part of one can be bought; of all others a vendor sells whole ones.
const MEASURES: &[&str] = &[
    "kg",
    "g",
    "mg",
    "t",
    "ton",
    "tons",
    "tonne",
    "tonnes",
    "lb",
    "lbs",
    "oz",
    "l",
    "ml",
    "litre",
    "litres",
    "liter",
    "liters",
    "m",
    "cm",
    "mm",
    "km",
    "m2",
    "sqm",
    "m3",
    "cbm",
    "h",
    "hour",
    "hours",
    "day",
    "days",
    "month",
    "months",
    "year",
    "years",
    "吨",
    "千克",
    "公斤",
    "克",
    "毫克",
    "斤",
    "两",
    "升",
    "毫升",
    "米",
    "厘米",
    "毫米",
    "千米",
    "公里",
    "平方米",
    "平米",
    "立方米",
    "立方",
    "小时",
    "天",
    "日",
    "月",
    "年",
];

/// Says whether any part of a unit can be bought, as of a kilogram; boxes and pieces are sold whole.
pub(crate) fn is_measure(unit: &str) -> bool {
    MEASURES.contains(&unit_key(unit).as_str())
}

/// Units that hold nothing but themselves.
const PIECES: &[&str] =
    &["piece", "pieces", "pc", "pcs", "ea", "each", "unit", "units", "个", "只", "支", "张", "把", "本", "条"];

/// Says whether a unit is a single piece.
pub(crate) fn is_piece(unit: &str) -> bool {
    PIECES.contains(&unit_key(unit).as_str())
}
