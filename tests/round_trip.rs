//! What is exported as CSV and read again is what it was: ten thousand made-up names and amounts.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::support::Workdir;

const ROWS: usize = 10_000;

/// Pieces that guards, quotes, delimiters, widths and invisible characters meet at.
const PIECES: &[&str] = &[
    "=",
    "+",
    "-",
    "@",
    "'",
    "''",
    "\"",
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\r\n",
    "\\",
    "＝",
    "＋",
    "－",
    "＠",
    "＇",
    "\u{a0}",
    " ",
    "  ",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "宏达",
    "课桌",
    "É",
    "e\u{301}",
    "ｱ",
    "1",
    "0.5",
    "1e5",
    "TRUE",
    "desk",
    "A4",
    "#REF!",
    "\u{1f4e6}",
    "a",
    "Z",
    "/",
    "(",
    ")",
    "%",
    "$",
    "{",
    "}",
    "<",
    "&",
];

/// Numbers that are the same in every run.
fn chance(state: &mut u64, below: usize) -> usize {
    // xorshift64: spread well enough for names.
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state % u64::try_from(below).unwrap()).unwrap()
}

/// Makes a name that is another one than all before, however spellings are folded.
fn name(number: usize, state: &mut u64) -> String {
    let pieces = (0..=chance(state, 5)).map(|_| PIECES[chance(state, PIECES.len())]);
    let name: String = pieces.collect();
    if chance(state, 2) == 0 { format!("{name}x{number}") } else { format!("{name} {number}") }
}

/// Makes an amount of up to six decimals.
fn amount(state: &mut u64, decimals: usize) -> String {
    let whole = chance(state, 1_000_000);
    match chance(state, decimals + 1) {
        0 => whole.to_string(),
        digits => format!("{whole}.{:0digits$}", chance(state, 10_usize.pow(u32::try_from(digits).unwrap()))),
    }
}

/// What a reader makes of a cell: no space around it, and no guard before what it guards.
fn as_read(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(text) if bijia::read::is_risky(text) => text,
        _ => cell,
    }
}

fn compare(workdir: &Workdir, sheet: &str, format: &[&str]) -> Vec<u8> {
    let arguments = [&["compare", sheet, "--as-of", "2026-11-22", "--format"], format].concat();
    let output =
        Command::new(env!("CARGO_BIN_EXE_bijia")).args(&arguments).current_dir(workdir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The names and amounts of a recommendation, whatever file they stood in.
fn essence(json: &[u8]) -> BTreeSet<Vec<String>> {
    let result: Value = serde_json::from_slice(json).unwrap();
    let items = result["items"].as_array().unwrap().iter().map(|item| {
        let quote = &item["quotes"][0];
        let cells = [
            &item["item"],
            &quote["vendor"],
            &quote["unit_price"],
            &item["quantity"],
            &item["budget"],
            &quote["total"],
        ];
        cells.map(|cell| cell.as_str().unwrap().to_owned()).to_vec()
    });
    items.collect()
}

#[test]
fn names_and_amounts_that_are_exported_and_read_again_are_the_same() {
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["item", "vendor", "unit_price", "quantity", "budget"]).unwrap();
    let mut written = BTreeSet::new();
    for number in 0..ROWS {
        let (item, vendor) = (name(number, &mut state), name(number, &mut state));
        let (price, budget) = (amount(&mut state, 6), amount(&mut state, 2));
        let quantity = format!("{}.{}", 1 + chance(&mut state, 999), chance(&mut state, 10));
        writer.write_record([&item, &vendor, &price, &quantity, &budget]).unwrap();
        written.insert([as_read(&item), as_read(&vendor)].map(str::to_owned));
    }
    assert_eq!(written.len(), ROWS);
    let workdir = Workdir::new();
    workdir.write("quotes.csv", &writer.into_inner().unwrap());
    let first = essence(&compare(&workdir, "quotes.csv", &["json"]));
    let names: BTreeSet<[String; 2]> = first.iter().map(|cells| [cells[0].clone(), cells[1].clone()]).collect();
    assert_eq!(names, written);
    let export = compare(&workdir, "quotes.csv", &["csv"]);
    workdir.write("export.csv", &export);
    assert_eq!(essence(&compare(&workdir, "export.csv", &["json"])), first);
    assert!(compare(&workdir, "export.csv", &["csv"]) == export);
}
