//! Quotes by number, in the pieces in which threads put them there.

use std::ops::Range;

use crate::rule::quote::Quote;
use crate::value::source::RowRef;

/// A quote in the order of an item's quotes: a vendor's number, in which names ascend, before the quote's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) vendor: u32,
    pub(crate) number: u32,
}

impl Turn {
    /// What turns sort by, as one number that the processor compares at once.
    pub(crate) fn key(self) -> u64 {
        (u64::from(self.vendor) << u32::BITS) | u64::from(self.number)
    }
}

/// Quotes by number, with the values of their service criteria.
#[derive(Debug)]
pub(crate) struct Shelves {
    /// At least one; quotes are added to the last.
    shelves: Vec<Shelf>,
    /// How many service criteria there are.
    width: usize,
}

/// A run of quotes.
#[derive(Debug, Default)]
struct Shelf {
    /// The number of its first quote.
    first: usize,
    quotes: Vec<Quote>,
    /// The values of the service criteria, quote after quote.
    services: Vec<i64>,
}

impl Shelves {
    pub(crate) fn new(width: usize) -> Self {
        Self { shelves: vec![Shelf::default()], width }
    }

    /// Makes room for about so many more quotes, where there is room for them.
    pub(crate) fn reserve(&mut self, quotes: usize) {
        if let Some(last) = self.shelves.last_mut() {
            // It saves copies and is no more than a guess, which may be far too high.
            let _ = last.quotes.try_reserve(quotes);
            let _ = last.services.try_reserve(quotes.saturating_mul(self.width));
        }
    }

    /// Adds a quote.
    #[inline]
    pub(crate) fn push(&mut self, quote: Quote) {
        if let Some(last) = self.shelves.last_mut() {
            last.quotes.push(quote);
        }
    }

    /// Adds the value of a service criterion; a quote's values stand one after another, in the order of the quotes.
    #[inline]
    pub(crate) fn push_service(&mut self, code: i64) {
        if let Some(last) = self.shelves.last_mut() {
            last.services.push(code);
        }
    }

    /// Takes in more quotes, whose numbers go on from those so far. They stay where they are: memory that is not copied
    /// need not be paged in twice.
    pub(crate) fn append(&mut self, more: Self) {
        let mut first = self.count();
        self.shelves.retain(|shelf| !shelf.quotes.is_empty());
        self.shelves.extend(more.shelves.into_iter().map(|shelf| {
            let moved = Shelf { first, ..shelf };
            first = first.saturating_add(moved.quotes.len());
            moved
        }));
    }

    /// Puts copies of quotes in an order, each with the vendor that it names there.
    ///
    /// Copying all of them in one go is what makes the jumps from row to row bearable: the memory is asked for many rows
    /// at a time.
    pub(crate) fn in_order(&self, order: &[Turn]) -> Self {
        // Every turn has a quote: as the length is known, each is put where it belongs without a look at the room left.
        const NONE: Quote = Quote::at(RowRef { file: 0, row: 0, line: 0 }, 0);
        let quotes = order.iter().map(|turn| {
            let mut quote = self.get(turn.number).copied().unwrap_or(NONE);
            quote.set_vendor(turn.vendor);
            quote
        });
        let quotes = quotes.collect();
        let mut services = Vec::with_capacity(order.len().saturating_mul(self.width));
        services.extend(order.iter().flat_map(|turn| self.services(turn.number)));
        Self { shelves: vec![Shelf { first: 0, quotes, services }], width: self.width }
    }

    /// Finds a quote.
    pub(crate) fn get(&self, number: u32) -> Option<&Quote> {
        let (found, place) = self.locate(number)?;
        found.quotes.get(place)
    }

    /// Finds the quotes of an item, all of which stand on one shelf.
    pub(crate) fn run(&self, numbers: Range<u32>) -> &[Quote] {
        let found = self.locate(numbers.start);
        let quotes = found.and_then(|(shelf, place)| shelf.quotes.get(place..)?.get(..numbers.len()));
        quotes.unwrap_or_default()
    }

    /// Finds the values of the service criteria of a quote.
    pub(crate) fn services(&self, number: u32) -> &[i64] {
        let found = self.locate(number).and_then(|(shelf, place)| {
            let from = place.checked_mul(self.width)?;
            shelf.services.get(from..from.checked_add(self.width)?)
        });
        found.unwrap_or_default()
    }

    /// Returns the quotes by number.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Quote> {
        self.shelves.iter().flat_map(|shelf| &shelf.quotes)
    }

    /// Returns the quotes by number, to be changed.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut Quote> {
        self.shelves.iter_mut().flat_map(|shelf| &mut shelf.quotes)
    }

    /// Returns the values of the service criteria of each quote, by number, to be changed.
    pub(crate) fn all_services_mut(&mut self) -> impl Iterator<Item = &mut [i64]> {
        let width = self.width.max(1);
        self.shelves.iter_mut().flat_map(move |shelf| shelf.services.chunks_exact_mut(width))
    }

    /// Returns how many quotes there are.
    pub(crate) fn count(&self) -> usize {
        self.shelves.last().map_or(0, |last| last.first.saturating_add(last.quotes.len()))
    }

    fn locate(&self, number: u32) -> Option<(&Shelf, usize)> {
        let number = usize::try_from(number).ok()?;
        let found = match self.shelves.as_slice() {
            [only] => only,
            shelves => shelves.get(shelves.partition_point(|shelf| shelf.first <= number).checked_sub(1)?)?,
        };
        Some((found, number.checked_sub(found.first)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelves(rows: Range<u32>) -> Shelves {
        let mut shelves = Shelves::new(1);
        for row in rows {
            shelves.push(Quote::at(RowRef { file: 0, row, line: 0 }, 0));
            shelves.push_service(i64::from(row));
        }
        shelves
    }

    #[test]
    fn numbers_go_through_all_shelves() {
        let mut all = Shelves::new(1);
        for rows in [0..0, 0..3, 3..3, 3..4, 4..9, 9..9] {
            all.append(shelves(rows));
        }
        assert_eq!((all.count(), all.all().count()), (9, 9));
        for number in 0..9 {
            assert_eq!(all.get(number).unwrap().row().row, number);
            assert_eq!(all.services(number), [i64::from(number)]);
        }
        assert!(all.get(9).is_none() && all.services(9).is_empty() && all.run(9..10).is_empty());
        assert_eq!(all.run(4..9).len(), 5);
        let turns = [8, 0, 3].map(|number| Turn { vendor: number + 1, number });
        let copies = all.in_order(&turns);
        let said: Vec<_> = copies.all().map(|quote| (quote.row().row, quote.vendor())).collect();
        assert_eq!((said, copies.services(2)), (vec![(8, 9), (0, 1), (3, 4)], &[3][..]));
    }
}
