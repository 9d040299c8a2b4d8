//! English.

pub(super) mod faults;
pub(super) mod notes;
