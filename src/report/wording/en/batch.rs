//! The words of a run over many folders.

use super::recommendation::counted;

pub(crate) const NOT_LINES: &str = "`--batch` writes a line for each folder, which no format but `jsonl` can hold";
pub(crate) const SAY_LINES: &str = "add `--format jsonl`, or `--output results.jsonl`";
pub(crate) const NO_QUOTES: &str =
    "the folder has no sheet of quotes: no `quotes*.csv`, and no other `*.csv` than `request.csv`";
pub(crate) const NAME_QUOTES: &str = "put the sheets into it as `quotes.csv`, or take it out of the batch";

/// Says how many folders ended how.
pub(crate) fn summary(done: usize, negative: usize, faulty: usize) -> String {
    let folders = counted(done.saturating_add(negative).saturating_add(faulty), "folder", "folders");
    let open = "with items for a person to decide or without an offer";
    format!("{folders}: {done} wholly recommended, {negative} {open}, {faulty} not compared")
}

/// Says that folders were left out of the comparison.
pub(crate) fn faulty(count: usize) -> String {
    let folders = counted(count, "folder was", "folders were");
    format!("{folders} not compared; the lines with `\"status\":\"fault\"` say why")
}
