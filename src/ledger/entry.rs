//! An entry of the ledger: what is recorded, by whom and when, and its canonical bytes and hash.

use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::award::Award;
use super::chain::Head;
use super::purchase::PurchaseId;
use crate::document::jcs;
use crate::value::date::{Date, Moment};
use crate::value::decimal::Decimal;
use crate::value::money::{Money, Quantity};
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// Hashed before the bytes of an entry, so that no other hash can pass for the hash of one.
const DOMAIN: &[u8] = b"bijia-entry-v1\n";

/// The version of the form of entries.
const VERSION: u32 = 1;

/// Keys that every entry has, `null` where its kind does not use them. Part of version 1: a later kind of entry may add
/// keys of its own and leaves the others' bytes alone.
const SHARED_KEYS: [&str; 7] = ["award", "note", "on", "reason", "receipt", "recommendation", "savings"];

/// The keys of what is hashed as `idem`, `null` where the kind does not use them.
const IDEM_KEYS: [&str; 15] = [
    "accepted",
    "file",
    "item",
    "lot",
    "note",
    "on",
    "paid",
    "quantity",
    "reason",
    "reasonable",
    "reference",
    "request",
    "row",
    "target",
    "vendor",
];

/// The number of an entry, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(NonZeroU64);

/// The identity of a ledger, printed as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LedgerId(pub(super) u128);

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The ledger that it belongs to.
    pub ledger_id: LedgerId,
    /// Its number.
    pub seq: Seq,
    /// The hash of the previous entry; all zeros for the first.
    pub prev: Digest,
    /// When it was recorded. Numbers order entries, not times: a clock can be wrong.
    pub at: Moment,
    /// Who recorded it.
    pub actor: Actor,
    /// What a reviewer should look at, sorted by name.
    pub flags: Vec<Flag>,
    /// What it records. Flattened, because the keys of an action are keys of the entry; a key that does not belong
    /// there is caught when the bytes are compared.
    #[serde(flatten)]
    pub action: Action,
    /// The hash of the decision, without time, person and place, by which a repeated command is recognised.
    pub idem: Digest,
    /// The version of bijia that recorded it.
    pub tool: String,
}

/// Who recorded an entry: the name given, and what the computer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The computer's name.
    pub host: Untrusted,
    /// The name that was given.
    pub name: Untrusted,
    /// The name of the user account.
    pub os_user: Untrusted,
}

/// What an entry records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Action {
    /// The ledger is created.
    Genesis,
    /// An offer is accepted.
    Award(Box<Award>),
    /// Another person approves an award.
    Approve {
        /// The entry of the award.
        target: Seq,
        /// The day of the approval.
        on: Date,
        /// A comment.
        reason: Option<Untrusted>,
    },
    /// Goods were delivered.
    Receive {
        /// The entry of the award.
        target: Seq,
        /// The day of the delivery.
        on: Date,
        /// What was delivered.
        receipt: Receipt,
        /// A comment.
        note: Option<Untrusted>,
    },
    /// Something was paid or credited.
    Pay {
        /// The entry of the award.
        target: Seq,
        /// The day of the payment.
        on: Date,
        /// What was paid.
        payment: Payment,
        /// A comment.
        note: Option<Untrusted>,
    },
    /// Goods that had been accepted went back.
    Return {
        /// The entry of the award.
        target: Seq,
        /// The day on which they went back.
        on: Date,
        /// How much went back, in the item's unit.
        quantity: Quantity,
        /// The number of the return note, which distinguishes returns of one day.
        reference: Option<Untrusted>,
        /// Why.
        reason: Untrusted,
    },
    /// Nothing more is to come of an award: neither goods nor payments.
    Close {
        /// The entry of the award.
        target: Seq,
        /// The day.
        on: Date,
        /// Why.
        reason: Untrusted,
    },
    /// An award, or an entry about one, is cancelled.
    Void {
        /// The entry that is cancelled.
        target: Seq,
        /// The day of the cancellation.
        on: Date,
        /// Why.
        reason: Untrusted,
    },
}

/// What was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// How much was accepted as ordered; `None` where nobody said, which counts as all of it.
    pub accepted: Option<Accepted>,
    /// What the goods cost, where they were paid with the delivery; payments by themselves are entries of their own.
    pub paid: Option<Money>,
    /// How much was delivered, in the item's unit.
    pub quantity: Quantity,
    /// The number of the invoice or delivery note, which distinguishes partial deliveries.
    pub reference: Option<Untrusted>,
}

/// How much of a delivery was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Accepted {
    /// All of it, or nothing.
    Whole(bool),
    /// A part of it, in the item's unit: more than nothing, less than all.
    Part(Quantity),
}

/// What was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The amount; below 0 for a credit note.
    pub amount: Money,
    /// The number of the invoice, payment or credit note, which distinguishes equal payments of one day.
    pub reference: Option<Untrusted>,
}

/// Something about an entry that a reviewer should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The clock showed an earlier time than that of the previous entry.
    ClockBack,
    /// More is paid than was awarded.
    MoreThanAwarded,
    /// More was delivered than ordered.
    MoreThanOrdered,
    /// The award exceeds the budget.
    OverBudget,
    /// The award needs an approval.
    Pending,
    /// There was at most one admitted offer.
    SingleOffer,
}

/// Why bytes are not an entry.
#[derive(Debug)]
pub enum EntryError {
    /// They are not JSON of the shape of an entry.
    Shape(serde_json::Error),
    /// They are not what an entry of this content is written as, by its version, keys or form.
    Form,
}

impl Receipt {
    /// Returns how much of it was accepted.
    pub(crate) fn accepted_quantity(&self) -> Decimal {
        match self.accepted {
            None | Some(Accepted::Whole(true)) => self.quantity.decimal(),
            Some(Accepted::Whole(false)) => Decimal::ZERO,
            Some(Accepted::Part(part)) => part.decimal(),
        }
    }
}

impl Seq {
    /// The number of a ledger's first entry.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Takes a number; `None` where it is 0.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        NonZeroU64::new(number).map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// Returns the number of the next entry.
    pub(crate) fn next(self) -> Self {
        Self(self.0.checked_add(1).expect("entries are recorded one by one, never 2^64 of them"))
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl LedgerId {
    /// Parses 32 hexadecimal digits; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hexadecimal.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl TryFrom<String> for LedgerId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the 32 hexadecimal digits of a ledger")
    }
}

impl From<LedgerId> for String {
    fn from(id: LedgerId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for LedgerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Entry {
    /// Returns the canonical bytes: those that are stored and hashed.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut keys = object(serde_json::to_value(self).expect("an entry has text keys only"));
        keys.insert("v".to_owned(), VERSION.into());
        keys.entry("target").or_insert(Value::Null);
        for key in SHARED_KEYS {
            keys.entry(key).or_insert(Value::Null);
        }
        canonical(&keys)
    }

    /// Parses the bytes of an entry. Whoever reads 1 where `"1"` was written, or the last of two equal keys, has other
    /// bytes when writing it again: only canonical bytes have one meaning.
    ///
    /// # Errors
    ///
    /// The bytes are not an entry, or not in canonical form.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let entry: Self = serde_json::from_slice(bytes).map_err(EntryError::Shape)?;
        if entry.bytes() == bytes { Ok(entry) } else { Err(EntryError::Form) }
    }

    /// Returns the hash of an entry's bytes: SHA-256 of `bijia-entry-v1`, a newline, and the bytes.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> Digest {
        Digest::of_parts(&[DOMAIN, bytes])
    }

    /// Returns the entry as the head of its ledger.
    pub(super) const fn head(&self, hash: Digest) -> Head {
        Head { hash, ledger_id: self.ledger_id, seq: self.seq }
    }
}

impl Action {
    /// Returns the entry that this one refers to: the award of an approval or receipt, what is cancelled or superseded.
    pub(super) fn target(&self) -> Option<Seq> {
        match self {
            Self::Genesis => None,
            Self::Award(award) => award.supersedes,
            Self::Approve { target, .. }
            | Self::Receive { target, .. }
            | Self::Pay { target, .. }
            | Self::Return { target, .. }
            | Self::Close { target, .. }
            | Self::Void { target, .. } => Some(*target),
        }
    }

    /// Returns the purchase that an action is about by itself; that of the others is the purchase of their target.
    pub(super) fn own_purchase(&self) -> Option<PurchaseId> {
        if let Self::Award(award) = self { Some(award.bought.purchase) } else { None }
    }

    /// Returns the hash of the decision that is recorded. An award is identified by its recommendation and what a person
    /// decided; approvals and cancellations by their target alone, whatever the comment.
    pub(crate) fn idem(&self) -> Digest {
        let (kind, decision, recommendation) = match self {
            Self::Genesis => ("genesis", json!({}), None),
            Self::Award(award) => {
                let bought = &award.bought;
                let decision = json!({
                    "file": bought.chosen.file, "item": bought.item, "lot": bought.lot, "reason": award.reason,
                    "reasonable": bought.reasonable, "request": bought.request, "row": bought.chosen.row,
                    "vendor": bought.chosen.vendor,
                });
                ("award", decision, Some(award.recommendation.sha256))
            }
            Self::Approve { .. } => ("approve", json!({}), None),
            Self::Receive { on, receipt, note, .. } => {
                let Receipt { accepted, paid, quantity, reference } = receipt;
                let decision = json!({
                    "accepted": accepted, "note": note, "on": on, "paid": paid, "quantity": quantity,
                    "reference": reference,
                });
                ("receive", decision, None)
            }
            Self::Pay { on, payment: Payment { amount, reference }, note, .. } => {
                let decision = json!({"amount": amount, "note": note, "on": on, "reference": reference});
                ("pay", decision, None)
            }
            Self::Return { on, quantity, reference, reason, .. } => {
                let decision = json!({"on": on, "quantity": quantity, "reason": reason, "reference": reference});
                ("return", decision, None)
            }
            Self::Close { on, reason, .. } => ("close", json!({"on": on, "reason": reason}), None),
            Self::Void { .. } => ("void", json!({}), None),
        };
        let mut decision = object(decision);
        decision.extend([("kind".to_owned(), json!(kind)), ("target".to_owned(), json!(self.target()))]);
        for key in IDEM_KEYS {
            decision.entry(key).or_insert(Value::Null);
        }
        Digest::of(&canonical(&json!({"decision": decision, "recommendation": recommendation})))
    }
}

/// Returns the canonical JSON (RFC 8785) of texts, small whole numbers, and objects of them.
pub(super) fn canonical(value: &impl Serialize) -> Vec<u8> {
    jcs::bytes(value).expect("texts and whole numbers have a canonical form")
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(keys) => keys,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            unreachable!("a struct is written as an object")
        }
    }
}
