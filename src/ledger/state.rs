//! What the entries add up to: each award, its approval and receipts, and whether it counts.

use std::collections::BTreeMap;

use super::award::Award;
use super::entry::{Action, Entry, Payment, Receipt, Seq};
use super::purchase::PurchaseId;
use super::rules::Violation;
use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::decimal::{self, Decimal};
use crate::value::money::{Money, Quantity};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// The state of a ledger after some of its entries.
///
/// `T` is what is kept of each award beside the facts that the rules need: nothing, or the whole award.
#[derive(Debug, Clone)]
pub struct LedgerState<T = ()> {
    awards: BTreeMap<Seq, AwardState<T>>,
    /// The award of each entry that followed one and can be cancelled.
    award_of: BTreeMap<Seq, Seq>,
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
    /// What was awarded.
    pub total: Money,
    /// How much was ordered.
    pub quantity: Quantity,
    /// Whether it counts only once it is approved.
    pub needs_approval: bool,
    /// The award, where the state keeps it.
    pub award: T,
    /// Its approval.
    pub approval: Option<Approval>,
    /// Its receipts, cancelled ones included.
    pub receipts: Vec<Followed<Receipt>>,
    /// What was paid and credited, cancelled entries included.
    pub payments: Vec<Followed<Payment>>,
    /// How much went back, cancelled entries included.
    pub returns: Vec<Followed<Quantity>>,
    /// That nothing more is to come, cancelled entries included.
    pub closings: Vec<Followed<()>>,
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

/// What followed an award: a receipt, a payment, a return, a closing.
#[derive(Debug, Clone)]
pub struct Followed<T> {
    /// The number of its entry.
    pub seq: Seq,
    /// The day.
    pub on: Date,
    /// What it says.
    pub what: T,
    /// A comment, or the reason.
    pub note: Option<Untrusted>,
    /// The entry that cancelled it.
    pub void: Option<Seq>,
}

/// Returns the entries that were not cancelled.
fn counted<T>(entries: &[Followed<T>]) -> impl Iterator<Item = &Followed<T>> + Clone {
    entries.iter().filter(|entry| entry.void.is_none())
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
    pub fn counted(&self) -> impl Iterator<Item = &Followed<Receipt>> + Clone {
        counted(&self.receipts)
    }

    /// Returns the payments and credits that were not cancelled.
    pub fn paid(&self) -> impl Iterator<Item = &Followed<Payment>> + Clone {
        counted(&self.payments)
    }

    /// Returns the returns that were not cancelled.
    pub fn returned(&self) -> impl Iterator<Item = &Followed<Quantity>> + Clone {
        counted(&self.returns)
    }

    /// Returns the closing that counts.
    #[must_use]
    pub fn closed(&self) -> Option<&Followed<()>> {
        counted(&self.closings).next()
    }

    /// Returns how much was delivered; `None` where the sum is too large for a decimal.
    #[must_use]
    pub fn delivered(&self) -> Option<Decimal> {
        decimal::sum(self.counted().map(|receipt| receipt.what.quantity.decimal()))
    }

    /// Returns how much was accepted and has not gone back; `None` where a sum is too large for a decimal.
    #[must_use]
    pub fn kept(&self) -> Option<Decimal> {
        let accepted = decimal::sum(self.counted().map(|receipt| receipt.what.accepted_quantity()))?;
        let returned = decimal::sum(self.returned().map(|returned| returned.what.decimal()))?;
        decimal::difference(accepted, returned)
    }

    /// Returns what was paid, less what was credited; `None` where the sum is too large.
    #[must_use]
    pub fn paid_in_all(&self) -> Option<Money> {
        let with_goods = self.counted().filter_map(|receipt| receipt.what.paid);
        let mut amounts = with_goods.chain(self.paid().map(|payment| payment.what.amount));
        amounts.try_fold(Money::from_minor(0, self.currency), Money::plus)
    }

    /// Returns the first entry that followed and was not cancelled: of receipts, payments, returns and closings.
    pub(super) fn first_followed(&self) -> Option<Seq> {
        let firsts = [
            self.counted().next().map(|entry| entry.seq),
            self.paid().next().map(|entry| entry.seq),
            self.returned().next().map(|entry| entry.seq),
            self.closed().map(|entry| entry.seq),
        ];
        firsts.into_iter().flatten().min()
    }

    /// Returns what cancelled an entry that followed the award; `None` where nothing did.
    pub(super) fn void_of(&self, seq: Seq) -> Option<Seq> {
        fn of<T>(entries: &[Followed<T>], seq: Seq) -> Option<Seq> {
            entries.iter().find(|entry| entry.seq == seq).and_then(|entry| entry.void)
        }
        of(&self.receipts, seq)
            .or_else(|| of(&self.payments, seq))
            .or_else(|| of(&self.returns, seq))
            .or_else(|| of(&self.closings, seq))
    }

    /// Cancels an entry that followed the award.
    fn cancel(&mut self, target: Seq, by: Seq) {
        fn of<T>(entries: &mut [Followed<T>], target: Seq, by: Seq) {
            entries.iter_mut().filter(|entry| entry.seq == target).for_each(|entry| entry.void = Some(by));
        }
        of(&mut self.receipts, target, by);
        of(&mut self.payments, target, by);
        of(&mut self.returns, target, by);
        of(&mut self.closings, target, by);
    }
}

impl<T> Default for LedgerState<T> {
    fn default() -> Self {
        Self {
            awards: BTreeMap::new(),
            award_of: BTreeMap::new(),
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
                let receipt = Followed { seq, on: *on, what: receipt.clone(), note: note.clone(), void: None };
                self.follow(*target, seq)?.receipts.push(receipt);
            }
            Action::Pay { target, on, payment, note } => {
                let payment = Followed { seq, on: *on, what: payment.clone(), note: note.clone(), void: None };
                self.follow(*target, seq)?.payments.push(payment);
            }
            Action::Return { target, on, quantity, reason, .. } => {
                let returned = Followed { seq, on: *on, what: *quantity, note: Some(reason.clone()), void: None };
                self.follow(*target, seq)?.returns.push(returned);
            }
            Action::Close { target, on, reason } => {
                let closing = Followed { seq, on: *on, what: (), note: Some(reason.clone()), void: None };
                self.follow(*target, seq)?.closings.push(closing);
            }
            Action::Void { target, reason, .. } => {
                if let Some(award) = self.award_of.get(target).copied() {
                    self.award_mut(award)?.cancel(*target, seq);
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
            total: award.bought.chosen.total,
            quantity: award.bought.quantity,
            needs_approval: award.needs_approval(),
            award: T::of(award),
            approval: None,
            receipts: Vec::new(),
            payments: Vec::new(),
            returns: Vec::new(),
            closings: Vec::new(),
            ended: None,
        };
        self.awards.insert(entry.seq, state);
        Ok(())
    }

    /// Returns the award that an entry follows.
    fn follow(&mut self, target: Seq, seq: Seq) -> Result<&mut AwardState<T>, Violation> {
        let award = self.awards.get_mut(&target).ok_or(Violation::NoAward(target))?;
        self.award_of.insert(seq, target);
        Ok(award)
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

    /// Returns the award that an entry followed.
    pub(super) fn followed(&self, seq: Seq) -> Option<&AwardState<T>> {
        self.awards.get(self.award_of.get(&seq)?)
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
            let award = self.awards.get(&target).or_else(|| self.followed(target));
            award.map(|award| award.purchase)
        })
    }
}
