//! How many faults there are, by kind.

use std::collections::BTreeMap;

use crate::read::{FaultKind, Faults, FileFaults, NumberFault};
use crate::value::source::Role;

/// Counts the faults of a file that are not shown, by kind.
pub(in crate::report::wording) fn more(file: &FileFaults) -> Option<String> {
    let (path, kinds) = (file.path.shown(), by_kind(&file.rest));
    // Of many files the last ones have none that is shown.
    let more = if file.kept.is_empty() { "" } else { "more " };
    match file.more() {
        0 => None,
        1 => Some(format!("{path}: 1 {more}fault: {kinds}")),
        count => Some(format!("{path}: {count} {more}faults: {kinds}")),
    }
}

/// Counts the faults of files of which none is shown, by kind.
pub(in crate::report::wording) fn more_files<'f>(files: impl Iterator<Item = &'f FileFaults>) -> Option<String> {
    let (mut count, mut faults, mut rest) = (0_usize, 0_u64, Vec::new());
    for file in files {
        count = count.saturating_add(1);
        faults = faults.saturating_add(file.more());
        rest.extend(file.rest.iter().cloned());
    }
    let files = if count == 1 { "file" } else { "files" };
    (count > 0).then(|| format!("{count} more {files}: {faults} faults: {}", by_kind(&rest)))
}

fn by_kind(rest: &[(FaultKind, u64)]) -> String {
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for (kind, count) in rest {
        let sum = kinds.entry(name(kind)).or_default();
        *sum = sum.saturating_add(*count);
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    kinds.join(", ")
}

/// Says that nothing was done, and counts all faults.
pub(in crate::report::wording) fn total(faults: &Faults, role: Role) -> String {
    let done = if role == Role::Budgets { "added up" } else { "compared" };
    let (total, files) = (faults.total(), faults.files.len());
    let (s, in_files) = (if total == 1 { "" } else { "s" }, if files == 1 { "file" } else { "files" });
    format!("nothing was {done}: {total} fault{s} in {files} {in_files}")
}

/// Names a kind of fault, for counting.
const fn name(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Empty | FaultKind::EmptyBudgets => "empty file",
        FaultKind::NotUtf8 { .. } => "not UTF-8",
        FaultKind::Undecodable { .. } => "not in the encoding",
        FaultKind::NotText(_) => "not text",
        FaultKind::Workbook(_) => "unreadable workbook",
        FaultKind::Wide(_) => "vendors side by side",
        FaultKind::ErrorCell { .. } => "error in a cell",
        FaultKind::NoCachedValue => "formula without a value",
        FaultKind::CellNumber { .. } => "too many digits",
        FaultKind::Nul => "NUL byte",
        FaultKind::StrayQuote => "stray quote",
        FaultKind::UnclosedQuote => "unclosed quote",
        FaultKind::FieldTooLong { .. } => "cell too long",
        FaultKind::TooManyRows { .. } => "too many rows",
        FaultKind::TooManyColumns { .. } => "too many columns",
        FaultKind::Ragged { .. } => "other number of cells",
        FaultKind::Delimiter { .. } => "unclear delimiter",
        FaultKind::MissingColumn { .. } => "missing column",
        FaultKind::DuplicateHeader { .. } => "duplicate header",
        FaultKind::TwoHeaders { .. } => "several headers of one column",
        FaultKind::MappedHeader { .. } => "mapped header missing",
        FaultKind::JoinedValue { .. } => "value from several headers",
        FaultKind::HeaderUnit { .. } => "unit in the header",
        FaultKind::CostForOne { .. } => "amount of each unit",
        FaultKind::UnusedHeader { .. } => "unused header",
        FaultKind::PriceOrAmount { .. } => "price or total",
        FaultKind::NoSuchHeader { .. } => "header that no sheet has",
        FaultKind::NoHeader { .. } => "text without a header",
        FaultKind::Separator { .. } => "separator within a joined name",
        FaultKind::Figure { .. } => "figure among the names",
        FaultKind::EmptyKey | FaultKind::EmptyItem { .. } => "empty cell",
        FaultKind::NotANumber { why: NumberFault::Either { .. }, .. } => "comma with two readings",
        FaultKind::NotANumber { .. } => "not a number",
        FaultKind::OutOfRange { .. } => "out of range",
        FaultKind::OtherMark { .. } => "other currency mark",
        FaultKind::NotADate { .. } => "not a date",
        FaultKind::DateOrder { .. } => "unclear date",
        FaultKind::WorkingDays { .. } => "working days",
        FaultKind::NotDays { .. } => "not a number of days",
        FaultKind::NotARound { .. } => "not a round",
        FaultKind::NotADiscount { .. } => "not a discount",
        FaultKind::NotACost { .. } => "not a cost",
        FaultKind::RateBelowOne { .. } => "rate below one percent",
        FaultKind::NotYesNo { .. } => "neither yes nor no",
        FaultKind::NotACurrency { .. } => "not a currency",
        FaultKind::OffScale { .. } => "not on the scale",
        FaultKind::NoScale { .. } => "no scale",
        FaultKind::NotComparable { .. } => "not comparable",
        FaultKind::MixedPercent { .. } => "fractions among percentages",
        FaultKind::MixedKinds { .. } => "numbers among dates",
        FaultKind::Disagrees { .. } => "two values of one item",
        FaultKind::TooFine { .. } => "too many decimals",
        FaultKind::SecondCurrency { .. } => "second currency",
        FaultKind::OtherBasis { .. } => "other tax basis",
        FaultKind::TaxContradiction { .. } => "contradiction about tax",
        FaultKind::NoRound { .. } => "no round",
        FaultKind::SeveralUnits { .. } => "several units",
        FaultKind::PackOrPiece { .. } => "packs or pieces",
        FaultKind::PriceUnit { .. } | FaultKind::CellUnit { .. } => "unit that differs",
        FaultKind::OtherAmount { .. } => "amount that differs",
        FaultKind::AmountWithoutQuantity { .. } => "amount without a quantity",
        FaultKind::AmountNotDivisible { .. } => "amount that is not divisible",
        FaultKind::CostWithoutQuantity { .. } => "cost without a quantity",
        FaultKind::NotRequested { .. } => "not requested",
        FaultKind::RequestedTwice { .. } => "requested twice",
        FaultKind::LotWithoutQuantity { .. } => "items of lots without a quantity",
        FaultKind::WhichLot { .. } => "no lot",
        FaultKind::WhichRequest { .. } => "no request",
        FaultKind::NoCurrency => "no currency",
        FaultKind::BudgetTwice { .. } => "second budget",
        FaultKind::InHistory { .. } => "also in the history",
        FaultKind::SameFile { .. } => "same file",
    }
}
