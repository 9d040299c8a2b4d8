//! Headers that change nothing though they may be meant to, in words.

use super::faults::listed;
use crate::read::{Figures, Remedy, Setting, Topic, UnitFault};
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
    let cost = format!("`[[cost]] column = \"{shown}\"`");
    let gate = format!("`[[gate]] column = \"{shown}\"`");
    match remedy {
        Remedy::Map(column) => format!("if it is `{column}`: {} in the policy; {left_out}", map(column)),
        Remedy::MapOr(one, other) => {
            format!("if it is `{one}`: {} in the policy; if it is `{other}`: {}; {left_out}", map(one), map(other))
        }
        Remedy::Add(Figures::Unclear | Figures::Amounts) => format!(
            "to add it to the total: {cost} in the policy, an amount of the whole line; with `per = \"unit\"`, one of each unit; \
             {left_out}"
        ),
        Remedy::Add(Figures::AmountsForOne) => {
            format!("to add it to the total: {cost} in the policy, with `per = \"unit\"`; {left_out}")
        }
        Remedy::Add(Figures::Percentages) => {
            format!("to put it on top of the goods: {cost} in the policy, with `per = \"percent-on\"`; {left_out}")
        }
        Remedy::TakeOff(Figures::Unclear) => format!(
            "to take it off: {cost} in the policy, with `per = \"percent-off\"` where it is a percentage, with \
             `per = \"line-off\"` where it is an amount off the line; {left_out}"
        ),
        Remedy::TakeOff(Figures::Amounts | Figures::AmountsForOne) => {
            format!("to take it off the line: {cost} in the policy, with `per = \"line-off\"`; {left_out}")
        }
        Remedy::TakeOff(Figures::Percentages) => {
            format!("to take it off: {cost} in the policy, with `per = \"percent-off\"`; {left_out}")
        }
        Remedy::AddHeld => {
            format!("if it is paid and does not come back: {cost} in the policy; {left_out}")
        }
        Remedy::AddPercent => format!(
            "if an invoice costs a percentage on top: {cost} in the policy, with `per = \"percent-on\"`; {left_out}"
        ),
        Remedy::RowsBy(column) => {
            format!("give each of these prices a row of its own, with a column `{column}`; {left_out}")
        }
        Remedy::Compare => format!(
            "to compare it: `--service \"{shown} desc\"`; to ask for something: a `[[gate]]` in the policy; {left_out}"
        ),
        Remedy::Ask => format!(
            "it is in no total; to ask for something: {gate} in the policy, with `one_of = [\"...\"]`; to compare numbers: \
             `--service \"{shown} desc\"`; {left_out}"
        ),
        Remedy::AskForDay => {
            format!("to ask that it is valid: {gate} in the policy, with `on_or_after = \"as-of\"`; {left_out}")
        }
        Remedy::Convert => {
            format!("state calendar days instead, below the header `{}`; {left_out}", Column::DeliveryDays)
        }
        Remedy::Check => {
            format!("nothing computes it: leave it out with `--ignore \"{shown}\"`, and check the award against it")
        }
        Remedy::Ignore => left_out,
    }
}

/// Says what to do about headers that mean the same column.
pub(super) fn choose(column: Column, headers: &[Untrusted]) -> String {
    let (first, others) = headers.split_first().expect("there are several");
    let choice = mapping(column, first.shown());
    if Topic::of(column).is_none() {
        return format!("choose one of them in the policy: {choice}");
    }
    let others: Vec<String> = others.iter().map(|header| format!("\"{}\"", header.shown())).collect();
    let others = others.join(", ");
    format!("choose one of them in the policy, and leave the rest out: {choice} and, above it, `ignore = [{others}]`")
}

/// Says what to do about a unit in a header.
pub(super) fn convert(column: Column, header: &Untrusted, why: UnitFault) -> String {
    let header = header.shown();
    match (why, column) {
        (UnitFault::ForOne, Column::Freight) => for_one(header),
        (UnitFault::ForOne, _) => {
            format!("multiply it by the quantity, and name the column `{column}`: it is for the whole line")
        }
        (UnitFault::Money, Column::MinOrder) => {
            format!(
                "nothing computes the least value of an order: `--ignore \"{header}\"`, and check the award against it"
            )
        }
        (UnitFault::OtherThanPrice, Column::Freight) => {
            "convert the column into the currency of the price, and name it `freight`".to_owned()
        }
        (UnitFault::OtherThanPrice, _) => {
            format!("the header of the price states something else; leave this one out: `--ignore \"{header}\"`")
        }
        (UnitFault::Other | UnitFault::Money, _) => {
            format!("convert the column and name it `{column}`; or map it in the policy if it is right as it is")
        }
    }
}

/// Says how to add an amount of each unit.
pub(super) fn for_one(header: Shown<'_>) -> String {
    format!("add it in the policy as an amount of each unit: `[[cost]] column = \"{header}\"`, with `per = \"unit\"`")
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
        Topic::Invoice => "an invoice",
        Topic::Amount => "an amount of money",
        Topic::Payment => "payment",
        Topic::Deposit => "money that is held",
        Topic::MinOrder => "a least quantity",
        Topic::MinOrderValue => "the least value of an order",
        Topic::Multiple => "multiples of a quantity",
        Topic::Pack => "packs",
        Topic::Quantity => "a quantity",
        Topic::Warranty => "a warranty",
        Topic::ShelfLife => "shelf life",
        Topic::Validity => "how long something is valid",
        Topic::Licence => "how long a licence is valid",
        Topic::Delivery => "delivery",
        Topic::Time => "time",
        Topic::Round => "a round",
        Topic::Quality => "quality",
    }
}
