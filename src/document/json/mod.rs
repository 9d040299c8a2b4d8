//! JSON in the form of RFC 8785 (JCS), and JSON lines.
//!
//! Keys stand in order because the fields below do; numbers are small integers, everything else is a string.

mod head;
mod item;
mod quote;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};

use serde::ser::{Serialize, Serializer};

use self::head::{Document, Head};
use self::item::{ItemJson, Items};
use crate::rule::recommend::Recommendation;
use crate::value::untrusted::Untrusted;

/// The format's name and version.
pub const FORMAT: &str = "bijia.recommendation/1";

/// Writes one object and a newline.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let items = Items(recommendation);
    serde_json::to_writer(&mut *out, &Document { items, head: Head::of(recommendation) }).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Writes an object of everything but the items, then one item a line.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write_lines(recommendation: &Recommendation<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Head::of(recommendation)).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    for item in 0..recommendation.decisions().len() {
        serde_json::to_writer(&mut *out, &ItemJson { recommendation, item }).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A value as a string by its `Display`.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Text by text, in the order of JCS: by UTF-16 code units, which differs from that of code points.
struct Sorted(BTreeMap<Untrusted, Untrusted>);

impl Serialize for Sorted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pairs: Vec<_> = self.0.iter().collect();
        pairs.sort_by(|(a, _), (b, _)| a.raw().encode_utf16().cmp(b.raw().encode_utf16()));
        serializer.collect_map(pairs)
    }
}

fn text<T: Display>(value: Option<T>) -> Option<Text<T>> {
    value.map(Text)
}
