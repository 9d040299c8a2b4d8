//! The ledger: who decided what, in entries that each carry the hash of the previous one.
//!
//! A new kind of entry is a variant of [`Action`], a rule in `rules`, a line in `LedgerState::apply`, and a sentence in
//! `report/wording`. Everything but [`Ledger`] and its [`Transaction`] is pure.

mod award;
mod chain;
mod entry;
pub mod export;
mod lot;
mod purchase;
mod rules;
mod state;
mod store;

pub use self::award::{Award, AwardBuilder, Basis, Bought, Chosen, Evidence, NotTaken, Terms};
pub use self::chain::{ChainFault, ChainFaultKind, Head, heads};
pub use self::entry::{Accepted, Action, Actor, Entry, EntryError, Flag, LedgerId, Payment, Receipt, Seq};
pub use self::purchase::PurchaseId;
pub(crate) use self::purchase::PurchaseIds;
pub use self::rules::{Judgement, ReasonFor, Violation};
pub use self::state::{Approval, AwardDetail, AwardState, Ended, Followed, LedgerState, Status};
pub use self::store::{Access, Ledger, LedgerError, Mode, Transaction};
