//! All integration tests, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, reads files and starts the program"
)]

mod attacks;
mod batch;
mod documents;
mod headers;
mod layering;
mod ledger;
mod lots;
mod oracle;
mod properties;
mod published;
mod round_trip;
mod savings;
mod sessions;
mod standard_output;
mod support;
mod wide;
#[cfg(feature = "xlsx")]
mod workbooks;
