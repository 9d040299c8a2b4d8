//! Reads the values of a TOML text and collects what is wrong with them, each with its line and key.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Expected, PolicyFault, PolicyFaultKind, PolicyPlace};
use super::setting::{Add, SettingError, excerpt};
use crate::value::untrusted::Untrusted;

/// The keys of every table that has fixed keys; the first table is the file itself.
///
/// The last key of each is the `_` of those that read the table.
const TABLES: &[(&str, &[&str])] = &[
    ("", &["currency", "missing", "columns", "quality", "price", "service", "award", "approval", "gate"]),
    ("quality", &["scale", "bands", "required", "across_grades"]),
    ("price", &["tolerance", "basis", "rates"]),
    ("service", &["criteria"]),
    ("award", &["by", "ties", "seed"]),
    ("approval", &["above"]),
];

/// Returns the number of the line that follows a piece of text, from 1.
pub(super) fn line_of(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}

/// A fault at an offset in the text.
struct Found {
    offset: usize,
    key: Option<Untrusted>,
    kind: PolicyFaultKind,
}

/// A key with its value.
pub(super) struct Entry<'a, 'i> {
    /// The key without its table, where it is one of ours.
    pub(super) name: &'static str,
    /// The key with its table.
    pub(super) path: String,
    pub(super) value: &'a Spanned<DeValue<'i>>,
}

/// Reads values and collects the faults.
pub(super) struct Reader<'i> {
    text: &'i str,
    found: Vec<Found>,
}

impl<'i> Reader<'i> {
    /// Starts on a text.
    pub(super) fn new(text: &'i str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Gives the faults their lines, in the order of the file.
    pub(super) fn faults(mut self, file: &Untrusted) -> Vec<PolicyFault> {
        self.found.sort_by_key(|found| found.offset);
        let (mut line, mut counted) = (1_usize, 0);
        let place = |found: Found| {
            let between = self.text.as_bytes().get(counted..found.offset).unwrap_or_default();
            line = line.saturating_add(line_of(between)).saturating_sub(1);
            counted = counted.max(found.offset);
            let place = PolicyPlace { file: file.clone(), line, key: found.key };
            PolicyFault { place, kind: found.kind }
        };
        self.found.into_iter().map(place).collect()
    }

    /// Notes that the text is no TOML.
    pub(super) fn syntax(&mut self, error: &toml::de::Error) {
        let offset = error.span().map_or(self.text.len(), |span| span.start.min(self.text.len()));
        // The parser recovers within a line; what it says after the first fault there only repeats it.
        let between = self.found.last().and_then(|found| self.text.get(found.offset..offset));
        if between.is_some_and(|between| !between.contains('\n')) {
            return;
        }
        let start = self.text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at.saturating_add(1));
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let kind = PolicyFaultKind::Syntax { text: excerpt(line.trim()), message: error.message().to_owned() };
        self.found.push(Found { offset, key: None, kind });
    }

    /// Notes a fault of a key.
    pub(super) fn fault(&mut self, offset: usize, path: &str, kind: impl Into<PolicyFaultKind>) {
        self.found.push(Found { offset, key: Some(excerpt(path)), kind: kind.into() });
    }

    /// Returns the known keys of a table of ours; the others are faults.
    pub(super) fn table<'a>(&mut self, entry: &Entry<'a, 'i>) -> Vec<Entry<'a, 'i>> {
        let table = self.keys(entry);
        table.map(|table| self.entries(entry.name, table)).unwrap_or_default()
    }

    /// Returns the known keys of the table of that name; the others are faults.
    pub(super) fn entries<'a>(&mut self, table: &'static str, keys: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
        let known = TABLES.iter().find(|(name, _)| *name == table).map_or(&[][..], |(_, keys)| keys);
        let mut entries = Vec::new();
        for (key, value) in keys {
            let written: &str = key.get_ref();
            let path = if table.is_empty() { written.to_owned() } else { format!("{table}.{written}") };
            if let Some(name) = known.iter().find(|name| **name == written) {
                entries.push(Entry { name, path, value });
            } else {
                let elsewhere = TABLES.iter().find(|(_, keys)| keys.contains(&written)).map(|(name, _)| *name);
                let kind = PolicyFaultKind::UnknownKey { key: excerpt(written), known: known.to_vec(), elsewhere };
                self.fault(key.span().start, &path, kind);
            }
        }
        entries
    }

    /// Returns the keys of a table.
    pub(super) fn keys<'a>(&mut self, entry: &Entry<'a, 'i>) -> Option<&'a DeTable<'i>> {
        let table = entry.value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(entry, entry.value, Expected::Table);
        }
        table
    }

    /// Reads one value.
    pub(super) fn one<T>(
        &mut self,
        entry: &Entry<'_, 'i>,
        expected: Expected,
        parse: fn(&str) -> Result<T, SettingError>,
    ) -> Option<T> {
        let text = self.written(entry, entry.value, expected)?;
        parse(text).map_err(|error| self.fault(entry.value.span().start, &entry.path, error)).ok()
    }

    /// Reads a list, which may be empty.
    pub(super) fn list<T>(&mut self, entry: &Entry<'_, 'i>, expected: Expected, add: Add<T>) -> Option<Vec<T>> {
        let values = match entry.value.get_ref() {
            DeValue::Array(values) => values,
            DeValue::String(_) if expected == Expected::TextOrTexts => std::slice::from_ref(entry.value),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => {
                self.wrong_type(entry, entry.value, expected);
                return None;
            }
        };
        let mut list = Vec::new();
        for value in values {
            if let Some(text) = self.written(entry, value, expected.entry())
                && let Err(error) = add(&mut list, text)
            {
                self.fault(value.span().start, &entry.path, error);
            }
        }
        Some(list)
    }

    /// Reads a list that has an entry.
    pub(super) fn filled<T>(&mut self, entry: &Entry<'_, 'i>, expected: Expected, add: Add<T>) -> Option<Vec<T>> {
        if entry.value.get_ref().as_array().is_some_and(|values| values.is_empty()) {
            self.fault(entry.value.span().start, &entry.path, SettingError::EmptyList);
            return None;
        }
        self.list(entry, expected, add)
    }

    /// Returns a value's text: a string, or the digits of an integer where a number may stand.
    fn written<'a>(
        &mut self,
        entry: &Entry<'a, 'i>,
        value: &'a Spanned<DeValue<'i>>,
        expected: Expected,
    ) -> Option<&'a str> {
        match value.get_ref() {
            DeValue::String(text) => return Some(text),
            DeValue::Integer(integer)
                if matches!(expected, Expected::Number | Expected::Grade) && integer.radix() == 10 =>
            {
                return Some(integer.as_str());
            }
            DeValue::Float(_) => {
                let alone = entry.value.get_ref().as_float().is_some();
                let key = entry.path.rsplit('.').next().filter(|_| alone).map(excerpt);
                let kind = PolicyFaultKind::Float { text: self.source(value), key };
                self.fault(value.span().start, &entry.path, kind);
            }
            DeValue::Integer(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong_type(entry, value, expected);
            }
        }
        None
    }

    fn wrong_type(&mut self, entry: &Entry<'_, 'i>, value: &Spanned<DeValue<'i>>, expected: Expected) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a TOML float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let kind = PolicyFaultKind::WrongType { text: self.source(value), found, expected };
        self.fault(value.span().start, &entry.path, kind);
    }

    /// Returns the first line of a value as it is written.
    fn source(&self, value: &Spanned<DeValue<'i>>) -> Untrusted {
        excerpt(self.text.get(value.span()).and_then(|text| text.lines().next()).unwrap_or_default())
    }
}
