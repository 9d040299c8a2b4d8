//! A quote of an item: what it says, its places, its outcome and the reason for it.

use super::{Sorted, Text, text};
use crate::report::wording::reasons;
use crate::rule::recommend::{Outcome, Reason, Recommendation};
use crate::value::money::Money;
use crate::value::untrusted::Untrusted;

/// A quote by its vendor and place.
#[derive(serde::Serialize)]
pub(super) struct QuoteRef<'r> {
    file: Option<&'r Untrusted>,
    row: Option<u32>,
    vendor: &'r Untrusted,
}

#[derive(serde::Serialize)]
struct ReasonJson<'r> {
    criterion: Option<&'r str>,
    other: Option<QuoteRef<'r>>,
    other_value: Option<String>,
    own: Option<String>,
    step: &'static str,
}

/// A quote and what became of it.
#[derive(serde::Serialize)]
pub(super) struct QuoteJson<'r> {
    carried: Sorted,
    delivery_date: Option<Text<crate::value::date::Date>>,
    delivery_days: Option<u32>,
    file: Option<&'r Untrusted>,
    grade: Option<String>,
    grade_rank: Option<u32>,
    line: Option<u32>,
    min_order: Option<Text<crate::value::money::Decimal>>,
    outcome: &'static str,
    quality: Option<String>,
    rank: Option<u32>,
    reason: Option<ReasonJson<'r>>,
    row: Option<u32>,
    service: Vec<Option<String>>,
    total: Option<Text<Money>>,
    unit_price: Option<Text<crate::value::money::UnitPrice>>,
    valid_until: Option<Text<crate::value::date::Date>>,
    vendor: &'r Untrusted,
    why: String,
}

impl<'r> QuoteJson<'r> {
    pub(super) fn of(recommendation: &'r Recommendation<'_>, item: usize, outcome: &Outcome) -> Self {
        let book = recommendation.book();
        let scheme = &recommendation.policy().quality.scheme;
        let number = outcome.quote;
        let quote = book.quote(number);
        let place = quote_ref(recommendation, number);
        let reason = recommendation.reason(item, &recommendation.decisions()[item], outcome);
        let mut why = String::new();
        reasons::why(&mut why, recommendation, &reason);
        let criteria = 0..recommendation.policy().service.len();
        Self {
            carried: Sorted(quote.map(|quote| book.carried(quote)).unwrap_or_default()),
            delivery_date: text(quote.and_then(crate::rule::quote::Quote::delivery_date)),
            delivery_days: quote.and_then(crate::rule::quote::Quote::delivery_days),
            file: place.file,
            grade: recommendation.grade(number),
            grade_rank: Some(outcome.grade_rank).filter(|rank| *rank > 0),
            line: quote.map(|quote| quote.row().line),
            min_order: text(quote.and_then(crate::rule::quote::Quote::min_order)),
            outcome: outcome.fate.name(),
            quality: quote
                .and_then(|quote| crate::rule::gate::stated(quote, scheme))
                .map(|quality| quality.text(scheme)),
            rank: Some(outcome.rank).filter(|rank| *rank > 0),
            reason: reason_of(recommendation, &reason),
            row: place.row,
            service: criteria.map(|criterion| book.service_text(number, criterion)).collect(),
            total: text(recommendation.total(item, number)),
            unit_price: text(quote.and_then(crate::rule::quote::Quote::unit_price)),
            valid_until: text(quote.and_then(crate::rule::quote::Quote::valid_until)),
            vendor: place.vendor,
            why,
        }
    }
}

pub(super) fn quote_ref<'r>(recommendation: &'r Recommendation<'_>, number: u32) -> QuoteRef<'r> {
    let quote = recommendation.book().quote(number);
    QuoteRef {
        file: quote.and_then(|quote| recommendation.book().input_of(quote)).map(|input| &input.name),
        row: quote.map(|quote| quote.row().row),
        vendor: recommendation.vendor(number),
    }
}

fn reason_of<'r>(recommendation: &'r Recommendation<'_>, reason: &Reason<'_>) -> Option<ReasonJson<'r>> {
    let policy = recommendation.policy();
    let (own, other_value) = reason.figures(&policy.quality.scheme);
    Some(ReasonJson {
        criterion: reason.criterion().map(|criterion| policy.service[criterion].column.as_str()),
        other: reason.other().map(|other| quote_ref(recommendation, other)),
        other_value,
        own,
        step: reason.step_name()?,
    })
}
