//! Everything of a recommendation but its items, and the whole document.

use serde::ser::{Serialize, Serializer};

use super::item::Items;
use super::{FORMAT, Text};
use crate::policy::Policy;
use crate::read::Input;
use crate::report::wording::{self, Language};
use crate::rule::note::Note;
use crate::rule::recommend::{Recommendation, Totals};
use crate::value::money::Money;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

/// The whole recommendation.
pub(super) struct Document<'r, 'a> {
    pub(super) items: Items<'r, 'a>,
    pub(super) head: Head<'r>,
}

impl Serialize for Document<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The document's keys, with the items in their place.
        #[derive(serde::Serialize)]
        struct Whole<'d, 'r, 'a> {
            as_of: &'d Text<crate::value::date::Date>,
            format: &'static str,
            inputs: &'d [InputJson<'r>],
            items: &'d Items<'r, 'a>,
            notes: &'d [NoteJson<'r>],
            policy: &'r Policy,
            policy_sha256: &'d Text<Digest>,
            tool: Tool,
            totals: &'d TotalsJson,
        }
        let Head { as_of, format, inputs, notes, policy, policy_sha256, tool, totals } = &self.head;
        let items = &self.items;
        Whole { as_of, format, inputs, items, notes, policy, policy_sha256, tool: *tool, totals }.serialize(serializer)
    }
}

/// Everything but the items.
#[derive(serde::Serialize)]
pub(super) struct Head<'r> {
    as_of: Text<crate::value::date::Date>,
    format: &'static str,
    inputs: Vec<InputJson<'r>>,
    notes: Vec<NoteJson<'r>>,
    policy: &'r Policy,
    policy_sha256: Text<Digest>,
    tool: Tool,
    totals: TotalsJson,
}

impl<'r> Head<'r> {
    pub(super) fn of(recommendation: &'r Recommendation<'_>) -> Self {
        let book = recommendation.book();
        Self {
            as_of: Text(recommendation.as_of()),
            format: FORMAT,
            inputs: book.inputs().iter().map(InputJson::of).collect(),
            notes: book.notes().iter().map(NoteJson::of).collect(),
            policy: recommendation.policy(),
            policy_sha256: Text(crate::policy::digest(recommendation.policy())),
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            totals: TotalsJson::of(recommendation.totals()),
        }
    }
}

#[derive(serde::Serialize, Clone, Copy)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(serde::Serialize)]
struct InputJson<'r> {
    bytes: usize,
    decimal_mark: Option<&'static str>,
    delimiter: Option<&'r str>,
    encoding: Option<&'static str>,
    name: &'r Untrusted,
    role: &'static str,
    rows: Option<u32>,
    sha256: Text<Digest>,
}

impl<'r> InputJson<'r> {
    fn of(input: &'r Input) -> Self {
        let dialect = input.dialect.as_ref();
        Self {
            bytes: input.bytes,
            decimal_mark: dialect.map(|dialect| dialect.decimal_mark),
            delimiter: dialect.map(|dialect| dialect.delimiter.as_str()),
            encoding: dialect.map(|dialect| dialect.encoding),
            name: &input.name,
            role: input.role.name(),
            rows: input.rows,
            sha256: Text(input.sha256),
        }
    }
}

/// Something worth a word.
#[derive(serde::Serialize)]
pub(super) struct NoteJson<'r> {
    code: &'static str,
    text: String,
    vendor: Option<&'r Untrusted>,
}

impl<'r> NoteJson<'r> {
    pub(super) fn of(note: &'r Note) -> Self {
        Self { code: note.code(), text: wording::note(Language::En, note), vendor: note.vendor() }
    }
}

#[derive(serde::Serialize)]
struct TotalsJson {
    award: Text<Money>,
    award_budgeted: Text<Money>,
    budget: Text<Money>,
    items: usize,
    none: usize,
    recommended: usize,
    refer: usize,
    saving: Text<Money>,
    unbudgeted: usize,
}

impl TotalsJson {
    fn of(totals: &Totals) -> Self {
        Self {
            award: Text(totals.award),
            award_budgeted: Text(totals.award_budgeted),
            budget: Text(totals.budget),
            items: totals.items,
            none: totals.none,
            recommended: totals.recommended,
            refer: totals.refer,
            saving: Text(totals.saving),
            unbudgeted: totals.unbudgeted,
        }
    }
}
