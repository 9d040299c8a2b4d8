//! The highest unit price of a quote whose total does not exceed an amount.

#![expect(clippy::arithmetic_side_effects, reason = "steps of a search between 0 and the limit of prices")]

use crate::policy::ZeroPrice;
use crate::rule::decision::Outcome;
use crate::rule::offer::cost::Costing;
use crate::value::column::Column;
use crate::value::decimal::{DECIMAL_DIGITS, END, from_millionths};
use crate::value::money::{Decimal, Money};

/// The highest unit price, as the vendor writes it, with which an offer is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitTarget {
    /// The price, with as many decimals as the offer's own and its currency's have, or more where it takes them.
    pub price: Decimal,
    /// What the offer then comes to.
    pub total: Money,
}

/// Why no unit price reaches a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpriced {
    /// What comes on top of the goods alone is this much.
    CostsAlone(Money),
    /// It would take a price of 0.
    OnlyZero,
}

/// Finds the highest price of a quote with which it costs at most so much.
///
/// A total never falls where the price rises, so that the price is searched for between one that fits and one that does not,
/// first in steps of the decimals that the vendor and its currency use, then in finer ones where even the least of these is
/// too much. Totals are about in proportion to prices, so that the search starts beside the price in proportion.
pub(super) fn price_up_to(costing: Costing<'_>, outcome: &Outcome, most: Money) -> Result<UnitTarget, Unpriced> {
    let (quotes, quote) = (&costing.dataset.quotes, outcome.quote);
    let costs = costing.total_at(quote, Decimal::ZERO).map_err(|_| Unpriced::OnlyZero)?;
    if costs > most {
        return Err(Unpriced::CostsAlone(costs));
    }
    let fitting = |millionths: i64| {
        let price = from_millionths(millionths);
        let total = costing.total_at(quote, price).ok().filter(|total| *total <= most)?;
        Some(UnitTarget { price, total })
    };
    let own = quotes.code(Column::UnitPrice, quote);
    let guess = own.zip(outcome.total).and_then(|(own, total)| {
        let (rest, goods) = (most.minus(costs)?.minor(), total.minus(costs)?.minor());
        i64::try_from(rest.checked_mul(own.into())?.checked_div(goods)?).ok()
    });
    let currency = quotes.currency(quote).unwrap_or(costing.dataset.currency());
    let digits = own.map_or(0, |own| from_millionths(own).normalize().scale()).max(currency.digits().into());
    let finest = u32::try_from(DECIMAL_DIGITS).expect("numbers have few decimals");
    for digits in digits..=finest {
        let step = 10_i64.pow(finest - digits);
        let (mut fits, mut too_much) = (0, END / step);
        let around = guess.map(|guess| [(guess / step).saturating_sub(1), (guess / step).saturating_add(2)]);
        let mut probes = around.into_iter().flatten();
        while too_much - fits > 1 {
            let probe = probes.next().filter(|probe| fits < *probe && *probe < too_much);
            let middle = probe.unwrap_or(fits + (too_much - fits) / 2);
            if fitting(middle * step).is_some() {
                fits = middle;
            } else {
                too_much = middle;
            }
        }
        if fits > 0 {
            return Ok(fitting(fits * step).expect("it was found to fit"));
        }
    }
    match costing.policy.price.zero {
        ZeroPrice::Allow => Ok(UnitTarget { price: Decimal::ZERO, total: costs }),
        ZeroPrice::Reject => Err(Unpriced::OnlyZero),
    }
}
