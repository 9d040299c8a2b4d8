//! The parts of a workbook's archive, inflated with limits.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use super::WorkbookFault;
use crate::read::fault::FileKind;

/// The most bytes of all parts that are read.
const MAX_BYTES: u64 = 64 << 20;
/// The most parts of an archive.
const MAX_PARTS: usize = 2_000;
/// How many times its size in the archive a part of over a mebibyte may have.
const MAX_RATIO: u64 = 200;

/// The texts of an archive's parts, by name.
#[derive(Debug)]
pub(super) struct Package(HashMap<String, String>);

impl Package {
    /// Inflates every part with XML in it.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, WorkbookFault> {
        let damaged = |_| WorkbookFault::Damaged;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MAX_PARTS {
            return Err(WorkbookFault::TooLarge);
        }
        let mut parts = HashMap::new();
        let mut left = MAX_BYTES;
        for number in 0..archive.len() {
            let part = archive.by_index(number).map_err(damaged)?;
            let name = part.name().map_err(damaged)?.replace('\\', "/");
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let is_list = name.ends_with("workbook.bin");
            if !matches!(ending, "xml" | "rels") && name != "mimetype" && !is_list {
                continue;
            }
            let packed = part.compressed_size();
            let mut text = Vec::new();
            // What the archive says of sizes is not believed.
            part.take(left + 1).read_to_end(&mut text).map_err(|_| WorkbookFault::Damaged)?;
            let size = text.len() as u64;
            if size > left || (size > 1 << 20 && size / packed.max(1) > MAX_RATIO) {
                return Err(WorkbookFault::TooLarge);
            }
            left -= size;
            let text = if is_list { String::new() } else { utf8(text)? };
            if parts.insert(name, text).is_some() {
                return Err(WorkbookFault::Damaged);
            }
        }
        Ok(Self(parts))
    }

    /// Returns the text of a part.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Says what else than a workbook of this kind the archive is.
    pub(super) fn other_kind(&self) -> Option<FileKind> {
        let mimetype = self.part("mimetype").unwrap_or_default();
        if mimetype.contains("opendocument.spreadsheet") {
            Some(FileKind::OpenDocument)
        } else if self.0.keys().any(|name| name.ends_with("workbook.bin")) {
            Some(FileKind::BinaryWorkbook)
        } else if self.part("[Content_Types].xml").is_none() || self.part("word/document.xml").is_some() {
            Some(FileKind::Zip)
        } else {
            None
        }
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, WorkbookFault> {
    let text = String::from_utf8(bytes).map_err(|_| WorkbookFault::Damaged)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
