//! A recommendation out of a file: read strictly, and turned into the inputs of the rule again.

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::dataset::Builder;
use super::item::{Item, Quote};
use super::recommendation::{FORMAT, Input, Recommendation};
use crate::policy::Policy;
use crate::read::{CRITERIA, History, Tally};
use crate::rule::edition::Edition;
use crate::rule::recommendation::{self as rule, recommend};
use crate::value::currency::Currency;
use crate::value::name::Key;
use crate::value::source::{self, Dialect, Digest, Role};
use crate::value::untrusted::{Untrusted, shown};

/// Why a file is no recommendation that this version can compute again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{text}", .place.is_empty().then(String::new).unwrap_or_else(|| format!("{place}: ")))]
pub struct DocumentFault {
    /// The part of the file; empty for the whole.
    pub place: String,
    /// What is wrong with it.
    pub text: String,
}

/// A recommendation as a file states it, and what the rule decides on the quotes in it.
#[derive(Debug)]
pub struct Document {
    pub(super) head: Recommendation<'static, ()>,
    pub(super) items: Vec<Item<'static>>,
    /// Whether the bytes are those of the canonical form.
    pub(super) is_canonical: bool,
    sha256: Digest,
    computed: rule::Recommendation,
}

impl Document {
    /// Reads the bytes of a recommendation; a newline at the end is part of them.
    ///
    /// # Errors
    ///
    /// Returns everything for which the bytes are no recommendation, item by item.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<DocumentFault>> {
        /// What tells formats apart, whatever else they have.
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let fault = |place: String, text: String| DocumentFault { place, text };
        let of_item = |at: usize, name: &str, text| fault(format!("items[{at}] `{}`", shown(name)), text);
        let text = String::from_utf8_lossy(bytes);
        let refused = |error| vec![fault(String::new(), wrong(&error, &text))];
        let Format { format } = serde_json::from_slice(bytes).map_err(refused)?;
        if format != FORMAT {
            return Err(vec![fault("format".to_owned(), format!("`{}` is not `{FORMAT}`", shown(&format)))]);
        }
        let stored: Recommendation<'static, Vec<&RawValue>> = serde_json::from_slice(bytes).map_err(refused)?;
        let raw_items =
            stored.items.clone().ok_or_else(|| vec![fault(String::new(), "it has no `items`".to_owned())])?;
        let head = stored.with_items(None);
        let mut faults = Vec::new();
        let mut inputs = Vec::new();
        for (at, input) in head.inputs.iter().enumerate() {
            match input.to_read() {
                Ok(input) => inputs.push(input),
                Err(text) => faults.push(fault(format!("inputs[{at}]"), text)),
            }
        }
        let mut items: Vec<Item<'static>> = Vec::new();
        for (at, raw) in raw_items.into_iter().enumerate() {
            match serde_json::from_str(raw.get()) {
                Ok(item) => items.push(item),
                Err(error) => faults.push(of_item(at, &name(raw), wrong(&error, raw.get()))),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut dataset = Builder::new(&head.policy, &inputs, &items);
        for (at, item) in items.iter().enumerate() {
            faults.extend(dataset.add(item).err().map(|text| of_item(at, item.name(), text)));
        }
        let currency = items.first().map(|item| item.currency);
        if let Some(other) = items.iter().map(|item| item.currency).find(|other| Some(*other) != currency) {
            let text = format!("`{}` and `{other}`: a recommendation has one currency", items[0].currency);
            faults.push(fault("items".to_owned(), text));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let policy = Policy::clone(&head.policy);
        let edition = Edition::of_version(&head.tool.version);
        let currency = currency.or(policy.currency).unwrap_or(Currency::CNY);
        Ok(Self {
            is_canonical: is_canonical(bytes, &head.clone().with_items(Some(&items))),
            sha256: Digest::of(bytes),
            computed: recommend(dataset.finish(inputs.clone(), currency, edition), policy, head.as_of),
            head,
            items,
        })
    }

    /// Returns what the rule decides on the document's own quotes, by its policy and on its day.
    #[must_use]
    pub const fn recommendation(&self) -> &rule::Recommendation {
        &self.computed
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub const fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Returns the inputs that it was made of.
    #[must_use]
    pub fn inputs(&self) -> &[source::Input] {
        self.computed.dataset().inputs()
    }

    /// Returns what a ledger tells of the vendors, by the counts beside their quotes; `None` where there was none.
    #[must_use]
    pub fn history(&self) -> Option<History> {
        let input = self.inputs().iter().find(|input| input.role == Role::History)?;
        let tallies = |quote: &Quote<'_>| {
            let tally = |name: &str| quote.carried.get(name).and_then(Tally::parse).unwrap_or_default();
            (Key::vendor(&quote.vendor), CRITERIA.map(tally))
        };
        let vendors = self.items.iter().flat_map(|item| &item.quotes).map(tallies).collect();
        let entries = input.rows.map_or(0, u64::from);
        Some(History { name: input.name.clone(), sha256: input.sha256, entries, vendors })
    }
}

/// Says what is wrong with a text that is no value of its type: at which key, instead of the line and column of a file
/// that nobody reads so.
fn wrong(error: &serde_json::Error, text: &str) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let Some(message) = message.strip_suffix(&place).filter(|_| error.is_data()) else {
        return format!("not JSON: {message}");
    };
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.get(..error.column()).and_then(|before| before.rsplit_once("\":")).map(|(before, _)| before);
    match before.and_then(|before| before.rsplit('"').next()) {
        // Only these are found where the value ends; others at the end of an object, or before its key.
        Some(key) if message.starts_with(['`', 'i']) => format!("{message}, at `{}`", shown(key)),
        _ => message.to_owned(),
    }
}

/// Returns the name of an item or a lot that cannot be read.
fn name(raw: &RawValue) -> String {
    #[derive(Deserialize)]
    struct Named {
        item: Option<String>,
        lot: Option<String>,
    }
    let named = serde_json::from_str(raw.get());
    named.map_or_else(|_| String::new(), |Named { item, lot }| item.or(lot).unwrap_or_default())
}

/// Says whether bytes are the canonical form of a document and one newline.
fn is_canonical(bytes: &[u8], document: &Recommendation<'_, &Vec<Item<'_>>>) -> bool {
    /// The bytes that are still to come; others are an error.
    struct Expected<'b>(&'b [u8]);

    impl Write for Expected<'_> {
        fn write(&mut self, written: &[u8]) -> io::Result<usize> {
            self.0 = self.0.strip_prefix(written).ok_or(io::ErrorKind::InvalidData)?;
            Ok(written.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut expected = Expected(bytes);
    serde_json::to_writer(&mut expected, document).is_ok() && expected.0 == b"\n"
}

impl Input<'_> {
    fn to_read(&self) -> Result<source::Input, String> {
        let role = Role::ALL.iter().copied().find(|role| role.name() == self.role);
        let role = role.ok_or_else(|| format!("`{}` is no role of an input", shown(&self.role)))?;
        let dialect = match (&self.encoding, &self.delimiter, &self.decimal_mark) {
            (None, None, None) if self.sheet.is_none() => None,
            (Some(encoding), delimiter, Some(mark)) if delimiter.is_some() || self.sheet.is_some() => {
                let dialect = Dialect::of_names(encoding, self.sheet.as_deref(), delimiter.as_deref(), mark);
                Some(dialect.ok_or("this version does not read such a file")?)
            }
            _ => return Err("it needs all of encoding, delimiter and decimal mark, or none".to_owned()),
        };
        let (name, sha256) = (Untrusted::new(&self.name), self.sha256);
        Ok(source::Input { name, role, sha256, bytes: self.bytes, rows: self.rows, dialect })
    }
}
