//! What headers mean: the columns that they stand for.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::meaning::{Meaning, is_on_a_basis, plain, split_unit};
use super::tax::without_tax;
use super::traditional::simplified;
use super::vocabulary::{ALIASES, OPEN_PRICES, WEAK};
use crate::value::column::Column;

/// The columns that normal headers stand for, and the places of these in the lists of aliases.
static KNOWN: LazyLock<HashMap<String, (Column, usize)>> = LazyLock::new(|| {
    let of_column = |(column, aliases): &(Column, &'static str)| {
        let column = *column;
        let names = aliases.split('|').chain([column.name()]).enumerate();
        names.map(move |(preference, name)| (normal(name), (column, preference)))
    };
    // A column's own name may be an alias as well; the earlier place counts.
    let all: Vec<_> = ALIASES.iter().flat_map(of_column).collect();
    all.into_iter().rev().collect()
});

/// Headers with words of tax that the first edition knew.
const TAXED: &str = "含税单价|不含税单价|未税单价|含税金额|含税总价|不含税金额|不含税总价";

/// Finds what a header means: its own name, or an alias with an optional unit in brackets and words of tax.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let text = plain(&simplified(header));
    if let Some(meaning) = named(&text) {
        return Some(meaning);
    }
    let (rest, basis) = without_tax(&text)?;
    let rest = if rest == "价" { "单价" } else { &rest };
    let meaning = named(rest).filter(|meaning| is_on_a_basis(meaning.column))?;
    if meaning.basis.is_some_and(|stated| stated != basis) {
        return None;
    }
    Some(Meaning {
        basis: Some(basis),
        is_taxed: !TAXED.split('|').any(|known| normal(known) == normal(&text)),
        ..meaning
    })
}

fn named(text: &str) -> Option<Meaning> {
    let (bare, unit) = split_unit(text);
    let found = |text: &str| KNOWN.get(&normal(text)).copied();
    // An alias may have brackets or a percent sign of its own, so the whole header is tried first.
    let (column, preference, unit) = match found(text) {
        Some((column, preference)) => (column, preference, None),
        None => found(bare).map(|(column, preference)| (column, preference, unit))?,
    };
    let wanted = normal(bare);
    let is_among = |names: &str| names.split('|').any(|name| normal(name) == wanted);
    let mut meaning = Meaning {
        preference,
        is_open: column == Column::UnitPrice && is_among(OPEN_PRICES),
        is_weak: WEAK.iter().any(|(of, names)| *of == column && is_among(names)),
        ..Meaning::of(column)
    };
    if let Some(unit) = unit {
        meaning.read_unit(unit);
    }
    Some(meaning)
}

/// Returns the form in which headers are compared: NFKC, case folded, without spaces, `_`, `-` and the marks that forms
/// put behind a header.
pub(crate) fn normal(header: &str) -> String {
    let is_kept = |letter: &char| !letter.is_whitespace() && !matches!(letter, '_' | '-' | '.' | ':' | '*');
    let plain: String = header.nfkc().filter(is_kept).collect();
    caseless::default_case_fold_str(&plain)
}

/// Finds the known column that a header nearly is.
pub(crate) fn nearest(header: &str) -> Option<Column> {
    let wanted = normal(header);
    let names = KNOWN.iter().map(|(known, (column, _))| (strsim::jaro_winkler(&wanted, known), *column));
    let best = names.max_by(|(one, first), (other, second)| one.total_cmp(other).then(first.cmp(second)))?;
    (wanted.chars().count() >= 4 && best.0 >= 0.9).then_some(best.1)
}

/// Finds the known column that a header of English is, but for one letter.
pub(super) fn misspelt(header: &str) -> Option<Column> {
    let wanted = normal(header);
    if !wanted.is_ascii() || wanted.len() < 5 {
        return None;
    }
    let is_near = |name: &str| strsim::osa_distance(&wanted, name) <= 1;
    KNOWN.iter().filter(|(name, _)| is_near(name)).map(|(_, (column, _))| *column).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::TaxBasis;
    use crate::value::currency::Currency;

    #[test]
    fn headers_mean_their_columns_in_both_languages() {
        for (header, column) in [
            ("unit_price", Column::UnitPrice),
            ("Unit Price", Column::UnitPrice),
            (" UNIT-PRICE ", Column::UnitPrice),
            ("单价（元）", Column::UnitPrice),
            ("Price (CNY)", Column::UnitPrice),
            ("单价(元/张)", Column::UnitPrice),
            ("供应商名称", Column::Vendor),
            ("Lead Time (Days)", Column::DeliveryDays),
            ("Discount %", Column::Discount),
            ("数量（件）", Column::Quantity),
            ("ＱＴＹ", Column::Quantity),
            ("Qty.", Column::Quantity),
            ("S&H", Column::Freight),
            ("金额/元", Column::Amount),
            ("最高限价", Column::Ceiling),
            ("Price (each)", Column::UnitPrice),
        ] {
            let meaning = meaning(header).unwrap();
            assert_eq!((meaning.column, meaning.unfit), (column, None), "{header}");
        }
        // 9.5 or 95 折 mean that 95 % are paid; whether a column does is not for its header to say.
        assert_eq!(meaning("折扣"), None);
        assert_eq!(meaning("warranty_months"), None);
    }

    #[test]
    fn no_alias_stands_for_two_columns() {
        let mut seen = std::collections::HashMap::new();
        for (column, aliases) in ALIASES {
            for alias in aliases.split('|') {
                let other = seen.insert(normal(alias), *column);
                assert!(other.is_none(), "{alias} stands for {column}, and for {}", other.unwrap());
            }
        }
        let listed = |of: Column, name: &str| meaning(name).is_some_and(|meaning| meaning.column == of);
        assert!(WEAK.iter().all(|(column, names)| names.split('|').all(|name| listed(*column, name))));
        assert!(OPEN_PRICES.split('|').all(|name| listed(Column::UnitPrice, name)));
    }

    #[test]
    fn a_price_that_may_be_a_total_is_open_unless_it_says_what_one_is() {
        let is_open = |header| meaning(header).unwrap().is_open;
        assert!(is_open("报价") && is_open("价格（元）") && is_open("报价(含税)") && is_open("Quoted Price"));
        assert!(!is_open("单价") && !is_open("报价(元/张)") && !is_open("Price") && !is_open("报价单价"));
    }

    #[test]
    fn every_column_is_found_by_its_own_name() {
        for column in Column::ALL {
            assert_eq!(meaning(column.name()).map(|meaning| meaning.column), Some(*column));
        }
    }

    #[test]
    fn a_unit_that_would_change_the_figures_does_not_fit() {
        for header in
            ["预算（万元）", "Price (thousand USD)", "Lead Time (weeks)", "数量(千件)", "单价(旧)", "Budget (含税)"]
        {
            assert!(meaning(header).unwrap().unfit.is_some(), "{header}");
        }
    }

    #[test]
    fn words_of_tax_are_no_part_of_what_a_price_or_an_amount_is_called() {
        for (header, column, basis) in [
            ("Unit price ex VAT", Column::UnitPrice, TaxBasis::Excluded),
            ("Price (net of VAT)", Column::UnitPrice, TaxBasis::Excluded),
            ("Price (w/o tax)", Column::UnitPrice, TaxBasis::Excluded),
            ("Unit Price excl. tax (USD)", Column::UnitPrice, TaxBasis::Excluded),
            ("未税单价", Column::UnitPrice, TaxBasis::Excluded),
            ("税前单价（元/箱）", Column::UnitPrice, TaxBasis::Excluded),
            ("Price incl VAT", Column::UnitPrice, TaxBasis::Included),
            ("含税价", Column::UnitPrice, TaxBasis::Included),
            ("税后单价", Column::UnitPrice, TaxBasis::Included),
            ("含税总价", Column::Amount, TaxBasis::Included),
            ("Line Total excl. GST", Column::Amount, TaxBasis::Excluded),
        ] {
            let meaning = meaning(header).unwrap();
            assert_eq!((meaning.column, meaning.basis, meaning.unfit), (column, Some(basis), None), "{header}");
        }
        for header in ["含税运费", "VAT extra", "含税价（不含税）", "含税率"] {
            assert_eq!(meaning(header).map(|meaning| meaning.column), None, "{header}");
        }
        assert_eq!(meaning("含税").map(|meaning| meaning.column), Some(Column::TaxIncluded));
        assert_eq!(meaning("Net Price").map(|meaning| meaning.basis), Some(None));
    }

    #[test]
    fn a_price_header_states_tax_and_currency() {
        assert_eq!(meaning("不含税单价").unwrap().basis, Some(TaxBasis::Excluded));
        assert_eq!(meaning("单价(含税)").unwrap().basis, Some(TaxBasis::Included));
        let named = |header| meaning(header).unwrap().mark.unwrap().names();
        assert_eq!(named("Price (USD, incl. tax)"), Currency::parse("USD"));
        assert_eq!(named("单价(元)"), None);
    }

    #[test]
    fn a_misspelt_header_is_near_its_column() {
        assert_eq!(nearest("unit_prce"), Some(Column::UnitPrice));
        assert_eq!(nearest("vendr"), Some(Column::Vendor));
        assert_eq!((misspelt("qantity"), misspelt("unit_prce")), (Some(Column::Quantity), Some(Column::UnitPrice)));
        assert_eq!((misspelt("warranty_months"), misspelt("colour"), misspelt("数里")), (None, None, None));
        assert_eq!(nearest("warranty_months"), None);
    }
}
