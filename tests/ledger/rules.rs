//! What may be recorded, and what an award says.

use bijia::ledger::{Accepted, Action, Award, Basis, Flag, Judgement, LedgerState, ReasonFor, Status, Violation};

use super::office::{
    Office, POLICY, SHEET, approve, award, close, delivery, document, payment, quantity_of, receive, replacing,
    returned, seq, void,
};
use crate::support;

fn of(action: &Action) -> &Award {
    match action {
        Action::Award(award) => award,
        other @ (Action::Genesis
        | Action::Approve { .. }
        | Action::Receive { .. }
        | Action::Pay { .. }
        | Action::Return { .. }
        | Action::Close { .. }
        | Action::Void { .. }) => panic!("{other:?}"),
    }
}

fn state(office: &Office) -> LedgerState<Box<Award>> {
    office.ledger.check().unwrap().1
}

#[test]
fn an_award_carries_what_it_was_held_against() {
    let sheet = document(SHEET);
    let action = award(&sheet, "desk", "Meijia", (Some("better wood"), None));
    let Award { bought, savings, recommendation, .. } = of(&action);
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
    let mut office = Office::new();
    let first = office.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!((first.seq.get(), first.flags.as_slice()), (2, &[Flag::Pending][..]));
    assert_eq!(office.record("Li", award(&sheet, "desk", "Hongda", (None, None))), Judgement::AlreadyRecorded(seq(2)));
    let other = office.refused("Wang", award(&sheet, "desk", "Meijia", (Some("better"), None)));
    assert_eq!(other, Violation::AlreadyAwarded { seq: seq(2), vendor: "Hongda".into() });
    // The same list with other quotes is the same purchase, another list is another one.
    let again = document(&SHEET.replace("215", "214"));
    assert!(matches!(
        office.refused("Wang", award(&again, "desk", "Hongda", (None, None))),
        Violation::AlreadyAwarded { .. }
    ));
    office.must("Wang", award(&document(&SHEET.replace(",200,", ",100,")), "desk", "Hongda", (None, None)));
}

#[test]
fn a_request_number_makes_another_purchase() {
    let numbered = |number: &str| {
        let sheet = SHEET.replace("item,", "request,item,").replace("\ndesk", &format!("\n{number},desk"));
        document(&sheet.replace("\nlamp", "\n,lamp").replace("\npaper", "\n,paper"))
    };
    let mut office = Office::new();
    office.must("Wang", award(&numbered("R-1"), "desk", "Hongda", (None, None)));
    office.must("Wang", award(&numbered("R-2"), "desk", "Hongda", (None, None)));
    let wide = numbered("Ｒ-2");
    assert!(matches!(
        office.refused("Wang", award(&wide, "desk", "Hongda", (None, None))),
        Violation::AlreadyAwarded { .. }
    ));
}

#[test]
fn who_decides_otherwise_says_why() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    for (item, vendor, reason, reasonable, expected) in [
        ("desk", "Meijia", None, None, Violation::NoReason(ReasonFor::Basis(Basis::Override))),
        ("desk", "Meijia", Some(" \u{200b}"), None, Violation::NoReason(ReasonFor::Basis(Basis::Override))),
        ("desk", "Lantern", None, None, Violation::NoReason(ReasonFor::Basis(Basis::DespiteGate))),
        ("paper", "Meijia", None, None, Violation::NoReason(ReasonFor::Basis(Basis::Choice))),
        ("lamp", "Hongda", None, None, Violation::NotReasonable),
        ("lamp", "Hongda", Some("only one"), Some(" "), Violation::NotReasonable),
    ] {
        assert_eq!(
            office.refused("Wang", award(&sheet, item, vendor, (reason, reasonable))),
            expected,
            "{item} {vendor}"
        );
    }
    let lamp = office.must("Wang", award(&sheet, "lamp", "Hongda", (None, Some("list price"))));
    assert_eq!(lamp.flags, [Flag::OverBudget, Flag::SingleOffer]);
}

#[test]
fn an_award_above_the_limit_waits_for_another_person() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang Jun", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!(state(&office).award(seq(2)).unwrap().status(), Status::Pending);
    assert_eq!(office.refused("Zhao", receive(2, "43000.00", "200", "a")), Violation::NotApproved(seq(2)));
    for same in ["Wang Jun", " wang  JUN ", "Ｗang Jun", "Wang\u{200b} Jun"] {
        let own = Violation::OwnAward { seq: seq(2), name: "Wang Jun".into() };
        assert_eq!(office.refused(same, approve(2)), own, "{same}");
    }
    office.must("Lin Mei", approve(2));
    assert_eq!(office.record("Chen", approve(2)), Judgement::AlreadyRecorded(seq(3)));
    office.must("Zhao", receive(2, "43000.00", "200", "a"));
    assert_eq!(state(&office).award(seq(2)).unwrap().status(), Status::Committed);
    assert_eq!(office.refused("Lin Mei", approve(9)), Violation::NoAward(seq(9)));
}

#[test]
fn the_limit_itself_needs_no_approval() {
    let at_limit = document("item,vendor,unit_price,quality\ndesk,Hongda,20000,B\npen,Hongda,20000.01,B\n");
    let mut office = Office::new();
    let flags =
        |office: &mut Office, item| office.must("Wang", award(&at_limit, item, "Hongda", (None, Some("x")))).flags;
    assert_eq!(flags(&mut office, "desk"), [Flag::SingleOffer]);
    assert_eq!(flags(&mut office, "pen"), [Flag::Pending, Flag::SingleOffer]);
}

#[test]
fn receipts_are_partial_and_can_be_void() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)));
    office.must("Zhao", receive(2, "40.00", "2", "a"));
    assert_eq!(office.record("Zhao", receive(2, "40.00", "2", "a")), Judgement::AlreadyRecorded(seq(3)));
    office.must("Zhao", receive(2, "40.00", "2", "b"));
    let more = office.must("Zhao", receive(2, "40.00", "2", "c"));
    assert_eq!(more.flags, [Flag::MoreThanOrdered]);
    assert!(matches!(office.refused("Zhao", receive(2, "40", "2", "d")), Violation::OtherCurrency { .. }));
    assert_eq!(office.refused("Wang", void(2, "x")), Violation::IsFollowed { seq: seq(2), by: seq(3) });
    office.must("Zhao", void(5, "counted twice"));
    assert_eq!(office.record("Zhao", void(5, "again")), Judgement::AlreadyRecorded(seq(6)));
    assert_eq!(office.refused("Zhao", receive(2, "40.00", "2", "c")), Violation::Ended { seq: seq(5), ended: seq(6) });
    let state = state(&office);
    let paper = state.award(seq(2)).unwrap();
    assert_eq!((paper.delivered().unwrap().to_string().as_str(), paper.counted().count()), ("4", 2));
}

#[test]
fn goods_go_back_as_far_as_they_were_accepted_and_payments_are_in_the_award_s_currency() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    // Five for 100.00.
    office.must("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)));
    let refused = Some(Accepted::Whole(false));
    office.must("Zhao", delivery(2, None, "5", refused, "a"));
    let again = office.must("Zhao", delivery(2, None, "4", Some(Accepted::Part(quantity_of(3))), "b"));
    assert_eq!(again.flags, [], "what was refused is not there");
    let all = Some(Accepted::Part(quantity_of(2)));
    assert_eq!(office.refused("Zhao", delivery(2, None, "2", all, "c")), Violation::AcceptsMore);
    assert!(matches!(office.refused("Zhao", returned(2, 4, "r")), Violation::ReturnsMore { .. }));
    office.must("Zhao", returned(2, 3, "r"));
    assert_eq!(office.record("Zhao", returned(2, 3, "r")), Judgement::AlreadyRecorded(seq(5)));
    assert!(matches!(office.refused("Zhao", void(4, "x")), Violation::ReturnsMore { .. }), "it went back");
    office.must("Zhao", void(3, "what was refused can be void"));
    assert!(matches!(office.refused("Zhao", payment(2, "10", "p")), Violation::OtherCurrency { .. }));
    assert_eq!(office.refused("Zhao", payment(2, "0.00", "p")), Violation::PaysNothing);
    assert_eq!(office.must("Zhao", payment(2, "100.00", "p")).flags, []);
    assert_eq!(office.must("Zhao", payment(2, "0.01", "p")).flags, [Flag::MoreThanAwarded]);
    assert_eq!(office.must("Zhao", payment(2, "-5.00", "p")).flags, []);
    assert_eq!(office.refused("Wang", void(2, "x")), Violation::IsFollowed { seq: seq(2), by: seq(4) });
}

#[test]
fn a_closed_award_takes_payments_and_no_deliveries_until_its_closing_is_void() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)));
    office.must("Wang", close(2));
    assert_eq!(office.record("Wang", close(2)), Judgement::AlreadyRecorded(seq(3)));
    let received = receive(2, "40.00", "2", "a");
    assert_eq!(office.refused("Zhao", received.clone()), Violation::Closed { seq: seq(2), by: seq(3) });
    office.must("Zhao", payment(2, "7.00", "p"));
    assert_eq!(office.refused("Wang", void(2, "x")), Violation::IsFollowed { seq: seq(2), by: seq(3) });
    office.must("Wang", void(3, "they come after all"));
    office.must("Zhao", received);
    assert!(state(&office).award(seq(2)).unwrap().closed().is_none());
}

#[test]
fn nothing_is_paid_or_returned_of_what_waits_for_an_approval() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    for action in [payment(2, "7.00", "p"), returned(2, 1, "r"), close(2)] {
        assert_eq!(office.refused("Zhao", action), Violation::NotApproved(seq(2)));
    }
}

#[test]
fn an_award_is_replaced_or_void_with_a_reason() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.must("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    let other = |reason, seq| replacing(&sheet, "desk", "Meijia", (reason, None), Some(seq));
    assert_eq!(office.refused("Wang", other(None, 2)), Violation::NoReason(ReasonFor::Superseding));
    assert_eq!(office.refused("Wang", other(Some("x"), 7)), Violation::NoAward(seq(7)));
    let lamp = office.must("Wang", award(&sheet, "lamp", "Hongda", (None, Some("x"))));
    assert_eq!(office.refused("Wang", other(Some("x"), lamp.seq.get())), Violation::OtherPurchase(lamp.seq));
    office.must("Wang", other(Some("Hongda withdrew"), 2));
    assert_eq!(state(&office).award(seq(2)).unwrap().status(), Status::Superseded);
    assert_eq!(office.refused("Wang", void(2, "x")), Violation::NotLive { seq: seq(2), ended: seq(4) });
    assert_eq!(office.refused("Wang", void(1, "x")), Violation::NothingToVoid(seq(1)));
    assert_eq!(office.refused("Wang", void(4, "\u{a0}")), Violation::NoReason(ReasonFor::Void));
    office.must("Wang", void(4, "the budget was cut"));
    // What was void counts again only when a person says so.
    let again = office.refused("Wang", award(&sheet, "desk", "Hongda", (None, None)));
    assert_eq!(again, Violation::Ended { seq: seq(2), ended: seq(4) });
    office.must("Wang", replacing(&sheet, "desk", "Hongda", (Some("there is money after all"), None), Some(4)));
    assert_eq!(state(&office).award(seq(6)).unwrap().status(), Status::Pending);
}

#[test]
fn a_clock_that_goes_back_is_noted() {
    let sheet = document(SHEET);
    let mut office = Office::new();
    office.record_at("Wang", award(&sheet, "paper", "Meijia", (Some("near"), None)), 100);
    let Judgement::Accepted(back) = office.record_at("Zhao", receive(2, "40.00", "2", "a"), 50) else { panic!() };
    assert_eq!(back.flags, [Flag::ClockBack]);
    let Judgement::Accepted(on) = office.record_at("Zhao", receive(2, "40.00", "2", "b"), 60) else { panic!() };
    assert_eq!(on.flags, []);
    assert!(office.ledger.check::<()>().is_ok());
}

#[test]
fn the_limit_of_a_policy_is_part_of_its_hash() {
    let sheet = |policy: &str| support::compare(&[("q.csv", "item,vendor,unit_price\na,b,1\n")], None, policy).unwrap();
    assert_ne!(sheet(POLICY)["policy_sha256"], sheet(&POLICY.replace("20000", "20001"))["policy_sha256"]);
}
