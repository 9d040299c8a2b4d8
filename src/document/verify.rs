//! Recommendations checked: everything in one is computed again, and what differs is named.
//!
//! With the inputs the whole result is computed anew. Without them its own quotes and policy are taken, so that places,
//! reasons and totals are checked, and what the sheets say is not.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::build::{Builder, Words, head};
use super::item::{Item, Quote};
use super::recommendation::Carried;
use super::stored::Document;
use crate::policy::Policy;
use crate::read::{DecimalMark, Keep, Options, ReadError, read};
use crate::rule::dataset::quotes::ItemId;
use crate::rule::edition::Edition;
use crate::rule::recommendation::{Recommendation, recommend};
use crate::value::source::{self, Dialect, Digest, Format, Role, Source};
use crate::value::untrusted::{Untrusted, shown};

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

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

/// What a result is computed from again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Itself,
    Inputs,
}

/// Computes a result again from its own quotes and policy.
///
/// Not checked: the inputs and their digests, what is only carried along, and the notes on the inputs as a whole.
#[must_use]
pub fn alone(document: &Document, words: Words) -> Verdict {
    compare(document, document.recommendation(), words, From::Itself)
}

/// Computes a result again from its inputs, and from its own counts of deliveries where there was a history; `sources`
/// are those that [`matched`] finds.
///
/// # Errors
///
/// Returns the faults of the inputs: a result cannot have been made of them.
pub fn with_inputs(document: &Document, words: Words, sources: &[Source]) -> Result<Verdict, ReadError> {
    let dialects = || document.inputs().iter().filter_map(|input| input.dialect.as_ref());
    let has_comma = dialects().any(|dialect| dialect.decimal_mark == DecimalMark::Comma.text());
    let mut delimiters = dialects().filter(|dialect| dialect.delimiter.is_some()).map(Dialect::delimiter_byte);
    let delimiter = delimiters.next().flatten();
    let number = document.items.first().and_then(|item| item.request.as_ref());
    let has_number = |item: &Item<'_>| item.request.as_ref() == number;
    let options = Options {
        // What was assumed then is known now, and an assumption would not read all that a declaration reads.
        decimal_mark: if has_comma { DecimalMark::Comma } else { DecimalMark::Point },
        // Where the sheets differ in it, each header shows its own, as it did.
        delimiter: delimiter.filter(|_| delimiters.all(|other| other == delimiter)),
        // Where all items have the same, it may have been given for the whole file.
        request_number: number.filter(|_| document.items.iter().all(has_number)).map(|number| Untrusted::new(number)),
        keep: Keep::First,
        history: document.history(),
        edition: document.recommendation().dataset().edition,
    };
    let policy = Policy::clone(&document.head.policy);
    let dataset = match read(sources, &policy, &options) {
        // The first edition left such headers out in silence.
        Err(ReadError::Faults(faults))
            if options.edition == Edition::First
                && let Some(headers) = faults.unused_headers() =>
        {
            let ignore = policy.ignore.iter().cloned().chain(headers).collect();
            read(sources, &Policy { ignore, ..policy.clone() }, &options)?
        }
        read => read?,
    };
    Ok(compare(document, &recommend(dataset, policy, document.head.as_of), words, From::Inputs))
}

fn compare(document: &Document, again: &Recommendation, words: Words, from: From) -> Verdict {
    let stored = &document.head;
    let mut computed = head(again, words);
    let other_version = (stored.tool.version != VERSION).then(|| stored.tool.version.clone().into_owned());
    if other_version.is_some() {
        computed.tool.version.clone_from(&stored.tool.version);
        // Notes decide nothing, and other versions have others and other words.
        computed.notes.clone_from(&stored.notes);
    }
    if stored.matrix.is_none() && other_version.is_some() {
        // Earlier versions wrote none.
        computed.matrix = None;
    }
    if from == From::Itself {
        computed.inputs.clone_from(&stored.inputs);
        computed.notes.clone_from(&stored.notes);
        if document.items.is_empty() {
            // Without items a result has no currency, and its sums are of nothing.
            computed.totals = stored.totals;
        }
    }
    let mut found = Vec::new();
    if *stored != computed {
        differences("", None, (Some(&json(stored)), Some(&json(&computed))), &mut found);
    }
    // In the order of the file, the items come behind the inputs.
    let mut behind = found.split_off(found.partition_point(|difference| difference.path.as_str() < "items"));
    let count = again.dataset().items().len();
    for at in 0..document.items.len().max(count) {
        let stored = document.items.get(at).map(|item| match from {
            From::Itself => without_carried(item.clone()),
            From::Inputs => item.clone(),
        });
        let decision = (at < count).then(|| again.decide(ItemId::of(at)));
        let mut computed = decision.as_ref().map(|decision| Builder { result: again, words, decision }.whole());
        if other_version.is_some()
            && let (Some(stored), Some(computed)) = (&stored, &mut computed)
        {
            take_words(stored, computed);
        }
        if stored != computed {
            let name = stored.as_ref().or(computed.as_ref()).map(|item| item.name().to_owned());
            let (stored, computed) = (stored.as_ref().map(json), computed.as_ref().map(json));
            differences(&format!("items[{at}]"), name.as_deref(), (stored.as_ref(), computed.as_ref()), &mut found);
        }
    }
    found.append(&mut behind);
    if !document.is_canonical {
        found.push(Difference { path: String::new(), item: None, stored: None, computed: None });
    }
    Verdict { differences: found, other_version }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("a document has text keys only")
}

/// Takes the sentences and notes of a result that another version made: reasons are compared by their figures.
fn take_words<'a>(stored: &Item<'a>, computed: &mut Item<'a>) {
    computed.notes.clone_from(&stored.notes);
    for (computed, stored) in computed.quotes.iter_mut().zip(&stored.quotes) {
        computed.why.clone_from(&stored.why);
    }
}

fn without_carried(mut item: Item<'_>) -> Item<'_> {
    item.carried = Carried::default();
    item.lines.iter_mut().for_each(|line| line.carried = Carried::default());
    item.quotes.iter_mut().for_each(Quote::forget_carried);
    item
}

/// Finds sources for the inputs that a result was made of, by their digests.
///
/// # Errors
///
/// Returns the inputs for which there is no source.
pub fn matched(document: &Document, files: Vec<Source>) -> Result<Vec<Source>, Vec<&source::Input>> {
    let mut by_digest: HashMap<Digest, VecDeque<Source>> = HashMap::new();
    for source in files {
        by_digest.entry(Digest::of(source.bytes())).or_default().push_back(source);
    }
    // A workbook may be several inputs.
    for (digest, found) in &mut by_digest {
        let inputs = document.inputs().iter().filter(|input| input.sha256 == *digest);
        let wanted =
            inputs.filter(|input| input.dialect.as_ref().is_some_and(|dialect| dialect.format.sheet().is_some()));
        for _ in found.len()..wanted.count() {
            let copy = Source::in_memory("", Role::Quotes, found[0].bytes());
            found.push_back(copy);
        }
    }
    let names: HashSet<&str> = document.inputs().iter().map(|input| input.name.raw()).collect();
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for input in document.inputs() {
        match by_digest.get_mut(&input.sha256).and_then(VecDeque::pop_front) {
            // The name of the day counts, not what the file is called now.
            Some(source) => {
                let format = input.dialect.as_ref().map(|dialect| &dialect.format);
                let (encoding, sheet) = match format {
                    Some(Format::Text(encoding)) => (Some(*encoding), None),
                    Some(Format::Workbook { sheet }) => (None, Some(sheet.clone())),
                    None => (None, None),
                };
                found.push(Source { name: own_name(input, &names), role: input.role, encoding, sheet, ..source });
            }
            // The policy as understood is in the result: options may have changed what the file says. So are the counts
            // of a history, beside the quotes.
            None if matches!(input.role, Role::Policy | Role::History) => {}
            None => missing.push(input),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(missing) }
}

/// Returns the name that an input's file had: a second one of the same name has `#2` behind it in the result.
fn own_name(input: &source::Input, names: &HashSet<&str>) -> Untrusted {
    let first = input.name.raw().rsplit_once('#').map(|(first, _)| first);
    first.filter(|first| names.contains(first)).map_or_else(|| input.name.clone(), Untrusted::new)
}

/// A place at which a result is not what is computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Keys and places, as in `items[2].quotes[0].rank`; empty where the bytes are not those of the canonical form.
    pub path: String,
    /// The item that it is in, by name, where it is in one.
    pub item: Option<String>,
    /// What the result has; `None` where it has nothing there.
    pub stored: Option<Value>,
    /// What is computed; `None` where there should be nothing.
    pub computed: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str("the bytes are not those of the canonical form (RFC 8785 and one newline)");
        }
        if let Some(item) = &self.item {
            write!(f, "{}: ", shown(item))?;
        }
        let (stored, computed) = (shortened(self.stored.as_ref()), shortened(self.computed.as_ref()));
        write!(f, "`{}` is {stored}, computed: {computed}", self.path)
    }
}

fn shortened(value: Option<&Value>) -> String {
    /// The most characters of a value that a message repeats.
    const SHOWN: usize = 60;

    let Some(value) = value else { return "absent".to_owned() };
    let text = value.to_string();
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    shown(&short).to_string()
}

/// Adds every place at which two values differ.
fn differences(
    path: &str,
    item: Option<&str>,
    (stored, computed): (Option<&Value>, Option<&Value>),
    found: &mut Vec<Difference>,
) {
    match (stored, computed) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            for key in a.keys().chain(b.keys()).collect::<BTreeSet<_>>() {
                let dot = if path.is_empty() { "" } else { "." };
                differences(&format!("{path}{dot}{key}"), item, (a.get(key), b.get(key)), found);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for at in 0..a.len().max(b.len()) {
                differences(&format!("{path}[{at}]"), item, (a.get(at), b.get(at)), found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(Difference {
            path: path.to_owned(),
            item: item.map(str::to_owned),
            stored: a.cloned(),
            computed: b.cloned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_that_differs_is_named() {
        let stored = serde_json::json!({"a": 1, "list": [{"b": [1, 2]}, {"c": "x".repeat(80)}]});
        let computed = serde_json::json!({"a": 2, "list": [{"b": [1, 3, 4]}]});
        let mut found = Vec::new();
        differences("items[3]", Some("de\u{202e}sk"), (Some(&stored), Some(&computed)), &mut found);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        let cut = format!("{{\"c\":\"{}…", "x".repeat(54));
        assert_eq!(
            found,
            [
                "de\\u{202e}sk: `items[3].a` is 1, computed: 2".to_owned(),
                "de\\u{202e}sk: `items[3].list[0].b[1]` is 2, computed: 3".to_owned(),
                "de\\u{202e}sk: `items[3].list[0].b[2]` is absent, computed: 4".to_owned(),
                format!("de\\u{{202e}}sk: `items[3].list[1]` is {cut}, computed: absent"),
            ]
        );
    }
}
