//! The stored form of what the rule has decided, one item at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

use super::item::{Award, Item, Quote, QuoteRef, Reason, StepUp, Window, Withdrawal};
use super::recommendation::{Carried, FORMAT, Input, Note, Recommendation, Text, Tool};
use crate::policy;
use crate::read;
use crate::rule::gate;
use crate::rule::quote::Quote as Row;
use crate::rule::rank::Step;
use crate::rule::recommend::{self as rule, Decision, DecisionKind, Figure, Outcome};
use crate::value::untrusted::Untrusted;

/// The sentences of a recommendation, which are written above this module.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Says why a quote of an item has its outcome.
    pub why: fn(&rule::Recommendation<'_>, usize, &Outcome) -> String,
    /// Says what a note is about.
    pub note: fn(&read::Note) -> &str,
}

impl Words {
    fn notes<'r>(self, notes: &'r [read::Note]) -> Vec<Note<'r>> {
        let note = |note: &'r read::Note| Note {
            code: note.code.into(),
            text: (self.note)(note).into(),
            vendor: note.vendor.as_ref().map(text),
        };
        notes.iter().map(note).collect()
    }
}

/// Builds everything but the items.
pub(super) fn head<'r>(result: &'r rule::Recommendation<'_>, words: Words) -> Recommendation<'r, ()> {
    let book = result.book();
    Recommendation {
        as_of: result.as_of(),
        format: FORMAT.into(),
        inputs: book.inputs().iter().map(Input::of).collect(),
        items: None,
        notes: words.notes(book.notes()),
        policy: Cow::Borrowed(result.policy()),
        policy_sha256: policy::digest(result.policy()),
        tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
        totals: *result.totals(),
    }
}

impl<'r> Input<'r> {
    fn of(input: &'r read::Input) -> Self {
        let dialect = input.dialect.as_ref();
        Self {
            bytes: input.bytes,
            decimal_mark: dialect.map(|dialect| dialect.decimal_mark.into()),
            delimiter: dialect.map(|dialect| dialect.delimiter.as_str().into()),
            encoding: dialect.map(|dialect| dialect.encoding.into()),
            name: text(&input.name),
            role: input.role.name().into(),
            rows: input.rows,
            sha256: input.sha256,
        }
    }
}

/// An item of a result, of which the stored form is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Builder<'r, 'a> {
    result: &'r rule::Recommendation<'a>,
    words: Words,
    item: usize,
    decision: &'r Decision,
}

/// The quotes of an item, each built when it is written: a million of them are never held at once.
#[derive(Debug)]
pub(super) struct Quotes<'r, 'a>(Builder<'r, 'a>);

impl Serialize for Quotes<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.decision.outcomes.iter().map(|outcome| self.0.quote(outcome)))
    }
}

impl<'r, 'a> Builder<'r, 'a> {
    pub(super) fn new(result: &'r rule::Recommendation<'a>, words: Words, item: usize) -> Self {
        Self { result, words, item, decision: &result.decisions()[item] }
    }

    /// Builds the item to be written at once.
    pub(super) fn streamed(self) -> Item<'r, Quotes<'r, 'a>> {
        self.item(Quotes(self))
    }

    /// Builds the item whole.
    pub(super) fn whole(self) -> Item<'r> {
        self.item(self.decision.outcomes.iter().map(|outcome| self.quote(outcome)).collect())
    }

    fn item<Q>(self, quotes: Q) -> Item<'r, Q> {
        let Self { result, words, item, decision } = self;
        let book = result.book();
        let request = &book.requests()[item];
        Item {
            award: chosen(decision.kind).map(|quote| Award {
                total: result.total(item, quote).expect("a recommended offer has a total"),
                unit_price: self.row(quote).unit_price().expect("a recommended offer has a price"),
                vendor: self.vendor(quote),
            }),
            budget: request.budget,
            candidates: self.vendors(&decision.candidates),
            carried: carried(book.carried_by_request(request)),
            category: request.category.as_ref().map(text),
            currency: book.currency(),
            decided_by: decision.decided_by.map(|step| step.name().into()),
            decision: decision.kind.name().into(),
            department: request.department.as_ref().map(text),
            if_withdrawn: decision.if_withdrawn.as_ref().map(|withdrawal| Withdrawal {
                candidates: self.vendors(&withdrawal.candidates),
                decision: withdrawal.kind.name().into(),
                vendor: chosen(withdrawal.kind).map(|quote| self.vendor(quote)),
            }),
            item: text(&request.item),
            last_price: request.last_price,
            lot: request.lot.as_ref().map(text),
            needed_by: request.needed_by,
            notes: words.notes(&decision.notes),
            period: request.period.as_ref().map(text),
            quantity: request.quantity,
            quotes,
            refer_because: decision.kind.refer_because().map(Cow::Borrowed),
            request: request.number.as_ref().map(text),
            required_quality: request.required.map(|required| required.text(&result.policy().quality.scheme).into()),
            savings: result.savings(item),
            step_ups: result.step_ups(item).into_iter().map(|step| self.step_up(step)).collect(),
            unit: request.unit.as_ref().map(text),
            window: decision.window.map(|window| Window { set_by: self.quote_ref(window.set_by), up_to: window.up_to }),
        }
    }

    fn step_up(self, step: rule::StepUp) -> StepUp<'r> {
        StepUp {
            amount: step.amount,
            from_grade: self.result.grade(step.from).map(Cow::Owned),
            from_vendor: self.vendor(step.from),
            percent: step.percent.map(|percent| percent.to_string().into()),
            to_grade: self.result.grade(step.to).map(Cow::Owned),
            to_vendor: self.vendor(step.to),
        }
    }

    fn quote(self, outcome: &Outcome) -> Quote<'r> {
        let Self { result, words, item, .. } = self;
        let (book, policy, number) = (result.book(), result.policy(), outcome.quote);
        let (row, QuoteRef { file, vendor, .. }) = (self.row(number), self.quote_ref(number));
        let scheme = &policy.quality.scheme;
        Quote {
            carried: carried(book.carried(row)),
            delivery_date: row.delivery_date(),
            delivery_days: row.delivery_days(),
            file,
            grade: result.grade(number).map(Cow::Owned),
            grade_rank: Some(outcome.grade_rank).filter(|rank| *rank > 0),
            line: row.row().line,
            min_order: row.min_order(),
            outcome: outcome.fate.name().into(),
            quality: gate::stated(row, scheme).map(|quality| quality.text(scheme).into()),
            rank: Some(outcome.rank).filter(|rank| *rank > 0),
            reason: self.reason(outcome),
            row: row.row().row,
            service: (0..policy.service.len()).map(|at| book.service_text(number, at).map(Cow::Owned)).collect(),
            total: result.total(item, number),
            unit_price: row.unit_price(),
            valid_until: row.valid_until(),
            vendor,
            why: (words.why)(result, item, outcome).into(),
        }
    }

    fn reason(self, outcome: &Outcome) -> Option<Reason<'r>> {
        let mut stored = Reason { criterion: None, other: None, other_value: None, own: None, step: Cow::Borrowed("") };
        let (own, other) = match self.result.reason(self.item, outcome)? {
            rule::Reason::Compared { figure, other, .. } => {
                if let Figure::Service { criterion: Some(criterion), .. } = figure {
                    stored.criterion = self.result.criterion(criterion).map(|(column, _)| column.into());
                }
                stored.step = figure.step().name().into();
                stored.other = other.map(|other| self.quote_ref(other));
                (figure.own(), figure.other())
            }
            rule::Reason::OnlyOffer { total } => {
                stored.step = Step::OnlyOffer.name().into();
                (Some(total.to_string()), None)
            }
            rule::Reason::Rejected(rejection) => {
                stored.step = rejection.name().into();
                rejection.figures(&self.result.policy().quality.scheme)
            }
            rule::Reason::Duplicate { of } => {
                stored.step = "duplicate".into();
                stored.other = Some(self.quote_ref(of));
                (None, None)
            }
        };
        (stored.own, stored.other_value) = (own.map(Cow::Owned), other.map(Cow::Owned));
        Some(stored)
    }

    fn row(self, quote: u32) -> &'r Row {
        self.result.book().quote(quote).expect("a decision is about quotes that were read")
    }

    fn quote_ref(self, quote: u32) -> QuoteRef<'r> {
        let row = self.row(quote);
        let input = self.result.book().input_of(row).expect("a quote was read from an input");
        QuoteRef { file: text(&input.name), row: row.row().row, vendor: self.vendor(quote) }
    }

    fn vendor(self, quote: u32) -> Text<'r> {
        text(self.result.vendor(quote))
    }

    fn vendors(self, quotes: &[u32]) -> Vec<Text<'r>> {
        let mut vendors: Vec<_> = quotes.iter().map(|quote| self.vendor(*quote)).collect();
        vendors.sort();
        vendors
    }
}

fn text(text: &Untrusted) -> Text<'_> {
    text.raw().into()
}

fn carried(cells: BTreeMap<Untrusted, Untrusted>) -> Carried<'static> {
    Carried::new(cells.into_iter().map(|(header, cell)| (header.raw().to_owned().into(), cell.raw().to_owned().into())))
}

const fn chosen(kind: DecisionKind) -> Option<u32> {
    match kind {
        DecisionKind::Recommended(quote) => Some(quote),
        DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => None,
    }
}
