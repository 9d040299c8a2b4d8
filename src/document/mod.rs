//! The recommendation as it is stored: one shape for writing and reading, its canonical bytes, and the check that
//! computes it again.
//!
//! ```text
//! rule::Recommendation ──build──▶ Recommendation ──json──▶ bytes ──stored──▶ Document ──▶ rule::Recommendation ──▶ verify
//! ```

mod build;
mod dataset;
mod item;
pub mod json;
mod recommendation;
mod stored;
pub mod verify;

pub use self::build::Words;
pub(crate) use self::build::steps;
pub use self::item::{Award, Item, Line, Quote, QuoteRef, Reason, Step, StepUp, Window, Withdrawal};
pub use self::recommendation::{
    BestSingle, Carried, Code, FORMAT, Input, Matrix, Note, Recommendation, Text, Tool, VendorTotal,
};
pub use self::stored::{Document, DocumentFault};

/// JSON in the form of RFC 8785 (JCS), in which it is hashed.
pub mod jcs {
    pub use serde_json_canonicalizer::to_vec as bytes;
}
