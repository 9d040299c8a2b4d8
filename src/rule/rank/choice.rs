//! One round of the rule: the choice among the offers that are left, and why the others lost.

use super::{Contender, Grades, Standing, Step, Terms, TieStep, Verdict};
use crate::value::money::highest_same_price;

/// Whom a round chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// There was nobody to choose.
    None,
    /// One contender is chosen.
    One(u32),
    /// Several contenders are equal in everything that the rule compares.
    Tie(Vec<u32>),
    /// Entries of several grades, each worth its price; best grade first.
    TradeOff(Vec<u32>),
}

/// The totals that are the same price, and the contender that sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The cheapest contender of the group.
    pub set_by: u32,
    /// The largest total that is the same price, in minor units.
    pub up_to: i128,
    /// Whether no other contender of the group has the lowest total.
    pub alone: bool,
}

/// A round: the groups that were compared, best grade first, and the choice.
#[derive(Debug)]
pub(super) struct Round<'a> {
    contenders: &'a [Contender],
    terms: Terms,
    groups: Vec<Group>,
    choice: Choice,
}

/// Offers that are compared with one another.
#[derive(Debug)]
struct Group {
    members: Vec<u32>,
    cheapest: u32,
    up_to: i128,
    /// What the chosen ones have in common.
    best: Merit,
    /// The chosen ones: one, or several that are tied.
    chosen: Vec<u32>,
    /// The cheapest contender of a better grade, where the group falls away against it.
    fallen: Option<u32>,
}

impl<'a> Round<'a> {
    /// Holds a round among the contenders of the given indices, which are in ascending order.
    pub(super) fn of(contenders: &'a [Contender], left: &[u32], terms: Terms) -> Self {
        let mut groups: Vec<Group> = grouped(contenders, left, terms.grades)
            .into_iter()
            .filter_map(|members| Group::of(contenders, members, terms))
            .collect();
        let choice = match terms.grades {
            Grades::OneGroup | Grades::BestFirst => {
                groups.first().map_or(Choice::None, |best| one_or_tie(&best.chosen))
            }
            Grades::Apart => {
                step_down(contenders, &mut groups);
                let candidates: Vec<&Group> = groups.iter().filter(|group| group.fallen.is_none()).collect();
                match candidates.as_slice() {
                    [] => Choice::None,
                    [only] => one_or_tie(&only.chosen),
                    several => {
                        Choice::TradeOff(several.iter().flat_map(|group| group.chosen.iter().copied()).collect())
                    }
                }
            }
        };
        Self { contenders, terms, groups, choice }
    }

    /// Returns whom the round chose.
    pub(super) fn choice(&self) -> &Choice {
        &self.choice
    }

    /// Takes the choice out of the round.
    pub(super) fn into_choice(self) -> Choice {
        self.choice
    }

    /// Returns the window of the first group, the recommended one's.
    pub(super) fn window(&self) -> Option<Window> {
        let group = self.groups.first()?;
        let lowest = self.contenders[group.cheapest as usize].total;
        let alone =
            group.members.iter().filter(|member| self.contenders[**member as usize].total == lowest).count() == 1;
        Some(Window { set_by: group.cheapest, up_to: group.up_to, alone })
    }

    /// Writes each contender's verdict, and returns the deciding step where one contender is recommended.
    pub(super) fn explain(&self, standings: &mut [Standing]) -> Option<Step> {
        let recommended = match self.choice {
            Choice::One(chosen) => Some(chosen),
            Choice::None | Choice::Tie(_) | Choice::TradeOff(_) => None,
        };
        let mut last = None;
        for (number, group) in self.groups.iter().enumerate() {
            let above = match (self.terms.grades, self.groups.first()) {
                (Grades::BestFirst, Some(best)) if number > 0 => {
                    best.chosen.first().map(|chosen| (Step::Quality, *chosen))
                }
                _ => group.fallen.map(|cheapest| (Step::BetterForLess, cheapest)),
            };
            for member in &group.members {
                let verdict = if let Some((step, to)) = above {
                    Verdict::Lost(step, to)
                } else if recommended == Some(*member) {
                    Verdict::Recommended
                } else if by_merit(self.contenders, *member) == group.best
                    && self.contenders[*member as usize].total <= group.up_to
                {
                    Verdict::Candidate
                } else {
                    let (step, to) = group.loss(self.contenders, *member, self.terms.ties);
                    if number == 0 {
                        last = last.max(Some(step));
                    }
                    Verdict::Lost(step, to)
                };
                standings[*member as usize].verdict = verdict;
            }
        }
        recommended.map(|_| match (self.groups.len(), self.terms.grades) {
            (2.., Grades::Apart) => Step::BetterForLess,
            (2.., _) => last.unwrap_or(Step::Quality),
            _ => last.unwrap_or(Step::OnlyOffer),
        })
    }
}

impl Group {
    /// Finds the cheapest and the chosen of a group; `None` where it is empty.
    fn of(contenders: &[Contender], members: Vec<u32>, terms: Terms) -> Option<Self> {
        let cheapest = members.iter().copied().min_by_key(|member| by_price(contenders, *member))?;
        let up_to = highest_same_price(contenders[cheapest as usize].total, terms.tolerance);
        let inside = || members.iter().copied().filter(|member| contenders[*member as usize].total <= up_to);
        let best = inside().map(|member| by_merit(contenders, member)).min()?;
        let chosen = inside().filter(|member| by_merit(contenders, *member) == best).collect();
        Some(Self { members, cheapest, up_to, best, chosen, fallen: None })
    }

    /// Says at which step a member lost, and to whom: the first step at which it is worse.
    fn loss(&self, contenders: &[Contender], member: u32, ties: TieStep) -> (Step, u32) {
        let own = contenders[member as usize];
        let Some(first) = self.chosen.first().copied() else { return (Step::Price, self.cheapest) };
        let other = contenders[first as usize];
        let step = if own.total > self.up_to {
            return (Step::Price, self.cheapest);
        } else if own.grade != other.grade {
            Step::Quality
        } else if own.service != other.service {
            Step::Service
        } else if own.total != other.total {
            Step::ExactPrice
        } else {
            ties.step()
        };
        (step, first)
    }
}

/// Lets the grades fall away that a better one matches in price: stepping down must pay.
fn step_down(contenders: &[Contender], groups: &mut [Group]) {
    let mut better: Option<u32> = None;
    for group in groups {
        // `up_to` stands on the group's lowest total, so this is `x × 100 ≤ low × (100 + t)` for the cheapest `x`.
        group.fallen = better.filter(|better| contenders[*better as usize].total <= group.up_to);
        better = better.into_iter().chain([group.cheapest]).min_by_key(|member| by_price(contenders, *member));
    }
}

/// Splits contenders into the groups that are compared, best grade first.
pub(super) fn grouped(contenders: &[Contender], left: &[u32], grades: Grades) -> Vec<Vec<u32>> {
    match grades {
        Grades::OneGroup => vec![left.to_vec()],
        Grades::BestFirst | Grades::Apart => {
            let mut sorted = left.to_vec();
            sorted.sort_by_key(|member| contenders[*member as usize].grade);
            sorted
                .chunk_by(|a, b| contenders[*a as usize].grade == contenders[*b as usize].grade)
                .map(<[u32]>::to_vec)
                .collect()
        }
    }
}

pub(super) fn one_or_tie(chosen: &[u32]) -> Choice {
    match chosen {
        [] => Choice::None,
        [only] => Choice::One(*only),
        several => Choice::Tie(several.to_vec()),
    }
}

/// The order in which a group's cheapest contender is found.
fn by_price(contenders: &[Contender], member: u32) -> (i128, u32, u32, u32) {
    let Contender { total, grade, service, .. } = contenders[member as usize];
    (total, grade, service, member)
}

/// Grade, service, total, tie key: what the choice among offers of the same price goes by.
pub(super) type Merit = (u32, u32, i128, u32);

/// The order of choice among contenders of the same price; equal keys are a tie.
pub(super) fn by_merit(contenders: &[Contender], member: u32) -> Merit {
    let Contender { total, grade, service, tie_key } = contenders[member as usize];
    (grade, service, total, tie_key)
}
