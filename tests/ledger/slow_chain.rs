//! A large ledger, every flipped bit, the verifier that shares no code, and signed heads.

use std::fmt::Write as _;
use std::time::Instant;

use bijia::ledger::{Access, Ledger, export};

use super::chain::{line_of, names, twenty};
use super::office::{Office, awards, document, receive};
use crate::support::{self, Workdir, repository};

#[test]
fn every_flipped_bit_of_an_export_is_seen() {
    let bytes = twenty().export();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
    let start = Instant::now();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let said = export::checked::<()>(&changed).expect_err("a flipped bit was not seen").to_string();
            assert!(names(&said, line_of(&bytes, at), lines), "{at}.{bit}: {said}");
        }
    }
    println!("{} flipped bits of an export of 20 entries: all refused, {:.0?}", bytes.len() * 8, start.elapsed());
}

/// One bit of each byte and more; with every bit it takes five times as long.
#[test]
fn flipped_bits_of_the_file_double_nothing_and_change_no_sum() {
    let refused = super::bits::hold((0..).map(|step| step * 5));
    println!("{refused} flipped bits make the ledger unreadable, the others change nothing");
    assert!(refused > 10_000);
}

#[test]
fn the_other_verifier_sees_what_this_one_sees() {
    if !support::has("python3", "the verifier in Python") {
        return;
    }
    let workdir = Workdir::new();
    let office = twenty();
    let bytes = office.export();
    workdir.write("ledger.jsonl", &bytes);
    workdir.write("head.txt", office.head().unwrap().to_string().as_bytes());
    let script = repository().join("examples/verify_ledger.py");
    let script = script.to_str().unwrap();
    let (said, status) = support::run("python3", &[script, "ledger.jsonl", "head.txt"], b"", workdir.path());
    assert_eq!((said.as_str(), status), ("ledger.jsonl: sound, 20 entries, 1 anchors\n", 0));
    let start = Instant::now();
    let mutations = include_str!("mutations.py");
    let (said, status) = support::run("python3", &["-c", mutations, script], b"", workdir.path());
    assert!(status == 0 && said.ends_with("refused, the cut tail by its anchor alone\n"), "{said}");
    println!("the verifier in Python: {} ({:.0?})", said.trim(), start.elapsed());
}

#[test]
fn a_hundred_thousand_entries_are_checked() {
    const ENTRIES: u64 = 100_000;
    const AWARDS: u64 = 2_000;
    let workdir = Workdir::new();
    let path = workdir.path().join("bijia-ledger.db");
    let mut office = Office::new();
    let mut sheet = String::from("item,vendor,unit_price,quality,quantity\n");
    for item in 0..AWARDS {
        writeln!(sheet, "nail {item},Hongda,0.01,B,900000\nnail {item},Meijia,0.02,B,900000").unwrap();
    }
    let sheet = document(&sheet);
    let all = awards(&sheet, "Hongda");
    office.in_one_go("Wang", all.into_iter());
    let rest = AWARDS + 2..=ENTRIES;
    office.in_one_go("Zhao", rest.map(|number| receive(2 + number % AWARDS, "0.01", "1", &format!("INV-{number}"))));
    assert_eq!(office.head().unwrap().seq.get(), ENTRIES);
    office.ledger.copy_to(&path).unwrap();
    let start = Instant::now();
    let (head, _) = Ledger::open(&path, Access::Read, |_| false).unwrap().check::<()>().unwrap();
    assert_eq!(head.unwrap().seq.get(), ENTRIES);
    println!("{ENTRIES} entries checked in this process: {:.1?}", start.elapsed());
    let start = Instant::now();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_bijia"))
        .args(["ledger", "check"])
        .current_dir(workdir.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        // The kernel's own account of the most memory that the process had.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    println!("`ledger check` on {ENTRIES} entries: {:.1?}, {peak} KiB at most", start.elapsed());
}

#[test]
fn a_signed_head_is_verified_with_the_offices_own_keys() {
    if !support::has("ssh-keygen", "signed heads") {
        return;
    }
    let workdir = Workdir::new();
    let office = twenty();
    office.ledger.copy_to(&workdir.path().join("bijia-ledger.db")).unwrap();
    workdir.write("head.txt", format!("{}\n", office.head().unwrap()).as_bytes());
    let keygen = |arguments: &[&str], input: &[u8]| support::run("ssh-keygen", arguments, input, workdir.path());
    assert_eq!(keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "office", "-f", "office"], b"").1, 0);
    assert_eq!(keygen(&["-Y", "sign", "-n", "bijia-ledger-v1", "-f", "office", "head.txt"], b"").1, 0);
    let public = std::fs::read_to_string(workdir.path().join("office.pub")).unwrap();
    workdir.write("allowed_signers", format!("auditor {public}").as_bytes());
    let verify =
        ["-Y", "verify", "-f", "allowed_signers", "-I", "auditor", "-n", "bijia-ledger-v1", "-s", "head.txt.sig"];
    let head = std::fs::read(workdir.path().join("head.txt")).unwrap();
    let (said, status) = keygen(&verify, &head);
    assert!(status == 0 && said.contains("Good"), "{said}");
    let changed = String::from_utf8(head).unwrap().replace(" 20 ", " 19 ");
    assert_ne!(keygen(&verify, changed.as_bytes()).1, 0);
}
