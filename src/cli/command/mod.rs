//! The commands: what each is asked, and how it answers.

mod batch;
pub(super) mod budget;
pub(super) mod check;
pub(super) mod compare;
pub(super) mod entry;
pub(super) mod followup;
pub(super) mod ledger;
pub(super) mod manual;
pub(super) mod negotiate;
pub(super) mod policy;
pub(super) mod savings;
pub(super) mod vendors;
pub(super) mod verify;
