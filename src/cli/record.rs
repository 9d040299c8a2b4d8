//! What the commands that write to the ledger have in common: who, when, and the one transaction.

use std::io::Write;

use crate::ledger::{Access, Act, Actor, Change, Entry, Ledger, LedgerError, Mode, Outcome};
use crate::report::wording::en::reports::entry as entry_line;
use crate::value::date::{Date, Moment};
use crate::value::untrusted::{Untrusted, is_format};

use super::clock::{date, today};
use super::error::{CliError, Refusal};
use super::ledger_file::LedgerFile;
use super::shell::Shell;
use super::terminal::{Spelling, Terminal};

/// Who records something, and when it was decided
#[derive(Debug, clap::Args)]
pub(crate) struct Signature {
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
pub(crate) fn demanded(by: clap::Arg) -> clap::Arg {
    by.required(true).help("Your name, as it is to stand in the ledger")
}

/// Something to be recorded, and how it is called where it is refused.
pub(crate) struct Planned {
    pub(crate) label: String,
    pub(crate) act: Act,
}

/// Whether a command may make a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Making {
    /// It makes one where there is none.
    IfAbsent,
    /// It needs one.
    Never,
}

/// A planned act, and what became of it.
type Done = (String, Outcome);

impl Signature {
    /// Returns the day of the decision.
    pub(crate) fn on(&self) -> Date {
        self.on.unwrap_or_else(today)
    }

    /// Records what `plan` makes of the ledger, all of it or nothing, and prints it; returns whether any of it is new.
    pub(crate) fn record(
        &self,
        making: Making,
        shell: &Shell,
        mut plan: impl FnMut(&Change<'_>) -> Result<Vec<Planned>, CliError>,
    ) -> Result<bool, CliError> {
        let is_new = !self.ledger.exists();
        let (at, actor) = (Moment::from_timestamp(jiff::Timestamp::now()), self.actor());
        let mut attempt = |mut ledger: Ledger, mode: Mode| -> Result<(Vec<Done>, Option<String>), CliError> {
            let result = ledger.change(mode, actor.clone(), at, |change| {
                let done = all(plan(change).map_err(Failed::Command)?, change)?;
                Ok((done, change.head().map(ToString::to_string)))
            });
            result.map_err(|failed| match failed {
                Failed::Command(error) => error,
                Failed::Ledger(error) => self.ledger.failed(error),
            })
        };
        if making == Making::Never || !is_new {
            let mode = if self.dry_run { Mode::Rehearse } else { Mode::Commit };
            let (done, head) = attempt(self.ledger.open(Access::Append)?, mode)?;
            return self.print(&done, head, shell);
        }
        // What is refused leaves no file behind, so a ledger that is not there yet is tried in memory first.
        let rehearsal = Ledger::in_memory().map_err(|error| self.ledger.failed(error))?;
        let (mut done, mut head) = attempt(rehearsal, Mode::Rehearse)?;
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
                    (Outcome::Recorded(entry), EntryFormat::Jsonl) => {
                        out.write_all(&entry.bytes().unwrap_or_default())?;
                        out.write_all(b"\n")?;
                    }
                    (Outcome::Recorded(entry), EntryFormat::Text) if self.dry_run => {
                        writeln!(out, "would record {}", entry_line(entry))?;
                    }
                    (Outcome::Recorded(entry), EntryFormat::Text) => writeln!(out, "recorded {}", entry_line(entry))?,
                    (Outcome::Same(seq), EntryFormat::Text) => writeln!(out, "already recorded as #{seq}: {label}")?,
                    (Outcome::Same(_) | Outcome::Refused(_), _) => {}
                }
            }
            if let Some(head) = head.filter(|_| self.format == EntryFormat::Text && !self.dry_run) {
                writeln!(out, "{head}")?;
            }
            out.flush()
        };
        let written = write();
        written.map(|()| done.iter().any(|(_, outcome)| recorded(outcome).is_some())).map_err(|source| {
            let seqs: Vec<u64> =
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

/// What keeps a change from being made.
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
fn all(plan: Vec<Planned>, change: &mut Change<'_>) -> Result<Vec<Done>, Failed> {
    let mut done = Vec::new();
    let mut refused = Vec::new();
    for Planned { label, act } in plan {
        match change.record(act)? {
            Outcome::Refused(violation) => {
                refused.push(Refusal { text: format!("{label}: {violation}"), hint: violation.hint() });
            }
            outcome @ (Outcome::Recorded(_) | Outcome::Same(_)) => done.push((label, outcome)),
        }
    }
    if refused.is_empty() { Ok(done) } else { Err(Failed::Command(CliError::Refused(refused))) }
}

fn recorded(outcome: &Outcome) -> Option<&Entry> {
    match outcome {
        Outcome::Recorded(entry) => Some(entry),
        Outcome::Same(_) | Outcome::Refused(_) => None,
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
pub(crate) fn seq(text: &str) -> Result<u64, String> {
    let number = text.strip_prefix('#').unwrap_or(text);
    number.parse().ok().filter(|seq| *seq > 0).ok_or_else(|| "expected the number of an entry, like 12".to_owned())
}
