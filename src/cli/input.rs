//! Files and standard input to sources: each is read once, whole, up to a limit.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use bijia::source::{Role, Source};
use bijia::untrusted::Untrusted;

use super::error::CliError;

/// The most mebibytes of a file, unless an option says otherwise.
pub(crate) const MAX_MIB: u64 = 4096;

/// Reads a policy; `-` is standard input.
pub(crate) fn policy(path: &Path) -> Result<Source, CliError> {
    source(path, Role::Policy, None, MAX_MIB)
}

/// Reads a file; `-` is standard input, named as the user says.
pub(crate) fn source(path: &Path, role: Role, stdin_name: Option<&str>, max_mib: u64) -> Result<Source, CliError> {
    let is_stdin = path.as_os_str() == "-";
    let bytes = if is_stdin {
        if io::stdin().is_terminal() {
            return Err(CliError::Usage {
                message: "there is nothing to read: standard input is a terminal".to_owned(),
                hint: "name a file: `bijia compare quotes.csv`",
            });
        }
        whole(io::stdin().lock(), path, max_mib, 0)
    } else {
        let failed = |source| CliError::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        whole(file, path, max_mib, metadata.len())
    }?;
    let shown_path = if is_stdin { stdin_name.unwrap_or("-").to_owned() } else { path.to_string_lossy().into_owned() };
    let name = Path::new(&shown_path)
        .file_name()
        .map_or_else(|| shown_path.clone(), |name| name.to_string_lossy().into_owned());
    Ok(Source { name: Untrusted::new(&name), path: Untrusted::new(&shown_path), role, bytes })
}

fn whole(reader: impl Read, path: &Path, max_mib: u64, expected: u64) -> Result<Vec<u8>, CliError> {
    let limit = max_mib.saturating_mul(1 << 20);
    let mut bytes = Vec::new();
    // A stated size saves copies; what is not a regular file may state any.
    bytes.reserve_exact(usize::try_from(expected.min(limit)).unwrap_or(0).saturating_add(1));
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| CliError::Read { path: path.to_owned(), source })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(CliError::TooLarge { path: path.to_owned(), mebibytes: max_mib });
    }
    Ok(bytes)
}
