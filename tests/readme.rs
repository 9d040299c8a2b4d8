//! Runs the README: every `console` block, one after the other, in one folder that holds a copy of `examples/`.
//!
//! A line that starts with `$ ` is a command, and the lines up to the next one are what it prints: standard output, then
//! standard error. `[..]` is any characters within a line, a line `...` any number of lines. A last line
//! `[exit status: N]` states a code other than 0.

use std::fmt::Write as _;
use std::fs;

use crate::command_line::{CommandLine, join_continued};
use crate::golden::{runs_on, sha256};
use crate::outside;
use crate::runner::{Workdir, files, repository};
use crate::transcript::{Expected, compare, lines};

/// The beginnings of the commands that no test runs: what they do lies outside the program or needs a network.
const NOT_RUN: &[&str] =
    &[".ci/run", "cargo bench", "cargo build", "cargo fuzz", "cargo install", "cargo test", "cd", "git clone", "ls"];

/// A command of a console block, and what stands below it.
struct Step {
    line: usize,
    command: String,
    expected: Vec<String>,
}

/// Returns the steps of all console blocks of `text`; the error says what is no session.
fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut block: Vec<(usize, &str)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        match (fence, line.trim_start().strip_prefix("```")) {
            (None, Some(language)) => fence = Some(language.trim()),
            (Some(language), Some(_)) => {
                if language == "console" {
                    steps.extend(block_steps(&block)?);
                }
                block.clear();
                fence = None;
            }
            (Some("console"), None) => block.push((number, line)),
            (Some(_), None) if line.starts_with("$ ") => {
                return Err(format!("README.md:{number}: a session stands in a block that is not `console`"));
            }
            (_, None) => {}
        }
    }
    match fence {
        Some(_) => Err("README.md: the last block is not closed".to_owned()),
        None if steps.is_empty() => Err("README.md: holds no console block".to_owned()),
        None => Ok(steps),
    }
}

fn block_steps(block: &[(usize, &str)]) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = block.iter().peekable();
    while let Some(&(number, line)) = rest.next() {
        if let Some(command) = line.strip_prefix("$ ") {
            let mut parts = vec![command];
            while parts[parts.len() - 1].ends_with('\\') {
                let Some(&&(_, next)) = rest.peek() else {
                    break;
                };
                parts.push(next);
                rest.next();
            }
            steps.push(Step {
                line: number,
                command: join_continued(parts.into_iter()).join(" "),
                expected: Vec::new(),
            });
        } else if let Some(step) = steps.last_mut() {
            step.expected.push(line.trim_end().to_owned());
        } else {
            return Err(format!("README.md:{number}: a console block begins with `$ `"));
        }
    }
    Ok(steps)
}

/// Tells whether `command` is one of those that no test runs.
fn is_not_run(command: &str) -> bool {
    NOT_RUN.iter().any(|start| command.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Runs a command and returns what a person sees, and the exit code.
fn run(command: &str, workdir: &Workdir) -> Result<(String, i32), String> {
    let mut command = CommandLine::parse(command)?;
    if command.words.starts_with(&["cargo".to_owned(), "run".to_owned()]) {
        let dashes = command.words.iter().position(|word| word == "--");
        let dashes = dashes.ok_or("`cargo run` is given its arguments after `--`")?;
        command.words.splice(..=dashes, ["bijia".to_owned()]);
    }
    if command.program() == "bijia" {
        let run = workdir.run(&command);
        let seen = [run.stdout, run.stderr].concat();
        return Ok((String::from_utf8_lossy(&seen).into_owned(), run.status));
    }
    let read = |name: &str| fs::read(workdir.path().join(name)).map_err(|error| format!("`{name}`: {error}"));
    let mut seen = String::new();
    let mut status = 0;
    let arguments: Vec<&str> = command.arguments().iter().map(String::as_str).collect();
    match (command.program(), arguments.as_slice()) {
        ("cat", names) => {
            for name in names {
                seen += &String::from_utf8_lossy(&read(name)?);
            }
        }
        ("head", ["-n", count, name]) => {
            let count: usize = count.parse().map_err(|error| format!("`{count}`: {error}"))?;
            let text = read(name)?;
            seen.extend(String::from_utf8_lossy(&text).split_inclusive('\n').take(count));
        }
        ("sha256sum", names) => {
            for name in names {
                let _ = writeln!(seen, "{}  {name}", sha256(&read(name)?));
            }
        }
        (program, arguments) if outside::KNOWN.contains(&program) => {
            let input = command.input.as_deref().map_or(Ok(Vec::new()), read)?;
            (seen, status) = outside::run(program, arguments, &input, workdir.path());
        }
        (program, _) => {
            return Err(format!("`{program}` is neither run by this test nor named in `NOT_RUN`"));
        }
    }
    match command.output {
        Some(name) => workdir.write(&name, std::mem::take(&mut seen).as_bytes()),
        None if command.input.is_some() && !outside::KNOWN.contains(&command.program()) => {
            return Err("only a program that is really run may be given a file with `<`".to_owned());
        }
        None => {}
    }
    Ok((seen, status))
}

/// Runs one step and says what is not as the README has it.
fn check(step: &Step, workdir: &Workdir) -> Result<(), String> {
    if is_not_run(&step.command) {
        return Ok(());
    }
    let program = step.command.split(' ').next().unwrap_or_default();
    if outside::KNOWN.contains(&program) && !outside::has(program, &format!("README.md: $ {}", step.command)) {
        return Ok(());
    }
    let at = format!("README.md:{}: $ {}", step.line, step.command);
    let (mut seen, status) = run(&step.command, workdir).map_err(|error| format!("{at}\n  {error}\n"))?;
    seen.truncate(seen.trim_end().len());
    if status != 0 {
        let _ = write!(seen, "\n[exit status: {status}]");
    }
    // White space at the end of a line cannot be seen in a README, and editors remove it.
    let seen: Vec<&str> = lines(seen.trim_start_matches('\n')).into_iter().map(str::trim_end).collect();
    let written = step.expected.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let expected: Vec<Expected<'_>> = step.expected[..written]
        .iter()
        .map(|line| if line == "..." { Expected::AnyLines } else { Expected::Line(line) })
        .collect();
    let comparison = compare(&expected, &seen);
    if comparison.agrees() { Ok(()) } else { Err(format!("{at}\n{}", comparison.diff())) }
}

/// Returns the README and a folder in which it can be run.
fn readme() -> (String, Workdir) {
    let workdir = Workdir::new();
    workdir.copy(&repository().join("examples"), "examples");
    let path = repository().join("README.md");
    (fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())), workdir)
}

#[test]
fn every_session_of_the_readme_runs_as_shown() {
    let (text, workdir) = readme();
    let steps = steps(&text).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(steps.iter().any(|step| !is_not_run(&step.command)), "README.md: no session is run");
    let faults: Vec<String> = steps.iter().filter_map(|step| check(step, &workdir).err()).collect();
    assert!(
        faults.is_empty(),
        "{} of {} commands differ (`-` stands in the README, `+` is printed):\n\n{}",
        faults.len(),
        steps.len(),
        faults.join("\n"),
    );
}

#[test]
fn every_example_is_run() {
    let (text, _) = readme();
    let commands: Vec<CommandLine> = steps(&text)
        .unwrap_or_default()
        .iter()
        .filter(|step| !is_not_run(&step.command))
        .filter_map(|step| CommandLine::parse(&step.command).ok())
        .collect();
    let unused: Vec<String> = files(&repository().join("examples"))
        .into_keys()
        .filter(|name| name.rsplit_once('.').is_none_or(|(_, extension)| extension != "md"))
        .map(|name| format!("examples/{name}"))
        .filter(|name| {
            let named = |command: &CommandLine| command.words.contains(name) || command.input.as_ref() == Some(name);
            !commands.iter().any(named) && !runs_on(name)
        })
        .collect();
    assert!(unused.is_empty(), "neither the README nor a golden case runs {}", unused.join(", "));
}

/// Runs the console block `block` and returns the faults.
fn faults_of(block: &str) -> Vec<String> {
    let workdir = Workdir::new();
    workdir.write("two", b"1\n2\n");
    let steps = steps(&format!("```console\n{block}\n```\n")).unwrap();
    steps.iter().filter_map(|step| check(step, &workdir).err()).collect()
}

#[test]
fn a_session_that_is_true_is_taken() {
    for block in [
        "$ bijia --version\nbijia [..]",
        "$ cargo run --locked --release -- \\\n    --version\n...\n\n$ cargo test --locked\n...",
        "$ bijia --no-such-option\nerror: [..]\n...\n[exit status: 2]",
        "$ bijia --version > who\n$ cat who\nbijia [..]\n$ head -n 1 two\n1\n",
        // printf '1\n2\n' | sha256sum
        "$ sha256sum two\na6e2b7a040683432de03a18fd8a1939a2fdf82585b364bfc874bdd4095c4cae1  two",
    ] {
        assert_eq!(faults_of(block), Vec::<String>::new(), "{block}");
    }
}

#[test]
fn a_session_that_is_false_is_refused() {
    for block in [
        "$ bijia --version",
        "$ bijia --version\nbijia [..]\nmore",
        "$ bijia --version\nbijia [..]\n[exit status: 1]",
        "$ bijia --no-such-option\n...\nnothing like it",
        "$ cat three",
        "$ head -n 1 two\n1\n2",
        "$ rm two",
        "$ cargo run --version",
        "$ bijia --version | head",
    ] {
        assert_eq!(faults_of(block).len(), 1, "{block}");
    }
}

#[test]
fn a_readme_without_a_session_is_refused() {
    for text in ["", "```console\n```\n", "```console\n$ bijia\n", "```console\nbijia\n```\n", "```sh\n$ bijia\n```\n"]
    {
        assert!(steps(text).is_err(), "{text:?} was taken");
    }
}
