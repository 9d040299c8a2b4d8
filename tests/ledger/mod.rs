//! The ledger: its rules, its chain, and what survives a crash.

pub(crate) mod chain;
#[cfg(feature = "slow-tests")]
mod crash;
mod desk;
mod rules;
#[cfg(feature = "slow-tests")]
mod slow;
