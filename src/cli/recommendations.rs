//! Recommendation files: a file each, or one a line from standard input.

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::document::verify::Verdict;
use crate::value::untrusted::shown;

use super::error::{CliError, Refusal};
use super::input;

/// The most differences that are shown of a file.
const SHOWN: usize = 20;

/// Reads recommendations, each with the name of its file.
pub(crate) fn read(files: &[PathBuf]) -> Result<Vec<(String, Document)>, CliError> {
    if files.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(CliError::Usage {
            message: "standard input can be read only once".to_owned(),
            hint: "give `-` for one file and names for the others",
        });
    }
    Ok(CliError::collect(files.iter().map(|path| read_file(path)))?.into_iter().flatten().collect())
}

/// Reads a file with one recommendation, or standard input with one a line.
fn read_file(path: &Path) -> Result<Vec<(String, Document)>, CliError> {
    let source = input::whole_file(path)?;
    let named = |name: String, bytes: &[u8]| Ok((name.clone(), parse(Path::new(&name), bytes)?));
    if path.as_os_str() != "-" {
        return Ok(vec![named(path.to_string_lossy().into_owned(), source.bytes())?]);
    }
    let lines = source.bytes().split_inclusive(|byte| *byte == b'\n').zip(1..);
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    CliError::collect(lines.map(|(line, number)| named(format!("-: line {number}"), line)))
}

/// Reads one recommendation.
pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Document, CliError> {
    Document::parse(bytes).map_err(|faults| CliError::Recommendation { path: path.to_owned(), faults })
}

/// Says where a recommendation is not what is computed again: as many lines as people read, then a count.
pub(crate) fn differences(verdict: &Verdict) -> Vec<String> {
    let mut lines: Vec<String> = verdict.differences.iter().take(SHOWN).map(ToString::to_string).collect();
    let rest = verdict.differences.len().saturating_sub(SHOWN);
    if rest > 0 {
        lines.push(format!("and {rest} more"));
    }
    lines
}

/// Refuses a recommendation that is not what is computed again.
pub(crate) fn edited(name: &str, verdict: &Verdict) -> Vec<Refusal> {
    let name = shown(name);
    let mut refusals: Vec<Refusal> =
        differences(verdict).into_iter().map(|line| Refusal::from(format!("{name}: {line}"))).collect();
    refusals.push(Refusal {
        text: format!("{name}: the file is not what its own quotes and policy give"),
        hint: Some(match &verdict.other_version {
            Some(version) => format!("it was made by bijia {version}; compare again with this version"),
            None => "the file was changed; compare again".to_owned(),
        }),
    });
    refusals
}
