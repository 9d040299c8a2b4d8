//! Text from outside, which can be shown only through an encoder.

use std::borrow::Cow;
use std::fmt;

/// Text that somebody else wrote: a name, a cell, a header, a file name.
///
/// It has no `Display`: [`Untrusted::shown`] is for terminals and messages, other outputs have encoders of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Untrusted(Cow<'static, str>);

impl Untrusted {
    /// No text at all.
    pub const EMPTY: Self = Self(Cow::Borrowed(""));

    /// Takes a text as it is.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }

    /// Returns the text as it was written, for comparing and for encoders.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Returns the text in a form that is safe on a terminal and in messages.
    #[must_use]
    pub fn shown(&self) -> Shown<'_> {
        shown(&self.0)
    }

    /// Borrows the text.
    #[must_use]
    pub fn as_ref(&self) -> UntrustedStr<'_> {
        UntrustedStr(&self.0)
    }
}

/// A borrowed [`Untrusted`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UntrustedStr<'a>(&'a str);

impl<'a> UntrustedStr<'a> {
    /// Takes a text as it is.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the text as it was written, for comparing and for encoders.
    #[must_use]
    pub const fn raw(self) -> &'a str {
        self.0
    }

    /// Returns the text in a form that is safe on a terminal and in messages.
    #[must_use]
    pub const fn shown(self) -> Shown<'a> {
        Shown(self.0)
    }

    /// Returns the text as one of its own.
    #[must_use]
    pub fn to_owned(self) -> Untrusted {
        Untrusted::new(self.0)
    }
}

impl<'a> From<&'a Untrusted> for UntrustedStr<'a> {
    fn from(text: &'a Untrusted) -> Self {
        text.as_ref()
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq<Untrusted> for &str {
    fn eq(&self, other: &Untrusted) -> bool {
        **self == *other.0
    }
}

/// Returns a text in a form that is safe on a terminal and in messages.
#[must_use]
pub fn shown(text: &str) -> Shown<'_> {
    Shown(text)
}

/// Text for a terminal: control, bidirectional and invisible characters are written as `\u{..}`.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return f.write_str(self.0);
        }
        for character in self.0.chars() {
            if is_unsafe_to_show(character) {
                write!(f, "\\u{{{:x}}}", u32::from(character))?;
            } else {
                fmt::Write::write_char(f, character)?;
            }
        }
        Ok(())
    }
}

/// Says whether a character could steer a terminal, reorder a line or hide in it.
#[must_use]
pub fn is_unsafe_to_show(character: char) -> bool {
    character.is_control() || is_format(character)
}

/// Says whether a character is invisible: it formats, joins, reorders or selects, and stands for no text of its own.
#[must_use]
pub fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_invisible_characters_are_spelt_out() {
        for (text, safe) in [
            ("Hongda 宏达", "Hongda 宏达"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\nb\tc", "a\\u{a}b\\u{9}c"),
            ("pay\u{202e}oof", "pay\\u{202e}oof"),
            ("Hong\u{200b}da", "Hong\\u{200b}da"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{7f}", "\\u{7f}"),
        ] {
            assert_eq!(Untrusted::new(text).shown().to_string(), safe);
        }
    }
}
