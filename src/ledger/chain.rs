//! The chain of entries: each is held against the one before, its own hash, and the rules.

use super::act::{Act, Flag};
use super::books::{Books, Keep};
use super::entry::{Entry, EntryError};
use super::head::Head;
use super::rules::{Rule, Violation};
use crate::value::date::Moment;
use crate::value::source::Digest;

/// Entries as far as they have been checked.
#[derive(Debug)]
pub struct Chain<T = ()> {
    head: Option<Head>,
    at: Option<Moment>,
    books: Books<T>,
}

/// Why an entry does not follow the ones before it.
#[derive(Debug, thiserror::Error)]
#[error("#{seq}: {kind}")]
pub struct ChainFault {
    /// The number that the entry should have.
    pub seq: u64,
    /// What is wrong.
    pub kind: ChainFaultKind,
}

/// What is wrong with an entry.
#[derive(Debug, thiserror::Error)]
pub enum ChainFaultKind {
    /// The bytes are no entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The hash beside it is not its own.
    #[error("its hash is {computed}, {stored} stands beside it")]
    Hash {
        /// The hash of its bytes.
        computed: Digest,
        /// What is written beside it.
        stored: Digest,
    },
    /// It does not follow the entry before.
    #[error("it has the number {0}")]
    Seq(u64),
    /// It was made behind another entry.
    #[error("the entry before it is not the one that it follows")]
    Prev,
    /// It is of another ledger.
    #[error("it is of another ledger")]
    Ledger,
    /// The ledger does not begin with its beginning, or begins twice.
    #[error("a ledger begins once, with its first entry")]
    Genesis,
    /// What it says has another hash than it states.
    #[error("`idem` is not the hash of what it says")]
    Idem,
    /// It says what an entry before it says.
    #[error("it says the same as #{0}")]
    Same(u64),
    /// It breaks a rule.
    #[error("it breaks a rule: {0}")]
    Rule(Violation),
    /// Its flags are not those that follow from what it says.
    #[error("its flags are not those of what it says")]
    Flags,
}

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Self { head: None, at: None, books: Books::default() }
    }
}

impl<T: Keep> Chain<T> {
    /// Checks the next entry by its bytes and the hash beside them, and takes it in.
    ///
    /// # Errors
    ///
    /// The entry does not follow; nothing behind it can be told.
    pub fn link(&mut self, bytes: &[u8], stored: Digest) -> Result<Entry, ChainFault> {
        let seq = self.next_seq();
        self.follow(bytes, stored, seq).map_err(|kind| ChainFault { seq, kind })
    }

    fn follow(&mut self, bytes: &[u8], stored: Digest, seq: u64) -> Result<Entry, ChainFaultKind> {
        let computed = Entry::hash(bytes);
        if computed != stored {
            return Err(ChainFaultKind::Hash { computed, stored });
        }
        let entry = Entry::parse(bytes)?;
        if entry.seq != seq {
            return Err(ChainFaultKind::Seq(entry.seq));
        }
        if entry.prev != self.prev() {
            return Err(ChainFaultKind::Prev);
        }
        if self.head.as_ref().is_some_and(|head| head.ledger_id != entry.ledger_id) {
            return Err(ChainFaultKind::Ledger);
        }
        if (entry.act == Act::Genesis) != self.head.is_none() {
            return Err(ChainFaultKind::Genesis);
        }
        if entry.idem != entry.act.idem() {
            return Err(ChainFaultKind::Idem);
        }
        match self.books.judge(&entry.act, &entry.actor) {
            Rule::Allowed(flags) if self.with_clock(flags.clone(), entry.at) == entry.flags => {}
            Rule::Allowed(_) => return Err(ChainFaultKind::Flags),
            Rule::Same(other) => return Err(ChainFaultKind::Same(other)),
            Rule::Refused(violation) => return Err(ChainFaultKind::Rule(violation)),
        }
        self.books.take(&entry);
        self.at = Some(entry.at);
        self.head = Some(entry.head(computed));
        Ok(entry)
    }
}

impl<T> Chain<T> {
    /// Returns the last entry, and what all of them amount to.
    #[must_use]
    pub fn into_parts(self) -> (Option<Head>, Books<T>) {
        (self.head, self.books)
    }

    /// Returns what the entries so far amount to.
    #[must_use]
    pub const fn books(&self) -> &Books<T> {
        &self.books
    }

    /// Returns the last entry.
    #[must_use]
    pub const fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    fn next_seq(&self) -> u64 {
        self.head.as_ref().map_or(1, |head| head.seq.saturating_add(1))
    }

    fn prev(&self) -> Digest {
        self.head.as_ref().map_or(Digest::ZERO, |head| head.hash)
    }

    fn with_clock(&self, flags: Vec<Flag>, at: Moment) -> Vec<Flag> {
        with_clock(flags, self.at, at)
    }
}

/// Adds the flag of a clock that stood before the entry before.
pub(super) fn with_clock(mut flags: Vec<Flag>, before: Option<Moment>, at: Moment) -> Vec<Flag> {
    if before.is_some_and(|before| at < before) {
        flags.push(Flag::ClockBack);
        flags.sort_unstable();
    }
    flags
}
