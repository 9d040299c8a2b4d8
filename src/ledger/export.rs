//! A ledger as JSON lines that can be checked without the database.
//!
//! The first line is `{"format":"bijia.ledger-export/1","head":"bijia-head-v1 …"}`, then one line an entry,
//! `{"entry":{…},"hash":"…"}`; all in canonical form (RFC 8785), each with a newline.

use std::io::{self, Write};

use super::chain::{Chain, ChainFault, Head};
use super::entry::Seq;
use super::state::{AwardDetail, LedgerState};
use crate::value::source::Digest;

/// The format's name and version.
pub const FORMAT: &str = "bijia.ledger-export/1";

/// Why an export is not complete and unchanged.
#[derive(Debug)]
pub enum ExportFault {
    /// The first line does not state the last entry.
    Head,
    /// The line of an entry is not in canonical form.
    Line(Seq),
    /// An entry does not follow the previous one.
    Chain(ChainFault),
    /// The line of an entry has no newline.
    Cut(Seq),
    /// There is no entry.
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
    writeln!(out, "{{\"format\":\"{FORMAT}\",\"head\":\"{head}\"}}")
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
/// Returns the first fault.
pub fn checked<T: AwardDetail>(bytes: &[u8]) -> Result<(Head, LedgerState<T>), ExportFault> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().ok_or(ExportFault::Empty)?;
    let mut chain = Chain::<T>::default();
    let mut seq = Seq::FIRST;
    for line in lines {
        let line = line.strip_suffix(b"\n").ok_or(ExportFault::Cut(seq))?;
        let (entry, hash) = parse_line(line).ok_or(ExportFault::Line(seq))?;
        seq = chain.append(entry, hash).map_err(ExportFault::Chain)?.seq.next();
    }
    let (head, state) = chain.into_parts();
    let head = head.ok_or(ExportFault::Empty)?;
    let mut stated = Vec::new();
    write_head(&head, &mut stated).expect("memory can be written");
    if first == stated { Ok((head, state)) } else { Err(ExportFault::Head) }
}

/// Splits a line into entry and hash; the bytes of the entry are checked by their hash and form.
fn parse_line(line: &[u8]) -> Option<(&[u8], Digest)> {
    const TAIL: usize = ",\"hash\":\"\"}".len() + 64;
    let rest = line.strip_prefix(b"{\"entry\":")?;
    let (entry, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL)?)?;
    let hash = tail.strip_prefix(b",\"hash\":\"")?.strip_suffix(b"\"}")?;
    let text = std::str::from_utf8(hash).ok()?;
    let hash = Digest::parse(text).filter(|hash| hash.to_string() == text)?;
    Some((entry, hash))
}
