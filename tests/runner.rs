//! Runs the built binary in a temporary folder and keeps what it said; judges nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use crate::command_line::CommandLine;

/// A temporary folder, gone when dropped, in which the binary runs.
pub(crate) struct Workdir {
    folder: TempDir,
}

/// What one run said, and its exit code.
pub(crate) struct Run {
    arguments: Vec<String>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) status: i32,
}

impl Workdir {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { folder }
    }

    /// Returns where the folder is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies the files below `from` to `name` in this folder, byte for byte.
    pub(crate) fn copy(&self, from: &Path, name: &str) {
        for (file, bytes) in files(from) {
            self.write(&Path::new(name).join(file).to_string_lossy(), &bytes);
        }
    }

    /// Writes one file, and the folders that lead to it.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs `bijia` with the arguments and redirections of `command`; without one, standard input is empty.
    pub(crate) fn run(&self, command: &CommandLine) -> Run {
        let input = command.input.as_ref().map_or_else(Vec::new, |name| {
            let bytes = fs::read(self.path().join(name));
            bytes.unwrap_or_else(|error| panic!("standard input `{name}`: {error}"))
        });
        let mut run = self.bijia(command.arguments(), &command.environment, &input);
        if let Some(name) = &command.output {
            self.write(name, &std::mem::take(&mut run.stdout));
        }
        run
    }

    /// Runs `bijia` with `PATH` alone, so that no setting of the caller decides a test.
    fn bijia(&self, arguments: &[String], environment: &[(String, String)], input: &[u8]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bijia"))
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .envs(environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("bijia {arguments:?} does not start: {error}"));
        let mut pipe = child.stdin.take().unwrap();
        let output = thread::scope(|scope| {
            // A program that stops reading breaks the pipe; what it then says is the test's affair.
            scope.spawn(move || drop(pipe.write_all(input)));
            child.wait_with_output().unwrap()
        });
        let run = Run {
            arguments: arguments.to_vec(),
            stdout: output.stdout,
            stderr: output.stderr,
            status: output.status.code().unwrap_or(-1),
        };
        assert!(run.status >= 0, "{run}\nended by {}", output.status);
        run
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stdout = String::from_utf8_lossy(&self.stdout);
        let stderr = String::from_utf8_lossy(&self.stderr);
        writeln!(f, "bijia {:?} ended with {}", self.arguments, self.status)?;
        write!(f, "------- stdout -------\n{stdout}------- stderr -------\n{stderr}")
    }
}

/// Returns the folder that holds `Cargo.toml`.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what lies directly in `folder`, sorted, so that reports have one order.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder);
    let listing = listing.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listing.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Returns every file below `folder` by its name relative to it, with `/` between the parts.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in entries(folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn a_wrong_command_line_ends_with_code_two_and_an_empty_standard_output() {
    let workdir = Workdir::new();
    let run = workdir.bijia(&["--no-such-option".to_owned()], &[], b"unread");
    let (stdout, stderr) = (&run.stdout, &run.stderr);
    assert!(run.status == 2 && stdout.is_empty() && !stderr.is_empty(), "{run}");
}
