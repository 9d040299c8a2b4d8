//! A summary as GitHub-flavoured Markdown, for reports.

use std::io::{self, Write};

use super::super::markdown::{escaped, write_sheet};
use super::sheet::{self, Part};
use crate::summary::Summary;

/// Writes the sums of each currency, the lists of awards that are worth a look, and what the words mean.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Savings")?;
    for line in sheet::heading(summary) {
        writeln!(out, "\n{}", escaped(&line))?;
    }
    for block in &summary.blocks {
        for part in sheet::block(summary, block) {
            write_part(&part, out)?;
        }
        write_lines(&sheet::remarks(block), out)?;
    }
    for part in sheet::lists(summary, false) {
        write_part(&part, out)?;
    }
    writeln!(out, "\n## What the words mean")?;
    write_lines(&sheet::definitions(), out)?;
    writeln!(out, "\n## Where the figures come from")?;
    write_lines(&sheet::provenance(summary), out)
}

fn write_part(part: &Part, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n", escaped(&part.title))?;
    write_sheet(&part.sheet, out)
}

fn write_lines(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if !lines.is_empty() {
        writeln!(out)?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "- {}", escaped(line)))
}
