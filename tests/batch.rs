//! Many folders in one run: each line is that of its folder, in order, and whatever their number little is held at once.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{self, Workdir};

/// Makes folders of which each seventh has a fault and each fifth an item that nobody can decide.
fn folders(count: usize) -> Workdir {
    let workdir = Workdir::new();
    for number in 0..count {
        fs::create_dir_all(workdir.path().join(format!("q/{number:05}"))).unwrap();
        workdir.write(&format!("q/{number:05}/quotes.csv"), sheet(number).as_bytes());
    }
    workdir
}

fn sheet(number: usize) -> String {
    let price = if number.is_multiple_of(7) { "x".to_owned() } else { format!("{}.5", 10 + number % 90) };
    let other = if number.is_multiple_of(5) { price.clone() } else { "200".to_owned() };
    format!("request,item,vendor,unit_price\nR{number},desk,Hongda,{price}\nR{number},desk,Meijia,{other}\n")
}

/// Runs a batch; returns its exit code and its lines.
fn run(workdir: &Workdir) -> (Option<i32>, Vec<u8>) {
    let arguments = ["compare", "--batch", "q", "--format", "jsonl", "--as-of", "2026-11-22", "-q"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_bijia"));
    let output = command.args(arguments).current_dir(workdir.path()).output().unwrap();
    (output.status.code(), output.stdout)
}

fn check(count: usize) {
    let workdir = folders(count);
    let (status, bytes) = run(&workdir);
    assert_eq!(status, Some(3));
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), count);
    for (number, line) in lines.into_iter().enumerate() {
        let value: Value = serde_json::from_slice(line).unwrap();
        assert_eq!([&bijia::document::jcs::bytes(&value).unwrap()[..], b"\n"].concat(), line);
        assert_eq!(value["folder"], format!("{number:05}"));
        let expected = match (number % 7, number % 5) {
            (0, _) => (3, "fault"),
            (_, 0) => (1, "done"),
            _ => (0, "done"),
        };
        assert_eq!((value["exit"].as_u64().unwrap(), value["status"].as_str().unwrap()), expected);
        if number < 50 {
            let alone = support::compare(&[("quotes.csv", &sheet(number))], None, "").ok();
            assert_eq!(value["result"]["items"], alone.map_or(Value::Null, |alone| alone["items"].clone()));
        }
    }
    assert_eq!(run(&workdir), (status, bytes));
}

#[test]
fn lines_are_those_of_the_folders_in_their_order() {
    check(60);
}

#[test]
#[cfg(feature = "slow-tests")]
fn ten_thousand_folders_are_compared_in_one_run() {
    check(10_000);
}
