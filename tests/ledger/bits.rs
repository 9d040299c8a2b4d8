//! Bits of a ledger's file that a disk or a person flips: nothing is awarded twice, no sum changes unseen.

use std::fs;
use std::path::Path;

use bijia::ledger::{Access, Action, Award, Head, Judgement, Ledger, LedgerError, LedgerState, Mode};

use super::office::{Office, SHEET, actor, approve, award, document, moment, receive, replacing};

/// The file of a small ledger, in the smallest pages, so that it has few bits.
fn file() -> (tempfile::TempDir, Vec<u8>) {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    office.must("Lin", approve(2));
    office.must("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)));
    office.must("Zhao", receive(4, "40.00", "2", "a"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    office.ledger.copy_to(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
    let bytes = fs::read(&path).unwrap();
    (folder, bytes)
}

/// What every report is made of.
fn sums(path: &Path) -> Result<(Option<Head>, String), LedgerError> {
    let (head, state): (_, LedgerState<Box<Award>>) = Ledger::open(path, Access::Read, |_| false)?.check()?;
    Ok((head, format!("{:?}", state.awards().collect::<Vec<_>>())))
}

/// Records another award of a purchase that is awarded.
fn again(path: &Path, action: &Action) -> Result<Judgement<()>, LedgerError> {
    let mut ledger = Ledger::open(path, Access::Append, |_| false)?;
    ledger.write(Mode::Commit, actor("Wang"), moment(1_000_000), |transaction| {
        Ok(match transaction.record(action.clone())? {
            Judgement::Accepted(_) => Judgement::Accepted(()),
            Judgement::AlreadyRecorded(seq) => Judgement::AlreadyRecorded(seq),
            Judgement::Refused(violation) => Judgement::Refused(violation),
        })
    })
}

/// Flips bits, one after the other, and holds what is read and recorded against the whole file.
pub(super) fn hold(bits: impl Iterator<Item = usize>) -> usize {
    let (folder, bytes) = file();
    let path = folder.path().join("ledger.db");
    let sound = sums(&path).unwrap();
    let action = replacing(&document(SHEET), "paper", "Hongda", (Some("cheaper"), None), None);
    assert!(matches!(again(&path, &action), Ok(Judgement::Refused(_))), "it is awarded");
    let mut refused = 0;
    for bit in bits.take_while(|bit| *bit < 8 * bytes.len()) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &flipped).unwrap();
        match sums(&path) {
            Ok(found) => assert_eq!(found, sound, "bit {bit} changes what is read"),
            Err(_) => refused += 1,
        }
        // Where the mark of a ledger itself is gone, the file is another one.
        assert!(!matches!(again(&path, &action), Ok(Judgement::Accepted(()))), "bit {bit}: awarded twice");
        let _ = fs::remove_file(folder.path().join("ledger.db-journal"));
    }
    refused
}

#[test]
fn a_flipped_bit_of_the_file_doubles_nothing_and_changes_no_sum() {
    let refused = hold((0..).map(|step| step * 331));
    assert!(refused > 100, "{refused} of the bits matter");
}
