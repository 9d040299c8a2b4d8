//! A recommendation as people and programs read it: a function for each output.

pub mod amount;
mod bar;
pub mod budget;
pub mod csv;
pub mod entry;
pub mod followup;
pub mod html;
pub mod markdown;
#[expect(dead_code, reason = "the writers come next")]
pub(crate) mod model;
mod prose;
pub mod remark;
pub mod report;
mod row;
#[cfg(test)]
mod sample;
pub mod savings;
pub mod sheet;
pub mod table;
pub mod vendors;
pub(crate) mod wording;
#[cfg(feature = "xlsx")]
mod workbook;
