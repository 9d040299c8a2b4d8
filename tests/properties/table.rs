//! Ways to write a sheet × ways to write a number × layouts: each sheet is read as it is meant, or refused; never otherwise.

use bijia::value::source::{Role, Source};
#[cfg(feature = "xlsx")]
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::decided;

/// A quote as it is meant: item, vendor, price in hundredths of a cent, quantity.
type Quote = (&'static str, &'static str, i64, i64);

const QUOTES: [Quote; 6] = [
    ("课桌", "宏达", 12_345_000, 20),
    ("课桌", "美佳", 12_340_500, 20),
    ("台灯", "宏达", 85_000, 40),
    ("台灯", "美佳", 122_500, 40),
    ("书架", "宏达", 987_654_300, 3),
    ("书架", "美佳", 10_000_000, 3),
];

/// Writes an amount in hundredths of a cent as digits with a point, at least so many decimals.
fn plain(amount: i64, decimals: usize) -> String {
    let (whole, rest) = (amount / 10_000, format!("{:04}", amount % 10_000));
    let rest = rest.trim_end_matches('0');
    let rest = format!("{rest:0<decimals$}");
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}

/// Parts thousands.
fn grouped(amount: i64, group: char, point: char) -> String {
    let text = plain(amount, 2);
    let (whole, rest) = text.split_once('.').unwrap();
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    format!("{out}{point}{rest}")
}

fn full_width(text: &str) -> String {
    text.chars().map(|letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap()).collect()
}

/// A way to write a number.
type NumberFormat = (&'static str, fn(i64) -> String);

const FORMATS: [NumberFormat; 12] = [
    ("1234.5", |amount| plain(amount, 0)),
    ("1,234.50", |amount| grouped(amount, ',', '.')),
    ("¥1,234.50", |amount| format!("¥{}", grouped(amount, ',', '.'))),
    ("1234.50元", |amount| format!("{}元", plain(amount, 2))),
    ("１２３４．５", |amount| full_width(&plain(amount, 0))),
    ("CNY 1234.50", |amount| format!("CNY {}", plain(amount, 2))),
    ("1234.5000", |amount| plain(amount, 4)),
    ("0.12345万", |amount| {
        let text = format!("{}.{:08}", amount / 100_000_000, amount % 100_000_000);
        format!("{}万", text.trim_end_matches('0').trim_end_matches('.'))
    }),
    ("1.234,50", |amount| grouped(amount, '.', ',')),
    ("1 234.50", |amount| grouped(amount, ' ', '.')),
    ("1234,5", |amount| plain(amount, 0).replace('.', ",")),
    ("1'234.50", |amount| grouped(amount, '\'', '.')),
];

/// Makes the cells of a quote by its number and a way to write amounts.
type Cells = fn(usize, Quote, &dyn Fn(i64) -> String) -> Vec<String>;

/// Which columns a sheet has: the headers, and the cells of a quote.
struct Columns {
    headers: &'static [&'static str],
    cells: Cells,
    /// The columns of amounts.
    amounts: &'static [usize],
}

const LAYOUTS: [Columns; 4] = [
    Columns {
        headers: &["品名", "供应商", "单价"],
        cells: |_, (item, vendor, price, _), write| vec![item.into(), vendor.into(), write(price)],
        amounts: &[2],
    },
    Columns {
        headers: &["Item Description", "Qty", "Supplier", "Unit Price"],
        cells: |_, (item, vendor, price, quantity), write| {
            vec![item.into(), quantity.to_string(), vendor.into(), write(price)]
        },
        amounts: &[3],
    },
    Columns {
        headers: &["序号", "单价（元）", "规格型号", "供应商名称", "物料名称"],
        cells: |number, (item, vendor, price, _), write| {
            vec![(number + 1).to_string(), write(price), "K-2".into(), vendor.into(), item.into()]
        },
        amounts: &[1],
    },
    Columns {
        headers: &["物品名称", "单位", "数量", "供应商", "单价", "金额"],
        cells: |_, (item, vendor, price, quantity), write| {
            vec![item.into(), "个".into(), quantity.to_string(), vendor.into(), write(price), write(price * quantity)]
        },
        amounts: &[4, 5],
    },
];

/// How cells become bytes.
struct Dialect {
    name: &'static str,
    delimiter: char,
    line_end: &'static str,
    is_quoted: bool,
    /// Lines above, below and between, by the count of columns.
    above: fn(usize) -> Vec<Vec<String>>,
    below: fn(usize) -> Vec<Vec<String>>,
    encode: fn(&str) -> Vec<u8>,
}

fn none(_: usize) -> Vec<Vec<String>> {
    Vec::new()
}

/// A line of a table with one cell that says something.
fn line(text: &str, width: usize) -> Vec<String> {
    let mut cells = vec![String::new(); width];
    text.clone_into(&mut cells[0]);
    cells
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
}

const COMMA: Dialect = Dialect {
    name: "comma",
    delimiter: ',',
    line_end: "\n",
    is_quoted: false,
    above: none,
    below: none,
    encode: |text| text.as_bytes().to_vec(),
};

const DIALECTS: [Dialect; 18] = [
    COMMA,
    Dialect { name: "semicolon", delimiter: ';', ..COMMA },
    Dialect { name: "tab", delimiter: '\t', ..COMMA },
    Dialect { name: "pipe", delimiter: '|', ..COMMA },
    Dialect { name: "byte-order mark", encode: |text| format!("\u{feff}{text}").into_bytes(), ..COMMA },
    Dialect { name: "CR LF", line_end: "\r\n", ..COMMA },
    Dialect { name: "CR", line_end: "\r", ..COMMA },
    Dialect { name: "UTF-16 LE", encode: |text| utf16(text, u16::to_le_bytes), ..COMMA },
    Dialect { name: "UTF-16 BE", encode: |text| utf16(text, u16::to_be_bytes), ..COMMA },
    Dialect { name: "GB18030", encode: |text| encoding_rs::GB18030.encode(text).0.into_owned(), ..COMMA },
    Dialect {
        name: "GB18030, tab, CR LF",
        delimiter: '\t',
        line_end: "\r\n",
        encode: |text| encoding_rs::GB18030.encode(text).0.into_owned(),
        ..COMMA
    },
    Dialect { name: "all quoted", is_quoted: true, ..COMMA },
    Dialect { name: "blank lines", line_end: "\n\n", ..COMMA },
    Dialect { name: "title", above: |width| vec![line("红旗中学办公用品询价汇总表", width)], ..COMMA },
    Dialect {
        name: "title and date",
        above: |width| vec![line("报价单", width), line("日期：2026年11月20日", width)],
        ..COMMA
    },
    Dialect { name: "total", below: |width| vec![line("合计", width)], ..COMMA },
    Dialect {
        name: "signature",
        below: |width| vec![line("审批人：张三", width), vec![String::new(); width]],
        ..COMMA
    },
    Dialect {
        name: "mark, semicolon, CR LF",
        delimiter: ';',
        line_end: "\r\n",
        encode: |text| format!("\u{feff}{text}").into_bytes(),
        ..COMMA
    },
];

fn rows(columns: &Columns, write: &dyn Fn(i64) -> String) -> Vec<Vec<String>> {
    QUOTES.into_iter().enumerate().map(|(number, quote)| (columns.cells)(number, quote, write)).collect()
}

fn text(dialect: &Dialect, columns: &Columns, write: &dyn Fn(i64) -> String) -> Vec<u8> {
    let header = columns.headers.iter().map(|header| (*header).to_owned()).collect();
    let width = columns.headers.len();
    let lines =
        (dialect.above)(width).into_iter().chain([header]).chain(rows(columns, write)).chain((dialect.below)(width));
    let cell = |cell: String| {
        let is_quoted = dialect.is_quoted || cell.contains([dialect.delimiter, '"']);
        if is_quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let line = |cells: Vec<String>| {
        cells.into_iter().map(cell).collect::<Vec<_>>().join(&dialect.delimiter.to_string()) + dialect.line_end
    };
    (dialect.encode)(&lines.map(line).collect::<String>())
}

/// A workbook with amounts as text, or as numbers.
#[cfg(feature = "xlsx")]
fn workbook(columns: &Columns, write: &dyn Fn(i64) -> String, is_typed: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, columns.headers.iter().copied()).unwrap();
    let typed = rows(columns, &|amount| plain(amount, 0));
    for ((line, cells), typed) in (1..).zip(rows(columns, write)).zip(typed) {
        for ((place, cell), typed) in (0..).zip(&cells).zip(&typed) {
            if is_typed && columns.amounts.contains(&usize::from(place)) {
                // The amounts are short enough for a float to be written as they are.
                sheet.write_number(line, place, typed.parse::<f64>().unwrap()).unwrap();
            } else {
                sheet.write_string(line, place, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Says whether a sheet is read as it is meant; `None` where it is refused.
fn is_right(name: &str, bytes: Vec<u8>) -> Option<bool> {
    let json = decided(Source::in_memory(name, Role::Quotes, bytes)).ok()?;
    let quotes = json["items"].as_array().unwrap().iter().flat_map(|item| {
        let name = item["item"].as_str().unwrap().to_owned();
        let of_item = item["quotes"].as_array().unwrap().iter();
        of_item
            .map(move |quote| (name.clone(), quote["vendor"].clone(), quote["unit_price"].clone()))
            .collect::<Vec<_>>()
    });
    let mut found: Vec<String> = quotes.map(|(item, vendor, price)| format!("{item} {vendor} {price}")).collect();
    let quote =
        |(item, vendor, price, _): Quote| format!("{item} {} {}", Value::from(vendor), Value::from(plain(price, 0)));
    let mut meant = QUOTES.map(quote);
    found.sort();
    meant.sort();
    Some(found == meant)
}

#[test]
fn every_way_to_write_a_sheet_is_read_as_meant_or_refused() {
    let (mut right, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut count = |bytes: Vec<u8>, name: String| match is_right("q", bytes) {
        Some(true) => right += 1,
        Some(false) => wrong.push(name),
        None => refused += 1,
    };
    for (layout, columns) in LAYOUTS.iter().enumerate() {
        for (format, write) in FORMATS {
            for dialect in &DIALECTS {
                count(text(dialect, columns, &write), format!("{} / {format} / {layout}", dialect.name));
            }
            #[cfg(feature = "xlsx")]
            for is_typed in [false, true] {
                count(workbook(columns, &write, is_typed), format!("workbook, typed {is_typed} / {format} / {layout}"));
            }
        }
    }
    println!("{right} right, {refused} refused, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    let least = if cfg!(feature = "xlsx") { 700 } else { 620 };
    assert!(right >= least, "{right} right, {refused} refused");
}
