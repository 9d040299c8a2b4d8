//! Pieces of the sentences that faults are.

use crate::value::untrusted::Untrusted;

pub(super) fn listed(texts: &[Untrusted]) -> String {
    texts.iter().map(|text| format!("`{}`", text.shown())).collect::<Vec<_>>().join(", ")
}

pub(super) const fn kind_name(is_date: bool) -> &'static str {
    if is_date { "a date" } else { "a number" }
}

pub(super) const fn stated(included: bool) -> &'static str {
    if included { "includes" } else { "excludes" }
}

pub(super) const fn basis(included: bool) -> &'static str {
    if included { "include it" } else { "exclude it" }
}
