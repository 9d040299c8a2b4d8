//! English.

pub(crate) mod policy;
