//! Quotes to offers: which of a vendor's quotes count, what they cost, how good they are, whether they may take part.

pub mod cost;
pub mod gate;
pub mod grade;
pub mod supersede;
