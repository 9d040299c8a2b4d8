//! What the reports out of the ledger have in common: which awards, which format, and where to.

use std::path::Path;

use crate::ledger::{Access, Award, Head, LedgerState};
use crate::report::report::{Report, csv, json, markdown, table};
use crate::summary::{By, Overflow};
use crate::value::date::Date;

use super::answer::{Answer, Format};
use super::clock::date;
use super::error::CliError;
use super::ledger_file::LedgerFile;
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

/// Refuses to put things together by a column twice.
pub(crate) fn check_by(by: &[By]) -> Result<(), CliError> {
    let mut seen = std::collections::BTreeSet::new();
    if by.iter().all(|by| seen.insert(by)) {
        return Ok(());
    }
    Err(CliError::Usage {
        message: "`--by` names a column twice".to_owned(),
        hint: "name each column once; several nest in the order given",
    })
}

/// Which ledger, and how the answer is written
#[derive(Debug, clap::Args)]
#[command(mut_arg("output", |arg| arg.help(
    "Write the answer to a file, whole or not at all: .csv, .json, .md or .txt; `-` is standard output"
)))]
pub(crate) struct Writing {
    #[command(flatten)]
    ledger: LedgerFile,

    #[command(flatten)]
    answer: Answer<ReportFormat>,
}

/// A format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Table,
    /// One table of fixed columns, to pivot
    Csv,
    /// One canonical object (RFC 8785)
    Json,
    /// For reports
    Markdown,
}

impl Format for ReportFormat {
    const TABLE: Self = Self::Table;
    const CSV: Self = Self::Csv;
    const ENDINGS: &'static str = "use .csv, .json, .md or .txt, or say `--format`";

    fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }

    fn spelling(self) -> Option<Spelling> {
        match self {
            Self::Table | Self::Markdown => None,
            Self::Csv => Some(Spelling::Braces),
            Self::Json => Some(Spelling::Json),
        }
    }
}

impl Writing {
    /// Checks that the answer can be written, before anything is read; `inputs` may not be overwritten.
    pub(crate) fn check<'i>(&'i self, inputs: impl Iterator<Item = &'i Path>) -> Result<ReportFormat, CliError> {
        self.answer.check(inputs.chain([self.ledger.path()]))
    }

    /// Reads the ledger: every entry is checked.
    pub(crate) fn state(&self) -> Result<(Option<Head>, LedgerState<Box<Award>>), CliError> {
        self.ledger.open(Access::Read)?.state().map_err(|error| self.ledger.failed(error))
    }

    /// Makes an error of sums one of this ledger.
    pub(crate) fn overflow(&self, error: Overflow) -> CliError {
        CliError::Overflow { path: self.ledger.path().to_owned(), error }
    }

    /// Writes a report.
    pub(crate) fn write(&self, report: &Report, format: ReportFormat, shell: &Shell) -> Result<(), CliError> {
        self.answer.write(format, shell, |style, out| match format {
            ReportFormat::Table => table::write(report, style.layout, out),
            ReportFormat::Csv => csv::write(report, style.guard, out),
            ReportFormat::Json => json::write(report, out),
            ReportFormat::Markdown => markdown::write(report, out),
        })
    }
}
