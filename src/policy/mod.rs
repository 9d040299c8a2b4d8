//! What the buyer may decide, checked: the whole of it, defaults included.
//!
//! [`PolicyFile`] is a policy as written, read and printed by one table of settings; [`Policy::check`] makes a
//! [`Policy`] out of it. The core knows no other settings.

mod check;
mod cost;
mod fault;
mod file;
mod gate;
mod grade;
pub(crate) mod grammar;
mod print;
mod reader;
mod setting;
mod settings;
mod stored;
mod units;
mod wide;
mod word;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Limit, Tolerance};

pub(crate) use self::fault::{Expected, NumberRange, PolicyFaultKind, SettingError, TomlType};
pub use self::fault::{PolicyError, PolicyFault, RestoreError};
pub(crate) use self::file::GivenOption;
pub use self::file::PolicyFile;
pub(crate) use self::print::string as toml_string;
pub use self::print::template;
pub(crate) use self::settings::SETTINGS;
pub use self::stored::digest;
pub use self::word::{AcrossGrades, AwardBy, DateOrder, Direction, EstimateUse, TaxBasis, VendorFrom, ZeroPrice};

/// A checked policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The currency of the comparison; the one currency of the sheets when absent.
    pub currency: Option<Currency>,
    /// In which order the day and the month of dates like `1/2/2026` are; found out column by column when absent.
    pub date_order: Option<DateOrder>,
    /// Where sheets that name no vendor have it from.
    pub vendor_from: Option<VendorFrom>,
    /// The columns whose blank cells mean what the cell above says.
    pub fill_down: Vec<Column>,
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
    /// What is added to a line, beside the columns that bijia knows, in the order in which it is added.
    pub costs: Vec<Cost>,
    /// Conditions that an offer must meet to take part.
    pub gates: Vec<Gate>,
    /// By unit, in the form of `text_key`, how many of another unit it is.
    pub units: BTreeMap<String, Conversion>,
    /// How sheets are written that have the vendors side by side; found by their headers when absent.
    pub wide: Option<Wide>,
    /// Headers that mean money, quantity, time or quality, and are left out knowingly.
    pub ignore: Vec<String>,
    /// The buyer's own estimate among the vendors.
    pub estimate: Option<Estimate>,
    /// What is awarded together.
    pub award_by: AwardBy,
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
    /// The day of the rates.
    pub rates_date: Option<Date>,
    /// Who published the rates.
    pub rates_source: Option<String>,
    /// Whether a price of 0 takes part.
    pub zero: ZeroPrice,
}

/// A column of the sheets that changes what a line costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "cost::CostFile", into = "cost::CostFile")]
pub struct Cost {
    /// The column's name or header.
    pub column: String,
    /// How its cells count.
    pub kind: CostKind,
}

/// How the cells of a cost count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostKind {
    /// An amount for the whole line, in the quote's currency and on its tax basis.
    Line,
    /// An amount for each unit that the price is for, in the quote's currency and on its tax basis.
    Unit,
    /// An amount off the whole line, in the quote's currency and on its tax basis.
    LineOff,
    /// A percentage off the goods, after the discounts before it.
    PercentOff,
    /// A percentage on top of the goods, after the discounts before it.
    PercentOn,
    /// What the buyer pays while the goods are used, in the currency of the comparison: the cell times a factor and years,
    /// for each unit of the item that was asked for.
    Running {
        /// What one costs: of one kWh, say.
        times: Decimal,
        /// Over how many years; 1 where none are stated.
        years: Decimal,
    },
}

/// A condition that an offer must meet to take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "gate::GateFile", into = "gate::GateFile")]
pub struct Gate {
    /// The column's name or header.
    pub column: String,
    /// What its cell must be. A quote without one does not meet it.
    pub condition: Condition,
}

/// What the cell of a gate must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One of some texts, after NFKC, trimming and case folding.
    OneOf(Vec<String>),
    /// A number of at least this.
    AtLeast(Decimal),
    /// A number of at most this.
    AtMost(Decimal),
    /// This day or a later one.
    OnOrAfter(Day),
    /// This day or an earlier one.
    OnOrBefore(Day),
}

/// A day that a gate is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Day {
    /// The day of the comparison.
    AsOf,
    /// A day of the calendar.
    On(Date),
}

/// How many of another unit one unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Conversion {
    /// How many; above 0.
    pub factor: Decimal,
    /// The other unit, as written.
    pub unit: String,
}

/// How sheets are written that have the vendors side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wide {
    /// The line of the sheet with the names of vendors, from 1; where that is a title, counted from the top of the table.
    pub vendor_row: u32,
    /// The columns that each vendor has, by name or header, in the order of the sheet.
    pub columns: Vec<String>,
    /// The names that are vendors; where there are none, all that are no known header.
    pub vendors: Vec<String>,
}

/// The buyer's own estimate among the vendors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The vendor under whose name it stands.
    pub vendor: String,
    /// What becomes of it.
    pub used: EstimateUse,
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
