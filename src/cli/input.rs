//! Files and standard input to sources: each is read once, whole, up to a limit.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::value::source::{Role, Source};
use crate::value::untrusted::Untrusted;

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
        whole(io::stdin().lock(), Vec::new(), path, max_mib)
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
        let bytes = start_of(&file, metadata.len().min(mebibytes(max_mib)));
        whole(file, bytes, path, max_mib)
    }?;
    let shown_path = if is_stdin { stdin_name.unwrap_or("-").to_owned() } else { path.to_string_lossy().into_owned() };
    let name = Path::new(&shown_path)
        .file_name()
        .map_or_else(|| shown_path.clone(), |name| name.to_string_lossy().into_owned());
    Ok(Source { name: Untrusted::new(&name), path: Untrusted::new(&shown_path), role, bytes })
}

/// Below this many bytes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 8 << 20;

/// Reads as many bytes of a file as it is said to have, and leaves the file behind them; nothing where that goes wrong,
/// since what is not a regular file may state any size.
fn start_of(file: &File, bytes: u64) -> Vec<u8> {
    let expected = usize::try_from(bytes).unwrap_or(0);
    let mut room = Vec::new();
    // Where there is no such room, reading on says so.
    let has_room = room.try_reserve_exact(expected.saturating_add(1)).is_ok();
    if has_room && expected >= WORTH_A_THREAD {
        // Zeroed memory comes from the system as it is, so that the room is asked for once more.
        drop(room);
        return in_halves(file, expected).unwrap_or_default();
    }
    room
}

/// Lets two threads read a half each.
#[cfg(unix)]
fn in_halves(mut file: &File, bytes: usize) -> Option<Vec<u8>> {
    use std::io::{Seek as _, SeekFrom};
    use std::os::unix::fs::FileExt as _;

    let mut read = vec![0; bytes];
    let (start, end) = read.split_at_mut(bytes / 2);
    let from = u64::try_from(start.len()).ok()?;
    let is_read = std::thread::scope(|scope| {
        let other = scope.spawn(|| file.read_exact_at(end, from));
        let own = file.read_exact_at(start, 0);
        other.join().is_ok_and(|read| read.is_ok()) && own.is_ok()
    });
    let is_behind = is_read && file.seek(SeekFrom::Start(u64::try_from(bytes).ok()?)).is_ok();
    is_behind.then_some(read)
}

/// Files of other systems are read at one place at a time.
#[cfg(not(unix))]
fn in_halves(_: &File, _: usize) -> Option<Vec<u8>> {
    None
}

fn mebibytes(count: u64) -> u64 {
    count.saturating_mul(1 << 20)
}

/// Reads on to the end, up to the limit.
fn whole(reader: impl Read, mut bytes: Vec<u8>, path: &Path, max_mib: u64) -> Result<Vec<u8>, CliError> {
    let so_far = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let limit = mebibytes(max_mib);
    let read = reader.take(limit.saturating_sub(so_far).saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| CliError::Read { path: path.to_owned(), source })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(CliError::TooLarge { path: path.to_owned(), mebibytes: max_mib });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests write files of their own")]

    use super::*;

    /// A little more than what is worth a thread.
    const LENGTH: usize = WORTH_A_THREAD + 5;

    #[test]
    fn a_file_that_is_read_in_halves_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        let bytes: Vec<u8> = (0..LENGTH).map(|place| u8::try_from(place % 251).unwrap()).collect();
        std::fs::write(&path, &bytes).unwrap();
        let read = source(&path, Role::Quotes, None, MAX_MIB).unwrap();
        assert!(read.bytes == bytes);
        assert!(source(&path, Role::Quotes, None, 9).is_ok());
        assert!(matches!(source(&path, Role::Quotes, None, 8), Err(CliError::TooLarge { mebibytes: 8, .. })));
    }

    #[test]
    fn a_file_of_another_size_than_stated_is_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        std::fs::write(&path, vec![7; LENGTH]).unwrap();
        for stated in [0, 100, WORTH_A_THREAD, WORTH_A_THREAD + 7, WORTH_A_THREAD * 2] {
            let file = File::open(&path).unwrap();
            let start = start_of(&file, u64::try_from(stated).unwrap());
            assert!(whole(file, start, &path, MAX_MIB).unwrap() == vec![7; LENGTH], "{stated}");
        }
    }
}
