//! Formats that keep text as it was written, on a terminal: what could steer it is spelt out.

use std::io::{self, Write};

use crate::value::untrusted::is_unsafe_to_show;

/// How a character is spelt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// `\u{202e}`, as in tables.
    Braces,
    /// `\u202e`, in surrogate pairs where need be: JSON that means the same.
    Json,
}

/// A writer to a terminal that spells out control and invisible characters; line feeds are left.
pub(crate) struct Terminal<W> {
    out: W,
    spelling: Spelling,
    /// The start of a character whose end is still to come.
    pending: Vec<u8>,
}

impl<W: Write> Terminal<W> {
    pub(crate) fn new(out: W, spelling: Spelling) -> Self {
        Self { out, spelling, pending: Vec::new() }
    }

    fn spell(&mut self, text: &str) -> io::Result<()> {
        for letter in text.chars() {
            if letter == '\n' || !is_unsafe_to_show(letter) {
                write!(self.out, "{letter}")?;
            } else if self.spelling == Spelling::Braces {
                write!(self.out, "\\u{{{:x}}}", u32::from(letter))?;
            } else {
                letter.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(self.out, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        let mut given = std::mem::take(&mut self.pending);
        let whole = std::str::from_utf8(&given).map_or_else(|error| error.valid_up_to(), str::len);
        self.pending = given.split_off(whole);
        self.spell(&String::from_utf8_lossy(&given))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, spelling: Spelling) -> String {
        let mut out = Vec::new();
        let mut terminal = Terminal::new(&mut out, spelling);
        // Byte by byte, as buffers may cut a character anywhere.
        text.bytes().for_each(|byte| assert!(matches!(terminal.write(&[byte]), Ok(1))));
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn what_could_steer_a_terminal_is_spelt_out() {
        let text = "宏达,\u{1b}[31m\u{9b}1m,\u{202e}x\u{e0041}\r\n";
        assert_eq!(written(text, Spelling::Braces), "宏达,\\u{1b}[31m\\u{9b}1m,\\u{202e}x\\u{e0041}\\u{d}\n");
        assert_eq!(written("\"\u{7f}\u{e0041}\"\n", Spelling::Json), "\"\\u007f\\udb40\\udc41\"\n");
    }
}
