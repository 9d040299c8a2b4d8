//! `bijia compare --batch`: folders of sheets, one a request, compared in one process; a line of JSON for each folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::document::json;
use crate::policy::Policy;
use crate::read::{Faults, History, InputError, Options, read};
use crate::report::wording::en::batch as words;
use crate::report::wording::{Language, WORDS, fault_hint, more_faults};
use crate::rule::recommendation::recommend;
use crate::value::date::Date;
use crate::value::parallel;
use crate::value::source::{Role, Source};

use super::compare::{Args, CompareFormat, read_history};
use crate::cli::clock::today;
use crate::cli::error::CliError;
use crate::cli::shell::Shell;
use crate::cli::{Status, input, output};

/// What is asked for in a folder, beside the quotes.
const REQUESTS: [&str; 2] = ["request.csv", "request.xlsx"];
/// The rules of a folder, which take the place of the common ones.
const POLICY: &str = "policy.toml";

/// Another thread is worth its start from two folders on.
const WORTH_A_THREAD: usize = 2;

/// Runs the command over the folders of `batch`.
pub(super) fn run(args: &Args, batch: &Path, shell: &Shell) -> Result<Status, CliError> {
    let common = [Some(batch), args.sheets.policy.as_deref(), args.sheets.history.as_deref()];
    let format = args.answer.check(common.into_iter().flatten())?;
    if format != CompareFormat::Jsonl {
        return Err(CliError::Usage { message: words::NOT_LINES.to_owned(), hint: words::SAY_LINES });
    }
    let folders = folders(batch)?;
    refuse_to_overwrite(&folders, args.answer.file())?;
    let comparison = Comparison::new(args)?;
    let threads = parallel::threads(folders.len(), WORTH_A_THREAD);
    let mut counts = Counts::default();
    args.answer.write(format, shell, |_, out| {
        parallel::in_order(
            threads,
            folders,
            |folder| comparison.line(&folder),
            |line| {
                counts.add(line.exit);
                out.write_all(&line.bytes)?;
                // Who reads along need not wait for the last folder.
                out.flush()
            },
        )
    })?;
    shell.note(words::summary(counts.done, counts.negative, counts.faulty));
    match counts.worst {
        0 => Ok(Status::Done),
        1 => Ok(Status::Negative),
        exit => Err(CliError::Batch { message: words::faulty(counts.faulty), exit }),
    }
}

/// How many folders ended how.
#[derive(Debug, Default)]
struct Counts {
    done: usize,
    negative: usize,
    faulty: usize,
    worst: u8,
}

impl Counts {
    fn add(&mut self, exit: u8) {
        let count = match exit {
            0 => &mut self.done,
            1 => &mut self.negative,
            _ => &mut self.faulty,
        };
        *count = count.saturating_add(1);
        self.worst = self.worst.max(exit);
    }
}

/// A folder with the sheets of a request.
#[derive(Debug)]
struct Folder {
    /// As the list names it; of the folders in a folder, the name alone.
    name: String,
    path: PathBuf,
}

/// Lists the folders in a folder by name, or those that a file names, one a line.
fn folders(batch: &Path) -> Result<Vec<Folder>, CliError> {
    if !batch.is_dir() {
        let list = input::whole_file(batch)?;
        let text = String::from_utf8_lossy(list.bytes());
        let names = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|name| !name.is_empty());
        return Ok(names.map(|name| Folder { name: name.to_owned(), path: PathBuf::from(name) }).collect());
    }
    let mut folders: Vec<Folder> = Vec::new();
    for (name, path) in visible(batch)? {
        if path.is_dir() {
            folders.push(Folder { name, path });
        }
    }
    Ok(folders)
}

/// Lists what lies in a folder by name, without what is hidden.
fn visible(folder: &Path) -> Result<Vec<(String, PathBuf)>, CliError> {
    let failed = |source| CliError::Read { path: folder.to_owned(), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            entries.push((name, entry.path()));
        }
    }
    entries.sort_unstable();
    Ok(entries)
}

/// Refuses to write over what would be read: a sheet or a policy in one of the folders.
fn refuse_to_overwrite(folders: &[Folder], output: Option<&Path>) -> Result<(), CliError> {
    let Some(output) = output.filter(|output| output.exists()) else { return Ok(()) };
    let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = output.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_read = name == POLICY || is_sheet(&name);
    if is_read && folders.iter().any(|folder| output::is_same(&folder.path, parent)) {
        return Err(CliError::overwrites(output));
    }
    Ok(())
}

fn is_workbook(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn is_sheet(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// What all folders are compared by.
struct Comparison<'a> {
    args: &'a Args,
    policy_file: Option<Source>,
    /// The rules of folders without their own; options may not go together with what no file says.
    policy: Result<Policy, Failure>,
    history: Option<History>,
    options: Options,
    as_of: Date,
}

/// What became of a folder.
struct Line {
    exit: u8,
    bytes: Vec<u8>,
}

impl<'a> Comparison<'a> {
    fn new(args: &'a Args) -> Result<Self, CliError> {
        let as_of = args.sheets.as_of.unwrap_or_else(today);
        let file = args.sheets.policy.as_deref();
        let file = file.map(|path| input::source(path, Role::Policy, None, args.sheets.reading.max_mib)).transpose()?;
        let policy = args.sheets.policy(file.as_slice());
        Ok(Self {
            args,
            policy: if file.is_some() { Ok(policy?) } else { policy.map_err(|error| Failure::of(&error)) },
            policy_file: file,
            history: args.sheets.history.as_deref().map(|path| read_history(path, as_of)).transpose()?.flatten(),
            options: args.sheets.options(),
            as_of,
        })
    }

    /// Compares a folder; returns its line.
    fn line(&self, folder: &Folder) -> Line {
        let mut unread = Vec::new();
        let (exit, faults, result) = match self.compare(folder, &mut unread) {
            Ok((exit, result)) => (exit, None, Some(result)),
            Err(Failure { exit, faults }) => (exit, Some(faults), None),
        };
        let status = if result.is_some() { "done" } else { "fault" };
        // The keys are in the order of RFC 8785.
        let mut bytes = Vec::with_capacity(result.as_ref().map_or(0, Vec::len).saturating_add(200));
        let mut key = |name: &str, value: &dyn Fn(&mut Vec<u8>) -> serde_json::Result<()>| {
            bytes.extend_from_slice(if bytes.is_empty() { b"{\"" } else { b",\"" });
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b"\":");
            value(&mut bytes).expect("writing to memory does not fail");
        };
        key("exit", &|out| serde_json::to_writer(out, &exit));
        key("faults", &|out| serde_json::to_writer(out, &faults));
        key("folder", &|out| serde_json::to_writer(out, &folder.name));
        key("result", &|out| {
            out.extend_from_slice(result.as_deref().unwrap_or(b"null"));
            Ok(())
        });
        key("status", &|out| serde_json::to_writer(out, status));
        key("unread", &|out| serde_json::to_writer(out, &unread));
        bytes.extend_from_slice(b"}\n");
        Line { exit, bytes }
    }

    fn compare(&self, folder: &Folder, unread: &mut Vec<String>) -> Result<(u8, Vec<u8>), Failure> {
        let (sources, has_policy) = self.sources(folder, unread).map_err(|error| Failure::of(&error))?;
        if !sources.iter().any(|source| source.role == Role::Quotes) {
            return Err(Failure { exit: 3, faults: vec![Fault::new(words::NO_QUOTES, Some(words::NAME_QUOTES))] });
        }
        let policy = if has_policy {
            self.args.sheets.policy(&sources).map_err(|error| Failure::of(&error))?
        } else {
            self.policy.clone()?
        };
        let history = self.history.as_ref().filter(|_| History::is_asked_for(&policy)).cloned();
        let options = Options { history, ..self.options.clone() };
        let dataset = read(&sources, &policy, &options).map_err(|error| Failure::of(&error.into()))?;
        let recommendation = recommend(dataset, policy, self.as_of);
        let mut bytes = Vec::new();
        json::write(&recommendation, WORDS, &mut bytes).expect("writing to memory does not fail");
        // The line goes on behind it.
        bytes.pop();
        let totals = recommendation.totals();
        Ok((u8::from(totals.recommended != totals.items), bytes))
    }

    /// Reads the files of a folder; says whether it has a policy of its own.
    fn sources(&self, folder: &Folder, unread: &mut Vec<String>) -> Result<(Vec<Source>, bool), CliError> {
        let entries = visible(&folder.path)?;
        let is_called = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
        let is_quotes = |name: &str| (is_sheet(name) || is_workbook(name)) && name.to_lowercase().starts_with("quotes");
        let has_quotes = entries.iter().any(|(name, _)| is_quotes(name));
        let mut files = Vec::new();
        for (name, path) in entries {
            if is_called(&name, POLICY) {
                files.push((path, Role::Policy));
            } else if REQUESTS.iter().any(|request| is_called(&name, request)) {
                files.push((path, Role::Request));
            } else if is_quotes(&name) || (is_sheet(&name) && !has_quotes) {
                files.push((path, Role::Quotes));
            } else if is_sheet(&name) {
                unread.push(name);
            }
        }
        let has_policy = files.iter().any(|(_, role)| *role == Role::Policy);
        let read = |(path, role): (PathBuf, Role)| {
            let reading = &self.args.sheets.reading;
            let source = input::source(&path, role, None, reading.max_mib)?;
            // The line names the folder.
            Ok(reading.declare(Source { path: source.name.clone(), ..source }))
        };
        let mut sources = CliError::collect(files.into_iter().map(read))?;
        sources.extend(self.policy_file.as_ref().filter(|_| !has_policy).map(copy));
        Ok((sources, has_policy))
    }
}

/// Copies a source that is in memory.
fn copy(source: &Source) -> Source {
    Source { path: source.path.clone(), ..Source::in_memory(source.name.raw(), source.role, source.bytes()) }
}

/// Why a folder is not compared.
#[derive(Debug, Clone)]
struct Failure {
    exit: u8,
    faults: Vec<Fault>,
}

/// What is wrong, and where. The keys are in the order of RFC 8785.
#[derive(Debug, Clone, Default, Serialize)]
struct Fault {
    /// The header.
    column: Option<String>,
    column_number: Option<usize>,
    file: Option<String>,
    hint: Option<String>,
    /// The physical line, from 1.
    line: Option<u32>,
    /// The data row, from 1; 0 for the header.
    row: Option<u32>,
    text: String,
}

impl Failure {
    fn of(error: &CliError) -> Self {
        let faults = if let CliError::Input(faults) = error {
            of_inputs(faults)
        } else {
            let messages = error.messages().into_iter();
            messages.map(|(text, hint)| Fault::new(&text, hint.as_deref())).collect()
        };
        Self { exit: error.exit_code(), faults }
    }
}

impl Fault {
    fn new(text: &str, hint: Option<&str>) -> Self {
        Self { text: text.to_owned(), hint: hint.map(str::to_owned), ..Self::default() }
    }

    fn of(error: &InputError) -> Self {
        let place = &error.place;
        let column = place.column.as_ref();
        Self {
            column: column.map(|column| column.header.raw().to_owned()),
            column_number: column.map(|column| column.number),
            file: Some(place.file.raw().to_owned()),
            hint: Some(fault_hint(Language::En, error)),
            line: place.row.map(|row| row.line),
            row: place.row.map(|row| row.row),
            text: error.kind.to_string(),
        }
    }
}

/// Lists the faults of sheets: those that are kept, and for each file how many more there are.
fn of_inputs(faults: &Faults) -> Vec<Fault> {
    let of_file = |file: &crate::read::FileFaults| {
        let more = more_faults(Language::En, file).map(|text| Fault {
            file: Some(file.path.raw().to_owned()),
            ..Fault::new(&text, Some(crate::cli::error::SHOW_ALL))
        });
        file.kept.iter().map(Fault::of).chain(more).collect::<Vec<_>>()
    };
    faults.files.iter().flat_map(of_file).collect()
}
