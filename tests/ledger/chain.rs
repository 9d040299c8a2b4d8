//! Whether a change of a ledger is seen, in the database and in an export.

use bijia::ledger::{Entry, LedgerError, LedgerState, export, heads};
use bijia::value::source::Digest;

use super::office::{Office, SHEET, actor, approve, award, document, moment, receive, seq, void};

/// A ledger of twenty entries of every kind.
pub(crate) fn twenty() -> Office {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    office.must("Lin", approve(2));
    office.must("Wang", award(&sheet, "lamp", "Hongda", (None, Some("list price"))));
    office.must("王军", award(&sheet, "paper", "Meijia", (Some("离学校近 \"=1+1\""), None)));
    for number in 0..14 {
        office.must("Zhao", receive(2, "3000.00", "14", &format!("INV-{number}")));
    }
    office.must("Zhao", void(19, "counted twice"));
    assert_eq!(office.head().unwrap().seq, seq(20));
    office
}

fn checked(bytes: &[u8]) -> Result<(), String> {
    export::checked::<()>(bytes).map(|_| ()).map_err(|fault| fault.to_string())
}

/// The number of the line that a byte of an export is in; 0 for the first.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].split(|byte| *byte == b'\n').count() - 1
}

/// Says whether a refusal names the line, or the whole where the first line or an end is wrong.
pub(crate) fn names(said: &str, line: usize, lines: usize) -> bool {
    let digits = said.strip_prefix('#').and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    let named: Option<usize> = digits.and_then(|digits| digits.parse().ok());
    match named {
        Some(seq) => seq == line || seq == line + 1 || line + 1 == lines,
        None => line == 0,
    }
}

#[test]
fn a_whole_ledger_is_sound() {
    let office = twenty();
    let (head, state): (_, LedgerState) = office.ledger.check().unwrap();
    assert_eq!(head, office.head());
    assert_eq!(state.awards().count(), 3);
    let bytes = office.export();
    let (stated, _) = export::checked::<()>(&bytes).unwrap();
    assert_eq!(Some(&stated), head.as_ref());
    assert_eq!(heads(std::str::from_utf8(&bytes).unwrap()), [stated]);
}

#[test]
fn an_entry_is_hashed_as_anyone_can() {
    // (printf 'bijia-entry-v1\n'; printf '%s' "$entry") | sha256sum
    assert_eq!(
        Entry::hash(b"{}").to_string(),
        Digest::of(b"bijia-entry-v1\n{}").to_string(),
        "the hash is that of the domain and the bytes"
    );
    assert_eq!(Entry::hash(b"{}").to_string(), "5bb03e4e88ddffc2b6bb09dac64039806ac58cb88ed4f0f3da0144540b06613c");
}

#[test]
fn a_flipped_bit_of_an_export_is_seen() {
    let bytes = twenty().export();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
    // Each bit in a slow test; here one of each 61 bytes, each in another place of its byte.
    for at in (0..bytes.len()).step_by(61) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let said = checked(&changed).expect_err("a flipped bit was not seen");
        assert!(names(&said, line_of(&bytes, at), lines), "{at}: {said}");
    }
}

#[test]
fn what_is_taken_out_swapped_or_put_in_is_seen() {
    let bytes = twenty().export();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let other = {
        let mut office = Office::new();
        office.must("Li", award(&document(SHEET), "lamp", "Hongda", (None, Some("list price"))));
        office.export()
    };
    let others: Vec<&[u8]> = other.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 1..lines.len() {
        let without = [&lines[..at], &lines[at + 1..]].concat().concat();
        let said = checked(&without).expect_err("a missing entry was not seen");
        // The last one is missed by the first line, which states it.
        assert!(at == lines.len() - 1 || said.starts_with(&format!("#{at}:")), "{at}: {said}");
        let mut swapped = lines.clone();
        swapped.swap(at, (at % (lines.len() - 1)) + 1);
        assert!(checked(&swapped.concat()).is_err(), "{at}");
        let doubled = [&lines[..=at], &lines[at..]].concat().concat();
        assert!(checked(&doubled).unwrap_err().starts_with(&format!("#{}:", at + 1)), "{at}");
        let spliced = [&lines[..at], &others[1..2], &lines[at..]].concat().concat();
        assert!(checked(&spliced).is_err(), "{at}");
    }
    assert!(checked(&bytes[..bytes.len() - 1]).is_err());
    assert!(checked(lines[0]).is_err());
    assert!(checked(b"").is_err());
}

#[test]
fn a_cut_tail_is_seen_by_an_anchor_alone() {
    let office = twenty();
    let anchor = office.head().unwrap();
    let bytes = office.export();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    // Whoever cuts an export writes the first line anew as well: the chain of what is left is whole.
    let last = |line: &[u8]| {
        let text = std::str::from_utf8(line).unwrap();
        let hash = Digest::parse(text.rsplit('"').nth(1).unwrap()).unwrap();
        bijia::ledger::Head { hash, ledger_id: anchor.ledger_id, seq: seq(17) }
    };
    let mut cut = Vec::new();
    export::write_head(&last(lines[17]), &mut cut).unwrap();
    cut.extend(lines[1..=17].concat());
    let (head, _) = export::checked::<()>(&cut).expect("a chain alone does not see a cut tail");
    assert!(head.seq < anchor.seq, "the anchor shows that entries are gone");
}

#[test]
fn a_change_of_the_database_is_refused_or_seen() {
    for (sql, seen) in [
        ("UPDATE entry SET body = replace(body, '3000.00', '3001.00') WHERE seq = 9", "not changed"),
        ("DELETE FROM entry WHERE seq = 20", "not deleted"),
        ("INSERT OR REPLACE INTO entry SELECT 5, body, hash, idem, purchase FROM entry WHERE seq = 6", "only added"),
        ("REPLACE INTO entry SELECT seq, body, hash, idem, purchase FROM entry WHERE seq = 20", "only added"),
        ("INSERT INTO entry VALUES (22, '{}', '', '', NULL)", "only added"),
        ("UPDATE OR REPLACE entry SET seq = 3 WHERE seq = 20", "not changed"),
    ] {
        let (_folder, path) = file();
        let error = rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains(seen), "{sql}: {error}");
        assert!(open(&path).check::<()>().is_ok(), "{sql}");
    }
    let triggers = "DROP TRIGGER entry_is_not_changed; DROP TRIGGER entry_is_not_deleted; DROP TRIGGER entry_is_next;";
    for (sql, seen) in [
        ("", "the tables and triggers are not those"),
        ("UPDATE entry SET body = replace(body, '3000.00', '3001.00') WHERE seq = 9", "#9: its hash is"),
        ("UPDATE entry SET hash = replace(hash, 'a', 'b') WHERE seq = 9", "#9: its hash is"),
        ("UPDATE entry SET idem = 'x' WHERE seq = 9", "#9: the column `idem`"),
        ("UPDATE entry SET purchase = NULL WHERE seq = 9", "#9: the column `purchase`"),
        ("DELETE FROM entry WHERE seq = 9", "#9: it has the number 10"),
        ("DELETE FROM entry WHERE seq = 1", "#1: it has the number 2"),
        ("DELETE FROM entry", "there is no entry"),
        ("UPDATE entry SET seq = 30 WHERE seq = 20", "#20: the column `seq`"),
    ] {
        let (_folder, path) = file();
        let connection = rusqlite::Connection::open(&path).unwrap();
        let made = "SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'";
        let made: String = connection.query_row(made, [], |row| row.get(0)).unwrap();
        connection.execute_batch(&format!("{triggers}{sql}")).unwrap();
        if !sql.is_empty() {
            connection.execute_batch(&made).unwrap();
        }
        let error = open(&path).check::<()>().unwrap_err().to_string();
        assert!(error.starts_with(seen) || error.contains(seen), "{sql}: {error}");
    }
}

#[test]
fn nothing_is_added_behind_an_entry_that_was_changed() {
    let trigger = "CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry\nBEGIN\n    \
                   SELECT raise(ABORT, 'entries of a ledger are not changed');\nEND";
    for (sql, seq) in [
        ("UPDATE entry SET body = replace(body, 'counted', 'c0unted') WHERE seq = 20", 20),
        ("UPDATE entry SET body = replace(body, '3000.00', '3001.00') WHERE seq = 9", 9),
        // Of another purchase.
        ("UPDATE entry SET body = body || ' ' WHERE seq = 3", 3),
    ] {
        let (_folder, path) = file();
        let change = format!("DROP TRIGGER entry_is_not_changed;{sql};{trigger}");
        rusqlite::Connection::open(&path).unwrap().execute_batch(&change).unwrap();
        let mut ledger = bijia::ledger::Ledger::open(&path, bijia::ledger::Access::Append, |_| false).unwrap();
        // The receipt is about the purchase that both entries are about.
        let action = receive(2, "3000.00", "14", "INV-99");
        let added = ledger.write::<_, LedgerError>(
            bijia::ledger::Mode::Commit,
            actor("Zhao"),
            moment(1_000_000),
            |transaction| transaction.record(action.clone()),
        );
        let error = added.unwrap_err().to_string();
        assert!(error.starts_with(&format!("#{seq}: its hash is")), "{error}");
    }
}

#[test]
fn another_file_is_no_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    std::fs::write(&path, "this is no database, but long enough to be taken for one by its size alone").unwrap();
    assert!(matches!(try_open(&path), Err(LedgerError::NotALedger)));
    std::fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(try_open(&path), Err(LedgerError::NotALedger)));
    let (_folder, ledger) = file();
    let later = "PRAGMA user_version = 2";
    rusqlite::Connection::open(&ledger).unwrap().execute_batch(later).unwrap();
    assert!(matches!(try_open(&ledger), Err(LedgerError::LaterVersion { found: 2, .. })));
}

/// The ledger of twenty entries in a file.
fn file() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    twenty().ledger.copy_to(&path).unwrap();
    (folder, path)
}

fn open(path: &std::path::Path) -> bijia::ledger::Ledger {
    try_open(path).unwrap()
}

fn try_open(path: &std::path::Path) -> Result<bijia::ledger::Ledger, LedgerError> {
    bijia::ledger::Ledger::open(path, bijia::ledger::Access::Read, |_| false)
}
