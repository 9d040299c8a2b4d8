//! A recommendation as people and programs read it: a function for each output.

pub mod amount;
pub(crate) mod budget;
pub mod csv;
pub(crate) mod evidence;
pub(crate) mod followup;
pub mod html;
pub mod markdown;
pub(crate) mod model;
mod prose;
pub mod remark;
#[cfg(test)]
mod sample;
pub(crate) mod savings;
pub mod sheet;
pub mod table;
pub(crate) mod vendors;
pub(crate) mod wording;
pub(crate) mod writer;
