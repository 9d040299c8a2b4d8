//! What can go wrong in a run, and its exit code.

use std::io;
use std::path::{Path, PathBuf};

use crate::document::DocumentFault;
use crate::ledger::LedgerError;
use crate::policy::{PolicyError, PolicyFault};
use crate::read::Faults;
use crate::summary::Overflow;
use crate::value::untrusted::shown;

/// Why a run did not go through.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The command line asks for something that does not go together.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to write instead.
        hint: &'static str,
    },
    /// Quotes or request have faults.
    #[error(transparent)]
    Input(#[from] Faults),
    /// A sheet of budgets has faults.
    #[error(transparent)]
    Budgets(Faults),
    /// A policy file has faults.
    #[error("the policy has faults")]
    PolicyFile(Vec<PolicyFault>),
    /// Settings do not go together.
    #[error("the policy's settings do not go together")]
    Policy(Vec<PolicyError>),
    /// A file could not be read.
    #[error("could not read `{}`: {source}", shown(&path.to_string_lossy()))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Several files are wrong, each for a reason of its own.
    #[error("several files are wrong")]
    Several(Vec<Self>),
    /// A file is larger than what is read.
    #[error("`{}` has more than {mebibytes} MiB", shown(&path.to_string_lossy()))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit.
        mebibytes: u64,
    },
    /// A file could not be written.
    #[error("could not write `{}`: {source}", shown(&path.to_string_lossy()))]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no ledger.
    #[error("there is no ledger `{}`", shown(&path.to_string_lossy()))]
    NoLedger {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The ledger could not be read or written.
    #[error("ledger `{}`: {error}", shown(&path.to_string_lossy()))]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Why.
        error: LedgerError,
    },
    /// The figures of the ledger are too large.
    #[error("ledger `{}`: {error}", shown(&path.to_string_lossy()))]
    Overflow {
        /// The file.
        path: PathBuf,
        /// Where.
        error: Overflow,
    },
    /// A rule is against what is to be recorded; nothing was written.
    #[error("refused")]
    Refused(Vec<Refusal>),
    /// What the command line names is not there; nothing was written.
    #[error("not found")]
    Unknown(Vec<Refusal>),
    /// A recommendation cannot be read.
    #[error("not a recommendation")]
    Recommendation {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        faults: Vec<DocumentFault>,
    },
    /// A file states no head of a ledger.
    #[error("`{}` states no head of a ledger", shown(&path.to_string_lossy()))]
    NoAnchor {
        /// The file.
        path: PathBuf,
    },
    /// Something was recorded, and that could not be reported.
    #[error("recorded as {recorded}, but that could not be written to standard output: {source}")]
    Unreported {
        /// The entries.
        recorded: String,
        /// Why.
        source: io::Error,
    },
    /// Standard output could not be written.
    #[error("could not write to standard output: {0}")]
    Output(io::Error),
}

/// Why something may not be recorded, and what to do about it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// What is refused, and why.
    pub(crate) text: String,
    /// One concrete next step.
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
            // A file that cannot be read weighs more than one that is wrong.
            Self::Several(errors) => errors.iter().map(Self::exit_code).max().unwrap_or(4),
            Self::Usage { .. } | Self::Unknown(_) => 2,
            Self::Input(_)
            | Self::Budgets(_)
            | Self::PolicyFile(_)
            | Self::Policy(_)
            | Self::Recommendation { .. }
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

    /// Returns what to print: messages, each with its hint.
    pub(crate) fn messages(&self) -> Vec<(String, Option<String>)> {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Vec::new(),
            Self::Refused(refusals) | Self::Unknown(refusals) => refused(refusals),
            Self::Several(errors) => several(errors),
            Self::Recommendation { path, faults } => faults
                .iter()
                .map(|fault| {
                    let hint = "a recommendation is what `bijia compare --output result.json` writes".to_owned();
                    (format!("{}: {fault}", shown(&path.to_string_lossy())), fault.place.is_empty().then_some(hint))
                })
                .collect(),
            Self::Usage { hint, .. } => vec![(self.to_string(), Some((*hint).to_owned()))],
            Self::Input(faults) => input_messages(faults, "compared"),
            Self::Budgets(faults) => input_messages(faults, "added up"),
            Self::PolicyFile(faults) => faults.iter().map(|fault| (fault.to_string(), fault.hint())).collect(),
            Self::Policy(errors) => errors.iter().map(|error| (error.to_string(), error.hint())).collect(),
            Self::Read { source, .. } => {
                let hints = [
                    (io::ErrorKind::NotFound, "check the name and the folder"),
                    (io::ErrorKind::IsADirectory, "name the files in it: `folder/*.csv`"),
                ];
                vec![(self.to_string(), hint_of(source, hints))]
            }
            Self::TooLarge { .. } => {
                vec![(self.to_string(), Some("raise the limit with `--max-mib`, or split the file".to_owned()))]
            }
            Self::NoAnchor { .. } => {
                let hint = "`bijia ledger head` prints one, and every export has one; it begins with `bijia-head-v1`";
                vec![(self.to_string(), Some(hint.to_owned()))]
            }
            Self::NoLedger { .. } => {
                let hint = "`bijia award` makes one; name another with `--ledger FILE` or `BIJIA_LEDGER`";
                vec![(self.to_string(), Some(hint.to_owned()))]
            }
            Self::Write { source, .. } => {
                let hints = [
                    (io::ErrorKind::NotFound, "make the folder first, or name another"),
                    (io::ErrorKind::AlreadyExists, "name a file that is not there yet"),
                ];
                vec![(self.to_string(), hint_of(source, hints))]
            }
            Self::Ledger { .. } | Self::Overflow { .. } | Self::Unreported { .. } | Self::Output(_) => {
                vec![(self.to_string(), None)]
            }
        }
    }
}

/// Finds the hint for what the system says.
fn hint_of(error: &io::Error, hints: [(io::ErrorKind, &str); 2]) -> Option<String> {
    hints.into_iter().find(|(kind, _)| *kind == error.kind()).map(|(_, hint)| hint.to_owned())
}

/// The most files that are shown of several that are wrong.
const SHOWN: usize = 20;

/// Tells what is wrong with several files, the same hint once only.
fn several(errors: &[CliError]) -> Vec<(String, Option<String>)> {
    let mut messages: Vec<_> = errors.iter().take(SHOWN).flat_map(CliError::messages).collect();
    let mut last = None;
    for (_, hint) in &mut messages {
        if *hint == last {
            *hint = None;
        } else if hint.is_some() {
            last.clone_from(hint);
        }
    }
    let rest = errors.len().saturating_sub(SHOWN);
    if rest > 0 {
        messages.push((format!("and {rest} more like these"), None));
    }
    messages
}

fn refused(refusals: &[Refusal]) -> Vec<(String, Option<String>)> {
    let mut messages: Vec<_> = refusals.iter().map(|refusal| (refusal.text.clone(), refusal.hint.clone())).collect();
    messages.push(("refused: nothing was recorded".to_owned(), None));
    messages
}

fn input_messages(faults: &Faults, done: &str) -> Vec<(String, Option<String>)> {
    let mut messages = Vec::new();
    for file in &faults.files {
        // The same hint again and again hides the errors between.
        let mut last = None;
        for error in &file.kept {
            let hint = Some(error.hint()).filter(|hint| last.as_ref() != Some(hint));
            if hint.is_some() {
                last.clone_from(&hint);
            }
            messages.push((error.to_string(), hint));
        }
        let rest: u64 = file.rest.values().sum();
        if rest > 0 {
            let kinds: Vec<String> = file.rest.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            let more = if rest == 1 { "1 more fault".to_owned() } else { format!("{rest} more faults") };
            messages.push((
                format!("{}: {more}: {}", file.path.shown(), kinds.join(", ")),
                Some("`--all-faults` shows them all".to_owned()),
            ));
        }
    }
    let total = faults.total();
    let files = faults.files.len();
    messages.push((
        format!(
            "nothing was {done}: {total} {} in {files} {}",
            if total == 1 { "fault" } else { "faults" },
            if files == 1 { "file" } else { "files" }
        ),
        None,
    ));
    messages
}
