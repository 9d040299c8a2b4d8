//! Cells to values: what the text of a cell comes to.

pub(crate) mod calendar;
pub(crate) mod costs;
pub(crate) mod frame;
pub(crate) mod number;
pub(crate) mod values;
pub(crate) mod worded;
