//! What the faults of headers say to do: each header of a list has one hint, and none leads to the wrong total.

use bijia::policy::Policy;
use bijia::read::{Options, ReadError, read};
use bijia::report::wording::{Language, fault_hint};
use bijia::rule::edition::Edition;
use bijia::value::column::Column;
use bijia::value::source::{Role, Source};

/// Headers beside `item` and `vendor` a line, and below them the faults, each with its hint.
const HINTS: &str = include_str!("hints.txt");

/// Returns the faults of a sheet with some headers, each as in the list.
fn faults(headers: &str) -> String {
    let headers: Vec<String> = headers.split(" | ").map(|header| format!("\"{header}\"")).collect();
    let sheet = format!("item,vendor,{}\n", headers.join(","));
    let sources = [Source::in_memory("q.csv", Role::Quotes, sheet.into_bytes())];
    let faults = match read(&sources, &Policy::default(), &Options::default()) {
        Ok(_) => return "    no fault\n".to_owned(),
        Err(ReadError::Faults(faults)) => faults,
        Err(error) => panic!("{error}"),
    };
    let kept = faults.files.iter().flat_map(|file| &file.kept);
    let lines: Vec<String> = kept
        .map(|error| {
            let text = error.to_string();
            let text = text.split_once("`: ").map_or(&*text, |(_, text)| text);
            format!("    {text}\n      {}\n", fault_hint(Language::En, error))
        })
        .collect();
    lines.concat()
}

#[test]
fn each_header_has_the_hint_that_the_list_says() {
    let is_fault = |line: &str| line.starts_with("  ") || line.starts_with('#');
    if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
        let comments = HINTS.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n"));
        let lists = HINTS.lines().filter(|line| !is_fault(line));
        let all: Vec<String> = comments.chain(lists.map(|list| format!("{list}\n{}", faults(list)))).collect();
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/headers/hints.txt"), all.concat()).unwrap();
        return;
    }
    let lines: Vec<&str> = HINTS.lines().filter(|line| !line.starts_with('#')).collect();
    for list in lines.chunk_by(|_, next| is_fault(next)) {
        let (headers, expected) = list.split_first().unwrap();
        assert_eq!(faults(headers), expected.join("\n") + "\n", "{headers}");
    }
}

#[test]
fn results_of_the_first_edition_are_read_as_they_were() {
    let sheet = "item,vendor,Unit price ex VAT,quantity,最高限价（元/把）\ndesk,A,5,2,30\n";
    let sources = [Source::in_memory("q.csv", Role::Quotes, sheet.as_bytes().to_vec())];
    let columns = [(Column::UnitPrice, vec!["Unit price ex VAT".to_owned()])].into();
    let policy = Policy { columns, ..Policy::default() };
    let read = |edition| read(&sources, &policy, &Options { edition, ..Options::default() });
    assert!(read(Edition::First).is_ok());
    assert!(matches!(read(Edition::Second), Err(ReadError::Faults(faults)) if faults.total() == 1));
}
