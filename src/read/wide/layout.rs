//! Where the vendors of a wide sheet stand, by its headers.

use super::declared;
use super::head::Head;
use super::unclear;
use super::words::{is_firm, is_kind, is_named, is_of_row, is_of_vendor, is_price, known, split};
use crate::policy::Policy;
use crate::read::cells::number::{self, DecimalMark};
use crate::read::cells::values::is_missing;
use crate::read::fault::WideFault;
use crate::read::headers::alias::{meaning, normal};
use crate::read::headers::map::MAX_COLUMNS;
use crate::read::headers::words::topic;
use crate::value::column::Column;
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// What the headers of a sheet show.
pub(super) enum Found {
    None,
    Plain(Layout),
    Unclear { line: u32, fault: WideFault },
}

/// Where a wide sheet has what.
#[derive(Debug)]
pub(super) struct Layout {
    /// The columns of the rows themselves: fields with their headers.
    pub(super) own: Vec<(usize, String)>,
    /// The headers of the columns that each vendor has.
    pub(super) columns: Vec<String>,
    pub(super) vendors: Vec<Vendor>,
    /// What the column of the vendors' names is called.
    pub(super) vendor_header: String,
    pub(super) width: usize,
    /// The line of the vendors' names.
    pub(super) line: u32,
    pub(super) titles: Vec<Untrusted>,
    /// How many records there are before the first row of data, and the last line of these.
    pub(super) head: usize,
    pub(super) head_ends: u32,
}

impl Layout {
    /// Returns the header of a column of the rows themselves.
    pub(super) fn header(&self, field: usize) -> Untrusted {
        let own = self.own.iter().find(|(own, _)| *own == field);
        Untrusted::new(own.map_or("", |(_, header)| header.as_str()))
    }
}

/// A vendor, and the fields of its columns, in the order of the columns; one that it does not have is `None`.
#[derive(Debug)]
pub(super) struct Vendor {
    pub(super) name: String,
    pub(super) fields: Vec<Option<usize>>,
}

/// The columns of a wide sheet.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) own: Vec<(usize, String)>,
    pub(super) headers: Vec<String>,
    pub(super) vendors: Vec<Vendor>,
    pub(super) width: usize,
}

impl Columns {
    /// Adds a vendor's column; a vendor or a column that is not there yet is added, one that is there twice is refused.
    pub(super) fn add(&mut self, vendor: &str, column: &str, field: usize) -> Result<(), ()> {
        let is_it = |known: &String| normal(known) == normal(column);
        let place = self.headers.iter().position(is_it).unwrap_or_else(|| {
            self.headers.push(column.to_owned());
            self.headers.len() - 1
        });
        let key = Key::vendor(vendor);
        let at = self.vendors.iter().position(|known| Key::vendor(&known.name) == key).unwrap_or_else(|| {
            self.vendors.push(Vendor { name: vendor.to_owned(), fields: Vec::new() });
            self.vendors.len() - 1
        });
        let fields = &mut self.vendors[at].fields;
        fields.resize(fields.len().max(place + 1), None);
        if fields[place].replace(field).is_some() { Err(()) } else { Ok(()) }
    }

    /// Lets every vendor have a place for every column.
    pub(super) fn filled(mut self, width: usize) -> Self {
        let count = self.headers.len();
        self.vendors.iter_mut().for_each(|vendor| vendor.fields.resize(count, None));
        self.width = width;
        self
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.vendors.iter().map(|vendor| vendor.name.clone()).collect()
    }

    pub(super) fn has_price(&self, policy: &Policy) -> bool {
        self.headers.iter().any(|column| known(column, policy).is_some_and(is_price))
    }

    /// Says whether every vendor has every column.
    fn is_even(&self) -> bool {
        self.vendors.iter().flat_map(|vendor| &vendor.fields).all(Option::is_some)
    }

    /// Finds two columns that mean the same, each with the first vendor that has it: `含税单价` of one and `不含税单价` of another.
    pub(super) fn differing(&self, policy: &Policy) -> Option<WideFault> {
        let meant: Vec<Option<Column>> = self.headers.iter().map(|column| known(column, policy)).collect();
        for (other, column) in meant.iter().enumerate().filter_map(|(at, column)| Some((at, (*column)?))) {
            let Some(first) = meant[..other].iter().position(|known| *known == Some(column)) else { continue };
            let named = |place: usize| {
                let vendor = self.vendors.iter().find(|vendor| vendor.fields.get(place).is_some_and(Option::is_some));
                let vendor = vendor.map_or("", |vendor| vendor.name.as_str());
                (Untrusted::new(vendor), Untrusted::new(&self.headers[place]))
            };
            let (first, other) = (named(first), named(other));
            // Of one vendor they are two columns, as in any sheet.
            if first.0 != other.0 {
                return Some(WideFault::Differs { first, other });
            }
        }
        None
    }

    /// Returns the field that the first vendor begins at.
    fn begins(&self) -> usize {
        self.vendors.iter().flat_map(|vendor| vendor.fields.iter().flatten()).copied().min().unwrap_or(usize::MAX)
    }

    /// Says whether a column of the rows themselves may be a vendor's: it stands among them, and nobody knows what it is.
    fn has_stranger(&self, policy: &Policy) -> bool {
        let begins = self.begins();
        let is_strange = |(field, header): &(usize, String)| {
            *field > begins && !header.is_empty() && meaning(header).is_none() && topic(header).is_none() && {
                known(header, policy).is_none() && !is_named(header, policy) && !is_of_row(header)
            }
        };
        self.own.iter().any(is_strange)
    }
}

/// Finds the vendors of a sheet.
pub(super) fn find(text: &str, delimiter: u8, policy: &Policy) -> Found {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = Head::read(text, delimiter, policy);
    let Some((_, cells)) = head.records.get(head.top).filter(|(_, cells)| (2..=MAX_COLUMNS).contains(&cells.len()))
    else {
        return Found::None;
    };
    // With a column of vendors there is a row a quote.
    if cells.iter().any(|cell| known(cell, policy) == Some(Column::Vendor)) && !is_label_of_group(&head, cells) {
        return Found::None;
    }
    if let Some(wide) = &policy.wide {
        return declared::find(&head, wide, policy);
    }
    match two_rows(&head, policy) {
        Found::None => match one_row(&head, policy) {
            Found::None => names_only(&head, policy),
            found @ (Found::Plain(_) | Found::Unclear { .. }) => found,
        },
        found @ (Found::Plain(_) | Found::Unclear { .. }) => found,
    }
}

/// Says whether a header of vendors only stands above their names.
fn is_label_of_group(head: &Head, cells: &[String]) -> bool {
    let below = head.cells(head.top.saturating_add(1), cells.len());
    let is_above = |(field, cell): (usize, &String)| {
        super::words::is_label(cell)
            && cells.get(field.saturating_add(1)).is_some_and(String::is_empty)
            && !below[field].is_empty()
    };
    cells.iter().enumerate().any(is_above)
}

/// Finds names of vendors in one line, above the columns that each has in the next.
fn two_rows(head: &Head, policy: &Policy) -> Found {
    let at = head.top;
    let width = [at, at.saturating_add(1)].map(|record| head.cells(record, 0).len()).into_iter().max().unwrap_or(0);
    let (top, below) = (head.cells(at, width), head.cells(at.saturating_add(1), width));
    let is_price_of = |cell: &String| known(cell, policy).is_some_and(is_price);
    if top.iter().all(String::is_empty) || below.iter().filter(|cell| is_price_of(cell)).count() < 2 {
        return transposed(head, &top, &below, policy);
    }
    let mut found = Columns::default();
    let mut twice = false;
    for (name, fields) in groups(&top, &below) {
        let headers = || fields.iter().map(|field| &below[*field]);
        let is_of_vendors =
            headers().any(is_price_of) && name.as_deref().is_some_and(|name| known(name, policy).is_none());
        match name.filter(|_| is_of_vendors) {
            Some(name) => twice |= fields.iter().any(|field| found.add(&name, &below[*field], *field).is_err()),
            None => found.own.extend(fields.iter().map(|field| (*field, header_of(&top, &below, *field)))),
        }
    }
    let mut found = found.filled(width);
    if found.vendors.is_empty() {
        return Found::None;
    }
    give_back(&mut found, &top, policy);
    if let Some(fault) = found.differing(policy) {
        return Found::Unclear { line: head.line(at), fault };
    }
    let is_plain = found.vendors.len() > 1
        && !twice
        && found.is_even()
        && !found.has_stranger(policy)
        && !found.vendors.iter().any(|vendor| is_kind(&vendor.name));
    if is_plain {
        return Found::Plain(head.laid_out(at.saturating_add(2), at, found, policy));
    }
    if found.vendors.len() > 1 { unclear(head.line(at), &found.names(), &found.headers) } else { Found::None }
}

/// Finds names of vendors below each of the columns that they have: `单价` above `甲公司` and `乙公司`.
fn transposed(head: &Head, top: &[String], below: &[String], policy: &Policy) -> Found {
    let mut found = Columns::default();
    let mut twice = false;
    for (name, fields) in groups(top, below) {
        let column = name.filter(|name| known(name, policy).is_some_and(is_of_vendor));
        let is_of_names =
            fields.iter().all(|field| !below[*field].is_empty() && known(&below[*field], policy).is_none());
        match column.filter(|_| is_of_names && fields.len() > 1) {
            Some(column) => twice |= fields.iter().any(|field| found.add(&below[*field], &column, *field).is_err()),
            None => found.own.extend(fields.iter().map(|field| (*field, header_of(top, below, *field)))),
        }
    }
    let found = found.filled(top.len().max(below.len()));
    // A row of data below one header is not that: its cells are numbers.
    let is_name =
        |vendor: &Vendor| number::parse(&vendor.name, DecimalMark::Assumed).is_err() && !is_kind(&vendor.name);
    let is_table = found.vendors.len() > 1 && found.has_price(policy) && found.vendors.iter().all(is_name);
    if !is_table || found.own.iter().any(|(field, _)| !top[*field].is_empty() && !below[*field].is_empty()) {
        return Found::None;
    }
    if found.headers.len() > 1 && !twice && found.is_even() && !found.has_stranger(policy) {
        return Found::Plain(head.laid_out(head.top.saturating_add(2), head.top.saturating_add(1), found, policy));
    }
    unclear(head.line(head.top.saturating_add(1)), &found.names(), &found.headers)
}

/// Puts the fields of two lines of headers together: those below one name, and those of the rows themselves one by one.
pub(super) fn groups(top: &[String], below: &[String]) -> Vec<(Option<String>, Vec<usize>)> {
    let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    let mut is_open = false;
    for (field, (name, header)) in top.iter().zip(below).enumerate() {
        let goes_on = is_open && !header.is_empty() && {
            let last = groups.last().and_then(|(name, _)| name.as_deref()).unwrap_or_default();
            name.is_empty() || normal(name) == normal(last)
        };
        if goes_on && let Some((_, fields)) = groups.last_mut() {
            fields.push(field);
            continue;
        }
        is_open = !name.is_empty() && !header.is_empty();
        groups.push((Some(name.clone()).filter(|_| is_open), vec![field]));
    }
    groups
}

/// Returns the header of a column of the rows themselves: the one below, where there are two.
pub(super) fn header_of(top: &[String], below: &[String], field: usize) -> String {
    let [top, below] = [top, below].map(|cells| cells.get(field).cloned().unwrap_or_default());
    if below.is_empty() { top } else { below }
}

/// Gives columns back to the rows that only the last vendor seems to have: they stand behind it without a name above, and
/// are only carried along.
fn give_back(found: &mut Columns, top: &[String], policy: &Policy) {
    while let Some(place) = found.headers.len().checked_sub(1) {
        let holders: Vec<usize> = found.vendors.iter().filter_map(|vendor| vendor.fields[place]).collect();
        let is_carried = known(&found.headers[place], policy) == Some(Column::Description);
        let [field] = holders[..] else { return };
        if found.vendors.len() < 2 || !is_carried || !top[field].is_empty() {
            return;
        }
        let header = found.headers.pop().unwrap_or_default();
        found.vendors.iter_mut().for_each(|vendor| vendor.fields.truncate(place));
        found.own.push((field, header));
        found.own.sort_unstable();
    }
}

/// Finds vendors whose names stand in the headers of their columns.
fn one_row(head: &Head, policy: &Policy) -> Found {
    let cells = head.cells(head.top, 0);
    let is_column = |text: &str| known(text, policy).is_some_and(is_of_vendor) || is_named(text, policy);
    let mut found = Columns::default();
    let mut twice = false;
    for (field, cell) in cells.iter().enumerate() {
        let is_whole = known(cell, policy).is_some() || is_named(cell, policy);
        match split(cell, is_column).filter(|split| !is_whole && !is_kind(split.vendor)) {
            Some(split) => twice |= found.add(split.vendor, split.column, field).is_err(),
            None => found.own.push((field, cell.clone())),
        }
    }
    let found = found.filled(cells.len());
    if found.vendors.len() < 2 || !found.has_price(policy) {
        return Found::None;
    }
    if let Some(fault) = found.differing(policy) {
        return Found::Unclear { line: head.line(head.top), fault };
    }
    let is_certain = found.headers.len() > 1 || found.vendors.iter().all(|vendor| is_firm(&vendor.name));
    if is_certain && !twice && found.is_even() && !found.has_stranger(policy) {
        return Found::Plain(head.laid_out(head.top.saturating_add(1), head.top, found, policy));
    }
    unclear(head.line(head.top), &found.names(), &found.headers)
}

/// Finds headers that may be the names of vendors with their prices below, which nothing makes certain.
fn names_only(head: &Head, policy: &Policy) -> Found {
    let (mut at, mut cells) = (head.top, head.cells(head.top, 0));
    if is_label_of_group(head, &cells) {
        at = at.saturating_add(1);
        let below = head.cells(at, cells.len());
        cells = (0..cells.len()).map(|field| header_of(&cells, &below, field)).collect();
    }
    let columns: Vec<Option<Column>> = cells.iter().map(|cell| known(cell, policy)).collect();
    let is_there = |column: Column| columns.contains(&Some(column));
    if !is_there(Column::Item) {
        return Found::None;
    }
    let has_price = is_there(Column::UnitPrice) || is_there(Column::Amount);
    let is_priced = |field: usize, name: &str| {
        let cells = head.records[at.saturating_add(1)..].iter().filter_map(|(_, cells)| cells.get(field));
        let filled: Vec<&String> = cells.filter(|cell| !is_missing(cell, &policy.missing)).collect();
        let is_number = |cell: &&String| number::parse(cell, DecimalMark::Assumed).is_ok();
        // Below what plainly is the name of a vendor, prices may be as people write them, or be still to come.
        let has_digits = |cell: &&String| cell.contains(|letter: char| letter.is_ascii_digit());
        match filled.as_slice() {
            [] => is_firm(name),
            filled => filled.iter().all(is_number) || (is_firm(name) && filled.iter().any(has_digits)),
        }
    };
    let is_name = |(field, cell): &(usize, &String)| {
        let is_free =
            !cell.is_empty() && columns[*field].is_none() && meaning(cell).is_none() && !is_named(cell, policy);
        is_free
            && !is_of_row(cell)
            && !is_kind(cell)
            && (topic(cell).is_none() || is_firm(cell))
            && is_priced(*field, cell)
    };
    let vendors: Vec<String> = cells.iter().enumerate().filter(is_name).map(|(_, cell)| cell.clone()).collect();
    // A price beside them may be what was paid before; or they are figures of some other kind.
    if vendors.len() < 2 || (has_price && !vendors.iter().all(|name| is_firm(name))) {
        return Found::None;
    }
    unclear(head.line(at), &vendors, &[Column::UnitPrice.name().to_owned()])
}
