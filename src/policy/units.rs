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
