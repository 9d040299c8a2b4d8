//! `bijia savings`: what the awards of the ledger saved, put together as asked.

use crate::ledger::{Access, Award};
use crate::report::html;
use crate::report::savings::csv::Detail;
#[cfg(feature = "xlsx")]
use crate::report::savings::xlsx;
use crate::report::savings::{csv, json, markdown, table};
use crate::summary::{By, Question, Summary};

use super::answer::{Answer, Format};
use super::error::CliError;
use super::ledger_file::LedgerFile;
use super::report::{Days, check_by};
use super::shell::Shell;
use super::terminal::Spelling;

/// Savings against budget and other baselines, negotiated and realised, out of the ledger
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("output", |arg| arg.help(
        "Write the answer to a file, whole or not at all: .csv, .html, .json, .md, .xlsx or .txt; `-` is standard output"
    )),
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
    answer: Answer<SavingsFormat>,
}

const EXAMPLES: &str = "\
Examples:
  bijia savings --by department
  bijia savings --from 2026-10-01 --to 2026-12-31 --by department,vendor
  bijia savings --by period --output savings.xlsx";

/// A format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SavingsFormat {
    /// For people
    Table,
    /// One table of fixed columns, to pivot
    Csv,
    /// One canonical object (RFC 8785)
    Json,
    /// For reports
    Markdown,
    /// A page to read, print and sign
    Html,
    /// A workbook with a chart
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format for SavingsFormat {
    const TABLE: Self = Self::Table;
    const CSV: Self = Self::Csv;
    const ENDINGS: &'static str = "use .csv, .html, .json, .md, .xlsx or .txt, or say `--format`";

    fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "txt" => Some(Self::Table),
            #[cfg(feature = "xlsx")]
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    fn spelling(self) -> Option<Spelling> {
        match self {
            Self::Table | Self::Markdown | Self::Html => None,
            Self::Csv => Some(Spelling::Braces),
            Self::Json => Some(Spelling::Json),
            #[cfg(feature = "xlsx")]
            Self::Xlsx => None,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.answer.check([args.ledger.path()].into_iter())?;
    args.days.check()?;
    check_by(&args.by)?;
    let ledger = args.ledger.open(Access::Read)?;
    let (head, books) = ledger.state::<Box<Award>>().map_err(|error| args.ledger.failed(error))?;
    let question = Question { from: args.days.from, to: args.days.to, by: args.by.clone() };
    let summary = Summary::of(&books, head, question)
        .map_err(|error| CliError::Overflow { path: args.ledger.path().to_owned(), error })?;
    #[cfg(feature = "xlsx")]
    if format == SavingsFormat::Xlsx && args.answer.file().is_none() && shell.stdout_is_terminal() {
        return Err(CliError::Usage {
            message: "a workbook is no text for a terminal".to_owned(),
            hint: "write it to a file: `--output savings.xlsx`",
        });
    }
    let detail = if args.answer.detail { Detail::Awards } else { Detail::Sums };
    args.answer.write(format, shell, |style, out| match format {
        SavingsFormat::Table => table::write(&summary, style.layout, out),
        SavingsFormat::Csv => csv::write(&summary, detail, style.guard, out),
        SavingsFormat::Json => json::write(&summary, detail, out),
        SavingsFormat::Markdown => markdown::write(&summary, out),
        SavingsFormat::Html => html::savings::write(&summary, out),
        #[cfg(feature = "xlsx")]
        SavingsFormat::Xlsx => xlsx::write(&summary, out),
    })
}
