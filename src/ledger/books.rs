//! What the entries amount to: each award, who approved it, what was delivered, and whether it still counts.

use std::collections::BTreeMap;

use super::act::{Act, Receipt};
use super::award::Award;
use super::entry::Entry;
use super::purchase::Purchase;
use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::money::{Decimal, Money, Quantity};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// What entries amount to, read in the order of their numbers.
///
/// `T` is what is kept of each award beside the facts that the rules go by: nothing, or all of it.
#[derive(Debug, Clone)]
pub struct Books<T = ()> {
    awards: BTreeMap<u64, Recorded<T>>,
    /// The award of each receipt.
    receipts: BTreeMap<u64, u64>,
    by_idem: BTreeMap<Digest, u64>,
    by_purchase: BTreeMap<Purchase, Vec<u64>>,
}

/// What is kept of an award.
pub trait Keep {
    /// Takes what is to be kept.
    fn keep(award: &Award) -> Self;
}

impl Keep for () {
    fn keep(_: &Award) -> Self {}
}

impl Keep for Box<Award> {
    fn keep(award: &Award) -> Self {
        Self::new(award.clone())
    }
}

/// An award, and what became of it.
#[derive(Debug, Clone)]
pub struct Recorded<T = ()> {
    /// The number of its entry.
    pub seq: u64,
    /// Who awarded.
    pub by: Untrusted,
    /// When it was recorded.
    pub at: Moment,
    /// The identity of the purchase.
    pub purchase: Purchase,
    /// To whom.
    pub vendor: Untrusted,
    /// The currency of its amounts.
    pub currency: Currency,
    /// How much was ordered.
    pub quantity: Quantity,
    /// Whether it waits until somebody approves it.
    pub needs_approval: bool,
    /// What else is kept of it.
    pub kept: T,
    /// Who approved it.
    pub approval: Option<Approval>,
    /// What was delivered and paid, the receipts that no longer count included.
    pub receipts: Vec<Received>,
    /// Why it no longer counts, where it does not.
    pub ended: Option<Ended>,
}

/// An approval.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The number of its entry.
    pub seq: u64,
    /// Who approved.
    pub by: Untrusted,
    /// The day.
    pub on: Date,
}

/// A receipt.
#[derive(Debug, Clone)]
pub struct Received {
    /// The number of its entry.
    pub seq: u64,
    /// The day.
    pub on: Date,
    /// What was delivered and paid.
    pub receipt: Receipt,
    /// A remark.
    pub note: Option<Untrusted>,
    /// The entry that made it void.
    pub void: Option<u64>,
}

/// How an award ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The entry that ended it.
    pub seq: u64,
    /// Whether another award took its place.
    pub superseded: bool,
    /// Why.
    pub reason: Option<Untrusted>,
}

/// Whether an award counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It waits for an approval.
    Pending,
    /// It is approved, or needs no approval.
    Committed,
    /// It is void.
    Void,
    /// Another award took its place.
    Superseded,
}

impl Status {
    /// Returns the status's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Committed => "committed",
            Self::Void => "void",
            Self::Superseded => "superseded",
        }
    }
}

impl<T> Recorded<T> {
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

    /// Returns the receipts that count.
    pub fn counted(&self) -> impl Iterator<Item = &Received> + Clone {
        self.receipts.iter().filter(|received| received.void.is_none())
    }

    /// Returns how much was delivered.
    #[must_use]
    pub fn delivered(&self) -> Decimal {
        let quantities = self.counted().map(|received| received.receipt.quantity.decimal());
        crate::value::decimal::sum(quantities)
            .expect("quantities have 9 integer digits, which leaves room for 10^13 of them")
    }

    /// Returns what was paid.
    #[must_use]
    pub fn paid(&self) -> Money {
        let nothing = Money::from_minor(0, self.currency);
        // Amounts have at most 25 digits and receipts are counted in thousands, so that no sum leaves an i128.
        self.counted().fold(nothing, |sum, received| sum.plus(received.receipt.paid).unwrap_or(sum))
    }
}

impl<T> Default for Books<T> {
    fn default() -> Self {
        Self {
            awards: BTreeMap::new(),
            receipts: BTreeMap::new(),
            by_idem: BTreeMap::new(),
            by_purchase: BTreeMap::new(),
        }
    }
}

impl<T: Keep> Books<T> {
    /// Takes the next entry in; entries come in the order of their numbers, and are right by the rules of the ledger.
    pub fn take(&mut self, entry: &Entry) {
        self.by_idem.entry(entry.idem).or_insert(entry.seq);
        match &entry.act {
            Act::Genesis => {}
            Act::Award(award) => {
                if let Some(earlier) = award.supersedes.and_then(|seq| self.awards.get_mut(&seq)) {
                    earlier.ended = Some(Ended { seq: entry.seq, superseded: true, reason: award.reason.clone() });
                }
                self.by_purchase.entry(award.bought.purchase).or_default().push(entry.seq);
                let recorded = Recorded {
                    seq: entry.seq,
                    by: entry.actor.name.clone(),
                    at: entry.at,
                    purchase: award.bought.purchase,
                    vendor: award.bought.chosen.vendor.clone(),
                    currency: award.bought.currency,
                    quantity: award.bought.quantity,
                    needs_approval: award.needs_approval(),
                    kept: T::keep(award),
                    approval: None,
                    receipts: Vec::new(),
                    ended: None,
                };
                self.awards.insert(entry.seq, recorded);
            }
            Act::Approve { target, on, .. } => {
                if let Some(award) = self.awards.get_mut(target) {
                    award.approval = Some(Approval { seq: entry.seq, by: entry.actor.name.clone(), on: *on });
                }
            }
            Act::Receive { target, on, receipt, note } => {
                if let Some(award) = self.awards.get_mut(target) {
                    let (receipt, note) = (receipt.clone(), note.clone());
                    award.receipts.push(Received { seq: entry.seq, on: *on, receipt, note, void: None });
                    self.receipts.insert(entry.seq, *target);
                }
            }
            Act::Void { target, reason, .. } => {
                if let Some(award) = self.awards.get_mut(target) {
                    award.ended = Some(Ended { seq: entry.seq, superseded: false, reason: Some(reason.clone()) });
                } else if let Some(received) = self.received_mut(*target) {
                    received.void = Some(entry.seq);
                }
            }
        }
    }
}

impl<T> Books<T> {
    /// Returns every award, by the number of its entry.
    pub fn awards(&self) -> impl Iterator<Item = &Recorded<T>> {
        self.awards.values()
    }

    /// Returns the award of an entry.
    #[must_use]
    pub fn award(&self, seq: u64) -> Option<&Recorded<T>> {
        self.awards.get(&seq)
    }

    /// Returns the receipt of an entry, with its award.
    #[must_use]
    pub fn received(&self, seq: u64) -> Option<(&Recorded<T>, &Received)> {
        let award = self.awards.get(self.receipts.get(&seq)?)?;
        Some((award, award.receipts.iter().find(|received| received.seq == seq)?))
    }

    /// Returns the entry that says the same.
    #[must_use]
    pub fn same(&self, idem: Digest) -> Option<u64> {
        self.by_idem.get(&idem).copied()
    }

    /// Returns the award of a purchase that counts, or waits for its approval.
    #[must_use]
    pub fn live(&self, purchase: Purchase) -> Option<&Recorded<T>> {
        let awards = self.by_purchase.get(&purchase)?.iter().filter_map(|seq| self.awards.get(seq));
        awards.rev().find(|award| award.ended.is_none())
    }

    /// Returns the purchase that an act is about.
    #[must_use]
    pub fn purchase_of(&self, act: &Act) -> Option<Purchase> {
        match act {
            Act::Genesis => None,
            Act::Award(award) => Some(award.bought.purchase),
            Act::Approve { target, .. } | Act::Receive { target, .. } | Act::Void { target, .. } => {
                let award = self.awards.get(target).or_else(|| self.received(*target).map(|(award, _)| award));
                award.map(|award| award.purchase)
            }
        }
    }

    fn received_mut(&mut self, seq: u64) -> Option<&mut Received> {
        let award = self.awards.get_mut(self.receipts.get(&seq)?)?;
        award.receipts.iter_mut().find(|received| received.seq == seq)
    }
}
