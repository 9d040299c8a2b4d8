//! What headers mean: the columns that they stand for, and what they say of tax, currency and unit.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::vocabulary::{ALIASES, DAY_WORDS, OPEN_PRICES, SCALE_WORDS, TAX_HEADERS, TAX_WORDS, WEAK};
use crate::policy::TaxBasis;
use crate::value::column::Column;
use crate::value::currency::Mark;

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

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) column: Column,
    /// The place of the alias in its column's list.
    pub(crate) preference: usize,
    pub(crate) basis: Option<TaxBasis>,
    pub(crate) mark: Option<Mark>,
    /// What stands in brackets and does not fit the column.
    pub(crate) unfit: Option<String>,
    /// Whether a price may as well be the total of a line.
    pub(crate) is_open: bool,
    /// Whether it gives way to another header of the column.
    pub(crate) is_weak: bool,
}

/// Finds what a header means: its own name, or an alias with an optional unit in brackets.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let text: String = header.nfkc().collect();
    let (bare, unit) = split_unit(text.trim());
    let found = |text: &str| KNOWN.get(&normal(text)).copied();
    // An alias may have brackets or a percent sign of its own, so the whole header is tried first.
    let (column, preference, unit) = match found(&text) {
        Some((column, preference)) => (column, preference, None),
        None => found(bare).map(|(column, preference)| (column, preference, unit))?,
    };
    let wanted = normal(bare);
    let is_among = |names: &str| names.split('|').any(|name| normal(name) == wanted);
    let mut meaning = Meaning {
        column,
        preference,
        basis: TAX_HEADERS.iter().find(|(header, _)| *header == wanted).map(|(_, basis)| *basis),
        mark: None,
        unfit: None,
        // A price of `元/张` is that of one.
        is_open: column == Column::UnitPrice && is_among(OPEN_PRICES) && !unit.is_some_and(|unit| unit.contains('/')),
        is_weak: WEAK.iter().any(|(of, names)| *of == column && is_among(names)),
    };
    if let Some(unit) = unit {
        meaning.read_unit(unit);
    }
    Some(meaning)
}

/// Says whether a header states a currency in brackets or behind a slash, whatever it is about.
pub(super) fn states_currency(header: &str) -> bool {
    let (_, unit) = split_unit(header.trim());
    let words = unit.into_iter().flat_map(|unit| unit.split([',', '/', '、', ';', ' ']));
    words.map(str::trim).any(|word| !word.is_empty() && Mark::parse(&word.to_lowercase()).is_some())
        || Mark::parse(&header.trim().to_lowercase()).is_some()
}

impl Meaning {
    /// Takes in what stands in brackets behind the header.
    fn read_unit(&mut self, unit: &str) {
        let money = matches!(
            self.column,
            Column::UnitPrice
                | Column::Amount
                | Column::Budget
                | Column::Ceiling
                | Column::LastPrice
                | Column::Freight
                | Column::PaidElsewhere
                | Column::CommittedElsewhere
        );
        let fits = if money {
            unit.split([',', '/', '、', ';']).all(|word| self.read_money_word(word.trim()))
        } else if self.column == Column::DeliveryDays {
            DAY_WORDS.contains(&unit.to_lowercase().as_str())
        } else {
            !SCALE_WORDS.iter().any(|word| unit.to_lowercase().contains(word))
        };
        if !fits {
            self.unfit = Some(unit.to_owned());
        }
    }

    /// Takes in a word behind a header of money; `false` where it is not understood.
    fn read_money_word(&mut self, word: &str) -> bool {
        let word = word.to_lowercase();
        if let Some((_, basis)) = TAX_WORDS.iter().find(|(tax, _)| *tax == word) {
            let agrees = self.basis.is_none_or(|stated| stated == *basis);
            self.basis = Some(*basis);
            return agrees && matches!(self.column, Column::UnitPrice | Column::Amount);
        }
        if let Some(mark) = Mark::parse(&word) {
            let agrees = self.mark.is_none();
            self.mark = Some(mark);
            return agrees;
        }
        if self.column == Column::UnitPrice && matches!(word.as_str(), "each" | "ea" | "per unit" | "unit") {
            return true;
        }
        // The unit that the price is for, as in `元/张`; a word that multiplies is not one.
        self.mark.is_some()
            && !SCALE_WORDS.iter().any(|scale| word.contains(scale))
            && !word.chars().any(|c| c.is_ascii_digit())
    }
}

/// Splits a unit in brackets off the end of a header.
fn split_unit(header: &str) -> (&str, Option<&str>) {
    let closed = [('(', ')'), ('[', ']'), ('【', '】')].into_iter().find_map(|(open, close)| {
        let (bare, unit) = header.strip_suffix(close)?.rsplit_once(open)?;
        (!bare.trim().is_empty()).then_some((bare.trim(), Some(unit.trim())))
    });
    // `金额/元` states its unit as `金额（元）` does.
    let behind_slash = || {
        let (bare, unit) = header.split_once('/')?;
        Mark::parse(&unit.trim().to_lowercase()).map(|_| (bare.trim(), Some(unit.trim())))
    };
    closed.or_else(behind_slash).unwrap_or((header, None))
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
