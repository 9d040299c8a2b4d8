//! Amounts as points over named columns, drawn as SVG in the page; in whole units only.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "coordinates within a drawing of some hundred units; amounts go through a `Scale`"
)]

use super::markup::Html;
use super::scale::Scale;
use crate::report::amount::grouped;
use crate::value::currency::Currency;
use crate::value::money::Money;

/// The width of the drawing: on a phone a unit is about a pixel.
const WIDTH: i32 = 400;

/// The room on the right, into which the amounts beside the last points reach.
const RIGHT: i32 = 24;

/// The height of the field with the points, of a row above it, and of what stands below it.
const FIELD: i32 = 160;
const ROW: i32 = 20;
const FOOT: i32 = 40;

/// How far below a point its amount is written.
const BELOW: i32 = 15;

/// The width of a digit in units, at the size of letters that the styles give.
const DIGIT: i32 = 7;

/// Points nearer than this are set side by side.
const NEAR: i32 = 9;

/// A chart of points.
pub(crate) struct Chart {
    /// What it shows, in a few words.
    pub(crate) title: String,
    /// All that it shows, in sentences, for those who cannot see it.
    pub(crate) description: String,
    /// What its columns are.
    pub(crate) across: &'static str,
    /// The names of the columns, from the left.
    pub(crate) columns: Vec<String>,
    /// The points.
    pub(crate) points: Vec<Point>,
    /// Lines from point to point.
    pub(crate) steps: Vec<Step>,
    /// The currency of the amounts.
    pub(crate) currency: Currency,
}

/// A point of a chart.
pub(crate) struct Point {
    /// The number of its column, from 0.
    pub(crate) column: usize,
    /// How high it stands.
    pub(crate) amount: Money,
    /// How it is marked.
    pub(crate) mark: Mark,
    /// What it stands for, shown where the pointer rests on it.
    pub(crate) hint: String,
}

/// How a point is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// One among others.
    Plain,
    /// A large one with its amount beside it.
    Large,
}

/// A line from a point to another, by their numbers.
pub(crate) struct Step {
    /// The point where it starts.
    pub(crate) from: usize,
    /// The point where it ends.
    pub(crate) to: usize,
    /// What is written along it.
    pub(crate) label: String,
}

/// A point of the drawing: units from the left and from the top.
type At = (i32, i32);

/// Puts in a chart; `id` tells it from other charts of the page.
pub(crate) fn write(html: &mut Html<'_>, chart: &Chart, id: usize) {
    let frame = Frame::of(chart);
    let (title, description) = (format!("chart-{id}-title"), format!("chart-{id}-text"));
    let size = format!("0 0 {WIDTH} {}", frame.bottom + FOOT);
    html.element(
        "svg",
        &[("viewBox", &size), ("role", &"img"), ("aria-labelledby", &title), ("aria-describedby", &description)],
        |html| {
            html.newline();
            html.words("title", &[("id", &title)], &chart.title);
            html.words("desc", &[("id", &description)], &chart.description);
            html.newline();
            frame.write(html, chart);
            let places = frame.places(chart);
            let ends = |step: &Step| Some((*places.get(step.from)?, *places.get(step.to)?));
            let steps = || (0..).zip(&chart.steps).filter_map(|(row, step)| Some((frame.row(row), ends(step)?, step)));
            for (row, (from, to), _) in steps() {
                write_step(html, row, from, to);
            }
            // Words come after lines, which would cross them.
            for (row, (from, to), step) in steps() {
                write_text(html, "step", (from.0.midpoint(to.0), row - 5), &step.label);
            }
            for (point, at) in chart.points.iter().zip(&places) {
                write_point(html, point, *at);
            }
            html.newline();
        },
    );
    html.newline();
}

/// Where the parts of a chart stand.
struct Frame {
    left: i32,
    top: i32,
    bottom: i32,
    columns: i32,
    scale: Scale,
    ticks: Vec<(i32, String)>,
}

impl Frame {
    fn of(chart: &Chart) -> Self {
        let top = ROW * (i32::try_from(chart.steps.len()).unwrap_or(0) + 1);
        let bottom = top + FIELD;
        let amounts = || chart.points.iter().map(|point| point.amount.minor());
        let (least, most) = (amounts().min().unwrap_or(0), amounts().max().unwrap_or(0));
        let scale = Scale::with_room(least, most, (bottom - BELOW, top));
        let tick = |tick| (scale.at(tick), grouped(Money::from_minor(tick, chart.currency)));
        let ticks: Vec<(i32, String)> = scale.ticks(5).into_iter().map(tick).collect();
        let longest = ticks.iter().map(|(_, text)| text.len()).max().unwrap_or(0);
        let left = (i32::try_from(longest).unwrap_or(0) * DIGIT + 10).min(WIDTH / 2);
        let columns = i32::try_from(chart.columns.len()).unwrap_or(1).max(1);
        Self { left, top, bottom, columns, scale, ticks }
    }

    /// Returns the middle of a column.
    fn middle(&self, column: usize) -> i32 {
        let column = i32::try_from(column).unwrap_or(0);
        self.left + (WIDTH - RIGHT - self.left) * (2 * column + 1) / (2 * self.columns)
    }

    /// Returns the height of a row above the field; the first is the lowest.
    fn row(&self, row: usize) -> i32 {
        self.top - ROW * i32::try_from(row).unwrap_or(0)
    }

    /// Returns where each point stands; those that would cover one another stand side by side.
    fn places(&self, chart: &Chart) -> Vec<At> {
        let mut places: Vec<At> = Vec::with_capacity(chart.points.len());
        for point in &chart.points {
            let (mut x, y) = (self.middle(point.column), self.scale.at(point.amount.minor()));
            while places.iter().any(|(other, height)| (other - x).abs() < NEAR && (height - y).abs() < NEAR) {
                x += NEAR + 4;
            }
            places.push((x, y));
        }
        places
    }

    /// Puts in the lines of round amounts and the names of the columns.
    fn write(&self, html: &mut Html<'_>, chart: &Chart) {
        let (left, right) = (self.left, WIDTH - RIGHT);
        write_text(html, "across", (0, 12), &format!("total in {}", chart.currency));
        for (y, text) in &self.ticks {
            write_line(html, "grid", (left, *y), (right, *y));
            write_text(html, "tick", (left - 6, y + 4), text);
        }
        write_line(html, "axis", (left, self.bottom), (right, self.bottom));
        for (number, name) in chart.columns.iter().enumerate() {
            write_text(html, "column", (self.middle(number), self.bottom + 16), name);
        }
        write_text(html, "column", (left.midpoint(right), self.bottom + 34), chart.across);
        html.newline();
    }
}

/// Puts in a line between two points, and above the field how far it leads.
fn write_step(html: &mut Html<'_>, row: i32, from: At, to: At) {
    write_line(html, "step", from, to);
    write_line(html, "span", (from.0, row), (to.0, row));
    for (x, y) in [from, to] {
        write_line(html, "span", (x, row - 3), (x, row + 3));
        write_line(html, "drop", (x, row), (x, y));
    }
    html.newline();
}

/// Puts in a point; the amount of a large one stands where no line comes from.
fn write_point(html: &mut Html<'_>, point: &Point, (x, y): At) {
    let (class, radius) = match point.mark {
        Mark::Plain => ("plain", 4),
        Mark::Large => ("large", 6),
    };
    html.element("circle", &[("class", &class), ("cx", &x), ("cy", &y), ("r", &radius)], |html| {
        html.words("title", &[], &point.hint);
    });
    if point.mark == Mark::Large {
        write_text(html, "amount", (x + 9, y + BELOW), &grouped(point.amount));
    }
}

fn write_line(html: &mut Html<'_>, class: &'static str, from: At, to: At) {
    html.words("line", &[("class", &class), ("x1", &from.0), ("y1", &from.1), ("x2", &to.0), ("y2", &to.1)], "");
}

fn write_text(html: &mut Html<'_>, class: &'static str, at: At, text: &str) {
    html.words("text", &[("class", &class), ("x", &at.0), ("y", &at.1)], text);
}
