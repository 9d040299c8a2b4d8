//! Entries judged by what is recorded, and added, in one transaction.

use rusqlite::{Connection, OptionalExtension as _};

use super::{APPLICATION, LedgerError, SCHEMA, VERSION, last, number, rows};
use crate::ledger::award::Award;
use crate::ledger::chain::{Head, with_clock_flag};
use crate::ledger::entry::{Action, Actor, Entry, Flag, LedgerId, Seq};
use crate::ledger::purchase::PurchaseId;
use crate::ledger::rules::Judgement;
use crate::ledger::state::{AwardDetail, AwardState, LedgerState};
use crate::rule::edition::Edition;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// A transaction of one person at one moment.
#[derive(Debug)]
pub struct Transaction<'c> {
    connection: &'c Connection,
    actor: Actor,
    at: Moment,
    /// The last entry, and when it was recorded.
    last: Option<(Head, Moment)>,
}

impl<'c> Transaction<'c> {
    /// Begins on a database whose write lock is held; one without entries gets its first.
    pub(super) fn begin(connection: &'c Connection, actor: Actor, at: Moment) -> Result<Self, LedgerError> {
        let last = last(connection)?.map(|(entry, hash)| (entry.head(hash), entry.at));
        let is_new = last.is_none();
        let mut transaction = Self { connection, actor, at, last };
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
    /// The ledger cannot be read or written, or an entry that matters here was changed.
    pub fn record(&mut self, action: Action) -> Result<Judgement<Box<Entry>>, LedgerError> {
        // All that can matter are the entries about its purchase and about that of the entry it refers to.
        let own = action.own_purchase().map(PurchaseId::text);
        let referred = action.target().map(|seq| self.purchase_of(seq)).transpose()?.flatten();
        let state: LedgerState = self.state_of([own, referred])?;
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
        let purchase = self.purchase_of(seq)?;
        Ok(self.state_of([purchase, None])?.award(seq).cloned())
    }

    /// Returns the last entry.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.last.as_ref().map(|(head, _)| head)
    }

    /// Returns the state after the entries about two purchases, which may be the same one.
    fn state_of<T: AwardDetail>(&self, purchases: [Option<String>; 2]) -> Result<LedgerState<T>, LedgerError> {
        let mut state = LedgerState::default();
        rows::<LedgerError>(self.connection, "WHERE purchase IN (?1, ?2) ORDER BY seq", purchases, |row| {
            let column = |_| LedgerError::Column { row: row.number, column: "purchase" };
            state.apply(&row.entry()?).map_err(column)
        })?;
        Ok(state)
    }

    /// Returns the purchase that an entry is about, by its column.
    fn purchase_of(&self, seq: Seq) -> Result<Option<String>, LedgerError> {
        let Ok(number) = i64::try_from(seq.get()) else { return Ok(None) };
        let sql = "SELECT purchase FROM entry WHERE seq = ?1";
        Ok(self.connection.query_row(sql, [number], |row| row.get(0)).optional()?.flatten())
    }

    fn add(
        &mut self,
        action: Action,
        idem: Digest,
        flags: Vec<Flag>,
        purchase: Option<&str>,
    ) -> Result<Entry, LedgerError> {
        let (ledger_id, seq, prev, before) = if let Some((head, at)) = &self.last {
            (head.ledger_id, head.seq.next(), head.hash, Some(*at))
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
        let body = String::from_utf8(bytes).expect("JSON is UTF-8");
        let sql = "INSERT INTO entry (seq, body, hash, idem, purchase) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare(sql)?;
        statement.execute((number(seq), body, hash.to_string(), idem.to_string(), purchase))?;
        self.last = Some((entry.head(hash), self.at));
        Ok(entry)
    }
}
