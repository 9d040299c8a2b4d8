//! `bijia return`: goods that went back.

use crate::ledger::{Action, Seq};
use crate::value::money::Quantity;
use crate::value::untrusted::Untrusted;

use super::receive::quantity;
use crate::cli::error::CliError;
use crate::cli::record::{CreateLedger, Planned, RecordedBy, seq, text};
use crate::cli::shell::Shell;

/// Record that goods which had been accepted went back: they are open again until others come or the award is closed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  bijia return 2 --quantity 4 --reason \"the paint comes off\" --reference RN-1 --by \"Zhao Min\""
)]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq)]
    entry: Seq,

    /// How much went back
    #[arg(long, value_name = "N", value_parser = quantity)]
    quantity: Quantity,

    /// Why
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Untrusted,

    /// Number of the return note: it tells equal returns of one day apart
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reference: Option<Untrusted>,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let Args { entry: target, quantity, reason, reference, recorded_by } = args;
    let on = recorded_by.on();
    let is_new = recorded_by.record(CreateLedger::Never, shell, |_| {
        let (reference, reason) = (reference.clone(), reason.clone());
        let action = Action::Return { target: *target, on, quantity: *quantity, reference, reason };
        Ok(vec![Planned { label: format!("return of goods of #{target}"), action }])
    })?;
    if !is_new {
        shell.note("nothing new was recorded; if this is another return, give it a `--reference` of its own");
    }
    Ok(())
}
