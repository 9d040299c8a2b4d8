//! Ledgers for tests: entries that keep the rules, made without a database.

use crate::ledger::{Act, Actor, Award, Awarding, Basis, Books, Entry, Receipt, Rule, Terms};
use crate::policy::Policy;
use crate::read::{Options, read};
use crate::rule::recommend::{Recommendation, Savings, recommend};
use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::money::{Decimal, Limit, Money, Quantity};
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

pub(crate) struct Sample {
    pub(crate) books: Books<Box<Award>>,
    seq: u64,
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn quantity(text: &str) -> Quantity {
    Quantity::try_new(crate::value::decimal::parse(text).unwrap()).unwrap()
}

impl Sample {
    pub(crate) fn new() -> Self {
        let mut sample = Self { books: Books::default(), seq: 0 };
        sample.record(Act::Genesis, "Wang");
        sample
    }

    /// Awards 10 desks to Hongda for 90.00, budget 100.00, the other offer 95.00, last price 12 each; in a purchase of
    /// its own, with what a test changes.
    pub(crate) fn award(&mut self, change: impl FnOnce(&mut Award)) -> u64 {
        self.award_by("Wang", change)
    }

    pub(crate) fn award_by(&mut self, buyer: &str, change: impl FnOnce(&mut Award)) -> u64 {
        let number = self.seq;
        let text = format!(
            "item,vendor,unit_price,quantity,budget,last_price,request\ndesk,Hongda,9,10,100,12,R{number}\ndesk,Meijia,9.5,10,100,12,R{number}\n"
        );
        let sources = [Source {
            name: "quotes.csv".into(),
            path: "quotes.csv".into(),
            role: Role::Quotes,
            bytes: text.into_bytes(),
        }];
        let policy = Policy::default();
        let book = read(&sources, &policy, &Options::default()).unwrap();
        let mut award = award_of(&recommend(book, policy, day("2026-11-02")), number);
        change(&mut award);
        self.record(Act::Award(Box::new(award)), buyer)
    }

    pub(crate) fn approve(&mut self, target: u64) -> u64 {
        self.record(Act::Approve { target, on: day("2026-11-03"), reason: None }, "Li")
    }

    pub(crate) fn receive(&mut self, target: u64, delivered: &str, paid: &str) -> u64 {
        self.delivery(target, delivered, paid, Some(true))
    }

    /// Receives what is not as ordered.
    pub(crate) fn refuse(&mut self, target: u64, delivered: &str, paid: &str) -> u64 {
        self.delivery(target, delivered, paid, Some(false))
    }

    fn delivery(&mut self, target: u64, delivered: &str, paid: &str, accepted: Option<bool>) -> u64 {
        let receipt = Receipt {
            accepted,
            paid: money(paid),
            quantity: quantity(delivered),
            reference: Some(Untrusted::new(&format!("delivery {}", self.seq))),
        };
        self.record(Act::Receive { target, on: day("2026-11-20"), receipt, note: None }, "Zhao")
    }

    pub(crate) fn void(&mut self, target: u64) -> u64 {
        self.record(Act::Void { target, on: day("2026-11-21"), reason: "ordered twice".into() }, "Wang")
    }

    fn record(&mut self, act: Act, name: &str) -> u64 {
        let actor = Actor { host: "office".into(), name: name.into(), os_user: "user".into() };
        let flags = match self.books.judge(&act, &actor) {
            Rule::Allowed(flags) => flags,
            refused @ (Rule::Same(_) | Rule::Refused(_)) => panic!("{refused:?}"),
        };
        self.seq = self.seq.saturating_add(1);
        let entry = Entry {
            ledger_id: "0f".repeat(16),
            seq: self.seq,
            prev: Digest::ZERO,
            at: Moment::parse("2026-11-22T08:00:00Z").unwrap(),
            actor,
            flags,
            idem: act.idem(),
            act,
            tool: "0.1.0".to_owned(),
        };
        self.books.take(&entry);
        self.seq
    }
}

fn award_of(recommendation: &Recommendation<'_>, number: u64) -> Award {
    let terms = Terms { on: day("2026-11-02"), reason: None, reasonable: None, supersedes: None };
    let chosen = recommendation.decisions()[0].outcomes[0].quote;
    Awarding::of(recommendation, Digest::of(&number.to_le_bytes())).award(0, chosen, terms).unwrap()
}

/// Makes the award one of another currency, amounts in its minor units.
pub(crate) fn in_currency(award: &mut Award, code: &str) {
    let currency = Currency::parse(code).unwrap();
    let turned = |amount: &mut Option<Money>| {
        *amount = amount.map(|amount| Money::from_minor(amount.minor(), currency));
    };
    let bought = &mut award.bought;
    bought.currency = currency;
    bought.chosen.total = Money::from_minor(bought.chosen.total.minor(), currency);
    turned(&mut bought.budget);
    turned(&mut bought.missed);
    let Savings { budget, median, highest, last_price, first_offer } = &mut award.savings;
    [budget, median, highest, last_price, first_offer].into_iter().for_each(turned);
}

/// Makes the award one that somebody else has to approve.
pub(crate) fn needs_approval(award: &mut Award) {
    award.bought.approval_above = Limit::try_new(Decimal::ZERO);
}

/// Makes the award one that a person made against the rule.
pub(crate) fn overridden(award: &mut Award, missed: &str, reason: &str) {
    award.bought.basis = Basis::Override;
    award.bought.missed = Some(money(missed));
    award.bought.recommended = Some("Meijia".into());
    award.reason = Some(reason.into());
}
