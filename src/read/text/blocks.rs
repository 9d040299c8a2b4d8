//! A source as blocks of whole records, each read and hashed once.

use std::io::{self, Read};

use memchr::{memchr, memrchr};
use sha2::{Digest as _, Sha256};

use crate::value::source::Digest;

/// How large a block is, unless a record is larger.
pub(crate) const BLOCK: usize = 1 << 20;

/// How much of a text without a line feed shows that its lines end with CR.
const BEGINNING: usize = 1 << 16;

/// Reads a source in blocks.
pub(crate) struct Blocks<'s> {
    content: Box<dyn Read + Send + 's>,
    hash: Sha256,
    /// Bytes read and hashed so far.
    bytes: u64,
    /// What is read and not yet given out.
    rest: Vec<u8>,
    size: usize,
    is_at_end: bool,
    line_end: Option<u8>,
}

impl<'s> Blocks<'s> {
    /// Starts at the beginning of a source.
    pub(crate) fn new(content: Box<dyn Read + Send + 's>, size: usize) -> Self {
        Self { content, hash: Sha256::new(), bytes: 0, rest: Vec::new(), size, is_at_end: false, line_end: None }
    }

    /// Puts the next block into a buffer; `false` at the end.
    ///
    /// A block ends behind a line end that no quote is open at. In a text whose quotes do not pair up it may end inside a
    /// field: the first such quote is a fault of the block that it stands in, and the text is then read as one block.
    pub(crate) fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        block.append(&mut self.rest);
        let mut size = self.size;
        loop {
            self.fill(block, size)?;
            if self.is_at_end {
                return Ok(!block.is_empty());
            }
            if let Some(end) = self.cut(block) {
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(true);
            }
            size = size.saturating_mul(2);
        }
    }

    /// Returns the digest and the count of all bytes.
    pub(crate) fn finish(mut self) -> io::Result<(Digest, u64)> {
        let mut rest = Vec::new();
        while !self.is_at_end {
            rest.clear();
            self.fill(&mut rest, BLOCK)?;
        }
        Ok((Digest::from(<[u8; 32]>::from(self.hash.finalize())), self.bytes))
    }

    fn fill(&mut self, block: &mut Vec<u8>, size: usize) -> io::Result<()> {
        if let Some(wanted) = size.checked_sub(block.len()).filter(|_| !self.is_at_end) {
            let from = block.len();
            let wanted = u64::try_from(wanted).unwrap_or(u64::MAX);
            let read = self.content.by_ref().take(wanted).read_to_end(block)?;
            self.hash.update(&block[from..]);
            self.bytes += read as u64;
            self.is_at_end = (read as u64) < wanted;
        }
        Ok(())
    }

    /// Finds the end of the last whole record of a block.
    fn cut(&mut self, block: &[u8]) -> Option<usize> {
        if self.line_end.is_none() {
            // A text of CR alone has no line feed at its beginning.
            self.line_end = match memchr(b'\n', block) {
                Some(_) => Some(b'\n'),
                None if block.len() >= BEGINNING => Some(b'\r'),
                None => None,
            };
        }
        let line_end = self.line_end?;
        let end = if memchr(b'"', block).is_none() {
            memrchr(line_end, block)?
        } else {
            let mut is_open = false;
            let mut last = None;
            for at in memchr::memchr2_iter(b'"', line_end, block) {
                if block[at] == b'"' {
                    is_open = !is_open;
                } else if !is_open {
                    last = Some(at);
                }
            }
            last?
        };
        // A CR at the very end may be the first half of a line end.
        if end + 1 == block.len() && line_end == b'\r' { None } else { Some(end + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, size: usize) -> Vec<String> {
        let mut blocks = Blocks::new(Box::new(text.as_bytes()), size);
        let (mut block, mut found) = (Vec::new(), Vec::new());
        while blocks.next(&mut block).unwrap() {
            found.push(String::from_utf8(block.clone()).unwrap());
        }
        let (digest, bytes) = blocks.finish().unwrap();
        assert_eq!((digest, bytes), (Digest::of(text.as_bytes()), text.len() as u64));
        found
    }

    #[test]
    fn blocks_are_whole_records_and_together_the_text() {
        let text = "a,b\n\"x\ny\",1\n\"p \"\"q\"\"\n\",2\nc,3\n宏达,4";
        for size in 1..40 {
            let found = blocks(text, size);
            assert_eq!(found.concat(), text);
            for block in &found[..found.len() - 1] {
                assert!(block.ends_with('\n') && block.matches('"').count() % 2 == 0, "{size} {block:?}");
            }
        }
        assert!(blocks(text, 4).len() > 3);
        assert_eq!(blocks("a\rb\r\nc\r", 2).concat(), "a\rb\r\nc\r");
        assert_eq!(blocks("", 4), Vec::<String>::new());
    }
}
