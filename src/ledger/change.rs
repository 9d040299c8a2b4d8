//! A change under way: entries are judged by what is recorded and added behind it, in one transaction.

use rusqlite::Connection;

use super::act::Act;
use super::award::Award;
use super::books::{Books, Recorded};
use super::chain::with_clock;
use super::entry::{Actor, Entry};
use super::error::LedgerError;
use super::head::Head;
use super::lookup::{books_of, last, purchase_of};
use super::rules::{Rule, Violation};
use super::store::{APPLICATION, SCHEMA, VERSION};
use crate::value::date::Moment;
use crate::value::source::Digest;

/// A change under way.
#[derive(Debug)]
pub struct Change<'c> {
    connection: &'c Connection,
    actor: Actor,
    at: Moment,
    last: Option<(Head, Moment)>,
}

/// What became of something that was to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded, as this entry.
    Recorded(Box<Entry>),
    /// An entry says the same.
    Same(u64),
    /// It breaks a rule.
    Refused(Violation),
}

impl<'c> Change<'c> {
    /// Begins on a database whose write lock is held; one without entries gets its first.
    pub(super) fn begin(connection: &'c Connection, actor: Actor, at: Moment) -> Result<Self, LedgerError> {
        let last = last(connection)?.map(|(entry, hash)| (entry.head(hash), entry.at));
        let is_new = last.is_none();
        let mut change = Self { connection, actor, at, last };
        if is_new {
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "application_id", APPLICATION)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            change.add(Act::Genesis, Vec::new(), None)?;
        }
        Ok(change)
    }

    /// Records an act, unless the same is recorded already or a rule is against it.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read or written.
    pub fn record(&mut self, act: Act) -> Result<Outcome, LedgerError> {
        let books = self.books_about(&act)?;
        Ok(match books.judge(&act, &self.actor) {
            Rule::Same(seq) => Outcome::Same(seq),
            Rule::Refused(violation) => Outcome::Refused(violation),
            Rule::Allowed(flags) => {
                let purchase = books.purchase_of(&act).map(|purchase| purchase.digest().to_string());
                Outcome::Recorded(Box::new(self.add(act, flags, purchase.as_deref())?))
            }
        })
    }

    /// Returns an award with what was awarded and what became of it; `None` where the entry is none.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read.
    pub fn award(&self, seq: u64) -> Result<Option<Recorded<Box<Award>>>, LedgerError> {
        let purchase = purchase_of(self.connection, seq)?;
        Ok(books_of::<Box<Award>>(self.connection, [purchase, None])?.award(seq).cloned())
    }

    /// Returns the last entry.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.last.as_ref().map(|(head, _)| head)
    }

    /// Reads the entries that can bear on an act: all about its purchase, and about that of the entry it names.
    fn books_about(&self, act: &Act) -> Result<Books, LedgerError> {
        let own = match act {
            Act::Award(award) => Some(award.bought.purchase.digest().to_string()),
            Act::Genesis | Act::Approve { .. } | Act::Receive { .. } | Act::Void { .. } => None,
        };
        let named = act.target().map(|seq| purchase_of(self.connection, seq)).transpose()?.flatten();
        books_of(self.connection, [own, named])
    }

    fn add(&mut self, act: Act, flags: Vec<super::act::Flag>, purchase: Option<&str>) -> Result<Entry, LedgerError> {
        let (ledger_id, seq, prev, before) = if let Some((head, at)) = &self.last {
            (head.ledger_id.clone(), head.seq.saturating_add(1), head.hash, Some(*at))
        } else {
            let id = self.connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))?;
            (id, 1, Digest::ZERO, None)
        };
        let idem = act.idem();
        let entry = Entry {
            ledger_id,
            seq,
            prev,
            at: self.at,
            actor: self.actor.clone(),
            flags: with_clock(flags, before, self.at),
            act,
            idem,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let bytes = entry.bytes().map_err(|error| LedgerError::Entry { seq, error })?;
        let hash = Entry::hash(&bytes);
        let body = String::from_utf8(bytes).unwrap_or_default();
        let number = i64::try_from(seq).unwrap_or(i64::MAX);
        let sql = "INSERT INTO entry (seq, body, hash, idem, purchase) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare(sql)?;
        statement.execute((number, body, hash.to_string(), idem.to_string(), purchase))?;
        self.last = Some((entry.head(hash), self.at));
        Ok(entry)
    }
}
