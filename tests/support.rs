//! What several tests use: sheets as text through the library, folders to run in, and programs from outside.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use bijia::document::json;
use bijia::policy::{Policy, PolicyFile};
use bijia::read::{Options, ReadError, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommendation::{Recommendation, recommend};
use bijia::value::date::Date;
use bijia::value::source::{Role, Source};

/// Returns sheets as sources.
pub(crate) fn sources(files: &[(&str, &str)], request: Option<(&str, &str)>) -> Vec<Source> {
    let quotes = files.iter().map(|file| source(file, Role::Quotes));
    quotes.chain(request.iter().map(|file| source(file, Role::Request))).collect()
}

fn source((name, text): &(&str, &str), role: Role) -> Source {
    Source::in_memory(name, role, *text)
}

/// Returns the recommendation of 2026-11-22, or every fault as text.
pub(crate) fn recommended(
    files: &[(&str, &str)],
    request: Option<(&str, &str)>,
    policy_toml: &str,
) -> Result<Recommendation, String> {
    let policy_source = source(&("policy.toml", policy_toml), Role::Policy);
    let file = PolicyFile::parse(&policy_source).map_err(|faults| format!("{faults:?}"))?;
    let policy = Policy::check(file).map_err(|errors| format!("{errors:?}"))?;
    let sources = sources(files, request);
    let dataset = read(&sources, &policy, &Options::default()).map_err(|error| format!("{error:?}"))?;
    Ok(recommend(dataset, policy, Date::parse("2026-11-22").unwrap()))
}

/// Returns the recommendation of 2026-11-22 as JSON, or every fault as text.
pub(crate) fn compare_bytes(
    files: &[(&str, &str)],
    request: Option<(&str, &str)>,
    policy_toml: &str,
) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    json::write(&recommended(files, request, policy_toml)?, WORDS, &mut bytes).unwrap();
    Ok(bytes)
}

/// Like [`compare_bytes`], as a JSON value.
pub(crate) fn compare(
    files: &[(&str, &str)],
    request: Option<(&str, &str)>,
    policy_toml: &str,
) -> Result<serde_json::Value, String> {
    compare_bytes(files, request, policy_toml).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

/// Returns items, totals and notes of a sheet of quotes as JSON, without what says how it was read; or its faults as text.
pub(crate) fn decided(source: Source) -> Result<serde_json::Value, Vec<String>> {
    let policy = Policy::default();
    let dataset = match read(&[source], &policy, &Options::default()) {
        Ok(dataset) => dataset,
        Err(ReadError::Faults(faults)) => {
            return Err(faults.files.iter().flat_map(|file| &file.kept).map(ToString::to_string).collect());
        }
        Err(error) => panic!("{error}"),
    };
    let recommendation = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
    let mut bytes = Vec::new();
    json::write(&recommendation, WORDS, &mut bytes).unwrap();
    let mut value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let object = value.as_object_mut().unwrap();
    object.remove("inputs").unwrap();
    object.get_mut("notes").unwrap().as_array_mut().unwrap().retain(|note| note["code"] != "encoding");
    Ok(value)
}

/// A temporary folder.
pub(crate) struct Workdir(tempfile::TempDir);

impl Workdir {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path().join(name), bytes).unwrap();
    }
}

/// Returns the folder that holds `Cargo.toml`.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what lies in `folder`, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Says whether a program is on this machine; where it is not, says aloud what is skipped.
pub(crate) fn has(program: &str, what: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !found {
        // Not `eprintln!`, which the test harness keeps to itself.
        let _ = writeln!(std::io::stderr(), "skipped, `{program}` is not on this machine: {what}");
    }
    found
}

/// Runs a program in a folder; returns what it prints on both streams, and its exit code.
#[cfg(feature = "slow-tests")]
pub(crate) fn run(program: &str, arguments: &[&str], input: &[u8], folder: &Path) -> (String, i32) {
    use std::process::{Command, Stdio};

    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} {arguments:?} does not start: {error}"));
    // A program that does not read its input closes it.
    drop(child.stdin.take().unwrap().write_all(input));
    let output = child.wait_with_output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&printed).into_owned(), output.status.code().unwrap_or(-1))
}
