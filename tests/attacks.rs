//! Names that attack whoever reads them, in every output: nothing of them is live.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Command, Output};

use bijia::read::is_risky;
use bijia::value::untrusted::is_unsafe_to_show;

use crate::support::Workdir;

/// What a spreadsheet, a page, a terminal or a Markdown reader could act on.
const PAYLOADS: &[&str] = &[
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|'/c calc'!A0",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "=IMPORTXML(\"http://evil.example\",\"//a\")",
    "=WEBSERVICE(\"http://evil.example\")",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''",
    "|calc",
    "%0A=1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</style><script>x</script>",
    "</title><b>",
    "<!--",
    "--><i>",
    "]]>",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;",
    "&#x3c;b&#x3e;",
    "javascript:alert(1)",
    "http://evil.example/a",
    "www.evil.example",
    "<http://evil.example>",
    "[x](http://evil.example)",
    "![x](http://evil.example/p.png)",
    "`x` **b** _i_ ~~s~~",
    "# h",
    "| a | b |",
    "@someone",
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\u{7f}\u{8}\u{8}",
    "pay\u{202e}oof",
    "a\u{2066}b\u{2069}",
    "Hong\u{200b}da",
    "a\u{feff}b",
    "soft\u{ad}hyphen",
    "line\u{2028}break",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "%s%n",
];

/// Ways in which a payload stands in a name.
const FRAMES: [&str; 4] = ["{}", " {}", "{} x", "x {}"];

/// Two hundred names, each another one.
fn names() -> Vec<String> {
    let framed = PAYLOADS.iter().flat_map(|payload| FRAMES.map(|frame| frame.replace("{}", payload)));
    let names: Vec<String> = framed.enumerate().map(|(number, name)| format!("{name}{number}")).collect();
    assert_eq!(names.len(), 200);
    names
}

/// A sheet in which each name is an item, a vendor, a department and a category; or one of plain names of that shape.
fn sheet(names: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["item", "vendor", "unit_price", "quantity", "budget", "department", "category", "period", "remark"];
    writer.write_record(header).unwrap();
    for name in names {
        for (vendor, price) in [(name.as_str(), "9.5"), ("Meijia", "10")] {
            writer.write_record([name, vendor, price, "3", "30", name, name, name, name]).unwrap();
        }
    }
    writer.into_inner().unwrap()
}

/// Everything that the commands print about a sheet, by format.
fn outputs(names: &[String], buyer: &str) -> Vec<(String, String)> {
    let workdir = Workdir::new();
    workdir.write("q.csv", &sheet(names));
    let run = |arguments: &[&str]| -> Output {
        let output =
            Command::new(env!("CARGO_BIN_EXE_bijia")).args(arguments).current_dir(workdir.path()).output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    };
    let mut found = Vec::new();
    let mut keep = |format: &str, command: &str, output: &Output| {
        found.push((format.to_owned(), String::from_utf8(output.stdout.clone()).unwrap()));
        // What goes to people beside an answer is for a terminal always.
        let mut said = String::from_utf8(output.stderr.clone()).unwrap();
        let _ = write!(said, "{command}");
        found.push(("text".to_owned(), said));
    };
    for format in ["table", "csv", "markdown", "html", "json", "jsonl"] {
        for detail in [&[][..], &["--detail"][..]] {
            let arguments = [&["compare", "q.csv", "--as-of", "2026-11-22", "--format", format][..], detail].concat();
            keep(format, "compare", &run(&arguments));
        }
    }
    run(&["compare", "q.csv", "--as-of", "2026-11-22", "--output", "r.json"]);
    for format in ["table", "csv", "markdown", "html", "json"] {
        keep(format, "negotiate", &run(&["negotiate", "r.json", "--format", format]));
    }
    for format in ["table", "markdown", "html"] {
        keep(format, "letter", &run(&["negotiate", "r.json", "--letter", "Meijia", "--target", "--format", format]));
    }
    let choice = format!("{}=Meijia", names[0]);
    let awarded =
        run(&["award", "r.json", "--by", buyer, "--on", "2026-11-22", "--choose", &choice, "--reason", buyer]);
    keep("text", "award", &awarded);
    keep("text", "refused", &run(&["award", "r.json", "--by", buyer, "--choose", &format!("{}=Oak", names[1])]));
    keep(
        "text",
        "received",
        &run(&["receive", "2", "--paid", "1", "--by", buyer, "--note", buyer, "--reference", buyer]),
    );
    for command in [
        &["savings", "--by", "department,vendor,buyer,item"][..],
        &["budget"],
        &["followup", "r.json", "--as-of", "2026-12-31"],
        &["vendors"],
    ] {
        for format in ["table", "csv", "markdown", "html", "json"] {
            keep(format, command[0], &run(&[command, &["--format", format]].concat()));
        }
    }
    found
}

/// The elements and attributes that a page has.
fn elements(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap());
    tags.flat_map(|tag| {
        let mut outside = String::new();
        let mut quoted = false;
        for letter in tag.chars() {
            quoted ^= letter == '"';
            if !quoted {
                outside.push(letter);
            }
        }
        let words: Vec<String> = outside.split_whitespace().map(|word| word.trim_end_matches('"').to_owned()).collect();
        words
    })
    .collect()
}

#[test]
fn nothing_of_a_hostile_name_is_live_in_any_output() {
    let plain: Vec<String> =
        (0..200).map(|number| format!("plain, with/a-rather-long_word.without(any)space {number}")).collect();
    let pages = outputs(&plain, "Wang");
    let known: BTreeSet<String> =
        pages.iter().filter(|(format, _)| format == "html").flat_map(|(_, page)| elements(page)).collect();
    assert!(known.contains("table") && !known.contains("script"));
    for (format, text) in outputs(&names(), "=cmd|'/c calc'!A0 \u{1b}[31m\u{202e}<b>[x](y)") {
        match format.as_str() {
            "table" | "text" | "markdown" | "html" => {
                let live = text.chars().find(|letter| *letter != '\n' && is_unsafe_to_show(*letter));
                assert_eq!(live, None, "{format}");
                if format == "html" {
                    let other: Vec<String> = elements(&text).difference(&known).cloned().collect();
                    assert_eq!(other, Vec::<String>::new());
                } else if format == "markdown" {
                    // What is escaped is only text.
                    let live = text.replace("\\]", "").replace("<!-- -->", "");
                    assert!(!live.contains("](") && !live.contains('<'), "{format}");
                    assert!(!text.contains("http://") && !text.contains("www."), "{format}");
                }
            }
            "csv" => {
                let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
                let cells = reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
                for cell in cells.filter(|cell| is_risky(cell)) {
                    assert!(cell.starts_with('\'') || bijia::value::money::Money::parse(&cell).is_some(), "{cell}");
                }
            }
            // JSON carries text as it is; its own syntax is all that may be live in it.
            _ => text.lines().for_each(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
                assert!(!line.chars().any(|letter| letter < ' '));
            }),
        }
    }
}
