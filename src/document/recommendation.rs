//! The stored recommendation: everything but what an item holds.
//!
//! Fields are declared in the order of RFC 8785 (JCS), so that what serde writes is the canonical form already. Texts
//! are borrowed where a result is written, owned where a file was read.

#![expect(missing_docs, reason = "the contract describes the keys")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::policy::Policy;
use crate::rule::savings::Totals;
use crate::value::date::Date;
use crate::value::money::Money;
use crate::value::source::Digest;

/// The name and version of the format.
pub const FORMAT: &str = "bijia.recommendation/1";

/// A text that somebody else wrote, as it was written: whoever shows it encodes it.
pub type Text<'a> = Cow<'a, str>;

/// One of a few words, such as a decision or a step. One that this version does not know is read all the same: it is
/// then found to differ from what is computed.
pub type Code = Cow<'static, str>;

/// A recommendation, with its items as `I`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation<'a, I> {
    /// The day that stands for today.
    pub as_of: Date,
    /// [`FORMAT`].
    pub format: Cow<'a, str>,
    /// By role, name and digest.
    pub inputs: Vec<Input<'a>>,
    /// Absent in the first line of JSON lines only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<I>,
    /// Absent unless at least two items and two vendors have admitted offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix<'a>>,
    /// Notes on the inputs as a whole.
    pub notes: Vec<Note<'a>>,
    /// The policy as understood.
    #[serde(deserialize_with = "policy")]
    pub policy: Cow<'a, Policy>,
    /// The digest of the policy's canonical JSON.
    pub policy_sha256: Digest,
    /// What made it.
    pub tool: Tool<'a>,
    /// The sums over all items.
    pub totals: Totals,
}

impl<'a, I> Recommendation<'a, I> {
    /// Replaces the items.
    pub fn with_items<J>(self, items: Option<J>) -> Recommendation<'a, J> {
        let Self { as_of, format, inputs, items: _, matrix, notes, policy, policy_sha256, tool, totals } = self;
        Recommendation { as_of, format, inputs, items, matrix, notes, policy, policy_sha256, tool, totals }
    }
}

fn policy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'static, Policy>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let policy = Policy::restore(&value);
    policy.map(Cow::Owned).map_err(|error| serde::de::Error::custom(format_args!("policy: {error}")))
}

/// A file, or a ledger's history, that went into the recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input<'a> {
    pub bytes: usize,
    pub decimal_mark: Option<Cow<'a, str>>,
    pub delimiter: Option<Cow<'a, str>>,
    pub encoding: Option<Cow<'a, str>>,
    pub name: Text<'a>,
    pub role: Code,
    pub rows: Option<u32>,
    pub sha256: Digest,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Text<'a>>,
}

/// What each vendor's offers come to, and the best single vendor against the best offer of each item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix<'a> {
    pub best_per_item: Money,
    /// `None` where no vendor covers all items that are compared.
    pub best_single: Option<BestSingle<'a>>,
    /// The best single vendor's total minus `best_per_item`.
    pub difference: Option<Money>,
    /// Items that are compared: those with a recommended offer.
    pub items: usize,
    /// The vendors that have an admitted offer, by code point.
    pub vendors: Vec<VendorTotal<'a>>,
}

/// A vendor for all items that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BestSingle<'a> {
    pub total: Money,
    pub vendor: Text<'a>,
}

/// What a vendor's admitted offers come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorTotal<'a> {
    /// Items for which it has one.
    pub items: usize,
    pub total: Money,
    pub vendor: Text<'a>,
}

/// Something worth knowing that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note<'a> {
    /// The kind of note.
    pub code: Code,
    /// A sentence in the policy's language.
    pub text: Cow<'a, str>,
    /// The vendor that it is about.
    pub vendor: Option<Text<'a>>,
}

/// The program that made a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool<'a> {
    pub name: Cow<'a, str>,
    pub version: Cow<'a, str>,
}

/// Cells that are only carried along, by header, in the order of JCS: by UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "BTreeMap<String, String>")]
pub struct Carried<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'a> Carried<'a> {
    pub(super) fn new(cells: impl IntoIterator<Item = (Text<'a>, Text<'a>)>) -> Self {
        let mut cells: Vec<_> = cells.into_iter().collect();
        cells.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        Self(cells)
    }

    /// Returns the cell of a header.
    #[must_use]
    pub fn get(&self, header: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == header).map(|(_, cell)| &**cell)
    }
}

impl From<BTreeMap<String, String>> for Carried<'_> {
    fn from(cells: BTreeMap<String, String>) -> Self {
        Self::new(cells.into_iter().map(|(header, cell)| (header.into(), cell.into())))
    }
}

impl Serialize for Carried<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(header, cell)| (header, cell)))
    }
}
