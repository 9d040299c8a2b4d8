//! How totals are made, step by step, as sums that anybody can add up again.

use crate::policy::{CostKind, Policy};
use crate::report::amount::GroupedNumber;
use crate::report::model::Text;
use crate::report::prose::{Code, Name, Prose, Value};
use crate::rule::offer::cost::{CostStep, StepKind};
use crate::value::currency::Currency;
use crate::value::money::{Decimal, Quantity, UnitPrice};

pub(crate) const TITLE: &str = "Total";

/// What the steps of a quote start from and are held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis<'r> {
    pub(crate) vendor: &'r str,
    pub(crate) price: UnitPrice,
    /// The quote's own currency and unit, where they are stated.
    pub(crate) currency: Currency,
    pub(crate) unit: Option<&'r str>,
    pub(crate) quantity: Quantity,
}

/// Says how the total of a quote is made.
pub(crate) fn steps(policy: &Policy, of: Basis<'_>, steps: &[CostStep]) -> Text {
    let mut text = Text::default();
    text.say((Name(of.vendor), ": "));
    for (place, step) in steps.iter().enumerate() {
        text.words(if place == 0 { "" } else { "; " });
        let cost = step.cost.map(|place| &policy.costs[place]);
        let column = cost.map(|cost| Code(&cost.column));
        let value = number(step.value);
        let units = || steps.first().map(|goods| (number(goods.value), " × "));
        match step.kind {
            StepKind::Goods => {
                let unit = of.unit.map(|unit| (" ", Name(unit)));
                text.say((value, unit, " × ", number(of.price.decimal()), " ", Value(of.currency)));
            }
            StepKind::Discount => text.say(("less ", value, " % discount")),
            StepKind::PercentOff => text.say(("less ", value, " % ", column)),
            StepKind::PercentOn => text.say(("plus ", value, " % ", column)),
            StepKind::Freight => text.say(("plus ", value, " freight")),
            StepKind::Fee => text.say(("plus ", value, " ", column)),
            StepKind::FeeOff => text.say(("less ", value, " ", column)),
            StepKind::FeePerUnit => text.say(("plus ", units(), value, " ", column)),
            StepKind::TaxAdded => text.say(("plus ", value, " % tax")),
            StepKind::TaxTakenOut => text.say(("without the ", value, " % of tax in it")),
            StepKind::Rate => {
                let (date, source) = (policy.price.rates_date, policy.price.rates_source.as_deref());
                text.say(("at ", value, " for 1 ", Value(of.currency)));
                text.say((date.map(|date| (" on ", Value(date))), source.map(|source| (", ", Name(source)))));
            }
            StepKind::Running => {
                text.say(("plus ", number(of.quantity.decimal()), " × ", value, " ", column));
                if let Some(CostKind::Running { times, years }) = cost.map(|cost| cost.kind) {
                    text.say((" × ", number(times), " × ", number(years), " years"));
                }
            }
            StepKind::Rounding => text.words("rounded"),
        }
        text.words(if step.kind == StepKind::Rounding { ": " } else { " = " });
        text.say(Value(GroupedNumber(&step.sum.to_string())));
    }
    text.words(".");
    text
}

fn number(number: Decimal) -> Value<String> {
    Value(GroupedNumber(&number.to_string()).to_string())
}
