//! A row of quotes to a quote: price, quality, terms and service, typed.

use super::cell;
use super::fault::{FaultKind, NumberFault, Range};
use super::faults::Log;
use super::row::{Row, key};
use super::rows::{NO_SERVICE, NO_VENDOR, Named, Rows, ServiceKind};
use crate::policy::TaxBasis;
use crate::rule::quote::Quote;
use crate::value::column::Column;
use crate::value::currency::Mark;
use crate::value::date::Date;
use crate::value::money::{Decimal, UnitPrice};
use crate::value::untrusted::Untrusted;

/// The columns of a vendor's terms.
pub(super) const TERMS: [Column; 5] =
    [Column::MinOrder, Column::ValidUntil, Column::DeliveryDays, Column::DeliveryDate, Column::Round];

/// The columns of what changes a cost.
pub(super) const COSTS: [Column; 5] =
    [Column::Discount, Column::Freight, Column::PackSize, Column::FromQuantity, Column::TaxRate];

impl Rows<'_> {
    /// Takes in what a row quotes.
    pub(super) fn quote(&mut self, row: &Row<'_, '_>, item: u32, log: &mut Log) {
        let vendor = key(&mut self.vendors, &mut self.scratch, row, Column::Vendor);
        if vendor.is_none()
            && let Some(field) = row.layout.field(Column::Vendor)
        {
            row.fault(field, FaultKind::EmptyKey, log);
        }
        let mut quote = Quote::at(row.at, row.start);
        self.price(row, &mut quote, log);
        let (scheme, grammar) = (&self.policy.quality.scheme, row.grammar);
        if let Some(quality) = row.read(Column::Quality, log, |text| cell::quality(text, scheme, grammar)) {
            quote.set_quality(quality);
        }
        if row.layout.has_terms {
            terms(row, &mut quote, log);
        }
        if row.layout.has_costs {
            refuse_what_is_not_computed(row, log);
        }
        self.service(row, log);
        self.quotes.push(quote);
        self.named.push(Named { item, vendor: vendor.unwrap_or(NO_VENDOR) });
    }

    /// Reads the price, its currency and its tax basis.
    fn price(&mut self, row: &Row<'_, '_>, quote: &mut Quote, log: &mut Log) {
        let stated = row.read(Column::Currency, log, cell::currency);
        if let Some(currency) = stated.or_else(|| row.layout.mark.and_then(Mark::names)) {
            self.name_currency(currency, row.at, 1);
        }
        if let Some((field, text)) = row.value(Column::UnitPrice)
            && let Some(number) = row.parsed(field, cell::amount(text, row.grammar), log)
        {
            if let Some(price) = UnitPrice::try_new(number.value) {
                quote.set_unit_price(price);
            }
            for mark in number.mark.into_iter().chain(row.layout.mark) {
                match stated {
                    Some(currency) if mark.agrees_with(currency) => {}
                    Some(currency) => row.fault(field, FaultKind::OtherMark { mark, currency }, log),
                    None => self.note_mark(mark, row.at, field),
                }
            }
        }
        let cell = row.value(Column::TaxIncluded);
        let basis = row.read(Column::TaxIncluded, log, cell::tax_basis);
        if let (Some(cell_says), Some(header_says), Some((field, text))) = (basis, row.layout.basis, cell)
            && cell_says != header_says
        {
            row.fault(field, FaultKind::TaxContradiction { text: Untrusted::new(text) }, log);
        } else if let Some(basis) = basis.or(row.layout.basis)
            && basis != self.policy.price.basis
            && let Some(field) = cell.map(|(field, _)| field).or_else(|| row.layout.field(Column::UnitPrice))
        {
            row.fault(field, FaultKind::OtherBasis { included: basis == TaxBasis::Included }, log);
        }
    }

    fn service(&mut self, row: &Row<'_, '_>, log: &mut Log) {
        for ((kind, field), is_rate) in self.kinds.iter_mut().zip(&row.layout.criteria).zip(&row.layout.rates) {
            let Some((field, text)) = field.and_then(|field| row.field(field)) else {
                self.quotes.push_service(NO_SERVICE);
                continue;
            };
            let (value, found) = match Date::parse(text) {
                Some(date) => (date.ordinal(), ServiceKind::Date),
                None => match score(text, row, *is_rate) {
                    Ok(score) => (crate::value::decimal::millionths(score), ServiceKind::Number),
                    Err(fault) => {
                        if !is_told_already(row, field) {
                            row.fault(field, fault, log);
                        }
                        self.quotes.push_service(NO_SERVICE);
                        continue;
                    }
                },
            };
            let (expected, first) = *kind.get_or_insert((found, row.at));
            if found != expected {
                let is_date = found == ServiceKind::Date;
                let other = Box::new(log.place(first));
                row.fault(field, FaultKind::MixedKinds { text: Untrusted::new(text), is_date, other }, log);
            }
            self.quotes.push_service(value);
        }
    }
}

/// Reads the vendor's terms.
fn terms(row: &Row<'_, '_>, quote: &mut Quote, log: &mut Log) {
    let quantity = |text: &str| {
        let value = cell::plain(text, row.grammar)?;
        if value >= Decimal::ZERO { Ok(value) } else { Err(cell::out_of_range(text, Range::NotNegative)) }
    };
    if let Some(least) = row.read(Column::MinOrder, log, quantity) {
        quote.set_min_order(least);
    }
    if let Some(date) = row.read(Column::ValidUntil, log, cell::date) {
        quote.set_valid_until(date);
    }
    if let Some(date) = row.read(Column::DeliveryDate, log, cell::date) {
        quote.set_delivery_date(date);
    }
    if let Some(days) = row.read(Column::DeliveryDays, log, cell::whole) {
        quote.set_delivery_days(days);
    }
    if let Some(round) = row.read(Column::Round, log, cell::whole) {
        quote.set_round(round);
    }
}

/// Says whether a field is read for its own column as well, which refuses whatever no criterion can compare.
fn is_told_already(row: &Row<'_, '_>, field: usize) -> bool {
    TERMS.into_iter().any(|column| row.layout.field(column) == Some(field))
}

/// Reads the value of a service criterion; a percent sign may stand in a column of rates.
fn score(text: &str, row: &Row<'_, '_>, is_rate: bool) -> Result<Decimal, FaultKind> {
    let parsed = if is_rate { cell::percent(text, row.grammar) } else { cell::plain(text, row.grammar) };
    parsed.map_err(|fault| {
        if let FaultKind::NotANumber { text, why: NumberFault::Text } = fault {
            FaultKind::NotComparable { text }
        } else {
            fault
        }
    })
}

/// Refuses what would change a cost and is not computed yet, rather than leave it out in silence.
fn refuse_what_is_not_computed(row: &Row<'_, '_>, log: &mut Log) {
    let neutral =
        [(Column::Discount, Decimal::ZERO), (Column::Freight, Decimal::ZERO), (Column::PackSize, Decimal::ONE)];
    for (column, without_effect) in neutral {
        let parsed = row.read(column, log, |text| match cell::marked(text, row.grammar)? {
            number if number.value == without_effect => Ok(()),
            _ => Err(FaultKind::NotYet { text: Untrusted::new(text), column }),
        });
        // Only the fault matters: a value without effect changes nothing.
        let _: Option<()> = parsed;
    }
    if let Some((field, text)) = row.value(Column::FromQuantity) {
        row.fault(field, FaultKind::NotYet { text: Untrusted::new(text), column: Column::FromQuantity }, log);
    }
    row.read(Column::TaxRate, log, |text| cell::percent(text, row.grammar));
}
