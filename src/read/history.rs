//! What vendors delivered before, as values of service criteria.

use std::collections::BTreeMap;

use super::alias::normal;
use super::fault::FaultKind;
use super::faults::Log;
use super::header::Layout;
use super::record::{Fields, Records};
use super::rows::{Rows, ServiceKind};
use super::sheet::{Sheet, column};
use crate::policy::Policy;
use crate::rule::quote::Quote;
use crate::value::money::{Decimal, percent_of_count};
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

    /// Writes down what the history tells of the vendor of each quote.
    pub(super) fn offer(&self, rows: &mut Rows<'_>, sheets: &[Sheet<'_>], log: &mut Log) {
        let tallies: Vec<Option<[Tally; 2]>> =
            rows.vendors.all().map(|name| self.vendors.get(&Key::vendor(name)).copied()).collect();
        for (criterion, told) in asked(rows.policy) {
            for sheet in sheets.iter().filter(|sheet| sheet.role == Role::Quotes) {
                self.refuse(&sheet.layout, criterion, told, sheet, log);
            }
            if let Some((kind, first)) = rows.kinds.get_mut(criterion).zip(rows.quotes.get(0).map(Quote::row)) {
                *kind = Some((ServiceKind::Number, first));
            }
            for (named, values) in rows.named.iter().zip(rows.quotes.all_services_mut()) {
                let tally =
                    usize::try_from(named.vendor).ok().and_then(|vendor| (*tallies.get(vendor)?)?.get(told).copied());
                if let Some((value, percent)) = values.get_mut(criterion).zip(tally.and_then(Tally::percent)) {
                    *value = crate::value::decimal::millionths(percent);
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

    fn refuse(&self, layout: &Layout, criterion: usize, told: usize, sheet: &Sheet<'_>, log: &mut Log) {
        let Some(field) = layout.criteria.get(criterion).copied().flatten() else { return };
        let mut fields = Fields::default();
        let line = Records::new(sheet.text, sheet.delimiter).next(&mut fields).map_or(1, |start| start.line);
        let at = RowRef { file: sheet.file, row: 0, line };
        let fault = FaultKind::InHistory { criterion: CRITERIA[told], ledger: self.name.clone() };
        log.row(at, Some(column(field, &layout.header(field))), fault);
    }
}

/// Returns the criteria of a policy that histories tell: the place of each in the policy, and in [`CRITERIA`].
fn asked(policy: &Policy) -> impl Iterator<Item = (usize, usize)> {
    policy.service.iter().enumerate().filter_map(|(criterion, named)| {
        let told = CRITERIA.iter().position(|told| normal(told) == normal(&named.column))?;
        Some((criterion, told))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyFile;
    use crate::read::{Options, read};
    use crate::value::source::Source;

    fn source(text: &str) -> Source {
        Source { name: "q.csv".into(), path: "q.csv".into(), role: Role::Quotes, bytes: text.as_bytes().to_vec() }
    }

    fn policy() -> Policy {
        let text = "[service]\ncriteria = [\"on_time_percent desc\", \"accepted_percent desc\"]\n";
        let source = Source { name: "p".into(), path: "p".into(), role: Role::Policy, bytes: text.as_bytes().to_vec() };
        Policy::check(PolicyFile::parse(&source).unwrap()).unwrap()
    }

    fn history() -> History {
        let tally = |part, whole| Tally { part, whole };
        let vendors = [("Hongda", [tally(2, 3), tally(3, 3)]), ("ＭＥＩＪＩＡ", [tally(19, 20), Tally::default()])];
        History {
            name: "ledger.db".into(),
            sha256: Digest::of(b"head"),
            entries: 7,
            vendors: vendors.into_iter().map(|(name, tallies)| (Key::vendor(name), tallies)).collect(),
        }
    }

    #[test]
    fn a_sheet_that_tells_the_same_is_a_fault_that_names_both() {
        let options = Options { history: Some(history()), ..Options::default() };
        let sources = [source("item,vendor,unit_price,On Time Percent\ndesk,Hongda,9,5\n")];
        let faults = read(&sources, &policy(), &options).unwrap_err();
        assert_eq!(
            faults.files[0].kept[0].to_string(),
            "q.csv: header (line 1), column 4 `On Time Percent`: `on_time_percent` is a column of this sheet, and the \
             history `ledger.db` has it too"
        );
    }

    #[test]
    fn a_tally_has_one_text() {
        let tally = Tally { part: 19, whole: 20 };
        assert_eq!(tally.text().as_deref(), Some("95 (19 of 20)"));
        assert_eq!(Tally::parse("95 (19 of 20)"), Some(tally));
        for other in ["95", "96 (19 of 20)", "95 (19 of 20) ", "95.0 (19 of 20)", "0 (0 of 0)", "95 (+19 of 20)"] {
            assert_eq!(Tally::parse(other), None, "{other}");
        }
    }
}
