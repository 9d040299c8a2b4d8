//! Where two JSON values differ.

use std::fmt;

use serde_json::Value;

use crate::value::untrusted::shown;

/// The most characters of a value that a message repeats.
const SHOWN: usize = 60;

/// A place at which a result is not what is computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Keys and places, as in `items[2].quotes[0].rank`; empty for the whole.
    pub path: String,
    /// The item that it is in, by name, where it is in one.
    pub item: Option<String>,
    /// What the result has; `None` where it has nothing there.
    pub stored: Option<Value>,
    /// What is computed; `None` where there should be nothing.
    pub computed: Option<Value>,
}

impl Difference {
    /// The result says the same in other bytes than the canonical ones.
    pub(super) fn form() -> Self {
        Self { path: String::new(), item: None, stored: None, computed: None }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() && self.stored.is_none() && self.computed.is_none() {
            return f.write_str("the bytes are not those of the canonical form (RFC 8785 and one newline)");
        }
        if let Some(item) = &self.item {
            write!(f, "{}: ", shown(item))?;
        }
        write!(f, "`{}` is {}, computed: {}", self.path, said(self.stored.as_ref()), said(self.computed.as_ref()))
    }
}

fn said(value: Option<&Value>) -> String {
    let Some(value) = value else { return "absent".to_owned() };
    let text = value.to_string();
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    shown(&short).to_string()
}

/// Returns every place at which two values differ; `is_left_out` is asked of the keys of each object by its path.
#[must_use]
pub fn differences(stored: &Value, computed: &Value, is_left_out: &dyn Fn(&str, &str) -> bool) -> Vec<Difference> {
    let mut walk = Walk { is_left_out, item: None, found: Vec::new() };
    walk.values(String::new(), Some(stored), Some(computed));
    walk.found
}

struct Walk<'w> {
    is_left_out: &'w dyn Fn(&str, &str) -> bool,
    item: Option<String>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn values(&mut self, path: String, stored: Option<&Value>, computed: Option<&Value>) {
        match (stored, computed) {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                for key in keys.into_iter().filter(|key| !(self.is_left_out)(&path, key)) {
                    let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.values(below, a.get(key), b.get(key));
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) => {
                for at in 0..a.len().max(b.len()) {
                    if path == "items" {
                        let name = a.get(at).or(b.get(at)).and_then(|item| item.get("item")?.as_str());
                        self.item = name.map(str::to_owned);
                    }
                    self.values(format!("{path}[{at}]"), a.get(at), b.get(at));
                }
                if path == "items" {
                    self.item = None;
                }
            }
            (a, b) if a == b => {}
            (a, b) => {
                let item = self.item.clone();
                self.found.push(Difference { path, item, stored: a.cloned(), computed: b.cloned() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_named_with_its_item() {
        let stored = serde_json::json!({"a": 1, "items": [{"item": "desk", "x": [1, 2]}, {"item": "pen"}], "left": 1});
        let computed = serde_json::json!({"a": 2, "items": [{"item": "desk", "x": [1, 3, 4]}], "left": 2});
        let found = differences(&stored, &computed, &|path, key| path.is_empty() && key == "left");
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "`a` is 1, computed: 2",
                "desk: `items[0].x[1]` is 2, computed: 3",
                "desk: `items[0].x[2]` is absent, computed: 4",
                "pen: `items[1]` is {\"item\":\"pen\"}, computed: absent",
            ]
        );
    }
}
