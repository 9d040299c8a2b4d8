//! The ledger's file: which one it is, and how it is opened.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::TypedValueParser as _;

use crate::ledger::{Access, Ledger};

use super::error::CliError;
use super::output;

/// How long another process may keep the ledger.
const PATIENCE: Duration = Duration::from_secs(30);

/// After how long a person is told what takes so long.
const SILENCE: Duration = Duration::from_secs(2);

/// Which ledger
#[derive(Debug, clap::Args)]
pub(crate) struct LedgerFile {
    /// The ledger
    #[arg(
        long = "ledger",
        value_name = "FILE",
        env = "BIJIA_LEDGER",
        default_value = "bijia-ledger.db",
        value_parser = clap::builder::OsStringValueParser::new().try_map(file_name)
    )]
    path: PathBuf,
}

impl LedgerFile {
    /// Takes a file that another option names.
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Returns where the ledger is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns where the ledger is, safe to show.
    pub(crate) fn shown(&self) -> String {
        crate::value::untrusted::shown(&self.path.to_string_lossy()).to_string()
    }

    /// Says whether there is a ledger already. A file without content is none: a full disk leaves such a one, and a
    /// ledger has its first entry from the start.
    pub(crate) fn exists(&self) -> bool {
        self.path.metadata().is_ok_and(|found| !found.is_file() || found.len() > 1)
    }

    /// Says whether a name is one of the ledger's own.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        output::is_same(&self.path, path)
    }

    /// Opens the ledger.
    pub(crate) fn open(&self, access: Access) -> Result<Ledger, CliError> {
        if access != Access::Create && !self.exists() {
            return Err(CliError::NoLedger { path: self.path.clone() });
        }
        Ledger::open(&self.path, access, patient()).map_err(|error| self.failed(error))
    }

    /// Makes an error of the ledger one of this file.
    pub(crate) fn failed(&self, error: crate::ledger::LedgerError) -> CliError {
        CliError::Ledger { path: self.path.clone(), error }
    }
}

/// Takes the name of a file: what a database would make of other texts is gone with the process.
fn file_name(name: OsString) -> Result<PathBuf, String> {
    let text = name.to_string_lossy();
    if text.trim().is_empty() || text.starts_with(":memory:") || text.starts_with("file:") {
        return Err("expected the name of a file".to_owned());
    }
    Ok(name.into())
}

/// Waits in short steps for another process, and says so once it takes long.
fn patient() -> impl FnMut(i32) -> bool + Send + 'static {
    let mut waited = Duration::ZERO;
    let mut told = false;
    move |tries| {
        if tries == 0 {
            waited = Duration::ZERO;
        }
        // Steps that grow and differ between processes, so that several of them do not wake together for ever.
        let spread = u64::from(std::process::id() % 7);
        let step =
            Duration::from_millis(u64::try_from(tries).unwrap_or(0).min(20).saturating_add(1).saturating_add(spread));
        std::thread::sleep(step);
        waited = waited.saturating_add(step);
        if waited >= SILENCE && !told {
            told = true;
            let _ = writeln!(std::io::stderr(), "note: waiting for another program that writes to the ledger");
        }
        waited < PATIENCE
    }
}
