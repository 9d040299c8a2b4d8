//! Single entries found in the database: the last one, and those about a purchase.

use rusqlite::{Connection, OptionalExtension as _};

use super::books::{Books, Keep};
use super::chain::{ChainFault, ChainFaultKind};
use super::entry::Entry;
use super::error::LedgerError;
use crate::value::source::Digest;

/// Returns the last entry and its hash.
pub(super) fn last(connection: &Connection) -> Result<Option<(Entry, Digest)>, LedgerError> {
    let version: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if version == 0 {
        return Ok(None);
    }
    let sql = "SELECT seq, body, hash FROM entry ORDER BY seq DESC LIMIT 1";
    let found = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    found.map(|(seq, body, hash): (i64, String, String)| entry(seq, &body, &hash)).transpose()
}

/// Reads an entry, and holds it against the hash beside it: nothing is added to what was changed.
fn entry(seq: i64, body: &str, hash: &str) -> Result<(Entry, Digest), LedgerError> {
    let seq = u64::try_from(seq).unwrap_or(0);
    let stored = Digest::parse(hash).ok_or(LedgerError::Column { seq, column: "hash" })?;
    let computed = Entry::hash(body.as_bytes());
    if computed != stored {
        return Err(ChainFault { seq, kind: ChainFaultKind::Hash { computed, stored } }.into());
    }
    let entry = Entry::parse(body.as_bytes()).map_err(|error| LedgerError::Entry { seq, error })?;
    Ok((entry, computed))
}

/// Returns what the entries about two purchases, which may be one, amount to.
pub(super) fn books_of<T: Keep>(
    connection: &Connection,
    purchases: [Option<String>; 2],
) -> Result<Books<T>, LedgerError> {
    let sql = "SELECT seq, body, hash FROM entry WHERE purchase IN (?1, ?2) ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(purchases)?;
    let mut books = Books::default();
    while let Some(row) = rows.next()? {
        let (body, hash): (String, String) = (row.get(1)?, row.get(2)?);
        books.take(&entry(row.get(0)?, &body, &hash)?.0);
    }
    Ok(books)
}

/// Returns the purchase that an entry is about, by its column.
pub(super) fn purchase_of(connection: &Connection, seq: u64) -> Result<Option<String>, LedgerError> {
    let Ok(seq) = i64::try_from(seq) else { return Ok(None) };
    let mut statement = connection.prepare("SELECT purchase FROM entry WHERE seq = ?1")?;
    Ok(statement.query_row([seq], |row| row.get(0)).optional()?.flatten())
}
