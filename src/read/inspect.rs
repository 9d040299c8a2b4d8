//! What is understood of each sheet, whether or not all of it can be read.

use std::io::Read as _;

use csv::StringRecord;

use super::faults::{Faults, Log};
use super::headers::alias::meaning;
use super::headers::expected::belongs;
use super::headers::layout::Layout;
use super::sheet::Sheet;
use super::text::dialect::{detect, titles};
use super::text::encoding;
use super::text::prepared::Prepared;
use super::text::records::Records;
use super::{Options, ReadError, read};
use crate::policy::{Policy, Wide};
use crate::rule::dataset::Dataset;
use crate::value::column::Column;
use crate::value::source::{Digest, Format, Role, Source};
use crate::value::untrusted::Untrusted;

/// What is understood of sheets.
#[derive(Debug)]
pub(crate) struct Inspection {
    /// Every sheet, in the order in which they were given.
    pub(crate) sheets: Vec<SheetView>,
    /// What they say together, or all that is wrong with them.
    pub(crate) outcome: Result<Dataset, Faults>,
}

/// What is understood of a sheet.
#[derive(Debug)]
pub(crate) struct SheetView {
    /// The path as the user gave it.
    pub(crate) path: Untrusted,
    /// SHA-256 of the file.
    pub(crate) sha256: Digest,
    pub(crate) role: Role,
    /// `None` where it cannot be read as text.
    pub(crate) text: Option<TextView>,
}

/// How the text of a sheet is read.
#[derive(Debug)]
pub(crate) struct TextView {
    pub(crate) format: Format,
    /// What parts the cells; `None` in a workbook.
    pub(crate) delimiter: Option<char>,
    /// The line of the header, or its row in a workbook.
    pub(crate) header_line: u32,
    /// Where the vendors stand side by side, as the policy would say it.
    pub(crate) wide: Option<Wide>,
    /// What each column is understood as, from the left; where vendors stand side by side, as one row a quote.
    pub(crate) columns: Vec<ColumnView>,
    /// Whether all headers are understood; else the columns are what each header says by itself.
    pub(crate) is_mapped: bool,
}

/// What a column is understood as.
#[derive(Debug)]
pub(crate) struct ColumnView {
    pub(crate) header: Untrusted,
    pub(crate) uses: Vec<Use>,
}

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It holds a column that bijia knows.
    Column(Column),
    /// It is a service criterion of the policy.
    Criterion,
    /// It is a cost of the policy.
    Cost,
    /// A gate of the policy is held against it.
    Gate,
    /// The policy leaves it out.
    Ignored,
    /// It is carried along and counts for nothing.
    Carried,
    /// It has no header.
    Unnamed,
}

/// Reads sheets and says how each is understood.
///
/// # Errors
///
/// A file cannot be read at all.
pub(crate) fn inspect(sources: &[Source], policy: &Policy, options: &Options) -> Result<Inspection, ReadError> {
    let outcome = match read(sources, policy, options) {
        Ok(dataset) => Ok(dataset),
        Err(ReadError::Faults(faults)) => Err(faults),
        Err(error @ ReadError::Io { .. }) => return Err(error),
    };
    let is_sheet = |(_, source): &(u32, &Source)| matches!(source.role, Role::Quotes | Role::Request);
    let view = |(number, source): (u32, &Source)| {
        sheet_view(sources, (number, source), policy, options)
            .map_err(|error| ReadError::Io { path: source.path.clone(), error })
    };
    let sheets = (0..).zip(sources).filter(is_sheet).map(view).collect::<Result<_, _>>()?;
    Ok(Inspection { sheets, outcome })
}

fn sheet_view(
    sources: &[Source],
    (number, source): (u32, &Source),
    policy: &Policy,
    options: &Options,
) -> std::io::Result<SheetView> {
    let mut bytes = Vec::new();
    source.reader()?.read_to_end(&mut bytes)?;
    let prepared = Prepared::of(source, number, policy, options)?;
    let is_refused = matches!(prepared, Prepared::Refused { .. });
    let text = encoding::decode(prepared.text().map_or(bytes.as_slice(), str::as_bytes)).ok();
    let text = text
        .filter(|_| !is_refused)
        .and_then(|text| text_view(text, &prepared, (sources, number, source), policy, options));
    Ok(SheetView { path: source.path.clone(), sha256: Digest::of(&bytes), role: source.role, text })
}

/// Maps the header of a text; where it has faults, each header by itself. `None` where no header is found.
fn text_view(
    text: &str,
    prepared: &Prepared,
    (sources, number, source): (&[Source], u32, &Source),
    policy: &Policy,
    options: &Options,
) -> Option<TextView> {
    let delimiter = prepared.delimiter().or(options.delimiter).or_else(|| detect(text.as_bytes(), policy).ok())?;
    let format = prepared.format();
    let wide = prepared.as_wide();
    // The line of the last header.
    let in_sheet = |line| wide.map_or(line, |wide| wide.head_ends);
    let declaration = wide.map(|wide| wide.declaration.clone());
    let shown = matches!(format, Format::Text(_)).then_some(char::from(delimiter));
    // Its faults are told by the reading.
    let mut log = Log::new(sources, options.keep);
    let opened = Sheet::open((source, number), text.as_bytes(), policy, (options, Some(delimiter)), &mut log);
    if let Some(Sheet { layout, header, .. }) = opened {
        let columns = (0..layout.headers.len()).map(|field| column_view(&layout, field)).collect();
        let header_line = in_sheet(header.line);
        return Some(TextView { format, delimiter: shown, header_line, wide: declaration, columns, is_mapped: true });
    }
    let above = titles(text.as_bytes(), delimiter, policy).texts.len();
    let (mut records, mut record) = (Records::new(text.as_bytes(), delimiter), StringRecord::new());
    let mut header_line = 0;
    for _ in 0..=above {
        header_line = records.next(&mut record).ok()??;
    }
    let by_itself = |header: &str| ColumnView {
        header: Untrusted::new(header.trim()),
        uses: meaning(header)
            .filter(|meaning| meaning.unfit.is_none() && belongs(meaning.column, source.role))
            .map(|meaning| Use::Column(meaning.column))
            .into_iter()
            .collect(),
    };
    let columns = record.iter().map(by_itself).collect();
    let header_line = in_sheet(header_line);
    Some(TextView { format, delimiter: shown, header_line, wide: declaration, columns, is_mapped: false })
}

fn column_view(layout: &Layout, field: usize) -> ColumnView {
    let mut uses: Vec<Use> = Column::ALL
        .iter()
        .filter(|column| layout.joined(**column).contains(&field))
        .map(|column| Use::Column(*column))
        .collect();
    let has = |fields: &[Option<usize>]| fields.contains(&Some(field));
    let of_policy = [
        (Use::Criterion, has(&layout.criteria)),
        (Use::Cost, has(&layout.costs)),
        (Use::Gate, has(&layout.gates)),
        (Use::Ignored, layout.ignored.contains(&field)),
        (Use::Unnamed, layout.unnamed.contains(&field)),
    ];
    uses.extend(of_policy.into_iter().filter(|(_, holds)| *holds).map(|(own, _)| own));
    // The criterion of a column that bijia knows is that column.
    if uses.iter().any(|own| matches!(own, Use::Column(_))) {
        uses.retain(|own| *own != Use::Criterion);
    }
    if uses.is_empty() {
        uses.push(Use::Carried);
    }
    ColumnView { header: layout.header(field), uses }
}
