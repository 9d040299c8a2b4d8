//! What an award's deliveries, returns and payments come to.
//!
//! Goods *count* as far as they were accepted, have not gone back, and were ordered. Goods that were refused, went back or came
//! beyond the order *stand apart*: with what was paid for them they are part of no saving.

use crate::ledger::{AwardState, Receipt};
use crate::value::decimal::{self, Decimal};
use crate::value::money::{Money, Quantity};

/// What an award's deliveries, returns and payments come to; quantities in the item's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// How much was delivered, whatever became of it.
    pub(crate) received: Decimal,
    /// How much counts.
    pub(crate) counted: Decimal,
    /// How much was not accepted.
    pub(crate) refused: Decimal,
    /// How much was accepted and went back.
    pub(crate) returned: Decimal,
    /// How much was kept beyond what was ordered.
    pub(crate) surplus: Decimal,
    /// What was paid, less what was credited.
    pub(crate) paid: Money,
    /// What is still to be paid for the goods that count.
    pub(crate) owed: Money,
    /// What was paid for goods that stand apart.
    pub(crate) apart: Money,
    /// What the goods that count cost: paid and owed.
    pub(crate) cost: Money,
    /// What the goods that are still to come cost by the award.
    pub(crate) open: Money,
    /// What is still to be paid: what is owed, and for the goods to come what was not paid in advance.
    pub(crate) committed: Money,
    /// Whether somebody said that nothing more is to come.
    pub(crate) is_closed: bool,
}

impl Account {
    /// Adds up what followed an award; `None` where a sum is too large.
    pub(super) fn of<T>(award: &AwardState<T>) -> Option<Self> {
        let (awarded, ordered) = (award.total, award.quantity.decimal());
        let nothing = Money::from_minor(0, award.currency);
        let received = award.delivered()?;
        let accepted = decimal::sum(award.counted().map(|receipt| receipt.what.accepted_quantity()))?;
        let kept = award.kept()?;
        let counted = kept.min(ordered);
        let is_closed = award.closed().is_some();

        // What was paid with a delivery is its price, where it is less than the award's: 0 is not yet paid.
        let mut value = awarded.share(received, award.quantity)?;
        let mut with_goods = nothing;
        for Receipt { paid, quantity, .. } in award.counted().map(|receipt| &receipt.what) {
            let Some(paid) = paid.filter(|paid| paid.minor() > 0) else { continue };
            with_goods = with_goods.plus(paid)?;
            let less = awarded.share(quantity.decimal(), award.quantity)?.minus(paid)?;
            value = value.minus(less.max(nothing))?;
        }
        let value_counted = match Quantity::try_new(received) {
            Some(received) => value.share(counted, received)?,
            None if received.is_zero() => nothing,
            None => return None,
        };
        let value_apart = value.minus(value_counted)?;

        let amounts = || award.paid().map(|payment| payment.what.amount);
        let payments = amounts().filter(|amount| amount.minor() > 0).try_fold(nothing, Money::plus)?;
        let credits = amounts().filter(|amount| amount.minor() < 0).try_fold(nothing, Money::plus)?;
        let paid = with_goods.plus(payments)?.plus(credits)?;
        // A credit is first for goods that stand apart; the rest makes those that count cheaper.
        let credited_apart = value_apart.min(nothing.minus(credits)?);
        let value_apart = value_apart.minus(credited_apart)?;
        let due = value_counted.plus(credits)?.plus(credited_apart)?.max(nothing);

        let open = if is_closed { nothing } else { awarded.minus(awarded.share(counted, award.quantity)?)? };
        let excess = paid.minus(due)?.max(nothing);
        let apart = excess.min(value_apart);
        let rest = excess.minus(apart)?;
        let in_advance = rest.min(open).min(payments);
        let owed = if is_closed { nothing } else { due.minus(paid)?.max(nothing) };
        // Of a closed award nothing is owed, so that it cost what was paid.
        let cost = paid.minus(apart)?.minus(in_advance)?.plus(owed)?.max(nothing);
        Some(Self {
            received,
            counted,
            refused: decimal::difference(received, accepted)?,
            returned: decimal::difference(accepted, kept)?,
            surplus: decimal::difference(kept, counted)?,
            paid,
            owed,
            apart,
            cost,
            open,
            committed: owed.plus(open)?.minus(in_advance)?,
            is_closed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::sample::Sample;

    /// Awards 10 desks for 90.00, lets a test go on, and writes
    /// `counted refused/returned/surplus: paid owed apart, cost, open committed`.
    fn account(follow: impl FnOnce(&mut Sample, crate::ledger::Seq)) -> String {
        let mut sample = Sample::new();
        let seq = sample.award(|_| {});
        follow(&mut sample, seq);
        let found = Account::of(sample.books.award(seq).unwrap()).unwrap();
        let Account { counted, refused, returned, surplus, paid, owed, apart, cost, open, committed, .. } = found;
        format!("{counted} {refused}/{returned}/{surplus}: {paid} {owed} {apart}, {cost}, {open} {committed}")
    }

    #[test]
    fn goods_are_owed_until_they_are_paid_and_paid_in_advance_until_they_come() {
        for (follow, expected) in [
            ((|_, _| {}) as fn(&mut Sample, crate::ledger::Seq), "0 0/0/0: 0.00 0.00 0.00, 0.00, 90.00 90.00"),
            // Delivered and not yet invoiced.
            (|sample, seq| _ = sample.deliver(seq, "10", None), "10 0/0/0: 0.00 90.00 0.00, 90.00, 0.00 90.00"),
            (|sample, seq| _ = sample.receive(seq, "10", "0.00"), "10 0/0/0: 0.00 90.00 0.00, 90.00, 0.00 90.00"),
            // In advance, then delivered in part.
            (|sample, seq| _ = sample.pay(seq, "90.00"), "0 0/0/0: 90.00 0.00 0.00, 0.00, 90.00 0.00"),
            (
                |sample, seq| {
                    sample.pay(seq, "90.00");
                    sample.deliver(seq, "5", None);
                },
                "5 0/0/0: 90.00 0.00 0.00, 45.00, 45.00 0.00",
            ),
            // Two instalments.
            (
                |sample, seq| {
                    sample.deliver(seq, "10", None);
                    sample.pay(seq, "45.00");
                },
                "10 0/0/0: 45.00 45.00 0.00, 90.00, 0.00 45.00",
            ),
            // What was paid with the goods is their price: less than the award's, and more.
            (|sample, seq| _ = sample.receive(seq, "10", "85.00"), "10 0/0/0: 85.00 0.00 0.00, 85.00, 0.00 0.00"),
            (|sample, seq| _ = sample.receive(seq, "5", "46.00"), "5 0/0/0: 46.00 0.00 0.00, 46.00, 45.00 45.00"),
            // A lower invoice leaves the rest owed until the award is closed.
            (
                |sample, seq| {
                    sample.deliver(seq, "10", None);
                    sample.pay(seq, "85.00");
                    sample.close(seq);
                },
                "10 0/0/0: 85.00 0.00 0.00, 85.00, 0.00 0.00",
            ),
            // A higher one costs more.
            (
                |sample, seq| {
                    sample.deliver(seq, "10", None);
                    sample.pay(seq, "93.00");
                },
                "10 0/0/0: 93.00 0.00 0.00, 93.00, 0.00 0.00",
            ),
            // A credit note makes the goods cheaper.
            (
                |sample, seq| {
                    sample.receive(seq, "10", "90.00");
                    sample.pay(seq, "-5.00");
                },
                "10 0/0/0: 85.00 0.00 0.00, 85.00, 0.00 0.00",
            ),
        ] {
            assert_eq!(account(follow), expected);
        }
    }

    #[test]
    fn goods_that_were_refused_returned_or_not_ordered_stand_apart() {
        for (follow, expected) in [
            // Refused and replaced, paid once: the replacement is what was bought.
            (
                (|sample, seq| {
                    sample.refuse(seq, "10", "90.00");
                    sample.deliver(seq, "10", None);
                }) as fn(&mut Sample, crate::ledger::Seq),
                "10 10/0/0: 90.00 0.00 0.00, 90.00, 0.00 0.00",
            ),
            // Refused and paid: open again, and the money stands apart.
            (|sample, seq| _ = sample.refuse(seq, "10", "90.00"), "0 10/0/0: 90.00 0.00 90.00, 0.00, 90.00 90.00"),
            // Accepted in part.
            (|sample, seq| _ = sample.accept(seq, "10", "8"), "8 2/0/0: 0.00 72.00 0.00, 72.00, 18.00 90.00"),
            // Returned: open again; a credit for it makes nothing cheaper.
            (
                |sample, seq| {
                    sample.receive(seq, "10", "90.00");
                    sample.give_back(seq, "2");
                },
                "8 0/2/0: 90.00 0.00 18.00, 72.00, 18.00 18.00",
            ),
            (
                |sample, seq| {
                    sample.receive(seq, "10", "90.00");
                    sample.give_back(seq, "2");
                    sample.pay(seq, "-18.00");
                },
                "8 0/2/0: 72.00 0.00 0.00, 72.00, 18.00 18.00",
            ),
            (
                |sample, seq| {
                    sample.receive(seq, "10", "90.00");
                    sample.give_back(seq, "2");
                    sample.pay(seq, "-20.00");
                    sample.close(seq);
                },
                "8 0/2/0: 70.00 0.00 0.00, 70.00, 0.00 0.00",
            ),
            // Two more than ordered.
            (|sample, seq| _ = sample.receive(seq, "12", "108.00"), "10 0/0/2: 108.00 0.00 18.00, 90.00, 0.00 0.00"),
        ] {
            assert_eq!(account(follow), expected);
        }
    }
}
