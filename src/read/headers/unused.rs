//! Headers that speak of money, quantity, time or quality, and are used for nothing.

use std::collections::BTreeSet;

use super::alias::{meaning, misspelt, normal};
use super::expected::belongs;
use super::layout::Layout;
use super::meaning::{stated, states_currency};
use super::topic::Topic;
use super::words::{figures, topic};
use crate::read::fault::{FaultKind, Figures, Remedy};
use crate::value::column::Column;
use crate::value::source::Role;

/// Finds the fields that may change what is paid or chosen, and do not; fields with a fault of their own are left out.
pub(super) fn refuse_unused(
    layout: &Layout,
    refused: &BTreeSet<usize>,
    role: Role,
) -> impl Iterator<Item = (Option<usize>, FaultKind)> {
    let is_unused = |field: &&usize| {
        !layout.ignored.contains(field) && !layout.gates.contains(&Some(**field)) && !refused.contains(field)
    };
    let about = |field: &usize| {
        let header = layout.header(*field);
        let column = meaning(header.raw()).map(|meaning| meaning.column);
        let (topic, column) = match column {
            // Another header holds the column, or it is none of such a sheet.
            Some(column) => (Topic::of(column)?, Some(column)),
            None => match topic(header.raw()) {
                Some(topic) => (topic, topic.column()),
                None => misspelt(header.raw()).and_then(|column| Some((Topic::of(column)?, Some(column))))?,
            },
        };
        let counts = role == Role::Quotes || topic.is_of_money_or_quantity();
        let remedy = remedy(layout, header.raw(), topic, column.filter(|column| belongs(*column, role)), role);
        counts.then_some((Some(*field), FaultKind::UnusedHeader { header, topic, remedy }))
    };
    layout.carried.iter().filter(is_unused).filter_map(about).collect::<Vec<_>>().into_iter()
}

/// Finds what to do with a column.
fn remedy(layout: &Layout, header: &str, topic: Topic, column: Option<Column>, role: Role) -> Remedy {
    let is_free = |column: Column| layout.field(column).is_none();
    let figures = figures(header);
    if role != Role::Quotes {
        return match (topic, column) {
            (Topic::PriceBreak, _) | (_, None) => Remedy::Ignore,
            (_, Some(column)) => Remedy::Map(column),
        };
    }
    match (topic, column) {
        (Topic::PriceBreak, _) => Remedy::RowsBy(Column::FromQuantity),
        (Topic::RoundPrice, _) => Remedy::RowsBy(Column::Round),
        // The same price on the other tax basis.
        (Topic::Price, Some(Column::UnitPrice))
            if !is_free(Column::UnitPrice) && stated(Column::UnitPrice, header).basis.is_some() =>
        {
            Remedy::Ignore
        }
        // A price beside a price is more often a total.
        (Topic::Price, Some(Column::UnitPrice)) if !is_free(Column::UnitPrice) && is_free(Column::Amount) => {
            Remedy::MapOr(Column::UnitPrice, Column::Amount)
        }
        (Topic::TradeTerms, _) if is_priced(header) && is_free(Column::UnitPrice) => Remedy::Map(Column::UnitPrice),
        (Topic::TradeTerms, _) if is_priced(header) => Remedy::Ignore,
        (Topic::TradeTerms | Topic::Payment, _) => Remedy::Ask,
        (Topic::Fee, Some(column)) if is_free(column) => Remedy::Map(column),
        (Topic::Fee, _) => Remedy::Add(figures),
        (Topic::Deposit, _) => Remedy::AddHeld,
        (Topic::Discount, _) => Remedy::TakeOff(figures),
        (Topic::Tax, Some(column)) if !is_free(column) || figures == Figures::Amounts => Remedy::Add(figures),
        (Topic::Invoice, _) => Remedy::AddPercent,
        (Topic::MinOrderValue, _) => Remedy::Check,
        (Topic::Licence, _) => Remedy::AskForDay,
        (Topic::Warranty | Topic::ShelfLife | Topic::Time, _) => Remedy::Compare,
        (Topic::Delivery, _) if is_in_other_days(header) => Remedy::Convert,
        (Topic::Quality | Topic::Delivery | Topic::Validity, Some(column)) if !is_free(column) => Remedy::Compare,
        (_, Some(column)) => Remedy::Map(column),
        (_, None) => Remedy::Ignore,
    }
}

/// Says whether a header counts weeks, months or working days, which would be read as days.
fn is_in_other_days(header: &str) -> bool {
    let text = normal(header);
    ["week", "wks", "month", "working", "business", "周", "月", "工作日", "星期"].iter().any(|word| text.contains(word))
}

/// Says whether a header of trade terms is that of a price on them.
fn is_priced(header: &str) -> bool {
    let text = normal(header);
    text.contains("price") || text.contains('价') || states_currency(header)
}
