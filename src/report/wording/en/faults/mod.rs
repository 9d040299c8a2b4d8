//! What is wrong with an input, in words.

mod counts;

pub(in crate::report::wording) use self::counts::{more, more_files, total};

use super::headers;
use super::notes::first_of;
use crate::read::{DiscountFault, FaultKind, FileKind, NumberFault, Order, Range, Readings, WorkbookFault};
use crate::value::decimal::from_millionths;
use crate::value::money::{DECIMAL_DIGITS, INTEGER_DIGITS};
use crate::value::untrusted::Untrusted;

/// Says what is wrong.
#[expect(clippy::too_many_lines, reason = "one arm a kind")]
pub(in crate::report::wording) fn message(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Empty => "the file is empty; expected a header with `item`, `vendor` and `unit_price`".to_owned(),
        FaultKind::EmptyBudgets => "the file is empty; expected a header with `budget`".to_owned(),
        FaultKind::NotUtf8 { offset, .. } => format!("byte {offset} is not UTF-8 text"),
        FaultKind::Undecodable { encoding, offset } => format!("byte {offset} has no meaning in {}", encoding.name()),
        FaultKind::NotText(found) => format!("this is {}, not {EXPECTED}", file_kind(*found)),
        FaultKind::Workbook(fault) => workbook(fault),
        FaultKind::Wide(fault) => super::wide::message(fault),
        FaultKind::ErrorCell { text } => format!("the cell shows an error, `{}`", text.shown()),
        FaultKind::NoCachedValue => "the cell is a formula, and the file does not have its value".to_owned(),
        FaultKind::CellNumber { text } => {
            format!(
                "`{}` has more digits than a spreadsheet keeps, is shown as a time, as another number or not at all, or is no number",
                text.shown()
            )
        }
        FaultKind::Nul => "the cell contains a NUL byte".to_owned(),
        FaultKind::StrayQuote => "there is a `\"` inside the cell".to_owned(),
        FaultKind::UnclosedQuote => "the `\"` that opens this cell is never closed".to_owned(),
        FaultKind::FieldTooLong { bytes, limit } => {
            format!("the cell is {bytes} bytes long; the limit is {limit}")
        }
        FaultKind::TooManyRows { limit } => format!("the sheets have more than {limit} rows"),
        FaultKind::TooManyColumns { limit } => format!("there are more than {limit} columns"),
        FaultKind::Ragged { found, expected } => {
            let cells = if *found == 1 { "cell" } else { "cells" };
            format!("the row has {found} {cells}, the header has {expected}")
        }
        FaultKind::Delimiter { first, second } => {
            format!("both {} and {} could be the delimiter", delimiter(*first), delimiter(*second))
        }
        FaultKind::MissingColumn { column, headers, .. } => {
            format!("no column `{column}`; the headers are {}", listed(headers))
        }
        FaultKind::DuplicateHeader { header, first } => {
            format!("the header `{}` appears twice, also in column {first}", header.shown())
        }
        FaultKind::TwoHeaders { column, headers } => format!("{} mean the same column, `{column}`", listed(headers)),
        FaultKind::MappedHeader { column, header, headers } => format!(
            "the policy's `[columns]` maps `{column}` to `{}`; the headers are {}",
            header.shown(),
            listed(headers)
        ),
        FaultKind::JoinedValue { column } => {
            format!("`{column}` is a single value and cannot be joined from several headers")
        }
        FaultKind::HeaderUnit { column, header, unit, .. } => {
            format!("the header `{}` states `{}`; `{column}` cannot be read in that", header.shown(), unit.shown())
        }
        FaultKind::CostForOne { header } => format!(
            "the header `{}` states an amount of each unit, and the policy adds it once for the whole line",
            header.shown()
        ),
        FaultKind::UnusedHeader { header, topic, .. } => headers::unused(header, *topic),
        FaultKind::PriceOrAmount { header } => headers::price_or_amount(header),
        FaultKind::NoSuchHeader { setting, headers, .. } => headers::absent(*setting, headers),
        FaultKind::NoHeader { text } => format!("`{}` is in a column without a header", text.shown()),
        FaultKind::Separator { text } => {
            format!("`{}` has a `/` of its own, and the name is joined from several cells by ` / `", text.shown())
        }
        FaultKind::Figure { text, column } => {
            format!("`{}` is a figure of the table, and no name of `{column}`", text.shown())
        }
        FaultKind::EmptyKey => "the cell is empty".to_owned(),
        FaultKind::EmptyItem { above } => format!("the cell is empty; the item above is `{}`", above.shown()),
        FaultKind::NotANumber { text, why: NumberFault::Either { grouped, decimal } } => {
            let [grouped, decimal] = [grouped, decimal].map(|value| from_millionths(*value));
            format!("`{}` can be {grouped} or {decimal}: its comma groups thousands or parts decimals", text.shown())
        }
        FaultKind::NotANumber { text, why } => format!("`{}` is not a number{}", text.shown(), not_a_number(*why)),
        FaultKind::OutOfRange { text, expected } => {
            format!("`{}` is out of range; expected {}", text.shown(), range(*expected))
        }
        FaultKind::OtherMark { mark, currency } => {
            format!("`{mark}` is not a mark of {currency}, the currency of this row")
        }
        FaultKind::NotADate { text } => {
            format!("`{}` is not a date; expected year-month-day, like `2026-11-22`", text.shown())
        }
        FaultKind::DateOrder { text, readings, order } => date_order(text, *readings, *order),
        FaultKind::WorkingDays { text } => {
            format!("`{}` are working days, and how many calendar days that is decides here", text.shown())
        }
        FaultKind::NotDays { text } => {
            format!("`{}` is not a number of calendar days; expected one like `15`, `15天` or `2 weeks`", text.shown())
        }
        FaultKind::NotARound { text } => format!("`{}` does not say which round it is", text.shown()),
        FaultKind::NotADiscount { text, why } => {
            let why = match why {
                DiscountFault::Unreadable => "is not a discount",
                DiscountFault::Amount => "is an amount, and a discount is a percentage of the price",
                DiscountFault::Unclear => "may be what is taken off or what is paid",
                DiscountFault::Paid => "may be what is paid rather than what is taken off",
                DiscountFault::Fraction => "may be a fraction or a percentage, of what is taken off or of what is paid",
            };
            format!("`{}` {why}", text.shown())
        }
        FaultKind::NotACost { text } => {
            format!("`{}` is neither an amount nor says that nothing is added", text.shown())
        }
        FaultKind::RateBelowOne { text } => format!("`{}` would be a rate of less than one percent", text.shown()),
        FaultKind::NotYesNo { text } => format!("`{}` is neither yes nor no", text.shown()),
        FaultKind::NotACurrency { text } => {
            format!("`{}` is not a currency code of ISO 4217, like `CNY`", text.shown())
        }
        FaultKind::OffScale { text, scale } => {
            format!("`{}` is not on the quality scale {}", text.shown(), scale.join(" > "))
        }
        FaultKind::NoScale { text } => {
            format!("`{}` is not a score, and the policy has no scale of quality labels", text.shown())
        }
        FaultKind::NotComparable { text } => {
            format!("`{}` is neither a number nor a date, and service criteria compare nothing else", text.shown())
        }
        FaultKind::MixedPercent { text, is_percent: true, other } => {
            format!("`{}` is a percentage, and {other} may be a fraction: it has no percent sign", text.shown())
        }
        FaultKind::MixedPercent { text, is_percent: false, other } => {
            format!("`{}` may be a fraction: {other} has a percent sign", text.shown())
        }
        FaultKind::MixedKinds { text, is_date, other } => {
            let (own, others) = if *is_date { ("a date", "a number") } else { ("a number", "a date") };
            format!("`{}` is {own}, but {other} has {others}", text.shown())
        }
        FaultKind::Disagrees { text, other, other_text } => {
            format!("`{}` differs from `{}`, which {other} says of the same item", text.shown(), other_text.shown())
        }
        FaultKind::TooFine { text, currency } => format!("`{text}` has more decimals than {currency} has"),
        FaultKind::SecondCurrency { rows, found, currency } => {
            let rows = if *rows == 1 { "a row".to_owned() } else { format!("{rows} rows") };
            format!("{rows} with prices in `{found}`; this comparison is in {currency}")
        }
        FaultKind::OtherBasis { included } => {
            let (own, others) = if *included { ("includes", "exclude") } else { ("excludes", "include") };
            format!("this price {own} tax, and the policy compares prices that {others} it")
        }
        FaultKind::TaxContradiction { text } => {
            format!("the cell says `{}`, but the header of the price says the opposite about tax", text.shown())
        }
        FaultKind::NoRound { other } => {
            format!("the row names no round, and another one of this vendor for this item does: {other}")
        }
        FaultKind::SeveralUnits { first, other, at } => format!(
            "this price is for one `{}`, that of {at} for one `{}`, and nobody says which of them the quantity counts",
            other.shown(),
            first.shown()
        ),
        FaultKind::PackOrPiece { unit, pack } => {
            format!("the quantity may count `{}` or the {pack} that are in one", unit.shown())
        }
        FaultKind::PriceUnit { text, header } => {
            format!("the row says `{}`, and the price's header says `{}`", text.shown(), header.shown())
        }
        FaultKind::CellUnit { unit, other } => {
            format!("the cell says `{}`, and the unit of the row is `{}`", unit.shown(), other.shown())
        }
        FaultKind::OtherAmount { text, computed } => {
            format!("the line's amount is {text}, and unit price times quantity is {computed}")
        }
        FaultKind::AmountWithoutQuantity { text } => {
            format!("the line's amount is {text}, and nobody states for which quantity")
        }
        FaultKind::AmountNotDivisible { text, quantity } => {
            format!("the line's amount {text} over {quantity} is no unit price of at most six decimals")
        }
        FaultKind::CostWithoutQuantity { text } => {
            format!("{text} is for the whole line, and nobody states its quantity")
        }
        FaultKind::NotRequested { item, .. } => format!("`{}` was not requested", item.shown()),
        FaultKind::LotWithoutQuantity { item, lot } => format!(
            "no quantity is stated for `{}`: lots are awarded as a whole, and `{}` has no sum without it",
            item.shown(),
            lot.shown()
        ),
        FaultKind::RequestedTwice { item, other } => format!("`{}` is requested twice, also in {other}", item.shown()),
        FaultKind::WhichLot { item } => format!("`{}` is in several lots, and this row names none", item.shown()),
        FaultKind::WhichRequest { item, requests } => {
            let requests = super::notes::listed(requests);
            format!("`{}` is in several requests, {requests}, and this row names none", item.shown())
        }
        FaultKind::NoCurrency => "the row names no currency".to_owned(),
        FaultKind::BudgetTwice { other } => {
            format!("a second budget for the same department, category, period and currency; the first is in {other}")
        }
        FaultKind::InHistory { criterion, ledger } => {
            format!("`{criterion}` is a column of this sheet, and the history `{}` has it too", ledger.shown())
        }
        FaultKind::SameFile { other } => format!("the same content as {}", other.shown()),
    }
}

/// Shows what a date may be, or why it is none in the order of its column.
fn date_order(text: &Untrusted, readings: Readings, order: Order) -> String {
    let text = text.shown();
    match (readings.month_first, readings.day_first, order) {
        (_, _, Order::Known(order)) => format!("`{text}` is no date with the {} first", first_of(order)),
        (Some(month_first), Some(day_first), Order::Open) => format!("`{text}` may be {month_first} or {day_first}"),
        (Some(month_first), Some(day_first), Order::Mixed) => {
            format!("`{text}` may be {month_first} or {day_first}, and the column has dates of both orders")
        }
        (month_first, _, Order::Open | Order::Mixed) => {
            let (own, other) = if month_first.is_some() { ("month", "day") } else { ("day", "month") };
            format!("`{text}` has the {own} first, and another date of the column has the {other} first")
        }
    }
}

fn not_a_number(why: NumberFault) -> String {
    match why {
        NumberFault::Text | NumberFault::Either { .. } => String::new(),
        NumberFault::ZeroGroup(_) => ": no number with groups of thousands begins with 0".to_owned(),
        NumberFault::Groups => ": groups have three digits, as in `1,250.00`".to_owned(),
        NumberFault::Undeclared => {
            ": in a file delimited by `;` its mark could be the decimal mark or group thousands".to_owned()
        }
        NumberFault::IntegerDigits => format!(" that can be kept exactly: more than {INTEGER_DIGITS} integer digits"),
        NumberFault::DecimalDigits => format!(" that can be kept exactly: more than {DECIMAL_DIGITS} decimals"),
        NumberFault::Percent => ": percent signs are read only in columns of rates and scores".to_owned(),
        NumberFault::OtherMark(mark) => format!(" with this decimal mark, but the whole column fits `{mark}`"),
    }
}

const fn file_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Utf16(_) => "UTF-16 text without a byte-order mark",
        FileKind::Zip if cfg!(feature = "xlsx") => "a zip archive without a workbook (.xlsx) in it",
        FileKind::Zip => "a workbook or another zip archive",
        FileKind::OldWorkbook => "an old workbook (.xls)",
        FileKind::BinaryWorkbook => "a binary workbook (.xlsb)",
        FileKind::OpenDocument => "an OpenDocument workbook (.ods)",
        FileKind::Encrypted => "a workbook behind a password",
        FileKind::Markup => "a web page or XML",
        FileKind::Pdf => "a PDF",
        FileKind::Gzip => "a gzip archive",
    }
}

/// What a sheet is.
const EXPECTED: &str =
    if cfg!(feature = "xlsx") { "a workbook (.xlsx) or comma-separated text" } else { "comma-separated text" };

fn workbook(fault: &WorkbookFault) -> String {
    match fault {
        WorkbookFault::Damaged => "the workbook cannot be read: it is damaged, or made in an unusual way".to_owned(),
        WorkbookFault::TooLarge => "the workbook holds more than 64 MiB, or more than is read".to_owned(),
        WorkbookFault::TooWide { limit } => format!("the sheet has cells beyond column {limit}"),
        WorkbookFault::NoSuchSheet { sheet, sheets } => {
            format!("no sheet `{}`; the sheets are {}", sheet.shown(), listed(sheets))
        }
        WorkbookFault::NoCells { sheets } => format!("no visible sheet has a cell; the sheets are {}", listed(sheets)),
    }
}

fn range(range: Range) -> String {
    match range {
        Range::NotNegative => "0 or more".to_owned(),
        Range::Quantity => "above 0, with at most 9 integer digits".to_owned(),
        Range::AtMost(most) => format!("at most {most}"),
        Range::Percent => "0 to 100 percent".to_owned(),
    }
}

fn delimiter(delimiter: u8) -> String {
    if delimiter == b'\t' { "a tab".to_owned() } else { format!("`{}`", char::from(delimiter)) }
}

pub(super) fn listed(texts: &[Untrusted]) -> String {
    texts.iter().map(|text| format!("`{}`", text.shown())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyFile};
    use crate::read::{InputError, Options, ReadError, read};
    use crate::report::wording::en::hints::hint;
    use crate::value::source::Role;
    use crate::value::source::{Place, Source};

    /// Reads a sheet of quotes and maybe a request; returns each fault as `message -> hint`.
    fn faults(policy: &str, request: &str, quotes: &str) -> Vec<String> {
        let source = |name: &str, role, text: &str| Source::in_memory(name, role, text.as_bytes().to_vec());
        let policy = Policy::check(PolicyFile::parse(&source("p.toml", Role::Policy, policy)).unwrap()).unwrap();
        let mut sources = vec![source("q.csv", Role::Quotes, quotes)];
        if !request.is_empty() {
            sources.push(source("r.csv", Role::Request, request));
        }
        let Err(ReadError::Faults(faults)) = read(&sources, &policy, &Options::default()) else { panic!("no faults") };
        let kept = faults.files.iter().flat_map(|file| &file.kept);
        kept.map(|error| format!("{} -> {}", message(&error.kind), hint(error))).collect()
    }

    // The other kinds are in the golden cases of `compare` and in the tests of `read::budgets`.
    #[test]
    fn each_kind_of_fault_says_what_is_wrong_and_what_to_do() {
        let long = format!("item,vendor,unit_price\n{},A,5\n", "x".repeat((1 << 20) + 1));
        let wide = "x,".repeat(1_025);
        let firm = "[columns]\nvendor = \"Firm\"\n";
        let parts = "[columns]\nitem = [\"a\", \"b\"]\n";
        let joined = "[columns]\nquantity = [\"a\", \"b\"]\n";
        let cases = [
            ("", "", "item,vendor,unit_price\ndesk,A\n"),
            ("", "", "item,vendor;unit_price\ndesk,A;5\n"),
            (firm, "", "item,vendor,unit_price\n"),
            (joined, "", "item,vendor,unit_price,a,b\n"),
            ("", "", "item,vendor,unit_price,\ndesk,A,5,x\n"),
            (parts, "", "a,b,vendor,unit_price\nbolt ／ nut,M8,A,5\nbolt,nut/M8,A,5\n"),
            ("", "", "item,vendor,unit_price,currency\ndesk,A,5,CNX\n"),
            ("", "", "item,vendor,unit_price,currency\ndesk,A,5,USD\ndesk,B,6,CNY\n"),
            ("", "", "item,vendor,unit_price,currency\ndesk,A,USD 5,CNY\n"),
            ("", "", "item,vendor,含税单价,tax_included\ndesk,A,5,no\n"),
            ("", "", "item,vendor,unit_price,delivery_days\ndesk,A,5,2000000\n"),
            ("", "item\nlamp\n", "item,vendor,unit_price\nwardrobe,A,5\n"),
            ("", "", "item,vendor,unit_price,round\ndesk,A,5,1\ndesk,A,4,\n"),
            ("", "", "item,vendor,unit_price,quantity,amount\ndesk,A,5,3,15.5\n"),
            ("", "", "item,vendor,unit_price,amount\ndesk,A,5,15\n"),
            ("", "", "item,vendor,unit_price,freight\ndesk,A,5,15\n"),
            ("", "", &long),
            ("", "", &wide),
        ];
        let expected = "\
the row has 2 cells, the header has 3 -> add the missing commas: an empty cell needs one too
both `,` and `;` could be the delimiter -> state it: `--delimiter ,`
the policy's `[columns]` maps `vendor` to `Firm`; the headers are `item`, `vendor`, `unit_price` -> correct `[columns] \
vendor` in the policy
`quantity` is a single value and cannot be joined from several headers -> give one header in `[columns] quantity`
`x` is in a column without a header -> give the column a header, or empty it
`bolt ／ nut` has a `/` of its own, and the name is joined from several cells by ` / ` -> write the `/` without spaces, so \
that no two names become one
`CNX` is not a currency code of ISO 4217, like `CNY` -> write the code of three letters
a row with prices in `USD`; this comparison is in CNY -> state the currency of the comparison and a rate in the policy: \
`currency = \"CNY\"`, and below `[price.rates]` what 1 USD is worth: `USD = \"...\"`
`USD` is not a mark of CNY, the currency of this row -> correct the price, or say in a column `currency` which one each row is in; `--currency USD` only if every price is in it
the cell says `no`, but the header of the price says the opposite about tax -> correct the cell or the header
`2000000` is out of range; expected at most 1000000 -> correct the cell in `delivery_days`, or leave it empty if there is \
no value
`wardrobe` was not requested -> add the item to the request file, or delete the row
the row names no round, and another one of this vendor for this item does: q.csv: row 1 (line 2) -> fill in the round of \
every row; the latest one counts
the line's amount is 15.5, and unit price times quantity is 15 -> ask the vendor which figure holds; what the amount has in \
it besides (freight, tax) needs a column of its own
the line's amount is 15, and nobody states for which quantity -> state the quantity, in a column `quantity` or in the request
15 is for the whole line, and nobody states its quantity -> state the quantity, in a column `quantity` or in the request
the cell is 1048577 bytes long; the limit is 1048576 -> look above this row for a `\"` that is never closed
there are more than 1024 columns -> delete the columns that are not needed";
        for ((policy, request, quotes), expected) in cases.into_iter().zip(expected.lines()) {
            assert_eq!(faults(policy, request, quotes), [expected]);
        }
        assert_eq!(cases.len(), expected.lines().count());
        let cells = [
            FaultKind::NotADiscount { text: "9.5".into(), why: DiscountFault::Unclear },
            FaultKind::NotADiscount { text: "95%".into(), why: DiscountFault::Paid },
            FaultKind::NotADiscount { text: "0.05".into(), why: DiscountFault::Fraction },
            FaultKind::NotADiscount { text: "¥5".into(), why: DiscountFault::Amount },
            FaultKind::NotADiscount { text: "ask".into(), why: DiscountFault::Unreadable },
            FaultKind::OutOfRange { text: "101".into(), expected: Range::Percent },
            FaultKind::NotACost { text: "ask".into() },
            FaultKind::NotARound { text: "最终".into() },
            FaultKind::RateBelowOne { text: "0.13".into() },
            FaultKind::RateBelowOne { text: "0.065".into() },
            FaultKind::RateBelowOne { text: "０．１３".into() },
        ];
        let expected = "\
`9.5` may be what is taken off or what is paid -> write `95折` where 95 % are paid, `5%` where 5 % are taken off
`95%` may be what is paid rather than what is taken off -> write `95折` where 95 % are paid, `95% off` where 95 % are taken off
`0.05` may be a fraction or a percentage, of what is taken off or of what is paid -> write `95折` where 95 % are paid, \
`5%` where 5 % are taken off
`¥5` is an amount, and a discount is a percentage of the price -> write percentages; or take amounts off the line: \
`[[cost]] column = \"\"` in the policy, with `per = \"line-off\"`
`ask` is not a discount -> write `95折` where 95 % are paid, `5%` where 5 % are taken off
`101` is out of range; expected 0 to 100 percent -> correct the cell in ``, or leave it empty if there is no value
`ask` is neither an amount nor says that nothing is added -> write the amount, or `included` where it is in the price \
already; a quote whose costs stay open is rejected where its `unit_price` is empty
`最终` does not say which round it is -> number the rounds, as `2`, `第2轮` or `Round 2`: the latest one counts
`0.13` would be a rate of less than one percent -> write `13` or `13%`; or `0.13%` if that is meant
`0.065` would be a rate of less than one percent -> write `6.5` or `6.5%`; or `0.065%` if that is meant
`０．１３` would be a rate of less than one percent -> write 13 % as `13` or `13%`";
        for (kind, expected) in cells.iter().zip(expected.lines()) {
            let error = InputError { place: Place::file(&"q".into()), kind: kind.clone() };
            assert_eq!(format!("{} -> {}", message(kind), hint(&error)), expected);
        }
        assert_eq!(cells.len(), expected.lines().count());
        // What no test can make: a file of four thousand million rows.
        let error = InputError { place: Place::file(&"q".into()), kind: FaultKind::TooManyRows { limit: 5 } };
        assert_eq!(
            (error.to_string(), hint(&error)),
            ("q: the sheets have more than 5 rows".into(), "compare their items in several runs".into())
        );
    }
}
