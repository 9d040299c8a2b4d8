//! Headers that the policy names and no sheet has: what they were to count for would be left out in silence.

use super::fault::{FaultKind, Setting};
use super::faults::Log;
use super::headers::alias::normal;
use super::headers::expected::belongs;
use super::sheet::Sheet;
use crate::policy::Policy;
use crate::value::source::{Role, Source};
use crate::value::untrusted::Untrusted;

/// Refuses mappings, costs and gates whose headers are in no sheet; the fault is the first sheet's that could have them.
pub(super) fn refuse_absent(sources: &[Source], sheets: &[Sheet], policy: &Policy, log: &mut Log) {
    let is_sheet = |source: &&Source| matches!(source.role, Role::Quotes | Role::Request);
    if sources.iter().filter(is_sheet).count() != sheets.len() {
        // A sheet whose header is not understood may have them.
        return;
    }
    for (column, headers) in &policy.columns {
        let of_column = || sheets.iter().filter(|sheet| belongs(*column, sheet.role));
        if of_column().all(|sheet| sheet.layout.field(*column).is_none()) {
            refuse(Setting::Columns(*column), headers, of_column(), log);
        }
    }
    let quotes = || sheets.iter().filter(|sheet| sheet.role == Role::Quotes);
    for (number, cost) in policy.costs.iter().enumerate() {
        if quotes().all(|sheet| sheet.layout.costs[number].is_none()) {
            refuse(Setting::Cost, std::slice::from_ref(&cost.column), quotes(), log);
        }
    }
    for (number, gate) in policy.gates.iter().enumerate() {
        if quotes().all(|sheet| sheet.layout.gates[number].is_none()) {
            refuse(Setting::Gate, std::slice::from_ref(&gate.column), quotes(), log);
        }
    }
}

fn refuse<'s>(setting: Setting, headers: &[String], sheets: impl Iterator<Item = &'s Sheet> + Clone, log: &mut Log) {
    // Without a sheet that could have it there is nothing to compare with it either.
    let Some(first) = sheets.clone().next() else { return };
    let found = sheets.flat_map(|sheet| &sheet.layout.headers).filter(|header| !header.raw().is_empty());
    let near = found
        .map(|header| {
            let similarity = |wanted: &String| strsim::jaro_winkler(&normal(wanted), &normal(header.raw()));
            (headers.iter().map(similarity).fold(0.0, f64::max), header)
        })
        .filter(|(similarity, _)| *similarity >= 0.8)
        .max_by(|(one, first), (other, second)| one.total_cmp(other).then_with(|| second.cmp(first)))
        .map(|(_, header)| header.clone());
    let headers = headers.iter().map(|header| Untrusted::new(header)).collect();
    log.file(first.file, FaultKind::NoSuchHeader { setting, headers, near });
}
