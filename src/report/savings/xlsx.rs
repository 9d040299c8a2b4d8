//! A summary as a workbook: sums with a chart, every award, the lists that are worth a look, definitions, provenance.

use std::io::{self, Write};

use rust_xlsxwriter::{Chart, ChartLegendPosition, XlsxError};

use super::super::workbook::{Cell, Grid, Sheets, Weight};
use super::facts;
use super::sheet::because;
use crate::summary::{Baseline, Block, By, DEFINITIONS, Figures, Line, Row, Summary};
use crate::value::currency::Currency;
use crate::value::untrusted::Untrusted;

/// The name of the first sheet.
const SUMMARY: &str = "Summary";

/// The most groups that a chart can show so that their names are read.
const CHARTED: usize = 24;

/// The height of a chart in pixels, and in rows of a sheet with one to spare.
const CHART: (u32, u32) = (360, 19);

/// The least and the most pixels that a chart is wide.
const CHART_WIDTH: (u32, u32) = (700, 1_700);

/// Writes the workbook.
///
/// # Errors
///
/// Returns the writer's error, or that a workbook does not hold so many rows.
pub fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    sheets(summary).map_err(io::Error::other)?.write(out)
}

fn sheets(summary: &Summary) -> Result<Sheets, XlsxError> {
    let question = &summary.question;
    let day = |day: Option<crate::value::date::Date>| day.map(|day| day.to_string());
    let days = match (day(question.from), day(question.to)) {
        (None, None) => "all days".to_owned(),
        (from, to) => format!("{} to {}", from.unwrap_or_default(), to.unwrap_or_default()).trim().to_owned(),
    };
    let head = summary.head.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut sheets = Sheets::new(&format!("Savings, {days}"), &head)?;
    add_summary(summary, &mut sheets)?;
    if question.by.len() > 1 {
        sheets.add(&groups(summary))?;
    }
    sheets.add(&awards("Awards", summary.lines.iter()))?;
    sheets.add(&awards("Missed savings", summary.missed()))?;
    let lists = [
        awards("Overrides", summary.overrides()),
        awards("Pending", summary.pending()),
        awards("Void", summary.ended()),
    ];
    for list in lists.iter().filter(|list| !list.rows.is_empty()) {
        sheets.add(list)?;
    }
    sheets.add(&pairs(
        "Definitions",
        ["word", "meaning"],
        DEFINITIONS.iter().map(|definition| (definition.word.to_owned(), definition.meaning.to_owned())),
    ))?;
    let facts = facts(summary).into_iter().map(|fact| (fact.name.replace('_', " "), fact.value.unwrap_or_default()));
    sheets.add(&pairs("Source", ["fact", "value"], facts))?;
    Ok(sheets)
}

/// Writes the outermost groups and the total of each currency, and a chart of each below.
fn add_summary(summary: &Summary, sheets: &mut Sheets) -> Result<(), XlsxError> {
    let by = summary.question.by.first().copied();
    let mut columns = vec!["currency".to_owned(), by.map_or("sum", By::name).to_owned()];
    columns.extend(figure_names());
    let mut grid = Grid::new(SUMMARY, columns);
    let mut places = Vec::new();
    for block in &summary.blocks {
        let first = grid.rows.len().saturating_add(1);
        let outermost = |row: &&Row| row.keys.len() == 1;
        for row in block.rows.iter().filter(outermost) {
            let key = row.keys.first().and_then(Option::as_ref);
            let key = key.map_or_else(|| none(by), |key| Cell::text(Some(key)));
            grid.rows.push((Weight::Plain, sums(block.currency, vec![key], &row.figures)));
        }
        grid.rows.push((Weight::Sum, sums(block.currency, vec![Cell::words("total")], &block.total)));
        places.push((block, first, grid.rows.len()));
    }
    let grid = grid.without_empty_columns(2);
    let charts: Vec<Chart> =
        places.into_iter().filter_map(|(block, first, total)| chart(block, first, total, &grid.columns)).collect();
    let mut row = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX).saturating_add(2);
    let (sheet, width) = sheets.add(&grid)?;
    for mut chart in charts {
        chart.set_width(width.clamp(CHART_WIDTH.0, CHART_WIDTH.1));
        sheet.insert_chart(row, 0, &chart)?;
        row = row.saturating_add(CHART.1);
    }
    Ok(())
}

/// Draws what was negotiated against each baseline, from the rows of a currency; the total alone where there are no
/// groups.
fn chart(block: &Block, first: usize, total: usize, columns: &[String]) -> Option<Chart> {
    let groups = total.saturating_sub(first);
    let shown = groups.min(CHARTED);
    let last = if groups == 0 { total } else { first.saturating_add(shown).saturating_sub(1) };
    let (first, last) = (u32::try_from(first).ok()?, u32::try_from(last).ok()?);
    let mut chart = Chart::new_column();
    let more = if shown < groups { format!(", the first {shown} of {groups}") } else { String::new() };
    chart.title().set_name(&format!("Negotiated savings against each baseline, {}{more}", block.currency));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_num_format("#,##0");
    // Names stand below the bars, negative ones included.
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.set_height(CHART.0);
    let mut drawn = false;
    let has_any = |baseline: &Baseline| block.total.negotiated.sum(*baseline).amount.is_some();
    for baseline in Baseline::ALL.into_iter().filter(has_any) {
        let name = against_name(NEGOTIATED, baseline);
        let column = u16::try_from(columns.iter().position(|column| *column == name)?).ok()?;
        drawn = true;
        let series = chart.add_series();
        series.set_name(&baseline.name().replace('_', " "));
        series.set_categories((SUMMARY, first, 1, last, 1)).set_values((SUMMARY, first, column, last, column));
    }
    drawn.then_some(chart)
}

/// Makes the sheet of all groups and subtotals.
fn groups(summary: &Summary) -> Grid {
    let by = &summary.question.by;
    let mut columns = vec!["currency".to_owned(), "row".to_owned()];
    columns.extend(by.iter().map(|by| by.name().to_owned()));
    columns.extend(figure_names());
    let mut grid = Grid::new("Groups", columns);
    for block in &summary.blocks {
        let row = |kind: &str, keys: &[Option<Untrusted>], figures: &Figures| {
            let mut cells = vec![Cell::words(kind)];
            let keys = by.iter().enumerate().map(|(place, by)| match keys.get(place) {
                Some(Some(key)) => Cell::text(Some(key)),
                Some(None) => none(Some(*by)),
                None => Cell::Empty,
            });
            cells.extend(keys);
            sums(block.currency, cells, figures)
        };
        for group in &block.rows {
            let weight = if group.keys.len() == by.len() { Weight::Plain } else { Weight::Sum };
            grid.rows.push((weight, row(group.kind.name(), &group.keys, &group.figures)));
        }
        grid.rows.push((Weight::Sum, row("total", &[], &block.total)));
    }
    grid.without_empty_columns(by.len().saturating_add(2))
}

fn none(by: Option<By>) -> Cell {
    Cell::Text(format!("(no {})", by.map_or("group", By::name)))
}

/// How the columns of savings are called.
const NEGOTIATED: &str = "negotiated";
const REALISED: &str = "realised";

fn figure_names() -> Vec<String> {
    let mut names: Vec<String> = ["awards", "with budget", "received", "budget", "awarded"].map(str::to_owned).to_vec();
    names.extend(against_names());
    names.extend(["paid", "committed", "missed"].map(str::to_owned));
    names
}

fn against_names() -> impl Iterator<Item = String> {
    let names = |of: &'static str| Baseline::ALL.into_iter().map(move |baseline| against_name(of, baseline));
    names(NEGOTIATED).chain(names(REALISED))
}

fn against_name(of: &str, baseline: Baseline) -> String {
    format!("{of} {}", baseline.name().replace('_', " "))
}

fn sums(currency: Currency, keys: Vec<Cell>, figures: &Figures) -> Vec<Cell> {
    let mut cells = vec![Cell::words(currency.code())];
    cells.extend(keys);
    cells.extend([figures.awards, figures.budget.awards, figures.received].map(|count| Cell::number(&count)));
    cells.extend([Cell::amount(figures.budget.amount), Cell::Amount(figures.awarded)]);
    for against in [&figures.negotiated, &figures.realised] {
        cells.extend(Baseline::ALL.into_iter().map(|baseline| Cell::amount(against.sum(baseline).amount)));
    }
    cells.extend([Cell::Amount(figures.paid), Cell::Amount(figures.committed), Cell::amount(figures.missed.amount)]);
    cells
}

/// Makes a sheet with a row for each award.
fn awards<'l>(name: &'static str, lines: impl Iterator<Item = &'l Line>) -> Grid {
    let leading = ["seq", "on", "status", "currency"].into_iter().chain(By::ALL.into_iter().map(By::name));
    let leading = leading.chain([
        "request",
        "approver",
        "needed by",
        "promised",
        "ordered",
        "received",
        "unit",
        "budget",
        "awarded",
    ]);
    let mut columns: Vec<String> = leading.map(str::to_owned).collect();
    columns.extend(against_names());
    columns.extend(["paid", "committed", "missed", "basis", "recommended", "reason"].map(str::to_owned));
    let mut grid = Grid::new(name, columns);
    grid.rows = lines.map(|line| (Weight::Plain, award(line))).collect();
    grid.without_empty_columns(4)
}

fn award(line: &Line) -> Vec<Cell> {
    let mut cells = vec![
        Cell::number(&line.seq),
        Cell::Day(line.on),
        Cell::words(line.status.name()),
        Cell::words(line.currency.code()),
    ];
    cells.extend(By::ALL.into_iter().map(|by| Cell::text(by.of(line))));
    cells.extend([
        Cell::text(line.request.as_ref()),
        Cell::text(line.approval.as_ref().map(|approval| &approval.by)),
        Cell::day(line.needed_by),
        Cell::day(line.promised),
        Cell::number(&line.ordered),
        Cell::number(&line.received),
        Cell::text(line.unit.as_ref()),
        Cell::amount(line.budget),
        Cell::Amount(line.awarded),
    ]);
    for savings in [&line.negotiated, &line.realised] {
        cells.extend(Baseline::ALL.into_iter().map(|baseline| Cell::amount(baseline.of(savings))));
    }
    let reason = match &line.ended {
        Some(ended) => Cell::text(ended.reason.as_ref()),
        None if line.reason.is_none() && line.missed.is_some() => Cell::Text(because(line)),
        None => Cell::text(line.reason.as_ref()),
    };
    cells.extend([
        Cell::Amount(line.paid),
        Cell::Amount(line.committed),
        Cell::amount(line.missed),
        Cell::words(line.basis.name()),
        Cell::text(line.recommended.as_ref()),
        reason,
    ]);
    cells
}

fn pairs(name: &'static str, columns: [&str; 2], pairs: impl Iterator<Item = (String, String)>) -> Grid {
    let mut grid = Grid::new(name, columns.map(str::to_owned).to_vec());
    grid.widest = 110;
    grid.rows = pairs.map(|(one, other)| (Weight::Plain, vec![Cell::Text(one), Cell::Text(other)])).collect();
    grid
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Range, Reader as _, Xlsx};

    use super::super::tests::summary;
    use super::*;
    use crate::value::money::Money;

    fn written(summary: &Summary) -> Vec<u8> {
        let mut out = Vec::new();
        write(summary, &mut out).unwrap();
        out
    }

    fn opened(bytes: &[u8]) -> Xlsx<std::io::Cursor<&[u8]>> {
        Xlsx::new(std::io::Cursor::new(bytes)).unwrap()
    }

    fn column(sheet: &Range<Data>, name: &str) -> Option<Vec<Data>> {
        let header = sheet.rows().next().unwrap();
        let place = header.iter().position(|cell| *cell == Data::String(name.to_owned()))?;
        Some(sheet.rows().skip(1).map(|row| row[place].clone()).collect())
    }

    /// Returns a number as the text of an amount of as many decimals; nothing where the cell is empty.
    fn amount(cell: &Data, decimals: usize) -> String {
        if *cell == Data::Empty {
            return String::new();
        }
        let Data::Float(number) = cell else { panic!("{cell:?}") };
        format!("{number:.decimals$}")
    }

    #[test]
    fn a_workbook_holds_the_figures_of_the_summary_as_numbers() {
        let summary = summary(&[By::Department, By::Vendor]);
        let bytes = written(&summary);
        let groups = opened(&bytes).worksheet_range("Groups").unwrap();
        let mut row = 0;
        for block in &summary.blocks {
            let decimals = usize::from(block.currency.digits());
            let text = |amount: Option<Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
            for figures in block.rows.iter().map(|row| &row.figures).chain([&block.total]) {
                let mut expected = vec![
                    ("budget".to_owned(), text(figures.budget.amount)),
                    ("awarded".to_owned(), figures.awarded.to_string()),
                    ("paid".to_owned(), figures.paid.to_string()),
                    ("committed".to_owned(), figures.committed.to_string()),
                    ("missed".to_owned(), text(figures.missed.amount)),
                ];
                for baseline in Baseline::ALL {
                    let negotiated = text(figures.negotiated.sum(baseline).amount);
                    expected.push((against_name(NEGOTIATED, baseline), negotiated));
                    expected.push((against_name(REALISED, baseline), text(figures.realised.sum(baseline).amount)));
                }
                for (name, expected) in expected {
                    let found = column(&groups, &name).map(|cells| amount(&cells[row], decimals)).unwrap_or_default();
                    assert_eq!(found, expected, "{name} in row {row}");
                }
                row += 1;
            }
        }
        assert_eq!(row, groups.height() - 1);
        assert_eq!(column(&groups, "negotiated first offer"), None);
    }

    #[test]
    fn every_award_has_a_row_and_its_days_are_days() {
        let summary = summary(&[]);
        let bytes = written(&summary);
        let mut workbook = opened(&bytes);
        let expected = ["Summary", "Awards", "Missed savings", "Overrides", "Pending", "Void", "Definitions", "Source"];
        assert_eq!(workbook.sheet_names(), expected);
        let awards = workbook.worksheet_range("Awards").unwrap();
        assert_eq!(awards.height() - 1, summary.lines.len());
        let days = column(&awards, "on").unwrap();
        for (line, day) in summary.lines.iter().zip(days) {
            let Data::DateTime(day) = day else { panic!("{day:?}") };
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            assert_eq!(format!("{year:04}-{month:02}-{day:02}"), line.on.to_string());
        }
        let source = workbook.worksheet_range("Source").unwrap();
        let head = summary.head.as_ref().unwrap().to_string();
        assert!(source.rows().any(|row| row[1] == Data::String(head.clone())), "{source:?}");
        assert_eq!(workbook.worksheet_range("Definitions").unwrap().height() - 1, DEFINITIONS.len());
    }

    #[test]
    fn text_from_outside_stays_text_and_comes_back_as_it_was() {
        let attacks = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "=HYPERLINK(\"http://x\")",
            "http://example.org",
            "mailto:a@b",
            "{=1}",
            "＝2",
            "'=7",
            "<b>&amp;\"'",
            "_x0041_",
            "1e5",
            "2026-11-22",
            "TRUE",
            "#REF!",
            "a\u{202e}b",
            "a\nb",
            "\u{1b}[31m",
            " x ",
        ];
        let mut summary = summary(&[By::Vendor]);
        let template = summary.lines[0].clone();
        summary.lines = attacks
            .iter()
            .map(|attack| {
                let text = || Some(Untrusted::new(attack));
                crate::summary::Line {
                    department: text(),
                    reason: text(),
                    vendor: Untrusted::new(attack),
                    ..template.clone()
                }
            })
            .map(|line| crate::summary::Line { missed: None, ..line })
            .collect();
        let bytes = written(&summary);
        let mut workbook = opened(&bytes);
        let awards = workbook.worksheet_range("Awards").unwrap();
        for name in ["department", "vendor", "reason"] {
            let cells = column(&awards, name).unwrap();
            assert_eq!(cells, attacks.map(|attack| Data::String(attack.to_owned())), "{name}");
        }
        for sheet in workbook.sheet_names() {
            let formulas = workbook.worksheet_formula(&sheet).unwrap();
            assert!(formulas.used_cells().next().is_none(), "{sheet}");
        }
    }

    #[test]
    fn the_same_summary_gives_the_same_bytes() {
        let summary = summary(&[By::Period, By::Buyer]);
        assert_eq!(written(&summary), written(&summary));
    }

    #[test]
    fn an_amount_of_many_digits_is_text_and_keeps_them() {
        let mut summary = summary(&[]);
        summary.lines[0].awarded = Money::parse("12345678901234567.89").unwrap();
        let bytes = written(&summary);
        let awards = opened(&bytes).worksheet_range("Awards").unwrap();
        assert_eq!(column(&awards, "awarded").unwrap()[0], Data::String("12345678901234567.89".to_owned()));
    }
}
