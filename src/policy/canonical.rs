//! The policy as understood, for results: every setting, in one form.
//!
//! Keys are sorted, decimals are texts, and no key is ever absent, so that the JSON is its own canonical form.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Criterion, Policy, Scheme, Ties};
use crate::value::source::Digest;

#[derive(Serialize)]
struct Canonical<'a> {
    approval: Approval,
    award: Award<'a>,
    columns: BTreeMap<&'static str, &'a [String]>,
    currency: Option<String>,
    gate: [(); 0],
    missing: &'a [String],
    price: Price,
    quality: Quality<'a>,
    service: Service,
}

#[derive(Serialize)]
struct Approval {
    above: Option<String>,
}

#[derive(Serialize)]
struct Award<'a> {
    by: &'static str,
    seed: &'a str,
    ties: &'static str,
}

#[derive(Serialize)]
struct Price {
    basis: &'static str,
    rates: BTreeMap<String, String>,
    tolerance: String,
}

#[derive(Serialize)]
struct Quality<'a> {
    across_grades: &'static str,
    bands: Option<Vec<String>>,
    required: Option<String>,
    scale: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Service {
    criteria: Vec<String>,
}

impl Ties {
    /// Returns the seed; empty where no lots are drawn.
    #[must_use]
    pub fn seed(&self) -> &str {
        match self {
            Self::Draw(seed) => seed,
            Self::Refer | Self::Name => "",
        }
    }
}

impl std::fmt::Display for Criterion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.column, self.direction.name())
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (scale, bands) = match &self.quality.scheme {
            Scheme::Scale(labels) => (Some(labels.as_slice()), None),
            Scheme::Bands(edges) => (None, Some(edges.iter().map(ToString::to_string).collect())),
            Scheme::Scores => (None, None),
        };
        Canonical {
            approval: Approval { above: self.approval_above.map(|limit| limit.to_string()) },
            award: Award { by: "item", seed: self.ties.seed(), ties: self.ties.name() },
            columns: self.columns.iter().map(|(column, headers)| (column.name(), headers.as_slice())).collect(),
            currency: self.currency.map(|currency| currency.to_string()),
            gate: [],
            missing: &self.missing,
            price: Price {
                basis: self.price.basis.name(),
                rates: self
                    .price
                    .rates
                    .iter()
                    .map(|(currency, rate)| (currency.to_string(), rate.to_string()))
                    .collect(),
                tolerance: self.price.tolerance.to_string(),
            },
            quality: Quality {
                across_grades: self.quality.across_grades.name(),
                bands,
                required: self.quality.required.map(|required| required.text(&self.quality.scheme)),
                scale,
            },
            service: Service { criteria: self.service.iter().map(ToString::to_string).collect() },
        }
        .serialize(serializer)
    }
}

/// Returns the SHA-256 of a policy's canonical JSON.
#[must_use]
pub fn digest(policy: &Policy) -> Digest {
    // A policy is maps with string keys, lists and strings, which serialise without fail.
    Digest::of(&serde_json::to_vec(policy).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{PolicyFile, TiesSetting, setting};

    #[test]
    fn the_default_policy_has_every_key() {
        let expected = concat!(
            r#"{"approval":{"above":null},"award":{"by":"item","seed":"","ties":"refer"},"columns":{},"currency":null,"gate":[],"missing":[],"#,
            r#""price":{"basis":"tax-included","rates":{},"tolerance":"0"},"#,
            r#""quality":{"across_grades":"refer","bands":null,"required":null,"scale":null},"#,
            r#""service":{"criteria":["service desc"]}}"#,
        );
        assert_eq!(serde_json::to_string(&Policy::default()).unwrap(), expected);
    }

    #[test]
    fn keys_are_sorted_and_decimals_are_texts() {
        let file = PolicyFile {
            columns: [(crate::value::column::Column::Vendor, vec!["Bidder".to_owned()])]
                .into_iter()
                .chain([(crate::value::column::Column::Brand, vec!["A".to_owned(), "B".to_owned()])])
                .collect(),
            currency: Some(setting::currency("cny").unwrap()),
            rates: [("USD", "7.10"), ("EUR", "8")]
                .map(|(code, rate)| (setting::currency(code).unwrap(), setting::rate(rate).unwrap()))
                .into(),
            bands: Some(setting::bands("90, 75.50").unwrap()),
            required: Some("80.0".to_owned()),
            ties: Some(TiesSetting::Draw),
            seed: Some("x".to_owned()),
            ..PolicyFile::default()
        };
        let policy = Policy::check(file).unwrap();
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(text, serde_json_canonicalizer::to_string(&policy).unwrap());
        for part in [
            r#""columns":{"brand":["A","B"],"vendor":["Bidder"]},"currency":"CNY""#,
            r#""rates":{"EUR":"8","USD":"7.1"}"#,
            r#""bands":["90","75.5"],"required":"80","scale":null"#,
            r#""award":{"by":"item","seed":"x","ties":"draw"}"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
