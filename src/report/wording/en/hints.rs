//! What to do about a fault of an input: one concrete next step.

use super::headers;
use crate::read::{DiscountFault, FaultKind, FileKind, InputError, NumberFault, Order, WorkbookFault};
use crate::value::column::Column;
use crate::value::decimal::from_millionths;
use crate::value::encoding::Encoding;
use crate::value::untrusted::{Untrusted, shown};

/// Says what to do about it.
#[expect(clippy::too_many_lines, reason = "one arm a kind")]
pub(in crate::report::wording) fn hint(error: &InputError) -> String {
    let header = error.place.column.as_ref().map_or("", |column| column.header.raw());
    let header = shown(header);
    let text = match &error.kind {
        FaultKind::Empty => "`bijia compare --help` shows a sheet to start from",
        FaultKind::EmptyBudgets => "`bijia budget --help` shows a sheet to start from",
        FaultKind::NotUtf8 { readings, .. } if readings.is_empty() => {
            "save the sheet again as `CSV UTF-8 (comma delimited)`, or say how it is written: `--encoding NAME`"
        }
        FaultKind::NotUtf8 { readings, .. } => return encodings(readings),
        FaultKind::Undecodable { .. } => {
            "the file is in another encoding or damaged; save the sheet again as `CSV UTF-8 (comma delimited)`"
        }
        FaultKind::NotText(FileKind::Utf16(encoding)) => {
            return format!("say so, if that is right: `--encoding {}`", encoding.name());
        }
        FaultKind::NotText(
            FileKind::Zip
            | FileKind::OldWorkbook
            | FileKind::BinaryWorkbook
            | FileKind::OpenDocument
            | FileKind::Encrypted
            | FileKind::Markup,
        ) => SAVE_AGAIN,
        FaultKind::Workbook(fault) => return workbook_hint(fault),
        FaultKind::Wide(fault) => return super::wide::hint(fault),
        FaultKind::ErrorCell { .. } => "mend the formula, or clear the cell",
        FaultKind::NoCachedValue => "open the workbook in a spreadsheet and save it: that computes its formulas",
        FaultKind::CellNumber { .. } => {
            "give the cell the format `General`, and write the number as text where it has too many digits"
        }
        FaultKind::NotText(FileKind::Pdf) => {
            "copy its table into a spreadsheet and save that as `CSV UTF-8 (comma delimited)`"
        }
        FaultKind::NotText(FileKind::Gzip) => "unpack it first: `gunzip`",
        FaultKind::Nul => "save the sheet again as CSV; a NUL byte is a sign of a damaged file",
        FaultKind::StrayQuote | FaultKind::UnclosedQuote => {
            "put the whole cell in quotes and double those inside: `\"5\"\" pipe\"`"
        }
        FaultKind::FieldTooLong { .. } => "look above this row for a `\"` that is never closed",
        FaultKind::TooManyRows { .. } => "compare their items in several runs",
        FaultKind::TooManyColumns { .. } => "delete the columns that are not needed",
        FaultKind::Ragged { found, expected } if found > expected => {
            "a cell with a comma in it needs quotes: `\"1,250.00\"`"
        }
        FaultKind::Ragged { .. } => "add the missing commas: an empty cell needs one too",
        FaultKind::Delimiter { .. } => "state it: `--delimiter ,`",
        FaultKind::MissingColumn { column, near: Some(near), .. } => {
            let near = near.shown();
            return format!("is `{near}` meant? Rename it, or map it in the policy: `[columns] {column} = \"{near}\"`");
        }
        FaultKind::MissingColumn { line: Some(line), .. } => {
            return format!(
                "line {line} looks like the header; state what the lines above it say of prices (tax, currency, until when) in \
                 columns or in the policy, then delete them"
            );
        }
        FaultKind::MissingColumn { headers, .. } if headers.iter().any(|header| header.raw().contains('，')) => {
            "replace the full-width `，` between the cells by `,`"
        }
        FaultKind::MissingColumn { column, .. } => {
            let by_file = if *column == Column::Vendor {
                "; if the file is named for its vendor: `--vendor-from file-name`"
            } else {
                ""
            };
            return format!(
                "name the column `{column}`, or map a header in the policy: `[columns] {column} = \"...\"`{by_file}"
            );
        }
        FaultKind::DuplicateHeader { .. } => "rename or delete one of the two columns",
        FaultKind::TwoHeaders { column: Column::Freight, headers } => {
            return format!("add the others as well: `[[cost]] column = \"{}\"` in the policy", headers[1].shown());
        }
        FaultKind::TwoHeaders { column, headers } => return headers::choose(*column, headers),
        FaultKind::MappedHeader { column, .. } => return format!("correct `[columns] {column}` in the policy"),
        FaultKind::JoinedValue { column } => return format!("give one header in `[columns] {column}`"),
        FaultKind::HeaderUnit { column, header, why, .. } => return headers::convert(*column, header, *why),
        FaultKind::CostForOne { header } => return headers::for_one(header.shown()),
        FaultKind::UnusedHeader { header, remedy, .. } => return headers::remedy(header, *remedy),
        FaultKind::PriceOrAmount { header } => return headers::which(header),
        FaultKind::NoSuchHeader { setting, near, .. } => return headers::correct(*setting, near.as_ref()),
        FaultKind::NoHeader { .. } => "give the column a header, or empty it",
        FaultKind::Separator { .. } => "write the `/` without spaces, so that no two names become one",
        FaultKind::Figure { .. } => "delete the row; if a quote is meant, give the full name",
        FaultKind::EmptyKey => {
            "fill it in; of a total or a remark below the table, state what it says of prices in columns or the policy, then delete the row"
        }
        FaultKind::EmptyItem { .. } => {
            "fill it in; if blank cells mean the item above, say so in the policy: below `[fill]`, `down = [\"item\"]`"
        }
        FaultKind::NotANumber { text, why } => return number_hint(text.raw(), *why, &header.to_string()),
        FaultKind::OutOfRange { .. } => {
            return format!("correct the cell in `{header}`, or leave it empty if there is no value");
        }
        FaultKind::OtherMark { mark, .. } => match mark.names() {
            Some(named) => {
                return format!(
                    "correct the price, or say in a column `currency` which one each row is in; `--currency {named}` only if \
                     every price is in it"
                );
            }
            None => "the sign is that of several currencies: say in a column `currency` which one each row is in",
        },
        FaultKind::NotADate { .. } => "write dates as year-month-day",
        FaultKind::DateOrder { order: Order::Open, .. } => {
            "say which of the two it is: `--date-order mdy` for the first, `--date-order dmy` for the second, or `date_order` in the policy"
        }
        FaultKind::DateOrder { .. } => "write the dates of the column as year-month-day",
        FaultKind::NotDays { .. } | FaultKind::WorkingDays { .. } => {
            "ask the vendor how many calendar days that is at most"
        }
        FaultKind::NotARound { .. } => "number the rounds, as `2`, `第2轮` or `Round 2`: the latest one counts",
        FaultKind::NotADiscount { why: DiscountFault::Amount, .. } => {
            return format!(
                "write percentages; or take amounts off the line: `[[cost]] column = \"{header}\"` in the policy, with \
                 `per = \"line-off\"`"
            );
        }
        FaultKind::NotADiscount { why: DiscountFault::Paid, .. } => {
            "write `95折` where 95 % are paid, `95% off` where 95 % are taken off"
        }
        FaultKind::NotADiscount { .. } => "write `95折` where 95 % are paid, `5%` where 5 % are taken off",
        FaultKind::NotACost { .. } => {
            "write the amount, or `included` where it is in the price already; a quote whose costs stay open is rejected \
             where its `unit_price` is empty"
        }
        FaultKind::RateBelowOne { text } => {
            return match percent_of(text.raw()) {
                Some(percent) => format!("write `{percent}` or `{percent}%`; or `{}%` if that is meant", text.shown()),
                None => "write 13 % as `13` or `13%`".to_owned(),
            };
        }
        FaultKind::NotYesNo { .. } => "write `yes` or `no`",
        FaultKind::NotACurrency { .. } => "write the code of three letters",
        FaultKind::OffScale { .. } => "correct the cell, or add the label to `[quality] scale` in the policy",
        FaultKind::NoScale { .. } => {
            "name the labels, best first: `--scale A,B,C`, or `[quality] scale = [\"A\", \"B\", \"C\"]` in the policy"
        }
        FaultKind::MixedPercent { .. } => "write all of them as percentages, or none",
        FaultKind::NotComparable { .. } | FaultKind::MixedKinds { .. } => {
            "write numbers alone, without a unit, or dates as year-month-day"
        }
        FaultKind::Disagrees { .. } => "an item has one value: correct one of the two, or leave one empty",
        FaultKind::TooFine { .. } => "round the amount",
        FaultKind::SecondCurrency { found, currency, .. } => {
            return format!(
                "state the currency of the comparison and a rate in the policy: `currency = \"{currency}\"`, and below \
                 `[price.rates]` what 1 {found} is worth: `{found} = \"...\"`"
            );
        }
        FaultKind::OtherBasis { included } => {
            let basis = if *included { "tax-included" } else { "tax-excluded" };
            return format!(
                "add a column `tax_rate`; or if all prices are like this one: `[price] basis = \"{basis}\"` in the policy"
            );
        }
        FaultKind::TaxContradiction { .. } => "correct the cell or the header",
        FaultKind::NoRound { .. } => "fill in the round of every row; the latest one counts",
        FaultKind::SeveralUnits { first, other, .. } => {
            return format!(
                "state the `unit` of the quantity in a request (`--request`); and in the policy, below `[units]`, how many of one are \
                 in the other, as `\"{}\" = \"N {}\"`",
                other.shown(),
                first.shown()
            );
        }
        FaultKind::PackOrPiece { .. } => "state the `unit` of the quantity in a request (`--request`)",
        FaultKind::PriceUnit { .. } => {
            "if the cell is about the quantity, give the price's unit a column `unit` of its own and the quantity's a request"
        }
        FaultKind::CellUnit { .. } => {
            "correct the one that is wrong; if the quantity counts another unit than the price is for, state it in a request (`--request`) instead"
        }
        FaultKind::OtherAmount { .. } => {
            "ask the vendor which figure holds; what the amount has in it besides (freight, tax) needs a column of its own"
        }
        FaultKind::AmountWithoutQuantity { .. } | FaultKind::CostWithoutQuantity { .. } => {
            "state the quantity, in a column `quantity` or in the request"
        }
        FaultKind::AmountNotDivisible { .. } => "ask the vendor for the unit price",
        FaultKind::NotRequested { near: Some(near), .. } => return format!("is `{}` meant?", near.shown()),
        FaultKind::NotRequested { .. } => "add the item to the request file, or delete the row",
        FaultKind::LotWithoutQuantity { .. } => {
            "state a `quantity` of each item of a lot (1 where prices are for the whole line), or compare with `--award-by item`"
        }
        FaultKind::RequestedTwice { .. } => {
            "add up the quantities in one row, or tell the rows apart by a `lot` or a `request`"
        }
        FaultKind::WhichLot { .. } => return format!("fill in the `{}` of this row", Column::Lot),
        FaultKind::WhichRequest { .. } => return format!("fill in the `{}` of this row", Column::Request),
        FaultKind::NoCurrency => "give the sheet a column `currency`; the awards have none, or several",
        FaultKind::BudgetTwice { .. } => "add up the two in one row",
        FaultKind::InHistory { criterion, .. } => {
            return format!("rename the column `{criterion}`, or leave out `--history`");
        }
        FaultKind::SameFile { .. } => "give each file once",
    };
    text.to_owned()
}

fn number_hint(text: &str, why: NumberFault, header: &str) -> String {
    match why {
        NumberFault::Text if !text.contains(char::is_numeric) => format!(
            "if it means that there is no value, leave `{header}` empty, or add the text to `missing` in the policy"
        ),
        NumberFault::Text
            if text.starts_with(|letter: char| letter.is_ascii_digit()) && text.ends_with(char::is_alphabetic) =>
        {
            "write the number alone, in the unit of the column; what a price or a quantity is for has a column `unit`"
                .to_owned()
        }
        NumberFault::Text | NumberFault::Groups => format!(
            "write digits with `.` as the decimal mark, like `1250.00`; leave `{header}` empty if there is no value"
        ),
        NumberFault::ZeroGroup(Some(mark)) => format!(
            "if its `{mark}` parts decimals, state it: `--decimal-mark {mark}`; it applies to all files of the comparison"
        ),
        NumberFault::ZeroGroup(None) => "correct the number; write it without groups".to_owned(),
        NumberFault::Either { grouped, decimal } => {
            let [grouped, decimal] = [grouped, decimal].map(from_millionths);
            format!(
                "state which: `--decimal-mark .` for {grouped}, `--decimal-mark ,` for {decimal}; it applies to all files of the \
                 comparison"
            )
        }
        NumberFault::Undeclared => "state it: `--decimal-mark ,` or `--decimal-mark .`".to_owned(),
        NumberFault::IntegerDigits | NumberFault::DecimalDigits => "round it, or state it in a larger unit".to_owned(),
        NumberFault::Percent => "remove the percent sign".to_owned(),
        NumberFault::OtherMark(mark) => {
            format!("state it: `--decimal-mark {mark}`; it applies to all files of the comparison")
        }
    }
}

/// Shows how a line reads in each encoding: people know the names in it, and nothing else can decide.
fn encodings(readings: &[(Encoding, Untrusted)]) -> String {
    let reads = readings.iter().map(|(encoding, text)| format!("`--encoding {}`: `{}`", encoding.name(), text.shown()));
    format!("say in which encoding this line reads right; {}", reads.collect::<Vec<_>>().join("; "))
}

/// What to do with a sheet in another kind of file.
const SAVE_AGAIN: &str = if cfg!(feature = "xlsx") {
    "open it in a spreadsheet and save it as a workbook (.xlsx) without a password, or as `CSV UTF-8 (comma delimited)`"
} else {
    "open it in a spreadsheet and save it as `CSV UTF-8 (comma delimited)`"
};

fn workbook_hint(fault: &WorkbookFault) -> String {
    match fault {
        WorkbookFault::Damaged => SAVE_AGAIN.to_owned(),
        WorkbookFault::TooLarge => "copy the table alone into a new workbook, or save it as CSV".to_owned(),
        WorkbookFault::TooWide { .. } => "delete what stands to the right of the table".to_owned(),
        WorkbookFault::NoSuchSheet { .. } => "name one of them: `--sheet NAME`, or `quotes.xlsx#NAME`".to_owned(),
        WorkbookFault::NoCells { .. } => "name a hidden one, if that is meant: `--sheet NAME`".to_owned(),
    }
}

/// Writes a fraction like `0.13` as percent, where its decimals are few.
fn percent_of(fraction: &str) -> Option<String> {
    let decimals = fraction.strip_prefix("0.").filter(|decimals| matches!(decimals.len(), 1..=4))?;
    let hundredths = decimals.get(..2).map_or_else(|| format!("{decimals}0"), str::to_owned);
    let hundredths: u8 = hundredths.parse().ok()?;
    let rest = decimals.get(2..).unwrap_or_default().trim_end_matches('0');
    Some(if rest.is_empty() { hundredths.to_string() } else { format!("{hundredths}.{rest}") })
}
