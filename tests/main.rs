//! The one integration binary: what it holds the program against is in one module each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, reads files and starts the program"
)]

use std::fs;
use std::path::{Path, PathBuf};

mod attacks;
mod command_line;
mod documents;
mod golden;
mod layering;
mod ledger;
mod oracle;
mod outside;
mod properties;
mod readme;
mod round_trip;
mod runner;
mod rust_source;
mod savings;
mod standard_output;
mod support;
mod transcript;

/// Returns the Rust files in and below `folder` to which no `mod` line leads from the file `root`.
fn undeclared(folder: &Path, root: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(root).unwrap();
    let declared = |path: &Path| {
        let line = format!("mod {};", path.file_stem().unwrap().to_str().unwrap());
        text.lines().any(|found| found.strip_prefix("pub(crate) ").unwrap_or(found) == line)
    };
    let mut found = Vec::new();
    for path in runner::entries(folder) {
        if path.join("Cargo.toml").exists() || path == root {
            // A folder with a manifest is a workspace of its own.
        } else if path.is_dir() {
            let inner = [path.join("mod.rs"), path.with_extension("rs")];
            match inner.iter().find(|file| file.exists()) {
                Some(inner) if declared(&path) => found.extend(undeclared(&path, inner)),
                _ => found.extend(runner::entries(&path).into_iter().filter(|path| is_rust(path))),
            }
        } else if is_rust(&path) && !declared(&path) {
            found.push(path);
        }
    }
    found
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

#[test]
fn every_rust_file_in_tests_is_declared() {
    let folder = runner::repository().join("tests");
    let forgotten = undeclared(&folder, &folder.join("main.rs"));
    assert!(forgotten.is_empty(), "no `mod` line leads to these files, so their tests never run: {forgotten:#?}");
}

#[test]
fn an_undeclared_file_is_found() {
    let workdir = runner::Workdir::new();
    workdir.write("main.rs", b"mod known;\nmod folder;\n");
    workdir.write("known.rs", b"");
    workdir.write("forgotten.rs", b"");
    workdir.write("folder/mod.rs", b"mod inner;\n");
    workdir.write("folder/inner.rs", b"");
    workdir.write("folder/left.rs", b"");
    workdir.write("inputs/stray.rs", b"");
    workdir.write("fuzz/Cargo.toml", b"");
    workdir.write("fuzz/target.rs", b"");
    let mut found = undeclared(workdir.path(), &workdir.path().join("main.rs"));
    found.sort();
    let expected = ["folder/left.rs", "forgotten.rs", "inputs/stray.rs"];
    assert_eq!(found, expected.map(|name| workdir.path().join(name)));
}
