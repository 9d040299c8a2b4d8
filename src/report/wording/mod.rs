//! All sentences: one folder a language, one file a subject.

mod en;

pub(crate) use self::en::{reasons, recommendation};
