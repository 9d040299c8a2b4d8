//! Rust source as far as the layering needs it: no comments, no literals, and the paths it names.

/// Replaces comments and literals by spaces; line feeds stay, so that places in the text stay too.
pub(crate) fn without_comments_and_literals(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let end = literal_or_comment(&characters, at).unwrap_or(at);
        if end == at {
            code.push(characters[at]);
            at += 1;
        } else {
            code.extend(characters[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Returns the end of the comment or literal that starts at `at`, if one does.
fn literal_or_comment(text: &[char], at: usize) -> Option<usize> {
    let next = |offset: usize| text.get(at + offset).copied();
    match (text[at], next(1)) {
        ('/', Some('/')) => Some(position(text, at, |rest| rest[0] == '\n')),
        ('/', Some('*')) => Some(end_of_block_comment(text, at)),
        ('"', _) => Some(end_of_string(text, at, '"')),
        // A quote with no second one right after the first character begins a lifetime.
        ('\'', Some('\\')) => Some(end_of_string(text, at, '\'')),
        ('\'', Some(_)) if next(2) == Some('\'') => Some(at + 3),
        ('r', Some('"' | '#')) if at == 0 || !is_identifier(text[at - 1]) || is_raw_prefix(text, at) => {
            let hashes = text[at + 1..].iter().take_while(|&&c| c == '#').count();
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            // `r#name` is a raw identifier.
            (next(1 + hashes) == Some('"')).then(|| {
                let inside = at + hashes + 2;
                position(text, inside, |rest| rest.starts_with(&close)) + close.len()
            })
        }
        _ => None,
    }
}

/// Tells whether the `r` at `at` follows the `b` or `c` of a raw byte or C string.
fn is_raw_prefix(text: &[char], at: usize) -> bool {
    matches!(text[at - 1], 'b' | 'c') && (at == 1 || !is_identifier(text[at - 2]))
}

/// Returns the first place from `from` on that `found` accepts, or the end.
fn position(text: &[char], from: usize, found: impl Fn(&[char]) -> bool) -> usize {
    (from..text.len()).find(|&at| found(&text[at..])).unwrap_or(text.len())
}

fn end_of_string(text: &[char], at: usize, quote: char) -> usize {
    let mut at = at + 1;
    while at < text.len() && text[at] != quote {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

fn end_of_block_comment(text: &[char], at: usize) -> usize {
    let mut at = at;
    let mut depth = 0;
    while at < text.len() {
        if text[at..].starts_with(&['/', '*']) {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with(&['*', '/']) {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

pub(crate) fn is_identifier(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Returns where the word `name` stands in `code`.
pub(crate) fn words<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |&at| !code[..at].ends_with(is_identifier) && !code[at + name.len()..].starts_with(is_identifier))
}

/// Returns the first names of the path or the group of paths that `rest`, the code after a word, goes on with:
/// `::a::b` gives `a`, `::{a::{b, c}, d as e}` gives `a` and `d`.
pub(crate) fn first_names(rest: &str) -> Vec<&str> {
    let Some(path) = rest.trim_start().strip_prefix("::") else {
        return Vec::new();
    };
    let path = path.trim_start();
    let Some(group) = path.strip_prefix('{') else {
        return vec![first_name(path)];
    };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(first_name(group[start..at].trim_start()));
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    // What is left after the last comma is empty.
    names.retain(|name| !name.is_empty() && *name != "self");
    names
}

/// Returns the identifier that `path` begins with, or `*`.
fn first_name(path: &str) -> &str {
    if path.starts_with('*') {
        return "*";
    }
    path.split(|c| !is_identifier(c)).next().unwrap_or_default()
}

/// Returns the number, from 1, of the line that `at` lies in.
pub(crate) fn line_number(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

#[test]
fn comments_and_literals_are_blanked_and_code_is_not() {
    let text = "a // b\n/* c /* d */ e */ f \"g \\\" h\" i 'j' '\\'' &'k l r#\"m \" n\"# br\"o\" r#p b\"q\"";
    let code = without_comments_and_literals(text);
    let left: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(left, ["a", "f", "i", "&'k", "l", "b", "r#p", "b"]);
    assert_eq!(code.matches('\n').count(), 1);
}

#[test]
fn the_first_names_of_a_group_are_found() {
    assert_eq!(first_names("::a::b;"), ["a"]);
    assert_eq!(first_names(" :: { self, a::{b, c},\n  d as e,\n f };"), ["a", "d", "f"]);
    assert_eq!(first_names("::*;"), ["*"]);
    assert!(first_names(") fn f()").is_empty());
}
