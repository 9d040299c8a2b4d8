//! `bijia completions` and `bijia man`: what a shell and a manual reader need.

use clap_complete::Shell as CompletionShell;

use super::error::CliError;
use super::output;
use super::shell::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: CompletionShell,
}

/// Prints a completion script.
pub(crate) fn completions(args: &CompletionsArgs, command: &mut clap::Command, shell: &Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "bijia", &mut script);
    output::write(None, shell, |out| out.write_all(&script))
}

/// Prints the manual: a page for the command, then one for each of its commands.
pub(crate) fn man(command: &clap::Command, shell: &Shell) -> Result<(), CliError> {
    let mut pages = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut pages).map_err(CliError::Output)?;
    for sub in command.get_subcommands() {
        clap_mangen::Man::new(sub.clone()).render(&mut pages).map_err(CliError::Output)?;
    }
    output::write(None, shell, |out| out.write_all(&pages))
}
