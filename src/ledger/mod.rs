//! The ledger: who decided what, in entries that each carry the hash of the one before.
//!
//! Entries, their hashes, what they amount to and their export are pure; [`Ledger`] alone touches the database.

mod act;
mod award;
mod books;
mod chain;
mod change;
mod entry;
mod error;
pub mod export;
mod head;
mod lookup;
mod purchase;
mod rules;
mod store;
mod wire;

pub use self::act::{Act, Basis, Flag, Receipt};
pub use self::award::{Award, Awarding, Bought, Chosen, Evidence, NotTaken, Terms};
pub use self::books::{Approval, Books, Ended, Keep, Received, Recorded, Status};
pub use self::chain::{Chain, ChainFault, ChainFaultKind};
pub use self::change::{Change, Outcome};
pub use self::entry::{Actor, Entry, EntryError};
pub use self::error::LedgerError;
pub use self::head::{Head, heads};
pub use self::purchase::{Purchase, Purchases};
pub use self::rules::{Rule, Violation};
pub use self::store::{Access, Ledger, Mode};
