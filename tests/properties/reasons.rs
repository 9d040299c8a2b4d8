//! Property 3: every stated reason is true of the two offers it names, and its figures are theirs.

use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::config;
use super::sheet::{CRITERIA, EXPIRED, FILE, Item, Sheet, decimal, item_of, place, quotes_of};
use super::strategies::sheets;
use crate::oracle::{Case, Ties};

proptest! {
    #![proptest_config(config(2000))]

    /// Losers, rejected quotes and the recommended offer itself: what is said of them can be checked, and holds.
    #[test]
    fn every_stated_reason_is_true(sheet in sheets()) {
        let recommendation = sheet.compare();
        for item in &sheet.items {
            let given = item_of(&recommendation, item.name);
            let facts = Facts { sheet: &sheet, item, case: sheet.case(item), first_row: sheet.rows_before(item.name) + 1 };
            for quote in quotes_of(given) {
                facts.check(given, quote)?;
            }
        }
    }
}

/// What was written, to hold a reason against.
struct Facts<'a> {
    sheet: &'a Sheet,
    item: &'a Item,
    case: Case,
    first_row: usize,
}

impl Facts<'_> {
    fn check(&self, given: &Value, quote: &Value) -> Result<(), TestCaseError> {
        let offer = self.offer(quote)?;
        match quote["outcome"].as_str().unwrap() {
            "lost" => {
                let other = self.offer(&quote["reason"]["other"])?;
                prop_assert!(offer != other, "{quote}");
                self.figures(&quote["reason"], offer, other)?;
                prop_assert!(self.figures_hold(&quote["reason"], other, offer), "untrue: {quote}");
                prop_assert!(self.earlier_steps_hold(&quote["reason"], other, offer), "untrue: {quote}");
            }
            "recommended" => {
                prop_assert_eq!(&quote["reason"]["step"], &given["decided_by"]);
                if quote["reason"]["other"].is_null() {
                    return Ok(());
                }
                let other = self.offer(&quote["reason"]["other"])?;
                self.figures(&quote["reason"], offer, other)?;
                // Without the winner the window moves, so of the second only the figures can be said.
                prop_assert!(self.figures_hold(&quote["reason"], offer, other), "untrue: {quote}");
                let row = &quote["reason"]["other"]["row"];
                let second = quotes_of(given).iter().find(|other| &other["row"] == row).unwrap();
                prop_assert_eq!(place(second, "rank"), Some(2));
            }
            "rejected" => self.rejected(quote, offer)?,
            outcome => prop_assert!(outcome == "candidate" && quote["reason"].is_null(), "{quote}"),
        }
        Ok(())
    }

    /// The offer that a vendor, file and row name; they must agree.
    fn offer(&self, named: &Value) -> Result<usize, TestCaseError> {
        prop_assert_eq!(&named["file"], FILE);
        let row = usize::try_from(named["row"].as_u64().expect("a row is a number")).unwrap();
        let offer = row.checked_sub(self.first_row).filter(|&offer| offer < self.item.rows.len());
        prop_assert!(offer.is_some(), "{named} is of another item");
        let offer = offer.unwrap();
        prop_assert_eq!(&named["vendor"], &json!(self.item.rows[offer].vendor));
        Ok(offer)
    }

    /// Holds the two figures of a reason against the two offers.
    fn figures(&self, reason: &Value, offer: usize, other: usize) -> Result<(), TestCaseError> {
        prop_assert_eq!(&reason["own"], &json!(self.figure(reason, offer)), "{}", reason);
        prop_assert_eq!(&reason["other_value"], &json!(self.figure(reason, other)), "{}", reason);
        prop_assert_eq!(reason["criterion"].is_null(), reason["step"] != "service", "{}", reason);
        Ok(())
    }

    fn figure(&self, reason: &Value, offer: usize) -> Option<String> {
        let row = &self.item.rows[offer];
        match reason["step"].as_str().unwrap() {
            "quality" => row.quality.map(|quality| self.sheet.grade_text(quality)),
            "service" => row.service[self.sheet.criteria[self.criterion(reason)].0].map(|value| decimal(value, 1)),
            "name" => Some(row.vendor.clone()),
            "draw" => Some(self.lot_drawn(offer)),
            _ => Some(self.sheet.money(self.case.total(offer))),
        }
    }

    /// The position of a reason's criterion among those of the policy.
    fn criterion(&self, reason: &Value) -> usize {
        let named = |&(which, _): &(usize, _)| reason["criterion"] == CRITERIA[which];
        self.sheet.criteria.iter().position(named).expect("the criterion is one of the policy")
    }

    fn lot_drawn(&self, offer: usize) -> String {
        match &self.case.ties {
            Ties::Draw { seed } => self.case.lot_drawn(seed, offer),
            Ties::Refer | Ties::Name => panic!("nothing is drawn"),
        }
    }

    /// Whether the two figures of a reason say what its step says.
    fn figures_hold(&self, reason: &Value, winner: usize, loser: usize) -> bool {
        let case = &self.case;
        match reason["step"].as_str().unwrap() {
            "price" | "exact-price" => case.total(winner) < case.total(loser),
            "quality" => case.grade(winner) < case.grade(loser),
            "service" => case.by_criterion(self.criterion(reason), winner, loser).is_lt(),
            "name" => self.item.rows[winner].vendor < self.item.rows[loser].vendor,
            "draw" => self.lot_drawn(winner) < self.lot_drawn(loser),
            "better-for-less" => {
                case.grade(winner) < case.grade(loser) && case.same_price(case.total(winner), case.total(loser))
            }
            _ => false,
        }
    }

    /// Whether a loser had come as far as the step at which it lost to the winner.
    fn earlier_steps_hold(&self, reason: &Value, winner: usize, loser: usize) -> bool {
        let case = &self.case;
        let same_price = case.same_price(case.total(loser), case.total(winner));
        let same_total = case.total(loser) == case.total(winner);
        let same_grade = case.grade(winner) == case.grade(loser);
        let alike = same_grade && case.by_service(winner, loser).is_eq();
        match reason["step"].as_str().unwrap() {
            "price" => !same_price,
            "service" => same_grade && case.differing_criterion(winner, loser) == Some(self.criterion(reason)),
            "exact-price" => alike && same_price,
            "name" | "draw" => alike && same_total,
            _ => true,
        }
    }

    fn rejected(&self, quote: &Value, offer: usize) -> Result<(), TestCaseError> {
        let (row, reason) = (&self.item.rows[offer], &quote["reason"]);
        let required = self.sheet.required_of(self.item);
        prop_assert!(reason["other"].is_null(), "a gate is no other offer: {quote}");
        let (own, bound) = match reason["step"].as_str().unwrap() {
            "no-price" => {
                prop_assert!(row.price.is_none(), "untrue: {quote}");
                return Ok(());
            }
            "zero-price" => {
                prop_assert!(row.price == Some(0), "untrue: {quote}");
                return Ok(());
            }
            "no-quality" => {
                prop_assert!(row.quality.is_none() && required.is_some(), "untrue: {quote}");
                return Ok(());
            }
            "expired" => {
                prop_assert!(row.expired, "untrue: {quote}");
                (EXPIRED.to_owned(), "2026-11-22".to_owned())
            }
            "min-order" => {
                let least = row.min_order.unwrap_or_default();
                prop_assert!(least > self.item.quantity, "untrue: {quote}");
                (least.to_string(), self.item.quantity.to_string())
            }
            "below-required-quality" => {
                prop_assert!(self.case.gates(offer).contains(&"below-required-quality"), "untrue: {quote}");
                (self.sheet.quality_text(row.quality.unwrap()), self.sheet.quality_text(required.unwrap()))
            }
            step => return Err(TestCaseError::fail(format!("{step} is no gate of this sheet"))),
        };
        prop_assert_eq!(&reason["own"], &json!(own), "{}", quote);
        prop_assert_eq!(&reason["other_value"], &json!(bound), "{}", quote);
        Ok(())
    }
}
