//! The decision for one item: gates, classes, the rule, and the words of it as numbers of quotes.

use std::cmp::Ordering;
use std::ops::Range;

use super::tie::lots;
use super::{Decision, DecisionKind, Fate, Outcome, PriceWindow, Totals, Withdrawal};
use crate::policy::{AcrossGrades, Direction, Policy, Ties};
use crate::read::{Book, is_missing_service};
use crate::rule::cost::{self, Grade, Offer};
use crate::rule::gate;
use crate::rule::note::{Note, Without};
use crate::rule::rank::{Choice, Entry, Grades, Lots, Terms, Verdict, rank};
use crate::rule::request::Request;
use crate::value::date::Date;
use crate::value::money::Money;
use crate::value::parallel;

/// Below this many quotes another thread costs more than it saves.
const WORTH_A_THREAD: usize = 20_000;

/// Decides all items, and adds up what that comes to. They do not depend on one another, so that threads share them; the
/// result is the same for any number of threads.
pub(super) fn all(book: &Book<'_>, policy: &Policy, as_of: Date) -> (Vec<Decision>, Totals) {
    let decide_part = |items: Range<usize>| -> (Vec<Decision>, Totals) {
        let mut desk = Desk::default();
        // The first has room for all, since the others' decisions end up behind its own.
        let mut decisions = Vec::with_capacity(if items.start == 0 { book.requests().len() } else { items.len() });
        let requests = book.requests().get(items.clone()).unwrap_or_default();
        let decided = items.clone().zip(requests);
        decisions.extend(decided.map(|(item, request)| decide(book, item, request, policy, as_of, &mut desk)));
        let totals = Totals::of(book, items.start, &decisions);
        (decisions, totals)
    };
    let parts = book.runs(parallel::threads(book.quote_count(), WORTH_A_THREAD));
    let decided = match parts.as_slice() {
        [only] => vec![decide_part(only.clone())],
        _ => parallel::each(parts, decide_part),
    };
    let all = decided.into_iter().reduce(|(mut all, sum), (part, totals)| {
        all.extend(part);
        (all, sum.plus(totals))
    });
    all.unwrap_or_else(|| (Vec::new(), Totals::nothing(book.currency())))
}

/// Room that is used again from item to item.
#[derive(Debug, Default)]
struct Desk {
    offers: Vec<Offer>,
    entries: Vec<Entry>,
    grades: Vec<Grade>,
    weights: Vec<i64>,
}

fn decide(book: &Book<'_>, item: usize, request: &Request, policy: &Policy, as_of: Date, desk: &mut Desk) -> Decision {
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(book.quotes_of(item).len());
    desk.offers.clear();
    for (number, quote) in book.quotes_of(item).zip(book.quotes_in(item)) {
        let fate = if let Some(original) = book.original_of(number) {
            Fate::Duplicate(original)
        } else {
            let admitted = gate::admit(quote, request, policy, as_of).ok();
            match admitted.and_then(|()| cost::offer(number, quote, request, policy, book.currency())) {
                None => Fate::Rejected,
                Some(offer) => {
                    desk.offers.push(offer);
                    continue;
                }
            }
        };
        outcomes.push(Outcome { quote: number, rank: 0, grade_rank: 0, fate });
    }
    make_entries(book, request, policy, desk);
    let offers = &desk.offers;
    let ranking = rank(&desk.entries, terms(request, policy));
    let number = |index: u32| usize::try_from(index).ok().and_then(|index| offers.get(index)).map_or(0, Offer::quote);
    outcomes.extend(ranking.standings.iter().map(|standing| Outcome {
        quote: number(standing.entry),
        rank: standing.rank,
        grade_rank: standing.grade_rank,
        fate: match standing.verdict {
            Verdict::Recommended => Fate::Recommended,
            Verdict::Candidate => Fate::Candidate,
            Verdict::Lost(step, to) => Fate::Lost(step, number(to)),
        },
    }));
    let (kind, candidates) = told(&ranking.choice, number);
    let if_withdrawn = matches!(kind, DecisionKind::Recommended(_)).then(|| {
        let (kind, candidates) = told(&ranking.next, number);
        Withdrawal { kind, candidates }
    });
    let window = ranking.window.map(|window| PriceWindow {
        set_by: number(window.set_by),
        up_to: Money::from_minor(window.up_to, book.currency()),
    });
    let mut decision = Decision {
        kind,
        decided_by: ranking.decided_by,
        candidates,
        if_withdrawn,
        window,
        outcomes,
        notes: Vec::new(),
    };
    sort_outcomes(book, request, &mut decision.outcomes);
    decision.notes =
        notes(book, request, &decision, offers, ranking.without_setter.map(|choice| told(&choice, number)));
    decision
}

fn terms(request: &Request, policy: &Policy) -> Terms {
    let grades = match (request.required, policy.quality.across_grades) {
        (Some(_), _) | (None, AcrossGrades::Cheapest) => Grades::OneGroup,
        (None, AcrossGrades::Best) => Grades::BestFirst,
        (None, AcrossGrades::Refer) => Grades::Apart,
    };
    let lots = match policy.ties {
        Ties::Refer | Ties::Name => Lots::Name,
        Ties::Draw(_) => Lots::Draw,
    };
    Terms { tolerance: policy.price.tolerance, grades, lots }
}

/// The most distinct grades of an item that are found by putting them in order one by one.
const FEW: usize = 32;

/// Makes the rule's small integers out of the offers of an item.
fn make_entries(book: &Book<'_>, request: &Request, policy: &Policy, desk: &mut Desk) {
    let Desk { offers, entries, grades, weights } = desk;
    let entry = |offer: &Offer| Entry { total: offer.total().minor(), grade: 0, service: 0, lot: 0 };
    entries.clear();
    entries.extend(offers.iter().map(entry));
    grades.clear();
    for offer in offers.iter() {
        if let Err(place) = grades.binary_search(&offer.grade()) {
            grades.insert(place, offer.grade());
        }
        if grades.len() > FEW {
            break;
        }
    }
    if grades.len() > FEW {
        let classes = classes(offers, |a, b| a.grade().cmp(&b.grade()));
        set(entries, classes, |entry| &mut entry.grade);
    } else if grades.len() > 1 {
        let class = |offer: &Offer| u32::try_from(grades.binary_search(&offer.grade()).ok()?).ok();
        set(entries, offers.iter().map(|offer| class(offer).unwrap_or(0)), |entry| &mut entry.grade);
    }
    if !policy.service.is_empty() {
        weigh_services(book, policy, offers.iter().map(Offer::quote), weights);
        let services: Vec<&[i64]> = weights.chunks_exact(policy.service.len()).collect();
        set(entries, classes(&services, Ord::cmp), |entry| &mut entry.service);
    }
    if policy.ties != Ties::Refer {
        let vendors = offers.iter().filter_map(|offer| book.quote(offer.quote())).map(|quote| book.vendor(quote));
        set(entries, lots(&policy.ties, request, vendors), |entry| &mut entry.lot);
    }
}

fn set(entries: &mut [Entry], classes: impl IntoIterator<Item = u32>, field: fn(&mut Entry) -> &mut u32) {
    for (entry, class) in entries.iter_mut().zip(classes) {
        *field(entry) = class;
    }
}

/// Writes down the services of quotes, one after another, as numbers of which the lesser is the better one.
fn weigh_services(book: &Book<'_>, policy: &Policy, quotes: impl Iterator<Item = u32>, weights: &mut Vec<i64>) {
    weights.clear();
    for quote in quotes {
        weights.extend(book.service_codes(quote).iter().zip(&policy.service).map(|(code, criterion)| {
            match criterion.direction {
                // A missing value is worse than any value, whichever the direction.
                _ if is_missing_service(*code) => i64::MAX,
                Direction::Asc => *code,
                // Turning all bits around turns the order around.
                Direction::Desc => !*code,
            }
        }));
    }
}

/// Numbers values by their order, from 0 for the least; equal values have equal numbers.
pub(super) fn classes<T>(values: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<u32> {
    let mut order: Vec<(&T, usize)> = values.iter().zip(0..).collect();
    order.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let mut numbers = vec![0; values.len()];
    let mut class = 0_u32;
    let mut last = None;
    for (value, place) in order {
        if last.is_some_and(|last| compare(last, value).is_ne()) {
            class = class.saturating_add(1);
        }
        last = Some(value);
        if let Some(slot) = numbers.get_mut(place) {
            *slot = class;
        }
    }
    numbers
}

/// Tells a choice in the numbers of quotes.
fn told(choice: &Choice, number: impl Fn(u32) -> u32) -> (DecisionKind, Vec<u32>) {
    let numbers = |several: &[u32]| several.iter().map(|index| number(*index)).collect();
    match choice {
        Choice::None => (DecisionKind::None, Vec::new()),
        Choice::One(chosen) => (DecisionKind::Recommended(number(*chosen)), Vec::new()),
        Choice::Tie(several) => (DecisionKind::Tie, numbers(several)),
        Choice::TradeOff(several) => (DecisionKind::TradeOff, numbers(several)),
    }
}

/// Sorts by rank, outcome and total; what is equal stays by vendor, content and place, as the book has it.
fn sort_outcomes(book: &Book<'_>, request: &Request, outcomes: &mut [Outcome]) {
    let rank = |outcome: &Outcome| outcome.rank.checked_sub(1).unwrap_or(u32::MAX);
    let rest = |outcome: &Outcome| {
        let total = book.quote(outcome.quote).and_then(|quote| cost::total(quote, request, book.currency()));
        (outcome.fate.name(), total.is_none(), total, outcome.quote)
    };
    // Most places have one offer each, so that the rest is seldom looked at.
    outcomes.sort_unstable_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| rest(a).cmp(&rest(b))));
}

fn notes(
    book: &Book<'_>,
    request: &Request,
    decision: &Decision,
    offers: &[Offer],
    without_setter: Option<(DecisionKind, Vec<u32>)>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let vendor = |number: u32| book.quote(number).map(|quote| book.vendor(quote).clone()).unwrap_or_default();
    let quotes = || offers.iter().filter_map(|offer| book.quote(offer.quote()));
    let mut last = None;
    for (a, b) in quotes().zip(quotes().skip(1)) {
        if a.vendor() == b.vendor() && last != Some(a.vendor()) {
            last = Some(a.vendor());
            notes.push(Note::VendorTwice { vendor: book.vendor(a).clone() });
        }
    }
    let free = offers.iter().filter(|offer| offer.total().minor() == 0);
    notes.extend(free.map(|offer| Note::ZeroPrice { vendor: vendor(offer.quote()) }));
    if request.needed_by.is_some() {
        let silent = quotes().filter(|quote| quote.delivery_date().is_none() && quote.delivery_days().is_none());
        notes.extend(silent.map(|quote| Note::DeliveryNotStated { vendor: book.vendor(quote).clone() }));
    }
    if let (DecisionKind::Recommended(chosen), Some(budget)) = (decision.kind, request.budget)
        && let Some(total) = book.quote(chosen).and_then(|quote| cost::total(quote, request, book.currency()))
        && let Some(excess) = total.minus(budget).filter(|excess| excess.minor() > 0)
    {
        notes.push(Note::OverBudget { vendor: vendor(chosen), excess, currency: book.currency() });
    }
    if let (Some(window), Some((kind, _))) = (decision.window, without_setter) {
        let without = match kind {
            DecisionKind::Recommended(other) => Without::Chosen(vendor(other)),
            DecisionKind::Tie => Without::Tie,
            DecisionKind::TradeOff => Without::TradeOff,
            DecisionKind::None => Without::Nobody,
        };
        notes.push(Note::DependsOnWindow { vendor: vendor(window.set_by), without });
    }
    Note::sorted(notes)
}
