//! `[[cost]]`: a column of the sheets that changes what a line costs.

use serde::{Deserialize, Serialize};

use super::fault::{Expected, SettingError};
use super::grammar::{self, Exact, excerpt};
use super::setting::{Setting, one};
use super::word::CostPer;
use super::{Cost, CostKind};
use crate::value::money::Decimal;

/// A `[[cost]]` as written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct CostFile {
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<CostPer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    years: Option<Exact>,
}

/// The keys of a `[[cost]]`.
pub(super) static COST: &[Setting<CostFile>] = &[
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
        key: "per",
        doc: "\"line\" (also when left out): an amount for the whole line; \"unit\": an amount for each unit priced;\n\
              \"line-off\": an amount off the whole line;\n\
              \"percent-off\", \"percent-on\": a percentage off the price of the goods, or on top of it",
        examples: &[],
        read: |value, file| file.per = value.one(Expected::Text, CostPer::parse),
        print: |file| one(file.per, ""),
        option: None,
    },
    Setting {
        table: "",
        key: "times",
        doc: "instead of \"per\": what one costs while the goods are used (of one kWh, say), 0 or more; the cell is\n\
              multiplied by it, by the years and by the quantity",
        examples: &[],
        read: |value, file| file.times = value.one(Expected::Number, grammar::not_negative),
        print: |file| one(file.times, ""),
        option: None,
    },
    Setting {
        table: "",
        key: "years",
        doc: "over how many years; 1 when left out",
        examples: &[],
        read: |value, file| file.years = value.one(Expected::Number, grammar::positive),
        print: |file| one(file.years, ""),
        option: None,
    },
];

/// Adds a cost; a column is one cost only.
pub(super) fn add(costs: &mut Vec<Cost>, file: CostFile) -> Result<(), SettingError> {
    let cost = Cost::try_from(file)?;
    let key = |column: &str| grammar::normal(column).to_lowercase();
    if costs.iter().any(|other| key(&other.column) == key(&cost.column)) {
        return Err(SettingError::TwiceInAnyCase(excerpt(&cost.column)));
    }
    costs.push(cost);
    Ok(())
}

impl TryFrom<CostFile> for Cost {
    type Error = SettingError;

    fn try_from(CostFile { column, per, times, years }: CostFile) -> Result<Self, SettingError> {
        let column = column.ok_or(SettingError::ColumnMissing)?;
        let kind = match (per, times, years) {
            (None, Some(Exact(times)), years) => {
                CostKind::Running { times, years: years.map_or(Decimal::ONE, |Exact(years)| years) }
            }
            (Some(_), Some(_), _) => return Err(SettingError::PerWith("times")),
            (Some(_), None, Some(_)) => return Err(SettingError::PerWith("years")),
            (None, None, Some(_)) => return Err(SettingError::YearsWithoutTimes),
            (None | Some(CostPer::Line), None, None) => CostKind::Line,
            (Some(CostPer::Unit), None, None) => CostKind::Unit,
            (Some(CostPer::LineOff), None, None) => CostKind::LineOff,
            (Some(CostPer::PercentOff), None, None) => CostKind::PercentOff,
            (Some(CostPer::PercentOn), None, None) => CostKind::PercentOn,
        };
        Ok(Self { column, kind })
    }
}

impl From<Cost> for CostFile {
    /// Writes a cost down, what it left out included.
    fn from(Cost { column, kind }: Cost) -> Self {
        let per = |per| Self { per: Some(per), ..Self::default() };
        let file = match kind {
            CostKind::Line => per(CostPer::Line),
            CostKind::Unit => per(CostPer::Unit),
            CostKind::LineOff => per(CostPer::LineOff),
            CostKind::PercentOff => per(CostPer::PercentOff),
            CostKind::PercentOn => per(CostPer::PercentOn),
            CostKind::Running { times, years } => {
                Self { times: Some(Exact(times)), years: Some(Exact(years)), ..Self::default() }
            }
        };
        Self { column: Some(column), ..file }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyFile;

    #[test]
    fn a_cost_is_an_amount_of_the_line_unless_it_says_otherwise() {
        let running = |times: &str, years: &str| {
            let [times, years] = [times, years].map(|number| grammar::number(number).unwrap());
            CostKind::Running { times, years }
        };
        for (text, expected) in [
            ("", CostKind::Line),
            ("per = 'line'", CostKind::Line),
            ("per = 'unit'", CostKind::Unit),
            ("per = 'line-off'", CostKind::LineOff),
            ("per = 'percent-off'", CostKind::PercentOff),
            ("per = 'percent-on'", CostKind::PercentOn),
            ("times = '0.620'", running("0.62", "1")),
            ("times = 0\nyears = '2.5'", running("0", "2.5")),
        ] {
            let file = PolicyFile::read(&format!("[[cost]]\ncolumn = ' 安装费 '\n{text}")).unwrap();
            assert_eq!(file.cost, [Cost { column: "安装费".to_owned(), kind: expected }], "{text}");
        }
    }

    #[test]
    fn costs_keep_the_order_of_the_file() {
        let file = PolicyFile::read("[[cost]]\ncolumn = 'b'\n[[cost]]\ncolumn = 'a'\nper = 'unit'").unwrap();
        let columns: Vec<_> = file.cost.iter().map(|cost| cost.column.as_str()).collect();
        assert_eq!(columns, ["b", "a"]);
        assert_eq!(PolicyFile::read("cost = [{ column = 'b' }, { column = 'a', per = 'unit' }]").unwrap(), file);
    }
}
