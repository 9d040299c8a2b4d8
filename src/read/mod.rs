//! Sources to a dataset, or every fault in them.
//!
//! bytes → blocks of records (`text`) → columns (`headers`) and typed cells (`cells`) → parts of rows, put together (`rows`)
//! → a [`Dataset`], whose items and names do not depend on the order of rows, files and columns.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "rows, lines and places are counted, far from the limits of their types; no amount is computed here"
)]

mod absent;
mod budgets;
pub(crate) mod cells;
mod commas;
mod fault;
mod faults;
mod headers;
mod history;
mod input;
mod inspect;
mod notes;
mod rows;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod whole;
mod wide;
#[cfg(feature = "xlsx")]
mod workbook;

use std::io;

pub use self::budgets::{BudgetRow, Budgets, read_budgets};
pub(crate) use self::cells::calendar::{Order, Readings};
pub use self::cells::number::DecimalMark;
pub use self::cells::values::is_risky;
pub use self::fault::InputError;
pub(crate) use self::fault::{
    DiscountFault, FaultKind, Figures, FileKind, NumberFault, Range, Remedy, Setting, UnitFault, WideFault,
    WorkbookFault,
};
pub use self::faults::{Faults, FileFaults, Keep};
pub(crate) use self::headers::topic::Topic;
pub use self::history::{CRITERIA, History, Tally};
pub(crate) use self::inspect::{ColumnView, Inspection, SheetView, Use, inspect};

use self::faults::Log;
use self::input::Counts;
use self::rows::build::{Reading, build};
use self::rows::fill::Filling;
use self::rows::part::{Part, Witnesses};
use self::rows::threads::{Waiting, digest_of, read_rows};
use self::sheet::Sheet;
use self::text::blocks::BLOCK;
use self::text::prepared::Prepared;
use crate::policy::Policy;
use crate::rule::dataset::Dataset;
use crate::rule::dataset::items::{ItemFields, place_of};
use crate::rule::edition::Edition;
use crate::value::column::Column;
use crate::value::parallel;
use crate::value::source::{Digest, Role, RowRef, Source};
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
    read_in(
        sources,
        policy,
        options,
        Manner::Fast { threads: parallel::threads(usize::MAX, 1), block: BLOCK, looks_ahead: false },
    )
}

fn read_in(sources: &[Source], policy: &Policy, options: &Options, fast: Manner) -> Result<Dataset, ReadError> {
    // Nearly all sheets are UTF-8: which are not shows when they are read.
    let as_is: Vec<Prepared> = sources.iter().map(|_| Prepared::AsIs).collect();
    let failed = attempt(sources, &as_is, policy, options, fast);
    let Err(ReadError::Faults(faults)) = &failed else { return failed };
    let has_open_commas = faults.has_open_commas();
    let prepare = |(number, source): (u32, &Source)| {
        Prepared::of(source, number, policy, options)
            .map_err(|error| ReadError::Io { path: source.path.clone(), error })
    };
    let prepared = (0..).zip(sources).map(prepare).collect::<Result<Vec<_>, _>>()?;
    if has_open_commas || prepared.iter().any(|prepared| prepared.text().is_some()) {
        let failed = attempt(sources, &prepared, policy, options, fast.looking_ahead());
        let Err(ReadError::Faults(_)) = failed else { return failed };
    }
    // Faults are named by one thread that keeps the rows that state something first, whole sheets in memory.
    attempt(sources, &prepared, policy, options, Manner::NamingFaults)
}

/// How a reading goes about it. The datasets are the same.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// By several threads in blocks, up to the first fault.
    ///
    /// It looks for what shows the decimal mark at the start of sheets only, or ahead of its blocks to their ends.
    Fast { threads: usize, block: usize, looks_ahead: bool },
    /// By one thread, with what it takes to name every fault.
    NamingFaults,
}

impl Manner {
    const fn looking_ahead(self) -> Self {
        match self {
            Self::Fast { threads, block, .. } => Self::Fast { threads, block, looks_ahead: true },
            Self::NamingFaults => Self::NamingFaults,
        }
    }
}

fn attempt(
    sources: &[Source],
    prepared: &[Prepared],
    policy: &Policy,
    options: &Options,
    manner: Manner,
) -> Result<Dataset, ReadError> {
    let (threads, block) = match manner {
        Manner::Fast { threads, block, .. } => (threads, block),
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
        if let Some(places) = own.wide() {
            log.name_wide(number, places);
        }
        // What is filled from the row above is in one block with it.
        let is_filled = !policy.fill_down.is_empty() || !own.merged().is_empty();
        let mut blocks = own.blocks(source, if is_filled { usize::MAX } else { block }).map_err(failed)?;
        let mut first = Vec::new();
        blocks.next(&mut first).map_err(failed)?;
        let delimiter = own.delimiter().or(options.delimiter);
        match Sheet::open((source, number), &first, policy, (options, delimiter), &mut log) {
            Some(mut sheet) => {
                sheet.layout.notes.extend(own.notes().iter().cloned());
                sheet.filling = Filling::of(&sheet.layout, policy, own.merged(), sheet.header.line);
                sheet.layout.notes.extend(own.merged_note(&source.name, &sheet.filling));
                let is_whole = matches!(manner, Manner::NamingFaults);
                if let Some(whole) = own.text().map(str::as_bytes).or_else(|| is_whole.then_some(&first[..])) {
                    sheet.learn(whole, &source.name, policy);
                }
                sheet.shared = own.wide().map_or(0, |places| places.shared());
                let shows = |text: &[u8], rows| commas::shows_point(&sheet, policy, (text, own.typed()), rows);
                sheet.grammar.shows_point = match manner {
                    Manner::Fast { looks_ahead: false, .. } => shows(&first, commas::FIRST_ROWS),
                    Manner::Fast { .. } if options.decimal_mark == DecimalMark::Assumed => {
                        let mut whole = Vec::new();
                        own.blocks(source, usize::MAX).map_err(failed)?.next(&mut whole).map_err(failed)?;
                        shows(&whole, usize::MAX)
                    }
                    Manner::Fast { .. } | Manner::NamingFaults => shows(&first, usize::MAX),
                };
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
    let states_units = |sheet: &Sheet| {
        sheet.layout.field(Column::Unit).is_some() || sheet.layout.price_unit.is_some() || sheet.whole.has_units
    };
    let has_units = sheets.iter().any(states_units);
    let fields = ItemFields::new(places.chain(has_units.then(|| place_of(Column::Unit))));
    if matches!(manner, Manner::Fast { .. }) && !log.is_empty() {
        return Err(log.finish().expect_err("there is a fault").into());
    }
    let witnesses = matches!(manner, Manner::NamingFaults).then(Witnesses::new);
    let mut part = Part::new(policy, fields);
    part.witnesses = witnesses;
    let mut part = read_rows((sources, prepared), &sheets, waiting, part, (threads, block), &mut counts, &mut log)?;
    if matches!(manner, Manner::Fast { .. }) && !log.is_empty() {
        return Err(log.finish().expect_err("there is a fault").into());
    }
    if let Some(history) = &options.history {
        history.offer(&mut part, &sheets, &mut log);
    }
    let wide = || (0_u32..).zip(prepared).filter_map(|(number, own)| Some((number, own.wide()?)));
    for (number, places) in wide() {
        counts[number as usize].rows = Some(places.rows());
    }
    let reading = Reading { sources, counts, sheets, part, options, threads };
    let mut dataset = build(reading, log)?;
    for (number, places) in wide() {
        // Up to here every quote of a wide sheet was in a row of its own.
        let count = u32::try_from(dataset.quotes.rows.count).expect("fewer than 2^32 rows");
        dataset.quotes.rows.places.move_each(number, count, |row, line| {
            let RowRef { row, line, .. } = places.row(RowRef { file: number, row, line });
            (row, line)
        });
    }
    Ok(dataset)
}
