//! `bijia compare`: reads quotes, ranks them by the rule, writes the recommendation.

use std::path::{Path, PathBuf};

use bijia::date::Date;
use bijia::ledger::{Access, Award};
use bijia::policy::{Policy, PolicyFile};
use bijia::read::{DecimalMark, History, Keep, Options, read};
use bijia::recommend::{Recommendation, recommend};
use bijia::render::{csv, html, json, markdown, table};
use bijia::savings::vendors::history;
use bijia::source::{Role, Source};
use bijia::untrusted::Untrusted;

use super::clock::{date, today};
use super::error::CliError;
use super::ledger_file::LedgerFile;
use super::options::{CsvText, Reading, Settings};
use super::shell::Shell;
use super::terminal::Spelling;
use super::{Status, input, output};

/// Rank vendors' quotes by the rule and recommend whom to take, item by item
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Sheets with quotes, CSV with a header; `-` or none reads standard input
    #[arg(value_name = "QUOTES")]
    quotes: Vec<PathBuf>,

    /// Sheet with what is to be bought, one row an item
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,

    /// The buyer's rules, TOML; `bijia policy` prints one to start from
    #[arg(long, value_name = "FILE", env = "BIJIA_POLICY")]
    policy: Option<PathBuf>,

    /// Format of the answer; that of `--output` by its ending, else `table`
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write the answer to a file, whole or not at all: .json, .jsonl, .csv, .md, .html or .txt; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Every quote, not the summary only
    #[arg(long)]
    detail: bool,

    /// A ledger: how vendors delivered before counts where the service criteria name `on_time_percent` or
    /// `accepted_percent`
    #[arg(long, value_name = "LEDGER")]
    history: Option<PathBuf>,

    /// The day that stands for today, as 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,

    #[command(flatten, next_help_heading = "Policy (an option beats the file)")]
    settings: Settings,

    #[command(flatten, next_help_heading = "Reading")]
    reading: Reading,
}

const EXAMPLES: &str = "\
A sheet needs the columns item, vendor and unit_price; quality, service, quantity, budget and others count where \
they are given:
  item,vendor,unit_price,quality,service,quantity,budget
  desk,Hongda,215,B,4.5,200,50000
  desk,Meijia,227.50,B,4.8,200,50000

Examples:
  bijia compare quotes.csv --scale A,B,C --required B
  bijia compare quotes.csv --request request.csv --policy policy.toml --output result.json
  bijia compare quotes.csv --output recommendation.html
  bijia compare north.csv south.csv --tolerance 1 --format csv > awards.csv";

/// A format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One canonical object (RFC 8785)
    Json,
    /// The head, then one item a line
    Jsonl,
    /// One row an item; with `--detail` one row a quote
    Csv,
    /// For reports
    Markdown,
    /// One page to read, print and sign
    Html,
}

impl Format {
    /// How a terminal is told text that this format keeps as it was written; `None` where it is safe to show already.
    const fn spelling(self) -> Option<Spelling> {
        match self {
            Self::Table | Self::Markdown | Self::Html => None,
            Self::Csv => Some(Spelling::Braces),
            Self::Json | Self::Jsonl => Some(Spelling::Json),
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, CliError> {
    let format = args.format()?;
    let sources = args.sources()?;
    let policy = args.policy(&sources)?;
    let history = args.history(&policy, shell)?;
    let book = read(&sources, &policy, &Options { history, ..args.options() })?;
    for note in book.notes() {
        shell.note(&note.text);
    }
    if format == Format::Csv && args.reading.csv == CsvText::Raw {
        shell.note("text stands in the CSV as it was written; a spreadsheet may run it");
    }
    let recommendation = recommend(book, policy, args.as_of.unwrap_or_else(today));
    let layout = args.layout(shell);
    output::write_spelt(args.output(), shell, format.spelling(), |out| match format {
        Format::Table => table::write(&recommendation, layout, out),
        Format::Json => json::write(&recommendation, out),
        Format::Jsonl => json::write_lines(&recommendation, out),
        Format::Csv => csv::write(&recommendation, args.csv_detail(), args.csv_guard(), out),
        Format::Markdown => markdown::write(&recommendation, out),
        Format::Html => html::write(&recommendation, out),
    })?;
    let status = status(&recommendation);
    // The process ends here: taking a hundred thousand items apart first would take as long as a third of reading them.
    std::mem::forget(recommendation);
    std::mem::forget(sources);
    Ok(status)
}

fn status(recommendation: &Recommendation<'_>) -> Status {
    let totals = recommendation.totals();
    if totals.recommended == totals.items { Status::Done } else { Status::Negative }
}

impl Args {
    /// The file that the answer goes to; `None` for standard output.
    fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// The format that is asked for, or that the output's ending names.
    fn format(&self) -> Result<Format, CliError> {
        let Some(path) = self.output() else { return Ok(self.format.unwrap_or(Format::Table)) };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let named = match ending.as_deref() {
            Some("json") => Some(Format::Json),
            Some("jsonl" | "ndjson") => Some(Format::Jsonl),
            Some("csv") => Some(Format::Csv),
            Some("md" | "markdown") => Some(Format::Markdown),
            Some("html" | "htm") => Some(Format::Html),
            Some("txt") => Some(Format::Table),
            _ => None,
        };
        self.format.or(named).ok_or_else(|| CliError::Usage {
            message: format!("the ending of `{}` names no format", bijia::untrusted::shown(&path.to_string_lossy())),
            hint: "use .json, .jsonl, .csv, .md, .html or .txt, or say `--format`",
        })
    }

    fn sources(&self) -> Result<Vec<Source>, CliError> {
        let stdin = [PathBuf::from("-")];
        let quotes = if self.quotes.is_empty() { &stdin } else { self.quotes.as_slice() };
        let mut files: Vec<(&Path, Role)> = quotes.iter().map(|path| (path.as_path(), Role::Quotes)).collect();
        files.extend(self.request.iter().map(|path| (path.as_path(), Role::Request)));
        files.extend(self.policy.iter().map(|path| (path.as_path(), Role::Policy)));
        if files.iter().filter(|(path, _)| path.as_os_str() == "-").count() > 1 {
            return Err(CliError::Usage {
                message: "standard input can be read only once".to_owned(),
                hint: "give `-` for one file and names for the others",
            });
        }
        if let Some(output) = self.output() {
            let same =
                |path: &Path| path.canonicalize().ok().is_some_and(|path| output.canonicalize().ok() == Some(path));
            if files.iter().map(|(path, _)| *path).chain(self.history.as_deref()).any(same) {
                return Err(CliError::Usage {
                    message: "`--output` would overwrite an input".to_owned(),
                    hint: "name another file",
                });
            }
        }
        let read = |(path, role)| input::source(path, role, self.reading.stdin_name.as_deref(), self.reading.max_mib);
        files.into_iter().map(read).collect()
    }

    fn policy(&self, sources: &[Source]) -> Result<Policy, CliError> {
        let file = sources.iter().find(|source| source.role == Role::Policy);
        let file = file.map_or_else(|| Ok(PolicyFile::default()), PolicyFile::parse).map_err(CliError::PolicyFile)?;
        let settings = &self.settings;
        let options = PolicyFile {
            tolerance: settings.tolerance,
            scale: settings.scale.clone(),
            bands: settings.bands.clone(),
            required: settings.required.clone(),
            across_grades: settings.across_grades,
            criteria: settings.service.clone(),
            ties: settings.ties,
            seed: settings.seed.clone(),
            by: settings.award_by,
            currency: settings.currency,
            ..PolicyFile::default()
        };
        Policy::check(file.overlay(options)).map_err(CliError::Policy)
    }

    fn options(&self) -> Options {
        Options {
            decimal_mark: self.reading.decimal_mark.unwrap_or(DecimalMark::Assumed),
            delimiter: self.reading.delimiter,
            request_number: self.reading.request_id.as_deref().map(Untrusted::new),
            keep: if self.reading.all_faults { Keep::All } else { Keep::First },
            history: None,
        }
    }

    /// Reads how vendors delivered before, where the policy asks for it.
    fn history(&self, policy: &Policy, shell: &Shell) -> Result<Option<History>, CliError> {
        let Some(path) = &self.history else { return Ok(None) };
        if !History::is_asked_for(policy) {
            shell.note(
                "the history counts for nothing: no service criterion is `on_time_percent` or `accepted_percent`",
            );
            return Ok(None);
        }
        let file = LedgerFile::at(path.clone());
        let (head, books) = file.open(Access::Read)?.books::<Box<Award>>().map_err(|error| file.failed(error))?;
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        let told = history(&books, head.as_ref(), Untrusted::new(&name));
        told.map_err(|error| CliError::Overflow { path: path.clone(), error })
    }

    fn layout(&self, shell: &Shell) -> table::Layout {
        let to_stdout = self.output().is_none();
        table::Layout {
            width: if to_stdout { shell.width() } else { None },
            colour: to_stdout && shell.stdout_color(),
            detail: self.detail,
        }
    }

    const fn csv_detail(&self) -> csv::Detail {
        if self.detail { csv::Detail::Quotes } else { csv::Detail::Items }
    }

    const fn csv_guard(&self) -> csv::Guard {
        match self.reading.csv {
            CsvText::Safe => csv::Guard::Safe,
            CsvText::Raw => csv::Guard::Raw,
        }
    }
}
