//! A year of made-up awards in currencies of no, two and three decimals: what bijia adds up is what a reader without
//! bijia adds up, and every export has the same figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use bijia::document::Document;
use bijia::ledger::{Accepted, Action, AwardBuilder, Judgement, Terms};
use bijia::rule::decision::{DecisionKind, Fate};
use bijia::value::untrusted::Untrusted;
use serde_json::Value;

use crate::ledger::office::{Office, approve, close, delivery, payment, quantity_of, returned, seq, void};
use crate::support::{self, Workdir, repository};

const ENTRIES: u64 = 10_000;

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        // xorshift64: spread well enough for prices.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Makes a month's request: items with four vendors each, budgets and last prices for most.
fn month(number: u64, currency: &str, chance: &mut Chance) -> Document {
    let mut sheet = String::from(
        "request,item,vendor,unit_price,quality,quantity,budget,last_price,department,category,period,valid_until\n",
    );
    for item in 0..150 {
        let (price, quantity) = (100 + chance.below(90_000), 1 + chance.below(60));
        let budget = if chance.percent(80) { (price * quantity).to_string() } else { String::new() };
        let last = if chance.percent(60) { (price + chance.below(50)).to_string() } else { String::new() };
        let department = ["总务处", "IT", "Library", ""][usize::try_from(chance.below(4)).unwrap()];
        let category = ["paper", "=furniture", "课桌"][usize::try_from(chance.below(3)).unwrap()];
        let period = if chance.percent(50) { format!("term {}", number % 3) } else { String::new() };
        for vendor in ["Hongda", "青松家具", "+Meijia", "Oak & Sons"] {
            let quality = ["A", "B", "C"][usize::try_from(chance.below(3)).unwrap()];
            let until = if chance.percent(10) { "2026-01-01" } else { "" };
            let asked = price * (80 + chance.below(40)) / 100;
            let decimals = match currency {
                "JPY" => String::new(),
                "KWD" => format!(".{:03}", chance.below(1_000)),
                _ => format!(".{:02}", chance.below(100)),
            };
            writeln!(
                sheet,
                "{currency}-{number},item {item},{vendor},{asked}{decimals},{quality},{quantity},{budget},{last},{department},{category},{period},{until}"
            )
            .unwrap();
        }
    }
    let policy = format!(
        "currency = \"{currency}\"\n[quality]\nscale = [\"A\", \"B\", \"C\"]\nrequired = \"B\"\n[price]\ntolerance = 2\n[approval]\nabove = 1500000\n"
    );
    Document::parse(&support::compare_bytes(&[("quotes.csv", &sheet)], None, &policy).unwrap()).unwrap()
}

/// Makes an award of an item: mostly the rule's, now and then a person's.
fn award(document: &Document, item: usize, chance: &mut Chance, supersedes: Option<u64>) -> Option<Action> {
    let recommendation = document.recommendation();
    let item = recommendation.dataset().items().nth(item).unwrap();
    let decision = recommendation.decide(item);
    let priced: Vec<_> = decision
        .outcomes
        .iter()
        .filter(|outcome| {
            recommendation.total(item, outcome.quote).is_some() && !matches!(outcome.fate, Fate::Superseded(_))
        })
        .collect();
    let own = match decision.kind {
        DecisionKind::Recommended(quote) if supersedes.is_none() && !chance.percent(12) => quote,
        DecisionKind::Recommended(_) | DecisionKind::TradeOff | DecisionKind::Tie | DecisionKind::None => {
            priced.get(usize::try_from(chance.below(4)).unwrap() % priced.len().max(1))?.quote
        }
    };
    let words = |text: &str| Some(Untrusted::new(text));
    let month = 1 + chance.below(12);
    let terms = Terms {
        on: bijia::value::date::Date::parse(&format!("2026-{month:02}-15")).unwrap(),
        reason: words("a person's reason, with \"quotes\""),
        reasonable: words("list price"),
        supersedes: supersedes.map(seq),
    };
    AwardBuilder::new(recommendation, document.sha256())
        .award(&decision, own, terms)
        .map(|award| Action::Award(Box::new(award)))
}

/// Fills a ledger with a year.
fn year() -> Office {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut office = Office::new();
    let mut number = 0;
    let full = |office: &Office| office.head().unwrap().seq.get() >= ENTRIES;
    while !full(&office) {
        number += 1;
        let currency = ["CNY", "JPY", "KWD", "CNY"][usize::try_from(number % 4).unwrap()];
        let document = month(number, currency, &mut chance);
        for item in 0..150 {
            if full(&office) {
                break;
            }
            let Some(act) = award(&document, item, &mut chance, None) else { continue };
            let Action::Award(said) = &act else { continue };
            let (quantity, total) = (said.bought.quantity.to_string(), said.bought.chosen.total.to_string());
            let buyer = ["Wang", "李雷", "@Zhao"][usize::try_from(chance.below(3)).unwrap()];
            let Judgement::Accepted(entry) = office.record(buyer, act) else { continue };
            life(&mut office, &document, item, (entry.seq.get(), &quantity, &total), &mut chance);
        }
    }
    office
}

/// What becomes of an award: approved or not, delivered in parts or not, void, replaced.
fn life(
    office: &mut Office,
    document: &Document,
    item: usize,
    (seq, quantity, total): (u64, &str, &str),
    chance: &mut Chance,
) {
    let full = |office: &Office| office.head().unwrap().seq.get() >= ENTRIES;
    if full(office) || chance.percent(20) {
        return;
    }
    if chance.percent(70) {
        office.record("Lin", approve(seq));
    }
    if chance.percent(8) && !full(office) {
        office.record("Wang", void(seq, "the plan changed"));
        return;
    }
    if chance.percent(6) && !full(office) {
        if let Some(act) = award(document, item, chance, Some(seq)) {
            office.record("Wang", act);
        }
        return;
    }
    let ordered: u64 = quantity.parse().unwrap();
    let mut open = ordered;
    let mut part = 0;
    let (digits, decimals) = total.split_once('.').map_or((total, ""), |(digits, decimals)| (digits, decimals));
    let digits: u64 = digits.parse().unwrap();
    let money = |whole: u64| if decimals.is_empty() { whole.to_string() } else { format!("{whole}.{decimals}") };
    let pay = |office: &mut Office, amount: &str, number: u64| {
        office.record("Zhao", payment(seq, amount, &format!("{seq}-{number}")))
    };
    if chance.percent(10) && !full(office) {
        pay(office, &money(digits / 3), 0);
    }
    while open > 0 && !full(office) && chance.percent(75) {
        part += 1;
        let some = 1 + chance.below(open);
        open -= some;
        let more = if open == 0 && chance.percent(5) { some + 1 } else { some };
        let paid = match chance.below(10) {
            0..4 => Some(money(digits * some / ordered + chance.below(3))),
            4 => Some(money(digits * some / ordered / 10 * 9)),
            5 => Some(money(0)),
            _ => None,
        };
        let accepted = match chance.below(10) {
            0..5 => Some(Accepted::Whole(true)),
            5 => Some(Accepted::Whole(false)),
            6 if more > 1 => Some(Accepted::Part(quantity_of(1 + chance.below(more - 1)))),
            _ => None,
        };
        let reference = format!("{seq}-{part}");
        let receipt = delivery(seq, paid.as_deref(), &more.to_string(), accepted, &reference);
        let Judgement::Accepted(entry) = office.record("Zhao", receipt) else { continue };
        if chance.percent(6) && !full(office) {
            office.record("Zhao", void(entry.seq.get(), "booked twice"));
            open += some;
        } else if chance.percent(10) && !full(office) {
            office.record("Zhao", returned(seq, 1 + chance.below(some), &reference));
        }
        if chance.percent(60) && !full(office) {
            pay(office, &money(digits * some / ordered + chance.below(3)), part);
        }
    }
    if chance.percent(12) && !full(office) {
        pay(office, &format!("-{}", money(1 + chance.below(digits.max(10) / 10))), 100);
    }
    if chance.percent(15) && !full(office) {
        office.record("Wang", close(seq));
    }
}

/// Takes the amounts of a total out of the JSON of `savings`, under the names that the verifier gives them.
fn amounts(block: &Value) -> BTreeMap<String, Value> {
    let (total, pending) = (&block["total"], &block["pending"]);
    let mut found = BTreeMap::new();
    let mut add = |key: String, value: &Value| {
        if !value.is_null() {
            found.insert(key, value.clone());
        }
    };
    for key in ["awards", "awarded", "paid", "committed", "owed", "apart"] {
        add(key.to_owned(), &total[key]);
    }
    for key in ["budget", "missed"] {
        add(key.to_owned(), &total[key]["amount"]);
    }
    for kind in ["negotiated", "realised"] {
        for (baseline, sum) in total[kind].as_object().unwrap() {
            add(format!("{kind}_{baseline}"), &sum["amount"]);
        }
    }
    add("pending".to_owned(), &pending["awards"]);
    add("pending_awarded".to_owned(), &pending["awarded"]);
    found
}

/// Reads a CSV table: for each row, its cells by their headers.
fn table(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let rows = reader.records();
    rows.map(|row| header.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect()).collect()
}

/// Holds the awards of a workbook against those of the CSV, cell by cell; returns how many cells were the same.
#[cfg(feature = "xlsx")]
fn same_cells(workbook: &std::path::Path, awards: &[BTreeMap<String, String>]) -> usize {
    use calamine::{Data, Reader as _, open_workbook_auto};

    let sheet = open_workbook_auto(workbook).unwrap().worksheet_range("Awards").unwrap();
    let header: Vec<String> =
        sheet.rows().next().unwrap().iter().map(|name| name.to_string().replace(' ', "_")).collect();
    assert_eq!(sheet.height() - 1, awards.len());
    let mut same = 0;
    for (cells, award) in sheet.rows().skip(1).zip(awards) {
        // The workbook has a few columns more.
        for (cell, name, text) in
            cells.iter().zip(&header).filter_map(|(cell, name)| Some((cell, name, award.get(name)?)))
        {
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let found = match cell {
                Data::Empty => String::new(),
                Data::Float(number) => format!("{number:.decimals$}"),
                Data::DateTime(day) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    format!("{year:04}-{month:02}-{day:02}")
                }
                Data::String(text) => text.clone(),
                Data::Int(_) | Data::Bool(_) | Data::DateTimeIso(_) | Data::DurationIso(_) | Data::Error(_) => {
                    panic!("{cell:?}")
                }
            };
            assert_eq!(found, *text, "{name} of award {}", award["seq"]);
            same += 1;
        }
    }
    same
}

/// Parts the thousands of an amount, as tables do.
fn grouped(amount: &str) -> String {
    let thousands = regex::Regex::new(r"^(-?\d+)(\d{3})").unwrap();
    let mut amount = amount.to_owned();
    while thousands.is_match(&amount) {
        amount = thousands.replace(&amount, "$1,$2").into_owned();
    }
    amount
}

#[test]
fn a_year_of_awards_is_added_up_alike_by_everyone() {
    let office = year();
    assert_eq!(office.head().unwrap().seq.get(), ENTRIES);
    let workdir = Workdir::new();
    office.ledger.copy_to(&workdir.path().join("bijia-ledger.db")).unwrap();
    let bijia = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_bijia")).args(arguments).current_dir(workdir.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let start = Instant::now();
    let json: Value = serde_json::from_slice(&bijia(&["savings", "--by", "department", "--format", "json"])).unwrap();
    println!("`savings` over {ENTRIES} entries: {:.2?} in this build", start.elapsed());
    bijia(&["ledger", "export", "--output", "ledger.jsonl"]);
    let blocks = json["currencies"].as_array().unwrap();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let count = |value: &Value| value["awards"].as_u64().unwrap();
        assert!(count(&block["total"]) > 300 && count(&block["pending"]) > 10, "too few awards to say anything");
    }
    for list in ["missed", "overrides", "pending", "void"] {
        assert!(json[list].as_array().unwrap().len() > 10, "{list}: too few to say anything");
    }
    if support::has("python3", "a year added up by the verifier in Python") {
        let script = repository().join("examples/verify_ledger.py");
        let arguments = [script.to_str().unwrap(), "--totals", "ledger.jsonl"];
        let (said, status) = support::run("python3", &arguments, b"", workdir.path());
        assert_eq!(status, 0, "{said}");
        let theirs: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_str(&said).unwrap();
        for block in blocks {
            let mut ours = amounts(block);
            // The verifier leaves out what nothing was added to.
            let there = theirs[block["currency"].as_str().unwrap()].clone();
            let zeros = ["0", "0.00", "0.000"];
            ours.retain(|key, value| there.contains_key(key) || !zeros.iter().any(|zero| *value == **zero));
            assert_eq!(ours, there);
        }
    }
    let rows = table(&bijia(&["savings", "--by", "department", "--format", "csv"]));
    let texts = [&["table"][..], &["markdown"], &["html"], &["table", "--detail"]].map(|format| {
        let arguments = [&["savings", "--by", "department", "--format"][..], format].concat();
        String::from_utf8(bijia(&arguments)).unwrap()
    });
    for block in blocks {
        let currency = block["currency"].as_str().unwrap();
        let of = |kind: &str| {
            rows.iter().filter(|row| row["row"] == kind && row["currency"] == currency).collect::<Vec<_>>()
        };
        let (groups, total, pending) = (of("group"), of("total"), of("pending-total"));
        for (key, value) in amounts(block) {
            let Some(text) = value.as_str() else { continue };
            if key == "pending_awarded" {
                assert_eq!(pending[0]["awarded"], text, "{currency} {key}");
                continue;
            }
            assert_eq!(total[0][&key], text, "{currency} {key}");
            // A group without an amount of this kind has an empty cell.
            let minor = |text: &str| if text.is_empty() { 0 } else { text.replace('.', "").parse::<i128>().unwrap() };
            let sum: i128 = groups.iter().map(|row| minor(&row[&key])).sum();
            assert_eq!(sum, minor(text), "{currency} {key}: the rows do not add up");
            for shown in &texts {
                assert!(shown.replace('\\', "").contains(&grouped(text)), "{currency} {key} {text}");
            }
        }
    }
    #[cfg(feature = "xlsx")]
    {
        bijia(&["savings", "--by", "department", "--output", "savings.xlsx"]);
        let mut awards = table(&bijia(&["savings", "--detail", "--csv", "raw", "--format", "csv"]));
        awards.retain(|row| row["row"] == "award");
        let same = same_cells(&workdir.path().join("savings.xlsx"), &awards);
        assert!(awards.len() > 2_000 && same > 25 * awards.len(), "{same} cells of {} awards", awards.len());
    }
}
