//! Notes: what is worth a word and decides nothing.

use crate::value::untrusted::Untrusted;

/// Something that is worth a word and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What kind of note it is, in kebab case.
    pub code: &'static str,
    /// A sentence that is safe to show.
    pub text: String,
    /// The vendor it is about.
    pub vendor: Option<Untrusted>,
}
