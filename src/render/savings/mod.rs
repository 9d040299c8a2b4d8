//! What was saved, as people and programs read it: a function for each output of a summary.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod table;

use crate::savings::Summary;

/// A fact of where a summary comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is, as programs name it.
    pub name: &'static str,
    /// The fact; `None` where there is none, as a filter that is not set.
    pub value: Option<String>,
}

/// Returns where a summary comes from: they stand in every export, in this order.
#[must_use]
pub fn facts(summary: &Summary) -> Vec<Fact> {
    let question = &summary.question;
    let head = summary.head.as_ref();
    let by: Vec<&str> = question.by.iter().map(|by| by.name()).collect();
    let fact = |name, value| Fact { name, value };
    vec![
        fact("from", question.from.map(|day| day.to_string())),
        fact("to", question.to.map(|day| day.to_string())),
        fact("by", Some(by.join(", ")).filter(|by| !by.is_empty())),
        fact("first_award", summary.days.map(|(first, _)| first.to_string())),
        fact("last_award", summary.days.map(|(_, last)| last.to_string())),
        fact("ledger_id", head.map(|head| head.ledger_id.clone())),
        fact("ledger_size", head.map(|head| head.seq.to_string())),
        fact("ledger_head", head.map(ToString::to_string)),
        fact("tool", Some(format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")))),
    ]
}
