//! What to do about a fault: one concrete next step each, and the name by which faults are counted.

use super::fault::FaultKind;
use super::cells::number_fault::NumberFault;
use crate::value::column::Column;
use crate::value::source::Place;
use crate::value::untrusted::shown;

/// A fault of an input, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct InputError {
    /// File, row and column.
    pub place: Place,
    /// What is wrong there.
    pub kind: FaultKind,
}

impl InputError {
    /// Returns one concrete next step.
    #[must_use]
    pub fn hint(&self) -> String {
        self.kind.hint(self.place.column.as_ref().map(|column| column.header.raw()))
    }
}

impl FaultKind {
    /// Returns the kind's name, under which faults that are not shown are counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::NotUtf8 { .. } => "not-utf-8",
            Self::NotText { .. } => "not-text",
            Self::Nul => "nul-byte",
            Self::StrayQuote => "stray-quote",
            Self::UnclosedQuote => "unclosed-quote",
            Self::FieldTooLong { .. } => "cell-too-long",
            Self::TooMany { .. } => "too-many",
            Self::Ragged { .. } => "ragged-row",
            Self::Delimiter { .. } => "delimiter",
            Self::MissingColumn { .. } => "missing-column",
            Self::DuplicateHeader { .. } => "duplicate-header",
            Self::TwoHeaders { .. } => "two-headers",
            Self::MappedHeader { .. } => "mapped-header",
            Self::JoinedValue { .. } => "joined-value",
            Self::HeaderUnit { .. } => "header-unit",
            Self::NoHeader { .. } => "no-header",
            Self::EmptyKey => "empty-cell",
            Self::NotANumber { .. } => "not-a-number",
            Self::OutOfRange { .. } => "out-of-range",
            Self::OtherMark { .. } => "currency-mark",
            Self::NotADate { .. } => "not-a-date",
            Self::NotWhole { .. } => "not-whole",
            Self::NotYesNo { .. } => "not-yes-or-no",
            Self::NotACurrency { .. } => "not-a-currency",
            Self::OffScale { .. } => "off-scale",
            Self::NoScale { .. } => "no-scale",
            Self::NotComparable { .. } => "not-comparable",
            Self::MixedKinds { .. } => "mixed-kinds",
            Self::Disagrees { .. } => "disagrees",
            Self::TooFine { .. } => "too-fine",
            Self::SecondCurrency { .. } => "second-currency",
            Self::OtherBasis { .. } => "other-tax-basis",
            Self::TaxContradiction { .. } => "tax-contradiction",
            Self::NotYet { .. } => "not-yet",
            Self::SecondRound { .. } => "second-round",
            Self::NotRequested { .. } => "not-requested",
            Self::RequestedTwice { .. } => "requested-twice",
            Self::WhichLot { .. } => "which-lot",
            Self::Budget(fault) => fault.name(),
            Self::ToldTwice(_) => "told-twice",
            Self::SameFile { .. } => "same-file",
        }
    }

    fn hint(&self, header: Option<&str>) -> String {
        let header = shown(header.unwrap_or_default());
        match self {
            Self::Empty => "`bijia compare --help` shows a sheet to start from".to_owned(),
            Self::NotUtf8 { .. } => {
                "save the sheet again as `CSV UTF-8 (comma delimited)`, or convert it: `iconv -f GB18030 -t UTF-8`".to_owned()
            }
            Self::NotText { .. } => "open it in a spreadsheet and save it as `CSV UTF-8 (comma delimited)`".to_owned(),
            Self::Nul => "save the sheet again as CSV; a NUL byte is a sign of a damaged file".to_owned(),
            Self::StrayQuote | Self::UnclosedQuote => {
                "put the whole cell in quotes and double those inside: `\"5\"\" pipe\"`".to_owned()
            }
            Self::FieldTooLong { .. } => "look for a `\"` that is opened and not closed above this row".to_owned(),
            Self::TooMany { .. } => "split the file".to_owned(),
            Self::Ragged { found, expected } if found > expected => {
                "a cell with a comma in it needs quotes: `\"1,250.00\"`".to_owned()
            }
            Self::Ragged { .. } => "give the row all its commas, empty cells too".to_owned(),
            Self::Delimiter { .. } => "say which: `--delimiter ,`".to_owned(),
            Self::MissingColumn { column, near: Some(near), .. } => format!(
                "is `{}` meant? Rename it, or map it in the policy: `[columns] {column} = \"{}\"`",
                near.shown(),
                near.shown()
            ),
            Self::MissingColumn { line: Some(line), .. } => {
                format!("line {line} looks like the header: delete the lines above it")
            }
            Self::MissingColumn { headers, .. } if headers.iter().any(|header| header.raw().contains('，')) => {
                "the cells are parted by the full-width `，`: replace it by `,`".to_owned()
            }
            Self::MissingColumn { column, .. } => {
                format!("name the column `{column}`, or map a header in the policy: `[columns] {column} = \"...\"`")
            }
            Self::DuplicateHeader { .. } => "rename or delete one of the two columns".to_owned(),
            Self::TwoHeaders { column, headers } => {
                let first = headers.first().map(|first| first.shown().to_string()).unwrap_or_default();
                format!("say in the policy which one counts: `[columns] {column} = \"{first}\"`")
            }
            Self::MappedHeader { column, .. } => format!("correct `[columns] {column}` in the policy"),
            Self::JoinedValue { column } => format!("give one header in `[columns] {column}`"),
            Self::HeaderUnit { column, .. } => {
                format!("convert the column and name it `{column}`; or map it in the policy if it is right as it is")
            }
            Self::NoHeader { .. } => "give the column a header, or empty it".to_owned(),
            Self::EmptyKey => "fill it in; if the row is a total or a remark below the table, delete the row".to_owned(),
            Self::NotANumber { text, why: NumberFault::Text } if !text.raw().contains(char::is_numeric) => format!(
                "if it means that there is no value, leave `{header}` empty, or add the text to `missing` in the policy"
            ),
            Self::NotANumber { text, why: NumberFault::Text }
                if text.raw().starts_with(|letter: char| letter.is_ascii_digit())
                    && text.raw().ends_with(char::is_alphabetic) =>
            {
                "write the number alone, without a unit".to_owned()
            }
            Self::NotANumber { why, .. } => number_hint(*why, &header.to_string()),
            Self::OutOfRange { .. } => format!("correct the cell in `{header}`, or leave it empty if there is no value"),
            Self::OtherMark { mark, .. } => match mark.names() {
                Some(named) => format!("correct the price, or say that the sheet is in {named}: `--currency {named}`"),
                None => "give the sheet a `currency` column, or say its currency: `--currency USD`".to_owned(),
            },
            Self::NotADate { meant: Some(meant), .. } => format!("write it as `{meant}`"),
            Self::NotADate { .. } => "write dates as year-month-day".to_owned(),
            Self::NotWhole { .. } => "write the number alone, without a unit".to_owned(),
            Self::NotYesNo { .. } => "write `yes` or `no`".to_owned(),
            Self::NotACurrency { .. } => "write the code of three letters".to_owned(),
            Self::OffScale { .. } => "correct the cell, or add the label to `[quality] scale` in the policy".to_owned(),
            Self::NoScale { .. } => {
                "name the labels, best first: `--scale A,B,C`, or `[quality] scale = [\"A\", \"B\", \"C\"]` in the policy".to_owned()
            }
            Self::NotComparable { .. } | Self::MixedKinds { .. } => {
                "write numbers alone, without a unit, or dates as year-month-day".to_owned()
            }
            Self::Disagrees { .. } => "an item has one value: correct one of the two, or leave one empty".to_owned(),
            Self::TooFine { .. } => "round the amount".to_owned(),
            Self::SecondCurrency { currency, .. } => {
                format!("convert these prices to {currency}; exchange rates cannot be applied yet")
            }
            Self::OtherBasis { included } => format!(
                "ask for prices on one basis; if all are like this one: `[price] basis = \"{}\"` in the policy",
                if *included { "tax-included" } else { "tax-excluded" }
            ),
            Self::TaxContradiction { .. } => "correct the cell or the header".to_owned(),
            Self::NotYet { .. } => format!("work it into `unit_price` and leave `{header}` empty"),
            Self::SecondRound { .. } => "keep the rows of the latest round only".to_owned(),
            Self::NotRequested { near: Some(near), .. } => format!("is `{}` meant?", near.shown()),
            Self::NotRequested { .. } => "add the item to the request file, or take the row out".to_owned(),
            Self::RequestedTwice { .. } => {
                "add the quantities up in one row, or tell the rows apart by a `lot`".to_owned()
            }
            Self::WhichLot { .. } => format!("fill in the `{}` of this row", Column::Lot),
            Self::Budget(fault) => fault.hint().to_owned(),
            Self::ToldTwice(fault) => fault.hint(),
            Self::SameFile { .. } => "give each file once".to_owned(),
        }
    }
}

fn number_hint(why: NumberFault, header: &str) -> String {
    match why {
        NumberFault::Text | NumberFault::Groups => {
            format!(
                "write digits with `.` as the decimal mark, like `1250.00`; leave `{header}` empty if there is no value"
            )
        }
        NumberFault::Undeclared => "say which: `--decimal-mark ,` or `--decimal-mark .`".to_owned(),
        NumberFault::IntegerDigits | NumberFault::DecimalDigits => "round it, or state it in a larger unit".to_owned(),
        NumberFault::Percent => "take the percent sign off".to_owned(),
        NumberFault::OtherMark(mark) => format!(
            "declare it: `--decimal-mark {mark}`; it holds for all files of a comparison, so that one written otherwise is to be rewritten"
        ),
    }
}
