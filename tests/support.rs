//! The library, from sheets as text to the recommendation as JSON, on a fixed day.

use bijia::document::json;
use bijia::policy::{Policy, PolicyFile};
use bijia::read::{Options, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommend::recommend;
use bijia::value::date::Date;
use bijia::value::source::{Role, Source};

/// Returns sheets as sources.
pub(crate) fn sources(files: &[(&str, &str)], request: Option<(&str, &str)>) -> Vec<Source> {
    let quotes = files.iter().map(|file| source(file, Role::Quotes));
    quotes.chain(request.iter().map(|file| source(file, Role::Request))).collect()
}

fn source((name, text): &(&str, &str), role: Role) -> Source {
    Source { name: (*name).into(), path: (*name).into(), role, bytes: text.as_bytes().to_vec() }
}

/// Returns the recommendation as JSON bytes, or every fault as text.
pub(crate) fn compare_bytes(
    files: &[(&str, &str)],
    request: Option<(&str, &str)>,
    policy_toml: &str,
) -> Result<Vec<u8>, String> {
    let policy_source = source(&("policy.toml", policy_toml), Role::Policy);
    let file = PolicyFile::parse(&policy_source).map_err(|faults| format!("{faults:?}"))?;
    let policy = Policy::check(file).map_err(|errors| format!("{errors:?}"))?;
    let sources = sources(files, request);
    let book = read(&sources, &policy, &Options::default()).map_err(|faults| format!("{faults:?}"))?;
    let as_of = Date::parse("2026-11-22").unwrap();
    let mut bytes = Vec::new();
    json::write(&recommend(book, policy, as_of), WORDS, &mut bytes).unwrap();
    Ok(bytes)
}

/// Returns the recommendation as a JSON value, or every fault as text.
pub(crate) fn compare(
    files: &[(&str, &str)],
    request: Option<(&str, &str)>,
    policy_toml: &str,
) -> Result<serde_json::Value, String> {
    compare_bytes(files, request, policy_toml).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}
