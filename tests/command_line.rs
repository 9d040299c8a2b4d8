//! A command line as it stands in a golden case or the README, taken apart without a shell.

/// The characters that mean something to a shell and nothing here; quoted, they are plain text.
const SHELL_ONLY: &str = "|&;$`()*?{}\\";

/// A command with its environment and its two redirections.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CommandLine {
    /// `NAME=value` words before the program.
    pub(crate) environment: Vec<(String, String)>,
    /// The program and its arguments.
    pub(crate) words: Vec<String>,
    /// The file that standard input is read from, after `<`.
    pub(crate) input: Option<String>,
    /// The file that standard output is written to, after `>`.
    pub(crate) output: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    From,
    Into,
}

impl CommandLine {
    /// Takes `line` apart; the error says which part needs a shell.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let mut command = Self::default();
        let mut tokens = tokens(line)?.into_iter();
        while let Some(token) = tokens.next() {
            let redirection = match token {
                Token::Word(word) => {
                    match word.split_once('=') {
                        Some((name, value)) if command.words.is_empty() && is_variable(name) => {
                            command.environment.push((name.to_owned(), value.to_owned()));
                        }
                        _ => command.words.push(word),
                    }
                    continue;
                }
                Token::From => &mut command.input,
                Token::Into => &mut command.output,
            };
            match tokens.next() {
                Some(Token::Word(file)) if redirection.is_none() => *redirection = Some(file),
                _ => return Err(format!("`{line}`: one file is expected after `<` or `>`")),
            }
        }
        if command.words.is_empty() {
            return Err(format!("`{line}`: names no program"));
        }
        Ok(command)
    }

    /// Returns the program's name.
    pub(crate) fn program(&self) -> &str {
        &self.words[0]
    }

    /// Returns what follows the program's name.
    pub(crate) fn arguments(&self) -> &[String] {
        &self.words[1..]
    }
}

/// Joins the lines of `text` that end in a backslash with the ones after them.
pub(crate) fn join_continued<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut joined = Vec::new();
    let mut open = false;
    for line in lines {
        let (part, continues) = match line.strip_suffix('\\') {
            Some(part) => (part.trim_end(), true),
            None => (line, false),
        };
        match joined.last_mut() {
            Some(last) if open => *last = format!("{last} {}", part.trim_start()),
            _ => joined.push(part.to_owned()),
        }
        open = continues;
    }
    joined
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' => tokens.extend(word.take().map(Token::Word)),
            '\'' | '"' => {
                let part = quoted(character, &mut characters)
                    .ok_or_else(|| format!("`{line}`: a {character} is not closed, or needs a shell inside"))?;
                word.get_or_insert_default().push_str(&part);
            }
            '<' | '>' => {
                if word.is_some() || characters.peek() != Some(&' ') {
                    return Err(format!("`{line}`: a space is expected on both sides of `{character}`"));
                }
                tokens.push(if character == '<' { Token::From } else { Token::Into });
            }
            '#' | '~' if word.is_none() => return Err(needs_shell(line, character)),
            _ if SHELL_ONLY.contains(character) => return Err(needs_shell(line, character)),
            _ => word.get_or_insert_default().push(character),
        }
    }
    tokens.extend(word.map(Token::Word));
    Ok(tokens)
}

/// Reads up to the closing `quote`; `None` when there is none or a shell would do more than copy.
fn quoted(quote: char, characters: &mut impl Iterator<Item = char>) -> Option<String> {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            _ if character == quote => return Some(text),
            '$' | '`' if quote == '"' => return None,
            '\\' if quote == '"' => match characters.next()? {
                escaped @ ('"' | '\\' | '$' | '`') => text.push(escaped),
                other => text.extend(['\\', other]),
            },
            _ => text.push(character),
        }
    }
    None
}

fn needs_shell(line: &str, character: char) -> String {
    format!("`{line}`: `{character}` needs a shell, and there is none here; quote it or do without")
}

#[test]
fn quotes_and_redirections_are_taken_apart() {
    let command = CommandLine::parse(r#"NO_COLOR=1 bijia a "b c" '' 'd"e'f < in.csv > "out 1""#).unwrap();
    assert_eq!(command.environment, [("NO_COLOR".to_owned(), "1".to_owned())]);
    assert_eq!(command.program(), "bijia");
    assert_eq!(command.arguments(), ["a", "b c", "", "d\"ef"]);
    assert_eq!(command.input.as_deref(), Some("in.csv"));
    assert_eq!(command.output.as_deref(), Some("out 1"));
}

#[test]
fn what_needs_a_shell_is_refused() {
    for line in [
        "",
        "bijia a | head",
        "bijia a && b",
        "bijia *.csv",
        "bijia $HOME",
        "bijia \"$HOME\"",
        "bijia a 2> b",
        "bijia a >> b",
        "bijia << EOF",
        "bijia a <",
        "bijia 'a",
        "bijia a # b",
    ] {
        assert!(CommandLine::parse(line).is_err(), "`{line}` was taken");
    }
}

#[test]
fn a_backslash_continues_a_line() {
    let joined = join_continued("bijia a \\\n    b \\\n  c\nbijia d".lines());
    assert_eq!(joined, ["bijia a b c", "bijia d"]);
}
