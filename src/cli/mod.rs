//! The shell: command line, clock, environment, files and standard streams live here and nowhere else.

#![expect(clippy::disallowed_methods, reason = "the shell is where the outside is met")]

mod answer;
mod clock;
mod command;
mod error;
mod input;
mod ledger_file;
mod options;
mod output;
mod pick;
mod recommendations;
mod record;
mod report;
mod shell;
mod terminal;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};

use self::command::entry::{approve, award, close, pay, receive, returned, void};
use self::command::{budget, check, compare, followup, ledger, manual, negotiate, policy, savings, vendors, verify};
use self::error::CliError;
use self::shell::{Color, Shell};

/// The exit code of a bug in bijia.
const BUG: u8 = 70;

/// Compare vendors' quotes by one rule: same quality, compare the price; same price, compare the quality; same quality,
/// compare the service
#[derive(Debug, Parser)]
#[command(name = "bijia", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    color: Color,

    /// Print no notes, only errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  bijia compare quotes.csv                             rank the quotes, print whom to take and why
  bijia check quotes.csv                               how a sheet is understood, and what is wrong with it
  bijia compare quotes.csv --request request.csv --policy policy.toml --output result.json
  bijia negotiate result.json                          what each offer must reach to be chosen
  bijia award result.json --by \"Wang Jun\"              record what was recommended, under your name
  bijia savings --by department                        what was saved
  bijia policy > policy.toml                           a policy to start from

Exit codes:
  0   done, every item has a recommendation
  1   done, and the answer is no: a person must decide, a check found a difference, a rule refused
  2   wrong command line
  3   wrong quotes, request, policy or recommendation
  4   a file or the ledger could not be read or written
  70  a bug in bijia";

/// What is to be done.
#[derive(Debug, clap::Subcommand)]
enum Command {
    Compare(Box<compare::Args>),
    Check(Box<check::Args>),
    Negotiate(Box<negotiate::Args>),
    Award(Box<award::Args>),
    Approve(approve::Args),
    Receive(Box<receive::Args>),
    Pay(Box<pay::Args>),
    Return(Box<returned::Args>),
    Close(close::Args),
    Void(void::Args),
    Savings(savings::Args),
    Budget(Box<budget::Args>),
    Followup(followup::Args),
    Vendors(vendors::Args),
    Verify(verify::Args),
    Ledger(ledger::Args),
    Policy(policy::Args),
    Completions(manual::CompletionsArgs),
    /// Print the manual, for `man -l -`
    Man,
}

/// What a run that went through has to say by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Every item has a recommendation, every check holds.
    Done,
    /// The answer is negative: a person must decide, or nobody can be recommended.
    Negative,
}

impl Status {
    /// Says what checks came to.
    const fn of_checks(all_hold: bool) -> Self {
        if all_hold { Self::Done } else { Self::Negative }
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let command = without_empty_variables(Cli::command());
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(print(&error)),
    };
    let mut shell = Shell::new(cli.color, cli.quiet);
    survive_file_limits();
    let outcome = catch_unwind(AssertUnwindSafe(|| run(&cli, &mut shell)));
    ExitCode::from(match outcome {
        Ok(Ok(Status::Done)) => 0,
        Ok(Ok(Status::Negative)) => 1,
        Ok(Err(error)) => {
            shell.report(&error);
            error.exit_code()
        }
        Err(_) => {
            shell.say("error", "this is a bug in bijia; nothing was written. Please report it with the message above");
            BUG
        }
    })
}

/// Lets variables that are set to nothing count as not set, as people expect of them.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |arg: &clap::Arg| arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
    let command = command.mut_args(|arg| if is_empty(&arg) { arg.env(None::<&str>) } else { arg });
    command.mut_subcommands(without_empty_variables)
}

/// Lets a write beyond the limit on file sizes be an error like any other: by default the system ends the process.
fn survive_file_limits() {
    #[cfg(unix)]
    {
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// Prints help, the version or a usage error, each to its own stream; returns the exit code.
fn print(message: &clap::Error) -> u8 {
    let code = u8::try_from(message.exit_code()).unwrap_or(BUG);
    match message.print().and_then(|()| std::io::stdout().flush()) {
        Err(error) if !message.use_stderr() => {
            let error = CliError::Output(error);
            Shell::new(Color::Auto, false).report(&error);
            error.exit_code()
        }
        // There is nowhere left to report that standard error cannot be written to.
        _ => code,
    }
}

fn run(cli: &Cli, shell: &mut Shell) -> Result<Status, CliError> {
    match &cli.command {
        Command::Compare(args) => compare::run(args, shell),
        Command::Check(args) => check::run(args, shell).map(|()| Status::Done),
        Command::Negotiate(args) => negotiate::run(args, shell).map(|()| Status::Done),
        Command::Award(args) => award::run(args, shell).map(|()| Status::Done),
        Command::Approve(args) => approve::run(args, shell).map(|()| Status::Done),
        Command::Receive(args) => receive::run(args, shell).map(|()| Status::Done),
        Command::Pay(args) => pay::run(args, shell).map(|()| Status::Done),
        Command::Return(args) => returned::run(args, shell).map(|()| Status::Done),
        Command::Close(args) => close::run(args, shell).map(|()| Status::Done),
        Command::Void(args) => void::run(args, shell).map(|()| Status::Done),
        Command::Budget(args) => budget::run(args, shell),
        Command::Followup(args) => followup::run(args, shell),
        Command::Vendors(args) => vendors::run(args, shell).map(|()| Status::Done),
        Command::Savings(args) => savings::run(args, shell).map(|()| Status::Done),
        Command::Verify(args) => verify::run(args, shell).map(Status::of_checks),
        Command::Ledger(args) => ledger::run(args, shell).map(Status::of_checks),
        Command::Policy(args) => policy::run(args, input::policy, &mut shell.stdout()).map(|()| Status::Done),
        Command::Completions(args) => manual::completions(args, &mut Cli::command(), shell).map(|()| Status::Done),
        Command::Man => manual::man(&mut Cli::command(), shell).map(|()| Status::Done),
    }
}
