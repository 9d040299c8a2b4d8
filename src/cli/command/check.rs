//! `bijia check`: how sheets are understood, before anything is ranked.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::{fs, io};

use crate::policy::Policy;
use crate::read::{Inspection, SheetView, Use, inspect};
use crate::report::check::{Checked, report};
use crate::rule::note::Note as RuleNote;
use crate::rule::recommendation::recommend;
use crate::value::column::Column;

use super::compare::Sheets;
use crate::cli::answer::Answer;
use crate::cli::clock::today;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::report::{ReportFormat, write_report};
use crate::cli::shell::Shell;

/// Show how sheets are understood, what is wrong with them, and what to run next; nothing is ranked
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write a policy that says what was found: which header holds which column
    #[arg(long, value_name = "FILE")]
    save_policy: Option<PathBuf>,

    #[command(flatten)]
    answer: Answer<ReportFormat>,

    #[command(flatten)]
    sheets: Sheets,
}

const EXAMPLES: &str = "\
Everything that is wrong with all of the sheets is told at once; where something is, the exit code is 3.

Examples:
  bijia check quotes.csv
  bijia check replies/*.xlsx --request request.csv
  bijia check quotes.csv --save-policy policy.toml";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.answer.check(args.sheets.paths())?;
    if let Some(path) = args.save_policy.as_deref().filter(|path| path.exists()) {
        return Err(exists(path.to_owned()));
    }
    let sources = args.sheets.sources(&args.sheets.files())?;
    let policy = args.sheets.policy(&sources)?;
    let history = args.sheets.history(&policy, shell)?;
    let options = crate::read::Options { history, ..args.sheets.options() };
    let Inspection { sheets, outcome } = inspect(&sources, &policy, &options)?;
    let notes = outcome.as_ref().map_or(&[][..], |dataset| dataset.notes());
    let found = with_found(policy.clone(), &sheets, notes);
    let (read, faults) = match outcome {
        Ok(dataset) => (Some(recommend(dataset, policy, args.sheets.as_of.unwrap_or_else(today))), None),
        Err(faults) => (None, Some(faults)),
    };
    let checked = Checked {
        sheets: &sheets,
        decimal_mark: options.decimal_mark.text(),
        read: read.as_ref(),
        faults: faults.as_ref(),
        next: next(std::env::args_os().skip(1)),
    };
    write_report(&args.answer, report(&checked), format, shell)?;
    if let Some(path) = &args.save_policy {
        if sheets.iter().any(|sheet| sheet.text.as_ref().is_none_or(|text| !text.is_mapped)) {
            shell.note("no policy was written: not every header is understood");
        } else {
            let text = format!("{SAVED}{}", found.differences_as_toml());
            let written = output::new_copy(path, |copy| fs::write(copy, &text));
            written.map_err(|source| CliError::Write { path: path.clone(), source })?;
            shell.note(format_args!("wrote {}", crate::value::untrusted::shown(&path.to_string_lossy())));
        }
    }
    match faults {
        Some(faults) => Err(CliError::Checked { faults: faults.total() }),
        None => Ok(()),
    }
}

/// How a policy begins that was found.
const SAVED: &str = "\
# What `bijia check` found in the sheets, beside what was declared; `bijia policy` explains every setting.
# Headers that differ from sheet to sheet are not here: each is known by its name.
";

fn exists(path: PathBuf) -> CliError {
    CliError::Write { path, source: io::ErrorKind::AlreadyExists.into() }
}

/// Adds to a policy what was found and it does not say itself, where all sheets agree: which header holds which column, where
/// vendors stand side by side, which part of a date comes first.
fn with_found(mut policy: Policy, sheets: &[SheetView], notes: &[RuleNote]) -> Policy {
    let texts = || sheets.iter().filter_map(|sheet| sheet.text.as_ref());
    let mut wide = texts().filter_map(|text| text.wide.as_ref());
    if let (None, Some(first)) = (&policy.wide, wide.next())
        && wide.all(|other| other == first)
    {
        policy.wide = Some(first.clone());
    }
    let order = |note: &RuleNote| if let RuleNote::DateOrder { order, .. } = note { Some(*order) } else { None };
    let mut orders = notes.iter().filter_map(order);
    if let (None, Some(first)) = (policy.date_order, orders.next())
        && orders.all(|other| other == first)
    {
        policy.date_order = Some(first);
    }
    let mut headers: BTreeMap<Column, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for text in texts() {
        let mut of_sheet: BTreeMap<Column, Vec<&str>> = BTreeMap::new();
        for column in &text.columns {
            for own in &column.uses {
                if let Use::Column(own) = own {
                    of_sheet.entry(*own).or_default().push(column.header.raw());
                }
            }
        }
        for (column, own) in of_sheet {
            headers.entry(column).or_default().insert(own);
        }
    }
    for (column, mut found) in headers {
        let is_needed = !policy.columns.contains_key(&column);
        if let (true, Some(own), None) = (is_needed, found.pop_first(), found.first()) {
            // What bears the column's own name needs no word.
            if own != [column.name()] {
                policy.columns.insert(column, own.into_iter().map(str::to_owned).collect());
            }
        }
    }
    policy
}

/// Options of this command alone, those with a value first.
const OWN: [&str; 5] = ["--save-policy", "--format", "--output", "-o", "--csv"];
const OWN_FLAGS: [&str; 2] = ["--detail", "--force"];

/// Makes the command that compares what was checked, out of the words of this one.
fn next(words: impl Iterator<Item = OsString>) -> String {
    let mut words = words.map(|word| word.to_string_lossy().into_owned());
    let mut command = vec!["bijia".to_owned()];
    let mut is_command_there = false;
    while let Some(word) = words.next() {
        if OWN.contains(&word.as_str()) {
            words.next();
        } else if OWN_FLAGS.contains(&word.as_str())
            || OWN.iter().any(|own| word.strip_prefix(own).is_some_and(|rest| rest.starts_with('=')))
        {
        } else if word == "check" && !is_command_there {
            is_command_there = true;
            command.push("compare".to_owned());
        } else {
            command.push(quoted(&word));
        }
    }
    command.join(" ")
}

/// Writes a word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_./,:=@%+-#".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) && !word.starts_with('#') {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_is_this_one_without_what_is_its_own() {
        for (words, expected) in [
            ("check quotes.csv --request r.csv", "bijia compare quotes.csv --request r.csv"),
            ("check a.csv --format json -o x.json --detail --csv=raw", "bijia compare a.csv"),
            ("-q check check --save-policy p.toml", "bijia -q compare check"),
        ] {
            assert_eq!(next(words.split(' ').map(OsString::from)), expected);
        }
        let hostile = ["check", "my quotes.csv", "it's.csv", "a;b", ""].map(OsString::from);
        assert_eq!(next(hostile.into_iter()), "bijia compare 'my quotes.csv' 'it'\\''s.csv' 'a;b' ''");
    }
}
