//! What can be wrong with a sheet of budgets, beside what can be with any sheet.

use crate::value::source::Place;

/// What is wrong with a sheet of budgets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetFault {
    /// The file has no text in it.
    #[error("the file is empty; expected a header with `budget`")]
    Empty,
    /// No currency is stated, and none can be taken for granted.
    #[error("the row names no currency")]
    NoCurrency,
    /// Two rows are about the same.
    #[error("a second budget of the same department, category, period and currency; the other is in {other}")]
    Twice {
        /// The other row.
        other: Box<Place>,
    },
}

impl BudgetFault {
    /// Returns the kind's name, under which faults that are not shown are counted.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::NoCurrency => "no-currency",
            Self::Twice { .. } => "budget-twice",
        }
    }

    pub(super) const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "`bijia budget --help` shows a sheet to start from",
            Self::NoCurrency => "give the sheet a column `currency`; the awards have none, or several",
            Self::Twice { .. } => "add the two up in one row",
        }
    }
}
