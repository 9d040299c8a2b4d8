//! Sentences, part by part: into plain text without a detour, since there may be millions of them, or into a [`Text`]
//! that keeps names and code apart from words.

use std::fmt::{Display, Write as _};

use super::amount::Grouped;
use super::model::{Span, Text};
use crate::value::money::Money;
use crate::value::untrusted::{Untrusted, shown};

/// Where a sentence goes.
pub(crate) trait Prose: Sized {
    /// Takes words of our own, and text that is safe to show.
    fn words(&mut self, words: &str);
    /// Takes a name from outside.
    fn name(&mut self, name: &str);
    /// Takes what is typed as it stands.
    fn code(&mut self, code: &str);

    /// Takes several parts.
    fn say(&mut self, parts: impl Part) {
        parts.put(self);
    }
}

impl Prose for String {
    fn words(&mut self, words: &str) {
        self.push_str(words);
    }

    fn name(&mut self, name: &str) {
        write!(self, "{}", shown(name)).expect("a string takes any text");
    }

    fn code(&mut self, code: &str) {
        write!(self, "`{}`", shown(code)).expect("a string takes any text");
    }
}

impl Prose for Text {
    fn words(&mut self, words: &str) {
        self.push(words.to_owned());
    }

    fn name(&mut self, name: &str) {
        self.push(&Untrusted::new(name));
    }

    fn code(&mut self, code: &str) {
        self.push(Span::Code(code.to_owned().into()));
    }
}

/// A part of a sentence.
pub(crate) trait Part {
    /// Puts it in.
    fn put(self, prose: &mut impl Prose);
}

/// A name from outside.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a>(pub(crate) &'a str);

/// What is typed as it stands.
pub(crate) struct Code<'a>(pub(crate) &'a str);

/// A value of our own by its `Display`.
pub(crate) struct Value<T>(pub(crate) T);

impl Part for &str {
    fn put(self, prose: &mut impl Prose) {
        prose.words(self);
    }
}

impl Part for Name<'_> {
    fn put(self, prose: &mut impl Prose) {
        prose.name(self.0);
    }
}

impl Part for Code<'_> {
    fn put(self, prose: &mut impl Prose) {
        prose.code(self.0);
    }
}

impl Part for Money {
    fn put(self, prose: &mut impl Prose) {
        Value(Grouped(self)).put(prose);
    }
}

impl<T: Display> Part for Value<T> {
    fn put(self, prose: &mut impl Prose) {
        struct Words<'p, P>(&'p mut P);
        impl<P: Prose> std::fmt::Write for Words<'_, P> {
            fn write_str(&mut self, text: &str) -> std::fmt::Result {
                self.0.words(text);
                Ok(())
            }
        }
        write!(Words(prose), "{}", self.0).expect("prose takes any text");
    }
}

impl<P: Part> Part for Option<P> {
    fn put(self, prose: &mut impl Prose) {
        if let Some(part) = self {
            part.put(prose);
        }
    }
}

macro_rules! parts_of_tuples {
    ($(($($part:ident)+))+) => { $(
        impl<$($part: Part),+> Part for ($($part,)+) {
            #[expect(non_snake_case, reason = "a part is called as its type")]
            fn put(self, prose: &mut impl Prose) {
                let ($($part,)+) = self;
                $($part.put(prose);)+
            }
        }
    )+ };
}
parts_of_tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
