//! Where quotes were read.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use std::ops::Range;

/// Where rows were read: runs of rows that lie one below the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    runs: Vec<Run>,
    /// Whether the next row starts a run, whatever its place.
    is_broken: bool,
}

/// A run of rows: its first row's place; each further one is a row and a line below.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The first row of the store.
    first: u32,
    /// The input, in the order of reading.
    input: u32,
    row: u32,
    line: u32,
}

/// A row of an input: `row` counts data rows from 1, `line` is the physical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceInInput {
    pub(crate) input: u32,
    pub(crate) row: u32,
    pub(crate) line: u32,
}

impl PlaceInInput {
    /// Returns the data row, from 1.
    #[must_use]
    pub const fn row(self) -> u32 {
        self.row
    }
}

impl Places {
    /// Adds a row behind all others.
    #[inline]
    pub(crate) fn push(&mut self, first: u32, input: u32, row: u32, line: u32) {
        if let Some(last) = self.runs.last()
            && !self.is_broken
            && last.input == input
            && first - last.first == row.wrapping_sub(last.row)
            && first - last.first == line.wrapping_sub(last.line)
        {
            return;
        }
        self.is_broken = false;
        self.runs.push(Run { first, input, row, line });
    }

    /// Ends the run of the last row: the next row's place is counted from another start.
    pub(crate) const fn end_run(&mut self) {
        self.is_broken = true;
    }

    /// Moves the places of some rows down.
    pub(crate) fn move_down(&mut self, rows: Range<u32>, by_rows: u32, by_lines: u32) {
        let from = self.runs.partition_point(|run| run.first < rows.start);
        for run in self.runs[from..].iter_mut().take_while(|run| run.first < rows.end) {
            run.row += by_rows;
            run.line += by_lines;
        }
    }

    /// Moves each row of an input to another row and line; `count` is that of all rows.
    pub(crate) fn move_each(&mut self, input: u32, count: u32, to: impl Fn(u32, u32) -> (u32, u32)) {
        let ends: Vec<u32> = self.runs.iter().skip(1).map(|run| run.first).collect();
        let mut moved = Self::default();
        for (place, run) in std::mem::take(&mut self.runs).into_iter().enumerate() {
            moved.end_run();
            if run.input != input {
                moved.push(run.first, run.input, run.row, run.line);
                continue;
            }
            let end = ends.get(place).copied().unwrap_or(count);
            for below in 0..end - run.first {
                let (row, line) = to(run.row + below, run.line + below);
                moved.push(run.first + below, input, row, line);
            }
        }
        self.runs = moved.runs;
    }

    /// Adds the places of further rows, of which the first is the row `first` here.
    pub(crate) fn append(&mut self, other: Self, first: u32) {
        self.runs.extend(other.runs.into_iter().map(|run| Run { first: run.first + first, ..run }));
    }

    pub(crate) fn of(&self, row: u32) -> PlaceInInput {
        let after = self.runs.partition_point(|run| run.first <= row);
        let run = self.runs[after.checked_sub(1).expect("every row lies in a run")];
        let below = row - run.first;
        PlaceInInput { input: run.input, row: run.row + below, line: run.line + below }
    }
}
