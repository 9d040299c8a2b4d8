//! Imports go downwards only.

use std::fs;

use crate::support::{entries, repository};

/// A module may name itself and those before it.
const ORDER: [&str; 9] = ["value", "policy", "rule", "read", "document", "ledger", "summary", "report", "cli"];

#[test]
fn modules_import_only_from_those_before_them() {
    let mut folders = vec![repository().join("src")];
    let mut wrong = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(repository().join("src")).unwrap().to_str().unwrap();
            let module = name.split('/').next().unwrap();
            let Some(place) = ORDER.iter().position(|known| *known == module) else {
                assert!(["lib.rs", "main.rs"].contains(&name), "`{module}` has no place in the order");
                continue;
            };
            // Tests, in a file of their own or last in one, may build upon anything.
            if name.ends_with("/tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for rest in line.split("crate::").skip(1) {
                    let other = rest.split(|letter: char| !letter.is_ascii_lowercase()).next().unwrap();
                    if !ORDER[..=place].contains(&other) {
                        wrong.push(format!("src/{name}:{}: `{module}` must not name `crate::{other}`", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
