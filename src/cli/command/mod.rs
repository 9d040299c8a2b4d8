//! The commands: what each is asked, and how it answers.

pub(super) mod approve;
pub(super) mod award;
mod batch;
pub(super) mod budget;
pub(super) mod compare;
pub(super) mod followup;
pub(super) mod ledger;
pub(super) mod manual;
pub(super) mod negotiate;
pub(super) mod policy;
pub(super) mod receive;
pub(super) mod savings;
pub(super) mod vendors;
pub(super) mod verify;
pub(super) mod void;
