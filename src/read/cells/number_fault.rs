//! Why a cell is not a number.

use crate::value::money::{DECIMAL_DIGITS, INTEGER_DIGITS};

/// Why a cell is not a number; printed as the end of a sentence that says that it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// It has text, an exponent, or marks in the wrong place.
    #[error("")]
    Text,
    /// Its groups are not of three digits.
    #[error(": groups have three digits, as in `1,250.00`")]
    Groups,
    /// It has a mark that groups digits in one country and parts decimals in another.
    #[error(": in a file delimited by `;` this mark could part decimals or group thousands")]
    Undeclared,
    /// It has too many integer digits.
    #[error(" that can be kept exactly: more than {INTEGER_DIGITS} integer digits")]
    IntegerDigits,
    /// It has too many decimals.
    #[error(" that can be kept exactly: more than {DECIMAL_DIGITS} decimals")]
    DecimalDigits,
    /// It has a percent sign.
    #[error(": percent signs stand only in columns of rates")]
    Percent,
    /// All cells of the column would fit the other decimal mark, which this is.
    #[error(" with this decimal mark, but the whole column fits `{0}`")]
    OtherMark(char),
}
