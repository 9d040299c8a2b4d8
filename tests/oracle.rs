//! The rule once more, by plain repetition of its words: integers only, nothing clever, quadratic and worse.
//! It owns the expected answer for one item; it shares no code with the library that is held against it.

use std::cmp::Ordering;

use sha2::{Digest as _, Sha256};

/// One percent, in the unit of [`Case::tolerance_millionths`].
pub(crate) const PERCENT: i128 = 1_000_000;

/// How a quality becomes a grade.
#[derive(Debug, Clone)]
pub(crate) enum Scale {
    /// A quality is its position on the scale, 0 the best.
    Labels,
    /// A quality is a score; the lower edges, best first.
    Bands(Vec<i128>),
    /// A quality is a score and each distinct score a grade.
    Scores,
}

/// What the policy says about grades where none is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    /// The buyer settles it.
    Refer,
    /// The best grade only.
    Best,
    /// All grades match.
    Cheapest,
}

/// What the policy says about ties.
#[derive(Debug, Clone)]
pub(crate) enum Ties {
    /// The buyer settles it.
    Refer,
    /// The first vendor name by code point.
    Name,
    /// The smallest lot drawn.
    Draw {
        /// What the lots are drawn with.
        seed: String,
    },
}

/// Which end of a service criterion is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// More is better.
    Desc,
    /// Less is better.
    Asc,
}

/// One quote of the item.
#[derive(Debug, Clone)]
pub(crate) struct Bid {
    /// The name as shown.
    pub(crate) vendor: String,
    /// In minor units; absent where no price was quoted.
    pub(crate) total: Option<i128>,
    /// A position or a score, as the scale says.
    pub(crate) quality: Option<i128>,
    /// One value a criterion, in the order of the criteria.
    pub(crate) service: Vec<Option<i128>>,
    /// No longer valid.
    pub(crate) expired: bool,
    /// The vendor's least quantity is above the quantity wanted.
    pub(crate) above_quantity: bool,
}

/// One item with all its quotes and what the policy says about it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The item's name, which the draw needs.
    pub(crate) item: String,
    /// Every quote that was read.
    pub(crate) offers: Vec<Bid>,
    /// How a quality becomes a grade.
    pub(crate) scale: Scale,
    /// A quality that must be reached.
    pub(crate) required: Option<i128>,
    /// The price tolerance in millionths of a percent.
    pub(crate) tolerance_millionths: i128,
    /// What happens across grades.
    pub(crate) across: Across,
    /// What happens to ties.
    pub(crate) ties: Ties,
    /// One direction a criterion.
    pub(crate) directions: Vec<Direction>,
}

/// Where one quote ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// `recommended`, `candidate`, `lost` or `rejected`.
    pub(crate) outcome: &'static str,
    /// The step, or every gate that the quote fails; empty for a candidate.
    pub(crate) steps: Vec<&'static str>,
    /// Against whom a loser lost.
    pub(crate) other: Option<usize>,
    /// The first criterion that differs, where a loser lost on service.
    pub(crate) criterion: Option<usize>,
    /// The place among all.
    pub(crate) rank: Option<usize>,
    /// The place among the offers of its grade.
    pub(crate) grade_rank: Option<usize>,
}

/// A decision on the offers that are left when the recommended one withdraws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Withdrawn {
    /// `recommended`, `refer` or `none`.
    pub(crate) decision: &'static str,
    /// Who is recommended then.
    pub(crate) vendor: Option<String>,
    /// Who are the candidates then, by code point.
    pub(crate) candidates: Vec<String>,
}

/// What the rule says about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// `recommended`, `refer` or `none`.
    pub(crate) decision: &'static str,
    /// `trade-off` or `tie`.
    pub(crate) refer_because: Option<&'static str>,
    /// The deciding step.
    pub(crate) decided_by: Option<&'static str>,
    /// The recommended offer.
    pub(crate) award: Option<usize>,
    /// The candidates' vendors, by code point.
    pub(crate) candidates: Vec<String>,
    /// One place a quote, in the order of the quotes.
    pub(crate) places: Vec<Place>,
    /// What follows if the recommended offer is gone.
    pub(crate) if_withdrawn: Option<Withdrawn>,
    /// Whether the offer that sets the price window decides without being chosen.
    pub(crate) depends_on_window: bool,
}

/// An offer that is not chosen: the step and the offer that it is held against.
#[derive(Debug, Clone)]
struct Loss {
    offer: usize,
    step: &'static str,
    other: usize,
}

/// One application of the rule to the offers that are left.
#[derive(Debug, Clone)]
struct Choice {
    decision: &'static str,
    refer_because: Option<&'static str>,
    decided_by: Option<&'static str>,
    chosen: Vec<usize>,
    losses: Vec<Loss>,
}

/// Steps 3 to 6 within one group.
struct Settled {
    chosen: Vec<usize>,
    losses: Vec<Loss>,
    last_step: Option<&'static str>,
}

impl Case {
    /// Applies the rule to the item.
    pub(crate) fn answer(&self) -> Answer {
        let admitted = self.admitted();
        let choice = self.choose(&admitted);
        let award = (choice.decision == "recommended").then(|| choice.chosen[0]);
        let ranks = self.ranking(&admitted);
        let places = (0..self.offers.len())
            .map(|offer| {
                let same_grade: Vec<usize> =
                    admitted.iter().copied().filter(|&other| self.grade(other) == self.grade(offer)).collect();
                let rank = ranks.iter().find(|(other, _)| *other == offer).map(|(_, rank)| *rank);
                let grade_rank =
                    self.ranking(&same_grade).iter().find(|(other, _)| *other == offer).map(|(_, rank)| *rank);
                self.place(offer, &choice, rank, grade_rank)
            })
            .collect();
        let if_withdrawn = award.map(|award| {
            let then = self.choose(&without(&admitted, award));
            Withdrawn {
                decision: then.decision,
                vendor: (then.decision == "recommended").then(|| self.vendor(then.chosen[0]).to_owned()),
                candidates: self.candidates(&then),
            }
        });
        Answer {
            decision: choice.decision,
            refer_because: choice.refer_because,
            decided_by: choice.decided_by,
            award,
            candidates: self.candidates(&choice),
            places,
            if_withdrawn,
            depends_on_window: award.is_some_and(|award| self.depends_on_window(&admitted, award)),
        }
    }

    /// The quotes that fail no gate.
    pub(crate) fn admitted(&self) -> Vec<usize> {
        (0..self.offers.len()).filter(|&offer| self.gates(offer).is_empty()).collect()
    }

    /// Every gate that a quote fails.
    pub(crate) fn gates(&self, offer: usize) -> Vec<&'static str> {
        let bid = &self.offers[offer];
        let mut failed = Vec::new();
        if bid.total.is_none() {
            failed.push("no-price");
        }
        if bid.total == Some(0) {
            failed.push("zero-price");
        }
        if bid.expired {
            failed.push("expired");
        }
        if bid.above_quantity {
            failed.push("min-order");
        }
        if let Some(required) = self.required {
            match bid.quality {
                None => failed.push("no-quality"),
                Some(quality) if !self.reaches(quality, required) => failed.push("below-required-quality"),
                Some(_) => {}
            }
        }
        failed
    }

    /// A requirement is held against the quality itself, so a score may fail within the band of the requirement.
    fn reaches(&self, quality: i128, required: i128) -> bool {
        match self.scale {
            Scale::Labels => quality <= required,
            Scale::Bands(_) | Scale::Scores => quality >= required,
        }
    }

    /// The grade of an offer as a number, smaller being better; without a quality it is the worst of all.
    pub(crate) fn grade(&self, offer: usize) -> i128 {
        let Some(quality) = self.offers[offer].quality else { return i128::MAX };
        match &self.scale {
            Scale::Labels => quality,
            Scale::Bands(edges) => edges.iter().filter(|&&edge| quality < edge).map(|_| 1).sum(),
            Scale::Scores => -quality,
        }
    }

    /// The total of an admitted offer.
    pub(crate) fn total(&self, offer: usize) -> i128 {
        self.offers[offer].total.expect("an admitted offer has a price")
    }

    fn vendor(&self, offer: usize) -> &str {
        &self.offers[offer].vendor
    }

    /// Whether a total counts as the same price as the lowest one; the edge is inclusive.
    pub(crate) fn same_price(&self, total: i128, lowest: i128) -> bool {
        total * 100 * PERCENT <= lowest * (100 * PERCENT + self.tolerance_millionths)
    }

    /// Compares one criterion, `Less` being better; a missing value is worse than any.
    pub(crate) fn by_criterion(&self, criterion: usize, one: usize, other: usize) -> Ordering {
        match (self.offers[one].service[criterion], self.offers[other].service[criterion]) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(mine), Some(yours)) => match self.directions[criterion] {
                Direction::Asc => mine.cmp(&yours),
                Direction::Desc => yours.cmp(&mine),
            },
        }
    }

    /// The first criterion in which two offers differ.
    pub(crate) fn differing_criterion(&self, one: usize, other: usize) -> Option<usize> {
        (0..self.directions.len()).find(|&criterion| self.by_criterion(criterion, one, other) != Ordering::Equal)
    }

    /// Compares the services as a whole, `Less` being better.
    pub(crate) fn by_service(&self, one: usize, other: usize) -> Ordering {
        self.differing_criterion(one, other)
            .map_or(Ordering::Equal, |criterion| self.by_criterion(criterion, one, other))
    }

    /// The lot that an offer draws, in hexadecimal.
    pub(crate) fn lot_drawn(&self, seed: &str, offer: usize) -> String {
        let text = format!("bijia-draw-v1\n{seed}\n\n{}\n{}", self.item, self.vendor(offer));
        let digits = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }

    /// The offer that a reason calls the cheapest.
    fn cheapest(&self, offers: &[usize]) -> usize {
        let earlier = |&one: &usize, &other: &usize| {
            let by_grade = self.total(one).cmp(&self.total(other)).then(self.grade(one).cmp(&self.grade(other)));
            by_grade.then(self.by_service(one, other)).then(self.vendor(one).cmp(self.vendor(other)))
        };
        offers.iter().copied().min_by(earlier).expect("a group has an offer")
    }

    fn lowest_total(&self, offers: &[usize]) -> i128 {
        offers.iter().map(|&offer| self.total(offer)).min().expect("a group has an offer")
    }

    /// Steps 3 to 6, and a tie's resolution where the policy gives one.
    fn settle(&self, group: &[usize]) -> Settled {
        let mut left = group.to_vec();
        let mut removed: Vec<(usize, &'static str)> = Vec::new();
        let mut keep = |left: &mut Vec<usize>, step: &'static str, stays: &dyn Fn(usize) -> bool| {
            removed.extend(left.iter().filter(|&&offer| !stays(offer)).map(|&offer| (offer, step)));
            left.retain(|&offer| stays(offer));
        };

        let lowest = self.lowest_total(&left);
        keep(&mut left, "price", &|offer| self.same_price(self.total(offer), lowest));
        let best = left.iter().map(|&offer| self.grade(offer)).min();
        keep(&mut left, "quality", &|offer| Some(self.grade(offer)) == best);
        let rivals = left.clone();
        keep(&mut left, "service", &|offer| {
            rivals.iter().all(|&rival| self.by_service(offer, rival) != Ordering::Greater)
        });
        let lowest = self.lowest_total(&left);
        keep(&mut left, "exact-price", &|offer| self.total(offer) == lowest);
        match &self.ties {
            Ties::Refer => {}
            Ties::Name => {
                let first = left.iter().map(|&offer| self.vendor(offer).to_owned()).min();
                keep(&mut left, "name", &|offer| Some(self.vendor(offer)) == first.as_deref());
            }
            Ties::Draw { seed } => {
                let first = left.iter().map(|&offer| self.lot_drawn(seed, offer)).min();
                keep(&mut left, "draw", &|offer| Some(self.lot_drawn(seed, offer)) == first);
            }
        }

        let cheapest = self.cheapest(group);
        let named = self.first_by_name(&left);
        let losses = removed
            .iter()
            .map(|&(offer, step)| Loss { offer, step, other: if step == "price" { cheapest } else { named } })
            .collect();
        Settled { chosen: left, losses, last_step: removed.last().map(|&(_, step)| step) }
    }

    fn first_by_name(&self, offers: &[usize]) -> usize {
        offers.iter().copied().min_by_key(|&offer| self.vendor(offer)).expect("somebody is left")
    }

    /// The offers of each grade, best grade first.
    fn grades(&self, offers: &[usize]) -> Vec<Vec<usize>> {
        let mut grades: Vec<i128> = offers.iter().map(|&offer| self.grade(offer)).collect();
        grades.sort_unstable();
        grades.dedup();
        let of = |grade: &i128| offers.iter().copied().filter(|&offer| self.grade(offer) == *grade).collect();
        grades.iter().map(of).collect()
    }

    /// Applies the rule once to the offers that are left.
    fn choose(&self, left: &[usize]) -> Choice {
        if left.is_empty() {
            let (chosen, losses) = (Vec::new(), Vec::new());
            return Choice { decision: "none", refer_because: None, decided_by: None, chosen, losses };
        }
        if self.required.is_some() || self.across == Across::Cheapest {
            return Choice::of_one_group(self.settle(left), "only-offer");
        }
        let grades = self.grades(left);
        if self.across == Across::Best {
            let mut settled = self.settle(&grades[0]);
            let other = self.first_by_name(&settled.chosen);
            let lower = grades[1..].iter().flatten();
            settled.losses.extend(lower.map(|&offer| Loss { offer, step: "quality", other }));
            return Choice::of_one_group(settled, if grades.len() > 1 { "quality" } else { "only-offer" });
        }
        self.choose_across(&grades)
    }

    /// Chooses where each grade is a group of its own and stepping down must pay.
    fn choose_across(&self, grades: &[Vec<usize>]) -> Choice {
        let mut standing: Vec<Settled> = Vec::new();
        let mut fallen: Vec<Loss> = Vec::new();
        for (position, group) in grades.iter().enumerate() {
            let better: Vec<usize> = grades[..position].iter().flatten().copied().collect();
            let low = self.lowest_total(group);
            if better.iter().any(|&offer| self.same_price(self.total(offer), low)) {
                let other = self.cheapest(&better);
                fallen.extend(group.iter().map(|&offer| Loss { offer, step: "better-for-less", other }));
            } else {
                standing.push(self.settle(group));
            }
        }
        if standing.len() == 1 {
            let mut settled = standing.remove(0);
            if !fallen.is_empty() {
                settled.last_step = Some("better-for-less");
            }
            settled.losses.extend(fallen);
            return Choice::of_one_group(settled, "only-offer");
        }
        Choice {
            decision: "refer",
            refer_because: Some("trade-off"),
            decided_by: None,
            chosen: standing.iter().flat_map(|settled| settled.chosen.clone()).collect(),
            losses: standing.into_iter().flat_map(|settled| settled.losses).chain(fallen).collect(),
        }
    }

    /// Repeats the choice on what is left, until it is a trade-off.
    fn ranking(&self, admitted: &[usize]) -> Vec<(usize, usize)> {
        let mut left = admitted.to_vec();
        let mut places: Vec<(usize, usize)> = Vec::new();
        while !left.is_empty() {
            let choice = self.choose(&left);
            if choice.refer_because == Some("trade-off") {
                break;
            }
            let rank = places.len() + 1;
            places.extend(choice.chosen.iter().map(|&offer| (offer, rank)));
            left.retain(|offer| !choice.chosen.contains(offer));
        }
        places
    }

    fn candidates(&self, choice: &Choice) -> Vec<String> {
        if choice.decision != "refer" {
            return Vec::new();
        }
        let mut names: Vec<String> = choice.chosen.iter().map(|&offer| self.vendor(offer).to_owned()).collect();
        names.sort_unstable();
        names
    }

    fn place(&self, offer: usize, choice: &Choice, rank: Option<usize>, grade_rank: Option<usize>) -> Place {
        let gates = self.gates(offer);
        let loss = choice.losses.iter().find(|loss| loss.offer == offer);
        let (outcome, steps) = match loss {
            _ if !gates.is_empty() => ("rejected", gates),
            Some(loss) => ("lost", vec![loss.step]),
            None if choice.decision == "recommended" => ("recommended", choice.decided_by.into_iter().collect()),
            None => ("candidate", Vec::new()),
        };
        let other = loss.map(|loss| loss.other);
        let criterion =
            loss.filter(|loss| loss.step == "service").and_then(|loss| self.differing_criterion(offer, loss.other));
        Place { outcome, steps, other, criterion, rank, grade_rank }
    }

    /// Whether another decision is made without the one offer that sets the price window.
    fn depends_on_window(&self, admitted: &[usize], award: usize) -> bool {
        let one_group = self.required.is_some() || self.across == Across::Cheapest;
        let in_group = |offer: &usize| one_group || self.grade(*offer) == self.grade(award);
        let group: Vec<usize> = admitted.iter().copied().filter(in_group).collect();
        let lowest = self.lowest_total(&group);
        let setters: Vec<usize> = group.iter().copied().filter(|&offer| self.total(offer) == lowest).collect();
        if self.tolerance_millionths == 0 || setters.len() != 1 || setters[0] == award {
            return false;
        }
        let then = self.choose(&without(admitted, setters[0]));
        then.decision != "recommended" || then.chosen != [award]
    }
}

impl Choice {
    /// One offer is recommended, several are a tie; `otherwise` decides where no step removed an offer of the group.
    fn of_one_group(settled: Settled, otherwise: &'static str) -> Choice {
        let Settled { chosen, losses, last_step } = settled;
        if chosen.len() == 1 {
            let decided_by = Some(last_step.unwrap_or(otherwise));
            return Choice { decision: "recommended", refer_because: None, decided_by, chosen, losses };
        }
        Choice { decision: "refer", refer_because: Some("tie"), decided_by: None, chosen, losses }
    }
}

fn without(offers: &[usize], gone: usize) -> Vec<usize> {
    offers.iter().copied().filter(|&offer| offer != gone).collect()
}
