//! Golden cases: `tests/golden/<command>/<case>/` holds the inputs, the command lines in `cmd` and what they give in
//! `expected`; every case runs in a copy of its own.
//!
//! In `cmd` a line that starts with `#` is a comment; the other lines run one after the other in one folder. A case that
//! names a file below `examples/` finds a copy of the repository's folder. In `expected`, `[..]` is any characters within
//! a line. `UPDATE_GOLDEN=1 cargo test golden` rewrites `expected`; lines with `[..]` that still match are kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::command_line::{CommandLine, join_continued};
use crate::runner::{Run, Workdir, entries, files, repository};
use crate::transcript::{Expected, compare, lines};

/// What to do where a case gives something else than expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Difference {
    Fails,
    IsWritten,
}

/// Returns the folders of all cases; the error names what lies in the wrong place.
fn cases(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut faults = String::new();
    for command in entries(root) {
        if !command.is_dir() {
            let _ = writeln!(faults, "{}: only folders, one a command, lie here", command.display());
            continue;
        }
        let inside = entries(&command);
        if inside.is_empty() {
            let _ = writeln!(faults, "{}: holds no case", command.display());
        }
        for case in inside {
            if case.join("cmd").is_file() {
                found.push(case);
            } else {
                let _ = writeln!(faults, "{}: has no file `cmd`", case.display());
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if found.is_empty() {
        return Err(format!("{}: holds no case", root.display()));
    }
    Ok(found)
}

/// Returns the command lines of a case.
fn commands(case: &Path) -> Result<Vec<(String, CommandLine)>, String> {
    let path = case.join("cmd");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let written = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut commands = Vec::new();
    for line in join_continued(written) {
        let command = CommandLine::parse(&line).map_err(|error| format!("{}: {error}", path.display()))?;
        if command.program() != "bijia" {
            return Err(format!("{}: `{line}` does not run `bijia`", path.display()));
        }
        commands.push((line, command));
    }
    if commands.is_empty() {
        return Err(format!("{}: holds no command", path.display()));
    }
    Ok(commands)
}

/// Runs a case and returns all that it said and wrote.
fn transcript(case: &Path) -> Result<String, String> {
    let commands = commands(case)?;
    let workdir = Workdir::new();
    if commands.iter().any(|(line, _)| line.contains("examples/")) {
        workdir.copy(&repository().join("examples"), "examples");
    }
    for (name, bytes) in files(case) {
        if name != "cmd" && name != "expected" {
            workdir.write(&name, &bytes);
        }
    }
    let mut text = String::new();
    let mut before = files(workdir.path());
    for (line, command) in &commands {
        if let Some(name) = &command.input
            && !before.contains_key(name)
        {
            return Err(format!("{}: `{line}`: there is no file `{name}`", case.display()));
        }
        if commands.len() > 1 {
            let _ = writeln!(text, "$ {line}");
        }
        let run = workdir.run(command);
        let after = files(workdir.path());
        push_run(&mut text, &run);
        push_changes(&mut text, &before, &after);
        before = after;
    }
    Ok(text)
}

fn push_run(text: &mut String, run: &Run) {
    push_bytes(text, &run.stdout);
    if !run.stderr.is_empty() {
        text.push_str("------- stderr -------\n");
        push_bytes(text, &run.stderr);
    }
    let _ = writeln!(text, "[exit status: {}]", run.status);
}

fn push_changes(text: &mut String, before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        let _ = writeln!(text, "------- {name} is gone -------");
    }
    for (name, bytes) in after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)) {
        let _ = writeln!(text, "------- {name} -------");
        push_bytes(text, bytes);
    }
}

/// Appends text as it is, anything else by its length and hash.
fn push_bytes(text: &mut String, bytes: &[u8]) {
    match str::from_utf8(bytes) {
        Ok(part) if !part.contains('\0') => {
            text.push_str(part);
            if !part.is_empty() && !part.ends_with('\n') {
                text.push_str("\n[no line feed at the end]\n");
            }
        }
        _ => {
            let _ = writeln!(text, "[{} bytes that are no text, SHA-256 {}]", bytes.len(), sha256(bytes));
        }
    }
}

/// Returns the SHA-256 of `bytes` in hexadecimal digits, as `sha256sum` prints it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Runs a case and holds it against its `expected`.
fn check(case: &Path, difference: Difference) -> Result<(), String> {
    let actual = transcript(case)?;
    let path = case.join("expected");
    let expected = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let patterns: Vec<Expected<'_>> = lines(&expected).into_iter().map(Expected::Line).collect();
    let actual = lines(&actual);
    let comparison = compare(&patterns, &actual);
    if comparison.agrees() {
        return Ok(());
    }
    match difference {
        Difference::Fails => Err(format!("{}:\n{}", path.display(), comparison.diff())),
        Difference::IsWritten => fs::write(&path, comparison.merged()).map_err(|error| error.to_string()),
    }
}

/// Tells whether some golden case runs on `name`, a path below `examples/`.
pub(crate) fn runs_on(name: &str) -> bool {
    let cases = cases(&repository().join("tests/golden")).unwrap_or_default();
    cases.iter().any(|case| {
        commands(case).is_ok_and(|commands| {
            commands.iter().any(|(_, command)| {
                command.words.iter().any(|word| word == name) || command.input.as_deref() == Some(name)
            })
        })
    })
}

#[test]
fn every_golden_case_gives_what_is_expected() {
    let difference = match std::env::var_os("UPDATE_GOLDEN") {
        Some(value) if value == "1" => Difference::IsWritten,
        _ => Difference::Fails,
    };
    let cases = cases(&repository().join("tests/golden")).unwrap_or_else(|faults| panic!("{faults}"));
    let faults: Vec<String> = cases.iter().filter_map(|case| check(case, difference).err()).collect();
    assert!(
        faults.is_empty(),
        "{} of {} golden cases differ (`-` was expected, `+` is there):\n\n{}\n\
         run with UPDATE_GOLDEN=1 to rewrite, then review the diff",
        faults.len(),
        cases.len(),
        faults.join("\n"),
    );
}

#[test]
fn a_case_that_differs_fails_until_it_is_rewritten() {
    let workdir = Workdir::new();
    workdir.write("cmd", b"# Says who it is.\nbijia --version\nbijia --version > who.txt\n");
    workdir.write("expected", b"$ bijia --version\nbijia [..]\n[exit status: 7]\n");
    let fault = check(workdir.path(), Difference::Fails).unwrap_err();
    assert!(fault.contains("  - [exit status: 7]\n  + [exit status: 0]\n"), "{fault}");
    check(workdir.path(), Difference::IsWritten).unwrap();
    check(workdir.path(), Difference::Fails).unwrap();
    let expected = fs::read_to_string(workdir.path().join("expected")).unwrap();
    assert_eq!(
        expected,
        format!(
            "$ bijia --version\nbijia [..]\n[exit status: 0]\n$ bijia --version > who.txt\n[exit status: 0]\n\
             ------- who.txt -------\nbijia {}\n",
            env!("CARGO_PKG_VERSION")
        ),
    );
}

#[test]
fn a_case_that_is_not_whole_is_refused() {
    let workdir = Workdir::new();
    assert!(cases(workdir.path()).is_err(), "no command folder");
    fs::create_dir(workdir.path().join("compare")).unwrap();
    assert!(cases(workdir.path()).is_err(), "no case");
    workdir.write("compare/case/quotes.csv", b"");
    assert!(cases(workdir.path()).is_err(), "no `cmd`");
    workdir.write("compare/case/cmd", b"# nothing\n");
    assert!(cases(workdir.path()).is_ok(), "whole");
    assert!(commands(&workdir.path().join("compare/case")).is_err(), "no command");
    workdir.write("compare/case/cmd", b"rm quotes.csv\n");
    assert!(commands(&workdir.path().join("compare/case")).is_err(), "another program");
}

#[test]
fn bytes_that_are_no_text_are_shown_by_their_hash() {
    let mut text = String::new();
    push_bytes(&mut text, b"abc\xff");
    // printf 'abc\377' | sha256sum
    assert_eq!(
        text,
        "[4 bytes that are no text, SHA-256 8e3b08dc1236880bf0c55873db58b12d8bf0398b1b17c9686e015ccfe098d35d]\n"
    );
}
