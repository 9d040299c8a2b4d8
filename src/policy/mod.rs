//! What the buyer may decide, checked: the whole of it, defaults included.
//!
//! [`PolicyFile`] is a policy as written; [`Policy::check`] makes a [`Policy`] out of it. The core knows no other
//! settings.

mod canonical;
mod check;
mod fault;
mod file;
mod grade;
mod print;
mod reader;
mod restore;
#[cfg(test)]
mod sample;
pub mod setting;
mod template;
mod written;

use std::collections::BTreeMap;

use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Limit, Tolerance};

pub use self::canonical::digest;
pub use self::check::PolicyError;
pub use self::fault::{Expected, PolicyFault, PolicyFaultKind, PolicyPlace};
pub use self::restore::RestoreError;
pub use self::setting::SettingError;
pub use self::template::TEMPLATE;
pub use self::written::{AwardBy, PolicyFile, TiesSetting};

/// A checked policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The currency of the comparison; the one currency of the sheets when absent.
    pub currency: Option<Currency>,
    /// Headers of the sheets by column; several headers of one column are joined with ` / `.
    pub columns: BTreeMap<Column, Vec<String>>,
    /// Texts that mean "no value", beside the usual ones.
    pub missing: Vec<String>,
    /// How quality is graded.
    pub quality: QualityPolicy,
    /// How prices are compared.
    pub price: PricePolicy,
    /// The service criteria; the first that differs decides.
    pub service: Vec<Criterion>,
    /// How ties are treated.
    pub ties: Ties,
    /// Awards above this amount, in the currency of the comparison, wait for a second person's approval.
    pub approval_above: Option<Limit>,
}

/// How quality is graded, and what is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityPolicy {
    /// How the cells of the quality column become grades.
    pub scheme: Scheme,
    /// What an offer must reach where its item states nothing: a label of the scale, or a score.
    pub required: Option<Requirement>,
    /// Whether a better grade is worth a higher price.
    pub across_grades: AcrossGrades,
}

/// How the cells of the quality column become grades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// Labels, best first, trimmed and in NFKC.
    Scale(Vec<String>),
    /// Score bands by their lower edges, highest first; below the last edge is one more band.
    Bands(Vec<Decimal>),
    /// Each distinct score is a grade of its own.
    Scores,
}

/// A required quality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// The place of a label on the scale, from 0; that grade or a better one is required.
    Label(usize),
    /// A score; that score or a higher one is required.
    Score(Decimal),
}

/// Whether a better grade is worth a higher price, where no grade is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcrossGrades {
    /// A person decides.
    Refer,
    /// The best grade only, then the next.
    Best,
    /// All grades are one group.
    Cheapest,
}

/// How prices are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricePolicy {
    /// Totals within this of the lowest are the same price.
    pub tolerance: Tolerance,
    /// Whether totals include tax.
    pub basis: TaxBasis,
    /// What one unit of a currency is worth in the policy's currency.
    pub rates: BTreeMap<Currency, Decimal>,
}

/// Whether amounts include tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxBasis {
    /// Tax is in the price.
    Included,
    /// Tax comes on top.
    Excluded,
}

/// A service criterion: a column and its better direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The column's name or header.
    pub column: String,
    /// Which values are better.
    pub direction: Direction,
}

/// Which values of a criterion are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Lower (earlier) is better.
    Asc,
    /// Higher (later) is better.
    Desc,
}

/// How a tie is resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ties {
    /// A person decides.
    Refer,
    /// The first vendor name by code point.
    Name,
    /// The smallest SHA-256 of a text with this seed.
    Draw(String),
}

impl AcrossGrades {
    /// Returns the setting's name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refer => "refer",
            Self::Best => "best",
            Self::Cheapest => "cheapest",
        }
    }
}

impl TaxBasis {
    /// Returns the setting's name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Included => "tax-included",
            Self::Excluded => "tax-excluded",
        }
    }
}

impl Direction {
    /// Returns the direction's name in criteria.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

impl Ties {
    /// Returns the setting's name in policies.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refer => "refer",
            Self::Name => "name",
            Self::Draw(_) => "draw",
        }
    }
}
