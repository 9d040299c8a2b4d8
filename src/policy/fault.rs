//! What can be wrong with a policy. Their sentences and hints are in `report::wording`.

use crate::value::currency::Currency;
use crate::value::money::{Decimal, DecimalError};
use crate::value::untrusted::Untrusted;

/// A fault in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyFault {
    /// Where it is.
    pub place: PolicyPlace,
    /// What it is.
    pub kind: PolicyFaultKind,
}

/// A place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPlace {
    /// The path as the user gave it.
    pub file: Untrusted,
    /// The line, from 1.
    pub line: usize,
    /// The key with its tables, as in `price.tolerance`; `None` where the text is not TOML.
    pub key: Option<Untrusted>,
}

/// What is wrong at a place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFaultKind {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The text is not TOML.
    Syntax {
        /// The line, without white space at its ends.
        text: Untrusted,
        /// What the parser says.
        message: String,
    },
    /// The table has no such key.
    UnknownKey {
        /// The key without its tables.
        key: Untrusted,
        /// The keys of the table.
        known: Vec<&'static str>,
        /// The table in which such a key does exist; empty for the top of the file.
        elsewhere: Option<&'static str>,
    },
    /// The value is of another type.
    WrongType {
        /// What was written.
        text: Untrusted,
        /// Its type.
        found: TomlType,
        /// What the key takes.
        expected: Expected,
    },
    /// The value is a TOML float, which is not exact.
    Float {
        /// What was written.
        text: Untrusted,
        /// The key without its tables; `None` within a list.
        key: Option<Untrusted>,
    },
    /// The value is of the right type, and not one that the setting can have.
    Setting(#[from] SettingError),
}

/// A type of TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of TOML")]
pub enum TomlType {
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
pub enum Expected {
    /// One text.
    Text,
    /// One exact number.
    Number,
    /// A label or a score.
    Grade,
    /// A list of texts.
    Texts,
    /// A list of exact numbers.
    Numbers,
    /// One text, or a list of texts.
    TextOrTexts,
    /// A table of further keys.
    Table,
}

/// Why a text is not what a setting needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// A number was expected.
    Number {
        /// What was written.
        text: Untrusted,
        /// What is wrong with it.
        error: DecimalError,
    },
    /// The number is outside of the setting's range.
    Range {
        /// What was written.
        text: Untrusted,
        /// The allowed range.
        range: NumberRange,
    },
    /// The setting has a few words, and this is none of them.
    Word {
        /// What was written.
        text: Untrusted,
        /// The words of the setting.
        words: &'static [&'static str],
    },
    /// ISO 4217 has no such currency.
    Currency {
        /// What was written.
        text: Untrusted,
    },
    /// A list that needs an entry has none.
    EmptyList,
    /// A text is empty or white space.
    EmptyText,
    /// Two entries are the same after trimming and NFKC.
    Twice {
        /// The second of the two, as written.
        text: Untrusted,
    },
    /// A lower edge of a band is not below the one before it.
    BandsOrder {
        /// The edge.
        edge: Decimal,
        /// The edge before it.
        before: Decimal,
    },
    /// A service criterion does not say which values are better.
    NoDirection {
        /// What was written.
        text: Untrusted,
    },
    /// A service criterion is a direction without a column.
    NoColumn {
        /// What was written.
        text: Untrusted,
    },
}

/// The range of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberRange {
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
    /// Awards by lot come with a later version.
    LotNotSupported,
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
