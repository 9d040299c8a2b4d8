//! What is still to be done as a report: a list for each kind.

use serde_json::json;

use super::evidence;
use super::model::Priority::{Hidden, Key, Second};
use super::model::{Cell, Column, Json, Mark, Report, Row, Section, Table};
use super::wording::en::reports as words;
use crate::summary::followup::{DEFINITIONS, FollowUp, Holder, Kind, Task};

fn columns() -> Vec<Column> {
    vec![
        Column::right("seq", Key),
        Column::left("request", Second),
        Column::left("lot", Second),
        Column::left("item", Key),
        Column::left("vendor", Key),
        Column::left("what", Key),
        Column::right("quantity", Second),
        Column::right("amount", Second),
        Column::left("currency", Second),
        Column::left("holder", Key),
        Column::right("since", Key),
        Column::right("days", Key),
        Column::right("due", Second),
        Column::left("overdue", Key).emphasised(),
        Column::right("overdue_days", Hidden),
        Column::left("not_holder", Hidden),
        Column::left("file", Second),
    ]
}

/// The lists: what a row is, the key of the list, and the kinds that are in it.
const LISTS: [(&str, &str, &[Kind]); 7] = [
    ("undecided", "undecided", &[Kind::Undecided]),
    ("no-offer", "no_offer", &[Kind::NoOffer]),
    ("not-awarded", "not_awarded", &[Kind::NotAwarded]),
    ("not-approved", "not_approved", &[Kind::NotApproved]),
    ("not-received", "not_received", &[Kind::NotReceived]),
    ("not-paid", "not_paid", &[Kind::NotPaid]),
    ("not-as-ordered", "not_as_ordered", &[Kind::Price, Kind::Quantity, Kind::Quality, Kind::Returned, Kind::Credit]),
];

/// Makes the report.
pub(crate) fn report(found: &FollowUp) -> Report<'static> {
    let json =
        Json { format: "bijia.followup/1", filter: vec![("as_of", json!(found.as_of))], ledger: found.head.clone() };
    let mut sections: Vec<Section> = LISTS
        .into_iter()
        .zip(words::FOLLOW_UP_LISTS)
        .map(|((kind, key, kinds), title)| {
            let rows = found.tasks.iter().filter(|task| kinds.contains(&task.kind)).map(|task| row(kind, task));
            Section::of_table(title, Table { key, columns: columns(), rows: rows.collect(), ..Table::default() })
        })
        .collect();
    sections.extend(evidence::sections(&DEFINITIONS, &json));
    Report::new(words::FOLLOW_UP, vec![words::follow_up_heading(found)], json, sections)
}

fn row(kind: &'static str, task: &Task) -> Row {
    let what = match task.kind {
        Kind::Undecided | Kind::NoOffer | Kind::NotAwarded | Kind::NotApproved | Kind::NotReceived | Kind::NotPaid => {
            None
        }
        Kind::Price => Some("price"),
        Kind::Quantity => Some("quantity"),
        Kind::Quality => Some("quality"),
        Kind::Returned => Some("returned"),
        Kind::Credit => Some("credit"),
    };
    let (person, other_than) = match &task.holder {
        Holder::Buyer => (None, None),
        Holder::Person(name) => (Some(name), None),
        Holder::OtherThan(name) => (None, Some(name)),
    };
    let cells = vec![
        task.seq.map_or(Cell::Empty, |seq| Cell::Count(seq.get())),
        Cell::name(task.request.as_ref()),
        Cell::name(task.lot.as_ref()),
        Cell::name(Some(&task.item)),
        Cell::name(task.vendor.as_ref()),
        what.map_or(Cell::Empty, |what| Cell::Code(what).shown(words::not_as_ordered(task))),
        Cell::number(task.quantity),
        Cell::money(task.amount),
        Cell::words(task.currency.to_string()),
        Cell::name(person).shown(words::holder(&task.holder)),
        Cell::Date(task.since),
        Cell::number(Some(task.days)),
        Cell::date(task.due),
        Cell::Flag(task.overdue.is_some()).shown(words::overdue(task.overdue)),
        Cell::number(task.overdue),
        Cell::name(other_than),
        Cell::name(task.file.as_ref()),
    ];
    Row::new(kind, cells).marked(if task.overdue.is_some() { Mark::Bad } else { Mark::Plain })
}
