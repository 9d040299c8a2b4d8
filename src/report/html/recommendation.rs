//! The page of a recommendation: what a buyer wants first, then every item, then the evidence.

use std::io::{self, Write};

use super::grid::{self, Grid};
use super::markup::Html;
use super::{evidence, figures, page, section, sentence};
use crate::report::amount::grouped;
use crate::report::sheet::{self, Column, Holds, Yields};
use crate::rule::recommend::{DecisionKind, Recommendation};

/// What the page is called.
const TITLE: &str = "Purchase recommendation";

/// Who signs.
const ROLES: &[&str] = &["Prepared by", "Approved by", "Date"];

/// Above this many items a browser lays out a section only when it comes into view.
const MANY: usize = 200;

/// Writes the page.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(recommendation: &Recommendation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    page::open(&mut html, &format!("{TITLE} as of {}", recommendation.as_of()));
    write_head(&mut html, recommendation);
    write_summary(&mut html, recommendation);
    page::signatures(&mut html, ROLES);
    html.fixed("<h2>Every item</h2>\n");
    let items = recommendation.decisions().len();
    html.element("div", &[("class", &if items > MANY { "items many" } else { "items" })], |html| {
        html.newline();
        for item in 0..items {
            section::write(html, recommendation, item);
        }
    });
    html.newline();
    evidence::write(&mut html, recommendation);
    page::close(&mut html);
    html.finish()
}

fn write_head(html: &mut Html<'_>, recommendation: &Recommendation<'_>) {
    let totals = recommendation.totals();
    html.words("h1", &[], TITLE);
    html.newline();
    html.words("p", &[("class", &"heading")], &sheet::heading(recommendation));
    html.newline();
    let percent = totals.saving_percent().map(|percent| format!("{percent} % of the budget")).unwrap_or_default();
    let budgeted = totals.recommended.saturating_sub(totals.unbudgeted);
    let mut figures = vec![
        ("Items", totals.items.to_string(), String::new(), "plain"),
        ("Recommended", totals.recommended.to_string(), String::new(), "take"),
        ("To decide", totals.refer.to_string(), String::new(), "decide"),
        ("Without an offer", totals.none.to_string(), String::new(), "nobody"),
        ("Awards", grouped(totals.award), recommendation.book().currency().to_string(), "plain"),
    ];
    if budgeted > 0 {
        let of = if totals.unbudgeted > 0 {
            format!("of {budgeted} of {}", sheet::counted(totals.recommended, "awarded item", "awarded items"))
        } else {
            format!("of {}", sheet::counted(budgeted, "awarded item", "awarded items"))
        };
        figures.push(("Budget", grouped(totals.budget), of, "plain"));
        figures.push(("Saving", grouped(totals.saving), percent, "plain"));
    }
    figures::write(html, &figures);
}

fn write_summary(html: &mut Html<'_>, recommendation: &Recommendation<'_>) {
    html.fixed("<h2>Summary</h2>\n");
    let decisions = recommendation.decisions();
    let vendors = |quotes: &[u32]| -> Vec<String> {
        quotes.iter().map(|quote| recommendation.vendor(*quote).shown().to_string()).collect()
    };
    let class = |row: usize| decisions.get(row).map_or("", |decision| section::class(decision.kind));
    let cell = |html: &mut Html<'_>, row: usize, column: &Column, text: &str| {
        let Some(decision) = decisions.get(row) else { return };
        match (column.name.as_str(), column.holds, column.yields) {
            ("item", ..) => {
                html.element("a", &[("href", &format!("#{}", section::anchor(row)))], |html| html.name(text));
            }
            ("take", ..) if decision.kind == DecisionKind::None => html.text(text),
            ("take", ..) if decision.candidates.is_empty() => html.name(text),
            ("take", ..) => sentence::write(html, text, &vendors(&decision.candidates)),
            ("runner-up", ..) => sentence::write(html, text, &vendors(&decision.runners_up())),
            (_, Holds::Words, Yields::First) => {
                sentence::write(html, text, section::decided(recommendation, row).get(1..).unwrap_or_default());
            }
            (_, Holds::Words, _) => html.name(text),
            (_, Holds::Numbers, _) => html.text(text),
        }
    };
    let sheet = sheet::summary(recommendation);
    grid::write(html, &Grid { sheet: &sheet, caption: "Whom to take for each item", class: &class, cell: &cell });
    for line in sheet::totals(recommendation) {
        html.words("p", &[], &line);
        html.newline();
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::{ATTACKS, cells, closes, inert_text, scanned};
    use super::*;
    use crate::document::json;
    use crate::report::sample::{CHINESE, MIXED, compared, sheet_of};
    use crate::value::untrusted::shown;

    fn page(sheet: &str, policy: &str) -> String {
        compared(sheet, policy, |recommendation| {
            let mut out = Vec::new();
            write(recommendation, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        })
    }

    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n[service]\ncriteria = [\"service desc\"]\n";

    #[test]
    fn nothing_that_somebody_wrote_is_live() {
        let page = page(&sheet_of(ATTACKS), SCALE);
        let text = inert_text(&page);
        for name in ATTACKS {
            assert!(text.contains(&shown(name).to_string()), "{name}");
        }
    }

    #[test]
    fn every_element_that_opens_closes() {
        for page in [page(MIXED, SCALE), page(CHINESE, SCALE), page(&sheet_of(ATTACKS), SCALE)] {
            closes(&page);
        }
    }

    #[test]
    fn a_header_that_somebody_wrote_is_not_live_either() {
        let attack = "\"><img onerror=alert(1)>";
        let sheet = format!("item,vendor,unit_price,\"{}\"\npen,East,1,5\npen,West,1,4\n", attack.replace('"', "\"\""));
        let page = page(&sheet, &format!("[service]\ncriteria = ['{attack} desc']\n"));
        assert_eq!(cells(&page, attack), ["5", "4"]);
        scanned(&page);
    }

    #[test]
    fn every_quote_and_every_figure_is_that_of_the_json() {
        for sheet in [MIXED, CHINESE] {
            let (page, json) = (
                page(sheet, SCALE),
                compared(sheet, SCALE, |recommendation| {
                    let mut out = Vec::new();
                    json::write(recommendation, crate::report::wording::WORDS, &mut out).unwrap();
                    serde_json::from_slice::<serde_json::Value>(&out).unwrap()
                }),
            );
            let plain =
                |cells: Vec<String>| -> Vec<String> { cells.iter().map(|cell| cell.replace(',', "")).collect() };
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let items = json["items"].as_array().unwrap();
            let quotes: Vec<_> = items.iter().flat_map(|item| item["quotes"].as_array().unwrap()).collect();
            // The totals of the awards stand in the summary, those of all quotes in the sections.
            let totals = items.iter().map(|item| text(&item["award"]["total"]));
            let totals: Vec<String> = totals.chain(quotes.iter().map(|quote| text(&quote["total"]))).collect();
            assert_eq!(plain(cells(&page, "total")), totals);
            assert_eq!(
                plain(cells(&page, "saving")),
                items.iter().map(|item| text(&item["savings"]["budget"])).collect::<Vec<_>>()
            );
            assert_eq!(
                plain(cells(&page, "budget")),
                items.iter().map(|item| text(&item["budget"])).collect::<Vec<_>>()
            );
            assert_eq!(cells(&page, "vendor"), quotes.iter().map(|quote| text(&quote["vendor"])).collect::<Vec<_>>());
            let why = cells(&page, "why").split_off(items.len());
            assert_eq!(why, quotes.iter().map(|quote| text(&quote["why"]).replace('`', "")).collect::<Vec<_>>());
            for (name, key) in [("Awards", "award"), ("Budget", "budget"), ("Saving", "saving")] {
                let (_, after) = page.split_once(&format!("<dt>{name}</dt><dd>")).unwrap();
                assert_eq!(after.split_once('<').unwrap().0.replace(',', ""), text(&json["totals"][key]), "{name}");
            }
            for (name, key) in [
                ("Items", "items"),
                ("Recommended", "recommended"),
                ("To decide", "refer"),
                ("Without an offer", "none"),
            ] {
                assert!(page.contains(&format!("<dt>{name}</dt><dd>{}</dd>", json["totals"][key])), "{name}");
            }
            assert!(page.contains(&text(&json["policy_sha256"])));
            assert!(page.contains(&text(&json["inputs"][0]["sha256"])));
        }
    }

    #[test]
    fn only_an_item_with_several_grades_has_a_chart() {
        let page = page(MIXED, SCALE);
        assert_eq!(page.matches("<svg ").count(), 1);
        let (_, chart) = page.split_once("<svg ").unwrap();
        let (chart, _) = chart.split_once("</svg>").unwrap();
        assert_eq!(chart.matches("<circle ").count(), 2);
        assert!(chart.contains(">+1,600.00 (12.5 %)</text>"), "{chart}");
        assert!(chart.contains("West, quality A: 14,400.00 (candidate)."), "{chart}");
    }
}
