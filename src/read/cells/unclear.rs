//! Headers of money that leave open what they mean, or state something else than that of the price.

use super::alias::Meaning;
use super::layout::Layout;
use crate::policy::TaxBasis;
use crate::read::fault::FaultKind;
use crate::value::column::Column;
use crate::value::currency::Mark;
use crate::value::untrusted::Untrusted;

/// Asks what a price is that may as well be the total of a line: a quantity stands beside it, and no total.
pub(super) fn open_price(
    layout: &Layout,
    mapped: Option<usize>,
    meanings: &[Option<Meaning>],
) -> Option<(usize, FaultKind)> {
    let field = layout.field(Column::UnitPrice).filter(|field| mapped != Some(*field))?;
    let is_open = meanings.get(field)?.as_ref().is_some_and(|meaning| meaning.is_open)
        && layout.field(Column::Quantity).is_some()
        && layout.field(Column::Amount).is_none();
    is_open.then(|| (field, FaultKind::PriceOrAmount { header: layout.header(field) }))
}

/// Refuses amounts whose headers state another tax basis, or currency, than that of the price does.
pub(super) fn other_units(layout: &Layout, meanings: &[Option<Meaning>]) -> Vec<(usize, FaultKind)> {
    let of_column = |column: Column| {
        let field = layout.field(column)?;
        let meaning = meanings.get(field)?.as_ref().filter(|meaning| meaning.column == column)?;
        let currencies = meaning.mark.and_then(Mark::names).zip(layout.mark.and_then(Mark::names));
        let currency = currencies.filter(|(own, other)| own != other).map(|(own, _)| own.to_string());
        let basis = meaning.basis.zip(layout.basis).filter(|(own, other)| own != other).map(|(own, _)| match own {
            TaxBasis::Included => "含税".to_owned(),
            TaxBasis::Excluded => "不含税".to_owned(),
        });
        let unit = Untrusted::new(&currency.or(basis)?);
        Some((field, FaultKind::HeaderUnit { column, header: layout.header(field), unit }))
    };
    [Column::Amount, Column::Freight].into_iter().filter_map(of_column).collect()
}
