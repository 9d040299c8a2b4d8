//! `bijia budget`: how far budgets are used.

use std::path::PathBuf;

use crate::read::{DecimalMark, Keep, Options, read_budgets};
use crate::report::budget::report;
use crate::report::wording::en::reports::budget_warnings;
use crate::report::wording::{self, Language};
use crate::summary::By;
use crate::summary::budget::{BudgetUse, Question, one_currency, parse_part};
use crate::value::encoding::Encoding;
use crate::value::source::{Role, Source};

use crate::cli::error::CliError;
use crate::cli::options::{decimal_mark, delimiter, encoding};
use crate::cli::report::{Days, Writing, check_by};
use crate::cli::shell::Shell;
use crate::cli::{Status, input};

/// How far budgets are used: paid, committed and left, by department, category and period
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    writing: Writing,

    /// What budgets are put together by: department, category, period; where absent, those that the budgets name
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = parse_part)]
    by: Vec<By>,

    /// Sheet of budgets, CSV with a header; else every award brings the budget of its request. `-` is standard input
    #[arg(long, value_name = "FILE")]
    budgets: Option<PathBuf>,

    #[command(flatten)]
    days: Days,

    /// End with exit code 1 where more than its budget is used of a group
    #[arg(long)]
    check: bool,

    /// What parts the decimals of numbers in the sheet of budgets: `.` or `,`
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    decimal_mark: Option<DecimalMark>,

    /// What parts the cells of the sheet of budgets; found out from the header when absent
    #[arg(long, value_name = "MARK", value_parser = delimiter)]
    delimiter: Option<u8>,

    /// How the sheet is written where it is not UTF-8: `gb18030`, `big5`, `shift_jis`, `windows-1252`, `utf-16le` or `utf-16be`
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,

    /// Show every fault of the sheet of budgets, not the first 20
    #[arg(long)]
    all_faults: bool,
}

const HELP: &str = "\
Left is budget - paid - committed. Committed is what of approved awards is still to be delivered; awards that wait for \
an approval stand apart, as pending. From 90 % on a budget is near its end, beyond 100 % it is over; a budget of 0 is \
over once anything is used.

A sheet of budgets needs the column budget; department, category and period say what it is for, currency in what, and \
paid_elsewhere and committed_elsewhere what was not bought through the ledger:
  department,category,budget,currency,paid_elsewhere
  IT,laptops,50000,CNY,0
  IT,,20000,CNY,1200.50

Every award is held against one row alone: the one that names most of its department, category and period (of rows \
that name equally many, department counts before category before period). So a row that leaves a key empty is for \
whatever no row with more keys covers, here all of IT but laptops; rows never contain one another, and their sum is \
the whole budget. Where such a row is put together by a key that it leaves empty, it stands as `(any other)`. What no \
row covers stands with `no budget`. Awards are chosen by --from and --to, rows of the sheet are not.

Examples:
  bijia budget --by department
  bijia budget --budgets budgets.csv --check
  bijia budget --by department,period --output budget.csv";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, CliError> {
    let format = args.writing.check(args.budgets.iter().map(|path| input::of_workbook(path).0))?;
    args.days.check()?;
    check_by(&args.by)?;
    let (head, books) = args.writing.state()?;
    let options = Options {
        decimal_mark: args.decimal_mark.unwrap_or(DecimalMark::Assumed),
        delimiter: args.delimiter,
        keep: if args.all_faults { Keep::All } else { Keep::First },
        ..Options::default()
    };
    let budgets = args.budgets.as_deref().map(|path| {
        let source = input::source(path, Role::Budgets, None, input::MAX_MIB)?;
        let source = Source { encoding: args.encoding, ..source };
        read_budgets(&source, one_currency(&books), &options).map_err(CliError::Budgets)
    });
    let budgets = budgets.transpose()?;
    for note in budgets.iter().flat_map(|budgets| &budgets.notes) {
        shell.note(wording::note(Language::En, note));
    }
    let by = Some(args.by.clone()).filter(|by| !by.is_empty());
    let question = Question { from: args.days.from, to: args.days.to, by };
    let found = BudgetUse::of(&books, head, budgets.as_ref(), question);
    let found = found.map_err(|error| args.writing.overflow(error))?;
    args.writing.write(report(&found), format, shell)?;
    for warning in budget_warnings(&found) {
        shell.note(warning);
    }
    Ok(Status::of_checks(!(args.check && found.is_over())))
}
