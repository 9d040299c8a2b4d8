//! What is worth a word about the headers of a sheet.

use crate::value::column::Column;
use crate::value::untrusted::Untrusted;

/// Something about a header that people may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remark {
    /// A header is carried along but nearly a known one.
    Near { header: Untrusted, column: Column },
    /// A header is carried along and speaks of what changes a price.
    Cost { header: Untrusted },
    /// A second header of a carried column is carried under its own name.
    Second { header: Untrusted, column: Column },
}

impl Remark {
    /// Returns the header that it is about.
    pub(crate) const fn header(&self) -> &Untrusted {
        match self {
            Self::Near { header, .. } | Self::Cost { header } | Self::Second { header, .. } => header,
        }
    }
}
