//! English.

pub(crate) mod reasons;
pub(crate) mod recommendation;
