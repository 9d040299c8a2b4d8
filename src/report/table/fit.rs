//! Sheets and sentences within the width of a terminal.
//!
//! Where the columns of a sheet would not fit, sentences stand below their rows, then figures that are of less use.
//! Numbers are never broken, and nothing is cut off.

use std::fmt::Write as _;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, Width};

use super::super::sheet::{Column, Holds, Sheet, Yields};

/// The least room of a column of sentences, unless they are shorter: less reads like a ribbon.
const SENTENCE: usize = 30;

/// The least room of a column of names, unless they are shorter.
const NAME: usize = 20;

/// How far in the lines below a row begin.
const INDENT: usize = 4;

/// Stands between the rows while a sheet is drawn; text that is safe to show does not have it.
const BETWEEN_ROWS: char = '\u{1f}';

/// Columns in a line, the gaps between them, and their headers.
struct Arrangement {
    kept: Vec<usize>,
    gap: u16,
    headers: Vec<String>,
    /// The least room of each column that is kept.
    room: Vec<usize>,
}

/// Draws a sheet: a rule under the header, numbers to the right, words wrapped where a width is given.
pub(in crate::report) fn drawn(sheet: &Sheet, width: Option<u16>) -> String {
    let arrangement = arranged(sheet, width.map(usize::from));
    let text = laid(sheet, &arrangement, width).trim_fmt();
    if arrangement.kept.len() == sheet.columns.len() {
        return without_marks(&text);
    }
    let mut rows = text.split_inclusive('\n').collect::<Vec<_>>().into_iter();
    let mut result = String::with_capacity(text.len());
    let is_mark = |line: &str| line.starts_with(BETWEEN_ROWS);
    // The header and the rule below it.
    result.extend(rows.by_ref().take_while(|line| !is_mark(line)));
    for row in &sheet.rows {
        for line in rows.by_ref().take_while(|line| !is_mark(line)) {
            result.push_str(line);
        }
        if !result.ends_with('\n') {
            result.push('\n');
        }
        for line in below(&sheet.columns, row, &arrangement.kept) {
            let _ = writeln!(result, "{}", wrapped(&line, width, INDENT));
        }
    }
    result.truncate(result.trim_end_matches('\n').len());
    result
}

/// Breaks a sentence between words into lines of a width, each so far in.
pub(in crate::report) fn wrapped(text: &str, width: Option<u16>, indent: usize) -> String {
    let margin = " ".repeat(indent);
    // No letter takes more columns than bytes.
    let Some(width) = width.filter(|width| text.len().saturating_add(indent) > usize::from(*width)) else {
        return format!("{margin}{text}");
    };
    let room = usize::from(width).saturating_sub(indent).max(1);
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(room).unwrap_or(width)).add_row([text]);
    for column in table.column_iter_mut() {
        column.set_padding((0, 0));
    }
    let lines: Vec<String> = table.lines().map(|line| format!("{margin}{}", line.trim_end())).collect();
    lines.join("\n")
}

/// Finds the arrangement that keeps the most columns beside one another, and the widest gaps.
fn arranged(sheet: &Sheet, width: Option<usize>) -> Arrangement {
    // Without a limit nothing needs to be measured.
    let measured = if width.is_some() { sheet.rows.as_slice() } else { &[] };
    let bodies = widths(measured.iter().map(Vec::as_slice), sheet.columns.len());
    let names: Vec<String> = sheet.columns.iter().map(|column| column.name.clone()).collect();
    let broken: Vec<String> = names.iter().map(|name| broken(name)).collect();
    let arrangement = |keep: Yields, gap: u16, headers: &[String]| {
        let heads = widths(std::iter::once(headers), headers.len());
        let kept = sheet.columns.iter().enumerate().filter(|(_, column)| column.yields >= keep);
        let (kept, room): (Vec<usize>, Vec<usize>) = kept
            .map(|(place, column)| {
                let body = bodies.get(place).copied().unwrap_or(0).max(heads.get(place).copied().unwrap_or(0));
                let least = match (column.holds, column.yields) {
                    (Holds::Numbers, _) => usize::MAX,
                    (Holds::Words, Yields::First) => SENTENCE,
                    (Holds::Words, Yields::Second | Yields::Never) => NAME,
                };
                (place, body.min(least))
            })
            .unzip();
        let headers = kept.iter().filter_map(|place| headers.get(*place).cloned()).collect();
        Arrangement { kept, gap, headers, room }
    };
    let whole = arrangement(Yields::First, 2, &names);
    let Some(width) = width else { return whole };
    let fits = |arrangement: &Arrangement| {
        let gaps = arrangement.kept.len().saturating_sub(1).saturating_mul(usize::from(arrangement.gap));
        arrangement.room.iter().fold(gaps, |sum, room| sum.saturating_add(*room)) <= width
    };
    let narrower = [(Yields::Second, 2, &names), (Yields::Second, 2, &broken), (Yields::Second, 1, &broken)];
    std::iter::once(whole)
        .chain(narrower.into_iter().map(|(keep, gap, headers)| arrangement(keep, gap, headers)))
        .find(fits)
        .unwrap_or_else(|| arrangement(Yields::Never, 1, &broken))
}

/// Breaks a header between its words.
fn broken(name: &str) -> String {
    name.replace(' ', "\n").replace('_', "_\n")
}

/// Returns how many columns of a terminal the texts of each column take.
fn widths<'t>(rows: impl Iterator<Item = &'t [String]>, columns: usize) -> Vec<usize> {
    let mut table = Table::new();
    table.add_rows(rows.map(|row| row.iter().map(String::as_str)));
    let mut widths: Vec<usize> = table.column_max_content_widths().into_iter().map(usize::from).collect();
    widths.resize(columns, 0);
    widths
}

fn laid(sheet: &Sheet, arrangement: &Arrangement, width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING.row_separator(LineStyle::none().fill(BETWEEN_ROWS)));
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    let kept = &arrangement.kept;
    table.set_header(arrangement.headers.iter().map(String::as_str));
    let rules = arrangement.headers.iter().map(|header| widths(std::iter::once(&[header.clone()][..]), 1));
    table.add_row(rules.map(|width| "-".repeat(width.first().copied().unwrap_or(0))));
    table.add_rows(sheet.rows.iter().map(|row| kept.iter().filter_map(|place| row.get(*place)).map(String::as_str)));
    let last = kept.len().saturating_sub(1);
    let columns = kept.iter().filter_map(|place| sheet.columns.get(*place)).zip(&arrangement.room);
    for ((place, to_draw), (column, room)) in table.column_iter_mut().enumerate().zip(columns) {
        let gap = if place == last { 0 } else { arrangement.gap };
        to_draw.set_padding((0, gap));
        match column.holds {
            Holds::Numbers => {
                to_draw.set_cell_alignment(CellAlignment::Right);
                to_draw.set_constraint(ColumnConstraint::ContentWidth);
            }
            Holds::Words => {
                let boundary = u16::try_from(*room).unwrap_or(u16::MAX).saturating_add(gap);
                to_draw.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(boundary)));
            }
        }
    }
    table
}

/// Returns the lines below a row: figures in one, each sentence in one of its own.
fn below(columns: &[Column], row: &[String], kept: &[usize]) -> Vec<String> {
    let mut figures = Vec::new();
    let mut sentences = Vec::new();
    let cells = columns.iter().zip(row).enumerate();
    for (_, (column, cell)) in cells.filter(|(place, (_, cell))| !kept.contains(place) && !cell.is_empty()) {
        let line = format!("{}: {cell}", column.name);
        match column.yields {
            Yields::First => sentences.push(line),
            Yields::Second | Yields::Never => figures.push(line),
        }
    }
    if !figures.is_empty() {
        sentences.insert(0, figures.join("; "));
    }
    sentences
}

fn without_marks(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(BETWEEN_ROWS)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{CHINESE, MIXED, compared};
    use crate::report::table::{Layout, write};

    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n[service]\ncriteria = [\"service desc\", \"warranty_months desc\"]\n";

    fn table(sheet: &str, width: Option<u16>) -> String {
        compared(sheet, SCALE, |recommendation| {
            let mut out = Vec::new();
            write(recommendation, Layout { width, colour: false, detail: true }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        })
    }

    fn columns(text: &str) -> usize {
        widths(std::iter::once(&[text.to_owned()][..]), 1)[0]
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for sheet in [MIXED, CHINESE] {
            for width in 60..=200 {
                for line in table(sheet, Some(width)).lines() {
                    assert!(columns(line) <= usize::from(width), "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn no_figure_or_name_is_lost_at_any_width() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for sheet in [MIXED, CHINESE] {
            let all = words(&table(sheet, None));
            for width in [40, 60, 80, 100, 140, 200] {
                // Headers are broken and rules grow shorter, names may be broken; figures never are.
                let here = table(sheet, Some(width));
                let squeezed: String = here.split_whitespace().collect();
                for word in all.iter().filter(|word| word.contains(|letter: char| letter.is_ascii_digit())) {
                    let word = word.trim_matches(['(', ')', ',', '.', ';', ':']);
                    assert!(squeezed.contains(word), "{width}: {word}\n{here}");
                }
            }
        }
    }

    #[test]
    fn figures_end_at_the_same_column_beside_names_of_any_width() {
        for width in [None, Some(80), Some(140)] {
            let text = table(CHINESE, width);
            let ends = |figure: &str| {
                let line = text.lines().find(|line| line.contains(figure)).unwrap();
                columns(&line[..line.find(figure).unwrap() + figure.len()])
            };
            assert_eq!(ends("43,000.00"), ends("6,540.00"), "{text}");
            assert_eq!(ends("total"), ends("6,540.00"), "{text}");
        }
    }

    #[test]
    fn sentences_stand_below_their_rows_where_there_is_no_room_beside() {
        let narrow = table(MIXED, Some(80));
        assert!(
            narrow.contains("\n    why: lowest price of its quality: 2,500.00 (5.49 %) less than Meijia\n"),
            "{narrow}"
        );
        assert!(narrow.contains("\n    runner-up: Meijia 45,500.00\n"), "{narrow}");
        let wide = table(MIXED, Some(160));
        assert!(!wide.contains("why:") && !wide.contains("runner-up:"), "{wide}");
        assert!(!narrow.contains(BETWEEN_ROWS) && !wide.contains(BETWEEN_ROWS));
    }

    #[test]
    fn what_is_not_recommended_says_why() {
        for width in [None, Some(80)] {
            let text = table(MIXED, width);
            for said in [
                "decide: East 800.00 or West 800.00",
                "decide: West 14,400.00 or East 12,800.00",
                "For a person to decide (tie): equal in price, quality and service.",
                "costs 1,600.00 (12.5 %) more.",
                "quality C is below the required B",
                "repeats another row in every cell",
                "was valid until 2026-11-01, compared on 2026-11-22",
                "the only quote was rejected",
                "If it withdraws: take Meijia.",
            ] {
                let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(flat(&text).contains(&flat(said)), "{said}\n{text}");
            }
        }
    }

    #[test]
    fn a_sentence_is_wrapped_between_words() {
        assert_eq!(wrapped("one two three", Some(9), 2), "  one two\n  three");
        assert_eq!(wrapped("one two three", None, 2), "  one two three");
        assert_eq!(wrapped("青松家具", Some(4), 0), "青松\n家具");
    }
}
