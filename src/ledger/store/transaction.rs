//! Entries judged by what is recorded, and added, in one transaction.

use rusqlite::Connection;

use super::{APPLICATION, LedgerError, SCHEMA, VERSION, number, rows};
use crate::ledger::award::Award;
use crate::ledger::chain::{Chain, Head, with_clock_flag};
use crate::ledger::entry::{Action, Actor, Entry, Flag, LedgerId, Seq};
use crate::ledger::purchase::PurchaseId;
use crate::ledger::rules::Judgement;
use crate::ledger::state::{AwardState, LedgerState};
use crate::rule::edition::Edition;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// A transaction of one person at one moment.
#[derive(Debug)]
pub struct Transaction<'c> {
    connection: &'c Connection,
    /// All entries so far.
    chain: &'c mut Chain,
    actor: Actor,
    at: Moment,
}

impl<'c> Transaction<'c> {
    /// Begins on a database whose write lock is held and which was checked; one without entries gets its first.
    pub(super) fn begin(
        connection: &'c Connection,
        chain: &'c mut Chain,
        actor: Actor,
        at: Moment,
    ) -> Result<Self, LedgerError> {
        let is_new = chain.last().is_none();
        let mut transaction = Self { connection, chain, actor, at };
        if is_new {
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "application_id", APPLICATION)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            transaction.add(Action::Genesis, Action::Genesis.idem(), Vec::new())?;
        }
        Ok(transaction)
    }

    /// Records an action, unless it is recorded already or breaks a rule.
    ///
    /// # Errors
    ///
    /// The ledger cannot be written.
    pub fn record(&mut self, action: Action) -> Result<Judgement<Box<Entry>>, LedgerError> {
        let idem = action.idem();
        Ok(match self.chain.state().judge(&action, idem, &self.actor, Edition::default()) {
            Judgement::AlreadyRecorded(seq) => Judgement::AlreadyRecorded(seq),
            Judgement::Refused(violation) => Judgement::Refused(violation),
            Judgement::Accepted(flags) => Judgement::Accepted(Box::new(self.add(action, idem, flags)?)),
        })
    }

    /// Returns an award with everything that followed; `None` where the entry is not an award.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read.
    pub fn award(&self, seq: Seq) -> Result<Option<AwardState<Box<Award>>>, LedgerError> {
        let Some(award) = self.chain.state().award(seq) else { return Ok(None) };
        let mut state = LedgerState::default();
        // By the column, which was checked, and not by the index over it.
        let selection = "NOT INDEXED WHERE purchase = ?1 ORDER BY seq";
        rows::<LedgerError>(self.connection, selection, [award.purchase.text()], |row| {
            let column = |_| LedgerError::Column { row: row.number, column: "purchase" };
            state.apply(&row.entry()?).map_err(column)
        })?;
        Ok(state.award(seq).cloned())
    }

    /// Returns the last entry.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.chain.last().map(|(head, _)| head)
    }

    fn add(&mut self, action: Action, idem: Digest, flags: Vec<Flag>) -> Result<Entry, LedgerError> {
        let (ledger_id, seq, prev, before) = if let Some((head, at)) = self.chain.last() {
            (head.ledger_id, head.seq.next(), head.hash, Some(at))
        } else {
            let id = self.connection.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
            (LedgerId(u128::from_be_bytes(id)), Seq::FIRST, Digest::ZERO, None)
        };
        let purchase = self.chain.state().purchase_of(&action).map(PurchaseId::text);
        let entry = Entry {
            ledger_id,
            seq,
            prev,
            at: self.at,
            actor: self.actor.clone(),
            flags: with_clock_flag(flags, before, self.at),
            action,
            idem,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let bytes = entry.bytes();
        let hash = Entry::hash(&bytes);
        self.chain.append(&bytes, hash)?;
        let body = String::from_utf8(bytes).expect("JSON is UTF-8");
        let sql = "INSERT INTO entry (seq, body, hash, idem, purchase) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare(sql)?;
        statement.execute((number(seq), body, hash.to_string(), idem.to_string(), purchase))?;
        Ok(entry)
    }
}
