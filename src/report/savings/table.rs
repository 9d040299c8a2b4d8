//! A summary for people, on a terminal or in a file of plain text.

use std::io::{self, Write};

use anstyle::Style;

use super::super::table::{Layout, drawn, wrapped};
use super::sheet::{self, Part};
use crate::summary::Summary;

/// Lists of awards are cut behind this many unless all are asked for.
const LONG: usize = 20;

/// Writes the sums of each currency, the lists of awards that are worth a look, and what the words mean.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(summary: &Summary, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let say = |text: &str| wrapped(text, layout.width, 0);
    for line in sheet::heading(summary) {
        writeln!(out, "{}", say(&line))?;
    }
    for block in &summary.blocks {
        for part in sheet::block(summary, block) {
            write_part(&part, layout, out)?;
        }
        let remarks = sheet::remarks(block);
        if !remarks.is_empty() {
            writeln!(out)?;
        }
        remarks.iter().try_for_each(|line| writeln!(out, "{}", say(line)))?;
    }
    for mut part in sheet::lists(summary, layout.detail) {
        let more = if layout.detail { 0 } else { part.sheet.rows.len().saturating_sub(LONG) };
        part.sheet.rows.truncate(part.sheet.rows.len().saturating_sub(more));
        write_part(&part, layout, out)?;
        if more > 0 {
            writeln!(out, "{}", say(&format!("and {more} more; `--detail` shows all")))?;
        }
    }
    write_lines("What the words mean", &sheet::definitions(), layout, out)?;
    write_lines("Where the figures come from", &sheet::provenance(summary), layout, out)
}

fn write_part(part: &Part, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    write_title(&part.title, layout, out)?;
    writeln!(out, "{}", drawn(&part.sheet, layout.width))
}

fn write_lines(title: &str, lines: &[String], layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    write_title(title, layout, out)?;
    lines.iter().try_for_each(|line| writeln!(out, "{}", wrapped(line, layout.width, 2)))
}

fn write_title(title: &str, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let bold = if layout.colour { Style::new().bold() } else { Style::new() };
    writeln!(out, "\n{bold}{}{bold:#}", wrapped(title, layout.width, 0))
}
