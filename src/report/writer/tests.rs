//! Every writer on every report of a ledger in which all names act on something.

use std::collections::BTreeSet;

use super::csv::Guard;
use super::terminal::Layout;
use super::{csv, html, json, markdown, terminal};
use crate::ledger::{Head, LedgerId, Seq};
use crate::read::{Options, is_risky, read_budgets};
use crate::report::model::Report;
use crate::report::savings::Detail;
use crate::report::{budget, followup, savings, vendors};
use crate::summary::budget::BudgetUse;
use crate::summary::followup::FollowUp;
use crate::summary::sample::{Sample, day, in_currency, money, overridden};
use crate::summary::vendors::Vendors;
use crate::summary::{By, Question, Summary, budget as budgets};
use crate::value::decimal;
use crate::value::money::Money;
use crate::value::source::{Digest, Role, Source};
use crate::value::untrusted::{is_unsafe_to_show, shown};

/// What acts in spreadsheets, terminals, Markdown or HTML.
const ATTACKS: [&str; 21] = [
    "=1+1",
    "-1",
    "'=x",
    "＝1",
    "\u{202e}gnp.exe",
    "\u{1b}[31mred",
    "<script>alert(1)</script>",
    "a|b*c_d",
    "[x](http://x.example)",
    "\"><img src=x onerror=alert(1)>",
    "x\" onmouseover=\"alert(1)",
    "&lt;b&gt;x",
    "</style><script>x</script>",
    "{{ x }} {% raw %} ${x}",
    "a\r\n\t<b>c",
    "2026-11-22",
    "#REF!",
    "_x0041_",
    "www.x.example",
    "שלום \"ציוד\"",
    "very long names that have to be wrapped somewhere 很长的名字也必须在某处换行",
];

/// A ledger in which every name is one of some texts.
fn ledger(names: &[&str]) -> Sample {
    let mut sample = Sample::new();
    for name in names {
        let seq = sample.award_by(name, |award| {
            let bought = &mut award.bought;
            bought.department = Some((*name).into());
            bought.category = Some((*name).into());
            bought.period = Some((*name).into());
            bought.item = (*name).into();
            bought.chosen.vendor = (*name).into();
            overridden(award, "4.50", name);
            award.bought.recommended = Some((*name).into());
        });
        sample.receive(seq, "4", "36.50");
    }
    let void = sample.award(|award| award.savings.budget = Some(money("-1234567.89")));
    sample.void(void);
    sample.award(|award| in_currency(award, "JPY"));
    sample
}

/// Makes the reports of a ledger anew, since a report is written once.
fn reports(sample: &Sample, then: &mut dyn FnMut(&dyn Fn() -> Report<'static>)) {
    let head = || {
        Some(Head {
            hash: Digest::of(b"x"),
            ledger_id: LedgerId::parse(&"0f".repeat(16)).unwrap(),
            seq: Seq::new(8).unwrap(),
        })
    };
    let quoted = ATTACKS.map(|attack| format!("\"{}\",5,CNY\n", attack.replace('"', "\"\"")));
    let text = format!("department,budget,currency\n{}", quoted.concat());
    let source = Source::in_memory("=b.csv", Role::Budgets, text.into_bytes());
    let file = read_budgets(&source, None, &Options::default()).unwrap();
    let used = BudgetUse::of(&sample.books, head(), Some(&file), budgets::Question::default()).unwrap();
    let to_do = FollowUp::of(&sample.books, head(), &[], day("2026-11-22")).unwrap();
    let record = Vendors::of(&sample.books, head(), (None, None), day("2026-11-22")).unwrap();
    let question = Question { from: Some(day("2026-11-01")), by: vec![By::Department, By::Vendor], to: None };
    let saved = Summary::of(&sample.books, head(), question).unwrap();
    then(&|| budget::report(&used));
    then(&|| followup::report(&to_do));
    then(&|| vendors::report(&record));
    then(&|| savings::report(&saved, Detail::Awards));
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn on_terminal(report: Report<'_>, width: Option<u16>) -> String {
    text(|out| terminal::write(report, Layout { width, colour: false, detail: true }, out))
}

fn records(report: Report<'_>, guard: Guard) -> Vec<Vec<String>> {
    let written = text(|out| csv::write(report, guard, out));
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_name_is_live_in_csv_and_none_is_changed() {
    let mut guarded = 0;
    reports(&ledger(&ATTACKS), &mut |report| {
        for (cell, raw) in
            records(report(), Guard::Safe).iter().flatten().zip(records(report(), Guard::Raw).iter().flatten())
        {
            let is_ours = decimal::parse(cell).is_ok() || Money::parse(cell).is_some();
            assert!(is_ours || cell.starts_with('\'') || !is_risky(cell), "{cell}");
            let unguarded = cell.strip_prefix('\'').filter(|text| is_risky(text));
            guarded += usize::from(unguarded.is_some());
            assert_eq!(unguarded.unwrap_or(cell), raw);
        }
    });
    assert!(guarded > 100, "{guarded}");
}

#[test]
fn no_name_steers_a_terminal_and_no_line_is_wider() {
    reports(&ledger(&ATTACKS), &mut |report| {
        for width in [None, Some(60), Some(80), Some(140), Some(200)] {
            for line in on_terminal(report(), width).lines() {
                assert!(!line.contains(is_unsafe_to_show), "{line}");
                let wide = unicode_width::UnicodeWidthStr::width(line);
                assert!(width.is_none_or(|width| wide <= usize::from(width)), "{width:?}: {line}");
            }
        }
    });
}

#[test]
fn no_figure_is_lost_at_any_width() {
    reports(&ledger(&["Hongda", "青松家具"]), &mut |report| {
        let all = on_terminal(report(), None);
        for width in [40, 60, 80, 100, 140] {
            let here: String = on_terminal(report(), Some(width)).split_whitespace().collect();
            let is_figure = |word: &&str| {
                word.contains(char::is_numeric)
                    && word.trim_matches(|letter: char| letter.is_ascii_digit() || ",.-".contains(letter)).is_empty()
            };
            for word in all.split_whitespace().filter(is_figure).filter(|word| !ATTACKS.contains(word)) {
                assert!(
                    here.contains(word.trim_matches(['(', ')', ',', '.', ';', ':'])),
                    "{width}: {word}\n{}",
                    on_terminal(report(), Some(width))
                );
            }
        }
    });
}

#[test]
fn no_name_is_live_in_markdown() {
    reports(&ledger(&ATTACKS), &mut |report| {
        let text = text(|out| markdown::write(report(), out));
        assert!(!text.contains("<script") && !text.contains("http:") && !text.contains("www."), "{text}");
        assert!(!text.contains(|letter| letter != '\n' && is_unsafe_to_show(letter)), "{text}");
        assert!(text.contains("a\\|b\\*c\\_d"));
    });
}

#[test]
fn no_name_is_live_in_a_page_and_all_of_them_are_there() {
    // Tags with their attributes, values left out.
    let tags = |page: &str| -> BTreeSet<String> {
        let (head, body) = page.split_once("<style>").unwrap();
        let body = body.split_once("</style>").unwrap().1;
        let tags = [head, body].into_iter().flat_map(|part| part.split('<').skip(1));
        tags.map(|tag| tag.split_once('>').unwrap().0.split('"').step_by(2).collect()).collect()
    };
    let mut known = BTreeSet::new();
    reports(&ledger(&["plain, with/a long_name", "another"]), &mut |report| {
        known.extend(tags(&text(|out| html::write(report(), out))));
    });
    assert!(
        !known.iter().any(|tag| tag.contains("script") || tag.contains("style") || tag.contains(" on")),
        "{known:?}"
    );
    reports(&ledger(&ATTACKS), &mut |report| {
        let page = text(|out| html::write(report(), out));
        let found = tags(&page);
        assert_eq!(found.difference(&known).collect::<Vec<_>>(), [""; 0]);
        for tag in ["section", "table", "tr", "td", "th", "bdi", "svg", "dl", "div", "main", "body", "html"] {
            let count = |start: String| page.matches(&start).count();
            assert_eq!(count(format!("<{tag}>")) + count(format!("<{tag} ")), count(format!("</{tag}>")), "{tag}");
        }
        assert!(!page.contains(|letter| letter != '\n' && is_unsafe_to_show(letter)));
        let escapes =
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
        let read = escapes.into_iter().fold(page, |page, (escape, letter)| page.replace(escape, letter));
        for attack in ATTACKS {
            assert!(read.contains(&shown(attack).to_string()), "{attack}");
        }
    });
}

#[test]
fn json_is_canonical_and_has_a_row_for_each_of_the_csv() {
    reports(&ledger(&ATTACKS), &mut |report| {
        if report().json.unwrap().format == savings::json::FORMAT {
            return;
        }
        let written = text(|out| json::write(report(), out));
        let value: serde_json::Value = serde_json::from_str(&written).unwrap();
        let again = serde_json_canonicalizer::to_vec(&value).unwrap();
        assert_eq!(written.strip_suffix('\n').map(str::as_bytes), Some(again.as_slice()));
        let lists = value.as_object().unwrap().values().filter_map(serde_json::Value::as_array);
        let rows = records(report(), Guard::Safe);
        let rows = rows.iter().skip(1).filter(|row| row[0] != "definition" && row[0] != "ledger").count();
        assert_eq!(lists.map(Vec::len).sum::<usize>(), rows);
    });
}

#[test]
fn every_form_states_the_ledger_the_program_and_what_words_mean() {
    reports(&ledger(&["East"]), &mut |report| {
        for written in [
            on_terminal(report(), None),
            text(|out| csv::write(report(), Guard::Safe, out)),
            text(|out| markdown::write(report(), out)),
            text(|out| html::write(report(), out)),
        ] {
            assert_eq!(crate::ledger::heads(&written).len(), 1, "{written}");
            assert!(written.contains(env!("CARGO_PKG_VERSION")) && written.contains("approved"), "{written}");
        }
    });
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_has_typed_cells_no_formula_and_the_same_bytes_again() {
    use calamine::{Data, Reader as _, Xlsx};

    let write = |report: Report<'_>| {
        let mut out = Vec::new();
        super::xlsx::write(report, &mut out).unwrap();
        out
    };
    reports(&ledger(&ATTACKS), &mut |report| {
        let bytes = write(report());
        assert_eq!(bytes, write(report()));
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let mut cells = Vec::new();
        for sheet in workbook.sheet_names() {
            assert!(workbook.worksheet_formula(&sheet).unwrap().used_cells().next().is_none(), "{sheet}");
            cells.extend(workbook.worksheet_range(&sheet).unwrap().used_cells().map(|(.., cell)| cell.clone()));
        }
        for attack in ATTACKS {
            assert!(cells.contains(&Data::String(attack.to_owned())), "{attack}");
        }
        assert!(cells.iter().any(|cell| matches!(cell, Data::Float(_))));
        assert!(!cells.iter().any(|cell| matches!(cell, Data::Error(_))));
    });
}
