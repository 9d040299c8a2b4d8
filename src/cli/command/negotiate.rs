//! `bijia negotiate`: what each offer must reach to be chosen, and letters that ask for better ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::document::verify::alone;
use crate::policy::AwardBy;
use crate::report::negotiation::letter::{Targets, letter};
use crate::report::negotiation::{json, report};
use crate::report::wording::WORDS;
use crate::rule::dataset::quotes::{ItemId, VendorId};
use crate::rule::recommendation::Recommendation;
use crate::value::name::Key;
use crate::value::source::Role;
use crate::value::untrusted::shown;

use super::compare::{POLICY, Sheets};
use crate::cli::answer::Answer;
use crate::cli::error::{CliError, Refusal};
use crate::cli::input::{self, MAX_MIB};
use crate::cli::pick::{NAMED, called, is_called};
use crate::cli::recommendations;
use crate::cli::report::{OUTPUT, ReportFormat, write_report};
use crate::cli::shell::Shell;

/// What each offer must reach to be chosen, and how far the recommended one may rise
///
/// For each offer that was not chosen: the highest total and unit price at which the rule would choose it, or what it lacks
/// whatever it costs. For the recommended one: how far it may rise, and to whom it then loses.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("quotes", |arg| arg.help(
        "Sheets with quotes as for `compare`, or one recommendation (.json) that `compare` has written; `-` or none reads \
         quotes from standard input"
    )),
    mut_arg("output", |arg| arg.help(OUTPUT)),
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    /// These items only
    #[arg(long = "item", value_name = "ITEM")]
    items: Vec<String>,

    /// Write a letter that asks this vendor for a better offer; it names no other vendor and no other vendor's figures
    #[arg(long, value_name = "VENDOR")]
    letter: Option<String>,

    /// Put the unit prices into the letter that would be chosen; they follow from the other offers
    #[arg(long, requires = "letter")]
    target: bool,

    #[command(flatten)]
    answer: Answer<ReportFormat>,

    #[command(flatten)]
    sheets: Sheets,
}

const EXAMPLES: &str = "\
Examples:
  bijia negotiate quotes.csv --request request.csv --policy policy.toml
  bijia negotiate result.json --item desk
  bijia negotiate result.json --letter \"Lantern Lane\" --output letter.html";

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let format = args.answer.check(args.sheets.paths())?;
    let is_text = matches!(format, ReportFormat::Table | ReportFormat::Markdown | ReportFormat::Html);
    if args.letter.is_some() && !is_text {
        return Err(CliError::Usage {
            message: "a letter is no table".to_owned(),
            hint: "write it as `--format table`, `markdown` or `html`",
        });
    }
    let stored = args.stored()?.map(read).transpose()?;
    let compared = if stored.is_none() { Some(args.sheets.compare(shell)?) } else { None };
    let recommendation = stored.as_ref().map(Document::recommendation).or(compared.as_ref());
    let recommendation = recommendation.expect("it was read or made");
    if recommendation.policy().award_by == AwardBy::Lot {
        return Err(CliError::Usage {
            message: "lots are awarded as a whole: there is no target for one item of a lot".to_owned(),
            hint: "compare with `--award-by item`",
        });
    }
    let items = args.items(recommendation)?;
    if let Some(name) = &args.letter {
        let vendor = vendor(recommendation, &items, name)?;
        let targets = if args.target { Targets::Named } else { Targets::Withheld };
        let letter = letter(recommendation, &items, vendor, targets).ok_or_else(|| {
            CliError::NotFound(vec![Refusal {
                text: format!(
                    "`{}` is recommended for all that it quotes for: there is nothing to ask for",
                    shown(name)
                ),
                hint: Some("`bijia negotiate` without `--letter` says how far each offer is from another".to_owned()),
            }])
        })?;
        return write_report(&args.answer, letter, format, shell);
    }
    if format == ReportFormat::Json {
        return args.answer.write(format, shell, |_, out| json::write(recommendation, &items, out));
    }
    write_report(&args.answer, report(recommendation, &items), format, shell)
}

impl Args {
    /// Returns the name of the stored recommendation, where that is what is given.
    fn stored(&self) -> Result<Option<&Path>, CliError> {
        let is_json = |path: &&PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let Some(stored) = self.sheets.quotes.iter().find(is_json) else { return Ok(None) };
        let of_environment = std::env::var_os(POLICY).map(PathBuf::from);
        let is_more = self.sheets.quotes.len() > 1
            || !self.sheets.request.is_empty()
            || self.sheets.history.is_some()
            || self.sheets.as_of.is_some()
            || (self.sheets.policy.is_some() && self.sheets.policy != of_environment)
            || !self.sheets.settings.0.is_empty();
        if is_more {
            return Err(CliError::Usage {
                message: "a recommendation has its own quotes, request, policy and day".to_owned(),
                hint: "give the recommendation alone, or the sheets that are to be compared",
            });
        }
        Ok(Some(stored))
    }

    /// Returns the items that are asked for.
    fn items(&self, recommendation: &Recommendation) -> Result<Vec<ItemId>, CliError> {
        let all = || recommendation.dataset().items();
        let is_of = |item: &ItemId, name: &String| is_called(&recommendation.request(*item), name);
        let has_requests = recommendation.dataset().has_several_requests();
        let unknown: Vec<&String> = self.items.iter().filter(|name| !all().any(|item| is_of(&item, name))).collect();
        if !unknown.is_empty() {
            let names = all().map(|item| called(&recommendation.request(item), has_requests));
            let hint = format!("the items are {}; with lots, `LOT / ITEM` works as well", listed(names));
            return Err(not_found(
                unknown.into_iter().map(|name| format!("there is no item `{}`", shown(name))),
                &hint,
            ));
        }
        let is_asked = |item: &ItemId| self.items.is_empty() || self.items.iter().any(|name| is_of(item, name));
        Ok(all().filter(is_asked).collect())
    }
}

/// Reads a stored recommendation; one that is not what is computed again is an error.
fn read(path: &Path) -> Result<Document, CliError> {
    let source = input::source(path, Role::Quotes, None, MAX_MIB)?;
    let document = recommendations::parse(path, source.bytes())?;
    let verdict = alone(&document, WORDS);
    if verdict.is_same() {
        return Ok(document);
    }
    Err(CliError::Edited(recommendations::edited(&path.to_string_lossy(), &verdict)))
}

/// Finds a vendor among those that quote for the items.
fn vendor(recommendation: &Recommendation, items: &[ItemId], name: &str) -> Result<VendorId, CliError> {
    let dataset = recommendation.dataset();
    let quotes = items.iter().flat_map(|item| dataset.quotes.of_item(*item));
    let vendors: BTreeSet<VendorId> =
        quotes.filter(|quote| !recommendation.is_estimate(*quote)).map(|quote| dataset.quotes.vendor(quote)).collect();
    let key = Key::vendor(name);
    let found = vendors.iter().copied().find(|vendor| Key::vendor(dataset.vendor(*vendor).raw()) == key);
    found.ok_or_else(|| {
        let names = vendors.iter().map(|vendor| dataset.vendor(*vendor).shown().to_string());
        let hint = format!("the vendors are {}", listed(names));
        not_found([format!("`{}` does not quote for it", shown(name))], &hint)
    })
}

/// Names the first of several.
fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.take(NAMED.saturating_add(1)).collect();
    let more = if names.len() > NAMED { ", ..." } else { "" };
    format!("{}{more}", names.get(..NAMED).unwrap_or(&names).join(", "))
}

fn not_found(texts: impl IntoIterator<Item = String>, hint: &str) -> CliError {
    let refusal = |text| Refusal { text, hint: Some(hint.to_owned()) };
    CliError::NotFound(texts.into_iter().map(refusal).collect())
}
