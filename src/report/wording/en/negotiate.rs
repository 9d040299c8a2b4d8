//! The words of a negotiation: what each offer must reach, what it lacks, and the letter to its vendor.

use super::reasons::{Grade, rejected};
use crate::report::model::Text;
use crate::report::prose::{Code, Name, Part, Prose, Value};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::decision::{DecisionKind, Fate};
use crate::rule::negotiate::{Above, Lack, Unpriced};
use crate::rule::offer::gate::Rejection;
use crate::rule::recommendation::Recommendation;
use crate::summary::Definition;
use crate::value::currency::Currency;
use crate::value::date::Date;

pub(crate) const TITLE: &str = "What each offer must reach";
pub(crate) const SHEET: &str = "Negotiation";

/// What stands above the columns, where it is not their key.
pub(crate) const LABELS: [(&str, &str); 2] = [("chosen_up_to", "chosen up to"), ("percent", "%")];

pub(crate) const DEFINITIONS: [Definition; 4] = [
    Definition {
        word: "chosen_up_to",
        meaning: "the highest total at which the rule recommends the offer while all others stay as they are; where nobody \
                  states a quantity, the highest evaluated unit price",
    },
    Definition { word: "change", meaning: "chosen_up_to - total: by how much the offer must fall, or may rise" },
    Definition {
        word: "unit_price_up_to",
        meaning: "the highest unit price, as the vendor writes it, whose total is not above chosen_up_to",
    },
    Definition { word: "percent", meaning: "change in percent of the total" },
];

pub(crate) const fn outcome(fate: Fate) -> &'static str {
    super::recommendation::outcome(fate)
}

/// Says what is decided above the highest total of the recommended offer.
pub(crate) fn above(recommendation: &Recommendation, above: &Above) -> Text {
    let mut text = Text::default();
    text.words(if above.is_ceiling { "above that, the ceiling rejects it: " } else { "above that, " });
    let name = |quote: &QuoteId| Name(recommendation.vendor(*quote).raw());
    match above.then.kind {
        DecisionKind::Recommended(quote) => text.say((name(&quote), " is chosen")),
        DecisionKind::Tie | DecisionKind::TradeOff => {
            text.words("a person decides between ");
            for (place, quote) in above.then.candidates.iter().enumerate() {
                text.say((if place == 0 { "" } else { " and " }, name(quote)));
            }
        }
        DecisionKind::None => text.words("nobody is left"),
    }
    text
}

pub(crate) const AT_ANY_PRICE: &str = "at any price: there is no other offer that it could lose to";

/// Says that there is no offer to negotiate.
pub(crate) fn nobody(request: &Request<'_>) -> Text {
    let mut text = super::recommendation::item(request, request.number.is_some(), None);
    text.words(": nobody quoted.");
    text
}

/// Says why no unit price reaches the total.
pub(crate) fn unpriced(why: Unpriced) -> Text {
    match why {
        Unpriced::CostsAlone(costs) => text(("what comes on top of its price is ", costs, " alone")),
        Unpriced::OnlyZero => "no price above 0 reaches it".into(),
    }
}

/// Says what an offer lacks, whatever it costs.
pub(crate) fn lacks(recommendation: &Recommendation, quote: QuoteId, lack: Lack) -> Text {
    let mut text = Text::default();
    let vendor = |quote: QuoteId| Name(recommendation.vendor(quote).raw());
    let grade = |quote: QuoteId| recommendation.grade_name(quote);
    match lack {
        Lack::Gate(rejection) => rejected(&mut text, recommendation, quote, rejection),
        Lack::Grade(to) => {
            text.say((Grade(&grade(quote)), "; price alone does not make up for ", Grade(&grade(to))));
            text.say((" of ", vendor(to)));
        }
        Lack::Service(to, criterion) => {
            let stated = |quote| {
                let value = recommendation.dataset().quotes.criterion_text(criterion, quote);
                Value(value.unwrap_or_else(|| "not stated".to_owned()))
            };
            let column = Code(&recommendation.policy().service[criterion].column);
            text.say((column, " is ", stated(quote), "; ", vendor(to), " has ", stated(to)));
            text.words(" and costs nothing");
        }
        Lack::Equal(to) => text.say((vendor(to), " is its equal and costs nothing")),
    }
    text
}

/// Names a price with its currency, and with the unit that it is for, where these are not the item's own.
pub(crate) fn priced(price: &str, currency: Option<Currency>, unit: Option<&str>) -> Text {
    text((Value(price), currency.map(|currency| (" ", Value(currency))), unit.map(|unit| (" / ", Name(unit)))))
}

pub(crate) const LETTER: &str = "Request for a better offer";

/// The parts of a letter.
pub(crate) const LETTER_OFFER: &str = "Your offer";
pub(crate) const LETTER_ASKS: &str = "What we ask for";
pub(crate) const LETTER_ANSWER: &str = "Your answer";
pub(crate) const LETTER_CLOSING: [&str; 2] = [
    "Please send us a complete offer: the price and what it includes, delivery, and how long the offer is valid.",
    "With kind regards",
];

/// What stands above the columns of a letter.
pub(crate) const LETTER_LABELS: [(&str, &str); 3] =
    [("unit_price", "your unit price"), ("total", "your total"), ("unit_price_up_to", "unit price needed")];

/// Says to whom a letter goes, of what day it is, and what it is about.
pub(crate) fn letter_heading(vendor: &str, day: Date) -> Vec<Text> {
    vec![
        text(("To: ", Name(vendor))),
        text(("Date: ", Value(day))),
        text(("Subject: ", LETTER)),
        "Dear Sir or Madam,".into(),
        "Thank you for your offer. We have compared it with others and would be glad to have a better one from you."
            .into(),
    ]
}

/// Says in which currency totals are compared.
pub(crate) fn letter_currency(currency: Currency) -> Text {
    format!("Totals are in {currency} for the whole quantity, with all that comes on top of the price.").into()
}

/// What a letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// A better price than that of an offer that lost.
    Price,
    /// A better price than that of an offer on which a person has yet to decide.
    Undecided,
    /// Lower costs on top of the price.
    Costs,
    /// Something that price does not make up for.
    Lack(Lack),
    /// When it would be delivered.
    Delivery(Date),
}

/// Asks a vendor for a better offer, without a word on the others' names and prices; `target` is the price that would be
/// chosen, where it is to be named.
pub(crate) fn ask(
    recommendation: &Recommendation,
    item: &str,
    quote: QuoteId,
    ask: Ask,
    target: Option<&Text>,
) -> Text {
    let mut text = text((Name(item), ": "));
    match ask {
        Ask::Price => text.words("your offer is not the best that we have. Please offer a better price"),
        Ask::Undecided => {
            text.words(
                "your offer is among the best that we have, and none is chosen yet. Please offer a better price",
            );
        }
        Ask::Costs => {
            text.words(
                "what comes on top of your price is too much, whatever the price. Please offer lower freight and fees",
            );
        }
        Ask::Lack(Lack::Grade(_)) => {
            text.say(("you offer ", Grade(&recommendation.grade_name(quote)), ", and others a better one. "));
            text.words("Please offer a better quality; price alone does not make up for it");
        }
        Ask::Lack(Lack::Service(_, criterion)) => {
            text.say(("others offer a better ", Code(&recommendation.policy().service[criterion].column)));
            text.words(". Please improve on yours");
        }
        Ask::Lack(Lack::Equal(_)) => text.words("your offer is not the best that we have"),
        Ask::Lack(Lack::Gate(rejection)) => ask_to_mend(&mut text, recommendation, quote, rejection),
        Ask::Delivery(needed_by) => {
            text.say(("please state the delivery; we need it by ", Value(needed_by)));
        }
    }
    if let Some(target) = target {
        text.words(": at most ");
        text.append(target.clone());
    }
    text.words(".");
    text
}

/// Asks for what a gate misses. What the line may cost at most is the buyer's own matter.
fn ask_to_mend(text: &mut Text, recommendation: &Recommendation, quote: QuoteId, rejection: Rejection) {
    let scheme = &recommendation.policy().quality.scheme;
    match rejection {
        Rejection::AboveCeiling { .. } => {
            text.words("your offer costs more than we may pay. Please offer a better price");
        }
        Rejection::NoPrice | Rejection::ZeroPrice => text.words("your offer names no price. Please name one"),
        Rejection::NoRate { .. } => {
            text.say(("please offer in ", Value(recommendation.dataset().currency())));
        }
        Rejection::NoTaxRate { .. } => text.words("please state the tax rate"),
        Rejection::Expired { valid_until, .. } => {
            text.say(("your offer ran out on ", Value(valid_until), ". Please renew it"));
        }
        Rejection::TooLate { needed_by, .. } => {
            text.say(("we need it by ", Value(needed_by), ". Please offer an earlier delivery"));
        }
        Rejection::MinOrder { least, quantity } => {
            text.say(("we want ", Value(quantity), ", and you sell ", Value(least), " at least. "));
            text.words("Please offer what we want");
        }
        Rejection::NoQuality { required } | Rejection::BelowRequiredQuality { required, .. } => {
            text.say(("we need quality ", Name(&required.text(scheme)), " or better. Please offer that"));
        }
        Rejection::Estimate
        | Rejection::NegativeTotal
        | Rejection::NotExact
        | Rejection::OtherUnit
        | Rejection::PackContradicts
        | Rejection::IncompleteLot { .. }
        | Rejection::Gate { .. } => {
            text.words("we could not take your offer: ");
            rejected(text, recommendation, quote, rejection);
        }
    }
}

fn text(parts: impl Part) -> Text {
    let mut text = Text::default();
    text.say(parts);
    text
}
