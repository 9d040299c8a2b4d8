//! What is to be bought: an item, how much of it, and what is asked of it.

use crate::policy::Requirement;
use crate::value::date::Date;
use crate::value::money::{Money, Quantity, UnitPrice};
use crate::value::source::RowRef;
use crate::value::untrusted::Untrusted;

/// An item to be bought.
#[derive(Debug, Clone)]
pub struct Request {
    /// Items of one lot are awarded together.
    pub lot: Option<Untrusted>,
    /// The item's name, as shown.
    pub item: Untrusted,
    /// Number of the request that it belongs to.
    pub number: Option<Untrusted>,
    /// How much is bought, in the item's unit; 1 where none is stated.
    pub quantity: Quantity,
    /// What one is: piece, box, kg.
    pub unit: Option<Untrusted>,
    /// The quality that an offer must reach, where the item states one.
    pub required: Option<Requirement>,
    /// What may be spent on the whole line.
    pub budget: Option<Money>,
    /// The unit price last paid.
    pub last_price: Option<UnitPrice>,
    /// Day on which the item must be there.
    pub needed_by: Option<Date>,
    /// For the summaries.
    pub department: Option<Untrusted>,
    /// For the summaries.
    pub category: Option<Untrusted>,
    /// For the summaries.
    pub period: Option<Untrusted>,
    /// The item's row in the request file and its offset in the text, where there is one.
    pub row: Option<(RowRef, u64)>,
}
