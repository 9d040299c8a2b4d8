//! By what awards are put together.

use super::line::Line;
use crate::read::Key;
use crate::value::untrusted::Untrusted;

/// What awards are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The request's department.
    Department,
    /// The request's category.
    Category,
    /// The request's period, else the month of the award.
    Period,
    /// To whom it was awarded.
    Vendor,
    /// Who awarded.
    Buyer,
    /// The item.
    Item,
    /// The item's lot.
    Lot,
}

impl By {
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 7] =
        [Self::Department, Self::Category, Self::Period, Self::Vendor, Self::Buyer, Self::Item, Self::Lot];

    /// Returns the name of the column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Category => "category",
            Self::Period => "period",
            Self::Vendor => "vendor",
            Self::Buyer => "buyer",
            Self::Item => "item",
            Self::Lot => "lot",
        }
    }

    /// Parses the name of a column.
    ///
    /// # Errors
    ///
    /// Returns what is allowed.
    pub fn parse(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|by| by.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            format!("expected one of {}", names.join(", "))
        })
    }

    /// Returns what an award says of it; `None` where it says nothing.
    #[must_use]
    pub fn of(self, line: &Line) -> Option<&Untrusted> {
        match self {
            Self::Department => line.department.as_ref(),
            Self::Category => line.category.as_ref(),
            Self::Period => Some(&line.period),
            Self::Vendor => Some(&line.vendor),
            Self::Buyer => Some(&line.buyer),
            Self::Item => Some(&line.item),
            Self::Lot => line.lot.as_ref(),
        }
    }

    /// Returns the form in which two spellings are the same; `None` where the award says nothing.
    #[must_use]
    pub fn key(self, line: &Line) -> Option<Key> {
        let key = match self {
            Self::Vendor | Self::Buyer => Key::vendor,
            Self::Department | Self::Category | Self::Period | Self::Item | Self::Lot => Key::item,
        };
        self.of(line).map(|text| key(text.raw())).filter(|key| !key.text().is_empty())
    }
}
