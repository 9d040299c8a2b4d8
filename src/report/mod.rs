//! What people read: reports as typed cells, the words in them, and the writers that draw them.

pub(crate) mod amount;
pub(crate) mod budget;
pub(crate) mod check;
pub(crate) mod evidence;
pub(crate) mod followup;
pub(crate) mod model;
pub(crate) mod negotiation;
mod prose;
pub(crate) mod recommendation;
#[cfg(test)]
mod sample;
pub(crate) mod savings;
pub(crate) mod vendors;
pub mod wording;
pub(crate) mod writer;
