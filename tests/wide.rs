//! Sheets with the vendors side by side, from reading to checking a stored result.

use crate::support::compare;

const SHEET: &str = "\
品名,数量,甲公司,,乙公司,
,,单价,交货期,单价,交货期
桌,2,90,3,85,4
桌,2,90,3,80,4
椅,1,20,3,,
";

#[test]
fn a_row_is_the_row_of_the_sheet_for_every_vendor() {
    let found = compare(&[("q.csv", SHEET)], None, "").unwrap();
    let place = |quote: &serde_json::Value| {
        let vendor = quote["vendor"].as_str().unwrap().to_owned();
        (
            vendor,
            quote["row"].as_u64().unwrap(),
            quote["line"].as_u64().unwrap(),
            quote["outcome"].as_str().unwrap().to_owned(),
        )
    };
    let places: Vec<_> = found["items"][0]["quotes"].as_array().unwrap().iter().map(place).collect();
    let expected = [
        ("乙公司", 2, 4, "recommended"),
        ("乙公司", 1, 3, "lost"),
        ("甲公司", 1, 3, "lost"),
        ("甲公司", 2, 4, "superseded"),
    ];
    assert_eq!(places, expected.map(|(vendor, row, line, outcome)| (vendor.to_owned(), row, line, outcome.to_owned())));
    // The row that repeats another is told from those of the other vendor by its vendor.
    let repeats = &found["items"][0]["quotes"][3]["reason"];
    assert_eq!((repeats["step"].as_str(), repeats["other"]["row"].as_u64()), (Some("duplicate"), Some(1)));
    assert_eq!(found["inputs"][0]["rows"], 3);
}

#[cfg(feature = "xlsx")]
mod workbooks {
    use bijia::document::verify::{alone, with_inputs};
    use bijia::document::{Document, json};
    use bijia::policy::{Policy, PolicyFile};
    use bijia::read::{Options, read};
    use bijia::report::wording::WORDS;
    use bijia::rule::recommendation::recommend;
    use bijia::value::date::Date;
    use bijia::value::source::{Role, Source};
    use rust_xlsxwriter::{Format, Workbook, Worksheet};

    use super::*;
    use crate::support::decided;

    /// Writes the sheet below a title, with merged headers.
    fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 5, "办公桌询价表", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "品名", &plain).unwrap();
        sheet.merge_range(1, 1, 2, 1, "数量", &plain).unwrap();
        sheet.merge_range(1, 2, 1, 3, "甲公司", &plain).unwrap();
        sheet.merge_range(1, 4, 1, 5, "乙公司", &plain).unwrap();
        sheet.write_row(2, 2, ["单价", "交货期", "单价", "交货期"]).unwrap();
        for (row, name) in [(3, "桌"), (5, "椅")] {
            sheet.write_string(row, 0, name).unwrap();
            sheet.write_row(row, 1, [2, 90, 3, 85, 4]).unwrap();
        }
        fill(sheet);
        book.save_to_buffer().unwrap()
    }

    fn source(bytes: Vec<u8>) -> Source {
        Source::in_memory("q.xlsx", Role::Quotes, bytes)
    }

    #[test]
    fn a_workbook_with_merged_headers_is_read_and_places_are_its_cells() {
        let found = decided(source(book(|_| ()))).unwrap();
        let quote = &found["items"][1]["quotes"][0];
        assert_eq!((&quote["vendor"], &quote["row"], &quote["line"]), (&"乙公司".into(), &2.into(), &6.into()));
        let notes: Vec<&str> =
            found["notes"].as_array().unwrap().iter().filter_map(|note| note["code"].as_str()).collect();
        assert!(notes.contains(&"wide") && notes.contains(&"titles") && !notes.contains(&"merged-cells"), "{notes:?}");
        for (fill, expected) in [
            (
                &(|sheet: &mut Worksheet| drop(sheet.write_string(3, 4, "约85"))) as &dyn Fn(&mut Worksheet),
                "q.xlsx#Sheet1: row 1 (cell E4), column 5 `乙公司 / 单价`: `约85` is not a number",
            ),
            (
                &|sheet| drop(sheet.write_string(5, 1, "两")),
                "q.xlsx#Sheet1: row 2 (cell B6), column 2 `数量`: `两` is not a number",
            ),
            (
                &|sheet| drop(sheet.write_formula(5, 2, rust_xlsxwriter::Formula::new("1/0").set_result("#DIV/0!"))),
                "q.xlsx#Sheet1: row 2 (cell C6), column 3 `甲公司 / 单价`: the cell shows an error, `#DIV/0!`",
            ),
        ] {
            let faults = decided(source(book(fill))).unwrap_err();
            assert_eq!(faults, [expected]);
        }
    }

    #[test]
    fn a_stored_result_is_computed_again_with_its_inputs_and_without() {
        let declared = "品名,数量,甲公司,乙公司\n桌,2,90,85\n";
        for (source, policy) in [
            (source(book(|_| ())), ""),
            (Source::in_memory("q.csv", Role::Quotes, SHEET), ""),
            (Source::in_memory("q.csv", Role::Quotes, declared), "[wide]\ncolumns = ['unit_price']\n"),
        ] {
            let sources = [source];
            let file = PolicyFile::parse(&Source::in_memory("p.toml", Role::Policy, policy)).unwrap();
            let policy = Policy::check(file).unwrap();
            let dataset = read(&sources, &policy, &Options::default()).unwrap();
            let mut bytes = Vec::new();
            let result = recommend(dataset, policy, Date::parse("2026-11-22").unwrap());
            json::write(&result, WORDS, &mut bytes).unwrap();
            let document = Document::parse(&bytes).unwrap();
            assert_eq!(alone(&document, WORDS).differences, []);
            assert_eq!(with_inputs(&document, WORDS, &sources).unwrap().differences, []);
        }
    }
}
