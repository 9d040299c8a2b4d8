//! Names as keys: spellings that mean the same, kept once each.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::SharedSeed;
use foldhash::fast::SeedableRandomState;
use hashbrown::HashTable;
use unicode_normalization::UnicodeNormalization as _;

use crate::value::untrusted::{UntrustedStr, is_format};

/// How spellings are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// After NFKC, trimming, one space for inner white space: items and lots.
    Spaces,
    /// The same, and after case folding, without invisible characters: vendors.
    Case,
    /// Every spelling is a text of its own: what is only carried along.
    Exact,
}

/// Names by number. A name is shown by the first of its spellings by code point, so that no order of rows matters.
///
/// Spellings stand in one long text: sheets have a hundred thousand names, and an allocation for each is as dear as
/// reading it.
#[derive(Debug)]
pub(crate) struct Names {
    fold: Fold,
    text: String,
    spellings: HashTable<Spelling>,
    /// Folded forms that nobody wrote; those that somebody did are found among the spellings.
    keys: HashTable<Spelling>,
    shown: Vec<Span>,
    state: SeedableRandomState,
}

/// A spelling to be looked up, with its first bytes and its hash.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Probe<'n> {
    text: &'n str,
    start: u128,
    hash: u64,
}

/// Texts by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    text: String,
    spans: Vec<Span>,
}

impl Texts {
    /// Adds a text; returns its number.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.spans.len()).expect("fewer than 2^32 texts");
        let bytes = u32::try_from(text.len()).expect("a text is shorter than 4 GiB");
        self.spans.push(Span { from: self.text.len(), bytes });
        self.text.push_str(text);
        number
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns how many texts there are, which is the number of the next one.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.spans.len()).expect("fewer than 2^32 texts")
    }

    pub(crate) fn get(&self, number: u32) -> UntrustedStr<'_> {
        let span = self.spans[number as usize];
        UntrustedStr::new(&self.text[range(span.from, span.bytes)])
    }
}

/// A piece of the long text, in bytes.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: usize,
    bytes: u32,
}

/// A text and the number of the name that it spells.
#[derive(Debug, Clone, Copy)]
struct Spelling {
    /// Its first bytes: of most names all, so that the table alone tells whether it is the one.
    start: u128,
    from: usize,
    bytes: u32,
    number: u32,
}

/// The number of names that are empty once they are folded.
const EMPTY: u32 = u32::MAX;

impl Names {
    pub(crate) fn new(fold: Fold) -> Self {
        Self {
            fold,
            text: String::new(),
            spellings: HashTable::new(),
            keys: HashTable::new(),
            shown: Vec::new(),
            state: keyed(),
        }
    }

    /// Returns the number of a trimmed name; `None` where nothing is left of it.
    pub(crate) fn number(&mut self, spelling: &str) -> Option<u32> {
        let number = self.find(&self.spellings, &self.probe(spelling)).unwrap_or_else(|| self.add(spelling));
        (number != EMPTY).then_some(number)
    }

    /// Makes what it takes to look a spelling up.
    #[inline]
    pub(crate) fn probe<'n>(&self, spelling: &'n str) -> Probe<'n> {
        let start = first_bytes(spelling);
        Probe { text: spelling, start, hash: hash(&self.state, spelling.as_bytes(), start) }
    }

    /// Returns the number of a trimmed name that was spelt like this before. Done for several in turn, the look-ups in a
    /// large table overlap.
    #[inline]
    pub(crate) fn known(&self, probe: &Probe<'_>) -> Option<u32> {
        self.find(&self.spellings, probe).filter(|number| *number != EMPTY)
    }

    /// Returns how a name is shown.
    pub(crate) fn shown(&self, number: u32) -> &str {
        let span = self.shown[number as usize];
        &self.text[range(span.from, span.bytes)]
    }

    /// Returns all names, by number.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        (0..).zip(&self.shown).map(|(number, _)| self.shown(number))
    }

    /// Returns how many names there are.
    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// Keeps the names as they are shown, and forgets how they are found.
    pub(crate) fn into_texts(self) -> Texts {
        Texts { text: self.text, spans: self.shown }
    }

    #[inline]
    fn find(&self, table: &HashTable<Spelling>, probe: &Probe<'_>) -> Option<u32> {
        let text = probe.text;
        let is_it = |spelling: &Spelling| {
            let is_alike = spelling.start == probe.start && u32::try_from(text.len()) == Ok(spelling.bytes);
            is_alike && (text.len() <= START || spelling.of(&self.text) == text)
        };
        table.find(probe.hash, is_it).map(|found| found.number)
    }

    /// Finds the name of a folded form, which `spelling` was folded to and which no table holds as a spelling yet.
    fn find_key(&self, spelling: &str, key: &str) -> Option<u32> {
        self.find(&self.keys, &self.probe(key)).or_else(|| {
            // A spelling stands for itself only where folding leaves it as it is.
            let is_own = key != spelling && folded(key, self.fold) == key;
            is_own.then(|| self.find(&self.spellings, &self.probe(key))).flatten()
        })
    }

    fn add(&mut self, spelling: &str) -> u32 {
        let key = folded(spelling, self.fold);
        let span = self.write(spelling);
        let number = if key.is_empty() {
            EMPTY
        } else if let Some(number) = self.find_key(spelling, &key) {
            if spelling < self.shown(number) {
                self.shown[number as usize] = span;
            }
            number
        } else {
            let number = u32::try_from(self.shown.len()).expect("fewer than 2^32 names");
            self.shown.push(span);
            if key != spelling {
                let span = self.write(&key);
                insert(&mut self.keys, span, number, &self.text, &self.state);
            }
            number
        };
        insert(&mut self.spellings, span, number, &self.text, &self.state);
        number
    }

    fn write(&mut self, text: &str) -> Span {
        let from = self.text.len();
        self.text.push_str(text);
        Span { from, bytes: u32::try_from(text.len()).expect("fields are limited, far below 4 GiB") }
    }
}

impl Spelling {
    fn of(self, text: &str) -> &str {
        &text[range(self.from, self.bytes)]
    }
}

fn insert(table: &mut HashTable<Spelling>, span: Span, number: u32, text: &str, state: &SeedableRandomState) {
    let hash_of = |spelling: &Spelling| hash(state, spelling.of(text).as_bytes(), spelling.start);
    let start = first_bytes(&text[range(span.from, span.bytes)]);
    let spelling = Spelling { start, from: span.from, bytes: span.bytes, number };
    table.insert_unique(hash_of(&spelling), spelling, hash_of);
}

/// A hash function that [`keyed`] makes.
pub(crate) type Keyed = SeedableRandomState;

/// Returns a hash function that the system's random numbers key anew in each run: names come from outside, and whoever
/// writes a sheet cannot know which of them will meet in the tables.
pub(crate) fn keyed() -> Keyed {
    static SEED: OnceLock<SharedSeed> = OnceLock::new();
    let random = || RandomState::new().build_hasher().finish();
    SeedableRandomState::with_seed(random(), SEED.get_or_init(|| SharedSeed::from_u64(random())))
}

fn hash(state: &SeedableRandomState, text: &[u8], start: u128) -> u64 {
    let mut hasher = state.build_hasher();
    // A number is hashed faster than a slice of the same length.
    hasher.write_u128(start);
    if text.len() > START {
        hasher.write(text);
    }
    hasher.finish()
}

/// How many bytes [`first_bytes`] takes.
const START: usize = 16;

/// Returns the first bytes of a text as a number that sorts as they do.
pub(crate) fn first_bytes(text: &str) -> u128 {
    let text = text.as_bytes();
    if let Some(start) = text.first_chunk::<START>() {
        return u128::from_be_bytes(*start);
    }
    // Two loads that overlap take a fraction of the time of a copy whose length varies.
    let (start, end) = match (text.first_chunk(), text.last_chunk()) {
        (Some(start), Some(end)) => (u64::from_be_bytes(*start), u64::from_be_bytes(*end)),
        _ => (start_of(text), 0),
    };
    let beyond = u32::try_from(text.len()).unwrap_or(0).saturating_sub(8);
    let end = end.checked_shl(64_u32.saturating_sub(beyond.saturating_mul(8))).unwrap_or(0);
    (u128::from(start) << 64) | u128::from(end)
}

/// Returns the bytes of a text of less than eight as a number that sorts as they do.
fn start_of(text: &[u8]) -> u64 {
    let places = (0..u64::BITS).step_by(8).rev();
    text.iter().zip(places).fold(0, |start, (byte, place)| start | (u64::from(*byte) << place))
}

#[expect(clippy::arithmetic_side_effects, reason = "the end of a piece lies within the text")]
fn range(from: usize, bytes: u32) -> Range<usize> {
    from..from + bytes as usize
}

/// Returns the form in which units and the texts of gates are compared: NFKC, trimmed, one space for several, case folded.
pub(crate) fn text_key(text: &str) -> String {
    folded(text, Fold::Case).into_owned()
}

/// Returns the form in which names are compared.
pub(crate) fn folded(name: &str, fold: Fold) -> Cow<'_, str> {
    if fold == Fold::Exact {
        return Cow::Borrowed(name);
    }
    let name = name.trim();
    let plain = |byte: &u8| byte.is_ascii_graphic() && !(fold == Fold::Case && byte.is_ascii_uppercase());
    let single = |pair: &[u8]| pair != b"  ";
    if name.bytes().all(|byte| plain(&byte) || byte == b' ') && name.as_bytes().windows(2).all(single) {
        return Cow::Borrowed(name);
    }
    if fold == Fold::Case && name.is_ascii() {
        // What NFKC and case folding come to in plain ASCII.
        return Cow::Owned(name.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let kept = |letter: &char| fold == Fold::Spaces || !is_format(*letter);
    let folded = match fold {
        Fold::Exact => unreachable!("it is returned above"),
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
    fn first_bytes_sort_as_texts_do() {
        let text = "abcdefghijklmnopqr";
        for length in 0..text.len() {
            let mut bytes = [0; START];
            let start = &text.as_bytes()[..length.min(START)];
            bytes[..start.len()].copy_from_slice(start);
            assert_eq!(first_bytes(&text[..length]), u128::from_be_bytes(bytes), "{length}");
        }
    }

    #[test]
    fn items_keep_their_case() {
        let mut names = Names::new(Fold::Spaces);
        assert_ne!(names.number("A4"), names.number("a4"));
        assert_eq!(names.number("Ａ4"), names.number("A4"));
        assert_eq!(folded("STRASSE", Fold::Case), folded("straße", Fold::Case));
        assert_eq!(folded(" Ab\t C  d\u{b}", Fold::Case), folded("ａb c\u{200b} d", Fold::Case));
        assert_eq!(folded("Ab\t C", Fold::Spaces), "Ab C");
    }
}
