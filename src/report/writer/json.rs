//! A report as JSON in the form of RFC 8785 (JCS): counts are small integers, everything else is a string.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::document::jcs;
use crate::ledger::Head;
use crate::report::model::{Cell, Priority, Report};

/// Writes one object and a newline: the rows of each table by its key, and the notes that are definitions.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = report.json.expect("a report that is written as JSON states its format");
    let mut document = Map::new();
    let mut definitions = Map::new();
    for section in report.sections.filter(|section| section.readers.are_programs()) {
        let meanings = section.notes.into_iter().filter(|note| note.kind == DEFINITION);
        definitions.extend(meanings.map(|note| (note.term.into_owned(), note.text.plain().into())));
        if let Some(table) = section.table {
            let object = |cells: &Vec<Cell>| -> Value {
                let pairs = table.columns.iter().zip(cells);
                let pairs = pairs.filter(|(column, _)| column.priority != Priority::Drawing);
                Value::Object(pairs.map(|(column, cell)| (column.key.to_string(), value(cell))).collect())
            };
            // Tables under one key are one list.
            let list = document.entry(table.key).or_insert_with(|| Value::Array(Vec::new()));
            let list = list.as_array_mut().expect("no table has the key of a part that is none");
            list.extend(table.rows.iter().map(|row| object(&row.cells)));
        }
    }
    let filter = head.filter.into_iter().map(|(name, value)| (name.to_owned(), value));
    document.insert("definitions".to_owned(), Value::Object(definitions));
    document.insert("filter".to_owned(), Value::Object(filter.collect()));
    document.insert("format".to_owned(), head.format.into());
    document.insert("ledger".to_owned(), ledger(head.ledger.as_ref()));
    document.insert("tool".to_owned(), tool());
    out.write_all(&jcs::bytes(&Value::Object(document))?)?;
    out.write_all(b"\n")
}

/// The kind of notes that say what a word means.
pub(crate) const DEFINITION: &str = "definition";

/// Returns a ledger as documents state it.
pub(crate) fn ledger(head: Option<&Head>) -> Value {
    head.map_or(Value::Null, |head| json!({"head": head.to_string(), "id": head.ledger_id, "size": head.seq}))
}

/// Returns what made a document.
pub(crate) fn tool() -> Value {
    json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")})
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty | Cell::Bar(_) => Value::Null,
        Cell::Money(amount) => amount.to_string().into(),
        Cell::Number(number) => number.as_str().into(),
        Cell::Count(count) => (*count).into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Name(name) => name.raw().into(),
        Cell::Code(code) => (*code).into(),
        Cell::Codes(codes) => codes.iter().map(|code| Value::from(*code)).collect(),
        Cell::Flag(holds) => (*holds).into(),
        Cell::Words(text) => text.plain().into(),
        Cell::Shown(cell, _) => value(cell),
    }
}
