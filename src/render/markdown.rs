//! The answer as GitHub-flavoured Markdown, for reports.

use std::io::{self, Write};

use super::sheet::{self, Holds, Sheet};
use crate::recommend::Recommendation;

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

fn write_sheet(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        format!("| {} |", cells.join(" | "))
    };
    writeln!(out, "{}", line(&mut sheet.columns.iter().map(|(name, _)| escaped(name))))?;
    let rule = |holds: Holds| if holds == Holds::Numbers { "---:" } else { "---" };
    writeln!(out, "{}", line(&mut sheet.columns.iter().map(|(_, holds)| rule(*holds).to_owned())))?;
    sheet.rows.iter().try_for_each(|row| writeln!(out, "{}", line(&mut row.iter().map(|cell| escaped(cell)))))
}

/// Escapes what Markdown, HTML in it, or a renderer's autolinks would act on.
///
/// The text is safe to show already: it has no control characters and no line breaks.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '&' => result.push_str("&amp;"),
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

    #[test]
    fn nothing_that_somebody_wrote_is_live() {
        for (text, safe) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("[a](http://x)", "\\[a\\](http&#58;//x)"),
            ("![a](x)", "\\!\\[a\\](x)"),
            ("a|b", "a\\|b"),
            ("`x` **y** _z_", "\\`x\\` \\*\\*y\\*\\* \\_z\\_"),
            ("www.example.com", "www\\.example.com"),
            ("a@b.c", "a\\@b.c"),
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
}
