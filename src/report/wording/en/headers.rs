//! Headers that change nothing though they may be meant to, in words.

use super::faults::listed;
use crate::read::{Remedy, Setting, Topic};
use crate::value::column::Column;
use crate::value::untrusted::{Shown, Untrusted};

/// Says that a column is used for nothing.
pub(super) fn unused(header: &Untrusted, topic: Topic) -> String {
    format!("`{}` seems to be about {}, and nothing is done with it", header.shown(), about(topic))
}

/// Says what to do with a column that is used for nothing.
pub(super) fn remedy(header: &Untrusted, remedy: Remedy) -> String {
    let shown = header.shown();
    let left_out = format!("if it changes nothing: `--ignore \"{shown}\"`");
    let map = |column: Column| mapping(column, shown);
    match remedy {
        Remedy::Map(column) => format!("if it is `{column}`: {} in the policy; {left_out}", map(column)),
        Remedy::MapOr(one, other) => {
            format!("if it is `{one}`: {} in the policy; if it is `{other}`: {}; {left_out}", map(one), map(other))
        }
        Remedy::Cost => format!("to add it to the total: `[[cost]] column = \"{shown}\"` in the policy; {left_out}"),
        Remedy::RowsBy(column) => {
            format!("give each of these prices a row of its own, with a column `{column}`; {left_out}")
        }
        Remedy::Compare => format!(
            "to compare it: `--service \"{shown} desc\"`; to ask for something: a `[[gate]]` in the policy; {left_out}"
        ),
        Remedy::Ignore => left_out,
    }
}

/// Asks what a price beside a quantity is.
pub(super) fn price_or_amount(header: &Untrusted) -> String {
    format!("`{}` stands beside a quantity, and may be the price of one or the total of the line", header.shown())
}

/// Says how to tell a price from a total.
pub(super) fn which(header: &Untrusted) -> String {
    let [one, total] = [Column::UnitPrice, Column::Amount].map(|column| mapping(column, header.shown()));
    format!("say which in the policy: {one} or {total}")
}

/// Says that no sheet has what the policy names.
pub(super) fn absent(setting: Setting, headers: &[Untrusted]) -> String {
    let headers = listed(headers);
    match setting {
        Setting::Columns(column) => {
            format!("the policy's `[columns]` maps `{column}` to {headers}, which no sheet has")
        }
        Setting::Cost => format!("the policy's `[[cost]]` adds {headers}, which no sheet of quotes has"),
        Setting::Gate => format!("the policy's `[[gate]]` looks at {headers}, which no sheet of quotes has"),
    }
}

/// Says what to do about what no sheet has.
pub(super) fn correct(setting: Setting, near: Option<&Untrusted>) -> String {
    let setting = match setting {
        Setting::Columns(column) => format!("`[columns] {column}`"),
        Setting::Cost => "`[[cost]]`".to_owned(),
        Setting::Gate => "`[[gate]]`".to_owned(),
    };
    match near {
        Some(near) => format!("is `{}` meant? Correct {setting} in the policy, or take it out", near.shown()),
        None => format!("correct {setting} in the policy, or take it out"),
    }
}

fn mapping(column: Column, header: Shown<'_>) -> String {
    format!("`[columns] {column} = \"{header}\"`")
}

/// Names what a header is about.
const fn about(topic: Topic) -> &'static str {
    match topic {
        Topic::Currency => "a currency",
        Topic::Unit => "a unit",
        Topic::Price => "a price",
        Topic::PriceBreak => "a price break",
        Topic::RoundPrice => "the price of a round",
        Topic::TradeTerms => "who pays for carriage",
        Topic::Fee => "a cost",
        Topic::Discount => "a discount",
        Topic::Tax => "tax",
        Topic::Amount => "an amount of money",
        Topic::Payment => "payment",
        Topic::MinOrder => "a least quantity",
        Topic::Multiple => "multiples of a quantity",
        Topic::Pack => "packs",
        Topic::Quantity => "a quantity",
        Topic::Warranty => "a warranty",
        Topic::ShelfLife => "shelf life",
        Topic::Validity => "how long something is valid",
        Topic::Delivery => "delivery",
        Topic::Time => "time",
        Topic::Round => "a round",
        Topic::Quality => "quality",
    }
}
