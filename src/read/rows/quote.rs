//! A row of quotes to a quote: price, quality, terms and service, typed.

use super::part::{Part, UNNAMED};
use super::row::Row;
use crate::policy::TaxBasis;
use crate::read::cells::values;
use crate::read::fault::{FaultKind, NumberFault, Range};
use crate::read::faults::Log;
use crate::rule::quotes::CriterionKind;
use crate::value::column::Column;
use crate::value::currency::Mark;
use crate::value::date::Date;
use crate::value::untrusted::Untrusted;

/// The columns of a vendor's terms.
pub(crate) const TERMS: [Column; 5] =
    [Column::MinOrder, Column::ValidUntil, Column::DeliveryDays, Column::DeliveryDate, Column::Round];

/// The columns of what changes a cost.
pub(crate) const COSTS: [Column; 5] =
    [Column::Discount, Column::Freight, Column::PackSize, Column::FromQuantity, Column::TaxRate];

impl Part<'_> {
    /// Takes in what a row quotes.
    pub(super) fn quote(&mut self, row: &Row<'_>, item: Option<u32>, log: &mut Log) {
        let vendor = row.key(&mut self.vendors, Column::Vendor);
        if vendor.is_none()
            && let Some(field) = row.sheet.layout.field(Column::Vendor)
        {
            row.fault(field, FaultKind::EmptyKey, log);
        }
        let at = self.rows.count;
        self.price(row, log);
        let (scheme, grammar) = (&self.policy.quality.scheme, row.sheet.grammar);
        if let Some(quality) = row.read(Column::Quality, log, |text| values::quality(text, scheme, grammar)) {
            self.rows.column_mut(Column::Quality).push(at, quality);
        }
        if row.sheet.layout.has_terms {
            self.terms(row, log);
        }
        if row.sheet.layout.has_costs {
            refuse_what_is_not_computed(row, log);
        }
        self.service(row, log);
        let number = u32::try_from(at).expect("fewer than 2^32 rows");
        self.rows.places.push(number, row.at.file, row.at.row, row.at.line);
        self.rows.count += 1;
        self.named.push((item.unwrap_or(UNNAMED), vendor.unwrap_or(UNNAMED)));
    }

    /// Reads the price, its currency and its tax basis.
    fn price(&mut self, row: &Row<'_>, log: &mut Log) {
        let layout = &row.sheet.layout;
        let stated = row.read(Column::Currency, log, values::currency);
        if let Some(currency) = stated.or_else(|| layout.mark.and_then(Mark::names)) {
            self.name_currency(currency, row.at, 1);
        }
        if let Some((field, text)) = row.value(Column::UnitPrice)
            && let Some(number) = row.parsed(field, values::amount(text, row.sheet.grammar), log)
        {
            let at = self.rows.count;
            self.rows.column_mut(Column::UnitPrice).push(at, number.value);
            for mark in number.mark.into_iter().chain(layout.mark) {
                match stated {
                    Some(currency) if mark.agrees_with(currency) => {}
                    Some(currency) => row.fault(field, FaultKind::OtherMark { mark, currency }, log),
                    None => self.note_mark(mark, row.at, field),
                }
            }
        }
        let cell = row.value(Column::TaxIncluded);
        let basis = row.read(Column::TaxIncluded, log, values::tax_basis);
        if let (Some(in_cell), Some(in_header), Some((field, text))) = (basis, layout.basis, cell)
            && in_cell != in_header
        {
            row.fault(field, FaultKind::TaxContradiction { text: Untrusted::new(text) }, log);
        } else if let Some(basis) = basis.or(layout.basis)
            && basis != self.policy.price.basis
            && let Some(field) = cell.map(|(field, _)| field).or_else(|| layout.field(Column::UnitPrice))
        {
            row.fault(field, FaultKind::OtherBasis { included: basis == TaxBasis::Included }, log);
        }
    }

    fn service(&mut self, row: &Row<'_>, log: &mut Log) {
        let layout = &row.sheet.layout;
        let at = self.rows.count;
        let criteria = self.kinds.iter_mut().zip(&mut self.rows.criteria).zip(&layout.criteria).zip(&layout.rates);
        for (((kind, codes), field), is_rate) in criteria {
            let Some((field, text)) = field.and_then(|field| row.field(field)) else { continue };
            let (value, found) = match Date::parse(text) {
                Some(date) => (date.ordinal(), CriterionKind::Date),
                None => match score(text, row, *is_rate) {
                    Ok(score) => (score, CriterionKind::Number),
                    Err(fault) => {
                        if !is_refused_already(row, field) {
                            row.fault(field, fault, log);
                        }
                        continue;
                    }
                },
            };
            let (expected, first) = *kind.get_or_insert((found, row.at));
            if found != expected {
                let is_date = found == CriterionKind::Date;
                let other = Box::new(log.place(first));
                row.fault(field, FaultKind::MixedKinds { text: Untrusted::new(text), is_date, other }, log);
                continue;
            }
            codes.push(at, value);
        }
    }

    /// Reads the vendor's terms.
    fn terms(&mut self, row: &Row<'_>, log: &mut Log) {
        let quantity = |text: &str| {
            let value = values::plain(text, row.sheet.grammar)?;
            if value >= 0 { Ok(value) } else { Err(values::out_of_range(text, Range::NotNegative)) }
        };
        let date = |text: &str| values::date(text).map(Date::ordinal);
        let whole = |text: &str| values::whole(text).map(i64::from);
        let at = self.rows.count;
        for column in TERMS {
            let code = if column == Column::MinOrder {
                row.read(column, log, quantity)
            } else if matches!(column, Column::ValidUntil | Column::DeliveryDate) {
                row.read(column, log, date)
            } else {
                row.read(column, log, whole)
            };
            if let Some(code) = code {
                self.rows.column_mut(column).push(at, code);
            }
        }
    }
}

/// Says whether a field is read for its own column as well, which refuses whatever no criterion can compare.
fn is_refused_already(row: &Row<'_>, field: usize) -> bool {
    TERMS.into_iter().any(|column| row.sheet.layout.field(column) == Some(field))
}

/// Reads the value of a service criterion; a percent sign may stand in a column of rates.
fn score(text: &str, row: &Row<'_>, is_rate: bool) -> Result<i64, FaultKind> {
    let grammar = row.sheet.grammar;
    let parsed = if is_rate { values::percent(text, grammar) } else { values::plain(text, grammar) };
    parsed.map_err(|fault| {
        if let FaultKind::NotANumber { text, why: NumberFault::Text } = fault {
            FaultKind::NotComparable { text }
        } else {
            fault
        }
    })
}

/// Refuses what would change a cost and is not computed yet, rather than leave it out in silence.
fn refuse_what_is_not_computed(row: &Row<'_>, log: &mut Log) {
    // In millionths.
    let neutral = [(Column::Discount, 0), (Column::Freight, 0), (Column::PackSize, 1_000_000)];
    for (column, without_effect) in neutral {
        row.read(column, log, |text| match values::marked(text, row.sheet.grammar)? {
            number if number.value == without_effect => Ok(()),
            _ => Err(FaultKind::NotYet { text: Untrusted::new(text), column }),
        });
    }
    if let Some((field, text)) = row.value(Column::FromQuantity) {
        row.fault(field, FaultKind::NotYet { text: Untrusted::new(text), column: Column::FromQuantity }, log);
    }
    row.read(Column::TaxRate, log, |text| values::percent(text, row.sheet.grammar));
}
