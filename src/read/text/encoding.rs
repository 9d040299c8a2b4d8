//! Bytes to text: UTF-8 only, with or without a byte order mark, never a replacement character.

use crate::read::fault::{FaultKind, FileKind};

/// The name of the encoding, as results state it.
pub(crate) const NAME: &str = "utf-8";

/// What other files begin with.
const OTHERS: &[(&[u8], FileKind)] = &[
    (b"\xff\xfe", FileKind::Utf16),
    (b"\xfe\xff", FileKind::Utf16),
    (b"PK\x03\x04", FileKind::Zip),
    (b"\xd0\xcf\x11\xe0", FileKind::OldWorkbook),
    (b"%PDF", FileKind::Pdf),
    (b"\x1f\x8b", FileKind::Gzip),
];

/// Decodes a whole file; the fault has the offset of the first bad byte.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, FaultKind> {
    if let Some((_, found)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(FaultKind::NotText(*found));
    }
    // Without its mark UTF-16 is known by the NUL in every second byte of plain letters.
    if matches!(bytes, [0, a, 0, b, ..] | [a, 0, b, 0, ..] if *a != 0 && *b != 0) {
        return Err(FaultKind::NotText(FileKind::Utf16));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| FaultKind::NotUtf8 { offset: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utf_8_is_decoded() {
        assert_eq!(decode("\u{feff}品名".as_bytes()), Ok("品名"));
        assert_eq!(decode(b"ab\xb9\xe3"), Err(FaultKind::NotUtf8 { offset: 2 }));
        assert!(matches!(decode(b"\xff\xfei\0"), Err(FaultKind::NotText(_))));
        assert!(matches!(decode(b"i\0t\0e\0m\0"), Err(FaultKind::NotText(_))));
        assert!(matches!(decode(b"\0i\0t\0e\0m"), Err(FaultKind::NotText(_))));
        assert_eq!(decode(b"a\0,b"), Ok("a\0,b"));
        assert!(matches!(decode(b"PK\x03\x04"), Err(FaultKind::NotText(_))));
    }
}
