//! A policy as written: by options and a file, and, with every setting stated, as JSON in results.
//!
//! The fields are in the order of the canonical JSON, which sorts keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fault::{PolicyFaultKind, RestoreError};
use super::grammar::{self, Exact};
use super::reader::Value;
use super::settings::Setting;
use super::word::{AcrossGrades, AwardBy, TaxBasis, TiesWord};
use super::{Criterion, Policy, Scheme, Ties};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Limit, Tolerance};
use crate::value::source::Digest;

/// A policy as written; what is absent is left to the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyFile {
    pub(super) approval: ApprovalTable,
    pub(super) award: AwardTable,
    #[serde(with = "columns")]
    pub(super) columns: BTreeMap<Column, Vec<String>>,
    pub(super) currency: Option<Currency>,
    pub(super) gate: Vec<Gate>,
    pub(super) missing: Option<Vec<String>>,
    pub(super) price: PriceTable,
    pub(super) quality: QualityTable,
    pub(super) service: ServiceTable,
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

/// A `[[gate]]`, which is not supported yet: its keys are not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Gate {}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct PriceTable {
    pub(super) basis: Option<TaxBasis>,
    pub(super) rates: BTreeMap<Currency, Exact>,
    #[serde(with = "optional_tolerance")]
    pub(super) tolerance: Option<Tolerance>,
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

impl From<&Policy> for PolicyFile {
    /// Writes a policy down, every setting included.
    fn from(policy: &Policy) -> Self {
        let (scale, bands) = match &policy.quality.scheme {
            Scheme::Scale(labels) => (Some(labels.clone()), None),
            Scheme::Bands(edges) => (None, Some(edges.iter().copied().map(Exact).collect())),
            Scheme::Scores => (None, None),
        };
        let (ties, seed) = match &policy.ties {
            Ties::Refer => (TiesWord::Refer, ""),
            Ties::Name => (TiesWord::Name, ""),
            Ties::Draw(seed) => (TiesWord::Draw, seed.as_str()),
        };
        Self {
            approval: ApprovalTable { above: policy.approval_above },
            award: AwardTable { by: Some(policy.award_by), seed: Some(seed.to_owned()), ties: Some(ties) },
            columns: policy.columns.clone(),
            currency: policy.currency,
            gate: Vec::new(),
            missing: Some(policy.missing.clone()),
            price: PriceTable {
                basis: Some(policy.price.basis),
                rates: policy.price.rates.iter().map(|(currency, rate)| (*currency, Exact(*rate))).collect(),
                tolerance: Some(policy.price.tolerance),
            },
            quality: QualityTable {
                across_grades: Some(policy.quality.across_grades),
                bands,
                required: policy.quality.required.map(|required| required.text(&policy.quality.scheme)),
                scale,
            },
            service: ServiceTable { criteria: Some(policy.service.clone()) },
        }
    }
}

impl Serialize for Policy {
    /// Writes the canonical JSON: keys sorted, numbers as texts, no key ever absent.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PolicyFile::from(self).serialize(serializer)
    }
}

impl Policy {
    /// Reads a stored policy back.
    ///
    /// # Errors
    ///
    /// Returns the first thing that no policy of this version can say: a stored policy has one form, and every setting
    /// in it is one that a policy file could have.
    pub fn restore(value: &serde_json::Value) -> Result<Self, RestoreError> {
        let policy = Self::check(PolicyFile::deserialize(value)?).map_err(RestoreError::Settings)?;
        let in_a_file = PolicyFile::read(&policy.as_toml()).ok().map(Self::check);
        if in_a_file.is_some_and(|again| again.as_ref() == Ok(&policy)) && serde_json::to_value(&policy)? == *value {
            Ok(policy)
        } else {
            Err(RestoreError::NotCanonical)
        }
    }
}

/// Returns the SHA-256 of a policy's canonical JSON.
///
/// # Panics
///
/// Never: JSON can write every policy.
#[must_use]
pub fn digest(policy: &Policy) -> Digest {
    let json = serde_json::to_vec(policy);
    Digest::of(&json.expect("a policy is maps, lists and texts, which JSON can write"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::settings::SETTINGS;

    const FULL: &str = "currency = 'usd'\nmissing = [' 无 ']\n[columns]\nvendor = 'Bidder'\nbrand = ['A, b', 'c']\n\
        [quality]\nscale = ['优', '良']\nrequired = '良'\nacross_grades = 'best'\n\
        [price]\ntolerance = '1.50'\nbasis = 'tax-excluded'\nrates.JPY = '0.0468'\nrates.EUR = 8\n\
        [service]\ncriteria = ['on time, percent desc', 'Warranty ASC']\n\
        [award]\nties = 'draw'\nseed = 'x'\n[approval]\nabove = 10000\n";

    fn policy(text: &str) -> Policy {
        Policy::check(PolicyFile::read(text).unwrap()).unwrap()
    }

    fn given(key: &str, text: &str) -> GivenOption {
        let setting = SETTINGS.iter().find(|setting| setting.key == key).unwrap();
        GivenOption::parse(setting, text).unwrap()
    }

    #[test]
    fn the_canonical_json_has_every_key_sorted_and_numbers_as_texts() {
        for (text, expected) in [
            (
                "",
                r#"{"approval":{"above":null},"award":{"by":"item","seed":"","ties":"refer"},"columns":{},"currency":null,"gate":[],"missing":[],"price":{"basis":"tax-included","rates":{},"tolerance":"0"},"quality":{"across_grades":"refer","bands":null,"required":null,"scale":null},"service":{"criteria":["service desc"]}}"#,
            ),
            (
                FULL,
                r#"{"approval":{"above":"10000"},"award":{"by":"item","seed":"x","ties":"draw"},"columns":{"brand":["A, b","c"],"vendor":["Bidder"]},"currency":"USD","gate":[],"missing":["无"],"price":{"basis":"tax-excluded","rates":{"EUR":"8","JPY":"0.0468"},"tolerance":"1.5"},"quality":{"across_grades":"best","bands":null,"required":"良","scale":["优","良"]},"service":{"criteria":["on time, percent desc","Warranty asc"]}}"#,
            ),
        ] {
            let policy = policy(text);
            let json = serde_json::to_string(&policy).unwrap();
            assert_eq!(json, expected);
            assert_eq!(json, serde_json_canonicalizer::to_string(&policy).unwrap());
        }
        // printf '%s' '{"approval":...}' | sha256sum, of the first.
        let expected = "83be24d6ccbc82549e1d27116f16c84bf0e30b6256ea8b139a0dfc76877e0923";
        assert_eq!(digest(&Policy::default()).to_string(), expected);
    }

    #[test]
    fn the_canonical_json_has_the_keys_of_the_table_of_settings() {
        let json = serde_json::to_value(Policy::default()).unwrap();
        for setting in SETTINGS {
            let table = if setting.table.is_empty() { &json } else { &json[setting.table] };
            assert!(table.get(setting.key).is_some(), "{} {}", setting.table, setting.key);
        }
        let keys = |value: &serde_json::Value| value.as_object().map_or(0, serde_json::Map::len);
        let tables = ["approval", "award", "price", "quality", "service"];
        let count: usize = tables.iter().map(|table| keys(&json[*table])).sum();
        assert_eq!(count + keys(&json) - tables.len(), SETTINGS.len());
    }

    #[test]
    fn a_stored_policy_comes_back_as_it_was() {
        for text in [
            "",
            FULL,
            "service.criteria = []\n[quality]\nbands = [90, '75.5']\nrequired = 80\n[award]\nby = 'lot'\nties = 'name'",
        ] {
            let policy = policy(text);
            assert_eq!(Policy::restore(&serde_json::to_value(&policy).unwrap()).unwrap(), policy, "{text}");
        }
    }

    #[test]
    fn what_no_policy_stores_is_refused() {
        let whole = serde_json::to_string(&policy(FULL)).unwrap();
        for (from, to) in [
            (r#""tolerance":"1.5""#, r#""tolerance":"1.50""#),
            (r#""tolerance":"1.5""#, r#""tolerance":"100""#),
            (r#""tolerance":"1.5""#, r#""tolerance":null"#),
            (r#""JPY":"0.0468""#, r#""JPY":"0""#),
            (r#""JPY":"0.0468""#, r#""jpy":"0.0468""#),
            (r#""JPY":"0.0468""#, r#""USD":"1""#),
            (r#""ties":"draw""#, r#""ties":"refer""#),
            (r#""by":"item""#, r#""by":"request""#),
            (r#""gate":[]"#, r#""gate":[{}]"#),
            (r#""gate":[]"#, r#""gate":[1]"#),
            (r#""brand":"#, r#""colour":"#),
            (r#""above":"10000""#, r#""above":"-1""#),
            (r#""above":"10000""#, ""),
            (r#""bands":null,"#, ""),
            (r#""missing":["无"]"#, r#""missing":["无 "]"#),
            (r#""missing":["无"]"#, r#""missing":["无"],"more":1"#),
            ("Warranty asc", "Warranty ASC"),
            ("Warranty asc", "on time, percent asc"),
        ] {
            let changed = whole.replace(from, to);
            assert_ne!(changed, whole);
            assert!(Policy::restore(&serde_json::from_str(&changed).unwrap()).is_err(), "{to}");
        }
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
