//! `[[gate]]`: a condition that an offer must meet to take part.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fault::{Expected, SettingError};
use super::grammar::{self, Exact, excerpt};
use super::setting::{Printed, Setting, list, one};

use super::{Condition, Day, Gate};
use crate::value::date::Date;
use crate::value::name::text_key;

/// The word for the day of the comparison.
const AS_OF: &str = "as-of";

/// A `[[gate]]` as written; `equals` is short for `one_of` with one text, and is stored as that.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct GateFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Exact>,
    column: Option<String>,
    #[serde(skip)]
    equals: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_or_after: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_or_before: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<String>>,
}

/// The keys of a `[[gate]]`.
pub(super) static GATE: &[Setting<GateFile>] = &[
    Setting {
        table: "",
        key: "column",
        doc: "the column's name, or its header in your sheets",
        examples: &[],
        read: |value, file| file.column = value.one(Expected::Text, grammar::text),
        print: |file| one(file.column.as_ref(), ""),
        option: None,
    },
    Setting {
        table: "",
        key: "equals",
        doc: "the cell must be this text; upper and lower case are the same",
        examples: &[],
        read: |value, file| file.equals = value.one(Expected::Text, grammar::label),
        print: |_| Printed::Absent(""),
        option: None,
    },
    Setting {
        table: "",
        key: "one_of",
        doc: "the cell must be one of these texts",
        examples: &[],
        read: |value, file| file.one_of = value.filled_list(Expected::Texts, add_text),
        print: |file| list(file.one_of.as_deref()),
        option: None,
    },
    Setting {
        table: "",
        key: "at_least",
        doc: "the cell must be this number or a higher one",
        examples: &[],
        read: |value, file| file.at_least = value.one(Expected::Number, grammar::exact),
        print: |file| one(file.at_least, ""),
        option: None,
    },
    Setting {
        table: "",
        key: "at_most",
        doc: "the cell must be this number or a lower one",
        examples: &[],
        read: |value, file| file.at_most = value.one(Expected::Number, grammar::exact),
        print: |file| one(file.at_most, ""),
        option: None,
    },
    Setting {
        table: "",
        key: "on_or_after",
        doc: "the cell must be this day or a later one; \"as-of\" is the day of the comparison",
        examples: &[],
        read: |value, file| file.on_or_after = value.one(Expected::Date, Day::parse),
        print: |file| one(file.on_or_after, ""),
        option: None,
    },
    Setting {
        table: "",
        key: "on_or_before",
        doc: "the cell must be this day or an earlier one",
        examples: &[],
        read: |value, file| file.on_or_before = value.one(Expected::Date, Day::parse),
        print: |file| one(file.on_or_before, ""),
        option: None,
    },
];

/// Adds a gate; a column may have several.
pub(super) fn add(gates: &mut Vec<Gate>, file: GateFile) -> Result<(), SettingError> {
    gates.push(Gate::try_from(file)?);
    Ok(())
}

/// Adds one of the texts that a cell may be.
fn add_text(texts: &mut Vec<String>, text: &str) -> Result<(), SettingError> {
    let label = grammar::label(text)?;
    if texts.iter().any(|other| text_key(other) == text_key(&label)) {
        return Err(SettingError::TwiceInAnyCase(excerpt(text)));
    }
    texts.push(label);
    Ok(())
}

impl Day {
    /// Returns the day of the calendar; `as_of` is that of the comparison.
    #[must_use]
    pub fn date(self, as_of: Date) -> Date {
        match self {
            Self::AsOf => as_of,
            Self::On(date) => date,
        }
    }
}

impl Condition {
    /// Returns what the condition asks for, as text: texts joined by ` / `, a number, a day.
    #[must_use]
    pub fn wanted(&self, as_of: Date) -> String {
        match self {
            Self::OneOf(texts) => texts.join(" / "),
            Self::AtLeast(number) | Self::AtMost(number) => number.to_string(),
            Self::OnOrAfter(day) | Self::OnOrBefore(day) => day.date(as_of).to_string(),
        }
    }
}

impl TryFrom<GateFile> for Gate {
    type Error = SettingError;

    fn try_from(file: GateFile) -> Result<Self, SettingError> {
        let GateFile { at_least, at_most, column, equals, on_or_after, on_or_before, one_of } = file;
        let column = column.ok_or(SettingError::ColumnMissing)?;
        let mut conditions = [
            ("equals", equals.map(|text| Condition::OneOf(vec![text]))),
            ("one_of", one_of.map(Condition::OneOf)),
            ("at_least", at_least.map(|Exact(number)| Condition::AtLeast(number))),
            ("at_most", at_most.map(|Exact(number)| Condition::AtMost(number))),
            ("on_or_after", on_or_after.map(Condition::OnOrAfter)),
            ("on_or_before", on_or_before.map(Condition::OnOrBefore)),
        ]
        .into_iter()
        .filter_map(|(key, condition)| Some((key, condition?)));
        match (conditions.next(), conditions.next()) {
            (None, _) => Err(SettingError::NoCondition),
            (Some((_, condition)), None) => Ok(Self { column, condition }),
            (Some((first, _)), Some((second, _))) => Err(SettingError::TwoConditions(first, second)),
        }
    }
}

impl From<Gate> for GateFile {
    fn from(Gate { column, condition }: Gate) -> Self {
        let file = Self { column: Some(column), ..Self::default() };
        match condition {
            Condition::OneOf(texts) => Self { one_of: Some(texts), ..file },
            Condition::AtLeast(number) => Self { at_least: Some(Exact(number)), ..file },
            Condition::AtMost(number) => Self { at_most: Some(Exact(number)), ..file },
            Condition::OnOrAfter(day) => Self { on_or_after: Some(day), ..file },
            Condition::OnOrBefore(day) => Self { on_or_before: Some(day), ..file },
        }
    }
}

impl Day {
    fn parse(text: &str) -> Result<Self, SettingError> {
        match text.trim() {
            AS_OF => Ok(Self::AsOf),
            date => grammar::date(date).map(Self::On).map_err(|_| SettingError::Day(excerpt(text))),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsOf => f.write_str(AS_OF),
            Self::On(date) => date.fmt(f),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|error| error.to_string())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyFile;

    #[test]
    fn a_gate_is_one_condition() {
        let texts = |texts: &[&str]| Condition::OneOf(texts.iter().map(|&text| text.to_owned()).collect());
        let number = |text| grammar::number(text).unwrap();
        let day = Day::On(grammar::date("2026-01-31").unwrap());
        for (text, expected) in [
            ("equals = ' Ｙes '", texts(&["Yes"])),
            ("one_of = ['CN', '本地']", texts(&["CN", "本地"])),
            ("at_least = '5.50'", Condition::AtLeast(number("5.5"))),
            ("at_most = -3", Condition::AtMost(number("-3"))),
            ("on_or_after = 'as-of'", Condition::OnOrAfter(Day::AsOf)),
            ("on_or_after = 2026-01-31", Condition::OnOrAfter(day)),
            ("on_or_before = '2026-01-31'", Condition::OnOrBefore(day)),
        ] {
            let file = PolicyFile::read(&format!("[[gate]]\ncolumn = ' Licence '\n{text}")).unwrap();
            assert_eq!(file.gate, [Gate { column: "Licence".to_owned(), condition: expected }], "{text}");
        }
    }

    #[test]
    fn a_column_may_have_several_gates() {
        let gate = "[[gate]]\ncolumn = 'x'\n";
        let file = PolicyFile::read(&format!("{gate}at_least = 1\n{gate}at_most = 2\n{gate}at_least = 1")).unwrap();
        assert_eq!(file.gate.len(), 3);
    }
}
