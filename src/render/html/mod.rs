//! The answer as one HTML page to read, print and sign: no scripts, nothing from outside.
//!
//! `markup`, `page`, `sentence`, `grid`, `scale` and `chart` know nothing of recommendations: other pages are made of them
//! as well.

mod chart;
mod evidence;
mod grid;
mod markup;
mod page;
mod recommendation;
mod scale;
mod section;
mod sentence;
mod trade_off;

pub use self::recommendation::write;
