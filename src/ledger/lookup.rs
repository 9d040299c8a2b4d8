//! Single entries found in the database: the last one, and those about a purchase.

use rusqlite::{Connection, OptionalExtension as _};

use super::books::{Books, Keep};
use super::entry::Entry;
use super::error::LedgerError;
use crate::source::Digest;

/// Returns the last entry and its hash, which is computed.
pub(super) fn last(connection: &Connection) -> Result<Option<(Entry, Digest)>, LedgerError> {
    let version: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if version == 0 {
        return Ok(None);
    }
    let sql = "SELECT seq, body FROM entry ORDER BY seq DESC LIMIT 1";
    let found = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((seq, body)): Option<(i64, String)> = found else { return Ok(None) };
    let seq = u64::try_from(seq).unwrap_or(0);
    let entry = Entry::parse(body.as_bytes()).map_err(|error| LedgerError::Entry { seq, error })?;
    Ok(Some((entry, Entry::hash(body.as_bytes()))))
}

/// Returns what the entries about two purchases, which may be one, amount to.
pub(super) fn books_of<T: Keep>(
    connection: &Connection,
    purchases: [Option<String>; 2],
) -> Result<Books<T>, LedgerError> {
    let sql = "SELECT seq, body FROM entry WHERE purchase IN (?1, ?2) ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(purchases)?;
    let mut books = Books::default();
    while let Some(row) = rows.next()? {
        let (seq, body): (i64, String) = (row.get(0)?, row.get(1)?);
        let seq = u64::try_from(seq).unwrap_or(0);
        books.take(&Entry::parse(body.as_bytes()).map_err(|error| LedgerError::Entry { seq, error })?);
    }
    Ok(books)
}

/// Returns the purchase that an entry is about, by its column.
pub(super) fn purchase_of(connection: &Connection, seq: u64) -> Result<Option<String>, LedgerError> {
    let Ok(seq) = i64::try_from(seq) else { return Ok(None) };
    let mut statement = connection.prepare("SELECT purchase FROM entry WHERE seq = ?1")?;
    Ok(statement.query_row([seq], |row| row.get(0)).optional()?.flatten())
}
