//! A purchasing office: a ledger in memory, recommendations to award, and people who record.

use bijia::document::Document;
use bijia::ledger::{
    Accepted, Action, Actor, AwardBuilder, Entry, Head, Judgement, Ledger, LedgerError, Mode, Payment, Receipt, Seq,
    Terms, Violation, export,
};
#[cfg(feature = "slow-tests")]
use bijia::rule::dataset::quotes::QuoteId;
use bijia::value::date::{Date, Moment};
use bijia::value::money::{Money, Quantity};
use bijia::value::untrusted::Untrusted;

use crate::support;

/// Four vendors for a desk, one for a lamp, a tie for paper; two of the desk's quotes are rejected.
pub(crate) const SHEET: &str = "\
item,vendor,unit_price,quality,quantity,budget,last_price,valid_until,min_order
desk,Hongda,215,B,200,50000,221,,
desk,Meijia,227.50,A,200,50000,221,,
desk,Lantern,189,C,200,50000,221,,
desk,Old Oak,180,A,200,50000,221,2026-01-01,
lamp,Hongda,88.5,B,10,800,,,
paper,Hongda,20,B,5,,,,
paper,Meijia,20,B,5,,,,
";

pub(crate) const POLICY: &str = "\
[quality]
scale = [\"A\", \"B\", \"C\"]
required = \"B\"
[approval]
above = \"20000\"
";

/// A ledger in memory and the clock beside it.
pub(crate) struct Office {
    pub(crate) ledger: Ledger,
    seconds: i64,
}

impl Office {
    /// Opens an office whose ledger has its first entry.
    pub(crate) fn new() -> Self {
        let mut ledger = Ledger::in_memory().unwrap();
        ledger.write::<_, LedgerError>(Mode::Commit, actor("Wang"), moment(0), |_| Ok(())).unwrap();
        Self { ledger, seconds: 0 }
    }

    /// Records what a person says, a second after the last.
    pub(crate) fn record(&mut self, by: &str, action: Action) -> Judgement<Box<Entry>> {
        self.seconds += 1;
        self.record_at(by, action, self.seconds)
    }

    /// Records what a person says at a time of their clock.
    pub(crate) fn record_at(&mut self, by: &str, action: Action, seconds: i64) -> Judgement<Box<Entry>> {
        let at = moment(seconds);
        self.ledger
            .write::<_, LedgerError>(Mode::Commit, actor(by), at, |transaction| transaction.record(action))
            .unwrap()
    }

    /// Records many actions in one transaction, all of which must be allowed.
    #[cfg(feature = "slow-tests")]
    pub(crate) fn in_one_go(&mut self, by: &str, actions: impl Iterator<Item = Action>) {
        let (at, mut actions) = (moment(self.seconds + 1), actions);
        let all = |transaction: &mut bijia::ledger::Transaction<'_>| {
            actions.try_for_each(|action| {
                assert!(matches!(transaction.record(action)?, Judgement::Accepted(_)));
                Ok(())
            })
        };
        self.ledger.write::<_, LedgerError>(Mode::Commit, actor(by), at, all).unwrap();
    }

    /// Records what must be allowed; returns the entry.
    pub(crate) fn must(&mut self, by: &str, action: Action) -> Entry {
        match self.record(by, action) {
            Judgement::Accepted(entry) => *entry,
            other @ (Judgement::AlreadyRecorded(_) | Judgement::Refused(_)) => panic!("{other:?}"),
        }
    }

    /// Records what must be refused; returns why.
    pub(crate) fn refused(&mut self, by: &str, action: Action) -> Violation {
        let before = self.head();
        match self.record(by, action) {
            Judgement::Refused(violation) => {
                assert_eq!(self.head(), before, "something was written");
                violation
            }
            other @ (Judgement::AlreadyRecorded(_) | Judgement::Accepted(_)) => panic!("{other:?}"),
        }
    }

    pub(crate) fn head(&self) -> Option<Head> {
        self.ledger.head().unwrap()
    }

    /// Writes the export.
    pub(crate) fn export(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        export::write_head(&self.head().unwrap(), &mut bytes).unwrap();
        self.ledger
            .each::<LedgerError>(|_, entry, hash| {
                export::write_entry(entry, hash, &mut bytes).unwrap();
                Ok(())
            })
            .unwrap();
        bytes
    }
}

pub(crate) fn seq(number: u64) -> Seq {
    Seq::new(number).unwrap()
}

pub(crate) fn moment(seconds: i64) -> Moment {
    Moment::from_timestamp(jiff::Timestamp::from_second(1_795_000_000 + seconds).unwrap())
}

pub(crate) fn actor(name: &str) -> Actor {
    Actor { host: "office".into(), name: name.into(), os_user: "user".into() }
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Makes the recommendation of a sheet.
pub(crate) fn document(sheet: &str) -> Document {
    Document::parse(&support::compare_bytes(&[("quotes.csv", sheet)], None, POLICY).unwrap()).unwrap()
}

/// Makes the award of an item to a vendor, with a reason and a basis where they are given.
pub(crate) fn award(document: &Document, item: &str, vendor: &str, words: (Option<&str>, Option<&str>)) -> Action {
    replacing(document, item, vendor, words, None)
}

/// Makes the award of every item to one vendor.
#[cfg(feature = "slow-tests")]
pub(crate) fn awards(document: &Document, vendor: &str) -> Vec<Action> {
    let recommendation = document.recommendation();
    let builder = AwardBuilder::new(recommendation, document.sha256());
    let terms = Terms { on: day("2026-11-23"), reason: None, reasonable: None, supersedes: None };
    let decisions = recommendation.decisions();
    decisions
        .iter()
        .map(|decision| {
            let is_theirs = |quote: &QuoteId| recommendation.vendor(*quote).raw() == vendor;
            let quote = decision.outcomes.iter().map(|outcome| outcome.quote).find(is_theirs).unwrap();
            let award = builder.award(decision, quote, terms.clone()).unwrap();
            Action::Award(Box::new(award))
        })
        .collect()
}

/// Makes an award that replaces the one of an entry.
pub(crate) fn replacing(
    document: &Document,
    item: &str,
    vendor: &str,
    (reason, reasonable): (Option<&str>, Option<&str>),
    supersedes: Option<u64>,
) -> Action {
    let recommendation = document.recommendation();
    let mut items = recommendation.dataset().items();
    let item = items.find(|number| recommendation.request(*number).item.raw() == item).unwrap();
    let decision = recommendation.decide(item);
    let quote =
        decision.outcomes.iter().find(|outcome| recommendation.vendor(outcome.quote).raw() == vendor).unwrap().quote;
    let terms = Terms {
        on: day("2026-11-23"),
        reason: reason.map(Untrusted::new),
        reasonable: reasonable.map(Untrusted::new),
        supersedes: supersedes.map(seq),
    };
    let builder = AwardBuilder::new(recommendation, document.sha256());
    Action::Award(Box::new(builder.award(&decision, quote, terms).unwrap()))
}

pub(crate) fn approve(target: u64) -> Action {
    Action::Approve { target: seq(target), on: day("2026-11-24"), reason: None }
}

pub(crate) fn void(target: u64, reason: &str) -> Action {
    Action::Void { target: seq(target), on: day("2026-11-25"), reason: reason.into() }
}

/// Makes a receipt: what was paid, for how much, under which number.
pub(crate) fn receive(target: u64, paid: &str, quantity: &str, reference: &str) -> Action {
    delivery(target, Some(paid), quantity, Some(Accepted::Whole(true)), reference)
}

/// Makes a receipt, paid and accepted or not.
pub(crate) fn delivery(
    target: u64,
    paid: Option<&str>,
    quantity: &str,
    accepted: Option<Accepted>,
    reference: &str,
) -> Action {
    let receipt = Receipt {
        accepted,
        paid: paid.map(|paid| Money::parse(paid).unwrap()),
        quantity: quantity_of(quantity),
        reference: Some(reference.into()),
    };
    Action::Receive { target: seq(target), on: day("2026-12-01"), receipt, note: None }
}

/// Makes a payment, or below 0 a credit.
pub(crate) fn payment(target: u64, amount: &str, reference: &str) -> Action {
    let payment = Payment { amount: Money::parse(amount).unwrap(), reference: Some(reference.into()) };
    Action::Pay { target: seq(target), on: day("2026-12-02"), payment, note: None }
}

/// Makes a return of goods.
pub(crate) fn returned(target: u64, quantity: impl std::fmt::Display, reference: &str) -> Action {
    let (quantity, reference) = (quantity_of(quantity), Some(reference.into()));
    Action::Return { target: seq(target), on: day("2026-12-03"), quantity, reference, reason: "scratched".into() }
}

/// Makes the closing of an award.
pub(crate) fn close(target: u64) -> Action {
    Action::Close { target: seq(target), on: day("2026-12-04"), reason: "settled".into() }
}

/// Makes a quantity.
pub(crate) fn quantity_of(number: impl std::fmt::Display) -> Quantity {
    Quantity::try_new(bijia::value::decimal::parse(&number.to_string()).unwrap()).unwrap()
}
