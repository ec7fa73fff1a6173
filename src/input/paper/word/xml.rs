//! What the readers of a `.docx`'s parts share: the walk through a part, and values of its marks.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::input::contents::Trouble;
use crate::input::xml::{attribute, local_end, resolved};

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
            Event::End(tag) => walk.end(local_end(&tag))?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&resolved(&reference)?),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The attribute `val`.
pub(super) fn value(tag: &BytesStart<'_>) -> Result<String, Trouble> {
    Ok(attribute(tag, "val")?.unwrap_or_default())
}

/// The attribute `val` as a number.
pub(super) fn number<T: std::str::FromStr>(tag: &BytesStart<'_>) -> Result<Option<T>, Trouble> {
    Ok(value(tag)?.trim().parse().ok())
}
