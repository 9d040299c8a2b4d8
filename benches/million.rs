//! The whole command on a million rows, as a ratio to a plain pass of the csv crate over the same file in the same run.
//!
//! `cargo bench --bench million`. Cases: 100,000 items of about ten quotes with the rows shuffled; one item with 100,000
//! quotes. Each command runs three times in turn with the pass; the medians are compared.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark measures, prints and may stop at the first surprise"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command.
const RUNS: usize = 3;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let million = folder.path().join("million.csv");
    std::fs::write(&million, quotes(1_000_000, 100_000)).unwrap();
    println!("1,000,000 rows, 100,000 items");
    for (name, options) in [
        ("compare --format csv", &["--format", "csv"][..]),
        ("compare --format csv --detail", &["--format", "csv", "--detail"][..]),
        ("compare --format csv --tolerance 3", &["--format", "csv", "--tolerance", "3"][..]),
        ("compare --format json", &["--format", "json"][..]),
    ] {
        measure(name, options, &million);
    }
    let mut last = None;
    for rows in [10_000, 100_000] {
        let one = folder.path().join(format!("one-{rows}.csv"));
        std::fs::write(&one, quotes(rows, 1)).unwrap();
        println!("one item, {rows} quotes");
        let time = measure(
            "compare --format csv --detail --tolerance 3",
            &["--format", "csv", "--detail", "--tolerance", "3"],
            &one,
        );
        if let Some(before) = last.replace(time) {
            println!("  ten times the quotes take {:.1} times as long", ratio(time, before));
        }
    }
}

/// Times a command in turn with the pass; prints and returns its median.
fn measure(name: &str, options: &[&str], file: &Path) -> Duration {
    let mut passes = Vec::new();
    let mut commands = Vec::new();
    for _ in 0..RUNS {
        passes.push(timed(|| pass(file)));
        commands.push(timed(|| compare(options, file)));
    }
    let (pass, command) = (median(passes), median(commands));
    println!("  {name}: {command:.2?}, {:.1} csv passes ({pass:.2?})", ratio(command, pass));
    command
}

fn compare(options: &[&str], file: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_bijia"))
        .args(["compare", "--quiet", "--scale", "A,B,C", "--as-of", "2026-11-22"])
        .args(options)
        .arg(file)
        .stdout(Stdio::null())
        .status();
    assert!(matches!(status.unwrap().code(), Some(0 | 1)));
}

/// One pass of the csv crate: records split, nothing parsed.
fn pass(file: &Path) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        cells += record.len();
    }
    assert!(cells > 0);
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// Makes a sheet; the same one for the same numbers.
fn quotes(rows: u64, items: u64) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: u64| {
        // xorshift64: spread well enough for prices.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let base: Vec<(u64, u64)> = (0..items).map(|_| (500 + random(500_000), 1 + random(500))).collect();
    let mut text = String::from("item,vendor,unit_price,quality,service,required_quality,quantity,budget\n");
    for row in 0..rows {
        let item = random(items);
        let (price, quantity) = base[usize::try_from(item).unwrap()];
        let fen = price * (900 + random(400)) / 1000;
        let vendor = if items == 1 { row } else { random(2_000) };
        let quality = ["A", "B", "B", "C"][usize::try_from(random(4)).unwrap()];
        writeln!(
            text,
            "item-{item:07},Vendor {vendor:06},{}.{:02},{quality},{}.{},C,{quantity},{}.00",
            fen / 100,
            fen % 100,
            3 + random(2),
            random(10),
            price * quantity / 87
        )
        .unwrap();
    }
    text
}
