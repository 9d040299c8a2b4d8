//! Rows and columns as an HTML table that becomes a stack of cards where there is no room for it.

use super::markup::{Attribute, Html};
use crate::report::sheet::{Column, Holds, Sheet, Yields};

/// How a sheet is drawn.
pub(crate) struct Grid<'g> {
    /// Its rows and columns.
    pub(crate) sheet: &'g Sheet,
    /// What it shows, for those who cannot see it.
    pub(crate) caption: &'g str,
    /// Returns the class of a row, by its number.
    pub(crate) class: &'g dyn Fn(usize) -> &'static str,
    /// Puts in the text of a cell, by the number of its row.
    pub(crate) cell: &'g dyn Fn(&mut Html<'_>, usize, &Column, &str),
}

/// Puts in a sheet as a table.
pub(crate) fn write(html: &mut Html<'_>, grid: &Grid<'_>) {
    // Many columns scroll in a box of their own, never the page.
    html.element("div", &[("class", &"scroll")], |html| {
        html.element("table", &[], |html| write_table(html, grid));
    });
    html.newline();
}

fn write_table(html: &mut Html<'_>, grid: &Grid<'_>) {
    html.words("caption", &[], grid.caption);
    html.newline();
    html.element("thead", &[], |html| {
        html.element("tr", &[], |html| {
            for column in &grid.sheet.columns {
                html.element("th", &[("scope", &"col"), ("class", &class(column))], |html| {
                    write_header(html, &column.name);
                });
            }
        });
    });
    html.newline();
    html.element("tbody", &[], |html| {
        for (number, row) in grid.sheet.rows.iter().enumerate() {
            html.newline();
            let class = (grid.class)(number);
            let class: &[Attribute<'_>] = if class.is_empty() { &[] } else { &[("class", &class)] };
            html.element("tr", class, |html| {
                for (column, text) in grid.sheet.columns.iter().zip(row) {
                    write_cell(html, grid, number, column, text);
                }
            });
        }
    });
}

/// Puts in a header, which may be broken where its words are joined.
fn write_header(html: &mut Html<'_>, name: &str) {
    if !name.is_ascii() {
        return html.name(name);
    }
    for part in name.split_inclusive('_') {
        html.text(part);
        if part.ends_with('_') {
            html.void("wbr", &[]);
        }
    }
}

fn write_cell(html: &mut Html<'_>, grid: &Grid<'_>, row: usize, column: &Column, text: &str) {
    // Cards have no header row: there each cell is headed by its column.
    html.element("td", &[("class", &class(column)), ("data-label", &column.name)], |html| {
        if !text.is_empty() {
            (grid.cell)(html, row, column, text);
        }
    });
}

fn class(column: &Column) -> &'static str {
    match (column.holds, column.yields) {
        (Holds::Numbers, _) => "number",
        (Holds::Words, Yields::First) => "sentence",
        (Holds::Words, _) => "words",
    }
}
