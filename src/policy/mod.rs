//! What the buyer may decide, checked: the whole of it, defaults included.
//!
//! [`PolicyFile`] is a policy as written, read and printed by one table of settings; [`Policy::check`] makes a
//! [`Policy`] out of it. The core knows no other settings.

mod check;
mod fault;
mod file;
mod grade;
pub(crate) mod grammar;
mod print;
mod reader;
mod settings;
mod word;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Limit, Tolerance};

pub(crate) use self::fault::{Expected, NumberRange, PolicyFaultKind, SettingError, TomlType};
pub use self::fault::{PolicyError, PolicyFault, RestoreError};
pub(crate) use self::file::GivenOption;
pub use self::file::{PolicyFile, digest};
pub use self::print::template;
pub(crate) use self::settings::SETTINGS;
pub use self::word::{AcrossGrades, Direction, TaxBasis};

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

/// A service criterion: a column and its better direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Criterion {
    /// The column's name or header.
    pub column: String,
    /// Which values are better.
    pub direction: Direction,
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
