//! Cells to values: which column a header means, and what the text of a cell comes to.

pub(crate) mod alias;
pub(crate) mod calendar;
pub(crate) mod costs;
pub(crate) mod expected;
pub(crate) mod frame;
pub(crate) mod header;
pub(crate) mod layout;
mod meaning;
pub(crate) mod number;
mod tax;
pub(crate) mod topic;
mod unclear;
mod unused;
pub(crate) mod values;
pub(crate) mod vocabulary;
mod words;
