//! Policies as sources, for tests.

use crate::value::source::{Role, Source};

pub(in crate::policy) fn source(text: impl AsRef<[u8]>) -> Source {
    Source::in_memory("policy.toml", Role::Policy, text.as_ref())
}
