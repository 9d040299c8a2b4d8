//! The inputs as results state them.

use std::collections::HashMap;

use super::Options;
use super::fault::FaultKind;
use super::faults::Log;
use super::sheet::Sheet;
use super::text::prepared::Prepared;
use crate::value::encoding::Encoding;
use crate::value::source::{Dialect, Digest, Format, Input, Role, Source};
use crate::value::untrusted::Untrusted;

/// What the reading of a source counted.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    /// Data rows; `None` where it was not read as a sheet.
    pub(crate) rows: Option<u32>,
    pub(crate) format: Format,
}

impl Counts {
    /// Those of a source that is still to be read.
    pub(crate) const UNREAD: Self =
        Self { sha256: Digest::ZERO, bytes: 0, rows: None, format: Format::Text(Encoding::Utf8) };

    /// Makes the counts of a source whose text was read to its end; what was decoded before is counted as it was then.
    pub(crate) fn of((sha256, bytes): (Digest, u64), prepared: &Prepared) -> Self {
        let (sha256, bytes) = prepared.original().map_or((sha256, bytes), |original| (original.sha256, original.bytes));
        Self { sha256, bytes, rows: None, format: prepared.format() }
    }
}

/// Refuses files of the same content: their quotes would count twice.
pub(super) fn refuse_same_files(sources: &[Source], counts: &[Counts], log: &mut Log) {
    let mut first: HashMap<(Digest, Option<&Untrusted>), &Source> = HashMap::new();
    for ((number, source), counted) in (0_u32..).zip(sources).zip(counts) {
        if source.role == Role::Policy || counted.bytes == 0 {
            continue;
        }
        let content = (counted.sha256, counted.format.sheet());
        if let Some(other) = first.get(&content) {
            log.file(number, FaultKind::SameFile { other: other.path.clone() });
        } else {
            first.insert(content, source);
        }
    }
}

/// Lists the inputs by role, name and digest; returns as well where each file stands in the list.
pub(super) fn list_inputs(
    sources: &[Source],
    counts: &[Counts],
    sheets: &[Sheet],
    options: &Options,
) -> (Vec<Input>, Vec<usize>) {
    let of_file: HashMap<usize, &Sheet> = sheets.iter().map(|sheet| (sheet.file as usize, sheet)).collect();
    let mut listed: Vec<(usize, Input)> = sources
        .iter()
        .zip(counts)
        .enumerate()
        .map(|(number, (source, counted))| {
            let dialect = of_file.get(&number).map(|sheet| Dialect {
                format: counted.format.clone(),
                delimiter: match counted.format {
                    Format::Text(_) => Some(char::from(sheet.delimiter).to_string()),
                    Format::Workbook { .. } => None,
                },
                decimal_mark: options.decimal_mark.text(),
            });
            let input = Input {
                name: source.name.clone(),
                role: source.role,
                sha256: counted.sha256,
                bytes: usize::try_from(counted.bytes).expect("a source is shorter than the address space"),
                rows: counted.rows,
                dialect,
            };
            (number, input)
        })
        .collect();
    listed.extend(options.history.as_ref().map(|history| {
        let rows = Some(u32::try_from(history.entries).expect("a ledger has fewer than 2^32 entries"));
        // The hash is that of the last entry, not of a file, so that there are no bytes to count.
        let (name, sha256) = (history.name.clone(), history.sha256);
        (usize::MAX, Input { name, role: Role::History, sha256, bytes: 0, rows, dialect: None })
    }));
    listed.sort_by(|(_, a), (_, b)| (a.role, &a.name, a.sha256).cmp(&(b.role, &b.name, b.sha256)));
    let mut met: HashMap<Untrusted, u32> = HashMap::new();
    for (_, input) in &mut listed {
        let times = met.entry(input.name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            input.name = Untrusted::new(&format!("{}#{times}", input.name.raw()));
        }
    }
    let mut places = vec![0; sources.len()];
    for (place, (number, _)) in listed.iter().enumerate().filter(|(_, (number, _))| *number != usize::MAX) {
        places[*number] = place;
    }
    (listed.into_iter().map(|(_, input)| input).collect(), places)
}
