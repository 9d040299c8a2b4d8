//! Summaries of a ledger, held against what others make of it.

#[cfg(feature = "slow-tests")]
mod slow_office;
#[cfg(feature = "slow-tests")]
mod slow_year;
