//! All faults of a reading, in file order: the first ones of each file whole, the rest counted by kind.

use std::collections::BTreeMap;

use super::fault::FaultKind;
use super::hint::InputError;
use crate::value::source::{ColumnRef, Place, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// How many faults of a file are kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The first 20 of its rows, and those of the file as a whole.
    First,
    /// All of them.
    All,
}

/// How many faults of a file's rows are kept unless all are.
const FIRST: usize = 20;

/// The faults of a reading that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} of {} faults are shown", files.iter().map(|file| file.kept.len()).sum::<usize>(), self.total())]
pub struct Faults {
    /// By file, in the order of reading; files without faults are left out.
    pub files: Vec<FileFaults>,
}

/// The faults of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFaults {
    /// The path as the user gave it.
    pub path: Untrusted,
    /// The first faults, by row and column.
    pub kept: Vec<InputError>,
    /// How many more there are, by kind.
    pub rest: BTreeMap<&'static str, u64>,
}

impl Faults {
    /// Returns the count of all faults.
    #[must_use]
    pub fn total(&self) -> u64 {
        let counts = self.files.iter().map(|file| {
            let kept = u64::try_from(file.kept.len()).unwrap_or(u64::MAX);
            file.rest.values().fold(kept, |sum, count| sum.saturating_add(*count))
        });
        counts.fold(0, u64::saturating_add)
    }
}

/// Collects faults while files are read.
#[derive(Debug)]
pub(crate) struct Log {
    keep: Keep,
    files: Vec<FileFaults>,
    /// Whether something is wrong of which only a reading that keeps witnesses can tell.
    is_suspect: bool,
}

impl Log {
    pub(crate) fn new(sources: &[Source], keep: Keep) -> Self {
        let file = |source: &Source| FileFaults { path: source.path.clone(), kept: Vec::new(), rest: BTreeMap::new() };
        Self { keep, files: sources.iter().map(file).collect(), is_suspect: false }
    }

    /// Starts a log of the same files without a fault.
    pub(crate) fn fresh(&self) -> Self {
        let file = |file: &FileFaults| FileFaults { path: file.path.clone(), kept: Vec::new(), rest: BTreeMap::new() };
        Self { keep: self.keep, files: self.files.iter().map(file).collect(), is_suspect: false }
    }

    /// Says whether there is no fault.
    pub(crate) fn is_empty(&self) -> bool {
        !self.is_suspect && self.files.iter().all(|file| file.kept.is_empty())
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
                *self.files[number as usize].rest.entry(kind).or_default() += count;
            }
        }
    }

    /// Adds a fault of a file as a whole.
    pub(crate) fn file(&mut self, file: u32, kind: FaultKind) {
        self.add(file, None, None, kind);
    }

    /// Adds a fault of a row, or of one of its cells.
    pub(crate) fn row(&mut self, at: RowRef, column: Option<ColumnRef>, kind: FaultKind) {
        self.add(at.file, Some(at), column, kind);
    }

    /// Returns how many faults of a file are kept so far.
    pub(crate) fn kept(&self, file: u32) -> usize {
        usize::try_from(file).ok().and_then(|file| self.files.get(file)).map_or(0, |file| file.kept.len())
    }

    /// Returns the place of a row, for a fault elsewhere that refers to it.
    pub(crate) fn place(&self, at: RowRef) -> Place {
        let file = usize::try_from(at.file).ok().and_then(|file| self.files.get(file));
        Place { file: file.map(|file| file.path.clone()).unwrap_or_default(), row: Some(at), column: None }
    }

    /// Lets the faults of a file that are kept be seen in a better light.
    pub(crate) fn amend(&mut self, file: u32, mut amend: impl FnMut(&mut InputError)) {
        let file = usize::try_from(file).ok().and_then(|file| self.files.get_mut(file));
        file.into_iter().flat_map(|file| &mut file.kept).for_each(&mut amend);
    }

    /// Ends the reading: an error if there was any fault.
    pub(crate) fn finish(mut self) -> Result<(), Faults> {
        self.files.retain(|file| !file.kept.is_empty());
        for file in &mut self.files {
            // Faults that need the whole reading come last; people want them where they stand.
            file.kept.sort_by_key(|error| {
                (error.place.row.map(|row| row.row), error.place.column.as_ref().map(|column| column.number))
            });
        }
        if self.files.is_empty() && !self.is_suspect { Ok(()) } else { Err(Faults { files: self.files }) }
    }

    /// Says whether a file was told of that its labels need a scale: that one setting cures all its cells.
    fn tells_of_no_scale(&self, file: u32) -> bool {
        let file = usize::try_from(file).ok().and_then(|file| self.files.get(file));
        file.is_some_and(|file| file.kept.iter().any(|error| matches!(error.kind, FaultKind::NoScale { .. })))
    }

    fn add(&mut self, file: u32, row: Option<RowRef>, column: Option<ColumnRef>, kind: FaultKind) {
        let is_kept = row.is_none()
            || self.keep == Keep::All
            || (self.kept(file) < FIRST
                && !(self.tells_of_no_scale(file) && matches!(kind, FaultKind::NoScale { .. })));
        let Some(faults) = usize::try_from(file).ok().and_then(|file| self.files.get_mut(file)) else { return };
        // What is wrong with a file as a whole is told, however many rows have faults.
        if is_kept {
            let place = Place { file: faults.path.clone(), row, column };
            faults.kept.push(InputError { place, kind });
        } else {
            let count = faults.rest.entry(kind.name()).or_default();
            *count = count.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::source::Role;

    #[test]
    fn what_is_wrong_with_a_file_is_told_first_however_many_rows_are() {
        let source = Source::in_memory("q", Role::Quotes, "");
        let mut log = Log::new(&[source], Keep::First);
        for row in 1..=25 {
            log.row(RowRef { file: 0, row, line: row }, None, FaultKind::EmptyKey);
        }
        log.file(0, FaultKind::SameFile { other: "p".into() });
        let faults = log.finish().unwrap_err();
        assert_eq!((faults.total(), faults.files[0].kept.len()), (26, 21));
        assert_eq!(faults.files[0].kept[0].kind, FaultKind::SameFile { other: "p".into() });
        assert_eq!(faults.files[0].rest.values().sum::<u64>(), 5);
    }
}
