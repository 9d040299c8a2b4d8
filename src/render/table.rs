//! The answer for people, on a terminal or in a file of plain text.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

use super::sheet::{self, Holds, Section, Sheet};
use crate::recommend::{Decision, DecisionKind, Recommendation};

/// How the answer is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal; `None` for as wide as the text is.
    pub width: Option<u16>,
    /// Whether colours help to see what is decided.
    pub colour: bool,
    /// Whether long answers are shown whole.
    pub detail: bool,
}

/// Writes the summary, then the ranking of each item unless there are many.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", sheet::heading(recommendation))?;
    writeln!(out, "from {}\n", sheet::inputs(recommendation))?;
    writeln!(out, "{}\n", drawn(&sheet::summary(recommendation), layout))?;
    for line in sheet::totals(recommendation) {
        writeln!(out, "{line}")?;
    }
    if sheet::is_long(recommendation) && !layout.detail {
        return writeln!(out, "\n`--detail` shows every quote and why it lost.");
    }
    for (item, decision) in recommendation.decisions().iter().enumerate() {
        if let Some(section) = sheet::section(recommendation, item) {
            write_section(&section, decision, layout, out)?;
        }
    }
    Ok(())
}

fn write_section(section: &Section, decision: &Decision, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let colour = match decision.kind {
        DecisionKind::Recommended(_) => AnsiColor::Green,
        DecisionKind::TradeOff | DecisionKind::Tie => AnsiColor::Yellow,
        DecisionKind::None => AnsiColor::Red,
    };
    let (bold, coloured) = if layout.colour {
        (Style::new().bold(), Style::new().fg_color(Some(colour.into())))
    } else {
        (Style::new(), Style::new())
    };
    writeln!(out, "\n{bold}{}{bold:#}: {}", section.title, section.asked)?;
    writeln!(out, "{coloured}{}{coloured:#}", section.decision)?;
    if !section.quotes.rows.is_empty() {
        writeln!(out, "{}", drawn(&section.quotes, layout))?;
    }
    section.remarks.iter().try_for_each(|remark| writeln!(out, "{remark}"))
}

/// Draws a sheet: a rule under the header, numbers to the right, words wrapped where a width is given.
fn drawn(sheet: &Sheet, layout: Layout) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    let wide = layout.width.is_none_or(|width| width >= 100);
    match layout.width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table.set_header(sheet.columns.iter().map(|(name, _)| name.as_str()));
    table.add_row(sheet.columns.iter().map(|(name, _)| "-".repeat(width(name))));
    table.add_rows(sheet.rows.iter().map(|row| row.iter().map(String::as_str)));
    for (column, (_, holds)) in table.column_iter_mut().zip(&sheet.columns) {
        column.set_padding((0, if wide { 2 } else { 1 }));
        if *holds == Holds::Numbers {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt()
}

/// Returns about how many columns a header takes on a terminal: Chinese letters take two.
fn width(header: &str) -> usize {
    header.chars().map(|letter| if letter < '\u{1100}' { 1 } else { 2 }).sum()
}
