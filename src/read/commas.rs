//! Whether the cells of a sheet show that the point parts decimals, where nobody declares what does.
//!
//! `1,234` alone may be 1234 or 1.234; beside `12.5` or `1,234.50` in its column, or in one of money, it is 1234.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::cells::number::{self, DecimalMark};
use super::cells::values::is_missing;
use super::sheet::Sheet;
use super::text::records::Records;
use crate::policy::{Policy, Scheme};
use crate::rule::edition::Edition;
use crate::value::column::Column;

/// The columns of money: what one of them shows holds for all columns of the sheet.
const MONEY: [Column; 8] = [
    Column::UnitPrice,
    Column::Freight,
    Column::Amount,
    Column::Budget,
    Column::Ceiling,
    Column::LastPrice,
    Column::PaidElsewhere,
    Column::CommittedElsewhere,
];

/// The other columns of numbers, but for those that the policy adds.
const OTHERS: [Column; 7] = [
    Column::Quantity,
    Column::MinOrder,
    Column::PackSize,
    Column::OrderMultiple,
    Column::FromQuantity,
    Column::Discount,
    Column::TaxRate,
];

/// How many rows are looked at before it is known that it matters.
pub(crate) const FIRST_ROWS: usize = 64;

/// Says whether each column with a number such as `1,234` has another number, or one of money is in the sheet, that needs the
/// point for its decimals.
///
/// `text` is the sheet from its start on, and `typed` are its cells, by line and column, whose numbers were never text. Of a
/// sheet whose end is not looked at only a number of money says so.
pub(crate) fn shows_point(
    sheet: &Sheet,
    policy: &Policy,
    (text, typed): (&[u8], &[(u32, usize)]),
    rows: usize,
) -> bool {
    if sheet.grammar.decimal_mark != DecimalMark::Assumed || sheet.grammar.edition == Edition::First {
        return false;
    }
    let layout = &sheet.layout;
    let fields = |columns: &[Column]| columns.iter().filter_map(|column| layout.field(*column)).collect::<Vec<_>>();
    let mut money = fields(&MONEY);
    money.extend(layout.costs.iter().flatten());
    let mut others = fields(&OTHERS);
    others.extend(layout.criteria.iter().chain(&layout.gates).flatten());
    if !matches!(policy.quality.scheme, Scheme::Scale(_)) {
        others.extend(fields(&[Column::Quality, Column::RequiredQuality]));
    }
    let (mut shown, mut open) = (BTreeSet::new(), BTreeSet::new());
    let mut records = Records::new(&text[sheet.rows_at..], sheet.delimiter);
    let mut record = StringRecord::new();
    let mut is_whole = true;
    for row in 0.. {
        let Ok(Some(line)) = records.next(&mut record) else { break };
        if row == rows {
            is_whole = false;
            break;
        }
        let line = sheet.rows_line - 1 + line;
        for (field, is_money) in
            money.iter().map(|field| (field, true)).chain(others.iter().map(|field| (field, false)))
        {
            let cell = record.get(*field).map_or("", str::trim);
            if !cell.contains(['.', ',', '．', '，']) || is_missing(cell, &policy.missing) {
                continue;
            }
            if number::readings(cell).is_some() {
                open.insert(*field);
            } else if number::shows_point(cell) && typed.binary_search(&(line, *field)).is_err() {
                if is_money {
                    return true;
                }
                shown.insert(*field);
            }
        }
    }
    is_whole && !open.is_empty() && open.is_subset(&shown)
}
