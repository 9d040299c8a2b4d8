//! All words that people read: each function here chooses the language. A second one is a second folder beside `en` and
//! an arm in each `match`, which the compiler asks for.

use std::fmt;

pub(crate) mod en;

use crate::document::Words;
use crate::read::{FaultKind, Faults, FileFaults, InputError};
use crate::rule::note::Note;
use crate::value::source::Role;

/// A language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
}

/// Says what is wrong with an input, without the place.
pub(crate) fn fault_message(language: Language, kind: &FaultKind) -> String {
    match language {
        Language::En => en::faults::message(kind),
    }
}

/// Says what to do about a fault: one concrete next step.
#[must_use]
pub fn fault_hint(language: Language, error: &InputError) -> String {
    match language {
        Language::En => en::hints::hint(error),
    }
}

/// Counts the faults of a file that are not shown, by kind; `None` if all are.
#[must_use]
pub fn more_faults(language: Language, file: &FileFaults) -> Option<String> {
    match language {
        Language::En => en::faults::more(file),
    }
}

/// Counts the faults of files of which none is shown, by kind; `None` if there is no such file.
pub(crate) fn more_files<'f>(language: Language, files: impl Iterator<Item = &'f FileFaults>) -> Option<String> {
    match language {
        Language::En => en::faults::more_files(files),
    }
}

/// Says that nothing was done with inputs of this role, and counts their faults.
pub(crate) fn faults_total(language: Language, faults: &Faults, role: Role) -> String {
    match language {
        Language::En => en::faults::total(faults, role),
    }
}

/// Says a note: a sentence without its full stop.
pub(crate) fn note(language: Language, note: &Note) -> String {
    match language {
        Language::En => en::notes::text(note),
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fault_message(Language::En, self))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&faults_total(Language::En, self, Role::Quotes))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&note(Language::En, self))
    }
}

/// The sentences of a stored recommendation.
pub const WORDS: Words =
    Words { why: |out, recommendation, reason| en::reasons::why(out, recommendation, reason), note: en::notes::text };
