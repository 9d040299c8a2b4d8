//! What is worth saying about inputs and decisions, and decides nothing. The words for it are in `report::wording`.

pub(crate) mod item;

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::{DateOrder, TaxBasis};
use crate::value::column::Column;
use crate::value::currency::Currency;
use crate::value::encoding::Encoding;
use crate::value::money::{Decimal, Money};
use crate::value::untrusted::Untrusted;

/// Something worth saying. Notes on the inputs name no file, so that they do not depend on how rows are filed; but for
/// those on just that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    NoQuotes,
    // Files in another encoding than UTF-8.
    Encoded { encoding: Encoding, files: Names },
    // Other visible sheets of a workbook have cells and are not read.
    OtherSheets { file: Untrusted, sheet: Untrusted, others: Names },
    // The sheet, rows or columns of it are hidden, and read all the same.
    HiddenCells { file: Untrusted, sheet: Untrusted, is_hidden: bool, rows: usize, columns: bool },
    // Of merged cells over several rows only the first has the text.
    MergedCells { file: Untrusted, sheet: Untrusted, ranges: Names },
    // So many rows have no item of their own and take the one above: as merged cells have it, or as the policy says.
    FilledDown { merged: usize, declared: usize },
    // These vendors state working days, and no item of theirs is needed by a date.
    WorkingDays { vendors: Names },
    // The dates of a column were read in the one order that all of them allow.
    DateOrder { file: Untrusted, header: Untrusted, order: DateOrder, example: Untrusted },
    // No sheet states a quantity.
    NoQuantities,
    // No row states a quantity of these items.
    NoQuantityOf(Names),
    // Items that belong to no request, where others do.
    NoRequestOf(Names),
    // A vendor quotes these items in more than one of these files.
    SameItemInFiles { items: Names, files: Names },
    DefaultCurrency,
    NoQualityColumn { lacking: Lacking },
    // `other` is a column that could be a criterion.
    NoServiceColumn { lacking: Lacking, criterion: Untrusted, other: Option<Untrusted> },
    // A sheet has these vendors side by side, each with these columns.
    Wide { vendors: Vec<Untrusted>, columns: Vec<Untrusted> },
    // The vendors that files are named for, whose sheets name none.
    VendorFromFile(Names),
    // Lines above the header that are plainly titles.
    Titles(Names),
    // Rows that are plainly totals or signatures, with what they say.
    SkippedRows(Names),
    // Columns that no rule looks at, of all sheets.
    UnusedColumns(Names),
    // Columns that the policy leaves out knowingly, of all sheets.
    IgnoredHeaders(Names),
    // Headers that the policy ignores and no sheet has.
    IgnoredNowhere(Names),
    // Quotes of one item are for different things, by a column that is carried along.
    SpecsDiffer { column: Column, item: Untrusted, texts: Names },
    // As many more items are like this.
    MoreSpecsDiffer { column: Column, items: usize },
    // A header is carried along but nearly a known one.
    NearHeader { header: Untrusted, column: Column },
    // A second header of a carried column is carried under its own name.
    SecondHeader { header: Untrusted, column: Column },
    // Nothing is read from a column of a sheet of budgets; it may be meant to be another one.
    UnreadHeader { header: Untrusted, meant: Option<Column> },
    // Budgets without a currency are read in that of the awards.
    AwardsCurrency(Currency),
    // Items whose names differ in case alone.
    AlikeItems(Names),
    EstimateAsVendor { vendor: Untrusted },
    PlaceholderVendor { vendor: Untrusted },
    VendorTwice { vendor: Untrusted },
    // A vendor has several admitted quotes for an item of a lot; one of them is its line.
    LineOfSeveral { vendor: Untrusted },
    ZeroPrice { vendor: Untrusted },
    DeliveryNotStated { vendor: Untrusted },
    // Whole packs or multiples are more than was asked for, by so much.
    Surplus { vendor: Untrusted, surplus: Decimal, unit: Option<Untrusted> },
    // From a quantity on the vendor's price is so much lower that more costs less in all.
    MoreIsCheaper { vendor: Untrusted, from: Decimal, total: Money, less: Money },
    // Packs of one name hold different counts.
    PackSizesDiffer,
    // A tax rate is stated beside prices that say nothing of tax.
    TaxAssumed { basis: TaxBasis },
    // A later round leaves open what an earlier one of the vendor stated, and nothing is carried over.
    RoundStatesLess { vendor: Untrusted, column: Column },
    // Some quotes state how many a pack holds, and those of these vendors do not.
    PackNotStated { vendors: Names },
    // No quote is of the vendor under whose name the policy has the estimate.
    EstimateAbsent { vendor: Untrusted },
    // Some quotes state their unit or their tax basis, and those of these vendors do not.
    UnitNotStated { vendors: Names },
    TaxNotStated { vendors: Names, basis: TaxBasis },
    // A cell that is only carried along speaks of money.
    Remark { vendor: Untrusted, header: Untrusted, text: Untrusted },
    RemarkOfRow { header: Untrusted, text: Untrusted },
    MoreRemarks { remarks: usize },
    // Items whose names are those of costs.
    CostsAsItems(Names),
    // Some quotes state a cost and those of these vendors do not.
    CostNotStated { column: Untrusted, vendors: Names },
    // The lot has no budget, since these of its items have none.
    LotWithoutBudget { items: Names },
    // What is worth saying of an item of a lot.
    OfLine { item: Untrusted, note: Box<Note> },
    OverBudget { vendor: Untrusted, excess: Money, currency: Currency },
    // The price window is set by this vendor; without its offer another choice would be made.
    DependsOnWindow { vendor: Untrusted, without: Without },
}

/// Which sheets of quotes lack a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lacking {
    Some,
    All,
}

/// What would be decided without an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Without {
    Chosen(Untrusted),
    Tie,
    TradeOff,
    Nobody,
}

/// Names of which the first are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) first: Vec<Untrusted>,
    /// How many more there are.
    pub(crate) more: usize,
}

impl Names {
    /// How many names a note lists.
    const LISTED: usize = 5;

    /// Returns how many names there are.
    pub(crate) fn count(&self) -> usize {
        self.first.len().saturating_add(self.more)
    }
}

impl Names {
    /// Lists all names: of headers, which a sheet has no more of than people can read.
    pub(crate) fn all(names: BTreeSet<Untrusted>) -> Self {
        Self { first: names.into_iter().collect(), more: 0 }
    }
}

impl From<BTreeSet<Untrusted>> for Names {
    fn from(names: BTreeSet<Untrusted>) -> Self {
        Self { more: names.len().saturating_sub(Self::LISTED), first: names.into_iter().take(Self::LISTED).collect() }
    }
}

impl Note {
    /// Returns the kind's name in results.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NoQuotes => "no-quotes",
            Self::Encoded { .. } => "encoding",
            Self::OtherSheets { .. } => "other-sheets",
            Self::HiddenCells { .. } => "hidden-cells",
            Self::MergedCells { .. } => "merged-cells",
            Self::FilledDown { .. } => "filled-down",
            Self::WorkingDays { .. } => "working-days",
            Self::DateOrder { .. } => "date-order",
            Self::NoQuantities | Self::NoQuantityOf(_) => "default-quantity",
            Self::NoRequestOf(_) => "no-request",
            Self::SameItemInFiles { .. } => "same-item-in-files",
            Self::DefaultCurrency => "default-currency",
            Self::NoQualityColumn { .. } => "no-quality-column",
            Self::NoServiceColumn { .. } => "no-service-column",
            Self::Wide { .. } => "wide",
            Self::VendorFromFile(_) => "vendor-from-file",
            Self::Titles(_) => "titles",
            Self::SkippedRows(_) => "skipped-rows",
            Self::UnusedColumns(_) => "unused-columns",
            Self::IgnoredHeaders(_) => "ignored-headers",
            Self::IgnoredNowhere(_) => "ignored-nowhere",
            Self::SpecsDiffer { .. } | Self::MoreSpecsDiffer { .. } => "specs-differ",
            Self::NearHeader { .. } => "near-header",
            Self::SecondHeader { .. } => "second-header",
            Self::UnreadHeader { .. } => "unread-header",
            Self::AwardsCurrency(_) => "awards-currency",
            Self::AlikeItems(_) => "alike-items",
            Self::EstimateAsVendor { .. } => "estimate-as-vendor",
            Self::PlaceholderVendor { .. } => "placeholder-vendor",
            Self::VendorTwice { .. } | Self::LineOfSeveral { .. } => "vendor-twice",
            Self::LotWithoutBudget { .. } => "lot-without-budget",
            Self::OfLine { note, .. } => note.code(),
            Self::ZeroPrice { .. } => "zero-price",
            Self::DeliveryNotStated { .. } => "delivery-not-stated",
            Self::Surplus { .. } => "surplus",
            Self::MoreIsCheaper { .. } => "more-is-cheaper",
            Self::PackSizesDiffer => "pack-sizes-differ",
            Self::TaxAssumed { .. } => "tax-assumed",
            Self::CostNotStated { .. } => "cost-not-stated",
            Self::RoundStatesLess { .. } => "round-states-less",
            Self::PackNotStated { .. } => "pack-not-stated",
            Self::EstimateAbsent { .. } => "estimate-absent",
            Self::UnitNotStated { .. } => "unit-not-stated",
            Self::TaxNotStated { .. } => "tax-not-stated",
            Self::Remark { .. } | Self::RemarkOfRow { .. } | Self::MoreRemarks { .. } => "remark-of-money",
            Self::CostsAsItems(_) => "cost-as-item",
            Self::OverBudget { .. } => "over-budget",
            Self::DependsOnWindow { .. } => "depends-on-window",
        }
    }

    /// Returns the vendor that the note is about.
    pub(crate) fn vendor(&self) -> Option<&Untrusted> {
        if let Self::OfLine { note, .. } = self {
            return note.vendor();
        }
        let (Self::EstimateAsVendor { vendor }
        | Self::PlaceholderVendor { vendor }
        | Self::VendorTwice { vendor }
        | Self::LineOfSeveral { vendor }
        | Self::ZeroPrice { vendor }
        | Self::DeliveryNotStated { vendor }
        | Self::Surplus { vendor, .. }
        | Self::MoreIsCheaper { vendor, .. }
        | Self::RoundStatesLess { vendor, .. }
        | Self::Remark { vendor, .. }
        | Self::OverBudget { vendor, .. }
        | Self::DependsOnWindow { vendor, .. }) = self
        else {
            return None;
        };
        Some(vendor)
    }

    /// Returns the header that the note is about.
    pub(crate) const fn header(&self) -> Option<&Untrusted> {
        let (Self::NearHeader { header, .. } | Self::SecondHeader { header, .. } | Self::UnreadHeader { header, .. }) =
            self
        else {
            return None;
        };
        Some(header)
    }

    /// Puts notes in the order of results, each once: by code, then English text, whatever language they are shown in.
    pub(crate) fn sorted(notes: Vec<Self>) -> Vec<Self> {
        if notes.len() < 2 {
            return notes;
        }
        let key = |note: &Self| (note.code(), note.to_string(), note.vendor().cloned());
        notes.into_iter().map(|note| (key(&note), note)).collect::<BTreeMap<_, _>>().into_values().collect()
    }
}
