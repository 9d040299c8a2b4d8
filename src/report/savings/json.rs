//! A summary as JSON in the form of RFC 8785 (JCS): counts are small integers, everything else is a string.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Detail;
use crate::document::jcs;
use crate::report::wording::en::reports::because;
use crate::report::writer::json::{ledger, tool};
use crate::summary::{Block, By, DEFINITIONS, Line, Row, Summary};

/// The format's name and version.
pub(crate) const FORMAT: &str = "bijia.savings/1";

/// Writes one object and a newline; `awards` is `null` unless all are asked for.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(summary: &Summary, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let question = &summary.question;
    let lines = |lines: &mut dyn Iterator<Item = &Line>| lines.map(award).collect::<Vec<_>>();
    let awards = (detail == Detail::Awards).then(|| lines(&mut summary.lines.iter()));
    let names: Vec<&str> = question.by.iter().map(|by| by.name()).collect();
    let definitions = DEFINITIONS.iter().map(|definition| (definition.word.to_owned(), definition.meaning.into()));
    let document = json!({
        "awards": awards,
        "currencies": summary.blocks.iter().map(|found| block(found, &question.by)).collect::<Vec<_>>(),
        "definitions": definitions.collect::<Map<String, Value>>(),
        "filter": {"by": names, "from": question.from, "to": question.to},
        "first_award": summary.days.map(|(first, _)| first),
        "format": FORMAT,
        "last_award": summary.days.map(|(_, last)| last),
        "ledger": ledger(summary.head.as_ref()),
        "missed": lines(&mut summary.missed()),
        "overrides": lines(&mut summary.overrides()),
        "pending": lines(&mut summary.pending()),
        "tool": tool(),
        "void": lines(&mut summary.ended()),
    });
    out.write_all(&jcs::bytes(&document)?)?;
    out.write_all(b"\n")
}

fn block(block: &Block, by: &[By]) -> Value {
    let row = |row: &Row| {
        let keys = by.iter().zip(&row.keys).map(|(by, key)| (by.name().to_owned(), json!(key)));
        json!({"figures": row.figures, "keys": keys.collect::<Map<String, Value>>(), "kind": row.kind.name()})
    };
    json!({
        "currency": block.currency,
        "pending": block.pending,
        "rows": block.rows.iter().map(row).collect::<Vec<_>>(),
        "total": block.total,
    })
}

fn award(line: &Line) -> Value {
    let account = &line.account;
    json!({
        "apart": account.apart,
        "approver": line.approval.as_ref().map(|approval| &approval.by),
        "awarded": line.awarded,
        "basis": line.basis,
        "because": line.missed.map(|_| because(line).plain()),
        "budget": line.budget,
        "buyer": line.buyer,
        "category": line.category,
        "committed": line.committed,
        "counted": account.counted.to_string(),
        "currency": line.currency,
        "department": line.department,
        "ended": line.ended.as_ref().map(|ended| json!({"reason": ended.reason, "seq": ended.seq})),
        "item": line.item,
        "lot": line.lot,
        "missed": line.missed,
        "negotiated": line.negotiated,
        "on": line.on,
        "ordered": line.ordered,
        "owed": account.owed,
        "paid": account.paid,
        "period": line.period,
        "realised": line.realised,
        "reason": line.reason,
        "received": account.received.to_string(),
        "recommended": line.recommended,
        "refused": account.refused.to_string(),
        "request": line.request,
        "returned": account.returned.to_string(),
        "seq": line.seq,
        "status": line.status.name(),
        "surplus": account.surplus.to_string(),
        "unit": line.unit,
        "vendor": line.vendor,
    })
}
