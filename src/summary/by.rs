//! By what awards are put together.

use super::line::Line;
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// What awards are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    Department,
    Category,
    /// The request's period, else the month of the award.
    Period,
    Vendor,
    Buyer,
    Item,
    Lot,
}

impl By {
    pub(crate) const ALL: [Self; 7] =
        [Self::Department, Self::Category, Self::Period, Self::Vendor, Self::Buyer, Self::Item, Self::Lot];

    pub(crate) const fn name(self) -> &'static str {
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
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        Self::parse_among(&Self::ALL, name)
    }

    /// Parses the name of one of some columns.
    pub(super) fn parse_among(allowed: &[Self], name: &str) -> Result<Self, String> {
        let found = allowed.iter().copied().find(|by| by.name() == name);
        let names: Vec<&str> = allowed.iter().map(|by| by.name()).collect();
        found.ok_or_else(|| format!("expected one of {}", names.join(", ")))
    }

    /// Returns what an award says of it; `None` where it says nothing.
    pub(crate) fn of(self, line: &Line) -> Option<&Untrusted> {
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
    pub(crate) fn key(self, line: &Line) -> Option<Key> {
        let key = match self {
            Self::Vendor | Self::Buyer => Key::vendor,
            Self::Department | Self::Category | Self::Period | Self::Item | Self::Lot => Key::item,
        };
        self.of(line).map(|text| key(text.raw())).filter(|key| !key.text().is_empty())
    }
}
