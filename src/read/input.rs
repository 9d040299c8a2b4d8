//! The inputs as results state them.

use std::collections::HashMap;

use super::fault::FaultKind;
use super::faults::Log;
use super::number::DecimalMark;
use super::sheet::Sheet;
use super::{Options, encoding};
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

/// An input as results state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// File name without folder; a second one of the same name has `#2` behind it; `-` for standard input.
    pub name: Untrusted,
    /// What it is for.
    pub role: Role,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its size.
    pub bytes: usize,
    /// Data rows; `None` for a policy.
    pub rows: Option<u32>,
    /// How it was read: encoding, delimiter, decimal mark; `None` for a policy.
    pub dialect: Option<Dialect>,
}

/// How an input was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The encoding's name.
    pub encoding: &'static str,
    /// The delimiter, one character.
    pub delimiter: String,
    /// The decimal mark.
    pub decimal_mark: &'static str,
}

impl Dialect {
    /// Finds the dialect of these names; `None` where this version reads none such.
    #[must_use]
    pub fn of_names(encoding: &str, delimiter: &str, decimal_mark: &str) -> Option<Self> {
        let encoding = [encoding::NAME].into_iter().find(|name| *name == encoding)?;
        let mark = [DecimalMark::Point, DecimalMark::Comma].map(DecimalMark::text);
        let decimal_mark = mark.into_iter().find(|mark| *mark == decimal_mark)?;
        (delimiter.len() == 1).then(|| Self { encoding, delimiter: delimiter.to_owned(), decimal_mark })
    }

    /// Returns the delimiter as the byte that it is in the file.
    #[must_use]
    pub fn delimiter_byte(&self) -> Option<u8> {
        self.delimiter.bytes().next()
    }
}

/// Refuses files of the same content: their quotes would count twice.
pub(super) fn refuse_same_files(sources: &[Source], digests: &[Digest], log: &mut Log) {
    let mut first: HashMap<Digest, &Source> = HashMap::new();
    for ((number, source), digest) in (0_u32..).zip(sources).zip(digests) {
        if source.role == Role::Policy || source.bytes.is_empty() {
            continue;
        }
        if let Some(other) = first.get(digest) {
            log.file(number, FaultKind::SameFile { other: other.path.clone() });
        } else {
            first.insert(*digest, source);
        }
    }
}

/// Lists the inputs by role, name and digest; returns as well where each file stands in the list.
pub(super) fn list_inputs(
    sources: &[Source],
    digests: &[Digest],
    counts: &[Option<u32>],
    sheets: &[Sheet<'_>],
    options: &Options,
) -> (Vec<Input>, Vec<usize>) {
    let mut listed: Vec<(usize, Input)> = sources
        .iter()
        .zip(digests)
        .zip(counts)
        .enumerate()
        .map(|(number, ((source, digest), rows))| {
            let sheet = sheets.iter().find(|sheet| usize::try_from(sheet.file) == Ok(number));
            let dialect = sheet.map(|sheet| Dialect {
                encoding: encoding::NAME,
                delimiter: sheet.delimiter_text(),
                decimal_mark: options.decimal_mark.text(),
            });
            let (name, bytes) = (source.name.clone(), source.bytes.len());
            (number, Input { name, role: source.role, sha256: *digest, bytes, rows: *rows, dialect })
        })
        .collect();
    listed.extend(options.history.as_ref().map(|history| {
        let rows = Some(u32::try_from(history.entries).unwrap_or(u32::MAX));
        // The hash is that of the last entry, not of a file, so that there are no bytes to count.
        let (name, sha256) = (history.name.clone(), history.sha256);
        (usize::MAX, Input { name, role: Role::History, sha256, bytes: 0, rows, dialect: None })
    }));
    listed.sort_by(|(_, a), (_, b)| (a.role, &a.name, a.sha256).cmp(&(b.role, &b.name, b.sha256)));
    let mut met: HashMap<Untrusted, u32> = HashMap::new();
    for (_, input) in &mut listed {
        let times = met.entry(input.name.clone()).or_default();
        *times = times.saturating_add(1);
        if *times > 1 {
            input.name = Untrusted::new(&format!("{}#{times}", input.name.raw()));
        }
    }
    let mut places = vec![0; listed.len()];
    for (place, (number, _)) in listed.iter().enumerate() {
        if let Some(slot) = places.get_mut(*number) {
            *slot = place;
        }
    }
    (listed.into_iter().map(|(_, input)| input).collect(), places)
}
