//! What must always hold, tested end to end with generated sheets: a CSV text and a policy in, a recommendation out.

use proptest::test_runner::Config;

mod agreement;
mod completeness;
mod costs;
mod encodings;
mod exactness;
mod hostile;
mod inert;
mod lots;
mod matrix;
mod negotiate;
mod order;
mod places;
mod reasons;
mod recompute;
mod requests;
mod scale;
mod sheet;
mod strategies;
mod table;
mod wide;
#[cfg(feature = "xlsx")]
mod workbooks;

/// A run of so many cases, a quarter of them without the slow tests, that leaves no files behind.
pub(crate) fn config(cases: u32) -> Config {
    let cases = if cfg!(feature = "slow-tests") { cases } else { cases.div_ceil(4) };
    Config { cases, failure_persistence: None, ..Config::default() }
}
