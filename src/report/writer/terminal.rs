//! A report on a terminal, or as plain text: tables within a given width, sentences wrapped between words.
//!
//! Where the columns of a table do not fit beside one another, sentences are written below their rows, then figures
//! of less use. Figures are never broken, and nothing is cut off but drawings.

#![expect(clippy::arithmetic_side_effects, reason = "counts of letters within a line")]

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table as Grid, Width};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::report::model::{Align, Column, Mark, Priority, Report, Section, Seen, Table};
use crate::report::wording::en::reports as words;

/// How a report is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Columns of the terminal; `None` for as wide as the text is.
    pub width: Option<u16>,
    /// Whether colours help to see what is decided.
    pub colour: bool,
    /// Whether long lists and explanations are shown whole.
    pub detail: bool,
}

/// How many rows of a table that may be abridged are shown without `--detail`.
const ABRIDGED: usize = 20;

/// The least room for a sentence and for a name, unless they are shorter: less reads like a ribbon.
const SENTENCE: usize = 30;
const NAME: usize = 20;

/// The least room for a name above figures, which are kept beside one another where their names can be broken.
const HEADER: usize = 8;

/// The widest column: comfy-table counts in 16 bits, and nobody reads this far.
const WIDEST: usize = 10_000;

/// How far lines below a row, and notes that belong together, are indented.
const BELOW: usize = 4;

/// Writes a report.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(report: Report<'_>, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    for line in &report.heading {
        writeln!(out, "{}", wrapped(&line.plain(), layout.width, 0))?;
    }
    let is_shown = |section: &Section| section.readers.are_people() && (layout.detail || !section.only_in_detail);
    for section in report.sections.filter(|section| is_shown(section) && !section.is_empty()) {
        write_section(&section, layout, out)?;
    }
    match report.if_abridged {
        Some(text) => writeln!(out, "\n{}", wrapped(&text.plain(), layout.width, 0)),
        None => Ok(()),
    }
}

fn write_section(section: &Section, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let say = |text: &str, indent: usize| wrapped(text, layout.width, indent);
    let title = |title: &str, out: &mut dyn Write| {
        let bold = if layout.colour { Style::new().bold() } else { Style::new() };
        writeln!(out, "\n{bold}{}{bold:#}", say(title, 0))
    };
    if !section.title.is_empty() {
        title(&section.title.plain(), out)?;
    }
    section.lead.iter().try_for_each(|line| writeln!(out, "{}", say(&line.plain(), 0)))?;
    if let Some(verdict) = &section.verdict {
        let colour = match section.mark {
            Mark::Good => Some(AnsiColor::Green),
            Mark::Decide => Some(AnsiColor::Yellow),
            Mark::Bad => Some(AnsiColor::Red),
            Mark::Plain | Mark::Out | Mark::Subtotal | Mark::Total => None,
        };
        let style = Style::new().fg_color(colour.filter(|_| layout.colour).map(Into::into));
        writeln!(out, "{style}{}{style:#}", say(&verdict.plain(), 0))?;
    }
    let table = section.table.as_ref().filter(|table| !table.rows.is_empty());
    for (place, seen) in table.iter().flat_map(|table| table.seen()).enumerate() {
        match seen.title {
            Some(text) => title(&text.plain(), out)?,
            None if place > 0 => writeln!(out)?,
            None => {}
        }
        for line in table.iter().flat_map(|table| drawn(table, &seen, layout)) {
            writeln!(out, "{line}")?;
        }
        if let Some(note) = seen.note {
            writeln!(out, "{}", say(&note.plain(), 0))?;
        }
    }
    if let Some(text) = &section.verbatim {
        text.lines().try_for_each(|line| writeln!(out, "  {}", crate::value::untrusted::shown(line)))?;
    }
    // Below a table notes stand by themselves, elsewhere they are what the section is about.
    let (first, indent) = if table.is_some() { ("\n", 0) } else { ("", 2) };
    let notes = section.notes.iter().filter(|note| !note.text.is_empty());
    for (place, note) in notes.enumerate() {
        let gap = if place == 0 && section.anchor.is_none() { first } else { "" };
        writeln!(out, "{gap}{}", say(&note.line(), indent))?;
    }
    Ok(())
}

/// Draws what people see of a table: a rule under the header, figures to the right, words wrapped.
fn drawn(table: &Table, seen: &Seen<'_>, layout: Layout) -> Vec<String> {
    let limit = if table.is_abridged && !layout.detail { ABRIDGED } else { usize::MAX };
    let cells = |row: &crate::report::model::Row| -> Vec<String> {
        seen.columns.iter().map(|(place, _)| row.cells[*place].text().plain()).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().take(limit).map(cells).collect();
    let columns: Vec<(&Column, &str)> =
        seen.columns.iter().map(|(place, label)| (&table.columns[*place], label.as_str())).collect();
    let arrangement = Arrangement::of(&columns, &rows, layout.width.map(usize::from));
    if arrangement.columns.len() < columns.len()
        && let Some(halves) = halves(table, seen)
    {
        let halves = halves.map(|half| drawn(table, &half, layout));
        return halves.join(&String::new());
    }
    let kept = &arrangement.columns;
    // Cells are broken before they are laid out, so that it is known which lines of the grid are whose row.
    let headers: Vec<Vec<String>> = kept
        .iter()
        .zip(&arrangement.headers)
        .map(|((_, width), header)| header.iter().flat_map(|line| broken(line, *width)).collect())
        .collect();
    let rules = headers.iter().map(|header| vec!["-".repeat(widest(header.iter()))]).collect();
    let bodies = rows.iter().map(|row| -> Vec<Vec<String>> {
        let cell = |(place, width): &(usize, usize)| match columns[*place].0.align {
            Align::Left => broken(&row[*place], *width),
            Align::Right => vec![row[*place].clone()],
        };
        kept.iter().map(cell).collect()
    });
    let mut heights = Vec::new();
    let mut grid = Grid::new();
    grid.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    for cells in [headers, rules].into_iter().chain(bodies) {
        heights.push(cells.iter().map(Vec::len).max().unwrap_or(0).max(1));
        grid.add_row(cells.iter().map(|lines| lines.join("\n")));
    }
    for ((place, width), column) in kept.iter().zip(grid.column_iter_mut()) {
        let gap = arrangement.gap;
        let width = u16::try_from(width + usize::from(gap)).expect("columns are at most `WIDEST`");
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        column.set_cell_alignment(match columns[*place].0.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    let mut laid = grid.lines().map(|line| line.trim_end().to_owned());
    let mut lines: Vec<String> = laid.by_ref().take(heights[0] + heights[1]).collect();
    for (row, height) in rows.iter().zip(&heights[2..]) {
        lines.extend(laid.by_ref().take(*height));
        let below = below(&columns, row, kept);
        lines.extend(below.iter().map(|line| wrapped(line, layout.width, BELOW)));
    }
    if table.rows.len() > limit {
        let more = words::more_rows(table.rows.len() - limit).plain();
        lines.push(wrapped(&more, layout.width, 0));
    }
    lines
}

/// Gives each half of the columns that stand under names a table of its own, with all other columns; `None` where there
/// are not several.
fn halves<'t>(table: &Table, seen: &Seen<'t>) -> Option<[Seen<'t>; 2]> {
    let is_named = |(place, _): &(usize, String)| table.columns[*place].name.is_some();
    let named = seen.columns.iter().filter(|column| is_named(column)).count();
    let half = |is_first: bool| {
        let mut before = 0;
        let columns = seen.columns.iter().filter(|column| {
            before += usize::from(is_named(column));
            !is_named(column) || (before <= named.div_ceil(2)) == is_first
        });
        Seen { title: None, columns: columns.cloned().collect(), note: None }
    };
    (named > 1).then(|| [half(true), half(false)])
}

/// Columns that stand beside one another, the gaps between them, and their headers, broken or not.
struct Arrangement {
    /// Places of columns, and how wide they are.
    columns: Vec<(usize, usize)>,
    gap: u16,
    headers: Vec<Vec<String>>,
}

impl Arrangement {
    /// Finds the arrangement that keeps the most columns beside one another, and the widest gaps.
    fn of(columns: &[(&Column, &str)], rows: &[Vec<String>], width: Option<usize>) -> Self {
        let header = |name: &str, is_broken: bool| -> Vec<String> {
            if is_broken {
                name.split_whitespace().flat_map(|word| broken(word, WIDEST)).collect()
            } else {
                broken(name, WIDEST)
            }
        };
        let bodies: Vec<usize> = (0..columns.len()).map(|place| widest(rows.iter().map(|row| &row[place]))).collect();
        let arrangement = |least: Priority, gap: u16, is_broken: bool| {
            let kept = (0..columns.len()).filter(|place| columns[*place].0.priority >= least);
            let kept: Vec<usize> = kept.collect();
            let headers: Vec<Vec<String>> = kept.iter().map(|place| header(columns[*place].1, is_broken)).collect();
            let widths =
                kept.iter().zip(&headers).map(|(place, header)| bodies[*place].max(widest(header.iter())).min(WIDEST));
            let columns = kept.iter().copied().zip(widths).collect();
            Self { columns, gap, headers }
        };
        // Where nothing else can give way, a drawing stays as long as it can.
        let can_give =
            columns.iter().any(|(column, _)| [Priority::Sentence, Priority::Second].contains(&column.priority));
        let Some(width) = width else {
            return arrangement(if can_give { Priority::Sentence } else { Priority::Drawing }, 2, false);
        };
        let arrangements = [
            (Priority::Drawing, 2, false, NAME),
            if can_give { (Priority::Sentence, 2, false, NAME) } else { (Priority::Drawing, 1, true, NAME / 3) },
            (Priority::Sentence, 2, false, NAME),
            (Priority::Second, 2, false, NAME),
            (Priority::Second, 2, true, NAME),
            (Priority::Second, 1, true, NAME),
            (Priority::Key, 1, true, NAME),
            (Priority::Key, 1, true, NAME / 3),
        ];
        let mut found = arrangement(Priority::Drawing, 2, false);
        for (least, gap, is_broken, name) in arrangements {
            found = arrangement(least, gap, is_broken);
            if found.narrow(columns, &bodies, width, name) {
                break;
            }
        }
        found
    }

    /// Takes room from the widest columns of words until all fit; says whether that leaves each enough to be read.
    fn narrow(&mut self, columns: &[(&Column, &str)], bodies: &[usize], width: usize, name: usize) -> bool {
        let room = width.saturating_sub(self.columns.len().saturating_sub(1) * usize::from(self.gap));
        let natural: Vec<usize> = self.columns.iter().map(|(_, width)| *width).collect();
        let least = |(place, column): (usize, &(usize, usize))| match columns[column.0].0 {
            Column { align: Align::Right, name: Some(_), .. } => natural[place].min(bodies[column.0].max(HEADER)),
            Column { align: Align::Right, .. } | Column { priority: Priority::Drawing, .. } => natural[place],
            Column { priority: Priority::Sentence, .. } => natural[place].min(SENTENCE),
            _ => natural[place].min(name),
        };
        let least: Vec<usize> = self.columns.iter().enumerate().map(least).collect();
        for ((_, width), least) in self.columns.iter_mut().zip(&least) {
            *width = (*width).min(room).max(*least);
        }
        while self.columns.iter().map(|(_, width)| width).sum::<usize>() > room {
            let wide = self.columns.iter_mut().zip(&least).filter(|((_, width), least)| width > least);
            let Some(((_, width), _)) = wide.max_by_key(|((_, width), _)| *width) else { return false };
            *width -= 1;
        }
        true
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    texts.map(|text| text.width()).max().unwrap_or(0)
}

/// Returns the lines below a row: figures in one, each sentence in one of its own.
fn below(columns: &[(&Column, &str)], row: &[String], kept: &[(usize, usize)]) -> Vec<String> {
    let mut figures = Vec::new();
    let mut lines = Vec::new();
    for (place, ((column, label), cell)) in columns.iter().zip(row).enumerate() {
        if cell.is_empty() || kept.iter().any(|(kept, _)| *kept == place) {
            continue;
        }
        match column.priority {
            Priority::Sentence => lines.push(format!("{label}: {cell}")),
            Priority::Second | Priority::Key => figures.push(format!("{label}: {cell}")),
            Priority::Hidden | Priority::Drawing => {}
        }
    }
    if !figures.is_empty() {
        lines.insert(0, figures.join("; "));
    }
    lines
}

/// Breaks a sentence between words into lines of a width, each so far in.
fn wrapped(text: &str, width: Option<u16>, indent: usize) -> String {
    let room = width.map_or(usize::MAX, |width| usize::from(width).saturating_sub(indent).max(1));
    let margin = " ".repeat(indent);
    broken(text, room).iter().map(|line| format!("{margin}{line}")).collect::<Vec<_>>().join("\n")
}

/// Breaks a text between words into lines of a width, and within those words that are wider.
fn broken(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let gap = usize::from(used > 0);
        if used + gap + word.width() <= width {
            let line = lines.last_mut().expect("there is a line");
            line.push_str(&" "[..gap]);
            line.push_str(word);
            used += gap + word.width();
            continue;
        }
        if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for letter in word.chars() {
            let wide = letter.width().unwrap_or(0);
            if used > 0 && used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a line").push(letter);
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::{Bar, Cell, Row, Shade};
    use crate::value::money::Money;

    fn table() -> Table {
        let row = |name: &str, amount: &str, text: &'static str| {
            let amount = Money::parse(amount).unwrap();
            let bar = Cell::Bar(Bar(vec![(Shade::Full, amount)]));
            Row::new("", vec![Cell::Name(name.into()), Cell::Money(amount), Cell::Count(7), Cell::words(text), bar])
        };
        Table {
            columns: vec![
                Column::left("vendor", Priority::Key),
                Column::right("total", Priority::Key),
                Column::right("unit_price", Priority::Second),
                Column::left("why", Priority::Sentence),
                Column::left("bar", Priority::Drawing),
            ],
            rows: vec![
                row(
                    "明灯办公用品（上海）有限公司",
                    "43000.00",
                    "lowest price of its quality: 2,500.00 less than Meijia",
                ),
                row("East", "6540.00", ""),
            ],
            ..Table::default()
        }
    }

    fn drawn(width: Option<u16>) -> Vec<String> {
        let table = table();
        super::drawn(&table, &table.seen()[0], Layout { width, colour: false, detail: true })
    }

    #[test]
    fn what_has_no_room_is_written_below_its_row_and_drawings_are_left_out() {
        let is_there = |width, text: &str| drawn(width).iter().any(|line| line.contains(text));
        assert!(!is_there(None, "█") && is_there(Some(140), "█") && !is_there(Some(90), "█"));
        assert!(is_there(Some(90), "why") && !is_there(Some(90), "why:"));
        assert_eq!(drawn(Some(60))[3], "    why: lowest price of its quality: 2,500.00 less than\n    Meijia");
        assert!(!is_there(Some(60), "price: 7") && is_there(Some(32), "    unit price: 7"));
    }

    #[test]
    fn figures_end_at_the_same_column_beside_names_of_any_width() {
        for width in [None, Some(60), Some(140)] {
            let lines = drawn(width);
            let end = |figure: &str| {
                let line = lines.iter().find(|line| line.contains(figure)).unwrap();
                line[..line.find(figure).unwrap() + figure.len()].width()
            };
            assert!(end("43,000.00") == end("6,540.00") && end("total") == end("6,540.00"), "{lines:?}");
        }
    }

    #[test]
    fn a_sentence_is_wrapped_between_words_and_a_long_word_within() {
        assert_eq!(wrapped("one two three", Some(9), 2), "  one two\n  three");
        assert_eq!(wrapped("one two three", None, 2), "  one two three");
        assert_eq!(wrapped("青松家具", Some(5), 0), "青松\n家具");
        assert_eq!(wrapped("a 青松家具", Some(4), 0), "a\n青松\n家具");
    }
}
