//! Units of measure: which can be bought in parts, and which are single pieces.

use super::name::text_key;

/// Units in which any part of one can be bought; of all others a vendor sells whole ones.
const MEASURES: &str = "kg|g|mg|t|ton|tons|tonne|tonnes|lb|lbs|oz|l|ml|litre|litres|liter|liters|m|cm|mm|km|m2|sqm|m3|cbm|\
                        h|hour|hours|day|days|month|months|year|years|吨|千克|公斤|克|毫克|斤|两|升|毫升|米|厘米|毫米|千米|公里|\
                        平方米|平米|立方米|立方|小时|天|日|月|年";

/// Units that hold nothing but themselves.
const PIECES: &str = "piece|pieces|pc|pcs|ea|each|unit|units|个|只|支|张|把|本|条";

/// Says whether any part of a unit can be bought, as of a kilogram; boxes and pieces are sold whole.
pub(crate) fn is_measure(unit: &str) -> bool {
    is_one_of(unit, MEASURES)
}

/// Says whether a unit is a single piece.
pub(crate) fn is_piece(unit: &str) -> bool {
    is_one_of(unit, PIECES)
}

fn is_one_of(unit: &str, units: &str) -> bool {
    let unit = text_key(unit);
    units.split('|').any(|other| other == unit)
}
