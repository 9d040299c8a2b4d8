//! A report as GitHub-flavoured Markdown.

use std::io::{self, Write};

use crate::report::model::{Align, Cell, Report, Section, Seen, Table};

/// Writes a report.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escaped(&report.title.plain()))?;
    for line in &report.heading {
        writeln!(out, "\n{}", escaped(&line.plain()))?;
    }
    let mut sections = report.sections.filter(|section| section.readers.are_people() && !section.is_empty());
    sections.try_for_each(|section| write_section(&section, out))
}

fn write_section(section: &Section, out: &mut dyn Write) -> io::Result<()> {
    if !section.title.is_empty() {
        writeln!(out, "\n## {}", escaped(&section.title.plain()))?;
    }
    for line in section.lead.iter().chain(&section.verdict) {
        writeln!(out, "\n{}", escaped(&line.plain()))?;
    }
    if let Some(table) = section.table.as_ref().filter(|table| !table.rows.is_empty()) {
        for seen in table.seen() {
            write_view(table, &seen, out)?;
        }
    }
    if let Some(text) = &section.verbatim {
        writeln!(out)?;
        text.lines().try_for_each(|line| writeln!(out, "    {}", crate::value::untrusted::shown(line)))?;
    }
    let notes: Vec<String> =
        section.notes.iter().filter(|note| !note.text.is_empty()).map(|note| escaped(&note.line())).collect();
    if !notes.is_empty() {
        writeln!(out)?;
    }
    notes.iter().try_for_each(|note| writeln!(out, "- {note}"))
}

fn write_view(table: &Table, seen: &Seen<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(title) = seen.title {
        writeln!(out, "\n### {}", escaped(&title.plain()))?;
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = |place: &usize| match table.columns[*place].align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    };
    writeln!(out, "\n{}", line(seen.columns.iter().map(|(_, label)| escaped(label)).collect()))?;
    writeln!(out, "{}", line(seen.columns.iter().map(|(place, _)| rule(place)).collect()))?;
    for row in &table.rows {
        let cells = seen.columns.iter().map(|(place, _)| {
            let cell = &row.cells[*place];
            let text = escaped(&cell.text().plain());
            // Blanks at the start of a drawing would be lost.
            if matches!(cell, Cell::Bar(_)) { text.replace(' ', "\u{a0}") } else { text }
        });
        writeln!(out, "{}", line(cells.collect()))?;
    }
    seen.note.map_or(Ok(()), |note| writeln!(out, "\n{}", escaped(&note.plain())))
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
    use super::escaped;

    #[test]
    fn nothing_that_somebody_wrote_is_live() {
        for (text, safe) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("[a](http://x)", "\\[a\\](http&#58;//x)"),
            ("![a](x)", "\\!\\[a\\](x)"),
            ("a|b", "a\\|b"),
            ("a\\", "a\\\\"),
            ("`x` **y** _z_", "\\`x\\` \\*\\*y\\*\\* \\_z\\_"),
            ("www.example.com", "www\\.example.com"),
            ("a@b.c", "a@<!-- -->b.c"),
            ("a @ b", "a \\@ b"),
            ("# title", "\\# title"),
            ("- item", "\\- item"),
            ("+ item", "\\+ item"),
            ("===", "\\==="),
            ("1. item", "1\\. item"),
            ("&amp;", "&amp;amp;"),
            ("~~x~~ $x$ {x}", "\\~\\~x\\~\\~ \\$x\\$ \\{x\\}"),
            ("宏达 5.5", "宏达 5.5"),
        ] {
            assert_eq!(escaped(text), safe);
        }
    }
}
