//! What the rows of each item come to: its request, and its quotes in order. Items do not depend on one another, so that
//! threads share them.
//!
//! Faults are found by going through the items one after another: where a thread meets any, all of them are gone
//! through again, so that people see the same faults however many threads there are.

use std::collections::{BTreeMap, HashMap};

use super::faults::Log;
use super::order::Ordering;
use super::settle::{Settling, Speakers};
use super::shelf::{Shelves, Turn};
use crate::rule::request::Request;
use crate::value::parallel;

/// Below this many quotes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 20_000;

/// Items and what they are settled with.
pub(crate) struct Agreement<'s, 'a, 'p> {
    /// The items' numbers while reading, in the order of the result.
    pub(crate) items: &'s [u32],
    /// The row in the request of each item, by its number while reading.
    pub(crate) request_of: &'s [Option<usize>],
    /// Where each item starts in the order of quotes, and at the end its length.
    pub(crate) starts: &'s [u32],
    pub(crate) settling: Settling<'s, 'a, 'p>,
    pub(crate) ordering: Ordering<'s, 'a, 'p>,
}

/// What the rows of all items come to.
pub(crate) struct Agreed {
    pub(crate) requests: Vec<Request>,
    /// The quotes in order.
    pub(crate) shelves: Shelves,
    /// The quotes that repeat another in every cell, each with the other, by their numbers in the order.
    pub(crate) duplicates: BTreeMap<u32, u32>,
}

/// What the rows of some items come to; copies still have the numbers of reading.
struct Part {
    requests: Vec<Request>,
    shelves: Shelves,
    copies: HashMap<u32, u32>,
}

impl Agreement<'_, '_, '_> {
    /// Settles all items, and sorts the quotes of each, which come in the order of reading.
    pub(crate) fn reach(&self, order: &mut [Turn], log: &mut Log) -> Agreed {
        let threads = parallel::threads(order.len(), WORTH_A_THREAD);
        let shared = if threads > 1 { self.in_parts(order, log, threads) } else { None };
        let Part { requests, shelves, copies } = shared.unwrap_or_else(|| self.one_after_another(order, log));
        if copies.is_empty() {
            return Agreed { requests, shelves, duplicates: BTreeMap::new() };
        }
        let places: HashMap<u32, u32> = order.iter().map(|turn| turn.number).zip(0_u32..).collect();
        let place = |number: u32| places.get(&number).copied();
        let copies = copies.into_iter().filter_map(|(copy, original)| Some((place(copy)?, place(original)?)));
        Agreed { requests, shelves, duplicates: copies.collect() }
    }

    fn one_after_another(&self, order: &mut [Turn], log: &mut Log) -> Part {
        let mut copies = HashMap::new();
        let mut requests = Vec::with_capacity(self.items.len());
        for (item, quotes) in self.items.iter().zip(split(order, self.starts)) {
            // Threads that met a fault have left the order of reading.
            quotes.sort_unstable_by_key(|turn| turn.number);
            requests.push(self.request(*item, quotes, log));
        }
        for quotes in split(order, self.starts) {
            self.ordering.order_item(quotes, &mut copies, log);
        }
        Part { requests, shelves: self.ordering.rows.quotes.in_order(order), copies }
    }

    /// Lets threads take as many items each as make about the same count of quotes; `None` where there is a fault.
    fn in_parts(&self, order: &mut [Turn], log: &Log, parts: usize) -> Option<Part> {
        let settle = |(items, starts, order, room): (&[u32], &[u32], &mut [Turn], usize)| {
            let mut log = log.fresh();
            let mut copies = HashMap::new();
            let mut requests = Vec::with_capacity(room);
            for (item, quotes) in items.iter().zip(split(order, starts)) {
                requests.push(self.request(*item, quotes, &mut log));
                self.ordering.order_item(quotes, &mut copies, &mut log);
            }
            let shelves = self.ordering.rows.quotes.in_order(order);
            log.is_empty().then_some(Part { requests, shelves, copies })
        };
        let mut rest = order;
        let parts = parallel::runs(self.starts, parts).into_iter().map(|run| {
            let starts = self.starts.get(run.start..=run.end)?;
            let quotes = starts.last()?.checked_sub(*starts.first()?)?;
            let (own, others) = std::mem::take(&mut rest).split_at_mut_checked(usize::try_from(quotes).ok()?)?;
            rest = others;
            // The first has room for all, since the others' requests end up behind its own.
            let room = if run.start == 0 { self.items.len() } else { run.len() };
            Some((self.items.get(run)?, starts, own, room))
        });
        let settled = parallel::each(parts.collect::<Option<Vec<_>>>()?, settle);
        settled.into_iter().reduce(|all, part| {
            let (mut all, part) = (all?, part?);
            all.requests.extend(part.requests);
            all.shelves.append(part.shelves);
            all.copies.extend(part.copies);
            Some(all)
        })?
    }

    fn request(&self, item: u32, quotes: &[Turn], log: &mut Log) -> Request {
        let request = usize::try_from(item).ok().and_then(|item| self.request_of.get(item).copied().flatten());
        self.settling.request(&Speakers { item, request, quotes }, log)
    }
}

/// Splits an order into the parts of items, by where each starts.
fn split<'o>(order: &'o mut [Turn], starts: &[u32]) -> impl Iterator<Item = &'o mut [Turn]> {
    let mut rest = order;
    starts.windows(2).map(move |bounds| {
        let count = match bounds {
            [start, end] => usize::try_from(end.saturating_sub(*start)).unwrap_or(0),
            _ => 0,
        };
        let (own, others) = std::mem::take(&mut rest).split_at_mut_checked(count).unwrap_or_default();
        rest = others;
        own
    })
}
