//! Rows that are no quotes: totals and signatures, as sheets have them below their tables.

use unicode_normalization::UnicodeNormalization as _;

use super::row::Row;
use crate::read::cells::values::is_missing;
use crate::value::column::Column;
use crate::value::source::Role;
use crate::value::untrusted::Untrusted;

/// What the first cell of a total begins with; a mark or a remark in parentheses may follow.
const TOTALS: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "共计",
    "合计金额",
    "总计金额",
    "本页小计",
    "total",
    "totals",
    "subtotal",
    "sub total",
    "sub-total",
    "grand total",
];

/// What the first cell of a signature begins with; a name may follow behind a colon.
const SIGNATURES: &[&str] = &[
    "审批",
    "审批人",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "制表",
    "制表人",
    "经办",
    "经办人",
    "采购员",
    "负责人",
    "签字",
    "签名",
    "盖章",
    "日期",
    "approved by",
    "prepared by",
    "checked by",
    "reviewed by",
    "signature",
    "signed by",
    "date",
];

/// Returns the text of a row that is plainly a total or a signature: its first cell says so, and it names neither a
/// vendor nor a price, nor the quantity that a request asks for.
///
/// Whatever else such a row may be is left to be read, so that what lacks in it is a fault.
pub(crate) fn total_or_signature(row: &Row<'_>) -> Option<Untrusted> {
    let own: &[Column] = if row.sheet.role == Role::Quotes {
        &[Column::Vendor, Column::UnitPrice]
    } else {
        &[Column::Quantity, Column::Budget, Column::Ceiling]
    };
    if own.iter().any(|column| row.value(*column).is_some()) {
        return None;
    }
    let mut cells = row.record.iter().map(str::trim).filter(|cell| !is_missing(cell, &row.policy.missing));
    let first: String = cells.next()?.nfkc().collect::<String>().to_lowercase();
    let (name, rest) = first.split_at(first.find([':', '(']).unwrap_or(first.len()));
    // `合 计` is set with spaces to look wider.
    let name = name.trim();
    let close: String = name.split_whitespace().collect();
    let is_one_of = |names: &[&str]| names.contains(&name) || (!close.is_ascii() && names.contains(&&*close));
    let is_total = is_one_of(TOTALS);
    // A name can stand behind the colon of a signature; behind a total, only its unit does.
    let is_signature = is_one_of(SIGNATURES) && (rest.starts_with(':') || cells.clone().next().is_none());
    let remark = rest.strip_suffix(':').unwrap_or(rest);
    let is_plain = is_total && (remark.is_empty() || (remark.starts_with('(') && remark.ends_with(')')));
    (is_plain || is_signature).then(|| {
        let all: Vec<&str> = row.record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        Untrusted::new(&all.join(" "))
    })
}
