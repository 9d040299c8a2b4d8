//! What the entries add up to: each award, its approval and receipts, and whether it counts.

use std::collections::BTreeMap;

use super::award::Award;
use super::entry::{Action, Entry, Receipt, Seq};
use super::purchase::PurchaseId;
use super::rules::Violation;
use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::decimal::{self, Decimal};
use crate::value::money::Quantity;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// The state of a ledger after some of its entries.
///
/// `T` is what is kept of each award beside the facts that the rules need: nothing, or the whole award.
#[derive(Debug, Clone)]
pub struct LedgerState<T = ()> {
    awards: BTreeMap<Seq, AwardState<T>>,
    /// The award of each receipt.
    award_of_receipt: BTreeMap<Seq, Seq>,
    by_idem: BTreeMap<Digest, Seq>,
    by_purchase: BTreeMap<PurchaseId, Vec<Seq>>,
}

/// What a state keeps of an award beside the facts that the rules need.
pub trait AwardDetail {
    /// Takes it from the award.
    fn of(award: &Award) -> Self;
}

impl AwardDetail for () {
    fn of(_: &Award) -> Self {}
}

impl AwardDetail for Box<Award> {
    fn of(award: &Award) -> Self {
        Self::new(award.clone())
    }
}

/// An award and everything that followed.
#[derive(Debug, Clone)]
pub struct AwardState<T = ()> {
    /// The number of its entry.
    pub seq: Seq,
    /// Who awarded.
    pub by: Untrusted,
    /// When it was recorded.
    pub at: Moment,
    /// What was awarded.
    pub purchase: PurchaseId,
    /// The vendor.
    pub vendor: Untrusted,
    /// The currency of its amounts.
    pub currency: Currency,
    /// How much was ordered.
    pub quantity: Quantity,
    /// Whether it counts only once it is approved.
    pub needs_approval: bool,
    /// The award, where the state keeps it.
    pub award: T,
    /// Its approval.
    pub approval: Option<Approval>,
    /// Its receipts, cancelled ones included.
    pub receipts: Vec<ReceiptState>,
    /// How it ended, where it no longer counts.
    pub ended: Option<Ended>,
}

/// An approval.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The number of its entry.
    pub seq: Seq,
    /// Who approved.
    pub by: Untrusted,
    /// The day.
    pub on: Date,
}

/// A receipt.
#[derive(Debug, Clone)]
pub struct ReceiptState {
    /// The number of its entry.
    pub seq: Seq,
    /// The day.
    pub on: Date,
    /// What was delivered and paid.
    pub receipt: Receipt,
    /// A comment.
    pub note: Option<Untrusted>,
    /// The entry that cancelled it.
    pub void: Option<Seq>,
}

/// How an award ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The entry that ended it.
    pub seq: Seq,
    /// Whether another award replaced it; else it was cancelled.
    pub superseded: bool,
    /// Why.
    pub reason: Option<Untrusted>,
}

/// Whether an award counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It needs an approval and has none.
    Pending,
    /// It counts.
    Committed,
    /// It was cancelled.
    Void,
    /// Another award replaced it.
    Superseded,
}

impl Status {
    /// Returns the code in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Committed => "committed",
            Self::Void => "void",
            Self::Superseded => "superseded",
        }
    }
}

impl<T> AwardState<T> {
    /// Says whether the award counts.
    #[must_use]
    pub fn status(&self) -> Status {
        match &self.ended {
            Some(Ended { superseded: true, .. }) => Status::Superseded,
            Some(_) => Status::Void,
            None if self.needs_approval && self.approval.is_none() => Status::Pending,
            None => Status::Committed,
        }
    }

    /// Returns the receipts that were not cancelled.
    pub fn counted(&self) -> impl Iterator<Item = &ReceiptState> + Clone {
        self.receipts.iter().filter(|receipt| receipt.void.is_none())
    }

    /// Returns how much was delivered; `None` where the sum is too large for a decimal.
    #[must_use]
    pub fn delivered(&self) -> Option<Decimal> {
        decimal::sum(self.counted().map(|receipt| receipt.receipt.quantity.decimal()))
    }
}

impl<T> Default for LedgerState<T> {
    fn default() -> Self {
        Self {
            awards: BTreeMap::new(),
            award_of_receipt: BTreeMap::new(),
            by_idem: BTreeMap::new(),
            by_purchase: BTreeMap::new(),
        }
    }
}

impl<T: AwardDetail> LedgerState<T> {
    /// Adds the next entry, which the rules allow; an error where it refers to one that is not part of the state.
    pub(crate) fn apply(&mut self, entry: &Entry) -> Result<(), Violation> {
        let seq = entry.seq;
        match &entry.action {
            Action::Genesis => {}
            Action::Award(award) => self.add_award(entry, award)?,
            Action::Approve { target, on, .. } => {
                let approval = Approval { seq, by: entry.actor.name.clone(), on: *on };
                self.award_mut(*target)?.approval = Some(approval);
            }
            Action::Receive { target, on, receipt, note } => {
                let receipt = ReceiptState { seq, on: *on, receipt: receipt.clone(), note: note.clone(), void: None };
                self.award_mut(*target)?.receipts.push(receipt);
                self.award_of_receipt.insert(seq, *target);
            }
            Action::Void { target, reason, .. } => {
                if let Some(award) = self.award_of_receipt.get(target).copied() {
                    let mut receipts = self.award_mut(award)?.receipts.iter_mut();
                    let receipt = receipts.find(|receipt| receipt.seq == *target);
                    receipt.expect("its award has the receipt").void = Some(seq);
                } else {
                    self.award_mut(*target)?.ended =
                        Some(Ended { seq, superseded: false, reason: Some(reason.clone()) });
                }
            }
        }
        self.by_idem.entry(entry.idem).or_insert(seq);
        Ok(())
    }

    fn add_award(&mut self, entry: &Entry, award: &Award) -> Result<(), Violation> {
        if let Some(earlier) = award.supersedes {
            let ended = Ended { seq: entry.seq, superseded: true, reason: award.reason.clone() };
            self.award_mut(earlier)?.ended = Some(ended);
        }
        self.by_purchase.entry(award.bought.purchase).or_default().push(entry.seq);
        let state = AwardState {
            seq: entry.seq,
            by: entry.actor.name.clone(),
            at: entry.at,
            purchase: award.bought.purchase,
            vendor: award.bought.chosen.vendor.clone(),
            currency: award.bought.currency,
            quantity: award.bought.quantity,
            needs_approval: award.needs_approval(),
            award: T::of(award),
            approval: None,
            receipts: Vec::new(),
            ended: None,
        };
        self.awards.insert(entry.seq, state);
        Ok(())
    }

    fn award_mut(&mut self, seq: Seq) -> Result<&mut AwardState<T>, Violation> {
        self.awards.get_mut(&seq).ok_or(Violation::NoAward(seq))
    }
}

impl<T> LedgerState<T> {
    /// Returns every award, by the number of its entry.
    pub fn awards(&self) -> impl Iterator<Item = &AwardState<T>> {
        self.awards.values()
    }

    /// Returns the award of an entry.
    #[must_use]
    pub fn award(&self, seq: Seq) -> Option<&AwardState<T>> {
        self.awards.get(&seq)
    }

    /// Returns the receipt of an entry, with its award.
    pub(super) fn receipt(&self, seq: Seq) -> Option<(&AwardState<T>, &ReceiptState)> {
        let award = self.awards.get(self.award_of_receipt.get(&seq)?)?;
        Some((award, award.receipts.iter().find(|receipt| receipt.seq == seq)?))
    }

    /// Returns the entry that recorded the same decision.
    pub(super) fn same(&self, idem: Digest) -> Option<Seq> {
        self.by_idem.get(&idem).copied()
    }

    /// Returns the award of a purchase that counts or is pending.
    pub(crate) fn live(&self, purchase: PurchaseId) -> Option<&AwardState<T>> {
        let awards = self.by_purchase.get(&purchase)?.iter().filter_map(|seq| self.awards.get(seq));
        awards.rev().find(|award| award.ended.is_none())
    }

    /// Returns the purchase that an action is about.
    pub(super) fn purchase_of(&self, action: &Action) -> Option<PurchaseId> {
        action.own_purchase().or_else(|| {
            let target = action.target()?;
            let award = self.awards.get(&target).or_else(|| self.receipt(target).map(|(award, _)| award));
            award.map(|award| award.purchase)
        })
    }
}
