//! A column of the store of quotes.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use crate::value::parallel;

/// A column of optional values, each as one integer: a decimal in millionths, a date as its ordinal, a count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Codes(Vec<i64>);

/// The code of an absent value, which no decimal, date or count has.
const ABSENT: i64 = i64::MIN;

impl Codes {
    /// Sets the value of a row, which comes after all rows that have one.
    #[inline]
    pub(crate) fn push(&mut self, row: usize, code: i64) {
        if self.0.len() < row {
            self.0.resize(row, ABSENT);
        }
        self.0.push(code);
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        self.0.get(row).copied().filter(|code| *code != ABSENT)
    }

    /// Replaces the value of any row.
    pub(crate) fn set(&mut self, row: usize, code: i64) {
        if self.0.len() <= row {
            self.0.resize(row + 1, ABSENT);
        }
        self.0[row] = code;
    }

    /// Appends the values of further rows to those of `rows` rows.
    pub(crate) fn append(&mut self, rows: usize, other: &Self) {
        if !other.0.is_empty() {
            self.0.resize(rows, ABSENT);
            self.0.extend_from_slice(&other.0);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Renumbers values that are numbers of texts.
    pub(crate) fn translate(&mut self, numbers: &[u32]) {
        for code in self.0.iter_mut().filter(|code| **code != ABSENT) {
            *code = numbers[usize::try_from(*code).expect("numbers of texts are small")].into();
        }
    }

    /// Forgets all values.
    pub(crate) fn clear(&mut self) {
        self.0 = Vec::new();
    }

    /// Returns the values that rows state.
    pub(crate) fn stated(&self) -> impl Iterator<Item = (usize, i64)> {
        self.0.iter().copied().enumerate().filter(|(_, code)| *code != ABSENT)
    }

    /// Puts the values of rows into an order.
    pub(crate) fn reorder(&mut self, order: &[Turn], threads: usize) {
        if self.0.is_empty() {
            return;
        }
        let last = order.iter().map(|turn| turn.row as usize + 1).max().unwrap_or(0);
        self.0.resize(last.max(self.0.len()), ABSENT);
        let values = &self.0;
        let mut ordered = vec![ABSENT; order.len()];
        let share = order.len().div_ceil(threads).max(1);
        let parts = ordered.chunks_mut(share).zip(order.chunks(share)).collect();
        parallel::each(parts, |(ordered, order): (&mut [i64], &[Turn])| {
            for (value, turn) in ordered.iter_mut().zip(order) {
                *value = values[turn.row as usize];
            }
        });
        self.0 = ordered;
    }
}

/// A quote in the order: a vendor before a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    pub(crate) vendor: u32,
    pub(crate) row: u32,
}

impl Turn {
    /// What turns sort by, as one number that the processor compares at once.
    #[inline]
    pub(crate) const fn key(self) -> u64 {
        ((self.vendor as u64) << 32) | self.row as u64
    }
}
