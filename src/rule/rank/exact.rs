//! The rule without a tolerance among offers of one group: one sorted order tells all.
//!
//! The same price is then the same total, so that repeated choice takes the offers in the order of total, grade,
//! service and tie key, and a withdrawal leaves the place behind. Most items of most purchases are of this kind.

#![expect(clippy::arithmetic_side_effects, reason = "places in stores of at most 2^32 are computed, no amounts")]

use super::choice::one_or_tie;
use super::{Choice, Contender, Grades, Ranking, Standing, Step, Terms, TieStep, Verdict};
use crate::value::money::Tolerance;

/// The most grades whose places are counted here.
const GRADES: usize = 32;

/// A contender in a form that sorts fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Total, grade and service.
    worth: u128,
    /// Lot and index.
    rest: u64,
}

impl Key {
    /// `None` for totals beyond 64 bits and for grades that are not counted.
    fn of(contender: &Contender, index: u32) -> Option<Self> {
        let total = u64::try_from(contender.total).ok()?;
        if usize::try_from(contender.grade).ok()? >= GRADES {
            return None;
        }
        let class = u64::from(contender.grade) << 32 | u64::from(contender.service);
        let rest = u64::from(contender.tie_key) << 32 | u64::from(index);
        Some(Self { worth: u128::from(total) << 64 | u128::from(class), rest })
    }

    const fn total(self) -> u128 {
        self.worth >> 64
    }

    /// Total and grade.
    const fn quality(self) -> u128 {
        self.worth >> 32
    }

    fn grade(self) -> usize {
        usize::try_from(self.quality() & u128::from(u32::MAX)).expect("a grade has 32 bits")
    }

    fn index(self) -> u32 {
        u32::try_from(self.rest & u64::from(u32::MAX)).expect("an index has 32 bits")
    }

    /// Says whether two contenders are equal in everything that the rule compares.
    const fn is_tied(self, other: Self) -> bool {
        self.worth == other.worth && self.rest >> 32 == other.rest >> 32
    }
}

/// Ranks the contenders of one group; `None` where the rule needs more than their order.
pub(super) fn rank(contenders: &[Contender], terms: Terms) -> Option<Ranking> {
    let is_one_group = terms.grades == Grades::OneGroup
        || contenders.windows(2).all(|pair| matches!(pair, [a, b] if a.grade == b.grade));
    if terms.tolerance != Tolerance::ZERO || !is_one_group {
        return None;
    }
    let mut order = Vec::with_capacity(contenders.len());
    for (index, contender) in (0_u32..).zip(contenders) {
        order.push(Key::of(contender, index)?);
    }
    order.sort_unstable();
    let mut ranking = Ranking {
        choice: Choice::None,
        decided_by: None,
        next: Choice::None,
        standings: Vec::with_capacity(contenders.len()),
        window: None,
        without_setter: None,
    };
    let mut places = order.chunk_by(|a, b| a.is_tied(*b));
    let (Some(chosen), next) = (places.next(), places.next()) else { return Some(ranking) };
    let Some(first) = chosen.first().copied() else { return Some(ranking) };
    ranking.choice = choice(chosen);
    let is_alone = matches!(ranking.choice, Choice::One(_));
    if is_alone {
        ranking.next = next.map_or(Choice::None, choice);
    }
    // Tie steps do not say who is the cheapest: of equal ones it is the first contender.
    let equals = order.iter().take_while(|key| key.worth == first.worth);
    let cheapest = equals.map(|key| key.index()).min().expect("the first is its own equal");
    let mut in_grade = [0_u32; GRADES];
    let mut last = None;
    for tied in order.chunk_by(|a, b| a.is_tied(*b)) {
        let own = tied[0];
        let verdict = if !own.is_tied(first) {
            let (step, to) = loss(own, first, cheapest, terms.ties);
            last = last.max(Some(step));
            Verdict::Lost(step, to)
        } else if is_alone {
            Verdict::Recommended
        } else {
            Verdict::Candidate
        };
        let rank = Some(count(ranking.standings.len()) + 1);
        let before = &mut in_grade[own.grade()];
        let grade_rank = *before + 1;
        *before += count(tied.len());
        let standing = |key: &Key| Standing { contender: key.index(), verdict, rank, grade_rank };
        ranking.standings.extend(tied.iter().map(standing));
    }
    ranking.decided_by = is_alone.then_some(last.unwrap_or(Step::OnlyOffer));
    Some(ranking)
}

/// Says at which step a contender lost to the first, and to whom.
fn loss(own: Key, first: Key, cheapest: u32, ties: TieStep) -> (Step, u32) {
    let step = if own.total() != first.total() {
        return (Step::Price, cheapest);
    } else if own.quality() != first.quality() {
        Step::Quality
    } else if own.worth != first.worth {
        Step::Service
    } else {
        ties.step()
    };
    (step, first.index())
}

fn choice(tied: &[Key]) -> Choice {
    match tied {
        [only] => Choice::One(only.index()),
        several => one_or_tie(&several.iter().map(|key| key.index()).collect::<Vec<_>>()),
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("an item has fewer than 2^32 quotes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::rank::by_rounds;

    #[test]
    fn the_short_way_leads_where_the_long_one_does() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for round in 0..20_000 {
            let few = |random: &mut dyn FnMut(u64) -> u64| u32::try_from(random(3)).unwrap();
            let contenders: Vec<Contender> = (0..random(9))
                .map(|_| Contender {
                    total: i128::from(random(4)),
                    grade: few(&mut random),
                    service: few(&mut random),
                    tie_key: if round % 2 == 0 { 0 } else { few(&mut random) },
                })
                .collect();
            for grades in [Grades::OneGroup, Grades::BestFirst, Grades::Apart] {
                let terms = Terms { tolerance: Tolerance::ZERO, grades, ties: TieStep::Draw };
                let Some(mut short) = rank(&contenders, terms) else {
                    assert_ne!(grades, Grades::OneGroup);
                    continue;
                };
                short.standings.sort_by_key(|standing| standing.contender);
                assert_eq!(short, by_rounds(&contenders, terms), "{contenders:?} {terms:?}");
            }
        }
    }

    #[test]
    fn totals_beyond_64_bits_go_the_long_way() {
        let contender = Contender { total: i128::from(u64::MAX) + 1, grade: 0, service: 0, tie_key: 0 };
        let terms = Terms { tolerance: Tolerance::ZERO, grades: Grades::OneGroup, ties: TieStep::Name };
        assert_eq!(rank(&[contender], terms), None);
        assert_eq!(crate::rule::rank::rank(&[contender], terms).choice, Choice::One(0));
    }
}
