//! `bijia approve`: another person approves an award.

use crate::ledger::{Action, Seq};
use crate::value::untrusted::Untrusted;

use crate::cli::error::CliError;
use crate::cli::record::{CreateLedger, Planned, RecordedBy, required_name, seq, text};
use crate::cli::shell::Shell;

/// Approve an award; the approver is another person than the one who awarded
#[derive(Debug, clap::Args)]
#[command(mut_arg("by", required_name), after_help = "Example:\n  bijia approve 2 --by \"Lin Mei\"")]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq, required = true)]
    entries: Vec<Seq>,

    /// What you say to it
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Option<Untrusted>,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let on = args.recorded_by.on();
    args.recorded_by.record(CreateLedger::Never, shell, |_| {
        let planned = args.entries.iter().map(|target| Planned {
            label: format!("approval of #{target}"),
            action: Action::Approve { target: *target, on, reason: args.reason.clone() },
        });
        Ok(planned.collect())
    })?;
    Ok(())
}
