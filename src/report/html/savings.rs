//! The page of a summary of savings: key figures, bars, groups, awards worth a look, then what it can be checked by.

use std::io::{self, Write};

use super::bars::{self, Bar, Bars};
use super::grid::{self, Grid};
use super::markup::Html;
use super::{figures, page, sentence};
use crate::report::amount::grouped;
use crate::report::savings::facts;
use crate::report::savings::sheet::{self, Part};
use crate::report::sheet::{Column, Holds, counted};
use crate::summary::{Baseline, Block, By, DEFINITIONS, Line, Row, RowKind, Summary};

/// What the page is called.
const TITLE: &str = "Savings";

/// Who signs.
const ROLES: &[&str] = &["Prepared by", "Approved by", "Date"];

/// The most groups that have a bar.
const MOST_BARS: usize = 12;

/// Writes the page.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    let heading = sheet::heading(summary);
    page::open(&mut html, &format!("{TITLE}, {}", heading.first().map_or("", String::as_str)));
    html.words("h1", &[], TITLE);
    html.newline();
    let ledger = summary.head.as_ref().map(|head| format!("ledger {}, {} entries", head.ledger_id, head.seq));
    for line in heading.into_iter().chain(ledger) {
        html.words("p", &[("class", &"heading")], &line);
        html.newline();
    }
    for (number, block) in summary.blocks.iter().enumerate() {
        write_block(&mut html, summary, block, number);
    }
    page::signatures(&mut html, ROLES);
    for part in sheet::lists(summary, false) {
        write_list(&mut html, summary, &part);
    }
    write_definitions(&mut html);
    write_evidence(&mut html, summary);
    page::close(&mut html);
    html.finish()
}

fn write_block(html: &mut Html<'_>, summary: &Summary, block: &Block, number: usize) {
    html.words("h2", &[], &format!("Amounts in {}", block.currency));
    html.newline();
    write_figures(html, block);
    if let Some((chart, more)) = chart(block, &summary.question.by) {
        html.element("figure", &[], |html| {
            html.words("p", &[("class", &"asked")], &chart.title);
            html.newline();
            bars::write(html, &chart, number);
            if more > 0 {
                let more = counted(more, "more group", "more groups");
                html.words("p", &[("class", &"asked")], &format!("{more} with smaller awards in the table below."));
            }
        });
        html.newline();
    }
    let keys = summary.question.by.len();
    let class = |row: usize| match block.rows.get(row).map(|row| row.kind) {
        Some(RowKind::Group) => "",
        Some(RowKind::Subtotal) => "subtotal",
        None => "total",
    };
    for part in sheet::block(summary, block) {
        let is_key = |column: &Column| part.sheet.columns.iter().take(keys).any(|key| key.name == column.name);
        let cell = |html: &mut Html<'_>, row: usize, column: &Column, text: &str| {
            if is_key(column) && row < block.rows.len() { html.name(text) } else { html.text(text) }
        };
        html.words("h3", &[], &part.title);
        html.newline();
        grid::write(html, &Grid { sheet: &part.sheet, caption: &part.title, class: &class, cell: &cell });
    }
    for line in sheet::remarks(block) {
        html.words("p", &[], &line);
        html.newline();
    }
}

/// Puts in the figures that finance looks for first.
fn write_figures(html: &mut Html<'_>, block: &Block) {
    let Block { currency, total, pending, .. } = block;
    let amount = |amount: Option<_>| amount.map_or_else(|| "none".to_owned(), grouped);
    let of = |awards: u64| format!("{currency}, {awards} of {} awards", total.awards);
    let saving = total.negotiated.sum(Baseline::Budget);
    let percent = saving.amount.zip(total.budget.amount).and_then(|(saving, budget)| saving.percent_of(budget));
    let percent = percent.map_or_else(|| of(saving.awards), |percent| format!("{percent} % of the budget"));
    let class = match saving.amount.map(crate::value::money::Money::minor) {
        Some(..0) => "nobody",
        Some(1..) => "take",
        Some(0) | None => "plain",
    };
    let figures = [
        ("Awards", total.awards.to_string(), String::new(), "plain"),
        ("Budget", amount(total.budget.amount), of(total.budget.awards), "plain"),
        ("Awarded", grouped(total.awarded), currency.to_string(), "plain"),
        ("Saving against budget", amount(saving.amount), percent, class),
        ("Paid", grouped(total.paid), of(total.received), "plain"),
        ("Committed", grouped(total.committed), currency.to_string(), "plain"),
        ("Missed", amount(total.missed.amount), of(total.missed.awards), "decide"),
        ("Pending", grouped(pending.awarded), format!("{currency}, {} more, in no sum", pending.awards), "decide"),
    ];
    figures::write(html, &figures);
}

/// Makes the bars of what was saved against the budget, a group each and the largest first, and counts the groups that
/// have none; `None` where no group has a budget.
fn chart(block: &Block, by: &[By]) -> Option<(Bars, usize)> {
    block.total.budget.amount?;
    let mut groups: Vec<&Row> = block.rows.iter().filter(|row| row.kind == RowKind::Group).collect();
    // Equal ones stay in the order of the table.
    groups.sort_by_key(|row| std::cmp::Reverse(row.figures.awarded.minor()));
    let more = groups.len().saturating_sub(MOST_BARS);
    let bar = |row: &&Row| {
        let keys =
            row.keys.iter().zip(by).map(|(key, by)| {
                key.as_ref().map_or_else(|| format!("(no {})", by.name()), |key| key.shown().to_string())
            });
        let name = keys.collect::<Vec<_>>().join(" / ");
        Bar { name, amount: row.figures.negotiated.sum(Baseline::Budget).amount }
    };
    let bars: Vec<Bar> = groups.iter().take(MOST_BARS).map(bar).collect();
    let told: Vec<String> = bars.iter().map(|bar| format!("{}: {}.", bar.name, bar.text())).collect();
    let title = format!("Negotiated saving against budget in {}, largest awards first", block.currency);
    (!bars.is_empty()).then(|| (Bars { title, description: told.join(" "), rows: bars }, more))
}

/// Puts in a list of awards.
fn write_list(html: &mut Html<'_>, summary: &Summary, part: &Part) {
    let missed: Vec<&Line> = summary.missed().collect();
    let is_missed = part.sheet.columns.iter().any(|column| column.name == "missed");
    let names = |row: usize| -> Vec<String> {
        let Some(line) = missed.get(row).filter(|_| is_missed) else { return Vec::new() };
        let named = [line.recommended.as_ref(), line.reason.as_ref()].into_iter().flatten();
        let cheapest = line.cheapest.as_ref().filter(|_| line.reason.is_none()).map(|cheapest| &cheapest.vendor);
        named.chain(cheapest).map(|name| name.shown().to_string()).collect()
    };
    let cell = |html: &mut Html<'_>, row: usize, column: &Column, text: &str| match (column.name.as_str(), column.holds)
    {
        ("reason", _) if is_missed => sentence::write(html, text, &names(row)),
        (_, Holds::Numbers) | ("basis" | "status" | "currency", _) => html.text(text),
        (_, Holds::Words) => html.name(text),
    };
    html.words("h2", &[], &part.title);
    html.newline();
    grid::write(html, &Grid { sheet: &part.sheet, caption: &part.title, class: &|_| "", cell: &cell });
}

fn write_definitions(html: &mut Html<'_>) {
    html.fixed("<h2>What the words mean</h2>\n");
    html.element("dl", &[("class", &"remarks")], |html| {
        for definition in DEFINITIONS {
            html.newline();
            html.element("div", &[], |html| {
                html.words("dt", &[], definition.word);
                html.words("dd", &[], definition.meaning);
            });
        }
        html.newline();
    });
    html.newline();
}

/// Puts in where the figures come from.
fn write_evidence(html: &mut Html<'_>, summary: &Summary) {
    html.fixed("<h2>Evidence</h2>\n");
    html.element("dl", &[("class", &"remarks")], |html| {
        for fact in facts(summary) {
            let Some(value) = fact.value else { continue };
            html.newline();
            html.element("div", &[], |html| {
                html.words("dt", &[], &fact.name.replace('_', " "));
                html.element("dd", &[], |html| html.words("code", &[], &value));
            });
        }
        html.newline();
    });
    html.fixed("\n<p>The same ledger, question and version give this page again, byte for byte.</p>\n");
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::scan::{ATTACKS, cells, closes, inert_text};
    use super::*;
    use crate::ledger::{Head, LedgerId, Seq};
    use crate::report::savings::csv::Detail;
    use crate::report::savings::json;
    use crate::summary::Question;
    use crate::summary::sample::{Sample, in_currency, money, overridden};
    use crate::value::source::Digest;
    use crate::value::untrusted::{Untrusted, shown};

    fn summary(sample: &Sample, by: &[By]) -> Summary {
        let head = Head {
            hash: Digest::of(b"x"),
            ledger_id: LedgerId::parse(&"0f".repeat(16)).unwrap(),
            seq: Seq::new(8).unwrap(),
        };
        Summary::of(&sample.books, Some(head), Question { by: by.to_vec(), ..Question::default() }).unwrap()
    }

    fn page(summary: &Summary) -> String {
        let mut out = Vec::new();
        write(summary, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn departments(names: &[&str]) -> Sample {
        let mut sample = Sample::new();
        for name in names {
            sample.award(|award| award.bought.department = Some(Untrusted::new(name)));
        }
        sample
    }

    #[test]
    fn nothing_that_somebody_wrote_is_live() {
        for attack in ATTACKS {
            let mut sample = Sample::new();
            sample.award_by(attack, |award| {
                award.bought.department = Some(Untrusted::new(attack));
                award.bought.item = Untrusted::new(attack);
                award.bought.chosen.vendor = Untrusted::new(attack);
                overridden(award, "4.50", attack);
                award.bought.recommended = Some(Untrusted::new(attack));
            });
            let void = sample.award(|award| award.bought.item = Untrusted::new(attack));
            sample.void(void);
            let page = page(&summary(&sample, &[By::Department, By::Vendor, By::Item, By::Buyer]));
            closes(&page);
            let text = inert_text(&page);
            assert!(text.matches(&shown(attack).to_string()).count() > 8, "{attack}");
        }
    }

    #[test]
    fn figures_are_those_of_the_json() {
        let mut sample = departments(&["行政部", "IT", "IT"]);
        sample.receive(crate::ledger::Seq::new(2).unwrap(), "5", "51.25");
        sample.award(|award| {
            award.savings.budget = Some(money("-1234567.89"));
            overridden(award, "4.50", "sooner");
        });
        sample.award(|award| in_currency(award, "JPY"));
        let summary = summary(&sample, &[By::Department, By::Vendor]);
        let page = page(&summary);
        let mut out = Vec::new();
        json::write(&summary, Detail::Sums, &mut out).unwrap();
        let json: Value = serde_json::from_slice(&out).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let (mut awarded, mut paid, mut against, mut keyed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for block in json["currencies"].as_array().unwrap() {
            let rows = block["rows"].as_array().unwrap().iter().map(|row| &row["figures"]).chain([&block["total"]]);
            let rows: Vec<&Value> = rows.collect();
            let has_receipts = block["total"]["received"] != 0;
            awarded.extend(rows.iter().map(|row| text(&row["awarded"])));
            against.extend(rows.iter().map(|row| text(&row["negotiated"]["budget"]["amount"])));
            if has_receipts {
                paid.extend(rows.iter().map(|row| text(&row["paid"])));
                against.extend(rows.iter().map(|row| text(&row["realised"]["budget"]["amount"])));
            }
            let total = &block["total"];
            for figure in [&total["awarded"], &total["paid"], &total["committed"], &block["pending"]["awarded"]] {
                keyed.push(text(figure));
            }
            keyed.push(text(&total["negotiated"]["budget"]["amount"]));
        }
        let plain =
            |label: &str| -> Vec<String> { cells(&page, label).iter().map(|cell| cell.replace(',', "")).collect() };
        assert_eq!(plain("awarded")[..awarded.len()], awarded);
        assert_eq!(plain("paid"), paid);
        assert_eq!(plain("against budget"), against);
        let flat = page.replace(',', "");
        for figure in keyed {
            assert!(flat.contains(&format!("<dd>{figure}</dd>")), "{figure}");
        }
        assert_eq!(crate::ledger::heads(&page).len(), 1);
        assert!(DEFINITIONS.iter().all(|definition| inert_text(&page).contains(definition.meaning)));
    }

    #[test]
    fn of_many_groups_the_largest_have_bars_and_the_rest_is_counted() {
        let names: Vec<String> = (0..15).map(|number| format!("department {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let page = page(&summary(&departments(&names), &[By::Department]));
        assert_eq!(page.matches("<rect ").count(), MOST_BARS);
        assert!(page.contains(">3 more groups with smaller awards in the table below.<"));
    }

    #[test]
    fn a_ledger_without_awards_has_a_page() {
        let page = page(&summary(&Sample::new(), &[]));
        closes(&page);
        assert!(!page.contains("<svg ") && page.contains("0 awards"));
    }
}
