//! `bijia savings`: what the awards of the ledger saved, put together as asked.

use std::path::{Path, PathBuf};

use bijia::date::Date;
use bijia::ledger::{Access, Award};
use bijia::render::csv::Guard;
use bijia::render::html;
use bijia::render::savings::csv::Detail;
#[cfg(feature = "xlsx")]
use bijia::render::savings::xlsx;
use bijia::render::savings::{csv, json, markdown, table};
use bijia::render::table::Layout;
use bijia::savings::{By, Question, Summary};

use super::clock::date;
use super::error::CliError;
use super::ledger_file::LedgerFile;
use super::options::CsvText;
use super::output;
use super::shell::Shell;
use super::terminal::Spelling;

/// Savings against budget and other baselines, negotiated and realised, out of the ledger
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    ledger: LedgerFile,

    /// First day of the awards that are taken, as 2026-11-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Date>,

    /// Last day of the awards that are taken, as 2026-11-30
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Date>,

    /// What awards are put together by; several nest: department, category, period, vendor, buyer, item, lot
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = By::parse)]
    by: Vec<By>,

    /// Format of the answer; that of `--output` by its ending, else `table`
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write the answer to a file, whole or not at all; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Every award: whole lists in tables, a row or object for each in CSV and JSON
    #[arg(long)]
    detail: bool,

    /// How CSV keeps text from being run by a spreadsheet: `safe` puts a `'` before =, +, - and @; `raw` does not
    #[arg(long, value_enum, default_value = "safe", value_name = "HOW")]
    csv: CsvText,
}

const EXAMPLES: &str = "\
Examples:
  bijia savings --by department
  bijia savings --from 2026-10-01 --to 2026-12-31 --by department,vendor
  bijia savings --by period --output savings.xlsx";

/// A format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
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

impl Format {
    /// The format that a file's ending names.
    fn of_ending(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
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

    /// How a terminal is told text that this format keeps as it was written; `None` where it is safe to show already.
    const fn spelling(self) -> Option<Spelling> {
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
    let format = args.format()?;
    let question = args.question()?;
    let ledger = args.ledger.open(Access::Read)?;
    let (head, books) = ledger.books::<Box<Award>>().map_err(|error| args.ledger.failed(error))?;
    let summary = Summary::of(&books, head, question)
        .map_err(|error| CliError::Overflow { path: args.ledger.path().to_owned(), error })?;
    if format == Format::Csv && args.csv == CsvText::Raw {
        shell.note("text stands in the CSV as it was written; a spreadsheet may run it");
    }
    let detail = if args.detail { Detail::Awards } else { Detail::Sums };
    let guard = match args.csv {
        CsvText::Safe => Guard::Safe,
        CsvText::Raw => Guard::Raw,
    };
    let to_stdout = args.output().is_none();
    let layout = Layout {
        width: if to_stdout { shell.width() } else { None },
        colour: to_stdout && shell.stdout_color(),
        detail: args.detail,
    };
    #[cfg(feature = "xlsx")]
    if format == Format::Xlsx && to_stdout && shell.stdout_is_terminal() {
        return Err(CliError::Usage {
            message: "a workbook is no text for a terminal".to_owned(),
            hint: "write it to a file: `--output savings.xlsx`",
        });
    }
    output::write_spelt(args.output(), shell, format.spelling(), |out| match format {
        Format::Table => table::write(&summary, layout, out),
        Format::Csv => csv::write(&summary, detail, guard, out),
        Format::Json => json::write(&summary, detail, out),
        Format::Markdown => markdown::write(&summary, out),
        Format::Html => html::savings::write(&summary, out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::write(&summary, out),
    })
}

impl Args {
    /// The file that the answer goes to; `None` for standard output.
    fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// The format that is asked for, or that the output's ending names.
    fn format(&self) -> Result<Format, CliError> {
        let Some(path) = self.output() else { return Ok(self.format.unwrap_or(Format::Table)) };
        let found = path.canonicalize().ok();
        if found.is_some() && found == self.ledger.path().canonicalize().ok() {
            return Err(CliError::Usage {
                message: "`--output` would overwrite the ledger".to_owned(),
                hint: "name another file",
            });
        }
        self.format.or_else(|| Format::of_ending(path)).ok_or_else(|| CliError::Usage {
            message: format!("the ending of `{}` names no format", bijia::untrusted::shown(&path.to_string_lossy())),
            hint: "use .csv, .html, .json, .md, .xlsx or .txt, or say `--format`",
        })
    }

    fn question(&self) -> Result<Question, CliError> {
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return Err(CliError::Usage {
                message: "`--from` is after `--to`, so that no award can be taken".to_owned(),
                hint: "give the earlier day to `--from`",
            });
        }
        let mut seen = std::collections::BTreeSet::new();
        if !self.by.iter().all(|by| seen.insert(by)) {
            return Err(CliError::Usage {
                message: "`--by` names a column twice".to_owned(),
                hint: "name each column once; several nest in the order given",
            });
        }
        Ok(Question { from: self.from, to: self.to, by: self.by.clone() })
    }
}
