//! The little of XML that workbooks need.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::WorkbookFault;

/// What stands next in a part.
pub(super) enum Step<'x> {
    Open(BytesStart<'x>),
    Close(String),
    Text(String),
}

/// Reads a part from its beginning; empty elements are opened and closed.
pub(super) struct Xml<'x>(Reader<&'x [u8]>);

impl<'x> Xml<'x> {
    pub(super) fn of(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    /// Returns the next step; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Step<'x>>, WorkbookFault> {
        loop {
            return Ok(Some(match self.0.read_event().map_err(|_| WorkbookFault::Damaged)? {
                Event::Start(start) | Event::Empty(start) => Step::Open(start),
                Event::End(end) => Step::Close(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let text =
                        unescape(&format!("&{};", &*reference)).map_err(|_| WorkbookFault::Damaged)?.into_owned();
                    Step::Text(text)
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }
}

/// Returns the value of an attribute, whatever its prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, WorkbookFault> {
    // To look for attributes that stand twice takes the square of their count.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| WorkbookFault::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            return unescape(&attribute.value).map(|text| Some(text.into_owned())).map_err(|_| WorkbookFault::Damaged);
        }
    }
    Ok(None)
}

/// Says whether an attribute is set.
pub(super) fn is_set(start: &BytesStart<'_>, name: &str) -> Result<bool, WorkbookFault> {
    Ok(matches!(attribute(start, name)?.as_deref(), Some("1" | "true" | "on")))
}
