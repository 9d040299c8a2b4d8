//! The commands that add an entry to the ledger.

pub(crate) mod approve;
pub(crate) mod award;
pub(crate) mod receive;
pub(crate) mod void;
