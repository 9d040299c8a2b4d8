//! Standard output that cannot be written to: an error for a full disk, none for a reader that has seen enough.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

/// Every command that answers on standard output; none of them reads a file.
const COMMANDS: [&[&str]; 6] =
    [&["policy"], &["man"], &["completions", "bash"], &["--help"], &["--version"], &["compare", "--help"]];

fn bijia(arguments: &[&str], stdout: Stdio) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bijia"));
    let child = command.args(arguments).stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_of_every_command() {
    for arguments in COMMANDS {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (status, stderr) = bijia(arguments, full.into());
        assert_eq!(status, Some(4), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("error: could not write to standard output: "), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_closed_pipe_is_no_error_of_any_command() {
    for arguments in COMMANDS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(bijia(arguments, writer.into()), (Some(0), String::new()), "{arguments:?}");
    }
}
