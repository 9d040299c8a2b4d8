//! Why a ledger cannot be used, or cannot be trusted.

use rusqlite::ErrorCode;

use super::chain::ChainFault;
use super::entry::EntryError;
use super::store::VERSION;

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file is no ledger.
    #[error("the file is not a ledger of bijia")]
    NotALedger,
    /// The file is a ledger that a later version made.
    #[error("the ledger has version {0}, this bijia knows version {VERSION}")]
    LaterVersion(i32),
    /// Another process has kept the ledger for too long.
    #[error("another program keeps the ledger locked")]
    Locked,
    /// An entry cannot be trusted.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// An entry cannot be read or written.
    #[error("#{seq}: {error}")]
    Entry {
        /// Its number.
        seq: u64,
        /// Why.
        error: EntryError,
    },
    /// A column beside an entry does not say what the entry says.
    #[error("#{seq}: the column `{column}` is not what the entry says")]
    Column {
        /// The entry's number.
        seq: u64,
        /// The column.
        column: &'static str,
    },
    /// The tables or triggers are not those of a ledger.
    #[error("the tables and triggers are not those of a ledger: something was changed beside the entries")]
    Schema,
    /// The database is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The database says no.
    #[error("{0}")]
    Database(rusqlite::Error),
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
    /// Says whether the ledger was read and something in it is wrong, rather than that it could not be read.
    #[must_use]
    pub const fn is_finding(&self) -> bool {
        match self {
            Self::Chain(_) | Self::Entry { .. } | Self::Column { .. } | Self::Schema | Self::Damaged(_) => true,
            Self::NotALedger | Self::LaterVersion(_) | Self::Locked | Self::Database(_) => false,
        }
    }
}
