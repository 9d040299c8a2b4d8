//! The rules of the ledger: what may be recorded after the entries so far.

use super::award::{Award, Basis};
use super::entry::{Accepted, Action, Actor, Flag, Receipt, Seq};
use super::state::{AwardState, LedgerState, Status};
use crate::rule::edition::Edition;
use crate::value::currency::Currency;
use crate::value::decimal::{self, Decimal};
use crate::value::money::{Money, Quantity};
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
    /// The entry is neither an award of this ledger nor one that followed an award.
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
    /// An award that something followed is not ended.
    IsFollowed {
        /// The award.
        seq: Seq,
        /// The first entry that followed and counts.
        by: Seq,
    },
    /// An award that is closed is closed once, and nothing more is received of it.
    Closed {
        /// The award.
        seq: Seq,
        /// The entry that closed it.
        by: Seq,
    },
    /// No more is accepted than was delivered, and a part is less than all.
    AcceptsMore,
    /// No more goes back than was accepted.
    ReturnsMore {
        /// How much is there.
        kept: Decimal,
    },
    /// A payment of nothing says nothing.
    PaysNothing,
    /// Nobody approves an award of their own.
    OwnAward {
        /// The award.
        seq: Seq,
        /// Who awarded.
        name: Untrusted,
    },
    /// Nothing is received or paid for a pending award.
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
    /// Goods that go back.
    Return,
    /// That nothing more is to come.
    Close,
}

impl<T> LedgerState<T> {
    /// Judges an action of a person by the rules of an edition; `idem` is [`Action::idem`].
    pub(crate) fn judge(&self, action: &Action, idem: Digest, by: &Actor, edition: Edition) -> Judgement<Vec<Flag>> {
        if let Some(seq) = self.same(idem) {
            let ended = self.award(seq).and_then(|award| award.ended.as_ref()).map(|ended| ended.seq);
            let void = self.followed(seq).and_then(|award| award.void_of(seq));
            return match ended.or(void) {
                Some(ended) => Judgement::Refused(Violation::Ended { seq, ended }),
                None => Judgement::AlreadyRecorded(seq),
            };
        }
        let allowed = match action {
            Action::Genesis => Ok(Vec::new()),
            Action::Award(award) => self.may_award(award),
            Action::Approve { target, .. } => self.may_approve(*target, by),
            Action::Receive { target, receipt, .. } => self.may_receive(*target, receipt, edition),
            Action::Pay { target, payment, .. } => self.may_pay(*target, payment.amount),
            Action::Return { target, quantity, reason, .. } => self.may_return(*target, *quantity, reason),
            Action::Close { target, reason, .. } => self.may_close(*target, reason),
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
            earlier.is_not_followed()?;
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

    fn may_receive(&self, target: Seq, receipt: &Receipt, edition: Edition) -> Result<Vec<Flag>, Violation> {
        let award = self.approved_award(target)?;
        award.is_open()?;
        if let Some(amount) = receipt.paid {
            award.is_in_currency(amount)?;
        }
        if matches!(receipt.accepted, Some(Accepted::Part(part)) if part.decimal() >= receipt.quantity.decimal()) {
            return Err(Violation::AcceptsMore);
        }
        let (before, now) = match edition {
            // What had been refused counted as delivered.
            Edition::First => (award.delivered(), receipt.quantity.decimal()),
            Edition::Second => (award.kept(), receipt.accepted_quantity()),
        };
        // A sum that is too large for a decimal is larger than any order.
        let delivered = before.and_then(|before| decimal::sum([before, now]));
        let is_more = delivered.is_none_or(|delivered| delivered > award.quantity.decimal());
        Ok(if is_more { vec![Flag::MoreThanOrdered] } else { Vec::new() })
    }

    fn may_pay(&self, target: Seq, amount: Money) -> Result<Vec<Flag>, Violation> {
        let award = self.approved_award(target)?;
        award.is_in_currency(amount)?;
        if amount.minor() == 0 {
            return Err(Violation::PaysNothing);
        }
        let is_more = amount.minor() > 0
            && award.paid_in_all().and_then(|paid| paid.plus(amount)).is_none_or(|paid| paid > award.total);
        Ok(if is_more { vec![Flag::MoreThanAwarded] } else { Vec::new() })
    }

    fn may_return(&self, target: Seq, quantity: Quantity, reason: &Untrusted) -> Result<Vec<Flag>, Violation> {
        needs_text(Some(reason), Violation::NoReason(ReasonFor::Return))?;
        let kept = self.approved_award(target)?.kept().unwrap_or(Decimal::MAX);
        if quantity.decimal() > kept { Err(Violation::ReturnsMore { kept }) } else { Ok(Vec::new()) }
    }

    fn may_close(&self, target: Seq, reason: &Untrusted) -> Result<Vec<Flag>, Violation> {
        needs_text(Some(reason), Violation::NoReason(ReasonFor::Close))?;
        self.approved_award(target)?.is_open()?;
        Ok(Vec::new())
    }

    fn may_void(&self, target: Seq, reason: &Untrusted) -> Result<Vec<Flag>, Violation> {
        needs_text(Some(reason), Violation::NoReason(ReasonFor::Void))?;
        if let Some(award) = self.followed(target) {
            if let Some(ended) = award.void_of(target) {
                return Err(Violation::NotLive { seq: target, ended });
            }
            // Without the receipt more would have gone back than ever came.
            let receipt = award.counted().find(|receipt| receipt.seq == target);
            let (kept, without) = (award.kept(), receipt.map(|receipt| receipt.what.accepted_quantity()));
            return match (kept, without) {
                (Some(kept), Some(without)) if kept < without => Err(Violation::ReturnsMore { kept }),
                _ => Ok(Vec::new()),
            };
        }
        let award = self.award(target).ok_or(Violation::NothingToVoid(target))?;
        award.is_live()?;
        award.is_not_followed()?;
        Ok(Vec::new())
    }

    fn approved_award(&self, seq: Seq) -> Result<&AwardState<T>, Violation> {
        let award = self.live_award(seq)?;
        if award.status() == Status::Pending { Err(Violation::NotApproved(seq)) } else { Ok(award) }
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

    fn is_open(&self) -> Result<(), Violation> {
        match self.closed() {
            Some(closing) => Err(Violation::Closed { seq: self.seq, by: closing.seq }),
            None => Ok(()),
        }
    }

    fn is_not_followed(&self) -> Result<(), Violation> {
        match self.first_followed() {
            Some(by) => Err(Violation::IsFollowed { seq: self.seq, by }),
            None => Ok(()),
        }
    }

    fn is_in_currency(&self, amount: Money) -> Result<(), Violation> {
        let currency = self.currency;
        if amount.is_of(currency) { Ok(()) } else { Err(Violation::OtherCurrency { amount, currency }) }
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
