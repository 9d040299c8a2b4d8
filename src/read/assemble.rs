//! Rows to a book: what only the whole of the inputs can tell, and an order that does not depend on theirs.

use std::collections::{BTreeSet, HashMap};

use super::agreement::{Agreed, Agreement};
use super::book::{Book, Dialect, Input, Note};
use super::cell::is_missing;
use super::fault::FaultKind;
use super::faults::{Faults, Log};
use super::history::History;
use super::order::{Ordering, grouped};
use super::remark::Remark;
use super::request_list::{ordered, refuse_what_was_not_requested, resolve_lots, rows_of_items};
use super::rows::{Rows, ServiceKind};
use super::settle::Settling;
use super::sheet::{Sheet, at_column, column, of_file};
use super::shelf::Turn;
use super::{Options, encoding};
use crate::column::Column;
use crate::currency::Currency;
use crate::source::{Digest, Role, Source};
use crate::untrusted::{Untrusted, shown};

/// What the walk over all inputs left.
pub(crate) struct Parts<'a, 'p, 'o> {
    pub(crate) sources: &'a [Source],
    pub(crate) counts: Vec<Option<u32>>,
    pub(crate) sheets: Vec<Sheet<'a>>,
    pub(crate) rows: Rows<'p>,
    pub(crate) options: &'o Options,
}

/// Makes the book, or returns all faults; `hashed` waits for the digests of the sources.
pub(crate) fn assemble<'a>(
    parts: Parts<'a, '_, '_>,
    hashed: impl FnOnce() -> Vec<Digest>,
    mut log: Log,
) -> Result<Book<'a>, Faults> {
    let Parts { sources, counts, sheets, mut rows, options } = parts;
    let unclear = resolve_lots(&mut rows, &sheets, &mut log);
    let request_of = rows_of_items(&rows, &mut log);
    let has_request = sheets.iter().any(|sheet| sheet.role == Role::Request);
    if has_request {
        refuse_what_was_not_requested(&rows, &request_of, &unclear, &sheets, &mut log);
    }
    let mut notes = BTreeSet::new();
    let currency = settle_currency(&rows, &sheets, &mut log, &mut notes);
    note_headers(&sheets, &rows, options, &mut notes);
    if rows.named.is_empty() {
        let text = "there are no quotes: no sheet of quotes has a row below its header".to_owned();
        notes.insert(Note { code: "no-quotes", text, vendor: None });
    } else if rows.said.is_silent(Column::Quantity) {
        let text = "no sheet states a quantity; each item is compared for a quantity of 1".to_owned();
        notes.insert(Note { code: "default-quantity", text, vendor: None });
    }
    let items = ordered(&rows, has_request.then_some(&request_of));
    let vendors = by_name(&rows);
    let (mut order, starts) = in_turn(&rows, &items, &vendors);
    let vendors: Vec<Untrusted> = vendors.iter().map(|(name, _)| Untrusted::new(name)).collect();
    let digests = hashed();
    refuse_same_files(sources, &digests, &mut log);
    let (inputs, input_of_file) = list_inputs(sources, &digests, &counts, &sheets, options);
    let agreement = Agreement {
        items: &items,
        request_of: &request_of,
        starts: &starts,
        settling: Settling { rows: &rows, sheets: &sheets, currency, number: options.request_number.as_ref() },
        ordering: Ordering { rows: &rows, sheets: &sheets, input_of_file: &input_of_file },
    };
    let Agreed { requests, shelves, duplicates } = agreement.reach(&mut order, &mut log);
    for vendor in vendors.iter().filter(|vendor| is_estimate(vendor)) {
        let text = format!(
            "`{}` looks like an estimate among the vendors; if it is one, take its rows out and give it as `budget`",
            vendor.shown()
        );
        notes.insert(Note { code: "estimate-as-vendor", text, vendor: Some(vendor.clone()) });
    }
    for vendor in vendors.iter().filter(|vendor| is_missing(vendor.raw(), &rows.policy.missing)) {
        let text =
            format!("`{}` is taken for a vendor's name; if no vendor is meant, take its rows out", vendor.shown());
        notes.insert(Note { code: "placeholder-vendor", text, vendor: Some(vendor.clone()) });
    }
    log.finish()?;
    let carried = |history: &History| vendors.iter().map(|vendor| history.carried(rows.policy, vendor)).collect();
    Ok(Book {
        told_of_vendors: options.history.as_ref().map(carried).unwrap_or_default(),
        inputs,
        currency,
        requests,
        vendors,
        shelves,
        starts,
        duplicates,
        kinds: rows.kinds.iter().map(|kind| kind.map_or(ServiceKind::Number, |(kind, _)| kind)).collect(),
        notes: notes.into_iter().collect(),
        sheets,
        input_of_file,
    })
}

fn refuse_same_files(sources: &[Source], digests: &[Digest], log: &mut Log) {
    let mut first: HashMap<Digest, &Source> = HashMap::new();
    for ((number, source), digest) in (0_u32..).zip(sources).zip(digests) {
        if source.role == Role::Policy || source.bytes.is_empty() {
            continue;
        }
        if let Some(other) = first.get(digest) {
            log.file(number, FaultKind::SameFile { other: other.path.clone() });
        } else {
            first.insert(*digest, source);
        }
    }
}

/// Finds the one currency of the comparison, and holds currencies and marks against it.
fn settle_currency(rows: &Rows<'_>, sheets: &[Sheet<'_>], log: &mut Log, notes: &mut BTreeSet<Note>) -> Currency {
    // The first of several is only a stand-in for the faults' words; by code, so that it does not hang on row order.
    let named = rows.currencies.iter().map(|(currency, ..)| *currency).min();
    let currency = rows.policy.currency.or(named).unwrap_or(Currency::CNY);
    if rows.policy.currency.or(named).is_none() {
        let text = "neither the sheets nor the policy name a currency; CNY is assumed".to_owned();
        notes.insert(Note { code: "default-currency", text, vendor: None });
    }
    for (found, at, count) in rows.currencies.iter().filter(|(found, ..)| *found != currency) {
        let rows = if *count == 1 { "a row".to_owned() } else { format!("{count} rows") };
        let fault = FaultKind::SecondCurrency { rows, found: *found, currency };
        let place = at_column(sheets, *at, Column::Currency).or_else(|| at_column(sheets, *at, Column::UnitPrice));
        log.row(*at, place, fault);
    }
    for (mark, at, field) in rows.marks.iter().filter(|(mark, ..)| !mark.agrees_with(currency)) {
        let header = of_file(sheets, at.file).map(|sheet| sheet.layout.header(*field));
        let place = column(*field, &header.unwrap_or_default());
        log.row(*at, Some(place), FaultKind::OtherMark { mark: *mark, currency });
    }
    currency
}

/// Notes what the headers leave open. No file is named, so that the notes do not depend on how rows are filed.
fn note_headers(sheets: &[Sheet<'_>], rows: &Rows<'_>, options: &Options, notes: &mut BTreeSet<Note>) {
    let quotes: Vec<&Sheet<'_>> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let mut absent = |code, what: &str, without: usize| {
        let which = match without {
            0 => return,
            some if some < quotes.len() => "some sheets have",
            _ => "no sheet has",
        };
        let text = format!("{which} a column for {what}; where it is missing, quotes count as without it");
        let text = if which.starts_with("some") { text.replace("have a", "have no") } else { text };
        notes.insert(Note { code, text, vendor: None });
    };
    let lacking = |column| quotes.iter().filter(|sheet| sheet.layout.field(column).is_none()).count();
    absent("no-quality-column", "quality", lacking(Column::Quality));
    for (number, criterion) in rows.policy.service.iter().enumerate() {
        if options.history.is_some() && History::tells(&criterion.column) {
            continue;
        }
        let lacks = |sheet: &&&Sheet<'_>| sheet.layout.criteria.get(number).copied().flatten().is_none();
        let without = quotes.iter().filter(lacks).count();
        absent("no-service-column", &format!("the service criterion `{}`", shown(&criterion.column)), without);
    }
    for (column, headers) in &rows.policy.columns {
        if sheets.iter().all(|sheet| sheet.layout.field(*column).is_none()) {
            let headers: Vec<String> = headers.iter().map(|header| format!("`{}`", shown(header))).collect();
            let headers = headers.join(" / ");
            let text = format!("the policy maps `{column}` to {headers}, which no sheet has; it counts as not given");
            notes.insert(Note { code: "mapped-header", text, vendor: None });
        }
    }
    for remark in sheets.iter().flat_map(|sheet| &sheet.layout.remarks) {
        let (code, text) = match remark {
            Remark::Near { header, column } => (
                "near-header",
                format!("the column `{}` is only carried along; if `{column}` is meant, rename it", header.shown()),
            ),
            Remark::Second { header, column } => (
                "second-header",
                format!("`{}` could be `{column}` as well; it is carried under its own name", header.shown()),
            ),
        };
        notes.insert(Note { code, text, vendor: None });
    }
}

/// Lists the inputs by role, name and digest; returns as well where each file stands in the list.
fn list_inputs(
    sources: &[Source],
    digests: &[Digest],
    counts: &[Option<u32>],
    sheets: &[Sheet<'_>],
    options: &Options,
) -> (Vec<Input>, Vec<usize>) {
    let mut listed: Vec<(usize, Input)> = sources
        .iter()
        .zip(digests)
        .zip(counts)
        .enumerate()
        .map(|(number, ((source, digest), rows))| {
            let sheet = sheets.iter().find(|sheet| usize::try_from(sheet.file) == Ok(number));
            let dialect = sheet.map(|sheet| Dialect {
                encoding: encoding::NAME,
                delimiter: sheet.delimiter_text(),
                decimal_mark: options.decimal_mark.text(),
            });
            let (name, bytes) = (source.name.clone(), source.bytes.len());
            (number, Input { name, role: source.role, sha256: *digest, bytes, rows: *rows, dialect })
        })
        .collect();
    listed.extend(options.history.as_ref().map(|history| {
        let rows = Some(u32::try_from(history.entries).unwrap_or(u32::MAX));
        // The hash is that of the last entry, not of a file, so that there are no bytes to count.
        let (name, sha256) = (history.name.clone(), history.sha256);
        (usize::MAX, Input { name, role: Role::History, sha256, bytes: 0, rows, dialect: None })
    }));
    listed.sort_by(|(_, a), (_, b)| (a.role, &a.name, a.sha256).cmp(&(b.role, &b.name, b.sha256)));
    let mut met: HashMap<Untrusted, u32> = HashMap::new();
    for (_, input) in &mut listed {
        let times = met.entry(input.name.clone()).or_default();
        *times = times.saturating_add(1);
        if *times > 1 {
            input.name = Untrusted::new(&format!("{}#{times}", input.name.raw()));
        }
    }
    let mut places = vec![0; listed.len()];
    for (place, (number, _)) in listed.iter().enumerate() {
        if let Some(slot) = places.get_mut(*number) {
            *slot = place;
        }
    }
    (listed.into_iter().map(|(_, input)| input).collect(), places)
}

/// Returns the vendors by their names, each with its number while reading.
fn by_name<'r>(rows: &'r Rows<'_>) -> Vec<(&'r str, u32)> {
    let mut vendors: Vec<(&str, u32)> = rows.vendors.all().zip(0..).collect();
    vendors.sort_unstable();
    vendors
}

/// Groups quotes by item, with the vendors' places among the names as their numbers; returns as well where each item
/// starts.
fn in_turn(rows: &Rows<'_>, items: &[u32], vendors: &[(&str, u32)]) -> (Vec<Turn>, Vec<u32>) {
    let items_at = places(rows.drafts.len(), items.iter().copied());
    let vendors_at = places(vendors.len(), vendors.iter().map(|(_, number)| *number));
    let look = |table: &[u32], number: u32| {
        usize::try_from(number).ok().and_then(|at| table.get(at).copied()).unwrap_or(u32::MAX)
    };
    let turns = (0_u32..)
        .zip(&rows.named)
        .map(|(number, named)| (look(&items_at, named.item), Turn { vendor: look(&vendors_at, named.vendor), number }));
    grouped(turns, items.len())
}

/// Returns the places of numbers in a list, by number.
fn places(count: usize, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut places = vec![u32::MAX; count];
    for (place, number) in (0_u32..).zip(numbers) {
        if let Some(slot) = usize::try_from(number).ok().and_then(|number| places.get_mut(number)) {
            *slot = place;
        }
    }
    places
}

/// Says whether a vendor's name is what estimates are called in published bid tables.
fn is_estimate(vendor: &Untrusted) -> bool {
    let name = vendor.raw().to_lowercase();
    ["engineer's estimate", "engineers estimate", "engineer estimate", "estimate", "控制价", "标底", "最高限价"]
        .contains(&name.as_str())
}
