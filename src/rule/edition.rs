//! The editions of the rule: what was decided by an earlier one is computed again by that one.

/// An edition of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// That of versions 0.1: a price of 0 takes part, an item without a stated quantity is bought once, and headers that speak of
    /// money may be left out without a word.
    First,
    /// A price of 0 is rejected, unit prices are compared where nobody states a quantity, and no such header is left out.
    #[default]
    Second,
}

impl Edition {
    /// Returns the edition of the version that made a result.
    #[must_use]
    pub fn of_version(version: &str) -> Self {
        if version.starts_with("0.1.") { Self::First } else { Self::Second }
    }
}
