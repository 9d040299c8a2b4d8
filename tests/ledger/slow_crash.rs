//! What a ledger survives: killed processes, many writers, batches given again, and media that do not write.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bijia::ledger::{Access, Award, Ledger, LedgerState};

use crate::support::Workdir;

/// Runs `bijia` in a folder.
fn bijia<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bijia"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

/// How many awards there are to receive goods for; an award has few receipts, as it has in an office.
const AWARDS: usize = 400;

/// A folder with a ledger that has awards of a million pieces each at 1.00, to be received piece by piece.
fn shop() -> Workdir {
    let workdir = Workdir::new();
    let mut sheet = String::from("item,vendor,unit_price,quantity\n");
    for item in 0..AWARDS {
        writeln!(sheet, "nail {item:03},Hongda,1,1000000\nnail {item:03},Meijia,2,1000000").unwrap();
    }
    workdir.write("q.csv", sheet.as_bytes());
    let folder = workdir.path();
    let compared = bijia(folder, &["compare", "q.csv", "--as-of", "2026-11-22", "--output", "r.json"]);
    assert_eq!(compared.status.code(), Some(0), "{}", said(&compared));
    let awarded = bijia(folder, &["award", "r.json", "--by", "Wang", "--on", "2026-11-22"]);
    assert_eq!(awarded.status.code(), Some(0), "{}", said(&awarded));
    workdir
}

/// The command that receives one piece under a number of its own, for an award that follows from that number.
fn receipt(reference: &str) -> Vec<String> {
    let digits = reference.bytes().filter(u8::is_ascii_digit);
    let award = 2 + digits.fold(0, |sum, digit| (sum * 10 + usize::from(digit - b'0')) % AWARDS);
    let award = award.to_string();
    let fixed = ["--paid", "1", "--quantity", "1", "--by", "Zhao", "--on", "2026-11-23", "--reference"];
    ["receive", &award].into_iter().chain(fixed).chain([reference]).map(str::to_owned).collect()
}

fn books(folder: &Path) -> LedgerState<Box<Award>> {
    let ledger = Ledger::open(&folder.join("bijia-ledger.db"), Access::Read, |_| false).unwrap();
    let (head, books) = ledger.check().unwrap();
    assert_eq!(head, ledger.head().unwrap());
    books
}

/// Checks that each of so many receipts is there once, in one chain.
fn all_there(folder: &Path, receipts: usize) {
    let books = books(folder);
    let counted = || books.awards().flat_map(bijia::ledger::AwardState::counted);
    let mut references: Vec<&str> = counted().map(|received| received.what.reference.as_ref().unwrap().raw()).collect();
    references.sort_unstable();
    let count = references.len();
    references.dedup();
    assert_eq!((count, references.len()), (receipts, receipts), "lost or doubled");
    let paid: i128 = counted().map(|received| received.what.paid.unwrap().minor()).sum();
    assert_eq!(paid, 100 * i128::try_from(receipts).unwrap());
}

#[test]
fn killed_writers_lose_and_double_nothing() {
    const KILLS: u32 = 200;
    let workdir = shop();
    let folder = workdir.path();
    let kills = AtomicU32::new(0);
    // Kills are spread over a whole run and a half, as long as one takes on this machine beside three others.
    let start = Instant::now();
    thread::scope(|scope| {
        for writer in 0..4 {
            let probe = format!("{writer}-probe");
            scope.spawn(move || assert_eq!(bijia(folder, &receipt(&probe)).status.code(), Some(0)));
        }
    });
    let spread = u64::try_from(start.elapsed().as_micros()).unwrap() * 3 / 2;
    let start = Instant::now();
    let counts: Vec<usize> = thread::scope(|scope| {
        let writers: Vec<_> = (0..4_u32)
            .map(|writer| {
                let kills = &kills;
                scope.spawn(move || {
                    let mut acknowledged = 0;
                    // A spread of moments that needs no source of chance: multiples of a prime.
                    let mut moment = u64::from(writer) * 1009;
                    let mut spread = spread;
                    while kills.load(Ordering::Relaxed) < KILLS {
                        let reference = format!("{writer}-{acknowledged}");
                        loop {
                            moment = (moment * 7 + 300_007) % spread;
                            let mut child = command(folder, &receipt(&reference))
                                .stdout(Stdio::null())
                                .stderr(Stdio::null())
                                .spawn()
                                .unwrap();
                            thread::sleep(Duration::from_micros(moment));
                            if let Ok(None) = child.try_wait() {
                                child.kill().unwrap();
                            }
                            let status = child.wait().unwrap();
                            // About as many runs end by themselves as are killed, however busy the machine is.
                            let shorter = status.code().is_some();
                            spread = if shorter { spread - spread / 16 } else { spread + spread / 16 }.max(1000);
                            match status.code() {
                                Some(0) => break,
                                None => {
                                    if kills.fetch_add(1, Ordering::Relaxed) >= KILLS {
                                        // The last one is given again without being killed.
                                        assert_eq!(bijia(folder, &receipt(&reference)).status.code(), Some(0));
                                        break;
                                    }
                                }
                                Some(other) => panic!("ended with {other}"),
                            }
                        }
                        acknowledged += 1;
                    }
                    acknowledged
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let total: usize = counts.iter().sum();
    all_there(folder, total + 4);
    println!(
        "{} kills, {total} acknowledged receipts of 4 writers, 0 lost, 0 doubled, {:.1?}",
        kills.into_inner(),
        start.elapsed()
    );
}

#[test]
fn eight_writers_make_one_chain() {
    const EACH: usize = 1000;
    let workdir = shop();
    let folder = workdir.path();
    let start = Instant::now();
    thread::scope(|scope| {
        for writer in 0..8 {
            scope.spawn(move || {
                for number in 0..EACH {
                    let output = bijia(folder, &receipt(&format!("{writer}-{number}")));
                    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
                    assert!(!said(&output).contains("locked"), "{}", said(&output));
                }
            });
        }
    });
    all_there(folder, 8 * EACH);
    println!("8 writers x {EACH}: one chain, {:.0?}", start.elapsed());
}

#[test]
fn a_batch_given_again_changes_nothing() {
    let workdir = Workdir::new();
    let folder = workdir.path();
    let mut batch = String::new();
    for number in 0..40 {
        let sheet = format!(
            "item,vendor,unit_price,quantity,request\nnail,Hongda,{},3,R{number}\nnail,Meijia,9,3,R{number}\n",
            number % 7 + 1
        );
        workdir.write("q.csv", sheet.as_bytes());
        let compared = bijia(folder, &["compare", "q.csv", "--as-of", "2026-11-22", "--format", "json"]);
        batch += std::str::from_utf8(&compared.stdout).unwrap();
    }
    workdir.write("batch.jsonl", batch.as_bytes());
    let award = |ledger: &str| {
        let mut command = command(folder, &["award", "-", "--by", "Wang", "--on", "2026-11-22", "--ledger", ledger]);
        command.stdin(std::fs::File::open(folder.join("batch.jsonl")).unwrap()).output().unwrap()
    };
    let export = |ledger: &str| {
        let ledger = Ledger::open(&folder.join(ledger), Access::Read, |_| false).unwrap();
        let (head, books) = ledger.check::<Box<Award>>().unwrap();
        let awards: Vec<_> =
            books.awards().map(|award| (award.seq, award.purchase, award.award.bought.chosen.total)).collect();
        (head.unwrap().seq, awards)
    };
    for (ledger, times) in [("once.db", 1), ("twice.db", 2), ("ten.db", 10)] {
        for _ in 0..times {
            let output = award(ledger);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        }
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(award("four.db").status.code(), Some(0)));
        }
    });
    let once = export("once.db");
    assert_eq!(once.0.get(), 41);
    for ledger in ["twice.db", "ten.db", "four.db"] {
        assert_eq!(export(ledger), once, "{ledger}");
    }
}

fn count(folder: &Path) -> usize {
    books(folder).awards().map(|award| award.receipts.len()).sum()
}

#[test]
fn what_cannot_be_written_says_so_and_leaves_nothing_behind() {
    let workdir = shop();
    let folder = workdir.path();
    let before = count(folder);
    let full = |arguments: &[String]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        command(folder, arguments).stdout(full).stderr(Stdio::piped()).output().unwrap()
    };
    // The report fails, the entry is there: the message says so, and the same again is no second entry.
    let unreported = full(&receipt("full"));
    assert_eq!(unreported.status.code(), Some(4));
    assert!(said(&unreported).contains("recorded as #402, but"), "{}", said(&unreported));
    assert_eq!(count(folder), before + 1);
    assert!(said(&bijia(folder, &receipt("full"))).contains("already recorded as #402"));
    for arguments in [["ledger", "export"], ["ledger", "head"], ["ledger", "check"], ["verify", "r.json"]] {
        assert_eq!(full(&arguments.map(str::to_owned)).status.code(), Some(4), "{arguments:?}");
    }
    let files = || crate::support::entries(folder);
    let there = files();
    for (arguments, code, words) in [
        (&["award", "r.json", "--by", "W", "--ledger", "no/such/folder.db"][..], 4, "ledger `no/such/folder.db`"),
        (&["ledger", "head", "--ledger", "none.db"], 4, "there is no ledger `none.db`"),
        (&["ledger", "export", "--output", "no/such.jsonl"], 4, "could not write `no/such.jsonl`"),
        (&["ledger", "export", "--output", "/dev/full"], 4, "could not write `/dev/full`"),
        (&["ledger", "backup", "r.json"], 4, "could not write `r.json`"),
        (&["ledger", "check", "--ledger", "q.csv"], 4, "is not a ledger"),
        (&["award", "q.csv", "--by", "W"], 3, "not JSON"),
        (&["approve", "0", "--by", "W"], 2, "the number of an entry"),
        (&["approve", "2", "--by", " "], 2, "expected some text"),
        (&["approve", "999", "--by", "W"], 1, "#999 is not an award"),
    ] {
        let output = bijia(folder, arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
        assert_eq!(files(), there, "{arguments:?}");
    }
    // A limit on the size of files stops the database in the middle of a transaction.
    let limited = Command::new("sh")
        .args(["-c", "ulimit -f 8; exec \"$0\" receive 2 --paid 1 --quantity 1 --by Z --reference limit --note \"$(head -c 90000 /dev/zero | tr '\\0' x)\""])
        .arg(env!("CARGO_BIN_EXE_bijia"))
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(4), "{}", said(&limited));
    assert!(said(&limited).contains("ledger `bijia-ledger.db`"), "{}", said(&limited));
    assert_eq!(count(folder), before + 1);
    assert!(said(&bijia(folder, &receipt("after"))).contains("recorded #403"));
}
