//! From a policy as written to a checked one: the defaults, and what settings say together.

use super::setting::{listed, nearest, number};
use super::written::{AwardBy, PolicyFile, TiesSetting};
use super::{
    AcrossGrades, Criterion, Direction, Policy, PricePolicy, QualityPolicy, Requirement, Scheme, TaxBasis, Ties,
};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::Tolerance;
use crate::value::untrusted::{Shown, Untrusted};

/// Why settings that are right by themselves make no policy together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Quality can be graded in one way only.
    #[error("`[quality] scale` (`--scale`) and `[quality] bands` (`--bands`) are both set")]
    ScaleAndBands,
    /// The required grade is not on the scale.
    #[error("`[quality] required` (`--required`): `{}` is not on the scale {}", .required.shown(), labels(.scale))]
    RequiredNotOnScale {
        /// The required grade as written.
        required: Untrusted,
        /// The labels of the scale.
        scale: Vec<Untrusted>,
    },
    /// The required grade is a label, and there is no scale of labels.
    #[error("`[quality] required` (`--required`): `{}` is not a score, and no scale is set", .required.shown())]
    RequiredNotAScore {
        /// The required grade as written.
        required: Untrusted,
    },
    /// Lots are drawn without a seed.
    #[error("`[award] ties = \"draw\"` (`--ties draw`) needs a seed")]
    DrawWithoutSeed,
    /// There is a seed, and no lots are drawn.
    #[error("`[award] seed` (`--seed`) is set to `{}`, but it counts for `ties = \"draw\"` only", .seed.shown())]
    SeedWithoutDraw {
        /// The seed as written.
        seed: Untrusted,
    },
    /// There is a rate for the currency of the policy itself.
    #[error("`[price.rates] {currency}`: `{currency}` is the policy's own `currency` (`--currency`), worth 1 always")]
    RateOfOwnCurrency {
        /// The currency.
        currency: Currency,
    },
    /// Awards by lot come with a later version.
    #[error("`[award] by = \"lot\"` (`--award-by lot`) is not supported yet")]
    LotNotSupported,
    /// Gates of the policy come with a later version.
    #[error("`[[gate]]` is not supported yet")]
    GateNotSupported,
}

impl PolicyError {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::ScaleAndBands => "keep `scale` if quality is a label, `bands` if it is a score".to_owned(),
            Self::RequiredNotOnScale { required, scale } => {
                match nearest(required.raw(), scale.iter().map(Untrusted::raw)) {
                    Some(label) => format!("write `required = \"{}\"`", crate::value::untrusted::shown(label)),
                    None => "require a label of the scale, or add the label to it".to_owned(),
                }
            }
            Self::RequiredNotAScore { .. } => {
                "set the scale, best grade first: `scale = [\"A\", \"B\", \"C\"]` (`--scale A,B,C`)".to_owned()
            }
            Self::DrawWithoutSeed => {
                "agree on a text that nobody can choose afterwards, as `seed = \"2026-11-22 10:00\"` (`--seed`)"
                    .to_owned()
            }
            Self::SeedWithoutDraw { .. } => "write `ties = \"draw\"` (`--ties draw`), or leave the seed out".to_owned(),
            Self::RateOfOwnCurrency { currency } => format!("leave the rate of `{currency}` out"),
            Self::LotNotSupported => "write `by = \"item\"`, or leave it out".to_owned(),
            Self::GateNotSupported => "leave the gates out, and check what they ask for before comparing".to_owned(),
        })
    }
}

/// Writes labels in backticks.
fn labels(scale: &[Untrusted]) -> String {
    let shown: Vec<Shown<'_>> = scale.iter().map(Untrusted::shown).collect();
    listed(&shown)
}

impl Default for Policy {
    /// Returns the policy of a buyer who says nothing.
    fn default() -> Self {
        Self {
            currency: None,
            columns: std::collections::BTreeMap::new(),
            missing: Vec::new(),
            quality: QualityPolicy { scheme: Scheme::Scores, required: None, across_grades: AcrossGrades::Refer },
            price: PricePolicy {
                tolerance: Tolerance::ZERO,
                basis: TaxBasis::Included,
                rates: std::collections::BTreeMap::new(),
            },
            service: vec![Criterion { column: Column::Service.name().to_owned(), direction: Direction::Desc }],
            ties: Ties::Refer,
            approval_above: None,
        }
    }
}

impl Policy {
    /// Checks what settings say together, and gives those that are absent their defaults.
    ///
    /// # Errors
    ///
    /// Returns everything that does not go together.
    pub fn check(file: PolicyFile) -> Result<Self, Vec<PolicyError>> {
        let mut errors = Vec::new();
        let both = file.scale.is_some() && file.bands.is_some();
        if both {
            errors.push(PolicyError::ScaleAndBands);
        }
        let scheme = match (file.scale, file.bands) {
            (Some(labels), _) => Scheme::Scale(labels),
            (None, Some(edges)) => Scheme::Bands(edges),
            (None, None) => Scheme::Scores,
        };
        // With a scale and bands it is not known what the requirement is measured by.
        let required = file
            .required
            .filter(|_| !both)
            .and_then(|required| requirement(&required, &scheme).map_err(|error| errors.push(error)).ok());
        errors.extend(
            file.rates
                .keys()
                .filter(|currency| file.currency == Some(**currency))
                .map(|&currency| PolicyError::RateOfOwnCurrency { currency }),
        );
        if file.by == Some(AwardBy::Lot) {
            errors.push(PolicyError::LotNotSupported);
        }
        let ties = match (file.ties, file.seed.filter(|seed| !seed.is_empty())) {
            (Some(TiesSetting::Draw), Some(seed)) => Ties::Draw(seed),
            (Some(TiesSetting::Name), None) => Ties::Name,
            (Some(TiesSetting::Refer) | None, None) => Ties::Refer,
            (Some(TiesSetting::Draw), None) => {
                errors.push(PolicyError::DrawWithoutSeed);
                Ties::Refer
            }
            (Some(TiesSetting::Name | TiesSetting::Refer) | None, Some(seed)) => {
                errors.push(PolicyError::SeedWithoutDraw { seed: Untrusted::new(&seed) });
                Ties::Refer
            }
        };
        if file.gates {
            errors.push(PolicyError::GateNotSupported);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let default = Self::default();
        Ok(Self {
            currency: file.currency,
            columns: file.columns,
            missing: file.missing.unwrap_or(default.missing),
            quality: QualityPolicy {
                scheme,
                required,
                across_grades: file.across_grades.unwrap_or(default.quality.across_grades),
            },
            price: PricePolicy {
                tolerance: file.tolerance.unwrap_or(default.price.tolerance),
                basis: file.basis.unwrap_or(default.price.basis),
                rates: file.rates,
            },
            service: file.criteria.unwrap_or(default.service),
            ties,
            approval_above: file.approval_above,
        })
    }
}

/// Makes a requirement of the required grade as written.
fn requirement(required: &str, scheme: &Scheme) -> Result<Requirement, PolicyError> {
    match scheme {
        Scheme::Scale(labels) => {
            scheme.label_index(required).map(Requirement::Label).ok_or_else(|| PolicyError::RequiredNotOnScale {
                required: Untrusted::new(required),
                scale: labels.iter().map(|label| Untrusted::new(label)).collect(),
            })
        }
        Scheme::Bands(_) | Scheme::Scores => number(required)
            .map(Requirement::Score)
            .map_err(|_| PolicyError::RequiredNotAScore { required: Untrusted::new(required) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::setting;
    use crate::value::money::Decimal;

    /// Returns what is said about a policy, each with its hint.
    fn said(file: PolicyFile) -> Vec<String> {
        let said = |error: &PolicyError| format!("{error} -> {}", error.hint().unwrap_or_default());
        Policy::check(file).unwrap_err().iter().map(said).collect()
    }

    fn graded(scale: Option<&str>, bands: Option<&str>, required: &str) -> PolicyFile {
        PolicyFile {
            scale: scale.map(|text| setting::scale(text).unwrap()),
            bands: bands.map(|text| setting::bands(text).unwrap()),
            required: Some(required.to_owned()),
            ..PolicyFile::default()
        }
    }

    #[test]
    fn a_policy_that_says_nothing_has_every_default() {
        let policy = Policy::check(PolicyFile::default()).unwrap();
        assert_eq!(policy, Policy::default());
        assert_eq!(policy.currency, None);
        assert!(policy.columns.is_empty() && policy.missing.is_empty() && policy.price.rates.is_empty());
        assert_eq!(policy.quality.scheme, Scheme::Scores);
        assert_eq!(policy.quality.required, None);
        assert_eq!(policy.quality.across_grades, AcrossGrades::Refer);
        assert_eq!(policy.price.tolerance, Tolerance::ZERO);
        assert_eq!(policy.price.basis, TaxBasis::Included);
        assert_eq!(policy.service, setting::criteria("service desc").unwrap());
        assert_eq!(policy.ties, Ties::Refer);
    }

    #[test]
    fn no_criteria_stay_none() {
        let file = PolicyFile { criteria: Some(Vec::new()), ..PolicyFile::default() };
        assert_eq!(Policy::check(file).unwrap().service, []);
    }

    #[test]
    fn scale_and_bands_exclude_each_other() {
        assert_eq!(
            said(graded(Some("A,B"), Some("90"), "Z")),
            ["`[quality] scale` (`--scale`) and `[quality] bands` (`--bands`) are both set \
              -> keep `scale` if quality is a label, `bands` if it is a score"]
        );
    }

    #[test]
    fn a_required_label_is_on_the_scale() {
        let required = |file| Policy::check(file).unwrap().quality.required;
        assert_eq!(required(graded(Some("A,B"), None, " Ｂ ")), Some(Requirement::Label(1)));
        assert_eq!(
            said(graded(Some("good,fair"), None, "fiar")),
            ["`[quality] required` (`--required`): `fiar` is not on the scale `good`, `fair` \
                  -> write `required = \"fair\"`"]
        );
        assert_eq!(
            said(graded(Some("A,B"), None, "Z")),
            ["`[quality] required` (`--required`): `Z` is not on the scale `A`, `B` \
              -> require a label of the scale, or add the label to it"]
        );
    }

    #[test]
    fn without_a_scale_a_requirement_is_a_score() {
        let required = |file| Policy::check(file).unwrap().quality.required;
        let eighty = Some(Requirement::Score(Decimal::from(80)));
        assert_eq!(required(graded(None, Some("90,75"), "80")), eighty);
        assert_eq!(required(graded(None, None, "80.0")), eighty);
        let expected = "`[quality] required` (`--required`): `B` is not a score, and no scale is set \
                        -> set the scale, best grade first: `scale = [\"A\", \"B\", \"C\"]` (`--scale A,B,C`)";
        assert_eq!(said(graded(None, None, "B")), [expected]);
        assert_eq!(said(graded(None, Some("90"), "B")), [expected]);
    }

    #[test]
    fn a_draw_and_its_seed_come_together() {
        let ties = |ties, seed: &str| PolicyFile { ties, seed: Some(seed.to_owned()), ..PolicyFile::default() };
        let drawn = Policy::check(ties(Some(TiesSetting::Draw), "x")).unwrap().ties;
        assert_eq!(drawn, Ties::Draw("x".to_owned()));
        assert_eq!(Policy::check(ties(Some(TiesSetting::Name), "")).unwrap().ties, Ties::Name);
        assert_eq!(
            said(ties(Some(TiesSetting::Draw), "")),
            ["`[award] ties = \"draw\"` (`--ties draw`) needs a seed \
              -> agree on a text that nobody can choose afterwards, as `seed = \"2026-11-22 10:00\"` (`--seed`)"]
        );
        for setting in [None, Some(TiesSetting::Refer), Some(TiesSetting::Name)] {
            assert_eq!(
                said(ties(setting, "x")),
                ["`[award] seed` (`--seed`) is set to `x`, but it counts for `ties = \"draw\"` only \
                  -> write `ties = \"draw\"` (`--ties draw`), or leave the seed out"]
            );
        }
    }

    #[test]
    fn the_policy_currency_has_no_rate() {
        let rates = [(Currency::CNY, Decimal::ONE)];
        let file = PolicyFile { currency: Some(Currency::CNY), rates: rates.into(), ..PolicyFile::default() };
        assert_eq!(
            said(file),
            ["`[price.rates] CNY`: `CNY` is the policy's own `currency` (`--currency`), worth 1 always \
              -> leave the rate of `CNY` out"]
        );
        assert!(Policy::check(PolicyFile { rates: rates.into(), ..PolicyFile::default() }).is_ok());
    }

    #[test]
    fn what_is_not_supported_yet_is_refused_all_at_once() {
        let file = PolicyFile { by: Some(AwardBy::Lot), gates: true, ..PolicyFile::default() };
        assert_eq!(
            said(file),
            [
                "`[award] by = \"lot\"` (`--award-by lot`) is not supported yet \
                 -> write `by = \"item\"`, or leave it out",
                "`[[gate]]` is not supported yet -> leave the gates out, and check what they ask for before comparing",
            ]
        );
        assert!(Policy::check(PolicyFile { by: Some(AwardBy::Item), ..PolicyFile::default() }).is_ok());
    }
}
