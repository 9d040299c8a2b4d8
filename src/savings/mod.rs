//! What the awards of a ledger saved: figures of each award, and what they come to.
//!
//! Pure: made of what the ledger's entries amount to. Amounts are added here, never by the database, and never across
//! currencies.

mod line;

pub use self::line::{Line, Overflow, lines};
