//! Which offers of a recommendation are to be awarded: what is recommended, and what a person chooses.

use std::collections::BTreeSet;

use crate::report::wording::en::reasons;
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::QuoteId;
use crate::rule::decision::{Decision, DecisionKind, Fate, Outcome};
use crate::rule::offer::gate::Rejection;
use crate::rule::recommendation::Recommendation;
use crate::value::name::Key;
use crate::value::untrusted::{UntrustedStr, shown};

use super::error::Refusal;

/// A vendor chosen for an item.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What was written.
    text: String,
    /// Item and vendor, for each `=`: names may have one themselves, so that the recommendation tells which it is.
    readings: Vec<(String, String)>,
}

impl Choice {
    /// Reads `ITEM=VENDOR`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let halves = text.match_indices('=').filter_map(|(at, _)| {
            let (item, vendor) = (text.get(..at)?.trim(), text.get(at.saturating_add(1)..)?.trim());
            (!item.is_empty() && !vendor.is_empty()).then(|| (item.to_owned(), vendor.to_owned()))
        });
        let readings: Vec<(String, String)> = halves.collect();
        if readings.is_empty() {
            return Err("expected ITEM=VENDOR, like `bookshelf=Lantern Lane`".to_owned());
        }
        Ok(Self { text: text.to_owned(), readings })
    }

    /// Returns the vendor that is chosen for an item, where it is chosen for that one.
    fn vendor_for(&self, request: &Request<'_>) -> Option<&str> {
        let reading = self.readings.iter().find(|(item, _)| is_called(request, item));
        reading.map(|(_, vendor)| vendor.as_str())
    }
}

/// What is picked for an item.
pub(crate) enum Picked {
    /// The offer of a quote.
    Offer {
        /// What the rule decides of its item.
        decision: Decision,
        /// The quote.
        quote: QuoteId,
        /// The item's name, as it is called among the others.
        name: String,
    },
    /// Nobody can be awarded, and nobody was asked for.
    Nobody(String),
    /// What was asked for cannot be awarded.
    Refused(Refusal),
}

/// What a person asks for, and what of it was found.
pub(crate) struct Picks<'a> {
    items: &'a [String],
    choices: &'a [Choice],
    despite_gate: bool,
    found: BTreeSet<&'a str>,
    /// Whether some recommendation has items of several requests.
    has_requests: bool,
    /// The first items, for whoever asks for one that is not there.
    named: Vec<String>,
}

/// How many items are named to whoever asks for one that is not there.
pub(crate) const NAMED: usize = 12;

impl<'a> Picks<'a> {
    pub(crate) fn of(items: &'a [String], choices: &'a [Choice], despite_gate: bool) -> Self {
        Self { items, choices, despite_gate, found: BTreeSet::new(), has_requests: false, named: Vec::new() }
    }

    /// Picks the offers of a recommendation that are to be awarded.
    pub(crate) fn pick(&mut self, recommendation: &Recommendation) -> Vec<Picked> {
        let requests: Vec<Request<'_>> =
            recommendation.dataset().items().map(|item| recommendation.request(item)).collect();
        // A vendor is chosen for one item: the same item in another lot is another purchase.
        let is_meant =
            |choice: &&Choice| requests.iter().filter(|request| choice.vendor_for(request).is_some()).count();
        let has_requests = recommendation.dataset().has_several_requests();
        self.has_requests |= has_requests;
        let which = |vendor: &str| {
            if has_requests {
                format!("name the request as well: `REQUEST / ITEM{vendor}` or `REQUEST / LOT / ITEM{vendor}`")
            } else {
                format!("name the lot as well: `LOT / ITEM{vendor}`")
            }
        };
        let unclear = self.choices.iter().filter(|choice| is_meant(choice) > 1).map(|choice| {
            Picked::Refused(Refusal {
                text: format!("`{}` could mean several items", shown(&choice.text)),
                hint: Some(which("=VENDOR")),
            })
        });
        let mut picked: Vec<Picked> = unclear.collect();
        // An item's name takes it in all lots of a request, and does not reach into other requests.
        for name in self.items.iter().filter(|_| has_requests) {
            let called = requests.iter().filter(|request| is_called(request, name));
            let numbers: BTreeSet<Option<&str>> = called.map(|request| request.number.map(UntrustedStr::raw)).collect();
            if numbers.len() > 1 {
                let text = format!("`{}` could mean items of {} requests", shown(name), numbers.len());
                picked.push(Picked::Refused(Refusal { text, hint: Some(which("")) }));
            }
        }
        let items = recommendation.dataset().items().zip(&requests);
        picked.extend(items.filter_map(|(item, request)| {
            let named = Named { request, name: called(request, has_requests) };
            self.of_item(recommendation, recommendation.decide(item), &named)
        }));
        picked
    }

    fn of_item(
        &mut self,
        recommendation: &Recommendation,
        decision: Decision,
        Named { request, name }: &Named<'_>,
    ) -> Option<Picked> {
        let choices: Vec<(&Choice, &str)> =
            self.choices.iter().filter_map(|choice| Some((choice, choice.vendor_for(request)?))).collect();
        let choice = choices.first().copied();
        let asked = self.items.iter().find(|name| is_called(request, name));
        self.found.extend(choices.iter().map(|(choice, _)| choice.text.as_str()));
        self.found.extend(asked.map(String::as_str));
        if self.named.len() < NAMED {
            self.named.push(name.clone());
        }
        if asked.is_none() && !self.items.is_empty() {
            return choice.map(|_| {
                Picked::Refused(Refusal {
                    text: format!("{name}: a vendor is chosen for it, and `--item` does not name it"),
                    hint: Some("name it with `--item` as well, or leave `--item` out".to_owned()),
                })
            });
        }
        let refuse = |text: String, hint: &str| {
            Some(Picked::Refused(Refusal { text: format!("{name}: {text}"), hint: Some(hint.to_owned()) }))
        };
        if choices.iter().any(|(_, vendor)| Some(Key::vendor(vendor)) != choice.map(|(_, first)| Key::vendor(first))) {
            return refuse("several vendors are chosen for it".to_owned(), "choose one of them");
        }
        if let Some((_, vendor)) = choice {
            return Some(match self.chosen(recommendation, &decision, vendor) {
                Ok(quote) => Picked::Offer { decision, quote, name: name.clone() },
                Err(refusal) => {
                    Picked::Refused(Refusal { text: format!("{name}: {}", refusal.text), hint: refusal.hint })
                }
            });
        }
        match decision.kind {
            DecisionKind::Recommended(quote) => Some(Picked::Offer { decision, quote, name: name.clone() }),
            DecisionKind::TradeOff | DecisionKind::Tie => {
                let names: Vec<String> =
                    decision.candidates.iter().map(|quote| recommendation.vendor(*quote).shown().to_string()).collect();
                refuse(
                    format!("was referred to a person: {}", names.join(" or ")),
                    "choose with `--choose ITEM=VENDOR --reason TEXT`, or award the others with `--item`",
                )
            }
            DecisionKind::None if asked.is_some() => refuse(
                "there is no admitted offer".to_owned(),
                "`--choose ITEM=VENDOR --despite-gate` takes a rejected one",
            ),
            DecisionKind::None => Some(Picked::Nobody(name.clone())),
        }
    }

    /// Finds the offer that a person chose.
    fn chosen(&self, recommendation: &Recommendation, decision: &Decision, vendor: &str) -> Result<QuoteId, Refusal> {
        let outcomes = &decision.outcomes;
        let row = |outcome: &Outcome| recommendation.dataset().place(outcome.quote).1.row();
        let offers_of = |name: &str, at: Option<u32>| -> Vec<&Outcome> {
            let is_there = |outcome: &&Outcome| {
                Key::vendor(recommendation.vendor(outcome.quote).raw()) == Key::vendor(name)
                    && at.is_none_or(|at| row(outcome) == at)
                    && !matches!(outcome.fate, Fate::Superseded(_))
            };
            outcomes.iter().filter(is_there).collect()
        };
        let mut offers = offers_of(vendor, None);
        if offers.is_empty()
            && let Some((name, at)) = vendor.rsplit_once('#')
            && let Ok(at) = at.parse()
        {
            offers = offers_of(name.trim(), Some(at));
        }
        let outcome = match offers.as_slice() {
            [only] => *only,
            [] => {
                let names: BTreeSet<String> =
                    outcomes.iter().map(|outcome| recommendation.vendor(outcome.quote).shown().to_string()).collect();
                let names: Vec<String> = names.into_iter().collect();
                return Err(Refusal {
                    text: format!("`{}` does not quote for it", shown(vendor)),
                    hint: Some(format!("the vendors are {}", names.join(", "))),
                });
            }
            several => {
                let rows: Vec<String> = several.iter().map(|outcome| row(outcome).to_string()).collect();
                return Err(Refusal {
                    text: format!("`{}` has several offers, in the rows {}", shown(vendor), rows.join(", ")),
                    hint: Some(format!("name the row: `{}#{}`", shown(vendor), rows.first().map_or("1", |row| row))),
                });
            }
        };
        if let Fate::Rejected(Rejection::IncompleteLot { .. }) = outcome.fate {
            let mut why = String::new();
            reasons::why(&mut why, recommendation, &recommendation.reason(decision, outcome));
            return Err(Refusal {
                text: format!("`{}` does not offer the whole lot: {why}", shown(vendor)),
                hint: Some("compare with `--award-by item` to award its items one by one".to_owned()),
            });
        }
        if outcome.fate == Fate::Rejected(Rejection::Estimate) {
            return Err(Refusal {
                text: format!("`{}` is the buyer's own estimate: there is nobody to award", shown(vendor)),
                hint: None,
            });
        }
        if matches!(outcome.fate, Fate::Rejected(_)) && !self.despite_gate {
            let mut why = String::new();
            reasons::why(&mut why, recommendation, &recommendation.reason(decision, outcome));
            return Err(Refusal {
                text: format!("`{}` was rejected: {why}", shown(vendor)),
                hint: Some("`--despite-gate --reason TEXT` takes it all the same".to_owned()),
            });
        }
        if outcome.total.is_none() {
            return Err(Refusal {
                text: format!("`{}` names no price, so that there is nothing to award", shown(vendor)),
                hint: None,
            });
        }
        Ok(outcome.quote)
    }

    /// Returns what was asked for and found in no recommendation.
    pub(crate) fn unknown(&self) -> Vec<Refusal> {
        let unknown = |name: &&str| !self.found.contains(*name);
        let items = self.items.iter().map(String::as_str).filter(unknown);
        let items = items.map(|name| format!("there is no item `{}`", shown(name)));
        let choices = self.choices.iter().map(|choice| choice.text.as_str()).filter(unknown);
        let choices = choices.map(|text| format!("`{}` names no item", shown(text)));
        let more = if self.named.len() < NAMED { "" } else { ", ..." };
        let as_well = if self.has_requests {
            "`REQUEST / ITEM` and `REQUEST / LOT / ITEM` work as well"
        } else {
            "with lots, `LOT / ITEM` works as well"
        };
        let hint = format!("the items are {}{more}; {as_well}", self.named.join(", "));
        items.chain(choices).map(|text| Refusal { text, hint: Some(hint.clone()) }).collect()
    }
}

/// An item with the name by which people know it.
struct Named<'r> {
    request: &'r Request<'r>,
    name: String,
}

/// Says whether an item is called so, by its name, with its request, its lot or both in front; a lot by its own name.
pub(crate) fn is_called(request: &Request<'_>, name: &str) -> bool {
    let wanted = Key::item(name);
    let is_it = |name: &str| Key::item(name) == wanted;
    let in_front = |front: Option<UntrustedStr<'_>>, name: &str| front.map(|front| format!("{} / {name}", front.raw()));
    let in_request = |name: &str| in_front(request.number, name).is_some_and(|name| is_it(&name));
    if let Some(lot) = request.lot.filter(|_| request.is_lot()) {
        return is_it(lot.raw()) || in_request(lot.raw());
    }
    let item = request.item.raw();
    let in_lot = in_front(request.lot, item);
    is_it(item) || in_request(item) || in_lot.is_some_and(|name| is_it(&name) || in_request(&name))
}

/// Names an item, with its lot where it has one, or a lot; with its request where there are several.
pub(crate) fn called(request: &Request<'_>, has_requests: bool) -> String {
    let in_front = |front: Option<UntrustedStr<'_>>| front.map(|front| format!("{} / ", front.shown()));
    let number = in_front(request.number.filter(|_| has_requests)).unwrap_or_default();
    if let Some(lot) = request.lot.filter(|_| request.is_lot()) {
        return format!("{number}{}", lot.shown());
    }
    let lot = in_front(request.lot).unwrap_or_default();
    format!("{number}{lot}{}", request.item.shown())
}
