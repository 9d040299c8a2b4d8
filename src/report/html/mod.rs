//! Answers as HTML pages to read, print and sign: no scripts, nothing from outside.
//!
//! `markup`, `page`, `sentence`, `grid`, `scale`, `chart` and `bars` know nothing of recommendations: other pages are made
//! of them as well.

mod bars;
mod chart;
mod evidence;
mod figures;
mod grid;
mod markup;
mod page;
mod recommendation;
pub(crate) mod savings;
mod scale;
#[cfg(test)]
mod scan;
mod section;
mod sentence;
mod trade_off;

pub use self::recommendation::write;
