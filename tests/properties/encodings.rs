//! An encoding changes nothing but what is said of the encoding.

use bijia::value::encoding::Encoding;
use bijia::value::source::{Role, Source};
use proptest::prelude::*;

use super::config;
use crate::support;

fn decided(bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<serde_json::Value, Vec<String>> {
    support::decided(Source { encoding, ..Source::in_memory("quotes.csv", Role::Quotes, bytes) })
}

fn sheet(rows: &[(String, String, String)]) -> String {
    let rows = rows.iter().map(|(item, vendor, price)| {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        format!("{},{},{price}\n", quoted(item), quoted(vendor))
    });
    ["物料名称,供应商,单价\n".to_owned()].into_iter().chain(rows).collect()
}

proptest! {
    #![proptest_config(config(400))]

    /// Any text, private and unassigned characters and faults included, where the encoding is said.
    #[test]
    fn gb18030_and_utf_16_decide_as_utf_8(
        rows in proptest::collection::vec(("[桌灯a]{1,2}|\\PC{1,6}|.{1,4}", "[宏达美佳b]{1,3}|\\PC{1,6}", "[1-9]|[1-9]|[1-9]|x"), 1..6),
    ) {
        let text = sheet(&rows);
        let expected = decided(text.clone().into_bytes(), None);
        let (gb18030, _, has_lost) = encoding_rs::GB18030.encode(&text);
        // The encoding has another character at the place of a few.
        if !has_lost && encoding_rs::GB18030.decode(&gb18030).0 == text {
            prop_assert_eq!(&decided(gb18030.into_owned(), Some(Encoding::Gb18030)), &expected);
        }
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
        };
        prop_assert_eq!(&decided(utf16(u16::to_le_bytes), None), &expected);
        prop_assert_eq!(&decided(utf16(u16::to_be_bytes), None), &expected);
    }

    /// Chinese headers show the encoding where nobody says it; a file is never read as another.
    #[test]
    fn an_encoding_that_is_detected_is_the_right_one(
        rows in proptest::collection::vec(("[一-龥]{1,6}", "[一-龥]{1,6}", "[1-9]"), 1..6),
    ) {
        let text = sheet(&rows);
        let expected = decided(text.clone().into_bytes(), None);
        prop_assert_eq!(decided(encoding_rs::GB18030.encode(&text).0.into_owned(), None), expected);
        for other in [encoding_rs::BIG5, encoding_rs::SHIFT_JIS] {
            let text = text.replace("物料名称,供应商,单价", "品名,vendor,unit_price");
            let (bytes, _, has_lost) = other.encode(&text);
            if !has_lost {
                let found = decided(bytes.into_owned(), None);
                prop_assert!(found.is_err() || found == decided(text.into_bytes(), None), "{found:?}");
            }
        }
    }
}
