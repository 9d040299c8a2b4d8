//! Ledgers for tests: entries that keep the rules, made without a database.

use crate::ledger::{
    Accepted, Action, Actor, Award, AwardBuilder, Basis, Entry, Judgement, LedgerId, LedgerState, Payment, Receipt,
    Seq, Terms,
};
use crate::policy::Policy;
use crate::read::{Options, read};
use crate::rule::edition::Edition;
use crate::rule::recommendation::{Recommendation, recommend};
use crate::rule::savings::Savings;
use crate::value::currency::Currency;
use crate::value::date::{Date, Moment};
use crate::value::money::{Decimal, Limit, Money, Quantity};
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::Untrusted;

/// A ledger under way.
pub(crate) struct Sample {
    pub(crate) books: LedgerState<Box<Award>>,
    next: Seq,
}

/// Makes a date.
pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Makes an amount by its text.
pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// Makes a quantity.
pub(crate) fn quantity(text: &str) -> Quantity {
    Quantity::try_new(crate::value::decimal::parse(text).unwrap()).unwrap()
}

impl Sample {
    pub(crate) fn new() -> Self {
        let mut sample = Self { books: LedgerState::default(), next: Seq::FIRST };
        sample.record(Action::Genesis, "Wang");
        sample
    }

    /// Awards 10 desks to Hongda for 90.00, budget 100.00, the other offer 95.00, last price 12 each; in a purchase of
    /// its own, with what a test changes.
    pub(crate) fn award(&mut self, change: impl FnOnce(&mut Award)) -> Seq {
        self.award_by("Wang", change)
    }

    /// Awards as somebody else.
    pub(crate) fn award_by(&mut self, buyer: &str, change: impl FnOnce(&mut Award)) -> Seq {
        let number = self.next.get();
        let text = format!(
            "item,vendor,unit_price,quantity,budget,last_price,request\ndesk,Hongda,9,10,100,12,R{number}\ndesk,Meijia,9.5,10,100,12,R{number}\n"
        );
        let sources = [Source::in_memory("quotes.csv", Role::Quotes, text.into_bytes())];
        let policy = Policy::default();
        let dataset = read(&sources, &policy, &Options::default()).unwrap();
        let mut award = award_of(&recommend(dataset, policy, day("2026-11-02")), number);
        change(&mut award);
        self.record(Action::Award(Box::new(award)), buyer)
    }

    pub(crate) fn approve(&mut self, target: Seq) -> Seq {
        self.record(Action::Approve { target, on: day("2026-11-03"), reason: None }, "Li")
    }

    pub(crate) fn receive(&mut self, target: Seq, delivered: &str, paid: &str) -> Seq {
        self.delivery(target, delivered, Some(paid), Some(Accepted::Whole(true)))
    }

    /// Receives what is not as ordered.
    pub(crate) fn refuse(&mut self, target: Seq, delivered: &str, paid: &str) -> Seq {
        self.delivery(target, delivered, Some(paid), Some(Accepted::Whole(false)))
    }

    /// Receives what nobody has judged.
    pub(crate) fn deliver(&mut self, target: Seq, delivered: &str, paid: Option<&str>) -> Seq {
        self.delivery(target, delivered, paid, None)
    }

    /// Receives what is as ordered only in part, and is not paid.
    pub(crate) fn accept(&mut self, target: Seq, delivered: &str, accepted: &str) -> Seq {
        self.delivery(target, delivered, None, Some(Accepted::Part(quantity(accepted))))
    }

    /// Pays, or with a `-` takes a credit.
    pub(crate) fn pay(&mut self, target: Seq, amount: &str) -> Seq {
        let payment =
            Payment { amount: money(amount), reference: Some(Untrusted::new(&format!("payment {}", self.next))) };
        self.record(Action::Pay { target, on: day("2026-11-21"), payment, note: None }, "Zhao")
    }

    /// Sends goods back.
    pub(crate) fn give_back(&mut self, target: Seq, returned: &str) -> Seq {
        let (quantity, reference, reason) = (quantity(returned), None, "scratched".into());
        self.record(Action::Return { target, on: day("2026-11-21"), quantity, reference, reason }, "Zhao")
    }

    /// Says that nothing more is to come.
    pub(crate) fn close(&mut self, target: Seq) -> Seq {
        self.record(Action::Close { target, on: day("2026-11-22"), reason: "settled".into() }, "Wang")
    }

    fn delivery(&mut self, target: Seq, delivered: &str, paid: Option<&str>, accepted: Option<Accepted>) -> Seq {
        let receipt = Receipt {
            accepted,
            paid: paid.map(money),
            quantity: quantity(delivered),
            reference: Some(Untrusted::new(&format!("delivery {}", self.next))),
        };
        self.record(Action::Receive { target, on: day("2026-11-20"), receipt, note: None }, "Zhao")
    }

    pub(crate) fn void(&mut self, target: Seq) -> Seq {
        self.record(Action::Void { target, on: day("2026-11-21"), reason: "ordered twice".into() }, "Wang")
    }

    fn record(&mut self, action: Action, name: &str) -> Seq {
        let actor = Actor { host: "office".into(), name: name.into(), os_user: "user".into() };
        let flags = match self.books.judge(&action, action.idem(), &actor, Edition::default()) {
            Judgement::Accepted(flags) => flags,
            refused @ (Judgement::AlreadyRecorded(_) | Judgement::Refused(_)) => panic!("{refused:?}"),
        };
        let seq = self.next;
        let entry = Entry {
            ledger_id: LedgerId::parse(&"0f".repeat(16)).unwrap(),
            seq,
            prev: Digest::ZERO,
            at: Moment::parse("2026-11-22T08:00:00Z").unwrap(),
            actor,
            flags,
            idem: action.idem(),
            action,
            tool: "0.1.0".to_owned(),
        };
        self.books.apply(&entry).unwrap();
        self.next = seq.next();
        seq
    }
}

fn award_of(recommendation: &Recommendation, number: u64) -> Award {
    let terms = Terms { on: day("2026-11-02"), reason: None, reasonable: None, supersedes: None };
    let decision = recommendation.decisions().remove(0);
    let chosen = decision.outcomes[0].quote;
    AwardBuilder::new(recommendation, Digest::of(&number.to_le_bytes())).award(&decision, chosen, terms).unwrap()
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
