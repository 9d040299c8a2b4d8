//! Sentences on how sheets are understood.

use super::reports::counted;
use crate::read::{SheetView, Use};
use crate::report::check::Checked;
use crate::report::model::text::Text;
use crate::value::source::{Format, Role};

pub(crate) const CHECK: &str = "How the sheets are understood";
pub(crate) const FIRST_QUOTES: &str = "The first quotes, as understood";
pub(crate) const LOOK_ALIKES: &str = "Names that look alike and are not the same";
pub(crate) const NOTES: &str = "Notes";
pub(crate) const FAULTS: &str = "What is wrong";
pub(crate) const NEXT: &str = "Next";
pub(crate) const NO_PRICE: &str = "no price";

pub(crate) fn heading(checked: &Checked<'_>) -> Text {
    let sheets = counted(checked.sheets.len(), "sheet", "sheets");
    let found = match (checked.read, checked.faults) {
        (Some(read), _) => {
            let quotes = counted(read.dataset().quote_count(), "quote", "quotes");
            format!("{quotes} for {}", counted(read.dataset().items().len(), "item", "items"))
        }
        (None, Some(faults)) => counted(faults.total(), "fault", "faults"),
        (None, None) => "nothing".to_owned(),
    };
    format!("{sheets}, {found}; nothing is ranked here").into()
}

pub(crate) fn sheet_title(view: &SheetView) -> Text {
    let mut title = Text::from(&view.path);
    if let Some(sheet) = view.text.as_ref().and_then(|text| text.format.sheet()) {
        title.push(", sheet ");
        title.push(sheet);
    }
    title
}

/// Says how a sheet is written and where its header stands.
pub(crate) fn sheet(view: &SheetView, rows: Option<u32>) -> Text {
    let role = match view.role {
        Role::Request => "what is to be bought",
        Role::Quotes | Role::Policy | Role::Budgets | Role::History => "quotes",
    };
    let Some(text) = &view.text else {
        return format!("{role}, of which no header could be read").into();
    };
    let written = match (&text.format, text.delimiter) {
        (Format::Workbook { .. }, _) | (_, None) => "a workbook".to_owned(),
        (Format::Text(encoding), Some('\t')) => format!("text in {}, cells parted by tabs", encoding.name()),
        (Format::Text(encoding), Some(delimiter)) => {
            format!("text in {}, cells parted by `{delimiter}`", encoding.name())
        }
    };
    let wide = if text.wide.is_some() { " with the vendors side by side, shown as a row a quote" } else { "" };
    let place = if text.delimiter.is_some() { "line" } else { "row" };
    let rows = match rows {
        Some(1) => ", 1 row below it".to_owned(),
        Some(rows) => format!(", {rows} rows below it"),
        None => String::new(),
    };
    let by_itself = if text.is_mapped { "" } else { "; each header as it would be read by itself" };
    Text::with_code(&format!("{role}{wide}, {written}; the header is in {place} {}{rows}{by_itself}", text.header_line))
}

/// Says what a column is used for.
pub(crate) fn meaning(uses: &[Use]) -> Text {
    let word = |own: &Use| match own {
        Use::Column(column) => column.name(),
        Use::Criterion => "a service criterion of the policy",
        Use::Cost => "a cost of the policy",
        Use::Gate => "a gate of the policy",
        Use::Ignored => "left out, as the policy says",
        Use::Carried => "not used: carried along, counts for nothing",
        Use::Unnamed => "no header: left out",
    };
    let words: Vec<&str> = uses.iter().map(word).collect();
    if words.is_empty() { "not understood".into() } else { words.join(", ").into() }
}

pub(crate) fn hint(hint: &str) -> String {
    format!("  hint: {hint}")
}

pub(crate) fn next(has_faults: bool) -> Text {
    if has_faults {
        "Mend what is wrong; then compare the sheets with".into()
    } else {
        "Compare the sheets with".into()
    }
}
