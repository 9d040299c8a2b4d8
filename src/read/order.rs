//! Quotes in an order that does not depend on the order of reading: by item, vendor, content, place.

use std::collections::HashMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::request_list::at_column;
use super::rows::Rows;
use super::sheet::Sheet;
use crate::column::Column;
use crate::source::RowRef;
use crate::untrusted::Untrusted;

/// Sorts the numbers of quotes by item, by counting; returns them with where each item starts, and their count.
///
/// `item_of` has the item of each quote.
pub(crate) fn grouped(item_of: &[u32], items: usize) -> (Vec<u32>, Vec<u32>) {
    let known = |item: &u32| usize::try_from(*item).ok().filter(|item| *item < items);
    let mut starts = vec![0_u32; items.saturating_add(1)];
    for item in item_of.iter().filter_map(known) {
        if let Some(count) = starts.get_mut(item.saturating_add(1)) {
            *count = count.saturating_add(1);
        }
    }
    let mut sum = 0_u32;
    for start in &mut starts {
        sum = sum.saturating_add(*start);
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; usize::try_from(sum).unwrap_or(0)];
    for (number, item) in (0_u32..).zip(item_of.iter().map(known)) {
        if let Some(slot) = item.and_then(|item| next.get_mut(item)) {
            if let Some(place) = usize::try_from(*slot).ok().and_then(|slot| order.get_mut(slot)) {
                *place = number;
            }
            *slot = slot.saturating_add(1);
        }
    }
    (order, starts)
}

/// Sorts within items.
pub(crate) struct Ordering<'s, 'a, 'p> {
    pub(crate) rows: &'s Rows<'p>,
    /// The vendor of each quote: alone they are dense enough to stay in the cache while items jump from row to row.
    pub(crate) vendors: &'s [u32],
    pub(crate) sheets: &'s [Sheet<'a>],
    pub(crate) input_of_file: &'s [usize],
}

impl Ordering<'_, '_, '_> {
    /// Sorts an item's quotes by vendor and content; notes the quotes that repeat another in every cell, each with the
    /// other.
    pub(crate) fn order_item(&self, quotes: &mut [u32], copies: &mut HashMap<u32, u32>, log: &mut Log) {
        let vendor = |number: &u32| usize::try_from(*number).ok().and_then(|number| self.vendors.get(number)).copied();
        quotes.sort_unstable_by_key(|number| (vendor(number), *number));
        for run in quotes.chunk_by_mut(|a, b| vendor(a) == vendor(b)).filter(|run| run.len() > 1) {
            self.order_run(run, copies, log);
        }
    }

    /// Sorts one vendor's quotes for one item by what they say, then by place.
    fn order_run(&self, run: &mut [u32], copies: &mut HashMap<u32, u32>, log: &mut Log) {
        let mut said: Vec<(Content, Option<usize>, RowRef, u32)> = run
            .iter()
            .filter_map(|number| {
                let quote = self.rows.quotes.get(usize::try_from(*number).ok()?)?;
                let at = quote.row();
                let sheet = self.sheets.iter().find(|sheet| sheet.file == at.file)?;
                let input = usize::try_from(at.file).ok().and_then(|file| self.input_of_file.get(file)).copied();
                Some((sheet.said(quote.start()), input, at, *number))
            })
            .collect();
        said.sort();
        for (slot, (.., number)) in run.iter_mut().zip(&said) {
            *slot = *number;
        }
        for equal in said.chunk_by(|(a, ..), (b, ..)| a == b) {
            if let [(.., original), repeated @ ..] = equal {
                copies.extend(repeated.iter().map(|(.., copy)| (*copy, *original)));
            }
        }
        self.refuse_second_rounds(run, log);
    }

    fn refuse_second_rounds(&self, run: &[u32], log: &mut Log) {
        let quotes = || run.iter().filter_map(|number| self.rows.quotes.get(usize::try_from(*number).ok()?));
        let Some(first) = quotes().min_by_key(|quote| quote.row()) else { return };
        for quote in quotes().filter(|quote| quote.round() != first.round()) {
            let fault = FaultKind::SecondRound { other: Box::new(log.place(first.row())) };
            log.row(quote.row(), at_column(self.sheets, quote.row(), Column::Round), fault);
        }
    }
}

/// What a row says: its non-empty cells, by what they mean.
type Content = Vec<(Untrusted, Untrusted)>;
