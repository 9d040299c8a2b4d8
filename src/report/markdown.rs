//! The answer as GitHub-flavoured Markdown, for reports.

use std::io::{self, Write};

use super::sheet::{self, Holds, Sheet};
use crate::rule::recommend::Recommendation;

/// Writes the summary, then a section for each item.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Purchase recommendation\n")?;
    writeln!(out, "{}\n", escaped(&sheet::heading(recommendation)))?;
    writeln!(out, "Inputs: {}\n", escaped(&sheet::inputs(recommendation)))?;
    write_sheet(&sheet::summary(recommendation), out)?;
    writeln!(out)?;
    for line in sheet::totals(recommendation) {
        writeln!(out, "- {}", escaped(&line))?;
    }
    for section in (0..recommendation.decisions().len()).filter_map(|item| sheet::section(recommendation, item)) {
        writeln!(out, "\n## {}\n\n{}\n", escaped(&section.title), escaped(&section.asked))?;
        writeln!(out, "{}\n", escaped(&section.decision))?;
        if !section.quotes.rows.is_empty() {
            write_sheet(&section.quotes, out)?;
            writeln!(out)?;
        }
        for remark in section.remarks {
            writeln!(out, "- {}", escaped(&remark))?;
        }
    }
    Ok(())
}

/// Writes a sheet as a table.
pub(super) fn write_sheet(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        format!("| {} |", cells.join(" | "))
    };
    writeln!(out, "{}", line(&mut sheet.columns.iter().map(|column| escaped(&column.name))))?;
    let rule = |holds: Holds| if holds == Holds::Numbers { "---:" } else { "---" };
    writeln!(out, "{}", line(&mut sheet.columns.iter().map(|column| rule(column.holds).to_owned())))?;
    sheet.rows.iter().try_for_each(|row| writeln!(out, "{}", line(&mut row.iter().map(|cell| escaped(cell)))))
}

/// Escapes what Markdown, HTML in it, or a renderer's autolinks would act on.
///
/// The text is safe to show already: it has no control characters and no line breaks.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '&' => result.push_str("&amp;"),
            // An address or a mention is found after escapes are gone; only an end of the text between stops it.
            '@' if letters.peek().is_some_and(|next| next.is_alphanumeric()) => result.push_str("@<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' | '@' | '{' | '}' => {
                result.extend(['\\', letter]);
            }
            // `http://` and `www.` become links by themselves.
            ':' => result.push_str("&#58;"),
            '.' if before.eq_ignore_ascii_case(&'w') => result.push_str("\\."),
            // At the start of a cell these would begin a list.
            '-' | '+' | '=' if result.is_empty() => result.extend(['\\', letter]),
            '.' | ')'
                if letters.peek() == Some(&' ')
                    && !result.is_empty()
                    && result.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                result.extend(['\\', letter]);
            }
            _ => result.push(letter),
        }
        before = letter;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{compared, sheet_of};

    #[test]
    fn nothing_that_somebody_wrote_is_live() {
        for (text, safe) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("[a](http://x)", "\\[a\\](http&#58;//x)"),
            ("![a](x)", "\\!\\[a\\](x)"),
            ("a|b", "a\\|b"),
            ("`x` **y** _z_", "\\`x\\` \\*\\*y\\*\\* \\_z\\_"),
            ("www.example.com", "www\\.example.com"),
            ("a@b.c", "a@<!-- -->b.c"),
            ("a @ b", "a \\@ b"),
            ("# title", "\\# title"),
            ("- item", "\\- item"),
            ("1. item", "1\\. item"),
            ("&amp;", "&amp;amp;"),
            ("~~x~~", "\\~\\~x\\~\\~"),
            ("宏达 5.5", "宏达 5.5"),
        ] {
            assert_eq!(escaped(text), safe);
        }
    }

    /// What acts in Markdown, in HTML inside it, or on the way to a page.
    const NASTY: [&str; 48] = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</td></table><h1>x",
        "<!-- x",
        "<b>x</b>",
        "<details><summary>",
        "[a](http://x.com)",
        "[a](javascript:alert(1))",
        "![a](http://x.com/y.png)",
        "[a][b]",
        "[b]: http://x.com",
        "[^1]",
        "[x] task",
        "http://x.com",
        "https://x.com/a?b=c",
        "ftp://x.com",
        "www.x.com",
        "WWW.X.COM",
        "see www.x.com now",
        "a@b.com",
        "mailto:a@b.com",
        "xmpp:a@b.com/x",
        "@octocat",
        "<http://x.com>",
        "<a@b.com>",
        "a|b",
        "a\\|b",
        "a\\",
        "\\",
        "`x`",
        "``a|b``",
        "```rust",
        "**y**",
        "__z__",
        "_z_",
        "~~x~~",
        "# t",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "1)",
        "> quote",
        "---",
        "===",
        "| --- |",
        "&lt;b&gt;",
        "$x^2$",
    ];

    /// Returns the letters that Markdown or HTML would still act on.
    fn live(text: &str) -> String {
        let mut text = text.replace("@<!-- -->", "");
        for entity in ["&lt;", "&gt;", "&amp;", "&#58;"] {
            text = text.replace(entity, "");
        }
        let mut live = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => drop(letters.next()),
                '<' | '>' | '&' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' | '@' | '{' | '}' | ':' => {
                    live.push(letter);
                }
                _ => {}
            }
        }
        live
    }

    #[test]
    fn no_nasty_text_leaves_a_live_letter() {
        for text in NASTY {
            let safe = escaped(text);
            assert_eq!(live(&safe), "", "{text} as {safe}");
            assert!(!safe.to_lowercase().contains("www."), "{safe}");
            assert!(!safe.starts_with(['-', '+', '=', '>', '#']), "{safe}");
        }
    }

    #[test]
    fn nasty_names_break_no_table_and_no_line() {
        let mut names = NASTY.to_vec();
        names.extend(["c\nd", "a\r\n\r\n<script>", "\u{202e}evil", "\u{1b}[31mred", "e\u{2028}f", "g\th"]);
        let scale = "[quality]\nscale = [\"A\", \"B\"]\n";
        let text = compared(&sheet_of(&names), scale, |recommendation| {
            let mut out = Vec::new();
            write(recommendation, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        let unescaped = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let mut columns = None;
        for line in text.lines() {
            assert!(!line.contains(crate::value::untrusted::is_unsafe_to_show), "{line}");
            if line.starts_with('|') {
                let bars = *columns.get_or_insert_with(|| unescaped(line));
                assert_eq!(unescaped(line), bars, "{line}");
            } else {
                columns = None;
                assert!(
                    line.is_empty()
                        || line.starts_with(|letter: char| letter.is_ascii_alphanumeric()
                            || letter == '#'
                            || letter == '-'),
                    "{line}"
                );
            }
        }
        assert_eq!(text.lines().filter(|line| line.starts_with("## ")).count(), names.len());
    }
}
