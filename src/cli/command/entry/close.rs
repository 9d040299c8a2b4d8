//! `bijia close`: nothing more is to come of an award.

use crate::ledger::{Action, Seq};
use crate::value::untrusted::Untrusted;

use crate::cli::error::CliError;
use crate::cli::record::{CreateLedger, Planned, RecordedBy, required_name, seq, text};
use crate::cli::shell::Shell;

/// Say that nothing more is to come of an award, neither goods nor payments: what is open of it is no longer followed up
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("by", required_name),
    after_help = "Example:\n  bijia close 2 --by \"Wang Jun\" --reason \"the last four are not made any more\""
)]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq, required = true)]
    entries: Vec<Seq>,

    /// Why nothing more is to come
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Untrusted,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let on = args.recorded_by.on();
    args.recorded_by.record(CreateLedger::Never, shell, |_| {
        let planned = args.entries.iter().map(|target| Planned {
            label: format!("closing of #{target}"),
            action: Action::Close { target: *target, on, reason: args.reason.clone() },
        });
        Ok(planned.collect())
    })?;
    Ok(())
}
