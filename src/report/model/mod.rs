//! A report as typed cells. A report declares its columns and rows once; the writers (terminal, Markdown, CSV, HTML,
//! XLSX) draw them and know nothing of what it is about.

pub(crate) mod bar;
mod cell;
pub(crate) mod text;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use self::bar::{Bar, Shade};
pub(crate) use self::cell::Cell;
pub(crate) use self::text::{Span, Text};
use crate::ledger::Head;
use crate::value::untrusted::{Untrusted, shown};

/// A report. Its sections may be made while they are written, so that a long report never stands in memory whole.
pub(crate) struct Report<'r> {
    pub(crate) title: Text,
    /// Sentences below the title; the first one says what the report covers.
    pub(crate) heading: Vec<Text>,
    pub(crate) sections: Box<dyn Iterator<Item = Section> + 'r>,
    /// What JSON states besides the sections; `None` where the report does not come out of a ledger.
    pub(crate) json: Option<Json>,
    /// The columns of CSV between `row` and `word`; where empty, those of the first table, without drawings.
    pub(crate) csv_columns: Vec<&'static str>,
    /// What a terminal says at the end where the report was made without parts that `--detail` shows.
    pub(crate) if_abridged: Option<Text>,
}

/// The parts of a report's JSON that are no rows.
#[derive(Debug, Clone)]
pub(crate) struct Json {
    /// The format's name and version.
    pub(crate) format: &'static str,
    /// What was asked for, by name; `null` for what was left open.
    pub(crate) filter: Vec<(&'static str, Value)>,
    /// The last entry of the ledger; `None` where it has none.
    pub(crate) ledger: Option<Head>,
}

/// What stands under one title: sentences, key figures, a table, notes. All parts but the title are optional.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section {
    pub(crate) title: Text,
    /// What the section is about, as colour and weight show it.
    pub(crate) mark: Mark,
    pub(crate) readers: Readers,
    /// A page draws a section with an anchor as a card of its own; rows link to it.
    pub(crate) anchor: Option<String>,
    /// Left out on a terminal without `--detail`.
    pub(crate) only_in_detail: bool,
    /// Key figures; only pages draw them.
    pub(crate) figures: Vec<Figure>,
    /// Sentences above the table.
    pub(crate) lead: Vec<Text>,
    /// The sentence that matters most, drawn by `mark`.
    pub(crate) verdict: Option<Text>,
    pub(crate) table: Option<Table>,
    /// Lines below the table.
    pub(crate) notes: Vec<Note>,
    /// Text in which line breaks count, such as a policy.
    pub(crate) verbatim: Option<String>,
    /// Roles for each of which a page has a line to sign on.
    pub(crate) signatures: &'static [&'static str],
}

/// Rows and columns. CSV and workbooks have all columns of a table, people those of its views.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// The key of the list of rows in JSON.
    pub(crate) key: &'static str,
    /// The sheet of a workbook, at most 31 letters; tables under one name share a sheet and have the same columns.
    pub(crate) sheet: Cow<'static, str>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// What people see of it; where empty, all columns that are not hidden.
    pub(crate) views: Vec<View>,
    /// Rows behind the twentieth are left out on a terminal without `--detail`.
    pub(crate) is_abridged: bool,
    /// What a workbook draws of the rows that are no sums.
    pub(crate) chart: Option<Chart>,
}

/// A column, by the key that programs know it by.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) key: Cow<'static, str>,
    /// The name from outside that stands above it instead of the key; a terminal may break it anywhere.
    pub(crate) name: Option<Untrusted>,
    pub(crate) align: Align,
    pub(crate) priority: Priority,
    /// Whether the row's mark colours the cells of this column.
    pub(crate) is_emphasised: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Words, to the left; they may be wrapped.
    Left,
    /// Figures, to the right; they are never broken.
    Right,
}

/// What becomes of a column where a terminal has no room for all of them; a later one stays longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    /// For programs and workbooks alone.
    Hidden,
    /// A drawing: left out first of all.
    Drawing,
    /// A sentence: written below its row.
    Sentence,
    /// A figure that a reader can do without at first: written below its row after sentences.
    Second,
    /// What a row makes no sense without: always stays.
    Key,
}

/// What people see of a table. Columns that are empty in all rows are left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub(crate) title: Option<Text>,
    /// Keys of columns, and what people read above them instead of the key.
    pub(crate) columns: Vec<(Cow<'static, str>, Option<Cow<'static, str>>)>,
    /// A line below it, such as a legend.
    pub(crate) note: Option<Text>,
}

/// What people see of a table: places of columns with what stands above them.
pub(crate) struct Seen<'t> {
    pub(crate) title: Option<&'t Text>,
    pub(crate) columns: Vec<(usize, String)>,
    pub(crate) note: Option<&'t Text>,
}

/// Bars of some columns, a group for each row that is no sum.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub(crate) title: String,
    /// The key of the column that names the bars.
    pub(crate) names: &'static str,
    /// The keys and names of the columns that are drawn.
    pub(crate) series: Vec<(Cow<'static, str>, String)>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// What the row is, as the first cell of a CSV row names it.
    pub(crate) kind: &'static str,
    pub(crate) mark: Mark,
    /// The anchor of a section of the report.
    pub(crate) link: Option<String>,
    /// A cell for each column of the table.
    pub(crate) cells: Vec<Cell>,
}

/// What something is, so that a reader sees it at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mark {
    #[default]
    Plain,
    /// Taken, won, saved.
    Good,
    /// For a person to decide.
    Decide,
    /// Nobody to take, overspent.
    Bad,
    /// Out of the running.
    Out,
    Subtotal,
    Total,
}

/// Which writers a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Readers {
    #[default]
    All,
    Page,
    /// CSV and workbook.
    Programs,
    Workbook,
}

/// A key figure.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// What it is of.
    pub(crate) of: String,
    pub(crate) mark: Mark,
}

/// A line that may begin with what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// What a row of CSV says it is; rows of notes have a word and a text alone. Empty where CSV has none.
    pub(crate) kind: &'static str,
    pub(crate) term: Cow<'static, str>,
    pub(crate) text: Text,
}

impl Report<'static> {
    /// A report out of a ledger.
    pub(crate) fn new(
        title: &'static str,
        heading: Vec<Text>,
        json: Json,
        sections: impl IntoIterator<Item = Section, IntoIter: 'static>,
    ) -> Self {
        Self {
            title: title.into(),
            heading,
            sections: Box::new(sections.into_iter()),
            json: Some(json),
            csv_columns: Vec::new(),
            if_abridged: None,
        }
    }
}

impl Table {
    /// Returns what people see of the table: of each view its columns that are not empty, with their places in a row.
    pub(crate) fn seen(&self) -> Vec<Seen<'_>> {
        let is_used = |place: usize| self.rows.iter().any(|row| !row.cells[place].is_blank());
        let by_key = |key: &str| {
            let place = self.columns.iter().position(|column| column.key == key);
            place.expect("views name columns of their table")
        };
        let seen = |view: &View| -> Vec<(usize, String)> {
            let label = |(key, label): &(Cow<'static, str>, Option<Cow<'static, str>>)| {
                let place = by_key(key);
                (place, label.as_ref().map_or_else(|| self.columns[place].label(), ToString::to_string))
            };
            view.columns.iter().map(label).filter(|(place, _)| is_used(*place)).collect()
        };
        if self.views.is_empty() {
            let columns = (0..self.columns.len())
                .filter(|place| self.columns[*place].priority != Priority::Hidden && is_used(*place))
                .map(|place| (place, self.columns[place].label()));
            return vec![Seen { title: None, columns: columns.collect(), note: None }];
        }
        let views = self.views.iter();
        views.map(|view| Seen { title: view.title.as_ref(), columns: seen(view), note: view.note.as_ref() }).collect()
    }
}

impl Section {
    pub(crate) fn of_notes(title: impl Into<Text>, notes: Vec<Note>) -> Self {
        Self { title: title.into(), notes, ..Self::default() }
    }

    pub(crate) fn of_table(title: impl Into<Text>, table: Table) -> Self {
        Self { title: title.into(), table: Some(table), ..Self::default() }
    }

    /// Says whether there is anything below the title.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.as_ref().is_none_or(|table| table.rows.is_empty())
            && self.lead.is_empty()
            && self.verdict.is_none()
            && self.notes.is_empty()
            && self.verbatim.is_none()
            && self.figures.is_empty()
            && self.signatures.is_empty()
    }
}

impl Column {
    pub(crate) fn left(key: impl Into<Cow<'static, str>>, priority: Priority) -> Self {
        Self { key: key.into(), name: None, align: Align::Left, priority, is_emphasised: false }
    }

    pub(crate) fn right(key: impl Into<Cow<'static, str>>, priority: Priority) -> Self {
        Self { align: Align::Right, ..Self::left(key, priority) }
    }

    pub(crate) fn emphasised(self) -> Self {
        Self { is_emphasised: true, ..self }
    }

    pub(crate) fn named(self, name: Untrusted) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Returns what people read above it.
    pub(crate) fn label(&self) -> String {
        let key = || shown(&self.key.replace('_', " ")).to_string();
        self.name.as_ref().map_or_else(key, |name| name.shown().to_string())
    }
}

impl Row {
    pub(crate) fn new(kind: &'static str, cells: Vec<Cell>) -> Self {
        Self { kind, cells, ..Self::default() }
    }

    pub(crate) fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }
}

impl Note {
    pub(crate) fn new(term: impl Into<Cow<'static, str>>, text: impl Into<Text>) -> Self {
        Self { kind: "", term: term.into(), text: text.into() }
    }

    /// Returns the term as people read it.
    pub(crate) fn label(&self) -> String {
        self.term.replace('_', " ")
    }

    /// Returns the line, safe to show.
    pub(crate) fn line(&self) -> String {
        let text = self.text.plain();
        if self.term.is_empty() { text } else { format!("{}: {text}", self.label()) }
    }
}

impl Readers {
    pub(crate) const fn are_people(self) -> bool {
        matches!(self, Self::All)
    }

    pub(crate) const fn are_programs(self) -> bool {
        matches!(self, Self::All | Self::Programs)
    }
}
