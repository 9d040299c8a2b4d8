//! `bijia void`: an award or a receipt no longer counts.

use crate::ledger::Act;
use crate::value::untrusted::Untrusted;

use super::error::CliError;
use super::record::{Making, Planned, Signature, demanded, seq, text};
use super::shell::Shell;

/// Make an award or a receipt void; the entry stays, and another says that it no longer counts
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("by", demanded),
    after_help = "Example:\n  bijia void 2 --by \"Wang Jun\" --reason \"the vendor withdrew\""
)]
pub(crate) struct Args {
    /// The number of the entry
    #[arg(value_name = "SEQ", value_parser = seq, required = true)]
    entries: Vec<u64>,

    /// Why it no longer counts
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Untrusted,

    #[command(flatten)]
    signature: Signature,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let on = args.signature.on();
    args.signature.record(Making::Never, shell, |_| {
        let planned = args.entries.iter().map(|target| Planned {
            label: format!("withdrawal of #{target}"),
            act: Act::Void { target: *target, on, reason: args.reason.clone() },
        });
        Ok(planned.collect())
    })?;
    Ok(())
}
