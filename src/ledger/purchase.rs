//! The identity of a purchase: what may be awarded once.

use serde::{Deserialize, Serialize};

use crate::document::jcs;
use crate::read::Key;
use crate::rule::request::Request;
use crate::value::source::Digest;
use crate::value::untrusted::Untrusted;

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

/// The purchases of a list of requests.
#[derive(Debug)]
pub struct Purchases {
    /// What stands for the number of the request where there is none.
    unnumbered: String,
}

impl Purchases {
    /// Takes the whole list, which tells items without a request number from those of another list.
    #[must_use]
    pub fn among(requests: &[Request]) -> Self {
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
        let mut lines: Vec<String> = requests.iter().filter(|request| request.number.is_none()).map(line).collect();
        lines.sort_unstable();
        Self { unnumbered: Digest::of(&canonical(&lines)).to_string() }
    }

    /// Returns the identity of the purchase of an item of the list.
    #[must_use]
    pub fn of(&self, request: &Request) -> Purchase {
        let number = request.number.as_ref().map_or_else(|| self.unnumbered.clone(), key);
        let identity = Identity { item: key(&request.item), lot: request.lot.as_ref().map(key), request: number };
        Purchase(Digest::of(&canonical(&identity)))
    }
}

impl Purchase {
    /// Returns the digest.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.0
    }
}

fn key(name: &Untrusted) -> String {
    Key::item(name.raw()).text().to_owned()
}

/// Texts and lists of them always have a canonical form.
fn canonical(value: &impl Serialize) -> Vec<u8> {
    jcs::bytes(value).unwrap_or_default()
}
