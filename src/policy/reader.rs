//! Reads the TOML of a policy by the table of settings, and collects what is wrong, each with its line and key.
//!
//! TOML is read value by value, not by serde, so that every fault is found in one run.

#![expect(clippy::arithmetic_side_effects, reason = "counts of lines and offsets within one text")]

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Expected, PolicyFault, PolicyFaultKind, SettingError, TomlType};
use super::file::PolicyFile;
use super::grammar::{Add, Parse, excerpt, nearest};
use super::setting::{Setting, keys_of, table_with};
use super::settings::SETTINGS;
use crate::value::source::Source;
use crate::value::untrusted::Untrusted;

/// What separates entries of a list that is an option: a comma, ASCII or full-width.
const COMMAS: [char; 2] = [',', '，'];

impl PolicyFile {
    /// Reads a policy file.
    ///
    /// # Errors
    ///
    /// Returns every fault in the file, in the order of the file; where the text is not TOML, only where it is not,
    /// since the rest of such a text has no certain meaning.
    pub fn parse(source: &Source) -> Result<Self, Vec<PolicyFault>> {
        let fault = |line, key, kind| PolicyFault { file: source.path.clone(), line, key, kind };
        let text = std::str::from_utf8(source.bytes()).map_err(|error| {
            let line = line_of(&source.bytes()[..error.valid_up_to()]);
            vec![fault(line, None, PolicyFaultKind::NotUtf8)]
        })?;
        Self::read(text).map_err(|mut found| {
            found.sort_by_key(|found| found.offset);
            let (mut line, mut counted) = (1, 0);
            let mut line_at = |offset: usize| {
                line += line_of(&text.as_bytes()[counted..offset]) - 1;
                counted = offset;
                line
            };
            found.into_iter().map(|found| fault(line_at(found.offset), found.key, found.kind)).collect()
        })
    }

    pub(super) fn read(text: &str) -> Result<Self, Vec<Found>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let (mut file, mut found) = (Self::default(), Vec::new());
        let root = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        if errors.is_empty() {
            Value { text, path: "", node: &root, is_option: false, found: &mut found }.table("", SETTINGS, &mut file);
        } else {
            for error in &errors {
                syntax(text, error, &mut found);
            }
        }
        if found.is_empty() { Ok(file) } else { Err(found) }
    }
}

/// Returns the number of the line that follows a piece of text, from 1.
fn line_of(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}

/// Notes that the text is not TOML.
fn syntax(text: &str, error: &toml::de::Error, found: &mut Vec<Found>) {
    let offset = error.span().map_or(text.len(), |span| span.start.min(text.len()));
    // The parser recovers within a line; what it says after the first fault there only repeats it.
    let between = found.last().and_then(|found| text.get(found.offset..offset));
    if between.is_some_and(|between| !between.contains('\n')) {
        return;
    }
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let kind = PolicyFaultKind::Syntax { text: excerpt(line.trim()), message: error.message().to_owned() };
    found.push(Found { offset, key: None, kind });
}

/// A fault at an offset in the text.
#[derive(Debug)]
pub(super) struct Found {
    offset: usize,
    key: Option<Untrusted>,
    kind: PolicyFaultKind,
}

/// A value as written, with the place for what is wrong with it.
pub(super) struct Value<'a> {
    text: &'a str,
    /// The key with its tables.
    path: &'a str,
    node: &'a Spanned<DeValue<'a>>,
    /// Whether it is an option of the command line, where a list is one text.
    is_option: bool,
    found: &'a mut Vec<Found>,
}

impl<'a> Value<'a> {
    /// Reads the text of an option into `target`.
    pub(super) fn read_option<T>(setting: &Setting<T>, text: &str, target: &mut T) -> Result<(), PolicyFaultKind> {
        let value = Spanned::new(0..text.len(), DeValue::String(text.into()));
        let mut found = Vec::new();
        (setting.read)(&mut Value { text, path: "", node: &value, is_option: true, found: &mut found }, target);
        found.pop().map_or(Ok(()), |found| Err(found.kind))
    }

    /// Reads the keys of the table of that name into `target`.
    fn table<T>(&mut self, name: &str, settings: &'static [Setting<T>], target: &mut T) {
        let Some(table) = self.keys() else { return };
        for (key, value) in table {
            let key_text: &str = key.get_ref();
            self.entry(key_text, value, |entry| {
                if let Some(setting) = settings.iter().find(|setting| setting.table == name && setting.key == key_text)
                {
                    (setting.read)(entry, target);
                } else if name.is_empty()
                    && !key_text.is_empty()
                    && settings.iter().any(|other| other.table == key_text)
                {
                    entry.table(key_text, settings, target);
                } else {
                    let known = keys_of(name, settings);
                    // Below the header of an array of tables a key of the file is out of place, a misspelt one is not.
                    let elsewhere = table_with(key_text, settings).or_else(|| {
                        table_with(key_text, SETTINGS).filter(|_| nearest(key_text, known.iter().copied()).is_none())
                    });
                    let kind = PolicyFaultKind::UnknownKey { key: excerpt(key_text), known, elsewhere };
                    entry.fault(key.span().start, kind);
                }
            });
        }
    }

    /// Reads a table whose keys are up to the buyer.
    pub(super) fn map<K: Ord, V>(
        &mut self,
        parse: fn(&str) -> Result<K, PolicyFaultKind>,
        mut read: impl FnMut(&mut Value<'_>) -> Option<V>,
    ) -> BTreeMap<K, V> {
        let mut map = BTreeMap::new();
        let Some(table) = self.keys() else { return map };
        for (key, value) in table {
            let start = key.span().start;
            self.entry(key.get_ref(), value, |entry| match parse(key.get_ref()) {
                // What such a key would take is not known.
                Err(kind @ PolicyFaultKind::UnknownKey { .. }) => entry.fault(start, kind),
                Err(kind) => {
                    entry.fault(start, kind);
                    read(entry);
                }
                Ok(parsed) if map.contains_key(&parsed) => {
                    entry.fault(start, SettingError::TwiceInAnyCase(excerpt(key.get_ref())));
                    read(entry);
                }
                Ok(parsed) => {
                    if let Some(value) = read(entry) {
                        map.insert(parsed, value);
                    }
                }
            });
        }
        map
    }

    /// Reads an array of tables, each by these settings; `add` checks one as a whole and puts it with those before it.
    pub(super) fn tables<F: Default, T>(
        &mut self,
        settings: &'static [Setting<F>],
        add: fn(&mut Vec<T>, F) -> Result<(), SettingError>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        let Some(tables) = self.node.get_ref().as_array() else {
            self.wrong_type(self.node, Expected::Tables);
            return list;
        };
        for node in tables {
            if node.get_ref().as_table().is_none() {
                self.wrong_type(node, Expected::Tables);
                continue;
            }
            let (before, mut table) = (self.found.len(), F::default());
            let Self { text, path, is_option, .. } = *self;
            Value { text, path, node, is_option, found: self.found }.table("", settings, &mut table);
            if self.found.len() == before
                && let Err(error) = add(&mut list, table)
            {
                self.fault(node.span().start, error);
            }
        }
        list
    }

    /// Goes on with the value of a key in this table.
    fn entry(&mut self, key: &str, value: &Spanned<DeValue<'_>>, read: impl FnOnce(&mut Value<'_>)) {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        let Self { text, is_option, .. } = *self;
        read(&mut Value { text, path: &path, node: value, is_option, found: self.found });
    }

    fn keys(&mut self) -> Option<&'a DeTable<'a>> {
        let table = self.node.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(self.node, Expected::Table);
        }
        table
    }

    /// Reads one value.
    pub(super) fn one<T>(&mut self, expected: Expected, parse: Parse<T>) -> Option<T> {
        let text = self.written(self.node, expected)?;
        parse(text).map_err(|error| self.fault(self.node.span().start, error)).ok()
    }

    /// Reads a list that has an entry.
    pub(super) fn filled_list<T>(&mut self, expected: Expected, add: Add<T>) -> Option<Vec<T>> {
        let before = self.found.len();
        let list = self.list(expected, add)?;
        if list.is_empty() && self.found.len() == before {
            self.fault(self.node.span().start, SettingError::EmptyList);
        }
        Some(list)
    }

    /// Reads a list.
    pub(super) fn list<T>(&mut self, expected: Expected, add: Add<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        let mut add_at = |value: &mut Self, offset, text: &str| {
            add(&mut list, text).unwrap_or_else(|error| value.fault(offset, error));
        };
        let value = self.node.get_ref();
        let values = match (value.as_str(), value.as_array()) {
            (Some(text), _) if self.is_option && text.trim().is_empty() => &[],
            (Some(text), _) if self.is_option => {
                text.split(COMMAS).for_each(|entry| add_at(self, 0, entry));
                return Some(list);
            }
            (Some(_), _) if expected == Expected::TextOrTexts => std::slice::from_ref(self.node),
            (_, Some(values)) => &values[..],
            _ => {
                self.wrong_type(self.node, expected);
                return None;
            }
        };
        let entry = if expected == Expected::Numbers { Expected::Number } else { Expected::Text };
        for value in values {
            if let Some(text) = self.written(value, entry) {
                add_at(self, value.span().start, text);
            }
        }
        Some(list)
    }

    /// Returns a value's text: a string, the digits of an integer where a number may be, or a date where one may be.
    fn written(&mut self, value: &'a Spanned<DeValue<'a>>, expected: Expected) -> Option<&'a str> {
        if let Some(text) = value.get_ref().as_str() {
            return Some(text);
        }
        if let Some(integer) = value.get_ref().as_integer()
            && matches!(expected, Expected::Number | Expected::Grade)
            && integer.radix() == 10
        {
            return Some(integer.as_str());
        }
        if value.get_ref().is_datetime() && expected == Expected::Date {
            return Some(&self.text[value.span()]);
        }
        if value.get_ref().is_float() {
            let is_alone = self.node.get_ref().is_float();
            let key = self.path.rsplit('.').next().filter(|_| is_alone).map(excerpt);
            self.fault(value.span().start, PolicyFaultKind::Float { text: self.source(value), key });
        } else {
            self.wrong_type(value, expected);
        }
        None
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, expected: Expected) {
        let found = match value.get_ref() {
            DeValue::String(_) => TomlType::Text,
            DeValue::Integer(_) => TomlType::Integer,
            DeValue::Float(_) => TomlType::Float,
            DeValue::Boolean(_) => TomlType::Boolean,
            DeValue::Datetime(_) => TomlType::Datetime,
            DeValue::Array(_) => TomlType::List,
            DeValue::Table(_) => TomlType::Table,
        };
        let kind = PolicyFaultKind::WrongType { text: self.source(value), found, expected };
        self.fault(value.span().start, kind);
    }

    /// Returns the first line of a value as it is written.
    fn source(&self, value: &Spanned<DeValue<'_>>) -> Untrusted {
        excerpt(self.text[value.span()].lines().next().unwrap_or_default())
    }

    fn fault(&mut self, offset: usize, kind: impl Into<PolicyFaultKind>) {
        self.found.push(Found { offset, key: Some(excerpt(self.path)), kind: kind.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::template;
    use crate::value::source::Role;

    fn parse(text: impl AsRef<[u8]>) -> Result<PolicyFile, Vec<PolicyFault>> {
        let bytes = text.as_ref().to_vec();
        PolicyFile::parse(&Source::in_memory("p.toml", Role::Policy, bytes))
    }

    #[test]
    fn a_file_without_settings_says_nothing() {
        for text in ["", "\n# nothing\r\n", "\u{feff}[price]\r\n"] {
            assert_eq!(parse(text), Ok(PolicyFile::default()));
        }
        let none = parse("service.criteria = []\nmissing = []").unwrap();
        assert_eq!((none.service.criteria, none.missing), (Some(Vec::new()), Some(Vec::new())));
    }

    #[test]
    fn a_key_is_known_in_its_table_only() {
        for (text, key) in [
            ("'price.tolerance' = 1", "price.tolerance"),
            ("[price.price]\ntolerance = 1", "price.price"),
            ("[quality.rates]\nUSD = 1", "quality.rates"),
            ("'' = 1", ""),
        ] {
            let faults = parse(text).unwrap_err();
            assert!(matches!(faults[..], [PolicyFault { kind: PolicyFaultKind::UnknownKey { .. }, .. }]), "{text}");
            assert_eq!(faults[0].key.as_ref().unwrap().raw(), key);
        }
    }

    #[test]
    fn text_that_is_not_toml_is_found_on_every_line() {
        let faults = parse("currency = CNY\n[price]\ntolerance = \nbasis = 'tax-included'\nbasis = 'x'\n[award\n");
        let places: Vec<_> = faults
            .unwrap_err()
            .into_iter()
            .map(|fault| {
                let PolicyFaultKind::Syntax { text, .. } = &fault.kind else { panic!("{}", fault.kind) };
                (fault.line, text.raw().to_owned())
            })
            .collect();
        let expected = [(1, "currency = CNY"), (3, "tolerance ="), (5, "basis = 'x'"), (6, "[award")];
        assert_eq!(places, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_found_on_their_line() {
        for (bytes, line) in [(&b"# a\ncurrency = \"\xd6\xd0\""[..], 2), (b"\xff\xfea\0", 1)] {
            let faults = parse(bytes).unwrap_err();
            assert_eq!((faults.len(), faults[0].line), (1, line));
            assert_eq!(faults[0].kind, PolicyFaultKind::NotUtf8);
        }
    }

    #[test]
    fn a_deep_or_long_file_is_a_fault_and_no_crash() {
        assert!(parse(format!("missing = {}", "[".repeat(100_000))).is_err());
        assert_eq!(parse("x1 = 1\n".replace('1', &"1".repeat(100_000))).unwrap_err().len(), 1);
        let many: Vec<String> = (0..20_000).map(|number| format!("k{number} = {number}")).collect();
        assert_eq!(parse(many.join("\n")).unwrap_err().len(), 20_000);
    }

    proptest::proptest! {
        #[test]
        fn a_damaged_file_gives_faults_on_its_own_lines(at in 0..6000_usize, length in 0_usize..40, text: String) {
            let mut damaged = template().replace("\n# ", "\n").into_bytes();
            let start = at.min(damaged.len());
            let end = (start + length).min(damaged.len());
            damaged.splice(start..end, text.bytes());
            let lines = line_of(&damaged);
            let faults = parse(&damaged).err().unwrap_or_default();
            proptest::prop_assert!(faults.is_sorted_by_key(|fault| fault.line));
            proptest::prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
        }
    }
}
