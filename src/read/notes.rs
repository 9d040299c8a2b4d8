//! Notes on the inputs as a whole.

use std::collections::{BTreeSet, HashMap};

use super::Options;
use super::cells::values::is_missing;
use super::headers::alias::normal;
use super::history::History;
use super::rows::part::Part;
use super::sheet::Sheet;
use crate::rule::dataset::codes::Turn;
use crate::rule::dataset::items::{ItemKey, Stated, place_of};
use crate::rule::note::{Lacking, Names, Note};
use crate::value::column::Column;
use crate::value::encoding::Encoding;
use crate::value::name::{Fold, Key, folded};
use crate::value::source::{Format, Input, Role};
use crate::value::untrusted::Untrusted;

/// The quotes as they are grouped.
pub(super) struct Grouped<'g> {
    /// The numbers of the items in the result.
    pub(super) items: &'g [u32],
    /// The numbers of the vendors, by their ids.
    pub(super) vendors: &'g [u32],
    /// The quotes by item and vendor.
    pub(super) order: &'g [Turn],
    /// Where those of each item start.
    pub(super) starts: &'g [u32],
    /// The request that all items belong to.
    pub(super) given: Option<u32>,
}

/// Returns all notes on the inputs.
pub(super) fn all(
    part: &Part<'_>,
    sheets: &[Sheet],
    grouped: &Grouped<'_>,
    inputs: (&[Input], &[usize]),
    options: &Options,
) -> Vec<Note> {
    let Grouped { items, vendors, .. } = grouped;
    let mut notes = defaults(part, items);
    notes.extend(items_without_request(part, grouped));
    notes.extend(items_of_several_files(part, sheets, grouped, inputs));
    if !part.skipped.is_empty() {
        notes.push(Note::SkippedRows(part.skipped.clone().into()));
    }
    notes.extend(encoded(inputs.0));
    absent_columns(part, sheets, options, &mut notes);
    unused_columns(part, sheets, &mut notes);
    for column in [Column::Spec, Column::Brand] {
        notes.extend(differing(part, items, column));
    }
    notes.extend(sheets.iter().flat_map(|sheet| &sheet.layout.notes).cloned());
    notes.extend(alike_items(part, items));
    if let Some(estimate) = &part.policy.estimate
        && !vendors.iter().any(|vendor| Key::vendor(part.vendors.shown(*vendor)) == Key::vendor(&estimate.vendor))
    {
        notes.push(Note::EstimateAbsent { vendor: Untrusted::new(&estimate.vendor) });
    }
    for name in vendors.iter().map(|vendor| part.vendors.shown(*vendor)) {
        let is_declared =
            part.policy.estimate.as_ref().is_some_and(|own| Key::vendor(&own.vendor) == Key::vendor(name));
        if !is_declared && is_estimate(name) {
            notes.push(Note::EstimateAsVendor { vendor: Untrusted::new(name) });
        }
        if is_missing(name, &part.policy.missing) {
            notes.push(Note::PlaceholderVendor { vendor: Untrusted::new(name) });
        }
    }
    Note::sorted(notes)
}

/// Notes the files that are not UTF-8.
fn encoded(inputs: &[Input]) -> impl Iterator<Item = Note> {
    let others = Encoding::ALL.iter().copied().filter(|encoding| *encoding != Encoding::Utf8);
    others.filter_map(|encoding| {
        let is_in_it =
            |input: &&Input| input.dialect.as_ref().is_some_and(|dialect| dialect.format == Format::Text(encoding));
        let files: BTreeSet<Untrusted> = inputs.iter().filter(is_in_it).map(|input| input.name.clone()).collect();
        (!files.is_empty()).then(|| Note::Encoded { encoding, files: files.into() })
    })
}

/// Notes what nobody states, so that a default is taken.
fn defaults(part: &Part<'_>, items: &[u32]) -> Vec<Note> {
    let mut notes = Vec::new();
    if part.named.is_empty() {
        notes.push(Note::NoQuotes);
    } else if part.fields.is_silent(Column::Quantity) {
        notes.push(Note::NoQuantities);
    } else {
        let place = place_of(Column::Quantity);
        let without = items.iter().filter(|item| part.fields.stated(**item, place) == Stated::Nothing);
        let names: BTreeSet<Untrusted> = without.map(|item| name_of(part, *item)).collect();
        if !names.is_empty() {
            notes.push(Note::NoQuantityOf(names.into()));
        }
    }
    if part.policy.currency.is_none() && part.currencies.is_empty() {
        notes.push(Note::DefaultCurrency);
    }
    if part.assumes_basis {
        notes.push(Note::TaxAssumed { basis: part.policy.price.basis });
    }
    costs_not_stated(part, &mut notes);
    notes.extend(costs_as_items(part, items));
    remarks(part, &mut notes);
    notes
}

/// Words in the name of an item that speak of a cost of other items.
const COST_ITEMS: &[&str] = &[
    "freight",
    "shipping",
    "delivery",
    "delivery fee",
    "delivery charge",
    "carriage",
    "transport",
    "handling",
    "installation",
    "setup fee",
    "tax",
    "vat",
    "discount",
    "surcharge",
    "运费",
    "运输费",
    "配送费",
    "物流费",
    "安装费",
    "包装费",
    "装卸费",
    "税金",
    "税费",
    "折扣",
    "优惠",
    "服务费",
    "手续费",
];

/// Notes the items that are named as costs are.
fn costs_as_items(part: &Part<'_>, items: &[u32]) -> Option<Note> {
    let is_cost = |name: &Untrusted| COST_ITEMS.contains(&&*folded(name.raw(), Fold::Case));
    let read = if items.len() <= READ { items } else { &[] };
    let names: BTreeSet<Untrusted> = read.iter().map(|item| name_of(part, *item)).filter(is_cost).collect();
    (!names.is_empty()).then(|| Note::CostsAsItems(names.into()))
}

/// What in a remark speaks of money.
const OF_MONEY: &[&str] = &[
    "税",
    "运费",
    "另加",
    "另计",
    "加收",
    "折扣",
    "优惠",
    "免费",
    "不含",
    "起订",
    "以上",
    "满",
    "返",
    "押金",
    "费用",
    "tax",
    "vat",
    "freight",
    "shipping",
    "excl",
    "extra",
    "surcharge",
    "discount",
    "plus ",
    "rebate",
    "deposit",
    "minimum",
    "handling",
    "not include",
];

/// How many remarks are quoted; the others are counted.
const REMARKS: usize = 5;

/// Notes remarks of vendors that speak of money, each text once.
fn remarks(part: &Part<'_>, notes: &mut Vec<Note>) {
    let mut found = BTreeSet::new();
    for ((header, names), codes) in part.carried.iter().zip(&part.rows.carried) {
        let speaks = |text: &str| {
            let text = text.to_lowercase();
            OF_MONEY.iter().any(|word| text.contains(word))
        };
        let of_money: Vec<bool> = names.all().map(speaks).collect();
        if !of_money.contains(&true) || part.policy.ignore.iter().any(|ignored| normal(ignored) == normal(header.raw()))
        {
            continue;
        }
        for (row, code) in codes.stated() {
            let text = usize::try_from(code).expect("it is a number of a text");
            if of_money[text]
                && let Some((_, vendor)) = part.named.get(row)
            {
                let text = Untrusted::new(names.shown(u32::try_from(text).expect("it is a number of a text")));
                found.insert((Untrusted::new(part.vendors.shown(*vendor)), header.clone(), text));
            }
        }
    }
    let more = found.len().saturating_sub(REMARKS);
    let remark = |(vendor, header, text)| Note::Remark { vendor, header, text };
    notes.extend(found.into_iter().take(REMARKS).map(remark));
    notes.extend((more > 0).then_some(Note::MoreRemarks { remarks: more }));
}

/// Notes the vendors that state no freight, or no cost of the policy, where others do.
fn costs_not_stated(part: &Part<'_>, notes: &mut Vec<Note>) {
    let columns = std::iter::once((Column::Freight.name(), part.rows.column(Column::Freight)));
    let costs = part.policy.costs.iter().map(|cost| cost.column.as_str()).zip(&part.rows.costs);
    for (column, codes) in columns.chain(costs).filter(|(_, codes)| !codes.is_empty()) {
        let silent = part.named.iter().enumerate().filter(|(row, _)| codes.get(*row).is_none());
        let vendors: BTreeSet<u32> = silent.map(|(_, (_, vendor))| *vendor).collect();
        let names: BTreeSet<Untrusted> =
            vendors.into_iter().map(|vendor| Untrusted::new(part.vendors.shown(vendor))).collect();
        if !names.is_empty() {
            notes.push(Note::CostNotStated { column: Untrusted::new(column), vendors: names.into() });
        }
    }
    let named = |vendors: &BTreeSet<u32>| -> BTreeSet<Untrusted> {
        vendors.iter().map(|vendor| Untrusted::new(part.vendors.shown(*vendor))).collect()
    };
    if !part.without_basis.is_empty() {
        let vendors = named(&part.without_basis).into();
        notes.push(Note::TaxNotStated { vendors, basis: part.policy.price.basis });
    }
    let packs = part.rows.column(Column::PackSize);
    if !packs.is_empty() {
        let silent = part.named.iter().enumerate().filter(|(row, _)| packs.get(*row).is_none());
        let vendors: BTreeSet<u32> = silent.map(|(_, (_, vendor))| *vendor).collect();
        if !vendors.is_empty() {
            notes.push(Note::PackNotStated { vendors: named(&vendors).into() });
        }
    }
    if !part.without_unit.is_empty() {
        notes.push(Note::UnitNotStated { vendors: named(&part.without_unit).into() });
    }
}

/// Headers that number rows, so that no hint proposes them as a criterion; as `normal` writes them.
const NUMBERING: &[&str] = &["序号", "编号", "行号", "no", "#", "sn", "id", "index", "line", "lineno", "itemno", "row"];

/// Notes the columns for quality and service that sheets of quotes lack.
fn absent_columns(part: &Part<'_>, sheets: &[Sheet], options: &Options, notes: &mut Vec<Note>) {
    let quotes: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.role == Role::Quotes).collect();
    let is_numbering = |header: &Untrusted| NUMBERING.contains(&normal(header.raw()).as_str());
    let other = quotes.iter().flat_map(|sheet| unused(sheet)).filter(|header| !is_numbering(header)).min();
    let lacking = |lacks: &dyn Fn(&Sheet) -> bool| match quotes.iter().filter(|sheet| lacks(sheet)).count() {
        0 => None,
        some if some < quotes.len() => Some(Lacking::Some),
        _ => Some(Lacking::All),
    };
    if let Some(lacking) = lacking(&|sheet| sheet.layout.field(Column::Quality).is_none()) {
        notes.push(Note::NoQualityColumn { lacking });
    }
    let in_history = |name: &str| options.history.is_some() && History::tells(name);
    let criteria = part.policy.service.iter().enumerate().filter(|(_, criterion)| !in_history(&criterion.column));
    notes.extend(criteria.filter_map(|(number, criterion)| {
        let lacking = lacking(&|sheet| sheet.layout.criteria.get(number).copied().flatten().is_none())?;
        let criterion = Untrusted::new(&criterion.column);
        Some(Note::NoServiceColumn { lacking, criterion, other: other.clone() })
    }));
}

/// Returns the headers that no rule looks at; one with a note of its own is nearly a column, or a second one.
fn unused(sheet: &Sheet) -> impl Iterator<Item = Untrusted> {
    let layout = &sheet.layout;
    let is_unused = |field: &&usize| !layout.ignored.contains(field) && !layout.gates.contains(&Some(**field));
    let has_note = |header: &Untrusted| layout.notes.iter().any(|note| note.header() == Some(header));
    layout.carried.iter().filter(is_unused).map(|field| layout.header(*field)).filter(move |header| !has_note(header))
}

/// Names the columns that no rule looks at, and those that the policy ignores.
fn unused_columns(part: &Part<'_>, sheets: &[Sheet], notes: &mut Vec<Note>) {
    let unused: BTreeSet<Untrusted> = sheets.iter().flat_map(unused).collect();
    let ignored = sheets.iter().flat_map(|sheet| sheet.layout.ignored.iter().map(|field| sheet.layout.header(*field)));
    let ignored: BTreeSet<Untrusted> = ignored.collect();
    let found: BTreeSet<String> =
        sheets.iter().flat_map(|sheet| &sheet.layout.headers).map(|header| normal(header.raw())).collect();
    let nowhere = part.policy.ignore.iter().filter(|header| !found.contains(&normal(header)));
    let nowhere: BTreeSet<Untrusted> = nowhere.map(|header| Untrusted::new(header)).collect();
    let note = |headers: BTreeSet<Untrusted>, note: fn(Names) -> Note| {
        (!headers.is_empty()).then(|| note(Names::all(headers)))
    };
    notes.extend(note(unused, Note::UnusedColumns));
    notes.extend(note(ignored, Note::IgnoredHeaders));
    notes.extend(note(nowhere, Note::IgnoredNowhere));
}

/// How many items a note is made of whose quotes differ in a column; the others are counted.
const DIFFERING: usize = 5;

/// Notes the items whose quotes are for different things by a column that is carried along; `items` in their order.
fn differing(part: &Part<'_>, items: &[u32], column: Column) -> Vec<Note> {
    let header = part.carried.iter().position(|(header, _)| header.raw() == column.name());
    let Some((names, codes)) =
        header.and_then(|header| Some((&part.carried[header].1, part.rows.carried.get(header)?)))
    else {
        return Vec::new();
    };
    // Spellings of one text are the same, by the number of the one that comes first by code point.
    let mut by_text: Vec<(&str, u32)> = names.all().zip(0..).collect();
    by_text.sort_unstable();
    let mut first_of = HashMap::new();
    let mut same = vec![0; by_text.len()];
    for (text, number) in by_text {
        same[number as usize] = *first_of.entry(folded(text, Fold::Case)).or_insert(number);
    }
    let text_of = |row: usize| {
        let code = codes.get(row)?;
        let number = usize::try_from(code).expect("it is a number of a text");
        same.get(number).copied()
    };
    let mut seen: Vec<Option<u32>> = vec![None; part.keys.len()];
    let mut found: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (row, (item, _)) in part.named.iter().enumerate() {
        let Some((seen, text)) = seen.get_mut(*item as usize).zip(text_of(row)) else { continue };
        let first = *seen.get_or_insert(text);
        if first != text {
            found.entry(*item).or_insert_with(|| BTreeSet::from([first])).insert(text);
        }
    }
    let differing: Vec<u32> = items.iter().copied().filter(|item| found.contains_key(item)).collect();
    let more = differing.len().saturating_sub(DIFFERING);
    let note = |item: &u32| {
        let shown: BTreeSet<Untrusted> = found[item].iter().map(|text| Untrusted::new(names.shown(*text))).collect();
        Note::SpecsDiffer { column, item: name_of(part, *item), texts: Names::from(shown) }
    };
    let counted = (more > 0).then_some(Note::MoreSpecsDiffer { column, items: more });
    differing.iter().take(DIFFERING).map(note).chain(counted).collect()
}

/// Notes the items that belong to no request, where others do; a request file that leaves the number out means that.
fn items_without_request(part: &Part<'_>, grouped: &Grouped<'_>) -> Option<Note> {
    let is_without = |item: &&u32| part.keys[**item as usize].request.is_none();
    let is_listed = !part.requested.is_empty();
    if is_listed || grouped.given.is_some() || grouped.items.iter().all(|item| is_without(&item)) {
        return None;
    }
    let names: BTreeSet<Untrusted> = grouped.items.iter().filter(is_without).map(|item| name_of(part, *item)).collect();
    (!names.is_empty()).then(|| Note::NoRequestOf(names.into()))
}

/// Notes the items without a request that a vendor quotes in more than one file, in one round: the files may be of
/// different requests.
fn items_of_several_files(
    part: &Part<'_>,
    sheets: &[Sheet],
    grouped: &Grouped<'_>,
    (inputs, input_of_file): (&[Input], &[usize]),
) -> Option<Note> {
    if grouped.given.is_some() || sheets.iter().filter(|sheet| sheet.role == Role::Quotes).count() < 2 {
        return None;
    }
    let rounds = part.rows.column(Column::Round);
    let place = |turn: &Turn| (rounds.get(turn.row as usize), part.rows.places.of(turn.row).input);
    let (mut items, mut files) = (BTreeSet::new(), BTreeSet::new());
    for (item, bounds) in grouped.items.iter().zip(grouped.starts.windows(2)) {
        if part.keys[*item as usize].request.is_some() {
            continue;
        }
        let turns = &grouped.order[bounds[0] as usize..bounds[1] as usize];
        for run in turns.chunk_by(|a, b| a.vendor == b.vendor).filter(|run| run.len() > 1) {
            let mut places: Vec<(Option<i64>, u32)> = run.iter().map(place).collect();
            places.sort_unstable();
            places.dedup();
            for several in places.chunk_by(|(a, _), (b, _)| a == b).filter(|files| files.len() > 1) {
                items.insert(name_of(part, *item));
                files.extend(several.iter().map(|(_, file)| *file));
            }
        }
    }
    let files: BTreeSet<Untrusted> =
        files.into_iter().map(|file| inputs[input_of_file[file as usize]].name.clone()).collect();
    (!items.is_empty()).then(|| Note::SameItemInFiles { items: items.into(), files: files.into() })
}

/// Of at most how many items the names are compared: people read shorter lists.
const READ: usize = 10_000;

/// Notes the items whose names differ in case alone: they are two, and may be meant to be one.
fn alike_items(part: &Part<'_>, items: &[u32]) -> impl Iterator<Item = Note> {
    let mut alike: HashMap<(ItemKey, String), BTreeSet<Untrusted>> = HashMap::new();
    let read = if items.len() <= READ { items } else { &[] };
    for item in read {
        let name = name_of(part, *item);
        // Of one request and one lot, whatever their names.
        let list = ItemKey { name: 0, ..part.keys[*item as usize] };
        alike.entry((list, folded(name.raw(), Fold::Case).into_owned())).or_default().insert(name);
    }
    alike.into_values().filter(|names| names.len() > 1).map(|names| Note::AlikeItems(names.into()))
}

/// What estimates are called in published bid tables and in offices.
const ESTIMATES: &[&str] = &[
    "estimate",
    "benchmark",
    "reserve price",
    "budget price",
    "reference price",
    "market price",
    "控制价",
    "标底",
    "最高限价",
    "拦标价",
    "参考价",
    "预算价",
    "市场价",
    "指导价",
    "询价",
    "估价",
];

/// Says whether a vendor's name is what estimates are called.
fn is_estimate(vendor: &str) -> bool {
    // There may be a million vendors: nothing is copied to fold the case.
    let has = |word: &str| vendor.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ESTIMATES.iter().any(|word| (word.is_ascii() || !vendor.is_ascii()) && has(word))
}

/// Returns an item's name.
fn name_of(part: &Part<'_>, item: u32) -> Untrusted {
    Untrusted::new(part.names.shown(part.keys[item as usize].name))
}
