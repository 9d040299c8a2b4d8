//! A recommendation as people and programs read it: a function for each output.

pub mod amount;
mod bar;
pub(crate) mod budget;
pub mod csv;
pub(crate) mod followup;
pub mod html;
pub mod markdown;
pub mod remark;
pub mod report;
mod row;
#[cfg(test)]
mod sample;
pub(crate) mod savings;
pub mod sheet;
pub mod table;
pub(crate) mod vendors;
pub mod wording;
#[cfg(feature = "xlsx")]
mod workbook;
