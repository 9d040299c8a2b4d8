//! All sentences: one folder a language, one file a subject.

pub(crate) mod en;

pub(crate) use self::en::{reasons, recommendation};
