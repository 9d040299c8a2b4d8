//! `bijia void`: an award, or an entry about one, no longer counts.

use crate::ledger::{Action, Seq};
use crate::value::untrusted::Untrusted;

use crate::cli::error::CliError;
use crate::cli::record::{CreateLedger, Planned, RecordedBy, required_name, seq, text};
use crate::cli::shell::Shell;

/// Make an award, receipt, payment, return or closing void; the entry stays, and another says that it no longer counts
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("by", required_name),
    after_help = "Example:\n  bijia void 2 --by \"Wang Jun\" --reason \"the vendor withdrew\""
)]
pub(crate) struct Args {
    /// The number of the entry
    #[arg(value_name = "SEQ", value_parser = seq, required = true)]
    entries: Vec<Seq>,

    /// Why it no longer counts
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
            label: format!("withdrawal of #{target}"),
            action: Action::Void { target: *target, on, reason: args.reason.clone() },
        });
        Ok(planned.collect())
    })?;
    Ok(())
}
