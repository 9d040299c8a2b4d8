//! A policy as written: by options and a file.
//!
//! The fields are in the order of the canonical JSON that results store, which sorts keys. A key that came after the first
//! results were stored is absent from the JSON where it has its default, so that what was stored keeps its digest.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fault::PolicyFaultKind;
use super::grammar::{self, Exact};
use super::reader::Value;
use super::setting::Setting;
use super::wide::WideTable;
use super::word::{AcrossGrades, AwardBy, DateOrder, EstimateUse, TaxBasis, TiesWord, VendorFrom, ZeroPrice};
use super::{Conversion, Cost, Criterion, Gate, units};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Limit, Tolerance};

/// A policy as written; what is absent is left to the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyFile {
    pub(super) approval: ApprovalTable,
    pub(super) award: AwardTable,
    #[serde(with = "columns")]
    pub(super) columns: BTreeMap<Column, Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cost: Vec<Cost>,
    pub(super) currency: Option<Currency>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) date_order: Option<DateOrder>,
    #[serde(default, skip_serializing_if = "EstimateTable::is_empty")]
    pub(super) estimate: EstimateTable,
    #[serde(default, skip_serializing_if = "FillTable::is_empty")]
    pub(super) fill: FillTable,
    pub(super) gate: Vec<Gate>,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub(super) ignore: Option<Vec<String>>,
    pub(super) missing: Option<Vec<String>>,
    pub(super) price: PriceTable,
    pub(super) quality: QualityTable,
    pub(super) service: ServiceTable,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", serialize_with = "units::serialize")]
    pub(super) units: BTreeMap<String, Conversion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) vendor_from: Option<VendorFrom>,
    #[serde(default, skip_serializing_if = "WideTable::is_empty")]
    pub(super) wide: WideTable,
    #[serde(default, skip_serializing_if = "is_reject")]
    pub(super) zero_price: Option<ZeroPrice>,
}

#[expect(clippy::ref_option, reason = "what serde hands over")]
fn is_empty(list: &Option<Vec<String>>) -> bool {
    list.as_ref().is_none_or(Vec::is_empty)
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
fn is_reject(zero_price: &Option<ZeroPrice>) -> bool {
    zero_price.is_none_or(|zero_price| zero_price == ZeroPrice::Reject)
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct ApprovalTable {
    pub(super) above: Option<Limit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct AwardTable {
    pub(super) by: Option<AwardBy>,
    pub(super) seed: Option<String>,
    pub(super) ties: Option<TiesWord>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct EstimateTable {
    #[serde(rename = "use")]
    pub(super) used: Option<EstimateUse>,
    pub(super) vendor: Option<String>,
}

impl EstimateTable {
    const fn is_empty(&self) -> bool {
        self.used.is_none() && self.vendor.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct FillTable {
    #[serde(with = "column_list")]
    pub(super) down: Option<Vec<Column>>,
}

impl FillTable {
    fn is_empty(&self) -> bool {
        self.down.as_ref().is_none_or(Vec::is_empty)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct PriceTable {
    pub(super) basis: Option<TaxBasis>,
    pub(super) rates: BTreeMap<Currency, Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional_date")]
    pub(super) rates_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rates_source: Option<String>,
    #[serde(with = "optional_tolerance")]
    pub(super) tolerance: Option<Tolerance>,
    /// Another place for what the top of the file says; not stored.
    #[serde(skip)]
    pub(super) zero_price: Option<ZeroPrice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct QualityTable {
    pub(super) across_grades: Option<AcrossGrades>,
    pub(super) bands: Option<Vec<Exact>>,
    pub(super) required: Option<String>,
    pub(super) scale: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct ServiceTable {
    pub(super) criteria: Option<Vec<Criterion>>,
}

/// Columns by their names, in the order of the names.
mod columns {
    use super::{BTreeMap, Column, Deserialize, Deserializer, Serialize, Serializer};
    use serde::de::{Error as _, Unexpected};

    pub(super) fn serialize<S: Serializer>(
        columns: &BTreeMap<Column, Vec<String>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let named: BTreeMap<_, _> = columns.iter().map(|(column, headers)| (column.name(), headers)).collect();
        named.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Column, Vec<String>>, D::Error> {
        let column = |(name, headers): (String, _)| match Column::by_name(&name) {
            Some(column) => Ok((column, headers)),
            None => Err(D::Error::invalid_value(Unexpected::Str(&name), &"a column")),
        };
        BTreeMap::<String, Vec<String>>::deserialize(deserializer)?.into_iter().map(column).collect()
    }
}

/// A list of columns by their names.
mod column_list {
    use super::{Column, Deserialize, Deserializer, Serialize, Serializer, grammar};

    #[expect(clippy::ref_option, reason = "what serde hands over")]
    pub(super) fn serialize<S: Serializer>(columns: &Option<Vec<Column>>, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<&str> = columns.iter().flatten().map(|column| column.name()).collect();
        names.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Column>>, D::Error> {
        let mut columns = Vec::new();
        for name in Vec::<String>::deserialize(deserializer)? {
            grammar::add_filled(&mut columns, &name).map_err(serde::de::Error::custom)?;
        }
        Ok(Some(columns))
    }
}

mod optional_date {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer, grammar};

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
    pub(super) fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        date.map(|date| date.to_string()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| grammar::date(&text)).transpose().map_err(serde::de::Error::custom)
    }
}

mod optional_tolerance {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Tolerance, grammar};

    #[expect(clippy::ref_option, reason = "what serde hands over")]
    pub(super) fn serialize<S: Serializer>(tolerance: &Option<Tolerance>, serializer: S) -> Result<S::Ok, S::Error> {
        tolerance.map(|tolerance| tolerance.to_string()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Tolerance>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| grammar::tolerance(&text)).transpose().map_err(serde::de::Error::custom)
    }
}

/// A setting given as an option; its text has been checked.
#[derive(Debug, Clone)]
pub(crate) struct GivenOption {
    setting: &'static Setting<PolicyFile>,
    text: String,
}

impl GivenOption {
    /// Checks the text of an option.
    pub(crate) fn parse(setting: &'static Setting<PolicyFile>, text: &str) -> Result<Self, PolicyFaultKind> {
        Value::read_option(setting, text, &mut PolicyFile::default())?;
        Ok(Self { setting, text: text.to_owned() })
    }
}

impl PolicyFile {
    /// Lays options over a file: where both say something, the option counts.
    pub(crate) fn overlay(mut self, options: &[GivenOption]) -> Self {
        // First all make room, then all are read: two options that exclude each other are a fault.
        for GivenOption { setting, text } in options {
            if let Some(option) = &setting.option {
                (option.displaces)(text, &mut self);
            }
        }
        for GivenOption { setting, text } in options {
            Value::read_option(setting, text, &mut self).expect("an option was checked when it was given");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::settings::SETTINGS;

    fn given(key: &str, text: &str) -> GivenOption {
        let setting = SETTINGS.iter().find(|setting| setting.key == key).unwrap();
        GivenOption::parse(setting, text).unwrap()
    }

    #[test]
    fn an_option_beats_the_file_and_leaves_the_rest() {
        let scale = "currency = 'CNY'\n[quality]\nscale = ['A', 'B']\nrequired = 'B'\n";
        let bands = "currency = 'CNY'\n[quality]\nbands = [90, 75]\nrequired = 'B'\n";
        let draw = "[award]\nties = 'draw'\nseed = 'x'\n";
        for (file, options, expected) in [
            (scale, &[][..], scale),
            ("price.tolerance = 1", &[("tolerance", "2")], "price.tolerance = 2"),
            ("", &[("criteria", " ")], "service.criteria = []"),
            ("", &[("criteria", "a b desc，c asc")], "service.criteria = ['a b desc', 'c asc']"),
            // Scale and bands replace one another; given together they are both there, which is a fault later on.
            (scale, &[("bands", "90,75")], bands),
            (bands, &[("scale", "A，B")], scale),
            ("", &[("bands", "90,75"), ("scale", "A,B")], "[quality]\nscale = ['A', 'B']\nbands = [90, 75]"),
            ("zero_price = 'allow'", &[("zero_price", "reject")], "zero_price = 'reject'"),
            ("price.zero_price = 'allow'", &[("zero_price", "reject")], "zero_price = 'reject'"),
            ("ignore = ['x']", &[("ignore", "Setup fee，Old price")], "ignore = ['Setup fee', 'Old price']"),
            // Without a draw there is no use for the file's seed.
            (draw, &[("ties", "name")], "award.ties = 'name'"),
            (draw, &[("ties", "draw")], draw),
            (draw, &[("ties", "name"), ("seed", "y")], "[award]\nties = 'name'\nseed = 'y'"),
        ] {
            let options: Vec<_> = options.iter().map(|(key, text)| given(key, text)).collect();
            let laid_over = PolicyFile::read(file).unwrap().overlay(&options);
            assert_eq!(laid_over, PolicyFile::read(expected).unwrap(), "{file} {options:?}");
        }
    }
}
