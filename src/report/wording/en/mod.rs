//! What people read, in English. A second language is a second folder with the same files.

pub(crate) mod reports;
