//! Files and standard input to sources: each is read once, whole, up to a limit.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::value::source::{Content, Role, Source};
use crate::value::untrusted::Untrusted;

use super::error::CliError;

/// The most mebibytes of a file, unless an option says otherwise.
pub(crate) const MAX_MIB: u64 = 4096;

/// Reads a policy; `-` is standard input.
pub(crate) fn policy(path: &Path) -> Result<Source, CliError> {
    source(path, Role::Policy, None, MAX_MIB)
}

/// Reads a file that is taken whole, however large it is; `-` is standard input.
pub(crate) fn whole_file(path: &Path) -> Result<Source, CliError> {
    source(path, Role::Request, None, MAX_MIB)
}

/// From how many bytes on a file of quotes is read in blocks rather than whole.
const LARGE: u64 = 16 << 20;

/// Reads a file; `-` is standard input, named as the user says. A large file of quotes is opened only.
pub(crate) fn source(path: &Path, role: Role, stdin_name: Option<&str>, max_mib: u64) -> Result<Source, CliError> {
    let is_stdin = path.as_os_str() == "-";
    let (path, sheet) = of_workbook(path);
    let content = if is_stdin {
        if io::stdin().is_terminal() {
            return Err(CliError::Usage {
                message: "there is nothing to read: standard input is a terminal".to_owned(),
                hint: "name a file: `bijia compare quotes.csv`",
            });
        }
        Content::Bytes(whole(io::stdin().lock(), path, max_mib)?)
    } else {
        let failed = |source| CliError::Read { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        if metadata.is_file() && metadata.len() > mebibytes(max_mib) {
            return Err(CliError::TooLarge { path: path.to_owned(), mebibytes: max_mib });
        }
        if role == Role::Quotes && metadata.is_file() && metadata.len() >= LARGE {
            Content::File(file)
        } else {
            Content::Bytes(whole(file, path, max_mib)?)
        }
    };
    let shown_path = if is_stdin { stdin_name.unwrap_or("-").to_owned() } else { path.to_string_lossy().into_owned() };
    let name = Path::new(&shown_path)
        .file_name()
        .map_or_else(|| shown_path.clone(), |name| name.to_string_lossy().into_owned());
    let (name, path) = (Untrusted::new(&name), Untrusted::new(&shown_path));
    Ok(Source { name, path, role, encoding: None, sheet, content })
}

/// Parts `quotes.xlsx#Sheet1` into file and sheet, unless a file is called so.
pub(super) fn of_workbook(path: &Path) -> (&Path, Option<Untrusted>) {
    let parted = path.to_str().and_then(|text| {
        let (file, sheet) = text.rsplit_once('#')?;
        let file = Path::new(file);
        file.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
            .then(|| (file, Untrusted::new(sheet)))
    });
    match parted {
        Some((file, sheet)) if !path.exists() => (file, Some(sheet)),
        Some(_) | None => (path, None),
    }
}

fn mebibytes(count: u64) -> u64 {
    count.saturating_mul(1 << 20)
}

/// Reads to the end, up to the limit.
fn whole(reader: impl Read, path: &Path, max_mib: u64) -> Result<Vec<u8>, CliError> {
    let limit = mebibytes(max_mib);
    let mut bytes = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    let read = read.map_err(|source| CliError::Read { path: path.to_owned(), source })?;
    if read as u64 > limit {
        return Err(CliError::TooLarge { path: path.to_owned(), mebibytes: max_mib });
    }
    Ok(bytes)
}
