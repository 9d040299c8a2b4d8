//! The record of vendors as a report.

use serde_json::json;

use super::evidence;
use super::model::Priority::{Hidden, Key, Second};
use super::model::{Cell, Column, Json, Report, Row, Section, Table};
use super::wording::en::reports as words;
use crate::summary::vendors::{DEFINITIONS, Figures, Vendors};
use crate::value::currency::Currency;
use crate::value::money::Decimal;
use crate::value::untrusted::Untrusted;

fn columns() -> Vec<Column> {
    vec![
        Column::left("vendor", Key),
        Column::left("currency", Key),
        Column::right("awards", Key),
        Column::right("awarded", Key),
        Column::right("share_percent", Second),
        Column::right("deliveries", Second),
        Column::right("on_time", Hidden),
        Column::right("dated", Hidden),
        Column::right("on_time_percent", Key),
        Column::right("accepted", Hidden),
        Column::right("judged", Hidden),
        Column::right("accepted_percent", Key),
        Column::right("paid", Second),
        Column::right("cost", Second),
        Column::right("proportional", Second),
        Column::right("difference", Second),
    ]
}

/// Makes the report.
pub(crate) fn report(found: &Vendors) -> Report<'static> {
    let json = Json {
        format: "bijia.vendors/1",
        filter: vec![("as_of", json!(found.as_of)), ("from", json!(found.from)), ("to", json!(found.to))],
        ledger: found.head.clone(),
    };
    let records = found
        .records
        .iter()
        .map(|record| Row::new("vendor", cells(Some(&record.vendor), record.currency, record.share, &record.figures)));
    let totals = found.totals.iter().map(|(currency, figures)| {
        Row::new("total", cells(None, *currency, figures.awarded.percent_of(figures.awarded), figures))
    });
    let table = |key, rows| Table { key, columns: columns(), rows, ..Table::default() };
    let sections = [
        Section::of_table(words::VENDORS, table("vendors", records.collect())),
        Section::of_table(words::CURRENCY_TOTALS, table("totals", totals.collect())),
    ];
    let sections = sections.into_iter().chain(evidence::sections(&DEFINITIONS, &json));
    Report::new(words::VENDOR_RECORD, vec![words::vendors_heading(found)], json, sections)
}

fn cells(vendor: Option<&Untrusted>, currency: Currency, share: Option<Decimal>, figures: &Figures) -> Vec<Cell> {
    let deliveries = &figures.deliveries;
    // People read the counts beside each percentage; programs have them in columns of their own.
    let percent = |percent: Option<Decimal>, part: u64, whole: u64| match percent {
        Some(percent) => Cell::number(Some(percent)).shown(words::percent_of(percent, part, whole)),
        None => Cell::Empty,
    };
    vec![
        Cell::name(vendor),
        Cell::words(currency.to_string()),
        Cell::Count(figures.awards),
        Cell::Money(figures.awarded),
        Cell::number(share),
        Cell::Count(deliveries.all),
        Cell::Count(deliveries.on_time),
        Cell::Count(deliveries.dated),
        percent(deliveries.on_time_percent(), deliveries.on_time, deliveries.dated),
        Cell::Count(deliveries.accepted),
        Cell::Count(deliveries.judged),
        percent(deliveries.accepted_percent(), deliveries.accepted, deliveries.judged),
        Cell::Money(figures.paid),
        Cell::Money(figures.cost),
        Cell::Money(figures.proportional),
        Cell::money(figures.difference()),
    ]
}
