//! What an entry records: the start of a ledger, an award, an approval, a receipt, a withdrawal.

use serde::{Deserialize, Serialize};

use super::award::Award;
use crate::value::date::Date;
use crate::value::money::{Money, Quantity};
use crate::value::untrusted::Untrusted;

/// What an entry records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The ledger begins.
    Genesis,
    /// An offer is taken.
    Award(Box<Award>),
    /// Another person approves an award.
    Approve {
        /// The entry of the award.
        target: u64,
        /// The day of the approval.
        on: Date,
        /// What the approver says to it.
        reason: Option<Untrusted>,
    },
    /// Something was delivered and paid.
    Receive {
        /// The entry of the award.
        target: u64,
        /// The day of the delivery.
        on: Date,
        /// What was delivered and paid.
        receipt: Receipt,
        /// A remark.
        note: Option<Untrusted>,
    },
    /// An award or a receipt no longer counts.
    Void {
        /// The entry that no longer counts.
        target: u64,
        /// The day of the withdrawal.
        on: Date,
        /// Why.
        reason: Untrusted,
    },
}

/// What was delivered and paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Whether the goods were accepted as ordered; `None` where nobody said.
    pub accepted: Option<bool>,
    /// What was paid for it.
    pub paid: Money,
    /// How much was delivered, in the item's unit.
    pub quantity: Quantity,
    /// The number of the invoice or delivery note: it tells one partial delivery from another.
    pub reference: Option<Untrusted>,
}

/// On what an award rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The rule chose the offer.
    Rule,
    /// The rule referred the item, and a person chose among the admitted offers.
    Choice,
    /// A person took another offer than the rule's.
    Override,
    /// A person took an offer that a gate had rejected.
    DespiteGate,
}

impl Basis {
    /// Returns the basis's name in entries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Choice => "choice",
            Self::Override => "override",
            Self::DespiteGate => "despite-gate",
        }
    }
}

/// What is worth a look about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The clock stood before the time of the entry before.
    ClockBack,
    /// The receipt brings more than was ordered.
    MoreThanOrdered,
    /// The award is above the budget.
    OverBudget,
    /// The award waits for an approval.
    Pending,
    /// There was one admitted offer, or none.
    SingleOffer,
}

impl Flag {
    /// Returns the flag's name in entries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClockBack => "clock-back",
            Self::MoreThanOrdered => "more-than-ordered",
            Self::OverBudget => "over-budget",
            Self::Pending => "pending",
            Self::SingleOffer => "single-offer",
        }
    }
}

impl Act {
    /// Returns the name of what is recorded.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Genesis => "genesis",
            Self::Award(_) => "award",
            Self::Approve { .. } => "approve",
            Self::Receive { .. } => "receive",
            Self::Void { .. } => "void",
        }
    }

    /// Returns the entry that this one is about: the award of an approval or receipt, what is void, what is superseded.
    #[must_use]
    pub fn target(&self) -> Option<u64> {
        match self {
            Self::Genesis => None,
            Self::Award(award) => award.supersedes,
            Self::Approve { target, .. } | Self::Receive { target, .. } | Self::Void { target, .. } => Some(*target),
        }
    }

    /// Returns the day of what is recorded.
    #[must_use]
    pub fn on(&self) -> Option<Date> {
        match self {
            Self::Genesis => None,
            Self::Award(award) => Some(award.on),
            Self::Approve { on, .. } | Self::Receive { on, .. } | Self::Void { on, .. } => Some(*on),
        }
    }
}
