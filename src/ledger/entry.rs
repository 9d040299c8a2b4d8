//! An entry: what is recorded, by whom, when, and the hash that ties it to the one before.

use serde::{Deserialize, Serialize};

use super::act::{Act, Flag};
use super::head::Head;
use super::wire::Wire;
use crate::document::jcs;
use crate::value::date::Moment;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// What is hashed before the bytes of an entry, so that no other hash can pass for one.
const DOMAIN: &[u8] = b"bijia-entry-v1\n";

/// The version of the form of entries.
pub(super) const VERSION: u32 = 1;

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The ledger: 32 hexadecimal digits.
    pub ledger_id: String,
    /// Its number, from 1.
    pub seq: u64,
    /// The hash of the entry before; zeros for the first.
    pub prev: Digest,
    /// When it was recorded. Numbers order entries, not times.
    pub at: Moment,
    /// Who recorded it.
    pub actor: Actor,
    /// What is worth a look about it, in the order of the names.
    pub flags: Vec<Flag>,
    /// What it records.
    pub act: Act,
    /// The hash of what it says, without time, person and place: the same again is not recorded again.
    pub idem: Digest,
    /// The version of bijia that recorded it.
    pub tool: String,
}

/// Who recorded an entry: as they call themselves, and as the computer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The computer's name.
    pub host: Untrusted,
    /// The name that was given.
    pub name: Untrusted,
    /// The name of the user at the computer.
    pub os_user: Untrusted,
}

/// Why bytes are no entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// They are not JSON of the shape of an entry.
    #[error("not an entry: {0}")]
    Shape(#[from] serde_json::Error),
    /// A key is there that the kind of entry does not have, or is missing.
    #[error("not an entry: {0}")]
    Keys(&'static str),
    /// They say the same as an entry, in other bytes.
    #[error("not in the canonical form (RFC 8785)")]
    Form,
}

impl Entry {
    /// Returns the canonical bytes: those that are stored and hashed.
    ///
    /// # Errors
    ///
    /// None that an entry of this module can have.
    pub fn bytes(&self) -> Result<Vec<u8>, EntryError> {
        Ok(jcs::bytes(&Wire::of(self))?)
    }

    /// Reads the bytes of an entry.
    ///
    /// # Errors
    ///
    /// The bytes are no entry, or not in the one form.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        // What is read strictly and written again as the same bytes has no doubled keys and no second spelling.
        let wire: Wire = serde_json::from_slice(bytes)?;
        let entry = wire.entry()?;
        if entry.bytes()? == bytes { Ok(entry) } else { Err(EntryError::Form) }
    }

    /// Returns the hash of an entry's bytes: SHA-256 of `bijia-entry-v1`, a newline, and the bytes.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> Digest {
        Digest::of_parts(&[DOMAIN, bytes])
    }

    /// Returns the entry as the head of its ledger.
    #[must_use]
    pub fn head(&self, hash: Digest) -> Head {
        Head { hash, ledger_id: self.ledger_id.clone(), seq: self.seq }
    }
}

impl Act {
    /// Returns the hash of what is recorded: of an award the recommendation and the decision, of the others all they say.
    #[must_use]
    pub fn idem(&self) -> Digest {
        #[derive(Serialize)]
        struct Decision<'a> {
            accepted: Option<bool>,
            file: Option<&'a Untrusted>,
            item: Option<&'a Untrusted>,
            kind: &'static str,
            lot: Option<&'a Untrusted>,
            note: Option<&'a Untrusted>,
            on: Option<crate::value::date::Date>,
            paid: Option<crate::value::money::Money>,
            quantity: Option<crate::value::money::Quantity>,
            reason: Option<&'a Untrusted>,
            reasonable: Option<&'a Untrusted>,
            reference: Option<&'a Untrusted>,
            request: Option<&'a Untrusted>,
            row: Option<u32>,
            target: Option<u64>,
            vendor: Option<&'a Untrusted>,
        }
        #[derive(Serialize)]
        struct Idem<'a> {
            decision: Decision<'a>,
            recommendation: Option<Digest>,
        }
        let mut decision = Decision {
            accepted: None,
            file: None,
            item: None,
            kind: self.kind(),
            lot: None,
            note: None,
            on: None,
            paid: None,
            quantity: None,
            reason: None,
            reasonable: None,
            reference: None,
            request: None,
            row: None,
            target: self.target(),
            vendor: None,
        };
        let mut recommendation = None;
        match self {
            Self::Award(award) => {
                let bought = &award.bought;
                recommendation = Some(award.recommendation.sha256);
                decision.file = bought.chosen.file.as_ref();
                decision.item = Some(&bought.item);
                decision.lot = bought.lot.as_ref();
                decision.reason = award.reason.as_ref();
                decision.reasonable = bought.reasonable.as_ref();
                decision.request = bought.request.as_ref();
                decision.row = bought.chosen.row;
                decision.vendor = Some(&bought.chosen.vendor);
            }
            Self::Receive { on, receipt, note, .. } => {
                decision.accepted = receipt.accepted;
                decision.note = note.as_ref();
                decision.on = Some(*on);
                decision.paid = Some(receipt.paid);
                decision.quantity = Some(receipt.quantity);
                decision.reference = receipt.reference.as_ref();
            }
            // An award is approved once, and an entry ends once, whatever is said to it.
            Self::Genesis | Self::Approve { .. } | Self::Void { .. } => {}
        }
        Digest::of(&jcs::bytes(&Idem { decision, recommendation }).unwrap_or_default())
    }
}
