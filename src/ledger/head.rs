//! The head of a ledger: its last entry, in a form that every paper can carry.

use std::fmt;

use crate::value::source::Digest;

/// How the text of a head begins.
const MARK: &str = "bijia-head-v1";

/// The last entry of a ledger: a ledger that still has this entry has lost nothing up to it.
///
/// Printed as `bijia-head-v1 LEDGER SEQ HASH`, on one line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The hash of the entry.
    pub hash: Digest,
    /// The ledger: 32 hexadecimal digits.
    pub ledger_id: String,
    /// The number of the entry, from 1.
    pub seq: u64,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} {} {}", self.ledger_id, self.seq, self.hash)
    }
}

/// Finds the heads that a text carries, in whatever it is: a signed file, a report, an export.
#[must_use]
pub fn heads(text: &str) -> Vec<Head> {
    let found = text.match_indices(MARK).filter_map(|(at, _)| {
        let mut words =
            text.get(at..)?.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|w| !w.is_empty());
        words.next().filter(|word| *word == MARK)?;
        let ledger_id = words.next().filter(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let seq = words.next()?.parse().ok()?;
        let hash = Digest::parse(words.next()?)?;
        Some(Head { hash, ledger_id: ledger_id.to_owned(), seq })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_found_in_any_text() {
        let head = Head { hash: Digest::of(b"x"), ledger_id: "0f".repeat(16), seq: 12 };
        for text in [
            format!("{head}"),
            format!("a,\"{head}\"\nb"),
            format!("<code>{head}</code>"),
            format!("{{\"h\":\"{head}\"}}"),
        ] {
            assert_eq!(heads(&text), std::slice::from_ref(&head), "{text}");
        }
        assert_eq!(heads("bijia-head-v1 0f 12 ab"), []);
        assert_eq!(heads("bijia-head-v12 x"), []);
        assert_eq!(heads(&format!("{head} and {head}")).len(), 2);
    }
}
