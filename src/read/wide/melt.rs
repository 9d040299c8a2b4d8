//! The rows of a wide sheet as text of one row a quote.
//!
//! A vendor that leaves all of its cells empty does not quote the item. Of a row that no vendor quotes there is a row a vendor
//! all the same where it asks for a quantity, so that the item is in the result: without it the row is left without a
//! vendor, as a total, a signature or a remark, and read as one below any other table.

use csv::StringRecord;

use super::layout::{Layout, Vendor};
use super::places::{Origin, WidePlaces};
use super::words::is_price;
use crate::policy::Policy;
use crate::read::cells::frame::{is_figure, is_signature, is_sum, is_total};
use crate::read::cells::number::{DecimalMark, parse};
use crate::read::fault::FaultKind;
use crate::read::headers::alias::{meaning, normal};
use crate::read::headers::expected::is_carried;
use crate::read::headers::map::number;
use crate::read::sheet::column;
use crate::read::text::records::Records;
use crate::value::column::Column;
use crate::value::source::{ColumnRef, RowRef};
use crate::value::untrusted::Untrusted;

/// A fault of a row that cannot be split.
type RowFault = (RowRef, Option<ColumnRef>, FaultKind);

/// Writes the text; `file` is its place in the order of reading.
pub(super) fn melt(
    text: &str,
    delimiter: u8,
    file: u32,
    layout: &Layout,
    policy: &Policy,
) -> (String, WidePlaces, Vec<RowFault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut places = places(layout);
    let mut faults = Vec::new();
    let mut out = Text { text: String::new(), delimiter: char::from(delimiter) };
    let headers = layout.own.iter().map(|(_, header)| header.as_str()).chain([layout.vendor_header.as_str()]);
    let columns: Vec<String> = layout.columns.iter().map(|column| told_apart(column, layout, policy)).collect();
    out.row(headers.chain(columns.iter().map(String::as_str)));
    let kinds = Kinds::of(layout, policy);
    let nothing = vec![None; layout.columns.len()];
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut record = StringRecord::new();
    let (mut read, mut row) = (0, 0);
    // The text is UTF-8.
    while let Ok(Some(line)) = records.next(&mut record) {
        read += 1;
        let found = records.take_faults();
        if read <= layout.head {
            continue;
        }
        row += 1;
        let at = RowRef { file, row, line };
        // Quotes that do not pair up swallow delimiters; the count of cells then says nothing.
        if !found.is_empty() {
            faults.extend(found.into_iter().map(|(field, fault)| (at, Some(places.named(field)), fault)));
            continue;
        }
        if record.len() != layout.width {
            faults.push((at, None, FaultKind::Ragged { found: record.len(), expected: layout.width }));
            continue;
        }
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let mut put = |vendor: usize, name: &str, fields: &[Option<usize>]| {
            let own = layout.own.iter().map(|(field, _)| cells[*field]).chain([name]);
            out.row(own.chain(fields.iter().map(|field| field.map_or("", |field| cells[field]))));
            places.quotes.push(Origin { row, line, vendor: u32::try_from(vendor).expect("columns are few") });
        };
        let is_quoted = |vendor: &Vendor| vendor.fields.iter().flatten().any(|field| !cells[*field].is_empty());
        let is_asked = || kinds.quantity.is_some_and(|field| !cells[field].is_empty());
        let is_signed = || is_signature(&cells.iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<_>>());
        if kinds.is_total(&cells, row) || is_signed() {
            put(0, "", &nothing);
            continue;
        }
        // What sums up under each vendor looks like a quote of each.
        if let Some((field, text)) = kinds.figure(&cells, row) {
            let fault = FaultKind::Figure { text: Untrusted::new(text), column: Column::Item };
            faults.push((at, Some(column(field, &layout.header(field))), fault));
            continue;
        }
        let is_unquoted = !layout.vendors.iter().any(is_quoted);
        if is_unquoted && !is_asked() {
            put(0, "", &nothing);
            continue;
        }
        for (place, vendor) in layout.vendors.iter().enumerate() {
            if is_unquoted || is_quoted(vendor) {
                put(place, &vendor.name, &vendor.fields);
            }
        }
    }
    places.rows = row;
    (out.text, places, faults)
}

/// Tells a column that is only carried along from one of the rows that has the same header, as that of remarks.
fn told_apart(column: &str, layout: &Layout, policy: &Policy) -> String {
    let is_shared = layout.own.iter().any(|(_, header)| normal(header) == normal(column));
    if is_shared && super::words::known(column, policy).is_some_and(is_carried) {
        return format!("{} / {column}", layout.vendor_header);
    }
    column.to_owned()
}

/// Says whether a cell is a number, maybe with the mark of a currency.
fn is_number(cell: &str) -> bool {
    is_sum(cell) || parse(cell, DecimalMark::Assumed).is_ok()
}

/// What is in some columns of a sheet.
struct Kinds {
    item: Option<usize>,
    quantity: Option<usize>,
    /// By field, whether a total may have a sum there.
    sums: Vec<bool>,
}

impl Kinds {
    fn of(layout: &Layout, policy: &Policy) -> Self {
        let known = |header: &str| super::words::known(header, policy);
        let find =
            |column| layout.own.iter().find(|(_, header)| known(header) == Some(column)).map(|(field, _)| *field);
        let mut sums = vec![false; layout.width];
        for (field, header) in &layout.own {
            sums[*field] = matches!(known(header), Some(Column::Quantity | Column::Amount));
        }
        for (place, header) in layout.columns.iter().enumerate() {
            let is_sum = known(header).is_some_and(|column| is_price(column) || column == Column::Freight);
            for vendor in &layout.vendors {
                if let Some(field) = vendor.fields[place] {
                    sums[field] = is_sum;
                }
            }
        }
        Self { item: find(Column::Item), quantity: find(Column::Quantity), sums }
    }

    /// Returns the name of a row that seems to be a figure of the table.
    fn figure<'c>(&self, cells: &[&'c str], row: u32) -> Option<(usize, &'c str)> {
        // A number of the row may stand before its name.
        let is_named = |(field, cell): &(usize, &str)| {
            !cell.is_empty() && self.item.is_none_or(|item| *field == item || !is_sum(cell))
        };
        let (field, first) = cells.iter().copied().enumerate().find(is_named)?;
        let is_amount = || meaning(first).is_some_and(|meaning| meaning.column == Column::Amount);
        (row > 1 && (is_figure(first) || is_amount())).then_some((field, first))
    }

    /// Says whether a row is plainly a total: named as one, with nothing but sums. The only row of a table is none.
    fn is_total(&self, cells: &[&str], row: u32) -> bool {
        let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let is_named = filled.next().is_some_and(|(_, first)| is_total(first));
        row > 1 && is_named && filled.all(|(field, cell)| self.sums[field] && is_number(cell))
    }
}

fn places(layout: &Layout) -> WidePlaces {
    let own = layout.own.iter().map(|(field, header)| column(*field, &Untrusted::new(header)));
    let vendor = |vendor: &Vendor| {
        let first = vendor.fields.iter().flatten().copied().min().unwrap_or(0);
        let name = ColumnRef { number: number(first), header: Untrusted::new(&vendor.name) };
        let columns = vendor.fields.iter().zip(&layout.columns).map(|(field, header)| {
            let header = Untrusted::new(&format!("{} / {header}", vendor.name));
            field.map(|field| column(field, &header))
        });
        (name, columns.collect())
    };
    WidePlaces {
        quotes: Vec::new(),
        own: own.collect(),
        vendors: layout.vendors.iter().map(vendor).collect(),
        line: layout.line,
        rows: 0,
    }
}

/// Delimited text in the making.
struct Text {
    text: String,
    delimiter: char,
}

impl Text {
    /// Adds a row; cells are put in quotes where they need it.
    fn row<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.text.push(self.delimiter);
            }
            if cell.contains(['"', '\n', '\r', self.delimiter]) {
                self.text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }
}
