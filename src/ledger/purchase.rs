//! The identity of a purchase: what may be awarded once.

use serde::{Deserialize, Serialize};

use crate::jcs;
use crate::read::Key;
use crate::request::Request;
use crate::source::Digest;
use crate::untrusted::Untrusted;

/// The identity of a purchase: the SHA-256 of request, lot and item, as names compare.
///
/// The hashed text is the canonical JSON of `{"item":…,"lot":…,"request":…}`. Where there is no request number, `request`
/// is the SHA-256 of the canonical JSON of all lines of the request, so that the same list is the same purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Purchase(Digest);

/// What is hashed.
#[derive(Serialize)]
struct Identity {
    item: String,
    lot: Option<String>,
    request: String,
}

/// A line of a request without a number.
#[derive(Serialize)]
struct Line<'r> {
    budget: Option<String>,
    category: Option<&'r Untrusted>,
    department: Option<&'r Untrusted>,
    item: String,
    last_price: Option<String>,
    lot: Option<String>,
    needed_by: Option<String>,
    period: Option<&'r Untrusted>,
    quantity: String,
    unit: Option<&'r Untrusted>,
}

impl Purchase {
    /// Returns the identity of the purchase of an item, among all items of its request.
    #[must_use]
    pub fn of(all: &[Request], request: &Request) -> Self {
        let key = |name: &Untrusted| Key::item(name.raw()).text().to_owned();
        // Each line is written by itself, so that their order in the file does not count.
        let line = |request: &Request| {
            let line = Line {
                budget: request.budget.map(|budget| budget.to_string()),
                category: request.category.as_ref(),
                department: request.department.as_ref(),
                item: key(&request.item),
                last_price: request.last_price.map(|price| price.to_string()),
                lot: request.lot.as_ref().map(key),
                needed_by: request.needed_by.map(|day| day.to_string()),
                period: request.period.as_ref(),
                quantity: request.quantity.to_string(),
                unit: request.unit.as_ref(),
            };
            String::from_utf8(canonical(&line)).unwrap_or_default()
        };
        let number = request.number.as_ref().map_or_else(
            || {
                let mut lines: Vec<String> = all.iter().filter(|other| other.number.is_none()).map(line).collect();
                lines.sort_unstable();
                Digest::of(&canonical(&lines)).to_string()
            },
            key,
        );
        let identity = Identity { item: key(&request.item), lot: request.lot.as_ref().map(key), request: number };
        Self(Digest::of(&canonical(&identity)))
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.0
    }
}

/// Texts and lists of them always have a canonical form.
fn canonical(value: &impl Serialize) -> Vec<u8> {
    jcs::bytes(value).unwrap_or_default()
}
