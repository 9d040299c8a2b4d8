//! The parts of a recommendation that the rest of it follows from.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::policy::{Policy, Requirement, Scheme};
use crate::read::{CRITERIA, Input, Key, Tally, ToldItem, ToldQuote, ToldService};
use crate::rule::quote::Quality;
use crate::rule::request::Request;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity, UnitPrice};
use crate::value::source::{Digest, RowRef};
use crate::value::untrusted::{Untrusted, shown};

/// Why a file is no recommendation that this version can compute again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{text}", .place.is_empty().then(String::new).unwrap_or_else(|| format!("{place}: ")))]
pub struct DocumentFault {
    /// The part of the file; empty for the whole.
    pub place: String,
    /// What is wrong with it.
    pub text: String,
}

/// Everything but the items.
#[derive(Debug, Deserialize)]
pub(super) struct HeadPart {
    pub(super) as_of: Date,
    pub(super) format: String,
    pub(super) inputs: Vec<InputPart>,
    pub(super) items: Vec<Value>,
    pub(super) policy: Value,
}

/// An input.
#[derive(Debug, Deserialize)]
pub(super) struct InputPart {
    pub(super) bytes: usize,
    pub(super) decimal_mark: Option<String>,
    pub(super) delimiter: Option<String>,
    pub(super) encoding: Option<String>,
    pub(super) name: Untrusted,
    pub(super) role: String,
    pub(super) rows: Option<u32>,
    pub(super) sha256: Digest,
}

/// An item: its request and its quotes.
#[derive(Debug, Deserialize)]
pub(super) struct ItemPart {
    budget: Option<Money>,
    category: Option<Untrusted>,
    pub(super) currency: Currency,
    department: Option<Untrusted>,
    item: Untrusted,
    last_price: Option<UnitPrice>,
    lot: Option<Untrusted>,
    needed_by: Option<Date>,
    period: Option<Untrusted>,
    quantity: Quantity,
    quotes: Vec<QuotePart>,
    pub(super) request: Option<Untrusted>,
    required_quality: Option<String>,
    unit: Option<Untrusted>,
}

#[derive(Debug, Deserialize)]
struct QuotePart {
    #[serde(default)]
    carried: BTreeMap<String, String>,
    delivery_date: Option<Date>,
    delivery_days: Option<u32>,
    file: Option<Untrusted>,
    line: Option<u32>,
    #[serde(default, with = "crate::value::serde_text::optional_decimal")]
    min_order: Option<Decimal>,
    outcome: String,
    quality: Option<String>,
    reason: Option<ReasonPart>,
    row: Option<u32>,
    service: Vec<Option<String>>,
    unit_price: Option<UnitPrice>,
    valid_until: Option<Date>,
    vendor: Untrusted,
}

#[derive(Debug, Deserialize)]
struct ReasonPart {
    other: Option<OtherPart>,
    step: String,
}

#[derive(Debug, Deserialize)]
struct OtherPart {
    file: Option<Untrusted>,
    row: Option<u32>,
}

impl ItemPart {
    /// Returns the counts of deliveries that quotes carry along, by vendor.
    pub(super) fn deliveries(&self) -> impl Iterator<Item = (Key, [Tally; 2])> {
        self.quotes.iter().map(|quote| {
            let tally = |name: &str| quote.carried.get(name).and_then(|text| Tally::parse(text)).unwrap_or_default();
            (Key::vendor(quote.vendor.raw()), CRITERIA.map(tally))
        })
    }

    /// Returns the item in the terms of the core; the error says what it cannot be.
    pub(super) fn told(&self, policy: &Policy, inputs: &[Input]) -> Result<ToldItem, String> {
        let scheme = &policy.quality.scheme;
        if let Some(budget) = self.budget.filter(|budget| !budget.is_of(self.currency)) {
            return Err(format!("the budget {budget} has not the decimals of {}", self.currency));
        }
        let required = self.required_quality.as_ref().map(|text| quality(text, scheme)).transpose()?;
        let request = Request {
            lot: self.lot.clone(),
            item: self.item.clone(),
            number: self.request.clone(),
            quantity: self.quantity,
            unit: self.unit.clone(),
            required: required.map(|quality| match quality {
                Quality::Label(place) => Requirement::Label(place),
                Quality::Score(score) => Requirement::Score(score),
            }),
            budget: self.budget,
            last_price: self.last_price,
            needed_by: self.needed_by,
            department: self.department.clone(),
            category: self.category.clone(),
            period: self.period.clone(),
            row: None,
        };
        let quotes = self
            .quotes
            .iter()
            .enumerate()
            .map(|(at, quote)| quote.told(scheme, inputs).map_err(|text| format!("quotes[{at}]: {text}")));
        Ok(ToldItem { request, quotes: quotes.collect::<Result<_, _>>()? })
    }
}

impl QuotePart {
    fn told(&self, scheme: &Scheme, inputs: &[Input]) -> Result<ToldQuote, String> {
        let place = |file: Option<&Untrusted>, row: Option<u32>, line: u32| {
            let file = inputs.iter().position(|input| Some(&input.name) == file);
            let file = file.and_then(|file| u32::try_from(file).ok()).ok_or("its file is not among the inputs")?;
            row.map(|row| RowRef { file, row, line }).ok_or("it names no row")
        };
        let service = |text: &Option<String>| {
            let Some(text) = text else { return Ok(None) };
            let number =
                |text: &str| crate::value::decimal::parse(text).ok().filter(|value| value.to_string() == *text);
            let value = Date::parse(text).map(ToldService::Date).or_else(|| number(text).map(ToldService::Number));
            value.map(Some).ok_or_else(|| format!("`{}` is no value of a service criterion", shown(text)))
        };
        // The line of another quote is not told; its own row says it, and file and row are enough to find it.
        let repeats = match &self.reason {
            Some(ReasonPart { other: Some(other), step }) if self.outcome == "superseded" && step == "duplicate" => {
                Some((other.file.as_ref(), other.row))
            }
            _ => None,
        };
        Ok(ToldQuote {
            vendor: self.vendor.clone(),
            at: place(self.file.as_ref(), self.row, self.line.unwrap_or(0))?,
            unit_price: self.unit_price,
            quality: self.quality.as_ref().map(|text| quality(text, scheme)).transpose()?,
            min_order: self.min_order,
            valid_until: self.valid_until,
            delivery_date: self.delivery_date,
            delivery_days: self.delivery_days.filter(|days| *days < u32::MAX),
            service: self.service.iter().map(service).collect::<Result<_, String>>()?,
            repeats: repeats.map(|(file, row)| place(file, row, 0)).transpose()?,
        })
    }
}

fn quality(text: &str, scheme: &Scheme) -> Result<Quality, String> {
    let read = match scheme {
        Scheme::Scale(labels) => labels.iter().position(|label| label == text).map(Quality::Label),
        Scheme::Bands(_) | Scheme::Scores => {
            crate::value::decimal::parse(text).ok().filter(|score| score.to_string() == text).map(Quality::Score)
        }
    };
    read.ok_or_else(|| format!("`{}` is no quality by the policy", shown(text)))
}
