//! Why a quote has its outcome, in a sentence.

use crate::policy::{Condition, Criterion, Direction, Gate, Policy, Requirement, TaxBasis};
use crate::report::prose::{Code, Name, Part, Prose, Value};
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::offer::gate::Rejection;
use crate::rule::offer::supersede::Superseded;
use crate::rule::reason::{Best, Comparison, Reason};
use crate::rule::recommendation::Recommendation;
use crate::value::money::{Money, Tolerance};

/// Says why a quote has its outcome; amounts are in the comparison's currency.
pub(crate) fn why(out: &mut impl Prose, recommendation: &Recommendation, reason: &Reason<'_>) {
    let policy = recommendation.policy();
    let vendor = |quote: QuoteId| Name(recommendation.vendor(quote).raw());
    match reason {
        Reason::Lost { to, by } => lost(out, policy, by, vendor(*to)),
        Reason::Won { over, by } => won(out, policy, by, vendor(*over)),
        Reason::Best(best) => is_best(out, best),
        Reason::OnlyOffer { quotes: 1, .. } => out.words("the only quote"),
        Reason::OnlyOffer { quotes, .. } => out.say(("the only admitted offer of ", Value(quotes), " quotes")),
        Reason::TradeOff { grade } => {
            out.words("the choice for ");
            match grade {
                Some(grade) => out.say(("quality ", Name(grade))),
                None => out.words("offers without a stated quality"),
            }
            out.words("; whether that is worth its price is for a person to say");
        }
        Reason::Tie => out.words("equal to the others in price, quality and service; a person decides"),
        Reason::Rejected { quote, why } => rejected(out, recommendation, *quote, *why),
        Reason::Superseded { how: Superseded::Duplicate(_), .. } => out.words("repeats another row in every cell"),
        Reason::Superseded { how: Superseded::EarlierRound(_), own, other } => {
            out.say(("is of round ", Stated(own), "; round ", Stated(other), " of the same vendor counts"));
        }
        Reason::Superseded { how: Superseded::PriceBreak(_), own, other } => {
            out.say((
                "holds from ",
                Stated(own),
                " on; ",
                Stated(other),
                " are ordered, where another price of the vendor holds",
            ));
        }
    }
}

fn lost(out: &mut impl Prose, policy: &Policy, by: &Comparison<'_>, name: Name<'_>) {
    match by {
        Comparison::Price { own, other } => {
            let more = difference(*own, *other);
            let beyond = stated(policy.price.tolerance).map(|percent| (", beyond the tolerance of ", percent, " %"));
            out.say(("costs ", more, percent(more, *other), " more than ", name, beyond));
        }
        Comparison::Quality { own, other } => {
            out.say((Grade(own), " is below ", Grade(other), " of ", name, ", the better choice by the rule"));
        }
        Comparison::Service { criterion, own, other } => {
            let Criterion { column, direction, .. } = &policy.service[*criterion];
            let better = match direction {
                Direction::Asc => " (lower is better)",
                Direction::Desc => " (higher is better)",
            };
            out.say(("same quality as ", name, ", same price", within(policy), "; "));
            out.say((Code(column), " is ", Stated(own), ", ", name, " has ", Stated(other), better));
        }
        Comparison::ExactPrice { own, other } => {
            out.say(("equal to ", name, " within the tolerance, and costs ", difference(*own, *other), " more"));
        }
        Comparison::Draw { .. } => out.say(("equal to ", name, " in all; drew the later lot")),
        Comparison::Name { .. } => out.say(("equal to ", name, " in all; its name comes later")),
        Comparison::BetterForLess { own, other } => {
            out.say(("costs ", *own, "; ", name, " offers a better grade for ", *other));
            out.words(", so that stepping down does not pay");
        }
    }
}

fn won(out: &mut impl Prose, policy: &Policy, by: &Comparison<'_>, name: Name<'_>) {
    match by {
        Comparison::Price { own, other } => {
            let less = difference(*other, *own);
            match percent(less, *other) {
                percent @ Some(_) => out.say(("lowest price of its quality: ", less, percent, " less than ", name)),
                None => out.say(("lowest price of its quality, before ", name)),
            }
        }
        Comparison::Quality { own, other } => out.say((Grade(own), " instead of ", Grade(other), " of ", name)),
        Comparison::Service { criterion, own, other } => {
            let column = Code(&policy.service[*criterion].column);
            out.say(("same quality as ", name, ", same price", within(policy), ", better service: "));
            out.say((column, " ", Stated(own), " instead of ", Stated(other)));
        }
        Comparison::ExactPrice { own, other } => {
            out.say(("equal to ", name, " within the tolerance, cheaper by ", difference(*other, *own)));
        }
        Comparison::Draw { .. } => out.say(("equal to ", name, " in all; drew the first lot")),
        Comparison::Name { .. } => out.say(("equal to ", name, " in all; its name comes first")),
        Comparison::BetterForLess { own, other } => {
            out.say(("a better grade for ", *own, "; ", name, " asks ", *other));
            out.words(" for a lower one, so that stepping down does not pay");
        }
    }
}

fn is_best(out: &mut impl Prose, best: &Best<'_>) {
    out.words(match best {
        Best::Price(_) => "lowest price of its quality",
        Best::Quality(grade) => return out.say(("best quality: ", Grade(grade))),
        Best::Service => "best service at the same quality and price",
        Best::ExactPrice(_) => "lowest total of equal offers within the tolerance",
        Best::Draw(_) => "drew the first lot among equal offers",
        Best::Name(_) => "its name comes first among equal offers",
        Best::BetterForLess(_) => "the best grade, and stepping down from it does not pay",
    });
}

/// Says which gate a quote fails, and with which figures.
pub(crate) fn rejected(out: &mut impl Prose, recommendation: &Recommendation, quote: QuoteId, rejection: Rejection) {
    let policy = recommendation.policy();
    let (own, wanted) = rejection.figures(recommendation, quote);
    let quality = |quality: Requirement| quality.text(&policy.quality.scheme);
    match rejection {
        Rejection::Estimate => out.words("is the buyer's own estimate, as the policy says, and no offer"),
        Rejection::NoPrice => out.words("names no price"),
        Rejection::ZeroPrice => out.words("asks a price of 0, which the policy does not let take part"),
        Rejection::OtherUnit => {
            out.say(("is priced by ", own.as_deref().map(Name), ", ", wanted.as_deref().map(Name), " is asked for"));
            out.words(", and no conversion is known; `[units]` of the policy can say one");
        }
        Rejection::PackContradicts => {
            out.say(("states that one ", wanted.as_deref().map(Name), " holds ", own.as_deref().map(Name)));
            out.words(", which is not what its unit says");
        }
        Rejection::NoRate { currency } => {
            out.say(("is in ", Value(currency), ", for which `[price.rates]` of the policy has no rate"));
        }
        Rejection::NoTaxRate { basis } => {
            out.say(("is ", tax(basis), ", is compared ", tax(policy.price.basis), ", and states no tax rate"));
        }
        Rejection::NegativeTotal => out.words("takes more off than it costs"),
        Rejection::NotExact => out.words("has amounts of more digits than can be computed exactly"),
        Rejection::AboveCeiling { total, ceiling } => {
            out.say(("costs ", total, ", above the ceiling of ", ceiling));
        }
        Rejection::Expired { valid_until, as_of } => {
            out.say(("was valid until ", Value(valid_until), ", compared on ", Value(as_of)));
        }
        Rejection::MinOrder { least, quantity } => {
            out.say(("sells ", Value(least), " at least, ", Value(quantity), " is wanted"));
        }
        Rejection::TooLate { delivery: Some(delivery), needed_by } => {
            out.say(("would be delivered on ", Value(delivery), ", needed by ", Value(needed_by)));
        }
        Rejection::TooLate { delivery: None, needed_by } => {
            out.say(("would be delivered after the end of the calendar, needed by ", Value(needed_by)));
        }
        Rejection::NoQuality { required } => {
            out.say(("states no quality, ", Name(&quality(required)), " is required"));
        }
        Rejection::BelowRequiredQuality { quality: own, required } => {
            out.say(("quality ", Name(&quality(own)), " is below the required ", Name(&quality(required))));
        }
        Rejection::IncompleteLot { lines, of } => {
            out.say(("covers ", Value(lines), " of the lot's ", Value(of), " items"));
            missing(out, recommendation, quote);
        }
        Rejection::Gate { gate } => {
            let Gate { column, condition } = &policy.gates[gate];
            match own.as_deref() {
                Some(own) => out.say((Code(column), " is ", Name(own), ", ", asked(condition))),
                None => out.say(("states no ", Code(column), ", ", asked(condition))),
            }
            out.say((wanted.as_deref().map(Name), " is asked for"));
        }
    }
}

/// How many missing items of a lot are named.
const NAMED: usize = 3;

/// Names the items that an offer for a lot lacks, each with why it is out.
fn missing(out: &mut impl Prose, recommendation: &Recommendation, quote: QuoteId) {
    let Some((lots, offer)) = recommendation.lot_offer(quote) else { return };
    let by_item = lots.by_item();
    for line in offer.missing().take(NAMED) {
        out.say(("; ", Name(by_item.request(line.item).item.raw()), ": "));
        let Some(own) = line.quote else {
            out.words("not quoted");
            continue;
        };
        let decision = lots.decision(line.item);
        why(out, by_item, &by_item.reason(decision, decision.outcome(own)));
    }
    let more = offer.missing().skip(NAMED).count();
    if more > 0 {
        out.say(("; and ", Value(more), " more"));
    }
}

const fn asked(condition: &Condition) -> &'static str {
    match condition {
        Condition::OneOf(_) => "",
        Condition::AtLeast(_) => "at least ",
        Condition::AtMost(_) => "at most ",
        Condition::OnOrAfter(_) => "a day on or after ",
        Condition::OnOrBefore(_) => "a day on or before ",
    }
}

const fn tax(basis: TaxBasis) -> &'static str {
    match basis {
        TaxBasis::Included => "with tax in it",
        TaxBasis::Excluded => "without tax",
    }
}

/// A grade, or that there is none.
pub(crate) struct Grade<'g>(pub(crate) &'g Option<String>);

impl Part for Grade<'_> {
    fn put(self, prose: &mut impl Prose) {
        match self.0 {
            Some(grade) => prose.say(("quality ", Name(grade))),
            None => prose.words("no stated quality"),
        }
    }
}

/// The value of a service criterion, or that there is none.
struct Stated<'v>(&'v Option<String>);

impl Part for Stated<'_> {
    fn put(self, prose: &mut impl Prose) {
        prose.words(self.0.as_deref().unwrap_or("not stated"));
    }
}

/// Says how far apart totals of the same price may be, where the policy has a tolerance.
fn within(policy: &Policy) -> Option<impl Part> {
    stated(policy.price.tolerance).map(|percent| (" within ", percent, " %"))
}

fn stated(tolerance: Tolerance) -> Option<Value<Tolerance>> {
    (tolerance > Tolerance::ZERO).then_some(Value(tolerance))
}

fn difference(more: Money, less: Money) -> Money {
    more.minus(less).expect("totals have at most 25 digits")
}

/// Puts an amount in percent of a whole into brackets; `None` where the whole is 0.
pub(crate) fn percent(amount: Money, whole: Money) -> Option<impl Part> {
    amount.percent_of(whole).map(|percent| (" (", Value(percent), " %)"))
}
