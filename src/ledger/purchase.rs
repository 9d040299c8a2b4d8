//! The identity of a purchase: what may be awarded only once.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::entry::canonical;
use crate::rule::dataset::items::Request;
use crate::rule::recommendation::Recommendation;
use crate::value::name::Key;
use crate::value::source::Digest;
use crate::value::untrusted::UntrustedStr;

/// The identity of a purchase: the SHA-256 of request, lot and item, as names compare.
///
/// The hashed text is the canonical JSON of `{"item":…,"lot":…,"request":…}`. Where there is no request number, `request`
/// is the SHA-256 of the canonical JSON of all lines without one, so that the same list is the same purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PurchaseId(Digest);

/// The identities of the purchases of one list of requests.
#[derive(Debug)]
pub(crate) struct PurchaseIds {
    /// What replaces a missing request number.
    unnumbered: String,
}

impl PurchaseIds {
    /// Takes the whole list, which distinguishes items without a request number from those of another list.
    pub(crate) fn among(recommendation: &Recommendation) -> Self {
        let requests = recommendation.dataset().items().map(|item| recommendation.request(item));
        let line = |request: Request<'_>| {
            let line = canonical(&json!({
                "budget": request.budget,
                "category": request.category,
                "department": request.department,
                "item": key(request.item),
                "last_price": request.last_price,
                "lot": request.lot.map(key),
                "needed_by": request.needed_by,
                "period": request.period,
                "quantity": request.quantity,
                "unit": request.unit,
            }));
            String::from_utf8(line).expect("JSON is UTF-8")
        };
        // Sorted as texts, so that the order of the lines in the file does not matter.
        let mut lines: Vec<String> = requests.filter(|request| request.number.is_none()).map(line).collect();
        lines.sort_unstable();
        Self { unnumbered: Digest::of(&canonical(&lines)).to_string() }
    }

    /// Returns the identity of the purchase of an item of the list.
    pub(crate) fn of(&self, request: &Request<'_>) -> PurchaseId {
        let number = request.number.map_or_else(|| self.unnumbered.clone(), key);
        let lot = request.lot.map(key);
        PurchaseId(Digest::of(&canonical(&json!({"item": key(request.item), "lot": lot, "request": number}))))
    }
}

impl PurchaseId {
    /// Returns the text of the digest, as the store's column has it.
    pub(super) fn text(self) -> String {
        self.0.to_string()
    }
}

fn key(name: UntrustedStr<'_>) -> String {
    Key::item(name.raw()).text().to_owned()
}
