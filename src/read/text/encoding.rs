//! Bytes to text, never with a replacement character.
//!
//! A byte-order mark decides, then UTF-8 if the whole file is, then what the user says. Without that an encoding is taken
//! only where known headers stand in the file under it and under no other.

use super::dialect::known_foreign;
use crate::policy::Policy;
use crate::read::fault::{FaultKind, FileKind};
use crate::value::encoding::Encoding;
use crate::value::untrusted::Untrusted;

/// What files that are not text begin with.
const OTHERS: &[(&[u8], FileKind)] = &[
    (b"PK\x03\x04", FileKind::Zip),
    (b"\xd0\xcf\x11\xe0", FileKind::OldWorkbook),
    (b"%PDF", FileKind::Pdf),
    (b"\x1f\x8b", FileKind::Gzip),
];

/// The encodings that a file in neither UTF-8 nor UTF-16 is tried in.
const CANDIDATES: [Encoding; 4] = [Encoding::Gb18030, Encoding::Big5, Encoding::ShiftJis, Encoding::Windows1252];

/// The bytes that Windows-1252 leaves open.
const OPEN_1252: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// How many characters of a line are shown in each encoding, and how many of them before the first that is not ASCII.
const SHOWN: usize = 40;
const BEFORE: usize = 10;

/// Takes the beginning of a file as UTF-8, without its byte-order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, FaultKind> {
    if let Some(found) = not_text(bytes) {
        return Err(FaultKind::NotText(found));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Err(FaultKind::NotText(FileKind::Utf16(encoding)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Makes the fault of a byte that is not UTF-8, where nobody tried to read it as something else.
pub(crate) const fn not_utf8(offset: usize) -> FaultKind {
    FaultKind::NotUtf8 { offset, readings: Vec::new() }
}

fn not_text(bytes: &[u8]) -> Option<FileKind> {
    let found = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, found)| *found);
    // A workbook behind a password is in a file of the same kind as an old one, as a part of this name in UTF-16.
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|letter| [letter, 0]).collect();
    let is_encrypted = || memchr::memmem::find(bytes, &name).is_some();
    match found {
        Some(FileKind::OldWorkbook) if is_encrypted() => Some(FileKind::Encrypted),
        None if is_markup(bytes) => Some(FileKind::Markup),
        found => found,
    }
}

/// Says whether bytes begin as a zip archive does, which a workbook is.
#[cfg(feature = "xlsx")]
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    not_text(bytes) == Some(FileKind::Zip)
}

/// Says whether a file is a web page or XML: other programs write such files under the name of a workbook.
fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts = [&b"<?xml"[..], b"<html", b"<!doctype", b"<table", b"<meta", b"<head"];
    starts.iter().any(|start| bytes.get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start)))
}

/// Knows UTF-16 without its mark by the NUL in every second byte of plain letters.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(Encoding::Utf16Be),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(Encoding::Utf16Le),
        _ => None,
    }
}

/// Why a file is not decoded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecodable {
    pub(crate) kind: FaultKind,
    /// What stands before the first byte that cannot be decoded; it shows the row.
    pub(crate) before: String,
}

/// Decodes a whole file that is not UTF-8; `None` where it is, or where it is no text at all.
pub(crate) fn decode_whole(
    bytes: &[u8],
    declared: Option<Encoding>,
    policy: &Policy,
) -> Result<Option<(Encoding, String)>, Undecodable> {
    let marked = [(b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];
    if let Some((_, encoding)) = marked.into_iter().find(|(mark, _)| bytes.starts_with(*mark)) {
        return decode_as(bytes, encoding).map(|text| Some((encoding, text)));
    }
    if not_text(bytes).is_some() {
        return Ok(None);
    }
    let declared_utf16 = declared.filter(|encoding| matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be));
    if let Some(found) = unmarked_utf16(bytes)
        && declared_utf16 != Some(found)
    {
        return Ok(None);
    }
    let offset = match std::str::from_utf8(bytes) {
        Ok(_) if declared_utf16.is_none() || unmarked_utf16(bytes).is_none() => return Ok(None),
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    match declared {
        Some(Encoding::Utf8) => Err(fault_at(bytes, offset, not_utf8(offset))),
        Some(encoding) => decode_as(bytes, encoding).map(|text| Some((encoding, text))),
        None => detect(bytes, offset, policy).map(Some),
    }
}

/// Decodes a file in neither UTF-8 nor UTF-16 of which nobody says how it is written.
fn detect(bytes: &[u8], offset: usize, policy: &Policy) -> Result<(Encoding, String), Undecodable> {
    let tried = CANDIDATES.iter().filter_map(|encoding| Some((*encoding, decode_as(bytes, *encoding).ok()?)));
    let mut tried: Vec<(Encoding, String)> = tried.filter(|(_, text)| !text.contains(is_private)).collect();
    let mut known = (0..tried.len()).filter(|at| known_foreign(&tried[*at].1, policy));
    if let (Some(only), None) = (known.next(), known.next()) {
        return Ok(tried.swap_remove(only));
    }
    let line = line_of(bytes, offset);
    let readings =
        tried.iter().filter_map(|(encoding, _)| Some((*encoding, excerpt(&decode_as(line, *encoding).ok()?))));
    let kind = FaultKind::NotUtf8 { offset, readings: readings.collect() };
    Err(fault_at(bytes, offset, kind))
}

/// Says whether a character has no meaning of its own, so that text with it was written in another encoding.
fn is_private(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

fn fault_at(bytes: &[u8], offset: usize, kind: FaultKind) -> Undecodable {
    let before = std::str::from_utf8(&bytes[..offset]).expect("it is UTF-8 up to there").to_owned();
    Undecodable { kind, before }
}

/// Returns the line that a byte is in. No encoding that is tried has a line end inside a character.
fn line_of(bytes: &[u8], offset: usize) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = bytes[..offset].iter().rposition(is_end).map_or(0, |at| at + 1);
    let end = bytes[offset..].iter().position(is_end).map_or(bytes.len(), |at| offset + at);
    &bytes[start..end]
}

/// Cuts a line down to what lets people judge an encoding.
fn excerpt(line: &str) -> Untrusted {
    let first = line.chars().position(|character| !character.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(BEFORE);
    let shown: String = line.chars().skip(from).take(SHOWN).collect();
    let (start, end) = (if from > 0 { "…" } else { "" }, if line.chars().count() > from + SHOWN { "…" } else { "" });
    Untrusted::new(&format!("{start}{shown}{end}"))
}

/// Decodes bytes of which every one must have a meaning.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Result<String, Undecodable> {
    let decoder = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Big5 => encoding_rs::BIG5,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let mut decoder = decoder.new_decoder_without_bom_handling();
    let open = bytes.iter().position(|byte| encoding == Encoding::Windows1252 && OPEN_1252.contains(byte));
    let meant = &bytes[..open.unwrap_or(bytes.len())];
    let longest = decoder.max_utf8_buffer_length_without_replacement(meant.len());
    let mut text = String::with_capacity(longest.expect("a file in memory is far from the limits of memory"));
    let (result, read) = decoder.decode_to_string_without_replacement(meant, &mut text, true);
    let offset = match result {
        encoding_rs::DecoderResult::InputEmpty => open,
        encoding_rs::DecoderResult::Malformed(bad, behind) => Some(read - usize::from(bad) - usize::from(behind)),
        encoding_rs::DecoderResult::OutputFull => unreachable!("there is room for the longest text"),
    };
    match offset {
        None => Ok(text),
        Some(offset) => Err(Undecodable { kind: FaultKind::Undecodable { encoding, offset }, before: text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8], declared: Option<Encoding>) -> Result<Option<(Encoding, String)>, Undecodable> {
        decode_whole(bytes, declared, &Policy::default())
    }

    fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        let (bytes, _, has_lost) = encoding.encode(text);
        assert!(!has_lost, "{text}");
        bytes.into_owned()
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_8_is_taken_as_it_is() {
        assert_eq!(decode("\u{feff}品名".as_bytes()), Ok("品名"));
        assert_eq!(decode(b"ab\xb9\xe3"), Err(not_utf8(2)));
        assert_eq!(decode(b"i\0t\0e\0m\0"), Err(FaultKind::NotText(FileKind::Utf16(Encoding::Utf16Le))));
        assert_eq!(decode(b"\0i\0t\0e\0m"), Err(FaultKind::NotText(FileKind::Utf16(Encoding::Utf16Be))));
        assert_eq!(decode(b"a\0,b"), Ok("a\0,b"));
        assert!(matches!(decode(b"PK\x03\x04"), Err(FaultKind::NotText(_))));
        for declared in Encoding::ALL.iter().map(|encoding| Some(*encoding)).chain([None]) {
            assert_eq!(whole("品名,宏达".as_bytes(), declared), Ok(None), "{declared:?}");
            assert_eq!(whole(b"PK\x03\x04\xff", declared), Ok(None), "{declared:?}");
            assert_eq!(whole(b"", declared), Ok(None), "{declared:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_decides_over_what_is_declared() {
        let text = "\u{feff}品名,供应商\n桌子,😀\n";
        for (encoding, bytes) in
            [(Encoding::Utf16Le, utf16(text, u16::to_le_bytes)), (Encoding::Utf16Be, utf16(text, u16::to_be_bytes))]
        {
            for declared in [None, Some(Encoding::Gb18030)] {
                assert_eq!(whole(&bytes, declared), Ok(Some((encoding, text.to_owned()))));
            }
            let unmarked = &bytes[2..];
            assert_eq!(whole(unmarked, Some(encoding)).unwrap().unwrap().1, text[3..]);
        }
        assert_eq!(whole(b"i\0t\0", Some(Encoding::Utf16Le)).unwrap().unwrap().1, "it");
        assert_eq!(whole(b"i\0t\0", Some(Encoding::Gb18030)), Ok(None), "it is refused as what it is");
    }

    #[test]
    fn every_declared_encoding_decodes_its_own_bytes() {
        for (encoding, own, text) in [
            (Encoding::Gb18030, encoding_rs::GB18030, "品名,供应商,单价\n€桌,𠀀宏达,1\n"),
            (Encoding::Big5, encoding_rs::BIG5, "品名,供應商,單價\n許功蓋,宏達,1\n"),
            (Encoding::ShiftJis, encoding_rs::SHIFT_JIS, "品名,業者,単価\nﾃｰﾌﾞﾙ,表示,1\n"),
            (Encoding::Windows1252, encoding_rs::WINDOWS_1252, "item,vendor,price\nTür,Müller,€1\n"),
        ] {
            let bytes = encoded(text, own);
            assert_eq!(whole(&bytes, Some(encoding)), Ok(Some((encoding, text.to_owned()))));
            let fault = whole(&bytes, Some(Encoding::Utf8)).unwrap_err().kind;
            assert!(matches!(fault, FaultKind::NotUtf8 { .. }), "{fault:?}");
        }
    }

    #[test]
    fn bytes_without_a_meaning_are_faults_with_what_stands_before_them() {
        let gbk = |text: &str| encoded(text, encoding_rs::GB18030);
        for (bytes, encoding, offset, before) in [
            ([gbk("品名\n桌"), b"\xff,x".to_vec()].concat(), Encoding::Gb18030, 7, "品名\n桌"),
            ([gbk("品名\n"), b"\xb9".to_vec()].concat(), Encoding::Gb18030, 5, "品名\n"),
            (b"a\nT\xfcr\x81".to_vec(), Encoding::Windows1252, 5, "a\nTür"),
            (b"\xff\xfea\0\x00\xd8b\0".to_vec(), Encoding::Utf16Le, 4, "\u{feff}a"),
            (b"\xfe\xff\0a\0".to_vec(), Encoding::Utf16Be, 4, "\u{feff}a"),
        ] {
            let kind = FaultKind::Undecodable { encoding, offset };
            assert_eq!(whole(&bytes, Some(encoding)), Err(Undecodable { kind, before: before.to_owned() }));
        }
    }

    #[test]
    fn an_encoding_is_detected_only_by_headers_that_are_known_under_it_alone() {
        for text in
            ["品名,供应商,单价\n桌子,宏达,1\n", "报价单\n\nitem\t供应商\t单价\n", "item;vendor;单价（元）\n桌;Ü;1\n"]
        {
            let bytes = encoded(text, encoding_rs::GB18030);
            assert_eq!(whole(&bytes, None), Ok(Some((Encoding::Gb18030, text.to_owned()))));
        }
        let text = "品名,廠商,單價\n許功蓋,宏達,1\n";
        let bytes = encoded(text, encoding_rs::BIG5);
        assert_eq!(whole(&bytes, None), Ok(Some((Encoding::Big5, text.to_owned()))));
        for (own, text) in [
            (encoding_rs::BIG5, "item,vendor,unit_price\n桌,宏達,1\n"),
            (encoding_rs::GB18030, "item,vendor,unit_price\n桌,宏达,1\n"),
            (encoding_rs::GB18030, "物,人,钱\n桌,宏达,1\n"),
            (encoding_rs::WINDOWS_1252, "item,vendor,unit_price\nTür,Müller,1\n"),
        ] {
            let fault = whole(&encoded(text, own), None).unwrap_err().kind;
            let FaultKind::NotUtf8 { readings, .. } = fault else { panic!("{fault:?}") };
            assert!(!readings.is_empty(), "{text}");
        }
    }

    #[test]
    fn lines_are_cut_to_where_the_encoding_shows() {
        let long = format!("{}宏达{}", "a".repeat(30), "b".repeat(50));
        assert_eq!(excerpt(&long).raw(), format!("…{}宏达{}…", "a".repeat(10), "b".repeat(28)));
        assert_eq!(excerpt("a,宏达").raw(), "a,宏达");
        assert_eq!(line_of(b"ab\r\ncd\xffe\rf", 6), b"cd\xffe");
        assert_eq!(line_of(b"\xff", 0), b"\xff");
    }
}
