//! What is still to be done: items undecided or not awarded, awards not approved, not received, not as ordered.

use std::collections::BTreeMap;

use super::definition::{Definition, means};
use super::line::{Delivered, Line, Overflow};
use crate::ledger::{Award, Head, LedgerState, PurchaseId, PurchaseIds, Seq, Status};
use crate::rule::recommend::{DecisionKind, Recommendation};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::money::{Decimal, Money};
use crate::value::untrusted::Untrusted;

/// What the words of the report mean.
pub const DEFINITIONS: [Definition; 9] = [
    means("undecided", "the rule referred the item to a person, and no award of this purchase counts or waits"),
    means("no-offer", "no offer can be recommended, and no award of this purchase counts or waits"),
    means("not-awarded", "the rule recommends an offer, and no award of this purchase counts or waits"),
    means(
        "not-approved",
        "the award waits until another person than the buyer approves it; quantity and amount are those of the award",
    ),
    means(
        "not-received",
        "the award is approved, or needs no approval, and not all of it has been delivered; quantity and amount are the open part",
    ),
    means(
        "not-as-ordered",
        "price: paid differs from award x received / ordered, by amount; quantity: more was delivered than ordered, by \
         quantity; quality: a delivery was not accepted",
    ),
    means("holder", "who has to act: the buyer is who awarded"),
    means("since", "the day of the comparison, of the award, of its approval where one was needed, or of the delivery"),
    means(
        "overdue",
        "the day on which the item is needed (needed_by), else the day of delivery that the vendor promised, is before the \
         day of the report, and not all has been delivered; overdue_days counts from that day",
    ),
];

/// What is still to be done, on a day.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// The last entry of the ledger; `None` where it has no entry.
    pub head: Option<Head>,
    /// The day that stands for today.
    pub as_of: Date,
    /// By kind, then by the day since when, then by entry and item.
    pub tasks: Vec<Task>,
}

/// A recommendation that may have items to be decided or awarded.
#[derive(Debug)]
pub struct Recommended<'r> {
    /// The file that it was read from.
    pub file: Untrusted,
    /// The recommendation.
    pub recommendation: &'r Recommendation<'r>,
}

/// Something that is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: Kind,
    /// The entry of the award, where there is one.
    pub seq: Option<Seq>,
    /// The file of the recommendation, where there is no award.
    pub file: Option<Untrusted>,
    /// The number of the request.
    pub request: Option<Untrusted>,
    /// The item's lot.
    pub lot: Option<Untrusted>,
    /// The item.
    pub item: Untrusted,
    /// To whom it was awarded, or is recommended to be.
    pub vendor: Option<Untrusted>,
    /// Who has to act.
    pub holder: Holder,
    /// Since when.
    pub since: Date,
    /// How many days that is.
    pub days: i32,
    /// The day on which it must be there.
    pub due: Option<Date>,
    /// How many days ago that was; `None` where nothing is overdue.
    pub overdue: Option<i32>,
    /// The quantity that it is about.
    pub quantity: Option<Decimal>,
    /// The amount that it is about.
    pub amount: Option<Money>,
    /// The currency of the amount.
    pub currency: Currency,
}

/// What is still to be done about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person must decide.
    Undecided,
    /// There is no offer to take.
    NoOffer,
    /// The recommended offer must be awarded.
    NotAwarded,
    /// Another person must approve the award.
    NotApproved,
    /// It must be delivered.
    NotReceived,
    /// Another amount was paid.
    Price,
    /// More was delivered.
    Quantity,
    /// A delivery was not accepted.
    Quality,
}

/// Who has to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The buyer, whom no file names.
    Buyer,
    /// This person.
    Person(Untrusted),
    /// Whoever approves: not this person, who awarded.
    OtherThan(Untrusted),
}

impl FollowUp {
    /// Finds what is still to be done by a ledger and by recommendations. Of several about one purchase the latest
    /// counts; of the same day the last.
    ///
    /// # Errors
    ///
    /// The first award whose figures are too large.
    pub fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        recommended: &[Recommended<'_>],
        as_of: Date,
    ) -> Result<Self, Overflow> {
        let mut tasks = Vec::new();
        for award in books.awards() {
            let line = Line::of(award)?;
            of_award(&line, as_of, &mut tasks).ok_or(Overflow { seq: line.seq })?;
        }
        let mut latest: BTreeMap<PurchaseId, (Date, Option<Task>)> = BTreeMap::new();
        for Recommended { file, recommendation } in recommended {
            let requests = recommendation.book().requests();
            let purchases = PurchaseIds::among(requests);
            for (item, request) in requests.iter().enumerate() {
                let purchase = purchases.of(request);
                let day = recommendation.as_of();
                if latest.get(&purchase).is_some_and(|(other, _)| *other > day) {
                    continue;
                }
                let task = books.live(purchase).is_none().then(|| of_item(file, recommendation, item, as_of)).flatten();
                latest.insert(purchase, (day, task));
            }
        }
        tasks.extend(latest.into_values().filter_map(|(_, task)| task));
        tasks.sort_by(|a, b| {
            let key = |task: &Task| (task.kind, task.since, task.seq);
            key(a).cmp(&key(b)).then_with(|| (&a.request, &a.lot, &a.item).cmp(&(&b.request, &b.lot, &b.item)))
        });
        Ok(Self { head, as_of, tasks })
    }

    /// Says whether something is overdue.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.tasks.iter().any(|task| task.overdue.is_some())
    }
}

/// Finds what is still to be done about an item that has no award.
fn of_item(file: &Untrusted, recommendation: &Recommendation<'_>, item: usize, as_of: Date) -> Option<Task> {
    let request = recommendation.book().requests().get(item)?;
    let (kind, chosen) = match recommendation.decisions().get(item)?.kind {
        DecisionKind::Recommended(quote) => (Kind::NotAwarded, Some(quote)),
        DecisionKind::TradeOff | DecisionKind::Tie => (Kind::Undecided, None),
        DecisionKind::None => (Kind::NoOffer, None),
    };
    let since = recommendation.as_of();
    Some(Task {
        kind,
        seq: None,
        file: Some(file.clone()),
        request: request.number.clone(),
        lot: request.lot.clone(),
        item: request.item.clone(),
        vendor: chosen.map(|quote| recommendation.vendor(quote).clone()),
        holder: Holder::Buyer,
        since,
        days: since.days_until(as_of),
        due: request.needed_by,
        overdue: overdue(request.needed_by, as_of),
        quantity: Some(request.quantity.decimal()),
        amount: chosen.and_then(|quote| recommendation.total(item, quote)),
        currency: recommendation.book().currency(),
    })
}

/// Finds what is still to be done about an award; `None` on overflow.
fn of_award(line: &Line, as_of: Date, tasks: &mut Vec<Task>) -> Option<()> {
    let approved = line.approval.as_ref().map_or(line.on, |approval| approval.on);
    let due = line.needed_by.or(line.promised);
    let buyer = || Holder::Person(line.buyer.clone());
    let task = |kind, holder, since: Date, quantity, amount| Task {
        kind,
        seq: Some(line.seq),
        file: None,
        request: line.request.clone(),
        lot: line.lot.clone(),
        item: line.item.clone(),
        vendor: Some(line.vendor.clone()),
        holder,
        since,
        days: since.days_until(as_of),
        due,
        overdue: if line.is_delivered() { None } else { overdue(due, as_of) },
        quantity,
        amount,
        currency: line.currency,
    };
    let ordered = line.ordered.decimal();
    match line.status {
        Status::Void | Status::Superseded => return Some(()),
        Status::Pending => {
            let holder = Holder::OtherThan(line.buyer.clone());
            tasks.push(task(Kind::NotApproved, holder, line.on, Some(ordered), Some(line.awarded)));
            return Some(());
        }
        Status::Committed => {}
    }
    if !line.is_delivered() {
        let open = difference(ordered, line.received)?;
        tasks.push(task(Kind::NotReceived, buyer(), approved, Some(open), Some(line.committed)));
    }
    // What was delivered is judged by itself: that more is to come stands in the line above.
    let judged = |kind, since, quantity, amount| Task { overdue: None, ..task(kind, buyer(), since, quantity, amount) };
    let Some(last) = line.counted().map(|received| received.on).max() else { return Some(()) };
    let over = line.paid.minus(line.awarded.share(line.received, line.ordered)?)?;
    if over.minor() != 0 {
        tasks.push(judged(Kind::Price, last, None, Some(over)));
    }
    if line.received > ordered {
        tasks.push(judged(Kind::Quantity, last, Some(difference(line.received, ordered)?), None));
    }
    let refused: Vec<_> = line.counted().filter(|received| received.receipt.accepted == Some(false)).collect();
    if let Some(first) = refused.iter().map(|received| received.on).min() {
        let Delivered { quantity, paid } = Delivered::of(refused.into_iter(), line.currency)?;
        tasks.push(judged(Kind::Quality, first, Some(quantity), Some(paid)));
    }
    Some(())
}

fn difference(more: Decimal, less: Decimal) -> Option<Decimal> {
    Decimal::from_millionths(more.millionths().checked_sub(less.millionths())?)
}

/// Returns how many days ago something was due; on the day itself nothing is overdue.
fn overdue(due: Option<Date>, as_of: Date) -> Option<i32> {
    due.map(|due| due.days_until(as_of)).filter(|days| *days > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::read::{Options, read};
    use crate::rule::recommend::recommend;
    use crate::summary::sample::{Sample, day, money, quantity};
    use crate::value::source::{Role, Source};

    fn tasks(sample: &Sample, recommended: &[Recommended<'_>], as_of: &str) -> Vec<String> {
        let found = FollowUp::of(&sample.books, None, recommended, day(as_of)).unwrap();
        let line = |task: &Task| {
            let holder = match &task.holder {
                Holder::Buyer => "buyer".to_owned(),
                Holder::Person(name) => name.raw().to_owned(),
                Holder::OtherThan(name) => format!("not {}", name.raw()),
            };
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!(
                "{:?} {} {holder} {} {}d {} {} {}",
                task.kind,
                task.item.raw(),
                task.since,
                task.days,
                text(task.overdue.map(|days| days.to_string())),
                text(task.quantity.map(|quantity| quantity.to_string())),
                text(task.amount.map(|amount| amount.to_string())),
            )
        };
        found.tasks.iter().map(line).collect()
    }

    /// Gives the recommendation of a sheet to a function.
    fn compared<T>(text: &str, as_of: &str, then: impl FnOnce(&Recommendation<'_>) -> T) -> T {
        let sources = [Source {
            name: "q.csv".into(),
            path: "q.csv".into(),
            role: Role::Quotes,
            bytes: text.as_bytes().to_vec(),
        }];
        let policy = Policy::default();
        let book = read(&sources, &policy, &Options::default()).unwrap();
        then(&recommend(book, policy, day(as_of)))
    }

    fn one<'r>(recommendation: &'r Recommendation<'r>) -> Recommended<'r> {
        Recommended { file: "r.json".into(), recommendation }
    }

    #[test]
    fn an_award_is_overdue_from_the_day_after_it_was_needed() {
        let mut sample = Sample::new();
        let seq = sample.award(|award| {
            award.bought.needed_by = Some(day("2026-11-10"));
            award.bought.chosen.delivery = Some(day("2026-11-05"));
        });
        assert_eq!(tasks(&sample, &[], "2026-11-10"), ["NotReceived desk Wang 2026-11-02 8d - 10 90.00"]);
        assert_eq!(tasks(&sample, &[], "2026-11-11"), ["NotReceived desk Wang 2026-11-02 9d 1 10 90.00"]);
        sample.receive(seq, "4", "36.00");
        assert_eq!(tasks(&sample, &[], "2026-11-25"), ["NotReceived desk Wang 2026-11-02 23d 15 6 54.00"]);
        let last = sample.receive(seq, "6", "54.00");
        assert!(tasks(&sample, &[], "2026-11-25").is_empty());
        sample.void(last);
        assert_eq!(tasks(&sample, &[], "2026-11-25").len(), 1, "a void receipt brings nothing");
    }

    #[test]
    fn without_a_day_of_need_the_promise_counts_and_without_both_nothing_is_overdue() {
        let mut sample = Sample::new();
        sample.award(|award| {
            award.bought.needed_by = None;
            award.bought.chosen.delivery = Some(day("2026-11-05"));
        });
        sample.award(|award| {
            award.bought.needed_by = None;
            award.bought.chosen.delivery = None;
        });
        let found = FollowUp::of(&sample.books, None, &[], day("2026-11-06")).unwrap();
        let overdue: Vec<Option<i32>> = found.tasks.iter().map(|task| task.overdue).collect();
        assert_eq!(overdue, [Some(1), None]);
        assert!(found.is_overdue());
    }

    #[test]
    fn a_pending_award_is_held_by_another_person_than_its_buyer() {
        let mut sample = Sample::new();
        let pending =
            sample.award(|award| award.bought.approval_above = crate::value::money::Limit::try_new(Decimal::ZERO));
        assert_eq!(tasks(&sample, &[], "2026-11-04"), ["NotApproved desk not Wang 2026-11-02 2d - 10 90.00"]);
        sample.approve(pending);
        assert_eq!(tasks(&sample, &[], "2026-11-04"), ["NotReceived desk Wang 2026-11-03 1d - 10 90.00"]);
        sample.void(pending);
        assert!(tasks(&sample, &[], "2026-11-04").is_empty());
    }

    #[test]
    fn price_quantity_and_quality_are_told_apart() {
        let mut sample = Sample::new();
        let seq = sample.award(|_| {});
        sample.receive(seq, "12", "100.00");
        assert_eq!(
            tasks(&sample, &[], "2026-11-22"),
            // 12 of 10 for 90.00 are 108.00.
            ["Price desk Wang 2026-11-20 2d - - -8.00", "Quantity desk Wang 2026-11-20 2d - 2 -"]
        );
        let seq = sample.award(|_| {});
        sample.refuse(seq, "10", "90.00");
        assert_eq!(tasks(&sample, &[], "2026-11-22")[2], "Quality desk Wang 2026-11-20 2d - 10 90.00");
    }

    #[test]
    fn items_without_an_award_are_undecided_or_not_awarded_until_one_counts() {
        let sheet = "item,vendor,unit_price,quantity,request,needed_by\n\
                     pen,A,2,10,R,2026-11-20\npen,B,2,10,R,2026-11-20\n\
                     ink,A,2,10,R,2026-11-30\nink,B,3,10,R,2026-11-30\n\
                     cup,A,N/A,1,R,\n";
        let mut sample = Sample::new();
        let expected = [
            "Undecided pen buyer 2026-11-02 20d 2 10 -",
            "NoOffer cup buyer 2026-11-02 20d - 1 -",
            "NotAwarded ink buyer 2026-11-02 20d - 10 20.00",
        ];
        compared(sheet, "2026-11-02", |earlier| {
            assert_eq!(tasks(&sample, &[one(earlier)], "2026-11-22"), expected);
            // A later comparison of the same purchase takes the place of the earlier one, in whatever order they come.
            compared(&sheet.replace("pen,B,2,", "pen,B,3,"), "2026-11-05", |later| {
                for both in [[one(earlier), one(later)], [one(later), one(earlier)]] {
                    let found = tasks(&sample, &both, "2026-11-22");
                    assert_eq!(found.len(), 3);
                    assert_eq!(found[2], "NotAwarded pen buyer 2026-11-05 17d 2 10 20.00");
                }
            });
            let purchase = PurchaseIds::among(earlier.book().requests()).of(&earlier.book().requests()[1]);
            let seq = sample.award(|award| {
                award.bought.purchase = purchase;
                award.bought.quantity = quantity("10");
                award.bought.chosen.total = money("20.00");
            });
            assert_eq!(tasks(&sample, &[one(earlier)], "2026-11-22").len(), 3, "one is awarded, and to be received");
            sample.void(seq);
            assert_eq!(tasks(&sample, &[one(earlier)], "2026-11-22"), expected);
        });
    }
}
