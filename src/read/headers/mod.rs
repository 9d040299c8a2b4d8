//! Headers to columns: which column a header means, and what is to be said of those that mean none.

pub(crate) mod alias;
pub(crate) mod expected;
pub(crate) mod layout;
pub(crate) mod map;
mod meaning;
mod tax;
pub(crate) mod topic;
mod traditional;
mod unclear;
mod unused;
pub(crate) mod vocabulary;
pub(crate) mod words;
