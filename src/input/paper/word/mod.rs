//! `.docx`: the text as a reader of the document sees it.
//!
//! `xml` opens the container and its parts; `styles` and `numbering` say what stands before a paragraph's text;
//! `document` walks through the text; `objects` says what cannot be taken over.

mod document;
mod numbering;
mod numerals;
mod objects;
mod paragraph;
mod styles;
mod symbols;
mod xml;

#[cfg(test)]
mod tests;

use super::Paper;
use crate::input::contents::Trouble;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Paper, Trouble> {
    let mut package = xml::Package::open(bytes)?;
    let main = package.relations("")?.remove("officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let text = package.part(&main)?.ok_or(Trouble::Damaged)?;
    let related = package.relations(&main)?;
    let mut part = |kind: &str, usual: &str| package.part(related.get(kind).map_or(usual, String::as_str));
    let styles = part("styles", "word/styles.xml")?;
    let styles = styles.map(|text| styles::Styles::read(&text)).transpose()?.unwrap_or_default();
    let numbering = part("numbering", "word/numbering.xml")?;
    let numbering = numbering.map(|text| numbering::Numbering::read(&text)).transpose()?.unwrap_or_default();
    document::read(&text, styles, numbering)
}
