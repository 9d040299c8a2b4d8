//! All faults of a reading, in file order: the first ones of each file whole, the rest counted by kind.

use std::collections::{BTreeSet, HashSet};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

use super::fault::{FaultKind, InputError, NumberFault};
use super::wide::WidePlaces;
use crate::value::source::{ColumnRef, Place, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// How many faults of a file are kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The first 20 of its rows, and those of the file as a whole; of all files the first 100.
    First,
    /// All of them.
    All,
}

/// How many faults of a file's rows are kept unless all are.
const FIRST: usize = 20;

/// How many faults of all files are kept unless all are.
const FIRST_OF_ALL: usize = 100;

/// The faults of a reading that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults {
    /// By file, in the order of reading; files without faults are left out.
    pub files: Vec<FileFaults>,
}

/// The faults of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFaults {
    /// The path as the user gave it.
    pub path: Untrusted,
    /// The sheet of a workbook.
    sheet: Option<Untrusted>,
    /// The cells of it, by line and column, that have no text; whatever else would be wrong with them is not told.
    unread: BTreeSet<(u32, usize)>,
    /// The first faults, by row and column.
    pub kept: Vec<InputError>,
    /// Of each kind that has more faults than are kept: the first one of them, and how many there are.
    pub(crate) rest: Vec<(FaultKind, u64)>,
}

impl FileFaults {
    fn none(path: &Untrusted) -> Self {
        Self { path: path.clone(), sheet: None, unread: BTreeSet::new(), kept: Vec::new(), rest: Vec::new() }
    }

    /// Returns how many faults are not kept.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.rest.iter().map(|(_, count)| count).sum()
    }
}

impl Faults {
    /// Returns the count of all faults.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.files.iter().flat_map(|file| [file.kept.len() as u64, file.more()]).sum()
    }
}

impl Faults {
    /// Says whether a kept fault is a comma that groups digits or parts decimals.
    pub(crate) fn has_open_commas(&self) -> bool {
        self.files.iter().flat_map(|file| &file.kept).any(|error| is_open_comma(&error.kind))
    }

    /// Returns the headers that are used for nothing, where nothing else is wrong.
    pub(crate) fn unused_headers(&self) -> Option<Vec<String>> {
        let kept = self.files.iter().flat_map(|file| &file.kept);
        let headers = kept.map(|error| {
            let FaultKind::UnusedHeader { header, .. } = &error.kind else { return None };
            Some(header.raw().to_owned())
        });
        headers.collect::<Option<Vec<_>>>().filter(|_| self.files.iter().all(|file| file.more() == 0))
    }
}

/// Collects faults while files are read.
#[derive(Debug)]
pub(crate) struct Log {
    keep: Keep,
    files: Vec<FileFaults>,
    /// How many faults of all files are kept so far.
    kept: usize,
    /// Whether something is wrong of which only a reading that keeps witnesses can tell.
    is_suspect: bool,
    /// By file, where the rows of a wide sheet come from: faults are told at the places of the sheet.
    wide: Vec<Option<Arc<WidePlaces>>>,
    /// The faults of cells that several quotes of a wide sheet share: by file, line, column and kind.
    shared: HashSet<(u32, u32, usize, Discriminant<FaultKind>)>,
}

impl Log {
    pub(crate) fn new(sources: &[Source], keep: Keep) -> Self {
        let files = sources.iter().map(|source| FileFaults::none(&source.path)).collect();
        Self { keep, files, kept: 0, is_suspect: false, wide: vec![None; sources.len()], shared: HashSet::new() }
    }

    /// Starts a log of the same files without a fault.
    pub(crate) fn fresh(&self) -> Self {
        Self {
            keep: self.keep,
            files: self
                .files
                .iter()
                .map(|file| FileFaults {
                    sheet: file.sheet.clone(),
                    unread: file.unread.clone(),
                    ..FileFaults::none(&file.path)
                })
                .collect(),
            kept: 0,
            is_suspect: false,
            wide: self.wide.clone(),
            shared: HashSet::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.is_suspect && self.kept == 0
    }

    /// Notes that there is a fault of which only a reading that keeps witnesses can tell.
    pub(crate) fn suspect(&mut self) {
        self.is_suspect = true;
    }

    /// Takes in the faults of another log of the same files.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.is_suspect |= other.is_suspect;
        for (number, file) in (0..).zip(other.files) {
            for error in file.kept {
                self.add(number, error.place.row, error.place.column, error.kind);
            }
            for (kind, count) in file.rest {
                self.count(number, kind, count);
            }
        }
    }

    /// Adds a fault of a file as a whole.
    pub(crate) fn file(&mut self, file: u32, kind: FaultKind) {
        self.add(file, None, None, kind);
    }

    /// Adds a fault of a row, or of one of its cells.
    pub(crate) fn row(&mut self, at: RowRef, column: Option<ColumnRef>, kind: FaultKind) {
        let Some(wide) = self.wide[at.file as usize].clone() else {
            self.add(at.file, Some(at), column, kind);
            return;
        };
        let place = wide.row(at);
        let is_shared = column.as_ref().is_some_and(|column| wide.is_shared(column));
        let column = column.map(|column| wide.column(at, column));
        let number = column.as_ref().map_or(0, |column| column.number);
        if !is_shared || self.shared.insert((at.file, place.line, number, discriminant(&kind))) {
            self.add(at.file, Some(place), column, kind);
        }
    }

    /// Adds a fault of a row, at its place in the sheet.
    pub(crate) fn in_sheet(&mut self, at: RowRef, column: Option<ColumnRef>, kind: FaultKind) {
        self.add(at.file, Some(at), column, kind);
    }

    /// Returns how many faults of a file are kept so far.
    fn kept(&self, file: u32) -> usize {
        self.files[file as usize].kept.len()
    }

    /// Returns how many faults of all files are kept so far.
    pub(crate) const fn kept_in_all(&self) -> usize {
        self.kept
    }

    /// Notes which sheet of a workbook a file's rows are of.
    pub(crate) fn name_sheet(&mut self, file: u32, sheet: &Untrusted) {
        self.files[file as usize].sheet = Some(sheet.clone());
    }

    /// Notes that a file's rows are quotes of a wide sheet.
    pub(crate) fn name_wide(&mut self, file: u32, places: &Arc<WidePlaces>) {
        self.wide[file as usize] = Some(Arc::clone(places));
    }

    /// Returns the field of a file's text that a place is in.
    fn field_of(&self, file: u32, column: &ColumnRef) -> Option<usize> {
        match &self.wide[file as usize] {
            Some(wide) => wide.field_of(column),
            None => column.number.checked_sub(1),
        }
    }

    /// Adds the fault of a cell that has no text.
    pub(crate) fn unread(&mut self, at: RowRef, column: ColumnRef, kind: FaultKind) {
        let cell = (at.line, column.number);
        self.in_sheet(at, Some(column), kind);
        self.files[at.file as usize].unread.insert(cell);
    }

    /// Returns the place of a row, for a fault elsewhere that refers to it.
    pub(crate) fn place(&self, at: RowRef) -> Place {
        let file = &self.files[at.file as usize];
        let at = self.wide[at.file as usize].as_ref().map_or(at, |wide| wide.row(at));
        Place { file: file.path.clone(), sheet: file.sheet.clone(), row: Some(at), column: None }
    }

    /// Lets the kept faults of a file be replaced by more telling ones; each comes with its field of the file's text.
    pub(crate) fn amend(&mut self, file: u32, mut amend: impl FnMut(&mut InputError, Option<usize>)) {
        let mut kept = std::mem::take(&mut self.files[file as usize].kept);
        for error in &mut kept {
            let field = error.place.column.as_ref().and_then(|column| self.field_of(file, column));
            amend(error, field);
        }
        self.files[file as usize].kept = kept;
    }

    /// Ends the reading: an error if there was any fault.
    pub(crate) fn finish(mut self) -> Result<(), Faults> {
        self.files.retain(|file| !file.kept.is_empty());
        for file in &mut self.files {
            // Faults that need the whole reading are found last, and belong to their rows.
            file.kept.sort_by_key(|error| {
                (error.place.row.map(|row| row.row), error.place.column.as_ref().map(|column| column.number))
            });
        }
        if self.keep == Keep::First {
            self.keep_first_of_all();
        }
        if self.files.is_empty() && !self.is_suspect { Ok(()) } else { Err(Faults { files: self.files }) }
    }

    /// Counts by file and kind what is beyond the first faults of all files.
    fn keep_first_of_all(&mut self) {
        let mut left = FIRST_OF_ALL;
        for file in 0..self.files.len() {
            let kept = &mut self.files[file].kept;
            let beyond = kept.split_off(kept.len().min(left));
            left -= kept.len();
            for error in beyond {
                self.count(u32::try_from(file).expect("files are counted in 32 bits"), error.kind, 1);
            }
        }
    }

    fn add(&mut self, file: u32, row: Option<RowRef>, column: Option<ColumnRef>, kind: FaultKind) {
        let cell = row.zip(column.as_ref()).map(|(row, column)| (row.line, column.number));
        let says_why =
            matches!(kind, FaultKind::ErrorCell { .. } | FaultKind::NoCachedValue | FaultKind::CellNumber { .. });
        if !says_why && cell.is_some_and(|cell| self.files[file as usize].unread.contains(&cell)) {
            return;
        }
        // A fault of the file as a whole is kept, however many rows have faults.
        let is_kept = row.is_none()
            || self.keep == Keep::All
            || (self.kept(file) < FIRST && !self.is_cured_with_another(file, &kind));
        let faults = &mut self.files[file as usize];
        if is_kept {
            let place = Place { file: faults.path.clone(), sheet: faults.sheet.clone(), row, column };
            faults.kept.push(InputError { place, kind });
            self.kept += 1;
            return;
        }
        self.count(file, kind, 1);
    }

    /// Counts faults that are not kept.
    fn count(&mut self, file: u32, kind: FaultKind, more: u64) {
        let rest = &mut self.files[file as usize].rest;
        let is_alike = |(other, _): &&mut (FaultKind, u64)| discriminant(other) == discriminant(&kind);
        match rest.iter_mut().find(is_alike) {
            Some((_, count)) => *count += more,
            None => rest.push((kind, more)),
        }
    }

    /// Says whether a fault of the kind is kept that one setting cures in all cells of the file: a missing scale, an open comma.
    fn is_cured_with_another(&self, file: u32, kind: &FaultKind) -> bool {
        let is_no_scale = |kind: &FaultKind| matches!(kind, FaultKind::NoScale { .. });
        let kept =
            |is_alike: fn(&FaultKind) -> bool| self.files[file as usize].kept.iter().any(|error| is_alike(&error.kind));
        (is_no_scale(kind) && kept(is_no_scale)) || (is_open_comma(kind) && kept(is_open_comma))
    }
}

fn is_open_comma(kind: &FaultKind) -> bool {
    matches!(kind, FaultKind::NotANumber { why: NumberFault::Either { .. }, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::source::Role;

    #[test]
    fn a_fault_of_the_file_comes_first_however_many_rows_have_faults() {
        let source = Source::in_memory("q", Role::Quotes, "");
        let mut log = Log::new(&[source], Keep::First);
        for row in 1..=25 {
            let text = row.to_string().as_str().into();
            let kind = if row % 12 == 0 { FaultKind::EmptyKey } else { FaultKind::NotDays { text } };
            log.row(RowRef { file: 0, row, line: row }, None, kind);
        }
        log.file(0, FaultKind::SameFile { other: "p".into() });
        let faults = log.finish().unwrap_err();
        let file = &faults.files[0];
        assert_eq!((faults.total(), file.kept.len(), file.more()), (26, 21, 5));
        assert_eq!(file.kept[0].kind, FaultKind::SameFile { other: "p".into() });
        assert_eq!(file.rest, [(FaultKind::NotDays { text: "21".into() }, 4), (FaultKind::EmptyKey, 1)]);
    }

    #[test]
    fn of_many_files_the_first_hundred_faults_are_kept_and_the_rest_is_counted_by_file() {
        let sources: Vec<Source> = (0..8).map(|_| Source::in_memory("q", Role::Quotes, "")).collect();
        let kept = |keep| {
            let mut log = Log::new(&sources, keep);
            // The last file first: files are in the order of reading all the same.
            for file in (0..8).rev().filter(|file| *file != 1) {
                for row in 1..=18 {
                    log.row(RowRef { file, row, line: row }, None, FaultKind::EmptyKey);
                }
            }
            let faults = log.finish().unwrap_err();
            assert_eq!(faults.total(), 7 * 18);
            faults.files.iter().map(|file| (file.kept.len(), file.more())).collect::<Vec<_>>()
        };
        assert_eq!(kept(Keep::First), [(18, 0), (18, 0), (18, 0), (18, 0), (18, 0), (10, 8), (0, 18)]);
        assert_eq!(kept(Keep::All), [(18, 0); 7]);
    }
}
