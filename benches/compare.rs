//! `cargo bench` compares bijia with `DuckDB`, Polars and a plain pass of the csv crate; `compare.py` beside this file
//! measures. What needs Rust is here: the sheets, and the pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark may stop at the first surprise"
)]

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::process::{Command, exit};

fn main() {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", rows, items, file] => make(rows.parse().unwrap(), items.parse().unwrap(), file),
        ["pass", file] => pass(file),
        _ => {
            let status = Command::new("python3")
                .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/compare.py"))
                .args(["--bijia", env!("CARGO_BIN_EXE_bijia"), "--helper"])
                .arg(std::env::current_exe().unwrap())
                .args(&arguments)
                .status();
            exit(status.expect("the benchmark needs python3").code().unwrap_or(1));
        }
    }
}

/// One pass of the csv crate: records are split, nothing is parsed.
fn pass(file: &str) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        cells += record.len();
    }
    assert!(cells > 0);
}

/// Writes a sheet with the rows of all items shuffled; the same one for the same numbers.
fn make(rows: u64, items: u64, file: &str) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: u64| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let base: Vec<(u64, u64)> = (0..items).map(|_| (500 + random(500_000), 1 + random(500))).collect();
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(out, "item,vendor,unit_price,quality,service,required_quality,quantity,budget").unwrap();
    for row in 0..rows {
        let item = random(items);
        let (price, quantity) = base[usize::try_from(item).unwrap()];
        let cents = price * (900_000 + random(400_000)) / 1_000_000;
        let vendor = if items == 1 { row } else { random(2_000) };
        let quality = ["A", "B", "B", "C"][usize::try_from(random(4)).unwrap()];
        let required = ["C", "B", "C", "A"][usize::try_from(item % 4).unwrap()];
        writeln!(
            out,
            "item-{item:07},Vendor {vendor:06},{}.{:02},{quality},{}.{},{required},{quantity},{}.00",
            cents / 100,
            cents % 100,
            3 + random(2),
            random(10),
            price * quantity / 87
        )
        .unwrap();
    }
    out.flush().unwrap();
}
