//! Runs the README and every case below `tests/cases/` in a shell, and compares what is printed with what is written there.
//!
//! A case is a Markdown file with one behaviour, named for it. A fence with a language and a name makes that file. In a
//! `console` fence each line that starts with `$ ` is a command; below it stand standard output, standard error and, if it
//! is not 0, the exit status. `[..]` stands for any characters, a line `...` for any lines up to one like the next; `[ID]` and `[VARIES]` are written
//! for a ledger's id and for what else is new in each run. `setup.md` runs before each case of its folder.
//!
//! `SNAPSHOTS=overwrite cargo test sessions` writes what is printed into the files: review the diff.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data, Redactions};

use crate::support::{entries, has, repository};

/// Returns `document` with what its commands print when they run in `folder`.
fn run(document: &str, folder: &Path) -> String {
    let mut text = String::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        let _ = writeln!(text, "{line}");
        let Some(fence) = line.strip_prefix("```") else { continue };
        let mut body = Vec::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            body.push(line);
        }
        if fence == "console" {
            run_block(&body, folder, &mut text);
        } else {
            text.extend(body.iter().flat_map(|line| [*line, "\n"]));
            if let Some((_, name)) = fence.split_once(' ') {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, body.iter().fold(String::new(), |text, line| text + line + "\n")).unwrap();
            }
        }
        text.push_str("```\n");
    }
    text
}

fn run_block(body: &[&str], folder: &Path, text: &mut String) {
    let mut lines = body.iter().peekable();
    while let Some(line) = lines.next() {
        let mut command =
            line.strip_prefix("$ ").unwrap_or_else(|| panic!("`{line}`: no command precedes it")).to_owned();
        while command.ends_with('\\') {
            let _ = write!(command, "\n{}", lines.next().unwrap());
        }
        let _ = writeln!(text, "$ {command}");
        let mut written = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            let _ = writeln!(written, "{line}");
        }
        let program = command.split(' ').next().unwrap();
        if ["python3", "ssh-keygen"].contains(&program) && !has(program, &command) {
            text.push_str(&written);
            continue;
        }
        text.push_str(&printed(&command, folder));
    }
}

/// Runs a command and returns what it prints, without the spaces at the ends of lines that nobody can see in a file.
fn printed(command: &str, folder: &Path) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_bijia")).parent().unwrap().to_path_buf();
    let path = std::env::var_os("PATH").unwrap();
    let output = Command::new("sh")
        .args(["-c", &command.replace("cargo run --locked --release -- ", "bijia ")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::join_paths([bin].into_iter().chain(std::env::split_paths(&path))).unwrap())
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    let all = String::from_utf8_lossy(&all);
    let mut text = all.trim_end().lines().fold(String::new(), |text, line| text + line.trim_end() + "\n");
    if !output.status.success() {
        let _ = writeln!(text, "[exit status: {}]", output.status.code().unwrap());
    }
    text
}

/// Runs the document of a file; returns how it differs from the file.
fn check_file(file: &Path, setup: Option<&Path>) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let examples = folder.path().join("examples");
    for folder in ["zh", "lots"] {
        fs::create_dir_all(examples.join(folder)).unwrap();
    }
    for path in
        ["examples", "examples/zh", "examples/lots"].iter().flat_map(|folder| entries(&repository().join(folder)))
    {
        if path.is_file() {
            let name = path.strip_prefix(repository()).unwrap();
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    if let Some(setup) = setup {
        run(&fs::read_to_string(setup).unwrap(), folder.path());
    }
    let mut redactions = Redactions::new();
    let varies = r#"(?:bijia-head-v1 [^ ]+ [0-9]+ |"(?:at|host|os_user|prev|hash|idem)":")(?<redacted>[^ \n",<\[]+)"#;
    redactions.insert("[VARIES]", Regex::new(varies).unwrap()).unwrap();
    redactions.insert("[ID]", Regex::new(r"(?-u:\b)[0-9a-f]{32}(?-u:\b)").unwrap()).unwrap();
    let actual = run(&fs::read_to_string(file).unwrap(), folder.path());
    let assert = Assert::new().action_env("SNAPSHOTS").normalize_paths(false).redact_with(redactions);
    let expected = Data::read_from(file, Some(DataFormat::Text));
    assert.try_eq(Some(&file.display()), actual.into(), expected).map_err(|error| error.to_string())
}

fn check_folder(command: &str) {
    let folder = repository().join("tests/cases").join(command);
    let setup = Some(folder.join("setup.md")).filter(|path| path.exists());
    let files = entries(&folder);
    let differ: Vec<String> = files
        .iter()
        .filter_map(|file| check_file(file, setup.as_deref().filter(|setup| setup != file)).err())
        .collect();
    assert!(differ.is_empty(), "{} of {} cases differ:\n{}", differ.len(), files.len(), differ.join("\n"));
}

/// One test a folder of cases.
macro_rules! folders {
    ($($name:ident)*) => {
        $(#[test] fn $name() { check_folder(stringify!($name)); })*

        #[test]
        fn every_folder_of_cases_runs() {
            let folders = entries(&repository().join("tests/cases"));
            let found: Vec<_> = folders.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
            assert_eq!(found, [$(stringify!($name)),*]);
        }
    };
}

folders! {
    approve award batch budget check compare cost faults followup formats ledger negotiate policy receive requests savings usage vendors
    verify wide
}

#[test]
fn readme() {
    check_file(&repository().join("README.md"), None).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_example_is_used() {
    let cases = entries(&repository().join("tests/cases"));
    let files: Vec<PathBuf> =
        cases.iter().flat_map(|folder| entries(folder)).chain([repository().join("README.md")]).collect();
    let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let examples = [entries(&repository().join("examples")), entries(&repository().join("examples/zh"))].concat();
    for example in examples.iter().filter(|path| path.is_file()) {
        let name = example.strip_prefix(repository()).unwrap().to_str().unwrap();
        assert!(text.contains(name), "no session uses {name}");
    }
}
