//! A row of quotes to a quote: price, quality, terms and service, typed.

use super::part::{Part, UNNAMED};
use super::row::Row;
use crate::policy::{Condition, CostKind, Scheme, TaxBasis};
use crate::read::cells::calendar::Days;
use crate::read::cells::number::Number;
use crate::read::cells::worded::split_price;
use crate::read::cells::{calendar, costs, values};
use crate::read::fault::{FaultKind, NumberFault, Range};
use crate::read::faults::Log;
use crate::rule::dataset::items::{FIRST_TEXT, place_of};
use crate::rule::dataset::quotes::CriterionKind;
use crate::rule::edition::Edition;
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::date::Date;
use crate::value::money::Quantity;
use crate::value::untrusted::Untrusted;

/// The columns of a vendor's terms.
pub(crate) const TERMS: [Column; 5] =
    [Column::MinOrder, Column::ValidUntil, Column::DeliveryDays, Column::DeliveryDate, Column::Round];

/// The columns of what makes a total another one than the price times the quantity, or says what it is.
pub(crate) const COSTS: [Column; 7] = [
    Column::Unit,
    Column::Discount,
    Column::Freight,
    Column::PackSize,
    Column::OrderMultiple,
    Column::FromQuantity,
    Column::Amount,
];

impl Part<'_> {
    /// Takes in what a row quotes.
    pub(super) fn quote(&mut self, row: &Row<'_>, item: Option<u32>, log: &mut Log) {
        let by_file = row.sheet.vendor.as_ref();
        let vendor = row.key(&mut self.vendors, Column::Vendor).or_else(|| self.vendors.number(by_file?.raw()));
        if vendor.is_none()
            && let Some(field) = row.sheet.layout.field(Column::Vendor)
        {
            row.fault(field, FaultKind::EmptyKey, log);
        }
        let at = self.rows.count;
        self.price(row, vendor, log);
        let (scheme, grammar) = (&self.policy.quality.scheme, row.sheet.grammar);
        if let Some((field, text)) = row.value(Column::Quality)
            && let Some(quality) = row.parsed(field, values::quality(text, scheme, grammar), log)
        {
            self.rows.column_mut(Column::Quality).push(at, quality);
            if !matches!(scheme, Scheme::Scale(_)) {
                self.refuse_mixed_percent(row, (self.kinds.len(), field), (text, quality), log);
            }
        }
        if row.sheet.layout.has_terms {
            self.terms(row, log);
        }
        if !self.policy.gates.is_empty() {
            self.gates(row, log);
        }
        self.service(row, log);
        let number = u32::try_from(at).expect("fewer than 2^32 rows");
        self.rows.places.push(number, row.at.file, row.at.row, row.at.line);
        self.rows.count += 1;
        self.named.push((item.unwrap_or(UNNAMED), vendor.unwrap_or(UNNAMED)));
    }

    /// Reads the price, its currency and its tax basis.
    fn price(&mut self, row: &Row<'_>, vendor: Option<u32>, log: &mut Log) {
        let layout = &row.sheet.layout;
        let at = self.rows.count;
        let stated = row.read(Column::Currency, log, values::currency).or_else(|| layout.mark.and_then(Mark::names));
        if let Some(currency) = stated {
            self.name_currency(currency, row.at, 1);
            self.rows.column_mut(Column::Currency).push(at, currency.number());
        }
        let mut unit = None;
        if let Some((field, text)) = row.value(Column::UnitPrice) {
            let read = values::offered(text, row.sheet.grammar).or_else(|fault| {
                let (price, own) = offered_for_one(row, text).ok_or(fault)?;
                unit = own;
                Ok(price)
            });
            if let Some(number) = row.parsed(field, read, log).flatten() {
                self.rows.column_mut(Column::UnitPrice).push(at, number.value);
                self.check_marks(row, field, number.mark.into_iter().chain(layout.mark), stated, log);
            }
        }
        if layout.has_costs {
            self.costs(row, vendor, (stated, unit), log);
        }
        self.tax(row, vendor, log);
    }

    /// Holds the marks beside an amount against the currency of its row, or keeps them for that of the comparison.
    fn check_marks(
        &mut self,
        row: &Row<'_>,
        field: usize,
        marks: impl Iterator<Item = Mark>,
        stated: Option<Currency>,
        log: &mut Log,
    ) {
        for mark in marks {
            match stated {
                Some(currency) if mark.agrees_with(currency) => {}
                Some(currency) => row.fault(field, FaultKind::OtherMark { mark, currency }, log),
                None => self.note_mark(mark, row.at, field),
            }
        }
    }

    /// Reads on which tax basis the price is; a rate is kept where it is another basis than the policy's.
    fn tax(&mut self, row: &Row<'_>, vendor: Option<u32>, log: &mut Log) {
        let layout = &row.sheet.layout;
        let rate = row.read(Column::TaxRate, log, |text| costs::percent_range(text, row.sheet.grammar));
        let cell = row.value(Column::TaxIncluded);
        let basis = row.read(Column::TaxIncluded, log, values::tax_basis);
        if let (Some(in_cell), Some(in_header), Some((field, text))) = (basis, layout.basis, cell)
            && in_cell != in_header
        {
            row.fault(field, FaultKind::TaxContradiction { text: Untrusted::new(text) }, log);
            return;
        }
        let Some(basis) = basis.or(layout.basis) else {
            self.assumes_basis |= rate.is_some();
            self.without_basis.extend(vendor.filter(|_| layout.field(Column::TaxIncluded).is_some()));
            return;
        };
        if basis == self.policy.price.basis {
            return;
        }
        if layout.field(Column::TaxRate).is_some() {
            let at = self.rows.count;
            self.rows.column_mut(Column::TaxIncluded).push(at, i64::from(basis == TaxBasis::Included));
            if let Some(rate) = rate {
                self.rows.column_mut(Column::TaxRate).push(at, rate);
            }
        } else if let Some(field) = cell.map(|(field, _)| field).or_else(|| layout.field(Column::UnitPrice)) {
            row.fault(field, FaultKind::OtherBasis { included: basis == TaxBasis::Included }, log);
        }
    }

    /// Reads what changes the total of a line, and what the vendor says that total is.
    fn costs(
        &mut self,
        row: &Row<'_>,
        vendor: Option<u32>,
        (stated, of_price): (Option<Currency>, Option<&str>),
        log: &mut Log,
    ) {
        let (layout, grammar, at) = (&row.sheet.layout, row.sheet.grammar, self.rows.count);
        let unit = self.unit(row, of_price, log);
        if unit.is_none() && (layout.field(Column::Unit).is_some() || row.sheet.whole.has_units) {
            self.without_unit.extend(vendor);
        }
        let header = |column| layout.field(column).map_or_else(Untrusted::default, |field| layout.header(field));
        let discount = header(Column::Discount);
        let discount = row.read(Column::Discount, log, |text| costs::discount(text, discount.raw(), grammar));
        let quantity = |column, log: &mut Log| {
            row.read(column, log, |text| values::quantity(text, grammar).map(Quantity::millionths))
        };
        for (column, code) in [
            (Column::Unit, unit.map(i64::from)),
            (Column::Discount, discount),
            (Column::PackSize, quantity(Column::PackSize, log)),
            (Column::OrderMultiple, quantity(Column::OrderMultiple, log)),
            (Column::FromQuantity, row.read(Column::FromQuantity, log, |text| not_negative(text, row))),
        ] {
            if let Some(code) = code {
                self.rows.column_mut(column).push(at, code);
            }
        }
        for column in [Column::Freight, Column::Amount] {
            let Some((field, text)) = row.value(column) else { continue };
            let parsed = if column == Column::Freight {
                costs::cost(text, grammar).map(Some)
            } else {
                values::offered(text, grammar)
            };
            if let Some(number) = row.parsed(field, parsed, log).flatten() {
                self.rows.column_mut(column).push(at, number.value);
                self.check_marks(row, field, number.mark.into_iter().chain(layout.mark_of(column)), stated, log);
            }
        }
        for (place, field) in layout.costs.iter().enumerate() {
            let Some((field, text)) = field.and_then(|field| row.field(field)) else { continue };
            let parsed = match self.policy.costs[place].kind {
                CostKind::Line | CostKind::Unit | CostKind::LineOff => costs::cost(text, grammar),
                CostKind::PercentOff => costs::discount(text, layout.header(field).raw(), grammar).map(Number::plain),
                CostKind::PercentOn => costs::percent_range(text, grammar).map(Number::plain),
                CostKind::Running { .. } => not_negative(text, row).map(Number::plain),
            };
            if let Some(number) = row.parsed(field, parsed, log) {
                self.rows.costs[place].push(at, number.value);
                self.check_marks(row, field, number.mark.into_iter(), stated, log);
            }
        }
    }

    /// Finds the unit that the price is for: the row's, or that of the price's header, of its cell or of the quantity's, which
    /// must not contradict each other.
    fn unit(&mut self, row: &Row<'_>, of_price: Option<&str>, log: &mut Log) -> Option<u32> {
        let of_header = row.sheet.layout.price_unit.as_ref().map(Untrusted::raw);
        let of_row = row.value(Column::Unit).map(|(field, text)| (field, values::without_guard(text)));
        if let (Some(header), Some((field, text))) = (of_header, of_row) {
            let same = self.policy.base_unit(header).zip(self.policy.base_unit(text));
            if same.is_none_or(|(header, text)| header != text) {
                let fault = FaultKind::PriceUnit { text: Untrusted::new(text), header: Untrusted::new(header) };
                row.fault(field, fault, log);
            }
        }
        let mut unit = of_row.map(|(_, text)| text).or(of_header);
        for (column, own) in [(Column::UnitPrice, of_price), (Column::Quantity, row.counted_unit())] {
            match (own, unit) {
                (Some(own), Some(other)) => self.refuse_other_unit(row, column, own, other, log),
                (own, None) => unit = own,
                (None, _) => {}
            }
        }
        let unit = unit?;
        self.texts[place_of(Column::Unit) - FIRST_TEXT].number(unit)
    }

    /// Reads what the conditions of the policy look at.
    fn gates(&mut self, row: &Row<'_>, log: &mut Log) {
        let at = self.rows.count;
        for (place, field) in row.sheet.layout.gates.iter().enumerate() {
            let Some((field, text)) = field.and_then(|field| row.field(field)) else { continue };
            let code = match self.policy.gates[place].condition {
                Condition::OneOf(_) => Ok(self
                    .gate_texts
                    .number(values::without_guard(text))
                    .map(i64::from)
                    .expect("a cell with a value is no empty text")),
                Condition::AtLeast(_) | Condition::AtMost(_) => values::percent(text, row.sheet.grammar),
                Condition::OnOrAfter(_) => calendar::date_or_open(text, row.date_order(field)).map(Date::ordinal),
                Condition::OnOrBefore(_) => calendar::date(text, row.date_order(field)).map(Date::ordinal),
            };
            if let Some(code) = row.parsed(field, code, log) {
                self.rows.gates[place].push(at, code);
                if matches!(self.policy.gates[place].condition, Condition::AtLeast(_) | Condition::AtMost(_)) {
                    self.refuse_mixed_percent(row, (self.kinds.len() + 1 + place, field), (text, code), log);
                }
            }
        }
    }

    fn service(&mut self, row: &Row<'_>, log: &mut Log) {
        let layout = &row.sheet.layout;
        let at = self.rows.count;
        for (place, (field, is_rate)) in layout.criteria.iter().zip(&layout.rates).enumerate() {
            let Some((field, text)) = field.and_then(|field| row.field(field)) else { continue };
            let (value, found) = match comparable(text, row, field, *is_rate) {
                Ok(comparable) => comparable,
                Err(fault) => {
                    if !is_refused_already(row, field) {
                        row.fault(field, fault, log);
                    }
                    continue;
                }
            };
            let (expected, first) = *self.kinds[place].get_or_insert((found, row.at));
            if found != expected {
                let is_date = found == CriterionKind::Date;
                let other = Box::new(log.place(first));
                row.fault(field, FaultKind::MixedKinds { text: Untrusted::new(text), is_date, other }, log);
                continue;
            }
            self.rows.criteria[place].push(at, value);
            if found == CriterionKind::Number {
                self.refuse_mixed_percent(row, (place, field), (text, value), log);
            }
        }
    }

    /// Refuses a fraction among percentages: `0.98` may be as much as `98%`.
    fn refuse_mixed_percent(
        &mut self,
        row: &Row<'_>,
        (place, field): (usize, usize),
        (text, value): (&str, i64),
        log: &mut Log,
    ) {
        let is_percent = text.ends_with(['%', '％']);
        // The first edition compared them as they are.
        if (!is_percent && !(1..=1_000_000).contains(&value)) || row.sheet.edition == Edition::First {
            return;
        }
        let [with_sign, without] = &mut self.percents[place];
        let (own, other) = if is_percent { (with_sign, without) } else { (without, with_sign) };
        own.get_or_insert(row.at);
        if let Some(other) = *other {
            let other = Box::new(log.place(other));
            row.fault(field, FaultKind::MixedPercent { text: Untrusted::new(text), is_percent, other }, log);
        }
    }

    /// Reads in how many days a vendor delivers; working days are no number of days, and none where it matters.
    fn delivery_days(&mut self, row: &Row<'_>, log: &mut Log) -> Option<i64> {
        let (field, text) = row.value(Column::DeliveryDays)?;
        match row.parsed(field, calendar::delivery(text), log)? {
            Days::Calendar(days) => Some(i64::from(days)),
            Days::Working if row.sheet.layout.criteria.contains(&Some(field)) => {
                row.fault(field, FaultKind::WorkingDays { text: Untrusted::new(text) }, log);
                None
            }
            Days::Working => {
                self.working_days.push((self.rows.count, field, Untrusted::new(text)));
                None
            }
        }
    }

    /// Reads the vendor's terms.
    fn terms(&mut self, row: &Row<'_>, log: &mut Log) {
        let at = self.rows.count;
        for column in TERMS {
            let code = if column == Column::MinOrder {
                row.read(column, log, |text| not_negative(text, row))
            } else if matches!(column, Column::ValidUntil | Column::DeliveryDate) {
                let (cell, order) = (row.value(column), |field| row.date_order(field));
                cell.and_then(|(field, text)| row.parsed(field, calendar::date(text, order(field)), log))
                    .map(Date::ordinal)
            } else if column == Column::Round {
                row.read(column, log, |text| values::round(text).map(i64::from))
            } else {
                self.delivery_days(row, log)
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

/// Reads what a service criterion compares: a date, or a number, which days may be as well.
fn comparable(text: &str, row: &Row<'_>, field: usize, is_rate: bool) -> Result<(i64, CriterionKind), FaultKind> {
    if let Some(date) = Date::parse(text) {
        return Ok((date.ordinal(), CriterionKind::Date));
    }
    score(text, row, is_rate).map(|score| (score, CriterionKind::Number)).or_else(|fault| {
        if row.sheet.layout.field(Column::DeliveryDays) == Some(field) {
            let days = calendar::days(text).map_err(|_| fault)?;
            return score(&days.to_string(), row, is_rate).map(|score| (score, CriterionKind::Number));
        }
        let date = calendar::date(text, row.date_order(field))
            .map_err(|own| if matches!(own, FaultKind::DateOrder { .. }) { own } else { fault })?;
        Ok((date.ordinal(), CriterionKind::Date))
    })
}

/// Reads the value of a service criterion; a percent sign may stand in a column of rates.
fn score(text: &str, row: &Row<'_>, is_rate: bool) -> Result<i64, FaultKind> {
    let grammar = row.sheet.grammar;
    let is_percent = is_rate || text.ends_with(['%', '％']);
    let parsed = if is_percent { values::percent(text, grammar) } else { values::plain(text, grammar) };
    parsed.map_err(|fault| {
        if let FaultKind::NotANumber { text, why: NumberFault::Text } = fault {
            FaultKind::NotComparable { text }
        } else {
            fault
        }
    })
}

/// Reads a price with what it is for beside it, `215元/张`; the unit is `None` where it is one of the item.
fn offered_for_one<'r>(row: &'r Row<'_>, text: &'r str) -> Option<(Option<Number>, Option<&'r str>)> {
    let (price, unit) = split_price(text, row.policy).filter(|_| row.sheet.whole.has_units)?;
    Some((values::offered(price, row.sheet.grammar).ok()?, unit.name()))
}

/// Reads a number of 0 or more without a mark, in millionths.
fn not_negative(text: &str, row: &Row<'_>) -> Result<i64, FaultKind> {
    let value = values::plain(text, row.sheet.grammar)?;
    if value >= 0 { Ok(value) } else { Err(values::out_of_range(text, Range::NotNegative)) }
}
