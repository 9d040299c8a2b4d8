//! Sentences in English, one file an area.

pub(crate) mod batch;
pub(crate) mod check;
pub(crate) mod costs;
pub(crate) mod faults;
mod headers;
pub(crate) mod hints;
pub(crate) mod ledger;
pub(crate) mod negotiate;
pub(crate) mod notes;
pub(crate) mod policy;
pub(crate) mod reasons;
pub(crate) mod recommendation;
pub(crate) mod reports;
mod wide;
