//! A ledger as JSON lines that carry their own proof.
//!
//! The first line is `{"format":"bijia.ledger-export/1","head":"bijia-head-v1 …"}`, then one line an entry,
//! `{"entry":{…},"hash":"…"}`; all in the form of RFC 8785, each with a newline.

use std::io::{self, Write};

use super::books::{Books, Keep};
use super::chain::{Chain, ChainFault};
use super::head::Head;
use crate::document::jcs;
use crate::value::source::Digest;

/// The format's name and version.
pub const FORMAT: &str = "bijia.ledger-export/1";

/// Why an export is not whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// The first line is not that of the entries below.
    #[error("the first line does not state the last entry")]
    Head,
    /// A line is not in the one form.
    #[error("#{0}: the line is not `{{\"entry\":…,\"hash\":…}}` in the canonical form (RFC 8785)")]
    Line(u64),
    /// An entry does not follow the ones before it.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// The last line has no newline.
    #[error("#{0}: the last line does not end")]
    Cut(u64),
    /// There is no entry.
    #[error("there is no entry")]
    Empty,
}

/// Says whether bytes begin as an export does.
#[must_use]
pub fn is_export(bytes: &[u8]) -> bool {
    bytes.starts_with(format!("{{\"format\":\"{FORMAT}\"").as_bytes())
}

/// Writes the first line.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write_head(head: &Head, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&first_line(head))?;
    out.write_all(b"\n")
}

/// Writes the line of an entry, by its bytes and hash.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write_entry(bytes: &[u8], hash: Digest, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"entry\":")?;
    out.write_all(bytes)?;
    writeln!(out, ",\"hash\":\"{hash}\"}}")
}

/// Checks a whole export: every entry, the chain, the rules, and that the first line states the last entry.
///
/// # Errors
///
/// Returns the first thing that is wrong; an entry by its number.
pub fn checked<T: Keep>(bytes: &[u8]) -> Result<(Head, Books<T>), ExportFault> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut chain = Chain::<T>::default();
    for (seq, line) in (1_u64..).zip(lines) {
        let line = line.strip_suffix(b"\n").ok_or(ExportFault::Cut(seq))?;
        let (entry, hash) = parts(line).ok_or(ExportFault::Line(seq))?;
        chain.link(entry, hash)?;
    }
    let (head, books) = chain.into_parts();
    let head = head.ok_or(ExportFault::Empty)?;
    if first.strip_suffix(b"\n") != Some(first_line(&head).as_slice()) {
        return Err(ExportFault::Head);
    }
    Ok((head, books))
}

/// Takes a line apart; the bytes of the entry are checked by their hash and form.
fn parts(line: &[u8]) -> Option<(&[u8], Digest)> {
    // The hash and what stands round it always have the same length.
    const TAIL: usize = ",\"hash\":\"\"}".len() + 64;
    let rest = line.strip_prefix(b"{\"entry\":")?;
    let (entry, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL)?)?;
    let hash = tail.strip_prefix(b",\"hash\":\"")?.strip_suffix(b"\"}")?;
    let text = std::str::from_utf8(hash).ok()?;
    let hash = Digest::parse(text).filter(|hash| hash.to_string() == text)?;
    Some((entry, hash))
}

fn first_line(head: &Head) -> Vec<u8> {
    #[derive(serde::Serialize)]
    struct First {
        format: &'static str,
        head: String,
    }
    // Two texts always have a canonical form.
    jcs::bytes(&First { format: FORMAT, head: head.to_string() }).unwrap_or_default()
}
