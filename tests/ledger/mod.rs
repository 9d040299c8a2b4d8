//! The ledger: its rules, its chain, and what survives a crash.

mod bits;
pub(crate) mod chain;
mod made_before;
pub(crate) mod office;
mod rules;
#[cfg(feature = "slow-tests")]
mod slow_chain;
#[cfg(feature = "slow-tests")]
mod slow_crash;
