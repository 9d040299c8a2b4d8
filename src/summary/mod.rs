//! What the awards of a ledger saved: figures of each award, and what they come to.
//!
//! Pure: made of what the ledger's entries amount to. Amounts are added here, never by the database, and never across
//! currencies.

pub mod budget;
mod by;
mod definition;
mod figures;
pub mod followup;
mod line;
#[cfg(test)]
pub(crate) mod sample;
mod summary;
pub mod vendors;

pub use self::by::By;
pub use self::definition::{DEFINITIONS, Definition};
pub use self::figures::{Against, Baseline, Figures, Sum};
pub use self::line::{Line, Overflow, lines};
pub use self::summary::{Block, Question, Row, RowKind, Summary};
