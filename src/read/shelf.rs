//! Quotes in their final order, in the pieces in which threads put them there.

use std::ops::Range;

use super::rows::Rows;
use crate::quote::Quote;

/// A run of quotes, and the values of their service criteria, quote after quote.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    quotes: Vec<Quote>,
    services: Vec<i64>,
    /// How many service criteria there are.
    width: usize,
}

impl Shelf {
    /// Puts copies of quotes in an order.
    ///
    /// Copying all of them in one go is what makes the jumps from row to row bearable: the memory is asked for many rows
    /// at a time.
    pub(crate) fn of(rows: &Rows<'_>, order: &[u32]) -> Self {
        let width = rows.kinds.len();
        let places = || order.iter().filter_map(|number| usize::try_from(*number).ok());
        let mut shelf = Self { quotes: Vec::with_capacity(order.len()), services: Vec::new(), width };
        shelf.quotes.extend(places().filter_map(|place| rows.quotes.get(place)));
        shelf.services.reserve_exact(order.len().saturating_mul(width));
        for place in places() {
            shelf.services.extend_from_slice(codes(&rows.services, place, width));
        }
        shelf
    }

    /// Takes quotes that are in order already, with the values of their service criteria.
    pub(crate) const fn ready(quotes: Vec<Quote>, services: Vec<i64>, width: usize) -> Self {
        Self { quotes, services, width }
    }

    /// Finds the quote of a number that goes through all shelves.
    pub(crate) fn find(shelves: &[Self], number: u32) -> Option<&Quote> {
        let (shelf, place) = Self::locate(shelves, number)?;
        shelf.quotes.get(place)
    }

    /// Finds the quotes of an item; those of one item stand on one shelf.
    pub(crate) fn run(shelves: &[Self], numbers: Range<u32>) -> &[Quote] {
        let found = Self::locate(shelves, numbers.start);
        let quotes = found.and_then(|(shelf, place)| shelf.quotes.get(place..)?.get(..numbers.len()));
        quotes.unwrap_or_default()
    }

    /// Finds the values of the service criteria of a quote.
    pub(crate) fn services(shelves: &[Self], number: u32) -> &[i64] {
        Self::locate(shelves, number)
            .map(|(shelf, place)| codes(&shelf.services, place, shelf.width))
            .unwrap_or_default()
    }

    /// Returns how many quotes stand on all shelves.
    pub(crate) fn count(shelves: &[Self]) -> usize {
        shelves.iter().fold(0, |sum, shelf| sum.saturating_add(shelf.quotes.len()))
    }

    fn locate(shelves: &[Self], number: u32) -> Option<(&Self, usize)> {
        let mut place = usize::try_from(number).ok()?;
        for shelf in shelves {
            match place.checked_sub(shelf.quotes.len()) {
                None => return Some((shelf, place)),
                Some(further) => place = further,
            }
        }
        None
    }
}

fn codes(services: &[i64], place: usize, width: usize) -> &[i64] {
    let from = place.checked_mul(width);
    let range = from.and_then(|from| Some(from..from.checked_add(width)?));
    range.and_then(|range| services.get(range)).unwrap_or_default()
}
