//! The commands that add an entry to the ledger.

pub(crate) mod approve;
pub(crate) mod award;
pub(crate) mod close;
pub(crate) mod pay;
pub(crate) mod receive;
pub(crate) mod returned;
pub(crate) mod void;
