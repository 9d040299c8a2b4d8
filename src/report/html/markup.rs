//! HTML in the making: whatever is put in comes out as text, never as markup.

use std::fmt::{self, Display, Write as _};
use std::io;

use crate::value::untrusted::shown;

/// An attribute: its name, which is the program's own, and its value, which may be anybody's.
pub(crate) type Attribute<'a> = (&'static str, &'a dyn Display);

/// Markup held back, in bytes, before it goes to the writer.
const HELD: usize = 1 << 16;

/// The most letters of a name that stand together without a place to break the line.
const UNBROKEN: usize = 24;

/// HTML that is written piece by piece.
///
/// Names of tags and attributes are `&'static str`; everything else is escaped, and what could reorder or hide in a
/// line is spelt out. There is no way to put in a finished piece of markup that came from elsewhere.
pub(crate) struct Html<'w> {
    text: String,
    out: &'w mut dyn io::Write,
    written: io::Result<()>,
}

impl<'w> Html<'w> {
    /// Starts with nothing.
    pub(crate) fn new(out: &'w mut dyn io::Write) -> Self {
        Self { text: String::new(), out, written: Ok(()) }
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    ///
    /// Returns the writer's first error; nothing was written after it.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.send();
        self.written
    }

    /// Puts in markup that stands in the program's text.
    pub(crate) fn fixed(&mut self, markup: &'static str) {
        self.text.push_str(markup);
    }

    /// Puts in text.
    pub(crate) fn text(&mut self, text: &str) {
        self.escaped(&shown(text));
    }

    /// Puts in a name from outside: its direction of writing stays its own, and a long word of it may be broken.
    pub(crate) fn name(&mut self, name: &str) {
        self.element("bdi", &[], |html| {
            let shown = shown(name).to_string();
            let mut run = 0_usize;
            let breaks = shown.char_indices().filter_map(|(at, character)| {
                let is_due = run == UNBROKEN;
                run = if character.is_whitespace() || is_due { 0 } else { run.saturating_add(1) };
                is_due.then_some(at)
            });
            let mut rest = (0, shown.as_str());
            for at in breaks {
                let (part, after) = rest.1.split_at_checked(at.saturating_sub(rest.0)).unwrap_or((rest.1, ""));
                html.text(part);
                html.void("wbr", &[]);
                rest = (at, after);
            }
            html.text(rest.1);
        });
    }

    /// Puts in an element and what is inside it.
    pub(crate) fn element(&mut self, tag: &'static str, attributes: &[Attribute<'_>], inside: impl FnOnce(&mut Self)) {
        self.void(tag, attributes);
        inside(self);
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push('>');
    }

    /// Puts in an element of nothing but text.
    pub(crate) fn words(&mut self, tag: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(tag, attributes, |html| html.text(text));
    }

    /// Puts in an element that has no inside.
    pub(crate) fn void(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(&shown(&value.to_string()));
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// Ends a line of the source, for those who read that.
    pub(crate) fn newline(&mut self) {
        self.text.push('\n');
        if self.text.len() >= HELD {
            self.send();
        }
    }

    fn send(&mut self) {
        if self.written.is_ok() {
            self.written = self.out.write_all(self.text.as_bytes());
        }
        self.text.clear();
    }

    fn escaped(&mut self, text: &dyn Display) {
        // Writing to a `String` cannot fail.
        let _ = write!(Escaping(&mut self.text), "{text}");
    }
}

/// Writes text so that no character of it acts, be it inside an element or inside a quoted attribute.
struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(character),
            }
        }
        Ok(())
    }
}

/// Returns what is put in.
#[cfg(test)]
pub(super) fn written(put_in: impl FnOnce(&mut Html<'_>)) -> String {
    let mut bytes = Vec::new();
    let mut html = Html::new(&mut bytes);
    put_in(&mut html);
    html.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_word_of_a_name_may_be_broken() {
        for (name, broken) in [
            ("abc".to_owned(), "abc".to_owned()),
            ("x".repeat(24), "x".repeat(24)),
            ("宏".repeat(25), format!("{}<wbr>宏", "宏".repeat(24))),
            (format!("{} &", "x".repeat(24)), format!("{}<wbr> &amp;", "x".repeat(24))),
            (format!("{} {}", "x".repeat(20), "y".repeat(20)), format!("{} {}", "x".repeat(20), "y".repeat(20))),
        ] {
            assert_eq!(written(|html| html.name(&name)), format!("<bdi>{broken}</bdi>"));
        }
        let long = written(|html| html.name(&"x".repeat(80)));
        assert_eq!((long.matches("<wbr>").count(), long.matches('x').count()), (3, 80));
    }

    #[test]
    fn the_first_error_of_the_writer_is_told() {
        let mut small = [0_u8; 10];
        let mut room = small.as_mut_slice();
        let mut html = Html::new(&mut room);
        html.text("more than ten bytes");
        html.newline();
        assert_eq!(html.finish().unwrap_err().kind(), io::ErrorKind::WriteZero);
    }

    #[test]
    fn what_would_act_comes_out_as_text() {
        for (text, safe) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\"><img onerror='x'>", "&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;"),
            ("&#x3c;b&gt;", "&amp;#x3c;b&amp;gt;"),
            ("a\u{202e}b\u{0}\u{1b}[31m\n", "a\\u{202e}b\\u{0}\\u{1b}[31m\\u{a}"),
            ("]]>", "]]&gt;"),
            ("宏达 5.5", "宏达 5.5"),
        ] {
            let html = written(|html| {
                html.text(text);
                html.void("img", &[("alt", &text)]);
            });
            assert_eq!(html, format!("{safe}<img alt=\"{safe}\">"));
        }
    }
}
