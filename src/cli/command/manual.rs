//! `bijia completions` and `bijia man`: what a shell and a manual reader need.

use std::io;

use clap_complete::Shell as CompletionShell;

use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::shell::Shell;

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
pub(crate) fn man(command: &mut clap::Command, shell: &Shell) -> Result<(), CliError> {
    // Building names the commands in full: `bijia compare`, not `compare`.
    command.build();
    let mut pages = Vec::new();
    write_pages(command, &mut pages).map_err(CliError::Output)?;
    output::write(None, shell, |out| out.write_all(&pages))
}

fn write_pages(command: &clap::Command, pages: &mut Vec<u8>) -> io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(pages)?;
    let is_page = |command: &&clap::Command| command.get_name() != "help";
    command.get_subcommands().filter(is_page).try_for_each(|command| write_pages(command, pages))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_page_names_its_command_in_full() {
        let mut command = Cli::command();
        command.build();
        let mut pages = Vec::new();
        assert!(write_pages(&command, &mut pages).is_ok());
        let pages = String::from_utf8_lossy(&pages);
        let titles: Vec<&str> = pages.lines().filter_map(|line| line.strip_prefix(".TH ")?.split(' ').next()).collect();
        for page in ["bijia", "bijia-compare", "bijia-policy", "bijia-policy-check", "bijia-ledger-export"] {
            assert!(titles.contains(&page), "{page}: {titles:?}");
        }
        assert!(titles.iter().all(|title| *title == "bijia" || title.starts_with("bijia-")), "{titles:?}");
        assert_eq!(titles.iter().collect::<std::collections::BTreeSet<_>>().len(), titles.len(), "{titles:?}");
    }
}
