//! `bijia award`: recommendations become awards, under a named person.

use std::path::PathBuf;

use crate::document::verify::alone;
use crate::ledger::{Action, Award, AwardBuilder, Basis, Seq, Terms};
use crate::report::wording::WORDS;
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::decision::Decision;
use crate::value::untrusted::Untrusted;

use crate::cli::error::{CliError, Refusal};
use crate::cli::pick::{Choice, Picked, Picks};
use crate::cli::recommendations;
use crate::cli::record::{CreateLedger, Planned, RecordedBy, required_name, seq, text};
use crate::cli::shell::Shell;

/// Record the awards of recommendations in the ledger
///
/// Each recommendation is computed again first, from its own quotes and policy: an edited file is refused. All awards of
/// one command are recorded, or none.
#[derive(Debug, clap::Args)]
#[command(mut_arg("by", required_name), after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Recommendations, as `compare --output result.json` writes them; `-` reads one a line from standard input
    #[arg(value_name = "RECOMMENDATION", required = true)]
    files: Vec<PathBuf>,

    /// Award these items only; `REQUEST / ITEM` or `REQUEST / LOT / ITEM` where a name alone could mean several
    #[arg(long = "item", value_name = "ITEM")]
    items: Vec<String>,

    /// Take this vendor for an item, or a lot (`LOT=VENDOR`), that was referred, or instead of the recommended one
    #[arg(long = "choose", value_name = "ITEM=VENDOR", value_parser = Choice::parse)]
    choices: Vec<Choice>,

    /// Why you decide otherwise than the rule, or replace an award
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: Option<Untrusted>,

    /// On what basis the price is reasonable, where there is a single admitted offer
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reasonable: Option<Untrusted>,

    /// Let `--choose` take an offer that a gate rejected
    #[arg(long, requires = "choices")]
    despite_gate: bool,

    /// Replace the award of this entry
    #[arg(long, value_name = "SEQ", value_parser = seq)]
    supersede: Option<Seq>,

    #[command(flatten)]
    recorded_by: RecordedBy,
}

const EXAMPLES: &str = "\
Examples:
  bijia award result.json --by \"Wang Jun\"                       all recommended items
  bijia award result.json --by \"Wang Jun\" --item desk           one item
  bijia award result.json --by \"Wang Jun\" --choose \"bookshelf=Lantern Lane\" --reason \"the library needs grade A\"
  bijia award result.json --by \"Wang Jun\" --item desk --supersede 2 --choose desk=Meijia --reason \"Hongda withdrew\"

Where a vendor has several offers for an item, name the row as well: --choose \"desk=Meijia#5\".";

/// An award that is to be recorded.
struct Plan {
    label: String,
    award: Award,
}

/// Runs the command.
pub(crate) fn run(args: &Args, shell: &Shell) -> Result<(), CliError> {
    let mut picks = Picks::of(&args.items, &args.choices, args.despite_gate);
    let mut plans = Vec::new();
    let mut refusals = Vec::new();
    let mut are_edited = false;
    for (name, document) in recommendations::read(&args.files)? {
        let verdict = alone(&document, WORDS);
        if !verdict.is_same() {
            refusals.extend(recommendations::edited(&name, &verdict));
            are_edited = true;
            continue;
        }
        let recommendation = document.recommendation();
        let builder = AwardBuilder::new(recommendation, document.sha256());
        for picked in picks.pick(recommendation) {
            match picked {
                Picked::Offer { decision, quote, name } => {
                    plans.extend(args.plans(&builder, &name, &decision, quote));
                }
                Picked::Refused(refusal) => refusals.push(refusal),
                Picked::Nobody(item) => shell.note(format_args!("{item}: there is no admitted offer to award")),
            }
        }
    }
    // A file that was edited has not been searched.
    let unknown = if are_edited { Vec::new() } else { picks.unknown() };
    if refusals.is_empty() && !unknown.is_empty() {
        return Err(CliError::Unknown(unknown));
    }
    refusals.extend(unknown);
    if !refusals.is_empty() {
        return Err(CliError::Refused(refusals));
    }
    if args.supersede.is_some() && plans.len() != 1 {
        return Err(CliError::Usage {
            message: format!("`--supersede` replaces one award, and this would record {}", plans.len()),
            hint: "name the item with `--item`; of a lot, void the awards of its items and award it again",
        });
    }
    args.recorded_by.record(CreateLedger::IfMissing, shell, |_| {
        let planned = plans
            .iter()
            .map(|plan| Planned { label: plan.label.clone(), action: Action::Award(Box::new(plan.award.clone())) });
        Ok(planned.collect())
    })?;
    Ok(())
}

impl Args {
    fn plans(
        &self,
        builder: &AwardBuilder<'_>,
        name: &str,
        decision: &Decision,
        quote: QuoteId,
    ) -> impl Iterator<Item = Plan> {
        let terms = Terms { on: self.recorded_by.on(), reason: None, reasonable: None, supersedes: self.supersede };
        let awards = builder.awards(decision, quote, terms);
        let awards = awards.expect("an offer that is picked is of the item, or all of the lot, and names a price");
        awards.into_iter().map(|award| self.plan(name, award))
    }

    fn plan(&self, name: &str, mut award: Award) -> Plan {
        // Words that are given for some of the awards are kept with those only, so that each says what it rests on.
        if award.bought.basis != Basis::Rule || self.supersede.is_some() {
            award.reason.clone_from(&self.reason);
        }
        if award.bought.admitted <= 1 {
            award.bought.reasonable.clone_from(&self.reasonable);
        }
        let item = award.bought.lot_total.map(|_| format!(" / {}", award.bought.item.shown())).unwrap_or_default();
        let label = format!("{name}{item} to {}", award.bought.chosen.vendor.shown());
        Plan { label, award }
    }
}

impl From<String> for Refusal {
    fn from(text: String) -> Self {
        Self { text, hint: None }
    }
}
