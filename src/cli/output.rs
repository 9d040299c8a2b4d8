//! Answers out: to standard output, or to a file that is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use crate::value::source::Digest;
use crate::value::untrusted::shown;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::error::CliError;
use super::shell::Shell;
use super::terminal::{Spelling, Terminal};

/// Writes an answer to standard output, or to a file whose digest then goes to standard error.
pub(crate) fn write(
    target: Option<&Path>,
    shell: &Shell,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let Some(path) = target else {
        let mut out = shell.stdout();
        return render(&mut out).and_then(|()| out.flush()).map_err(CliError::Output);
    };
    let digest = to_file(path, render).map_err(|source| CliError::Write { path: path.to_owned(), source })?;
    shell.note(format_args!("wrote {}, SHA-256 {digest}", shown(&path.to_string_lossy())));
    Ok(())
}

/// Writes an answer that keeps text as it was written; on a terminal, what could steer it is spelt out.
pub(crate) fn write_spelt(
    target: Option<&Path>,
    shell: &Shell,
    spelling: Option<Spelling>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let spelling = spelling.filter(|_| target.is_none() && shell.stdout_is_terminal());
    write(target, shell, |out| match spelling {
        Some(spelling) => render(&mut Terminal::new(out, spelling)),
        None => render(out),
    })
}

/// How a database of `SQLite` begins: `https://www.sqlite.org/fileformat.html`, 1.3.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// How much of a file shows what kind it is.
const LOOK: u64 = 4096;

/// Refuses to replace what an answer was never meant for: a ledger or another database, what a link points to, and, unless it is
/// forced, a read-only file or one of another kind. Devices and pipes are only written to.
pub(crate) fn may_replace(path: &Path, is_text: bool, is_forced: bool) -> Result<(), CliError> {
    let refused = |why: &str, hint| {
        let message = format!("`--output` would replace `{}`, {why}", shown(&path.to_string_lossy()));
        Err(CliError::Usage { message, hint })
    };
    let Ok(found) = fs::metadata(path) else { return Ok(()) };
    if !found.is_file() {
        return Ok(());
    }
    // What the system itself links to, as `/dev/stdout`, is meant.
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) && !path.starts_with("/dev") {
        return refused("which is a link to another file", "name the file itself");
    }
    let mut start = Vec::new();
    let looked = File::open(path).and_then(|file| file.take(LOOK).read_to_end(&mut start));
    if looked.is_ok() && start.starts_with(DATABASE) {
        return refused("which is a ledger or another database", "name another file");
    }
    if is_forced {
        return Ok(());
    }
    if found.permissions().readonly() {
        return refused("which is read-only", "name another file, or say `--force`");
    }
    let is_same_kind = match (start.is_empty(), is_text) {
        (true, _) => true,
        (false, true) => !start.contains(&0) && !start.starts_with(b"PK\x03\x04") && !start.starts_with(b"%PDF"),
        (false, false) => start.starts_with(b"PK\x03\x04"),
    };
    match (looked.is_ok() && is_same_kind, is_text) {
        (true, _) => Ok(()),
        (false, true) => refused("which is no text", "name another file, or say `--force`"),
        (false, false) => refused("which is no workbook", "name another file, or say `--force`"),
    }
}

/// Says whether two names are of one file that is there.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a))
}

fn to_file(path: &Path, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    // Of what the system links to, as `/dev/stdout`, the link stays.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // Devices and pipes cannot be replaced, only written to.
        Ok(found) if !found.is_file() => {
            let mut out = Hashing::new(OpenOptions::new().write(true).open(&path)?);
            render(&mut out)?;
            out.finish().map(|(_, digest)| digest)
        }
        found => {
            let folder = folder_of(&path);
            let mut builder = tempfile::Builder::new();
            builder.prefix(".bijia-");
            let permissions = found.ok().map(|found| found.permissions());
            let mut out = Hashing::new(new_file(&builder, &folder)?);
            render(&mut out)?;
            let (file, digest) = out.finish()?;
            if let Some(permissions) = permissions {
                file.as_file().set_permissions(permissions)?;
            }
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            sync_folder(&folder);
            Ok(digest)
        }
    }
}

/// Makes a file that is not there yet, by a program that takes a path: whole or not at all. Returns its SHA-256.
pub(crate) fn new_copy(path: &Path, make: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<String> {
    if path.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = folder_of(path);
    // The program may insist on making the file itself, so that it gets a folder of its own to do so.
    let place = tempfile::Builder::new().prefix(".bijia-").tempdir_in(&folder)?;
    let copy = place.path().join("copy");
    make(&copy)?;
    let mut file = File::open(&copy)?;
    file.sync_all()?;
    let mut hash = Hashing::new(io::sink());
    io::copy(&mut file, &mut hash)?;
    // A name that somebody took meanwhile is not taken from them.
    tempfile::TempPath::try_from_path(copy)?.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(&folder);
    hash.finish().map(|(_, digest)| digest)
}

/// Makes a temporary file with the permissions of a new one, by the umask.
fn new_file(builder: &tempfile::Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    builder.make_in(folder, |path| OpenOptions::new().write(true).create_new(true).open(path)).map(|made| {
        let (file, path) = made.into_parts();
        NamedTempFile::from_parts(file, path)
    })
}

/// Brings a new name to the disk: it is there only once its folder is.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A buffered writer that hashes what goes through it.
struct Hashing<W: Write> {
    out: BufWriter<W>,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    fn new(out: W) -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, out), hash: Sha256::new() }
    }

    fn finish(self) -> io::Result<(W, String)> {
        let digest = Digest::from(<[u8; 32]>::from(self.hash.finalize())).to_string();
        Ok((self.out.into_inner().map_err(io::IntoInnerError::into_error)?, digest))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
