//! What a workbook says of its sheets, texts and formats.

use std::collections::{HashMap, HashSet};

use super::WorkbookFault;
use super::number::Format;
use super::package::Package;
use super::xml::{Step, Xml, attribute, is_set};

/// The most sheets of a workbook, and the most parts that a part refers to.
const MAX_SHEETS: usize = 1_000;
const MAX_RELATIONS: usize = 10_000;

/// A workbook, understood as far as its list of sheets.
#[derive(Debug)]
pub(super) struct Contents<'p> {
    package: &'p Package,
    pub(super) sheets: Vec<Listed>,
    pub(super) texts: Vec<String>,
    pub(super) formats: Vec<Format>,
    pub(super) is_1904: bool,
}

/// A sheet in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    part: String,
}

/// A reference from one part to another: its id, the end of its type, and the part.
struct Relation {
    id: String,
    kind: String,
    part: String,
}

impl<'p> Contents<'p> {
    pub(super) fn of(package: &'p Package) -> Result<Self, WorkbookFault> {
        let workbook = relations(package, "")?.into_iter().find(|relation| relation.kind == "officeDocument");
        let workbook = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
        let relations = relations(package, &workbook)?;
        let mut contents = Self { package, sheets: Vec::new(), texts: Vec::new(), formats: Vec::new(), is_1904: false };
        let mut xml = Xml::of(package.part(&workbook).ok_or(WorkbookFault::Damaged)?);
        let mut parts = HashSet::new();
        while let Some(step) = xml.next()? {
            let Step::Open(start) = step else { continue };
            match start.local_name().as_ref() {
                "workbookPr" => contents.is_1904 |= is_set(&start, "date1904")?,
                "sheet" => {
                    let id = attribute(&start, "id")?.unwrap_or_default();
                    let found = relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet");
                    let (Some(name), Some(relation)) = (attribute(&start, "name")?, found) else { continue };
                    // A part that stands for many sheets would be read as often.
                    if contents.sheets.len() == MAX_SHEETS || !parts.insert(relation.part.clone()) {
                        return Err(WorkbookFault::Damaged);
                    }
                    let is_hidden = matches!(attribute(&start, "state")?.as_deref(), Some("hidden" | "veryHidden"));
                    contents.sheets.push(Listed { name, is_hidden, part: relation.part.clone() });
                }
                _ => {}
            }
        }
        let part = |kind: &str| {
            relations.iter().find(|relation| relation.kind == kind).and_then(|relation| package.part(&relation.part))
        };
        contents.texts = part("sharedStrings").map_or(Ok(Vec::new()), texts)?;
        contents.formats = part("styles").map_or(Ok(Vec::new()), formats)?;
        Ok(contents)
    }

    /// Returns the XML of a sheet.
    pub(super) fn xml(&self, sheet: &Listed) -> Result<&'p str, WorkbookFault> {
        self.package.part(&sheet.part).ok_or(WorkbookFault::Damaged)
    }
}

/// Reads what a part refers to; the name of the whole package is empty.
fn relations(package: &Package, of: &str) -> Result<Vec<Relation>, WorkbookFault> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut found = Vec::new();
    let Some(text) = package.part(&format!("{folder}{slash}_rels/{name}.rels")) else { return Ok(found) };
    let mut xml = Xml::of(text);
    while let Some(step) = xml.next()? {
        let Step::Open(start) = step else { continue };
        if start.local_name().as_ref() == "Relationship" {
            let value = |name| Ok(attribute(&start, name)?.unwrap_or_default());
            let (id, kind, target) = (value("Id")?, value("Type")?, value("Target")?);
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let part = target.strip_prefix('/').map_or_else(|| joined(folder, &target), str::to_owned);
            if found.len() == MAX_RELATIONS {
                return Err(WorkbookFault::Damaged);
            }
            found.push(Relation { id, kind, part });
        }
    }
    Ok(found)
}

fn joined(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Reads the texts that cells refer to; what shows how they are pronounced is left out.
fn texts(part: &str) -> Result<Vec<String>, WorkbookFault> {
    let mut xml = Xml::of(part);
    let mut texts: Vec<String> = Vec::new();
    let (mut is_text, mut is_phonetic) = (false, false);
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(start) => match start.local_name().as_ref() {
                "si" => texts.push(String::new()),
                "t" => is_text = true,
                "rPh" => is_phonetic = true,
                _ => {}
            },
            Step::Close(name) => match name.as_str() {
                "t" => is_text = false,
                "rPh" => is_phonetic = false,
                _ => {}
            },
            Step::Text(text) if is_text && !is_phonetic => {
                texts.last_mut().ok_or(WorkbookFault::Damaged)?.push_str(&text);
            }
            Step::Text(_) => {}
        }
    }
    Ok(texts)
}

/// Reads the formats of numbers, in the order in which cells refer to them.
fn formats(part: &str) -> Result<Vec<Format>, WorkbookFault> {
    let mut xml = Xml::of(part);
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut is_of_cells = false;
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(start) => {
                let id = || Ok(attribute(&start, "numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or(0));
                match start.local_name().as_ref() {
                    "numFmt" => {
                        drop(codes.insert(id()?, Format::parse(&attribute(&start, "formatCode")?.unwrap_or_default())));
                    }
                    "cellXfs" => is_of_cells = true,
                    "xf" if is_of_cells => {
                        let id = id()?;
                        let own = codes.get(&id).cloned();
                        formats.push(own.unwrap_or_else(|| Format::built_in(id)));
                    }
                    _ => {}
                }
            }
            Step::Close(name) => is_of_cells &= name != "cellXfs",
            Step::Text(_) => {}
        }
    }
    Ok(formats)
}
