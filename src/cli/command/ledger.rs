//! `bijia ledger`: the last entry, an export, a check, a copy.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::ledger::{Access, Head, Ledger, LedgerError, export};

use crate::cli::error::CliError;
use crate::cli::ledger_file::LedgerFile;
use crate::cli::output;
use crate::cli::shell::Shell;
use crate::cli::terminal::Spelling;

/// The ledger itself: its head, an export, a check, a copy
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

/// What is done with the ledger.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print the last entry's number and hash: keep it, sign it, put it on paper
    Head {
        /// How it is printed
        #[arg(long, value_enum, default_value = "text", value_name = "HOW")]
        format: HeadFormat,
        #[command(flatten)]
        ledger: LedgerFile,
    },
    /// Write all entries as JSON lines that carry their own proof
    Export {
        /// Write to a file, whole or not at all
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        ledger: LedgerFile,
    },
    /// Check every entry, the chain, the rules and the database
    Check {
        #[command(flatten)]
        ledger: LedgerFile,
    },
    /// Copy the ledger, as it is at this moment, to a new file
    Backup {
        /// The copy; it must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        ledger: LedgerFile,
    },
}

/// How a head is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum HeadFormat {
    /// One line: `bijia-head-v1 LEDGER SEQ HASH`
    Text,
    /// One object
    Json,
}

/// Runs the command; `false` where a check found that something is wrong.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<bool, CliError> {
    match &args.command {
        Command::Head { format, ledger } => {
            let head = head(&ledger.open(Access::Read)?, ledger)?;
            let text = match format {
                HeadFormat::Text => head.to_string(),
                // Its keys are declared in canonical order.
                HeadFormat::Json => serde_json::to_string(&head).expect("a head has text keys only"),
            };
            let mut out = shell.stdout();
            writeln!(out, "{text}").and_then(|()| out.flush()).map_err(CliError::Output)?;
            Ok(true)
        }
        Command::Export { output, ledger } => {
            if output.as_deref().is_some_and(|output| ledger.is_at(output)) {
                return Err(CliError::overwrites(ledger.path()));
            }
            let ending =
                output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
            if ending.is_some_and(|ending| ["csv", "xlsx", "html", "md"].contains(&ending.as_str())) {
                return Err(CliError::Usage {
                    message: "an export is JSON, one entry a line".to_owned(),
                    hint: "give it the ending .jsonl; `bijia savings --output savings.xlsx` writes a workbook",
                });
            }
            if let Some(output) = output.as_deref() {
                output::may_replace(output, true, false)?;
            }
            let opened = ledger.open(Access::Read)?;
            // The head first: entries that are added meanwhile are behind it and stay out.
            let head = head(&opened, ledger)?;
            let mut failed = None;
            output::write_spelt(output.as_deref(), shell, Some(Spelling::Json), |out| {
                export::write_head(&head, out)?;
                let written = opened.each(|seq, bytes, hash| {
                    if seq <= head.seq {
                        export::write_entry(bytes, hash, out).map_err(Stopped::Output)
                    } else {
                        Ok(())
                    }
                });
                written.map_err(|stopped| match stopped {
                    Stopped::Output(error) => error,
                    Stopped::Ledger(error) => {
                        failed = Some(error);
                        io::ErrorKind::Other.into()
                    }
                })
            })
            .map_err(|error| failed.take().map_or(error, |failed| ledger.failed(failed)))?;
            Ok(true)
        }
        Command::Check { ledger } => check(ledger, shell),
        Command::Backup { file, ledger } => backup(file, ledger, shell).map(|()| true),
    }
}

/// Why an export stopped.
enum Stopped {
    Output(io::Error),
    Ledger(LedgerError),
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

fn head(opened: &Ledger, ledger: &LedgerFile) -> Result<Head, CliError> {
    let head = opened.head().map_err(|error| ledger.failed(error))?;
    head.ok_or_else(|| CliError::NoLedger { path: ledger.path().to_owned() })
}

fn check(ledger: &LedgerFile, shell: &Shell) -> Result<bool, CliError> {
    let checked =
        ledger.open(Access::Read).and_then(|opened| opened.check::<()>().map_err(|error| ledger.failed(error)));
    match checked {
        Ok((Some(head), state)) => {
            let mut out = shell.stdout();
            let awards = state.awards().count();
            let said = writeln!(out, "sound: {} entries, {awards} awards\n{head}", head.seq);
            said.and_then(|()| out.flush()).map_err(CliError::Output)?;
            Ok(true)
        }
        Ok((None, _)) => Err(CliError::NoLedger { path: ledger.path().to_owned() }),
        // What cannot be opened or read is no answer; what was read and is wrong is one.
        Err(CliError::Ledger { error, .. }) if error.is_finding() => {
            shell.say("error", format_args!("ledger `{}`: {error}", ledger.shown()));
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn backup(file: &Path, ledger: &LedgerFile, shell: &Shell) -> Result<(), CliError> {
    let opened = ledger.open(Access::Read)?;
    let copied =
        output::new_copy(file, |path| opened.copy_to(path).map_err(|error| io::Error::other(error.to_string())));
    let sha256 = copied.map_err(|source| CliError::Write { path: file.to_owned(), source })?;
    let copy = Ledger::open(file, Access::Read, |_| false).and_then(|copy| copy.check::<()>());
    let (head, _) = copy.map_err(|error| CliError::Ledger { path: file.to_owned(), error })?;
    shell.note(format_args!("wrote {}, SHA-256 {sha256}", crate::value::untrusted::shown(&file.to_string_lossy())));
    let mut out = shell.stdout();
    let written = head.map_or(Ok(()), |head| writeln!(out, "{head}"));
    written.and_then(|()| out.flush()).map_err(CliError::Output)
}
