//! `[wide]`: where the names of vendors stand in sheets that have the vendors side by side, and which columns each has.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Wide;
use super::fault::{NumberRange, PolicyError, SettingError};
use super::grammar::{self, excerpt};

/// The most lines among which the names are looked for.
const MOST: u32 = 1_000;

/// A `[wide]` as written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct WideTable {
    pub(super) columns: Option<Vec<String>>,
    pub(super) vendor_row: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) vendors: Option<Vec<String>>,
}

impl WideTable {
    pub(super) const fn is_empty(&self) -> bool {
        self.columns.is_none() && self.vendor_row.is_none() && self.vendors.is_none()
    }

    /// Gives what is left out its default; the columns have none, since nobody can know them.
    pub(super) fn check(self) -> Result<Option<Wide>, PolicyError> {
        if self.is_empty() {
            return Ok(None);
        }
        let columns = self.columns.ok_or(PolicyError::WideWithoutColumns)?;
        let Line(vendor_row) = self.vendor_row.unwrap_or(Line(1));
        Ok(Some(Wide { vendor_row, columns, vendors: self.vendors.unwrap_or_default() }))
    }
}

impl From<&Wide> for WideTable {
    fn from(wide: &Wide) -> Self {
        Self {
            columns: Some(wide.columns.clone()),
            vendor_row: Some(Line(wide.vendor_row)),
            vendors: Some(wide.vendors.clone()).filter(|vendors| !vendors.is_empty()),
        }
    }
}

/// The number of a line, from 1; stored as text, as all numbers of policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Line(u32);

/// Reads the number of a line.
pub(super) fn line(text: &str) -> Result<Line, SettingError> {
    let number = grammar::number(text)?;
    let line = number.to_string().parse().ok().filter(|line| (1..=MOST).contains(line));
    line.map(Line).ok_or_else(|| SettingError::Range(excerpt(text), NumberRange::Line))
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Line {
    type Error = SettingError;

    fn try_from(text: String) -> Result<Self, SettingError> {
        line(&text)
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyFile};

    fn wide(text: &str) -> Result<Option<Wide>, Vec<PolicyError>> {
        Policy::check(PolicyFile::read(text).unwrap()).map(|policy| policy.wide)
    }

    #[test]
    fn the_row_of_vendors_is_the_first_where_nothing_else_is_said() {
        let of = |vendor_row, vendors: &[&str]| Wide {
            vendor_row,
            columns: vec!["unit_price".to_owned(), "交货期".to_owned()],
            vendors: vendors.iter().map(|name| (*name).to_owned()).collect(),
        };
        let columns = "[wide]\ncolumns = ['unit_price', '交货期']\n";
        assert_eq!(wide(""), Ok(None));
        assert_eq!(wide(columns), Ok(Some(of(1, &[]))));
        assert_eq!(wide(&format!("{columns}vendor_row = 3\nvendors = ['甲', '乙']")), Ok(Some(of(3, &["甲", "乙"]))));
        assert_eq!(wide("wide.vendor_row = 1"), Err(vec![PolicyError::WideWithoutColumns]));
    }

    #[test]
    fn a_line_is_a_whole_number_from_1() {
        assert_eq!(line("12"), Ok(Line(12)));
        for text in ["0", "-1", "1.5", "1001"] {
            assert!(matches!(line(text), Err(SettingError::Range(_, NumberRange::Line))), "{text}");
        }
        assert!(matches!(line("first"), Err(SettingError::Number(..))));
    }
}
