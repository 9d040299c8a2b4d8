//! Headers of money that leave open what they mean, or state something else than that of the price.

use super::alias::normal;
use super::layout::Layout;
use super::meaning::Meaning;
use crate::policy::TaxBasis;
use crate::read::fault::{FaultKind, UnitFault};
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

/// Takes a net price beside a gross one for the price without tax, and the gross one for that with it.
pub(super) fn tell_net_from_gross(headers: &[Untrusted], meanings: &mut [Option<Meaning>]) {
    let bases = |header: &Untrusted| match normal(header.raw()).as_str() {
        "netprice" | "nettprice" | "netunitprice" => Some(TaxBasis::Excluded),
        "grossprice" | "grossunitprice" => Some(TaxBasis::Included),
        _ => None,
    };
    let found: Vec<Option<TaxBasis>> = headers.iter().map(bases).collect();
    if [TaxBasis::Excluded, TaxBasis::Included].iter().all(|basis| found.contains(&Some(*basis))) {
        for (meaning, basis) in meanings.iter_mut().zip(found).filter(|(_, basis)| basis.is_some()) {
            *meaning = Some(Meaning { basis, ..Meaning::of(Column::UnitPrice) });
        }
    }
}

/// Refuses amounts whose headers state another tax basis, or currency, than that of the price does.
pub(super) fn other_units(layout: &Layout, meanings: &[Option<Meaning>]) -> Vec<(usize, FaultKind)> {
    let of_column = |column: Column| {
        let field = layout.field(column)?;
        let meaning = meanings.get(field)?.as_ref().filter(|meaning| meaning.column == column)?;
        let marks = meaning.mark.zip(layout.mark).filter(|(own, other)| differ(*own, *other));
        let currency = marks.map(|(own, _)| own.to_string());
        let basis = meaning.basis.zip(layout.basis).filter(|(own, other)| own != other).map(|(own, _)| match own {
            TaxBasis::Included => "含税".to_owned(),
            TaxBasis::Excluded => "不含税".to_owned(),
        });
        let (header, unit) = (layout.header(field), Untrusted::new(&currency.or(basis)?));
        Some((field, FaultKind::HeaderUnit { column, header, unit, why: UnitFault::OtherThanPrice }))
    };
    [Column::Amount, Column::Freight].into_iter().filter_map(of_column).collect()
}

/// Says whether two marks cannot be of one currency.
fn differ(one: Mark, other: Mark) -> bool {
    match (one.names(), other.names()) {
        (Some(one), _) => !other.agrees_with(one),
        (None, Some(other)) => !one.agrees_with(other),
        (None, None) => match (one, other) {
            (Mark::Sign(_, ones), Mark::Sign(_, others)) => !ones.iter().any(|code| others.contains(code)),
            (Mark::Code(_), _) | (_, Mark::Code(_)) => false,
        },
    }
}
