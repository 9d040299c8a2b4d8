//! What a row says of its item: the request columns, in a file of their own or beside the quotes.

use super::cell;
use super::fault::FaultKind;
use super::faults::Log;
use super::row::Row;
use super::rows::{Met, NO_ITEM, Rows};
use super::said::{FIRST_TEXT, Saying};
use crate::policy::Requirement;
use crate::value::column::Column;
use crate::value::currency::Mark;
use crate::value::date::Date;

impl Rows<'_> {
    /// Takes in what a row says of its item; most rows say what was said before.
    pub(super) fn say(&mut self, row: &Row<'_, '_>, item: u32, met: &Met, log: &mut Log) {
        for (place, column, field) in row.layout.said.iter().copied() {
            let Some((_, text)) = row.field(field) else { continue };
            let code = if let Some(names) = place.checked_sub(FIRST_TEXT).and_then(|text| self.texts.get_mut(text)) {
                names.number(cell::without_guard(text)).map(i64::from)
            } else {
                let mut mark = None;
                let code = row.parsed(field, value(row, column, text, &mut mark), log);
                if let Some(mark) = mark {
                    self.note_mark(mark, row.at, field);
                }
                code
            };
            if let Some(code) = code
                && met.said.get(place) != Some(&Saying::Same(code))
                && item != NO_ITEM
            {
                self.said.say(item, place, code);
            }
        }
    }

    /// Returns what a row that was taken in before says in a column.
    pub(super) fn said_again(&self, row: &Row<'_, '_>, place: usize) -> Option<i64> {
        let (_, column, field) = *row.layout.said.iter().find(|(said, ..)| *said == place)?;
        let (_, text) = row.field(field)?;
        match place.checked_sub(FIRST_TEXT) {
            Some(names) => self.texts.get(names)?.find_alike(cell::without_guard(text)).map(i64::from),
            None => value(row, column, text, &mut None).ok(),
        }
    }
}

/// Reads a cell that holds a value, as the number that stands for it; `mark` is set to the one beside it.
#[inline]
fn value(row: &Row<'_, '_>, column: Column, text: &str, mark: &mut Option<Mark>) -> Result<i64, FaultKind> {
    let grammar = row.grammar;
    if column == Column::Quantity {
        cell::quantity(text, grammar).map(crate::value::money::Quantity::millionths)
    } else if column == Column::RequiredQuality {
        cell::requirement(text, &row.policy.quality.scheme, grammar).map(|required| match required {
            Requirement::Label(place) => i64::try_from(place).unwrap_or(i64::MAX),
            Requirement::Score(score) => crate::value::decimal::millionths(score),
        })
    } else if column == Column::NeededBy {
        cell::date(text).map(Date::ordinal)
    } else {
        cell::amount(text, grammar).map(|number| {
            *mark = number.mark;
            crate::value::decimal::millionths(number.value)
        })
    }
}
