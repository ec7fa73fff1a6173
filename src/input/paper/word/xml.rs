//! What the readers of a `.docx`'s parts share: its parts by their relations, attributes, switches.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use crate::input::contents::Trouble;

/// The text of a letter with all its marks is far below; a file made to fill the memory is above.
pub(super) const PART_LIMIT: u64 = 32 * 1024 * 1024;

/// The opened container.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, Trouble> {
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|_| Trouble::Damaged)
    }

    /// A part as text; `None` where it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Trouble> {
        let name = name.trim_start_matches('/');
        let mut part = match self.0.by_name(name) {
            Ok(part) => part,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Trouble::Damaged),
        };
        let mut bytes = Vec::new();
        (&mut part).take(PART_LIMIT + 1).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
        if bytes.len() as u64 > PART_LIMIT {
            return Err(Trouble::TooLarge);
        }
        crate::input::text::decode(&bytes).map(Some).ok_or(Trouble::Damaged)
    }

    /// The targets of a part's relations, by the last word of their type: `officeDocument`, `styles`, `numbering`.
    pub fn relations(&mut self, part: &str) -> Result<BTreeMap<String, String>, Trouble> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut targets = BTreeMap::new();
        let Some(text) = self.part(&format!("{folder}{slash}_rels/{file}.rels"))? else {
            return Ok(targets);
        };
        each_tag(&text, |tag| {
            if tag.local_name().as_ref() == "Relationship" {
                let kind = attribute(tag, "Type")?.unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = attribute(tag, "Target")?.unwrap_or_default();
                let target = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("{folder}{slash}{target}"),
                };
                targets.entry(kind).or_insert(target);
            }
            Ok(())
        })?;
        Ok(targets)
    }
}

/// Calls `see` for every opening tag of a part.
fn each_tag(text: &str, mut see: impl FnMut(&BytesStart<'_>) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) => see(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A reader's next step, with a tag that is empty opened and closed.
pub(super) trait Walk {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble>;
    fn end(&mut self, name: &str) -> Result<(), Trouble>;
    fn text(&mut self, text: &str);
}

/// Walks through a part.
pub(super) fn walk(text: &str, walk: &mut impl Walk) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) => walk.start(&tag)?,
            Event::Empty(tag) => {
                walk.start(&tag)?;
                walk.end(tag.local_name().as_ref())?;
            }
            Event::End(tag) => walk.end(tag.local_name().as_ref())?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&resolved(&reference)?),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Trouble> {
    match reference.resolve_char_ref().map_err(|_| Trouble::Damaged)? {
        Some(c) => Ok(c.to_string()),
        None => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned).ok_or(Trouble::Damaged),
    }
}

/// An attribute by its local name: programs differ in the prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Trouble> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Trouble::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return value.map(|value| Some(value.into_owned())).map_err(|_| Trouble::Damaged);
        }
    }
    Ok(None)
}

/// The attribute `val`.
pub(super) fn value(tag: &BytesStart<'_>) -> Result<String, Trouble> {
    Ok(attribute(tag, "val")?.unwrap_or_default())
}

/// The attribute `val` as a number.
pub(super) fn number<T: std::str::FromStr>(tag: &BytesStart<'_>) -> Result<Option<T>, Trouble> {
    Ok(value(tag)?.trim().parse().ok())
}

/// Is a switch such as `<w:vanish/>` on?
pub(super) fn is_on(tag: &BytesStart<'_>) -> Result<bool, Trouble> {
    Ok(!matches!(value(tag)?.as_str(), "0" | "false" | "off"))
}
