//! `bijia vendors`: what each vendor was given and what it delivered.

use crate::report::vendors::report;
use crate::summary::vendors::Vendors;
use crate::value::date::Date;

use crate::cli::clock::{date, today};
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

    /// The day that stands for today, as 2026-11-22: what had to be there before it and is not is late
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

const HELP: &str = "\
Spellings of a name that differ in case, width or spaces are one vendor. A delivery is on time on or before the day on \
which the item is needed (needed_by), else on or before the day that the vendor promised; where there is neither, it \
does not count. An award of which something should have come by then, and has not, counts as one more that is late. Accepted counts the deliveries of which somebody said whether they were. The days choose awards by the \
day of the decision; all their deliveries count.

Examples:
  bijia vendors
  bijia vendors --from 2026-01-01 --to 2026-12-31 --output vendors.csv";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.writing.check(std::iter::empty())?;
    args.days.check()?;
    let (head, books) = args.writing.state()?;
    let found = Vendors::of(&books, head, (args.days.from, args.days.to), args.as_of.unwrap_or_else(today));
    args.writing.write(report(&found.map_err(|error| args.writing.overflow(error))?), format, shell)
}
