//! The rule: which offer is chosen, why each other lost, and the order of all by repeated choice.
//!
//! It works on [`Contender`] values, small integers that stand for the offers of one item.

mod choice;
mod exact;
mod order;
mod reach;

use crate::value::money::Tolerance;

pub(crate) use self::choice::{Choice, Window};
pub use self::reach::{Field, Reach};

/// An admitted offer as the rule sees it: a total and three classes, 0 the best of each.
///
/// Entries of an item stand in an order that does not depend on the order of reading (by vendor name); the first of
/// equals is the one that reasons name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contender {
    /// The total in minor units, 0 or more.
    pub total: i128,
    /// The class of quality: contenders of one class are of the same quality.
    pub grade: u32,
    /// The class of service: contenders of one class have the same service.
    pub service: u32,
    /// The place in the order that resolves ties; equal for all where ties are referred.
    pub tie_key: u32,
}

/// How offers of different grades meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grades {
    /// They are one group: a grade is required, or the policy lets the cheapest win.
    OneGroup,
    /// The best grade goes first; the next grade comes after all of it.
    BestFirst,
    /// Each is a group of its own; whether a better one is worth its price is for a person to say.
    Apart,
}

/// What the ranking of an item depends on, beside its contenders.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Totals within this of the lowest are the same price.
    pub tolerance: Tolerance,
    /// How offers of different grades meet.
    pub grades: Grades,
    /// The step that the order of [`Contender::tie_key`] stands for.
    pub ties: TieStep,
}

/// What resolves a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieStep {
    /// The vendor's name; also where ties are referred, since no tie is then resolved.
    Name,
    /// The draw.
    Draw,
}

impl TieStep {
    /// Returns the step at which the ties part offers.
    const fn step(self) -> Step {
        match self {
            Self::Name => Step::Name,
            Self::Draw => Step::Draw,
        }
    }
}

/// A step of the rule that takes offers out, in the order of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Of the same quality, another was cheaper by more than the tolerance.
    Price,
    /// At the same price, another was of a better grade.
    Quality,
    /// Of the same quality and price, another had the better service.
    Service,
    /// All else equal, another had the lower total within the tolerance.
    ExactPrice,
    /// All equal, another came first in the draw.
    Draw,
    /// All equal, another's name came first.
    Name,
    /// A better grade was to be had for the same price or less.
    BetterForLess,
    /// There was no other admitted offer.
    OnlyOffer,
}

impl Step {
    /// Returns the step's name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Quality => "quality",
            Self::Service => "service",
            Self::ExactPrice => "exact-price",
            Self::Draw => "draw",
            Self::Name => "name",
            Self::BetterForLess => "better-for-less",
            Self::OnlyOffer => "only-offer",
        }
    }
}

/// What became of a contender in the first round, the choice among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the one chosen.
    Recommended,
    /// It is one of several among which a person decides.
    Candidate,
    /// It lost at a step to the contender of an index.
    Lost(Step, u32),
}

/// What became of a contender: its verdict and its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The contender's index.
    pub contender: u32,
    /// What became of it in the first round.
    pub verdict: Verdict,
    /// Its place among all, from 1; `None` where a trade-off left it without one.
    pub rank: Option<u32>,
    /// Its place within its grade, from 1.
    pub grade_rank: u32,
}

/// The result for the admitted offers of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// The first round's choice.
    pub choice: Choice,
    /// The step that decided, where one contender is recommended.
    pub decided_by: Option<Step>,
    /// The choice if the recommended one withdrew; `None` unless one is recommended.
    pub next: Choice,
    /// What became of each contender, in any order.
    pub standings: Vec<Standing>,
    /// The window of the same price in the recommended one's group, where there is a tolerance.
    pub window: Option<Window>,
    /// The choice without the contender that sets the window, where that would not be the recommended one.
    pub without_setter: Option<Choice>,
}

/// Ranks the admitted offers of an item by the rule.
///
/// The time is of the order of n log n for n contenders, whatever their totals and grades.
#[must_use]
pub fn rank(contenders: &[Contender], terms: Terms) -> Ranking {
    exact::rank(contenders, terms).unwrap_or_else(|| by_rounds(contenders, terms))
}

/// Ranks by holding the first round, and those without the recommended one and without the one that sets the window.
fn by_rounds(contenders: &[Contender], terms: Terms) -> Ranking {
    let all: Vec<u32> = (0_u32..).zip(contenders).map(|(index, _)| index).collect();
    let round = choice::Round::of(contenders, &all, terms);
    let mut standings = order::places(contenders, &all, terms);
    let decided_by = round.explain(&mut standings);
    let without = |out: u32| -> Choice {
        let left: Vec<u32> = all.iter().copied().filter(|index| *index != out).collect();
        choice::Round::of(contenders, &left, terms).into_choice()
    };
    let mut next = Choice::None;
    let mut window = None;
    let mut without_setter = None;
    if let Choice::One(chosen) = *round.choice() {
        next = without(chosen);
        if terms.tolerance > Tolerance::ZERO {
            window = round.window();
        }
        if let Some(Window { set_by, alone: true, .. }) = window
            && set_by != chosen
        {
            let other = without(set_by);
            without_setter = (other != Choice::One(chosen)).then_some(other);
        }
    }
    Ranking { choice: round.into_choice(), decided_by, next, standings, window, without_setter }
}
