//! The answer for people, on a terminal or in a file of plain text.

mod fit;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

pub(super) use self::fit::{drawn, wrapped};

pub use super::writer::terminal::Layout;

use super::sheet::{self, Section};
use crate::rule::recommend::{Decision, DecisionKind, Recommendation};

/// Writes the summary, then the ranking of each item unless there are many.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let say = |text: &str| wrapped(text, layout.width, 0);
    writeln!(out, "{}", say(&sheet::heading(recommendation)))?;
    writeln!(out, "{}\n", say(&format!("from {}", sheet::inputs(recommendation))))?;
    writeln!(out, "{}\n", drawn(&sheet::summary(recommendation), layout.width))?;
    for line in sheet::totals(recommendation) {
        writeln!(out, "{}", say(&line))?;
    }
    if sheet::is_long(recommendation) && !layout.detail {
        return writeln!(out, "\n{}", say("`--detail` shows every quote and why it lost."));
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
    let say = |text: &str| wrapped(text, layout.width, 0);
    let asked = say(&format!("{}: {}", section.title, section.asked));
    match asked.strip_prefix(&section.title) {
        Some(rest) => writeln!(out, "\n{bold}{}{bold:#}{rest}", section.title)?,
        // A title that is wrapped itself.
        None => writeln!(out, "\n{asked}")?,
    }
    writeln!(out, "{coloured}{}{coloured:#}", say(&section.decision))?;
    if !section.quotes.rows.is_empty() {
        writeln!(out, "{}", drawn(&section.quotes, layout.width))?;
    }
    section.remarks.iter().try_for_each(|remark| writeln!(out, "{}", say(remark)))
}
