//! Sources that are not read as they are: decoded whole, or refused.

use std::io::{self, Read as _};

use super::blocks::Blocks;
use super::encoding::{self, Undecodable};
use crate::policy::Policy;
use crate::read::fault::FaultKind;
use crate::read::sheet::row_of;
use crate::value::encoding::Encoding;
use crate::value::source::{Digest, Role, RowRef, Source};

/// A source, ready to be split into records.
#[derive(Debug)]
pub(crate) enum Prepared {
    /// UTF-8, read in blocks as it is.
    AsIs,
    /// The text of a source in another encoding.
    Decoded(Decoded),
    /// A source that cannot be decoded.
    Undecodable { at: RowRef, kind: FaultKind, original: Original },
}

/// The text of a source in another encoding.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) encoding: Encoding,
    pub(crate) text: String,
    pub(crate) original: Original,
}

/// The bytes of a source as they were before they were decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Original {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
}

impl Prepared {
    /// Decodes a source where it is not UTF-8; `number` is its place in the order of reading.
    pub(crate) fn of(source: &Source, number: u32, policy: &Policy) -> io::Result<Self> {
        if !matches!(source.role, Role::Quotes | Role::Request | Role::Budgets) {
            return Ok(Self::AsIs);
        }
        let mut bytes = Vec::new();
        source.reader()?.read_to_end(&mut bytes)?;
        let original = || Original { sha256: Digest::of(&bytes), bytes: bytes.len() as u64 };
        Ok(match encoding::decode_whole(&bytes, source.encoding, policy) {
            Ok(None) => Self::AsIs,
            Ok(Some((encoding, text))) => Self::Decoded(Decoded { encoding, text, original: original() }),
            Err(Undecodable { kind, before }) => {
                let at = row_of(before.as_bytes(), before.len(), number);
                Self::Undecodable { at, kind, original: original() }
            }
        })
    }

    /// Starts to read the text in blocks.
    pub(crate) fn blocks<'s>(&'s self, source: &'s Source, size: usize) -> io::Result<Blocks<'s>> {
        Ok(match self {
            Self::Decoded(decoded) => Blocks::new(Box::new(decoded.text.as_bytes()), size),
            Self::AsIs | Self::Undecodable { .. } => Blocks::new(source.reader()?, size),
        })
    }

    /// Returns the encoding.
    pub(crate) const fn encoding(&self) -> Encoding {
        match self {
            Self::Decoded(decoded) => decoded.encoding,
            Self::AsIs | Self::Undecodable { .. } => Encoding::Utf8,
        }
    }

    /// Returns the bytes that were decoded, for the result; those of the others are counted as they are read.
    pub(crate) const fn original(&self) -> Option<Original> {
        match self {
            Self::Decoded(Decoded { original, .. }) | Self::Undecodable { original, .. } => Some(*original),
            Self::AsIs => None,
        }
    }
}
