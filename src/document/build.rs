//! The stored form of what the rule has decided, one item at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

use super::item::{Award, Item, Line, Quote, QuoteRef, Reason, Step, StepUp, Window, Withdrawal};
use super::recommendation::{
    BestSingle, Carried, Code, FORMAT, Input, Matrix, Note, Recommendation, Text, Tool, VendorTotal,
};
use crate::policy;
use crate::rule::dataset::Dataset;
use crate::rule::dataset::quotes::{ItemId, QuoteId, TERMS, TermKind};
use crate::rule::decision::{self, Decision, DecisionKind, Outcome};
use crate::rule::lots;
use crate::rule::note;
use crate::rule::note::item::notes_of;
use crate::rule::offer::cost::CostStep;
use crate::rule::offer::gate;
use crate::rule::reason;
use crate::rule::recommendation as result;
use crate::rule::savings::Savings;
use crate::value::column::Column;
use crate::value::decimal::from_millionths;
use crate::value::source;
use crate::value::untrusted::UntrustedStr;

/// The sentences of a recommendation, which are written above this module.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Says why a quote has its outcome.
    pub(crate) why: fn(&mut String, &result::Recommendation, &reason::Reason<'_>),
    /// Says what a note is about.
    pub(crate) note: fn(&note::Note) -> String,
}

impl Words {
    fn notes<'r>(self, notes: &[note::Note]) -> Vec<Note<'r>> {
        let note = |note: &note::Note| Note {
            code: note.code().into(),
            text: (self.note)(note).into(),
            vendor: note.vendor().map(|vendor| vendor.raw().to_owned().into()),
        };
        notes.iter().map(note).collect()
    }
}

/// Builds everything but the items.
pub(super) fn head(result: &result::Recommendation, words: Words) -> Recommendation<'_, ()> {
    let dataset = result.dataset();
    Recommendation {
        as_of: result.as_of(),
        format: FORMAT.into(),
        inputs: dataset.inputs().iter().map(Input::of).collect(),
        items: None,
        matrix: Matrix::of(result),
        notes: words.notes(dataset.notes()),
        policy: Cow::Borrowed(result.policy()),
        policy_sha256: policy::digest(result.policy()),
        tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
        totals: *result.totals(),
    }
}

impl<'r> Input<'r> {
    fn of(input: &'r source::Input) -> Self {
        let dialect = input.dialect.as_ref();
        Self {
            bytes: input.bytes,
            decimal_mark: dialect.map(|dialect| dialect.decimal_mark.into()),
            delimiter: dialect.and_then(|dialect| dialect.delimiter.as_deref().map(Into::into)),
            encoding: dialect.map(|dialect| dialect.format.name().into()),
            name: input.name.raw().into(),
            role: input.role.name().into(),
            rows: input.rows,
            sha256: input.sha256,
            sheet: dialect.and_then(|dialect| dialect.format.sheet()).map(|sheet| sheet.raw().into()),
        }
    }
}

impl<'r> Matrix<'r> {
    fn of(result: &'r result::Recommendation) -> Option<Self> {
        let (matrix, dataset) = (result.matrix(), result.dataset());
        matrix.is_of_several().then(|| Self {
            best_per_item: matrix.best_per_item(),
            best_single: matrix
                .best_single()
                .map(|single| BestSingle { total: single.sum.total, vendor: text(dataset.vendor(single.vendor)) }),
            difference: matrix.difference(),
            items: matrix.compared(),
            vendors: matrix
                .vendors()
                .map(|(vendor, sum)| VendorTotal {
                    items: sum.items,
                    total: sum.total,
                    vendor: text(dataset.vendor(vendor)),
                })
                .collect(),
        })
    }
}

/// An item of a result, of which the stored form is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Builder<'r, 'd> {
    pub(super) result: &'r result::Recommendation,
    pub(super) words: Words,
    pub(super) decision: &'d Decision,
}

/// The quotes of an item, each built when it is written: a million of them are never held at once.
#[derive(Debug)]
pub(super) struct Quotes<'r, 'd>(Builder<'r, 'd>);

impl Serialize for Quotes<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.decision.outcomes.iter().map(|outcome| self.0.quote(outcome)))
    }
}

impl<'r, 'd> Builder<'r, 'd> {
    /// Builds the item to be written at once.
    pub(super) fn streamed(self) -> Item<'r, Quotes<'r, 'd>> {
        self.item(Quotes(self))
    }

    /// Builds the item whole.
    pub(super) fn whole(self) -> Item<'r> {
        self.item(self.decision.outcomes.iter().map(|outcome| self.quote(outcome)).collect())
    }

    fn item<Q>(self, quotes: Q) -> Item<'r, Q> {
        let Self { result, words, decision } = self;
        let dataset = result.dataset();
        let request = result.request(decision.item);
        Item {
            award: decision.recommended().map(|chosen| Award {
                total: chosen.total.expect("a recommended offer has a total").payable(dataset.currency()),
                unit_price: dataset.quotes.unit_price(chosen.quote).expect("a recommended offer has a price"),
                vendor: self.vendor(chosen.quote),
            }),
            budget: request.budget,
            candidates: self.vendors(&decision.candidates),
            carried: carried(dataset.carried_by_request(decision.item)),
            category: request.category.map(text),
            ceiling: request.ceiling,
            compared_by: (!request.is_counted).then_some(Cow::Borrowed(UNIT_PRICE)),
            currency: dataset.currency(),
            decided_by: decision.decided_by.map(|step| step.name().into()),
            decision: decision.kind.name().into(),
            department: request.department.map(text),
            if_withdrawn: decision.if_withdrawn.as_ref().map(|withdrawal| Withdrawal {
                candidates: self.vendors(&withdrawal.candidates),
                decision: withdrawal.kind.name().into(),
                vendor: match withdrawal.kind {
                    DecisionKind::Recommended(quote) => Some(self.vendor(quote)),
                    DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
                },
            }),
            item: (!request.is_lot()).then(|| text(request.item)),
            last_price: request.last_price,
            lines: self.lines(),
            lot: request.lot.map(text),
            needed_by: request.needed_by,
            notes: words.notes(&notes_of(result, decision)),
            period: request.period.map(text),
            quantity: request.quantity,
            quotes,
            refer_because: decision.kind.refer_because().map(Cow::Borrowed),
            request: request.number.map(text),
            required_quality: request.required.map(|required| required.text(&result.policy().quality.scheme).into()),
            savings: Savings::of(result, decision),
            step_ups: result.step_ups(decision).into_iter().map(|step| self.step_up(step)).collect(),
            unit: request.unit.map(text),
            window: decision
                .window
                .map(|window| Window { set_by: self.quote_ref(window.set_by), up_to: window.up_to.to_string().into() }),
        }
    }

    /// Builds what is asked of the items of a lot; nothing of an item.
    fn lines(self) -> Vec<Line<'r>> {
        let lots = self.result.lots().and_then(|lots| Some((lots.by_item(), lots.items(self.decision.item)?)));
        let Some((by_item, items)) = lots else { return Vec::new() };
        let scheme = &self.result.policy().quality.scheme;
        let line = |item: &ItemId| {
            let request = by_item.request(*item);
            Line {
                budget: request.budget,
                carried: carried(by_item.dataset().carried_by_request(*item)),
                category: request.category.map(text),
                ceiling: request.ceiling,
                department: request.department.map(text),
                item: text(request.item),
                last_price: request.last_price,
                needed_by: request.needed_by,
                period: request.period.map(text),
                quantity: request.quantity,
                request: request.number.map(text),
                required_quality: request.required.map(|required| required.text(scheme).into()),
                unit: request.unit.map(text),
            }
        };
        items.iter().map(line).collect()
    }

    /// Builds the lines that an offer for a lot is made of; none of a quote for an item.
    fn lines_of(self, quote: QuoteId) -> Vec<Quote<'r>> {
        let Some((lots, offer)) = self.result.lot_offer(quote) else { return Vec::new() };
        let line = |line: &lots::Line| {
            let decision = lots.decision(line.item);
            let builder = Builder { result: lots.by_item(), words: self.words, decision };
            let quote = |quote: QuoteId| builder.quote(decision.outcome(quote));
            Some(Quote {
                item: Some(text(builder.result.request(line.item).item)),
                others: line.others.iter().map(|other| quote(*other)).collect(),
                ..quote(line.quote?)
            })
        };
        offer.lines.iter().filter_map(line).collect()
    }

    fn step_up(self, step: decision::StepUp) -> StepUp<'r> {
        StepUp {
            amount: step.amount.to_string().into(),
            from_grade: self.result.grade_name(step.from).map(Cow::Owned),
            from_vendor: self.vendor(step.from),
            percent: step.percent.map(|percent| percent.to_string().into()),
            to_grade: self.result.grade_name(step.to).map(Cow::Owned),
            to_vendor: self.vendor(step.to),
        }
    }

    fn quote(self, outcome: &Outcome) -> Quote<'r> {
        let Self { result, words, decision } = self;
        let (dataset, policy, id) = (result.dataset(), result.policy(), outcome.quote);
        let quotes = &dataset.quotes;
        let (input, place) = dataset.place(id);
        let scheme = &policy.quality.scheme;
        let reason = result.reason(decision, outcome);
        let mut why = String::new();
        (words.why)(&mut why, result, &reason);
        Quote {
            carried: carried(dataset.carried(id)),
            costs: (0..policy.costs.len()).map(|at| quotes.cost(at, id).map(number)).collect(),
            delivery_date: quotes.date(Column::DeliveryDate, id),
            delivery_days: quotes.whole(Column::DeliveryDays, id),
            file: input.name.raw().into(),
            gates: (0..policy.gates.len()).map(|at| dataset.gate_text(policy, at, id).map(Cow::Owned)).collect(),
            grade: outcome.grade.name(scheme).map(Cow::Owned),
            grade_rank: outcome.grade_rank,
            item: None,
            line: place.line,
            lines: self.lines_of(id),
            min_order: quotes.decimal(Column::MinOrder, id),
            others: Vec::new(),
            outcome: outcome.fate.name().into(),
            quality: gate::stated_quality(quotes, id, scheme).map(|quality| quality.text(scheme).into()),
            rank: outcome.rank,
            reason: self.reason(&reason),
            row: place.row,
            service: (0..policy.service.len()).map(|at| quotes.criterion_text(at, id).map(Cow::Owned)).collect(),
            steps: steps(result, decision.item, id),
            terms: terms(dataset, id),
            total: outcome.total.map(|total| total.payable(dataset.currency())),
            unit_price: quotes.unit_price(id),
            valid_until: quotes.date(Column::ValidUntil, id),
            vendor: self.vendor(id),
            why: why.into(),
        }
    }

    fn reason(self, reason: &reason::Reason<'_>) -> Option<Reason<'r>> {
        let policy = self.result.policy();
        let (own, other_value) = reason.figures(self.result);
        Some(Reason {
            criterion: reason.criterion().map(|criterion| policy.service[criterion].column.as_str().into()),
            other: reason.other().map(|other| self.quote_ref(other)),
            other_value: other_value.map(Cow::Owned),
            own: own.map(Cow::Owned),
            step: reason.step_name()?.into(),
        })
    }

    fn quote_ref(self, quote: QuoteId) -> QuoteRef<'r> {
        let (input, place) = self.result.dataset().place(quote);
        QuoteRef { file: input.name.raw().into(), row: place.row, vendor: self.vendor(quote) }
    }

    fn vendor(self, quote: QuoteId) -> Text<'r> {
        text(self.result.vendor(quote))
    }

    fn vendors(self, quotes: &[QuoteId]) -> Vec<Text<'r>> {
        let mut vendors: Vec<_> = quotes.iter().map(|quote| self.vendor(*quote)).collect();
        vendors.sort();
        vendors
    }
}

/// Builds the steps from the unit price of a quote to its total; none where it is only the price times the quantity.
pub(crate) fn steps(result: &result::Recommendation, item: ItemId, quote: QuoteId) -> Vec<Step<'static>> {
    let step = |step: CostStep| Step {
        column: step.cost.map(|place| result.policy().costs[place].column.clone().into()),
        step: step.kind.name().into(),
        sum: step.sum.to_string().into(),
        value: step.value.to_string().into(),
    };
    result.steps(item, quote).into_iter().map(step).collect()
}

/// How offers are compared where nobody states a quantity.
pub(super) const UNIT_PRICE: &str = "unit-price";

fn number<'r>(code: i64) -> Text<'r> {
    from_millionths(code).to_string().into()
}

/// Returns what a quote states beside its price, as far as it changes the total or says whether the quote counts.
fn terms<'r>(dataset: &Dataset, quote: QuoteId) -> BTreeMap<Code, Text<'r>> {
    let mut terms = BTreeMap::new();
    for (column, kind) in TERMS {
        let Some(code) = dataset.quotes.code(column, quote) else { continue };
        let text = match kind {
            TermKind::Unit => dataset.unit_of(quote).map(|unit| unit.to_owned().into()),
            TermKind::Currency => {
                let currency = dataset.quotes.currency(quote).filter(|currency| *currency != dataset.currency());
                currency.map(|currency| currency.to_string().into())
            }
            TermKind::Basis => dataset.quotes.tax_basis(quote).map(|basis| basis.name().into()),
            TermKind::Round => Some(code.to_string().into()),
            TermKind::Number { neutral } => (neutral != Some(from_millionths(code))).then(|| number(code)),
        };
        terms.extend(text.map(|text| (Code::from(column.name()), text)));
    }
    terms
}

fn text(text: UntrustedStr<'_>) -> Text<'_> {
    text.raw().into()
}

fn carried<'r>(cells: impl IntoIterator<Item = (UntrustedStr<'r>, UntrustedStr<'r>)>) -> Carried<'r> {
    Carried::new(cells.into_iter().map(|(header, cell)| (text(header), text(cell))))
}
