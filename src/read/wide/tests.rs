//! How the vendors of sheets are found, and what is said of sheets in which they are not certain.

use std::fmt::Write as _;

use crate::policy::{Policy, PolicyFile};
use crate::read::text::prepared::Prepared;
use crate::read::{Manner, Options, ReadError, attempt, read};
use crate::rule::dataset::Dataset;
use crate::value::source::{Role, Source};

fn policy(text: &str) -> Policy {
    Policy::check(PolicyFile::parse(&Source::in_memory("p.toml", Role::Policy, text)).unwrap()).unwrap()
}

/// Returns the quotes of a sheet as `item vendor price @row:line`, or its faults.
fn quotes_of(sheet: &str, policy_text: &str) -> Result<Vec<String>, Vec<String>> {
    let source = Source::in_memory("q", Role::Quotes, sheet);
    match read(&[source], &policy(policy_text), &Options::default()) {
        Ok(dataset) => Ok(shown(&dataset)),
        Err(ReadError::Faults(faults)) => {
            Err(faults.files.iter().flat_map(|file| &file.kept).map(ToString::to_string).collect())
        }
        Err(error) => panic!("{error}"),
    }
}

fn shown(dataset: &Dataset) -> Vec<String> {
    let quotes = dataset.items().flat_map(|item| dataset.quotes.of_item(item).map(move |quote| (item, quote)));
    let quote = |(item, quote)| {
        let (at, name) = (dataset.quotes.place(quote), dataset.request(item, &Policy::default()).item.raw().to_owned());
        let price = dataset.quotes.unit_price(quote).map(|price| price.to_string()).unwrap_or_default();
        format!("{name} {} {price} @{}:{}", dataset.vendor_of(quote).raw(), at.row, at.line)
    };
    quotes.map(quote).collect()
}

const TWO: [&str; 2] = ["桌 乙公司 85 @1:2", "桌 甲公司 90 @1:2"];

#[test]
fn vendors_are_found_where_headers_make_them_plain() {
    for sheet in [
        "品名,甲公司单价,甲公司交货期,乙公司单价,乙公司交货期\n桌,90,3,85,4\n",
        "品名,单价(甲公司),单价（乙公司）\n桌,90,85\n",
        "品名;单价-甲公司;单价-乙公司\n桌;90;85\n",
        "品名\t甲公司 单价（元）\t乙公司 单价（元）\t备注\n桌\t90\t85\t急\n",
        "序号,品名,甲公司单价,乙公司单价,推荐单位\n1,桌,90,85,乙公司\n",
        // In another order of columns.
        "甲公司单价,甲公司交货期,品名,乙公司交货期,乙公司单价\n90,3,桌,4,85\n",
        "\u{feff}品名,甲公司单价,乙公司单价\r\n桌,90,85\r\n",
    ] {
        assert_eq!(quotes_of(sheet, "").unwrap(), TWO, "{sheet}");
    }
    for sheet in [
        "品名,甲公司,,乙公司,\n,单价,交货期,单价,交货期\n桌,90,3,85,4\n",
        ",甲公司,,乙公司,\n品名,单价,交货期,单价,交货期\n桌,90,3,85,4\n",
        // As a spreadsheet writes merged cells that were taken apart.
        "品名,甲公司,甲公司,乙公司,乙公司\n,单价,交货期,单价,交货期\n桌,90,3,85,4\n",
        // The remark is one of the row.
        "品名,甲公司,,乙公司,,\n,单价,交货期,单价,交货期,备注\n桌,90,3,85,4,急\n",
        "品名,单价,,交货期,\n,甲公司,乙公司,甲公司,乙公司\n桌,90,85,3,4\n",
    ] {
        assert_eq!(quotes_of(sheet, "").unwrap(), ["桌 乙公司 85 @1:3", "桌 甲公司 90 @1:3"], "{sheet}");
    }
}

#[test]
fn prices_of_other_kinds_are_no_vendors() {
    for sheet in [
        "品名,数量,主材单价,主材金额,人工单价,人工金额\n桌,1,90,90,3,3\n",
        "品名,List Price,List Lead Time,New Price,New Lead Time\n桌,90,3,85,4\n",
        "品名,第一轮单价,第一轮交货期,第二轮单价,第二轮交货期\n桌,90,3,85,4\n",
        "品名,USD - Unit Price,USD - Freight,EUR - Unit Price,EUR - Freight\n桌,90,3,85,4\n",
        "item,Price (1-10),Lead Time (1-10),Price (11-99),Lead Time (11-99)\n桌,90,3,85,4\n",
        "品名,原单价,原交货期,现单价,现交货期\n桌,90,3,85,4\n",
        "品名,上次采购,,本次,\n,单价,交货期,单价,交货期\n桌,90,3,85,4\n",
    ] {
        let faults = quotes_of(sheet, "").unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.contains("no column `vendor`") || fault.contains("may be vendors")),
            "{sheet} {faults:?}"
        );
    }
}

#[test]
fn what_only_may_be_vendors_asks() {
    let may_be =
        |names: &str| format!("these headers may be vendors side by side, which nothing makes certain: {names}");
    for (sheet, names) in [
        ("品名,数量,宏达,美佳\n桌,1,90,85\n", "`宏达`, `美佳`"),
        ("序号,品名,宏达,美佳,签字\n1,桌,90,85,\n", "`宏达`, `美佳`"),
        ("品名,甲公司单价,乙公司单价,丁\n桌,90,85,\n", "`甲公司`, `乙公司`"),
        ("品名,单价,甲公司,乙公司\n桌,88,90,85\n", "`甲公司`, `乙公司`"),
        ("品名,供应商A,供应商B\n桌,约90,85起\n", "`供应商A`, `供应商B`"),
        ("品名,数量,供应商A,供应商B\n", "`供应商A`, `供应商B`"),
        ("item,Unit Price (Acme),Unit Price (Bolt)\n桌,90,85\n", "`Acme`, `Bolt`"),
        // One of them lacks a column, or a third one may be a vendor with a price alone.
        ("品名,甲公司单价,甲公司交货期,乙公司单价\n桌,90,3,85\n", "`甲公司`, `乙公司`"),
        ("品名,甲公司单价,乙公司单价,丙公司\n桌,90,85,80\n", "`甲公司`, `乙公司`"),
        ("品名,甲公司,,乙公司,,丙公司\n,单价,交货期,单价,交货期,\n桌,90,3,85,4,80\n", "`甲公司`, `乙公司`"),
        // The same vendor in two places.
        ("品名,甲公司单价,乙公司单价,甲公司单价\n桌,90,85,80\n", "`甲公司`, `乙公司`"),
    ] {
        let faults = quotes_of(sheet, "").unwrap_err();
        assert!(faults.iter().all(|fault| fault.ends_with(&may_be(names))), "{sheet} {faults:?}");
    }
    let faults = quotes_of("品名,甲公司含税单价,乙公司不含税单价\n桌,90,85\n", "").unwrap_err();
    assert!(faults[0].contains("`甲公司` has the column `含税单价`"), "{faults:?}");
}

#[test]
fn nobody_is_told_to_rename_one_of_several_vendors() {
    for sheet in [
        "品名,单价,供应商A\n桌,9,x\n",
        "item,Vendor 1,unit_price\ndesk,x,5\n",
        "item,unit_price,Supplier B\ndesk,5,x\n",
    ] {
        let faults = faults_of(sheet);
        assert!(faults.iter().any(|fault| fault.contains("MissingColumn { column: Vendor")), "{faults:?}");
        assert!(faults.iter().all(|fault| fault.contains("near: None")), "{faults:?}");
    }
    // That of a column of names.
    assert!(faults_of("item,unit_price,Vendr\ndesk,5,x\n")[0].contains("near: Some"));
}

fn faults_of(sheet: &str) -> Vec<String> {
    let read = read(&[Source::in_memory("q", Role::Quotes, sheet)], &Policy::default(), &Options::default());
    let Err(ReadError::Faults(faults)) = read else { panic!("no faults") };
    faults.files.iter().flat_map(|file| &file.kept).map(|error| format!("{:?}", error.kind)).collect()
}

#[test]
fn a_sheet_with_a_row_a_quote_is_none() {
    let sheet = "品名,供应商,单价,甲公司单价,乙公司单价\n桌,宏达,x,1,2\n";
    let faults = quotes_of(sheet, "").unwrap_err();
    assert!(faults.iter().any(|fault| fault.contains("`甲公司单价` seems to be about a price")), "{faults:?}");
    // Whatever the policy says of others.
    let long = "品名,供应商,单价\n桌,甲公司,90\n桌,乙公司,85\n";
    let at = ["桌 乙公司 85 @2:3", "桌 甲公司 90 @1:2"];
    assert_eq!(quotes_of(long, "wide.columns = ['unit_price']").unwrap(), at);
}

#[test]
fn the_policy_says_where_vendors_stand() {
    let two = "[wide]\ncolumns = ['unit_price', 'delivery_days']\n";
    let one = "[wide]\ncolumns = ['unit_price']\n";
    for (sheet, policy) in [
        ("品名,甲公司,,乙公司,\n桌,90,3,85,4\n", two.to_owned()),
        ("品名,甲公司,乙公司\n桌,90,85\n", one.to_owned()),
        ("序号,品名,甲公司,乙公司,备注\n1,桌,90,85,急\n", one.to_owned()),
        ("品名,甲公司,乙公司,结论\n桌,90,85,好\n", format!("{one}vendors = ['甲公司', '乙公司']\n")),
        ("品名,甲公司单价,乙公司单价,乙公司交货期\n桌,90,85,4\n", format!("{two}vendor_row = 1\n")),
        ("品名,甲公司,乙公司,材质\n桌,90,85,木\n", format!("{one}vendors = ['甲公司', '乙公司']\n")),
        ("品名,甲公司,乙公司,结论\n桌,90,85,好\n", format!("ignore = ['结论']\n{one}")),
        ("品名,保修期,甲公司,乙公司\n桌,24,90,85\n", format!("ignore = ['保修期']\n{one}")),
    ] {
        assert_eq!(quotes_of(sheet, &policy).unwrap(), TWO, "{sheet}");
    }
    let below = ["桌 乙公司 85 @1:3", "桌 甲公司 90 @1:3"];
    for (sheet, line) in [
        ("办公桌询价表,,\n品名,甲公司,乙公司\n桌,90,85\n", 2),
        // The first line of the table.
        ("办公桌询价表,,\n品名,甲公司,乙公司\n桌,90,85\n", 1),
        ("品名,供应商,\n,甲公司,乙公司\n桌,90,85\n", 2),
        ("品名,单价,\n,甲公司,乙公司\n桌,90,85\n", 2),
        ("品名,甲公司,乙公司\n,单价,单价\n桌,90,85\n", 1),
    ] {
        assert_eq!(quotes_of(sheet, &format!("{one}vendor_row = {line}")).unwrap(), below, "{sheet}");
    }
}

#[test]
fn what_the_policy_says_of_vendors_and_is_not_there_is_a_fault() {
    let one = "[wide]\ncolumns = ['unit_price']\n";
    for (sheet, policy, expected) in [
        (
            "品名,甲公司,乙公司\n桌,90,85\n",
            format!("{one}vendor_row = 9"),
            "has the vendors in line 9, which is no header",
        ),
        ("品名,甲公司,乙公司\n桌,90,85\n", format!("{one}vendors = ['丙']"), "can be a vendor"),
        ("品名,甲公司,乙公司,宏达\n桌,90,85,1\n", one.to_owned(), "may be vendors side by side"),
        ("品名,甲公司,备注,乙公司\n桌,90,,85\n", one.to_owned(), "may be vendors side by side"),
        ("品名,甲公司,,乙公司\n桌,90,3,85\n", "[wide]\ncolumns = ['单价', '交期']".to_owned(), "may be vendors"),
        (
            "品名,甲公司,乙公司\n,单价,单价\n桌,90,85\n",
            "[wide]\ncolumns = ['单价', 'delivery_days']".to_owned(),
            "names `delivery_days`; the columns of the vendors are `单价`",
        ),
        (
            "品名,美元,\n,甲公司,乙公司\n桌,90,85\n",
            format!("{one}vendor_row = 2"),
            "`美元` in line 1, above the vendors",
        ),
        ("品名,保修期,甲公司,乙公司\n桌,24,90,85\n", one.to_owned(), "`保修期` seems to be about a warranty"),
        ("品名,材质,甲,乙\n桌,木,90,85\n", one.to_owned(), "may be vendors side by side"),
    ] {
        let faults = quotes_of(sheet, &policy).unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{sheet} {faults:?}");
    }
}

#[test]
fn rows_that_no_vendor_quotes_are_items_totals_or_faults() {
    let head = "品名,数量,甲公司单价,乙公司单价\n桌,1,90,85\n";
    let of = |row: &str| quotes_of(&format!("{head}{row}\n"), "");
    // Asked for, and quoted by nobody.
    assert_eq!(of("椅,2,,").unwrap()[2..], ["椅 乙公司  @2:3", "椅 甲公司  @2:3"]);
    // Not quoted by one.
    assert_eq!(of("椅,2,7,").unwrap()[2..], ["椅 甲公司 7 @2:3"]);
    // A dash is an answer.
    assert_eq!(of("椅,2,7,-").unwrap()[2..], ["椅 乙公司  @2:3", "椅 甲公司 7 @2:3"]);
    for skipped in [
        ",,,",
        "合计,,90,85",
        "合计,3,,",
        "总计（元）：,,\"1,090.00\",",
        "合计,,￥90,￥85.00",
        "审批人：张三,,,",
        "制表人：王五,,日期：2026-11-20,",
    ] {
        assert_eq!(of(skipped).unwrap().len(), 2, "{skipped}");
    }
    for (row, expected) in [
        ("备注：不含运费,,,", "q: row 2 (line 3), column 3 `甲公司`: the cell is empty"),
        ("合计,,90,含税", "q: row 2 (line 3), column 1 `品名`: `合计` is a figure of the table, and no name of `item`"),
        ("合计（不含税）,1,,", "q: row 2 (line 3), column 1 `品名`: `合计（不含税）` is a figure"),
        ("总价,,90,85", "q: row 2 (line 3), column 1 `品名`: `总价` is a figure"),
        ("平均价,,90,85", "q: row 2 (line 3), column 1 `品名`: `平均价` is a figure"),
        (",2,7,8", "q: row 2 (line 3), column 1 `品名`: the cell is empty"),
        ("椅,x,7,8", "q: row 2 (line 3), column 2 `数量`: `x` is not a number"),
        ("椅,2,7", "q: row 2 (line 3): the row has 3 cells, the header has 4"),
        ("椅,2,7,\"8\"x", "q: row 2 (line 3), column 4 `乙公司 / 单价`: there is a `\"` inside the cell"),
    ] {
        // Named once, however many vendors share the cell.
        let faults = of(row).unwrap_err();
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{row} {faults:?}");
    }
}

#[test]
fn remarks_of_a_row_and_of_its_vendors_are_both_carried_along() {
    let sheet = "品名,备注,甲公司,,乙公司,\n,,单价,备注,单价,备注\n桌,急,90,样品,85,\n";
    let source = Source::in_memory("q", Role::Quotes, sheet);
    let dataset = read(&[source], &Policy::default(), &Options::default()).unwrap();
    let item = dataset.items().next().unwrap();
    let carried = dataset.quotes.of_item(item).map(|quote| format!("{:?}", dataset.carried(quote)));
    let carried: Vec<String> = carried.collect();
    assert!(carried.iter().all(|of| of.contains("急")), "{carried:?}");
    assert_eq!(
        carried.iter().filter(|of| of.contains("样品") && of.contains("vendor / 备注")).count(),
        1,
        "{carried:?}"
    );
}

#[test]
fn faults_that_only_the_whole_shows_name_the_row_and_the_vendor() {
    let head = "品名,数量,甲公司单价,甲公司金额,乙公司单价,乙公司金额\n";
    let faults = |rows: &str| quotes_of(&format!("{head}{rows}"), "").unwrap_err();
    assert_eq!(
        faults("桌,2,90,180,85,171\n"),
        ["q: row 1 (line 2), column 6 `乙公司 / 金额`: the line's amount is 171, and unit price times quantity is 170"]
    );
    // Two rows about one item: each is named once.
    let faults = faults("桌,2,90,180,85,170\n桌,3,90,270,,\n");
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("q: row 2 (line 3), column 2 `数量`: `3` differs from `2`, which q: row 1 (line 2)"));
}

#[test]
fn a_decimal_comma_is_found_in_the_columns_of_vendors() {
    let sheet = "品名;甲公司单价;乙公司单价\n桌;90,5;85,25\n椅;1,5;2,25\n";
    let faults = quotes_of(sheet, "").unwrap_err();
    assert!(faults[0].contains("column 2 `甲公司 / 单价`: `90,5` is not a number"), "{faults:?}");
}

#[test]
fn several_threads_read_a_wide_sheet_as_one_does() {
    let mut sheet = "品名,数量,甲公司单价,甲公司交货期,乙公司单价,乙公司交货期\n".to_owned();
    for item in 1..300 {
        let other = if item % 7 == 0 { "," } else { "85,4" };
        writeln!(sheet, "item {item},{item},{item}.50,3,{other}").unwrap();
    }
    let sources = [Source::in_memory("q", Role::Quotes, sheet)];
    let (policy, options) = (Policy::default(), Options::default());
    let prepared = [Prepared::of(&sources[0], 0, &policy, &options).unwrap()];
    let read = |manner| shown(&attempt(&sources, &prepared, &policy, &options, manner).unwrap());
    let whole = read(Manner::NamingFaults);
    assert_eq!(whole.len(), 299 * 2 - 42);
    assert!(whole.iter().all(|quote| {
        let (item, row) = (quote.split(' ').nth(1).unwrap(), quote.split(['@', ':']).nth(1).unwrap());
        item == row
    }));
    for block in [64, 500, 4_000] {
        assert_eq!(read(Manner::Fast { threads: 3, block, looks_ahead: false }), whole, "{block}");
    }
}
