//! `bijia followup`: what is still to be done.

use std::path::{Path, PathBuf};

use crate::report::followup::report;
use crate::summary::followup::{FollowUp, Recommended};
use crate::value::date::Date;
use crate::value::untrusted::Untrusted;

use crate::cli::clock::{date, today};
use crate::cli::error::CliError;
use crate::cli::report::Writing;
use crate::cli::shell::Shell;
use crate::cli::{Status, recommendations};

/// What is still to be decided, awarded, approved, received or complained of: who holds it, and since when
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    /// Recommendations whose items may be undecided or not awarded yet; `-` reads one a line from standard input
    #[arg(value_name = "RECOMMENDATION")]
    recommendations: Vec<PathBuf>,

    /// The day that stands for today, as 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,

    #[command(flatten)]
    writing: Writing,
}

const HELP: &str = "\
Of the recommendations: items that were referred, have no offer, or are recommended, and whose purchase has no award \
that counts or waits. Of several recommendations of one purchase the latest counts. Of the ledger: awards that wait \
for an approval; awards of which not all has been delivered; deliveries that are not as ordered: another amount paid \
than award x received / ordered, more delivered than ordered, or not accepted.

Overdue is whatever of these has not been wholly delivered by the day on which it is needed (needed_by), else, of \
awards, by the day that the vendor promised: from the day after, by --as-of. On the day itself nothing is overdue, and \
without either day nothing ever is. Where something is overdue, the exit code is 1. The ledger counts as it is today, \
whatever --as-of says.

Examples:
  bijia followup
  bijia followup result.json --as-of 2026-12-01 --output followup.csv";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, CliError> {
    let format = args.writing.check(args.recommendations.iter().map(PathBuf::as_path))?;
    let documents = recommendations::read(&args.recommendations)?;
    let recommended: Vec<Recommended<'_>> = documents
        .iter()
        .map(|(path, document)| {
            let name = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            Recommended { file: Untrusted::new(&name), recommendation: document.recommendation() }
        })
        .collect();
    let (head, books) = args.writing.state()?;
    let found = FollowUp::of(&books, head, &recommended, args.as_of.unwrap_or_else(today));
    let found = found.map_err(|error| args.writing.overflow(error))?;
    args.writing.write(report(&found), format, shell)?;
    Ok(Status::of_checks(!found.is_overdue()))
}
