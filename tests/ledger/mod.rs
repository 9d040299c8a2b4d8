//! The ledger: its rules, its chain, and what survives a crash.

pub(crate) mod chain;
pub(crate) mod office;
mod rules;
#[cfg(feature = "slow-tests")]
mod slow_chain;
#[cfg(feature = "slow-tests")]
mod slow_crash;
