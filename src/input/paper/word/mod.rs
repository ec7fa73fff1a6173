//! `.docx`: the text as a reader of the document sees it.
//!
//! `xml` walks through its parts; `styles` and `numbering` say what stands before a paragraph's text;
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
use crate::input::package::Package;

/// The text of a letter with all its marks is far below; a file made to fill the memory is above.
const PART_LIMIT: u64 = 32 * 1024 * 1024;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Paper, Trouble> {
    let mut package = Package::open(bytes, PART_LIMIT)?;
    let main = package.main("word/document.xml")?;
    let text = package.part(&main)?.ok_or(Trouble::Damaged)?;
    let related = package.relations(&main)?;
    let mut part = |kind: &str, usual: &str| {
        let relation = related.iter().find(|relation| relation.kind == kind);
        package.part(relation.map_or(usual, |relation| relation.target.as_str()))
    };
    let styles = part("styles", "word/styles.xml")?;
    let styles = styles.map(|text| styles::Styles::read(&text)).transpose()?.unwrap_or_default();
    let numbering = part("numbering", "word/numbering.xml")?;
    let numbering = numbering.map(|text| numbering::Numbering::read(&text)).transpose()?.unwrap_or_default();
    document::read(&text, styles, numbering)
}
