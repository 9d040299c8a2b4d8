//! The values that everything else is made of: exact numbers, dates, names, texts from outside, digests and places.

pub mod column;
pub mod currency;
pub mod date;
pub mod decimal;
pub mod digest;
pub mod encoding;
pub(crate) mod fraction;
pub(crate) mod look_alike;
pub mod money;
pub(crate) mod name;
pub(crate) mod parallel;
pub mod serde_text;
pub mod source;
pub(crate) mod unit;
pub mod untrusted;
