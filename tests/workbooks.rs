//! Workbooks as vendors send them, and some that nobody should send.

use std::io::{Cursor, Read as _, Write as _};

use bijia::value::source::{Role, Source};
use bijia::value::untrusted::Untrusted;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::properties::config;
use crate::support::{Workdir, decided};

const HEADERS: [&str; 4] = ["item", "vendor", "unit_price", "valid_until"];

fn source(bytes: impl Into<Vec<u8>>) -> Source {
    Source::in_memory("q.xlsx", Role::Quotes, bytes)
}

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADERS).unwrap();
    sheet.write_row(1, 0, ["desk", "Hongda"]).unwrap();
    sheet.write_number(1, 2, 215).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// Returns the first quote of a workbook.
fn first(bytes: Vec<u8>) -> serde_json::Value {
    decided(source(bytes)).unwrap()["items"][0]["quotes"][0].clone()
}

fn faults(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    decided(source(bytes)).unwrap_err()
}

/// Makes an archive of a sheet's XML and whatever else it needs.
fn archive(sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inner: String| format!("<Relationships>{inner}</Relationships>");
    let own = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"x\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                .to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                relation("rId1", "worksheet", "worksheets/sheet1.xml")
                    + &relation("rId2", "sharedStrings", "sharedStrings.xml"),
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let others = parts.iter().map(|(name, text)| (*name, (*text).to_owned()));
    for (name, text) in own.into_iter().filter(|(name, _)| parts.iter().all(|(other, _)| other != name)).chain(others) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cell =
        |(place, text): &(&str, &str)| format!("<c r=\"{place}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let cells = cells.iter().map(cell).collect::<Vec<_>>().concat();
    format!("<row r=\"{number}\">{cells}</row>")
}

fn header() -> String {
    row(1, &[("A", "item"), ("B", "vendor"), ("C", "unit_price")])
}

#[test]
fn dates_numbers_and_formulas_are_what_the_cells_show() {
    let day = ExcelDateTime::from_ymd(2026, 12, 1).unwrap();
    let quote = first(book(|sheet| {
        sheet
            .write_datetime_with_format(1, 3, &day, &Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""))
            .unwrap();
    }));
    assert_eq!(
        (&quote["valid_until"], &quote["unit_price"], &quote["line"], &quote["row"]),
        (&"2026-12-01".into(), &"215".into(), &2.into(), &1.into())
    );
    let price = |fill: &dyn Fn(&mut Worksheet)| first(book(fill))["unit_price"].clone();
    assert_eq!(
        price(&|sheet| {
            sheet.write_number(1, 2, 0.1 + 0.2).unwrap();
        }),
        "0.3"
    );
    assert_eq!(
        price(&|sheet| {
            sheet.write_string(1, 2, "1,215.50").unwrap();
        }),
        "1215.5"
    );
    assert_eq!(
        price(&|sheet| {
            sheet.write_formula(1, 2, Formula::new("=10*2").set_result("20")).unwrap();
        }),
        "20"
    );
    let two = Format::new().set_num_format("0.00");
    assert_eq!(
        price(&|sheet| {
            sheet.write_number_with_format(1, 2, 10.0 / 3.0, &two).unwrap();
        }),
        "3.333333"
    );
    let found = faults(book(|sheet| {
        sheet.write_number(1, 2, 10.0 / 3.0).unwrap();
    }));
    assert!(
        found[0].starts_with("q.xlsx#Sheet1: row 1 (cell C2), column 3 `unit_price`: `3.33333333333333` is not"),
        "{found:?}"
    );
    let dollars = Format::new().set_num_format("[$$-409]#,##0.00");
    let found = faults(book(|sheet| {
        sheet.write_number_with_format(1, 2, 215, &dollars).unwrap();
    }));
    assert!(found[0].contains("cell C2") && found[0].contains("`$` is not a mark of CNY"), "{found:?}");
    let yen = Format::new().set_num_format("[$¥-411]#,##0");
    let found = faults(book(|sheet| {
        sheet.write_number_with_format(1, 2, 215, &yen).unwrap();
    }));
    assert!(found[0].contains("`JPY` is not a mark of CNY"), "{found:?}");
    // What looks like a number in a cell of dollars is one of dollars, though it was typed as text.
    let found = faults(book(|sheet| {
        sheet.write_string_with_format(1, 2, "215", &dollars).unwrap();
    }));
    assert!(found[0].contains("cell C2") && found[0].contains("`$` is not a mark of CNY"), "{found:?}");
    for code in [";;;", "-0", "#,##0,", "0!.0,\"万\""] {
        let odd = Format::new().set_num_format(code);
        let found = faults(book(|sheet| {
            sheet.write_number_with_format(1, 2, 215, &odd).unwrap();
        }));
        assert!(
            found[0].contains("cell C2") && found[0].contains("as another number or not at all"),
            "{code}: {found:?}"
        );
    }
    let large = Format::new().set_num_format("0.0\"万\"");
    assert_eq!(
        price(&|sheet| {
            sheet.write_number_with_format(1, 2, 0.5, &large).unwrap();
        }),
        "5000"
    );
    let time = Format::new().set_num_format("h:mm");
    let found = faults(book(|sheet| {
        sheet.write_number_with_format(1, 2, 2.5, &time).unwrap();
    }));
    assert!(found[0].contains("cell C2") && found[0].contains("is shown as a time"), "{found:?}");
}

#[test]
fn numbers_that_are_no_texts_show_nothing_of_the_marks_of_texts() {
    let with = |fill: &dyn Fn(&mut Worksheet)| {
        decided(source(book(|sheet| {
            sheet.write_string(1, 2, "1,215").unwrap();
            sheet.write_row(2, 0, ["lamp", "Hongda"]).unwrap();
            fill(sheet);
        })))
    };
    let typed = with(&|sheet| _ = sheet.write_number(2, 2, 12.5).unwrap()).unwrap_err();
    assert!(typed[0].contains("`1,215` can be 1215 or 1.215"), "{typed:?}");
    let text = with(&|sheet| _ = sheet.write_string(2, 2, "12.5").unwrap()).unwrap();
    assert_eq!(text["items"][0]["quotes"][0]["unit_price"], "1215");
}

#[test]
fn faults_name_cells_and_stand_beside_those_of_other_cells() {
    let found = faults(archive(
        &(header()
            + "<row r=\"3\"><c r=\"A3\" t=\"e\"><f>X</f><v>#N/A</v></c><c r=\"B3\" t=\"str\"><v>V</v></c><c r=\"C3\"><f>1+1</f></c></row>"
            + &row(7, &[("A", "lamp"), ("C", "x")])
            + "<row r=\"8\"><c r=\"A8\"><v>123456789012345678</v></c></row>"),
        &[],
    ));
    let expected = [
        "q.xlsx#A: row 1 (cell A3), column 1 `item`: the cell shows an error, `#N/A`",
        "q.xlsx#A: row 1 (cell C3), column 3 `unit_price`: the cell is a formula, and the file does not have its value",
        "q.xlsx#A: row 2 (cell B7), column 2 `vendor`: the cell is empty",
        "q.xlsx#A: row 2 (cell C7), column 3 `unit_price`: `x` is not a number",
        "q.xlsx#A: row 3 (cell A8), column 1 `item`: `123456789012345678` has more digits",
    ];
    for expected in expected {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected}: {found:#?}");
    }
    assert_eq!(found.iter().filter(|fault| fault.contains("cell C3")).count(), 1, "{found:#?}");
    let found = faults(archive(&row(2, &[("B", "item"), ("C", "nobody")]), &[]));
    assert!(found[0].starts_with("q.xlsx#A: header (row 2 of the sheet): no column"), "{found:?}");
}

#[test]
fn the_value_of_a_total_need_not_be_there() {
    let total = |name: &str| {
        let rows = header()
            + &row(3, &[("A", "desk"), ("B", "V"), ("C", "5")])
            + &format!("<row r=\"4\"><c r=\"A4\" t=\"str\"><v>{name}</v></c><c r=\"C4\"><f>SUM(C3:C3)</f></c></row>");
        decided(source(archive(&rows, &[])))
    };
    let json = total("合计").unwrap();
    assert_eq!(json["items"].as_array().unwrap().len(), 1);
    let found = total("lamp").unwrap_err();
    assert!(found.iter().any(|fault| fault.contains("cell C4") && fault.contains("is a formula")), "{found:?}");
}

#[test]
fn rows_are_counted_from_a_header_below_titles() {
    let header = row(3, &[("A", "item"), ("B", "vendor"), ("C", "unit_price")]);
    let rows = row(4, &[("A", "desk"), ("B", "V"), ("C", "x")])
        + "<row r=\"5\"><c r=\"A5\" t=\"str\"><v>lamp</v></c><c r=\"B5\" t=\"e\"><v>#N/A</v></c><c r=\"C5\"><v>2</v></c></row>";
    let found = faults(archive(&(row(1, &[("A", "报价单")]) + &header + &rows), &[]));
    assert!(found[0].contains("row 1 (cell C4), column 3 `unit_price`: `x`"), "{found:?}");
    assert!(found[1].contains("row 2 (cell B5), column 2 `vendor`: "), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    let found = faults(archive(&(row(1, &[("A", "prices in USD")]) + &header + &rows), &[]));
    assert!(found.iter().any(|fault| fault.contains("no column `item`")), "{found:?}");
}

#[test]
fn far_cells_take_no_memory_and_no_time() {
    let rows = header() + &row(2, &[("A", "desk"), ("B", "V"), ("C", "1")]);
    let far =
        decided(source(archive(&(rows.clone() + &row(1_048_576, &[("A", "lamp"), ("B", "V"), ("C", "2")])), &[])))
            .unwrap();
    assert_eq!(far["items"][1]["quotes"][0]["line"], 1_048_576);
    let found = faults(archive(&(rows.clone() + &row(3, &[("XFD", "x")])), &[]));
    assert_eq!(found, ["q.xlsx: the sheet has cells beyond column 1024"]);
    let found = faults(archive(&(rows.clone() + &row(3, &[("ALL", "x")])), &[]));
    assert!(found.iter().any(|fault| fault.contains("cell ALL3")), "{found:?}");
    for damaged in [
        row(2, &[]) + &row(1, &[]),
        row(1_048_577, &[]),
        row(1, &[("B", "x"), ("A", "y")]),
        "<c/>".into(),
        "<row r='x'/>".into(),
    ] {
        assert_eq!(
            faults(archive(&damaged, &[])),
            ["q.xlsx: the workbook cannot be read: it is damaged, or made in an unusual way"],
            "{damaged}"
        );
    }
}

#[test]
fn bombs_and_cut_archives_are_refused() {
    let spaces = " ".repeat(40 << 20);
    let found = faults(archive(&header(), &[("xl/sharedStrings.xml", &format!("<sst>{spaces}</sst>"))]));
    assert_eq!(found, ["q.xlsx: the workbook holds more than 64 MiB, or more than is read"]);
    // A long text in many cells.
    let long =
        format!("<sst><si><t>{}</t></si></sst>", (0..200_000).map(|number| number.to_string()).collect::<String>());
    let cell = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
    let cells = (2..500).map(cell).collect::<Vec<_>>().concat();
    let found = faults(archive(&(header() + &cells), &[("xl/sharedStrings.xml", &long)]));
    assert_eq!(found, ["q.xlsx: the workbook holds more than 64 MiB, or more than is read"]);
    let whole = book(|_| {});
    for end in [4, 30, whole.len() / 2, whole.len() - 1] {
        assert_eq!(faults(&whole[..end]).len(), 1, "{end}");
    }
    let doctype = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    assert_eq!(
        faults(archive(&header(), &[("xl/sharedStrings.xml", doctype)])),
        ["q.xlsx: the workbook cannot be read: it is damaged, or made in an unusual way"]
    );
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let old = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    let locked: Vec<u8> =
        [old.clone(), "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    for (bytes, expected) in [
        (archive("", &[("xl/workbook.bin", "x")]), "a binary workbook (.xlsb)"),
        (
            archive("", &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]),
            "an OpenDocument workbook (.ods)",
        ),
        (archive("", &[("word/document.xml", "<a/>")]), "a zip archive without a workbook (.xlsx) in it"),
        (old, "an old workbook (.xls)"),
        (locked, "a workbook behind a password"),
        (b"<HTML><table><tr><td>item</td></tr></table>".to_vec(), "a web page or XML"),
    ] {
        assert_eq!(
            faults(bytes),
            [format!("q.xlsx: this is {expected}, not a workbook (.xlsx) or comma-separated text")]
        );
    }
    // What is in a file decides, not what it is called.
    let renamed = Source::in_memory("q.csv", Role::Quotes, book(|_| {}));
    assert!(decided(renamed).is_ok());
    let text = Source::in_memory("q.xlsx", Role::Quotes, "item,vendor,unit_price\ndesk,V,1\n");
    assert!(decided(text).is_ok());
}

#[test]
fn hidden_and_merged_cells_and_other_sheets_are_noted() {
    let mut book = Workbook::new();
    for (name, hidden) in [("notes", true), ("empty", false), ("北京", false), ("上海", false)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        if name == "empty" {
            continue;
        }
        sheet.write_row(0, 0, HEADERS).unwrap();
        sheet.write_row(1, 0, ["desk", name, "215"]).unwrap();
        sheet.write_row(2, 0, ["lamp", name, "5"]).unwrap();
        if name == "北京" {
            sheet.set_active(true);
        }
        sheet.set_hidden(hidden).set_row_hidden(2).unwrap();
        sheet.merge_range(1, 3, 2, 3, "2026-12-31", &Format::new()).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let decision = decided(source(bytes.clone())).unwrap();
    let notes: Vec<&str> =
        decision["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect();
    for expected in [
        "of `q.xlsx` the sheet `北京` is read; not read: `上海`; `--sheet NAME` reads another",
        "hidden and read all the same in `q.xlsx`, sheet `北京`: 1 row",
        "cells of `q.xlsx`, sheet `北京`, are merged over rows: `D2:D3`; only the first row of each has the text",
    ] {
        assert!(notes.contains(&expected), "{expected}: {notes:?}");
    }
    assert_eq!(decision["items"][1]["quotes"][0]["vendor"], "北京");
    let flat = "<row r=\"2\" ht=\"0\" customHeight=\"1\"><c r=\"A2\" t=\"str\"><v>desk</v></c><c r=\"B2\" t=\"str\"><v>V</v></c>\
                <c r=\"C2\"><v>5</v></c></row>";
    let flat = decided(source(archive(&(header() + flat), &[]))).unwrap();
    assert!(flat["notes"].to_string().contains("sheet `A`: 1 row"), "{}", flat["notes"]);
    let named = |name: &str| decided(Source { sheet: Some(Untrusted::new(name)), ..source(bytes.clone()) });
    let decision = named("notes").unwrap();
    assert!(decision["notes"].to_string().contains("sheet `notes`: the sheet, 1 row"), "{}", decision["notes"]);
    let found = named("南京").unwrap_err();
    assert_eq!(found, ["q.xlsx: no sheet `南京`; the sheets are `notes`, `empty`, `北京`, `上海`"]);
}

#[test]
fn merged_items_are_those_of_all_their_rows() {
    let merged = |fill: &dyn Fn(&mut Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 1, 3, "报价表", &Format::new()).unwrap();
        sheet.write_row(2, 0, HEADERS).unwrap();
        for (row, vendor, price) in [(3, "A", 5), (4, "B", 6), (5, "A", 7), (6, "B", 8)] {
            sheet.write_string(row, 1, vendor).unwrap().write_number(row, 2, price).unwrap();
        }
        sheet.merge_range(3, 0, 4, 0, "desk", &Format::new()).unwrap();
        fill(sheet);
        book.save_to_buffer().unwrap()
    };
    let decision = decided(source(merged(&|sheet| {
        sheet.merge_range(5, 0, 6, 0, "lamp", &Format::new()).unwrap();
        sheet.write_string(7, 0, "合计").unwrap();
        sheet.merge_range(3, 3, 6, 3, "2026-12-31", &Format::new()).unwrap();
    })))
    .unwrap();
    let quotes: Vec<_> =
        decision["items"].as_array().unwrap().iter().map(|item| item["quotes"].as_array().unwrap().len()).collect();
    assert_eq!(
        (&decision["items"][0]["item"], &decision["items"][1]["item"], quotes),
        (&"desk".into(), &"lamp".into(), vec![2, 2])
    );
    let notes = decision["notes"].to_string();
    assert!(notes.contains("2 rows take the item of the merged cell that they are in"), "{notes}");
    // Of other columns only the first cell has the text, as before.
    assert!(notes.contains("`A1:D2`, `D4:D7`") && !notes.contains("A4:A5"), "{notes}");
    assert_eq!(decision["items"][1]["quotes"][1]["valid_until"], serde_json::Value::Null);
    // Below the merged cell nothing is filled.
    let found = faults(merged(&|_| {}));
    let expected = "q.xlsx#Sheet1: row 3 (cell A6), column 1 `item`: the cell is empty; the item above is `desk`";
    assert!(found.iter().any(|fault| fault == expected), "{found:?}");
}

#[test]
fn two_sheets_of_a_workbook_are_two_inputs() {
    let folder = Workdir::new();
    let mut book = Workbook::new();
    for (name, price) in [("Hongda", 215), ("Meijia", 220)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, HEADERS).unwrap();
        sheet.write_row(1, 0, ["desk", name]).unwrap();
        sheet.write_number(1, 2, price).unwrap();
    }
    folder.write("q.xlsx", &book.save_to_buffer().unwrap());
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bijia"));
        let output = command.args(arguments).current_dir(folder.path()).env_remove("BIJIA_POLICY").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let day = ["-q", "--as-of", "2026-11-22"];
    let two = [&["compare", "q.xlsx#Meijia", "q.xlsx#Hongda", "--output", "result.json"][..], &day].concat();
    assert_eq!(run(&two), (0, String::new()));
    let same = "result.json: same, computed again from its inputs\n".to_owned();
    assert_eq!(run(&["verify", "result.json", "--inputs", "."]), (0, same));
    let twice = [&["compare", "q.xlsx#Meijia", "q.xlsx"][..], &["--sheet", "Meijia"], &day].concat();
    assert_eq!(run(&twice).0, 3);
    let over = [&["compare", "q.xlsx#Meijia", "--output", "q.xlsx"][..], &day].concat();
    assert_eq!(run(&over).0, 2, "{}", run(&over).1);
}

#[test]
fn a_result_names_the_sheet_and_verifies() {
    let folder = Workdir::new();
    let mut book = Workbook::new();
    for name in ["One", "Two"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, HEADERS).unwrap();
        sheet.write_row(1, 0, ["desk", name]).unwrap();
        sheet.write_number(1, 2, 215.5).unwrap();
    }
    folder.write("q.xlsx", &book.save_to_buffer().unwrap());
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bijia"));
        let output = command.args(arguments).current_dir(folder.path()).env_remove("BIJIA_POLICY").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    for arguments in [["q.xlsx#Two", "--decimal-mark", ","], ["q.xlsx", "--sheet", "Two"]] {
        let json = run(&[&["compare", "-q", "--format", "json", "--as-of", "2026-11-22"][..], &arguments].concat());
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let input = &value["inputs"][0];
        assert_eq!(
            (&input["encoding"], &input["sheet"], &input["delimiter"]),
            (&"xlsx".into(), &"Two".into(), &serde_json::Value::Null)
        );
        assert_eq!((&input["name"], &input["rows"]), (&"q.xlsx".into(), &1.into()));
        assert_eq!(value["items"][0]["quotes"][0]["unit_price"], "215.5");
        folder.write("result.json", json.as_bytes());
        assert_eq!(
            run(&["verify", "result.json", "--inputs", "."]),
            "result.json: same, computed again from its inputs\n"
        );
        assert!(run(&["verify", "result.json"]).starts_with("result.json: same"));
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// Whatever stands in the parts of a workbook, it is read or refused.
    #[test]
    fn no_part_of_a_workbook_stops_the_program(
        part in select(vec!["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
        from in any::<Index>(),
        to in any::<Index>(),
        new in "[<>/\"=&;#x0-9A-Zrcstvf ]{0,6}|\\PC{0,3}|&#x[0-9a-f]{1,8};|<c r=\"[A-Z]{1,4}[0-9]{0,8}\" t=\"[sbedn]\">|<v>-?[0-9.eE]{1,30}</v>",
    ) {
        let whole = book(|sheet| {
            sheet.write_number_with_format(1, 2, 1.5, &Format::new().set_num_format("[$€-2]0.00")).unwrap();
        });
        let mut archive = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
        let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..archive.len() {
            let mut own = archive.by_index(number).unwrap();
            let name = own.name().unwrap().into_owned();
            let mut text = String::new();
            own.read_to_string(&mut text).unwrap();
            if name == part {
                let (from, to) = (from.index(text.len()), to.index(text.len()));
                let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 12));
                let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
                text.replace_range(from..to, &new);
            }
            changed.start_file(name, SimpleFileOptions::default()).unwrap();
            changed.write_all(text.as_bytes()).unwrap();
        }
        // A fault is as good as a decision here.
        drop(decided(source(changed.finish().unwrap().into_inner())));
    }
}
