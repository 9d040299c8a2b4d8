//! Bars of block characters: how much of a budget is paid, committed and left, readable without colour.

use crate::value::money::Money;

/// How many cells a bar has, beside the mark where the budget ends.
const CELLS: u32 = 32;

/// What the characters of a bar mean.
pub(super) const LEGEND: &str = "█ paid  ▒ committed  · left  ┃ the budget's end  ▓ over";

/// Draws a bar; empty where no budget is known, since there is nothing to draw it against.
///
/// All bars are equally long: the whole bar is the budget, or what is used where that is more.
pub(super) fn bar(budget: Option<Money>, paid: Money, used: Option<Money>) -> String {
    let Some((budget, used)) = budget.zip(used) else { return String::new() };
    let is_over = used > budget;
    let scale = if is_over { used } else { budget };
    let most = if is_over { CELLS.saturating_sub(1) } else { CELLS };
    let end = budget.cells_of(scale, CELLS).min(most);
    let paid = paid.cells_of(scale, CELLS).min(end);
    let used = used.cells_of(scale, CELLS).clamp(paid, end);
    let mut bar = String::new();
    let mut draw = |letter: char, cells: u32| bar.extend((0..cells).map(|_| letter));
    draw('█', paid);
    draw('▒', used.saturating_sub(paid));
    draw('·', end.saturating_sub(used));
    draw('┃', 1);
    draw(if is_over { '▓' } else { ' ' }, CELLS.saturating_sub(end));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(budget: &str, paid: &str, used: &str) -> String {
        let money = |text| Money::parse(text).unwrap();
        bar(Some(money(budget)), money(paid), Some(money(used)))
    }

    #[test]
    fn bars_are_equally_long_and_show_what_is_paid_committed_and_left() {
        assert_eq!(drawn("320.00", "80.00", "160.00"), "████████▒▒▒▒▒▒▒▒················┃");
        assert_eq!(drawn("100.00", "0.00", "0.00"), "································┃");
        assert_eq!(drawn("100.00", "100.00", "100.00"), "████████████████████████████████┃");
        for (paid, used) in [("-5.00", "3.00"), ("0.01", "99.99"), ("50.00", "100.01"), ("200.00", "400.00")] {
            assert_eq!(drawn("100.00", paid, used).chars().count(), 33, "{paid} {used}");
        }
    }

    #[test]
    fn what_is_over_the_budget_is_seen_however_little_it_is() {
        assert_eq!(drawn("100.00", "100.00", "100.01"), "███████████████████████████████┃▓");
        assert_eq!(drawn("100.00", "50.00", "200.00"), "████████▒▒▒▒▒▒▒▒┃▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓");
        assert_eq!(drawn("0.00", "0.00", "5.00"), "┃▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓");
        assert_eq!(bar(None, Money::parse("5.00").unwrap(), Money::parse("5.00")), "");
    }
}
