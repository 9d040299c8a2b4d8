//! What a header states beside the name of its column: tax, currency and unit.

use unicode_normalization::UnicodeNormalization as _;

use super::tax::without_tax;
use super::vocabulary::{DAY_WORDS, SCALE_WORDS};
use crate::policy::TaxBasis;
use crate::read::fault::UnitFault;
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
    /// What a price is for, as `箱` in `元/箱`.
    pub(crate) price_unit: Option<String>,
    /// What stands in brackets and does not fit the column.
    pub(crate) unfit: Option<(String, UnitFault)>,
    /// Whether a price may as well be the total of a line.
    pub(crate) is_open: bool,
    /// Whether it gives way to another header of the column.
    pub(crate) is_weak: bool,
    /// Whether it is an alias only without its words of tax, and was none in the first edition.
    pub(crate) is_taxed: bool,
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
pub(super) fn plain(header: &str) -> String {
    let text: String = header.nfkc().collect();
    text.trim().replace("w/o", "without").replace("W/O", "without")
}

/// Says whether the figures of a column are on a tax basis that its header may state.
pub(super) const fn is_on_a_basis(column: Column) -> bool {
    matches!(column, Column::UnitPrice | Column::Amount)
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
            is_taxed: false,
        }
    }

    /// Returns what the first edition made of the header: it knew few words of tax, and no units of prices.
    pub(super) fn of_first_edition(self) -> Option<Self> {
        let is_for_one = |(_, why): &(String, UnitFault)| matches!(why, UnitFault::ForOne | UnitFault::Money);
        let unfit = self.unfit.filter(|unfit| !is_for_one(unfit));
        Some(Self { unfit, price_unit: None, ..self }).filter(|meaning| !meaning.is_taxed)
    }

    /// Takes in what stands in brackets behind the header.
    pub(super) fn read_unit(&mut self, unit: &str) {
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
pub(super) fn split_unit(header: &str) -> (&str, Option<&str>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::headers::alias::meaning;

    #[test]
    fn an_amount_of_one_is_none_of_a_whole_line() {
        for (header, column) in [
            ("运费（元/件）", Column::Freight),
            ("Freight (per unit)", Column::Freight),
            ("最高限价（元/把）", Column::Ceiling),
            ("金额（元/张）", Column::Amount),
            ("Budget (USD per unit)", Column::Budget),
        ] {
            let meaning = meaning(header).unwrap();
            assert_eq!(
                (meaning.column, meaning.unfit.map(|(_, why)| why)),
                (column, Some(UnitFault::ForOne)),
                "{header}"
            );
        }
        for header in ["上次单价（元/张）", "运费（元）", "Budget (USD)", "Last Price (each)", "MOQ (cup)"]
        {
            assert_eq!(meaning(header).unwrap().unfit, None, "{header}");
        }
        for header in ["MOQ (USD)", "起订量（元）"] {
            assert_eq!(meaning(header).unwrap().unfit.map(|(_, why)| why), Some(UnitFault::Money), "{header}");
        }
    }

    #[test]
    fn a_price_header_states_what_the_price_is_for() {
        for (header, unit) in [
            ("单价（元/箱）", Some("箱")),
            ("单价（元／Kg，含税）", Some("Kg")),
            ("Price (USD/Box, excl. VAT)", Some("Box")),
            ("Unit price ex VAT (EUR per box)", Some("box")),
            ("Price (per box)", Some("box")),
            ("Price (USD/cup)", Some("cup")),
            // Whatever the header is, where the policy maps it.
            ("Best offer [€/pallet]", Some("pallet")),
            ("单价/元", None),
            ("单价(元)", None),
            ("Price (each)", None),
            ("Price (USD per unit)", None),
            ("单价（元，美元）", None),
        ] {
            assert_eq!(stated(Column::UnitPrice, header).price_unit.as_deref(), unit, "{header}");
        }
    }
}
