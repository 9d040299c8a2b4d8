//! Policies as sources, for tests.

use crate::value::source::{Role, Source};

pub(in crate::policy) fn source(text: impl AsRef<[u8]>) -> Source {
    Source { name: "policy.toml".into(), path: "policy.toml".into(), role: Role::Policy, bytes: text.as_ref().to_vec() }
}
