//! Budget use: what was paid and is committed of each budget, what is left, and what waits for an approval.

mod cover;
mod group;

use std::collections::BTreeMap;

use self::cover::Cover;
use super::by::By;
pub(crate) use super::definition::BUDGET as DEFINITIONS;
use super::line::{Overflow, lines};
use crate::ledger::{Award, Head, LedgerState, Status};
use crate::read::Budgets;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

pub(crate) use self::group::{Figures, Group, Key, State};

/// What awards are put together by, unless something else is asked for.
pub(crate) const PARTS: [By; 3] = [By::Department, By::Category, By::Period];

/// What is asked of the budgets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// What awards and budgets are put together by; of department, category and period those that the budgets name
    /// where nothing is asked for.
    pub(crate) by: Option<Vec<By>>,
}

/// How far budgets are used.
#[derive(Debug, Clone)]
pub(crate) struct BudgetUse {
    pub(crate) head: Option<Head>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) by: Vec<By>,
    /// The file that the budgets are taken from, with its SHA-256; `None` where each award brings its own.
    pub(crate) file: Option<(Untrusted, Digest)>,
    /// The groups, by currency and keys. Every award and every budget is in one of them.
    pub(crate) groups: Vec<Group>,
    /// What all groups of a currency come to, by currency.
    pub(crate) totals: Vec<(Currency, Figures)>,
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
    pub(crate) fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        budgets: Option<&Budgets>,
        question: Question,
    ) -> Result<Self, Overflow> {
        let mut taken = lines(books, question.from, question.to)?;
        taken.retain(|line| matches!(line.status, Status::Committed | Status::Pending));
        let cover = budgets.map(|budgets| Cover::of(&budgets.rows));
        let known = |by: &By| match &cover {
            Some(cover) => cover.names(*by),
            None => taken.iter().any(|line| by.key(line).is_some()),
        };
        let by = question.by.unwrap_or_else(|| PARTS.into_iter().filter(known).collect());
        let keys_of = |row| by.iter().map(|by| Key::new(cover::name(row, *by), Key::Rest)).collect::<Vec<_>>();
        let mut groups = Groups::default();
        for row in budgets.iter().flat_map(|budgets| &budgets.rows) {
            groups
                .add(row.currency, keys_of(row), |figures| figures.add_budget(row))
                .expect("amounts of a sheet have at most 16 digits, and rows are counted in 32 bits");
        }
        for line in &taken {
            let covering = cover.as_ref().map(|cover| cover.of_line(line));
            let keys: Vec<Key> = match covering.flatten() {
                Some(row) => keys_of(row),
                None => by.iter().map(|by| Key::new(by.key(line).and_then(|_| by.of(line)), Key::Unsaid)).collect(),
            };
            let add = |figures: &mut Figures| match covering {
                // Each award brings its own budget.
                None => figures.add_line(line, line.budget),
                Some(Some(_)) => figures.add_covered(line),
                Some(None) => figures.add_line(line, None),
            };
            groups.add(line.currency, keys, add).ok_or(Overflow { seq: line.seq })?;
        }
        let group = |((currency, _), (keys, figures))| Group { keys, currency, figures };
        Ok(Self {
            head,
            from: question.from,
            to: question.to,
            by,
            file: budgets.map(|budgets| (budgets.name.clone(), budgets.sha256)),
            groups: groups.groups.into_iter().map(group).collect(),
            totals: groups.totals.into_iter().collect(),
        })
    }

    /// Says whether more than its budget is used of a group.
    pub(crate) fn is_over(&self) -> bool {
        self.groups.iter().any(|group| group.figures.state() == State::Over)
    }
}

/// Parses the name of a column that budgets are put together by.
pub(crate) fn parse_part(name: &str) -> Result<By, String> {
    By::parse_among(&PARTS, name)
}

/// Returns the one currency of a ledger's awards; `None` where there are several, or none.
pub(crate) fn one_currency(books: &LedgerState<Box<Award>>) -> Option<Currency> {
    let mut currencies = books.awards().map(|award| award.currency);
    let first = currencies.next()?;
    currencies.all(|other| other == first).then_some(first)
}

impl Groups {
    fn add(&mut self, currency: Currency, keys: Vec<Key>, add: impl Fn(&mut Figures) -> Option<()>) -> Option<()> {
        let place = keys.iter().map(|key| match key {
            Key::Named(name) => (0, crate::value::name::Key::item(name.raw()).text().to_owned()),
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
            // An overflow of what is left is an error here, so that it is none later.
            figures.left()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
