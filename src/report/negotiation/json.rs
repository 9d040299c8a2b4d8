//! A negotiation as JSON in the form of RFC 8785 (JCS): counts are small integers, everything else is a string.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{change, currency_of, unit_target, up_to, why};
use crate::document::jcs;
use crate::policy::digest;
use crate::report::writer::json::tool;
use crate::rule::dataset::quotes::{ItemId, QuoteId};
use crate::rule::decision::{DecisionKind, Withdrawal};
use crate::rule::negotiate::{Lack, Position, Target, Unpriced, negotiate};
use crate::rule::recommendation::Recommendation;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Money, Quantity, UnitPrice};
use crate::value::source::Digest;
use crate::value::untrusted::UntrustedStr;

/// The format's name and version.
const FORMAT: &str = "bijia.negotiation/1";

#[derive(Serialize)]
struct Document<'r> {
    as_of: Date,
    currency: Currency,
    format: &'static str,
    inputs: Vec<Input<'r>>,
    items: Vec<Entry<'r>>,
    policy_sha256: Digest,
    tool: Value,
}

#[derive(Serialize)]
struct Input<'r> {
    name: &'r str,
    role: &'static str,
    sha256: Digest,
}

#[derive(Serialize)]
struct Entry<'r> {
    /// `unit-price` where nobody states a quantity: totals are then evaluated unit prices.
    compared_by: &'static str,
    decision: &'static str,
    item: &'r str,
    lot: Option<&'r str>,
    offers: Vec<Offer<'r>>,
    quantity: Quantity,
    refer_because: Option<&'static str>,
    request: Option<&'r str>,
    unit: Option<&'r str>,
}

#[derive(Serialize)]
struct Offer<'r> {
    /// What is decided where the recommended one costs more.
    above: Option<Above<'r>>,
    /// `null` where it is chosen at any price, or at none: `lacks` tells which.
    change: Option<Money>,
    chosen_up_to: Option<Money>,
    currency: Currency,
    file: &'r str,
    lacks: Vec<Missing<'r>>,
    outcome: &'static str,
    percent: Option<String>,
    row: u32,
    total: Option<Money>,
    total_at_unit_price: Option<Money>,
    unit_price: Option<UnitPrice>,
    unit_price_up_to: Option<String>,
    vendor: &'r str,
    why: String,
}

#[derive(Serialize)]
struct Above<'r> {
    candidates: Vec<&'r str>,
    decision: &'static str,
    /// `ceiling` or `rule`.
    limit: &'static str,
    vendor: Option<&'r str>,
}

/// What an offer lacks: the gate or step that is against it, and the vendor that it is held against.
#[derive(Serialize)]
struct Missing<'r> {
    criterion: Option<&'r str>,
    other: Option<&'r str>,
    own: Option<String>,
    step: &'static str,
    wanted: Option<String>,
}

/// Writes one object and a newline.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(of: &Recommendation, items: &[ItemId], out: &mut dyn Write) -> io::Result<()> {
    let inputs = of.dataset().inputs().iter();
    let document = Document {
        as_of: of.as_of(),
        currency: of.dataset().currency(),
        format: FORMAT,
        inputs: inputs
            .map(|input| Input { name: input.name.raw(), role: input.role.name(), sha256: input.sha256 })
            .collect(),
        items: items.iter().map(|item| entry(of, *item)).collect(),
        policy_sha256: digest(of.policy()),
        tool: tool(),
    };
    out.write_all(&jcs::bytes(&document)?)?;
    out.write_all(b"\n")
}

fn entry(of: &Recommendation, item: ItemId) -> Entry<'_> {
    let request = of.request(item);
    let negotiation = negotiate(of, item);
    Entry {
        compared_by: if request.is_counted { "total" } else { "unit-price" },
        decision: negotiation.decision.kind.name(),
        item: request.item.raw(),
        lot: request.lot.map(UntrustedStr::raw),
        offers: negotiation.positions.iter().map(|position| offer(of, position)).collect(),
        quantity: request.quantity,
        refer_because: negotiation.decision.kind.refer_because(),
        request: request.number.map(UntrustedStr::raw),
        unit: request.unit.map(UntrustedStr::raw),
    }
}

fn offer<'r>(of: &'r Recommendation, position: &Position) -> Offer<'r> {
    let quote = position.outcome.quote;
    let (input, place) = of.dataset().place(quote);
    let change = change(position);
    let percent = change.zip(position.outcome.total).and_then(|(change, total)| change.percent_of(total));
    let above = match &position.target {
        Target::UpTo(up_to) => up_to.above.as_ref(),
        Target::Any | Target::Lacks(_) => None,
    };
    Offer {
        above: above.map(|above| self::above(of, &above.then, above.is_ceiling)),
        change,
        chosen_up_to: up_to(position),
        currency: currency_of(of, quote),
        file: input.name.raw(),
        lacks: lacks(of, position),
        outcome: position.outcome.fate.name(),
        percent: percent.map(|percent| percent.to_string()),
        row: place.row(),
        total: position.outcome.total,
        total_at_unit_price: unit_target(position).map(|target| target.total),
        unit_price: of.dataset().quotes.unit_price(quote),
        unit_price_up_to: unit_target(position).map(|target| target.price.to_string()),
        vendor: of.vendor(quote).raw(),
        why: why(of, position).plain(),
    }
}

fn above<'r>(of: &'r Recommendation, then: &Withdrawal, is_ceiling: bool) -> Above<'r> {
    let vendor = match then.kind {
        DecisionKind::Recommended(quote) => Some(of.vendor(quote).raw()),
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    };
    Above {
        candidates: then.candidates.iter().map(|quote| of.vendor(*quote).raw()).collect(),
        decision: then.kind.name(),
        limit: if is_ceiling { "ceiling" } else { "rule" },
        vendor,
    }
}

fn lacks<'r>(of: &'r Recommendation, position: &Position) -> Vec<Missing<'r>> {
    let quote = position.outcome.quote;
    let missing = |step, other: Option<QuoteId>, own, wanted| Missing {
        criterion: None,
        other: other.map(|other| of.vendor(other).raw()),
        own,
        step,
        wanted,
    };
    match &position.target {
        Target::Any => Vec::new(),
        Target::UpTo(up_to) => match up_to.price {
            Ok(_) => Vec::new(),
            Err(Unpriced::CostsAlone(costs)) => {
                vec![missing("costs", None, Some(costs.to_string()), Some(up_to.total.to_string()))]
            }
            Err(Unpriced::OnlyZero) => vec![missing("zero-price", None, None, None)],
        },
        Target::Lacks(lacks) => {
            let entry = |lack: &Lack| match *lack {
                Lack::Gate(rejection) => {
                    let (own, wanted) = rejection.figures(of, quote);
                    missing(rejection.name(), None, own, wanted)
                }
                Lack::Grade(to) => missing("quality", Some(to), of.grade_name(quote), of.grade_name(to)),
                Lack::Service(to, criterion) => {
                    let text = |quote| of.dataset().quotes.criterion_text(criterion, quote);
                    let column = of.policy().service[criterion].column.as_str();
                    Missing { criterion: Some(column), ..missing("service", Some(to), text(quote), text(to)) }
                }
                Lack::Equal(to) => missing("tie", Some(to), None, None),
            };
            lacks.iter().map(entry).collect()
        }
    }
}
