//! What each vendor's offers come to, item by item, and one vendor for everything against the best offer of each item.

use std::cmp::Reverse;

use super::item::anchor;
use crate::report::model::{Cell, Column, Mark, Note, Priority, Readers, Row, Section, Table, Text};
use crate::report::wording::en::recommendation as words;
use crate::report::wording::en::reports::more_rows;
use crate::rule::decide::{Fate, Outcome};
use crate::rule::matrix::{Sum, best_placed};
use crate::rule::quotes::{ItemId, VendorId};
use crate::rule::recommendation::Recommendation;

/// The most vendors that stand beside one another for every reader. Of more there is a row each, and the matrix is for
/// pages and workbooks alone.
const BESIDE: usize = 8;

/// The most vendors and cells of a matrix on pages and in workbooks.
const COLUMNS: usize = 256;
const CELLS: usize = 50_000;

/// How many vendors a report shows that leaves the items out.
const ABRIDGED: usize = 10;

/// Makes the sections; none unless two items and two vendors have admitted offers.
pub(super) fn sections(recommendation: &Recommendation, is_abridged: bool) -> Vec<Section> {
    let Some(comparison) = comparison(recommendation) else { return Vec::new() };
    let comparison = Note::new("", comparison);
    let vendors: Vec<(VendorId, Sum)> = recommendation.matrix().vendors().collect();
    let cells = recommendation.dataset().items().len().saturating_mul(vendors.len());
    let is_drawn = !is_abridged && vendors.len() <= COLUMNS && cells <= CELLS;
    let marks = Note::new("", words::marks(recommendation.totals()));
    let matrix = |notes| Section { notes, ..Section::of_table(words::MATRIX, items(recommendation, &vendors)) };
    if is_drawn && vendors.len() <= BESIDE {
        return vec![matrix(vec![comparison, marks])];
    }
    let mut notes = vec![comparison];
    let mut rows = rows(recommendation, &vendors);
    if is_abridged && rows.len() > ABRIDGED {
        let more = more_rows(rows.split_off(ABRIDGED).len());
        notes.insert(0, Note::new("", more));
    }
    let mut sections = vec![Section { notes, ..Section::of_table(words::VENDORS, by_vendor(rows)) }];
    if is_drawn {
        let matrix = matrix(vec![marks]);
        sections.extend([Readers::Page, Readers::Workbook].map(|readers| Section { readers, ..matrix.clone() }));
    }
    sections
}

/// Says what one vendor for everything costs; `None` where there is nothing to compare.
pub(super) fn comparison(recommendation: &Recommendation) -> Option<Text> {
    let (matrix, dataset) = (recommendation.matrix(), recommendation.dataset());
    matrix.is_of_several().then(|| words::best_single(matrix, |vendor| dataset.vendor(vendor).raw()))
}

/// A row an item and a column a vendor, and below them what each vendor's figures come to.
fn items(recommendation: &Recommendation, vendors: &[(VendorId, Sum)]) -> Table {
    let dataset = recommendation.dataset();
    let mut columns = vec![
        Column::left("lot", Priority::Key),
        Column::left("item", Priority::Key),
        // People see who is recommended by a mark.
        Column::left("take", Priority::Hidden),
    ];
    columns.extend(vendors.iter().map(|(vendor, _)| {
        let key = format!("vendor {}", vendor.index());
        Column::right(key, Priority::Second).named(dataset.vendor(*vendor).to_owned())
    }));
    let mut rows: Vec<Row> = dataset.items().map(|item| item_row(recommendation, item, vendors)).collect();
    let sum = |name, mark, cell: &dyn Fn(Sum) -> Cell| {
        let names = [Cell::Empty, Cell::words(name), Cell::Empty];
        Row::new("total", names.into_iter().chain(vendors.iter().map(|(_, sum)| cell(*sum))).collect()).marked(mark)
    };
    rows.push(sum(words::TOTAL, Mark::Total, &|sum| Cell::Money(sum.total)));
    rows.push(sum(words::COVERED, Mark::Subtotal, &|sum| covered(recommendation, sum)));
    Table { sheet: words::MATRIX_SHEET.into(), columns, rows, ..Table::default() }
}

fn item_row(recommendation: &Recommendation, item: ItemId, vendors: &[(VendorId, Sum)]) -> Row {
    let (request, decision) = (recommendation.request(item), recommendation.decide(item));
    let chosen = decision.recommended().map(|chosen| recommendation.vendor(chosen.quote));
    let offers = best_placed(recommendation.dataset(), &decision);
    let names = [Cell::name(request.lot), Cell::name(Some(request.item)), Cell::name(chosen)];
    let figures = vendors.iter().map(|(vendor, _)| offers.get(vendor).map_or(Cell::Empty, |offer| figure(offer)));
    Row { link: Some(anchor(item)), ..Row::new("item", names.into_iter().chain(figures).collect()) }
}

/// A vendor's figure for an item, with a mark where it is recommended or a person decides about it.
fn figure(offer: &Outcome) -> Cell {
    let mark = match offer.fate {
        Fate::Recommended => words::RECOMMENDED,
        Fate::Candidate => words::CANDIDATE,
        Fate::Lost(..) | Fate::Rejected(_) | Fate::Duplicate(_) => return Cell::money(offer.total),
    };
    let mut marked = Text::from(mark);
    marked.append(Cell::money(offer.total).text());
    Cell::money(offer.total).shown(marked)
}

fn covered(recommendation: &Recommendation, sum: Sum) -> Cell {
    Cell::number(Some(sum.items)).shown(words::of_all(sum.items, recommendation.matrix().items()))
}

/// A row a vendor: those that cover the most first, of these the cheapest.
fn rows(recommendation: &Recommendation, vendors: &[(VendorId, Sum)]) -> Vec<Row> {
    let mut vendors = vendors.to_vec();
    // What is equal stays by name.
    vendors.sort_by_key(|(_, sum)| (Reverse(sum.items), sum.total));
    let row = |(vendor, sum): (VendorId, Sum)| {
        let name = Cell::name(Some(recommendation.dataset().vendor(vendor)));
        Row::new("vendor", vec![name, covered(recommendation, sum), Cell::Money(sum.total)])
    };
    vendors.into_iter().map(row).collect()
}

fn by_vendor(rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::left("vendor", Priority::Key),
        Column::right(words::COVERED, Priority::Key),
        Column::right("total", Priority::Key),
    ];
    Table { sheet: words::VENDOR_SHEET.into(), columns, rows, is_abridged: true, ..Table::default() }
}
