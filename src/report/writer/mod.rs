//! The writers: each draws any report, and none knows what it is about.

pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod terminal;
#[cfg(test)]
mod tests;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;
