//! A report as JSON in the form of RFC 8785 (JCS): counts are small integers, everything else is a string.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Cell, Report};
use crate::document::jcs;

/// Writes one object and a newline.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let definitions =
        report.definitions.iter().map(|definition| (definition.word.to_owned(), definition.meaning.into()));
    let filter = report.filter.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
    put("definitions", Value::Object(definitions.collect()));
    put("filter", Value::Object(filter.collect()));
    put("format", report.format.into());
    let ledger = report.ledger.as_ref();
    put(
        "ledger",
        ledger.map_or(Value::Null, |ledger| json!({"head": ledger.head, "id": ledger.id, "size": ledger.size})),
    );
    put("tool", json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")}));
    for section in &report.sections {
        let object = |cells: &Vec<Cell>| -> Value {
            let pairs = report.columns.iter().zip(cells);
            Value::Object(pairs.map(|(column, cell)| (column.name.to_owned(), value(cell))).collect())
        };
        put(section.key, section.rows.iter().map(object).collect());
    }
    out.write_all(&jcs::bytes(&Value::Object(document))?)?;
    out.write_all(b"\n")
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing | Cell::Absent(_) => Value::Null,
        Cell::Text(text) => text.raw().into(),
        Cell::Own(text) | Cell::Said { word: text, .. } => text.as_str().into(),
        Cell::Amount(amount) => amount.to_string().into(),
        Cell::Count(count) => (*count).into(),
        Cell::Flag { holds, .. } => (*holds).into(),
        Cell::List(words) => words.iter().map(|word| Value::from(*word)).collect(),
    }
}
