//! What the awards of a ledger come to: by currency, put together as asked.

use std::collections::BTreeMap;

use super::by::By;
use super::figures::Figures;
use super::line::{Line, Overflow, lines};
use crate::ledger::{Award, Basis, Head, LedgerState, Status};
use crate::value::currency::Currency;
use crate::value::date::Date;
use crate::value::name::Key;
use crate::value::untrusted::Untrusted;

/// What is asked of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Question {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// What awards are put together by, the outermost first.
    pub(crate) by: Vec<By>,
}

/// What the awards of a ledger come to. Renderers only draw it.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    /// The last entry of the ledger, which was checked up to here; `None` where it has no entry.
    pub(crate) head: Option<Head>,
    pub(crate) question: Question,
    /// The first and last day of the awards that were taken, whatever their status; `None` where there are none.
    pub(crate) days: Option<(Date, Date)>,
    /// A block for each currency, by code.
    pub(crate) blocks: Vec<Block>,
    /// Every award that was taken, whatever its status, in the order of the entries.
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) currency: Currency,
    /// The groups in the order of their keys, each level's subtotal behind its groups; none where nothing is asked for.
    pub(crate) rows: Vec<Row>,
    /// What all awards that count come to.
    pub(crate) total: Figures,
    /// What those come to that wait for an approval; they are part of no other sum.
    pub(crate) pending: Figures,
}

/// The figures of a group, or of several together.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What the awards have in common, the outermost first: of a group one for each part of the question, of a subtotal
    /// fewer. `None` where the awards say nothing.
    pub(crate) keys: Vec<Option<Untrusted>>,
    pub(crate) kind: RowKind,
    pub(crate) figures: Figures,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    Group,
    Subtotal,
}

impl RowKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Subtotal => "subtotal",
        }
    }
}

/// A place in the order of groups: by key, awards without one last.
type Place = Vec<(bool, Option<Key>)>;

/// Rows under way, by their place; a subtotal's is a beginning of those of its groups.
type Rows = BTreeMap<Place, Figures>;

/// How keys are shown: of several spellings the first by code point, so that no order of awards matters.
type Spellings<'l> = BTreeMap<(By, Key), &'l Untrusted>;

impl Summary {
    /// Adds up the awards of a ledger that were made on the days of the question.
    pub(crate) fn of(
        books: &LedgerState<Box<Award>>,
        head: Option<Head>,
        question: Question,
    ) -> Result<Self, Overflow> {
        let lines = lines(books, question.from, question.to)?;
        let first = lines.iter().map(|line| line.on).min();
        let days = first.zip(lines.iter().map(|line| line.on).max());
        let mut by_currency: BTreeMap<Currency, (Rows, Figures, Figures)> = BTreeMap::new();
        let mut spellings = Spellings::new();
        for line in &lines {
            for part in &question.by {
                if let Some((key, text)) = part.key(line).zip(part.of(line)) {
                    let shown = spellings.entry((*part, key)).or_insert(text);
                    *shown = text.min(shown);
                }
            }
            let nothing = Figures::none(line.currency);
            let (rows, total, pending) =
                by_currency.entry(line.currency).or_insert_with(|| (Rows::new(), nothing, nothing));
            let added = match line.status {
                Status::Committed => total.add(line).and_then(|()| add_to_rows(rows, line, &question.by)),
                Status::Pending => pending.add(line),
                Status::Void | Status::Superseded => Some(()),
            };
            added.ok_or(Overflow { seq: line.seq })?;
        }
        let block = |(currency, (rows, total, pending))| {
            let rows = in_order(rows, &question.by, &spellings);
            Block { currency, rows, total, pending }
        };
        let blocks = by_currency.into_iter().map(block).collect();
        Ok(Self { head, question, days, blocks, lines })
    }

    /// Returns the awards that count and are not the cheapest admitted offer: what they missed is the total's.
    pub(crate) fn missed(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.counts() && line.missed.is_some())
    }

    /// Returns the awards that count, or wait, for which a person took another offer than the rule's.
    pub(crate) fn overrides(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| {
            matches!(line.status, Status::Committed | Status::Pending)
                && matches!(line.basis, Basis::Override | Basis::DespiteGate)
        })
    }

    /// Returns the awards that wait for an approval.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.status == Status::Pending)
    }

    /// Returns the awards that are void or superseded.
    pub(crate) fn ended(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| matches!(line.status, Status::Void | Status::Superseded))
    }
}

/// Adds an award to its group and to every subtotal above it.
fn add_to_rows(rows: &mut Rows, line: &Line, by: &[By]) -> Option<()> {
    let mut place = Place::with_capacity(by.len());
    for part in by {
        let key = part.key(line);
        place.push((key.is_none(), key));
        rows.entry(place.clone()).or_insert_with(|| Figures::none(line.currency)).add(line)?;
    }
    Some(())
}

/// Puts each subtotal behind its groups; in the map it stands before them.
fn in_order(rows: Rows, by: &[By], spellings: &Spellings<'_>) -> Vec<Row> {
    let mut result = Vec::with_capacity(rows.len());
    let mut open: Vec<Row> = Vec::new();
    for (place, figures) in rows {
        while open.last().is_some_and(|above| above.keys.len() >= place.len()) {
            result.extend(open.pop());
        }
        let kind = if place.len() == by.len() { RowKind::Group } else { RowKind::Subtotal };
        let shown = |(part, (_, key)): (&By, (bool, Option<Key>))| Some(spellings[&(*part, key?)].clone());
        let row = Row { keys: by.iter().zip(place).map(shown).collect(), kind, figures };
        match kind {
            RowKind::Group => result.push(row),
            RowKind::Subtotal => open.push(row),
        }
    }
    result.extend(open.into_iter().rev());
    result
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::savings::Savings;
    use crate::summary::Baseline;
    use crate::summary::figures::Sum;
    use crate::summary::sample::{Sample, day, in_currency, money, needs_approval, overridden, quantity};
    use crate::value::money::Money;

    fn summary(sample: &Sample, by: &[By]) -> Summary {
        Summary::of(&sample.books, None, Question { by: by.to_vec(), ..Question::default() }).unwrap()
    }

    /// Writes the rows of a block as `kind key/key: awarded`.
    fn written(block: &Block) -> Vec<String> {
        let key = |key: &Option<Untrusted>| key.as_ref().map_or("-", Untrusted::raw).to_owned();
        let keys = |row: &Row| row.keys.iter().map(key).collect::<Vec<_>>().join("/");
        block.rows.iter().map(|row| format!("{} {}: {}", row.kind.name(), keys(row), row.figures.awarded)).collect()
    }

    #[test]
    fn awards_that_do_not_count_are_in_no_sum_and_are_listed() {
        let mut sample = Sample::new();
        let approved = sample.award(needs_approval);
        sample.approve(approved);
        let pending = sample.award(needs_approval);
        let void = sample.award(|_| {});
        sample.void(void);
        let replaced = sample.award(|_| {});
        let purchase = sample.books.award(replaced).unwrap().purchase;
        let instead = sample.award(|award| {
            award.bought.purchase = purchase;
            award.supersedes = Some(replaced);
            overridden(award, "5.00", "delivers sooner");
        });
        let summary = summary(&sample, &[]);
        let block = &summary.blocks[0];
        assert_eq!((block.total.awards, block.total.awarded), (2, money("180.00")));
        assert_eq!((block.pending.awards, block.pending.awarded), (1, money("90.00")));
        assert_eq!(block.pending.committed, money("0.00"));
        assert_eq!(block.total.missed, Sum { awards: 1, amount: Some(money("5.00")) });
        let seqs = |lines: Vec<&Line>| lines.iter().map(|line| line.seq).collect::<Vec<_>>();
        assert_eq!(seqs(summary.pending().collect()), [pending]);
        assert_eq!(seqs(summary.ended().collect()), [void, replaced]);
        assert_eq!(seqs(summary.missed().collect()), [instead]);
        assert_eq!(seqs(summary.overrides().collect()), [instead]);
    }

    #[test]
    fn days_are_taken_inclusively_by_the_day_of_the_award() {
        let mut sample = Sample::new();
        for on in ["2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01"] {
            sample.award(|award| award.on = day(on));
        }
        let question = Question { from: Some(day("2026-11-01")), to: Some(day("2026-11-30")), by: vec![By::Period] };
        let summary = Summary::of(&sample.books, None, question).unwrap();
        assert_eq!(summary.days, Some((day("2026-11-01"), day("2026-11-30"))));
        assert_eq!(written(&summary.blocks[0]), ["group 2026-11: 180.00"]);
    }

    #[test]
    fn groups_nest_with_a_subtotal_behind_each_and_awards_without_a_key_last() {
        let mut sample = Sample::new();
        for (department, category) in
            [(Some("IT"), Some("desks")), (None, Some("desks")), (Some("IT"), None), (Some(" IT"), Some("pens"))]
        {
            sample.award(|award| {
                award.bought.department = department.map(Untrusted::new);
                award.bought.category = category.map(Untrusted::new);
            });
        }
        sample.award(|award| in_currency(award, "JPY"));
        let summary = summary(&sample, &[By::Department, By::Category]);
        assert_eq!(
            written(&summary.blocks[0]),
            [
                "group  IT/desks: 90.00",
                "group  IT/pens: 90.00",
                "group  IT/-: 90.00",
                "subtotal  IT: 270.00",
                "group -/desks: 90.00",
                "subtotal -: 90.00",
            ]
        );
        // Currencies are never added together.
        assert_eq!(written(&summary.blocks[1]), ["group -/-: 9000", "subtotal -: 9000"]);
    }

    #[test]
    fn a_sum_takes_the_awards_that_have_the_baseline_and_keeps_negatives() {
        let mut sample = Sample::new();
        sample.award(|award| award.savings.budget = Some(money("-12.50")));
        sample.award(|award| award.savings = Savings::default());
        sample.award(|award| award.savings.budget = Some(money("-90.00")));
        let total = summary(&sample, &[]).blocks[0].total;
        assert_eq!(total.negotiated.sum(Baseline::Budget), Sum { awards: 2, amount: Some(money("-102.50")) });
        assert_eq!(total.negotiated.sum(Baseline::FirstOffer), Sum::default());
        assert_eq!(total.realised.sum(Baseline::Budget), Sum::default());
    }

    #[test]
    fn a_sum_that_is_too_large_is_an_error() {
        let mut sample = Sample::new();
        let huge = |award: &mut Award| award.bought.budget = Money::parse(&format!("{}.00", i128::MAX / 100));
        sample.award(huge);
        let second = sample.award(huge);
        let error = Summary::of(&sample.books, None, Question::default()).unwrap_err();
        assert_eq!(error, Overflow { seq: second });
    }

    /// A random award: department, category, currency, total, saving, receipts, and what becomes of it; of few values, so
    /// that groups have several.
    type Random = (u8, u8, bool, i64, Option<i64>, Vec<(u32, i64)>, u8);

    fn random() -> impl Strategy<Value = Vec<Random>> {
        let receipts = proptest::collection::vec((1_u32..1_500, 0_i64..20_000), 0..3);
        let saving = proptest::option::of(-5_000_i64..5_000);
        let award = (0_u8..4, 0_u8..3, proptest::bool::weighted(0.3), 0_i64..1_000_000, saving, receipts, 0_u8..8);
        proptest::collection::vec(award, 0..25)
    }

    fn ledger(awards: &[Random]) -> Sample {
        let mut sample = Sample::new();
        for (department, category, is_yen, total, saving, receipts, fate) in awards {
            let seq = sample.award(|award| {
                let name = |number: &u8| (*number > 0).then(|| Untrusted::new(&format!("name {number}")));
                let amount = |minor: i64| Money::from_minor(minor.into(), Currency::CNY);
                award.bought.department = name(department);
                award.bought.category = name(category);
                award.bought.quantity = quantity("9.99");
                award.bought.chosen.total = amount(*total);
                award.savings.median = saving.map(amount);
                award.bought.missed = award.savings.median.filter(|_| *fate % 2 == 0);
                if *fate == 0 {
                    needs_approval(award);
                }
                if *is_yen {
                    in_currency(award, "JPY");
                }
            });
            let is_pending = *fate == 0 && *total > 0;
            for (hundredths, paid) in receipts.iter().filter(|_| !is_pending && *fate != 1) {
                let delivered = format!("{}.{:02}", hundredths / 100, hundredths % 100);
                let paid = if *is_yen { paid.to_string() } else { format!("{paid}.00") };
                sample.receive(seq, &delivered, &paid);
            }
            if *fate == 1 {
                sample.void(seq);
            }
        }
        sample
    }

    /// All amounts of some figures, in minor units; what is absent is 0.
    fn amounts(figures: &Figures) -> Vec<i128> {
        let baselines = Baseline::ALL.into_iter();
        let sums = baselines.flat_map(|baseline| [figures.negotiated.sum(baseline), figures.realised.sum(baseline)]);
        let sums = sums.chain([figures.budget, figures.missed]);
        let sums = sums.flat_map(|sum| [sum.awards.into(), sum.amount.map_or(0, Money::minor)]);
        let amounts = [figures.awarded, figures.paid, figures.committed].map(Money::minor);
        sums.chain(amounts).chain([figures.awards.into(), figures.received.into()]).collect()
    }

    fn added<'f>(all: impl Iterator<Item = &'f Figures>) -> Vec<i128> {
        let nothing = amounts(&Figures::none(Currency::CNY));
        all.fold(nothing, |sum, figures| sum.iter().zip(amounts(figures)).map(|(a, b)| a + b).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_total_is_the_sum_of_rows_and_of_lines_in_every_nesting(awards in random()) {
            let sample = ledger(&awards);
            for by in [vec![], vec![By::Department], vec![By::Category, By::Department], By::ALL.to_vec()] {
                let summary = summary(&sample, &by);
                for block in &summary.blocks {
                    let total = amounts(&block.total);
                    let mut lines = Vec::new();
                    for line in summary.lines.iter().filter(|line| line.currency == block.currency && line.counts()) {
                        let mut figures = Figures::none(block.currency);
                        figures.add(line).unwrap();
                        lines.push(figures);
                    }
                    prop_assert_eq!(&total, &added(lines.iter()));
                    for level in 1..=by.len() {
                        let rows = block.rows.iter().filter(|row| row.keys.len() == level);
                        prop_assert_eq!(&total, &added(rows.map(|row| &row.figures)));
                    }
                    // Each subtotal is the sum of the rows one level deeper between it and the one before.
                    for (place, row) in block.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Subtotal) {
                        let depth = row.keys.len();
                        let above = block.rows[..place].iter().rev().take_while(|other| other.keys.len() > depth);
                        let below = above.filter(|other| other.keys.len() == depth + 1);
                        prop_assert_eq!(amounts(&row.figures), added(below.map(|other| &other.figures)));
                    }
                }
                let counted = summary.blocks.iter().map(|block| block.total.awards + block.pending.awards);
                let counted = usize::try_from(counted.sum::<u64>()).unwrap();
                prop_assert_eq!(counted + summary.ended().count(), summary.lines.len());
            }
        }
    }
}
