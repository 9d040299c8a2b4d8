//! Entries as they are written: one shape for all kinds, every key there, `null` where the kind has nothing to say.

use serde::{Deserialize, Serialize};

use super::act::{Act, Flag, Receipt};
use super::award::{Award, Bought, Evidence};
use super::entry::{Actor, Entry, EntryError, VERSION};
use crate::rule::recommend::Savings;
use crate::value::date::{Date, Moment};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Approve,
    Award,
    Genesis,
    Receive,
    Void,
}

/// An entry as written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wire {
    actor: Actor,
    at: Moment,
    award: Option<Bought>,
    flags: Vec<Flag>,
    idem: Digest,
    kind: Kind,
    ledger_id: String,
    note: Option<Untrusted>,
    on: Option<Date>,
    prev: Digest,
    reason: Option<Untrusted>,
    receipt: Option<Receipt>,
    recommendation: Option<Evidence>,
    savings: Option<Savings>,
    seq: u64,
    target: Option<u64>,
    tool: String,
    v: u32,
}

impl Wire {
    pub(super) fn of(entry: &Entry) -> Self {
        let mut wire = Self {
            actor: entry.actor.clone(),
            at: entry.at,
            award: None,
            flags: entry.flags.clone(),
            idem: entry.idem,
            kind: Kind::Genesis,
            ledger_id: entry.ledger_id.clone(),
            note: None,
            on: entry.act.on(),
            prev: entry.prev,
            reason: None,
            receipt: None,
            recommendation: None,
            savings: None,
            seq: entry.seq,
            target: entry.act.target(),
            tool: entry.tool.clone(),
            v: VERSION,
        };
        match &entry.act {
            Act::Genesis => {}
            Act::Award(award) => {
                wire.kind = Kind::Award;
                wire.award = Some(award.bought.clone());
                wire.reason.clone_from(&award.reason);
                wire.recommendation = Some(award.recommendation.clone());
                wire.savings = Some(award.savings);
            }
            Act::Approve { reason, .. } => {
                wire.kind = Kind::Approve;
                wire.reason.clone_from(reason);
            }
            Act::Receive { receipt, note, .. } => {
                wire.kind = Kind::Receive;
                wire.receipt = Some(receipt.clone());
                wire.note.clone_from(note);
            }
            Act::Void { reason, .. } => {
                wire.kind = Kind::Void;
                wire.reason = Some(reason.clone());
            }
        }
        wire
    }

    /// Returns the entry; a key that its kind does not have is lost, which the bytes then show.
    pub(super) fn entry(self) -> Result<Entry, EntryError> {
        let missing = |what: &'static str| EntryError::Keys(what);
        let target = || self.target.ok_or(missing("it has no target"));
        let on = || self.on.ok_or(missing("it has no day"));
        if self.v != VERSION {
            return Err(missing("its version is not 1"));
        }
        let act = match self.kind {
            Kind::Genesis => Act::Genesis,
            Kind::Award => Act::Award(Box::new(Award {
                on: on()?,
                recommendation: self.recommendation.ok_or(missing("an award has no recommendation"))?,
                bought: self.award.ok_or(missing("an award has no award"))?,
                savings: self.savings.ok_or(missing("an award has no savings"))?,
                reason: self.reason,
                supersedes: self.target,
            })),
            Kind::Approve => Act::Approve { target: target()?, on: on()?, reason: self.reason },
            Kind::Receive => Act::Receive {
                target: target()?,
                on: on()?,
                receipt: self.receipt.ok_or(missing("a receipt has no receipt"))?,
                note: self.note,
            },
            Kind::Void => {
                Act::Void { target: target()?, on: on()?, reason: self.reason.ok_or(missing("it has no reason"))? }
            }
        };
        Ok(Entry {
            ledger_id: self.ledger_id,
            seq: self.seq,
            prev: self.prev,
            at: self.at,
            actor: self.actor,
            flags: self.flags,
            act,
            idem: self.idem,
            tool: self.tool,
        })
    }
}
