//! What rows say of their items, a column for each request column.
//!
//! Nearly all rows say of an item what its first one said, so that only this is kept. Where a row says something else,
//! the rows of the item are read again by whoever tells of it.

use crate::value::column::Column;

/// The request columns, by their places in the table.
pub(crate) const COLUMNS: [Column; 10] = [
    Column::Quantity,
    Column::RequiredQuality,
    Column::Budget,
    Column::LastPrice,
    Column::NeededBy,
    Column::Unit,
    Column::Request,
    Column::Department,
    Column::Category,
    Column::Period,
];

/// The place of the first column that holds text; its codes are numbers of names.
pub(crate) const FIRST_TEXT: usize = 5;

/// Returns the place of a request column in the table; behind all places for any other column.
pub(crate) fn place_of(column: Column) -> usize {
    COLUMNS.iter().position(|of_request| *of_request == column).unwrap_or(COLUMNS.len())
}

/// The code of an item that no row says anything of.
const UNSAID: i64 = i64::MIN;

/// The code of an item of which rows say different things.
const DISPUTED: i64 = UNSAID + 1;

/// What the rows of an item say in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Saying {
    /// Nothing.
    #[default]
    Nothing,
    /// The same, as a code.
    Same(i64),
    /// Different things.
    Disputed,
}

/// The table, by the numbers of items. A column that no row says anything in takes no space.
#[derive(Debug, Default)]
pub(crate) struct Said {
    columns: [Vec<i64>; COLUMNS.len()],
}

impl Said {
    /// Takes in what a row says of an item in a column.
    #[inline]
    pub(crate) fn say(&mut self, item: u32, place: usize, code: i64) {
        let (Some(column), Ok(item)) = (self.columns.get_mut(place), usize::try_from(item)) else { return };
        match column.get_mut(item) {
            Some(said) if *said == code => {}
            Some(said) => *said = if *said == UNSAID { code } else { DISPUTED },
            None => {
                column.resize(item, UNSAID);
                column.push(code);
            }
        }
    }

    /// Takes in another table, whose items and codes are translated.
    pub(crate) fn absorb(
        &mut self,
        other: &Self,
        item: impl Fn(u32) -> Option<u32>,
        translate: impl Fn(usize, i64) -> Option<i64>,
    ) {
        for (place, column) in other.columns.iter().enumerate() {
            for (number, code) in (0_u32..).zip(column).filter(|(_, code)| **code != UNSAID) {
                let code = if *code == DISPUTED { Some(DISPUTED) } else { translate(place, *code) };
                if let Some((item, code)) = item(number).zip(code) {
                    self.say(item, place, code);
                }
            }
        }
    }

    /// Takes what is said of an item for said of another one as well.
    pub(crate) fn move_to(&mut self, item: u32, other: u32) {
        for place in 0..COLUMNS.len() {
            match self.saying(item, place) {
                Saying::Nothing => {}
                Saying::Same(code) => self.say(other, place, code),
                Saying::Disputed => self.say(other, place, DISPUTED),
            }
        }
    }

    /// Returns what rows say of an item in a column.
    pub(crate) fn saying(&self, item: u32, place: usize) -> Saying {
        let code = usize::try_from(item).ok().and_then(|item| self.columns.get(place)?.get(item).copied());
        match code.unwrap_or(UNSAID) {
            UNSAID => Saying::Nothing,
            DISPUTED => Saying::Disputed,
            code => Saying::Same(code),
        }
    }

    /// Says whether no row says anything in a column.
    pub(crate) fn is_silent(&self, column: Column) -> bool {
        self.columns.get(place_of(column)).is_none_or(Vec::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rows_say_is_the_same_or_disputed() {
        let mut said = Said::default();
        assert_eq!(said.saying(3, 0), Saying::Nothing);
        said.say(3, 0, 7);
        said.say(3, 0, 7);
        assert_eq!((said.saying(3, 0), said.saying(2, 0)), (Saying::Same(7), Saying::Nothing));
        said.say(3, 0, 8);
        said.say(3, 0, 8);
        assert_eq!(said.saying(3, 0), Saying::Disputed);
        said.say(1, 5, 4);
        let mut all = Said::default();
        all.say(0, 5, 40);
        all.absorb(&said, |item| Some(item - 1), |_, code| Some(code * 10));
        assert_eq!((all.saying(0, 5), all.saying(2, 0)), (Saying::Same(40), Saying::Disputed));
        all.move_to(2, 0);
        assert_eq!((all.saying(0, 0), all.saying(0, 5)), (Saying::Disputed, Saying::Same(40)));
        assert!(all.is_silent(Column::Budget) && !all.is_silent(Column::Unit));
    }
}
