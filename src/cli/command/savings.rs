//! `bijia savings`: what the awards of the ledger saved, put together as asked.

use crate::ledger::{Access, Award};
use crate::report::savings::{Detail, json, report};
use crate::summary::{By, Question, Summary};

use crate::cli::answer::Answer;
use crate::cli::error::CliError;
use crate::cli::ledger_file::LedgerFile;
use crate::cli::report::{Days, OUTPUT, ReportFormat, check_by, write_report};
use crate::cli::shell::Shell;

/// Savings against budget and other baselines, negotiated and realised, out of the ledger
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("output", |arg| arg.help(OUTPUT)),
    mut_arg("detail", |arg| arg.help("Every award: whole lists in tables, a row or object for each in CSV and JSON")),
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    #[command(flatten)]
    ledger: LedgerFile,

    #[command(flatten)]
    days: Days,

    /// What awards are put together by; several nest: department, category, period, vendor, buyer, item, lot
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = By::parse)]
    by: Vec<By>,

    #[command(flatten)]
    answer: Answer<ReportFormat>,
}

const EXAMPLES: &str = "\
Examples:
  bijia savings --by department
  bijia savings --from 2026-10-01 --to 2026-12-31 --by department,vendor
  bijia savings --by period --output savings.xlsx";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.answer.check([args.ledger.path()].into_iter())?;
    args.days.check()?;
    check_by(&args.by)?;
    let ledger = args.ledger.open(Access::Read)?;
    let (head, books) = ledger.check::<Box<Award>>().map_err(|error| args.ledger.failed(error))?;
    let question = Question { from: args.days.from, to: args.days.to, by: args.by.clone() };
    let summary = Summary::of(&books, head, question)
        .map_err(|error| CliError::Overflow { path: args.ledger.path().to_owned(), error })?;
    let detail = if args.answer.detail { Detail::Awards } else { Detail::Sums };
    if format == ReportFormat::Json {
        return args.answer.write(format, shell, |_, out| json::write(&summary, detail, out));
    }
    write_report(&args.answer, report(&summary, detail), format, shell)
}
