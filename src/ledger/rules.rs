//! The rules of the ledger: what may be recorded after the entries so far.

use super::award::{Award, Basis};
use super::entry::{Action, Actor, Flag, Seq};
use super::state::{AwardState, LedgerState, Status};
use crate::value::currency::Currency;
use crate::value::decimal::{self, Decimal};
use crate::value::money::Money;
use crate::value::name::Key;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// What becomes of an action: the flags of an entry that may be recorded, or the entry that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement<T> {
    /// It is new and breaks no rule.
    Accepted(T),
    /// An entry records the same decision, which is not recorded again.
    AlreadyRecorded(Seq),
    /// It breaks a rule.
    Refused(Violation),
}

/// A rule of the ledger, and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// A purchase is awarded once.
    AlreadyAwarded {
        /// The award that counts.
        seq: Seq,
        /// Its vendor.
        vendor: Untrusted,
    },
    /// What was recorded and has ended does not come back by itself.
    Ended {
        /// The entry of the same decision.
        seq: Seq,
        /// The entry that ended it.
        ended: Seq,
    },
    /// The entry is not an award of this ledger.
    NoAward(Seq),
    /// The entry is neither an award nor a receipt of this ledger.
    NothingToVoid(Seq),
    /// The entry no longer counts.
    NotLive {
        /// The entry.
        seq: Seq,
        /// The entry that ended it.
        ended: Seq,
    },
    /// The award to be replaced is of another purchase.
    OtherPurchase(Seq),
    /// An award with receipts is not ended.
    HasReceipts {
        /// The award.
        seq: Seq,
        /// The first receipt that counts.
        receipt: Seq,
    },
    /// Nobody approves an award of their own.
    OwnAward {
        /// The award.
        seq: Seq,
        /// Who awarded.
        name: Untrusted,
    },
    /// A pending award has no receipts.
    NotApproved(Seq),
    /// Who overrides the rule or an entry gives a reason.
    NoReason(ReasonFor),
    /// Who accepts a single offer says why its price is reasonable.
    NotReasonable,
    /// Amounts have the decimals of the award's currency.
    OtherCurrency {
        /// The amount.
        amount: Money,
        /// The award's currency.
        currency: Currency,
    },
}

/// What needs a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonFor {
    /// The choice of an offer.
    Basis(Basis),
    /// An award that replaces another.
    Superseding,
    /// A cancellation.
    Void,
}

impl<T> LedgerState<T> {
    /// Judges an action of a person; `idem` is [`Action::idem`].
    pub(crate) fn judge(&self, action: &Action, idem: Digest, by: &Actor) -> Judgement<Vec<Flag>> {
        if let Some(seq) = self.same(idem) {
            let ended = self.award(seq).and_then(|award| award.ended.as_ref()).map(|ended| ended.seq);
            let void = self.receipt(seq).and_then(|(_, receipt)| receipt.void);
            return match ended.or(void) {
                Some(ended) => Judgement::Refused(Violation::Ended { seq, ended }),
                None => Judgement::AlreadyRecorded(seq),
            };
        }
        let allowed = match action {
            Action::Genesis => Ok(Vec::new()),
            Action::Award(award) => self.may_award(award),
            Action::Approve { target, .. } => self.may_approve(*target, by),
            Action::Receive { target, receipt, .. } => {
                self.may_receive(*target, receipt.paid, receipt.quantity.decimal())
            }
            Action::Void { target, reason, .. } => self.may_void(*target, reason),
        };
        match allowed {
            Ok(flags) => Judgement::Accepted(flags),
            Err(violation) => Judgement::Refused(violation),
        }
    }

    fn may_award(&self, award: &Award) -> Result<Vec<Flag>, Violation> {
        let bought = &award.bought;
        if let Some(seq) = award.supersedes {
            let earlier = self.award(seq).ok_or(Violation::NoAward(seq))?;
            if earlier.purchase != bought.purchase {
                return Err(Violation::OtherPurchase(seq));
            }
            // A cancelled award can be replaced: that is how a purchase is awarded after all.
            if let Some(ended) = earlier.ended.as_ref().filter(|ended| ended.superseded) {
                return Err(Violation::NotLive { seq, ended: ended.seq });
            }
            earlier.has_no_receipts()?;
            needs_text(award.reason.as_ref(), Violation::NoReason(ReasonFor::Superseding))?;
        }
        if let Some(live) = self.live(bought.purchase).filter(|live| Some(live.seq) != award.supersedes) {
            return Err(Violation::AlreadyAwarded { seq: live.seq, vendor: live.vendor.clone() });
        }
        if bought.basis != Basis::Rule {
            needs_text(award.reason.as_ref(), Violation::NoReason(ReasonFor::Basis(bought.basis)))?;
        }
        if bought.admitted <= 1 {
            needs_text(bought.reasonable.as_ref(), Violation::NotReasonable)?;
        }
        Ok(award.flags())
    }

    fn may_approve(&self, target: Seq, by: &Actor) -> Result<Vec<Flag>, Violation> {
        let award = self.live_award(target)?;
        if is_same_person(&award.by, &by.name) {
            return Err(Violation::OwnAward { seq: target, name: award.by.clone() });
        }
        Ok(Vec::new())
    }

    fn may_receive(&self, target: Seq, paid: Money, quantity: Decimal) -> Result<Vec<Flag>, Violation> {
        let award = self.live_award(target)?;
        if award.status() == Status::Pending {
            return Err(Violation::NotApproved(target));
        }
        if !paid.is_of(award.currency) {
            return Err(Violation::OtherCurrency { amount: paid, currency: award.currency });
        }
        // A sum that is too large for a decimal is larger than any order.
        let delivered = award.delivered().and_then(|delivered| decimal::sum([delivered, quantity]));
        let is_more = delivered.is_none_or(|delivered| delivered > award.quantity.decimal());
        Ok(if is_more { vec![Flag::MoreThanOrdered] } else { Vec::new() })
    }

    fn may_void(&self, target: Seq, reason: &Untrusted) -> Result<Vec<Flag>, Violation> {
        needs_text(Some(reason), Violation::NoReason(ReasonFor::Void))?;
        if let Some((_, receipt)) = self.receipt(target) {
            return match receipt.void {
                Some(ended) => Err(Violation::NotLive { seq: target, ended }),
                None => Ok(Vec::new()),
            };
        }
        let award = self.award(target).ok_or(Violation::NothingToVoid(target))?;
        award.is_live()?;
        award.has_no_receipts()?;
        Ok(Vec::new())
    }

    fn live_award(&self, seq: Seq) -> Result<&AwardState<T>, Violation> {
        let award = self.award(seq).ok_or(Violation::NoAward(seq))?;
        award.is_live()?;
        Ok(award)
    }
}

impl<T> AwardState<T> {
    fn is_live(&self) -> Result<(), Violation> {
        match &self.ended {
            Some(ended) => Err(Violation::NotLive { seq: self.seq, ended: ended.seq }),
            None => Ok(()),
        }
    }

    fn has_no_receipts(&self) -> Result<(), Violation> {
        match self.counted().next() {
            Some(receipt) => Err(Violation::HasReceipts { seq: self.seq, receipt: receipt.seq }),
            None => Ok(()),
        }
    }
}

/// Compares names of persons as those of vendors, and without spaces, which lists of Chinese names pad with.
fn is_same_person(one: &Untrusted, other: &Untrusted) -> bool {
    let letters = |name: &Untrusted| Key::vendor(name.raw()).text().replace(' ', "");
    letters(one) == letters(other)
}

fn needs_text(text: Option<&Untrusted>, violation: Violation) -> Result<(), Violation> {
    let is_there = text.is_some_and(|text| !Key::vendor(text.raw()).text().is_empty());
    if is_there { Ok(()) } else { Err(violation) }
}
