//! Where the vendors of a wide sheet stand, as the policy's `[wide]` says.

use super::head::Head;
use super::layout::{Columns, Found, groups, header_of};
use super::unclear;
use super::words::{is_firm, is_label, is_named, is_of_row, is_of_vendor, is_price, known, split};
use crate::policy::{Policy, Wide};
use crate::read::fault::WideFault;
use crate::read::headers::alias::{meaning, normal};
use crate::read::headers::words::topic;
use crate::value::column::Column;
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// Finds the vendors; a sheet with a row a quote has none, whatever the policy says of others.
pub(super) fn find(head: &Head, wide: &Wide, policy: &Policy) -> Found {
    let Some(at) = vendors_at(head, wide) else {
        let fault = WideFault::NoLine { line: wide.vendor_row };
        return Found::Unclear { line: head.line(head.top), fault };
    };
    let line = head.line(at);
    let width = head.records[head.top..].iter().take(3).map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let declared = Declared { wide, policy };
    let (names, below) = (head.cells(at, width), head.cells(at.saturating_add(1), width));
    let over = at.checked_sub(1).filter(|over| *over >= head.top);
    let over = over.map(|over| (over, head.cells(over, width)));
    let over = over.filter(|(_, cells)| cells.iter().any(|cell| declared.is_column(cell)));
    let first = over.as_ref().map_or(at, |(over, _)| *over);
    let (found, ends) = if let Some((_, over)) = &over {
        (declared.below(over, &names), at.saturating_add(1))
    } else if names.iter().any(|cell| declared.split(cell).is_some()) {
        (declared.in_headers(&names), at.saturating_add(1))
    } else if below.iter().any(|cell| declared.is_column(cell)) {
        (declared.above(&names, &below), at.saturating_add(2))
    } else {
        (declared.alone(&names), at.saturating_add(1))
    };
    let mut found = match found {
        Ok(found) => found.filled(width),
        Err(vendors) => return unclear(line, &vendors, &wide.columns),
    };
    if let Some(fault) = found.differing(policy).or_else(|| declared.absent(&found)) {
        return Found::Unclear { line, fault };
    }
    if let Some(fault) = above(head, first, &mut found) {
        return Found::Unclear { line, fault };
    }
    Found::Plain(head.laid_out(ends, at, found, policy))
}

/// Finds the record with the names: the line of the sheet, or where that is a title the line of the table.
fn vendors_at(head: &Head, wide: &Wide) -> Option<usize> {
    let find = |wanted: u32| head.records.iter().position(|(line, _)| *line == wanted).filter(|at| *at >= head.top);
    let first = head.line(head.top);
    find(wide.vendor_row).or_else(|| find(first.saturating_add(wide.vendor_row).saturating_sub(1)))
}

/// Takes the headers above the line of the names: those of the rows themselves, and labels that say nothing of prices.
fn above(head: &Head, at: usize, found: &mut Columns) -> Option<WideFault> {
    for record in head.top..at {
        let cells = head.cells(record, found.width);
        for (field, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match found.own.iter_mut().find(|(own, _)| *own == field) {
                Some((_, header)) if header.is_empty() => header.clone_from(cell),
                None if is_label(cell) => {}
                Some(_) | None => {
                    return Some(WideFault::Above { text: Untrusted::new(cell), line: head.line(record) });
                }
            }
        }
    }
    None
}

struct Declared<'d> {
    wide: &'d Wide,
    policy: &'d Policy,
}

/// The vendors and columns, or which names may be vendors.
type Read = Result<Columns, Vec<String>>;

impl Declared<'_> {
    fn is_vendor(&self, name: &str) -> bool {
        let key = Key::vendor(name);
        self.wide.vendors.iter().any(|vendor| Key::vendor(vendor) == key)
    }

    /// Says whether a header is one of the columns that the policy names, by its text or by what it means.
    fn is_column(&self, header: &str) -> bool {
        let (wanted, meant) = (normal(header), known(header, self.policy));
        let is_it =
            |column: &String| normal(column) == wanted || (meant.is_some() && known(column, self.policy) == meant);
        !wanted.is_empty() && self.wide.columns.iter().any(is_it)
    }

    /// Takes a header apart that names a vendor and one of the columns.
    fn split<'h>(&self, header: &'h str) -> Option<(&'h str, &'h str)> {
        if known(header, self.policy).is_some() || is_named(header, self.policy) || self.is_vendor(header) {
            return None;
        }
        let is_of_any = |text: &str| {
            self.is_column(text) || known(text, self.policy).is_some_and(is_of_vendor) || is_named(text, self.policy)
        };
        let split = split(header, is_of_any)?;
        (self.wide.vendors.is_empty() || self.is_vendor(split.vendor)).then_some((split.vendor, split.column))
    }

    /// Reads headers each of which names a vendor and a column.
    fn in_headers(&self, names: &[String]) -> Read {
        let mut found = Columns::default();
        let mut is_even = true;
        for (field, cell) in names.iter().enumerate() {
            match self.split(cell) {
                Some((vendor, column)) => is_even &= found.add(vendor, column, field).is_ok(),
                None => found.own.push((field, cell.clone())),
            }
        }
        if is_even { Ok(found) } else { Err(found.names()) }
    }

    /// Reads names above the headers of columns.
    fn above(&self, names: &[String], below: &[String]) -> Read {
        let mut found = Columns::default();
        let mut is_even = true;
        for (name, fields) in groups(names, below) {
            let has_column = || fields.iter().any(|field| self.is_column(&below[*field]));
            let is_of_vendors = |name: &str| {
                if self.wide.vendors.is_empty() {
                    has_column() && known(name, self.policy).is_none()
                } else {
                    self.is_vendor(name)
                }
            };
            match name.filter(|name| is_of_vendors(name)) {
                Some(name) => is_even &= fields.iter().all(|field| found.add(&name, &below[*field], *field).is_ok()),
                None => found.own.extend(fields.iter().map(|field| (*field, header_of(names, below, *field)))),
            }
        }
        if is_even && !found.vendors.is_empty() { Ok(found) } else { Err(found.names()) }
    }

    /// Reads names below the headers of columns.
    fn below(&self, over: &[String], names: &[String]) -> Read {
        let mut found = Columns::default();
        let mut is_even = true;
        for (column, fields) in groups(over, names) {
            match column.filter(|column| self.is_column(column)) {
                Some(column) => {
                    for field in fields {
                        if self.is_name(&names[field]) {
                            is_even &= found.add(&names[field], &column, field).is_ok();
                        } else {
                            found.own.push((field, names[field].clone()));
                        }
                    }
                }
                None => found.own.extend(fields.iter().map(|field| (*field, header_of(over, names, *field)))),
            }
        }
        if is_even && !found.vendors.is_empty() { Ok(found) } else { Err(found.names()) }
    }

    /// Reads names with figures right below them, each in as many columns as the policy names.
    fn alone(&self, names: &[String]) -> Read {
        let count = self.wide.columns.len();
        let mut found = Columns::default();
        let mut fields = names.iter().enumerate().peekable();
        while let Some((field, name)) = fields.next() {
            if !self.is_name(name) {
                found.own.push((field, name.clone()));
                continue;
            }
            let mut own = vec![field];
            while own.len() < count
                && let Some((field, _)) = fields.next_if(|(_, cell)| cell.is_empty())
            {
                own.push(field);
            }
            let columns = self.wide.columns.iter().zip(&own);
            let added: Vec<_> = columns.map(|(column, field)| found.add(name, column, *field)).collect();
            if own.len() < count || added.iter().any(Result::is_err) {
                return Err(self.names(names));
            }
        }
        if found.vendors.is_empty() || !self.is_certain(&found) {
            return Err(self.names(names));
        }
        Ok(found)
    }

    /// Says whether a text may be the name of a vendor, or is one that the policy names.
    fn is_name(&self, text: &str) -> bool {
        if !self.wide.vendors.is_empty() {
            return self.is_vendor(text);
        }
        let is_free = !text.is_empty() && known(text, self.policy).is_none() && meaning(text).is_none();
        is_free && !is_named(text, self.policy) && !is_of_row(text) && (topic(text).is_none() || is_firm(text))
    }

    fn names(&self, names: &[String]) -> Vec<String> {
        names.iter().filter(|name| self.is_name(name)).cloned().collect()
    }

    /// Says whether what is taken for vendors are vendors: as the policy names them, or all of one kind and side by side.
    fn is_certain(&self, found: &Columns) -> bool {
        if !self.wide.vendors.is_empty() {
            return true;
        }
        let fields: Vec<usize> =
            found.vendors.iter().flat_map(|vendor| vendor.fields.iter().flatten().copied()).collect();
        let (first, last) = (fields.iter().min(), fields.iter().max());
        let is_run = first.zip(last).is_some_and(|(first, last)| last.saturating_sub(*first) < fields.len());
        let firms = found.vendors.iter().filter(|vendor| is_firm(&vendor.name)).count();
        is_run && (firms == 0 || firms == found.vendors.len())
    }

    /// Finds a column or a vendor of the policy that the sheet does not have.
    fn absent(&self, found: &Columns) -> Option<WideFault> {
        let has = |column: &&String| {
            let meant = known(column, self.policy);
            found
                .headers
                .iter()
                .any(|own| normal(own) == normal(column) || (meant.is_some() && known(own, self.policy) == meant))
        };
        let texts = |names: &[String]| names.iter().map(|name| Untrusted::new(name)).collect();
        if let Some(column) = self.wide.columns.iter().find(|column| !has(column)) {
            return Some(WideFault::NoColumn { column: Untrusted::new(column), columns: texts(&found.headers) });
        }
        let is_there =
            |name: &&String| found.vendors.iter().any(|vendor| Key::vendor(&vendor.name) == Key::vendor(name));
        if found.vendors.is_empty()
            || (self.wide.vendors.iter().filter(is_there).count() == 0 && !self.wide.vendors.is_empty())
        {
            return Some(WideFault::NoVendor { line: self.wide.vendor_row });
        }
        let has_price = found.headers.iter().any(|column| known(column, self.policy).is_some_and(is_price));
        (!has_price).then(|| WideFault::NoColumn {
            column: Untrusted::new(Column::UnitPrice.name()),
            columns: texts(&found.headers),
        })
    }
}
