//! Records of delimited text: the csv crate splits, and what it would pass in silence is checked here.
//!
//! The crate passes stray quotes and NUL, and its count of lines is off in files with CR or blank lines.

use csv::{Reader, ReaderBuilder, StringRecord};
use memchr::{memchr, memmem};

use crate::read::fault::FaultKind;

/// The most bytes of a field; longer ones are a lost quote rather than a name or a number.
pub(crate) const MAX_FIELD: usize = 1 << 20;

/// A line longer than this many bytes may have too many cells to be split: each cell takes more memory than its delimiter.
const LONG_LINE: usize = 4 << 20;

/// The most cells of a long line.
const MAX_CELLS: usize = 100_000;

/// Splits a block into records.
pub(crate) struct Records<'b> {
    block: &'b [u8],
    reader: Reader<&'b [u8]>,
    /// Where in the block the reader began.
    base: usize,
    delimiter: u8,
    /// Where the next record starts, line ends before it included; not counted in a regular block.
    at: usize,
    /// The physical line at `at`, from 1.
    line: u32,
    has_quotes: bool,
    has_nul: bool,
    /// Whether every record is one line and there are no blank lines.
    is_regular: bool,
    faults: Vec<(usize, FaultKind)>,
}

/// Why a block cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotUtf8;

impl<'b> Records<'b> {
    /// Starts at the beginning of a block.
    pub(crate) fn new(block: &'b [u8], delimiter: u8) -> Self {
        let has_quotes = memchr(b'"', block).is_some();
        let is_blank_line = |pattern: &[u8]| memmem::find(block, pattern).is_some();
        let starts_blank = matches!(block.first(), Some(b'\n' | b'\r'));
        let is_lf = memchr(b'\n', block).is_some();
        let has_lone_cr = || {
            let mut returns = memchr::memchr_iter(b'\r', block);
            returns.any(|at| block.get(at + 1) != Some(&b'\n'))
        };
        let is_odd =
            has_quotes || !is_lf || starts_blank || is_blank_line(b"\n\n") || is_blank_line(b"\n\r") || has_lone_cr();
        let reader = reader(block, delimiter);
        let has_nul = memchr(0, block).is_some();
        Self {
            block,
            reader,
            base: 0,
            delimiter,
            at: 0,
            line: 1,
            has_quotes,
            has_nul,
            is_regular: !is_odd && !has_nul,
            faults: Vec::new(),
        }
    }

    /// Reads the next record that is not a blank line; returns its physical line, counted from the block's first.
    ///
    /// # Errors
    ///
    /// The record is not UTF-8.
    #[inline]
    pub(crate) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u32>, NotUtf8> {
        loop {
            let is_passed = self.block.len() > LONG_LINE && self.pass_overlong(record);
            if !is_passed && !self.reader.read_record(record).map_err(|_| NotUtf8)? {
                return Ok(None);
            }
            let line = if self.is_regular {
                let line = self.line;
                self.line += 1;
                line
            } else {
                self.pass_lines()
            };
            if is_passed {
                self.faults = vec![(0, FaultKind::TooManyColumns { limit: MAX_CELLS })];
            } else if self.has_quotes || self.has_nul || record.as_slice().len() > MAX_FIELD {
                self.check(record);
            }
            if !self.is_regular {
                self.at = self.offset();
            }
            if record.len() == 1 && record[0].trim().is_empty() && self.faults.is_empty() {
                continue;
            }
            return Ok(Some(line));
        }
    }

    /// Passes a line that has too many cells to be split; the record is then an empty one.
    #[cold]
    fn pass_overlong(&mut self, record: &mut StringRecord) -> bool {
        let from = self.offset();
        let rest = &self.block[from..];
        let Some(start) = rest.iter().position(|byte| !matches!(byte, b'\n' | b'\r')) else { return false };
        let length = memchr::memchr2(b'\n', b'\r', &rest[start..]).unwrap_or(rest.len() - start);
        let line = &rest[start..start + length];
        if length <= LONG_LINE || memchr::memchr_iter(self.delimiter, line).count() < MAX_CELLS {
            return false;
        }
        let mut end = from + start + length;
        end += usize::from(self.block[end..].starts_with(b"\r\n")) + usize::from(end < self.block.len());
        self.base = end;
        self.reader = reader(&self.block[end..], self.delimiter);
        *record = StringRecord::from(vec![""]);
        true
    }

    /// Takes what is wrong with the fields of the last record, by their index.
    #[inline]
    pub(crate) fn take_faults(&mut self) -> Vec<(usize, FaultKind)> {
        std::mem::take(&mut self.faults)
    }

    #[cold]
    fn check(&mut self, record: &StringRecord) {
        self.faults.clear();
        let raw = &self.block[self.at..self.offset()];
        if self.has_quotes && raw.contains(&b'"') {
            self.faults = stray_quotes(raw, self.delimiter);
        }
        let fields = || record.iter().enumerate();
        if self.has_nul {
            self.faults
                .extend(fields().filter(|(_, text)| text.contains('\0')).map(|(field, _)| (field, FaultKind::Nul)));
        }
        let long = fields().filter(|(_, text)| text.len() > MAX_FIELD);
        self.faults
            .extend(long.map(|(field, text)| (field, FaultKind::FieldTooLong { bytes: text.len(), limit: MAX_FIELD })));
        self.faults.sort_by_key(|(field, _)| *field);
    }

    /// Returns the offset in the block behind the last record.
    pub(crate) fn offset(&self) -> usize {
        self.base + usize::try_from(self.reader.position().byte()).expect("a block lies in memory")
    }

    /// Returns the count of line ends in the block, once all records are read.
    pub(crate) fn lines(&self) -> u32 {
        self.line - 1 + if self.is_regular { 0 } else { line_ends(self.block, self.at, self.block.len()) }
    }

    /// Counts the lines up to and within the last record; returns the line that it starts in.
    fn pass_lines(&mut self) -> u32 {
        let end = self.offset();
        let lines = &mut self.line;
        let from = self.at;
        let blank = self.block[from..end].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let line = *lines + line_ends(self.block, from, from + blank);
        *lines = line + line_ends(self.block, from + blank, end);
        line
    }
}

fn reader(block: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(block)
}

/// Counts the line ends in a range of a block: LF, CR LF, or CR alone.
pub(crate) fn line_ends(block: &[u8], from: usize, to: usize) -> u32 {
    let ends = (from..to).filter(|at| match block[*at] {
        b'\n' => true,
        b'\r' => block.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).expect("a sheet has fewer than 2^32 lines")
}

/// Finds the quotes of a record that the grammar of RFC 4180 does not allow: inside a field, or with text behind the
/// closing one. Spaces behind a closing quote do no harm.
fn stray_quotes(raw: &[u8], delimiter: u8) -> Vec<(usize, FaultKind)> {
    let mut faults = Vec::new();
    let mut at = raw.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut field = 0;
    loop {
        let is_quoted = raw.get(at) == Some(&b'"');
        if is_quoted {
            at += 1;
            let is_closed = loop {
                match (raw.get(at), raw.get(at + 1)) {
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break true,
                    (Some(_), _) => at += 1,
                    (None, _) => break false,
                }
            };
            if !is_closed {
                faults.push((field, FaultKind::UnclosedQuote));
                return faults;
            }
            at += 1;
        } else if raw.get(at).is_none() {
            return faults;
        }
        let rest = raw[at..].iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
        let end = rest.map_or(raw.len(), |rest| at + rest);
        let behind = &raw[at..end];
        let is_stray = if is_quoted {
            // What stands behind a closing quote.
            !std::str::from_utf8(behind).is_ok_and(|text| text.trim().is_empty())
        } else {
            behind.contains(&b'"')
        };
        if is_stray {
            faults.push((field, FaultKind::StrayQuote));
        }
        if raw.get(end) != Some(&delimiter) {
            return faults;
        }
        at = end + 1;
        field += 1;
        if at == raw.len() {
            return faults;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_too_many_cells_is_passed_and_the_rows_behind_it_are_read() {
        for end in ["\n", "\r\n", "\r"] {
            let long = ",".repeat(LONG_LINE + 1);
            let block = format!("a,b{end}{long}{end}c,d{end}{end}e,f{end}");
            let mut records = Records::new(block.as_bytes(), b',');
            let mut record = StringRecord::new();
            let mut found = Vec::new();
            while let Ok(Some(line)) = records.next(&mut record) {
                found.push((line, record[0].to_owned(), records.take_faults().len()));
            }
            let expected = [(1, "a", 0), (2, "", 1), (3, "c", 0), (5, "e", 0)];
            assert_eq!(found, expected.map(|(line, text, faults)| (line, text.to_owned(), faults)), "{end:?}");
            assert_eq!((records.lines(), records.offset()), (5, block.len()), "{end:?}");
        }
        // A long text in one cell is no such line.
        let text = format!("a,{}\n", "x".repeat(LONG_LINE));
        let mut records = Records::new(text.as_bytes(), b',');
        let mut record = StringRecord::new();
        assert_eq!((records.next(&mut record).is_ok(), record.len()), (true, 2));
    }

    fn read(text: &str) -> Vec<(u32, Vec<String>, usize)> {
        let mut records = Records::new(text.as_bytes(), b',');
        let mut record = StringRecord::new();
        let mut found = Vec::new();
        while let Some(line) = records.next(&mut record).unwrap() {
            found.push((line, record.iter().map(str::to_owned).collect(), records.take_faults().len()));
        }
        found
    }

    #[test]
    fn lines_are_counted_over_quoted_breaks_blank_lines_and_every_line_end() {
        let lines = |text| read(text).into_iter().map(|(line, ..)| line).collect::<Vec<_>>();
        assert_eq!(lines("a\r\n\r\n\"x\r\ny\"\r\nb\n\n\nc\rd"), [1, 3, 5, 8, 9]);
        assert_eq!(lines("a\rb\r\rc"), [1, 2, 4]);
        assert_eq!(lines("\n \na\n\r\nb\n"), [3, 5]);
        assert_eq!(lines("a\r\nb\r\nc"), [1, 2, 3]);
        for (text, count) in [("a\r\n\r\nb\rc\n", 4), ("a\nb\n", 2), ("a\nb\n\n", 3), ("\"a\nb\"\n", 2)] {
            let mut records = Records::new(text.as_bytes(), b',');
            while records.next(&mut StringRecord::new()).unwrap().is_some() {}
            assert_eq!(records.lines(), count, "{text:?}");
        }
    }

    #[test]
    fn quotes_that_do_not_pair_up_and_nul_are_faults() {
        for text in [
            "a\"b,c\n",
            "\"a\"b,c\n",
            "\"a,c\n",
            "a\0,b\n",
            "\"\0\",b\n",
            "a\0\0\0b,c\n",
            "a\"\"\"b,c\n",
            "x,\"",
            "\"",
            " \"a\",b\n",
        ] {
            assert_eq!(read(text)[0].2, 1, "{text:?}");
        }
        for text in ["\"a\" ,b\n", "\"a\",\"b\"\"\"\r\n", "\"a\",\"\"", "\"\n\"\n", "a,\"b\"\n\"c\",d"] {
            assert!(read(text).iter().all(|(_, _, faults)| *faults == 0), "{text:?}");
        }
        assert_eq!(
            read("a\nb\0\nc\n").iter().map(|(line, _, faults)| (*line, *faults)).collect::<Vec<_>>(),
            [(1, 0), (2, 1), (3, 0)]
        );
    }
}
