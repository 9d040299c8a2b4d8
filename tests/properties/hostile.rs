//! Whatever the bytes, a reader answers with a value or with faults, and never with a panic.

use bijia::document::json;
use bijia::document::{Document, verify::alone};
use bijia::ledger::{Entry, LedgerState, export, heads};
use bijia::policy::PolicyFile;
use bijia::read::{Options, ReadError, read};
use bijia::report::wording::WORDS;
use bijia::rule::recommendation::recommend;
use bijia::value::source::{Role, Source};
use proptest::prelude::*;

use super::config;
use super::sheet::{FILE, Sheet};
use super::strategies::sheets_with_repeated_vendors;
use crate::ledger::chain::twenty;
use crate::support;

/// A cut, a doubling or another byte at a place, as often as it is long.
type Edits = Vec<(prop::sample::Index, u8, u8)>;

fn edits() -> impl Strategy<Value = Edits> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..6)
}

fn edited(mut bytes: Vec<u8>, edits: &Edits) -> Vec<u8> {
    const TELLING: &[u8] = b"\"'{}[],:;|\n\r\t\0-+.0e9_ \xef\xbb\xbf\xff\\#=";
    for (place, how, byte) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = place.index(bytes.len());
        match how {
            0 => bytes[at] = *byte,
            1 => bytes[at] = TELLING[usize::from(*byte) % TELLING.len()],
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, TELLING[usize::from(*byte) % TELLING.len()]),
        }
    }
    bytes
}

/// Reads a sheet and goes on as far as it leads.
fn compare(bytes: Vec<u8>, policy: &str) {
    let file = PolicyFile::parse(&Source::in_memory(FILE, Role::Policy, policy));
    let policy = bijia::policy::Policy::check(file.unwrap()).unwrap();
    let sheets = [Source::in_memory(FILE, Role::Quotes, bytes)];
    match read(&sheets, &policy, &Options::default()) {
        Err(ReadError::Faults(faults)) => assert!(faults.total() > 0),
        Err(error @ ReadError::Io { .. }) => panic!("{error}"),
        Ok(dataset) => {
            let day = bijia::value::date::Date::parse("2026-11-22").unwrap();
            json::write(&recommend(dataset, policy, day), WORDS, &mut std::io::sink()).unwrap();
        }
    }
}

fn quotes_and_bytes() -> impl Strategy<Value = (Sheet, Edits)> {
    (sheets_with_repeated_vendors(), edits())
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        compare(bytes.clone(), "");
        let _ = PolicyFile::parse(&Source::in_memory("p", Role::Policy, bytes.clone()));
        prop_assert!(Document::parse(&bytes).is_err());
        prop_assert!(export::checked::<()>(&bytes).is_err());
        prop_assert!(Entry::parse(&bytes).is_err());
        let _ = heads(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn an_edited_sheet_or_policy_is_read_or_refused((sheet, edits) in quotes_and_bytes()) {
        compare(edited(sheet.table().text().into_bytes(), &edits), &sheet.policy());
        let policy = edited(sheet.policy().into_bytes(), &edits);
        let _ = PolicyFile::parse(&Source::in_memory("p", Role::Policy, policy));
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn an_edited_recommendation_is_read_or_refused((sheet, edits) in quotes_and_bytes()) {
        let bytes = support::compare_bytes(&[(FILE, &sheet.table().text())], None, &sheet.policy());
        // A sheet whose request stands apart cannot always be read without it.
        if let Ok(document) = Document::parse(&edited(bytes.unwrap_or_default(), &edits)) {
            let _ = alone(&document, WORDS);
        }
    }
}

#[test]
fn an_edited_export_is_refused() {
    let whole = twenty().export();
    let mut runner = proptest::test_runner::TestRunner::new(config(500));
    runner
        .run(&edits(), |edits| {
            let changed = edited(whole.clone(), &edits);
            let checked = export::checked::<()>(&changed).map(|(_, books): (_, LedgerState)| books.awards().count());
            prop_assert_eq!(checked.is_ok(), changed == whole);
            Ok(())
        })
        .unwrap();
}
