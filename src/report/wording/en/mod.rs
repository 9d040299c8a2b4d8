//! Sentences in English, one file an area.

pub(crate) mod ledger;
