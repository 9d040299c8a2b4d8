//! The order of all offers by repeated choice, without repeating the choice.
//!
//! Within a group the offers are sorted by total; those of the same price as the cheapest one left are a window over
//! that order, which only moves up. Each offer enters it once, into a heap by grade, service and total.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::choice::{by_merit, grouped};
use super::{Contender, Grades, Standing, Terms, Verdict};
use crate::value::money::{Tolerance, highest_same_price};

/// Ranks all contenders among themselves and within their grades; verdicts are left to the first round.
pub(super) fn places(contenders: &[Contender], all: &[u32], terms: Terms) -> Vec<Standing> {
    let unplaced =
        |contender: &u32| Standing { contender: *contender, verdict: Verdict::Candidate, rank: None, grade_rank: 0 };
    let mut standings: Vec<Standing> = all.iter().map(unplaced).collect();
    let mut rank = |member: u32, place: u32| standings[member as usize].rank = Some(place);
    let lines: Vec<Line> = grouped(contenders, all, Grades::Apart)
        .into_iter()
        .map(|members| Line::of(contenders, members, terms.tolerance))
        .collect();
    match (terms.grades, lines.as_slice()) {
        (Grades::OneGroup, [_, _, ..]) => {
            for placed in Line::of(contenders, all.to_vec(), terms.tolerance).order {
                rank(placed.member, placed.place);
            }
        }
        (Grades::OneGroup | Grades::BestFirst, lines) => {
            let mut before = 0_u32;
            for line in lines {
                for placed in &line.order {
                    rank(placed.member, before + placed.place);
                }
                before += line.len();
            }
        }
        (Grades::Apart, lines) => {
            let limits = step_limits(lines);
            let mut before = 0_u32;
            'grades: for (line, limit) in lines.iter().zip(limits) {
                for (placed, low) in line.order.iter().zip(&line.lows) {
                    // Above the limit a lower grade is worth its price, and the round is a trade-off: no more places.
                    if limit.is_some_and(|limit| *low > limit) {
                        break 'grades;
                    }
                    rank(placed.member, before + placed.place);
                }
                before += line.len();
            }
        }
    }
    for placed in lines.iter().flat_map(|line| &line.order) {
        standings[placed.member as usize].grade_rank = placed.place;
    }
    standings
}

/// A group's offers in the order of repeated choice.
struct Line {
    order: Vec<Placed>,
    /// For each position, the lowest total of the round in which its offer is chosen.
    lows: Vec<i128>,
    /// The largest total that is the same price as the group's lowest.
    up_to: i128,
}

/// An offer and its place, shared where offers are tied.
struct Placed {
    member: u32,
    place: u32,
}

impl Line {
    fn of(contenders: &[Contender], mut members: Vec<u32>, tolerance: Tolerance) -> Self {
        members.sort_by_key(|member| contenders[*member as usize].total);
        let mut line = Self {
            order: Vec::with_capacity(members.len()),
            lows: Vec::with_capacity(members.len()),
            up_to: highest_same_price(contenders[members[0] as usize].total, tolerance),
        };
        if tolerance == Tolerance::ZERO {
            // The window is then the equal totals, and the order of repeated choice a plain one.
            members.sort_unstable_by_key(|member| {
                (contenders[*member as usize].total, by_merit(contenders, *member), *member)
            });
            for tied in members.chunk_by(|a, b| by_merit(contenders, *a) == by_merit(contenders, *b)) {
                let place = line.len() + 1;
                line.order.extend(tied.iter().map(|member| Placed { member: *member, place }));
            }
            line.lows.extend(members.iter().map(|member| contenders[*member as usize].total));
            return line;
        }
        // Positions in the order of totals: both ends of the window move up only.
        let mut taken = vec![false; members.len()];
        let mut lowest = members.iter().enumerate().peekable();
        let mut entering = members.iter().enumerate().peekable();
        let mut heap = BinaryHeap::new();
        loop {
            while lowest.next_if(|(at, _)| taken[*at]).is_some() {}
            let Some((_, cheapest)) = lowest.peek() else { break };
            let low = contenders[**cheapest as usize].total;
            let up_to = highest_same_price(low, tolerance);
            while let Some((at, member)) = entering.next_if(|(_, member)| contenders[**member as usize].total <= up_to)
            {
                heap.push(Reverse((by_merit(contenders, *member), *member, at)));
            }
            let Some(Reverse((best, ..))) = heap.peek().copied() else { break };
            let place = line.len() + 1;
            while let Some(&Reverse((merit, member, at))) = heap.peek()
                && merit == best
            {
                heap.pop();
                line.order.push(Placed { member, place });
                line.lows.push(low);
                taken[at] = true;
            }
        }
        line
    }

    fn len(&self) -> u32 {
        u32::try_from(self.order.len()).expect("an item has fewer than 2^32 quotes")
    }

    fn low(&self) -> i128 {
        self.lows[0]
    }
}

/// For each grade, the largest lowest total with which it is chosen while the grades above it are gone.
///
/// The grade in turn is chosen alone as long as every lower grade falls away: against it, if its lowest total is the
/// same price as theirs, or against a grade between. So of the lower grades that no grade between takes out, the one
/// with the least `up_to` sets the limit. `None` for the last grade.
fn step_limits(lines: &[Line]) -> Vec<Option<i128>> {
    // From which grade on (going down) no grade between takes it out any more: the nearest better one that does.
    let mut stack: Vec<(usize, i128)> = Vec::new();
    let mut freed: Vec<Vec<usize>> = lines.iter().map(|_| Vec::new()).collect();
    for (number, line) in lines.iter().enumerate() {
        let inside = stack.partition_point(|(_, low)| *low <= line.up_to);
        let nearest = inside.checked_sub(1).map_or(0, |last| stack[last].0);
        if number > 0 {
            freed[nearest].push(number);
        }
        // The stack ascends in lows: what is not cheaper than this grade will never be the nearest again.
        while stack.pop_if(|(_, low)| *low >= line.low()).is_some() {}
        stack.push((number, line.low()));
    }
    let mut heap: BinaryHeap<Reverse<(i128, usize)>> = BinaryHeap::new();
    freed
        .into_iter()
        .enumerate()
        .map(|(number, now)| {
            heap.extend(now.into_iter().map(|lower| Reverse((lines[lower].up_to, lower))));
            while heap.peek().is_some_and(|Reverse((_, lower))| *lower <= number) {
                heap.pop();
            }
            heap.peek().map(|Reverse((up_to, _))| *up_to)
        })
        .collect()
}
