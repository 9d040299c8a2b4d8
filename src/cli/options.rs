//! Options of `bijia compare`: settings of a policy, and how inputs are read.

use crate::policy::{GivenOption, SETTINGS};
use crate::read::DecimalMark;
use crate::report::wording::en;
use crate::value::encoding::Encoding;
use crate::value::source::Source;
use crate::value::untrusted::Untrusted;

use super::input;

/// Settings of a policy, as options: those of the table of settings that have one.
#[derive(Debug)]
pub(super) struct Settings(pub(super) Vec<GivenOption>);

impl clap::Args for Settings {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(SETTINGS.iter().filter_map(|setting| {
            let option = setting.option.as_ref()?;
            let parse = move |text: &str| {
                GivenOption::parse(setting, text).map_err(|fault| match en::policy::fault_hint(&fault, None) {
                    Some(hint) => format!("{fault}; {hint}"),
                    None => fault.to_string(),
                })
            };
            let arg = clap::Arg::new(option.name).long(option.name).value_name(option.value).help(option.help);
            Some(arg.value_parser(parse).allow_negative_numbers(true))
        }))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Settings {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        let names = SETTINGS.iter().filter_map(|setting| setting.option.as_ref()).map(|option| option.name);
        Ok(Self(names.filter_map(|name| matches.get_one::<GivenOption>(name).cloned()).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
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

    /// How sheets are written that are not UTF-8: `gb18030`, `big5`, `shift_jis`, `windows-1252`, `utf-16le` or `utf-16be`
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,

    /// The sheet of workbooks; else the first visible one with cells, or as `quotes.xlsx#Sheet1` says
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(super) sheet: Option<String>,

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

impl Reading {
    /// Adds to a source what the user says of its encoding and sheet.
    pub(super) fn declare(&self, source: Source) -> Source {
        let sheet = source.sheet.or_else(|| self.sheet.as_deref().map(Untrusted::new));
        Source { encoding: self.encoding, sheet, ..source }
    }
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

pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    let names = || Encoding::ALL.iter().map(|encoding| format!("`{}`", encoding.name())).collect::<Vec<_>>().join(", ");
    Encoding::parse(text).ok_or_else(|| format!("expected one of {}", names()))
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
