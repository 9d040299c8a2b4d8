//! What a setting is: one key of a policy or of a table in an array, and its form as TOML.

use super::print::{string, strings};
use super::reader::Value;

/// A key of a policy, or of a table in an array of tables, whose settings are read into a `T`.
#[derive(Debug)]
pub(crate) struct Setting<T: 'static> {
    /// The table that the key is in; empty for the top of the file.
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    /// What the template says about it; empty where another setting says it.
    pub(super) doc: &'static str,
    /// Lines that show how it is written.
    pub(super) examples: &'static [&'static str],
    /// Reads and checks a value, from a file or an option.
    pub(super) read: fn(&mut Value<'_>, &mut T),
    /// Prints it as TOML, out of what states every setting.
    pub(super) print: fn(&T) -> Printed,
    pub(crate) option: Option<SettingOption<T>>,
}

/// The option of the command line that means the same as a key.
#[derive(Debug)]
pub(crate) struct SettingOption<T: 'static> {
    pub(crate) name: &'static str,
    /// The name of its value in help.
    pub(crate) value: &'static str,
    pub(crate) help: &'static str,
    /// Takes away what the file says and the option's text rules out.
    pub(super) displaces: fn(&str, &mut T),
}

/// A setting as TOML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// The value behind `key =`.
    Value(String),
    /// A table of keys that are up to the buyer, and what holds while there are none.
    Map(Vec<(String, String)>, &'static str),
    /// An array of tables, the keys that its tables have, each explained, and what holds while there is none.
    Tables(Vec<Vec<(&'static str, String)>>, Vec<(&'static str, &'static str)>, &'static str),
    /// Not set, and what holds instead; empty where another setting says it.
    Absent(&'static str),
}

pub(super) const fn option<T>(name: &'static str, value: &'static str, help: &'static str) -> SettingOption<T> {
    SettingOption { name, value, help, displaces: |_, _| {} }
}

/// Returns the keys of a table, each once; those of the top of the file are also the names of the tables.
pub(super) fn keys_of<T>(table: &str, settings: &[Setting<T>]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    for setting in settings {
        let key = match (setting.table, table) {
            (own, _) if own == table => setting.key,
            (own, "") => own,
            _ => continue,
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Returns the first table that has a key; empty for the top of the file.
pub(super) fn table_with<T>(key: &str, settings: &[Setting<T>]) -> Option<&'static str> {
    let mut tables = std::iter::once("").chain(settings.iter().map(|setting| setting.table));
    tables.find(|table| keys_of(table, settings).contains(&key))
}

pub(super) fn one<T: ToString>(value: Option<T>, absent: &'static str) -> Printed {
    value.map_or(Printed::Absent(absent), |value| Printed::Value(string(&value.to_string())))
}

pub(super) fn list<T: ToString>(values: Option<&[T]>) -> Printed {
    values.map_or(Printed::Absent(""), |values| Printed::Value(strings(values)))
}

/// Prints an array of tables by the settings of one.
pub(super) fn tables<F, T: Clone + Into<F>>(
    settings: &'static [Setting<F>],
    tables: &[T],
    absent: &'static str,
) -> Printed {
    let printed = tables.iter().map(|table| {
        let table: F = table.clone().into();
        let entry = |setting: &Setting<F>| match (setting.print)(&table) {
            Printed::Value(value) => Some((setting.key, value)),
            Printed::Map(..) | Printed::Tables(..) | Printed::Absent(_) => None,
        };
        settings.iter().filter_map(entry).collect()
    });
    let keys = settings.iter().map(|setting| (setting.key, setting.doc));
    Printed::Tables(printed.collect(), keys.collect(), absent)
}
