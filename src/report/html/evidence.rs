//! What a result can be checked by: the rule, the inputs, the policy, what made it.

use super::grid::{self, Grid};
use super::markup::Html;
use super::sentence;
use crate::policy::digest;
use crate::read::Input;
use crate::report::sheet::{Column, Holds, Sheet, Yields};
use crate::report::wording::{self, Language};
use crate::rule::recommend::Recommendation;

/// The rule in three lines.
const RULE: &[&str] = &[
    "Same quality: compare the price. Totals within the policy's tolerance of the lowest are the same price.",
    "Same price: compare the quality. The best grade stays.",
    "Same quality and price: compare the service, criterion by criterion; then the exact price.",
];

/// Puts in the evidence.
pub(super) fn write(html: &mut Html<'_>, recommendation: &Recommendation<'_>) {
    html.element("section", &[("class", &"evidence")], |html| {
        html.fixed("\n<h2>Evidence</h2>\n<h3>The rule</h3>\n<p lang=\"zh-Hans\">同质比价，同价比优，同优比服务</p>\n");
        html.element("ol", &[], |html| {
            for line in RULE {
                html.words("li", &[], line);
            }
        });
        html.fixed("\n<h3>Inputs</h3>\n");
        write_inputs(html, recommendation);
        for note in recommendation.book().notes() {
            html.element("p", &[], |html| {
                let text = wording::note(Language::En, note);
                sentence::write(html, &format!("Note: {text}."), &sentence::quoted(&text));
            });
            html.newline();
        }
        html.fixed("<h3>The policy as understood</h3>\n<pre>");
        for line in recommendation.policy().as_toml().lines() {
            html.text(line);
            html.newline();
        }
        html.fixed("</pre>\n");
        for (what, value) in [
            ("SHA-256 of the policy in canonical JSON: ", digest(recommendation.policy()).to_string()),
            ("Made with: ", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("The day that stands for today: ", recommendation.as_of().to_string()),
        ] {
            html.element("p", &[], |html| {
                html.text(what);
                html.words("code", &[], &value);
            });
            html.newline();
        }
        html.fixed("<p>The same inputs, policy, day and version give this page again, byte for byte.</p>\n");
    });
    html.newline();
}

fn write_inputs(html: &mut Html<'_>, recommendation: &Recommendation<'_>) {
    let column = |name: &str, holds| Column { name: name.to_owned(), holds, yields: Yields::Never };
    let row = |input: &Input| {
        let read = input.dialect.as_ref().map(|dialect| {
            let (encoding, mark) = (dialect.encoding, dialect.decimal_mark);
            let delimiter = if dialect.delimiter == "\t" { "tab" } else { dialect.delimiter.as_str() };
            format!("{encoding}; “{delimiter}” between cells, “{mark}” before decimals")
        });
        vec![
            input.name.shown().to_string(),
            input.role.name().to_owned(),
            input.rows.map(|rows| rows.to_string()).unwrap_or_default(),
            input.bytes.to_string(),
            input.sha256.to_string(),
            read.unwrap_or_default(),
        ]
    };
    let sheet = Sheet {
        columns: vec![
            column("file", Holds::Words),
            column("role", Holds::Words),
            column("rows", Holds::Numbers),
            column("bytes", Holds::Numbers),
            column("SHA-256", Holds::Words),
            column("read as", Holds::Words),
        ],
        rows: recommendation.book().inputs().iter().map(row).collect(),
    };
    let cell = |html: &mut Html<'_>, _: usize, column: &Column, text: &str| match column.name.as_str() {
        "file" => html.name(text),
        "SHA-256" => html.words("code", &[], text),
        _ => html.text(text),
    };
    grid::write(html, &Grid { sheet: &sheet, caption: "Inputs", class: &|_| "", cell: &cell });
}
