//! Records of delimited text: the grammar of RFC 4180, strictly, with every line end that sheets have.
//!
//! Its own splitter, since libraries pass stray quotes and NUL in silence and lose count of lines in files with CR
//! or blank lines.

use std::borrow::Cow;

use super::fault::FaultKind;

/// The most bytes of a field; longer ones are a lost quote rather than a name or a number.
pub(crate) const MAX_FIELD: usize = 1 << 20;

/// Splits a text into records, one after another.
#[derive(Debug, Clone)]
pub(crate) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    special: [bool; 256],
    at: usize,
    line: u32,
}

/// Where a record starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    /// The physical line, from 1.
    pub(crate) line: u32,
    /// The offset in the text, in bytes.
    pub(crate) offset: usize,
}

/// The fields of one record; used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    pub(crate) cells: Vec<Cow<'a, str>>,
    /// What is wrong with fields, by their index.
    pub(crate) faults: Vec<(usize, FaultKind)>,
}

impl Fields<'_> {
    /// Notes what is wrong with the field that is being read; once, however often it is met there.
    #[cold]
    fn blame(&mut self, kind: FaultKind) {
        let fault = (self.cells.len(), kind);
        if self.faults.last() != Some(&fault) {
            self.faults.push(fault);
        }
    }
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str, delimiter: u8) -> Self {
        let mut special = [false; 256];
        for byte in [delimiter, b'\n', b'\r', b'"', 0] {
            if let Some(entry) = special.get_mut(usize::from(byte)) {
                *entry = true;
            }
        }
        Self { text, delimiter, special, at: 0, line: 1 }
    }

    /// Starts at the offset of a record, for reading one again; lines are then counted from there.
    pub(crate) fn from_offset(text: &'a str, delimiter: u8, offset: u64) -> Self {
        Self { at: usize::try_from(offset).unwrap_or(usize::MAX), ..Self::new(text, delimiter) }
    }

    /// Splits what is left into parts of about the same size, at most as many as asked for.
    ///
    /// A part ends behind a line feed that no quote is open at; in a text whose quotes do not pair up a part may end
    /// inside a field, and reading it then is a fault. Lines are counted from the start of each part.
    pub(crate) fn parts(&self, count: usize) -> Vec<Self> {
        let bytes = self.text.as_bytes();
        let size = bytes.len().saturating_sub(self.at).div_ceil(count.max(1)).max(1);
        let mut parts = vec![self.clone()];
        let (mut from, mut is_open) = (self.at, false);
        while let Some(aim) = from.checked_add(size).filter(|aim| *aim < bytes.len()) {
            let skipped = bytes.get(from..aim).unwrap_or_default();
            is_open ^= skipped.iter().filter(|byte| **byte == b'"').fold(false, |odd, _| !odd);
            let rest = bytes.get(aim..).unwrap_or_default();
            let end = rest.iter().position(|byte| {
                is_open ^= *byte == b'"';
                *byte == b'\n' && !is_open
            });
            let Some(start) = end.and_then(|end| aim.checked_add(end)?.checked_add(1)) else { break };
            if let Some(last) = parts.last_mut() {
                last.text = self.text.get(..start).unwrap_or(self.text);
            }
            parts.push(Self { at: start, line: 1, ..self.clone() });
            from = start;
        }
        parts
    }

    /// Estimates how many records of so many fields are left from the lines in the first bytes of them; never far too low
    /// for sheets whose rows are alike.
    pub(crate) fn estimate(&self, sample: usize, fields: usize) -> usize {
        let left = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let start = left.get(..sample).unwrap_or(left);
        // A shorter line is blank or a part of a record.
        let records = start.split(|byte| *byte == b'\n').filter(|line| line.len() >= fields).count();
        left.len().div_ceil(start.len().max(1)).saturating_mul(records)
    }

    /// Returns the line that the next record starts in.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    /// Reads the next record that is not a blank line; `None` at the end.
    pub(crate) fn next(&mut self, fields: &mut Fields<'a>) -> Option<Start> {
        loop {
            fields.cells.clear();
            fields.faults.clear();
            let start = Start { line: self.line, offset: self.at };
            if self.at >= self.text.len() {
                return None;
            }
            self.record(fields);
            if let [only] = fields.cells.as_slice()
                && only.trim().is_empty()
                && fields.faults.is_empty()
            {
                continue;
            }
            return Some(start);
        }
    }

    fn record(&mut self, fields: &mut Fields<'a>) {
        loop {
            let cell = if self.peek() == Some(b'"') { self.quoted(fields) } else { self.bare(fields) };
            if cell.len() > MAX_FIELD {
                fields
                    .faults
                    .push((fields.cells.len(), FaultKind::FieldTooLong { bytes: cell.len(), limit: MAX_FIELD }));
            }
            fields.cells.push(cell);
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.skip(1),
                Some(b'\r') => {
                    self.skip(1);
                    if self.peek() == Some(b'\n') {
                        self.skip(1);
                    }
                    break;
                }
                Some(_) => {
                    self.skip(1);
                    break;
                }
                None => return,
            }
        }
        self.line = self.line.saturating_add(1);
    }

    /// Reads a field without quotes, up to the delimiter or the end of the line.
    fn bare(&mut self, fields: &mut Fields<'a>) -> Cow<'a, str> {
        let from = self.at;
        loop {
            self.run();
            match self.peek() {
                Some(b'"') => fields.blame(FaultKind::StrayQuote),
                Some(0) => fields.blame(FaultKind::Nul),
                _ => return Cow::Borrowed(self.text.get(from..self.at).unwrap_or_default()),
            }
            self.skip(1);
        }
    }

    /// Reads a field in quotes; a doubled quote stands for one.
    fn quoted(&mut self, fields: &mut Fields<'a>) -> Cow<'a, str> {
        self.skip(1);
        let mut from = self.at;
        let mut cell = Cow::Borrowed("");
        loop {
            let Some(byte) = self.peek() else {
                fields.blame(FaultKind::UnclosedQuote);
                join(&mut cell, self.text.get(from..self.at).unwrap_or_default());
                return cell;
            };
            match byte {
                b'"' => {
                    join(&mut cell, self.text.get(from..self.at).unwrap_or_default());
                    self.skip(1);
                    from = self.at;
                    if self.peek() != Some(b'"') {
                        break;
                    }
                    self.skip(1);
                }
                b'\n' => {
                    self.line = self.line.saturating_add(1);
                    self.skip(1);
                }
                b'\r' => {
                    self.skip(1);
                    if self.peek() != Some(b'\n') {
                        self.line = self.line.saturating_add(1);
                    }
                }
                0 => {
                    fields.blame(FaultKind::Nul);
                    self.skip(1);
                }
                byte if byte == self.delimiter => self.skip(1),
                _ => self.run(),
            }
        }
        // Spaces behind the closing quote do no harm; anything else there means that the quotes do not pair up.
        let rest = self.bare(&mut Fields::default());
        if !rest.trim().is_empty() {
            fields.blame(FaultKind::StrayQuote);
        }
        cell
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes the bytes that mean nothing to the grammar.
    fn run(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let plain = rest.iter().position(|byte| self.special.get(usize::from(*byte)) == Some(&true));
        self.skip(plain.unwrap_or(rest.len()));
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }
}

/// Appends a piece to a field, without a copy while there is one piece only.
fn join<'a>(cell: &mut Cow<'a, str>, piece: &'a str) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(piece);
    } else {
        cell.to_mut().push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<String>, usize)> {
        let mut records = Records::new(text, b',');
        let mut fields = Fields::default();
        let mut found = Vec::new();
        while let Some(start) = records.next(&mut fields) {
            found.push((start.line, fields.cells.iter().map(ToString::to_string).collect(), fields.faults.len()));
        }
        found
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text).into_iter().map(|(_, cells, _)| cells).collect()
    }

    #[test]
    fn every_line_end_ends_a_record() {
        for text in ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2"] {
            assert_eq!(cells(text), [["a", "b"], ["1", "2"]], "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_over_quoted_breaks_and_blank_lines() {
        let lines: Vec<u32> = read("a\r\n\r\n\"x\r\ny\"\r\nb\n\n\nc\rd").into_iter().map(|(line, ..)| line).collect();
        assert_eq!(lines, [1, 3, 5, 8, 9]);
    }

    #[test]
    fn quotes_hold_delimiters_breaks_and_doubled_quotes() {
        assert_eq!(cells("\"a,b\",\"c\nd\",\"5\"\" pipe\"\"\",\"\"\n"), [["a,b", "c\nd", "5\" pipe\"", ""]]);
    }

    #[test]
    fn quotes_that_do_not_pair_up_and_nul_are_faults() {
        for text in ["a\"b,c\n", "\"a\"b,c\n", "\"a,c\n", "a\0,b\n", "\"\0\",b\n", "a\0\0\0b,c\n", "a\"\"\"b,c\n"] {
            assert_eq!(read(text)[0].2, 1, "{text:?}");
        }
        assert_eq!(read("\"a\" ,b\n")[0].2, 0);
    }

    #[test]
    fn what_is_not_a_fault_splits_as_the_csv_crate_splits_it() {
        let pieces = ["a", ",", "\n", "\r\n", "\"x\"", "\"a,\"\"b\n\"", "宏达", " ", "1.5"];
        // Every text of five pieces: small enough to try them all.
        for code in 0..9_usize.pow(5) {
            let text: String = (0..5).map(|place| pieces[code / 9_usize.pow(place) % 9]).collect();
            // Spaces between a closing quote and the delimiter are kept by the crate and dropped here.
            let spaced = text.contains("\" ");
            if spaced
                || read(&text).iter().any(|(_, _, faults)| *faults > 0)
                || text.split(['\n', '\r']).any(|line| line.trim().is_empty())
            {
                continue;
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            assert_eq!(cells(&text), theirs, "{text:?}");
        }
    }
}
