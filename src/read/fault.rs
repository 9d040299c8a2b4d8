//! What can be wrong with an input, as figures. The words for it are in `report::wording`.

use super::cells::calendar::{Order, Readings};
use super::headers::topic::Topic;
use crate::rule::note::Names;
use crate::value::column::Column;
use crate::value::currency::{Currency, Mark};
use crate::value::encoding::Encoding;
use crate::value::source::Place;
use crate::value::untrusted::Untrusted;

/// A fault of an input, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct InputError {
    /// File, row and column.
    pub place: Place,
    pub(crate) kind: FaultKind,
}

/// What is wrong. `text` is the cell as written, `other` the place of another row that is involved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Empty,
    EmptyBudgets,
    // The offset of the first bad byte, from 0, and how its line reads in each encoding that the file could be in.
    NotUtf8 { offset: usize, readings: Vec<(Encoding, Untrusted)> },
    // The offset of the first byte that has no meaning in the encoding.
    Undecodable { encoding: Encoding, offset: usize },
    NotText(FileKind),
    Workbook(WorkbookFault),
    // A sheet that has, or seems to have, the vendors side by side.
    Wide(WideFault),
    // A cell of a workbook that shows an error, as `#N/A`.
    ErrorCell { text: Untrusted },
    // A formula whose value the file does not have.
    NoCachedValue,
    // A number of a workbook with more digits than spreadsheets keep.
    CellNumber { text: Untrusted },
    Nul,
    // A quote inside a cell, or text after a closing quote.
    StrayQuote,
    UnclosedQuote,
    FieldTooLong { bytes: usize, limit: usize },
    TooManyRows { limit: usize },
    TooManyColumns { limit: usize },
    // Counts of cells: of the row, and of the header.
    Ragged { found: usize, expected: usize },
    // Two delimiters fit the header equally well.
    Delimiter { first: u8, second: u8 },
    // `near` is a header that is nearly the column, `line` a later line that looks like the header.
    MissingColumn { column: Column, headers: Vec<Untrusted>, near: Option<Untrusted>, line: Option<u32> },
    // `first` is the number of the first column with the header, from 1.
    DuplicateHeader { header: Untrusted, first: usize },
    TwoHeaders { column: Column, headers: Vec<Untrusted> },
    // The policy maps a header that is not among `headers`.
    MappedHeader { column: Column, header: Untrusted, headers: Vec<Untrusted> },
    // The policy maps a column of numbers or dates to several headers.
    JoinedValue { column: Column },
    // The header states a unit in which the column is not read.
    HeaderUnit { column: Column, header: Untrusted, unit: Untrusted, why: UnitFault },
    // The policy adds the column as an amount for the line, and its header says that it is one for each unit.
    CostForOne { header: Untrusted },
    // The header is about something that can change what is paid or chosen, and nothing is done with its column.
    UnusedHeader { header: Untrusted, topic: Topic, remedy: Remedy },
    // A price beside a quantity, which may as well be the total of the line.
    PriceOrAmount { header: Untrusted },
    // The policy names headers that no sheet has; `near` is one that may be meant.
    NoSuchHeader { setting: Setting, headers: Vec<Untrusted>, near: Option<Untrusted> },
    // A column without a header has text in it.
    NoHeader { text: Untrusted },
    // A part of a joined name says itself what is put between the parts.
    Separator { text: Untrusted },
    // A total among the items, or a figure of a comparison among the vendors.
    Figure { text: Untrusted, column: Column },
    // A cell that must be filled is empty.
    EmptyKey,
    // A row with a vendor and a price names no item; `above` is the item above it.
    EmptyItem { above: Untrusted },
    NotANumber { text: Untrusted, why: NumberFault },
    OutOfRange { text: Untrusted, expected: Range },
    // The mark beside a number is not that of the row's currency.
    OtherMark { mark: Mark, currency: Currency },
    NotADate { text: Untrusted },
    // A date with the year behind, by no order or by one in which it is none.
    DateOrder { text: Untrusted, readings: Readings, order: Order },
    NotDays { text: Untrusted },
    // Working days, where it matters how many calendar days they are.
    WorkingDays { text: Untrusted },
    // A cell that does not number a round.
    NotARound { text: Untrusted },
    NotADiscount { text: Untrusted, why: DiscountFault },
    // Neither an amount, nor a text that says that nothing is added.
    NotACost { text: Untrusted },
    // A rate below 1 without a percent sign.
    RateBelowOne { text: Untrusted },
    NotYesNo { text: Untrusted },
    NotACurrency { text: Untrusted },
    // The scale's labels, best first, safe to show.
    OffScale { text: Untrusted, scale: Vec<String> },
    // A label of quality, where the policy has no scale.
    NoScale { text: Untrusted },
    // The cell of a service criterion is neither a number nor a date.
    NotComparable { text: Untrusted },
    // A percentage and a number of at most 1 without a percent sign in one column; `is_percent` is about this cell.
    MixedPercent { text: Untrusted, is_percent: bool, other: Box<Place> },
    // The column of a service criterion has both numbers and dates; `is_date` is about this cell.
    MixedKinds { text: Untrusted, is_date: bool, other: Box<Place> },
    // Two cells about one item differ.
    Disagrees { text: Untrusted, other: Box<Place>, other_text: Untrusted },
    // An amount has more decimals than the currency.
    TooFine { text: String, currency: Currency },
    // So many rows are priced in a second currency.
    SecondCurrency { rows: u64, found: Currency, currency: Currency },
    // The price has the other tax basis than the policy.
    OtherBasis { included: bool },
    // Cell and header contradict each other about tax.
    TaxContradiction { text: Untrusted },
    // The row names no round of negotiation, and another one of the vendor for the item does.
    NoRound { other: Box<Place> },
    // The quotes of an item are priced by several units, and nobody says which of them the quantity counts.
    SeveralUnits { first: Untrusted, other: Untrusted, at: Box<Place> },
    // The quantity may count units or what is in a pack of them.
    PackOrPiece { unit: Untrusted, pack: String },
    // The unit in the header of the price is not that in the row.
    PriceUnit { text: Untrusted, header: Untrusted },
    // The unit beside a price or a quantity is not that of the row.
    CellUnit { unit: Untrusted, other: Untrusted },
    // The vendor's own total of the line is not what price and quantity make.
    OtherAmount { text: String, computed: String },
    // The vendor's own total of the line cannot be checked: nobody states a quantity.
    AmountWithoutQuantity { text: String },
    // A total without a price is not a price of at most six decimals times the quantity.
    AmountNotDivisible { text: String, quantity: String },
    // A cost of the whole line, where nobody states a quantity and prices of one unit are compared.
    CostWithoutQuantity { text: String },
    // `near` is a requested item of nearly the same name.
    NotRequested { item: Untrusted, near: Option<Untrusted> },
    RequestedTwice { item: Untrusted, other: Box<Place> },
    // A lot is compared by its sum, which makes no sense for prices of one.
    LotWithoutQuantity { item: Untrusted, lot: Untrusted },
    // The item is in several lots, and the row names none.
    WhichLot { item: Untrusted },
    // The item is in several requests, and the row names none.
    WhichRequest { item: Untrusted, requests: Names },
    // A row of budgets without a currency, where none can be assumed.
    NoCurrency,
    BudgetTwice { other: Box<Place> },
    // A column of a sheet is a criterion that the ledger given as history has as well.
    InHistory { criterion: &'static str, ledger: Untrusted },
    SameFile { other: Untrusted },
}

/// Why a sheet is not read whose vendors stand side by side, or seem to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WideFault {
    /// These may be vendors; `[wide]` would say so with this line and these columns.
    Unclear { line: u32, vendors: Vec<Untrusted>, columns: Vec<Untrusted> },
    /// Two vendors have columns of one meaning under different headers; each with its vendor.
    Differs { first: (Untrusted, Untrusted), other: (Untrusted, Untrusted) },
    /// The policy's line of vendors is none of the sheet's headers.
    NoLine { line: u32 },
    /// No header in the policy's line is a vendor.
    NoVendor { line: u32 },
    /// The policy names a column that the vendors do not have.
    NoColumn { column: Untrusted, columns: Vec<Untrusted> },
    /// A text above the names of vendors may be about their prices.
    Above { text: Untrusted, line: u32 },
}

/// Why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WorkbookFault {
    Damaged,
    /// It has more parts or bytes than are read.
    TooLarge,
    /// A cell stands beyond the columns that are read.
    TooWide {
        limit: usize,
    },
    NoSuchSheet {
        sheet: Untrusted,
        sheets: Vec<Untrusted>,
    },
    /// No visible sheet has a cell.
    NoCells {
        sheets: Vec<Untrusted>,
    },
}

/// Why a cell is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// It has text, an exponent, or marks in the wrong place.
    Text,
    /// Its groups are not of three digits.
    Groups,
    /// Its first group begins with 0; the mark of its groups, where it would be a number with that as the decimal mark.
    ZeroGroup(Option<char>),
    /// Its comma groups digits or is the decimal mark: what it is with either, in millionths.
    Either { grouped: i64, decimal: i64 },
    /// Its mark groups digits in one country and is the decimal mark in another.
    Undeclared,
    /// It has too many integer digits.
    IntegerDigits,
    /// It has too many decimals.
    DecimalDigits,
    /// It has a percent sign.
    Percent,
    /// Every cell of the column fits this other decimal mark.
    OtherMark(char),
}

/// What a file that is not text seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// UTF-16 without a byte-order mark.
    Utf16(Encoding),
    /// A workbook or another zip archive.
    Zip,
    /// A workbook in the binary format of Excel (.xlsb).
    BinaryWorkbook,
    /// An `OpenDocument` workbook (.ods).
    OpenDocument,
    /// A workbook behind a password.
    Encrypted,
    /// A web page or another file of markup, often under the name of a workbook.
    Markup,
    OldWorkbook,
    Pdf,
    Gzip,
}

/// The values that a column of numbers allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    NotNegative,
    Quantity,
    /// A number of at most this much.
    AtMost(u32),
    /// Of 0 to 100 percent.
    Percent,
}

/// Why what a header states does not fit its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitFault {
    /// It multiplies, or is not understood.
    Other,
    /// It is for one, and the column is for the whole line.
    ForOne,
    /// It is a currency, and the column is not of money.
    Money,
    /// The header of the price states something else.
    OtherThanPrice,
}

/// What can be done with a column that is used for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Map it to a column.
    Map(Column),
    /// Map it to one of two columns.
    MapOr(Column, Column),
    /// Add it as a cost.
    Add(Figures),
    /// Take it off as a cost below 0.
    TakeOff(Figures),
    /// Add it where it does not come back.
    AddHeld,
    /// Add it where it is a percentage.
    AddPercent,
    /// Give a row for each such column, with what it holds for in this one.
    RowsBy(Column),
    /// Compare it as service, or hold a gate against it.
    Compare,
    /// Hold a gate against what it says.
    Ask,
    /// Hold a gate against the day until which it holds.
    AskForDay,
    /// State it in calendar days.
    Convert,
    /// Check the award against it.
    Check,
    /// Nothing but leave it out.
    Ignore,
}

/// What the cells of a column are by its header, as far as it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    Unclear,
    Amounts,
    /// Amounts of each unit.
    AmountsForOne,
    Percentages,
}

/// The setting of a policy that names a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    Columns(Column),
    Cost,
    Gate,
}

/// Why a cell is not a discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiscountFault {
    /// It is no number.
    Unreadable,
    /// It is an amount of money.
    Amount,
    /// It is a plain number, which may be what is taken off or what is paid.
    Unclear,
    /// It is so much that it may be what is paid.
    Paid,
    /// It is below one without a percent sign, which may be a fraction.
    Fraction,
}
