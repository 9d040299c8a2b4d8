//! A recommendation as people and programs read it: a function for each output.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod table;
pub mod wording;
