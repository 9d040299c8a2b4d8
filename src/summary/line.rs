//! One award of the ledger with its figures.

use crate::ledger::{
    Approval, Award, AwardState, Basis, Bought, Ended, LedgerState, NotTaken, ReceiptState, Seq, Status,
};
use crate::rule::recommend::Savings;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money, Quantity};
use crate::value::untrusted::Untrusted;

/// An award with its figures, all in one currency.
///
/// Figures are those of the award alone, whether it counts or not; what adds them up goes by [`Line::counts`].
#[derive(Debug, Clone)]
pub struct Line {
    /// The number of its entry.
    pub seq: Seq,
    /// Whether it counts.
    pub status: Status,
    /// The day of the award.
    pub on: Date,
    /// The request's department.
    pub department: Option<Untrusted>,
    /// The request's category.
    pub category: Option<Untrusted>,
    /// The request's period, else the month of the award, as `2026-11`.
    pub period: Untrusted,
    /// To whom it was awarded.
    pub vendor: Untrusted,
    /// Who awarded.
    pub buyer: Untrusted,
    /// Who approved it, and when.
    pub approval: Option<Approval>,
    /// The number of the request.
    pub request: Option<Untrusted>,
    /// The item's lot.
    pub lot: Option<Untrusted>,
    /// The item.
    pub item: Untrusted,
    /// What one of it is.
    pub unit: Option<Untrusted>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// How much was ordered.
    pub ordered: Quantity,
    /// How much was delivered, by the receipts that count.
    pub received: Decimal,
    /// What may be spent.
    pub budget: Option<Money>,
    /// The award's total.
    pub awarded: Money,
    /// Baseline minus award, as recorded with the award.
    pub negotiated: Savings,
    /// Baseline × received ÷ ordered − paid; nothing where no receipt counts.
    pub realised: Savings,
    /// What the cheapest admitted offer would have saved more; `None` where the award is as cheap.
    pub missed: Option<Money>,
    /// The cheapest admitted offer, where the award is dearer: the step at which it had lost, its total, and who it is.
    pub cheapest: Option<NotTaken>,
    /// On what the award rests.
    pub basis: Basis,
    /// The step of the rule that decided, where it did.
    pub decided_by: Option<String>,
    /// Whom the rule recommended, where that is another one.
    pub recommended: Option<Untrusted>,
    /// Why a person decided otherwise, or why an earlier award is replaced.
    pub reason: Option<Untrusted>,
    /// What was paid, by the receipts that count.
    pub paid: Money,
    /// The open part of the award: what is still to be delivered and paid; 0 unless the award counts.
    pub committed: Money,
    /// The day on which it must be there.
    pub needed_by: Option<Date>,
    /// The day of delivery that the vendor promised.
    pub promised: Option<Date>,
    /// All receipts, those that no longer count included.
    pub receipts: Vec<ReceiptState>,
    /// What ended the award, where something did.
    pub ended: Option<Ended>,
}

/// Amounts or quantities that are too large to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("#{seq}: its figures are too large to be added up")]
pub struct Overflow {
    /// The award at which it shows.
    pub seq: Seq,
}

/// Returns every award of the ledger with its figures, in the order of the entries.
///
/// # Errors
///
/// The first award whose figures are too large.
pub fn lines(books: &LedgerState<Box<Award>>) -> Result<Vec<Line>, Overflow> {
    books.awards().map(Line::of).collect()
}

impl Line {
    /// Computes the figures of an award.
    ///
    /// # Errors
    ///
    /// The figures are too large.
    pub fn of(recorded: &AwardState<Box<Award>>) -> Result<Self, Overflow> {
        Self::computed(recorded).ok_or(Overflow { seq: recorded.seq })
    }

    fn computed(recorded: &AwardState<Box<Award>>) -> Option<Self> {
        let award = &recorded.award;
        let bought = &award.bought;
        let awarded = bought.chosen.total;
        let ordered = bought.quantity;
        let delivered = Delivered::of(recorded.counted(), bought.currency)?;
        let has_receipt = recorded.counted().next().is_some();
        let realised = if has_receipt { realised(award, delivered)? } else { Savings::default() };
        let status = recorded.status();
        let is_open = status == Status::Committed && delivered.quantity < ordered.decimal();
        let committed = if is_open {
            awarded.minus(awarded.share(delivered.quantity, ordered)?)?
        } else {
            Money::from_minor(0, bought.currency)
        };
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
            received: delivered.quantity,
            budget: bought.budget,
            awarded,
            negotiated: award.savings,
            realised,
            missed: bought.missed,
            cheapest: cheapest(bought),
            basis: bought.basis,
            decided_by: bought.decided_by.clone(),
            recommended: bought.recommended.clone(),
            reason: award.reason.clone(),
            paid: delivered.paid,
            committed,
            needed_by: bought.needed_by,
            promised: bought.chosen.delivery,
            receipts: recorded.receipts.clone(),
            ended: recorded.ended.clone(),
        })
    }

    /// Says whether the award stands in sums: it is approved or needs no approval, and is neither void nor replaced.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.status == Status::Committed
    }

    /// Returns the receipts that count.
    pub fn counted(&self) -> impl Iterator<Item = &ReceiptState> {
        self.receipts.iter().filter(|received| received.void.is_none())
    }

    /// Says whether all that was ordered has been delivered, or more.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.received >= self.ordered.decimal()
    }
}

/// What some receipts come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delivered {
    pub(super) quantity: Decimal,
    pub(super) paid: Money,
}

impl Delivered {
    /// Adds receipts up; `None` where a sum is too large.
    pub(super) fn of<'r>(receipts: impl Iterator<Item = &'r ReceiptState>, currency: Currency) -> Option<Self> {
        let mut millionths: i64 = 0;
        let mut paid = Money::from_minor(0, currency);
        for received in receipts {
            millionths = millionths.checked_add(received.receipt.quantity.decimal().millionths())?;
            paid = paid.plus(received.receipt.paid)?;
        }
        Some(Self { quantity: Decimal::from_millionths(millionths)?, paid })
    }
}

/// Computes what was saved on what was delivered: of each baseline the delivered part, minus what was paid for it.
fn realised(award: &Award, delivered: Delivered) -> Option<Savings> {
    let bought = &award.bought;
    let realise = |saving: Option<Money>| -> Option<Option<Money>> {
        let Some(saving) = saving else { return Some(None) };
        let baseline = bought.chosen.total.plus(saving)?;
        baseline.share(delivered.quantity, bought.quantity)?.minus(delivered.paid).map(Some)
    };
    let negotiated = &award.savings;
    Some(Savings {
        budget: realise(negotiated.budget)?,
        median: realise(negotiated.median)?,
        highest: realise(negotiated.highest)?,
        last_price: realise(negotiated.last_price)?,
        first_offer: realise(negotiated.first_offer)?,
    })
}

/// Returns the admitted quote of the lowest total, where that is lower than the award's; of equals the first by vendor.
fn cheapest(bought: &Bought) -> Option<NotTaken> {
    let admitted = bought.lower.iter().filter(|other| other.outcome != "rejected");
    admitted.min_by(|one, other| (one.total, &one.vendor).cmp(&(other.total, &other.vendor))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::sample::{Sample, money, overridden};
    use crate::value::money::Limit;

    /// Awards 10 desks for 90.00 with a budget of 100.00, lets a test go on, and returns the award's figures.
    fn line(change: impl FnOnce(&mut Award), then: impl FnOnce(&mut Sample, Seq)) -> Line {
        let mut sample = Sample::new();
        let seq = sample.award(change);
        then(&mut sample, seq);
        Line::of(sample.books.award(seq).unwrap()).unwrap()
    }

    fn text(amount: Option<Money>) -> String {
        amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
    }

    #[test]
    fn a_negotiated_saving_is_baseline_minus_award() {
        let line = line(|_| {}, |_, _| {});
        let Savings { budget, median, highest, last_price, first_offer } = line.negotiated;
        let all = [budget, median, highest, last_price, first_offer].map(text);
        assert_eq!(all, ["10.00", "5.00", "5.00", "30.00", "-"]);
        assert_eq!(line.realised, Savings::default());
        assert_eq!((line.paid, line.committed), (money("0.00"), money("90.00")));
        assert_eq!(line.period.raw(), "2026-11");
        assert_eq!(line.buyer.raw(), "Wang");
    }

    #[test]
    fn a_realised_saving_goes_by_what_was_delivered_and_paid() {
        // Half of 100.00, 95.00 and 120.00, less 46.00.
        let half = line(
            |_| {},
            |sample, seq| {
                sample.receive(seq, "5", "46.00");
            },
        );
        assert_eq!(text(half.realised.budget), "4.00");
        assert_eq!(text(half.realised.median), "1.50");
        assert_eq!(text(half.realised.last_price), "14.00");
        assert_eq!(text(half.realised.first_offer), "-");
        assert_eq!(half.committed, money("45.00"));
        assert!(!half.is_delivered());
        let whole = line(
            |_| {},
            |sample, seq| {
                sample.receive(seq, "4", "36.00");
                sample.receive(seq, "6", "70.00");
            },
        );
        assert_eq!((text(whole.realised.budget), whole.paid), ("-6.00".to_owned(), money("106.00")));
        assert_eq!(whole.committed, money("0.00"));
        assert!(whole.is_delivered());
    }

    #[test]
    fn more_than_ordered_leaves_nothing_committed() {
        let line = line(
            |_| {},
            |sample, seq| {
                sample.receive(seq, "12", "108.00");
            },
        );
        assert_eq!((text(line.realised.budget), line.committed), ("12.00".to_owned(), money("0.00")));
    }

    #[test]
    fn a_share_is_rounded_once_to_the_minor_unit() {
        let line = line(
            |award| award.bought.quantity = Quantity::try_new(Decimal::from_whole(3)).unwrap(),
            |sample, seq| {
                sample.receive(seq, "1", "0.00");
            },
        );
        // 100 / 3, 95 / 3, 90 - 90 / 3.
        assert_eq!((text(line.realised.budget), text(line.realised.median)), ("33.33".to_owned(), "31.67".to_owned()));
        assert_eq!(line.committed, money("60.00"));
    }

    #[test]
    fn a_void_receipt_does_not_count() {
        let line = line(
            |_| {},
            |sample, seq| {
                let receipt = sample.receive(seq, "5", "46.00");
                sample.void(receipt);
            },
        );
        assert_eq!(line.realised, Savings::default());
        assert_eq!((line.paid, line.committed), (money("0.00"), money("90.00")));
        assert_eq!((line.receipts.len(), line.counted().count()), (1, 0));
    }

    #[test]
    fn only_an_award_that_counts_is_committed() {
        let limit = |award: &mut Award| award.bought.approval_above = Limit::try_new(Decimal::from_whole(89));
        let pending = line(limit, |_, _| {});
        assert_eq!((pending.status, pending.committed), (Status::Pending, money("0.00")));
        let approved = line(limit, |sample, seq| {
            sample.approve(seq);
        });
        assert_eq!((approved.status, approved.committed), (Status::Committed, money("90.00")));
        assert_eq!(approved.approval.unwrap().by.raw(), "Li");
        let void = line(
            |_| {},
            |sample, seq| {
                sample.void(seq);
            },
        );
        assert_eq!((void.status, void.committed), (Status::Void, money("0.00")));
        assert!(!void.counts());
    }

    #[test]
    fn a_missing_baseline_stays_missing_and_a_negative_saving_negative() {
        let line = line(
            |award| {
                award.bought.budget = None;
                award.savings.budget = None;
                award.savings.median = Some(money("-7.00"));
                overridden(award, "7.00", "quality");
            },
            |sample, seq| {
                sample.receive(seq, "10", "90.00");
            },
        );
        assert_eq!((text(line.realised.budget), text(line.realised.median)), ("-".to_owned(), "-7.00".to_owned()));
        assert_eq!(text(line.missed), "7.00");
    }

    #[test]
    fn amounts_that_are_too_large_are_an_error() {
        let mut sample = Sample::new();
        let seq = sample.award(|award| award.savings.budget = Money::parse(&format!("{}.00", i128::MAX / 100)));
        sample.receive(seq, "5", "1.00");
        sample.receive(seq, "50", "1.00");
        let error = Line::of(sample.books.award(seq).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), format!("#{seq}: its figures are too large to be added up"));
    }
}
