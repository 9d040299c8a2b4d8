//! `bijia verify`: recommendations computed again, exports and the ledger checked, anchors looked for.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::document::verify::{VERSION, alone, matched, with_inputs};
use crate::ledger::{Access, Head, Ledger, LedgerError, export, heads};
use crate::report::wording::WORDS;
use crate::value::source::{Digest, Source};
use crate::value::untrusted::shown;

use crate::cli::error::CliError;
use crate::cli::input;
use crate::cli::ledger_file::LedgerFile;
use crate::cli::recommendations::{differences, parse};
use crate::cli::shell::Shell;

/// Compute recommendations again, check exports of a ledger, and look for anchors in it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Recommendations (JSON) and exports of a ledger (JSON lines)
    #[arg(value_name = "FILE", required_unless_present_any = ["anchors", "path"])]
    files: Vec<PathBuf>,

    /// Folder with the inputs of the recommendations, or with folders of them; they are found by their SHA-256, whatever
    /// they are called now
    #[arg(long, value_name = "DIR")]
    inputs: Option<PathBuf>,

    /// Files that state the head of the ledger at some time: signed heads, reports, exports
    #[arg(long = "anchor", value_name = "FILE", num_args = 1..)]
    anchors: Vec<PathBuf>,

    #[command(flatten)]
    ledger: LedgerFile,
}

const EXAMPLES: &str = "\
Examples:
  bijia verify result.json --inputs .                  compute everything again from the sheets
  bijia verify result.json                             from the file's own quotes and policy
  bijia verify ledger.jsonl                            check an export
  bijia verify --ledger bijia-ledger.db --anchor heads/*.txt";

/// The answers so far.
struct Answers {
    lines: Vec<String>,
    all_hold: bool,
}

/// Runs the command; `false` where something differs.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<bool, CliError> {
    let mut answers = Answers { lines: Vec::new(), all_hold: true };
    for path in &args.files {
        let source = input::whole_file(path)?;
        if export::is_export(source.bytes()) {
            answers.export(path, source.bytes());
        } else {
            let document = parse(path, source.bytes())?;
            answers.recommendation(path, &document, args.inputs.as_deref())?;
        }
    }
    if !args.anchors.is_empty() || args.files.is_empty() {
        answers.ledger(args)?;
    }
    let mut out = shell.stdout();
    let written = answers.lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    written.and_then(|()| out.flush()).map_err(CliError::Output)?;
    Ok(answers.all_hold)
}

impl Answers {
    fn say(&mut self, path: &Path, holds: bool, text: &str) {
        self.lines.push(format!("{}: {text}", shown(&path.to_string_lossy())));
        self.all_hold &= holds;
    }

    fn recommendation(&mut self, path: &Path, document: &Document, folder: Option<&Path>) -> Result<(), CliError> {
        let verdict = match folder {
            None => alone(document, WORDS),
            Some(folder) => match matched(document, candidates(folder, document)?) {
                Ok(sources) => with_inputs(document, WORDS, &sources)?,
                Err(missing) => {
                    for input in missing {
                        let (name, sha256) = (input.name.shown(), input.sha256);
                        let changed = if folder.join(input.name.raw()).is_file() {
                            "; the file of that name there has other content: look for the one that was compared"
                        } else {
                            ""
                        };
                        let text = format!(
                            "no file in `{}` is its `{name}` (SHA-256 {sha256}){changed}",
                            shown(&folder.to_string_lossy())
                        );
                        self.say(path, false, &text);
                    }
                    return Ok(());
                }
            },
        };
        let from = match folder {
            Some(_) => "its inputs",
            None => "its own quotes and policy",
        };
        if verdict.is_same() {
            self.say(path, true, &format!("same, computed again from {from}"));
        } else {
            let count = verdict.differences.len();
            let places = if count == 1 { "place" } else { "places" };
            self.say(path, false, &format!("differs in {count} {places}, computed again from {from}"));
            self.lines.extend(differences(&verdict).into_iter().map(|line| format!("  {line}")));
        }
        if let Some(version) = &verdict.other_version {
            self.lines.push(format!("  made by bijia {}, computed again by bijia {VERSION}", shown(version)));
        }
        if let Some(history) = folder.and_then(|_| document.history()) {
            let name = history.name.shown();
            let entries = history.entries;
            self.lines.push(format!(
                "  the history, `{name}` up to #{entries}, was taken from the counts beside the quotes, not from the ledger"
            ));
        }
        if folder.is_none() {
            self.lines.push(
                "  not checked: the inputs, what is only carried along, notes on the inputs; `--inputs DIR` checks them"
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn export(&mut self, path: &Path, bytes: &[u8]) {
        match export::checked::<()>(bytes) {
            Ok((head, _)) => self.say(path, true, &format!("sound, {} entries: {head}", head.seq)),
            Err(fault) => self.say(path, false, &fault.to_string()),
        }
    }

    /// Checks the ledger whole, and holds anchors against it.
    fn ledger(&mut self, args: &Args) -> Result<(), CliError> {
        let opened = args.ledger.open(Access::Read)?;
        let failed = |error| args.ledger.failed(error);
        let path = args.ledger.path();
        match opened.check::<()>() {
            Ok((Some(head), _)) => self.say(path, true, &format!("sound, {} entries: {head}", head.seq)),
            Ok((None, _)) => return Err(CliError::NoLedger { path: path.to_owned() }),
            Err(error) if error.is_finding() => self.say(path, false, &error.to_string()),
            Err(error) => return Err(failed(error)),
        }
        for anchor in &args.anchors {
            let source = input::whole_file(anchor)?;
            let found = heads(&String::from_utf8_lossy(source.bytes()));
            if found.is_empty() {
                return Err(CliError::NoAnchor { path: anchor.clone() });
            }
            for head in found {
                let answer = held(&opened, &head).map_err(failed)?;
                self.say(anchor, answer.is_ok(), &answer.unwrap_or_else(|text| text));
            }
        }
        Ok(())
    }
}

/// Says whether a ledger still has an entry; both answers are sentences.
fn held(ledger: &Ledger, anchor: &Head) -> Result<Result<String, String>, LedgerError> {
    let is_own = ledger.head()?.is_some_and(|head| head.ledger_id == anchor.ledger_id);
    let mut found: Option<Digest> = None;
    ledger.each(|seq, bytes, _| {
        if seq == anchor.seq {
            found = Some(crate::ledger::Entry::hash(bytes));
        }
        Ok::<(), LedgerError>(())
    })?;
    let seq = anchor.seq;
    Ok(match found {
        _ if !is_own => Err(format!("#{seq} is of another ledger, {}", anchor.ledger_id)),
        Some(hash) if hash == anchor.hash => Ok(format!("#{seq} is in the ledger, unchanged")),
        Some(_) => Err(format!("#{seq} is not what it was: the ledger was changed up to there")),
        None => Err(format!("#{seq} is gone: the ledger was cut")),
    })
}

/// Reads the files of a folder that are as long as one of the inputs; those in its own folders behind them, as several
/// requests are filed.
fn candidates(folder: &Path, document: &Document) -> Result<Vec<Source>, CliError> {
    let sizes: HashSet<u64> = document.inputs().iter().filter_map(|input| u64::try_from(input.bytes).ok()).collect();
    let (mut paths, folders) = files_and_folders(folder, &sizes)?;
    for folder in folders {
        // One that may not be read has none of the inputs.
        paths.extend(files_and_folders(&folder, &sizes).map(|(files, _)| files).unwrap_or_default());
    }
    paths.iter().map(|path| input::whole_file(path)).collect()
}

/// Lists the files of a folder that have one of these sizes, and its folders.
fn files_and_folders(folder: &Path, sizes: &HashSet<u64>) -> Result<(Vec<PathBuf>, Vec<PathBuf>), CliError> {
    let failed = |source| CliError::Read { path: folder.to_owned(), source };
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => folders.push(path),
            Ok(found) if found.is_file() && sizes.contains(&found.len()) => files.push(path),
            Ok(_) | Err(_) => {}
        }
    }
    files.sort();
    folders.sort();
    Ok((files, folders))
}
