//! `bijia vendors`: what each vendor was given and what it delivered.

use crate::report::vendors::report;
use crate::summary::vendors::Vendors;

use crate::cli::error::CliError;
use crate::cli::report::{Days, Writing};
use crate::cli::shell::Shell;

/// What each vendor was awarded, and how it delivered: on time, accepted, and for which price
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    days: Days,
}

const HELP: &str = "\
Spellings of a name that differ in case, width or spaces are one vendor. A delivery is on time on or before the day on \
which the item is needed (needed_by), else on or before the day that the vendor promised; where there is neither, it \
does not count. Accepted counts the deliveries of which somebody said whether they were. The days choose awards by the \
day of the decision; all their deliveries count.

Examples:
  bijia vendors
  bijia vendors --from 2026-01-01 --to 2026-12-31 --output vendors.csv";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.writing.check(std::iter::empty())?;
    args.days.check()?;
    let (head, books) = args.writing.state()?;
    let found = Vendors::of(&books, head, (args.days.from, args.days.to));
    args.writing.write(report(&found.map_err(|error| args.writing.overflow(error))?), format, shell)
}
