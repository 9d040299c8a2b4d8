//! A letter that asks a vendor for a better offer. It names no other vendor, and no figure of another's offer unless the
//! buyer wants the prices in it that would be chosen: these follow from the others'.

use super::{currency_of, unit_target, view};
use crate::report::model::Priority::{Hidden, Key};
use crate::report::model::{Cell, Column, Note, Report, Row, Section, Table, Text};
use crate::report::wording::en::{negotiate as words, recommendation as names};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::{ItemId, VendorId};
use crate::rule::decision::Fate;
use crate::rule::negotiate::{Lack, Position, Target, Unpriced, negotiate};
use crate::rule::recommendation::Recommendation;
use crate::value::untrusted::UntrustedStr;

/// Whether a letter says which prices would be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Targets {
    /// It asks for a better price.
    Withheld,
    /// It names the unit prices.
    Named,
}

/// Makes a letter to a vendor on its offers for items that it is not recommended for; `None` where there are none.
pub(crate) fn letter(
    of: &Recommendation,
    items: &[ItemId],
    vendor: VendorId,
    targets: Targets,
) -> Option<Report<'static>> {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for item in items {
        let request = of.request(*item);
        let quotes_it = of.dataset().quotes.of_item(*item).any(|quote| of.dataset().quotes.vendor(quote) == vendor);
        if !quotes_it {
            continue;
        }
        let is_own = |position: &&Position| of.dataset().quotes.vendor(position.outcome.quote) == vendor;
        let negotiation = negotiate(of, *item);
        // Another offer of the same vendor is recommended: there is nothing to ask for.
        let award = negotiation.decision.recommended();
        if award.is_some_and(|award| of.dataset().quotes.vendor(award.quote) == vendor) {
            continue;
        }
        for position in negotiation.positions.iter().filter(is_own) {
            rows.push(row(of, &request, position, targets));
            notes.extend(asks(of, &request, position, targets).into_iter().map(|text| Note::new("", text)));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let offers = Section {
        notes: [Note::new("", words::letter_currency(of.dataset().currency()))].into(),
        ..Section::of_table(words::LETTER_OFFER, table(rows))
    };
    let asks = Section::of_notes(words::LETTER_ASKS, notes);
    let lead = words::LETTER_CLOSING.map(Text::from).to_vec();
    let closing = Section { title: words::LETTER_ANSWER.into(), lead, ..Section::default() };
    Some(Report {
        title: words::LETTER.into(),
        heading: words::letter_heading(of.dataset().vendor(vendor).raw(), of.as_of()),
        sections: Box::new([offers, asks, closing].into_iter()),
        json: None,
        csv_columns: Vec::new(),
        if_abridged: None,
    })
}

fn table(rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::left("request", Key),
        Column::left("item", Key),
        Column::right("quantity", Key),
        Column::left("unit", Key),
        Column::right("unit_price", Key),
        Column::left("for_one", Key),
        Column::left("currency", Key),
        Column::right("total", Key),
        Column::right("unit_price_up_to", Key),
        Column::left("lot", Hidden),
    ];
    let views = vec![view(&columns, &words::LETTER_LABELS)];
    Table { columns, rows, views, ..Table::default() }
}

fn row(of: &Recommendation, request: &Request<'_>, position: &Position, targets: Targets) -> Row {
    let quote = position.outcome.quote;
    let target = unit_target(position).filter(|_| targets == Targets::Named);
    Row::new(
        "offer",
        vec![
            Cell::name(request.number),
            Cell::Words(names::item(request, false, None)),
            if request.is_counted { Cell::number(Some(request.quantity)) } else { Cell::Empty },
            Cell::name(request.unit),
            Cell::number(of.dataset().quotes.unit_price(quote)),
            Cell::name(of.dataset().unit_of(quote).map(UntrustedStr::new)),
            Cell::words(currency_of(of, quote).to_string()),
            Cell::money(position.outcome.total),
            Cell::number(target.map(|target| target.price)),
            Cell::name(request.lot),
        ],
    )
}

/// What the vendor is asked for.
fn asks(of: &Recommendation, request: &Request<'_>, position: &Position, targets: Targets) -> Vec<Text> {
    let quote = position.outcome.quote;
    let price = match position.outcome.fate {
        Fate::Candidate => words::Ask::Undecided,
        Fate::Rejected(rejection) => words::Ask::Lack(Lack::Gate(rejection)),
        Fate::Lost(..) | Fate::Recommended | Fate::Superseded(_) => words::Ask::Price,
    };
    let mut asks = match &position.target {
        Target::Any => vec![price],
        Target::UpTo(up_to) => match up_to.price {
            Err(Unpriced::CostsAlone(_)) => vec![words::Ask::Costs],
            Ok(_) | Err(Unpriced::OnlyZero) => vec![price],
        },
        Target::Lacks(lacks) => lacks.iter().copied().map(words::Ask::Lack).collect(),
    };
    if let Some(needed_by) = request.needed_by
        && of.dataset().states_no_delivery(quote)
    {
        asks.push(words::Ask::Delivery(needed_by));
    }
    let target = unit_target(position).filter(|_| targets == Targets::Named);
    let target = target.map(|target| {
        let unit = of.dataset().unit_of(quote).or(request.unit.map(UntrustedStr::raw));
        words::priced(&target.price.to_string(), Some(currency_of(of, quote)), unit)
    });
    let item = request.item.raw();
    let of_price = |ask: &words::Ask| !matches!(ask, words::Ask::Delivery(_));
    asks.into_iter().map(|ask| words::ask(of, item, quote, ask, target.as_ref().filter(|_| of_price(&ask)))).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::report::model::text::Span;
    use crate::report::sample::compared;
    use crate::report::writer::{html, markdown, terminal};

    const LAYOUT: terminal::Layout = terminal::Layout { width: None, colour: false, detail: true };

    /// Writes the letter to each vendor in each form, and hands it on with the vendor's name.
    fn each_letter(sheet: &str, mut then: impl FnMut(&str, &str)) {
        compared(sheet, "[quality]\nscale = [\"A\", \"B\"]\n", |of| {
            let items: Vec<ItemId> = of.dataset().items().collect();
            for vendor in of.dataset().vendors() {
                for targets in [Targets::Withheld, Targets::Named] {
                    let made = || letter(of, &items, vendor, targets);
                    let Some(_) = made() else { continue };
                    let mut forms = [Vec::new(), Vec::new(), Vec::new()];
                    terminal::write(made().unwrap(), LAYOUT, &mut forms[0]).unwrap();
                    markdown::write(made().unwrap(), &mut forms[1]).unwrap();
                    html::write(made().unwrap(), &mut forms[2]).unwrap();
                    for form in forms {
                        then(of.dataset().vendor(vendor).raw(), &String::from_utf8(form).unwrap());
                    }
                }
            }
        });
    }

    #[test]
    fn no_letter_names_another_vendor() {
        // Names within names, in other cases and widths, with marks of Markdown and HTML, and a file named for a vendor.
        let names =
            ["Qumulo", "Qumulo Quick", "qumulo-x", "<b>Zirko</b>", "Z|irko*", "青松", "青松家具", "Ｗｏｘ", "Wox & Co"];
        let mut sheet = "item,vendor,unit_price,quality,service,quantity,valid_until,required_quality\n".to_owned();
        for (place, name) in names.iter().enumerate() {
            let (price, grade) = (100 + place % 4, if place % 3 == 0 { "B" } else { "A" });
            let until = if place % 5 == 4 { "2026-01-01" } else { "2026-12-31" };
            for (item, required) in [("table", "A"), ("stool", "")] {
                writeln!(sheet, "{item},{name},{price},{grade},{place},7,{until},{required}").unwrap();
            }
        }
        let mut letters = 0;
        each_letter(&sheet, |own, letter| {
            letters += 1;
            // What the encoders write for marks, and then the vendor's own name, which may hold another's.
            let letter = letter.replace("&lt;", "<").replace("&gt;", ">").replace("&#47;", "/").replace("&#x2f;", "/");
            let letter = letter.replace("&amp;", "&").replace('\\', "").to_lowercase();
            let own = own.to_lowercase();
            assert!(letter.contains(&own), "{own}\n{letter}");
            let rest = letter.replace(&own, "");
            for other in names.map(str::to_lowercase).iter().filter(|other| **other != own) {
                assert!(!rest.contains(other.as_str()), "{own} is told of {other}\n{letter}");
            }
        });
        assert!(letters >= 6 * (names.len() - 1), "{letters}");
    }

    #[test]
    fn all_that_comes_from_outside_is_the_vendor_s_own() {
        let sheet = "item,vendor,unit_price,quality,quantity,required_quality\n\
                     table,the,100,A,1,A\ntable,price,110,B,1,A\ntable,offer,120,A,1,A\n";
        compared(sheet, "[quality]\nscale = [\"A\", \"B\"]\n", |of| {
            let items: Vec<ItemId> = of.dataset().items().collect();
            for vendor in of.dataset().vendors() {
                let Some(letter) = letter(of, &items, vendor, Targets::Named) else { continue };
                let mut texts = letter.heading;
                for section in letter.sections {
                    texts.extend(section.lead.into_iter().chain(section.notes.into_iter().map(|note| note.text)));
                    let rows = section.table.into_iter().flat_map(|table| table.rows);
                    texts.extend(rows.flat_map(|row| row.cells).map(|cell| cell.text()));
                }
                let own = [of.dataset().vendor(vendor).raw(), "table", "A", "B"];
                for span in texts.iter().flat_map(Text::spans) {
                    let Span::Name(name) = span else { continue };
                    assert!(own.contains(&name.raw()), "{name:?}");
                }
            }
        });
    }

    #[test]
    fn without_targets_a_letter_has_no_figure_of_another_offer() {
        let sheet = "item,vendor,unit_price,quality,quantity\ntable,Own,777,A,1\ntable,Other,613.57,A,1\n";
        let mut found = Vec::new();
        each_letter(sheet, |own, letter| {
            assert_eq!(own, "Own");
            found.push(["613.5", "163.4"].iter().any(|figure| letter.contains(figure)));
        });
        assert_eq!(found, [false, false, false, true, true, true]);
    }
}
