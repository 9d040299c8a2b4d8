//! How much an offer may cost and still be chosen, all else equal.

#![expect(clippy::arithmetic_side_effects, reason = "totals are far from the limits of 128 bits, and one is added")]

use super::choice::{Merit, by_merit};
use super::{Choice, Contender, Grades, Terms, choice};
use crate::value::money::{highest_same_price, lowest_same_price};

/// Up to which total an offer is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At any total: there is no other offer that it could lose to.
    Any,
    /// Up to this total; one minor unit above, it is not.
    UpTo(i128),
    /// At no total, since this other contender is preferred even to what costs nothing.
    Never(u32),
}

/// The offers of an item that take part, with what is looked up of them for each total that is asked for.
///
/// By the property "No punishment" an offer that is chosen at a total is chosen at every lower one, so that there is one
/// highest total; it follows from the rule's steps. Let `own` be the offer, the others be those it is compared with, `m` their
/// lowest total, and `W` the largest total that is the same price as `m`.
///
/// - From `m` on, the others inside `W` are the rivals, and the best of them by grade, service, total and tie key is `b`. A
///   better grade or service than `b`'s wins up to `W`. Equal ones win below the total of `b`, and at that total where the tie
///   goes to `own`. Worse ones never win there.
/// - Below `m`, `own` sets the window itself. It wins as long as no other of a better grade or service is inside.
/// - Where each grade is a group of its own, only the best grade can win alone. Every lower grade must then fall away against
///   a better one: either it does so anyhow, or the total of `own` is the same price as the lower grade's lowest.
///
/// Everything but the offer that alone has the lowest total is looked up in the time of a search in the sorted classes.
#[derive(Debug)]
pub struct Field<'c> {
    contenders: &'c [Contender],
    terms: Terms,
    /// The offers of the best grade; all where grades are one group. `None` without an offer.
    group: Option<Group>,
    /// Where each grade is a group of its own, the lowest total of each, best grade first.
    lows: Vec<i128>,
    /// The highest total of the best grade against which every lower grade falls away, beside the grade's cheapest offer.
    limit: Option<i128>,
}

/// Offers that are compared with one another.
#[derive(Debug)]
struct Group {
    grade: u32,
    members: Vec<u32>,
    /// The first one with the lowest total, and the lowest total of the others.
    cheapest: u32,
    low: i128,
    next_low: Option<i128>,
    /// The best and the second of those that are the same price as the lowest.
    rivals: [Option<(Merit, u32)>; 2],
    /// Classes of grade and service, best first, each with the lowest total of itself and all better ones.
    classes: Vec<((u32, u32), i128)>,
}

impl<'c> Field<'c> {
    /// Takes the offers that take part.
    #[must_use]
    pub fn of(contenders: &'c [Contender], terms: Terms) -> Self {
        let all: Vec<u32> = (0_u32..).zip(contenders).map(|(index, _)| index).collect();
        let groups = choice::grouped(contenders, &all, terms.grades);
        let low = |members: &Vec<u32>| members.iter().map(|member| contenders[*member as usize].total).min();
        let lows: Vec<i128> = groups.iter().filter_map(low).collect();
        let group = groups.into_iter().next().and_then(|members| Group::of(contenders, members, terms));
        let limit = limit(terms, lows.first().copied(), lows.get(1..).unwrap_or_default());
        Self { contenders, terms, group, lows, limit }
    }

    /// Finds the highest total at which a contender is chosen; `place` is its own among those that take part, `None` for one
    /// that would join them. Its present total does not matter.
    #[must_use]
    pub fn reach(&self, own: Contender, place: Option<u32>) -> Reach {
        let Some(group) = &self.group else { return Reach::Any };
        let joins = self.terms.grades == Grades::OneGroup || own.grade == group.grade;
        if !joins && own.grade > group.grade {
            return Reach::Never(group.cheapest);
        }
        let within = if joins { self.reach_within(group, own, place) } else { Reach::Any };
        if self.terms.grades != Grades::Apart {
            return within;
        }
        let limit = match group.low_without(place) {
            _ if !joins => limit(self.terms, None, &self.lows),
            Some(low) if low == group.low => self.limit,
            low => limit(self.terms, low, &self.lows[1..]),
        };
        match (within, limit) {
            (Reach::UpTo(total), Some(limit)) => Reach::UpTo(total.min(limit)),
            (Reach::Any, Some(limit)) => Reach::UpTo(limit),
            (within, _) => within,
        }
    }

    /// Returns whom the rule chooses where a contender has another total, or takes no part. One that joins is the last of all.
    #[must_use]
    pub fn choice_at(&self, own: Contender, place: Option<u32>, total: Option<i128>) -> Choice {
        let mut contenders = self.contenders.to_vec();
        let mut left: Vec<u32> = (0_u32..).zip(&contenders).map(|(index, _)| index).collect();
        left.retain(|index| Some(*index) != place);
        if let Some(total) = total {
            let own = Contender { total, ..own };
            let index =
                place.unwrap_or_else(|| u32::try_from(contenders.len()).expect("an item has fewer than 2^32 quotes"));
            match place {
                Some(place) => contenders[place as usize] = own,
                None => contenders.push(own),
            }
            left.insert(left.partition_point(|other| *other < index), index);
        }
        choice::Round::of(&contenders, &left, self.terms).into_choice()
    }

    /// The highest total at which a contender is the choice of the group.
    fn reach_within(&self, group: &Group, own: Contender, place: Option<u32>) -> Reach {
        let Some(low) = group.low_without(place) else { return Reach::Any };
        let up_to = highest_same_price(low, self.terms.tolerance);
        let rival = if low == group.low {
            group.rivals.iter().flatten().find(|(_, member)| Some(*member) != place).copied()
        } else {
            let others = group.members.iter().copied().filter(|member| Some(*member) != place);
            let inside = others.filter(|member| self.contenders[*member as usize].total <= up_to);
            inside.map(|member| (by_merit(self.contenders, member), member)).min()
        };
        let ((grade, service, total, tie_key), rival) = rival.expect("the cheapest of the others is inside its window");
        let class = (own.grade, own.service);
        let above = match class.cmp(&(grade, service)) {
            std::cmp::Ordering::Less => Some(up_to),
            std::cmp::Ordering::Equal if own.tie_key < tie_key => Some(total),
            std::cmp::Ordering::Equal => Some(total - 1).filter(|total| *total >= low),
            std::cmp::Ordering::Greater => None,
        };
        if let Some(total) = above {
            return Reach::UpTo(total);
        }
        let better = group.classes.partition_point(|(other, _)| *other < class);
        let keep_out = better.checked_sub(1).map(|last| group.classes[last].1);
        let first_inside = keep_out.map(|total| lowest_same_price(total, self.terms.tolerance));
        let total = first_inside.map_or(low, |first| first.min(low)) - 1;
        if total < 0 { Reach::Never(rival) } else { Reach::UpTo(total) }
    }
}

/// Finds the highest total of a best grade against which every lower grade falls away; `None` where they all do so anyhow.
/// `better` is the lowest total of the best grade's other offers, `lows` those of the lower grades.
fn limit(terms: Terms, mut better: Option<i128>, lows: &[i128]) -> Option<i128> {
    let mut limit: Option<i128> = None;
    for low in lows {
        let up_to = highest_same_price(*low, terms.tolerance);
        if better.is_none_or(|better| better > up_to) {
            limit = limit.into_iter().chain([up_to]).min();
        }
        better = better.into_iter().chain([*low]).min();
    }
    limit
}

impl Group {
    fn of(contenders: &[Contender], members: Vec<u32>, terms: Terms) -> Option<Self> {
        let of = |member: &u32| contenders[*member as usize];
        let cheapest = members.iter().copied().min_by_key(|member| of(member).total)?;
        let low = of(&cheapest).total;
        let others = members.iter().filter(|member| **member != cheapest);
        let next_low = others.map(|member| of(member).total).min();
        let up_to = highest_same_price(low, terms.tolerance);
        let mut rivals: [Option<(Merit, u32)>; 2] = [None, None];
        for member in members.iter().copied().filter(|member| of(member).total <= up_to) {
            let rival = (by_merit(contenders, member), member);
            let [best, second] = rivals;
            if best.is_none_or(|best| rival < best) {
                rivals = [Some(rival), best];
            } else if second.is_none_or(|second| rival < second) {
                rivals = [best, Some(rival)];
            }
        }
        let mut classes: Vec<((u32, u32), i128)> =
            members.iter().map(of).map(|own| ((own.grade, own.service), own.total)).collect();
        classes.sort_unstable();
        classes.dedup_by_key(|(class, _)| *class);
        let mut lowest = i128::MAX;
        for (_, total) in &mut classes {
            lowest = lowest.min(*total);
            *total = lowest;
        }
        Some(Self { grade: of(&cheapest).grade, members, cheapest, low, next_low, rivals, classes })
    }

    /// Returns the lowest total without a member.
    fn low_without(&self, place: Option<u32>) -> Option<i128> {
        if place == Some(self.cheapest) { self.next_low } else { Some(self.low) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::rank::{TieStep, rank};
    use crate::value::decimal::parse;
    use crate::value::money::Tolerance;

    const FAR: i128 = 1_000_000;

    fn terms(grades: Grades, tolerance: &str) -> Terms {
        Terms { tolerance: Tolerance::try_new(parse(tolerance).unwrap()).unwrap(), grades, ties: TieStep::Name }
    }

    fn contender((total, grade, service): (i128, u32, u32)) -> Contender {
        Contender { total, grade, service, tie_key: 0 }
    }

    fn reaches(grades: Grades, tolerance: &str, of: &[(i128, u32, u32)]) -> Vec<Reach> {
        let contenders: Vec<Contender> = of.iter().copied().map(contender).collect();
        let field = Field::of(&contenders, terms(grades, tolerance));
        (0_u32..).zip(&contenders).map(|(place, own)| field.reach(*own, Some(place))).collect()
    }

    #[test]
    fn without_a_tolerance_an_offer_reaches_the_total_of_the_best_or_one_below() {
        use Reach::UpTo;
        // Totals, grade, service. The best of the others is at 1000 for all but the first, whose best other is at 1200 with the
        // better grade: it wins below that only. The second has the better grade and wins at 1000 itself; the third is the equal
        // of the first, where equal totals are a tie; the fourth has the worse service.
        let found = reaches(Grades::OneGroup, "0", &[(1000, 1, 1), (1200, 0, 1), (1300, 1, 1), (1400, 1, 2)]);
        assert_eq!(found, [UpTo(1199), UpTo(1000), UpTo(999), UpTo(999)]);
    }

    #[test]
    fn a_tolerance_lets_the_better_one_cost_more_and_asks_more_of_the_worse_one() {
        use Reach::UpTo;
        // 3 %: the lowest total is 1000, so that up to 1030 is the same price, and up_to(x) = x * 103 / 100.
        // The first has the worse grade. Against the second, at 1020 and better, it must be below: 1020 <= x * 1.03 from x = 991 on
        // (990 * 1.03 = 1019.7), so it wins up to 990. The second, better than all, wins up to up_to(1000) = 1030. The third has
        // the worse service, so that the first must be above the window as well: 971 * 1.03 = 1000.13, 970 * 1.03 = 999.1.
        let found = reaches(Grades::OneGroup, "3", &[(1000, 1, 0), (1020, 0, 0), (1100, 1, 1)]);
        assert_eq!(found, [UpTo(990), UpTo(1030), UpTo(970)]);
        // Equal in grade and service: the exact price decides, so that one minor unit below the other is needed.
        assert_eq!(reaches(Grades::OneGroup, "3", &[(1000, 0, 0), (1020, 0, 0)]), [UpTo(1019), UpTo(999)]);
    }

    #[test]
    fn a_best_grade_wins_a_trade_off_where_stepping_down_does_not_pay() {
        use Reach::{Never, UpTo};
        // Grade 0 at 1440, grade 1 at 1280: at 1280 the better grade is to be had for the same price. Price alone does not make
        // the lower grade win.
        assert_eq!(reaches(Grades::Apart, "0", &[(1440, 0, 0), (1280, 1, 0)]), [UpTo(1280), Never(0)]);
        // 5 %: up to 1280 * 1.05 = 1344.
        assert_eq!(reaches(Grades::Apart, "5", &[(1440, 0, 0), (1280, 1, 0)]), [UpTo(1344), Never(0)]);
        // Grade 2 at 1300 falls away against grade 1 at 1280 anyhow: 1280 is the limit.
        assert_eq!(
            reaches(Grades::Apart, "0", &[(1440, 0, 0), (1280, 1, 0), (1300, 2, 0)]),
            [UpTo(1280), Never(0), Never(0)]
        );
        assert_eq!(reaches(Grades::BestFirst, "0", &[(1440, 0, 0), (1280, 1, 0)]), [Reach::Any, Never(0)]);
    }

    #[test]
    fn one_offer_alone_may_cost_anything_and_nothing_beats_a_better_one_that_costs_nothing() {
        assert_eq!(reaches(Grades::OneGroup, "0", &[(5, 0, 0)]), [Reach::Any]);
        assert_eq!(reaches(Grades::OneGroup, "0", &[(0, 0, 0), (7, 0, 1)]), [Reach::UpTo(7), Reach::Never(0)]);
    }

    #[test]
    fn what_is_reached_is_chosen_and_one_more_is_not() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((state >> 33) % below).unwrap()
        };
        for round in 0..8_000 {
            // Small totals for edges and ties, larger ones for windows.
            let (from, most) = if round % 3 == 0 { (0, 6) } else { (95, 25) };
            let mut contenders: Vec<Contender> = (0..=random(7))
                .map(|_| Contender {
                    total: from + i128::from(random(most)),
                    grade: random(3),
                    service: random(3),
                    tie_key: if round % 2 == 0 { 0 } else { random(4) },
                })
                .collect();
            let outsider = contenders.pop().unwrap();
            let tolerance = ["0", "1", "3", "7.5", "60", "99"][usize::try_from(random(6)).unwrap()];
            for grades in [Grades::OneGroup, Grades::BestFirst, Grades::Apart] {
                let terms = terms(grades, tolerance);
                let field = Field::of(&contenders, terms);
                let inside = (0_u32..).zip(&contenders).map(|(place, own)| (*own, Some(place)));
                for (own, place) in inside.chain([(outsider, None)]) {
                    let is_chosen = |total: i128| {
                        let mut contenders = contenders.clone();
                        let index = place.unwrap_or_else(|| u32::try_from(contenders.len()).unwrap());
                        if place.is_none() {
                            contenders.push(own);
                        }
                        contenders[usize::try_from(index).unwrap()].total = total;
                        let choice = rank(&contenders, terms).choice;
                        assert_eq!(choice, field.choice_at(own, place, Some(total)));
                        choice == Choice::One(index)
                    };
                    let found = match field.reach(own, place) {
                        Reach::Any => [is_chosen(0), is_chosen(FAR), true],
                        Reach::UpTo(total) => [is_chosen(0), is_chosen(total), !is_chosen(total + 1)],
                        Reach::Never(to) => [!is_chosen(0), place != Some(to), (to as usize) < contenders.len()],
                    };
                    assert_eq!(
                        found,
                        [true; 3],
                        "{own:?} {place:?} {:?} {contenders:?} {terms:?}",
                        field.reach(own, place)
                    );
                }
            }
        }
    }
}
