//! The matrix as CSV: a row an item, and beside one another what each vendor asks. It is read again as any sheet with the
//! vendors side by side is, and gives the same recommendation where prices are for what is asked, with nothing on top.
//!
//! What was rejected has no figures of its own, so that it takes no part then either: its mark tells why, and its price.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use crate::report::writer::csv::{Guard, Records};
use crate::rule::dataset::items::{Request, requirement};
use crate::rule::dataset::quotes::VendorId;
use crate::rule::decision::{Decision, Fate, Outcome};
use crate::rule::matrix::best_placed;
use crate::rule::recommendation::Recommendation;
use crate::value::column::Column;
use crate::value::untrusted::UntrustedStr;

/// What a vendor's marks are called: a header that is carried along when the matrix is read again.
const MARKS: &str = "remarks";

/// Writes a header, a row for each item, and one of sums; says whether every item has a recommended offer.
///
/// # Errors
///
/// Returns the writer's error.
pub(crate) fn write(recommendation: &Recommendation, guard: Guard, out: &mut dyn Write) -> io::Result<bool> {
    let dataset = recommendation.dataset();
    let matrix = Matrix {
        recommendation,
        vendors: (0..).zip(&dataset.vendors.order).map(|(id, _)| VendorId(id)).collect(),
        has_requests: dataset.has_several_requests(),
        has_quality: dataset.quotes.has(Column::Quality),
        stated: stated(recommendation),
    };
    let mut records = Records::new(out, guard);
    matrix.header(&mut records)?;
    let mut all_recommended = true;
    let mut is_counted = true;
    for decision in recommendation.decide_run(0..dataset.items().len()) {
        all_recommended &= decision.recommended().is_some();
        is_counted &= recommendation.request(decision.item).is_counted;
        matrix.item(&decision, &mut records)?;
    }
    // Unit prices of different things have no sum.
    if is_counted && dataset.items().len() > 1 && recommendation.lots().is_none() {
        matrix.sums(&mut records)?;
    }
    records.flush()?;
    Ok(all_recommended)
}

/// Finds the columns that some item states something in.
fn stated(recommendation: &Recommendation) -> Vec<Column> {
    let items = recommendation.dataset().items();
    let any = |is_stated: fn(&Request<'_>) -> bool| items.clone().any(|item| is_stated(&recommendation.request(item)));
    let columns = [
        (Column::Unit, any(|request| request.unit.is_some())),
        (Column::RequiredQuality, any(|request| request.required.is_some())),
        (Column::Budget, any(|request| request.budget.is_some())),
    ];
    columns.into_iter().filter(|(_, is_stated)| *is_stated).map(|(column, _)| column).collect()
}

struct Matrix<'r> {
    recommendation: &'r Recommendation,
    vendors: Vec<VendorId>,
    /// Whether a row says to which of several requests it belongs.
    has_requests: bool,
    has_quality: bool,
    /// The columns of items beside the first ones that some item states.
    stated: Vec<Column>,
}

impl Matrix<'_> {
    /// The columns that each vendor has.
    fn columns(&self) -> impl Iterator<Item = &str> {
        let quality = self.has_quality.then_some(Column::Quality.name());
        let criteria = self.recommendation.policy().service.iter().enumerate();
        let rows = &self.recommendation.dataset().quotes.rows;
        let criteria = criteria.filter(|(place, _)| rows.criteria.get(*place).is_some_and(|codes| !codes.is_empty()));
        let criteria = criteria.map(|(_, criterion)| criterion.column.as_str());
        [Column::UnitPrice.name(), "total"].into_iter().chain(quality).chain(criteria).chain([MARKS])
    }

    fn header<W: Write>(&self, records: &mut Records<W>) -> io::Result<()> {
        if self.has_requests {
            records.raw(Column::Request.name())?;
        }
        for column in [Column::Lot, Column::Item, Column::Quantity].iter().chain(&self.stated) {
            records.raw(column.name())?;
        }
        for name in [Column::Currency.name(), "decision", "winner"] {
            records.raw(name)?;
        }
        for vendor in &self.vendors {
            let name = self.recommendation.dataset().vendor(*vendor);
            for column in self.columns() {
                records.raw(&format!("{} - {column}", name.raw()))?;
            }
        }
        records.end()
    }

    fn item<W: Write>(&self, decision: &Decision, records: &mut Records<W>) -> io::Result<()> {
        let dataset = self.recommendation.dataset();
        let request = self.recommendation.request(decision.item);
        let name =
            |name: Option<UntrustedStr<'_>>, records: &mut Records<W>| records.raw(name.map_or("", UntrustedStr::raw));
        let scheme = &self.recommendation.policy().quality.scheme;
        if self.has_requests {
            name(request.number, records)?;
        }
        name(request.lot, records)?;
        name(Some(request.item), records)?;
        records.own(request.is_counted.then_some(request.quantity))?;
        for column in &self.stated {
            if *column == Column::Unit {
                name(request.unit, records)?;
            } else if *column == Column::Budget {
                records.own(request.budget)?;
            } else {
                debug_assert_eq!(*column, Column::RequiredQuality, "no other is listed");
                records.raw(&request.required.map(|required| required.text(scheme)).unwrap_or_default())?;
            }
        }
        records.own(Some(dataset.currency()))?;
        records.own(Some(decision.kind.name()))?;
        name(decision.recommended().map(|chosen| self.recommendation.vendor(chosen.quote)), records)?;
        let placed = best_placed(dataset, decision);
        let mut others: BTreeMap<VendorId, Vec<&Outcome>> = BTreeMap::new();
        for outcome in &decision.outcomes {
            others.entry(dataset.quotes.vendor(outcome.quote)).or_default().push(outcome);
        }
        for vendor in &self.vendors {
            let own = others.remove(vendor).unwrap_or_default();
            self.vendor(decision, request.is_counted, placed.get(vendor).copied(), &own, records)?;
        }
        records.end()
    }

    /// Writes the cells of a vendor: those of its best-placed offer, and what became of the others.
    fn vendor<W: Write>(
        &self,
        decision: &Decision,
        is_counted: bool,
        placed: Option<&Outcome>,
        all: &[&Outcome],
        records: &mut Records<W>,
    ) -> io::Result<()> {
        let dataset = self.recommendation.dataset();
        let price = |outcome: &Outcome| dataset.quotes.unit_price(outcome.quote);
        records.own(placed.and_then(price))?;
        let total = placed.filter(|_| is_counted).and_then(|placed| placed.total);
        records.own(total.map(|total| total.payable(dataset.currency())))?;
        if self.has_quality {
            let scheme = &self.recommendation.policy().quality.scheme;
            let code = placed.and_then(|placed| dataset.quotes.code(Column::Quality, placed.quote));
            let text = code.map(|code| requirement(code, scheme).text(scheme));
            records.raw(text.as_deref().unwrap_or_default())?;
        }
        for (place, codes) in dataset.quotes.rows.criteria.iter().enumerate() {
            if !codes.is_empty() {
                records.own(placed.and_then(|placed| dataset.quotes.criterion_text(place, placed.quote)))?;
            }
        }
        let mut marks = String::new();
        let mut mark = |text: &dyn Display| {
            let separator = if marks.is_empty() { "" } else { "; " };
            write!(marks, "{separator}{text}").expect("a string takes any text");
        };
        for outcome in all {
            let is_placed = placed.is_some_and(|placed| placed.quote == outcome.quote);
            match outcome.fate {
                Fate::Recommended | Fate::Candidate if is_placed => mark(&outcome.fate.name()),
                Fate::Lost(..) if is_placed => {}
                Fate::Candidate | Fate::Lost(..) | Fate::Recommended | Fate::Rejected(_) | Fate::Superseded(_) => {
                    let step = self.recommendation.reason(decision, outcome).step_name().unwrap_or_default();
                    let price = price(outcome).map(|price| format!(": {price}")).unwrap_or_default();
                    mark(&format_args!("{} ({step}){price}", outcome.fate.name()));
                }
            }
        }
        records.raw(&marks)
    }

    /// Writes the row of sums: the name of a total, and nothing but the sums of the vendors' totals.
    fn sums<W: Write>(&self, records: &mut Records<W>) -> io::Result<()> {
        let sums: BTreeMap<VendorId, _> = self.recommendation.matrix().vendors().collect();
        if self.has_requests {
            records.raw("")?;
        }
        records.raw("")?;
        records.raw("total")?;
        // Quantity, what items state, currency, decision and winner.
        (0..4).chain(0..self.stated.len()).try_for_each(|_| records.raw(""))?;
        for vendor in &self.vendors {
            for column in self.columns() {
                let sum = sums.get(vendor).filter(|_| column == "total").map(|sum| sum.total);
                records.own(sum)?;
            }
        }
        records.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::recommendation::csv;
    use crate::report::sample::{MIXED, compared};

    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n";

    fn written(of: &Recommendation) -> String {
        let mut out = Vec::new();
        write(of, Guard::Safe, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The rows of items, but for the runners-up, which may be rejected when read again.
    fn decisions(of: &Recommendation) -> Vec<String> {
        let mut out = Vec::new();
        csv::write(of, csv::Detail::Items, Guard::Safe, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_rejected_has_a_mark_and_no_figure() {
        let text = compared(MIXED, SCALE, written);
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[0].starts_with("lot,item,quantity,") && rows[0].contains(",currency,decision,winner,"), "{text}");
        assert!(text.contains("rejected (below-required-quality): "), "{text}");
        assert!(text.contains("candidate"), "{text}");
        assert!(rows.last().unwrap().starts_with(",total,,,"), "{text}");
    }

    #[test]
    fn names_that_would_act_are_guarded_and_come_back() {
        let sheet = "item,vendor,unit_price,quantity\n=1+1,@SUM(A1),5,3\n=1+1,'=7 - x,6,3\nlamp,@SUM(A1),7,2\nlamp,'=7 - x,6,2\n";
        let (text, expected) = compared(sheet, "", |of| (written(of), decisions(of)));
        assert!(text.contains("'@SUM(A1) - unit_price") && text.contains("\n,'=1+1,"), "{text}");
        assert_eq!(compared(&text, "", decisions), expected, "{text}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_written_matrix_gives_the_same_recommendation(
            vendors in proptest::collection::btree_set("[A-Z宏达美佳][a-z宏达& ,.()-]{0,9}[a-z宏达.)]", 2..5),
            items in proptest::collection::vec(
                (1_u32..9, proptest::collection::vec((0_u32..40, 0_u32..4, 1_u32..9, 0_u32..5), 5)), 1..6),
        ) {
            let mut sheet = csv_writer();
            sheet.write_record(["item", "vendor", "unit_price", "quality", "quantity", "delivery_days", "valid_until"]).unwrap();
            for (at, (quantity, said)) in items.iter().enumerate() {
                for (vendor, (cents, grade, days, kind)) in vendors.iter().zip(said).filter(|(_, said)| said.3 != 0) {
                    let price = if *kind == 1 { String::new() } else { format!("{}.{:02}", cents % 7, cents.saturating_add(1)) };
                    let grade = ["A", "B", "C", ""][*grade as usize];
                    let until = if *kind == 2 { "2026-01-01" } else { "" };
                    let (item, quantity, days) = (format!("item {at}"), quantity.to_string(), days.to_string());
                    sheet.write_record([&*item, vendor, &*price, grade, &*quantity, &*days, until]).unwrap();
                }
            }
            let sheet = String::from_utf8(sheet.into_inner().unwrap()).unwrap();
            let policy = format!("currency = 'CNY'\nservice.criteria = ['delivery_days asc']\n{SCALE}across_grades = 'best'\n");
            let (text, expected) = compared(&sheet, &policy, |of| (written(of), decisions(of)));
            // Of one vendor there is nothing to stand beside one another.
            let several = text.lines().next().unwrap().matches("- unit_price").count() > 1;
            prop_assume!(several);
            prop_assert_eq!(compared(&text, &policy, decisions), expected, "{}\n{}", sheet, text);
        }
    }

    fn csv_writer() -> ::csv::Writer<Vec<u8>> {
        ::csv::Writer::from_writer(Vec::new())
    }
}
