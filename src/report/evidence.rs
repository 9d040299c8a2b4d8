//! What every report out of the ledger says of itself: what its words mean, and where its figures come from.

use serde_json::Value;

use super::model::text::Text;
use super::model::{Json, Note, Section};
use super::wording::en::reports as words;
use super::writer::json::DEFINITION;
use crate::summary::Definition;
use crate::value::untrusted::Untrusted;

/// Makes both sections, as far as they have something to say.
pub(super) fn sections(meanings: &[Definition], json: &Json) -> [Section; 2] {
    let mut source = source(json, Vec::new());
    source.notes.retain(|note| !note.text.is_empty());
    [Section { only_in_detail: true, ..definitions(meanings) }, source]
}

/// Makes the section of definitions.
pub(super) fn definitions(definitions: &[Definition]) -> Section {
    let note = |each: &Definition| Note { kind: DEFINITION, ..Note::new(each.word, each.meaning) };
    Section::of_notes(words::DEFINITIONS, definitions.iter().map(note).collect())
}

/// Makes the section of facts: what was asked for, more that is worth to be known, the ledger, and the program. Those
/// without a value are empty.
pub(super) fn source(json: &Json, more: Vec<(&'static str, Text)>) -> Section {
    let asked = json.filter.iter().map(|(name, value)| (*name, written(value)));
    let of_head = |text: Option<String>| text.map(Text::from).unwrap_or_default();
    let ledger = json.ledger.as_ref();
    let ledger = [
        ("ledger_id", of_head(ledger.map(|head| head.ledger_id.to_string()))),
        ("ledger_size", of_head(ledger.map(|head| head.seq.to_string()))),
        ("ledger_head", of_head(ledger.map(ToString::to_string))),
        ("tool", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).into()),
    ];
    let notes = asked.chain(more).chain(ledger).map(|(name, text)| Note { kind: "ledger", ..Note::new(name, text) });
    Section::of_notes(words::SOURCE, notes.collect())
}

fn written(value: &Value) -> Text {
    match value {
        Value::Null => Text::default(),
        // It may be the name of a file.
        Value::String(text) => Text::from(&Untrusted::new(text)),
        Value::Array(list) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            if names.is_empty() { Text::default() } else { names.join(", ").into() }
        }
        other @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => other.to_string().into(),
    }
}
