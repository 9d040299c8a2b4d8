//! Numbers with words beside them: what a price is for (`215元/张`), what a quantity counts (`200 pcs`), and `1.2万`.
//!
//! Only units that are known are taken off a number: `215/含税` and `200左右` say something else.

use unicode_normalization::UnicodeNormalization as _;

use crate::policy::Policy;
use crate::value::name::text_key;

/// What goods are counted and measured in. Days, months and years are left out: beside a price of rent they say for how long it
/// is, and the quantity may count something else.
const UNITS: &str = "个|只|张|把|台|套|件|支|枝|根|条|块|片|本|册|包|盒|箱|袋|瓶|罐|桶|卷|双|对|副|组|座|辆|架|株|棵|扇|樘|顶|床|枚|颗|\
    粒|盏|部|份|项|次|令|打|捆|盘|板|筒|刀|米|公里|千米|厘米|毫米|平方|平方米|平米|㎡|m²|立方|立方米|m³|吨|千克|公斤|斤|克|升|毫升|\
    人天|工日|台班|小时|\
    piece|pieces|pc|pcs|pce|set|sets|box|boxes|carton|cartons|ctn|ctns|case|cases|pack|packs|packet|packets|pk|pkt|pair|pairs|\
    roll|rolls|sheet|sheets|ream|reams|bottle|bottles|bag|bags|can|cans|drum|drums|tube|tubes|pallet|pallets|bundle|bundles|\
    dozen|doz|kg|kgs|g|t|ton|tons|tonne|tonnes|lb|lbs|m|metre|metres|meter|meters|ft|feet|l|litre|litres|liter|liters|ml|\
    hour|hours|hr|hrs";

/// Units that say no more than that it is one of the item.
const ONE: [&str; 4] = ["each", "ea", "unit", "units"];

/// A unit beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit<'c> {
    /// One of the item, whatever that is.
    One,
    Named(&'c str),
}

impl<'c> Unit<'c> {
    /// Returns the unit's name, if it has one.
    pub(crate) const fn name(self) -> Option<&'c str> {
        match self {
            Self::One => None,
            Self::Named(name) => Some(name),
        }
    }

    fn parse(text: &'c str, policy: &Policy) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let plain = text.nfkc().collect::<String>().to_lowercase();
        let plain = plain.strip_suffix('.').unwrap_or(&plain);
        if ONE.contains(&plain) {
            return Some(Self::One);
        }
        let is_known = UNITS.split('|').any(|unit| unit == plain || unit == text);
        let is_declared = || {
            let key = text_key(text);
            policy.units.iter().any(|(unit, other)| *unit == key || text_key(&other.unit) == key)
        };
        (is_known || is_declared()).then_some(Self::Named(text))
    }
}

/// Says whether two units are one but for the plural, or two spellings of a piece.
pub(crate) fn is_same_word(one: &str, other: &str) -> bool {
    let singular = |text: &str| {
        let plain = text.nfkc().collect::<String>().trim().to_lowercase();
        let plain = plain.strip_suffix('.').unwrap_or(&plain);
        let known = |bare: &&str| UNITS.split('|').any(|unit| unit == *bare);
        let bare = ["es", "s"].iter().find_map(|end| plain.strip_suffix(end).filter(known)).unwrap_or(plain);
        if matches!(bare, "pc" | "pce") { "piece".to_owned() } else { bare.to_owned() }
    };
    singular(one) == singular(other)
}

/// Splits a price and what it is for: `215元/张`, `$5 per box`.
pub(crate) fn split_price<'c>(cell: &'c str, policy: &Policy) -> Option<(&'c str, Unit<'c>)> {
    let (price, unit) = cell.rsplit_once(['/', '／']).or_else(|| cell.rsplit_once(" per "))?;
    Some((price.trim_end(), Unit::parse(unit.trim(), policy)?))
}

/// Splits a quantity and what it counts: `200张`, `200 pcs`.
pub(crate) fn split_quantity<'c>(cell: &'c str, policy: &Policy) -> Option<(&'c str, Unit<'c>)> {
    let is_of_number = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '０'..='９') || LARGE.iter().any(|(large, _)| *large == letter)
    };
    let (at, last) = cell.char_indices().rfind(|(_, letter)| is_of_number(*letter))?;
    let (number, unit) = cell.split_at(at.checked_add(last.len_utf8())?);
    Some((number, Unit::parse(unit.trim(), policy)?))
}

/// Characters that multiply the number before them.
const LARGE: [(char, i64); 4] = [('万', 10_000), ('萬', 10_000), ('亿', 100_000_000), ('億', 100_000_000)];

/// Takes `万` or `亿` out of a number that it ends (`1.2万`, `¥1.2万元`); returns the rest and what it is multiplied by.
pub(crate) fn split_large(cell: &str) -> Option<(String, i64)> {
    let (at, large) = cell.char_indices().find(|(_, letter)| LARGE.iter().any(|(large, _)| large == letter))?;
    let (_, factor) = LARGE.into_iter().find(|(own, _)| *own == large)?;
    let (number, after) = (cell[..at].trim_end(), &cell[at.checked_add(large.len_utf8())?..]);
    let is_digit = |letter: char| letter.is_ascii_digit() || matches!(letter, '０'..='９');
    let is_last = !after.contains(|letter: char| is_digit(letter) || LARGE.iter().any(|(large, _)| *large == letter));
    (number.ends_with(is_digit) && is_last).then(|| (format!("{number}{after}"), factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_units_come_off_a_price() {
        let policy = Policy::default();
        for (cell, expected) in [
            ("215元/张", ("215元", Some("张"))),
            ("¥215 / 张", ("¥215", Some("张"))),
            ("215／箱", ("215", Some("箱"))),
            ("$5 per box", ("$5", Some("box"))),
            ("5.50/KG", ("5.50", Some("KG"))),
            ("8/㎡", ("8", Some("㎡"))),
            ("$5/ea", ("$5", None)),
            ("5/each", ("5", None)),
        ] {
            let split = split_price(cell, &policy).map(|(price, unit)| (price, unit.name()));
            assert_eq!(split, Some(expected), "{cell}");
        }
        for cell in [
            "215/含税",
            "215元/USD",
            "500元/月",
            "9/day",
            "215/100张",
            "12/31",
            "215/",
            "215元",
            "215/净价",
            "215/net",
            "5/每张",
        ] {
            assert_eq!(split_price(cell, &policy), None, "{cell}");
        }
    }

    #[test]
    fn only_known_units_come_off_a_quantity() {
        let mut policy = Policy::default();
        for (cell, expected) in [
            ("200张", ("200", Some("张"))),
            ("200 pcs", ("200", Some("pcs"))),
            ("1,000 PCS.", ("1,000", Some("PCS."))),
            ("２００把", ("２００", Some("把"))),
            ("0.5万只", ("0.5万", Some("只"))),
            ("30 ea", ("30", None)),
        ] {
            let split = split_quantity(cell, &policy).map(|(number, unit)| (number, unit.name()));
            assert_eq!(split, Some(expected), "{cell}");
        }
        for cell in ["200左右", "200+", "200元", "约200张", "200 per month", "200", "张", "100桌"] {
            let split = split_quantity(cell, &policy);
            // A word before the number is left for the number to refuse.
            assert!(split.is_none_or(|(number, _)| number == "约200"), "{cell}");
        }
        let conversion =
            crate::policy::Conversion { factor: crate::value::money::Decimal::ONE, unit: "桌".to_owned() };
        policy.units.insert("desk".to_owned(), conversion);
        assert_eq!(split_quantity("100桌", &policy), Some(("100", Unit::Named("桌"))));
        assert_eq!(split_quantity("100 Desk", &policy), Some(("100", Unit::Named("Desk"))));
    }

    #[test]
    fn a_plural_is_the_same_unit() {
        for (one, other) in [("box", "Boxes"), ("pcs", "piece"), ("PCS.", "pc"), ("ton", "tons"), ("张", "张")] {
            assert!(is_same_word(one, other) && is_same_word(other, one), "{one} {other}");
        }
        for (one, other) in [("box", "case"), ("pc", "pack"), ("glas", "glass"), ("t", "ton"), ("desks", "desk")] {
            assert!(!is_same_word(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_number_ends_with_what_multiplies_it() {
        for (cell, rest, factor) in [
            ("0.5万", "0.5", 10_000),
            ("¥1.2 万元", "¥1.2元", 10_000),
            ("1.5亿", "1.5", 100_000_000),
            ("３萬", "３", 10_000),
        ] {
            assert_eq!(split_large(cell), Some((rest.to_owned(), factor)), "{cell}");
        }
        for cell in ["1万2千", "1万亿", "万", "五万", "1千万", "12000"] {
            assert_eq!(split_large(cell), None, "{cell}");
        }
    }
}
