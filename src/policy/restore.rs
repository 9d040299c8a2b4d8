//! A policy out of a result: what [`canonical`](super::canonical) wrote, read back.

use serde::Deserialize;
use std::collections::BTreeMap;

use super::setting::{self, SettingError};
use super::{AcrossGrades, AwardBy, Policy, PolicyFile, TaxBasis, TiesSetting};
use crate::value::column::Column;

/// Why the policy of a result cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The object does not have the keys of a policy.
    #[error("{0}")]
    Shape(#[from] serde_json::Error),
    /// A setting has a value that no policy can have.
    #[error("{0}")]
    Setting(#[from] SettingError),
    /// A column that this version does not know.
    #[error("`columns` names no column of this version")]
    Column,
    /// The settings do not go together, or are not written as this version writes them.
    #[error("it is not the policy as this version understands it")]
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    approval: Approval,
    award: Award,
    columns: BTreeMap<String, Vec<String>>,
    currency: Option<String>,
    gate: [(); 0],
    missing: Vec<String>,
    price: Price,
    quality: Quality,
    service: Service,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    above: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Award {
    by: String,
    seed: String,
    ties: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Price {
    basis: String,
    rates: BTreeMap<String, String>,
    tolerance: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quality {
    across_grades: String,
    bands: Option<Vec<String>>,
    required: Option<String>,
    scale: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    criteria: Vec<String>,
}

impl Policy {
    /// Reads the policy of a result back; the policy writes itself as the same value again.
    ///
    /// # Errors
    ///
    /// Returns the first thing that no policy of this version can say.
    pub fn restore(value: &serde_json::Value) -> Result<Self, RestoreError> {
        let written = Written::deserialize(value)?;
        let [] = written.gate;
        let policy = Self::check(written.file()?).map_err(|_| RestoreError::Other)?;
        match serde_json::to_value(&policy) {
            Ok(again) if again == *value => Ok(policy),
            _ => Err(RestoreError::Other),
        }
    }
}

impl Written {
    fn file(self) -> Result<PolicyFile, RestoreError> {
        let column = |(name, headers): (String, Vec<String>)| {
            Column::by_name(&name).map(|column| (column, headers)).ok_or(RestoreError::Column)
        };
        let mut criteria = Vec::new();
        for criterion in &self.service.criteria {
            setting::add_criterion(&mut criteria, criterion)?;
        }
        let bands = self.quality.bands.map(|edges| edges.iter().map(|edge| setting::number(edge)).collect());
        let rates = self.price.rates.iter().map(|(code, rate)| Ok((setting::currency(code)?, setting::rate(rate)?)));
        Ok(PolicyFile {
            currency: self.currency.map(|code| setting::currency(&code)).transpose()?,
            missing: Some(self.missing),
            columns: self.columns.into_iter().map(column).collect::<Result<_, _>>()?,
            scale: self.quality.scale,
            bands: bands.transpose()?,
            required: self.quality.required,
            across_grades: Some(AcrossGrades::parse(&self.quality.across_grades)?),
            tolerance: Some(setting::tolerance(&self.price.tolerance)?),
            basis: Some(TaxBasis::parse(&self.price.basis)?),
            rates: rates.collect::<Result<_, SettingError>>()?,
            criteria: Some(criteria),
            by: Some(AwardBy::parse(&self.award.by)?),
            ties: Some(TiesSetting::parse(&self.award.ties)?),
            seed: Some(self.award.seed),
            approval_above: self.approval.above.map(|above| setting::limit(&above)).transpose()?,
            gates: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sample::source;

    #[test]
    fn every_setting_comes_back_as_it_was() {
        for text in [
            "",
            "[quality]\nbands = [90, 75]\nrequired = 80\n[approval]\nabove = 10000\n",
            "currency = \"USD\"\nmissing = [\"无\"]\n[columns]\nitem = [\"a, b\", \"c\"]\n[quality]\nscale = [\"优\", \"良\"]\n\
             required = \"良\"\nacross_grades = \"best\"\n[price]\ntolerance = \"1.5\"\nbasis = \"tax-excluded\"\n\
             rates.EUR = \"7.8\"\n[service]\ncriteria = [\"on time, percent desc\"]\n[award]\nties = \"draw\"\nseed = \"x\"\n",
        ] {
            let policy = Policy::check(PolicyFile::parse(&source(text)).unwrap()).unwrap();
            assert_eq!(Policy::restore(&serde_json::to_value(&policy).unwrap()).unwrap(), policy, "{text}");
        }
    }

    #[test]
    fn what_no_policy_writes_is_refused() {
        let whole = serde_json::to_string(&Policy::default()).unwrap();
        for (from, to) in [
            (r#""tolerance":"0""#, r#""tolerance":"0.0""#),
            (r#""tolerance":"0""#, r#""tolerance":"100""#),
            (r#""ties":"refer""#, r#""ties":"draw""#),
            (r#""gate":[]"#, r#""gate":[1]"#),
            (r#""columns":{}"#, r#""columns":{"colour":["x"]}"#),
            (r#""above":null"#, r#""above":"-1""#),
            (r#""missing":[]"#, r#""missing":[],"more":1"#),
        ] {
            let changed = whole.replace(from, to);
            assert_ne!(changed, whole);
            assert!(Policy::restore(&serde_json::from_str(&changed).unwrap()).is_err(), "{to}");
        }
    }
}
