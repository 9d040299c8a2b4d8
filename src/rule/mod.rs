//! Quotes to a recommendation: what an offer costs, whether it may take part, its place and the reason for it.

pub mod cost;
pub mod dataset;
pub mod decide;
pub mod edition;
pub mod gate;
pub mod grade;
pub(crate) mod item_notes;
pub mod items;
pub(crate) mod lots;
pub mod matrix;
pub mod negotiate;
pub(crate) mod note;
pub mod quotes;
pub mod rank;
pub mod reason;
pub mod recommendation;
pub mod savings;
pub mod supersede;
pub(crate) mod tie;
