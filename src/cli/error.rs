//! What can go wrong in a run, and its exit code.

use std::io;
use std::path::{Path, PathBuf};

use crate::document::DocumentFault;
use crate::ledger::LedgerError;
use crate::policy::{PolicyError, PolicyFault};
use crate::read::{Faults, ReadError};
use crate::report::wording::{Language, en, fault_hint, faults_total, more_faults, more_files};
use crate::summary::Overflow;
use crate::value::source::Role;
use crate::value::untrusted::shown;

/// The language of messages.
const LANGUAGE: Language = Language::En;

/// Why a run did not go through.
#[derive(Debug)]
pub(crate) enum CliError {
    Usage { message: String, hint: &'static str },
    // Quotes or request have faults.
    Input(Faults),
    Budgets(Faults),
    // A check found so many faults, and told them.
    Checked { faults: u64 },
    PolicyFile(Vec<PolicyFault>),
    // Settings do not go together.
    Policy(Vec<PolicyError>),
    Read { path: PathBuf, source: io::Error },
    Several(Vec<Self>),
    TooLarge { path: PathBuf, mebibytes: u64 },
    Write { path: PathBuf, source: io::Error },
    NoLedger { path: PathBuf },
    Ledger { path: PathBuf, error: LedgerError },
    Overflow { path: PathBuf, error: Overflow },
    // A rule is against what is to be recorded; nothing was written.
    Refused(Vec<Refusal>),
    // What the command line names is not there; nothing was written.
    Unknown(Vec<Refusal>),
    // The same, of a command that records nothing.
    NotFound(Vec<Refusal>),
    // A stored recommendation is not what is computed again.
    Edited(Vec<Refusal>),
    Recommendation { path: PathBuf, faults: Vec<DocumentFault> },
    // A file states no head of a ledger.
    NoAnchor { path: PathBuf },
    // Some folders of a batch were not compared; the answer says why.
    Batch { message: String, exit: u8 },
    // Something was recorded, and that could not be reported.
    Unreported { recorded: String, source: io::Error },
    // Standard output could not be written.
    Output(io::Error),
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Faults(faults) => Self::Input(faults),
            ReadError::Io { path, error } => Self::Read { path: PathBuf::from(path.raw()), source: error },
        }
    }
}

/// Why something may not be recorded, and what to do about it.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
}

impl CliError {
    /// Collects what was read of several files, or all that is wrong with them.
    pub(crate) fn collect<T>(results: impl Iterator<Item = Result<T, Self>>) -> Result<Vec<T>, Self> {
        let (mut read, mut errors) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Ok(file) => read.push(file),
                Err(error) => errors.push(error),
            }
        }
        match errors.len() {
            0 => Ok(read),
            1 => Err(errors.remove(0)),
            _ => Err(Self::Several(errors)),
        }
    }

    /// Refuses to write over a file that is read.
    pub(crate) fn overwrites(path: &Path) -> Self {
        Self::Usage {
            message: format!("`--output` would overwrite `{}`, which is read", shown(&path.to_string_lossy())),
            hint: "name another file",
        }
    }

    /// Returns the exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            // A reader that has seen enough is no failure.
            Self::Output(error) | Self::Unreported { source: error, .. }
                if error.kind() == io::ErrorKind::BrokenPipe =>
            {
                0
            }
            Self::Refused(_) => 1,
            Self::Batch { exit, .. } => *exit,
            // A file that cannot be read weighs more than one that is wrong.
            Self::Several(errors) => errors.iter().map(Self::exit_code).max().unwrap_or(4),
            Self::Usage { .. } | Self::Unknown(_) | Self::NotFound(_) => 2,
            Self::Input(_)
            | Self::Budgets(_)
            | Self::Checked { .. }
            | Self::PolicyFile(_)
            | Self::Policy(_)
            | Self::Recommendation { .. }
            | Self::Edited(_)
            | Self::NoAnchor { .. } => 3,
            Self::Read { .. }
            | Self::TooLarge { .. }
            | Self::Write { .. }
            | Self::NoLedger { .. }
            | Self::Ledger { .. }
            | Self::Overflow { .. }
            | Self::Unreported { .. }
            | Self::Output(_) => 4,
        }
    }

    /// Returns what to print: messages, each with one concrete next step where there is one.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let (text, hint) = match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return Vec::new(),
            Self::Output(error) => (format!("could not write to standard output: {error}"), None),
            Self::Unreported { recorded, source } => {
                let lost = "but that could not be written to standard output";
                (format!("recorded as {recorded}, {lost}: {source}"), None)
            }
            Self::Refused(refusals) | Self::Unknown(refusals) => {
                let refused = refusals.iter().map(|refusal| (refusal.text.clone(), refusal.hint.clone()));
                return refused.chain([("refused: nothing was recorded".to_owned(), None)]).collect();
            }
            Self::NotFound(refusals) | Self::Edited(refusals) => {
                return refusals.iter().map(|refusal| (refusal.text.clone(), refusal.hint.clone())).collect();
            }
            Self::Several(errors) => return several(errors),
            Self::Recommendation { path, faults } => {
                let hint = "a recommendation is what `bijia compare --output result.json` writes".to_owned();
                let hint = |fault: &DocumentFault| fault.place.is_empty().then(|| hint.clone());
                return faults.iter().map(|fault| (format!("{}: {fault}", name(path)), hint(fault))).collect();
            }
            Self::Input(faults) => return input_messages(faults, Role::Quotes),
            Self::Budgets(faults) => return input_messages(faults, Role::Budgets),
            Self::Checked { faults } => {
                let counted = if *faults == 1 { "1 fault".to_owned() } else { format!("{faults} faults") };
                (format!("{counted}: the sheets are not compared before all is mended"), None)
            }
            Self::PolicyFile(faults) => {
                return faults
                    .iter()
                    .map(|fault| (fault.to_string(), en::policy::fault_hint(&fault.kind, fault.key.as_ref())))
                    .collect();
            }
            Self::Policy(errors) => {
                return errors.iter().map(|error| (error.to_string(), Some(en::policy::policy_hint(error)))).collect();
            }
            Self::Usage { message, hint } => (message.clone(), Some(*hint)),
            Self::Batch { message, .. } => (message.clone(), None),
            Self::Read { path, source } => {
                let hints = [
                    (io::ErrorKind::NotFound, "check the name and the folder"),
                    (io::ErrorKind::IsADirectory, "name the files in it: `folder/*.csv`"),
                ];
                (format!("could not read `{}`: {source}", name(path)), hint_for(source, hints))
            }
            Self::Write { path, source } => {
                let hints = [
                    (io::ErrorKind::NotFound, "make the folder first, or name another"),
                    (io::ErrorKind::AlreadyExists, "name a file that does not exist yet"),
                ];
                (format!("could not write `{}`: {source}", name(path)), hint_for(source, hints))
            }
            Self::TooLarge { path, mebibytes } => (
                format!("`{}` has more than {mebibytes} MiB", name(path)),
                Some("raise the limit with `--max-mib`, or split the file"),
            ),
            Self::NoAnchor { path } => (
                format!("`{}` states no head of a ledger", name(path)),
                Some("`bijia ledger head` prints one, and every export has one; it begins with `bijia-head-v1`"),
            ),
            Self::NoLedger { path } => (
                format!("there is no ledger `{}`", name(path)),
                Some("`bijia award` makes one; name another with `--ledger FILE` or `BIJIA_LEDGER`"),
            ),
            Self::Ledger { path, error } => (format!("ledger `{}`: {error}", name(path)), None),
            Self::Overflow { path, error } => (format!("ledger `{}`: {error}", name(path)), None),
        };
        vec![(text, hint.map(str::to_owned))]
    }
}

fn name(path: &Path) -> String {
    shown(&path.to_string_lossy()).to_string()
}

/// Finds the hint for what the system says.
fn hint_for(error: &io::Error, hints: [(io::ErrorKind, &'static str); 2]) -> Option<&'static str> {
    hints.into_iter().find(|(kind, _)| *kind == error.kind()).map(|(_, hint)| hint)
}

/// What is wrong, and one concrete next step.
type Message = (String, Option<String>);

/// The most files that are shown of several that are wrong.
const SHOWN: usize = 20;

/// Says what is wrong with several files.
fn several(errors: &[CliError]) -> Vec<Message> {
    let mut messages: Vec<Message> = errors.iter().take(SHOWN).flat_map(CliError::messages).collect();
    say_each_hint_once(&mut messages);
    if let Some(rest) = errors.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        messages.push((format!("and {rest} more like these"), None));
    }
    messages
}

/// What to do where faults are only counted.
pub(crate) const SHOW_ALL: &str = "`--all-faults` shows them all";

fn input_messages(faults: &Faults, role: Role) -> Vec<Message> {
    let mut messages = Vec::new();
    // Files of which no fault is kept come last: of many of these the first ones have a line each.
    let first = faults.files.iter().position(|file| file.kept.is_empty()).unwrap_or(faults.files.len());
    let with_line = first.saturating_add(SHOWN);
    let mut counts = Vec::new();
    for file in faults.files.iter().take(with_line) {
        let mut kept: Vec<Message> =
            file.kept.iter().map(|error| (error.to_string(), Some(fault_hint(LANGUAGE, error)))).collect();
        say_each_hint_once(&mut kept);
        messages.append(&mut kept);
        let more = more_faults(LANGUAGE, file).map(|text| (text, Some(SHOW_ALL.to_owned())));
        if file.kept.is_empty() { counts.extend(more) } else { messages.extend(more) }
    }
    counts.extend(
        more_files(LANGUAGE, faults.files.iter().skip(with_line)).map(|text| (text, Some(SHOW_ALL.to_owned()))),
    );
    say_each_hint_once(&mut counts);
    messages.append(&mut counts);
    messages.push((faults_total(LANGUAGE, faults, role), None));
    messages
}

/// Drops a hint that repeats the last one: it would hide the errors between.
fn say_each_hint_once(messages: &mut [Message]) {
    let mut last = None;
    for (_, hint) in messages {
        if *hint == last {
            *hint = None;
        } else if hint.is_some() {
            last.clone_from(hint);
        }
    }
}
