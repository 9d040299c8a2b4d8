//! The record of vendors as a report.

use serde_json::json;

use super::report::{Cell, Column, Ledger, Report, Section};
use super::sheet::{Holds, Yields, counted};
use crate::summary::vendors::{DEFINITIONS, Figures, Vendors};
use crate::value::currency::Currency;
use crate::value::money::Decimal;
use crate::value::untrusted::Untrusted;

/// The format's name and version.
pub const FORMAT: &str = "bijia.vendors/1";

/// The columns.
const COLUMNS: [Column; 15] = [
    Column::new("vendor", Holds::Words, Some(Yields::Never)),
    Column::new("currency", Holds::Words, Some(Yields::Never)),
    Column::new("awards", Holds::Numbers, Some(Yields::Never)),
    Column::new("awarded", Holds::Numbers, Some(Yields::Never)),
    Column::new("share_percent", Holds::Numbers, Some(Yields::Second)),
    Column::new("deliveries", Holds::Numbers, Some(Yields::Second)),
    Column::new("on_time", Holds::Numbers, None),
    Column::new("dated", Holds::Numbers, None),
    Column::new("on_time_percent", Holds::Numbers, Some(Yields::Never)),
    Column::new("accepted", Holds::Numbers, None),
    Column::new("judged", Holds::Numbers, None),
    Column::new("accepted_percent", Holds::Numbers, Some(Yields::Never)),
    Column::new("paid", Holds::Numbers, Some(Yields::Second)),
    Column::new("proportional", Holds::Numbers, Some(Yields::Second)),
    Column::new("difference", Holds::Numbers, Some(Yields::Second)),
];

/// Makes the report.
#[must_use]
pub fn report(found: &Vendors) -> Report {
    let days = match (found.from, found.to) {
        (None, None) => "all days".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("up to {to}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
    };
    let records = found.records.iter();
    let records = records.map(|record| row(Some(&record.vendor), record.currency, record.share, &record.figures));
    let totals = found
        .totals
        .iter()
        .map(|(currency, figures)| row(None, *currency, figures.awarded.percent_of(figures.awarded), figures));
    let vendors = counted(found.records.len(), "record", "records");
    Report {
        format: FORMAT,
        title: "Record of vendors",
        heading: vec![format!("{vendors} of vendors, {days}")],
        columns: COLUMNS.to_vec(),
        sections: vec![
            Section { kind: "vendor", key: "vendors", title: "Vendors".to_owned(), rows: records.collect() },
            Section {
                kind: "total",
                key: "totals",
                title: "Total of each currency".to_owned(),
                rows: totals.collect(),
            },
        ],
        picture: None,
        definitions: &DEFINITIONS,
        filter: vec![("from", json!(found.from)), ("to", json!(found.to))],
        ledger: found.head.as_ref().map(|head| Ledger {
            id: head.ledger_id.to_string(),
            size: head.seq.get(),
            head: head.to_string(),
        }),
    }
}

fn row(vendor: Option<&Untrusted>, currency: Currency, share: Option<Decimal>, figures: &Figures) -> Vec<Cell> {
    let deliveries = &figures.deliveries;
    // People read the counts beside each percentage; programs have them in columns of their own.
    let percent = |percent: Option<crate::value::money::Decimal>, part: u64, whole: u64| match percent {
        Some(percent) => Cell::Said { word: percent.to_string(), shown: format!("{percent} ({part} of {whole})") },
        None => Cell::Nothing,
    };
    vec![
        Cell::text(vendor),
        Cell::Own(currency.to_string()),
        Cell::Count(figures.awards),
        Cell::Amount(figures.awarded),
        Cell::own(share),
        Cell::Count(deliveries.all),
        Cell::Count(deliveries.on_time),
        Cell::Count(deliveries.dated),
        percent(deliveries.on_time_percent(), deliveries.on_time, deliveries.dated),
        Cell::Count(deliveries.accepted),
        Cell::Count(deliveries.judged),
        percent(deliveries.accepted_percent(), deliveries.accepted, deliveries.judged),
        Cell::Amount(figures.paid),
        Cell::Amount(figures.proportional),
        Cell::amount(figures.difference()),
    ]
}
