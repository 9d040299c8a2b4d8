//! Recommendation files: a file each, or one a line from standard input.

use std::path::{Path, PathBuf};

use bijia::source::Role;
use bijia::untrusted::shown;
use bijia::verify::{Document, Verdict};

use super::error::{CliError, Refusal};
use super::input::{self, MAX_MIB};

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
    let mut read = Vec::new();
    for path in files {
        // What a source is for does not matter here: only its bytes are taken.
        let source = input::source(path, Role::Quotes, None, MAX_MIB)?;
        let parse = |name: &str, bytes: &[u8]| {
            Document::parse(bytes).map_err(|faults| CliError::Recommendation { path: name.into(), faults })
        };
        if path.as_os_str() == "-" {
            let lines = source.bytes.split_inclusive(|byte| *byte == b'\n').zip(1..);
            for (line, number) in lines.filter(|(line, _)| !line.trim_ascii().is_empty()) {
                let name = format!("-: line {number}");
                let document = parse(&name, line)?;
                read.push((name, document));
            }
        } else {
            let name = path.to_string_lossy().into_owned();
            let document = parse(&name, &source.bytes)?;
            read.push((name, document));
        }
    }
    Ok(read)
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
