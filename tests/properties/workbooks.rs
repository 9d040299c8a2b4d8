//! A workbook is read as the CSV of what its cells show.

use bijia::value::source::{Role, Source};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::config;
use crate::support::decided;

/// What a row says, and whether its numbers are numbers of the workbook or text.
type Row = (String, String, i64, u32, u32, bool);

fn number(cents: i64) -> String {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const HEADERS: [&str; 5] = ["品名", "供应商", "单价", "数量", "有效期至"];

fn csv(rows: &[Row]) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let rows = rows.iter().map(|(item, vendor, price, quantity, day, _)| {
        format!("{},{},{},{quantity},2026-12-{day:02}\n", quoted(item), quoted(vendor), number(*price))
    });
    [HEADERS.join(",") + "\n"].into_iter().chain(rows).collect()
}

fn workbook(rows: &[Row]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADERS).unwrap();
    let date = Format::new().set_num_format("yyyy/m/d");
    for (at, (item, vendor, price, quantity, day, as_text)) in (1..).zip(rows) {
        sheet.write_string(at, 0, item).unwrap();
        sheet.write_string(at, 1, vendor).unwrap();
        if *as_text {
            sheet.write_string(at, 2, number(*price)).unwrap();
            sheet.write_string(at, 3, quantity.to_string()).unwrap();
            sheet.write_string(at, 4, format!("2026-12-{day:02}")).unwrap();
        } else {
            sheet.write_number(at, 2, number(*price).parse::<f64>().unwrap()).unwrap();
            sheet.write_number(at, 3, *quantity).unwrap();
            let day = ExcelDateTime::from_ymd(2026, 12, u8::try_from(*day).unwrap()).unwrap();
            sheet.write_datetime_with_format(at, 4, &day, &date).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_workbook_decides_as_the_csv_of_its_cells(
        rows in proptest::collection::vec(
            ("[桌灯a]{1,2}|[\\PC&&[^\u{fffe}\u{ffff}]]{1,5}", "[宏达美佳b]{1,3}|[\\PC&&[^\u{fffe}\u{ffff}]]{1,5}", 1..99_999_999_999_i64, 1_u32..999, 1_u32..=31, any::<bool>()),
            1..6,
        ),
    ) {
        let rows: Vec<Row> = rows;
        let source = |bytes: Vec<u8>| Source::in_memory("quotes", Role::Quotes, bytes);
        let from_text = decided(source(csv(&rows).into_bytes()));
        let from_book = decided(source(workbook(&rows)));
        match (&from_text, &from_book) {
            (Ok(expected), Ok(found)) => prop_assert_eq!(found, expected),
            // Faults name cells instead of lines.
            (Err(expected), Err(found)) => prop_assert_eq!(expected.len(), found.len()),
            _ => prop_assert!(false, "{:?} and {:?}", from_text, from_book),
        }
    }
}
