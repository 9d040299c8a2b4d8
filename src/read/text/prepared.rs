//! Sources that are not read as they are: decoded or taken out of a workbook as a whole, or refused.

#[cfg(feature = "xlsx")]
use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::sync::Arc;

use super::blocks::Blocks;
use super::dialect::detect;
#[cfg(feature = "xlsx")]
use super::dialect::titles;
use super::encoding::{self, Undecodable};
use crate::policy::Policy;
use crate::read::Options;
use crate::read::fault::FaultKind;
use crate::read::faults::Log;
use crate::read::rows::fill::{Filling, Merged};
use crate::read::sheet::{column, row_of};
use crate::read::wide::{self, Melted, Wide, WidePlaces};
#[cfg(feature = "xlsx")]
use crate::read::workbook::{self, CellFault};
use crate::rule::edition::Edition;
use crate::rule::note::Note;
use crate::value::encoding::Encoding;
use crate::value::source::{ColumnRef, Digest, Format, Role, RowRef, Source};
use crate::value::untrusted::Untrusted;

/// A source, ready to be split into records.
#[derive(Debug)]
pub(crate) enum Prepared {
    /// UTF-8, read in blocks as it is.
    AsIs,
    /// The text of a source in another encoding.
    Decoded { encoding: Encoding, text: String, original: Original },
    /// A sheet of a workbook.
    #[cfg(feature = "xlsx")]
    Sheet(workbook::SheetText, Original),
    /// A sheet with the vendors side by side, as text of one row a quote; what it was before has no text any more.
    Wide { sheet: Box<Self>, melted: Melted, original: Original, notes: Vec<Note> },
    /// A source that cannot be read, and where that shows.
    Refused { at: Option<(RowRef, Option<ColumnRef>)>, kind: FaultKind, original: Original },
}

/// The bytes of a source as they were before they were decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Original {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
}

impl Prepared {
    /// Makes text of a source that is not UTF-8; `number` is its place in the order of reading.
    pub(crate) fn of(source: &Source, number: u32, policy: &Policy, options: &Options) -> io::Result<Self> {
        if !matches!(source.role, Role::Quotes | Role::Request | Role::Budgets) {
            return Ok(Self::AsIs);
        }
        let mut bytes = Vec::new();
        source.reader()?.read_to_end(&mut bytes)?;
        let original = || Original { sha256: Digest::of(&bytes), bytes: bytes.len() as u64 };
        #[cfg(feature = "xlsx")]
        if encoding::is_zip(&bytes) {
            let mark = options.decimal_mark.text();
            return Ok(match workbook::read(&bytes, &source.name, source.sheet.as_ref(), mark) {
                Ok(sheet) => Self::Sheet(sheet, original()).or_wide(None, (source, number), policy, options, original),
                Err(kind) => Self::Refused { at: None, kind, original: original() },
            });
        }
        Ok(match encoding::decode_whole(&bytes, source.encoding, policy) {
            Ok(None) => {
                let text = std::str::from_utf8(&bytes).unwrap_or_default();
                Self::AsIs.or_wide(Some(text), (source, number), policy, options, original)
            }
            Ok(Some((encoding, text))) => {
                let decoded = Self::Decoded { encoding, text, original: original() };
                decoded.or_wide(None, (source, number), policy, options, original)
            }
            Err(Undecodable { kind, before }) => {
                let at = row_of(before.as_bytes(), before.len(), number);
                let at = Some((at, column_behind(&before, policy, options)));
                Self::Refused { at, kind, original: original() }
            }
        })
    }

    /// Finds out whether a sheet has the vendors side by side; `text` is what it holds where that was not made here.
    fn or_wide(
        mut self,
        text: Option<&str>,
        (source, number): (&Source, u32),
        policy: &Policy,
        options: &Options,
        original: impl Fn() -> Original,
    ) -> Self {
        // The first edition read none such.
        if source.role != Role::Quotes || options.edition == Edition::First {
            return self;
        }
        let delimiter = self.delimiter().or(options.delimiter);
        let Some(text) = self.text().or(text) else { return self };
        match wide::read(text, delimiter, number, policy) {
            None => self,
            Some(Wide::Unclear(at, kind)) => Self::Refused { at: Some((at, None)), kind, original: original() },
            Some(Wide::Melted(melted)) => {
                match &mut self {
                    Self::Decoded { text, .. } => *text = String::new(),
                    #[cfg(feature = "xlsx")]
                    Self::Sheet(sheet, _) => sheet.text = String::new(),
                    Self::AsIs | Self::Wide { .. } | Self::Refused { .. } => {}
                }
                let notes = self.notes().iter().chain(&melted.notes).cloned().collect();
                Self::Wide { sheet: Box::new(self), melted, original: original(), notes }
            }
        }
    }

    /// Returns a wide sheet as text of one row a quote.
    pub(crate) const fn as_wide(&self) -> Option<&Melted> {
        match self {
            Self::Wide { melted, .. } => Some(melted),
            #[cfg(feature = "xlsx")]
            Self::Sheet(..) => None,
            Self::Decoded { .. } | Self::AsIs | Self::Refused { .. } => None,
        }
    }

    /// Returns where the rows of a wide sheet come from.
    pub(crate) const fn wide(&self) -> Option<&Arc<WidePlaces>> {
        match self {
            Self::Wide { melted, .. } => Some(&melted.places),
            #[cfg(feature = "xlsx")]
            Self::Sheet(..) => None,
            Self::Decoded { .. } | Self::AsIs | Self::Refused { .. } => None,
        }
    }

    /// Returns the text, where it is not what the source holds.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Wide { melted, .. } => Some(&melted.text),
            Self::Decoded { text, .. } => Some(text),
            #[cfg(feature = "xlsx")]
            Self::Sheet(sheet, _) => Some(&sheet.text),
            Self::AsIs | Self::Refused { .. } => None,
        }
    }

    /// Starts to read the text in blocks.
    pub(crate) fn blocks<'s>(&'s self, source: &'s Source, size: usize) -> io::Result<Blocks<'s>> {
        Ok(match self.text() {
            Some(text) => Blocks::new(Box::new(text.as_bytes()), size),
            None => Blocks::new(source.reader()?, size),
        })
    }

    /// Says what kind of file the source is.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Decoded { encoding, .. } => Format::Text(*encoding),
            #[cfg(feature = "xlsx")]
            Self::Sheet(sheet, _) => Format::Workbook { sheet: sheet.sheet.clone() },
            Self::Wide { sheet, .. } => sheet.format(),
            Self::AsIs | Self::Refused { .. } => Format::Text(Encoding::Utf8),
        }
    }

    /// Returns the delimiter of text that was made here.
    pub(crate) const fn delimiter(&self) -> Option<u8> {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Sheet(..) => Some(workbook::DELIMITER),
            Self::Wide { melted, .. } => Some(melted.delimiter),
            Self::Decoded { .. } | Self::AsIs | Self::Refused { .. } => None,
        }
    }

    /// Returns the bytes that the text was made of; those of the others are counted as they are read.
    pub(crate) const fn original(&self) -> Option<Original> {
        match self {
            Self::Decoded { original, .. } | Self::Refused { original, .. } | Self::Wide { original, .. } => {
                Some(*original)
            }
            #[cfg(feature = "xlsx")]
            Self::Sheet(_, original) => Some(*original),
            Self::AsIs => None,
        }
    }

    /// Returns the cells that are merged over rows. Those of a wide sheet are not filled: each of its rows is several.
    pub(crate) fn merged(&self) -> &[Merged] {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Sheet(sheet, _) => &sheet.merged,
            Self::Decoded { .. } | Self::AsIs | Self::Wide { .. } | Self::Refused { .. } => &[],
        }
    }

    /// Notes the cells that are merged over rows and filled by nothing.
    #[cfg_attr(not(feature = "xlsx"), expect(clippy::unused_self, reason = "only workbooks have merged cells"))]
    pub(crate) fn merged_note(&self, file: &Untrusted, filling: &Filling) -> Option<Note> {
        #[cfg(feature = "xlsx")]
        if let Some((sheet, head_ends)) = self.workbook() {
            let is_wide = head_ends > 0;
            let is_open = |merged: &&Merged| merged.last > head_ends && (is_wide || !filling.has_item(merged));
            let open = sheet.merged.iter().filter(is_open);
            let ranges: BTreeSet<Untrusted> = open.map(|merged| Untrusted::new(&merged.range)).collect();
            let (file, sheet) = (file.clone(), sheet.sheet.clone());
            return (!ranges.is_empty()).then(|| Note::MergedCells { file, sheet, ranges: ranges.into() });
        }
        let _ = (file, filling);
        None
    }

    /// Returns the sheet of a workbook, and the last row of its headers where the vendors stand side by side below them.
    #[cfg(feature = "xlsx")]
    fn workbook(&self) -> Option<(&workbook::SheetText, u32)> {
        match self {
            Self::Sheet(sheet, _) => Some((sheet, 0)),
            Self::Wide { sheet, melted, .. } => sheet.workbook().map(|(sheet, _)| (sheet, melted.head_ends)),
            Self::Decoded { .. } | Self::AsIs | Self::Refused { .. } => None,
        }
    }

    /// Returns what is worth saying of it.
    pub(crate) fn notes(&self) -> &[Note] {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Sheet(sheet, _) => &sheet.notes,
            Self::Wide { notes, .. } => notes,
            Self::Decoded { .. } | Self::AsIs | Self::Refused { .. } => &[],
        }
    }

    /// Returns the cells with a decimal mark, by line and column, that are numbers and no texts of them.
    pub(crate) fn typed(&self) -> &[(u32, usize)] {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Sheet(sheet, _) => &sheet.typed,
            Self::Decoded { .. } | Self::AsIs | Self::Wide { .. } | Self::Refused { .. } => &[],
        }
    }

    /// Tells of cells that have no text, and that places are in a sheet.
    pub(crate) fn tell(&self, file: u32, policy: &Policy, log: &mut Log) {
        if let Self::Wide { sheet, melted, .. } = self {
            for (at, column, kind) in &melted.faults {
                log.in_sheet(*at, column.clone(), kind.clone());
            }
            #[cfg(feature = "xlsx")]
            if let Self::Sheet(sheet, _) = &**sheet {
                log.name_sheet(file, &sheet.sheet);
                let head = u32::try_from(melted.head).expect("headers are few");
                for CellFault { row, line, column: field, kind, .. } in &sheet.faults {
                    let at = RowRef { file, row: (row + 1).saturating_sub(head), line: *line };
                    log.unread(at, melted.places.named(*field), kind.clone());
                }
            }
            #[cfg(not(feature = "xlsx"))]
            let _ = sheet;
        }
        #[cfg(feature = "xlsx")]
        if let Self::Sheet(sheet, _) = self {
            log.name_sheet(file, &sheet.sheet);
            let titles = titles(sheet.text.as_bytes(), workbook::DELIMITER, policy);
            let above = u32::try_from(titles.texts.len()).expect("titles are few");
            for CellFault { row, line, column: field, header, kind } in &sheet.faults {
                let header =
                    titles.header.get(*field).map_or_else(|| header.clone(), |cell| Untrusted::new(cell.trim()));
                let at = RowRef { file, row: row.saturating_sub(above), line: *line };
                log.unread(at, column(*field, &header), kind.clone());
            }
        }
        #[cfg(not(feature = "xlsx"))]
        let _ = (file, policy, log);
    }
}

/// Finds the column of what stands behind a text; `None` in its header, and where quotes may hold delimiters.
fn column_behind(before: &str, policy: &Policy, options: &Options) -> Option<ColumnRef> {
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    let (header, rows) = before.split_once(['\n', '\r'])?;
    if before.contains('"') {
        return None;
    }
    let delimiter = options.delimiter.or_else(|| detect(before.as_bytes(), policy).ok())?;
    let delimiter = char::from(delimiter);
    let field = rows.rsplit(['\n', '\r']).next()?.matches(delimiter).count();
    let header = header.split(delimiter).nth(field)?;
    Some(column(field, &Untrusted::new(header.trim())))
}
