//! Budget use: what was paid and is committed of each budget, what is left, and what waits for an approval.

mod cover;
mod group;

use std::collections::BTreeMap;

use self::cover::Cover;
use super::by::By;
use super::definition::{Definition, means};
use super::line::{Overflow, lines};
use crate::ledger::{Award, Head, LedgerState, Status};
use crate::read::Budgets;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

pub use self::group::{Figures, Group, Key, State};

/// What awards are put together by, unless something else is asked for.
pub const PARTS: [By; 3] = [By::Department, By::Category, By::Period];

/// What the words of the report mean.
pub const DEFINITIONS: [Definition; 8] = [
    means(
        "budget",
        "of a budget file, what its rows say; else what the requests of the awards that count say. Rows add up: one that \
         leaves a key open is for whatever no row with more keys covers, so that every award is held against one row",
    ),
    means("paid", "what the receipts that count say was paid, and the file's paid_elsewhere"),
    means(
        "committed",
        "of awards that are approved, or need no approval, are not void and not yet wholly received: the part that is \
         still to come; and the file's committed_elsewhere",
    ),
    means("left", "budget - paid - committed"),
    means("used_percent", "(paid + committed) / budget, rounded to two decimals; for show, states go by the amounts"),
    means("pending", "awards that wait for an approval; they stand in no other figure"),
    means("without_budget", "what of paid and committed belongs to awards for which there is no budget"),
    means("state", "near: from 90 % on; over: beyond 100 %; no-budget: there is none; else within"),
];

/// What is asked of the budgets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The first day of awards that are taken.
    pub from: Option<Date>,
    /// The last day of awards that are taken.
    pub to: Option<Date>,
    /// What awards and budgets are put together by; of department, category and period those that the budgets name
    /// where nothing is asked for.
    pub by: Option<Vec<By>>,
}

/// How far budgets are used.
#[derive(Debug, Clone)]
pub struct BudgetUse {
    /// The last entry of the ledger; `None` where it has no entry.
    pub head: Option<Head>,
    /// The first day of awards that were taken.
    pub from: Option<Date>,
    /// The last day of awards that were taken.
    pub to: Option<Date>,
    /// What they are put together by.
    pub by: Vec<By>,
    /// The file that the budgets are taken from, with its SHA-256; `None` where each award brings its own.
    pub file: Option<(Untrusted, Digest)>,
    /// The groups, by currency and keys. Every award and every budget is in one of them.
    pub groups: Vec<Group>,
    /// What all groups of a currency come to, by currency.
    pub totals: Vec<(Currency, Figures)>,
}

/// A place in the order of groups: named keys by name, then what a budget leaves open, then what no award says.
type Place = (Currency, Vec<(u8, String)>);

/// Groups under way.
#[derive(Default)]
struct Groups {
    totals: BTreeMap<Currency, Figures>,
    groups: BTreeMap<Place, (Vec<Key>, Figures)>,
}

impl BudgetUse {
    /// Adds up the awards of a ledger that were made on the days of the question, against the budgets of a file or
    /// those of their own requests.
    ///
    /// # Errors
    ///
    /// The first award with which a sum is too large.
    pub fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        budgets: Option<&Budgets>,
        question: Question,
    ) -> Result<Self, Overflow> {
        let mut taken = lines(books)?;
        taken.retain(|line| {
            matches!(line.status, Status::Committed | Status::Pending)
                && question.from.is_none_or(|from| line.on >= from)
                && question.to.is_none_or(|to| line.on <= to)
        });
        let cover = budgets.map(|budgets| Cover::of(&budgets.rows));
        let known = |by: &By| match &cover {
            Some(cover) => cover.names(*by),
            None => taken.iter().any(|line| by.key(line).is_some()),
        };
        let by = question.by.unwrap_or_else(|| PARTS.into_iter().filter(known).collect());
        let mut groups = Groups::default();
        for row in budgets.iter().flat_map(|budgets| &budgets.rows) {
            let keys = by.iter().map(|by| Key::of_budget(cover::name(row, *by))).collect();
            // Amounts of a sheet have at most 16 digits and rows are counted in 32 bits: they always fit.
            groups.add(row.currency, keys, |figures| figures.add_budget(row)).unwrap_or_default();
        }
        for line in &taken {
            let covering = cover.as_ref().map(|cover| cover.of_line(line));
            let keys: Vec<Key> = match covering.flatten() {
                Some(row) => by.iter().map(|by| Key::of_budget(cover::name(row, *by))).collect(),
                None => by.iter().map(|by| Key::of_award(by.key(line).and_then(|_| by.of(line)))).collect(),
            };
            let add = |figures: &mut Figures| match covering {
                // Each award brings its own budget.
                None => figures.add_line(line, line.budget),
                Some(Some(_)) => figures.add_covered(line),
                Some(None) => figures.add_line(line, None),
            };
            groups.add(line.currency, keys, add).ok_or(Overflow { seq: line.seq })?;
        }
        let finished =
            groups.groups.into_iter().map(|((currency, _), (keys, figures))| Group { keys, currency, figures });
        let (from, to) = (question.from, question.to);
        let file = budgets.map(|budgets| (budgets.name.clone(), budgets.sha256));
        let totals = groups.totals.into_iter().collect();
        Ok(Self { head, from, to, by, file, groups: finished.collect(), totals })
    }

    /// Says whether more than its budget is used of a group.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.groups.iter().any(|group| group.figures.state() == State::Over)
    }
}

/// Parses the name of a column that budgets are put together by.
///
/// # Errors
///
/// Returns what is allowed.
pub fn parse_part(name: &str) -> Result<By, String> {
    let names = PARTS.map(By::name).join(", ");
    PARTS.into_iter().find(|by| by.name() == name).ok_or_else(|| format!("expected one of {names}"))
}

/// Returns the one currency of a ledger's awards; `None` where there are several, or none.
#[must_use]
pub fn one_currency(books: &LedgerState<Box<Award>>) -> Option<Currency> {
    let mut currencies = books.awards().map(|award| award.currency);
    let first = currencies.next()?;
    currencies.all(|other| other == first).then_some(first)
}

impl Groups {
    fn add(&mut self, currency: Currency, keys: Vec<Key>, add: impl Fn(&mut Figures) -> Option<()>) -> Option<()> {
        let place = keys.iter().map(|key| match key {
            Key::Named(name) => (0, crate::read::Key::item(name.raw()).text().to_owned()),
            Key::Rest => (1, String::new()),
            Key::Unsaid => (2, String::new()),
        });
        let place = (currency, place.collect());
        let group = self.groups.entry(place).or_insert_with(|| (keys.clone(), Figures::none(currency)));
        // Of several spellings the first by code point is shown, so that no order of rows matters.
        for (shown, other) in group.0.iter_mut().zip(keys) {
            if let (Key::Named(shown), Key::Named(other)) = (shown, other)
                && other < *shown
            {
                *shown = other;
            }
        }
        let total = self.totals.entry(currency).or_insert_with(|| Figures::none(currency));
        for figures in [&mut group.1, total] {
            add(figures)?;
            // What is left has room now, so that later it is there.
            figures.left()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
