//! Amounts as bars from a line of nothing, drawn as SVG in the page; in whole units only.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "coordinates within a drawing of some hundred units; amounts are made small enough for a `Scale`"
)]

use super::markup::Html;
use super::scale::Scale;
use crate::report::amount::grouped;
use crate::value::money::Money;
use crate::value::untrusted::shown;

/// The width of the drawing: on a phone a unit is about a pixel.
const WIDTH: i32 = 400;

/// The height of a bar with its name above, where in it the name stands and the bar begins, and how high the bar is.
const ROW: i32 = 34;
const NAME: i32 = 13;
const TOP: i32 = 18;
const HIGH: i32 = 9;

/// The width of a letter in units; those of other scripts may be twice as wide.
const LETTER: usize = 7;

/// The largest amount that a `Scale` takes, and what larger ones are divided by.
const LARGEST: u128 = 10_u128.pow(25);
const SHRINK: i128 = 10_i128.pow(14);

/// A chart of bars: below nothing to the left, above it to the right.
pub(crate) struct Bars {
    /// What it shows, in a few words.
    pub(crate) title: String,
    /// All that it shows, in sentences, for those who cannot see it.
    pub(crate) description: String,
    /// The bars, from the top.
    pub(crate) rows: Vec<Bar>,
}

/// A bar of a chart.
pub(crate) struct Bar {
    /// What it stands for.
    pub(crate) name: String,
    /// How long it is; `None` where there is no amount.
    pub(crate) amount: Option<Money>,
}

impl Bar {
    /// Writes the amount of the bar.
    pub(crate) fn text(&self) -> String {
        self.amount.map_or_else(|| "none".to_owned(), grouped)
    }
}

/// Puts in a chart; `id` tells it from other charts of the page.
pub(crate) fn write(html: &mut Html<'_>, chart: &Bars, id: usize) {
    let (title, description) = (format!("bars-{id}-title"), format!("bars-{id}-text"));
    let rows = i32::try_from(chart.rows.len()).unwrap_or(i32::MAX / ROW);
    let size = format!("0 0 {WIDTH} {}", ROW * rows);
    let scale = scale(chart);
    let zero = scale.at(0);
    html.element(
        "svg",
        &[("viewBox", &size), ("role", &"img"), ("aria-labelledby", &title), ("aria-describedby", &description)],
        |html| {
            html.newline();
            html.words("title", &[("id", &title)], &chart.title);
            html.words("desc", &[("id", &description)], &chart.description);
            html.newline();
            for (row, bar) in (0..rows).zip(&chart.rows) {
                write_bar(html, bar, ROW * row, (zero, scale.at(length(chart, bar))));
            }
            // A piece for each bar, since names and amounts stand between them.
            for row in 0..rows {
                let (from, to) = (ROW * row + TOP - 2, ROW * row + TOP + HIGH + 2);
                html.words("line", &[("class", &"axis"), ("x1", &zero), ("y1", &from), ("x2", &zero), ("y2", &to)], "");
            }
            html.newline();
        },
    );
    html.newline();
}

/// Returns the scale of the bars, on which nothing stands as well.
fn scale(chart: &Bars) -> Scale {
    let lengths = || chart.rows.iter().map(|bar| length(chart, bar));
    let (least, most) = (lengths().min().unwrap_or(0).min(0), lengths().max().unwrap_or(0).max(0));
    // Where all bars are nothing, their line stands on the left.
    Scale::new(least, most.max(least + 1), (1, WIDTH - 1))
}

/// Returns the length of a bar in units of its amount, or in larger ones where an amount would be too large to draw.
fn length(chart: &Bars, bar: &Bar) -> i128 {
    let amounts = chart.rows.iter().filter_map(|bar| bar.amount);
    let is_large = amounts.map(|amount| amount.minor().unsigned_abs()).any(|amount| amount > LARGEST);
    bar.amount.map_or(0, Money::minor) / if is_large { SHRINK } else { 1 }
}

fn write_bar(html: &mut Html<'_>, bar: &Bar, top: i32, (zero, end): (i32, i32)) {
    let amount = bar.text();
    let room = usize::try_from(WIDTH).unwrap_or(0) / LETTER;
    let name = short(&bar.name, room.saturating_sub(amount.len() + 2).max(6));
    html.words("text", &[("class", &"name"), ("x", &0), ("y", &(top + NAME))], &name);
    let class = if end < zero { "less" } else { "more" };
    html.words("text", &[("class", &"sum"), ("x", &WIDTH), ("y", &(top + NAME))], &amount);
    let (left, width) = (zero.min(end), (end - zero).abs());
    if width > 0 {
        html.words(
            "rect",
            &[("class", &class), ("x", &left), ("y", &(top + TOP)), ("width", &width), ("height", &HIGH)],
            "",
        );
    }
    html.newline();
}

/// Shortens a name to the room that there is for it.
fn short(name: &str, room: usize) -> String {
    let name = shown(name).to_string();
    let wide = |character: char| if character.is_ascii() { 1 } else { 2 };
    if name.chars().map(wide).sum::<usize>() <= room {
        return name;
    }
    let mut left = room.saturating_sub(2);
    let fits = |character: &char| {
        let rest = left.checked_sub(wide(*character));
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    let kept: String = name.chars().take_while(fits).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::super::markup::written;
    use super::*;
    use crate::value::currency::Currency;

    fn drawn(amounts: &[Option<i128>]) -> (String, Vec<(i32, i32)>) {
        let bar = |minor: &Option<i128>| Bar {
            name: "七桥".to_owned(),
            amount: minor.map(|minor| Money::from_minor(minor, Currency::CNY)),
        };
        let chart = Bars { title: String::new(), description: String::new(), rows: amounts.iter().map(bar).collect() };
        let html = written(|html| write(html, &chart, 0));
        let number = |rect: &str, name: &str| -> i32 {
            let (_, after) = rect.split_once(&format!(" {name}=\"")).unwrap();
            after.split_once('"').unwrap().0.parse().unwrap()
        };
        let bars = html.split("<rect ").skip(1);
        let bars = bars.map(|rect| (number(rect, "x"), number(rect, "width"))).collect();
        (html, bars)
    }

    #[test]
    fn bars_below_nothing_end_where_those_above_begin() {
        let (html, bars) = drawn(&[Some(100), Some(-100), Some(50)]);
        assert_eq!(bars, [(200, 199), (1, 199), (200, 99)]);
        assert!(html.contains("class=\"less\" x=\"1\"") && html.contains(">-1.00</text>"), "{html}");
        assert_eq!(drawn(&[Some(-40), Some(-80)]).1, [(200, 199), (1, 398)]);
    }

    #[test]
    fn nothing_has_no_bar_and_a_single_amount_the_longest() {
        let nothing: [&[Option<i128>]; 4] = [&[Some(0)], &[None], &[], &[Some(0), None]];
        for amounts in nothing {
            assert_eq!(drawn(amounts).1, []);
        }
        assert_eq!(drawn(&[Some(1)]).1, [(1, 398)]);
        assert!(drawn(&[None]).0.contains(">none</text>"));
    }

    #[test]
    fn the_largest_amounts_are_drawn() {
        assert_eq!(drawn(&[Some(i128::MAX), Some(i128::MIN)]).1, [(200, 199), (1, 199)]);
        assert_eq!(drawn(&[Some(10_i128.pow(25)), Some(10_i128.pow(25) / 2)]).1, [(1, 398), (1, 199)]);
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!(short("七桥七桥", 8), "七桥七桥");
        assert_eq!(short("七桥七桥七", 8), "七桥七…");
        assert_eq!(short("x\u{202e}", 20), "x\\u{202e}");
    }
}
