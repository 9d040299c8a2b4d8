//! Holds a text against the text that was expected, line by line, and shows where they part.

use std::fmt::Write as _;

/// Stands in an expected line for any characters.
const ANYTHING: &str = "[..]";
/// So many equal lines are shown around a difference.
const CONTEXT: usize = 3;

/// One line of an expected text.
#[derive(Debug)]
pub(crate) enum Expected<'a> {
    /// A line that matches this one, in which `[..]` is any characters.
    Line(&'a str),
    /// Any number of lines.
    AnyLines,
}

/// One line of the comparison of two texts.
enum Edit<'a> {
    Kept { expected: &'a str, actual: &'a str },
    Covered(&'a str),
    Missing(&'a str),
    Surplus(&'a str),
}

/// The outcome of a comparison.
pub(crate) struct Comparison<'a> {
    edits: Vec<Edit<'a>>,
}

/// Splits at line feeds only, so that a carriage return stays a difference.
pub(crate) fn lines(text: &str) -> Vec<&str> {
    match text.strip_suffix('\n').unwrap_or(text) {
        "" if text.is_empty() => Vec::new(),
        body => body.split('\n').collect(),
    }
}

/// Compares by the fewest lines that are missing or too many.
pub(crate) fn compare<'a>(expected: &[Expected<'a>], actual: &[&'a str]) -> Comparison<'a> {
    let mut edits = Vec::new();
    // Texts that agree, nearly all, are done here without the table below.
    for (pattern, line) in expected.iter().zip(actual) {
        match pattern {
            Expected::Line(pattern) if line_matches(pattern, line) => {
                edits.push(Edit::Kept { expected: pattern, actual: line });
            }
            Expected::Line(_) | Expected::AnyLines => break,
        }
    }
    let (expected, actual) = (&expected[edits.len()..], &actual[edits.len()..]);
    let cost = costs(expected, actual);
    let (mut row, mut column) = (0, 0);
    while row < expected.len() || column < actual.len() {
        let here = cost[row][column];
        let below = cost.get(row + 1).map(|costs| costs[column]);
        match expected.get(row) {
            Some(Expected::AnyLines) if below == Some(here) => row += 1,
            Some(Expected::AnyLines) => {
                edits.push(Edit::Covered(actual[column]));
                column += 1;
            }
            Some(Expected::Line(pattern))
                if actual.get(column).is_some_and(|line| line_matches(pattern, line))
                    && cost[row + 1][column + 1] == here =>
            {
                edits.push(Edit::Kept { expected: pattern, actual: actual[column] });
                (row, column) = (row + 1, column + 1);
            }
            Some(Expected::Line(pattern)) if below.is_some_and(|below| below + 1 == here) => {
                edits.push(Edit::Missing(pattern));
                row += 1;
            }
            _ => {
                edits.push(Edit::Surplus(actual[column]));
                column += 1;
            }
        }
    }
    Comparison { edits }
}

/// Returns, for every pair of places, the fewest differences in what follows them.
fn costs(expected: &[Expected<'_>], actual: &[&str]) -> Vec<Vec<usize>> {
    let mut cost = vec![vec![0; actual.len() + 1]; expected.len() + 1];
    for row in (0..=expected.len()).rev() {
        for column in (0..=actual.len()).rev() {
            let surplus = (column < actual.len()).then(|| cost[row][column + 1]);
            cost[row][column] = match expected.get(row) {
                None => actual.len() - column,
                Some(Expected::AnyLines) => cost[row + 1][column].min(surplus.unwrap_or(usize::MAX)),
                Some(Expected::Line(pattern)) => {
                    let apart = 1 + cost[row + 1][column].min(surplus.unwrap_or(usize::MAX));
                    match actual.get(column) {
                        Some(line) if line_matches(pattern, line) => apart.min(cost[row + 1][column + 1]),
                        _ => apart,
                    }
                }
            };
        }
    }
    cost
}

impl Comparison<'_> {
    /// Tells whether no line is missing and none too many.
    pub(crate) fn agrees(&self) -> bool {
        self.edits.iter().all(Edit::agrees)
    }

    /// Returns the actual text with the expected lines kept wherever they still match.
    pub(crate) fn merged(&self) -> String {
        let mut text = String::new();
        for edit in &self.edits {
            match edit {
                Edit::Kept { expected: line, .. } | Edit::Covered(line) | Edit::Surplus(line) => {
                    let _ = writeln!(text, "{line}");
                }
                Edit::Missing(_) => {}
            }
        }
        text
    }

    /// Returns the differences: `-` was expected, `+` is there.
    pub(crate) fn diff(&self) -> String {
        let mut text = String::new();
        let mut skipping = false;
        for (index, edit) in self.edits.iter().enumerate() {
            let around = index.saturating_sub(CONTEXT)..(index + CONTEXT + 1).min(self.edits.len());
            if self.edits[around].iter().all(Edit::agrees) {
                if !skipping {
                    text.push_str("  @@\n");
                }
                skipping = true;
                continue;
            }
            skipping = false;
            let (sign, line) = match edit {
                Edit::Kept { actual: line, .. } | Edit::Covered(line) => (' ', line),
                Edit::Missing(line) => ('-', line),
                Edit::Surplus(line) => ('+', line),
            };
            let _ = writeln!(text, "  {sign} {}", visible(line));
        }
        text
    }
}

impl Edit<'_> {
    fn agrees(&self) -> bool {
        matches!(self, Self::Kept { .. } | Self::Covered(_))
    }
}

/// Writes control characters as escapes, so that two lines that look alike are told apart.
fn visible(line: &str) -> String {
    let mut text = String::new();
    for character in line.chars() {
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    match line.strip_suffix([' ', '\t']) {
        Some(_) => text + " [white space at the end]",
        None => text,
    }
}

fn line_matches(pattern: &str, line: &str) -> bool {
    let Some((first, rest)) = pattern.split_once(ANYTHING) else {
        return pattern == line;
    };
    let (middle, last) = rest.rsplit_once(ANYTHING).unwrap_or(("", rest));
    let Some(line) = line.strip_prefix(first).and_then(|line| line.strip_suffix(last)) else {
        return false;
    };
    let mut rest = line;
    for part in middle.split(ANYTHING) {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

fn compare_texts<'a>(expected: &'a str, actual: &'a str) -> Comparison<'a> {
    let expected: Vec<Expected<'a>> = lines(expected)
        .into_iter()
        .map(|line| if line == "..." { Expected::AnyLines } else { Expected::Line(line) })
        .collect();
    compare(&expected, &lines(actual))
}

#[test]
fn two_dots_in_brackets_match_within_a_line_only() {
    assert!(line_matches("a [..] b [..]c", "a 1 b 2c"));
    assert!(line_matches("[..]", ""));
    assert!(!line_matches("a[..]a", "a"));
    assert!(!line_matches("a [..] b [..]c", "a 1 c"));
    assert!(!compare_texts("[..]\n", "a\nb\n").agrees());
}

#[test]
fn three_dots_match_any_number_of_lines() {
    assert!(compare_texts("a\n...\nd\n", "a\nb\nc\nd\n").agrees());
    assert!(compare_texts("a\n...\n", "a\n").agrees());
    assert!(!compare_texts("a\n...\nd\n", "a\nb\n").agrees());
}

#[test]
fn every_kind_of_difference_is_refused() {
    for (expected, actual) in [("a\n", ""), ("", "a\n"), ("a\n", "a\r\n"), ("a\n", "a \n"), ("a\nb\n", "b\na\n")] {
        assert!(!compare_texts(expected, actual).agrees(), "{expected:?} {actual:?}");
    }
}

#[test]
fn a_difference_is_shown_with_its_surroundings() {
    let comparison = compare_texts("1\n2\n3\n4\nold\n6\n", "1\n2\n3\n4\nnew\n6\n");
    assert_eq!(comparison.diff(), "  @@\n    2\n    3\n    4\n  - old\n  + new\n    6\n");
}

#[test]
fn a_rewrite_keeps_the_wildcards_that_still_match() {
    let comparison = compare_texts("sum [..]\nold\nid [..]\n", "sum 1\nnew\nmore\nname 2\n");
    assert_eq!(comparison.merged(), "sum [..]\nnew\nmore\nname 2\n");
}
