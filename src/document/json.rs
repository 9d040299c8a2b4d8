//! A recommendation as canonical JSON, and as JSON lines.

use std::io::{self, Write};
use std::ops::Range;

use serde::ser::{Serialize, SerializeSeq as _, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::build::{Builder, Words, head};
use crate::rule::dataset::quotes::ItemId;
use crate::rule::recommendation::Recommendation;
use crate::value::parallel;

pub use super::recommendation::FORMAT;

/// How many quotes one thread writes at a time: about a megabyte.
const PART: usize = 2_000;

/// Writes one object and a newline.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(result: &Recommendation, words: Words, out: &mut dyn Write) -> io::Result<()> {
    let document = head(result, words).with_items(Some(Items::new(result, words)));
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// Writes an object of everything but the items, then one item a line.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write_lines(result: &Recommendation, words: Words, out: &mut dyn Write) -> io::Result<()> {
    line(out, &head(result, words))?;
    Items::new(result, words).each(|item| match item {
        Written::Whole(item) => line(out, &item),
        Written::Streamed(item) => line(out, &item.streamed()),
    })
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// The items of a result, written by several threads; the bytes do not depend on their number.
struct Items<'r> {
    result: &'r Recommendation,
    words: Words,
    threads: usize,
    part: usize,
}

/// An item that a thread has written, or one that is too large to be held.
enum Written<'w, 'r> {
    Whole(&'w RawValue),
    Streamed(Builder<'r, 'w>),
}

impl<'r> Items<'r> {
    fn new(result: &'r Recommendation, words: Words) -> Self {
        Self { result, words, threads: parallel::threads(result.dataset().quote_count(), PART), part: PART }
    }

    /// Hands over the items in their order.
    fn each<E>(&self, mut take: impl FnMut(Written<'_, 'r>) -> Result<(), E>) -> Result<(), E> {
        let Self { result, words, threads, part } = *self;
        let stream = |item: ItemId, take: &mut dyn FnMut(Written<'_, 'r>) -> Result<(), E>| {
            let decision = result.decide(item);
            take(Written::Streamed(Builder { result, words, decision: &decision }))
        };
        if threads < 2 {
            return result.dataset().items().try_for_each(|item| stream(item, &mut take));
        }
        let write = |items: Range<usize>| -> (ItemId, Vec<Box<RawValue>>) {
            let items = items.map(ItemId::of);
            let first = items.clone().next().expect("a run has items");
            if items.len() == 1 && result.dataset().quotes.of_item(first).len() > part {
                return (first, Vec::new());
            }
            let written = items.map(|item| {
                let decision = result.decide(item);
                let item = Builder { result, words, decision: &decision }.streamed();
                to_raw_value(&item).expect("writing to memory does not fail")
            });
            (first, written.collect())
        };
        parallel::in_order(threads, result.dataset().quotes.runs_of_quotes(part), write, |(first, written)| {
            if written.is_empty() {
                return stream(first, &mut take);
            }
            written.iter().try_for_each(|item| take(Written::Whole(item)))
        })
    }
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        self.each(|item| match item {
            Written::Whole(item) => items.serialize_element(item),
            Written::Streamed(item) => items.serialize_element(&item.streamed()),
        })?;
        items.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::read::{Options, read};
    use crate::rule::recommendation::recommend;
    use crate::value::date::Date;
    use crate::value::source::{Role, Source};

    #[test]
    fn the_bytes_do_not_depend_on_the_number_of_threads() {
        let mut sheet = "item,vendor,unit_price,quality\n".to_owned();
        for item in 0..40 {
            // Item 7 is larger than a part.
            for vendor in 0..if item == 7 { 30 } else { item % 4 } {
                let (price, quality) = (vendor * 7 % 10, vendor % 3);
                sheet.extend([format!("item {item},vendor {vendor},{price}.5,{quality}\n")]);
            }
        }
        let source = Source::in_memory("q", Role::Quotes, sheet);
        let (sources, policy) = ([source], Policy::default());
        let book = read(&sources, &policy, &Options::default()).unwrap();
        let result = recommend(book, policy, Date::parse("2026-11-22").unwrap());
        let words = Words { why: |why, _, _| why.push_str("because"), note: |note| note.code().to_owned() };
        let bytes = |threads, part| {
            let items = Items { threads, part, ..Items::new(&result, words) };
            serde_json::to_vec(&head(&result, words).with_items(Some(items))).unwrap()
        };
        let one = bytes(1, 1);
        assert!(one.len() > 10_000);
        for (threads, part) in [(2, 1), (2, 10), (3, 4), (8, 1_000)] {
            assert!(bytes(threads, part) == one, "{threads} threads, parts of {part}");
        }
        let mut lines = Vec::new();
        write_lines(&result, words, &mut lines).unwrap();
        assert_eq!(lines.split(|byte| *byte == b'\n').count(), 32);
        assert_eq!(
            serde_json_canonicalizer::to_vec(&serde_json::from_slice::<serde_json::Value>(&one).unwrap()).unwrap(),
            one
        );
    }
}
