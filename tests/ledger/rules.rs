//! What may be recorded, and what an award says.

use bijia::ledger::{Act, Award, Basis, Books, Flag, Outcome, Status, Violation};

use super::desk::{Desk, POLICY, SHEET, approve, award, document, receive, replacing, void};
use crate::support;

fn of(act: &Act) -> &Award {
    match act {
        Act::Award(award) => award,
        other @ (Act::Genesis | Act::Approve { .. } | Act::Receive { .. } | Act::Void { .. }) => panic!("{other:?}"),
    }
}

fn books(desk: &Desk) -> Books<Box<Award>> {
    desk.ledger.check().unwrap().1
}

#[test]
fn an_award_carries_what_it_was_held_against() {
    let sheet = document(SHEET);
    let act = award(&sheet, "desk", "Meijia", (Some("better wood"), None));
    let Award { bought, savings, recommendation, .. } = of(&act);
    assert_eq!((bought.basis, bought.admitted), (Basis::Override, 2));
    assert_eq!(bought.chosen.total.to_string(), "45500.00");
    assert_eq!(bought.recommended.as_ref().unwrap().raw(), "Hongda");
    assert_eq!(bought.missed.unwrap().to_string(), "2500.00");
    // Each quote of a lower total, rejected ones too, with the reason for which it was not taken.
    let lower: Vec<_> = bought.lower.iter().map(|not| (not.vendor.raw(), not.step.as_deref().unwrap())).collect();
    assert_eq!(lower, [("Hongda", "price"), ("Old Oak", "expired"), ("Lantern", "below-required-quality")]);
    assert_eq!(savings.budget.unwrap().to_string(), "4500.00");
    assert_eq!(savings.highest.unwrap().to_string(), "-2500.00");
    assert_eq!(savings.last_price.unwrap().to_string(), "-1300.00");
    assert_eq!(recommendation.sha256, sheet.sha256());
    let basis = |item, vendor| of(&award(&sheet, item, vendor, (None, None))).bought.basis;
    assert_eq!(basis("desk", "Hongda"), Basis::Rule);
    assert_eq!(basis("desk", "Lantern"), Basis::DespiteGate);
    assert_eq!(basis("paper", "Meijia"), Basis::Choice);
}

#[test]
fn a_purchase_is_awarded_once() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    let first = desk.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!((first.seq, first.flags.as_slice()), (2, &[Flag::Pending][..]));
    assert_eq!(desk.record("Li", award(&sheet, "desk", "Hongda", (None, None))), Outcome::Same(2));
    let other = desk.refused("Wang", award(&sheet, "desk", "Meijia", (Some("better"), None)));
    assert_eq!(other, Violation::AlreadyAwarded { seq: 2, vendor: "Hongda".into() });
    // The same list with other quotes is the same purchase, another list is another one.
    let again = document(&SHEET.replace("215", "214"));
    assert!(matches!(
        desk.refused("Wang", award(&again, "desk", "Hongda", (None, None))),
        Violation::AlreadyAwarded { .. }
    ));
    desk.must("Wang", award(&document(&SHEET.replace(",200,", ",100,")), "desk", "Hongda", (None, None)));
}

#[test]
fn a_request_number_makes_another_purchase() {
    let numbered = |number: &str| {
        let sheet = SHEET.replace("item,", "request,item,").replace("\ndesk", &format!("\n{number},desk"));
        document(&sheet.replace("\nlamp", "\n,lamp").replace("\npaper", "\n,paper"))
    };
    let mut desk = Desk::new();
    desk.must("Wang", award(&numbered("R-1"), "desk", "Hongda", (None, None)));
    desk.must("Wang", award(&numbered("R-2"), "desk", "Hongda", (None, None)));
    let wide = numbered("Ｒ-2");
    assert!(matches!(
        desk.refused("Wang", award(&wide, "desk", "Hongda", (None, None))),
        Violation::AlreadyAwarded { .. }
    ));
}

#[test]
fn who_decides_otherwise_says_why() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    for (item, vendor, reason, reasonable, expected) in [
        ("desk", "Meijia", None, None, Violation::NoReason("an offer that is not the rule's")),
        ("desk", "Meijia", Some(" \u{200b}"), None, Violation::NoReason("an offer that is not the rule's")),
        ("desk", "Lantern", None, None, Violation::NoReason("an offer that a gate rejected")),
        ("paper", "Meijia", None, None, Violation::NoReason("the choice of a person")),
        ("lamp", "Hongda", None, None, Violation::NoBasis),
        ("lamp", "Hongda", Some("only one"), Some(" "), Violation::NoBasis),
    ] {
        assert_eq!(
            desk.refused("Wang", award(&sheet, item, vendor, (reason, reasonable))),
            expected,
            "{item} {vendor}"
        );
    }
    let lamp = desk.must("Wang", award(&sheet, "lamp", "Hongda", (None, Some("list price"))));
    assert_eq!(lamp.flags, [Flag::OverBudget, Flag::SingleOffer]);
}

#[test]
fn an_award_above_the_limit_waits_for_another_person() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    desk.must("Wang Jun", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!(books(&desk).award(2).unwrap().status(), Status::Pending);
    assert_eq!(desk.refused("Zhao", receive(2, "43000.00", "200", "a")), Violation::NotApproved(2));
    for same in ["Wang Jun", " wang  JUN ", "Ｗang Jun", "Wang\u{200b} Jun"] {
        assert!(matches!(desk.refused(same, approve(2)), Violation::OwnAward { seq: 2, .. }), "{same}");
    }
    desk.must("Lin Mei", approve(2));
    assert_eq!(desk.record("Chen", approve(2)), Outcome::Same(3));
    desk.must("Zhao", receive(2, "43000.00", "200", "a"));
    assert_eq!(books(&desk).award(2).unwrap().status(), Status::Committed);
    assert_eq!(desk.refused("Lin Mei", approve(9)), Violation::NoAward(9));
}

#[test]
fn the_limit_itself_needs_no_approval() {
    let at_limit = document("item,vendor,unit_price,quality\ndesk,Hongda,20000,B\npen,Hongda,20000.01,B\n");
    let mut desk = Desk::new();
    let flags = |desk: &mut Desk, item| desk.must("Wang", award(&at_limit, item, "Hongda", (None, Some("x")))).flags;
    assert_eq!(flags(&mut desk, "desk"), [Flag::SingleOffer]);
    assert_eq!(flags(&mut desk, "pen"), [Flag::Pending, Flag::SingleOffer]);
}

#[test]
fn receipts_are_partial_and_can_be_void() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    desk.must("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)));
    desk.must("Zhao", receive(2, "40.00", "2", "a"));
    assert_eq!(desk.record("Zhao", receive(2, "40.00", "2", "a")), Outcome::Same(3));
    desk.must("Zhao", receive(2, "40.00", "2", "b"));
    let more = desk.must("Zhao", receive(2, "40.00", "2", "c"));
    assert_eq!(more.flags, [Flag::MoreThanOrdered]);
    assert!(matches!(desk.refused("Zhao", receive(2, "40", "2", "d")), Violation::OtherCurrency { .. }));
    assert_eq!(desk.refused("Wang", void(2, "x")), Violation::HasReceipts { seq: 2, receipt: 3 });
    desk.must("Zhao", void(5, "counted twice"));
    assert_eq!(desk.record("Zhao", void(5, "again")), Outcome::Same(6));
    assert_eq!(desk.refused("Zhao", receive(2, "40.00", "2", "c")), Violation::Ended { seq: 5, ended: 6 });
    let books = books(&desk);
    let paper = books.award(2).unwrap();
    assert_eq!((paper.delivered().to_string(), paper.paid().to_string()), ("4".to_owned(), "80.00".to_owned()));
}

#[test]
fn an_award_is_replaced_or_void_with_a_reason() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    desk.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    let other = |reason, seq| replacing(&sheet, "desk", "Meijia", (reason, None), Some(seq));
    assert_eq!(desk.refused("Wang", other(None, 2)), Violation::NoReason("an award that replaces another"));
    assert_eq!(desk.refused("Wang", other(Some("x"), 7)), Violation::NoAward(7));
    let lamp = desk.must("Wang", award(&sheet, "lamp", "Hongda", (None, Some("x"))));
    assert_eq!(desk.refused("Wang", other(Some("x"), lamp.seq)), Violation::OtherPurchase(lamp.seq));
    desk.must("Wang", other(Some("Hongda withdrew"), 2));
    assert_eq!(books(&desk).award(2).unwrap().status(), Status::Superseded);
    assert_eq!(desk.refused("Wang", void(2, "x")), Violation::NotLive { seq: 2, ended: 4 });
    assert_eq!(desk.refused("Wang", void(1, "x")), Violation::NothingToVoid(1));
    assert_eq!(desk.refused("Wang", void(4, "\u{a0}")), Violation::NoReason("a withdrawal"));
    desk.must("Wang", void(4, "the budget was cut"));
    // What was void counts again only when a person says so.
    let again = desk.refused("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!(again, Violation::Ended { seq: 2, ended: 4 });
    desk.must("Wang", replacing(&sheet, "desk", "Hongda", (Some("there is money after all"), None), Some(4)));
    assert_eq!(books(&desk).award(6).unwrap().status(), Status::Pending);
}

#[test]
fn a_clock_that_goes_back_is_noted() {
    let sheet = document(SHEET);
    let mut desk = Desk::new();
    desk.record_at("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)), 100);
    let Outcome::Recorded(back) = desk.record_at("Zhao", receive(2, "40.00", "2", "a"), 50) else { panic!() };
    assert_eq!(back.flags, [Flag::ClockBack]);
    let Outcome::Recorded(on) = desk.record_at("Zhao", receive(2, "40.00", "2", "b"), 60) else { panic!() };
    assert_eq!(on.flags, []);
    assert!(desk.ledger.check::<()>().is_ok());
}

#[test]
fn the_limit_of_a_policy_is_part_of_its_hash() {
    let sheet = |policy: &str| support::compare(&[("q.csv", "item,vendor,unit_price\na,b,1\n")], None, policy).unwrap();
    assert_ne!(sheet(POLICY)["policy_sha256"], sheet(&POLICY.replace("20000", "20001"))["policy_sha256"]);
}
