//! The first lines of a sheet: its titles, its headers, and some rows.

use csv::StringRecord;

use super::layout::{Columns, Layout};
use super::words::known;
use crate::policy::Policy;
use crate::read::cells::frame::is_title;
use crate::read::text::records::Records;
use crate::value::column::Column;
use crate::value::untrusted::Untrusted;

/// How many lines are looked at: titles, headers, and rows that show what is in their columns.
const LINES: usize = 60;
/// How much of a text they are looked for in.
const SEARCHED: usize = 1 << 18;
/// How many lines of titles there may be.
const TITLES: usize = 20;

/// The first lines of a sheet.
pub(super) struct Head {
    /// Records, each with its line.
    pub(super) records: Vec<(u32, Vec<String>)>,
    /// How many of them are titles.
    pub(super) top: usize,
}

impl Head {
    pub(super) fn read(text: &str, delimiter: u8, policy: &Policy) -> Self {
        let searched = text.floor_char_boundary(SEARCHED);
        let mut reader = Records::new(&text.as_bytes()[..searched], delimiter);
        let mut record = StringRecord::new();
        let mut records = Vec::new();
        while records.len() < LINES
            && let Ok(Some(line)) = reader.next(&mut record)
            && reader.take_faults().is_empty()
        {
            records.push((line, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        }
        if searched < text.len() && records.len() < LINES {
            // The last one may be cut.
            records.pop();
        }
        let is_above = |(_, cells): &&(u32, Vec<String>)| {
            let filled: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            is_title(&filled) && !filled.iter().any(|cell| known(cell, policy).is_some())
        };
        let top = records.iter().take(TITLES).take_while(is_above).count();
        Self { records, top }
    }

    /// Returns the cells of a record, as many as asked for.
    pub(super) fn cells(&self, record: usize, width: usize) -> Vec<String> {
        let mut cells = self.records.get(record).map(|(_, cells)| cells.clone()).unwrap_or_default();
        cells.resize(width.max(cells.len()), String::new());
        cells
    }

    pub(super) fn line(&self, record: usize) -> u32 {
        self.records.get(record).map_or(1, |(line, _)| *line)
    }

    /// Finishes a layout whose headers end before a record.
    pub(super) fn laid_out(&self, head: usize, vendors_at: usize, found: Columns, policy: &Policy) -> Layout {
        let Columns { own, headers: columns, vendors, width } = found;
        let titles = self.records[..self.top].iter();
        let text = |cells: &[String]| {
            let filled: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            Untrusted::new(&filled.join(" "))
        };
        let mapped = policy.columns.get(&Column::Vendor).and_then(|headers| headers.first()).cloned();
        Layout {
            own,
            columns,
            vendors,
            vendor_header: mapped.unwrap_or_else(|| Column::Vendor.name().to_owned()),
            width,
            line: self.line(vendors_at),
            titles: titles.map(|(_, cells)| text(cells)).collect(),
            head,
            head_ends: self.line(head.saturating_sub(1)),
        }
    }
}
