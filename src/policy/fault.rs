//! What can be wrong in a policy file, and where.

use std::fmt;

use super::setting::{SettingError, alternatives, nearest};
use crate::value::untrusted::Untrusted;

/// A fault in a policy file: where it stands, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct PolicyFault {
    /// Where it stands.
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
    /// The key with its tables, as in `price.tolerance`; `None` where the text is no TOML.
    pub key: Option<Untrusted>,
}

impl fmt::Display for PolicyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: line {}", self.file.shown(), self.line)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(f, ", key `{}`", key.shown()))
    }
}

/// What is wrong at a place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFaultKind {
    /// The bytes are not UTF-8.
    #[error("not UTF-8 text")]
    NotUtf8,
    /// The text is not TOML.
    #[error("`{}` is not TOML: {message}", .text.shown())]
    Syntax {
        /// The line, without white space at its ends.
        text: Untrusted,
        /// What the parser says.
        message: String,
    },
    /// The table has no such key.
    #[error("unknown key")]
    UnknownKey {
        /// The key without its tables.
        key: Untrusted,
        /// The keys of the table.
        known: Vec<&'static str>,
        /// The table in which such a key does exist.
        elsewhere: Option<&'static str>,
    },
    /// The value is of another type.
    #[error("`{}` is {found}, expected {expected}", .text.shown())]
    WrongType {
        /// What was written.
        text: Untrusted,
        /// Its type, in words.
        found: &'static str,
        /// What the key takes.
        expected: Expected,
    },
    /// The value is a TOML float, which is not exact.
    #[error("`{}` is a TOML float", .text.shown())]
    Float {
        /// What was written.
        text: Untrusted,
        /// The key without its tables; `None` within a list.
        key: Option<Untrusted>,
    },
    /// The value is of the right type and says nothing that the setting knows.
    #[error(transparent)]
    Setting(#[from] SettingError),
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

impl Expected {
    /// Returns what one entry of a list must be.
    #[must_use]
    pub(super) const fn entry(self) -> Self {
        match self {
            Self::Numbers | Self::Number => Self::Number,
            Self::Text | Self::Texts | Self::TextOrTexts | Self::Grade | Self::Table => Self::Text,
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text in quotes",
            Self::Number => "a number: an integer, or a decimal in quotes",
            Self::Grade => "a label in quotes, or a score",
            Self::Texts => "a list of texts",
            Self::Numbers => "a list of numbers",
            Self::TextOrTexts => "a text in quotes, or a list of such texts",
            Self::Table => "a table",
        })
    }
}

impl PolicyFault {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            PolicyFaultKind::NotUtf8 => Some("save the file as UTF-8".to_owned()),
            PolicyFaultKind::Syntax { text, .. } if is_table_and_key(text.raw()) => {
                Some("write the part in `[...]` on a line of its own, and the rest on the line below it".to_owned())
            }
            PolicyFaultKind::Syntax { .. } => {
                Some("compare the line with the commented policy that `bijia policy` prints".to_owned())
            }
            PolicyFaultKind::UnknownKey { key, known, elsewhere } => Some(unknown_key(key, known, *elsewhere)),
            PolicyFaultKind::WrongType { text, found, expected } => Some(match expected {
                Expected::Text if matches!(*found, "a list" | "a table") => {
                    "write one text in quotes, as `\"CNY\"`".to_owned()
                }
                Expected::Text => format!("write the text in quotes: `\"{}\"`", text.shown()),
                Expected::Grade => "write the label in quotes, as `\"B\"`".to_owned(),
                Expected::Number => "write an integer, or a decimal in quotes, as `\"1.5\"`".to_owned(),
                Expected::Texts => "write a list in square brackets, as `[\"A\", \"B\"]`".to_owned(),
                Expected::Numbers => "write a list in square brackets, as `[90, 75, 60]`".to_owned(),
                Expected::TextOrTexts => "write the header in quotes, as `\"Pack Price\"`".to_owned(),
                Expected::Table => match &self.place.key {
                    Some(key) => format!("write `[{}]` on a line of its own, its keys below", key.shown()),
                    None => format!("write `[{}]` on a line of its own", text.shown()),
                },
            }),
            PolicyFaultKind::Float { text, key } => Some(match (crate::value::decimal::parse(text.raw()), key) {
                (Ok(_), Some(key)) => format!("write it as a string: `{} = \"{}\"`", key.shown(), text.shown()),
                (Ok(_), None) => format!("write it as a string: `\"{}\"`", text.shown()),
                (Err(_), _) => "write a plain decimal in quotes, as `\"1.5\"`".to_owned(),
            }),
            PolicyFaultKind::Setting(error) => error.hint(),
        }
    }
}

/// Says what was probably meant by an unknown key.
fn unknown_key(key: &Untrusted, known: &[&'static str], elsewhere: Option<&'static str>) -> String {
    match (nearest(key.raw(), known.iter().copied()), elsewhere) {
        (_, Some("")) => "move it to the top of the file, above the first `[..]`".to_owned(),
        (_, Some(table)) => format!("move it under `[{table}]`"),
        (Some(name), None) => format!("write `{name}`"),
        (None, None) => format!("write {}", alternatives(known)),
    }
}

/// Says whether a line has a table's header and a key behind it, as hints name them in a sentence.
fn is_table_and_key(line: &str) -> bool {
    let key = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    key.is_some_and(|(_, key)| key.contains('='))
}
