//! `bijia approve`: another person approves an award.

use crate::ledger::Act;
use crate::value::untrusted::Untrusted;

use super::error::CliError;
use super::record::{Making, Planned, Signature, demanded, seq, text};
use super::shell::Shell;

/// Approve an award; the approver is another person than the one who awarded
#[derive(Debug, clap::Args)]
#[command(mut_arg("by", demanded), after_help = "Example:\n  bijia approve 2 --by \"Lin Mei\"")]
pub(crate) struct Args {
    /// The number of the award's entry
    #[arg(value_name = "SEQ", value_parser = seq, required = true)]
    entries: Vec<u64>,

    /// What you say to it
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Option<Untrusted>,

    #[command(flatten)]
    signature: Signature,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let on = args.signature.on();
    args.signature.record(Making::Never, shell, |_| {
        let planned = args.entries.iter().map(|target| Planned {
            label: format!("approval of #{target}"),
            act: Act::Approve { target: *target, on, reason: args.reason.clone() },
        });
        Ok(planned.collect())
    })?;
    Ok(())
}
