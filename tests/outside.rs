//! Programs from outside that some tests use beside the built binary.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The programs that a session of the README may use, beside those that the test plays itself.
pub(crate) const KNOWN: &[&str] = &["python3", "ssh-keygen"];

/// Says whether a program is on this machine; where it is not, says aloud what is skipped.
pub(crate) fn has(program: &str, what: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    if !found {
        // Past the test harness, which keeps what tests print to themselves.
        let _ = writeln!(std::io::stderr(), "skipped, `{program}` is not on this machine: {what}");
    }
    found
}

/// Runs a program in a folder; returns what it said on both streams, and its exit code.
pub(crate) fn run(program: &str, arguments: &[&str], input: &[u8], folder: &Path) -> (String, i32) {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} {arguments:?} does not start: {error}"));
    // What does not read its input closes it.
    drop(child.stdin.take().unwrap().write_all(input));
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.code().unwrap_or(-1))
}
