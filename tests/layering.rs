//! Holds the source against the order of its modules: imports go downwards only, and only the shell touches the world.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use crate::runner::{files, repository};
use crate::rust_source::{first_names, is_identifier, line_number, without_comments_and_literals, words};

/// The most lines a file may have before its tests.
const LONGEST: usize = 300;

/// What the modules of a row may import of each other; rows below are always open.
enum Within {
    /// Each other: together they are one vocabulary.
    Any,
    /// Those named before them.
    Earlier,
    /// Only these pairs, the importing one first.
    Only(&'static [(&'static str, &'static str)]),
}

/// The rows, the lowest first; a new module needs a place here before anything may import it.
const ROWS: &[(&[&str], Within)] = &[
    // Values that know nothing of purchasing.
    (&["money", "source", "date", "untrusted", "currency", "column", "jcs", "stored", "share"], Within::Any),
    // What was quoted, what is wanted and what the buyer decides refer to one another.
    (&["quote", "request", "policy"], Within::Any),
    // The stages, in the order in which the data passes them.
    (&["read", "cost", "gate", "rank"], Within::Earlier),
    (&["recommend"], Within::Earlier),
    // Summaries are made of the ledger's entries and rendered like everything else.
    (
        &["ledger", "savings", "render", "verify"],
        Within::Only(&[("savings", "ledger"), ("render", "savings"), ("render", "ledger"), ("verify", "render")]),
    ),
    // The shell and the crate's root, which name everything.
    (&["cli", "main", "lib"], Within::Any),
];

/// The modules that may touch files, the environment, the process and the command line.
const SHELL: &[&str] = &["cli", "main"];

/// The crates of which the library stays free, and the parts of `std` that only the shell uses.
const SHELL_CRATES: &[&str] = &["clap", "clap_complete", "clap_mangen"];
const SHELL_STD: &[&str] = &["fs", "env", "process"];

/// Nobody prints past the writer that was handed down.
const PRINTING: &[&str] = &["println", "print", "eprintln", "eprint", "dbg"];

/// Returns the row of a module and its place within it.
fn place(module: &str) -> Option<(usize, usize)> {
    ROWS.iter().enumerate().find_map(|(row, (modules, _))| {
        let at = modules.iter().position(|name| *name == module)?;
        Some((row, at))
    })
}

/// Tells whether `module` may name `other`.
fn may_import(module: &str, other: &str) -> bool {
    let (Some((row, at)), Some((other_row, other_at))) = (place(module), place(other)) else {
        return false;
    };
    module == other
        || other_row < row
        || other_row == row
            && match ROWS[row].1 {
                Within::Any => true,
                Within::Earlier => other_at < at,
                Within::Only(pairs) => pairs.contains(&(module, other)),
            }
}

/// Returns every fault of the file `name`, a path below `src/`.
fn faults(name: &str, text: &str) -> BTreeSet<(usize, String)> {
    let mut found = BTreeSet::new();
    let path = name.strip_suffix(".rs").unwrap_or(name);
    let path: Vec<&str> = path.split('/').filter(|part| *part != "mod").collect();
    let module = path[0];
    if place(module).is_none() {
        found.insert((0, format!("module `{module}` has no place in the rows of tests/layering.rs")));
    }
    if path.last() == Some(&"tests") {
        return found;
    }
    let whole = without_comments_and_literals(text);
    let (code, tests) = whole.split_at(start_of_tests(&whole).unwrap_or(whole.len()));
    for (offset, line) in tests.lines().enumerate().skip(1) {
        if line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '}') && !line.starts_with("mod tests") {
            found.insert((
                line_number(&whole, code.len()) + offset,
                "code after the tests, which stand last".to_owned(),
            ));
        }
    }
    let length = code.lines().count();
    if length > LONGEST {
        found.insert((length, format!("{length} lines before the tests, {LONGEST} at most; split it by noun")));
    }
    for (at, other) in imports(code, path.len()) {
        if !may_import(module, other) {
            found.insert((
                line_number(code, at),
                format!("`{module}` may not name `{other}`: imports go downwards only"),
            ));
        }
    }
    for name in PRINTING {
        for at in words(code, name).filter(|at| code[at + name.len()..].starts_with('!')) {
            found.insert((line_number(code, at), format!("`{name}!`: write to the writer that is handed down")));
        }
    }
    if !SHELL.contains(&module) {
        let std = words(code, "std").flat_map(|at| {
            let parts = first_names(&code[at + "std".len()..]);
            parts.into_iter().filter(|part| SHELL_STD.contains(part)).map(move |part| (at, format!("std::{part}")))
        });
        let crates = SHELL_CRATES.iter().flat_map(|name| words(code, name).map(move |at| (at, (*name).to_owned())));
        for (at, what) in std.chain(crates) {
            found.insert((line_number(code, at), format!("`{what}` belongs to the shell, `cli`")));
        }
    }
    found
}

/// Returns where the tests at the foot of a file begin.
fn start_of_tests(code: &str) -> Option<usize> {
    code.match_indices("#[cfg(test)]").map(|(at, _)| at).find(|&at| {
        let mut after = code[at..].lines().skip(1);
        let next = after.find(|line| !line.starts_with('#')).unwrap_or_default();
        next.starts_with("mod tests")
    })
}

/// Returns the modules of the crate that `code` names, and where; `depth` is 1 for a file directly below `src/`.
fn imports(code: &str, depth: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for at in words(code, "crate") {
        found.extend(first_names(&code[at + "crate".len()..]).into_iter().map(|name| (at, name)));
    }
    // Enough `super`s lead to the crate's root as well.
    for at in words(code, "super").filter(|&at| !code[..at].trim_end().ends_with("::")) {
        let mut rest = &code[at..];
        let mut climbed = 0;
        while let Some(after) = rest.strip_prefix("super") {
            climbed += 1;
            match after.trim_start().strip_prefix("::") {
                Some(path) if path.trim_start().starts_with("super") => rest = path.trim_start(),
                _ => {
                    rest = after;
                    break;
                }
            }
        }
        if climbed >= depth {
            let names = first_names(rest).into_iter().filter(|name| place(name).is_some());
            found.extend(names.map(|name| (at, name)));
        }
    }
    found
}

#[test]
fn every_module_keeps_to_its_row() {
    let mut report = String::new();
    let folder = repository().join("src");
    for (name, bytes) in &files(&folder) {
        // The schema of the ledger lies beside its code.
        if name.rsplit_once('.').is_none_or(|(_, extension)| extension != "rs") {
            continue;
        }
        for (line, fault) in faults(name, str::from_utf8(bytes).unwrap()) {
            let _ = writeln!(report, "src/{name}:{line}: {fault}");
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_library_declares_no_module_of_the_shell() {
    let text = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let code = without_comments_and_literals(&text);
    let unknown: Vec<&str> = words(&code, "mod")
        .map(|at| code[at + "mod".len()..].trim_start().split(|c| !is_identifier(c)).next().unwrap_or_default())
        .filter(|module| place(module).is_none_or(|(row, _)| row + 1 == ROWS.len()))
        .collect();
    assert!(unknown.is_empty(), "src/lib.rs declares what is no module of the library: {unknown:?}");
}

#[test]
fn a_bad_line_is_refused() {
    for (name, line) in [
        ("cost.rs", "use crate::rule::rank::Ranking;"),
        ("money.rs", "use crate::rule::quote::Quote;"),
        ("gate.rs", "use crate::{money::Money, recommend::{Decision}};"),
        ("gate.rs", "use crate::{\n    money::Money,\n    rank as r,\n};"),
        ("gate.rs", "fn f(_: crate::rule::rank::Ranking) {}"),
        ("gate.rs", "use super::rank::Ranking;"),
        ("read/csv.rs", "use super::super::cost::Offer;"),
        ("ledger/mod.rs", "use crate::report::table;"),
        ("ledger/mod.rs", "use crate::summary::Summary;"),
        ("recommend.rs", "use crate::cli::Options;"),
        ("recommend.rs", "use crate::*;"),
        ("recommend.rs", "use crate::Money;"),
        ("helpers.rs", ""),
        ("money.rs", "fn f() { println!(); }"),
        ("cli/mod.rs", "fn f() { eprintln!(); }"),
        ("money.rs", "use std::fs;"),
        ("money.rs", "use std::{fmt, env::args};"),
        ("money.rs", "fn f() { std::process::abort() }"),
        ("lib.rs", "fn f() { std::process::abort() }"),
        ("policy/mod.rs", "#[derive(clap::Args)] struct A;"),
        ("money.rs", "#[cfg(test)]\nmod tests {\n}\nfn late() {}"),
        ("money.rs", &"\n".repeat(LONGEST + 1)),
    ] {
        assert!(!faults(name, line).is_empty(), "src/{name}: `{line}` was taken");
    }
}

#[test]
fn a_good_line_is_taken() {
    for (name, line) in [
        ("rank/window.rs", "use crate::{cost::Offer, money::Money};\nuse super::Ranking;"),
        ("rank/mod.rs", "use crate::rule::rank::window::Window;"),
        ("money.rs", "use crate::value::currency::Currency;"),
        ("savings/mod.rs", "use crate::ledger::Entry;"),
        ("render/savings.rs", "use crate::summary::Summary;"),
        ("cli/mod.rs", "use std::{env, fs};\nuse clap::Parser;\nuse crate::cli::error::CliError;"),
        ("money.rs", "//! [`crate::rule::rank`], not `println!()`.\npub(crate) fn f() -> &str { \"std::fs\" }"),
        (
            "money.rs",
            "#[cfg(test)]\nmod tests {\n    use super::*;\n    use std::fs;\n    use crate::rule::rank::Ranking;\n}",
        ),
        ("rank/tests.rs", "use crate::report::table;"),
        ("money.rs", &"\n".repeat(LONGEST)),
    ] {
        assert_eq!(faults(name, line), BTreeSet::new(), "src/{name}: `{line}`");
    }
}
