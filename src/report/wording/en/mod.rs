//! Sentences in English, one file an area.

pub(crate) mod faults;
pub(crate) mod ledger;
pub(crate) mod notes;
