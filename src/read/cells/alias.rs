//! What headers mean: the columns that they stand for, and what they say of tax, currency and unit.

use unicode_normalization::UnicodeNormalization as _;

use super::vocabulary::{ALIASES, COST_WORDS, DAY_WORDS, SCALE_WORDS, TAX_WORDS};
use crate::policy::TaxBasis;
use crate::value::column::Column;
use crate::value::currency::Mark;

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
}

/// Finds what a header means: its own name, or an alias with an optional unit in brackets.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let text: String = header.nfkc().collect();
    let (bare, unit) = split_unit(text.trim());
    let found = |text: &str| {
        let wanted = normal(text);
        ALIASES.iter().find_map(|(column, aliases)| {
            let mut names = aliases.split('|').chain([column.name()]);
            let preference = names.position(|name| normal(name) == wanted)?;
            Some((*column, preference))
        })
    };
    // An alias may have brackets or a percent sign of its own, so the whole header is tried first.
    let (column, preference, unit) = match found(&text) {
        Some((column, preference)) => (column, preference, None),
        None => found(bare).map(|(column, preference)| (column, preference, unit))?,
    };
    let mut meaning = Meaning { column, preference, basis: None, mark: None, unfit: None };
    if column == Column::UnitPrice {
        meaning.basis = match normal(bare).as_str() {
            "含税单价" => Some(TaxBasis::Included),
            "不含税单价" => Some(TaxBasis::Excluded),
            _ => None,
        };
    }
    if let Some(unit) = unit {
        meaning.read_unit(unit);
    }
    Some(meaning)
}

impl Meaning {
    /// Takes in what stands in brackets behind the header.
    fn read_unit(&mut self, unit: &str) {
        let money = matches!(
            self.column,
            Column::UnitPrice
                | Column::Budget
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
            return agrees && self.column == Column::UnitPrice;
        }
        if let Some(mark) = Mark::parse(&word) {
            let agrees = self.mark.is_none();
            self.mark = Some(mark);
            return agrees;
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
    closed.unwrap_or((header, None))
}

/// Returns the form in which headers are compared: NFKC, case folded, without spaces, `_` and `-`.
pub(crate) fn normal(header: &str) -> String {
    let plain: String =
        header.nfkc().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).collect();
    caseless::default_case_fold_str(&plain)
}

/// Says whether a header speaks of what changes a price.
pub(crate) fn speaks_of_costs(header: &str) -> bool {
    let header = normal(header);
    COST_WORDS.iter().any(|word| header.contains(word))
}

/// Finds the known column that a header nearly is.
pub(crate) fn nearest(header: &str) -> Option<Column> {
    let wanted = normal(header);
    let similarity = |known: &str| strsim::jaro_winkler(&wanted, &normal(known));
    let names = ALIASES.iter().flat_map(|(column, aliases)| {
        aliases.split('|').chain([column.name()]).map(move |alias| (similarity(alias), *column))
    });
    let best = names.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (wanted.chars().count() >= 4 && best.0 >= 0.9).then_some(best.1)
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
        ] {
            let meaning = meaning(header).unwrap();
            assert_eq!((meaning.column, meaning.unfit), (column, None), "{header}");
        }
        // 9.5 or 95 折 mean that 95 % are paid; whether a column does is not for its header to say.
        assert_eq!(meaning("折扣"), None);
        assert!(speaks_of_costs("折扣") && speaks_of_costs("Early Rebate") && !speaks_of_costs("warranty_months"));
        assert_eq!(meaning("warranty_months"), None);
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
        assert_eq!(nearest("remarks"), None);
        assert_eq!(nearest("warranty_months"), None);
    }
}
