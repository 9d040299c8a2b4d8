//! A negotiation as a report: what each offer must reach to be chosen, and how far the recommended one may rise.

pub(crate) mod json;
pub(crate) mod letter;

use std::borrow::Cow;

use super::evidence;
use super::model::Priority::{Hidden, Key, Second, Sentence};
use super::model::{Cell, Column, Mark, Note, Report, Row, Section, Table, Text, View};
use super::wording::en::{negotiate as words, recommendation};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::{ItemId, QuoteId};
use crate::rule::decision::Fate;
use crate::rule::negotiate::{Lack, Position, Target, UnitTarget, negotiate};
use crate::rule::recommendation::Recommendation;
use crate::value::currency::Currency;
use crate::value::money::Money;

/// Makes the report on some items.
pub(crate) fn report<'r>(of: &'r Recommendation, items: &[ItemId]) -> Report<'r> {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for item in items {
        let request = of.request(*item);
        let positions = negotiate(of, *item).positions;
        if positions.is_empty() {
            notes.push(Note::new("", words::nobody(&request)));
        }
        rows.extend(positions.iter().map(|position| row(of, &request, position)));
    }
    let names = of.dataset().inputs().iter().map(|input| input.name.raw());
    let definitions = Section { only_in_detail: true, ..evidence::definitions(&words::DEFINITIONS) };
    let offers = Section { notes, ..Section::of_table(words::TITLE, table(rows)) };
    let sections = [offers, definitions];
    Report {
        title: words::TITLE.into(),
        heading: vec![recommendation::heading(of).into(), recommendation::inputs(names)],
        sections: Box::new(sections.into_iter()),
        json: None,
        csv_columns: Vec::new(),
        if_abridged: None,
    }
}

fn table(rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::left("request", Hidden),
        Column::left("lot", Key),
        Column::left("item", Key),
        Column::left("vendor", Key).emphasised(),
        Column::left("outcome", Key).emphasised(),
        Column::right("total", Key),
        Column::right("chosen_up_to", Key),
        Column::right("change", Key),
        Column::right("percent", Second),
        Column::left("currency", Hidden),
        Column::right("unit_price", Second),
        Column::right("unit_price_up_to", Key),
        Column::left("price_currency", Hidden),
        Column::left("why", Sentence),
        Column::left("file", Hidden),
        Column::right("row", Hidden),
    ];
    let views = vec![view(&columns, &words::LABELS)];
    Table { key: "offers", sheet: words::SHEET.into(), columns, rows, views, ..Table::default() }
}

/// Shows the columns that are not hidden, some of them under another name.
fn view(columns: &[Column], labels: &[(&'static str, &'static str)]) -> View {
    let label = |column: &Column| {
        let label = labels.iter().find(|(key, _)| *key == column.key).map(|(_, label)| Cow::Borrowed(*label));
        (column.key.clone(), label)
    };
    let seen = columns.iter().filter(|column| column.priority != Hidden).map(label);
    View { columns: seen.collect(), ..View::default() }
}

fn row(of: &Recommendation, request: &Request<'_>, position: &Position) -> Row {
    let (outcome, quote) = (&position.outcome, position.outcome.quote);
    let price = |price: Option<String>| match price {
        Some(price) => Cell::number(Some(&price)).shown(priced(of, quote, &price)),
        None => Cell::Empty,
    };
    let own = of.dataset().quotes.unit_price(quote).map(|price| price.to_string());
    let change = change(position);
    let (input, place) = of.dataset().place(quote);
    let cells = vec![
        Cell::name(request.number),
        Cell::name(request.lot),
        Cell::name(Some(request.item)),
        Cell::name(Some(of.vendor(quote))),
        Cell::Code(outcome.fate.name()).shown(words::outcome(outcome.fate)),
        Cell::money(outcome.total),
        Cell::money(up_to(position)),
        Cell::money(change),
        Cell::number(change.zip(outcome.total).and_then(|(change, total)| change.percent_of(total))),
        Cell::words(of.dataset().currency().to_string()),
        price(own),
        price(unit_target(position).map(|target| target.price.to_string())),
        Cell::words(currency_of(of, quote).to_string()),
        Cell::Words(why(of, position)),
        Cell::name(Some(&input.name)),
        Cell::Count(place.row().into()),
    ];
    let mark = match outcome.fate {
        Fate::Recommended => Mark::Good,
        Fate::Candidate => Mark::Decide,
        Fate::Lost(..) => Mark::Plain,
        Fate::Rejected(_) | Fate::Superseded(_) => Mark::Out,
    };
    Row::new("offer", cells).marked(mark)
}

/// The currency that a quote's price is in.
fn currency_of(of: &Recommendation, quote: QuoteId) -> Currency {
    of.dataset().quotes.currency(quote).unwrap_or(of.dataset().currency())
}

/// Names a price of a quote with its currency and unit, where these are not the item's own.
fn priced(of: &Recommendation, quote: QuoteId, price: &str) -> Text {
    let currency = Some(currency_of(of, quote)).filter(|currency| *currency != of.dataset().currency());
    words::priced(price, currency, of.dataset().unit_of(quote))
}

/// The highest total at which an offer is chosen.
fn up_to(position: &Position) -> Option<Money> {
    match &position.target {
        Target::UpTo(up_to) => Some(up_to.total),
        Target::Any | Target::Lacks(_) => None,
    }
}

/// The highest unit price with which an offer is chosen.
fn unit_target(position: &Position) -> Option<UnitTarget> {
    match &position.target {
        Target::UpTo(up_to) => up_to.price.ok(),
        Target::Any | Target::Lacks(_) => None,
    }
}

/// By how much an offer must fall, or may rise.
fn change(position: &Position) -> Option<Money> {
    up_to(position)?.minus(position.outcome.total?)
}

/// Says what an offer lacks, or what is decided above its highest total.
fn why(of: &Recommendation, position: &Position) -> Text {
    let quote = position.outcome.quote;
    let mut texts: Vec<Text> = Vec::new();
    // An offer that its price alone keeps out: what it must reach stands beside that.
    if let (Fate::Rejected(rejection), Target::Any | Target::UpTo(_)) = (position.outcome.fate, &position.target) {
        texts.push(words::lacks(of, quote, Lack::Gate(rejection)));
    }
    match &position.target {
        Target::Any => texts.push(words::AT_ANY_PRICE.into()),
        Target::UpTo(up_to) => {
            texts.extend(up_to.above.as_ref().map(|above| words::above(of, above)));
            texts.extend(up_to.price.err().map(words::unpriced));
        }
        Target::Lacks(lacks) => texts.extend(lacks.iter().map(|lack| words::lacks(of, quote, *lack))),
    }
    Text::joined(texts, "; ")
}
