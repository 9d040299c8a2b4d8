//! A summary as JSON in the form of RFC 8785 (JCS): counts are small integers, everything else is a string.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::csv::Detail;
use super::sheet::because;
use crate::document::jcs;
use crate::summary::{Against, Baseline, Block, By, DEFINITIONS, Figures, Line, Row, Sum, Summary};

/// The format's name and version.
pub const FORMAT: &str = "bijia.savings/1";

/// Writes one object and a newline; `awards` is `null` unless all are asked for.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(summary: &Summary, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
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
        "ledger": summary.head.as_ref().map(|head| json!({
            "head": head.to_string(), "id": head.ledger_id, "size": head.seq,
        })),
        "missed": lines(&mut summary.missed()),
        "overrides": lines(&mut summary.overrides()),
        "pending": lines(&mut summary.pending()),
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "void": lines(&mut summary.ended()),
    });
    out.write_all(&jcs::bytes(&document)?)?;
    out.write_all(b"\n")
}

fn block(block: &Block, by: &[By]) -> Value {
    json!({
        "currency": block.currency,
        "pending": figures(&block.pending),
        "rows": block.rows.iter().map(|found| row(found, by)).collect::<Vec<_>>(),
        "total": figures(&block.total),
    })
}

fn row(row: &Row, by: &[By]) -> Value {
    let keys = by.iter().zip(&row.keys).map(|(by, key)| (by.name().to_owned(), json!(key)));
    json!({
        "figures": figures(&row.figures),
        "keys": keys.collect::<Map<String, Value>>(),
        "kind": row.kind.name(),
    })
}

fn figures(figures: &Figures) -> Value {
    json!({
        "awarded": figures.awarded,
        "awards": figures.awards,
        "budget": sum(figures.budget),
        "committed": figures.committed,
        "missed": sum(figures.missed),
        "negotiated": against(&figures.negotiated),
        "paid": figures.paid,
        "realised": against(&figures.realised),
        "received": figures.received,
    })
}

fn against(sums: &Against) -> Value {
    let sums = Baseline::ALL.into_iter().map(|baseline| (baseline.name().to_owned(), sum(sums.sum(baseline))));
    Value::Object(sums.collect())
}

fn sum(sum: Sum) -> Value {
    json!({"amount": sum.amount, "awards": sum.awards})
}

fn award(line: &Line) -> Value {
    json!({
        "approver": line.approval.as_ref().map(|approval| &approval.by),
        "awarded": line.awarded,
        "basis": line.basis,
        "because": line.missed.map(|_| because(line)),
        "budget": line.budget,
        "buyer": line.buyer,
        "category": line.category,
        "committed": line.committed,
        "currency": line.currency,
        "department": line.department,
        "ended": line.ended.as_ref().map(|ended| json!({"reason": ended.reason, "seq": ended.seq})),
        "item": line.item,
        "lot": line.lot,
        "missed": line.missed,
        "negotiated": line.negotiated,
        "on": line.on,
        "ordered": line.ordered,
        "paid": line.paid,
        "period": line.period,
        "realised": line.realised,
        "reason": line.reason,
        "received": line.received.to_string(),
        "recommended": line.recommended,
        "request": line.request,
        "seq": line.seq,
        "status": line.status.name(),
        "unit": line.unit,
        "vendor": line.vendor,
    })
}
