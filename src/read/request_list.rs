//! The items of all inputs: lots that rows left out, items that nobody requested, and their order.

use std::collections::HashMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::rows::{NO_ITEM, NO_LOT, Rows};
use super::sheet::{Sheet, at_column};
use crate::rule::quote::Quote;
use crate::value::column::Column;
use crate::value::name::first_bytes;
use crate::value::untrusted::Untrusted;

/// For how many quotes of a file that nobody asked for a near name is searched.
const SEARCHED: usize = 20;

/// Lets rows that name no lot speak of the one item of that name that has one; marks the items where several have, each
/// row of which is a fault.
pub(crate) fn resolve_lots(rows: &mut Rows<'_>, sheets: &[Sheet<'_>], log: &mut Log) -> Vec<bool> {
    let mut with_lot: HashMap<u32, Vec<u32>> = HashMap::new();
    for (item, (lot, name)) in (0_u32..).zip(&rows.drafts) {
        if *lot != NO_LOT {
            with_lot.entry(*name).or_default().push(item);
        }
    }
    if with_lot.is_empty() {
        return Vec::new();
    }
    let mut target: HashMap<u32, u32> = HashMap::new();
    let mut unclear = vec![false; rows.drafts.len()];
    for ((item, (lot, name)), unclear) in (0_u32..).zip(&rows.drafts).zip(&mut unclear) {
        match with_lot.get(name).map(Vec::as_slice) {
            Some([only]) if *lot == NO_LOT => {
                target.insert(item, *only);
            }
            Some([_, _, ..]) if *lot == NO_LOT => *unclear = true,
            _ => {}
        }
    }
    for row in &mut rows.requested {
        row.item = target.get(&row.item).copied().unwrap_or(row.item);
    }
    for named in &mut rows.named {
        named.item = target.get(&named.item).copied().unwrap_or(named.item);
    }
    for (item, to) in target {
        rows.said.move_to(item, to);
    }
    if unclear.contains(&true) {
        refuse_unclear_lots(rows, &unclear, sheets, log);
    }
    unclear
}

fn refuse_unclear_lots(rows: &Rows<'_>, unclear: &[bool], sheets: &[Sheet<'_>], log: &mut Log) {
    let quoted = rows.quotes_named().map(|(item, quote)| (item, quote.row()));
    let requested = rows.requested.iter().map(|row| (row.item, row.at));
    for (item, at) in requested.chain(quoted).filter(|(item, _)| is_marked(unclear, *item)) {
        log.row(at, at_column(sheets, at, Column::Lot), FaultKind::WhichLot { item: rows.name(item) });
    }
}

fn is_marked(marks: &[bool], item: u32) -> bool {
    usize::try_from(item).ok().and_then(|item| marks.get(item).copied()).unwrap_or(false)
}

/// Finds the request's row of each item; a second one is a fault.
pub(crate) fn rows_of_items(rows: &Rows<'_>, log: &mut Log) -> Vec<Option<usize>> {
    let mut requested: Vec<Option<usize>> = vec![None; rows.drafts.len()];
    for (number, row) in rows.requested.iter().enumerate() {
        let Some(slot) = usize::try_from(row.item).ok().and_then(|item| requested.get_mut(item)) else { continue };
        match slot.and_then(|first| rows.requested.get(first)) {
            None => *slot = Some(number),
            Some(first) => {
                let other = Box::new(log.place(first.at));
                log.row(row.at, None, FaultKind::RequestedTwice { item: rows.name(row.item), other });
            }
        }
    }
    requested
}

/// Refuses quotes for items that the request does not have; the `unclear` ones have a fault already.
pub(crate) fn refuse_what_was_not_requested(
    rows: &Rows<'_>,
    requested: &[Option<usize>],
    unclear: &[bool],
    sheets: &[Sheet<'_>],
    log: &mut Log,
) {
    let is_unknown = |(item, _): &(u32, &Quote)| {
        // A quote without an item has a fault of its own already.
        *item != NO_ITEM
            && !is_marked(unclear, *item)
            && usize::try_from(*item).ok().and_then(|item| requested.get(item)?.as_ref()).is_none()
    };
    for (item, quote) in rows.quotes_named().filter(is_unknown) {
        let item = labelled(rows, item);
        // The search for a near name goes over all items, so it is made for the first faults only.
        let near = if log.kept(quote.row().file) < SEARCHED { near_item(rows, &item) } else { None };
        log.row(quote.row(), at_column(sheets, quote.row(), Column::Item), FaultKind::NotRequested { item, near });
    }
}

/// Names an item, and its lot where it has one.
fn labelled(rows: &Rows<'_>, item: u32) -> Untrusted {
    let name = rows.name(item);
    match usize::try_from(item).ok().and_then(|item| rows.drafts.get(item)) {
        Some((lot, _)) if *lot != NO_LOT => Untrusted::new(&format!("{} (lot {})", name.raw(), rows.lots.shown(*lot))),
        _ => name,
    }
}

fn near_item(rows: &Rows<'_>, item: &Untrusted) -> Option<Untrusted> {
    let similar = rows.requested.iter().map(|row| labelled(rows, row.item)).map(|name| {
        let similarity = strsim::jaro_winkler(&name.raw().to_lowercase(), &item.raw().to_lowercase());
        (similarity, name)
    });
    let (similarity, name) = similar.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (similarity >= 0.8).then_some(name)
}

/// Puts the items in the order of the result: as in the request file, without one by lot and name.
pub(crate) fn ordered(rows: &Rows<'_>, requested: Option<&[Option<usize>]>) -> Vec<u32> {
    if let Some(requested) = requested {
        let mut items: Vec<(usize, u32)> =
            (0_u32..).zip(requested).filter_map(|(item, row)| row.map(|row| (row, item))).collect();
        items.sort_unstable();
        return items.into_iter().map(|(_, item)| item).collect();
    }
    let mut is_quoted = vec![false; rows.drafts.len()];
    for named in &rows.named {
        if let Some(quoted) = usize::try_from(named.item).ok().and_then(|item| is_quoted.get_mut(item)) {
            *quoted = true;
        }
    }
    // The first bytes of a name part most names, without a look at the name itself.
    let mut items: Vec<(Option<&str>, u128, &str, u32)> = (0_u32..)
        .zip(&rows.drafts)
        .zip(is_quoted)
        .filter(|(_, is_quoted)| *is_quoted)
        .map(|((item, (lot, name)), _)| {
            let name = rows.items.shown(*name);
            ((*lot != NO_LOT).then(|| rows.lots.shown(*lot)), first_bytes(name), name, item)
        })
        .collect();
    items.sort_unstable();
    items.into_iter().map(|(.., item)| item).collect()
}
