//! Bytes to rows of cells: encoding, dialect, blocks and records.

pub(crate) mod blocks;
pub(crate) mod dialect;
pub(crate) mod encoding;
pub(crate) mod prepared;
pub(crate) mod records;
