//! Names as keys: spellings that mean the same, kept once each.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::untrusted::is_format;

/// How spellings are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// After NFKC, trimming, one space for inner white space: items and lots.
    Spaces,
    /// The same, and after case folding, without invisible characters: vendors.
    Case,
}

/// Names by number. A name is shown by the first of its spellings by code point, so that no order of rows matters.
#[derive(Debug)]
pub(crate) struct Names {
    fold: Fold,
    spellings: HashMap<Box<str>, u32>,
    keys: HashMap<Box<str>, u32>,
    shown: Vec<Box<str>>,
}

/// The number of names that are empty once they are folded.
const EMPTY: u32 = u32::MAX;

impl Names {
    pub(crate) fn new(fold: Fold) -> Self {
        Self { fold, spellings: HashMap::new(), keys: HashMap::new(), shown: Vec::new() }
    }

    /// Returns the number of a trimmed name; `None` where nothing is left of it.
    pub(crate) fn number(&mut self, spelling: &str) -> Option<u32> {
        let number = match self.spellings.get(spelling) {
            Some(number) => *number,
            None => self.add(spelling),
        };
        (number != EMPTY).then_some(number)
    }

    /// Returns how a name is shown.
    pub(crate) fn shown(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|number| self.shown.get(number)).map_or("", |name| name)
    }

    /// Returns all names, by number.
    pub(crate) fn all(&self) -> &[Box<str>] {
        &self.shown
    }

    fn add(&mut self, spelling: &str) -> u32 {
        let key = folded(spelling, self.fold);
        let number = if key.is_empty() {
            EMPTY
        } else if let Some(number) = self.keys.get(key.as_ref()) {
            let shown = usize::try_from(*number).ok().and_then(|number| self.shown.get_mut(number));
            if let Some(shown) = shown.filter(|shown| spelling < shown.as_ref()) {
                *shown = spelling.into();
            }
            *number
        } else {
            let number = u32::try_from(self.shown.len()).unwrap_or(EMPTY);
            self.shown.push(spelling.into());
            self.keys.insert(key.into(), number);
            number
        };
        self.spellings.insert(spelling.into(), number);
        number
    }
}

/// Returns the form in which names are compared.
pub(crate) fn folded(name: &str, fold: Fold) -> Cow<'_, str> {
    let name = name.trim();
    let plain = |byte: &u8| byte.is_ascii_graphic() && !(fold == Fold::Case && byte.is_ascii_uppercase());
    let single = |pair: &[u8]| pair != b"  ";
    if name.bytes().all(|byte| plain(&byte) || byte == b' ') && name.as_bytes().windows(2).all(single) {
        return Cow::Borrowed(name);
    }
    let kept = |letter: &char| fold == Fold::Spaces || !is_format(*letter);
    let folded = match fold {
        Fold::Spaces => name.nfkc().collect::<String>(),
        // Folding can undo the normal form, as the Unicode standard notes for compatibility matching (D146).
        Fold::Case => {
            caseless::default_case_fold_str(&name.chars().filter(kept).nfkc().collect::<String>()).nfkc().collect()
        }
    };
    Cow::Owned(folded.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A name in the form in which it is compared: equal keys are one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key of an item or a lot: NFKC, trimmed, inner spaces as one.
    #[must_use]
    pub fn item(name: &str) -> Self {
        Self(folded(name, Fold::Spaces).into_owned())
    }

    /// The key of a vendor or a person: the same after case folding, without invisible characters.
    #[must_use]
    pub fn vendor(name: &str) -> Self {
        Self(folded(name, Fold::Case).into_owned())
    }

    /// Returns the form in which the name is compared.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_vendor_are_one_name() {
        let mut names = Names::new(Fold::Case);
        let first = names.number("Hongda  Trading");
        for spelling in ["hongda trading", "HONGDA TRADING", "Ｈｏｎｇｄａ Trading", "Hong\u{200b}da\u{a0}Trading"]
        {
            assert_eq!(names.number(spelling), first, "{spelling}");
        }
        assert_ne!(names.number("Hongda Trade"), first);
        assert_eq!(names.number("\u{200b}"), None);
        assert_eq!(names.shown(0), "HONGDA TRADING");
    }

    #[test]
    fn items_keep_their_case() {
        let mut names = Names::new(Fold::Spaces);
        assert_ne!(names.number("A4"), names.number("a4"));
        assert_eq!(names.number("Ａ4"), names.number("A4"));
        assert_eq!(folded("STRASSE", Fold::Case), folded("straße", Fold::Case));
    }
}
