//! Which cell formats strike their text through.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::contents::Trouble;
use super::super::xml::{attribute, is_switched_on, local, local_end};

/// For each cell format, by its number: does its font strike through?
pub(super) fn struck(text: &str) -> Result<Vec<bool>, Trouble> {
    let mut fonts: Vec<bool> = Vec::new();
    let mut formats = Vec::new();
    let (mut in_fonts, mut in_formats) = (false, false);
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) | Event::Empty(tag) => match local(&tag) {
                "fonts" => in_fonts = true,
                "cellXfs" => in_formats = true,
                "font" if in_fonts => fonts.push(false),
                "strike" if in_fonts => {
                    let on = is_switched_on(&tag)?;
                    if let Some(font) = fonts.last_mut() {
                        *font = on;
                    }
                }
                "xf" if in_formats => {
                    let font = attribute(&tag, "fontId")?.and_then(|id| id.parse::<usize>().ok());
                    formats.push(font.and_then(|font| fonts.get(font).copied()).unwrap_or(false));
                }
                _ => {}
            },
            Event::End(tag) => match local_end(&tag) {
                "fonts" => in_fonts = false,
                "cellXfs" => in_formats = false,
                _ => {}
            },
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}
