//! The decision for one item: gates, classes, the rule, and what became of each quote.

#![expect(clippy::arithmetic_side_effects, reason = "places of at most 2^32 quotes are counted, no amounts")]

use std::cmp::Ordering;
use std::collections::HashMap;

use super::dataset::Dataset;
use super::dataset::items::Request;
use super::dataset::quotes::{ItemId, QuoteId};
use super::decision::{Decision, DecisionKind, Fate, Outcome, PriceWindow, Withdrawal};
use super::offer::cost::Costing;
use super::offer::gate::{self, Rejection};
use super::offer::grade::Grade;
use super::offer::supersede::{Superseded, breaks, superseded};
use super::rank::{Choice, Contender, Grades, Terms, TieStep, Verdict, rank};
use super::recommendation::Recommendation;
use super::tie;
use crate::policy::{AcrossGrades, Direction, Policy, Ties};
use crate::value::column::Column;
use crate::value::money::Money;

/// Room that is used again from item to item.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) offers: Vec<Outcome>,
    pub(super) contenders: Vec<Contender>,
    grades: Vec<Grade>,
    services: Vec<i64>,
}

/// Decides an item.
pub(crate) fn decide(recommendation: &Recommendation, item: ItemId, scratch: &mut Scratch) -> Decision {
    let (dataset, policy) = (recommendation.dataset(), recommendation.policy());
    let request = recommendation.request(item);
    let quotes = dataset.quotes.of_item(item);
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(quotes.len());
    scratch.offers.clear();
    let costing = Costing { dataset, policy, request: &request };
    let superseded = superseded(costing, quotes.clone());
    for quote in quotes {
        let total = costing.total(quote);
        let mut outcome = Outcome {
            quote,
            total: total.unwrap_or_default(),
            grade: recommendation.grade(quote),
            rank: None,
            grade_rank: None,
            fate: Fate::Candidate,
        };
        if let Some(by) = superseded.get(&quote) {
            outcome.fate = Fate::Superseded(*by);
            outcomes.push(outcome);
            continue;
        }
        let admitted = if recommendation.is_estimate(quote) {
            Err(Rejection::Estimate)
        } else if let Some((_, offer)) = recommendation.lot_offer(quote) {
            // Gates are held against lines.
            offer.admitted()
        } else {
            gate::admit(costing, quote, total, recommendation.as_of()).map(|_| ())
        };
        match admitted {
            Ok(()) => scratch.offers.push(outcome),
            Err(rejection) => {
                outcome.fate = Fate::Rejected(rejection);
                outcomes.push(outcome);
            }
        }
    }
    if dataset.quotes.has(Column::FromQuantity) {
        take_out_breaks(costing, &mut scratch.offers, &mut outcomes);
    }
    make_contenders(dataset, &request, policy, scratch);
    let offers = &scratch.offers;
    let ranking = rank(&scratch.contenders, terms(&request, policy));
    let quote = |index: u32| offers[index as usize].quote;
    outcomes.extend(ranking.standings.iter().map(|standing| Outcome {
        rank: standing.rank,
        grade_rank: Some(standing.grade_rank),
        fate: match standing.verdict {
            Verdict::Recommended => Fate::Recommended,
            Verdict::Candidate => Fate::Candidate,
            Verdict::Lost(step, to) => Fate::Lost(step, quote(to)),
        },
        ..offers[standing.contender as usize]
    }));
    sort_outcomes(&mut outcomes);
    let Withdrawal { kind, candidates } = in_quotes(&ranking.choice, quote);
    let is_recommended = matches!(kind, DecisionKind::Recommended(_));
    Decision {
        item,
        kind,
        decided_by: ranking.decided_by,
        candidates,
        if_withdrawn: is_recommended.then(|| in_quotes(&ranking.next, quote)),
        window: ranking.window.map(|window| PriceWindow {
            set_by: quote(window.set_by),
            up_to: if request.is_counted {
                Money::from_minor(window.up_to, dataset.currency())
            } else {
                Money::of_unit_parts(window.up_to, dataset.currency())
            },
        }),
        without_window_setter: ranking.without_setter.map(|choice| in_quotes(&choice, quote)),
        outcomes,
    }
}

/// Takes out the offers whose price breaks do not apply, and those of breaks beyond the quantity. Quotes that take no part for
/// another reason are out already, so that they move nothing.
fn take_out_breaks(costing: Costing<'_>, offers: &mut Vec<Outcome>, outcomes: &mut Vec<Outcome>) {
    let quotes = &costing.dataset.quotes;
    let mut fates = HashMap::new();
    for run in offers.chunk_by(|a, b| quotes.vendor(a.quote) == quotes.vendor(b.quote)) {
        let ids: Vec<QuoteId> = run.iter().map(|offer| offer.quote).collect();
        for (quote, by) in breaks(costing, &ids) {
            fates.insert(quote, Fate::Superseded(Superseded::PriceBreak(by)));
        }
        for quote in ids {
            let Some(least) = quotes.decimal(Column::FromQuantity, quote) else { continue };
            if let Ok(quantity) = costing.units(quote)
                && least > quantity
            {
                fates.entry(quote).or_insert(Fate::Rejected(Rejection::MinOrder { least, quantity }));
            }
        }
    }
    offers.retain(|offer| {
        let fate = fates.get(&offer.quote);
        outcomes.extend(fate.map(|fate| Outcome { fate: *fate, ..*offer }));
        fate.is_none()
    });
}

pub(super) fn terms(request: &Request<'_>, policy: &Policy) -> Terms {
    let grades = match (request.required, policy.quality.across_grades) {
        (Some(_), _) | (None, AcrossGrades::Cheapest) => Grades::OneGroup,
        (None, AcrossGrades::Best) => Grades::BestFirst,
        (None, AcrossGrades::Refer) => Grades::Apart,
    };
    let ties = match policy.ties {
        Ties::Refer | Ties::Name => TieStep::Name,
        Ties::Draw(_) => TieStep::Draw,
    };
    Terms { tolerance: policy.price.tolerance, grades, ties }
}

/// The most distinct grades of an item that are found by keeping a sorted list of them.
const FEW: usize = 32;

/// Makes the rule's small integers out of the offers of an item.
pub(super) fn make_contenders(dataset: &Dataset, request: &Request<'_>, policy: &Policy, scratch: &mut Scratch) {
    let Scratch { offers, contenders, grades, services } = scratch;
    let contender = |offer: &Outcome| {
        let total = offer.total.expect("an admitted offer has a price").minor();
        Contender { total, grade: 0, service: 0, tie_key: 0 }
    };
    contenders.clear();
    contenders.extend(offers.iter().map(contender));
    grades.clear();
    for offer in offers.iter() {
        if let Err(place) = grades.binary_search(&offer.grade) {
            grades.insert(place, offer.grade);
        }
        if grades.len() > FEW {
            break;
        }
    }
    if grades.len() > FEW {
        let classes = classes(offers, |a, b| a.grade.cmp(&b.grade));
        set(contenders, classes, |contender| &mut contender.grade);
    } else if grades.len() > 1 {
        let class = |offer: &Outcome| grades.binary_search(&offer.grade).expect("every grade is listed");
        let classes = offers.iter().map(|offer| u32::try_from(class(offer)).expect("there are few grades"));
        set(contenders, classes, |contender| &mut contender.grade);
    }
    if !policy.service.is_empty() {
        weigh_services(dataset, policy, offers, services);
        let each: Vec<&[i64]> = services.chunks_exact(policy.service.len()).collect();
        if each.windows(2).any(|pair| pair[0] != pair[1]) {
            set(contenders, classes(&each, Ord::cmp), |contender| &mut contender.service);
        }
    }
    if policy.ties != Ties::Refer {
        let vendors = offers.iter().map(|offer| dataset.vendor_of(offer.quote));
        set(contenders, tie::keys(&policy.ties, request, vendors), |contender| &mut contender.tie_key);
    }
}

fn set(contenders: &mut [Contender], classes: impl IntoIterator<Item = u32>, field: fn(&mut Contender) -> &mut u32) {
    for (contender, class) in contenders.iter_mut().zip(classes) {
        *field(contender) = class;
    }
}

/// Writes down the services of offers, one after another, as numbers of which the lesser is the better one.
fn weigh_services(dataset: &Dataset, policy: &Policy, offers: &[Outcome], services: &mut Vec<i64>) {
    services.clear();
    for offer in offers {
        services.extend(weighed(dataset, policy, offer.quote));
    }
}

/// Returns the services of a quote as numbers of which the lesser is the better one.
#[inline]
pub(super) fn weighed(dataset: &Dataset, policy: &Policy, quote: QuoteId) -> impl Iterator<Item = i64> {
    policy.service.iter().enumerate().map(move |(place, criterion)| {
        match (dataset.quotes.criterion(place, quote), criterion.direction) {
            // A missing value is worse than any value, whichever the direction.
            (None, _) => i64::MAX,
            (Some(code), Direction::Asc) => code,
            // Turning all bits around turns the order around.
            (Some(code), Direction::Desc) => !code,
        }
    })
}

/// Numbers values by their order, from 0 for the least; equal values have equal numbers.
pub(super) fn classes<T>(values: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<u32> {
    let mut order: Vec<(&T, usize)> = values.iter().zip(0..).collect();
    order.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let mut numbers = vec![0; values.len()];
    let mut class = 0;
    let mut last = None;
    for (value, place) in order {
        if last.is_some_and(|last| compare(last, value).is_ne()) {
            class += 1;
        }
        last = Some(value);
        numbers[place] = class;
    }
    numbers
}

/// States a choice in quotes.
pub(super) fn in_quotes(choice: &Choice, quote: impl Fn(u32) -> QuoteId) -> Withdrawal {
    let quotes = |several: &[u32]| several.iter().map(|index| quote(*index)).collect();
    let (kind, candidates) = match choice {
        Choice::None => (DecisionKind::None, Vec::new()),
        Choice::One(chosen) => (DecisionKind::Recommended(quote(*chosen)), Vec::new()),
        Choice::Tie(several) => (DecisionKind::Tie, quotes(several)),
        Choice::TradeOff(several) => (DecisionKind::TradeOff, quotes(several)),
    };
    Withdrawal { kind, candidates }
}

/// Sorts by rank, outcome and total; what is equal stays by vendor, content and place.
fn sort_outcomes(outcomes: &mut [Outcome]) {
    let rank = |outcome: &Outcome| outcome.rank.unwrap_or(u32::MAX);
    let rest = |outcome: &Outcome| (outcome.fate.name(), outcome.total.is_none(), outcome.total, outcome.quote);
    // Most places have one offer each, so that the rest is seldom looked at.
    outcomes.sort_unstable_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| rest(a).cmp(&rest(b))));
}
