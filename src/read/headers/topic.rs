//! What headers are about, as far as it can change what is paid or chosen.

use crate::value::column::Column;

/// What a header seems to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Currency,
    Unit,
    Price,
    /// The price from some quantity on, in a column of its own.
    PriceBreak,
    /// The price of a round, in a column of its own.
    RoundPrice,
    /// Who pays for the way, as `FOB`.
    TradeTerms,
    Fee,
    Discount,
    Tax,
    Invoice,
    Amount,
    Payment,
    /// Money that is held, and may come back.
    Deposit,
    MinOrder,
    /// The least amount of money of an order.
    MinOrderValue,
    Multiple,
    Pack,
    Quantity,
    Warranty,
    ShelfLife,
    Validity,
    /// How long a paper of the vendor is valid.
    Licence,
    Delivery,
    Time,
    Round,
    Quality,
}

impl Topic {
    /// Returns what a known column is about, where it can change what is paid or chosen.
    pub(crate) const fn of(column: Column) -> Option<Self> {
        Some(match column {
            Column::UnitPrice | Column::LastPrice => Self::Price,
            Column::Unit => Self::Unit,
            Column::PackSize => Self::Pack,
            Column::Currency => Self::Currency,
            Column::TaxRate | Column::TaxIncluded => Self::Tax,
            Column::Discount => Self::Discount,
            Column::Freight => Self::Fee,
            Column::MinOrder => Self::MinOrder,
            Column::OrderMultiple => Self::Multiple,
            Column::FromQuantity => Self::PriceBreak,
            Column::ValidUntil => Self::Validity,
            Column::DeliveryDays | Column::DeliveryDate | Column::NeededBy => Self::Delivery,
            Column::Quality | Column::RequiredQuality | Column::Service => Self::Quality,
            Column::Round => Self::Round,
            Column::Quantity => Self::Quantity,
            Column::Amount | Column::Budget | Column::Ceiling | Column::PaidElsewhere | Column::CommittedElsewhere => {
                Self::Amount
            }
            Column::Item
            | Column::Lot
            | Column::Request
            | Column::Description
            | Column::Spec
            | Column::Brand
            | Column::Vendor
            | Column::ReceivedOn
            | Column::ReceivedBy
            | Column::How
            | Column::Contact
            | Column::QuoteNo
            | Column::Deadline
            | Column::Invited
            | Column::Department
            | Column::Category
            | Column::Period => return None,
        })
    }

    /// Returns the column that a header about this is meant to be, where one is.
    pub(crate) const fn column(self) -> Option<Column> {
        Some(match self {
            Self::Currency => Column::Currency,
            Self::Unit => Column::Unit,
            Self::Price => Column::UnitPrice,
            Self::PriceBreak => Column::FromQuantity,
            Self::RoundPrice | Self::Round => Column::Round,
            Self::Discount => Column::Discount,
            Self::Tax => Column::TaxRate,
            Self::Amount => Column::Amount,
            Self::MinOrder => Column::MinOrder,
            Self::Multiple => Column::OrderMultiple,
            Self::Pack => Column::PackSize,
            Self::Quantity => Column::Quantity,
            Self::Validity => Column::ValidUntil,
            Self::Delivery => Column::DeliveryDays,
            Self::Quality => Column::Quality,
            Self::TradeTerms
            | Self::Fee
            | Self::Invoice
            | Self::Payment
            | Self::Deposit
            | Self::MinOrderValue
            | Self::Warranty
            | Self::ShelfLife
            | Self::Licence
            | Self::Time => return None,
        })
    }

    /// Says whether it is about money or a quantity, rather than time or quality.
    pub(crate) const fn is_of_money_or_quantity(self) -> bool {
        match self {
            Self::Currency
            | Self::Unit
            | Self::Price
            | Self::PriceBreak
            | Self::RoundPrice
            | Self::TradeTerms
            | Self::Fee
            | Self::Discount
            | Self::Tax
            | Self::Invoice
            | Self::Amount
            | Self::Payment
            | Self::Deposit
            | Self::MinOrder
            | Self::MinOrderValue
            | Self::Multiple
            | Self::Pack
            | Self::Quantity => true,
            Self::Warranty
            | Self::ShelfLife
            | Self::Validity
            | Self::Licence
            | Self::Delivery
            | Self::Time
            | Self::Round
            | Self::Quality => false,
        }
    }
}
