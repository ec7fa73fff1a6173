//! What the readers of XML share: elements and attributes by their names without prefix, since programs choose
//! prefixes freely, switches, and signs written as references.

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::contents::Trouble;

/// An element's name.
pub(super) fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    tag.local_name().into_inner()
}

/// The name of an element that ends.
pub(super) fn local_end<'t>(tag: &'t BytesEnd<'_>) -> &'t str {
    tag.local_name().into_inner()
}

/// Calls `look` for every element that begins.
pub(super) fn each_tag(
    text: &str,
    mut look: impl FnMut(&BytesStart<'_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) => look(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its name.
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

/// Is a switch such as `<strike/>` on? It is, unless its attribute `val` says off.
pub(super) fn is_switched_on(tag: &BytesStart<'_>) -> Result<bool, Trouble> {
    Ok(!matches!(attribute(tag, "val")?.as_deref(), Some("0" | "false" | "off")))
}

/// What a reference such as `&#x20087;` or `&amp;` stands for.
pub(super) fn resolved(reference: &BytesRef<'_>) -> Result<String, Trouble> {
    match reference.resolve_char_ref().map_err(|_| Trouble::Damaged)? {
        Some(c) => Ok(c.to_string()),
        None => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned).ok_or(Trouble::Damaged),
    }
}
