//! The chain of entries: each is checked against the previous one, its own hash, and the rules; the last is the head.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::entry::{Action, Entry, EntryError, Flag, LedgerId, Seq};
use super::rules::{Judgement, Violation};
use super::state::{AwardDetail, LedgerState};
use crate::rule::edition::Edition;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// How the text of a head begins.
const MARK: &str = "bijia-head-v1";

/// The last entry of a ledger: a ledger that still has this entry has lost nothing up to it.
///
/// Printed as `bijia-head-v1 LEDGER SEQ HASH`, on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The hash of the entry.
    pub hash: Digest,
    /// The ledger.
    pub ledger_id: LedgerId,
    /// The number of the entry.
    pub seq: Seq,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} {} {}", self.ledger_id, self.seq, self.hash)
    }
}

/// Finds all heads in a text, whatever it is: a signed file, a report, an export.
#[must_use]
pub fn heads(text: &str) -> Vec<Head> {
    let found = text.match_indices(MARK).filter_map(|(at, _)| {
        let words = text.get(at..)?.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let mut words = words.filter(|word| !word.is_empty());
        words.next().filter(|word| *word == MARK)?;
        let ledger_id = LedgerId::parse(words.next()?)?;
        let seq = Seq::new(words.next()?.parse().ok()?)?;
        Some(Head { hash: Digest::parse(words.next()?)?, ledger_id, seq })
    });
    found.collect()
}

/// The entries that have been checked so far.
pub(super) struct Chain<T = ()> {
    /// The last entry, and when it was recorded.
    last: Option<(Head, Moment)>,
    state: LedgerState<T>,
}

/// Why an entry does not follow the previous one.
#[derive(Debug)]
pub struct ChainFault {
    /// The number that the entry should have.
    pub seq: Seq,
    /// What is wrong.
    pub kind: ChainFaultKind,
}

/// What is wrong with an entry.
#[derive(Debug)]
pub enum ChainFaultKind {
    /// The bytes are not an entry.
    Entry(EntryError),
    /// The stored hash is not that of the bytes.
    Hash {
        /// The hash of the bytes.
        computed: Digest,
        /// The hash stored beside them.
        stored: Digest,
    },
    /// It has another number.
    Seq(Seq),
    /// It follows another entry than the previous one.
    Prev,
    /// It belongs to another ledger.
    Ledger,
    /// It is the first entry of a ledger in another place, or the first is none.
    Genesis,
    /// Its `idem` is not the hash of its decision.
    Idem,
    /// It records the same decision as another entry.
    Same(Seq),
    /// It breaks a rule.
    Rule(Violation),
    /// It has other flags than the rules give it.
    Flags,
}

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Self { last: None, state: LedgerState::default() }
    }
}

impl<T: AwardDetail> Chain<T> {
    /// Checks the next entry by its bytes and the hash stored beside them, and adds it. After a fault no further entry
    /// can be checked.
    pub(super) fn append(&mut self, bytes: &[u8], stored: Digest) -> Result<Entry, ChainFault> {
        let seq = self.last.as_ref().map_or(Seq::FIRST, |(head, _)| head.seq.next());
        self.check(bytes, stored, seq).map_err(|kind| ChainFault { seq, kind })
    }

    fn check(&mut self, bytes: &[u8], stored: Digest, seq: Seq) -> Result<Entry, ChainFaultKind> {
        let entry = parse_hashed(bytes, stored)?;
        let (head, before) = self.last.as_ref().map(|(head, at)| (head, *at)).unzip();
        if entry.seq != seq {
            return Err(ChainFaultKind::Seq(entry.seq));
        }
        if entry.prev != head.map_or(Digest::ZERO, |head| head.hash) {
            return Err(ChainFaultKind::Prev);
        }
        if head.is_some_and(|head| head.ledger_id != entry.ledger_id) {
            return Err(ChainFaultKind::Ledger);
        }
        if (entry.action == Action::Genesis) != head.is_none() {
            return Err(ChainFaultKind::Genesis);
        }
        if entry.idem != entry.action.idem() {
            return Err(ChainFaultKind::Idem);
        }
        match self.state.judge(&entry.action, entry.idem, &entry.actor, Edition::of_version(&entry.tool)) {
            Judgement::Accepted(flags) => {
                if with_clock_flag(flags, before, entry.at) != entry.flags {
                    return Err(ChainFaultKind::Flags);
                }
            }
            Judgement::AlreadyRecorded(other) => return Err(ChainFaultKind::Same(other)),
            Judgement::Refused(violation) => return Err(ChainFaultKind::Rule(violation)),
        }
        self.state.apply(&entry).map_err(ChainFaultKind::Rule)?;
        self.last = Some((entry.head(stored), entry.at));
        Ok(entry)
    }
}

impl<T> Chain<T> {
    /// Returns the last entry, and the state after it.
    pub(super) fn into_parts(self) -> (Option<Head>, LedgerState<T>) {
        (self.last.map(|(head, _)| head), self.state)
    }

    /// Says whether no entry was checked yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Returns the state after the entries so far.
    pub(super) const fn state(&self) -> &LedgerState<T> {
        &self.state
    }
}

/// Parses an entry whose bytes have the hash that is stored beside them.
pub(super) fn parse_hashed(bytes: &[u8], stored: Digest) -> Result<Entry, ChainFaultKind> {
    let computed = Entry::hash(bytes);
    if computed != stored {
        return Err(ChainFaultKind::Hash { computed, stored });
    }
    Entry::parse(bytes).map_err(ChainFaultKind::Entry)
}

/// Adds the flag of a clock that shows an earlier time than that of the previous entry.
pub(super) fn with_clock_flag(mut flags: Vec<Flag>, before: Option<Moment>, at: Moment) -> Vec<Flag> {
    if before.is_some_and(|before| at < before) {
        flags.push(Flag::ClockBack);
        flags.sort_unstable();
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_found_in_any_text() {
        let ledger_id = LedgerId::parse(&"0f".repeat(16)).unwrap();
        let head = Head { hash: Digest::of(b"x"), ledger_id, seq: Seq::new(12).unwrap() };
        for (text, count) in [
            (format!("{head}"), 1),
            (format!("a,\"{head}\"\nb"), 1),
            (format!("<code>{head}</code>"), 1),
            (format!("{{\"h\":\"{head}\"}}"), 1),
            (format!("{head} and {head}"), 2),
            (format!("{head}").replace(" 12 ", " 0 "), 0),
            ("bijia-head-v1 0f 12 ab".to_owned(), 0),
            ("bijia-head-v12 x".to_owned(), 0),
        ] {
            assert_eq!(heads(&text), vec![head.clone(); count], "{text}");
        }
    }
}
