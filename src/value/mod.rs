//! The values that everything else is made of: exact numbers, dates, names, texts from outside, digests and places.

pub mod column;
pub mod currency;
pub mod date;
mod decimal;
pub mod money;
pub(crate) mod name;
pub(crate) mod parallel;
pub mod source;
pub mod stored;
pub mod untrusted;
