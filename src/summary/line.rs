//! One award of the ledger with its figures.

use super::account::Account;
use crate::ledger::{
    Approval, Award, AwardState, Basis, Bought, Ended, Followed, LedgerState, NotTaken, Receipt, Seq, Status,
};
use crate::rule::savings::Savings;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Money, Quantity};
use crate::value::untrusted::Untrusted;

/// An award with its figures, all in one currency.
///
/// Figures are those of the award alone, whether it counts or not; what adds them up goes by [`Line::counts`].
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) seq: Seq,
    pub(crate) status: Status,
    pub(crate) on: Date,
    pub(crate) department: Option<Untrusted>,
    pub(crate) category: Option<Untrusted>,
    /// The request's period, else the month of the award, as `2026-11`.
    pub(crate) period: Untrusted,
    pub(crate) vendor: Untrusted,
    pub(crate) buyer: Untrusted,
    /// Who approved it, and when.
    pub(crate) approval: Option<Approval>,
    pub(crate) request: Option<Untrusted>,
    pub(crate) lot: Option<Untrusted>,
    pub(crate) item: Untrusted,
    pub(crate) unit: Option<Untrusted>,
    pub(crate) currency: Currency,
    /// How much was ordered.
    pub(crate) ordered: Quantity,
    /// What was delivered, returned and paid.
    pub(crate) account: Account,
    pub(crate) budget: Option<Money>,
    pub(crate) awarded: Money,
    /// Baseline minus award, as recorded with the award.
    pub(crate) negotiated: Savings,
    /// Baseline × counted ÷ ordered − cost; nothing where no goods count and none cost anything.
    pub(crate) realised: Savings,
    /// What the cheapest admitted offer would have saved more; `None` where the award is as cheap.
    pub(crate) missed: Option<Money>,
    /// The cheapest admitted offer, where the award is dearer: the step at which it had lost, its total, and who it is.
    pub(crate) cheapest: Option<NotTaken>,
    /// On what the award rests.
    pub(crate) basis: Basis,
    /// Whom the rule recommended, where that is another one.
    pub(crate) recommended: Option<Untrusted>,
    /// Why a person decided otherwise, or why an earlier award is replaced.
    pub(crate) reason: Option<Untrusted>,
    /// What is still to be paid; 0 unless the award counts.
    pub(crate) committed: Money,
    pub(crate) needed_by: Option<Date>,
    /// The day of delivery that the vendor promised.
    pub(crate) promised: Option<Date>,
    /// All receipts, those that no longer count included.
    pub(crate) receipts: Vec<Followed<Receipt>>,
    /// The day on which goods first went back.
    pub(crate) first_return: Option<Date>,
    /// What ended the award, where something did.
    pub(crate) ended: Option<Ended>,
}

/// Amounts or quantities that are too large to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("#{seq}: its figures are too large to be added up")]
pub(crate) struct Overflow {
    /// The award at which it shows.
    pub(crate) seq: Seq,
}

/// Returns the awards that a ledger made on some days, with their figures, in the order of the entries.
pub(super) fn lines(
    books: &LedgerState<Box<Award>>,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<Vec<Line>, Overflow> {
    let mut lines: Vec<Line> = books.awards().map(Line::of).collect::<Result<_, _>>()?;
    lines.retain(|line| from.is_none_or(|from| line.on >= from) && to.is_none_or(|to| line.on <= to));
    Ok(lines)
}

impl Line {
    pub(crate) fn of(recorded: &AwardState<Box<Award>>) -> Result<Self, Overflow> {
        Self::computed(recorded).ok_or(Overflow { seq: recorded.seq })
    }

    fn computed(recorded: &AwardState<Box<Award>>) -> Option<Self> {
        let award = &recorded.award;
        let bought = &award.bought;
        let awarded = bought.chosen.total;
        let ordered = bought.quantity;
        let account = Account::of(recorded)?;
        let has_cost = !account.counted.is_zero() || account.cost.minor() > 0;
        let realised = if has_cost { realised(award, &account)? } else { Savings::default() };
        let status = recorded.status();
        let is_committed = status == Status::Committed;
        let committed = if is_committed { account.committed } else { Money::from_minor(0, bought.currency) };
        Some(Self {
            seq: recorded.seq,
            status,
            on: award.on,
            department: bought.department.clone(),
            category: bought.category.clone(),
            period: bought.period.clone().unwrap_or_else(|| Untrusted::new(&award.on.month())),
            vendor: bought.chosen.vendor.clone(),
            buyer: recorded.by.clone(),
            approval: recorded.approval.clone(),
            request: bought.request.clone(),
            lot: bought.lot.clone(),
            item: bought.item.clone(),
            unit: bought.unit.clone(),
            currency: bought.currency,
            ordered,
            account,
            budget: bought.budget,
            awarded,
            negotiated: award.savings,
            realised,
            missed: bought.missed,
            cheapest: cheapest(bought),
            basis: bought.basis,
            recommended: bought.recommended.clone(),
            reason: award.reason.clone(),
            committed,
            needed_by: bought.needed_by,
            promised: bought.chosen.delivery,
            receipts: recorded.receipts.clone(),
            first_return: recorded.returned().map(|returned| returned.on).min(),
            ended: recorded.ended.clone(),
        })
    }

    /// Says whether the award is part of sums: it is approved or needs no approval, and is neither void nor replaced.
    pub(crate) fn counts(&self) -> bool {
        self.status == Status::Committed
    }

    /// Returns the receipts that count.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Followed<Receipt>> + Clone {
        self.receipts.iter().filter(|received| received.void.is_none())
    }

    /// Says whether all that was ordered is there, as ordered.
    pub(crate) fn is_delivered(&self) -> bool {
        self.account.counted >= self.ordered.decimal()
    }
}

/// Computes what was saved on the goods that count: their part of each baseline, minus what they cost.
fn realised(award: &Award, account: &Account) -> Option<Savings> {
    let bought = &award.bought;
    let realise = |saving: Option<Money>| -> Option<Option<Money>> {
        let Some(saving) = saving else { return Some(None) };
        let baseline = bought.chosen.total.plus(saving)?;
        baseline.share(account.counted, bought.quantity)?.minus(account.cost).map(Some)
    };
    let Savings { budget, median, highest, last_price, first_offer } = award.savings;
    Some(Savings {
        budget: realise(budget)?,
        median: realise(median)?,
        highest: realise(highest)?,
        last_price: realise(last_price)?,
        first_offer: realise(first_offer)?,
    })
}

/// Returns the admitted quote of the lowest total, where that is lower than the award's; of equals the first by vendor.
fn cheapest(bought: &Bought) -> Option<NotTaken> {
    let admitted = bought.lower.iter().filter(|other| other.outcome != "rejected");
    // Of a line of a lot, the cheapest offer for the lot is meant, in which the line may cost more.
    let of_lot = bought.lot_total.and_then(|_| bought.chosen.total.minus(bought.missed?));
    let admitted = admitted.filter(|other| bought.lot_total.is_none() || Some(other.total) == of_lot);
    admitted.min_by(|one, other| (one.total, &one.vendor).cmp(&(other.total, &other.vendor))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::Baseline;
    use crate::summary::sample::{Sample, money, needs_approval, overridden};

    /// Awards 10 desks for 90.00 with what a test changes, receives, and lets it go on; returns the award's figures.
    fn line(change: impl FnOnce(&mut Award), receipts: &[(&str, &str)]) -> Line {
        let mut sample = Sample::new();
        let seq = sample.award(change);
        for (quantity, paid) in receipts {
            sample.receive(seq, quantity, paid);
        }
        Line::of(sample.books.award(seq).unwrap()).unwrap()
    }

    /// Writes savings in the order of the baselines.
    fn text(savings: &Savings) -> String {
        let amount = |amount: Option<Money>| amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
        Baseline::ALL.map(|baseline| amount(baseline.of(savings))).join(" ")
    }

    #[test]
    fn savings_are_negotiated_by_the_award_and_realised_by_what_was_delivered_and_paid() {
        for (receipts, realised, paid, committed) in [
            (&[][..], "- - - - -", "0.00", "90.00"),
            // Half of 100.00, 95.00, 95.00 and 120.00, less 46.00.
            (&[("5", "46.00")], "4.00 1.50 1.50 14.00 -", "46.00", "45.00"),
            (&[("4", "36.00"), ("6", "70.00")], "-6.00 -11.00 -11.00 14.00 -", "106.00", "0.00"),
            // More than was ordered leaves nothing committed, and saves nothing.
            (&[("12", "108.00")], "10.00 5.00 5.00 30.00 -", "108.00", "0.00"),
        ] {
            let line = line(|_| {}, receipts);
            assert_eq!(text(&line.negotiated), "10.00 5.00 5.00 30.00 -");
            let found = (text(&line.realised), line.account.paid.to_string(), line.committed.to_string());
            assert_eq!(found, (realised.to_owned(), paid.to_owned(), committed.to_owned()));
            assert_eq!(line.is_delivered(), committed == "0.00");
            assert_eq!((line.period.raw(), line.buyer.raw()), ("2026-11", "Wang"));
        }
    }

    #[test]
    fn a_share_is_rounded_once_to_the_minor_unit() {
        let of_three = |award: &mut Award| award.bought.quantity = crate::summary::sample::quantity("3");
        let line = line(of_three, &[("1", "0.01")]);
        // 100 / 3, 95 / 3, 120 / 3, each less 0.01; 90 - 90 / 3.
        assert_eq!(text(&line.realised), "33.32 31.66 31.66 39.99 -");
        assert_eq!(line.committed, money("60.00"));
    }

    #[test]
    fn a_missing_baseline_stays_missing_and_a_negative_saving_negative() {
        let change = |award: &mut Award| {
            award.savings.budget = None;
            award.savings.median = Some(money("-7.00"));
            overridden(award, "7.00", "quality");
        };
        let line = line(change, &[("10", "90.00")]);
        assert_eq!(text(&line.realised), "- -7.00 5.00 30.00 -");
        assert_eq!(line.missed, Some(money("7.00")));
    }

    #[test]
    fn only_an_award_that_counts_is_committed_and_only_a_receipt_that_counts_is_paid() {
        let mut sample = Sample::new();
        let seq = sample.award(needs_approval);
        let now = |sample: &Sample| {
            let line = Line::of(sample.books.award(seq).unwrap()).unwrap();
            let receipts = (line.receipts.len(), line.counted().count());
            (line.status, line.account.paid.to_string(), line.committed.to_string(), receipts)
        };
        let expected =
            |status, paid: &str, committed: &str, receipts| (status, paid.to_owned(), committed.to_owned(), receipts);
        assert_eq!(now(&sample), expected(Status::Pending, "0.00", "0.00", (0, 0)));
        sample.approve(seq);
        assert_eq!(now(&sample), expected(Status::Committed, "0.00", "90.00", (0, 0)));
        let receipt = sample.receive(seq, "5", "46.00");
        assert_eq!(now(&sample), expected(Status::Committed, "46.00", "45.00", (1, 1)));
        sample.void(receipt);
        assert_eq!(now(&sample), expected(Status::Committed, "0.00", "90.00", (1, 0)));
        sample.void(seq);
        assert_eq!(now(&sample), expected(Status::Void, "0.00", "0.00", (1, 0)));
    }

    #[test]
    fn amounts_that_are_too_large_are_an_error() {
        let mut sample = Sample::new();
        let seq = sample.award(|award| award.savings.budget = Money::parse(&format!("{}.00", i128::MAX / 100)));
        sample.receive(seq, "50", "1.00");
        let error = Line::of(sample.books.award(seq).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), format!("#{seq}: its figures are too large to be added up"));
    }
}
