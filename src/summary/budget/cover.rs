//! Which budget of a file an award is held against: exactly one, so that nothing is counted twice.

use std::collections::HashMap;

use super::super::by::By;
use super::super::line::Line;
use super::PARTS;
use crate::read::BudgetRow;
use crate::value::currency::Currency;
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// The keys of a budget as names compare; `None` for what it leaves open.
type Keys = [Option<Key>; 3];

/// Which of the three keys a budget names, the one that covers least first: three keys before two before one, and of
/// the same count department before category before period.
const NARROWEST_FIRST: [[bool; 3]; 8] = [
    [true, true, true],
    [true, true, false],
    [true, false, true],
    [false, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
];

/// The budgets of a file, by what they name.
pub(super) struct Cover<'r> {
    rows: HashMap<(Currency, Keys), &'r BudgetRow>,
}

impl<'r> Cover<'r> {
    pub(super) fn of(rows: &'r [BudgetRow]) -> Self {
        let keys = |row: &BudgetRow| PARTS.map(|by| name(row, by).map(key));
        Self { rows: rows.iter().map(|row| ((row.currency, keys(row)), row)).collect() }
    }

    /// Says whether some budget names a department, a category or a period.
    pub(super) fn names(&self, by: By) -> bool {
        self.rows.values().any(|row| name(row, by).is_some())
    }

    /// Finds the budget that covers an award and least else.
    pub(super) fn of_line(&self, line: &Line) -> Option<&'r BudgetRow> {
        let own = PARTS.map(|by| by.key(line));
        NARROWEST_FIRST.iter().find_map(|named| {
            let mut keys = own.clone();
            for (key, named) in keys.iter_mut().zip(named) {
                if !named {
                    *key = None;
                } else if key.is_none() {
                    // What the award does not say, no name fits.
                    return None;
                }
            }
            self.rows.get(&(line.currency, keys)).copied()
        })
    }
}

/// Returns what a budget names.
pub(super) fn name(row: &BudgetRow, by: By) -> Option<&Untrusted> {
    match by {
        By::Department => row.department.as_ref(),
        By::Category => row.category.as_ref(),
        By::Period => row.period.as_ref(),
        By::Vendor | By::Buyer | By::Item | By::Lot => None,
    }
}

fn key(name: &Untrusted) -> Key {
    Key::item(name.raw())
}
