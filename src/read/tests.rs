//! Several threads and blocks of any size against one thread and sheets as a whole.

use std::fmt::Write;

use super::*;
use crate::document::json;
use crate::policy::PolicyFile;
use crate::report::wording::WORDS;
use crate::rule::dataset::quotes::ItemId;
use crate::rule::recommendation::recommend;
use crate::value::date::Date;

fn sources(texts: &[&str]) -> Vec<Source> {
    let role = |text: &str| if text.contains("vendor") { Role::Quotes } else { Role::Request };
    texts.iter().map(|text| Source::in_memory("q", role(text), *text)).collect()
}

/// Everything that a reading gives, as text; `None` where it meets a fault.
fn read_in(texts: &[&str], manner: Manner) -> Option<String> {
    let policy = Policy::default();
    let as_is: Vec<Prepared> = texts.iter().map(|_| Prepared::AsIs).collect();
    let dataset = attempt(&sources(texts), &as_is, &policy, &Options::default(), manner).ok()?;
    let mut text = format!("{:?} {:?} {:?}\n", dataset.inputs, dataset.currency, dataset.notes);
    for item in dataset.items() {
        writeln!(text, "{:?} {:?}", dataset.request(item, &policy), dataset.carried_by_request(item)).unwrap();
        for quote in dataset.quotes.of_item(item) {
            let columns = Column::ALL.iter().map(|column| dataset.quotes.code(*column, quote));
            writeln!(
                text,
                "  {} {:?} {:?} {:?} {:?} {:?}",
                dataset.vendor_of(quote).raw(),
                dataset.place(quote).1,
                columns.collect::<Vec<_>>(),
                dataset.quotes.criterion_text(0, quote),
                dataset.carried(quote),
                dataset.quotes.original_of(quote),
            )
            .unwrap();
        }
    }
    Some(text)
}

/// Holds readings by several threads in small blocks against one by one thread as a whole.
fn the_same_in_blocks(texts: &[&str]) {
    let whole = read_in(texts, Manner::NamingFaults);
    for (threads, block) in [(1, 1), (1, 40), (2, 10), (3, 64), (4, 200), (2, 5_000)] {
        let in_blocks = read_in(texts, Manner::Fast { threads, block, looks_ahead: true });
        let lines = |text: &Option<String>| text.clone().unwrap_or_else(|| "faults".to_owned());
        for (line, expected) in lines(&in_blocks).lines().zip(lines(&whole).lines()) {
            assert_eq!(line, expected, "{threads} threads, blocks of {block}");
        }
        assert_eq!(in_blocks, whole, "{threads} threads, blocks of {block}");
        assert_eq!(in_blocks.is_some(), whole.is_some());
    }
}

#[test]
fn threads_and_blocks_give_what_the_whole_gives() {
    let row = |number: usize| {
        let item = ["desk", "\"paper, A4\"", "\"two\nlines\"", "Ｃ lamp", "\"a \"\"b\"\"\""][number % 5];
        let unit = ["pcs", "PCS", "ＰＣＳ", "", "Pcs "][number % 5];
        let end = ["\n", "\n\n", "\r\n", "\r\n \r\n", "\n,,,,,,,\n"][number % 5];
        let vendor = ["V", "v", "Ｖ", "W"][number % 4];
        format!(
            "{item},{vendor}{},{}.5,{},{},{unit},USD,note {}{end}",
            number % 7,
            number % 9,
            number % 3,
            2 + number % 4,
            number % 6
        )
    };
    let head = "item,vendor,unit_price,quality,service,unit,currency,remark\n";
    let text: String = [head.to_owned()].into_iter().chain((0..60).map(row)).collect();
    the_same_in_blocks(&[&text]);
    the_same_in_blocks(&[&text, &text.replace("note", "\"no\nte\"")]);
    // What one thread leaves out is noted for all.
    let dates = (0..60).map(|number| format!("{}Date: {number},,,,,,,\n", row(5 * number)));
    let text: String = [head.to_owned()].into_iter().chain(dates).collect();
    the_same_in_blocks(&[&text]);
}

#[test]
fn lots_requests_and_other_spellings_are_the_same_in_blocks() {
    let head = "lot,item,vendor,unit_price,quantity,required_quality,budget,last_price,needed_by,unit,request,department,category,period\n";
    let row = |number: usize| {
        let (lot, item) = (["L1", "", "Ｌ2", "L2"][number % 4], ["desk", "ｄesk", "lamp"][number % 3]);
        let unit = ["pcs", "PCS", "ＰＣＳ", "", "Pcs "][number % 5];
        let (price, budget) = (["¥3", "3"][number % 2], ["900.00", "", "900"][number % 3]);
        format!("{lot},{item},V{number},{price},10,60,{budget},¥2.5,2026-12-01,{unit},R1,IT,It,\"q\"\n")
    };
    let text: String = [head.to_owned()].into_iter().chain((0..60).map(row)).collect();
    let request = "lot,item,quantity,unit,spec\nL1,desk,10,PCS,oak\nL2,desk,10,pcs,\nL2,lamp,,,x\nL1,lamp,,,y\n";
    the_same_in_blocks(&[&text]);
    the_same_in_blocks(&[request, &text.replace("\n,", "\nL1,"), &text.replace("L1", "L2").replace("\n,", "\nL2,")]);
    read(&sources(&[request, &text.replace("\n,", "\nL1,")]), &Policy::default(), &Options::default()).unwrap();
}

/// What is decided on texts by a policy, as JSON.
fn decided_in(texts: &[&str], policy: &str, manner: Manner) -> String {
    let source = Source::in_memory("p.toml", Role::Policy, policy);
    let policy = Policy::check(PolicyFile::parse(&source).unwrap()).unwrap();
    let as_is: Vec<Prepared> = texts.iter().map(|_| Prepared::AsIs).collect();
    let dataset = attempt(&sources(texts), &as_is, &policy, &Options::default(), manner).unwrap();
    let mut json = Vec::new();
    json::write(&recommend(dataset, policy, Date::parse("2026-11-22").unwrap()), WORDS, &mut json).unwrap();
    String::from_utf8(json).unwrap()
}

#[test]
fn units_gates_and_tax_are_the_same_in_blocks() {
    let policy = "currency = \"CNY\"\n[units]\nbox = \"12 piece\"\n[[gate]]\ncolumn = \"origin\"\none_of = [\"CN\", \"DE\"]\n\
                  [[cost]]\ncolumn = \"fitting\"\n";
    let request = "item,quantity,unit\ndesk,24,piece\nlamp,36,piece\n";
    let row = |number: usize| {
        let item = ["desk", "lamp"][number % 2];
        let unit = ["box", "piece", "", "Box"][number / 3 % 4];
        let (rate, basis) = (["13", "", "6"][number % 3], ["yes", "", "no", ""][number / 5 % 4]);
        let rate = if basis == "no" { "13" } else { rate };
        let (origin, fitting) = (["DE", "FR", "CN", "", "cn"][number / 2 % 5], ["5", "", "included"][number / 7 % 3]);
        format!("{item},V{number},{}.5,{unit},{rate},{basis},{origin},{fitting}\n", number % 9)
    };
    let head = "item,vendor,unit_price,unit,tax_rate,tax_included,origin,fitting\n";
    for first in [0, 17, 40] {
        let text: String = [head.to_owned()].into_iter().chain((first..first + 60).map(row)).collect();
        let whole = decided_in(&[request, &text], policy, Manner::NamingFaults);
        for code in ["tax-assumed", "tax-not-stated", "unit-not-stated", "cost-not-stated"] {
            assert!(whole.contains(code), "{code}: {whole}");
        }
        for (threads, block) in [(2, 10), (3, 64), (4, 200), (2, 500)] {
            let in_blocks = decided_in(&[request, &text], policy, Manner::Fast { threads, block, looks_ahead: true });
            assert_eq!(in_blocks, whole, "{threads} threads, blocks of {block}");
        }
    }
}

#[test]
fn what_only_the_last_row_says_counts_in_any_block() {
    let rows = (0..60).map(|number| format!("desk,V{number},{},,,USD\n", number % 9)).collect::<Vec<_>>().concat();
    let head = "item,vendor,unit_price,tax_rate,tax_included,currency\n";
    let assumed = format!("{head}{rows}desk,W,1,13,,USD\n");
    assert!(read_in(&[&assumed], Manner::NamingFaults).is_some_and(|text| text.contains("TaxAssumed")));
    the_same_in_blocks(&[&assumed]);
    let other_mark = format!("{head}{rows}desk,W,¥1,,,\n");
    assert_eq!(read_in(&[&other_mark], Manner::NamingFaults), None);
    the_same_in_blocks(&[&other_mark]);
}

#[test]
fn a_fault_is_met_in_any_block() {
    let rows = "desk,V,1,1,1,pcs,USD\n".repeat(9);
    for fault in [
        "a,b\"c,1,,,,\n",
        "a,b\n",
        "\"open,b,1,,,,\n",
        "a,b,x,,,,\n",
        "a,b,1,,2026-11-22,,\n",
        "desk,V,1,1,1,box,USD\n",
        "a,b,1,,,,EUR\n",
        "a,b,¥1,,,,\n",
        "a\0,b,1,,,,\n",
    ] {
        let text = format!("item,vendor,unit_price,quality,service,unit,currency\n{rows}{fault}{rows}");
        assert_eq!(read_in(&[&text], Manner::NamingFaults), None, "{fault}");
        the_same_in_blocks(&[&text]);
    }
    let cr = format!("item,vendor,unit_price\r{}", "desk,V,1\rlamp,V,2\r\r".repeat(9));
    assert!(read_in(&[&cr], Manner::NamingFaults).is_some_and(|text| text.contains("line: 27")));
    the_same_in_blocks(&[&cr]);
}

#[test]
fn what_a_comma_is_does_not_depend_on_blocks() {
    let rows = "desk,V,\"1,234\",\"1,000\"\n".repeat(90);
    let text = |shown: &str| format!("item,vendor,unit_price,quantity\n{rows}lamp,V,{shown}\n{rows}");
    for (shown, is_read) in [
        ("12.5,2", true),
        ("\"1,234.50\",2", true),
        ("\"1,234,567\",2", true),
        ("0.250,2", true),
        ("12,2", false),
        ("1.234,2", false),
        // A quantity says nothing of prices.
        ("12,2.5", false),
    ] {
        let text = text(shown);
        the_same_in_blocks(&[&text]);
        let [in_blocks, named] = [Manner::Fast { threads: 3, block: 64, looks_ahead: false }, Manner::NamingFaults]
            .map(|manner| super::read_in(&sources(&[&text]), &Policy::default(), &Options::default(), manner));
        assert_eq!([in_blocks.is_ok(), named.is_ok()], [is_read; 2], "{shown}");
        if let Err(ReadError::Faults(faults)) = in_blocks {
            assert_eq!(faults.files[0].kept.len(), 1, "one of a kind says it all");
        }
    }
}

#[test]
fn quantities_show_their_own_mark_and_earlier_versions_asked_for_none() {
    let text = "item,vendor,unit_price,quantity\ndesk,V,12,\"1,234\"\nlamp,V,3,2.5\n";
    let old = Options { edition: Edition::First, ..Options::default() };
    let declared = Options { decimal_mark: DecimalMark::Point, ..Options::default() };
    let is_read = |text: &str, options: &Options| read(&sources(&[text]), &Policy::default(), options).is_ok();
    assert!(is_read(text, &Options::default()));
    let open = text.replace("2.5", "2");
    assert_eq!([&Options::default(), &old, &declared].map(|options| is_read(&open, options)), [false, true, true]);
    let zero = text.replace("1,234", "0,250");
    assert_eq!([&Options::default(), &old, &declared].map(|options| is_read(&zero, options)), [false, true, false]);
}

#[test]
fn places_count_data_rows_and_physical_lines() {
    let text = "item,vendor,unit_price\n\na,V,1\n,,\n\"b\nc\",V,2\n \nd,V,3";
    let dataset = read(&sources(&[text]), &Policy::default(), &Options::default()).unwrap();
    let places = dataset.items().map(|ItemId(item)| {
        let quote = dataset.quotes.of_item(ItemId(item)).next().unwrap();
        let place = dataset.place(quote).1;
        (place.row, place.line)
    });
    assert_eq!(places.collect::<Vec<_>>(), [(1, 3), (3, 5), (4, 8)]);
}

#[test]
fn filled_names_and_working_days_are_the_same_in_blocks() {
    let policy = "currency = \"CNY\"\nfill.down = [\"lot\", \"item\"]\n";
    let row = |number: usize| {
        let (lot, item) = if number.is_multiple_of(4) {
            (format!("L{}", number / 20), format!("i{}", number % 3))
        } else {
            Default::default()
        };
        let days = ["7个工作日", "5", ""][number / 7 % 3];
        format!("{lot},{item},V{number},{}.5,{days}\n", number % 9)
    };
    let text: String =
        ["lot,item,vendor,unit_price,delivery_days\n".to_owned()].into_iter().chain((0..60).map(row)).collect();
    let whole = decided_in(&[&text], policy, Manner::NamingFaults);
    assert!(whole.contains("45 rows take blank names from above") && whole.contains("\"working-days\""), "{whole}");
    for (threads, block) in [(1, 1), (2, 10), (4, 200)] {
        let in_blocks =
            decided_in(&[&text, &text.replace('V', "W")], policy, Manner::Fast { threads, block, looks_ahead: false });
        let whole = decided_in(&[&text, &text.replace('V', "W")], policy, Manner::NamingFaults);
        assert_eq!(in_blocks, whole, "{threads} threads, blocks of {block}");
    }
}

#[test]
fn what_a_whole_sheet_shows_does_not_depend_on_the_order_of_its_rows() {
    let rows = [
        "desk,A,215元/张,200张,1/12/2027\n",
        "desk,B,216,200,12/31/2026\n",
        "desk,C,0.0217万,200 张,2/3/2027\n",
        "desk,D,无,200,12/30/2026\n",
    ];
    let decided = |rows: &[&str]| {
        let text = format!("item,vendor,unit_price,quantity,valid_until\n{}", rows.concat());
        let dataset = read(&sources(&[&text]), &Policy::default(), &Options::default()).unwrap();
        let quotes = dataset.items().flat_map(|item| dataset.quotes.of_item(item).collect::<Vec<_>>());
        let said = |quote| {
            let codes = [Column::UnitPrice, Column::ValidUntil].map(|column| dataset.quotes.code(column, quote));
            format!("{} {codes:?} {:?}", dataset.vendor_of(quote).raw(), dataset.unit_of(quote))
        };
        let said: std::collections::BTreeSet<String> = quotes.map(said).collect();
        let unit = dataset.request(ItemId(0), &Policy::default()).unit.map(|unit| unit.raw().to_owned());
        (said, unit, format!("{:?}", dataset.notes))
    };
    let expected = decided(&rows);
    assert!(expected.2.contains("DateOrder") && expected.2.contains("12/30/2026"), "{}", expected.2);
    assert_eq!(expected.1.as_deref(), Some("张"));
    for turn in 1..rows.len() {
        let mut turned = rows;
        turned.rotate_left(turn);
        assert_eq!(decided(&turned), expected);
    }
    // The same in two sheets: each shows what it shows alone.
    let second = "item,vendor,unit_price,quantity,valid_until\ndesk,E,217,200,31/1/2027\n";
    let first = format!("item,vendor,unit_price,quantity,valid_until\n{}", rows.concat());
    let dataset = super::read(&sources(&[&first, second]), &Policy::default(), &Options::default()).unwrap();
    assert_eq!(format!("{:?}", dataset.notes).matches("DateOrder {").count(), 2);
}
