//! What the reports out of the ledger have in common: which awards, which format, and where to.

use std::path::{Path, PathBuf};

use bijia::date::Date;
use bijia::ledger::{Access, Award, Books, Head};
use bijia::render::csv::Guard;
use bijia::render::report::{Report, csv, json, markdown, table};
use bijia::render::table::Layout;
use bijia::savings::Overflow;
use bijia::untrusted::shown;

use super::clock::date;
use super::error::CliError;
use super::ledger_file::LedgerFile;
use super::options::CsvText;
use super::output;
use super::shell::Shell;
use super::terminal::Spelling;

/// Which days
#[derive(Debug, clap::Args)]
pub(crate) struct Days {
    /// First day of the awards that are taken, as 2026-11-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) from: Option<Date>,

    /// Last day of the awards that are taken, as 2026-11-30
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) to: Option<Date>,
}

impl Days {
    /// Refuses days of which there are none.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return Err(CliError::Usage {
                message: "`--from` is after `--to`, so that no award can be taken".to_owned(),
                hint: "give the earlier day to `--from`",
            });
        }
        Ok(())
    }
}

/// Which ledger, and how the answer is written
#[derive(Debug, clap::Args)]
pub(crate) struct Writing {
    #[command(flatten)]
    pub(crate) ledger: LedgerFile,

    /// Format of the answer; that of `--output` by its ending, else `table`
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write the answer to a file, whole or not at all: .csv, .json, .md or .txt; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Say in tables what the words mean, as the other formats always do
    #[arg(long)]
    detail: bool,

    /// How CSV keeps text from being run by a spreadsheet: `safe` puts a `'` before =, +, - and @; `raw` does not
    #[arg(long, value_enum, default_value = "safe", value_name = "HOW")]
    csv: CsvText,
}

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
}

impl Format {
    /// The format that a file's ending names.
    fn of_ending(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }

    /// How a terminal is told text that this format keeps as it was written; `None` where it is safe to show already.
    const fn spelling(self) -> Option<Spelling> {
        match self {
            Self::Table | Self::Markdown => None,
            Self::Csv => Some(Spelling::Braces),
            Self::Json => Some(Spelling::Json),
        }
    }
}

impl Writing {
    /// Checks that the answer can be written, before anything is read; `inputs` may not be overwritten.
    pub(crate) fn check(&self, inputs: &[&Path]) -> Result<(), CliError> {
        self.format()?;
        let same = |path: &Path, output: &Path| {
            path.canonicalize().ok().is_some_and(|path| output.canonicalize().ok() == Some(path))
        };
        let Some(output) = self.output() else { return Ok(()) };
        if inputs.iter().copied().chain([self.ledger.path()]).any(|path| same(path, output)) {
            return Err(CliError::Usage {
                message: "`--output` would overwrite an input or the ledger".to_owned(),
                hint: "name another file",
            });
        }
        Ok(())
    }

    /// Reads the ledger: every entry is checked.
    pub(crate) fn books(&self) -> Result<(Option<Head>, Books<Box<Award>>), CliError> {
        self.ledger.open(Access::Read)?.books().map_err(|error| self.ledger.failed(error))
    }

    /// Makes an error of sums one of this ledger.
    pub(crate) fn overflow(&self, error: Overflow) -> CliError {
        CliError::Overflow { path: self.ledger.path().to_owned(), error }
    }

    /// Writes a report.
    pub(crate) fn write(&self, report: &Report, shell: &Shell) -> Result<(), CliError> {
        let format = self.format()?;
        let guard = match self.csv {
            CsvText::Safe => Guard::Safe,
            CsvText::Raw => Guard::Raw,
        };
        if format == Format::Csv && guard == Guard::Raw {
            shell.note("text stands in the CSV as it was written; a spreadsheet may run it");
        }
        let to_stdout = self.output().is_none();
        let layout = Layout {
            width: if to_stdout { shell.width() } else { None },
            colour: to_stdout && shell.stdout_color(),
            detail: self.detail,
        };
        output::write_spelt(self.output(), shell, format.spelling(), |out| match format {
            Format::Table => table::write(report, layout, out),
            Format::Csv => csv::write(report, guard, out),
            Format::Json => json::write(report, out),
            Format::Markdown => markdown::write(report, out),
        })
    }

    /// The file that the answer goes to; `None` for standard output.
    fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// The format that is asked for, or that the output's ending names.
    fn format(&self) -> Result<Format, CliError> {
        let Some(path) = self.output() else { return Ok(self.format.unwrap_or(Format::Table)) };
        self.format.or_else(|| Format::of_ending(path)).ok_or_else(|| CliError::Usage {
            message: format!("the ending of `{}` names no format", shown(&path.to_string_lossy())),
            hint: "use .csv, .json, .md or .txt, or say `--format`",
        })
    }
}
