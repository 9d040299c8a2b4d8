//! The ledger's file: an `SQLite` database that entries are only added to, each in one transaction with its checks.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::books::{Books, Keep};
use super::chain::Chain;
use super::change::Change;
use super::entry::Actor;
use super::error::LedgerError;
use super::head::Head;
use super::lookup::last;
use crate::value::date::Moment;
use crate::value::source::Digest;

/// The tables, and what keeps them from being changed.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// `biji` in ASCII: what tells a ledger from another database.
pub(super) const APPLICATION: i32 = 0x6269_6a69;

/// The version of the schema.
pub(super) const VERSION: i32 = 1;

/// What is to be done with a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is read; its medium may be read-only.
    Read,
    /// Entries are added to it.
    Append,
    /// Entries are added, and it is made where there is none.
    Create,
}

/// Whether a change stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Commit,
    /// It is tried and taken back.
    Rehearse,
}

/// A ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// Opens a ledger. While another process writes, `wait` is asked how often it was asked before, and says whether to
    /// try again.
    ///
    /// # Errors
    ///
    /// There is no such file (unless it is to be made), it cannot be opened, or it is no ledger.
    pub fn open(
        path: &Path,
        access: Access,
        wait: impl FnMut(i32) -> bool + Send + 'static,
    ) -> Result<Self, LedgerError> {
        let mode = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Append => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let mut connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_handler(Some(wait))?;
        Self::over(connection)
    }

    /// Makes a ledger in memory, for a rehearsal where there is none yet.
    ///
    /// # Errors
    ///
    /// There is no memory.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::over(Connection::open_in_memory()?)
    }

    fn over(connection: Connection) -> Result<Self, LedgerError> {
        connection.execute_batch(
            "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;",
        )?;
        let ledger = Self { connection };
        match ledger.versions()? {
            (APPLICATION, VERSION) => {}
            (0, 0) if ledger.is_empty()? => {}
            (APPLICATION, later) if later > VERSION => return Err(LedgerError::LaterVersion(later)),
            _ => return Err(LedgerError::NotALedger),
        }
        Ok(ledger)
    }

    fn versions(&self) -> Result<(i32, i32), LedgerError> {
        let pragma = |name| self.connection.pragma_query_value(None, name, |row| row.get(0));
        Ok((pragma("application_id")?, pragma("user_version")?))
    }

    fn is_empty(&self) -> Result<bool, LedgerError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok(count == 0)
    }

    /// Adds entries in one transaction: all that `work` records, or nothing if it fails.
    ///
    /// A ledger without entries gets its first one.
    ///
    /// # Errors
    ///
    /// Those of `work`, and what keeps the ledger from being written.
    pub fn change<T, E: From<LedgerError>>(
        &mut self,
        mode: Mode,
        actor: Actor,
        at: Moment,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(LedgerError::from)?;
        let mut change = Change::begin(&transaction, actor, at)?;
        let result = work(&mut change)?;
        match mode {
            Mode::Commit => transaction.commit().map_err(LedgerError::from)?,
            Mode::Rehearse => transaction.rollback().map_err(LedgerError::from)?,
        }
        Ok(result)
    }

    /// Returns the last entry; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read, or its last entry is none.
    pub fn head(&self) -> Result<Option<Head>, LedgerError> {
        Ok(last(&self.connection)?.map(|(entry, hash)| entry.head(hash)))
    }

    /// Gives the number and bytes of every entry, with the hash beside them, to a function.
    ///
    /// # Errors
    ///
    /// Those of the function, and what keeps the ledger from being read.
    pub fn each<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(u64, &[u8], Digest) -> Result<(), E>,
    ) -> Result<(), E> {
        self.rows(|row| each(row.seq, row.body, row.hash))
    }

    fn rows<E: From<LedgerError>>(&self, mut each: impl FnMut(Row<'_>) -> Result<(), E>) -> Result<(), E> {
        if self.versions()?.0 == 0 {
            return Ok(());
        }
        let sql = "SELECT seq, body, hash, idem, purchase FROM entry ORDER BY seq";
        let mut statement = self.connection.prepare(sql).map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(Row::of(row)?)?;
        }
        Ok(())
    }

    /// Checks every entry, the chain, the rules, the columns beside the entries, and the database itself; returns the
    /// last entry and what all amount to.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong.
    pub fn check<T: Keep>(&self) -> Result<(Option<Head>, Books<T>), LedgerError> {
        let sound: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(LedgerError::Damaged(sound));
        }
        if self.versions()?.0 != 0 {
            let model = Connection::open_in_memory()?;
            model.execute_batch(SCHEMA)?;
            if objects(&self.connection)? != objects(&model)? {
                return Err(LedgerError::Schema);
            }
        }
        self.books()
    }

    /// Checks every entry, the chain, the rules and the columns; returns the last entry and what all amount to.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong.
    pub fn books<T: Keep>(&self) -> Result<(Option<Head>, Books<T>), LedgerError> {
        let mut chain = Chain::<T>::default();
        self.rows(|row| {
            let entry = chain.link(row.body, row.hash)?;
            let column = |column| Err(LedgerError::Column { seq: entry.seq, column });
            if row.seq != entry.seq {
                return column("seq");
            }
            if row.idem != entry.idem.to_string() {
                return column("idem");
            }
            let purchase = chain.books().purchase_of(&entry.act).map(|purchase| purchase.digest().to_string());
            if row.purchase != purchase.as_deref() {
                return column("purchase");
            }
            Ok(())
        })?;
        Ok(chain.into_parts())
    }

    /// Writes a copy of the ledger, as it is at this moment, to a file that is not there yet.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read, or the file not written.
    pub fn copy_to(&self, path: &Path) -> Result<(), LedgerError> {
        self.connection.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
        Ok(())
    }
}

/// A row of the table.
struct Row<'r> {
    seq: u64,
    body: &'r [u8],
    hash: Digest,
    idem: &'r str,
    purchase: Option<&'r str>,
}

impl<'r> Row<'r> {
    fn of(row: &'r rusqlite::Row<'_>) -> Result<Self, LedgerError> {
        let text = |column| {
            let value = row.get_ref(column)?;
            value.as_str_or_null().map_err(|error| LedgerError::Database(error.into()))
        };
        let seq = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
        let hash = text(2)?.and_then(Digest::parse).ok_or(LedgerError::Column { seq, column: "hash" })?;
        let body = text(1)?.unwrap_or_default().as_bytes();
        Ok(Self { seq, body, hash, idem: text(3)?.unwrap_or_default(), purchase: text(4)? })
    }
}

/// Returns the tables, indexes and triggers, with the text that made them.
fn objects(connection: &Connection) -> Result<Vec<(String, String, Option<String>)>, LedgerError> {
    let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
