//! What can be wrong with a policy. Their sentences and hints are in `report::wording`.

use super::word::ZeroPrice;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, DecimalError};
use crate::value::untrusted::Untrusted;

/// A fault in a policy file: what it is, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyFault {
    /// The path as the user gave it.
    pub(crate) file: Untrusted,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The key with its tables, as in `price.tolerance`; `None` where the text is not TOML.
    pub(crate) key: Option<Untrusted>,
    pub(crate) kind: PolicyFaultKind,
}

/// What is wrong at a place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PolicyFaultKind {
    NotUtf8,
    /// The line, without white space at its ends, and what the parser of TOML says.
    Syntax {
        text: Untrusted,
        message: String,
    },
    /// The key without its tables, the keys of its table, and the table in which such a key does exist; empty for the
    /// top of the file.
    UnknownKey {
        key: Untrusted,
        known: Vec<&'static str>,
        elsewhere: Option<&'static str>,
    },
    WrongType {
        text: Untrusted,
        found: TomlType,
        expected: Expected,
    },
    /// A TOML float, which is not exact, and its key without its tables; `None` within a list.
    Float {
        text: Untrusted,
        key: Option<Untrusted>,
    },
    /// The value is of the right type, and not one that the setting can have.
    Setting(SettingError),
}

impl From<SettingError> for PolicyFaultKind {
    fn from(error: SettingError) -> Self {
        Self::Setting(error)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TomlType {
    Text,
    Integer,
    Float,
    Boolean,
    Datetime,
    List,
    Table,
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Text,
    Number,
    /// A label or a score.
    Grade,
    Texts,
    Numbers,
    TextOrTexts,
    Date,
    Table,
    /// An array of tables.
    Tables,
}

/// Why a text is not what a setting needs; the texts are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingError {
    Number(Untrusted, DecimalError),
    Range(Untrusted, NumberRange),
    /// The setting has a few words, and this is none of them.
    Word(Untrusted, &'static [&'static str]),
    Currency(Untrusted),
    /// A column that cannot be filled down.
    NotFilled(Untrusted),
    EmptyList,
    EmptyText,
    /// Two entries are the same after trimming and NFKC; this is the second.
    Twice(Untrusted),
    /// The same where case makes no difference either.
    TwiceInAnyCase(Untrusted),
    /// A lower edge of a band is not below the one before it.
    BandsOrder {
        edge: Decimal,
        before: Decimal,
    },
    /// A service criterion does not say which values are better.
    NoDirection(Untrusted),
    /// A service criterion is a direction without a column.
    NoColumn(Untrusted),
    Date(Untrusted),
    /// Neither a date nor the day of the comparison.
    Day(Untrusted),
    /// Neither a unit nor a number of one.
    Unit(Untrusted),
    /// A cost or a gate names no column.
    ColumnMissing,
    /// A cost says how its cells count, and has a key of a factor as well.
    PerWith(&'static str),
    /// A cost has years and no factor.
    YearsWithoutTimes,
    /// A gate has no condition.
    NoCondition,
    /// The first two conditions of a gate that has several.
    TwoConditions(&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberRange {
    /// 0 or more.
    Amount,
    /// 0 or more, below 100.
    Tolerance,
    /// Above 0.
    Positive,
    /// The number of a line, from 1.
    Line,
}

/// Why settings that are right by themselves make no policy together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Quality can be graded in one way only.
    ScaleAndBands,
    /// The required grade is not on the scale.
    RequiredNotOnScale {
        /// The required grade as written.
        required: Untrusted,
        /// The labels of the scale.
        scale: Vec<Untrusted>,
    },
    /// The required grade is a label, and there is no scale of labels.
    RequiredNotAScore {
        /// The required grade as written.
        required: Untrusted,
    },
    /// Lots are drawn without a seed.
    DrawWithoutSeed,
    /// There is a seed, and no lots are drawn.
    SeedWithoutDraw {
        /// The seed as written.
        seed: Untrusted,
    },
    /// There is a rate for the currency of the policy itself.
    RateOfOwnCurrency {
        /// The currency.
        currency: Currency,
    },
    /// Whether a price of 0 takes part is said twice, and not the same.
    ZeroPriceTwice {
        /// What the top of the file says.
        top: ZeroPrice,
        /// What the table of prices says.
        price: ZeroPrice,
    },
    /// It is not said what becomes of the buyer's estimate.
    EstimateWithoutUse,
    /// It is not said under which name the buyer's estimate stands.
    EstimateWithoutVendor,
    /// A header of a cost has another meaning by `[columns]` or `ignore`.
    CostTwice {
        /// The header as written.
        column: Untrusted,
        /// The setting that gives it the other meaning.
        setting: &'static str,
    },
    /// A cost is named as a column that quotes or items cannot do without.
    CostOfColumn {
        /// The column.
        column: Column,
    },
    /// It is not said which columns each vendor of a wide sheet has.
    WideWithoutColumns,
    /// A unit is so many of itself.
    UnitCircle {
        /// The units in their form for comparison; the first comes last again.
        units: Vec<Untrusted>,
    },
}

/// Why a stored policy cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The object does not have the keys of a policy, or a value that no policy can have.
    Shape(#[from] serde_json::Error),
    /// The settings do not go together.
    Settings(Vec<PolicyError>),
    /// It is not stored as this version stores it.
    NotCanonical,
}
