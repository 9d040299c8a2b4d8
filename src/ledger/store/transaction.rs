//! Entries judged by what is recorded, and added, in one transaction.

use rusqlite::Connection;

use super::directory::Directory;
use super::{APPLICATION, LedgerError, SCHEMA, VERSION, number, rows};
use crate::ledger::award::Award;
use crate::ledger::chain::{ChainFault, ChainFaultKind, Head, with_clock_flag};
use crate::ledger::entry::{Action, Actor, Entry, Flag, LedgerId, Seq};
use crate::ledger::purchase::PurchaseId;
use crate::ledger::rules::Judgement;
use crate::ledger::state::{AwardDetail, AwardState, LedgerState};
use crate::rule::edition::Edition;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// How many entries are read at once: the text of a statement is limited.
const AT_ONCE: usize = 1_000;

/// A transaction of one person at one moment.
#[derive(Debug)]
pub struct Transaction<'c> {
    connection: &'c Connection,
    directory: &'c mut Directory,
    actor: Actor,
    at: Moment,
}

impl<'c> Transaction<'c> {
    /// Begins on a database whose write lock is held and whose entries are known; one without entries gets its first.
    pub(super) fn begin(
        connection: &'c Connection,
        directory: &'c mut Directory,
        actor: Actor,
        at: Moment,
    ) -> Result<Self, LedgerError> {
        let is_new = directory.last().is_none();
        let mut transaction = Self { connection, directory, actor, at };
        if is_new {
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "application_id", APPLICATION)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            transaction.add(Action::Genesis, Action::Genesis.idem(), Vec::new(), None)?;
        }
        Ok(transaction)
    }

    /// Records an action, unless it is recorded already or breaks a rule.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read or written.
    pub fn record(&mut self, action: Action) -> Result<Judgement<Box<Entry>>, LedgerError> {
        // All that can matter are the entries about its purchase and about that of the entry it refers to.
        let referred = action.target().and_then(|seq| self.directory.purchase_of(seq));
        let state: LedgerState = self.state_of([action.own_purchase(), referred])?;
        let idem = action.idem();
        Ok(match state.judge(&action, idem, &self.actor, Edition::default()) {
            Judgement::AlreadyRecorded(seq) => Judgement::AlreadyRecorded(seq),
            Judgement::Refused(violation) => Judgement::Refused(violation),
            Judgement::Accepted(flags) => {
                let purchase = state.purchase_of(&action).map(PurchaseId::text);
                Judgement::Accepted(Box::new(self.add(action, idem, flags, purchase.as_deref())?))
            }
        })
    }

    /// Returns an award with everything that followed; `None` where the entry is not an award.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read.
    pub fn award(&self, seq: Seq) -> Result<Option<AwardState<Box<Award>>>, LedgerError> {
        Ok(self.state_of([self.directory.purchase_of(seq), None])?.award(seq).cloned())
    }

    /// Returns the last entry.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.directory.last().map(|(head, _)| head)
    }

    /// Returns the state after the entries about two purchases, which may be the same one.
    fn state_of<T: AwardDetail>(&self, purchases: [Option<PurchaseId>; 2]) -> Result<LedgerState<T>, LedgerError> {
        let mut state = LedgerState::default();
        for some in self.directory.about(purchases).chunks(AT_ONCE) {
            let numbers: Vec<String> = some.iter().map(ToString::to_string).collect();
            let selection = format!("WHERE seq IN ({}) ORDER BY seq", numbers.join(", "));
            rows::<LedgerError>(self.connection, &selection, [], |row| {
                let entry = row.entry()?;
                let fault = |violation| ChainFault { seq: entry.seq, kind: ChainFaultKind::Rule(violation) };
                Ok(state.apply(&entry).map_err(fault)?)
            })?;
        }
        Ok(state)
    }

    fn add(
        &mut self,
        action: Action,
        idem: Digest,
        flags: Vec<Flag>,
        purchase: Option<&str>,
    ) -> Result<Entry, LedgerError> {
        let (ledger_id, seq, prev, before) = if let Some((head, at)) = self.directory.last() {
            (head.ledger_id, head.seq.next(), head.hash, Some(at))
        } else {
            let id = self.connection.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
            (LedgerId(u128::from_be_bytes(id)), Seq::FIRST, Digest::ZERO, None)
        };
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
        self.directory.add(&bytes, hash)?;
        let body = String::from_utf8(bytes).expect("JSON is UTF-8");
        let sql = "INSERT INTO entry (seq, body, hash, idem, purchase) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare(sql)?;
        statement.execute((number(seq), body, hash.to_string(), idem.to_string(), purchase))?;
        Ok(entry)
    }
}
