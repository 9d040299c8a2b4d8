//! What each vendor's offers come to, item by item, and one vendor for everything against the best offer of each item.

use std::cmp::Reverse;

use super::item::anchor;
use crate::report::model::{Cell, Column, Mark, Note, Priority, Readers, Row, Section, Table, Text};
use crate::report::wording::en::recommendation as words;
use crate::report::wording::en::reports::more_rows;
use crate::rule::dataset::quotes::{ItemId, VendorId};
use crate::rule::decision::{Fate, Outcome};
use crate::rule::matrix::{Sum, best_placed};
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
        Column::left("request", Priority::Key),
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
        let names = [Cell::Empty, Cell::Empty, Cell::words(name), Cell::Empty];
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
    let number = request.number.filter(|_| recommendation.dataset().has_several_requests());
    let names = [Cell::name(number), Cell::name(request.lot), Cell::name(Some(request.item)), Cell::name(chosen)];
    let figures = vendors.iter().map(|(vendor, _)| offers.get(vendor).map_or(Cell::Empty, |offer| figure(offer)));
    Row { link: Some(anchor(item)), ..Row::new("item", names.into_iter().chain(figures).collect()) }
}

/// A vendor's figure for an item, with a mark where it is recommended or a person decides about it.
fn figure(offer: &Outcome) -> Cell {
    let mark = match offer.fate {
        Fate::Recommended => words::RECOMMENDED,
        Fate::Candidate => words::CANDIDATE,
        Fate::Lost(..) | Fate::Rejected(_) | Fate::Superseded(_) => return Cell::money(offer.total),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::recommendation::report;
    use crate::report::sample::{CHINESE, MIXED, compared};
    use crate::report::writer::terminal::{self, Layout};

    const SCALE: &str = "[quality]\nscale = [\"A\", \"B\", \"C\"]\n";

    /// Makes a sheet in which each vendor quotes each item.
    fn sheet_of(items: usize, vendors: &[&str]) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["item", "vendor", "unit_price", "quantity"]).unwrap();
        for item in 1..=items {
            for (place, vendor) in vendors.iter().enumerate() {
                let (item, price) = (format!("item {item}"), format!("{item}00{place}"));
                writer.write_record([item.as_str(), *vendor, price.as_str(), "100"]).unwrap();
            }
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|place| format!("Vendor {place} & Sons")).collect()
    }

    fn sheets(of: &Recommendation, is_abridged: bool) -> Vec<(Readers, String, usize)> {
        let sheet = |section: Section| {
            let table = section.table.unwrap();
            (section.readers, table.sheet.into_owned(), table.rows.len())
        };
        sections(of, is_abridged).into_iter().map(sheet).collect()
    }

    #[test]
    fn many_vendors_have_a_row_each_and_few_a_column() {
        let shown = |items: usize, vendors: usize, is_abridged: bool| {
            let names = names(vendors);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            compared(&sheet_of(items, &names), "", |of| sheets(of, is_abridged))
        };
        let of = |readers, name: &str, rows| (readers, name.to_owned(), rows);
        assert_eq!(shown(1, 5, false), []);
        assert_eq!(shown(5, 1, false), []);
        // Two sums below the items.
        assert_eq!(shown(5, 8, false), [of(Readers::All, "Matrix", 7)]);
        let both = [of(Readers::All, "Vendors", 9), of(Readers::Page, "Matrix", 7), of(Readers::Workbook, "Matrix", 7)];
        assert_eq!(shown(5, 9, false), both);
        assert_eq!(shown(5, 257, false), [of(Readers::All, "Vendors", 257)]);
        assert_eq!(shown(300, 170, false), [of(Readers::All, "Vendors", 170)]);
        assert_eq!(shown(30, 8, true), [of(Readers::All, "Vendors", 8)]);
        assert_eq!(shown(30, 20, true), [of(Readers::All, "Vendors", 10)]);
    }

    #[test]
    fn cells_are_the_totals_and_sums_are_below() {
        compared(MIXED, SCALE, |of| {
            let table = sections(of, false).remove(0).table.unwrap();
            let text = |row: &Row| row.cells.iter().map(|cell| cell.text().plain()).collect::<Vec<_>>().join("|");
            assert_eq!(
                table.rows.iter().map(text).collect::<Vec<_>>(),
                // East, Hongda, Meijia, West. What expired and what is below the required grade has no figure.
                [
                    "||desk|Hongda||* 43,000.00|45,500.00|",
                    "||lamp|||||",
                    "||pen||? 800.00|||? 800.00",
                    "||shelf||? 12,800.00|||? 14,400.00",
                    "||total||13,600.00|43,000.00|45,500.00|15,200.00",
                    "||items covered||2 of 3|1 of 3|1 of 3|2 of 3",
                ]
            );
        });
    }

    #[test]
    fn no_figure_of_the_matrix_is_lost_and_no_line_is_wider() {
        let names = names(8);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let long = ["明灯办公用品（上海）有限公司", "上海云帆国际贸易股份有限公司", "a,very long|name", "x"];
        for sheet in [sheet_of(3, &names), sheet_of(3, &long), CHINESE.to_owned()] {
            compared(&sheet, SCALE, |of| {
                let drawn = |width| {
                    let mut out = Vec::new();
                    let layout = Layout { width, colour: false, detail: true };
                    terminal::write(report(of, true), layout, &mut out).unwrap();
                    String::from_utf8(out).unwrap()
                };
                let all = drawn(None);
                for width in [40, 60, 80, 100, 140] {
                    let text = drawn(Some(width));
                    let wide =
                        text.lines().find(|line| unicode_width::UnicodeWidthStr::width(*line) > usize::from(width));
                    assert_eq!(wide.filter(|_| width >= 60), None, "{width}");
                    let count = |text: &str| text.split_whitespace().filter(|word| word.contains(".00")).count();
                    let matrix = |text: &str| count(text.split("Item by vendor").nth(1).unwrap());
                    assert!(matrix(&text) >= matrix(&all), "{width}\n{text}");
                }
            });
        }
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn a_workbook_has_the_matrix_with_names_as_text() {
        use calamine::{Data, Reader as _, Xlsx};

        let long = "long ".repeat(190);
        let names = ["=1+1", "<b>&amp;", "vendor_name", "\u{202e}x", &long];
        compared(&sheet_of(3, &names), "", |of| {
            let mut out = Vec::new();
            crate::report::writer::xlsx::write(report(of, true), &mut out).unwrap();
            let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(out)).unwrap();
            assert!(workbook.worksheet_formula("Matrix").unwrap().used_cells().next().is_none());
            let sheet = workbook.worksheet_range("Matrix").unwrap();
            let row = |number: usize| sheet.rows().nth(number).unwrap().to_vec();
            let texts: Vec<String> = row(0).iter().map(ToString::to_string).collect();
            assert_eq!(texts, ["item", "take", "<b>&amp;", "=1+1", long.trim(), "vendor_name", "\\u{202e}x"]);
            // 100 × 1,001 and 100 × 1,000: the second name by code point is the first vendor.
            assert_eq!(row(1)[1..4], [Data::String("=1+1".into()), Data::Float(100_100.0), Data::Float(100_000.0)]);
            // 100 × (1,000 + 2,000 + 3,000)
            assert_eq!(row(4)[3], Data::Float(600_000.0));
            assert_eq!(row(5)[3], Data::Float(3.0));
            let evidence = workbook.worksheet_range("Evidence").unwrap();
            let is_there = |cell: &Data| cell.to_string().starts_with("Best per item: 600,000.00; best single vendor:");
            assert!(evidence.used_cells().any(|(.., cell)| is_there(cell)));
        });
    }
}
