//! Rows to a book: what only the whole of the inputs can tell, and an order that does not depend on theirs.

use super::agreement::{Agreed, Agreement};
use super::book::Book;
use super::fault::FaultKind;
use super::faults::{Faults, Log};
use super::history::History;
use super::input::{list_inputs, refuse_same_files};
use super::order::{Ordering, grouped};
use super::request_list::{ordered, refuse_what_was_not_requested, resolve_lots, rows_of_items};
use super::rows::{Rows, ServiceKind};
use super::settle::Settling;
use super::sheet::{Sheet, at_column, column, of_file};
use super::shelf::Turn;
use super::{Options, note};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

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
    let currency = settle_currency(&rows, &sheets, &mut log);
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
    log.finish()?;
    let notes = note::all(&rows, &sheets, (&items, &vendors), options);
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
        notes,
        sheets,
        input_of_file,
    })
}

/// Finds the one currency of the comparison, and holds currencies and marks against it.
fn settle_currency(rows: &Rows<'_>, sheets: &[Sheet<'_>], log: &mut Log) -> Currency {
    // The first of several is only a stand-in for the faults' words; by code, so that it does not hang on row order.
    let named = rows.currencies.iter().map(|(currency, ..)| *currency).min();
    let currency = rows.policy.currency.or(named).unwrap_or(Currency::CNY);
    for (found, at, count) in rows.currencies.iter().filter(|(found, ..)| *found != currency) {
        let fault = FaultKind::SecondCurrency { rows: *count, found: *found, currency };
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
