//! Notes in words. Results carry these sentences, so a change of one changes the hashes of results.

use crate::policy::{DateOrder, TaxBasis};
use crate::report::amount::Grouped;
use crate::rule::note::{Lacking, Names, Note, Without};
use crate::value::encoding::Encoding;
use crate::value::untrusted::Untrusted;

/// Says what is worth saying, without a full stop; names are in backticks.
#[expect(clippy::too_many_lines, reason = "an arm a note")]
pub(crate) fn text(note: &Note) -> String {
    match note {
        Note::NoQuotes => "there are no quotes: no sheet of quotes has a row below its header".to_owned(),
        Note::NoRequestOf(items) => {
            format!("no row states the request of {}, and others state theirs: they are of no request", listed(items))
        }
        Note::SameItemInFiles { items, files } => {
            let (count, are) =
                if items.count() == 1 { ("1 item", "is") } else { (&*format!("{} items", items.count()), "are") };
            let (items, files, in_files) = (listed(items), listed(files), files.count());
            format!(
                "{count} ({items}) {are} quoted by one vendor in more than one of {in_files} files ({files}), and compared \
                 as one item; if the files are of different requests, state them in a column `request`"
            )
        }
        Note::NoQuantities => {
            "no sheet states a quantity: unit prices are compared, and totals are those of one".to_owned()
        }
        Note::NoQuantityOf(items) => {
            format!(
                "no row states a quantity of {}: unit prices are compared, and totals are those of one",
                listed(items)
            )
        }
        Note::Surplus { vendor, surplus, unit } => {
            let unit = unit.as_ref().map(|unit| format!(" {}", unit.shown())).unwrap_or_default();
            format!("`{}` sells whole packs or multiples: {surplus}{unit} more than was asked for", vendor.shown())
        }
        Note::MoreIsCheaper { vendor, from, total, less } => format!(
            "from {from} on `{}` asks less in all: {}, {} less than for what was asked",
            vendor.shown(),
            Grouped(*total),
            Grouped(*less)
        ),
        Note::PackSizesDiffer => "packs of one unit hold different counts; prices of one pack are compared".to_owned(),
        Note::TaxAssumed { basis } => {
            let basis = with_tax(*basis);
            format!("tax rates are stated beside prices that say nothing of tax; they are taken to be {basis}")
        }
        Note::CostNotStated { column, vendors } => {
            format!("`{}` is stated by others and not by {}; nothing is added for it", column.shown(), listed(vendors))
        }
        Note::RoundStatesLess { vendor, column } => format!(
            "the latest round of `{}` leaves `{column}` open, which an earlier one stated; nothing is carried over",
            vendor.shown()
        ),
        Note::PackNotStated { vendors } => {
            format!("pack sizes are stated by others and not by {}: one is taken to hold one", listed(vendors))
        }
        Note::EstimateAbsent { vendor } => {
            format!("no quote is of `{}`, under whose name the policy has the estimate", vendor.shown())
        }
        Note::UnitNotStated { vendors } => {
            format!(
                "units are stated by others and not by {}: prices without one are for the item's unit",
                listed(vendors)
            )
        }
        Note::TaxNotStated { vendors, basis } => format!(
            "whether tax is in the price is stated by others and not by {}; those prices are taken to be {}",
            listed(vendors),
            with_tax(*basis)
        ),
        Note::Remark { vendor, header, text } => format!(
            "`{}` writes in `{}`: `{}`; what it asks for there is in no total",
            vendor.shown(),
            header.shown(),
            text.shown()
        ),
        Note::RemarkOfRow { header, text } => {
            format!("`{}` says: `{}`; what it asks for is in no total", header.shown(), text.shown())
        }
        Note::MoreRemarks { remarks } => {
            format!("{remarks} more remarks speak of money; what they ask for is in no total")
        }
        Note::CostsAsItems(items) => format!(
            "{} look like costs of other items and are compared as items; `freight` or `[[cost]]` in a column adds them to totals",
            listed(items)
        ),
        Note::DefaultCurrency => "neither the sheets nor the policy name a currency; CNY is assumed".to_owned(),
        Note::NoQualityColumn { lacking } => no_column(*lacking, "quality"),
        Note::NoServiceColumn { lacking, criterion, other } => {
            let text = no_column(*lacking, &format!("the service criterion `{}`", criterion.shown()));
            match other {
                None => text,
                // Any column can be compared, and those that are not used are the ones that people forget to name.
                Some(other) => {
                    format!("{text}; any other column can be one, as `--service \"{} desc\"`", other.shown())
                }
            }
        }
        Note::Wide { vendors, columns } => format!(
            "read as vendors side by side: {}; each with {}",
            super::faults::listed(vendors),
            super::faults::listed(columns)
        ),
        Note::VendorFromFile(vendors) => format!("the vendor is taken from the name of the file: {}", listed(vendors)),
        Note::Titles(titles) => format!("left out, as titles above the header: {}", listed(titles)),
        Note::SkippedRows(rows) if rows.count() == 1 => {
            format!("1 row is left out, as a total or a signature: {}", listed(rows))
        }
        Note::SkippedRows(rows) => {
            format!("{} rows are left out, as totals or signatures: {}", rows.count(), listed(rows))
        }
        Note::UnusedColumns(headers) => {
            format!("{} only carried along: {}", columns(headers, ["a column is", "columns are"]), listed(headers))
        }
        Note::IgnoredHeaders(headers) => {
            format!("the policy ignores {}: {}", columns(headers, ["a column", "columns"]), listed(headers))
        }
        Note::Encoded { encoding: encoding @ (Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be), files } => {
            format!("read as {}: {}", encoding.name(), listed(files))
        }
        Note::Encoded { encoding, files } => format!(
            "read as {}, not UTF-8: {}; where names look wrong it is another encoding, to be said by `--encoding`",
            encoding.name(),
            listed(files)
        ),
        Note::OtherSheets { file, sheet, others } => format!(
            "of `{}` the sheet `{}` is read; not read: {}; `--sheet NAME` reads another",
            file.shown(),
            sheet.shown(),
            listed(others)
        ),
        Note::HiddenCells { file, sheet, is_hidden, rows, columns } => {
            let mut hidden = Vec::new();
            hidden.extend(is_hidden.then(|| "the sheet".to_owned()));
            hidden.extend((*rows > 0).then(|| if *rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }));
            hidden.extend(columns.then(|| "columns".to_owned()));
            format!(
                "hidden and read all the same in `{}`, sheet `{}`: {}",
                file.shown(),
                sheet.shown(),
                hidden.join(", ")
            )
        }
        Note::MergedCells { file, sheet, ranges } => format!(
            "cells of `{}`, sheet `{}`, are merged over rows: {}; only the first row of each has the text",
            file.shown(),
            sheet.shown(),
            listed(ranges)
        ),
        Note::FilledDown { merged, declared } => {
            let rows = |count: usize| if count == 1 { "1 row takes".to_owned() } else { format!("{count} rows take") };
            let own = if *merged == 1 { "it is" } else { "they are" };
            let merged = (*merged > 0).then(|| format!("{} the item of the merged cell that {own} in", rows(*merged)));
            let declared =
                (*declared > 0).then(|| format!("{} blank names from above, as `[fill] down` says", rows(*declared)));
            merged.into_iter().chain(declared).collect::<Vec<_>>().join("; ")
        }
        Note::WorkingDays { vendors } => format!(
            "delivery is stated in working days by {}: calendar days are not known, and it counts as not stated",
            listed(vendors)
        ),
        Note::DateOrder { file, header, order, example } => format!(
            "dates in `{}`, `{}`, are read with the {} first: `{}` has no other reading",
            file.shown(),
            header.shown(),
            first_of(*order),
            example.shown()
        ),
        Note::IgnoredNowhere(headers) => {
            let columns = columns(headers, ["a column", "columns"]);
            format!("the policy ignores {columns} that no sheet has: {}", listed(headers))
        }
        Note::SpecsDiffer { column, item, texts } => {
            format!("the quotes for `{}` differ in `{column}`: {}", item.shown(), listed(texts))
        }
        Note::MoreSpecsDiffer { column, items } => {
            let items = if *items == 1 { "1 more item".to_owned() } else { format!("{items} more items") };
            format!("the quotes for {items} differ in `{column}`")
        }
        Note::NearHeader { header, column } => {
            format!("the column `{}` is only carried along; if `{column}` is meant, rename it", header.shown())
        }
        Note::SecondHeader { header, column } => {
            format!("`{}` could be `{column}` as well; it is carried under its own name", header.shown())
        }
        Note::UnreadHeader { header, meant: Some(meant) } => {
            format!("the column `{}` is not read; if `{meant}` is meant, rename it", header.shown())
        }
        Note::UnreadHeader { header, meant: None } => format!("the column `{}` is not read", header.shown()),
        Note::AwardsCurrency(currency) => {
            format!("rows without a currency are read as {currency}, the one currency of the awards")
        }
        Note::AlikeItems(names) => {
            format!("{} are items of their own; if one is meant, spell them alike", listed(names))
        }
        Note::EstimateAsVendor { vendor } => format!(
            "`{}` looks like the buyer's own estimate among the vendors; if it is, say so in the policy: `[estimate]` with \
             `vendor = \"{}\"` and `use = \"budget\"` or `use = \"ignore\"`",
            vendor.shown(),
            vendor.shown()
        ),
        Note::PlaceholderVendor { vendor } => {
            format!("`{}` is taken for a vendor's name; if no vendor is meant, take its rows out", vendor.shown())
        }
        Note::VendorTwice { vendor } => {
            format!("`{}` offers this item more than once; each offer stands for itself", vendor.shown())
        }
        Note::LineOfSeveral { vendor } => {
            format!("`{}` offers it more than once; the one that costs least is its line", vendor.shown())
        }
        Note::OfLine { item, note } => format!("`{}`: {}", item.shown(), text(note)),
        Note::LotWithoutBudget { items } => {
            format!("no budget is stated for {}, so that the lot has none", listed(items))
        }
        Note::ZeroPrice { vendor } => format!("`{}` asks nothing; make sure that this is meant", vendor.shown()),
        Note::DeliveryNotStated { vendor } => {
            format!("`{}` states no delivery, and the item is needed by a date", vendor.shown())
        }
        Note::OverBudget { excess, currency, .. } => format!("the award is {excess} {currency} over the budget"),
        Note::DependsOnWindow { vendor, without } => depends_on(vendor, without),
    }
}

fn depends_on(vendor: &Untrusted, without: &Without) -> String {
    let then = match without {
        Without::Chosen(other) => format!("`{}` would be chosen", other.shown()),
        Without::Tie => "there would be a tie".to_owned(),
        Without::TradeOff => "there would be a trade-off".to_owned(),
        Without::Nobody => "nobody would be chosen".to_owned(),
    };
    let vendor = vendor.shown();
    format!("`{vendor}` has the lowest price, which others are held against; without its offer {then}")
}

/// Names what comes first in dates.
pub(super) const fn first_of(order: DateOrder) -> &'static str {
    match order {
        DateOrder::MonthFirst => "month",
        DateOrder::DayFirst => "day",
    }
}

fn no_column(lacking: Lacking, what: &str) -> String {
    let sheets = match lacking {
        Lacking::Some => "some sheets have no",
        Lacking::All => "no sheet has a",
    };
    format!("{sheets} column for {what}; where it is missing, quotes count as without it")
}

const fn with_tax(basis: TaxBasis) -> &'static str {
    match basis {
        TaxBasis::Included => "with tax in them",
        TaxBasis::Excluded => "without tax",
    }
}

/// Chooses the words for one column or for several.
const fn columns(headers: &Names, [one, several]: [&'static str; 2]) -> &'static str {
    if headers.first.len() == 1 && headers.more == 0 { one } else { several }
}

pub(super) fn listed(names: &Names) -> String {
    let first: Vec<String> = names.first.iter().map(quoted).collect();
    let first = first.join(", ");
    if names.more == 0 { first } else { format!("{first} and {} more", names.more) }
}

fn quoted(name: &Untrusted) -> String {
    format!("`{}`", name.shown())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::column::Column;
    use crate::value::currency::Currency;
    use crate::value::money::{Decimal, Money};

    fn names(count: usize) -> Names {
        (0..count).map(|number| Untrusted::new(&format!("n{number}"))).collect::<std::collections::BTreeSet<_>>().into()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "an example a note")]
    fn the_words_of_results_stay_as_they_are() {
        let (header, column, vendor) = (Untrusted::new("Fret"), Column::Freight, Untrusted::new("A\u{202e}"));
        let (excess, currency) = (Money::from_minor(1250, Currency::CNY), Currency::CNY);
        let service = |lacking, other| Note::NoServiceColumn { lacking, criterion: "days".into(), other };
        let window = |without| Note::DependsOnWindow { vendor: "A".into(), without };
        let notes = [
            Note::NoQuotes,
            Note::NoQuantities,
            Note::NoQuantityOf(names(7)),
            Note::Surplus { vendor: vendor.clone(), surplus: Decimal::from(4), unit: Some("piece".into()) },
            Note::MoreIsCheaper {
                vendor: vendor.clone(),
                from: Decimal::from(100),
                total: Money::from_minor(800_000, currency),
                less: excess,
            },
            Note::PackSizesDiffer,
            Note::TaxAssumed { basis: TaxBasis::Included },
            Note::CostNotStated { column: "freight".into(), vendors: names(2) },
            Note::RoundStatesLess { vendor: vendor.clone(), column: Column::Discount },
            Note::PackNotStated { vendors: names(1) },
            Note::EstimateAbsent { vendor: "标底".into() },
            Note::UnitNotStated { vendors: names(1) },
            Note::TaxNotStated { vendors: names(1), basis: TaxBasis::Excluded },
            Note::Remark { vendor: vendor.clone(), header: "备注".into(), text: "运费另计".into() },
            Note::MoreRemarks { remarks: 3 },
            Note::CostsAsItems(names(1)),
            Note::NoRequestOf(names(1)),
            Note::SameItemInFiles { items: names(1), files: names(2) },
            Note::SameItemInFiles { items: names(7), files: names(7) },
            Note::DefaultCurrency,
            Note::NoQualityColumn { lacking: Lacking::Some },
            Note::NoQualityColumn { lacking: Lacking::All },
            service(Lacking::All, None),
            service(Lacking::Some, Some("term".into())),
            Note::VendorFromFile(names(2)),
            Note::Titles(names(1)),
            Note::SkippedRows(names(1)),
            Note::SkippedRows(names(2)),
            Note::UnusedColumns(names(1)),
            Note::UnusedColumns(names(2)),
            Note::IgnoredHeaders(names(2)),
            Note::IgnoredNowhere(names(1)),
            Note::Encoded { encoding: Encoding::Gb18030, files: names(1) },
            Note::Encoded { encoding: Encoding::Utf16Le, files: names(2) },
            Note::OtherSheets { file: "f.xlsx".into(), sheet: "s".into(), others: names(2) },
            Note::HiddenCells { file: "f".into(), sheet: "s".into(), is_hidden: true, rows: 1, columns: true },
            Note::HiddenCells { file: "f".into(), sheet: "s".into(), is_hidden: false, rows: 2, columns: false },
            Note::MergedCells { file: "f".into(), sheet: "s".into(), ranges: names(1) },
            Note::WorkingDays { vendors: names(2) },
            Note::FilledDown { merged: 2, declared: 0 },
            Note::FilledDown { merged: 1, declared: 3 },
            Note::DateOrder {
                file: "f".into(),
                header: "until".into(),
                order: DateOrder::MonthFirst,
                example: "12/31/2026".into(),
            },
            Note::SpecsDiffer { column: Column::Spec, item: "desk".into(), texts: names(7) },
            Note::MoreSpecsDiffer { column: Column::Brand, items: 2 },
            Note::NearHeader { header: header.clone(), column },
            Note::SecondHeader { header: header.clone(), column },
            Note::UnreadHeader { header: header.clone(), meant: Some(column) },
            Note::UnreadHeader { header, meant: None },
            Note::AwardsCurrency(currency),
            Note::AlikeItems(names(2)),
            Note::EstimateAsVendor { vendor: "标底".into() },
            Note::PlaceholderVendor { vendor: "-".into() },
            Note::VendorTwice { vendor: vendor.clone() },
            Note::ZeroPrice { vendor: vendor.clone() },
            Note::DeliveryNotStated { vendor: vendor.clone() },
            Note::OverBudget { vendor, excess, currency },
            window(Without::Chosen("B".into())),
            window(Without::Tie),
            window(Without::TradeOff),
            window(Without::Nobody),
        ];
        let expected = "\
no-quotes: there are no quotes: no sheet of quotes has a row below its header
default-quantity: no sheet states a quantity: unit prices are compared, and totals are those of one
default-quantity: no row states a quantity of `n0`, `n1`, `n2`, `n3`, `n4` and 2 more: unit prices are compared, and totals \
are those of one
surplus: `A\\u{202e}` sells whole packs or multiples: 4 piece more than was asked for
more-is-cheaper: from 100 on `A\\u{202e}` asks less in all: 8,000.00, 12.50 less than for what was asked
pack-sizes-differ: packs of one unit hold different counts; prices of one pack are compared
tax-assumed: tax rates are stated beside prices that say nothing of tax; they are taken to be with tax in them
cost-not-stated: `freight` is stated by others and not by `n0`, `n1`; nothing is added for it
round-states-less: the latest round of `A\\u{202e}` leaves `discount` open, which an earlier one stated; nothing is carried over
pack-not-stated: pack sizes are stated by others and not by `n0`: one is taken to hold one
estimate-absent: no quote is of `标底`, under whose name the policy has the estimate
unit-not-stated: units are stated by others and not by `n0`: prices without one are for the item's unit
tax-not-stated: whether tax is in the price is stated by others and not by `n0`; those prices are taken to be without tax
remark-of-money: `A\\u{202e}` writes in `备注`: `运费另计`; what it asks for there is in no total
remark-of-money: 3 more remarks speak of money; what they ask for is in no total
cost-as-item: `n0` look like costs of other items and are compared as items; `freight` or `[[cost]]` in a column adds them \
to totals
no-request: no row states the request of `n0`, and others state theirs: they are of no request
same-item-in-files: 1 item (`n0`) is quoted by one vendor in more than one of 2 files (`n0`, `n1`), and compared as one \
item; if the files are of different requests, state them in a column `request`
same-item-in-files: 7 items (`n0`, `n1`, `n2`, `n3`, `n4` and 2 more) are quoted by one vendor in more than one of 7 files \
(`n0`, `n1`, `n2`, `n3`, `n4` and 2 more), and compared as one item; if the files are of different requests, state them in \
a column `request`
default-currency: neither the sheets nor the policy name a currency; CNY is assumed
no-quality-column: some sheets have no column for quality; where it is missing, quotes count as without it
no-quality-column: no sheet has a column for quality; where it is missing, quotes count as without it
no-service-column: no sheet has a column for the service criterion `days`; where it is missing, quotes count as without it
no-service-column: some sheets have no column for the service criterion `days`; where it is missing, quotes count as \
without it; any other column can be one, as `--service \"term desc\"`
vendor-from-file: the vendor is taken from the name of the file: `n0`, `n1`
titles: left out, as titles above the header: `n0`
skipped-rows: 1 row is left out, as a total or a signature: `n0`
skipped-rows: 2 rows are left out, as totals or signatures: `n0`, `n1`
unused-columns: a column is only carried along: `n0`
unused-columns: columns are only carried along: `n0`, `n1`
ignored-headers: the policy ignores columns: `n0`, `n1`
ignored-nowhere: the policy ignores a column that no sheet has: `n0`
encoding: read as gb18030, not UTF-8: `n0`; where names look wrong it is another encoding, to be said by `--encoding`
encoding: read as utf-16le: `n0`, `n1`
other-sheets: of `f.xlsx` the sheet `s` is read; not read: `n0`, `n1`; `--sheet NAME` reads another
hidden-cells: hidden and read all the same in `f`, sheet `s`: the sheet, 1 row, columns
hidden-cells: hidden and read all the same in `f`, sheet `s`: 2 rows
merged-cells: cells of `f`, sheet `s`, are merged over rows: `n0`; only the first row of each has the text
working-days: delivery is stated in working days by `n0`, `n1`: calendar days are not known, and it counts as not stated
filled-down: 2 rows take the item of the merged cell that they are in
filled-down: 1 row takes the item of the merged cell that it is in; 3 rows take blank names from above, as `[fill] down` says
date-order: dates in `f`, `until`, are read with the month first: `12/31/2026` has no other reading
specs-differ: the quotes for `desk` differ in `spec`: `n0`, `n1`, `n2`, `n3`, `n4` and 2 more
specs-differ: the quotes for 2 more items differ in `brand`
near-header: the column `Fret` is only carried along; if `freight` is meant, rename it
second-header: `Fret` could be `freight` as well; it is carried under its own name
unread-header: the column `Fret` is not read; if `freight` is meant, rename it
unread-header: the column `Fret` is not read
awards-currency: rows without a currency are read as CNY, the one currency of the awards
alike-items: `n0`, `n1` are items of their own; if one is meant, spell them alike
estimate-as-vendor: `标底` looks like the buyer's own estimate among the vendors; if it is, say so in the policy: \
`[estimate]` with `vendor = \"标底\"` and `use = \"budget\"` or `use = \"ignore\"`
placeholder-vendor: `-` is taken for a vendor's name; if no vendor is meant, take its rows out
vendor-twice: `A\\u{202e}` offers this item more than once; each offer stands for itself
zero-price: `A\\u{202e}` asks nothing; make sure that this is meant
delivery-not-stated: `A\\u{202e}` states no delivery, and the item is needed by a date
over-budget: the award is 12.50 CNY over the budget
depends-on-window: `A` has the lowest price, which others are held against; without its offer `B` would be chosen
depends-on-window: `A` has the lowest price, which others are held against; without its offer there would be a tie
depends-on-window: `A` has the lowest price, which others are held against; without its offer there would be a trade-off
depends-on-window: `A` has the lowest price, which others are held against; without its offer nobody would be chosen";
        for (note, expected) in notes.iter().zip(expected.lines()) {
            assert_eq!(format!("{}: {}", note.code(), text(note)), expected);
        }
        assert_eq!(notes.len(), expected.lines().count());
    }

    #[test]
    fn notes_are_sorted_by_code_and_text_and_stated_once() {
        let note = |vendor: &str| Note::ZeroPrice { vendor: vendor.into() };
        // A backtick comes after a space, so that the longer name is first.
        let sorted = [Note::NoQuotes, note("A b"), note("A")];
        assert_eq!(Note::sorted(vec![note("A"), note("A b"), Note::NoQuotes, note("A")]), sorted);
    }
}
