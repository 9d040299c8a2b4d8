//! What can be wrong with a policy. Their sentences and hints are in `report::wording`.

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
    Table,
}

/// Why a text is not what a setting needs; the texts are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingError {
    Number(Untrusted, DecimalError),
    Range(Untrusted, NumberRange),
    /// The setting has a few words, and this is none of them.
    Word(Untrusted, &'static [&'static str]),
    Currency(Untrusted),
    EmptyList,
    EmptyText,
    /// Two entries are the same after trimming and NFKC; this is the second.
    Twice(Untrusted),
    /// A lower edge of a band is not below the one before it.
    BandsOrder {
        edge: Decimal,
        before: Decimal,
    },
    /// A service criterion does not say which values are better.
    NoDirection(Untrusted),
    /// A service criterion is a direction without a column.
    NoColumn(Untrusted),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberRange {
    /// 0 or more.
    Amount,
    /// 0 or more, below 100.
    Tolerance,
    /// Above 0.
    Rate,
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
    /// Gates of the policy come with a later version.
    GateNotSupported,
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
