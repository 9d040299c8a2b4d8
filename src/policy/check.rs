//! From a policy as written to a checked one: the defaults, and what settings say together.

use std::collections::BTreeMap;

use super::fault::PolicyError;
use super::file::{EstimateTable, PolicyFile};
use super::grammar::{Exact, number};
use super::units::circles;
use super::word::{AcrossGrades, AwardBy, Direction, TaxBasis, TiesWord, ZeroPrice};
use super::{Cost, Criterion, Estimate, Policy, PricePolicy, QualityPolicy, Requirement, Scheme, Ties};
use crate::value::column::Column;
use crate::value::money::Tolerance;
use crate::value::name::text_key;
use crate::value::untrusted::Untrusted;

impl Default for Policy {
    /// Returns the policy of a buyer who says nothing.
    fn default() -> Self {
        Self {
            currency: None,
            date_order: None,
            vendor_from: None,
            fill_down: Vec::new(),
            columns: BTreeMap::new(),
            missing: Vec::new(),
            quality: QualityPolicy { scheme: Scheme::Scores, required: None, across_grades: AcrossGrades::Refer },
            price: PricePolicy {
                tolerance: Tolerance::ZERO,
                basis: TaxBasis::Included,
                rates: BTreeMap::new(),
                rates_date: None,
                rates_source: None,
                zero: ZeroPrice::Reject,
            },
            service: vec![Criterion { column: Column::Service.name().to_owned(), direction: Direction::Desc }],
            costs: Vec::new(),
            gates: Vec::new(),
            units: BTreeMap::new(),
            wide: None,
            ignore: Vec::new(),
            estimate: None,
            award_by: AwardBy::Item,
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
        let PolicyFile {
            approval,
            award,
            columns,
            cost,
            currency,
            date_order,
            estimate,
            fill,
            gate,
            ignore,
            missing,
            price,
            quality,
            service,
            units,
            vendor_from,
            wide,
            zero_price,
        } = file;
        let mut errors = Vec::new();
        let both = quality.scale.is_some() && quality.bands.is_some();
        if both {
            errors.push(PolicyError::ScaleAndBands);
        }
        let scheme = match (quality.scale, quality.bands) {
            (Some(labels), _) => Scheme::Scale(labels),
            (None, Some(edges)) => Scheme::Bands(edges.into_iter().map(|Exact(edge)| edge).collect()),
            (None, None) => Scheme::Scores,
        };
        // With a scale and bands it is not known what the requirement is measured by.
        let required = quality.required.filter(|_| !both);
        let required = required.and_then(|required| note(requirement(&required, &scheme), &mut errors));
        if let Some(currency) = currency.filter(|currency| price.rates.contains_key(currency)) {
            errors.push(PolicyError::RateOfOwnCurrency { currency });
        }
        let zero = note(zero_price_of(zero_price, price.zero_price), &mut errors).flatten();
        let estimate = note(estimate_of(estimate), &mut errors).flatten();
        let wide = note(wide.check(), &mut errors).flatten();
        errors.extend(circles(&units));
        errors.extend(cost.iter().filter_map(|cost| conflict(cost, &columns, ignore.as_deref().unwrap_or_default())));
        let ties = note(ties(award.ties.unwrap_or(TiesWord::Refer), award.seed), &mut errors);
        let (Some(ties), true) = (ties, errors.is_empty()) else { return Err(errors) };
        let default = Self::default();
        Ok(Self {
            currency,
            date_order,
            vendor_from,
            fill_down: fill.down.unwrap_or(default.fill_down),
            columns,
            missing: missing.unwrap_or(default.missing),
            quality: QualityPolicy {
                scheme,
                required,
                across_grades: quality.across_grades.unwrap_or(default.quality.across_grades),
            },
            price: PricePolicy {
                tolerance: price.tolerance.unwrap_or(default.price.tolerance),
                basis: price.basis.unwrap_or(default.price.basis),
                rates: price.rates.into_iter().map(|(currency, Exact(rate))| (currency, rate)).collect(),
                rates_date: price.rates_date,
                rates_source: price.rates_source,
                zero: zero.unwrap_or(default.price.zero),
            },
            service: service.criteria.unwrap_or(default.service),
            costs: cost,
            gates: gate,
            units,
            wide,
            ignore: ignore.unwrap_or(default.ignore),
            estimate,
            award_by: award.by.unwrap_or(default.award_by),
            ties,
            approval_above: approval.above,
        })
    }
}

/// Finds what else the header of a cost is to mean.
fn conflict(cost: &Cost, columns: &BTreeMap<Column, Vec<String>>, ignore: &[String]) -> Option<PolicyError> {
    const NEEDED: [Column; 8] = [
        Column::Item,
        Column::Lot,
        Column::Vendor,
        Column::UnitPrice,
        Column::Quantity,
        Column::Unit,
        Column::Currency,
        Column::Amount,
    ];
    let is_it = |header: &String| text_key(header) == text_key(&cost.column);
    let twice = |setting| Some(PolicyError::CostTwice { column: Untrusted::new(&cost.column), setting });
    let column = Column::by_name(cost.column.trim()).filter(|column| NEEDED.contains(column));
    if let Some(column) = column {
        Some(PolicyError::CostOfColumn { column })
    } else if columns.values().flatten().any(is_it) {
        twice("[columns]")
    } else if ignore.iter().any(is_it) {
        twice("ignore")
    } else {
        None
    }
}

/// Puts an error with the others.
fn note<T>(result: Result<T, PolicyError>, errors: &mut Vec<PolicyError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

/// Puts what the two places for it say of prices of 0 together.
fn zero_price_of(top: Option<ZeroPrice>, price: Option<ZeroPrice>) -> Result<Option<ZeroPrice>, PolicyError> {
    match (top, price) {
        (Some(top), Some(price)) if top != price => Err(PolicyError::ZeroPriceTwice { top, price }),
        _ => Ok(top.or(price)),
    }
}

/// Makes an estimate of its vendor and its use, which come together.
fn estimate_of(EstimateTable { used, vendor }: EstimateTable) -> Result<Option<Estimate>, PolicyError> {
    match (vendor, used) {
        (Some(vendor), Some(used)) => Ok(Some(Estimate { vendor, used })),
        (Some(_), None) => Err(PolicyError::EstimateWithoutUse),
        (None, Some(_)) => Err(PolicyError::EstimateWithoutVendor),
        (None, None) => Ok(None),
    }
}

/// Puts a way to resolve ties and its seed together; an empty seed is none.
fn ties(word: TiesWord, seed: Option<String>) -> Result<Ties, PolicyError> {
    match (word, seed.filter(|seed| !seed.is_empty())) {
        (TiesWord::Draw, Some(seed)) => Ok(Ties::Draw(seed)),
        (TiesWord::Draw, None) => Err(PolicyError::DrawWithoutSeed),
        (TiesWord::Name, None) => Ok(Ties::Name),
        (TiesWord::Refer, None) => Ok(Ties::Refer),
        (TiesWord::Name | TiesWord::Refer, Some(seed)) => {
            Err(PolicyError::SeedWithoutDraw { seed: Untrusted::new(&seed) })
        }
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

    fn check(text: &str) -> Policy {
        Policy::check(PolicyFile::read(text).unwrap()).unwrap()
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        assert_eq!(check(""), Policy::default());
        assert_eq!(check("service.criteria = []").service, []);
        assert_eq!(check("award.seed = ''\naward.by = 'item'"), Policy::default());
    }

    #[test]
    fn prices_of_0_may_be_spoken_of_in_two_places() {
        let zero = |text| check(text).price.zero;
        assert_eq!(zero("zero_price = 'allow'"), ZeroPrice::Allow);
        assert_eq!(zero("price.zero_price = 'allow'"), ZeroPrice::Allow);
        assert_eq!(zero("zero_price = 'allow'\nprice.zero_price = 'allow'"), ZeroPrice::Allow);
        assert_eq!(zero("price.zero_price = 'reject'"), ZeroPrice::Reject);
    }

    #[test]
    fn a_requirement_is_measured_by_the_scheme() {
        let score = |text| Requirement::Score(number(text).unwrap());
        for (quality, expected) in [
            ("scale = ['A', 'B']\nrequired = ' Ｂ '", Requirement::Label(1)),
            ("scale = ['1', '2']\nrequired = 2", Requirement::Label(1)),
            ("bands = [90, 75]\nrequired = 80", score("80")),
            ("required = '80.50'", score("80.5")),
        ] {
            assert_eq!(check(&format!("[quality]\n{quality}")).quality.required, Some(expected), "{quality}");
        }
    }

    #[test]
    fn a_seed_belongs_to_a_draw() {
        for (text, expected) in [
            ("ties = 'draw'\nseed = 'x'", Ties::Draw("x".to_owned())),
            ("ties = 'name'\nseed = ''", Ties::Name),
            ("ties = 'refer'", Ties::Refer),
        ] {
            assert_eq!(check(&format!("[award]\n{text}")).ties, expected);
        }
    }
}
