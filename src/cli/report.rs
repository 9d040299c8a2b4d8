//! What the reports out of the ledger have in common: which awards, which format, and where to.

use std::path::Path;

use crate::ledger::{Access, Award, Head, LedgerState};
use crate::report::model::Report;
#[cfg(feature = "xlsx")]
use crate::report::writer::xlsx;
use crate::report::writer::{csv, html, json, markdown, terminal};
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

/// Which files an answer can be.
pub(crate) const OUTPUT: &str =
    "Write the answer to a file, whole or not at all: .csv, .html, .json, .md, .xlsx or .txt; `-` is standard output";

/// Which ledger, and how the answer is written
#[derive(Debug, clap::Args)]
#[command(mut_arg("output", |arg| arg.help(OUTPUT)))]
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
    /// A page to read, print and sign
    Html,
    /// A workbook
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format for ReportFormat {
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

    fn is_text(self) -> bool {
        #[cfg(feature = "xlsx")]
        return self != Self::Xlsx;
        #[cfg(not(feature = "xlsx"))]
        true
    }

    fn spelling(self) -> Option<Spelling> {
        match self {
            Self::Table | Self::Markdown | Self::Html => None,
            #[cfg(feature = "xlsx")]
            Self::Xlsx => None,
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
        self.ledger.open(Access::Read)?.check().map_err(|error| self.ledger.failed(error))
    }

    /// Makes an error of sums one of this ledger.
    pub(crate) fn overflow(&self, error: Overflow) -> CliError {
        CliError::Overflow { path: self.ledger.path().to_owned(), error }
    }

    /// Writes a report.
    pub(crate) fn write(&self, report: Report<'_>, format: ReportFormat, shell: &Shell) -> Result<(), CliError> {
        write_report(&self.answer, report, format, shell)
    }
}

/// Writes a report.
pub(crate) fn write_report(
    answer: &Answer<ReportFormat>,
    report: Report<'_>,
    format: ReportFormat,
    shell: &Shell,
) -> Result<(), CliError> {
    #[cfg(feature = "xlsx")]
    if format == ReportFormat::Xlsx {
        answer.refuse_terminal(shell)?;
    }
    answer.write(format, shell, |style, out| match format {
        ReportFormat::Table => terminal::write(report, style.layout, out),
        ReportFormat::Csv => csv::write(report, style.guard, out),
        ReportFormat::Json => json::write(report, out),
        ReportFormat::Markdown => markdown::write(report, out),
        ReportFormat::Html => html::write(report, out),
        #[cfg(feature = "xlsx")]
        ReportFormat::Xlsx => xlsx::write(report, out),
    })
}
