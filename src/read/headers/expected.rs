//! Which columns an input may have and must have, by its role.

use crate::value::column::Column;
use crate::value::source::Role;

/// Returns the columns that an input of a role cannot do without.
pub(crate) const fn needed(role: Role) -> &'static [Column] {
    match role {
        Role::Quotes => &[Column::Item, Column::Vendor, Column::UnitPrice],
        Role::Request | Role::Policy | Role::History => &[Column::Item],
        Role::Budgets => &[Column::Budget],
    }
}

/// Says whether a column is read from inputs of a role; others are carried along.
pub(crate) const fn belongs(column: Column, role: Role) -> bool {
    match role {
        Role::Quotes => !matches!(column, Column::PaidElsewhere | Column::CommittedElsewhere),
        Role::Budgets => matches!(
            column,
            Column::Department
                | Column::Category
                | Column::Period
                | Column::Budget
                | Column::Currency
                | Column::PaidElsewhere
                | Column::CommittedElsewhere
        ),
        Role::Request | Role::Policy | Role::History => matches!(
            column,
            Column::Item
                | Column::Lot
                | Column::Request
                | Column::Description
                | Column::Spec
                | Column::Brand
                | Column::Unit
                | Column::Quantity
                | Column::RequiredQuality
                | Column::Budget
                | Column::Ceiling
                | Column::LastPrice
                | Column::NeededBy
                | Column::Deadline
                | Column::Invited
                | Column::Department
                | Column::Category
                | Column::Period
        ),
    }
}

/// Says whether a column is only carried along.
pub(crate) const fn is_carried(column: Column) -> bool {
    matches!(
        column,
        Column::Description
            | Column::Spec
            | Column::Brand
            | Column::ReceivedOn
            | Column::ReceivedBy
            | Column::How
            | Column::Contact
            | Column::QuoteNo
            | Column::Deadline
            | Column::Invited
    )
}

/// Says whether a column holds text, which can be joined from several headers.
pub(crate) const fn is_text(column: Column) -> bool {
    matches!(
        column,
        Column::Item
            | Column::Lot
            | Column::Request
            | Column::Description
            | Column::Spec
            | Column::Brand
            | Column::Vendor
            | Column::Unit
            | Column::Department
            | Column::Category
            | Column::Period
    )
}
