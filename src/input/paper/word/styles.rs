//! Styles, as far as they say something of the text: numbering, and whether it is hidden.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::xml::{self, Walk, number, value};
use crate::input::contents::Trouble;
use crate::input::xml::{attribute, is_switched_on};

/// Which list, and which level of it, a paragraph belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ListRef {
    /// 0 takes a paragraph out of any list.
    pub list: Option<u32>,
    pub level: Option<usize>,
}

/// Styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    list: ListRef,
    hidden: Option<bool>,
    struck: Option<bool>,
}

/// Styles rest on others; a ring of them is broken after so many.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let mut reader = StylesReader::default();
        xml::walk(text, &mut reader)?;
        Ok(reader.styles)
    }

    /// The style of a paragraph that names `style`, or none.
    fn chain<'a>(&'a self, style: Option<&'a str>, paragraph: bool) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let usual = if paragraph { self.usual.as_deref() } else { None };
        let mut next = style.or(usual);
        let styles = std::iter::from_fn(move || {
            let id = next?;
            let style = self.all.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        });
        styles.take(LONGEST_CHAIN)
    }

    /// The list that a paragraph style gives, and the style in its chain that gives it.
    pub fn list<'a>(&'a self, style: Option<&'a str>) -> Option<(ListRef, &'a str)> {
        let mut found = self.chain(style, true).filter(|(_, style)| style.list.list.is_some());
        found.next().map(|(id, style)| (style.list, id))
    }

    /// The list that a style of lists stands for.
    pub fn list_of_style(&self, style: &str) -> Option<u32> {
        self.all.get(style)?.list.list
    }

    /// Is text of these styles hidden?
    pub fn is_hidden(&self, character: Option<&str>, paragraph: Option<&str>) -> bool {
        let of = |style, is_paragraph| self.chain(style, is_paragraph).find_map(|(_, style)| style.hidden);
        character.and_then(|style| of(Some(style), false)).or_else(|| of(paragraph, true)).unwrap_or(false)
    }

    /// Is text of these styles struck through?
    pub fn is_struck(&self, character: Option<&str>, paragraph: Option<&str>) -> bool {
        let of = |style, is_paragraph| self.chain(style, is_paragraph).find_map(|(_, style)| style.struck);
        character.and_then(|style| of(Some(style), false)).or_else(|| of(paragraph, true)).unwrap_or(false)
    }
}

#[derive(Default)]
struct StylesReader {
    styles: Styles,
    id: Option<String>,
    style: Style,
    /// Within how many elements that say something else: table conditions, changes under review.
    aside: usize,
}

impl Walk for StylesReader {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let name = tag.local_name();
        if self.aside > 0 || matches!(name.as_ref(), "tblStylePr" | "pPrChange" | "rPrChange" | "docDefaults") {
            self.aside += 1;
            return Ok(());
        }
        match name.as_ref() {
            "style" => {
                self.id = attribute(tag, "styleId")?;
                self.style = Style::default();
                let usual = matches!(attribute(tag, "default")?.as_deref(), Some("1" | "true" | "on"));
                if usual && attribute(tag, "type")?.as_deref() == Some("paragraph") {
                    self.styles.usual.clone_from(&self.id);
                }
            }
            "basedOn" => self.style.based_on = Some(value(tag)?),
            "numId" => self.style.list.list = number(tag)?,
            "ilvl" => self.style.list.level = number(tag)?,
            "vanish" => self.style.hidden = Some(is_switched_on(tag)?),
            "strike" | "dstrike" => self.style.struck = Some(is_switched_on(tag)?),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        if self.aside > 0 {
            self.aside -= 1;
        } else if name == "style"
            && let Some(id) = self.id.take()
        {
            self.styles.all.insert(id, std::mem::take(&mut self.style));
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}
}
