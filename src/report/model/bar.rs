//! Bars of parts, drawn by letters or by a page.

#![expect(clippy::arithmetic_side_effects, reason = "amounts are made small enough first")]

use crate::value::money::Money;

/// Parts beside one another, all drawn to the scale of their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar(pub(crate) Vec<(Shade, Money)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shade {
    Blank,
    Full,
    Half,
    Rest,
    /// Beyond a limit, or below nothing; seen however little it is.
    Over,
    /// A line between parts, which takes no room of the sum.
    Line,
}

impl Bar {
    /// Returns where each part begins and how wide it is, on a bar of so many units; lines are in no part's way.
    pub(crate) fn scaled(&self, width: u32) -> Vec<(Shade, u32, u32)> {
        let amounts = || self.0.iter().map(|(_, amount)| amount.minor().max(0));
        // Amounts that cannot be added up are too large to be told apart by a bar.
        let sum = amounts().try_fold(0_i128, i128::checked_add).unwrap_or(i128::MAX);
        // Larger amounts lose digits that no bar shows, so that products fit.
        let shrink = (sum >> 80).max(1);
        let has_over = self.0.iter().any(|(shade, amount)| *shade == Shade::Over && amount.minor() > 0);
        let (mut before, mut start, mut scaled) = (0_i128, 0, Vec::new());
        for ((shade, _), amount) in self.0.iter().zip(amounts()) {
            before = before.saturating_add(amount);
            let end = if sum == 0 { 0 } else { (before / shrink * i128::from(width) * 2 / (sum / shrink) + 1) / 2 };
            let mut end = u32::try_from(end).unwrap_or(width).min(width);
            if has_over && *shade != Shade::Over {
                end = end.min(width - width.div_ceil(32));
            }
            scaled.push((*shade, start, end.saturating_sub(start)));
            start = end.max(start);
        }
        scaled
    }

    /// Draws the bar with block characters, readable without colour.
    pub(crate) fn letters(&self) -> String {
        let mut letters = String::new();
        for (shade, _, width) in self.scaled(32) {
            let letter = match shade {
                Shade::Blank => ' ',
                Shade::Full => '█',
                Shade::Half => '▒',
                Shade::Rest => '·',
                Shade::Over => '▓',
                Shade::Line => '┃',
            };
            let width = if shade == Shade::Line { 1 } else { width };
            letters.extend((0..width).map(|_| letter));
        }
        letters
    }
}
