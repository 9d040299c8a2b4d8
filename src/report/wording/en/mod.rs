//! What people read, in English. A second language is a second folder with the same files.

pub(crate) mod reasons;
pub(crate) mod recommendation;
pub(crate) mod reports;
