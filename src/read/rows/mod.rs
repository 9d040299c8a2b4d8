//! Rows to the quote store and the items, by several threads; their faults are told as if one had read.

pub(crate) mod build;
mod checks;
pub(crate) mod fill;
pub(crate) mod items;
mod merge;
pub(crate) mod part;
pub(crate) mod quote;
mod resolve;
pub(crate) mod row;
pub(crate) mod skipped;
mod stated;
pub(crate) mod threads;
