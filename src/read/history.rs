//! What vendors delivered before, as values of service criteria.

use std::collections::BTreeMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::headers::alias::normal;
use super::rows::part::Part;
use super::sheet::{Sheet, column};
use crate::policy::Policy;
use crate::rule::dataset::quotes::CriterionKind;
use crate::value::decimal::{self, Decimal};
use crate::value::money::percent_of_count;
use crate::value::name::Key;
use crate::value::source::{Digest, Role, RowRef};
use crate::value::untrusted::Untrusted;

/// The criteria that a history tells, in the order of [`History::vendors`].
pub const CRITERIA: [&str; 2] = ["on_time_percent", "accepted_percent"];

/// What vendors delivered before. It tells a criterion only where the policy names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The name of the ledger's file, without folder.
    pub name: Untrusted,
    /// The hash of the ledger's last entry.
    pub sha256: Digest,
    /// The number of that entry.
    pub entries: u64,
    /// For each vendor and criterion, how many of its deliveries.
    pub vendors: BTreeMap<Key, [Tally; 2]>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// So many.
    pub part: u64,
    /// Of so many.
    pub whole: u64,
}

impl Tally {
    /// Returns the value of the criterion: `part × 100 ÷ whole`, rounded to two decimals, half away from zero; `None` of
    /// none.
    #[must_use]
    pub fn percent(self) -> Option<Decimal> {
        percent_of_count(self.part, self.whole)
    }

    /// Writes the value with the counts that it rests on, as `95 (19 of 20)`.
    #[must_use]
    pub fn text(self) -> Option<String> {
        self.percent().map(|percent| format!("{percent} ({} of {})", self.part, self.whole))
    }

    /// Reads what [`text`](Self::text) writes; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (_, counts) = text.strip_suffix(')')?.split_once(" (")?;
        let (part, whole) = counts.split_once(" of ")?;
        let tally = Self { part: part.parse().ok()?, whole: whole.parse().ok()? };
        (tally.text().as_deref() == Some(text)).then_some(tally)
    }
}

impl History {
    /// Says whether the policy names a criterion that histories tell.
    #[must_use]
    pub fn is_asked_for(policy: &Policy) -> bool {
        asked(policy).next().is_some()
    }

    /// Says whether a criterion is one that histories tell.
    pub(super) fn tells(criterion: &str) -> bool {
        CRITERIA.iter().any(|told| normal(told) == normal(criterion))
    }

    /// Writes down what the history states of the vendor of each quote.
    pub(super) fn offer(&self, part: &mut Part<'_>, sheets: &[Sheet], log: &mut Log) {
        let tallies: Vec<Option<[Tally; 2]>> =
            part.vendors.all().map(|name| self.vendors.get(&Key::vendor(name)).copied()).collect();
        for (criterion, stated) in asked(part.policy) {
            for sheet in sheets.iter().filter(|sheet| sheet.role == Role::Quotes) {
                self.refuse(criterion, stated, sheet, log);
            }
            part.kinds[criterion] = Some((CriterionKind::Number, RowRef { file: 0, row: 0, line: 0 }));
            for (row, (_, vendor)) in part.named.iter().enumerate() {
                let tally = tallies.get(*vendor as usize).copied().flatten().map(|tallies| tallies[stated]);
                if let Some(percent) = tally.and_then(Tally::percent) {
                    part.rows.criteria[criterion].set(row, decimal::millionths(percent));
                }
            }
        }
    }

    /// Returns what is carried along with the quotes of a vendor: the values with the counts that they rest on.
    pub(super) fn carried(&self, policy: &Policy, vendor: &Untrusted) -> Vec<(Untrusted, Untrusted)> {
        let Some(tallies) = self.vendors.get(&Key::vendor(vendor.raw())) else { return Vec::new() };
        let told = asked(policy).filter_map(|(_, told)| {
            let text = tallies.get(told)?.text()?;
            Some((Untrusted::new(CRITERIA.get(told)?), Untrusted::new(&text)))
        });
        told.collect()
    }

    fn refuse(&self, criterion: usize, stated: usize, sheet: &Sheet, log: &mut Log) {
        let Some(field) = sheet.layout.criteria[criterion] else { return };
        let fault = FaultKind::InHistory { criterion: CRITERIA[stated], ledger: self.name.clone() };
        log.row(sheet.header, Some(column(field, &sheet.layout.header(field))), fault);
    }
}

/// Returns the criteria of a policy that histories tell: the place of each in the policy, and in [`CRITERIA`].
fn asked(policy: &Policy) -> impl Iterator<Item = (usize, usize)> {
    policy.service.iter().enumerate().filter_map(|(criterion, named)| {
        let told = CRITERIA.iter().position(|told| normal(told) == normal(&named.column))?;
        Some((criterion, told))
    })
}
