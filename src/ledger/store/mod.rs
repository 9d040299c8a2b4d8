//! The ledger's file: an `SQLite` database to which entries are only added, each in one transaction with its checks.

mod directory;
mod transaction;

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, Params, TransactionBehavior};

use super::chain::{Chain, ChainFault, Head, parse_hashed};
use super::entry::{Actor, Entry, Seq};
use super::purchase::PurchaseId;
use super::state::{AwardDetail, LedgerState};
use crate::value::date::Moment;
use crate::value::source::Digest;

use self::directory::Directory;
pub use self::transaction::Transaction;

/// The tables, and the triggers that keep entries from being changed.
const SCHEMA: &str = include_str!("schema.sql");

/// `biji` in ASCII, which distinguishes a ledger from another database.
const APPLICATION: i32 = 0x6269_6a69;

/// The version of the schema.
const VERSION: i32 = 1;

/// For what a ledger is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To be read; its medium may be read-only.
    Read,
    /// To add entries.
    Append,
    /// To add entries, and to be created where it does not exist.
    Create,
}

/// Whether a transaction is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is committed.
    Commit,
    /// It is rolled back, so that only its result is known.
    DryRun,
}

/// Why a ledger cannot be used or trusted.
#[derive(Debug)]
pub enum LedgerError {
    /// The file is not a ledger.
    NotALedger,
    /// The ledger has a version of the schema that a later bijia made.
    LaterVersion {
        /// The version that was found.
        found: i32,
        /// The latest version that can be read.
        known: i32,
    },
    /// Another process has locked the ledger for too long.
    Locked,
    /// An entry cannot be trusted.
    Chain(Box<ChainFault>),
    /// A column does not agree with the entry.
    Column {
        /// The row's number.
        row: i64,
        /// The column.
        column: &'static str,
    },
    /// The tables or triggers are not those of a ledger.
    Schema,
    /// The ledger has no entry, not even its first.
    NoEntry,
    /// The database is damaged, as `SQLite` describes it.
    Damaged(String),
    /// Another error of the database.
    Database(rusqlite::Error),
}

impl From<ChainFault> for LedgerError {
    fn from(fault: ChainFault) -> Self {
        Self::Chain(Box::new(fault))
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::NotADatabase) => Self::NotALedger,
            _ => Self::Database(error),
        }
    }
}

impl LedgerError {
    /// Says whether the ledger was read and is wrong, rather than that it could not be read.
    #[must_use]
    pub const fn is_finding(&self) -> bool {
        match self {
            Self::Chain(_) | Self::Column { .. } | Self::Schema | Self::NoEntry | Self::Damaged(_) => true,
            Self::NotALedger | Self::LaterVersion { .. } | Self::Locked | Self::Database(_) => false,
        }
    }
}

/// A ledger in an open database.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    /// What the transactions of this process have read and added.
    directory: Option<Directory>,
}

impl Ledger {
    /// Opens a ledger. While another process writes, `wait` is called with the number of earlier calls, and says whether
    /// to try again.
    ///
    /// # Errors
    ///
    /// The file does not exist (unless it is created), cannot be opened, or is not a ledger.
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

    /// Creates a ledger in memory, for a dry run where there is none yet.
    ///
    /// # Errors
    ///
    /// There is not enough memory.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::over(Connection::open_in_memory()?)
    }

    fn over(connection: Connection) -> Result<Self, LedgerError> {
        connection.execute_batch(
            "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;",
        )?;
        let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match (application(&connection)?, version) {
            (APPLICATION, VERSION) => {}
            (0, 0) if objects(&connection)?.is_empty() => {}
            (APPLICATION, found) if found > VERSION => return Err(LedgerError::LaterVersion { found, known: VERSION }),
            _ => return Err(LedgerError::NotALedger),
        }
        Ok(Self { connection, directory: None })
    }

    /// Adds entries in one transaction: all that `work` records, or nothing if it fails.
    ///
    /// A ledger without entries gets its first one. The first transaction of a process reads the whole chain: nothing is added to
    /// one that is damaged, and what may be recorded is judged by its entries, not by an index of them.
    ///
    /// # Errors
    ///
    /// Those of `work`, and what keeps the ledger from being written.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        mode: Mode,
        actor: Actor,
        at: Moment,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(LedgerError::from)?;
        let mut directory = Directory::of(&transaction, self.directory.take())?;
        let result = work(&mut Transaction::begin(&transaction, &mut directory, actor, at)?)?;
        match mode {
            Mode::Commit => {
                transaction.commit().map_err(LedgerError::from)?;
                self.directory = Some(directory);
            }
            Mode::DryRun => transaction.rollback().map_err(LedgerError::from)?,
        }
        Ok(result)
    }

    /// Returns the last entry; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read, or its last entry is not one.
    pub fn head(&self) -> Result<Option<Head>, LedgerError> {
        Ok(last(&self.connection)?.map(|(entry, hash)| entry.head(hash)))
    }

    /// Calls a function with the number and bytes of every entry, and the hash beside them. Nothing is checked.
    ///
    /// # Errors
    ///
    /// Those of the function, and what keeps the ledger from being read.
    pub fn each<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(Seq, &[u8], Digest) -> Result<(), E>,
    ) -> Result<(), E> {
        rows(&self.connection, "ORDER BY seq", [], |row| each(row.seq()?, row.body, row.hash))
    }

    /// Checks the database itself, its tables and triggers, every entry, the chain, the rules and the columns; returns the
    /// last entry and the state after it.
    ///
    /// # Errors
    ///
    /// Returns the first thing that is wrong.
    pub fn check<T: AwardDetail>(&self) -> Result<(Option<Head>, LedgerState<T>), LedgerError> {
        whole(&self.connection).map(Chain::into_parts)
    }

    /// Writes a copy of the ledger as it is at this moment to a new file.
    ///
    /// # Errors
    ///
    /// The ledger cannot be read, or the file not written.
    pub fn copy_to(&self, path: &Path) -> Result<(), LedgerError> {
        let name = path.to_str().ok_or_else(|| rusqlite::Error::InvalidPath(path.to_owned()))?;
        self.connection.execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }
}

/// Checks the database itself, its tables and triggers; says whether a ledger was made in it.
fn is_sound(connection: &Connection) -> Result<bool, LedgerError> {
    // Whether pages and indexes belong together: a damaged page can hide the last entries, which no chain shows.
    let answer: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if answer != "ok" {
        return Err(LedgerError::Damaged(answer));
    }
    if application(connection)? == 0 {
        return Ok(false);
    }
    let model = Connection::open_in_memory()?;
    model.execute_batch(SCHEMA)?;
    if objects(connection)? == objects(&model)? { Ok(true) } else { Err(LedgerError::Schema) }
}

/// Checks the database and every entry, with its columns.
fn whole<T: AwardDetail>(connection: &Connection) -> Result<Chain<T>, LedgerError> {
    let mut chain = Chain::default();
    if !is_sound(connection)? {
        return Ok(chain);
    }
    rows::<LedgerError>(connection, "ORDER BY seq", [], |row| {
        let entry = chain.append(row.body, row.hash)?;
        let purchase = chain.state().purchase_of(&entry.action).map(PurchaseId::text);
        for (column, agrees) in [
            ("seq", row.number == number(entry.seq)),
            ("idem", row.idem == entry.idem.to_string()),
            ("purchase", row.purchase == purchase.as_deref()),
        ] {
            if !agrees {
                return Err(LedgerError::Column { row: number(entry.seq), column });
            }
        }
        Ok(())
    })?;
    // A ledger is made with its first entry.
    if chain.is_empty() { Err(LedgerError::NoEntry) } else { Ok(chain) }
}

/// A row of the table of entries.
struct Row<'r> {
    number: i64,
    body: &'r [u8],
    hash: Digest,
    idem: &'r str,
    purchase: Option<&'r str>,
}

impl<'r> Row<'r> {
    fn of(row: &'r rusqlite::Row<'_>) -> Result<Self, LedgerError> {
        let number = row.get(0)?;
        let text = |at, column| {
            let text = row.get_ref(at)?.as_str_or_null();
            text.map_err(|_| LedgerError::Column { row: number, column })
        };
        let needed = |at, column| text(at, column)?.ok_or(LedgerError::Column { row: number, column });
        let hash = Digest::parse(needed(2, "hash")?).ok_or(LedgerError::Column { row: number, column: "hash" })?;
        let (body, idem) = (needed(1, "body")?.as_bytes(), needed(3, "idem")?);
        Ok(Self { number, body, hash, idem, purchase: text(4, "purchase")? })
    }

    fn seq(&self) -> Result<Seq, LedgerError> {
        let seq = u64::try_from(self.number).ok().and_then(Seq::new);
        seq.ok_or(LedgerError::Column { row: self.number, column: "seq" })
    }

    /// Parses the entry; the hash beside it proves that it was not changed.
    fn entry(&self) -> Result<Entry, LedgerError> {
        let seq = self.seq()?;
        parse_hashed(self.body, self.hash).map_err(|kind| ChainFault { seq, kind }.into())
    }
}

/// Calls a function with the rows of the table, as the rest of a query selects and orders them.
fn rows<E: From<LedgerError>>(
    connection: &Connection,
    selection: &str,
    parameters: impl Params,
    mut each: impl FnMut(Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    if application(connection)? == 0 {
        return Ok(());
    }
    let sql = format!("SELECT seq, body, hash, idem, purchase FROM entry {selection}");
    let mut statement = connection.prepare(&sql).map_err(LedgerError::from)?;
    let mut rows = statement.query(parameters).map_err(LedgerError::from)?;
    while let Some(row) = rows.next().map_err(LedgerError::from)? {
        each(Row::of(row)?)?;
    }
    Ok(())
}

/// Returns the last entry and its hash.
fn last(connection: &Connection) -> Result<Option<(Entry, Digest)>, LedgerError> {
    let mut found = None;
    rows(connection, "ORDER BY seq DESC LIMIT 1", [], |row| {
        found = Some((row.entry()?, row.hash));
        Ok::<_, LedgerError>(())
    })?;
    Ok(found)
}

/// Returns the database's mark; 0 where nothing was written yet.
fn application(connection: &Connection) -> Result<i32, LedgerError> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

/// Returns the tables, indexes and triggers, with the text that made them.
fn objects(connection: &Connection) -> Result<Vec<(String, String, Option<String>)>, LedgerError> {
    let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the number of a row that exists.
fn number(seq: Seq) -> i64 {
    i64::try_from(seq.get()).expect("a row has the number")
}
