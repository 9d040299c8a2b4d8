//! A recommendation as a file tells it.

use serde_json::Value;

use super::part::{DocumentFault, HeadPart, InputPart, ItemPart};
use crate::document::jcs;
use crate::document::json::FORMAT;
use crate::policy::Policy;
use crate::read::{Book, DecimalMark, Dialect, History, Input, Told, ToldItem};
use crate::rule::recommend::{Recommendation, recommend};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::source::{Digest, Role};
use crate::value::untrusted::Untrusted;

/// A recommendation as a file tells it: typed, and not yet believed.
#[derive(Debug)]
pub struct Document {
    value: Value,
    sha256: Digest,
    bytes: Vec<u8>,
    as_of: Date,
    policy: Policy,
    wanted: Vec<WantedInput>,
    inputs: Vec<Input>,
    items: Vec<ItemPart>,
}

/// An input that a recommendation was made of.
#[derive(Debug)]
pub struct WantedInput {
    /// Its name in the recommendation.
    pub name: Untrusted,
    /// What it was for.
    pub role: Role,
    /// The SHA-256 of its bytes.
    pub sha256: Digest,
}

impl WantedInput {
    /// Returns the name that the file had: a second one of the same name has `#2` behind it in the recommendation.
    pub(super) fn own_name(&self, document: &Document) -> Untrusted {
        let first = self.name.raw().rsplit_once('#').map(|(first, _)| first);
        let has_first = |first: &&str| document.wanted.iter().any(|input| input.name.raw() == *first);
        first.filter(has_first).map_or_else(|| self.name.clone(), Untrusted::new)
    }
}

impl Document {
    /// Reads the bytes of a recommendation; a newline at the end is part of them.
    ///
    /// # Errors
    ///
    /// Returns everything for which the bytes are no recommendation, item by item.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<DocumentFault>> {
        let fault = |place: &str, text: String| vec![DocumentFault { place: place.to_owned(), text }];
        let value = jcs::parse(bytes).map_err(|error| fault("", format!("not JSON: {error}")))?;
        let head: HeadPart =
            serde::Deserialize::deserialize(&value).map_err(|error: serde_json::Error| fault("", error.to_string()))?;
        if head.format != FORMAT {
            let found = crate::value::untrusted::shown(&head.format).to_string();
            return Err(fault("format", format!("`{found}` is not `{FORMAT}`")));
        }
        let policy = Policy::restore(&head.policy).map_err(|error| fault("policy", error.to_string()))?;
        let mut faults = Vec::new();
        let mut inputs = Vec::new();
        let mut wanted = Vec::new();
        for (at, input) in head.inputs.iter().enumerate() {
            match input.input() {
                Ok((read, want)) => {
                    inputs.push(read);
                    wanted.push(want);
                }
                Err(text) => faults.push(DocumentFault { place: format!("inputs[{at}]"), text }),
            }
        }
        let mut items = Vec::new();
        for (at, item) in head.items.iter().enumerate() {
            let name = item.get("item").and_then(Value::as_str).unwrap_or_default();
            let place = || format!("items[{at}] `{}`", crate::value::untrusted::shown(name));
            match <ItemPart as serde::Deserialize>::deserialize(item) {
                Ok(item) => match item.told(&policy, &inputs) {
                    Ok(_) => items.push(item),
                    Err(text) => faults.push(DocumentFault { place: place(), text }),
                },
                Err(error) => faults.push(DocumentFault { place: place(), text: error.to_string() }),
            }
        }
        if let Some(first) = items.first()
            && let Some(other) = items.iter().find(|item| item.currency != first.currency)
        {
            let text = format!("`{}` and `{}`: a recommendation has one currency", first.currency, other.currency);
            faults.push(DocumentFault { place: "items".to_owned(), text });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            sha256: Digest::of(bytes),
            value,
            as_of: head.as_of,
            policy,
            wanted,
            inputs,
            items,
        })
    }

    /// Computes the recommendation again, from its own quotes and policy.
    #[must_use]
    pub fn recommendation(&self) -> Recommendation<'static> {
        let told = |item: &ItemPart| item.told(&self.policy, &self.inputs).ok();
        let items: Vec<ToldItem> = self.items.iter().filter_map(told).collect();
        let currency = self.items.first().map(|item| item.currency).or(self.policy.currency);
        let currency = currency.unwrap_or(Currency::CNY);
        let criteria = self.policy.service.len();
        let book = Book::told(Told { inputs: self.inputs.clone(), currency, criteria, items });
        recommend(book, self.policy.clone(), self.as_of)
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub const fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Returns the day that stands for today.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns the inputs that it was made of.
    #[must_use]
    pub fn wanted(&self) -> &[WantedInput] {
        &self.wanted
    }

    /// Returns what a ledger told of the vendors, as their quotes state it; `None` where there was none.
    #[must_use]
    pub fn history(&self) -> Option<History> {
        let input = self.inputs.iter().find(|input| input.role == Role::History)?;
        let vendors = self.items.iter().flat_map(ItemPart::deliveries).collect();
        let entries = u64::from(input.rows.unwrap_or_default());
        Some(History { name: input.name.clone(), sha256: input.sha256, entries, vendors })
    }

    /// Returns the version that made it.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.value.get("tool")?.get("version")?.as_str()
    }

    /// Returns the sizes of the inputs, in bytes.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.inputs.iter().map(|input| input.bytes)
    }

    pub(super) const fn value(&self) -> &Value {
        &self.value
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Says whether the bytes are those of the one form.
    pub(super) fn is_canonical(&self) -> bool {
        let canonical = jcs::bytes(&self.value).unwrap_or_default();
        self.bytes.strip_suffix(b"\n") == Some(canonical.as_slice())
    }

    pub(super) const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The decimal marks of the sheets.
    pub(super) fn decimal_marks(&self) -> impl Iterator<Item = DecimalMark> {
        let dialects = self.inputs.iter().filter_map(|input| input.dialect.as_ref());
        dialects.map(|dialect| if dialect.decimal_mark == "," { DecimalMark::Comma } else { DecimalMark::Point })
    }

    /// The delimiter, where all sheets have the same; else each header tells its own, as it did.
    pub(super) fn delimiter(&self) -> Option<u8> {
        let mut delimiters = self.inputs.iter().filter_map(|input| input.dialect.as_ref()).map(Dialect::delimiter_byte);
        let first = delimiters.next()?;
        if delimiters.all(|other| other == first) { first } else { None }
    }

    /// The number of the request, where all items have the same: it may have been given for the whole file.
    pub(super) fn request_number(&self) -> Option<Untrusted> {
        let first = self.items.first()?.request.as_ref()?;
        self.items.iter().all(|item| item.request.as_ref() == Some(first)).then(|| first.clone())
    }
}

impl InputPart {
    fn input(&self) -> Result<(Input, WantedInput), String> {
        let role = Role::ALL.iter().copied().find(|role| role.name() == self.role);
        let role =
            role.ok_or_else(|| format!("`{}` is no role of an input", crate::value::untrusted::shown(&self.role)))?;
        let dialect = match (&self.encoding, &self.delimiter, &self.decimal_mark) {
            (None, None, None) => None,
            (Some(encoding), Some(delimiter), Some(mark)) => {
                let dialect = Dialect::of_names(encoding, delimiter, mark);
                Some(dialect.ok_or("this version does not read such a file")?)
            }
            _ => return Err("encoding, delimiter and decimal mark stand together".to_owned()),
        };
        let input =
            Input { name: self.name.clone(), role, sha256: self.sha256, bytes: self.bytes, rows: self.rows, dialect };
        Ok((input, WantedInput { name: self.name.clone(), role, sha256: self.sha256 }))
    }
}
