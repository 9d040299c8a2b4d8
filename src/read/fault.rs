//! What can be wrong with an input.

use super::cells::number_fault::NumberFault;
use super::phrase::{basis, kind_name, listed, stated};
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::source::Place;
use crate::value::untrusted::Untrusted;

/// What is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The file has no text in it.
    #[error("the file is empty; expected a header with `item`, `vendor` and `unit_price`")]
    Empty,
    /// The bytes are not UTF-8.
    #[error("byte {offset} is not UTF-8 text")]
    NotUtf8 {
        /// The offset of the first bad byte, from 0.
        offset: usize,
    },
    /// The file begins as a file of another kind does.
    #[error("this is {found}, not comma-separated text")]
    NotText {
        /// What it seems to be.
        found: &'static str,
    },
    /// A NUL byte stands in a cell.
    #[error("the cell holds a NUL byte")]
    Nul,
    /// A quote stands inside a cell, or text behind a closing quote.
    #[error("a `\"` stands inside the cell")]
    StrayQuote,
    /// A quote is opened and never closed.
    #[error("the `\"` that opens this cell is never closed")]
    UnclosedQuote,
    /// A cell is longer than any name or number.
    #[error("the cell has {bytes} bytes; at most {} are read", super::text::records::MAX_FIELD)]
    FieldTooLong {
        /// Its length.
        bytes: usize,
    },
    /// A file has too many rows or columns.
    #[error("more than {limit} {what}")]
    TooMany {
        /// Rows or columns.
        what: &'static str,
        /// The limit.
        limit: u32,
    },
    /// A row has not as many cells as the header.
    #[error("the row has {found} {}, the header has {expected}", if *found == 1 { "cell" } else { "cells" })]
    Ragged {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// Several delimiters fit the header equally well.
    #[error("both {first} and {second} could be the delimiter")]
    Delimiter {
        /// A delimiter.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// A needed column is not there.
    #[error("no column `{column}`; the headers are {}", listed(headers))]
    MissingColumn {
        /// The needed column.
        column: Column,
        /// The headers found.
        headers: Vec<Untrusted>,
        /// A header that is nearly the column.
        near: Option<Untrusted>,
        /// A later line that looks like the header.
        line: Option<u32>,
    },
    /// A header stands twice.
    #[error("the header `{}` stands twice, in column {first} too", header.shown())]
    DuplicateHeader {
        /// The header.
        header: Untrusted,
        /// The number of the first column with it, from 1.
        first: usize,
    },
    /// Two headers mean the same column.
    #[error("{} mean the same column, `{column}`", listed(headers))]
    TwoHeaders {
        /// The column.
        column: Column,
        /// The headers.
        headers: Vec<Untrusted>,
    },
    /// A header that the policy maps is not in the file.
    #[error("the policy's `[columns]` maps `{column}` to `{}`; the headers are {}", header.shown(), listed(headers))]
    MappedHeader {
        /// The column.
        column: Column,
        /// The header that is missing.
        header: Untrusted,
        /// The headers found.
        headers: Vec<Untrusted>,
    },
    /// A column of numbers or dates is mapped to several headers.
    #[error("`{column}` holds one value and cannot be joined from several headers")]
    JoinedValue {
        /// The column.
        column: Column,
    },
    /// A header states a unit that the column cannot have.
    #[error("the header `{}` states `{}`, in which `{column}` is not read", header.shown(), unit.shown())]
    HeaderUnit {
        /// The column that the header would mean.
        column: Column,
        /// The header.
        header: Untrusted,
        /// What stands in brackets.
        unit: Untrusted,
    },
    /// A column without a header holds text.
    #[error("`{}` stands in a column without a header", text.shown())]
    NoHeader {
        /// The cell.
        text: Untrusted,
    },
    /// A cell that must be filled is empty.
    #[error("the cell is empty")]
    EmptyKey,
    /// A cell is not a number.
    #[error("`{}` is not a number{}", text.shown(), why)]
    NotANumber {
        /// The cell.
        text: Untrusted,
        /// What is wrong with it.
        why: NumberFault,
    },
    /// A number is outside of what its column allows.
    #[error("`{}` is out of range; expected {expected}", text.shown())]
    OutOfRange {
        /// The cell.
        text: Untrusted,
        /// The range.
        expected: &'static str,
    },
    /// A mark beside a number is of another currency than the row.
    #[error("`{mark}` is not a mark of {currency}, the currency of this row")]
    OtherMark {
        /// The mark.
        mark: Mark,
        /// The row's currency.
        currency: Currency,
    },
    /// A cell is not a date.
    #[error("`{}` is not a date; expected year-month-day, like `2026-11-22`", text.shown())]
    NotADate {
        /// The cell.
        text: Untrusted,
        /// The date that was probably meant.
        meant: Option<String>,
    },
    /// A cell is not a count of days or rounds.
    #[error("`{}` is not a whole number; expected digits only", text.shown())]
    NotWhole {
        /// The cell.
        text: Untrusted,
    },
    /// A cell is neither yes nor no.
    #[error("`{}` is neither yes nor no", text.shown())]
    NotYesNo {
        /// The cell.
        text: Untrusted,
    },
    /// A currency code is unknown.
    #[error("`{}` is not a currency code of ISO 4217, like `CNY`", text.shown())]
    NotACurrency {
        /// The cell.
        text: Untrusted,
    },
    /// A quality is not on the policy's scale.
    #[error("`{}` is not on the quality scale {}", text.shown(), scale.join(" > "))]
    OffScale {
        /// The cell.
        text: Untrusted,
        /// The labels, best first, safe to show.
        scale: Vec<String>,
    },
    /// A quality is a label and the policy has no scale.
    #[error("`{}` is not a score, and the policy names no scale of quality labels", text.shown())]
    NoScale {
        /// The cell.
        text: Untrusted,
    },
    /// A service criterion's cell is neither a number nor a date.
    #[error("`{}` is neither a number nor a date, and service criteria compare nothing else", text.shown())]
    NotComparable {
        /// The cell.
        text: Untrusted,
    },
    /// A service criterion's column holds numbers and dates.
    #[error("`{}` is {}, but {other} holds {}", text.shown(), kind_name(*is_date), kind_name(!*is_date))]
    MixedKinds {
        /// The cell.
        text: Untrusted,
        /// Whether this cell is the date.
        is_date: bool,
        /// A cell of the other kind.
        other: Box<Place>,
    },
    /// Two cells about one item say different things.
    #[error("`{}` differs from `{}`, which {other} says of the same item", text.shown(), other_text.shown())]
    Disagrees {
        /// The cell.
        text: Untrusted,
        /// The other row.
        other: Box<Place>,
        /// What stands there.
        other_text: Untrusted,
    },
    /// An amount has more decimals than the currency's minor unit.
    #[error("`{text}` has more decimals than {currency} has")]
    TooFine {
        /// The amount.
        text: String,
        /// The currency.
        currency: Currency,
    },
    /// The sheets name a second currency.
    #[error("{rows} with prices in `{found}`; this comparison is in {currency}")]
    SecondCurrency {
        /// How many rows, in words.
        rows: String,
        /// The other currency.
        found: Currency,
        /// The comparison's currency.
        currency: Currency,
    },
    /// A price states another tax basis than the policy.
    #[error("this price {} tax, and the policy compares prices that {}", stated(*included), basis(!*included))]
    OtherBasis {
        /// Whether the price includes tax.
        included: bool,
    },
    /// Header and cell contradict each other about tax.
    #[error("the cell says `{}`, the header of the price says the opposite about tax", text.shown())]
    TaxContradiction {
        /// The cell.
        text: Untrusted,
    },
    /// A cell asks for something that is not computed yet.
    #[error("`{}`: {what} cannot be taken into account yet", text.shown())]
    NotYet {
        /// The cell.
        text: Untrusted,
        /// What it would change.
        what: &'static str,
    },
    /// A vendor quoted an item in a second round.
    #[error("a second round of this vendor for this item; the other is in {other}")]
    SecondRound {
        /// The other row.
        other: Box<Place>,
    },
    /// A quoted item was not requested.
    #[error("`{}` was not requested", item.shown())]
    NotRequested {
        /// The item.
        item: Untrusted,
        /// A requested item of nearly the same name.
        near: Option<Untrusted>,
    },
    /// An item stands twice in the request file.
    #[error("`{}` is requested twice, in {other} too", item.shown())]
    RequestedTwice {
        /// The item.
        item: Untrusted,
        /// The other row.
        other: Box<Place>,
    },
    /// A row without a lot names an item that several lots have.
    #[error("`{}` is in several lots, and this row names none", item.shown())]
    WhichLot {
        /// The item.
        item: Untrusted,
    },
    /// Something that only sheets of budgets can have.
    #[error(transparent)]
    Budget(super::budget_fault::BudgetFault),
    /// A sheet has what the history tells.
    #[error(transparent)]
    ToldTwice(super::history::ToldTwice),
    /// The same file was given twice.
    #[error("the same content as {}", other.shown())]
    SameFile {
        /// The other file.
        other: Untrusted,
    },
}
