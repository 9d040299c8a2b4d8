//! What the commands that write to the ledger have in common: who, when, and the one transaction.

use std::io::Write;

use crate::ledger::{Access, Action, Actor, Entry, Judgement, Ledger, LedgerError, Mode, Seq, Transaction};
use crate::report::wording::en::ledger::entry as line;
use crate::value::date::{Date, Moment};
use crate::value::untrusted::{Untrusted, is_format};

use super::clock::{date, today};
use super::error::{CliError, Refusal};
use super::ledger_file::LedgerFile;
use super::shell::Shell;
use super::terminal::{Spelling, Terminal};

/// Who records something, and when it was decided
#[derive(Debug, clap::Args)]
pub(crate) struct RecordedBy {
    /// Your name, as it is to stand in the ledger; the computer's name for you where it may be left out
    #[arg(long, value_name = "NAME", value_parser = text)]
    by: Option<Untrusted>,

    /// The day of the decision or delivery, today when absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,

    /// Say what would be recorded, and record nothing
    #[arg(long)]
    dry_run: bool,

    /// How the entries are printed
    #[arg(long, value_enum, default_value = "text", value_name = "HOW")]
    format: EntryFormat,

    #[command(flatten)]
    ledger: LedgerFile,
}

/// How entries are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum EntryFormat {
    /// A line each, for people
    Text,
    /// The entry as recorded, one JSON object a line
    Jsonl,
}

/// Demands a name: who decides gives their own.
pub(crate) fn required_name(by: clap::Arg) -> clap::Arg {
    by.required(true).help("Your name, as it is to stand in the ledger")
}

/// Something to be recorded, and how it is called where it is refused.
pub(crate) struct Planned {
    pub(crate) label: String,
    pub(crate) action: Action,
}

/// Whether a command may make a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CreateLedger {
    /// It makes one where there is none.
    IfMissing,
    /// It needs one.
    Never,
}

/// A planned action, and what became of it.
type Done = (String, Judgement<Box<Entry>>);

impl RecordedBy {
    /// Returns the day of the decision.
    pub(crate) fn on(&self) -> Date {
        self.on.unwrap_or_else(today)
    }

    /// Records what `plan` makes of the ledger, all of it or nothing, and prints it; returns whether any of it is new.
    pub(crate) fn record(
        &self,
        making: CreateLedger,
        shell: &Shell,
        mut plan: impl FnMut(&Transaction<'_>) -> Result<Vec<Planned>, CliError>,
    ) -> Result<bool, CliError> {
        let is_new = !self.ledger.exists();
        let (at, actor) = (Moment::from_timestamp(jiff::Timestamp::now()), self.actor());
        let mut attempt = |mut ledger: Ledger, mode: Mode| -> Result<(Vec<Done>, Option<String>), CliError> {
            let result = ledger.write(mode, actor.clone(), at, |transaction| {
                let done = all(plan(transaction).map_err(Failed::Command)?, transaction)?;
                Ok((done, transaction.head().map(ToString::to_string)))
            });
            result.map_err(|failed| match failed {
                Failed::Command(error) => error,
                Failed::Ledger(error) => self.ledger.failed(error),
            })
        };
        if making == CreateLedger::Never || !is_new {
            let mode = if self.dry_run { Mode::DryRun } else { Mode::Commit };
            let (done, head) = attempt(self.ledger.open(Access::Append)?, mode)?;
            return self.print(&done, head, shell);
        }
        // What is refused leaves no file behind, so a ledger that is not there yet is tried in memory first.
        let scratch = Ledger::in_memory().map_err(|error| self.ledger.failed(error))?;
        let (mut done, mut head) = attempt(scratch, Mode::DryRun)?;
        if !self.dry_run {
            (done, head) = attempt(self.ledger.open(Access::Create)?, Mode::Commit)?;
            let path = self.ledger.path().to_string_lossy().into_owned();
            shell.note(format_args!("made the ledger `{}`", crate::value::untrusted::shown(&path)));
        }
        self.print(&done, head, shell)
    }

    fn print(&self, done: &[Done], head: Option<String>, shell: &Shell) -> Result<bool, CliError> {
        let (mut plain, mut spelt) = (shell.stdout(), None);
        // The entry as recorded keeps text as it was given, which could steer a terminal.
        let out: &mut dyn Write = if self.format == EntryFormat::Jsonl && shell.stdout_is_terminal() {
            spelt.insert(Terminal::new(&mut plain, Spelling::Json))
        } else {
            &mut plain
        };
        let write = || {
            for (label, outcome) in done {
                match (outcome, self.format) {
                    (Judgement::Accepted(entry), EntryFormat::Jsonl) => {
                        out.write_all(&entry.bytes())?;
                        out.write_all(b"\n")?;
                    }
                    (Judgement::Accepted(entry), EntryFormat::Text) if self.dry_run => {
                        writeln!(out, "would record {}", line(entry))?;
                    }
                    (Judgement::Accepted(entry), EntryFormat::Text) => writeln!(out, "recorded {}", line(entry))?,
                    (Judgement::AlreadyRecorded(seq), EntryFormat::Text) => {
                        writeln!(out, "already recorded as #{seq}: {label}")?
                    }
                    (Judgement::AlreadyRecorded(_) | Judgement::Refused(_), _) => {}
                }
            }
            if let Some(head) = head.filter(|_| self.format == EntryFormat::Text && !self.dry_run) {
                writeln!(out, "{head}")?;
            }
            out.flush()
        };
        let written = write();
        written.map(|()| done.iter().any(|(_, outcome)| recorded(outcome).is_some())).map_err(|source| {
            let seqs: Vec<Seq> =
                done.iter().filter_map(|(_, outcome)| recorded(outcome)).map(|entry| entry.seq).collect();
            match (seqs.as_slice(), self.dry_run) {
                ([first, .., last], false) => CliError::Unreported { recorded: format!("#{first} to #{last}"), source },
                ([only], false) => CliError::Unreported { recorded: format!("#{only}"), source },
                _ => CliError::Output(source),
            }
        })
    }

    fn actor(&self) -> Actor {
        let os_user = Untrusted::new(&whoami::fallible::username().unwrap_or_else(|_| "unknown".to_owned()));
        Actor {
            host: Untrusted::new(&whoami::fallible::hostname().unwrap_or_else(|_| "unknown".to_owned())),
            name: self.by.clone().unwrap_or_else(|| os_user.clone()),
            os_user,
        }
    }
}

/// What keeps a transaction from being made.
enum Failed {
    Command(CliError),
    Ledger(LedgerError),
}

impl From<LedgerError> for Failed {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Records all of a plan; every refusal is found, and one is enough for nothing to be written.
fn all(plan: Vec<Planned>, transaction: &mut Transaction<'_>) -> Result<Vec<Done>, Failed> {
    let mut done = Vec::new();
    let mut refused = Vec::new();
    for Planned { label, action } in plan {
        match transaction.record(action)? {
            Judgement::Refused(violation) => {
                refused.push(Refusal { text: format!("{label}: {violation}"), hint: violation.hint() });
            }
            outcome @ (Judgement::Accepted(_) | Judgement::AlreadyRecorded(_)) => done.push((label, outcome)),
        }
    }
    if refused.is_empty() { Ok(done) } else { Err(Failed::Command(CliError::Refused(refused))) }
}

fn recorded(outcome: &Judgement<Box<Entry>>) -> Option<&Entry> {
    match outcome {
        Judgement::Accepted(entry) => Some(entry),
        Judgement::AlreadyRecorded(_) | Judgement::Refused(_) => None,
    }
}

/// Reads a text that says something: a name, a reason.
pub(crate) fn text(text: &str) -> Result<Untrusted, String> {
    let text = text.trim();
    if text.chars().all(|c| c.is_whitespace() || c.is_control() || is_format(c)) {
        return Err("expected some text".to_owned());
    }
    Ok(Untrusted::new(text))
}

/// Reads the number of an entry: `12` or `#12`.
pub(crate) fn seq(text: &str) -> Result<Seq, String> {
    let number = text.strip_prefix('#').unwrap_or(text);
    number.parse().ok().and_then(Seq::new).ok_or_else(|| "expected the number of an entry, like 12".to_owned())
}
