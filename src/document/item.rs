//! The stored recommendation: an item, its decision, and what became of its quotes.

#![expect(
    missing_docs,
    reason = "the contract describes the keys; most are fields of the request, the quote and the decision"
)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::recommendation::{Carried, Code, Note, Text};
use crate::rule::savings::Savings;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity, UnitPrice};

/// An item, with its quotes as `Q`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item<'a, Q = Vec<Quote<'a>>> {
    pub award: Option<Award<'a>>,
    pub budget: Option<Money>,
    /// Vendors, by code point.
    pub candidates: Vec<Text<'a>>,
    pub carried: Carried<'a>,
    pub category: Option<Text<'a>>,
    /// Absent where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    /// `unit-price` where nobody states a quantity; absent where totals are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_by: Option<Code>,
    pub currency: Currency,
    pub decided_by: Option<Code>,
    pub decision: Code,
    pub department: Option<Text<'a>>,
    pub if_withdrawn: Option<Withdrawal<'a>>,
    /// `None` for a lot that is awarded as a whole.
    pub item: Option<Text<'a>>,
    pub last_price: Option<UnitPrice>,
    /// The items of a lot that is awarded as a whole; absent for an item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line<'a>>,
    pub lot: Option<Text<'a>>,
    pub needed_by: Option<Date>,
    pub notes: Vec<Note<'a>>,
    pub period: Option<Text<'a>>,
    pub quantity: Quantity,
    pub quotes: Q,
    pub refer_because: Option<Code>,
    pub request: Option<Text<'a>>,
    pub required_quality: Option<Text<'a>>,
    pub savings: Savings,
    pub step_ups: Vec<StepUp<'a>>,
    pub unit: Option<Text<'a>>,
    pub window: Option<Window<'a>>,
}

impl<Q> Item<'_, Q> {
    /// Returns the item's name, or that of the lot.
    #[must_use]
    pub fn name(&self) -> &str {
        self.item.as_deref().or(self.lot.as_deref()).unwrap_or_default()
    }
}

/// What is asked of an item of a lot that is awarded as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line<'a> {
    pub budget: Option<Money>,
    pub carried: Carried<'a>,
    pub category: Option<Text<'a>>,
    /// Absent where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    pub department: Option<Text<'a>>,
    pub item: Text<'a>,
    pub last_price: Option<UnitPrice>,
    pub needed_by: Option<Date>,
    pub period: Option<Text<'a>>,
    pub quantity: Quantity,
    pub request: Option<Text<'a>>,
    pub required_quality: Option<Text<'a>>,
    pub unit: Option<Text<'a>>,
}

/// The recommended offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award<'a> {
    pub total: Money,
    pub unit_price: UnitPrice,
    pub vendor: Text<'a>,
}

/// What the rule would decide without the recommended offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal<'a> {
    pub candidates: Vec<Text<'a>>,
    pub decision: Code,
    pub vendor: Option<Text<'a>>,
}

/// What a step up in quality costs, between neighbouring grades of a trade-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepUp<'a> {
    pub amount: Text<'a>,
    pub from_grade: Option<Text<'a>>,
    pub from_vendor: Text<'a>,
    pub percent: Option<Text<'a>>,
    pub to_grade: Option<Text<'a>>,
    pub to_vendor: Text<'a>,
}

/// The totals that count as the same price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window<'a> {
    pub set_by: QuoteRef<'a>,
    pub up_to: Text<'a>,
}

/// A quote by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRef<'a> {
    pub file: Text<'a>,
    pub row: u32,
    pub vendor: Text<'a>,
}

/// A quote, its places, its outcome and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote<'a> {
    pub carried: Carried<'a>,
    /// What it states in the columns of the policy's costs; absent where the policy has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Option<Text<'a>>>,
    pub delivery_date: Option<Date>,
    pub delivery_days: Option<u32>,
    pub file: Text<'a>,
    /// What it states in the columns of the policy's gates; absent where the policy has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Option<Text<'a>>>,
    pub grade: Option<Text<'a>>,
    pub grade_rank: Option<u32>,
    /// The item that it is a line for, within an offer for a lot; absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Text<'a>>,
    pub line: u32,
    /// What an offer for a lot is made of: for each item that the vendor quotes the quote that counts, as it stands in the
    /// comparison of that item; absent elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Quote<'a>>,
    #[serde(with = "crate::value::serde_text::optional_decimal")]
    pub min_order: Option<Decimal>,
    /// The vendor's other quotes for the item of a line; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Quote<'a>>,
    pub outcome: Code,
    pub quality: Option<Text<'a>>,
    pub rank: Option<u32>,
    pub reason: Option<Reason<'a>>,
    pub row: u32,
    /// The values of the policy's criteria.
    pub service: Vec<Option<Text<'a>>>,
    /// How the total is made; absent where it is only the unit price times the quantity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step<'a>>,
    /// By column, what else makes the total or says whether the quote counts; absent where nothing does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terms: BTreeMap<Code, Text<'a>>,
    pub total: Option<Money>,
    pub unit_price: Option<UnitPrice>,
    pub valid_until: Option<Date>,
    pub vendor: Text<'a>,
    /// The reason as a sentence in the policy's language.
    pub why: Text<'a>,
}

/// A step from the unit price to the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step<'a> {
    /// The column of the policy's cost that it comes from.
    pub column: Option<Text<'a>>,
    pub step: Code,
    /// The sum after it; of at most 10 decimals where it has no end.
    pub sum: Text<'a>,
    pub value: Text<'a>,
}

/// Why a quote has its outcome, with the figures that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason<'a> {
    /// The service criterion that differs.
    pub criterion: Option<Text<'a>>,
    /// The quote that this one was compared with.
    pub other: Option<QuoteRef<'a>>,
    /// The figure of the other quote, or what a gate demands.
    pub other_value: Option<Text<'a>>,
    /// The figure of this quote.
    pub own: Option<Text<'a>>,
    /// A step of the rule, a gate, or `duplicate`.
    pub step: Code,
}

impl Quote<'_> {
    /// Calls `each` with the quote, its lines and the others of these.
    pub(super) fn for_each<'q>(&'q self, each: &mut impl FnMut(&'q Self)) {
        each(self);
        self.lines.iter().chain(&self.others).for_each(|below| below.for_each(each));
    }

    /// Forgets what is only carried along.
    pub(super) fn forget_carried(&mut self) {
        self.carried = Carried::default();
        self.lines.iter_mut().chain(&mut self.others).for_each(Self::forget_carried);
    }
}
