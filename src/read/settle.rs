//! Items settled: what the rows say of each, held against one another, becomes its request.

use super::fault::FaultKind;
use super::faults::Log;
use super::row::Row;
use super::rows::{NO_LOT, Rows};
use super::said::{COLUMNS, FIRST_TEXT, Saying, place_of};
use super::sheet::{Sheet, at_column, of_file};
use super::shelf::Turn;
use crate::policy::{Requirement, Scheme};
use crate::rule::request::Request;
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity, UnitPrice};
use crate::value::source::{Place, RowRef};
use crate::value::untrusted::Untrusted;

/// The rows that speak of an item.
pub(crate) struct Speakers<'r> {
    /// The item's number while reading.
    pub(crate) item: u32,
    /// Its row in the request, by its place in the list of those.
    pub(crate) request: Option<usize>,
    /// Its quotes, in the order of reading.
    pub(crate) quotes: &'r [Turn],
}

/// Makes the requests of items out of what rows say of them.
pub(crate) struct Settling<'s, 'a, 'p> {
    pub(crate) rows: &'s Rows<'p>,
    pub(crate) sheets: &'s [Sheet<'a>],
    pub(crate) currency: Currency,
    /// The number of the request that all items belong to.
    pub(crate) number: Option<&'s Untrusted>,
}

impl Settling<'_, '_, '_> {
    /// Makes the request of an item.
    pub(crate) fn request(&self, speakers: &Speakers<'_>, log: &mut Log) -> Request {
        let rows = self.rows;
        let mut codes = COLUMNS.map(|_| None);
        for (place, code) in codes.iter_mut().enumerate() {
            *code = match rows.said.saying(speakers.item, place) {
                Saying::Nothing => None,
                Saying::Same(code) => Some(code),
                Saying::Disputed => self.refuse_disagreement(speakers, place, log),
            };
        }
        let code = |column: Column| codes.get(place_of(column)).copied().flatten();
        let decimal = |column: Column| code(column).map(crate::value::decimal::from_millionths);
        let text = |column: Column| {
            let names = rows.texts.get(place_of(column).checked_sub(FIRST_TEXT)?)?;
            code(column).and_then(|code| u32::try_from(code).ok()).map(|code| Untrusted::new(names.shown(code)))
        };
        let draft = usize::try_from(speakers.item).ok().and_then(|item| rows.drafts.get(item));
        Request {
            lot: draft.filter(|(lot, _)| *lot != NO_LOT).map(|(lot, _)| Untrusted::new(rows.lots.shown(*lot))),
            item: rows.name(speakers.item),
            number: self.numbered(text(Column::Request), speakers, log),
            quantity: decimal(Column::Quantity).and_then(Quantity::try_new).unwrap_or(Quantity::ONE),
            unit: text(Column::Unit),
            required: code(Column::RequiredQuality)
                .and_then(|code| self.requirement(code))
                .or(rows.policy.quality.required),
            budget: decimal(Column::Budget).and_then(|amount| self.budget(amount, speakers, log)),
            last_price: decimal(Column::LastPrice).and_then(UnitPrice::try_new),
            needed_by: code(Column::NeededBy).and_then(Date::from_ordinal),
            department: text(Column::Department),
            category: text(Column::Category),
            period: text(Column::Period),
            row: speakers.request.and_then(|row| rows.requested.get(row)).map(|row| (row.at, row.start)),
        }
    }

    /// Reads again what the rows of an item say in a column: its row in the request first, then its quotes.
    fn sayings(&self, speakers: &Speakers<'_>, place: usize) -> impl Iterator<Item = (i64, RowRef)> {
        let rows = self.rows;
        let request = speakers.request.and_then(|row| rows.requested.get(row)).map(|row| (row.at, row.start));
        let quotes = speakers.quotes.iter().filter_map(|turn| rows.quotes.get(turn.number));
        request.into_iter().chain(quotes.map(|quote| (quote.row(), quote.start()))).filter_map(move |(at, start)| {
            let sheet = of_file(self.sheets, at.file)?;
            Some((rows.said_again(&Row::of(sheet, &sheet.split(at, start), rows.policy), place)?, at))
        })
    }

    /// Returns what the first row that speaks says; every other one must say the same.
    fn refuse_disagreement(&self, speakers: &Speakers<'_>, place: usize, log: &mut Log) -> Option<i64> {
        let mut sayings = self.sayings(speakers, place);
        let first = sayings.next()?;
        for other in sayings.filter(|(code, _)| *code != first.0) {
            self.disagree(place, first, other, log);
        }
        Some(first.0)
    }

    fn disagree(&self, place: usize, (first, first_at): (i64, RowRef), (code, at): (i64, RowRef), log: &mut Log) {
        let fault = FaultKind::Disagrees {
            text: Untrusted::new(&self.spelt(place, code)),
            other: Box::new(log.place(first_at)),
            other_text: Untrusted::new(&self.spelt(place, first)),
        };
        let column = COLUMNS.get(place).and_then(|column| at_column(self.sheets, at, *column));
        log.row(at, column, fault);
    }

    /// Writes a code out, for a fault that quotes it.
    fn spelt(&self, place: usize, code: i64) -> String {
        match COLUMNS.get(place) {
            Some(Column::RequiredQuality) => {
                let required = self.requirement(code);
                required.map(|required| required.text(&self.rows.policy.quality.scheme)).unwrap_or_default()
            }
            Some(Column::NeededBy) => Date::from_ordinal(code).map(|date| date.to_string()).unwrap_or_default(),
            _ if place < FIRST_TEXT => crate::value::decimal::from_millionths(code).to_string(),
            _ => {
                let names = self.rows.texts.get(place.saturating_sub(FIRST_TEXT));
                let shown = names.zip(u32::try_from(code).ok()).map(|(names, code)| names.shown(code));
                shown.unwrap_or_default().to_owned()
            }
        }
    }

    fn requirement(&self, code: i64) -> Option<Requirement> {
        match &self.rows.policy.quality.scheme {
            Scheme::Scale(_) => usize::try_from(code).ok().map(Requirement::Label),
            Scheme::Bands(_) | Scheme::Scores => Some(Requirement::Score(crate::value::decimal::from_millionths(code))),
        }
    }

    fn budget(&self, amount: Decimal, speakers: &Speakers<'_>, log: &mut Log) -> Option<Money> {
        let exact = Money::exact(amount, self.currency);
        if exact.is_none()
            && let Some((_, at)) = self.sayings(speakers, place_of(Column::Budget)).next()
        {
            let fault = FaultKind::TooFine { text: amount.to_string(), currency: self.currency };
            log.row(at, at_column(self.sheets, at, Column::Budget), fault);
        }
        exact
    }

    /// Returns an item's request number: the caller's, which no row may contradict, or that of its rows.
    fn numbered(&self, said: Option<Untrusted>, speakers: &Speakers<'_>, log: &mut Log) -> Option<Untrusted> {
        let (Some(number), Some(own)) = (self.number, &said) else {
            return self.number.cloned().or(said);
        };
        if own != number
            && let Some((_, at)) = self.sayings(speakers, place_of(Column::Request)).next()
        {
            let option = Place { file: Untrusted::new("--request-id"), row: None, column: None };
            let fault = FaultKind::Disagrees { text: own.clone(), other: Box::new(option), other_text: number.clone() };
            log.row(at, at_column(self.sheets, at, Column::Request), fault);
        }
        said
    }
}
