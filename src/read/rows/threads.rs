//! Rows by several threads: whoever has time takes the next block of a sheet.

use std::sync::Mutex;

use super::part::{Counted, Part};
use crate::read::ReadError;
use crate::read::cells::number;
use crate::read::fault::{FaultKind, NumberFault};
use crate::read::faults::Log;
use crate::read::input::Counts;
use crate::read::sheet::{Sheet, row_of};
use crate::read::text::blocks::Blocks;
use crate::read::text::encoding::not_utf8;
use crate::read::text::prepared::Prepared;
use crate::value::parallel;
use crate::value::source::{Role, Source};

/// The most rows of all sheets: rows are counted in 32 bits, and a block of them is taken in before they are counted.
const MAX_ROWS: usize = 4_000_000_000;

/// A sheet whose rows are still to be read.
pub(crate) struct Waiting<'s> {
    /// Its place among the sheets.
    pub(crate) sheet: usize,
    /// Its place among the sources.
    pub(crate) source: usize,
    pub(crate) blocks: Blocks<'s>,
    /// The first block, with the header.
    pub(crate) first: Option<Vec<u8>>,
}

pub(crate) fn digest_of(blocks: Blocks<'_>, source: &Source, prepared: &Prepared) -> Result<Counts, ReadError> {
    let failed = |error| ReadError::Io { path: source.path.clone(), error };
    Ok(Counts::of(blocks.finish().map_err(failed)?, prepared))
}

/// The blocks of all sheets, for whoever has time for the next one.
struct Queue<'q, 's> {
    sources: &'s [Source],
    prepared: &'s [Prepared],
    waiting: Vec<Waiting<'s>>,
    counts: &'q mut [Counts],
    /// The number of the next block.
    next: usize,
    failed: Option<ReadError>,
}

/// A block that a thread has taken in: which rows of the thread's part are its own, and how many rows and lines it has.
#[derive(Debug, Clone, Copy)]
struct Taken {
    block: usize,
    sheet: usize,
    first: u32,
    end: u32,
    counted: Counted,
}

impl Queue<'_, '_> {
    /// Puts the next block into a buffer; returns its number, its sheet and whether it is the sheet's first.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<(usize, usize, bool)> {
        loop {
            let waiting = self.waiting.last_mut()?;
            let is_first = waiting.first.is_some();
            let read = match waiting.first.take() {
                Some(first) => {
                    *buffer = first;
                    Ok(true)
                }
                None => waiting.blocks.next(buffer),
            };
            let source = &self.sources[waiting.source];
            match read {
                Ok(true) => {
                    let found = (self.next, waiting.sheet, is_first);
                    self.next += 1;
                    return Some(found);
                }
                Ok(false) => {
                    let done = self.waiting.pop().expect("it was the last one");
                    match digest_of(done.blocks, source, &self.prepared[done.source]) {
                        Ok(counted) => self.counts[done.source] = counted,
                        Err(error) => self.fail(error),
                    }
                }
                Err(error) => self.fail(ReadError::Io { path: source.path.clone(), error }),
            }
        }
    }

    fn fail(&mut self, error: ReadError) {
        self.failed = Some(error);
        self.waiting.clear();
    }
}

/// Reads the rows of all sheets into one part; by one thread alone where every sheet is far smaller than a block.
pub(crate) fn read_rows<'p>(
    (sources, prepared): (&[Source], &[Prepared]),
    sheets: &[Sheet],
    mut waiting: Vec<Waiting<'_>>,
    mut part: Part<'p>,
    (threads, block): (usize, usize),
    counts: &mut [Counts],
    log: &mut Log,
) -> Result<Part<'p>, ReadError> {
    // The last one is taken next.
    waiting.reverse();
    let is_small = |waiting: &Waiting<'_>| waiting.first.as_ref().is_some_and(|first| first.len() < block / 2);
    let threads = if waiting.iter().all(is_small) { 1 } else { threads };
    let mut queue = Queue { sources, prepared, waiting, counts, next: 0, failed: None };
    let mut taken = Vec::new();
    // Requests are ordered by their rows, so that one thread reads them.
    let is_request =
        |queue: &Queue<'_, '_>| queue.waiting.last().is_some_and(|waiting| sheets[waiting.sheet].role == Role::Request);
    let mut buffer = Vec::new();
    while is_request(&queue)
        && let Some(next) = queue.next(&mut buffer)
    {
        take(next, &buffer, sheets, &mut part, &mut taken, log);
    }
    let queue = Mutex::new(queue);
    let run = |(mut part, mut taken, mut log): (Part<'p>, Vec<Taken>, Log)| {
        let mut buffer = Vec::new();
        loop {
            // A thread that panicked while it held the queue ends the process anyway.
            let next = queue.lock().expect("no thread panics").next(&mut buffer);
            let Some(next) = next.filter(|_| part.witnesses.is_some() || log.is_empty()) else { break };
            if part.rows.count > MAX_ROWS {
                log.file(sheets[next.1].file, FaultKind::TooManyRows { limit: MAX_ROWS });
                break;
            }
            take(next, &buffer, sheets, &mut part, &mut taken, &mut log);
        }
        (part, taken, log)
    };
    let mut work = vec![(part, taken, std::mem::replace(log, log.fresh()))];
    for _ in 1..threads {
        let (policy, fields) = (work[0].0.policy, work[0].0.fields.empty());
        work.push((Part::new(policy, fields), Vec::new(), log.fresh()));
    }
    let mut done = parallel::each(work, run);
    let Queue { failed, counts, .. } = queue.into_inner().expect("no thread panics");
    if let Some(error) = failed {
        return Err(error);
    }
    place_blocks(&mut done, sheets, sources, counts);
    let mut done = done.into_iter();
    let (mut all, _, first_log) = done.next().expect("there is a thread");
    log.absorb(first_log);
    for (part, _, part_log) in done {
        log.absorb(part_log);
        if !all.agrees_with(&part) {
            log.suspect();
        }
        if all.rows.count + part.rows.count > MAX_ROWS {
            log.file(0, FaultKind::TooManyRows { limit: MAX_ROWS });
        }
        if log.is_empty() {
            all.absorb(part);
        }
    }
    Ok(all)
}

/// Takes in a block.
fn take(
    (block, sheet, is_first): (usize, usize, bool),
    bytes: &[u8],
    sheets: &[Sheet],
    part: &mut Part<'_>,
    taken: &mut Vec<Taken>,
    log: &mut Log,
) {
    let count = |part: &Part<'_>| u32::try_from(part.rows.count).expect("fewer than 2^32 rows");
    let first = count(part);
    let number = sheet;
    let sheet = &sheets[number];
    part.rows.places.end_run();
    let (from, lines) = if is_first { (sheet.rows_at, sheet.rows_line - 1) } else { (0, 0) };
    if let Ok(counted) = part.take_block(sheet, &bytes[from..], Counted { rows: 0, lines }, log) {
        let lines = counted.lines + lines;
        taken.push(Taken { block, sheet: number, first, end: count(part), counted: Counted { lines, ..counted } });
    } else {
        let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        log.row(row_of(bytes, offset, sheet.file), None, not_utf8(offset));
    }
    if part.witnesses.is_some() {
        declare_other_mark(sheet, bytes, log);
    }
}

/// Moves the rows of each block down behind those of the blocks before it, and counts the rows of sources.
fn place_blocks(done: &mut [(Part<'_>, Vec<Taken>, Log)], sheets: &[Sheet], sources: &[Source], counts: &mut [Counts]) {
    let mut all: Vec<(Taken, usize)> = Vec::new();
    for (thread, (_, taken, _)) in done.iter().enumerate() {
        all.extend(taken.iter().map(|taken| (*taken, thread)));
    }
    all.sort_unstable_by_key(|(taken, _)| taken.block);
    let mut before = vec![Counted { rows: 0, lines: 0 }; sources.len()];
    for (taken, thread) in all {
        let file = sheets[taken.sheet].file as usize;
        done[thread].0.rows.places.move_down(taken.first..taken.end, before[file].rows, before[file].lines);
        before[file].rows += taken.counted.rows;
        before[file].lines += taken.counted.lines;
        counts[file].rows = Some(before[file].rows);
    }
}

/// Finds the faults of numbers whose whole column would fit the other decimal mark.
pub(crate) fn declare_other_mark(sheet: &Sheet, text: &[u8], log: &mut Log) {
    let mark = sheet.grammar.decimal_mark;
    let other = mark.other();
    let mut fitting = std::collections::BTreeMap::new();
    log.amend(sheet.file, |error, field| {
        let FaultKind::NotANumber { text: cell, why } = &mut error.kind else { return };
        let is_either = matches!(why, NumberFault::Either { .. });
        if !is_either && !matches!(why, NumberFault::Text | NumberFault::Groups | NumberFault::ZeroGroup(_)) {
            return;
        }
        if let Some(field) = field
            && (is_either || number::parse(cell.raw(), mark).is_err())
            && number::parse(cell.raw(), other).is_ok()
            && *fitting.entry(field).or_insert_with(|| sheet.fits(text, field, other))
        {
            *why = NumberFault::OtherMark(other.text().chars().next().expect("a mark is a character"));
        }
    });
}
