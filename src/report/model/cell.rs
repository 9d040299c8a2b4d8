//! A value in a table of a report, of the type that it is.

use std::fmt::Display;

use super::bar::Bar;
use super::text::Text;
use crate::value::date::Date;
use crate::value::money::Money;
use crate::value::untrusted::{Untrusted, UntrustedStr};

/// A value as it is; each writer finds its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Empty,
    Money(Money),
    /// A number in normal form: a quantity, a price, a percentage without its sign.
    Number(String),
    Count(u64),
    Date(Date),
    /// Text from outside.
    Name(Untrusted),
    /// A word of a fixed vocabulary, and several.
    Code(&'static str),
    Codes(Vec<&'static str>),
    Flag(bool),
    Words(Text),
    /// What programs read, and the words that people read instead.
    Shown(Box<Cell>, Text),
    Bar(Bar),
}

impl Cell {
    pub(crate) fn money(amount: Option<Money>) -> Self {
        amount.map_or(Self::Empty, Self::Money)
    }

    pub(crate) fn number(number: Option<impl Display>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.to_string()))
    }

    pub(crate) fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    pub(crate) fn name<'n>(name: Option<impl Into<UntrustedStr<'n>>>) -> Self {
        name.map_or(Self::Empty, |name| Self::Name(name.into().to_owned()))
    }

    pub(crate) fn words(words: impl Into<Text>) -> Self {
        Self::Words(words.into())
    }

    pub(crate) fn shown(self, words: impl Into<Text>) -> Self {
        Self::Shown(Box::new(self), words.into())
    }

    /// Says whether people read nothing of it.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Name(name) => name.raw().is_empty(),
            Self::Words(text) | Self::Shown(_, text) => text.is_empty(),
            Self::Codes(codes) => codes.is_empty(),
            Self::Money(_)
            | Self::Number(_)
            | Self::Count(_)
            | Self::Date(_)
            | Self::Code(_)
            | Self::Flag(_)
            | Self::Bar(_) => false,
        }
    }

    /// Returns what people read.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Empty => Text::default(),
            Self::Flag(holds) => (if *holds { "yes" } else { "no" }).into(),
            Self::Bar(bar) => bar.letters().into(),
            Self::Money(amount) => (*amount).into(),
            Self::Number(number) => number.clone().into(),
            Self::Count(count) => count.to_string().into(),
            Self::Date(day) => day.to_string().into(),
            Self::Name(name) => name.into(),
            Self::Code(code) => (*code).into(),
            Self::Codes(codes) => codes.join(", ").into(),
            Self::Words(text) | Self::Shown(_, text) => text.clone(),
        }
    }
}
