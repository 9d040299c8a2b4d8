//! Sources to a dataset, or every fault in them.
//!
//! bytes → blocks of records (`text`) → a header and typed cells (`cells`) → parts of rows, put together (`rows`) → a
//! [`Dataset`], whose items and names do not depend on the order of rows, files and columns.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "rows, lines and places are counted, far from the limits of their types; no amount is computed here"
)]

mod absent;
mod budgets;
pub(crate) mod cells;
mod fault;
mod faults;
mod headers;
mod history;
mod input;
mod notes;
mod rows;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
#[cfg(feature = "xlsx")]
mod workbook;

use std::io;
use std::sync::Mutex;

pub use self::budgets::{BudgetRow, Budgets, read_budgets};
pub use self::cells::number::DecimalMark;
pub use self::cells::values::is_risky;
pub use self::fault::InputError;
pub(crate) use self::fault::{
    DiscountFault, FaultKind, Figures, FileKind, NumberFault, Range, Remedy, Setting, UnitFault, WorkbookFault,
};
pub use self::faults::{Faults, FileFaults, Keep};
pub(crate) use self::headers::topic::Topic;
pub use self::history::{CRITERIA, History, Tally};

use self::faults::Log;
use self::input::Counts;
use self::rows::build::{Reading, build};
use self::rows::part::{Counted, Part, Witnesses};
use self::sheet::{Sheet, row_of};
use self::text::blocks::{BLOCK, Blocks};
use self::text::encoding::not_utf8;
use self::text::prepared::Prepared;
use crate::policy::Policy;
use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::{ItemFields, place_of};
use crate::rule::edition::Edition;
use crate::value::column::Column;
use crate::value::parallel;
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

/// How inputs are read, as far as that is not the policy's to say.
#[derive(Debug, Clone)]
pub struct Options {
    /// The decimal mark of numbers.
    pub decimal_mark: DecimalMark,
    /// The delimiter of cells; found out from the header when absent.
    pub delimiter: Option<u8>,
    /// The number of the request that all items belong to.
    pub request_number: Option<Untrusted>,
    /// How many faults are kept whole.
    pub keep: Keep,
    /// What vendors delivered before, where that is to count.
    pub history: Option<History>,
    /// The edition of the rule by which the inputs are read and decided.
    pub edition: Edition,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            decimal_mark: DecimalMark::Assumed,
            delimiter: None,
            request_number: None,
            keep: Keep::First,
            history: None,
            edition: Edition::default(),
        }
    }
}

/// Why inputs cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// They have faults.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// A file could not be read.
    #[error("{}: {error}", path.shown())]
    Io {
        /// The path as the user gave it.
        path: Untrusted,
        /// Why.
        error: io::Error,
    },
}

/// Reads quotes and requests.
///
/// A source of the role [`Role::Policy`] is listed among the inputs and not parsed; `policy` is what it says.
///
/// # Errors
///
/// Returns every fault of every input, or why a file could not be read.
pub fn read(sources: &[Source], policy: &Policy, options: &Options) -> Result<Dataset, ReadError> {
    read_in(sources, policy, options, Manner::Fast { threads: parallel::threads(usize::MAX, 1), block: BLOCK })
}

fn read_in(sources: &[Source], policy: &Policy, options: &Options, fast: Manner) -> Result<Dataset, ReadError> {
    // Nearly all sheets are UTF-8: which are not shows when they are read.
    let as_is: Vec<Prepared> = sources.iter().map(|_| Prepared::AsIs).collect();
    let failed = attempt(sources, &as_is, policy, options, fast);
    let Err(ReadError::Faults(_)) = failed else { return failed };
    let prepare = |(number, source): (u32, &Source)| {
        Prepared::of(source, number, policy, options)
            .map_err(|error| ReadError::Io { path: source.path.clone(), error })
    };
    let prepared = (0..).zip(sources).map(prepare).collect::<Result<Vec<_>, _>>()?;
    if prepared.iter().any(|prepared| prepared.text().is_some()) {
        let failed = attempt(sources, &prepared, policy, options, fast);
        let Err(ReadError::Faults(_)) = failed else { return failed };
    }
    // Faults are named by one thread that keeps the rows that state something first, whole sheets in memory.
    attempt(sources, &prepared, policy, options, Manner::NamingFaults)
}

/// The most rows of all sheets: rows are counted in 32 bits, and a block of them is taken in before they are counted.
const MAX_ROWS: usize = 4_000_000_000;

/// How a reading goes about it. The datasets are the same.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// By several threads in blocks, up to the first fault.
    Fast { threads: usize, block: usize },
    /// By one thread, with what it takes to name every fault.
    NamingFaults,
}

/// A sheet whose rows are still to be read.
struct Waiting<'s> {
    /// Its place among the sheets.
    sheet: usize,
    /// Its place among the sources.
    source: usize,
    blocks: Blocks<'s>,
    /// The first block, with the header.
    first: Option<Vec<u8>>,
}

fn attempt(
    sources: &[Source],
    prepared: &[Prepared],
    policy: &Policy,
    options: &Options,
    manner: Manner,
) -> Result<Dataset, ReadError> {
    let (threads, block) = match manner {
        Manner::Fast { threads, block } => (threads, block),
        Manner::NamingFaults => (1, usize::MAX),
    };
    let mut log = Log::new(sources, options.keep);
    let mut sheets = Vec::new();
    let mut waiting = Vec::new();
    let mut counts = vec![Counts::UNREAD; sources.len()];
    // The request first, so that an item's own words come before those beside quotes.
    let of_role = |role| (0_u32..).zip(sources).filter(move |(_, source)| source.role == role);
    for (number, source) in of_role(Role::Request).chain(of_role(Role::Quotes)) {
        let failed = |error| ReadError::Io { path: source.path.clone(), error };
        let own = &prepared[number as usize];
        if let Prepared::Refused { at, kind, original } = own {
            counts[number as usize] = Counts::of((original.sha256, original.bytes), own);
            match at {
                Some((at, column)) => log.row(*at, column.clone(), kind.clone()),
                None => log.file(number, kind.clone()),
            }
            continue;
        }
        own.tell(number, policy, &mut log);
        let mut blocks = own.blocks(source, block).map_err(failed)?;
        let mut first = Vec::new();
        blocks.next(&mut first).map_err(failed)?;
        let delimiter = own.delimiter().or(options.delimiter);
        match Sheet::open((source, number), &first, policy, (options, delimiter), &mut log) {
            Some(mut sheet) => {
                sheet.layout.notes.extend(own.notes().iter().cloned());
                let (sheet_number, source) = (sheets.len(), number as usize);
                sheets.push(sheet);
                waiting.push(Waiting { sheet: sheet_number, source, blocks, first: Some(first) });
            }
            None => counts[number as usize] = digest_of(blocks, source, own)?,
        }
    }
    for (number, source) in (0_usize..).zip(sources) {
        if !matches!(source.role, Role::Request | Role::Quotes) {
            let counted = (Digest::of(source.bytes()), source.bytes().len() as u64);
            counts[number] = Counts::of(counted, &Prepared::AsIs);
        }
    }
    absent::refuse_absent(sources, &sheets, policy, &mut log);
    let places = sheets.iter().flat_map(|sheet| sheet.layout.item_fields.iter().map(|(place, ..)| *place));
    let has_units =
        sheets.iter().any(|sheet| sheet.layout.field(Column::Unit).is_some() || sheet.layout.price_unit.is_some());
    let fields = ItemFields::new(places.chain(has_units.then(|| place_of(Column::Unit))));
    if matches!(manner, Manner::Fast { .. }) && !log.is_empty() {
        return Err(log.finish().expect_err("there is a fault").into());
    }
    let witnesses = matches!(manner, Manner::NamingFaults).then(Witnesses::new);
    let mut part = Part::new(policy, fields);
    part.witnesses = witnesses;
    let mut part = read_rows((sources, prepared), &sheets, waiting, part, threads, &mut counts, &mut log)?;
    if matches!(manner, Manner::Fast { .. }) && !log.is_empty() {
        return Err(log.finish().expect_err("there is a fault").into());
    }
    if let Some(history) = &options.history {
        history.offer(&mut part, &sheets, &mut log);
    }
    let reading = Reading { sources, counts, sheets, part, options, threads };
    Ok(build(reading, log)?)
}

fn digest_of(blocks: Blocks<'_>, source: &Source, prepared: &Prepared) -> Result<Counts, ReadError> {
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

/// Reads the rows of all sheets into one part.
fn read_rows<'p>(
    (sources, prepared): (&[Source], &[Prepared]),
    sheets: &[Sheet],
    mut waiting: Vec<Waiting<'_>>,
    mut part: Part<'p>,
    threads: usize,
    counts: &mut [Counts],
    log: &mut Log,
) -> Result<Part<'p>, ReadError> {
    // The last one is taken next.
    waiting.reverse();
    let is_small = |waiting: &Waiting<'_>| waiting.first.as_ref().is_some_and(|first| first.len() < BLOCK / 2);
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
fn declare_other_mark(sheet: &Sheet, text: &[u8], log: &mut Log) {
    let mark = sheet.grammar.decimal_mark;
    let other = mark.other();
    let mut fitting = std::collections::BTreeMap::new();
    log.amend(sheet.file, |error| {
        let FaultKind::NotANumber { text: cell, why: why @ (NumberFault::Text | NumberFault::Groups) } =
            &mut error.kind
        else {
            return;
        };
        let field = error.place.column.as_ref().and_then(|column| column.number.checked_sub(1));
        if let Some(field) = field
            && cells::number::parse(cell.raw(), mark).is_err()
            && cells::number::parse(cell.raw(), other).is_ok()
            && *fitting.entry(field).or_insert_with(|| sheet.fits(text, field, other))
        {
            *why = NumberFault::OtherMark(other.text().chars().next().expect("a mark is a character"));
        }
    });
}
