//! Options of `bijia compare`: settings of a policy, and how inputs are read.

use crate::policy::setting::{self, SettingError};
use crate::policy::{AcrossGrades, AwardBy, Criterion, TiesSetting};
use crate::read::DecimalMark;
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Tolerance};

use super::input;

/// Settings of a policy, as options.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Totals within this many percent of the lowest are the same price
    #[arg(long, value_name = "PERCENT", value_parser = hinted(setting::tolerance), allow_negative_numbers = true)]
    pub(super) tolerance: Option<Tolerance>,

    /// Quality labels, best first: A,B,C
    #[arg(long, value_name = "LABELS", value_parser = hinted(setting::scale))]
    pub(super) scale: Option<std::vec::Vec<String>>,

    /// Lower edges of score bands, highest first: 90,75,60
    #[arg(long, value_name = "SCORES", value_parser = hinted(setting::bands))]
    pub(super) bands: Option<std::vec::Vec<Decimal>>,

    /// Quality that every offer must reach, where an item states none
    #[arg(long, value_name = "QUALITY", value_parser = hinted(setting::grade))]
    pub(super) required: Option<String>,

    /// Whether a better grade is worth a higher price: refer, best or cheapest
    #[arg(long, value_name = "HOW", value_parser = AcrossGrades::parse)]
    pub(super) across_grades: Option<AcrossGrades>,

    /// Service criteria in order: `service desc, delivery_days asc`
    #[arg(long, value_name = "CRITERIA", value_parser = hinted(setting::criteria))]
    pub(super) service: Option<std::vec::Vec<Criterion>>,

    /// How ties are resolved: refer, name or draw
    #[arg(long, value_name = "HOW", value_parser = TiesSetting::parse)]
    pub(super) ties: Option<TiesSetting>,

    /// Seed of the draw, for `--ties draw`
    #[arg(long, value_name = "TEXT")]
    pub(super) seed: Option<String>,

    /// What is awarded together: item (or lot, not supported yet)
    #[arg(long, value_name = "WHAT", value_parser = AwardBy::parse)]
    pub(super) award_by: Option<AwardBy>,

    /// Currency of the comparison, as CNY
    #[arg(long, value_name = "CODE", value_parser = hinted(setting::currency))]
    pub(super) currency: Option<Currency>,
}

/// How inputs are read.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// What parts the decimals of numbers: `.` or `,`
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(super) decimal_mark: Option<DecimalMark>,

    /// What parts the cells of a row: `,`, `;`, `|` or `tab`; found out from the header when absent
    #[arg(long, value_name = "MARK", value_parser = delimiter)]
    pub(super) delimiter: Option<u8>,

    /// Number of the request that all items belong to
    #[arg(long, value_name = "NUMBER", value_parser = name)]
    pub(super) request_id: Option<String>,

    /// Name for standard input, in messages and in the result
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(super) stdin_name: Option<String>,

    /// Show every fault of the inputs, not the first 20 a file
    #[arg(long)]
    pub(super) all_faults: bool,

    /// The most mebibytes that are read of a file
    #[arg(long, value_name = "MIB", default_value_t = input::MAX_MIB)]
    pub(super) max_mib: u64,
}

/// How text from outside stands in CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CsvText {
    /// Guarded against spreadsheets that would run it
    Safe,
    /// The same, behind the byte-order mark of UTF-8
    Excel,
    /// As it was written
    Raw,
}

/// Lets what is wrong with a setting come with its hint.
fn hinted<T>(parse: fn(&str) -> Result<T, SettingError>) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        parse(text).map_err(|error| match error.hint() {
            Some(hint) => format!("{error}; {hint}"),
            None => error.to_string(),
        })
    }
}

/// Trims a name as cells are trimmed; an empty one would stand for nothing.
fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() { Err("expected a name".to_owned()) } else { Ok(name.to_owned()) }
}

pub(super) fn decimal_mark(text: &str) -> Result<DecimalMark, String> {
    match text {
        "." => Ok(DecimalMark::Point),
        "," => Ok(DecimalMark::Comma),
        _ => Err("expected `.` or `,`".to_owned()),
    }
}

pub(super) fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "," => Ok(b','),
        ";" => Ok(b';'),
        "|" => Ok(b'|'),
        "tab" | "\t" | "\\t" => Ok(b'\t'),
        _ => Err("expected `,`, `;`, `|` or `tab`".to_owned()),
    }
}
