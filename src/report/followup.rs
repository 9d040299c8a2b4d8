//! What is still to be done as a report: a section for each kind.

use serde_json::json;

use super::amount::grouped;
use super::report::{Cell, Column, Ledger, Report, Section};
use super::sheet::{Holds, Yields, counted};
use crate::summary::followup::{DEFINITIONS, FollowUp, Holder, Kind, Task};

/// The format's name and version.
pub const FORMAT: &str = "bijia.followup/1";

/// The columns.
const COLUMNS: [Column; 17] = [
    Column::new("seq", Holds::Numbers, Some(Yields::Never)),
    Column::new("request", Holds::Words, Some(Yields::Second)),
    Column::new("lot", Holds::Words, Some(Yields::Second)),
    Column::new("item", Holds::Words, Some(Yields::Never)),
    Column::new("vendor", Holds::Words, Some(Yields::Never)),
    Column::new("what", Holds::Words, Some(Yields::Never)),
    Column::new("quantity", Holds::Numbers, Some(Yields::Second)),
    Column::new("amount", Holds::Numbers, Some(Yields::Second)),
    Column::new("currency", Holds::Words, Some(Yields::Second)),
    Column::new("holder", Holds::Words, Some(Yields::Never)),
    Column::new("since", Holds::Words, Some(Yields::Never)),
    Column::new("days", Holds::Numbers, Some(Yields::Never)),
    Column::new("due", Holds::Words, Some(Yields::Second)),
    Column::new("overdue", Holds::Words, Some(Yields::Never)),
    Column::new("overdue_days", Holds::Numbers, None),
    Column::new("not_holder", Holds::Words, None),
    Column::new("file", Holds::Words, Some(Yields::Second)),
];

/// The sections: what a row is, the key of the list, what people read above it, and the kinds that stand in it.
const SECTIONS: [(&str, &str, &str, &[Kind]); 6] = [
    ("undecided", "undecided", "Referred and not decided", &[Kind::Undecided]),
    ("no-offer", "no_offer", "No offer to take", &[Kind::NoOffer]),
    ("not-awarded", "not_awarded", "Recommended and not awarded", &[Kind::NotAwarded]),
    ("not-approved", "not_approved", "Awarded and not approved", &[Kind::NotApproved]),
    ("not-received", "not_received", "Approved and not received", &[Kind::NotReceived]),
    ("not-as-ordered", "not_as_ordered", "Received and not as ordered", &[Kind::Price, Kind::Quantity, Kind::Quality]),
];

/// Makes the report.
#[must_use]
pub fn report(found: &FollowUp) -> Report {
    let overdue = found.tasks.iter().filter(|task| task.overdue.is_some()).count();
    let tasks = counted(found.tasks.len(), "thing", "things");
    let sections = SECTIONS.map(|(kind, key, title, kinds)| {
        let rows = found.tasks.iter().filter(|task| kinds.contains(&task.kind)).map(row);
        Section { kind, key, title: title.to_owned(), rows: rows.collect() }
    });
    Report {
        format: FORMAT,
        title: "What is still to be done",
        heading: vec![format!("{tasks} to do as of {}, {overdue} overdue", found.as_of)],
        columns: COLUMNS.to_vec(),
        sections: sections.to_vec(),
        picture: None,
        definitions: &DEFINITIONS,
        filter: vec![("as_of", json!(found.as_of))],
        ledger: found.head.as_ref().map(|head| Ledger {
            id: head.ledger_id.to_string(),
            size: head.seq.get(),
            head: head.to_string(),
        }),
    }
}

fn row(task: &Task) -> Vec<Cell> {
    let (holder, not_holder) = match &task.holder {
        Holder::Buyer => (Cell::Absent("the buyer".to_owned()), Cell::Nothing),
        Holder::Person(name) => (Cell::text(Some(name)), Cell::Nothing),
        Holder::OtherThan(name) => {
            (Cell::Absent(format!("approver other than {}", name.shown())), Cell::text(Some(name)))
        }
    };
    let late = match task.overdue {
        Some(1) => "1 day OVERDUE".to_owned(),
        Some(days) => format!("{days} days OVERDUE"),
        None => String::new(),
    };
    vec![
        task.seq.map_or(Cell::Nothing, |seq| Cell::Count(seq.get())),
        Cell::text(task.request.as_ref()),
        Cell::text(task.lot.as_ref()),
        Cell::text(Some(&task.item)),
        Cell::text(task.vendor.as_ref()),
        what(task),
        Cell::own(task.quantity),
        Cell::amount(task.amount),
        Cell::Own(task.currency.to_string()),
        holder,
        Cell::Own(task.since.to_string()),
        Cell::Own(task.days.to_string()),
        Cell::own(task.due),
        Cell::Flag { holds: task.overdue.is_some(), shown: late },
        Cell::own(task.overdue),
        not_holder,
        Cell::text(task.file.as_ref()),
    ]
}

/// Says what is not as ordered.
fn what(task: &Task) -> Cell {
    let amount = task.amount.map(grouped).unwrap_or_default();
    let quantity = task.quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
    let said = |word: &str, shown| Cell::Said { word: word.to_owned(), shown };
    match task.kind {
        Kind::Undecided | Kind::NoOffer | Kind::NotAwarded | Kind::NotApproved | Kind::NotReceived => Cell::Nothing,
        Kind::Price => match amount.strip_prefix('-') {
            Some(less) => said("price", format!("price: {less} less paid")),
            None => said("price", format!("price: {amount} more paid")),
        },
        Kind::Quantity => said("quantity", format!("quantity: {quantity} more than ordered")),
        Kind::Quality => said("quality", format!("quality: {quantity} not accepted")),
    }
}
