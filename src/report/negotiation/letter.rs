//! A letter that asks a vendor for a better offer. It names no other vendor, and no figure of another's offer unless the
//! buyer wants the prices in it that would be chosen: these follow from the others'.

use super::{currency_of, unit_target, view};
use crate::report::model::Priority::{Hidden, Key};
use crate::report::model::{Cell, Column, Note, Report, Row, Section, Table, Text};
use crate::report::wording::en::{negotiate as words, recommendation as names};
use crate::rule::decide::Fate;
use crate::rule::items::Request;
use crate::rule::negotiate::{Lack, Position, Target, Unpriced, negotiate};
use crate::rule::quotes::{ItemId, VendorId};
use crate::rule::recommendation::Recommendation;

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
    let lead = words::LETTER_LEAD.map(Text::from).into_iter();
    let offers = Section {
        lead: lead.collect(),
        notes: [Note::new("", words::letter_currency(of.dataset().currency()))].into(),
        ..Section::of_table(words::LETTER, table(rows))
    };
    let asks = Section { notes, ..Section::default() };
    let closing = Section { lead: words::LETTER_CLOSING.map(Text::from).to_vec(), ..Section::default() };
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
            Cell::Words(names::item(request)),
            if request.is_counted { Cell::number(Some(request.quantity)) } else { Cell::Empty },
            Cell::name(request.unit),
            Cell::number(of.dataset().quotes.unit_price(quote)),
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
    let target = |ask: words::Ask| {
        let target = target.filter(|_| !matches!(ask, words::Ask::Delivery(_)))?;
        Some((target, currency_of(of, quote)))
    };
    let item = request.item.raw();
    asks.into_iter().map(|ask| words::ask(of, item, quote, ask, target(ask))).collect()
}
