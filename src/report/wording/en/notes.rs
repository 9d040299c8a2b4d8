//! Notes in words. Results carry these sentences, so a change of one changes the hashes of results.

use crate::policy::TaxBasis;
use crate::report::amount::Grouped;
use crate::rule::note::{Lacking, Names, Note, Without};
use crate::value::untrusted::Untrusted;

/// Says what is worth saying, without a full stop; names are in backticks.
pub(crate) fn text(note: &Note) -> String {
    match note {
        Note::NoQuotes => "there are no quotes: no sheet of quotes has a row below its header".to_owned(),
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
            let basis = match basis {
                TaxBasis::Included => "with tax in them",
                TaxBasis::Excluded => "without tax",
            };
            format!("tax rates are stated beside prices that say nothing of tax; they are taken to be {basis}")
        }
        Note::CostNotStated { column, vendors } => {
            format!("`{}` is stated by others and not by {}; nothing is added for it", column.shown(), listed(vendors))
        }
        Note::DefaultCurrency => "neither the sheets nor the policy name a currency; CNY is assumed".to_owned(),
        Note::NoQualityColumn { lacking, unused } => {
            let text = no_column(*lacking, "quality");
            if unused.first.is_empty() {
                text
            } else {
                format!("{text}; columns that are not used: {}", listed(unused))
            }
        }
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
        Note::MappedHeader { column, headers } => {
            let headers: Vec<String> = headers.iter().map(quoted).collect();
            let headers = headers.join(" / ");
            format!("the policy maps `{column}` to {headers}, which no sheet has; it counts as not given")
        }
        Note::NearHeader { header, column } => {
            format!("the column `{}` is only carried along; if `{column}` is meant, rename it", header.shown())
        }
        Note::CostHeader { header } => {
            format!("the column `{}` is only carried along: no price is changed by it", header.shown())
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
            "`{}` looks like an estimate among the vendors; if it is one, take its rows out and give it as `budget`",
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

fn no_column(lacking: Lacking, what: &str) -> String {
    let sheets = match lacking {
        Lacking::Some => "some sheets have no",
        Lacking::All => "no sheet has a",
    };
    format!("{sheets} column for {what}; where it is missing, quotes count as without it")
}

fn listed(names: &Names) -> String {
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
    use crate::value::money::Money;

    fn names(count: usize) -> Names {
        (0..count).map(|number| Untrusted::new(&format!("n{number}"))).collect::<std::collections::BTreeSet<_>>().into()
    }

    #[test]
    fn the_words_of_results_stay_as_they_are() {
        let (header, column, vendor) = (Untrusted::new("Fret"), Column::Freight, Untrusted::new("A\u{202e}"));
        let (excess, currency) = (Money::from_minor(1250, Currency::CNY), Currency::CNY);
        let service = |lacking, other| Note::NoServiceColumn { lacking, criterion: "days".into(), other };
        let window = |without| Note::DependsOnWindow { vendor: "A".into(), without };
        let notes = [
            Note::NoQuotes,
            Note::NoQuantities,
            Note::NoQuantityOf(names(7)),
            Note::DefaultCurrency,
            Note::NoQualityColumn { lacking: Lacking::Some, unused: names(0) },
            Note::NoQualityColumn { lacking: Lacking::All, unused: names(2) },
            service(Lacking::All, None),
            service(Lacking::Some, Some("term".into())),
            Note::MappedHeader { column, headers: vec!["a".into(), "b".into()] },
            Note::NearHeader { header: header.clone(), column },
            Note::CostHeader { header: header.clone() },
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
default-quantity: no sheet states a quantity; each item is compared for a quantity of 1
default-quantity: no row states a quantity of `n0`, `n1`, `n2`, `n3`, `n4` and 2 more: 1 is taken for it
default-currency: neither the sheets nor the policy name a currency; CNY is assumed
no-quality-column: some sheets have no column for quality; where it is missing, quotes count as without it
no-quality-column: no sheet has a column for quality; where it is missing, quotes count as without it; columns that are \
not used: `n0`, `n1`
no-service-column: no sheet has a column for the service criterion `days`; where it is missing, quotes count as without it
no-service-column: some sheets have no column for the service criterion `days`; where it is missing, quotes count as \
without it; any other column can be one, as `--service \"term desc\"`
mapped-header: the policy maps `freight` to `a` / `b`, which no sheet has; it counts as not given
near-header: the column `Fret` is only carried along; if `freight` is meant, rename it
cost-header: the column `Fret` is only carried along: no price is changed by it
second-header: `Fret` could be `freight` as well; it is carried under its own name
unread-header: the column `Fret` is not read; if `freight` is meant, rename it
unread-header: the column `Fret` is not read
awards-currency: rows without a currency are read as CNY, the one currency of the awards
alike-items: `n0`, `n1` are items of their own; if one is meant, spell them alike
estimate-as-vendor: `标底` looks like an estimate among the vendors; if it is one, take its rows out and give it as `budget`
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
