//! `bijia compare`: reads quotes, ranks them by the rule, writes the recommendation.

use std::path::{Path, PathBuf};

use crate::document::json;
use crate::ledger::{Access, Award};
use crate::policy::{Policy, PolicyFile};
use crate::read::{DecimalMark, History, Keep, Options, read};
use crate::report::recommendation::{csv, report, wide};
use crate::report::wording::{self, Language, WORDS};
#[cfg(feature = "xlsx")]
use crate::report::writer::xlsx;
use crate::report::writer::{html, markdown, terminal};
use crate::rule::edition::Edition;
use crate::rule::recommendation::{Recommendation, recommend};
use crate::summary::vendors::history;
use crate::value::date::Date;
use crate::value::source::{Role, Source};
use crate::value::untrusted::Untrusted;

use crate::cli::answer::{Answer, Format};
use crate::cli::clock::{date, today};
use crate::cli::error::CliError;
use crate::cli::ledger_file::LedgerFile;
use crate::cli::options::{Reading, Settings};
use crate::cli::shell::Shell;
use crate::cli::terminal::Spelling;
use crate::cli::{Status, input};

/// Rank vendors' quotes by the rule and recommend whom to take, item by item
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("output", |arg| arg.help(
        "Write the answer to a file, whole or not at all: .json, .jsonl, .csv, .md, .html, .xlsx or .txt; `-` is standard output"
    )),
    mut_arg("detail", |arg| arg.help("Every quote, not the summary only")),
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    /// Compare folders, each on its own, and write a line of JSON for each: those in a folder, or those that a list names,
    /// one a line; `-` reads the list from standard input
    #[arg(
        long,
        value_name = "DIR_OR_LIST",
        conflicts_with_all = ["quotes", "request", "request_id", "stdin_name"]
    )]
    batch: Option<PathBuf>,

    /// In CSV: the vendors side by side, one row an item
    #[arg(long, conflicts_with_all = ["detail", "batch"])]
    wide: bool,

    #[command(flatten)]
    pub(super) answer: Answer<CompareFormat>,

    #[command(flatten)]
    pub(super) sheets: Sheets,
}

/// What is compared, and by which policy
#[derive(Debug, clap::Args)]
pub(crate) struct Sheets {
    /// Sheets with quotes, CSV or workbooks with a header; `-` or none reads standard input
    #[arg(value_name = "QUOTES")]
    pub(super) quotes: Vec<PathBuf>,

    /// Sheet with what is to be bought, one row an item; several requests may have one each
    #[arg(long, value_name = "FILE")]
    pub(super) request: Vec<PathBuf>,

    /// The buyer's rules, TOML; `bijia policy` prints one to start from
    #[arg(long, value_name = "FILE", env = POLICY)]
    pub(super) policy: Option<PathBuf>,

    /// A ledger: how vendors delivered before counts where the service criteria name `on_time_percent` or
    /// `accepted_percent`
    #[arg(long, value_name = "LEDGER")]
    pub(super) history: Option<PathBuf>,

    /// The day that stands for today, as 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,

    #[command(flatten, next_help_heading = "Policy (an option beats the file)")]
    pub(super) settings: Settings,

    #[command(flatten, next_help_heading = "Reading")]
    pub(super) reading: Reading,
}

/// The variable that names a policy where the command line does not.
pub(super) const POLICY: &str = "BIJIA_POLICY";

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
  bijia compare north.csv south.csv --tolerance 1 --format csv > awards.csv
  bijia compare q/*/quotes.csv --output result.json             several requests, by their column `request`
  bijia compare --batch q --format jsonl > results.jsonl        each folder in q on its own

A folder of a batch has its quotes in quotes*.csv and quotes*.xlsx, else in every other *.csv than request.csv; \
request.csv (or .xlsx) and \
policy.toml count where they are there, the latter instead of --policy. A line is {\"exit\", \"faults\", \"folder\", \
\"result\", \"status\", \"unread\"}: `result` as --format json writes it, or null and the faults; `unread` are other *.csv. \
Faults of a folder do not stop the others. The exit code is the worst of all folders: 4 or 3 before 1 before 0.";

/// A format of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CompareFormat {
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
    /// A workbook
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format for CompareFormat {
    const TABLE: Self = Self::Table;
    const CSV: Self = Self::Csv;
    const ENDINGS: &'static str = "use .json, .jsonl, .csv, .md, .html, .xlsx or .txt, or say `--format`";

    fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
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
            Self::Json | Self::Jsonl => Some(Spelling::Json),
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, CliError> {
    if let Some(batch) = &args.batch {
        return super::batch::run(args, batch, shell);
    }
    let format = args.answer.check(args.sheets.paths())?;
    if args.wide && format != CompareFormat::Csv {
        return Err(CliError::Usage {
            message: "only CSV has the vendors side by side with `--wide`".to_owned(),
            hint: "write `--format csv --wide`, or `--output matrix.csv --wide`",
        });
    }
    #[cfg(feature = "xlsx")]
    if format == CompareFormat::Xlsx {
        args.answer.refuse_terminal(shell)?;
    }
    let recommendation = args.sheets.compare(shell)?;
    let detail = if args.answer.detail { csv::Detail::Quotes } else { csv::Detail::Items };
    // Millions of decisions are made once, while they are written.
    let mut all_recommended = None;
    args.answer.write(format, shell, |style, out| match format {
        CompareFormat::Table => terminal::write(report(&recommendation, args.answer.detail), style.layout, out),
        CompareFormat::Json => json::write(&recommendation, WORDS, out),
        CompareFormat::Jsonl => json::write_lines(&recommendation, WORDS, out),
        CompareFormat::Csv if args.wide => {
            wide::write(&recommendation, style.guard, out).map(|all| all_recommended = Some(all))
        }
        CompareFormat::Csv => {
            csv::write(&recommendation, detail, style.guard, out).map(|all| all_recommended = Some(all))
        }
        CompareFormat::Markdown => markdown::write(report(&recommendation, true), out),
        CompareFormat::Html => html::write(report(&recommendation, true), out),
        #[cfg(feature = "xlsx")]
        CompareFormat::Xlsx => xlsx::write(report(&recommendation, true), out),
    })?;
    let all_recommended = all_recommended.unwrap_or_else(|| {
        let totals = recommendation.totals();
        totals.recommended == totals.items
    });
    // The process ends here: taking a hundred thousand items apart first would take as long as a third of reading them.
    std::mem::forget(recommendation);
    Ok(Status::of_checks(all_recommended))
}

impl Sheets {
    /// Compares the quotes of the sheets by the policy.
    pub(super) fn compare(&self, shell: &Shell) -> Result<Recommendation, CliError> {
        let sources = self.sources(&self.files())?;
        let policy = self.policy(&sources)?;
        let history = self.history(&policy, shell)?;
        let dataset = read(&sources, &policy, &Options { history, ..self.options() })?;
        for note in dataset.notes() {
            shell.note(wording::note(Language::En, note));
        }
        let recommendation = recommend(dataset, policy, self.as_of.unwrap_or_else(today));
        // Giving back the memory of large sheets takes time, and the process ends soon.
        std::mem::forget(sources);
        Ok(recommendation)
    }

    /// Returns the names of all files that are read.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files().into_iter().map(|(path, _)| input::of_workbook(path).0).chain(self.history.as_deref())
    }

    /// The files to read, and what each is for.
    pub(super) fn files(&self) -> Vec<(&Path, Role)> {
        let quotes = self.quotes.iter().map(|path| (path.as_path(), Role::Quotes));
        let stdin = self.quotes.is_empty().then_some((Path::new("-"), Role::Quotes));
        let request = self.request.iter().map(|path| (path.as_path(), Role::Request));
        let policy = self.policy.iter().map(|path| (path.as_path(), Role::Policy));
        quotes.chain(stdin).chain(request).chain(policy).collect()
    }

    pub(super) fn sources(&self, files: &[(&Path, Role)]) -> Result<Vec<Source>, CliError> {
        if files.iter().filter(|(path, _)| path.as_os_str() == "-").count() > 1 {
            return Err(CliError::Usage {
                message: "standard input can be read only once".to_owned(),
                hint: "give `-` for one file and names for the others",
            });
        }
        let Reading { stdin_name, max_mib, .. } = &self.reading;
        let read = |(path, role): &(&Path, Role)| {
            let source = input::source(path, *role, stdin_name.as_deref(), *max_mib)?;
            Ok(self.reading.declare(source))
        };
        CliError::collect(files.iter().map(read))
    }

    pub(super) fn policy(&self, sources: &[Source]) -> Result<Policy, CliError> {
        let file = sources.iter().find(|source| source.role == Role::Policy);
        let file = file.map_or_else(|| Ok(PolicyFile::default()), PolicyFile::parse).map_err(CliError::PolicyFile)?;
        Policy::check(file.overlay(&self.settings.0)).map_err(CliError::Policy)
    }

    pub(super) fn options(&self) -> Options {
        Options {
            decimal_mark: self.reading.decimal_mark.unwrap_or(DecimalMark::Assumed),
            delimiter: self.reading.delimiter,
            request_number: self.reading.request_id.as_deref().map(Untrusted::new),
            keep: if self.reading.all_faults { Keep::All } else { Keep::First },
            history: None,
            edition: Edition::default(),
        }
    }

    /// Reads how vendors delivered before, where the policy asks for it.
    pub(super) fn history(&self, policy: &Policy, shell: &Shell) -> Result<Option<History>, CliError> {
        let Some(path) = &self.history else { return Ok(None) };
        if !History::is_asked_for(policy) {
            shell.note(
                "the history counts for nothing: no service criterion is `on_time_percent` or `accepted_percent`",
            );
            return Ok(None);
        }
        read_history(path, self.as_of.unwrap_or_else(today))
    }
}

/// Reads how vendors delivered before a day.
pub(super) fn read_history(path: &Path, as_of: Date) -> Result<Option<History>, CliError> {
    let file = LedgerFile::at(path.to_owned());
    let (head, books) = file.open(Access::Read)?.check::<Box<Award>>().map_err(|error| file.failed(error))?;
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    let told = history(&books, head.as_ref(), Untrusted::new(&name), as_of);
    told.map_err(|error| CliError::Overflow { path: path.to_owned(), error })
}
