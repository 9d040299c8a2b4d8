//! Quotes to a recommendation: what an offer costs, whether it may take part, its place and the reason for it.

pub mod dataset;
pub(crate) mod decide;
pub mod decision;
pub mod edition;
pub(crate) mod lots;
pub mod matrix;
pub mod negotiate;
pub(crate) mod note;
pub mod offer;
pub mod rank;
pub mod reason;
pub mod recommendation;
pub mod savings;
pub(crate) mod tie;
