//! What the awards of a ledger saved: figures of each award, and what they come to.
//!
//! Pure: made of what the ledger's entries amount to. Amounts are added here, never by the database, and never across
//! currencies.

mod account;
pub(crate) mod budget;
mod by;
mod definition;
mod figures;
pub(crate) mod followup;
mod line;
#[cfg(test)]
pub(crate) mod sample;
mod savings;
pub(crate) mod vendors;

pub(crate) use self::by::By;
pub(crate) use self::definition::{Definition, SAVINGS as DEFINITIONS};
pub(crate) use self::figures::{Baseline, Figures};
pub(crate) use self::line::{Line, Overflow};
pub(crate) use self::savings::{Block, Question, Row, RowKind, Summary};
