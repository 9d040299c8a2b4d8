//! `bijia policy`: prints a commented policy, or checks one and prints it as understood.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::policy::{Policy, PolicyFile, template};
use crate::value::source::Source;

use crate::cli::error::CliError;

/// Print a commented policy, or check one and print it as understood
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What is done with a policy.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check a policy and print it as understood, defaults included
    Check {
        /// The policy; `-` reads standard input
        file: PathBuf,
    },
}

/// Runs the command; files are read by `read`.
///
/// # Errors
///
/// The file cannot be read, it has faults, its settings do not go together, or the output cannot be written.
pub(crate) fn run(
    args: &Args,
    read: impl FnOnce(&Path) -> Result<Source, CliError>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let text = match &args.command {
        None => template(),
        Some(Command::Check { file }) => {
            let file = PolicyFile::parse(&read(file)?).map_err(CliError::PolicyFile)?;
            Policy::check(file).map_err(CliError::Policy)?.as_toml()
        }
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(CliError::Output)
}
