//! Settings that are one of a few words: an enum each, with the names that policies have for its values.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fault::SettingError;
use super::grammar::excerpt;

macro_rules! words {
    ($($(#[$doc:meta])* $visibility:vis $setting:ident {
        $($(#[$value_doc:meta])* $value:ident = $word:literal,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        $visibility enum $setting {
            $($(#[$value_doc])* #[serde(rename = $word)] $value,)*
        }

        impl $setting {
            /// Returns the word for it in policies.
            #[must_use]
            $visibility const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)*
                }
            }

            pub(super) fn parse(text: &str) -> Result<Self, SettingError> {
                match text.trim() {
                    $($word => Ok(Self::$value),)*
                    _ => Err(SettingError::Word(excerpt(text), &[$($word),*])),
                }
            }
        }

        impl fmt::Display for $setting {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    )*};
}

words! {
    /// Whether a better grade is worth a higher price, where no grade is required.
    pub AcrossGrades {
        /// A person decides.
        Refer = "refer",
        /// The best grade only, then the next.
        Best = "best",
        /// All grades are one group.
        Cheapest = "cheapest",
    }

    /// Whether amounts include tax.
    pub TaxBasis {
        /// Tax is in the price.
        Included = "tax-included",
        /// Tax comes on top.
        Excluded = "tax-excluded",
    }

    /// Which values of a criterion are better.
    pub Direction {
        /// Lower (earlier) is better.
        Asc = "asc",
        /// Higher (later) is better.
        Desc = "desc",
    }

    /// What is awarded together.
    pub AwardBy {
        /// Each item for itself.
        Item = "item",
        /// All items of a lot, to one vendor.
        Lot = "lot",
    }

    /// How the cells of a cost count, without those that are multiplied by a factor.
    pub(crate) CostPer {
        /// An amount for the line.
        Line = "line",
        /// An amount for each unit.
        Unit = "unit",
        /// An amount off the line.
        LineOff = "line-off",
        /// A percentage off the goods.
        PercentOff = "percent-off",
        /// A percentage on top of the goods.
        PercentOn = "percent-on",
    }

    /// Whether a price of 0 takes part.
    pub ZeroPrice {
        /// It does not.
        Reject = "reject",
        /// It does.
        Allow = "allow",
    }

    /// What becomes of the buyer's own estimate among the vendors.
    pub EstimateUse {
        /// It is the budget of items that state none.
        Budget = "budget",
        /// It is left out.
        Ignore = "ignore",
    }

    /// In which order dates with the year behind are written, as `12/31/2026` is.
    pub DateOrder {
        /// The month, the day, the year.
        MonthFirst = "mdy",
        /// The day, the month, the year.
        DayFirst = "dmy",
    }

    /// Where a sheet that names no vendor has it from.
    pub VendorFrom {
        /// The file's name, without its folder and ending.
        FileName = "file-name",
    }

    /// How a tie is resolved, without the seed, which is a setting of its own.
    pub(crate) TiesWord {
        /// A person decides.
        Refer = "refer",
        /// The first vendor name.
        Name = "name",
        /// Lots are drawn.
        Draw = "draw",
    }
}
