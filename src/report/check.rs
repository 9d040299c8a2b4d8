//! How sheets are understood as a report: for each sheet its columns and first quotes; then names that look alike, notes, faults,
//! and the command to run next.

use super::model::Priority::{Hidden, Key as Needed, Second};
use super::model::{Cell, Column, Json, Mark, Note, Readers, Report, Row, Section, Table, View};
use super::wording::en::check as words;
use super::wording::{self, Language};
use crate::policy::TaxBasis;
use crate::read::{ColumnView, Faults, SheetView, Use};
use crate::rule::dataset::quotes::{ItemId, QuoteId};
use crate::rule::recommendation::Recommendation;
use crate::value::column;
use crate::value::look_alike::look_alikes;
use crate::value::name::Key;
use crate::value::source::{Input, Role};
use crate::value::untrusted::Untrusted;

/// How many quotes of a sheet are shown.
const QUOTES: usize = 3;

/// The columns of CSV.
const CSV: &str = "file sheet role encoding delimiter decimal_mark header_line rows column header meaning line item vendor \
    unit_price currency unit quantity tax_rate tax_included delivery_days delivery_date valid_until quality service kind names text hint";

/// What is said of sheets.
pub(crate) struct Checked<'c> {
    pub(crate) sheets: &'c [SheetView],
    /// The decimal mark as it is declared.
    pub(crate) decimal_mark: &'static str,
    /// What the sheets say together; `None` where they have faults.
    pub(crate) read: Option<&'c Recommendation>,
    pub(crate) faults: Option<&'c Faults>,
    /// The command that compares them.
    pub(crate) next: String,
}

/// Makes the report.
pub(crate) fn report(checked: &Checked<'_>) -> Report<'static> {
    let json = Json { format: "bijia.check/1", filter: Vec::new(), ledger: None };
    let mut sections = Vec::new();
    for view in checked.sheets {
        let rows = checked.read.and_then(|read| input_of(view, read)).and_then(|input| input.rows);
        sections.push(facts(view, rows, checked.decimal_mark));
        sections.push(columns(view, rows));
        sections.extend(checked.read.filter(|_| view.role == Role::Quotes).and_then(|read| first_quotes(view, read)));
    }
    if let Some(read) = checked.read {
        sections.push(alike(read));
        sections.extend(notes(read));
    }
    sections.extend(checked.faults.into_iter().flat_map(faults));
    sections.push(Section {
        lead: vec![words::next(checked.faults.is_some())],
        verbatim: Some(checked.next.clone()),
        ..Section::of_notes(words::NEXT, Vec::new())
    });
    let heading = vec![words::heading(checked)];
    Report { csv_columns: CSV.split(' ').collect(), ..Report::new(words::CHECK, heading, json, sections) }
}

/// Finds a sheet among the inputs of the result.
fn input_of<'r>(view: &SheetView, read: &'r Recommendation) -> Option<&'r Input> {
    let sheet = view.text.as_ref().and_then(|text| text.format.sheet());
    let is_it = |input: &&Input| {
        let own = input.dialect.as_ref().and_then(|dialect| dialect.format.sheet());
        input.role == view.role && input.sha256 == view.sha256 && own == sheet
    };
    read.dataset().inputs().iter().find(is_it)
}

/// Makes the facts of a sheet, for programs.
fn facts(view: &SheetView, rows: Option<u32>, decimal_mark: &'static str) -> Section {
    let columns =
        ["file", "sheet", "role", "encoding", "delimiter", "decimal_mark"].map(|key| Column::left(key, Hidden));
    let counts = ["header_line", "rows"].map(|key| Column::right(key, Hidden));
    let text = view.text.as_ref();
    let cells = vec![
        Cell::name(Some(&view.path)),
        Cell::name(text.and_then(|text| text.format.sheet())),
        Cell::Code(view.role.name()),
        text.map_or(Cell::Empty, |text| Cell::Code(text.format.name())),
        text.and_then(|text| text.delimiter).map_or(Cell::Empty, |delimiter| Cell::words(delimiter.to_string())),
        Cell::Code(decimal_mark),
        text.map_or(Cell::Empty, |text| Cell::Count(text.header_line.into())),
        rows.map_or(Cell::Empty, |rows| Cell::Count(rows.into())),
    ];
    let table = Table {
        key: "sheets",
        columns: columns.into_iter().chain(counts).collect(),
        rows: vec![Row::new("sheet", cells)],
        ..Table::default()
    };
    Section { readers: Readers::Programs, ..Section::of_table("", table) }
}

/// Makes the columns of a sheet, below how it is written.
fn columns(view: &SheetView, rows: Option<u32>) -> Section {
    let text = view.text.as_ref();
    let of_column = |(number, ColumnView { header, uses }): (u64, &ColumnView)| {
        let names: Vec<&'static str> = uses.iter().map(|own| code(*own)).collect();
        let counts = uses.iter().any(|own| !matches!(own, Use::Carried | Use::Unnamed | Use::Ignored));
        let cells = vec![
            Cell::name(Some(&view.path)),
            Cell::name(text.and_then(|text| text.format.sheet())),
            Cell::Count(number),
            Cell::name(Some(header)),
            Cell::Codes(names).shown(words::meaning(uses)),
        ];
        Row::new("column", cells).marked(if counts { Mark::Plain } else { Mark::Out })
    };
    let views = ["column", "header", "meaning"].map(|key| (key.into(), (key == "column").then(|| "#".into())));
    let table = Table {
        key: "columns",
        columns: vec![
            Column::left("file", Hidden),
            Column::left("sheet", Hidden),
            Column::right("column", Needed),
            Column::left("header", Needed),
            Column::left("meaning", Needed),
        ],
        rows: (1..).zip(text.iter().flat_map(|text| &text.columns)).map(of_column).collect(),
        views: vec![View { columns: views.to_vec(), ..View::default() }],
        ..Table::default()
    };
    Section { lead: vec![words::sheet(view, rows)], ..Section::of_table(words::sheet_title(view), table) }
}

/// The word for programs.
fn code(own: Use) -> &'static str {
    match own {
        Use::Column(column) => column.name(),
        Use::Criterion => "criterion",
        Use::Cost => "cost",
        Use::Gate => "gate",
        Use::Ignored => "ignored",
        Use::Carried => "carried",
        Use::Unnamed => "unnamed",
    }
}

/// Shows the first quotes of a sheet as they are understood.
fn first_quotes(view: &SheetView, read: &Recommendation) -> Option<Section> {
    let input = input_of(view, read)?;
    let dataset = read.dataset();
    let of_item = |item: ItemId| dataset.quotes.of_item(item).map(move |quote| (item, quote));
    let own = dataset.items().flat_map(of_item).filter_map(|(item, quote)| {
        let (from, place) = dataset.place(quote);
        (from == input).then_some((place.row, place.line, item, quote))
    });
    let mut quotes: Vec<(u32, u32, ItemId, QuoteId)> = own.collect();
    quotes.sort_by_key(|(row, ..)| *row);
    quotes.truncate(QUOTES);
    let columns = vec![
        Column::left("file", Hidden),
        Column::right("line", Needed),
        Column::left("item", Needed),
        Column::left("vendor", Needed),
        Column::right("unit_price", Needed),
        Column::left("currency", Needed),
        Column::left("unit", Second),
        Column::right("quantity", Second),
        Column::right("tax_rate", Second),
        Column::left("tax_included", Second),
        Column::right("delivery_days", Second),
        Column::right("delivery_date", Second),
        Column::right("valid_until", Second),
        Column::left("quality", Second),
        Column::left("service", Second),
    ];
    let row = |(_, line, item, quote): (u32, u32, ItemId, QuoteId)| {
        Row::new("quote", quote_cells(view, read, line, item, quote))
    };
    let table = Table { key: "quotes", columns, rows: quotes.into_iter().map(row).collect(), ..Table::default() };
    Some(Section::of_table(words::FIRST_QUOTES, table))
}

fn quote_cells(view: &SheetView, read: &Recommendation, line: u32, item: ItemId, quote: QuoteId) -> Vec<Cell> {
    let dataset = read.dataset();
    let quotes = &dataset.quotes;
    let request = read.request(item);
    let price = quotes.unit_price(quote);
    let service = (0..read.policy().service.len()).filter_map(|place| quotes.criterion_text(place, quote));
    let service: Vec<String> = service.collect();
    vec![
        Cell::name(Some(&view.path)),
        Cell::Count(line.into()),
        Cell::name(Some(request.item)),
        Cell::name(Some(dataset.vendor_of(quote))),
        if price.is_some() { Cell::number(price) } else { Cell::Empty.shown(words::NO_PRICE) },
        Cell::words(quotes.currency(quote).unwrap_or(dataset.currency()).to_string()),
        match dataset.unit_of(quote) {
            Some(unit) => Cell::Name(Untrusted::new(unit)),
            None => Cell::name(request.unit),
        },
        if request.is_counted { Cell::number(Some(request.quantity)) } else { Cell::Empty },
        Cell::number(quotes.decimal(column::Column::TaxRate, quote)),
        quotes.tax_basis(quote).map_or(Cell::Empty, |basis| Cell::Flag(basis == TaxBasis::Included)),
        Cell::number(quotes.whole(column::Column::DeliveryDays, quote)),
        Cell::date(quotes.date(column::Column::DeliveryDate, quote)),
        Cell::date(quotes.date(column::Column::ValidUntil, quote)),
        read.grade_name(quote).map_or(Cell::Empty, |grade| Cell::Name(Untrusted::new(&grade))),
        if service.is_empty() { Cell::Empty } else { Cell::Name(Untrusted::new(&service.join("; "))) },
    ]
}

/// Lists vendors and items that look alike and are not the same.
fn alike(read: &Recommendation) -> Section {
    let dataset = read.dataset();
    let vendors = dataset.vendors().map(|vendor| dataset.vendor(vendor).raw());
    let vendors = look_alikes(vendors, |name| Key::vendor(name).text().to_owned());
    let items = dataset.items().map(|item| read.request(item).item.raw());
    let items = look_alikes(items, |name| Key::item(name).text().to_owned());
    let of = |kind: &'static str, names: Vec<&str>| {
        let names: Vec<String> = names.into_iter().map(|name| Untrusted::new(name).shown().to_string()).collect();
        Row::new("look-alike", vec![Cell::Code(kind), Cell::Name(Untrusted::new(&names.join("; ")))])
            .marked(Mark::Decide)
    };
    let rows =
        vendors.into_iter().map(|names| of("vendor", names)).chain(items.into_iter().map(|names| of("item", names)));
    let table = Table {
        key: "look_alikes",
        columns: vec![Column::left("kind", Needed), Column::left("names", Needed)],
        rows: rows.collect(),
        ..Table::default()
    };
    Section::of_table(words::LOOK_ALIKES, table)
}

/// What is to be known of the sheets: lines for people, rows for programs.
fn notes(read: &Recommendation) -> [Section; 2] {
    let texts: Vec<String> = read.dataset().notes().iter().map(|note| wording::note(Language::En, note)).collect();
    let rows = texts.iter().map(|text| Row::new("note", vec![Cell::words(text.clone())])).collect();
    let table = Table { key: "notes", columns: vec![Column::left("text", Hidden)], rows, ..Table::default() };
    let lines = texts.into_iter().map(|text| Note::new("", text)).collect();
    [Section::of_notes(words::NOTES, lines), Section { readers: Readers::Programs, ..Section::of_table("", table) }]
}

/// What is wrong with the sheets, with what to do: lines for people, rows for programs.
fn faults(faults: &Faults) -> [Section; 2] {
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for file in &faults.files {
        let mut last = String::new();
        for error in &file.kept {
            let (text, hint) = (error.to_string(), wording::fault_hint(Language::En, error));
            lines.push(Note::new("", text.clone()));
            // A hint that repeats the last one would hide the faults between.
            if hint != last {
                lines.push(Note::new("", words::hint(&hint)));
            }
            rows.push(Row::new(
                "fault",
                vec![Cell::name(Some(&file.path)), Cell::words(text), Cell::words(hint.clone())],
            ));
            last = hint;
        }
        lines.extend(wording::more_faults(Language::En, file).map(|more| Note::new("", more)));
    }
    let columns = ["file", "text", "hint"].map(|key| Column::left(key, Hidden)).to_vec();
    let table = Table { key: "faults", columns, rows, ..Table::default() };
    [
        Section { mark: Mark::Bad, ..Section::of_notes(words::FAULTS, lines) },
        Section { readers: Readers::Programs, ..Section::of_table("", table) },
    ]
}
