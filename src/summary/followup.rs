//! What is still to be done: items undecided or not awarded, awards not approved, not received, not paid, not as ordered.

use std::collections::BTreeMap;

pub(crate) use super::definition::FOLLOW_UP as DEFINITIONS;
use super::line::{Line, Overflow, lines};
use crate::ledger::{Award, Head, LedgerState, PurchaseId, PurchaseIds, Seq, Status};
use crate::rule::dataset::items::Request;
use crate::rule::dataset::quotes::ItemId;
use crate::rule::decision::DecisionKind;
use crate::rule::recommendation::Recommendation;
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::decimal::{self, Decimal};
use crate::value::money::Money;
use crate::value::untrusted::{Untrusted, UntrustedStr};

/// What is still to be done, on a day.
#[derive(Debug, Clone)]
pub(crate) struct FollowUp {
    pub(crate) head: Option<Head>,
    /// The day that stands for today.
    pub(crate) as_of: Date,
    /// By kind, then by the day since when, then by entry and item.
    pub(crate) tasks: Vec<Task>,
}

/// A recommendation that may have items to be decided or awarded.
#[derive(Debug)]
pub(crate) struct Recommended<'r> {
    /// The file that it was read from.
    pub(crate) file: Untrusted,
    pub(crate) recommendation: &'r Recommendation,
}

/// Something that is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) kind: Kind,
    /// The entry of the award, where there is one.
    pub(crate) seq: Option<Seq>,
    /// The file of the recommendation, where there is no award.
    pub(crate) file: Option<Untrusted>,
    pub(crate) request: Option<Untrusted>,
    pub(crate) lot: Option<Untrusted>,
    pub(crate) item: Untrusted,
    /// To whom it was awarded, or is recommended to be.
    pub(crate) vendor: Option<Untrusted>,
    /// Who has to act.
    pub(crate) holder: Holder,
    pub(crate) since: Date,
    /// How many days that is.
    pub(crate) days: i32,
    pub(crate) due: Option<Date>,
    /// How many days ago that was; `None` where nothing is overdue.
    pub(crate) overdue: Option<i32>,
    pub(crate) quantity: Option<Decimal>,
    pub(crate) amount: Option<Money>,
    pub(crate) currency: Currency,
}

/// What is still to be done about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Undecided,
    NoOffer,
    NotAwarded,
    NotApproved,
    NotReceived,
    NotPaid,
    Price,
    Quantity,
    Quality,
    Returned,
    Credit,
}

/// Who has to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holder {
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
    pub(crate) fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        recommended: &[Recommended<'_>],
        as_of: Date,
    ) -> Result<Self, Overflow> {
        let mut tasks = Vec::new();
        for line in lines(books, None, None)? {
            tasks.extend(of_award(&line, as_of).ok_or(Overflow { seq: line.seq })?);
        }
        let mut latest: BTreeMap<PurchaseId, (Date, Option<Task>)> = BTreeMap::new();
        for Recommended { file, recommendation } in recommended {
            let purchases = PurchaseIds::among(recommendation.by_item());
            let day = recommendation.as_of();
            for (request, place, item) in requests(recommendation) {
                let purchase = purchases.of(&request);
                if latest.get(&purchase).is_some_and(|(other, _)| *other > day) {
                    continue;
                }
                let of_item = || of_item(file, recommendation, (item, place), &request, as_of);
                let task = books.live(purchase).is_none().then(of_item);
                latest.insert(purchase, (day, task));
            }
        }
        tasks.extend(latest.into_values().filter_map(|(_, task)| task));
        tasks.sort_by_cached_key(|task| {
            (task.kind, task.since, task.seq, task.request.clone(), task.lot.clone(), task.item.clone())
        });
        Ok(Self { head, as_of, tasks })
    }

    /// Says whether something is overdue.
    pub(crate) fn is_overdue(&self) -> bool {
        self.tasks.iter().any(|task| task.overdue.is_some())
    }
}

/// Returns what is to be bought, item by item: those of a lot each with its place in the lot, and with the lot.
fn requests(recommendation: &Recommendation) -> Vec<(Request<'_>, Option<usize>, ItemId)> {
    let of = |item: ItemId| match recommendation.lots().and_then(|lots| Some((lots, lots.items(item)?))) {
        None => vec![(recommendation.request(item), None, item)],
        Some((lots, items)) => {
            let line = |(place, line): (usize, &ItemId)| (lots.by_item().request(*line), Some(place), item);
            items.iter().enumerate().map(line).collect()
        }
    };
    recommendation.dataset().items().flat_map(of).collect()
}

/// Finds what is still to be done about an item that has no award; of a line of a lot with its place in the lot.
fn of_item(
    file: &Untrusted,
    recommendation: &Recommendation,
    (item, line): (ItemId, Option<usize>),
    request: &Request<'_>,
    as_of: Date,
) -> Task {
    let total = |quote| match line {
        None => recommendation.total(item, quote),
        Some(place) => recommendation.lots().and_then(|lots| lots.line_total(quote, place)),
    };
    let text = |text: Option<UntrustedStr<'_>>| text.map(UntrustedStr::to_owned);
    let (kind, chosen) = match recommendation.decide(item).kind {
        DecisionKind::Recommended(quote) => (Kind::NotAwarded, Some(quote)),
        DecisionKind::TradeOff | DecisionKind::Tie => (Kind::Undecided, None),
        DecisionKind::None => (Kind::NoOffer, None),
    };
    let since = recommendation.as_of();
    Task {
        kind,
        seq: None,
        file: Some(file.clone()),
        request: text(request.number),
        lot: text(request.lot),
        item: request.item.to_owned(),
        vendor: chosen.map(|quote| recommendation.vendor(quote).to_owned()),
        holder: Holder::Buyer,
        since,
        days: since.days_until(as_of),
        due: request.needed_by,
        overdue: overdue(request.needed_by, as_of),
        quantity: Some(request.quantity.decimal()),
        amount: chosen.and_then(total).map(|total| total.payable(recommendation.dataset().currency())),
        currency: recommendation.dataset().currency(),
    }
}

/// Finds what is still to be done about an award; `None` on overflow.
fn of_award(line: &Line, as_of: Date) -> Option<Vec<Task>> {
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
    let account = &line.account;
    match line.status {
        Status::Void | Status::Superseded => return Some(Vec::new()),
        Status::Pending => {
            let holder = Holder::OtherThan(line.buyer.clone());
            return Some(vec![task(Kind::NotApproved, holder, line.on, Some(ordered), Some(line.awarded))]);
        }
        // Somebody said, with a reason, that nothing more is to be done.
        Status::Committed if account.is_closed => return Some(Vec::new()),
        Status::Committed => {}
    }
    let mut tasks = Vec::new();
    if !line.is_delivered() {
        let open = decimal::difference(ordered, account.counted)?;
        tasks.push(task(Kind::NotReceived, buyer(), approved, Some(open), Some(account.open)));
    }
    // What was delivered is judged by itself: that more is to come is the task above.
    let Some(last) = line.counted().map(|received| received.on).max() else { return Some(tasks) };
    let mut judged = |kind, since, quantity, amount| {
        tasks.push(Task { overdue: None, ..task(kind, buyer(), since, quantity, amount) });
    };
    if account.owed.minor() > 0 {
        judged(Kind::NotPaid, last, None, Some(account.owed));
    }
    let over = account.cost.minus(line.awarded.share(account.counted, line.ordered)?)?;
    if over.minor() != 0 {
        judged(Kind::Price, last, None, Some(over));
    }
    if !account.surplus.is_zero() {
        judged(Kind::Quantity, last, Some(account.surplus), None);
    }
    let refused =
        line.counted().filter(|received| received.what.accepted_quantity() < received.what.quantity.decimal());
    if let Some(first) = refused.map(|received| received.on).min() {
        judged(Kind::Quality, first, Some(account.refused), None);
    }
    if let Some(first) = line.first_return {
        judged(Kind::Returned, first, Some(account.returned), None);
    }
    if account.apart.minor() > 0 {
        judged(Kind::Credit, last, None, Some(account.apart));
    }
    Some(tasks)
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
    use crate::rule::recommendation::recommend;
    use crate::summary::sample::{Sample, day, money, needs_approval, quantity};
    use crate::value::source::{Role, Source};

    /// Writes tasks as `kind item holder since days overdue quantity amount`.
    fn tasks(sample: &Sample, recommended: &[Recommended<'_>], as_of: &str) -> Vec<String> {
        let found = FollowUp::of(&sample.books, None, recommended, day(as_of)).unwrap();
        let line = |task: &Task| {
            let holder = match &task.holder {
                Holder::Buyer => "buyer".to_owned(),
                Holder::Person(name) => name.raw().to_owned(),
                Holder::OtherThan(name) => format!("not {}", name.raw()),
            };
            let overdue = task.overdue.map(|days| days.to_string());
            let quantity = task.quantity.map(|quantity| quantity.to_string());
            let amount = task.amount.map(|amount| amount.to_string());
            let [overdue, quantity, amount] = [overdue, quantity, amount].map(|text| text.unwrap_or("-".to_owned()));
            let (kind, item, since, days) = (task.kind, task.item.raw(), task.since, task.days);
            format!("{kind:?} {item} {holder} {since} {days}d {overdue} {quantity} {amount}")
        };
        found.tasks.iter().map(line).collect()
    }

    /// Gives the recommendation of a sheet to a function.
    fn compared<T>(text: &str, as_of: &str, then: impl FnOnce(Recommended<'_>) -> T) -> T {
        let sources = [Source::in_memory("q.csv", Role::Quotes, text.as_bytes().to_vec())];
        let policy = Policy::default();
        let dataset = read(&sources, &policy, &Options::default()).unwrap();
        let recommendation = &recommend(dataset, policy, day(as_of));
        then(Recommended { file: "r.json".into(), recommendation })
    }

    #[test]
    fn an_award_is_overdue_from_the_day_after_it_was_needed_else_promised() {
        for (needed, promised, as_of, overdue) in [
            (Some("2026-11-10"), Some("2026-11-05"), "2026-11-10", None),
            (Some("2026-11-10"), Some("2026-11-05"), "2026-11-11", Some(1)),
            (None, Some("2026-11-05"), "2026-11-06", Some(1)),
            (None, None, "2026-11-30", None),
        ] {
            let mut sample = Sample::new();
            sample.award(|award| {
                award.bought.needed_by = needed.map(day);
                award.bought.chosen.delivery = promised.map(day);
            });
            let found = FollowUp::of(&sample.books, None, &[], day(as_of)).unwrap();
            assert_eq!((found.tasks[0].overdue, found.is_overdue()), (overdue, overdue.is_some()), "{as_of}");
        }
    }

    #[test]
    fn an_award_is_to_be_approved_by_another_person_and_then_to_be_received_until_all_is_there() {
        let mut sample = Sample::new();
        let seq = sample.award(|award| {
            award.bought.needed_by = Some(day("2026-11-10"));
            needs_approval(award);
        });
        assert_eq!(tasks(&sample, &[], "2026-11-04"), ["NotApproved desk not Wang 2026-11-02 2d - 10 90.00"]);
        sample.approve(seq);
        assert_eq!(tasks(&sample, &[], "2026-11-04"), ["NotReceived desk Wang 2026-11-03 1d - 10 90.00"]);
        sample.receive(seq, "4", "36.00");
        assert_eq!(tasks(&sample, &[], "2026-11-25"), ["NotReceived desk Wang 2026-11-03 22d 15 6 54.00"]);
        let last = sample.receive(seq, "6", "54.00");
        assert!(tasks(&sample, &[], "2026-11-25").is_empty());
        sample.void(last);
        assert_eq!(tasks(&sample, &[], "2026-11-25").len(), 1, "a void receipt brings nothing");
        let seq = sample.award(|_| {});
        sample.void(seq);
        assert_eq!(tasks(&sample, &[], "2026-11-25").len(), 1, "a void award needs nothing");
    }

    #[test]
    fn price_quantity_and_quality_are_tasks_of_their_own() {
        let mut sample = Sample::new();
        let seq = sample.award(|_| {});
        sample.receive(seq, "12", "100.00");
        let seq = sample.award(|_| {});
        sample.refuse(seq, "10", "90.00");
        assert_eq!(
            tasks(&sample, &[], "2026-11-22"),
            [
                "NotReceived desk Wang 2026-11-02 20d - 10 90.00",
                // 12 for 100.00, of which 10 were ordered, for 90.00: they cost 83.33.
                "Price desk Wang 2026-11-20 2d - - -6.67",
                "Quantity desk Wang 2026-11-20 2d - 2 -",
                "Quality desk Wang 2026-11-20 2d - 10 -",
                // What was paid for the two, and for the ten.
                "Credit desk Wang 2026-11-20 2d - - 16.67",
                "Credit desk Wang 2026-11-20 2d - - 90.00",
            ]
        );
    }

    #[test]
    fn what_is_owed_or_went_back_is_a_task_until_the_award_is_closed() {
        let mut sample = Sample::new();
        let seq = sample.award(|_| {});
        sample.deliver(seq, "10", None);
        sample.give_back(seq, "2");
        assert_eq!(
            tasks(&sample, &[], "2026-11-22"),
            [
                "NotReceived desk Wang 2026-11-02 20d - 2 18.00",
                "NotPaid desk Wang 2026-11-20 2d - - 72.00",
                "Returned desk Wang 2026-11-21 1d - 2 -",
            ]
        );
        sample.pay(seq, "72.00");
        let closing = sample.close(seq);
        assert!(tasks(&sample, &[], "2026-11-22").is_empty());
        sample.void(closing);
        assert_eq!(tasks(&sample, &[], "2026-11-22").len(), 2);
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
            let second = earlier.recommendation.dataset().items().nth(1).unwrap();
            let purchase = PurchaseIds::among(earlier.recommendation).of(&earlier.recommendation.request(second));
            let both = [earlier];
            assert_eq!(tasks(&sample, &both, "2026-11-22"), expected);
            let seq = sample.award(|award| {
                award.bought.purchase = purchase;
                award.bought.quantity = quantity("10");
                award.bought.chosen.total = money("20.00");
            });
            assert_eq!(tasks(&sample, &both, "2026-11-22").len(), 3, "one is awarded, and to be received");
            sample.void(seq);
            assert_eq!(tasks(&sample, &both, "2026-11-22"), expected);
            // A later comparison of the same purchase takes the place of the earlier one, in whatever order they come.
            compared(&sheet.replace("pen,B,2,", "pen,B,3,"), "2026-11-05", |later| {
                let [earlier] = both;
                let mut both = [earlier, later];
                for _ in 0..2 {
                    let found = tasks(&sample, &both, "2026-11-22");
                    assert_eq!(found.len(), 3);
                    assert_eq!(found[2], "NotAwarded pen buyer 2026-11-05 17d 2 10 20.00");
                    both.reverse();
                }
            });
        });
    }
}
