//! Recommendations checked: a result is read back, everything in it is computed again, and what differs is named.
//!
//! With the inputs the whole result is made anew. Without them its own quotes and policy are taken, so that places,
//! reasons and totals are checked, and what the sheets said is not.

mod difference;
mod document;
mod part;

use crate::document::jcs;
use crate::document::json;
use crate::read::{DecimalMark, Faults, Keep, Options, read};
use crate::rule::recommend::{Recommendation, recommend};
use crate::value::source::{Role, Source};

pub use self::difference::{Difference, differences};
pub use self::document::{Document, WantedInput};
pub use self::part::DocumentFault;

/// What a check found.
#[derive(Debug)]
pub struct Verdict {
    /// Where the result is not what is computed.
    pub differences: Vec<Difference>,
    /// The version that made the result, where it is another one than this.
    pub other_version: Option<String>,
}

impl Verdict {
    /// Says whether everything that was checked is the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The keys that only the inputs can tell.
const OF_INPUTS: &[&str] = &["carried", "inputs", "notes"];

/// Computes a result again from its own quotes and policy.
///
/// Not checked: the inputs and their digests, what is only carried along, and the notes on the inputs as a whole.
#[must_use]
pub fn alone(document: &Document) -> Verdict {
    let again = document.recommendation();
    let mut verdict = compare(document, &again, |path, key| match path {
        "" => OF_INPUTS.contains(&key),
        _ => key == "carried",
    });
    if again.book().requests().is_empty() {
        // Without items a result tells no currency, and its sums are of nothing.
        verdict.differences.retain(|difference| !difference.path.starts_with("totals"));
    }
    verdict
}

/// Computes a result again from its inputs, and from its own counts of deliveries where a ledger told them; `sources` are
/// those that [`Document::wanted`] names.
///
/// # Errors
///
/// Returns the faults of the inputs: a result cannot have been made of them.
pub fn with_inputs(document: &Document, sources: &[Source]) -> Result<Verdict, Faults> {
    let marks: Vec<DecimalMark> = document.decimal_marks().collect();
    let options = Options {
        // What was assumed then is known now, and an assumption would not read all that a declaration reads.
        decimal_mark: if marks.contains(&DecimalMark::Comma) { DecimalMark::Comma } else { DecimalMark::Point },
        delimiter: document.delimiter(),
        request_number: document.request_number(),
        keep: Keep::First,
        history: document.history(),
    };
    let policy = document.policy().clone();
    let book = read(sources, &policy, &options)?;
    let again = recommend(book, policy, document.as_of());
    Ok(compare(document, &again, |_, _| false))
}

fn compare(document: &Document, again: &Recommendation<'_>, is_left_out: impl Fn(&str, &str) -> bool) -> Verdict {
    let mut bytes = Vec::new();
    let written = json::write(again, &mut bytes);
    // Most results are the same to the byte, and nothing needs to be held against one another then.
    if bytes == document.bytes() {
        return Verdict { differences: Vec::new(), other_version: None };
    }
    let other_version = document.version().filter(|version| *version != VERSION).map(str::to_owned);
    // Writing to memory does not fail, and what was written is read again.
    let written = written.ok().and_then(|()| jcs::parse(&bytes).ok()).unwrap_or_default();
    let versions_differ = other_version.is_some();
    let mut differences = differences(document.value(), &written, &|path, key| {
        (path.is_empty() && key == "tool" && versions_differ) || is_left_out(path, key)
    });
    if !document.is_canonical() {
        differences.push(Difference::form());
    }
    Verdict { differences, other_version }
}

/// Finds sources for the inputs that a result wants, by their digests.
///
/// # Errors
///
/// Returns the inputs for which there is no source.
pub fn matched(document: &Document, files: Vec<Source>) -> Result<Vec<Source>, Vec<&WantedInput>> {
    let digests: Vec<_> = files.iter().map(|source| crate::value::source::Digest::of(&source.bytes)).collect();
    let mut files: Vec<_> = files.into_iter().map(Some).zip(digests).collect();
    let mut missing = Vec::new();
    let mut found = Vec::new();
    for wanted in document.wanted() {
        let slot = files.iter_mut().find(|(source, digest)| source.is_some() && *digest == wanted.sha256);
        match slot.and_then(|(source, _)| source.take()) {
            Some(source) => {
                // The name of the day counts, not what the file is called now.
                found.push(Source { name: wanted.own_name(document), role: wanted.role, ..source });
            }
            // The policy as understood stands in the result: options may have changed what the file says.
            None if wanted.role == Role::Policy => {}
            // What a ledger told stands in the quotes, with the counts that it rests on.
            None if wanted.role == Role::History => {}
            None => missing.push(wanted),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(missing) }
}
