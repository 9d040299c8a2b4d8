//! Sentences in which names from outside and code are told from words, so that each writer can set them apart.

use std::borrow::Cow;

use crate::report::amount::grouped;
use crate::value::money::Money;
use crate::value::untrusted::{Untrusted, shown};

/// A sentence in which names from outside and code are told from words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text(Vec<Span>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    Words(Cow<'static, str>),
    Name(Untrusted),
    /// What is typed as it stands; plain text puts it in backticks.
    Code(Cow<'static, str>),
}

/// Makes a [`Text`] of words, names and amounts.
macro_rules! text {
    ($($part:expr),* $(,)?) => { $crate::report::model::text::Text::of([$($crate::report::model::text::Span::from($part)),*]) };
}
pub(crate) use text;

impl Text {
    pub(crate) fn of(spans: impl IntoIterator<Item = Span>) -> Self {
        Self(spans.into_iter().collect())
    }

    /// Takes what stands between backticks as code.
    pub(crate) fn with_code(text: &str) -> Self {
        let spans = text.split('`').enumerate().filter(|(_, part)| !part.is_empty()).map(|(place, part)| {
            let part = Cow::Owned(part.to_owned());
            if place % 2 == 1 { Span::Code(part) } else { Span::Words(part) }
        });
        Self::of(spans)
    }

    /// Joins texts; of names, `; ` between them.
    pub(crate) fn joined(texts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut all = Vec::new();
        for text in texts {
            if !all.is_empty() {
                all.push(Span::from(between));
            }
            all.extend(text.0);
        }
        Self(all)
    }

    pub(crate) fn push(&mut self, span: impl Into<Span>) {
        self.0.push(span.into());
    }

    pub(crate) fn append(&mut self, text: Self) {
        self.0.extend(text.0);
    }

    pub(crate) fn spans(&self) -> &[Span] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|span| match span {
            Span::Words(text) | Span::Code(text) => text.is_empty(),
            Span::Name(name) => name.raw().is_empty(),
        })
    }

    /// Returns the name from outside that is the whole text.
    pub(crate) fn as_name(&self) -> Option<&Untrusted> {
        match self.0.as_slice() {
            [Span::Name(name)] => Some(name),
            _ => None,
        }
    }

    /// Returns the text in a form that is safe on a terminal and in messages.
    pub(crate) fn plain(&self) -> String {
        self.0.iter().map(Span::plain).collect()
    }
}

impl Span {
    /// Returns the span in a form that is safe on a terminal and in messages.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Words(words) => shown(words).to_string(),
            Self::Name(name) => name.shown().to_string(),
            Self::Code(code) => format!("`{}`", shown(code)),
        }
    }
}

impl From<&'static str> for Span {
    fn from(words: &'static str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl From<String> for Span {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl From<&Untrusted> for Span {
    fn from(name: &Untrusted) -> Self {
        Self::Name(name.clone())
    }
}

impl From<Money> for Span {
    fn from(amount: Money) -> Self {
        grouped(amount).into()
    }
}

impl<T: Into<Span>> From<T> for Text {
    fn from(span: T) -> Self {
        Self(vec![span.into()])
    }
}
