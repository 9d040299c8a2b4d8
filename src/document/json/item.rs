//! An item of a recommendation: its request, its decision, what became of its quotes.

use serde::ser::{Serialize, Serializer};

use super::head::NoteJson;
use super::quote::{QuoteJson, QuoteRef, quote_ref};
use super::{Sorted, Text, text};
use crate::rule::recommend::{DecisionKind, Outcome, Recommendation, StepUp};
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// All items.
pub(super) struct Items<'r, 'a>(pub(super) &'r Recommendation<'a>);

impl Serialize for Items<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let recommendation = self.0;
        // One item at a time: a million quotes are never held as JSON values.
        serializer.collect_seq((0..recommendation.decisions().len()).map(|item| ItemJson { recommendation, item }))
    }
}

#[derive(serde::Serialize)]
struct Award<'r> {
    total: Option<Text<Money>>,
    unit_price: Option<Text<crate::value::money::UnitPrice>>,
    vendor: &'r Untrusted,
}

#[derive(serde::Serialize)]
struct WithdrawalJson<'r> {
    candidates: Vec<&'r Untrusted>,
    decision: &'static str,
    vendor: Option<&'r Untrusted>,
}

#[derive(serde::Serialize)]
struct SavingsJson {
    budget: Option<Text<Money>>,
    first_offer: Option<Text<Money>>,
    highest: Option<Text<Money>>,
    last_price: Option<Text<Money>>,
    median: Option<Text<Money>>,
}

#[derive(serde::Serialize)]
struct StepUpJson<'r> {
    amount: Text<Money>,
    from_grade: Option<String>,
    from_vendor: &'r Untrusted,
    percent: Option<Text<crate::value::money::Decimal>>,
    to_grade: Option<String>,
    to_vendor: &'r Untrusted,
}

#[derive(serde::Serialize)]
struct WindowJson<'r> {
    set_by: QuoteRef<'r>,
    up_to: Text<Money>,
}

/// One item, by its number.
pub(super) struct ItemJson<'r, 'a> {
    pub(super) recommendation: &'r Recommendation<'a>,
    pub(super) item: usize,
}

impl Serialize for ItemJson<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// An item's keys, in order.
        #[derive(serde::Serialize)]
        struct Whole<'r, Q: Serialize> {
            award: Option<Award<'r>>,
            budget: Option<Text<Money>>,
            candidates: Vec<&'r Untrusted>,
            carried: Sorted,
            category: Option<&'r Untrusted>,
            currency: &'r str,
            decided_by: Option<&'static str>,
            decision: &'static str,
            department: Option<&'r Untrusted>,
            if_withdrawn: Option<WithdrawalJson<'r>>,
            item: &'r Untrusted,
            last_price: Option<Text<crate::value::money::UnitPrice>>,
            lot: Option<&'r Untrusted>,
            needed_by: Option<Text<crate::value::date::Date>>,
            notes: Vec<NoteJson<'r>>,
            period: Option<&'r Untrusted>,
            quantity: Text<crate::value::money::Quantity>,
            quotes: Q,
            refer_because: Option<&'static str>,
            request: Option<&'r Untrusted>,
            required_quality: Option<String>,
            savings: SavingsJson,
            step_ups: Vec<StepUpJson<'r>>,
            unit: Option<&'r Untrusted>,
            window: Option<WindowJson<'r>>,
        }
        let Self { recommendation, item } = *self;
        let book = recommendation.book();
        let currency = book.currency();
        let (Some(request), Some(decision)) = (book.requests().get(item), recommendation.decisions().get(item)) else {
            return serializer.serialize_none();
        };
        let chosen = |kind: DecisionKind| match kind {
            DecisionKind::Recommended(quote) => Some(quote),
            DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
        };
        let names = |quotes: &[u32]| {
            let mut names: Vec<&Untrusted> = quotes.iter().map(|quote| recommendation.vendor(*quote)).collect();
            names.sort();
            names
        };
        let savings = recommendation.savings(item);
        let whole = Whole {
            award: chosen(decision.kind).map(|quote| Award {
                total: text(recommendation.total(item, quote)),
                unit_price: text(book.quote(quote).and_then(crate::rule::quote::Quote::unit_price)),
                vendor: recommendation.vendor(quote),
            }),
            budget: text(request.budget),
            candidates: names(&decision.candidates),
            carried: Sorted(book.carried_by_request(request)),
            category: request.category.as_ref(),
            currency: currency.code(),
            decided_by: decision.decided_by.map(crate::rule::rank::Step::name),
            decision: decision.kind.name(),
            department: request.department.as_ref(),
            if_withdrawn: decision.if_withdrawn.as_ref().map(|withdrawal| WithdrawalJson {
                candidates: names(&withdrawal.candidates),
                decision: withdrawal.kind.name(),
                vendor: chosen(withdrawal.kind).map(|quote| recommendation.vendor(quote)),
            }),
            item: &request.item,
            last_price: text(request.last_price),
            lot: request.lot.as_ref(),
            needed_by: text(request.needed_by),
            notes: decision.notes.iter().map(NoteJson::of).collect(),
            period: request.period.as_ref(),
            quantity: Text(request.quantity),
            quotes: Seq(&decision.outcomes, |outcome: &Outcome| QuoteJson::of(recommendation, item, outcome)),
            refer_because: decision.kind.refer_because(),
            request: request.number.as_ref(),
            required_quality: request.required.map(|required| required.text(&recommendation.policy().quality.scheme)),
            savings: SavingsJson {
                budget: text(savings.budget),
                first_offer: text(savings.first_offer),
                highest: text(savings.highest),
                last_price: text(savings.last_price),
                median: text(savings.median),
            },
            step_ups: recommendation.step_ups(item).into_iter().map(|step| step_up(recommendation, step)).collect(),
            unit: request.unit.as_ref(),
            window: decision.window.map(|window| WindowJson {
                set_by: quote_ref(recommendation, window.set_by),
                up_to: Text(window.up_to),
            }),
        };
        whole.serialize(serializer)
    }
}

/// A list whose elements are made one at a time.
struct Seq<'r, T, F>(&'r [T], F);

impl<'r, T, U: Serialize, F: Fn(&'r T) -> U> Serialize for Seq<'r, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

fn step_up<'r>(recommendation: &'r Recommendation<'_>, step: StepUp) -> StepUpJson<'r> {
    StepUpJson {
        amount: Text(step.amount),
        from_grade: recommendation.grade(step.from),
        from_vendor: recommendation.vendor(step.from),
        percent: text(step.percent),
        to_grade: recommendation.grade(step.to),
        to_vendor: recommendation.vendor(step.to),
    }
}
