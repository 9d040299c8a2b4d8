//! What a row says of its item: the request columns, in a file of their own or beside the quotes.

use super::cell;
use super::faults::Log;
use super::row::Row;
use super::rows::Rows;
use super::said::FIRST_TEXT;
use crate::column::Column;
use crate::policy::Requirement;
use crate::source::Role;

impl Rows<'_> {
    /// Writes down what a row says of its item; `number` is the row's among those of its role.
    pub(super) fn say(&mut self, row: &Row<'_, '_>, role: Role, number: usize, log: &mut Log) {
        for (place, column, field) in row.layout.said.iter().copied() {
            let Some((_, text)) = row.field(field) else { continue };
            let code = if place >= FIRST_TEXT {
                let names = self.texts.get_mut(place.saturating_sub(FIRST_TEXT));
                names.and_then(|names| names.number(cell::without_guard(text))).map(i64::from)
            } else {
                self.value(row, column, field, text, log)
            };
            if let Some(code) = code {
                let said = match role {
                    Role::Quotes => &mut self.said_by_quotes,
                    Role::Request | Role::Policy | Role::Budgets | Role::History => &mut self.said_by_requests,
                };
                said.say(number, place, code);
            }
        }
    }

    /// Reads a cell that holds a value, as the number that stands for it.
    fn value(&mut self, row: &Row<'_, '_>, column: Column, field: usize, text: &str, log: &mut Log) -> Option<i64> {
        let grammar = row.grammar;
        let mut mark = None;
        let code = if column == Column::Quantity {
            cell::quantity(text, grammar).map(|quantity| quantity.decimal().millionths())
        } else if column == Column::RequiredQuality {
            cell::requirement(text, &self.policy.quality.scheme, grammar).map(|required| match required {
                Requirement::Label(place) => i64::try_from(place).unwrap_or(i64::MAX),
                Requirement::Score(score) => score.millionths(),
            })
        } else if column == Column::NeededBy {
            cell::date(text).map(crate::date::Date::ordinal)
        } else {
            cell::amount(text, grammar).map(|number| {
                mark = number.mark;
                number.value.millionths()
            })
        };
        if let Some(mark) = mark {
            self.note_mark(mark, row.at, field);
        }
        row.parsed(field, code, log)
    }
}
