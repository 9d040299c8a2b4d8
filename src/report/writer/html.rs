//! A report as a page to read, print and sign: templates that escape everything, no script, nothing from outside.

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};
use sha2::{Digest as _, Sha256};

use crate::report::model::text::{Span, Text};
use crate::report::model::{
    Align, Cell, Column, Figure, Mark, Priority, Readers, Report, Row, Section, Seen, Shade, Table,
};
use crate::report::wording::en::reports as words;
use crate::value::untrusted::shown;

const STYLE: &str = include_str!("../templates/style.css");

const TEMPLATES: [(&str, &str); 4] = [
    ("head.html", include_str!("../templates/head.html")),
    ("section.html", include_str!("../templates/section.html")),
    ("foot.html", include_str!("../templates/foot.html")),
    ("spans.html", include_str!("../templates/spans.html")),
];

/// What made a page.
const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// How many units a bar is wide.
const BAR: u32 = 320;

/// Writes a report, section by section.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let templates = templates().map_err(io::Error::other)?;
    let mut render = |name: &str, values: Value| {
        let template = templates.get_template(name).map_err(io::Error::other)?;
        template.render_captured_to(values, &mut *out).map(drop).map_err(|error| io_error(&error))
    };
    let page_title = [&report.title].into_iter().chain(report.heading.first()).map(Text::plain);
    let head = context! {
        language => words::LANGUAGE,
        style => STYLE,
        style_hash => base64(&Sha256::digest(STYLE.as_bytes())),
        tool => TOOL,
        page_title => page_title.collect::<Vec<_>>().join(", "),
        title => spans(&report.title),
        heading => report.heading.iter().map(spans).collect::<Vec<Value>>(),
    };
    render("head.html", head)?;
    for section in report
        .sections
        .filter(|section| (section.readers.are_people() || section.readers == Readers::Page) && !section.is_empty())
    {
        render("section.html", page_section(&section))?;
    }
    render("foot.html", context! { made_by => words::made_by(TOOL) })
}

fn templates() -> Result<Environment<'static>, minijinja::Error> {
    let mut templates = Environment::new();
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    TEMPLATES.iter().try_for_each(|(name, source)| templates.add_template(name, source))?;
    Ok(templates)
}

/// Takes the error of the writer out of that of the templates, so that a closed pipe is known as one.
fn io_error(error: &minijinja::Error) -> io::Error {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.map_or_else(|| io::Error::other(error.to_string()), |cause| cause.kind().into())
}

fn page_section(section: &Section) -> Value {
    let figure = |figure: &Figure| {
        context! {
            mark => class(figure.mark),
            name => figure.name,
            value => figure.value.as_str(),
            of => figure.of.as_str(),
        }
    };
    let notes = section.notes.iter().filter(|note| !note.text.is_empty());
    let lines = |text: &String| text.lines().map(|line| shown(line).to_string()).collect::<Vec<_>>().join("\n");
    let views = section.table.iter().filter(|table| !table.rows.is_empty()).flat_map(views);
    context! {
        title => if section.title.is_empty() { Value::from(()) } else { spans(&section.title) },
        mark => class(section.mark),
        anchor => section.anchor.as_deref(),
        figures => section.figures.iter().map(figure).collect::<Vec<_>>(),
        lead => section.lead.iter().map(spans).collect::<Vec<_>>(),
        verdict => section.verdict.as_ref().map(spans),
        views => views.collect::<Vec<_>>(),
        verbatim => section.verbatim.as_ref().map(lines),
        notes => notes.map(|note| context! { term => note.label(), text => spans(&note.text) }).collect::<Vec<_>>(),
        signatures => section.signatures.to_vec(),
    }
}

fn views(table: &Table) -> Vec<Value> {
    let view = |seen: Seen<'_>| {
        let column = |(place, label): &(usize, String)| {
            context! {
                class => column_class(&table.columns[*place]),
                label => label,
            }
        };
        let row = |row: &Row| {
            context! {
                mark => class(row.mark),
                link => row.link.as_deref(),
                cells => seen.columns.iter().map(|(place, _)| page_cell(&row.cells[*place])).collect::<Vec<_>>(),
            }
        };
        context! {
            title => seen.title.map(spans),
            columns => seen.columns.iter().map(column).collect::<Vec<_>>(),
            rows => table.rows.iter().map(row).collect::<Vec<_>>(),
            note => seen.note.map(spans),
        }
    };
    table.seen().into_iter().map(view).collect()
}

fn page_cell(cell: &Cell) -> Value {
    let Cell::Bar(bar) = cell else { return context! { text => spans(&cell.text()) } };
    let part = |(shade, start, width): (Shade, u32, u32)| {
        let class = match shade {
            Shade::Blank => return None,
            Shade::Full => "full",
            Shade::Half => "half",
            Shade::Rest => "rest",
            Shade::Over => "over",
            Shade::Line => return Some(("line", start.saturating_sub(1).min(BAR - 2), 2)),
        };
        (width > 0).then_some((class, start, width))
    };
    // Lines come last, so that no part covers them.
    let mut parts: Vec<(&str, u32, u32)> = bar.scaled(BAR).into_iter().filter_map(part).collect();
    parts.sort_by_key(|(class, ..)| *class == "line");
    let part = |(class, x, width)| context! { class => class, x => x, width => width };
    context! { bar => parts.into_iter().map(part).collect::<Vec<_>>() }
}

/// Makes spans that are safe to show; the template sets names apart, so that each keeps its own direction of writing.
fn spans(text: &Text) -> Value {
    let span = |span: &Span| match span {
        Span::Words(words) => context! { words => shown(words).to_string() },
        Span::Name(name) => context! { name => name.shown().to_string() },
        Span::Code(code) => context! { code => shown(code).to_string() },
    };
    text.spans().iter().map(span).collect::<Vec<Value>>().into()
}

const fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Plain => "plain",
        Mark::Good => "good",
        Mark::Decide => "decide",
        Mark::Bad => "bad",
        Mark::Out => "out",
        Mark::Subtotal => "subtotal",
        Mark::Total => "total",
    }
}

fn column_class(column: &Column) -> String {
    let class = match (column.align, column.priority) {
        (Align::Right, _) => "number",
        (Align::Left, Priority::Sentence) => "sentence",
        (Align::Left, Priority::Drawing) => "drawing",
        (Align::Left, Priority::Hidden | Priority::Second | Priority::Key) => "words",
    };
    if column.is_emphasised { format!("{class} strong") } else { class.to_owned() }
}

/// Writes bytes in the base 64 that a policy's hashes are written in.
#[expect(clippy::arithmetic_side_effects, reason = "places within four digits")]
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, place| bits << 8 | usize::from(chunk.get(place).copied().unwrap_or(0)));
        // The last chunk may be short: two digits for one byte, three for two.
        let digits = (0..4).map(|place| (place, bits >> (18 - 6 * place) & 63));
        text.extend(digits.map(|(place, digit)| if place > chunk.len() { '=' } else { char::from(DIGITS[digit]) }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_rfc_4648() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn styles_name_nothing_outside_and_do_not_end_early() {
        for word in ["url(", "@import", "</", "expression", "http", "\r"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}
