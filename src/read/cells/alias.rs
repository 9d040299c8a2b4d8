//! What headers mean: the columns that they stand for, and what they say of tax, currency and unit.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::tax::without_tax;
use super::vocabulary::{ALIASES, DAY_WORDS, OPEN_PRICES, SCALE_WORDS, WEAK};
use crate::policy::TaxBasis;
use crate::read::fault::UnitFault;
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
    /// What a price is for, as `箱` in `元/箱`.
    pub(crate) price_unit: Option<String>,
    /// What stands in brackets and does not fit the column.
    pub(crate) unfit: Option<(String, UnitFault)>,
    /// Whether a price may as well be the total of a line.
    pub(crate) is_open: bool,
    /// Whether it gives way to another header of the column.
    pub(crate) is_weak: bool,
}

/// Finds what a header means: its own name, or an alias with an optional unit in brackets and words of tax.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let text = plain(header);
    if let Some(meaning) = named(&text) {
        return Some(meaning);
    }
    let (rest, basis) = without_tax(&text)?;
    let rest = if rest == "价" { "单价" } else { &rest };
    let mut meaning = named(rest).filter(|meaning| is_on_a_basis(meaning.column))?;
    if meaning.basis.is_some_and(|stated| stated != basis) {
        return None;
    }
    meaning.basis = Some(basis);
    Some(meaning)
}

/// Finds what a header states of tax, currency and unit, if it is one of a column.
pub(super) fn stated(column: Column, header: &str) -> Meaning {
    let text = plain(header);
    let taxed = without_tax(&text).filter(|_| is_on_a_basis(column));
    let (text, basis) = taxed.map_or((text, None), |(rest, basis)| (rest, Some(basis)));
    let mut meaning = Meaning::of(column);
    meaning.basis = basis;
    if let (_, Some(unit)) = split_unit(&text) {
        meaning.read_unit(unit);
    }
    meaning
}

/// Returns a header in the form in which its parts are looked for.
fn plain(header: &str) -> String {
    let text: String = header.nfkc().collect();
    text.trim().replace("w/o", "without").replace("W/O", "without")
}

/// Says whether the figures of a column are on a tax basis that its header may state.
const fn is_on_a_basis(column: Column) -> bool {
    matches!(column, Column::UnitPrice | Column::Amount)
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

/// Says whether a header states a currency in brackets or behind a slash, whatever it is about.
pub(super) fn states_currency(header: &str) -> bool {
    let (_, unit) = split_unit(header.trim());
    let words = unit.into_iter().flat_map(|unit| unit.split([',', '/', '、', ';', ' ']));
    words.map(str::trim).any(|word| !word.is_empty() && Mark::parse(&word.to_lowercase()).is_some())
        || Mark::parse(&header.trim().to_lowercase()).is_some()
}

/// Says whether a word behind a header that is not of money is a currency all the same: a sign, or a code as it is written.
fn is_currency(word: &str) -> bool {
    match Mark::parse(word) {
        Some(Mark::Sign(..)) => true,
        // `cup`, `pen` and `gel` are units before they are currencies.
        Some(Mark::Code(_)) => word.chars().all(|letter| letter.is_ascii_uppercase()),
        None => false,
    }
}

impl Meaning {
    /// A header of a column that states nothing else.
    pub(super) const fn of(column: Column) -> Self {
        Self {
            column,
            preference: 0,
            basis: None,
            mark: None,
            price_unit: None,
            unfit: None,
            is_open: false,
            is_weak: false,
        }
    }

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
        let lower = unit.to_lowercase();
        let read = if money {
            self.read_money(unit)
        } else if self.column == Column::DeliveryDays {
            if DAY_WORDS.contains(&lower.as_str()) { Ok(()) } else { Err(UnitFault::Other) }
        } else if SCALE_WORDS.iter().any(|word| lower.contains(word)) {
            Err(UnitFault::Other)
        } else if self.column == Column::MinOrder && is_currency(unit) {
            Err(UnitFault::Money)
        } else {
            Ok(())
        };
        if let Err(why) = read {
            self.unfit = Some((unit.to_owned(), why));
        }
    }

    fn read_money(&mut self, unit: &str) -> Result<(), UnitFault> {
        let unit = unit.replace(" per ", "/");
        let words = unit.split([',', '/', '、', ';']).map(str::trim).filter(|word| !word.is_empty());
        words.into_iter().try_for_each(|word| self.read_money_word(word))
    }

    /// Takes in a word behind a header of money.
    fn read_money_word(&mut self, word: &str) -> Result<(), UnitFault> {
        let lower = word.to_lowercase();
        if let Some((rest, basis)) = without_tax(&lower) {
            let agrees = self.basis.is_none_or(|stated| stated == basis) && is_on_a_basis(self.column);
            self.basis = Some(basis);
            return match rest.as_str() {
                _ if !agrees => Err(UnitFault::Other),
                "" | "价" | "price" => Ok(()),
                rest => self.read_money_word(rest),
            };
        }
        if let Some(mark) = Mark::parse(word)
            && (self.mark.is_none() || is_currency(word))
        {
            let is_first = self.mark.is_none();
            self.mark = Some(mark);
            return if is_first { Ok(()) } else { Err(UnitFault::Other) };
        }
        let is_for_one = matches!(self.column, Column::UnitPrice | Column::LastPrice);
        if is_for_one && matches!(lower.as_str(), "each" | "ea" | "per unit" | "unit") {
            self.is_open = false;
            return Ok(());
        }
        // What the price is for, as in `元/张` and `per box`; a word that multiplies is not that.
        let per = ["per ", "每"].into_iter().find_map(|per| lower.starts_with(per).then(|| word[per.len()..].trim()));
        let is_each = matches!(lower.as_str(), "each" | "ea");
        let is_unit = (self.mark.is_some() || per.is_some() || is_each)
            && self.price_unit.is_none()
            && !SCALE_WORDS.iter().any(|scale| lower.contains(scale))
            && !word.chars().any(|c| c.is_ascii_digit());
        if !is_unit {
            return Err(UnitFault::Other);
        }
        if !is_for_one {
            return Err(UnitFault::ForOne);
        }
        self.is_open = false;
        self.price_unit = Some(per.unwrap_or(word).to_owned());
        Ok(())
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
