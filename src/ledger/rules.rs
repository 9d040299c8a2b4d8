//! The rules of the ledger: what may be recorded, given what was.

use super::act::{Act, Basis, Flag};
use super::award::Award;
use super::books::{Books, Recorded, Status};
use super::entry::Actor;
use crate::read::Key;
use crate::value::untrusted::Untrusted;

/// What becomes of something that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// It may be recorded, with these flags.
    Allowed(Vec<Flag>),
    /// An entry says the same; nothing is recorded again.
    Same(u64),
    /// It may not be recorded.
    Refused(Violation),
}

/// A rule of the ledger that something breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// The purchase has been awarded, otherwise.
    #[error("this purchase was awarded in #{seq}, to {}", .vendor.shown())]
    AlreadyAwarded {
        /// The entry of the award that counts.
        seq: u64,
        /// To whom.
        vendor: Untrusted,
    },
    /// The same was recorded, and no longer counts.
    #[error("the same was recorded as #{seq}, and #{ended} ended it")]
    Ended {
        /// The entry that says the same.
        seq: u64,
        /// The entry that ended it.
        ended: u64,
    },
    /// There is no such award.
    #[error("#{0} is no award of this ledger")]
    NoAward(u64),
    /// There is nothing there that can become void.
    #[error("#{0} is no award and no receipt of this ledger")]
    NothingToVoid(u64),
    /// The award no longer counts.
    #[error("#{seq} no longer counts: #{ended} ended it")]
    NotLive {
        /// The award.
        seq: u64,
        /// The entry that ended it.
        ended: u64,
    },
    /// The award to be replaced is of another purchase.
    #[error("#{0} is the award of another purchase")]
    OtherPurchase(u64),
    /// Something has been delivered for it.
    #[error("goods were received for #{seq}, in #{receipt}")]
    HasReceipts {
        /// The award.
        seq: u64,
        /// The first receipt that counts.
        receipt: u64,
    },
    /// The approver is the awarder.
    #[error("#{seq} was awarded by {}; another person must approve it", .name.shown())]
    OwnAward {
        /// The award.
        seq: u64,
        /// Who awarded.
        name: Untrusted,
    },
    /// The award waits for an approval.
    #[error("#{0} waits for an approval")]
    NotApproved(u64),
    /// A reason is missing.
    #[error("{0} needs a reason")]
    NoReason(&'static str),
    /// The basis for the price of a single offer is missing.
    #[error("there is a single admitted offer; say on what basis its price is reasonable")]
    NoBasis,
    /// An amount is not of the award's currency.
    #[error("the amount {amount} has not the decimals of {currency}")]
    OtherCurrency {
        /// The amount.
        amount: String,
        /// The award's currency.
        currency: crate::value::currency::Currency,
    },
}

impl Violation {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::AlreadyAwarded { seq, .. } => format!(
                "to replace that award, say `--supersede {seq} --reason TEXT`; if this is a new purchase, give it a \
                 number of its own (column `request`, or `compare --request-id`)"
            ),
            Self::Ended { seq, .. } => format!(
                "an award counts again with `--supersede {seq} --reason TEXT`; a receipt needs another `--reference`"
            ),
            Self::NoAward(_) | Self::NothingToVoid(_) => {
                "`bijia savings --detail` lists the awards by their numbers, `bijia ledger export` all entries"
                    .to_owned()
            }
            Self::HasReceipts { receipt, .. } => format!("make its receipts void first: `bijia void {receipt}`"),
            Self::NotApproved(seq) => format!("another person runs `bijia approve {seq} --by NAME` first"),
            Self::NoReason(_) => "add `--reason TEXT`".to_owned(),
            Self::NoBasis => "add `--reasonable TEXT`, as in `--reasonable \"list price of the maker\"`".to_owned(),
            Self::NotLive { .. } | Self::OtherPurchase(_) | Self::OwnAward { .. } | Self::OtherCurrency { .. } => {
                return None;
            }
        })
    }
}

impl<T> Books<T> {
    /// Says what becomes of an act of a person.
    #[must_use]
    pub fn judge(&self, act: &Act, actor: &Actor) -> Rule {
        if let Some(seq) = self.same(act.idem()) {
            let ended = self.award(seq).and_then(|award| award.ended.as_ref()).map(|ended| ended.seq);
            let void = self.received(seq).and_then(|(_, received)| received.void);
            return match ended.or(void) {
                Some(ended) => Rule::Refused(Violation::Ended { seq, ended }),
                None => Rule::Same(seq),
            };
        }
        match self.flags(act, actor) {
            Ok(flags) => Rule::Allowed(flags),
            Err(violation) => Rule::Refused(violation),
        }
    }

    /// Returns the flags of an act that breaks no rule.
    fn flags(&self, act: &Act, actor: &Actor) -> Result<Vec<Flag>, Violation> {
        match act {
            Act::Genesis => Ok(Vec::new()),
            Act::Award(award) => self.judge_award(award),
            Act::Approve { target, .. } => {
                let award = self.live_award(*target)?;
                if same_person(&award.by, &actor.name) {
                    return Err(Violation::OwnAward { seq: *target, name: award.by.clone() });
                }
                Ok(Vec::new())
            }
            Act::Receive { target, receipt, .. } => {
                let award = self.live_award(*target)?;
                if award.status() == Status::Pending {
                    return Err(Violation::NotApproved(*target));
                }
                let currency = award.currency;
                if !receipt.paid.is_of(currency) {
                    return Err(Violation::OtherCurrency { amount: receipt.paid.to_string(), currency });
                }
                let delivered = crate::value::decimal::sum([award.delivered(), receipt.quantity.decimal()]);
                let more = delivered > Some(award.quantity.decimal());
                Ok(if more { vec![Flag::MoreThanOrdered] } else { Vec::new() })
            }
            Act::Void { target, reason, .. } => {
                if is_blank(Some(reason)) {
                    return Err(Violation::NoReason("a withdrawal"));
                }
                if let Some((_, received)) = self.received(*target) {
                    return match received.void {
                        Some(ended) => Err(Violation::NotLive { seq: *target, ended }),
                        None => Ok(Vec::new()),
                    };
                }
                let award = self.award(*target).ok_or(Violation::NothingToVoid(*target))?;
                is_live(award)?;
                has_no_receipts(award)?;
                Ok(Vec::new())
            }
        }
    }

    fn judge_award(&self, award: &Award) -> Result<Vec<Flag>, Violation> {
        let bought = &award.bought;
        if let Some(seq) = award.supersedes {
            let earlier = self.award(seq).ok_or(Violation::NoAward(seq))?;
            if earlier.purchase != bought.purchase {
                return Err(Violation::OtherPurchase(seq));
            }
            if let Some(ended) = earlier.ended.as_ref().filter(|ended| ended.superseded) {
                return Err(Violation::NotLive { seq, ended: ended.seq });
            }
            has_no_receipts(earlier)?;
            if is_blank(award.reason.as_ref()) {
                return Err(Violation::NoReason("an award that replaces another"));
            }
        }
        if let Some(live) = self.live(bought.purchase).filter(|live| Some(live.seq) != award.supersedes) {
            let vendor = live.vendor.clone();
            return Err(Violation::AlreadyAwarded { seq: live.seq, vendor });
        }
        if bought.basis != Basis::Rule && is_blank(award.reason.as_ref()) {
            return Err(Violation::NoReason(match bought.basis {
                Basis::Rule | Basis::Choice => "the choice of a person",
                Basis::Override => "an offer that is not the rule's",
                Basis::DespiteGate => "an offer that a gate rejected",
            }));
        }
        if bought.admitted <= 1 && is_blank(bought.reasonable.as_ref()) {
            return Err(Violation::NoBasis);
        }
        Ok(award.flags())
    }

    fn live_award(&self, seq: u64) -> Result<&Recorded<T>, Violation> {
        let award = self.award(seq).ok_or(Violation::NoAward(seq))?;
        is_live(award)?;
        Ok(award)
    }
}

/// Says whether two names are one person's: as names of vendors are compared, and whatever spaces stand in them, since
/// lists of Chinese names are padded with some.
fn same_person(one: &Untrusted, other: &Untrusted) -> bool {
    let letters = |name: &Untrusted| Key::vendor(name.raw()).text().replace(' ', "");
    letters(one) == letters(other)
}

fn is_blank(text: Option<&Untrusted>) -> bool {
    text.is_none_or(|text| Key::vendor(text.raw()).text().is_empty())
}

fn is_live<T>(award: &Recorded<T>) -> Result<(), Violation> {
    match &award.ended {
        Some(ended) => Err(Violation::NotLive { seq: award.seq, ended: ended.seq }),
        None => Ok(()),
    }
}

fn has_no_receipts<T>(award: &Recorded<T>) -> Result<(), Violation> {
    match award.counted().next() {
        Some(received) => Err(Violation::HasReceipts { seq: award.seq, receipt: received.seq }),
        None => Ok(()),
    }
}
