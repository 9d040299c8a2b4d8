//! A report for people, on a terminal or in a file of plain text.

use std::io::{self, Write};

use anstyle::Style;

use super::super::table::{Layout, drawn, wrapped};
use super::Report;

/// Writes the heading, the sections, the picture, and where the figures come from; with `detail` what the words mean.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(report: &Report, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    for line in &report.heading {
        writeln!(out, "{}", wrapped(line, layout.width, 0))?;
    }
    for (title, sheet) in report.sheets() {
        write_title(title, layout, out)?;
        writeln!(out, "{}", drawn(&sheet, layout.width))?;
    }
    if let Some((sheet, legend)) = &report.picture {
        writeln!(out, "\n{}", drawn(sheet, layout.width))?;
        writeln!(out, "{}", wrapped(legend, layout.width, 0))?;
    }
    if layout.detail {
        write_title("What the words mean", layout, out)?;
        report.meanings().try_for_each(|line| writeln!(out, "{}", wrapped(&line, layout.width, 2)))?;
    }
    write_title("Where the figures come from", layout, out)?;
    report.provenance().iter().try_for_each(|line| writeln!(out, "{}", wrapped(line, layout.width, 2)))
}

fn write_title(title: &str, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let bold = if layout.colour { Style::new().bold() } else { Style::new() };
    writeln!(out, "\n{bold}{}{bold:#}", wrapped(title, layout.width, 0))
}
