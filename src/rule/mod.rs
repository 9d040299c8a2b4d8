//! Quotes to a recommendation: what an offer costs, whether it may take part, its place and the reason for it.

pub mod cost;
pub mod gate;
pub(crate) mod note;
pub mod quote;
pub mod rank;
pub mod recommend;
pub mod request;
