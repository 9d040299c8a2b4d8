//! What a spreadsheet and a browser make of exports with hostile names: the right numbers, and nothing that runs.

use std::process::Command;

use calamine::{Data, Reader as _, open_workbook_auto};

use crate::support::{self, Workdir};

const HOSTILE: [&str; 6] = [
    "=1+1",
    "@SUM(A1:A9)",
    "=HYPERLINK(\"http://evil.example/\",\"x\")",
    "<script>document.title='live'</script>",
    "<img src=http://evil.example/p.png onerror=\"document.title='live'\">",
    "课桌 +1",
];

/// A folder with a ledger of hostile names, and the exports and pages of it.
fn exports() -> Workdir {
    let workdir = Workdir::new();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["item", "vendor", "unit_price", "quantity", "budget", "department"]).unwrap();
    for name in HOSTILE {
        writer.write_record([name, name, "11.25", "3", "30", name]).unwrap();
        writer.write_record([name, "Meijia", "12", "3", "30", name]).unwrap();
    }
    workdir.write("q.csv", &writer.into_inner().unwrap());
    for arguments in [
        &["compare", "q.csv", "--as-of", "2026-11-22", "--output", "r.json"][..],
        &["compare", "q.csv", "--as-of", "2026-11-22", "--output", "compare.html"],
        &["award", "r.json", "--by", HOSTILE[3], "--on", "2026-11-22"],
        &["savings", "--by", "department", "--output", "savings.csv"],
        &["savings", "--by", "department", "--output", "savings.xlsx"],
        &["savings", "--by", "department", "--output", "savings.html"],
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_bijia")).args(arguments).current_dir(workdir.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    workdir
}

/// Every cell of a workbook; a formula in it is an error.
fn cells(workdir: &Workdir, name: &str) -> Vec<Data> {
    let mut book = open_workbook_auto(workdir.path().join(name)).unwrap();
    let mut cells = Vec::new();
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        let live: Vec<&String> =
            formulas.cells().map(|(.., formula)| formula).filter(|text| !text.is_empty()).collect();
        assert!(live.is_empty(), "{name}, {sheet}: {live:?}");
        cells.extend(book.worksheet_range(&sheet).unwrap().cells().map(|(.., cell)| cell.clone()));
    }
    cells
}

#[test]
fn a_spreadsheet_shows_the_numbers_and_runs_no_name() {
    if !support::has("soffice", "exports opened in a spreadsheet") {
        return;
    }
    let workdir = exports();
    let home = format!("-env:UserInstallation=file://{}/office", workdir.path().display());
    for (from, filter) in [("savings.csv", &["--infilter=CSV:44,34,76,1"][..]), ("savings.xlsx", &[])] {
        let fixed = [&home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "seen"];
        let arguments = [&fixed[..], filter, &[from]].concat();
        let (said, status) = support::run("soffice", &arguments, b"", workdir.path());
        assert_eq!(status, 0, "{said}");
        let seen = cells(&workdir, "seen/savings.xlsx");
        // Six awards of 33.75 each: typed as a number, to the last digit.
        let totals = seen.iter().filter(|cell| **cell == Data::Float(202.5)).count();
        assert!(totals > 0, "{from}: the total is not among the numbers");
        for name in HOSTILE {
            let shows = |text: &str| text == name || text.strip_prefix('\'') == Some(name);
            let is_there = seen.iter().any(|cell| matches!(cell, Data::String(text) if shows(text)));
            assert!(is_there, "{from}: `{name}` is not shown as text");
        }
        assert!(!seen.iter().any(|cell| matches!(cell, Data::Error(_))), "{from}: a cell is an error");
    }
}

#[test]
fn a_browser_runs_no_script_and_asks_for_nothing() {
    if !support::has("chromium", "pages opened in a browser") {
        return;
    }
    let workdir = exports();
    for page in ["compare.html", "savings.html"] {
        let address = format!("file://{}/{page}", workdir.path().display());
        let profile = format!("--user-data-dir={}/profile", workdir.path().display());
        let log = format!("--log-net-log={}/net.json", workdir.path().display());
        let fixed = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
        let quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
        let arguments = [&fixed[..], &quiet, &[&profile, &log, "--timeout=5000", "--dump-dom", &address]].concat();
        let (dom, status) = support::run("chromium", &arguments, b"", workdir.path());
        assert_eq!(status, 0, "{dom}");
        assert!(
            dom.contains("document.title='live'") || dom.contains("document.title=&#39;live"),
            "{page} is not there"
        );
        let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
        assert!(!title.contains("live"), "{page}: a script ran");
        let requests = std::fs::read_to_string(workdir.path().join("net.json")).unwrap();
        assert!(requests.contains("constants"), "there is no log of requests");
        assert!(!requests.contains("evil.example"), "{page}: something was requested");
    }
}
