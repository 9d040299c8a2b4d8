//! Quotes in an order that does not depend on the order of reading: by item, vendor, content, place.

use std::collections::HashMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::rows::Rows;
use super::sheet::{Sheet, at_column, of_file};
use super::shelf::Turn;
use crate::value::column::Column;
use crate::value::source::RowRef;
use crate::value::untrusted::Untrusted;

/// Sorts quotes by item, by counting; returns them with where each item starts, and their count.
///
/// `turns` has the item of each quote, in the order of reading.
pub(crate) fn grouped(turns: impl Iterator<Item = (u32, Turn)> + Clone, items: usize) -> (Vec<Turn>, Vec<u32>) {
    let known = |item: u32| usize::try_from(item).ok().filter(|item| *item < items);
    let mut starts = vec![0_u32; items.saturating_add(1)];
    for item in turns.clone().filter_map(|(item, _)| known(item)) {
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
    let mut order = vec![Turn { vendor: 0, number: 0 }; usize::try_from(sum).unwrap_or(0)];
    for (item, turn) in turns {
        if let Some(slot) = known(item).and_then(|item| next.get_mut(item)) {
            if let Some(place) = usize::try_from(*slot).ok().and_then(|slot| order.get_mut(slot)) {
                *place = turn;
            }
            *slot = slot.saturating_add(1);
        }
    }
    (order, starts)
}

/// Sorts within items.
pub(crate) struct Ordering<'s, 'a, 'p> {
    pub(crate) rows: &'s Rows<'p>,
    pub(crate) sheets: &'s [Sheet<'a>],
    pub(crate) input_of_file: &'s [usize],
}

impl Ordering<'_, '_, '_> {
    /// Sorts an item's quotes by vendor and content; notes the quotes that repeat another in every cell, each with the
    /// other.
    pub(crate) fn order_item(&self, quotes: &mut [Turn], copies: &mut HashMap<u32, u32>, log: &mut Log) {
        quotes.sort_unstable_by_key(|turn| turn.key());
        for run in quotes.chunk_by_mut(|a, b| a.vendor == b.vendor).filter(|run| run.len() > 1) {
            self.order_run(run, copies, log);
        }
    }

    /// Sorts one vendor's quotes for one item by what they say, then by place.
    fn order_run(&self, run: &mut [Turn], copies: &mut HashMap<u32, u32>, log: &mut Log) {
        let mut said: Vec<(Content, Option<usize>, RowRef, u32)> = run
            .iter()
            .filter_map(|turn| {
                let quote = self.rows.quotes.get(turn.number)?;
                let at = quote.row();
                let sheet = of_file(self.sheets, at.file)?;
                let input = usize::try_from(at.file).ok().and_then(|file| self.input_of_file.get(file)).copied();
                Some((sheet.content(quote.start()), input, at, turn.number))
            })
            .collect();
        said.sort();
        for (turn, (.., number)) in run.iter_mut().zip(&said) {
            turn.number = *number;
        }
        for equal in said.chunk_by(|(a, ..), (b, ..)| a == b) {
            if let [(.., original), repeated @ ..] = equal {
                copies.extend(repeated.iter().map(|(.., copy)| (*copy, *original)));
            }
        }
        self.refuse_second_rounds(run, log);
    }

    fn refuse_second_rounds(&self, run: &[Turn], log: &mut Log) {
        let quotes = || run.iter().filter_map(|turn| self.rows.quotes.get(turn.number));
        let Some(first) = quotes().min_by_key(|quote| quote.row()) else { return };
        for quote in quotes().filter(|quote| quote.round() != first.round()) {
            let fault = FaultKind::SecondRound { other: Box::new(log.place(first.row())) };
            log.row(quote.row(), at_column(self.sheets, quote.row(), Column::Round), fault);
        }
    }
}

/// What a row says: its non-empty cells, by what they mean.
type Content = Vec<(Untrusted, Untrusted)>;
