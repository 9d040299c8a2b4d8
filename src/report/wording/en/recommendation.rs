//! The words of a recommendation: headings, decisions, and what follows from them.

use std::fmt::Write;

use super::reasons::{Grade, percent};
use crate::report::amount::Grouped;
use crate::report::model::Text;
use crate::report::prose::{Name, Part, Prose, Value};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::VendorId;
use crate::rule::decision::{Decision, DecisionKind, Fate, Outcome, StepUp};
use crate::rule::matrix::Matrix;
use crate::rule::offer::gate::Rejection;
use crate::rule::offer::supersede::Superseded;
use crate::rule::recommendation::Recommendation;
use crate::rule::savings::{Savings, Totals};
use crate::value::money::{Money, Tolerance};
use crate::value::untrusted::Untrusted;

pub(crate) const TITLE: &str = "Purchase recommendation";
pub(crate) const SUMMARY: &str = "Whom to take";
pub(crate) const MATRIX: &str = "Item by vendor";
pub(crate) const VENDORS: &str = "By vendor";
pub(crate) const ITEMS: &str = "Every item";
pub(crate) const ITEMS_LEAD: &str = "All quotes of each item, the best first, and why each has its place.";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const INPUTS: &str = "Inputs";
pub(crate) const POLICY: &str = "The policy as understood";
pub(crate) const REPRODUCIBLE: &str = "The same inputs, policy, day and version give this page again, byte for byte.";
pub(crate) const ABRIDGED: &str = "`--detail` shows every quote and why it lost.";

/// Who signs a page.
pub(crate) const SIGNATURES: &[&str] = &["Prepared by", "Approved by", "Date"];

/// The column that tells several requests apart.
pub(crate) const REQUEST: &str = "request";

/// The sheets of a workbook.
pub(crate) const ITEM_SHEET: &str = "Items";
pub(crate) const QUOTE_SHEET: &str = "Quotes";
pub(crate) const MATRIX_SHEET: &str = "Matrix";
pub(crate) const VENDOR_SHEET: &str = "Vendors";

/// The rule, in the words that it comes from and in three lines.
pub(crate) const RULE: [&str; 4] = [
    "同质比价，同价比优，同优比服务",
    "Same quality: compare the price. Totals within the policy's tolerance of the lowest are the same price.",
    "Same price: compare the quality. The best grade stays.",
    "Same quality and price: compare the service, criterion by criterion; then the exact price.",
];

/// What stands before a line below an item.
pub(crate) const TRADE_OFF: &str = "Trade-off";
pub(crate) const TO_DECIDE: &str = "To decide";
pub(crate) const IF_WITHDRAWN: &str = "If withdrawn";
pub(crate) const SAVING: &str = "Saving";
pub(crate) const NOTE: &str = "Note";

/// What stands before a fact that a result can be checked by.
pub(crate) const POLICY_DIGEST: &str = "SHA-256 of the policy in canonical JSON";
pub(crate) const TOOL: &str = "Made with";
pub(crate) const AS_OF: &str = "The day that stands for today";

/// What stands beside the lines of an offer for a lot.
pub(crate) const WHOLE_LOT: &str = "whole lot";
pub(crate) const LINE: &str = "line";
pub(crate) const MISSING: &str = "missing";
pub(crate) const NOT_QUOTED: &str = "not quoted";

/// Names the key figures.
pub(crate) const fn figures(recommendation: &Recommendation) -> [&'static str; 7] {
    let what = if recommendation.lots().is_some() { "Lots" } else { "Items" };
    [what, "Recommended", "To decide", "Without an offer", "Awards", "Budget", "Saving"]
}

/// Counts what is awarded: items, or lots where these are awarded as a whole.
fn awarded(recommendation: &Recommendation, count: usize) -> String {
    let (one, several) = if recommendation.lots().is_some() { ("lot", "lots") } else { ("item", "items") };
    counted(count, one, several)
}

/// Writes a count with its noun.
pub(crate) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Says what was compared.
pub(crate) fn heading(recommendation: &Recommendation) -> String {
    let dataset = recommendation.by_item().dataset();
    let lots = recommendation.lots().map(|_| {
        let lots = recommendation.dataset().items().len();
        format!("{} of ", counted(lots, "lot", "lots"))
    });
    let items = counted(dataset.items().len(), "item", "items");
    let items = lots.unwrap_or_default() + &items;
    let quotes = counted(dataset.quote_count(), "quote", "quotes");
    let tolerance = match recommendation.policy().price.tolerance {
        Tolerance::ZERO => "no price tolerance".to_owned(),
        tolerance => format!("price tolerance {tolerance} %"),
    };
    format!("{items}, {quotes}, as of {}, amounts in {}, {tolerance}", recommendation.as_of(), dataset.currency())
}

/// Says which files were compared.
pub(crate) fn inputs<'n>(names: impl Iterator<Item = &'n str>) -> Text {
    let mut text = Text::default();
    for (place, name) in names.enumerate() {
        text.say((if place == 0 { "from " } else { ", " }, Name(name)));
    }
    text
}

/// Says how many items are decided, and what the awards come to.
pub(crate) fn totals(recommendation: &Recommendation) -> [String; 2] {
    let (totals, currency) = (recommendation.totals(), recommendation.dataset().currency());
    let budgeted = totals.budgeted();
    let mut awards = format!("awards {} {currency}", Grouped(totals.award));
    if budgeted > 0 {
        let items = awarded(recommendation, budgeted);
        let (award, budget, saving) = (Grouped(totals.award_budgeted), Grouped(totals.budget), Grouped(totals.saving));
        write!(awards, "; {items} with a budget: {award} of {budget}, saving {saving}")
            .expect("a string takes any text");
        awards.say(percent(totals.saving, totals.budget));
    }
    let items = awarded(recommendation, totals.items);
    let Totals { recommended, refer, none, .. } = totals;
    [format!("{recommended} of {items} recommended, {refer} for a person to decide, {none} without an offer"), awards]
}

/// Says how many of the awarded items have a budget.
pub(crate) fn of_awarded(budgeted: usize, awarded: usize) -> String {
    let of = counted(awarded, "awarded item", "awarded items");
    if budgeted == awarded { format!("of {of}") } else { format!("of {budgeted} of {of}") }
}

pub(crate) fn of_the_budget(percent: impl std::fmt::Display) -> String {
    format!("{percent} % of the budget")
}

/// Says what is asked of an item.
pub(crate) fn asked(request: &Request<'_>, required: Option<&str>) -> Text {
    let unit = request.unit.as_ref().map(|unit| (" ", Name(unit.raw())));
    let quantity = if request.is_counted {
        text(("quantity ", Value(request.quantity), unit))
    } else {
        text(("no quantity stated, unit prices are compared", unit.map(|unit| (", by", unit))))
    };
    let mut asked = quantity;
    asked.say((
        required.map(|required| (", required quality ", Name(required))),
        request.budget.map(|budget| (", budget ", budget)),
        request.ceiling.map(|ceiling| (", ceiling ", ceiling)),
        request.needed_by.map(|day| (", needed by ", Value(day))),
    ));
    asked
}

/// Says what is asked of a lot: its items, and what may be spent on all of them.
pub(crate) fn asked_of_lot(lot: &Request<'_>, items: &[Request<'_>]) -> Text {
    let item = |item: &Request<'_>| {
        let unit = item.unit.as_ref().map(|unit| (" ", Name(unit.raw())));
        text((Name(item.item.raw()), " ", Value(item.quantity), unit))
    };
    let mut asked = Text::joined(items.iter().map(item), ", ");
    asked.say(lot.budget.map(|budget| ("; budget ", budget)));
    asked
}

/// Counts the items of a lot.
pub(crate) fn of_items(count: usize) -> String {
    counted(count, "item", "items")
}

/// Names an item, with its lot where it has one, or a lot of so many items; with its request where there are several.
pub(crate) fn item(request: &Request<'_>, has_requests: bool, items_of_lot: Option<usize>) -> Text {
    let number = request.number.as_ref().filter(|_| has_requests).map(|number| (Name(number.raw()), " / "));
    if let (Some(items), Some(lot)) = (items_of_lot, request.lot) {
        return text((number, Name(lot.raw()), ": ", Value(of_items(items))));
    }
    let lot = request.lot.as_ref().map(|lot| (Name(lot.raw()), " / "));
    text((number, lot, Name(request.item.raw())))
}

/// Names an offer by its vendor and total.
pub(crate) fn priced(vendor: &str, total: Money) -> Text {
    text((Name(vendor), " ", total))
}

pub(crate) const NOBODY: &str = "nobody";

/// Says between whom a person decides.
pub(crate) fn decide(candidates: Vec<Text>) -> Text {
    let mut text = Text::from("decide: ");
    text.append(Text::joined(candidates, " or "));
    text
}

/// Says why no offer is recommended.
pub(crate) fn undecided(decision: &Decision) -> String {
    let rejected = || decision.outcomes.iter().filter(|outcome| matches!(outcome.fate, Fate::Rejected(_))).count();
    match decision.kind {
        DecisionKind::TradeOff => "a better grade costs more".to_owned(),
        DecisionKind::Tie => "equal in price, quality and service".to_owned(),
        DecisionKind::None if decision.outcomes.is_empty() => "nobody quoted".to_owned(),
        DecisionKind::None if decision.outcomes.iter().all(is_incomplete) => "nobody offers the whole lot".to_owned(),
        DecisionKind::None if rejected() == 1 => "the only quote was rejected".to_owned(),
        DecisionKind::None => format!("all {} quotes were rejected", rejected()),
        DecisionKind::Recommended(_) => unreachable!("an offer is recommended"),
    }
}

const fn is_incomplete(outcome: &Outcome) -> bool {
    matches!(outcome.fate, Fate::Rejected(Rejection::IncompleteLot { .. }))
}

/// Says what is decided, and why.
pub(crate) fn verdict(kind: DecisionKind, vendor: Option<&str>, because: Text) -> Text {
    let mut verdict = match kind {
        DecisionKind::Recommended(_) => text(("Take ", vendor.map(Name))),
        DecisionKind::TradeOff => text("For a person to decide (trade-off)"),
        DecisionKind::Tie => text("For a person to decide (tie)"),
        DecisionKind::None => text("Nobody can be recommended"),
    };
    verdict.words(": ");
    verdict.append(because);
    verdict.words(".");
    verdict
}

pub(crate) const fn outcome(fate: Fate) -> &'static str {
    match fate {
        Fate::Recommended => "take",
        Fate::Candidate => "candidate",
        Fate::Lost(..) => "lost",
        Fate::Rejected(_) => "rejected",
        Fate::Superseded(Superseded::Duplicate(_)) => "duplicate",
        Fate::Superseded(Superseded::EarlierRound(_)) => "earlier round",
        Fate::Superseded(Superseded::PriceBreak(_)) => "other break",
    }
}

/// Says what a step up in quality costs; a grade comes with its vendor.
pub(crate) fn step_up(step: &StepUp, from: (&Option<String>, &str), to: (&Option<String>, &str)) -> Text {
    let percent = step.percent.map(|percent| (" (", Value(percent), " %)"));
    text((
        ("A step up from ", Grade(from.0), " of ", Name(from.1)),
        (" to ", Grade(to.0), " of ", Name(to.1), " costs ", step.amount, percent, " more."),
    ))
}

/// Says what would settle an item that a person must decide.
pub(crate) fn settle(kind: DecisionKind, request: &Request<'_>) -> Option<Text> {
    let or = match kind {
        DecisionKind::TradeOff if request.is_lot() => {
            "state the `required_quality` of each of its items (`--required` holds for every item that states none)"
        }
        DecisionKind::TradeOff => {
            "state the item's `required_quality` (`--required` holds for every item that states none)"
        }
        DecisionKind::Tie => "let the policy resolve ties (`--ties name` or `--ties draw`)",
        DecisionKind::Recommended(_) | DecisionKind::None => return None,
    };
    let what = if request.is_lot() { "LOT" } else { "ITEM" };
    let award = format!("award one of them with `bijia award --choose {what}=VENDOR --reason TEXT`, or");
    Some(Text::with_code(&format!("{award} {or}.")))
}

/// Says what happens if the recommended offer withdraws.
pub(crate) fn withdrawn(kind: DecisionKind, next: Option<&str>, candidates: &[&str]) -> Text {
    let names = || Text::joined(candidates.iter().map(|name| text(Name(name))), " and ");
    match kind {
        DecisionKind::Recommended(_) => text(("take ", next.map(Name), ".")),
        DecisionKind::TradeOff => sentence("a person decides on a trade-off between ", names(), "."),
        DecisionKind::Tie => sentence("a person decides between ", names(), ", who are equal."),
        DecisionKind::None => text("there is no other offer."),
    }
}

/// Says what the award saves against each baseline that there is.
pub(crate) fn saved(savings: &Savings) -> Text {
    let baselines = [
        (savings.budget, " against the budget"),
        (savings.median, " against the median of the other offers"),
        (savings.highest, " against the highest of the other offers"),
        (savings.last_price, " against the price last paid"),
        (savings.first_offer, " against the first offer"),
    ];
    Text::joined(baselines.into_iter().filter_map(|(saved, against)| Some(text((saved?, against)))), "; ")
}

/// What stands before the sums of a matrix.
pub(crate) const TOTAL: &str = "total";
pub(crate) const COVERED: &str = "items covered";

/// What stands before the figures of a matrix that are recommended, and of those between which a person decides.
pub(crate) const RECOMMENDED: &str = "* ";
pub(crate) const CANDIDATE: &str = "? ";

/// Explains the marks of a matrix.
pub(crate) fn marks(totals: &Totals) -> Text {
    let marks = [(totals.recommended, "* recommended"), (totals.refer, "? for a person to decide")];
    let marks = marks.into_iter().filter(|(items, _)| *items > 0);
    Text::joined(marks.map(|(_, mark)| Text::from(mark)), ", ")
}

/// What stands before the comparison among the facts of a workbook.
pub(crate) const COMPARISON: &str = "Best per item against the best single vendor";

/// Says how many there are of all.
pub(crate) fn of_all(some: usize, all: usize) -> String {
    format!("{some} of {all}")
}

/// Says what one vendor for everything costs against the best offer of each item.
pub(crate) fn best_single<'n>(matrix: &Matrix, name: impl Fn(VendorId) -> &'n str) -> Text {
    let best = matrix.best_per_item();
    let Some(widest) = matrix.widest() else {
        return text("Best per item: no item has a recommended offer, so that there is nothing to compare.");
    };
    let (vendor, total) = (Name(name(widest.vendor)), widest.sum.total);
    let items = |count: usize| counted(count, "item", "items");
    let mut sentence = text(("Best per item: ", best, "; best single vendor: "));
    match matrix.difference() {
        Some(difference) => {
            sentence.say((vendor, " ", total, "; difference ", difference, percent(difference, best)));
            let is_dearer = difference.minor() < 0;
            sentence.say(is_dearer.then_some(", as the rule takes dearer offers for their quality or service"));
        }
        None => sentence.say((
            ("none offers all ", Value(items(matrix.compared())), "; "),
            (vendor, " offers the most of them, ", Value(widest.sum.items), " for ", total),
        )),
    }
    sentence.words(".");
    if matrix.left_out() > 0 {
        let left_out = items(matrix.left_out());
        sentence.say((" Compared: ", Value(items(matrix.compared())), "; "));
        sentence.say((Value(left_out), " without a recommended offer left out."));
    }
    sentence
}

/// Says how an input was read.
pub(crate) fn read_sheet(sheet: Option<&Untrusted>) -> String {
    sheet.map_or_else(String::new, |sheet| format!("workbook, sheet “{}”", sheet.shown()))
}

pub(crate) fn read_as(encoding: &str, delimiter: &str, decimal_mark: &str) -> String {
    let delimiter = if delimiter == "\t" { "tab" } else { delimiter };
    format!("{encoding}; “{delimiter}” between cells, “{decimal_mark}” before decimals")
}

fn text(parts: impl Part) -> Text {
    let mut text = Text::default();
    text.say(parts);
    text
}

fn sentence(before: &str, names: Text, after: &str) -> Text {
    let mut text = text(before);
    text.append(names);
    text.words(after);
    text
}
