//! The recommendation as it is stored: its shape, its canonical bytes, and how it is computed again.

pub mod jcs;
pub mod json;
pub mod verify;
