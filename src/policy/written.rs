//! A policy as it is written, in a file or in options: every setting may be absent.

use std::collections::BTreeMap;

use super::{AcrossGrades, Criterion, TaxBasis};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Limit, Tolerance};

/// A policy as written; what is absent is left to the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyFile {
    /// `currency`.
    pub currency: Option<Currency>,
    /// `missing`: texts that mean "no value", trimmed and in NFKC.
    pub missing: Option<Vec<String>>,
    /// `[columns]`: headers by column.
    pub columns: BTreeMap<Column, Vec<String>>,
    /// `[quality] scale`: labels, best first, trimmed and in NFKC.
    pub scale: Option<Vec<String>>,
    /// `[quality] bands`: lower edges, highest first.
    pub bands: Option<Vec<Decimal>>,
    /// `[quality] required`: a label or a score.
    pub required: Option<String>,
    /// `[quality] across_grades`.
    pub across_grades: Option<AcrossGrades>,
    /// `[price] tolerance`.
    pub tolerance: Option<Tolerance>,
    /// `[price] basis`.
    pub basis: Option<TaxBasis>,
    /// `[price.rates]`.
    pub rates: BTreeMap<Currency, Decimal>,
    /// `[service] criteria`.
    pub criteria: Option<Vec<Criterion>>,
    /// `[award] by`.
    pub by: Option<AwardBy>,
    /// `[award] ties`.
    pub ties: Option<TiesSetting>,
    /// `[award] seed`; empty means none.
    pub seed: Option<String>,
    /// `[approval] above`.
    pub approval_above: Option<Limit>,
    /// Whether any `[[gate]]` stands in the file.
    pub gates: bool,
}

/// What is awarded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardBy {
    /// Each item for itself.
    Item,
    /// All items of a lot, to one vendor.
    Lot,
}

/// How a tie is resolved, without the seed, which is a setting of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TiesSetting {
    /// A person decides.
    Refer,
    /// The first vendor name.
    Name,
    /// Lots are drawn.
    Draw,
}

impl AwardBy {
    /// Returns the setting's name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Lot => "lot",
        }
    }
}

impl TiesSetting {
    /// Returns the setting's name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refer => "refer",
            Self::Name => "name",
            Self::Draw => "draw",
        }
    }
}

impl PolicyFile {
    /// Lays options over a file: where both say something, the option counts.
    ///
    /// An option for the scale takes the place of the file's bands, and the other way round; an option for ties that
    /// draws no lots takes the place of the file's seed. Columns and rates are laid over one by one.
    #[must_use]
    pub fn overlay(self, options: Self) -> Self {
        let regraded = options.scale.is_some() || options.bands.is_some();
        let undrawn = options.ties.is_some_and(|ties| ties != TiesSetting::Draw);
        let mut columns = self.columns;
        columns.extend(options.columns);
        let mut rates = self.rates;
        rates.extend(options.rates);
        Self {
            currency: options.currency.or(self.currency),
            missing: options.missing.or(self.missing),
            columns,
            scale: if regraded { options.scale } else { self.scale },
            bands: if regraded { options.bands } else { self.bands },
            required: options.required.or(self.required),
            across_grades: options.across_grades.or(self.across_grades),
            tolerance: options.tolerance.or(self.tolerance),
            basis: options.basis.or(self.basis),
            rates,
            criteria: options.criteria.or(self.criteria),
            by: options.by.or(self.by),
            ties: options.ties.or(self.ties),
            seed: options.seed.or(if undrawn { None } else { self.seed }),
            approval_above: options.approval_above.or(self.approval_above),
            gates: self.gates || options.gates,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::setting;

    #[test]
    fn an_option_beats_the_file_and_leaves_the_rest() {
        let file = PolicyFile {
            tolerance: setting::tolerance("1").ok(),
            required: Some("B".to_owned()),
            columns: [(Column::Item, vec!["I".to_owned()]), (Column::Unit, vec!["U".to_owned()])].into(),
            rates: [(Currency::CNY, Decimal::ONE)].into(),
            gates: true,
            ..PolicyFile::default()
        };
        let options = PolicyFile {
            tolerance: setting::tolerance("2").ok(),
            columns: [(Column::Item, vec!["J".to_owned()])].into(),
            ..PolicyFile::default()
        };
        let policy = file.clone().overlay(options);
        let columns = [(Column::Item, vec!["J".to_owned()]), (Column::Unit, vec!["U".to_owned()])].into();
        assert_eq!(policy, PolicyFile { tolerance: setting::tolerance("2").ok(), columns, ..file.clone() });
        assert_eq!(file.clone().overlay(PolicyFile::default()), file);
        assert_eq!(PolicyFile::default().overlay(file.clone()), file);
    }

    #[test]
    fn an_option_for_the_grades_replaces_the_other_kind_of_grades() {
        let scale = PolicyFile { scale: setting::scale("A,B").ok(), ..PolicyFile::default() };
        let bands = PolicyFile { bands: setting::bands("90,75").ok(), ..PolicyFile::default() };
        assert_eq!(scale.clone().overlay(bands.clone()), bands);
        assert_eq!(bands.clone().overlay(scale.clone()), scale);
    }

    #[test]
    fn an_option_for_ties_without_a_draw_replaces_the_seed() {
        let draw = PolicyFile { ties: Some(TiesSetting::Draw), seed: Some("x".to_owned()), ..PolicyFile::default() };
        let name = PolicyFile { ties: Some(TiesSetting::Name), ..PolicyFile::default() };
        assert_eq!(draw.clone().overlay(name.clone()), name);
        let other = PolicyFile { seed: Some("y".to_owned()), ..PolicyFile::default() };
        assert_eq!(draw.clone().overlay(other).seed.as_deref(), Some("y"));
        let again = PolicyFile { ties: Some(TiesSetting::Draw), ..PolicyFile::default() };
        assert_eq!(draw.clone().overlay(again), draw);
    }
}
