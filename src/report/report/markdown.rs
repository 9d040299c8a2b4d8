//! A report as GitHub-flavoured Markdown.

use std::io::{self, Write};

use super::super::markdown::{escaped, write_sheet};
use super::Report;

/// Writes the heading, the sections, what the words mean, and where the figures come from.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escaped(report.title))?;
    for line in &report.heading {
        writeln!(out, "\n{}", escaped(line))?;
    }
    for (title, sheet) in report.sheets() {
        writeln!(out, "\n## {}\n", escaped(title))?;
        write_sheet(&sheet, out)?;
    }
    if let Some((sheet, legend)) = &report.picture {
        writeln!(out)?;
        write_sheet(sheet, out)?;
        writeln!(out, "\n{}", escaped(legend))?;
    }
    writeln!(out, "\n## What the words mean\n")?;
    report.meanings().try_for_each(|line| writeln!(out, "- {}", escaped(&line)))?;
    writeln!(out, "\n## Where the figures come from\n")?;
    report.provenance().iter().try_for_each(|line| writeln!(out, "- {}", escaped(line)))
}
