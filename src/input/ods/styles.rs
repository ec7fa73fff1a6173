//! Styles of an `.ods` by their names: which hide a sheet, which strike text through.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::contents::Trouble;
use super::attribute;

/// Longer chains of parents are a circle.
const MOST_PARENTS: usize = 20;

/// All styles met so far.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: BTreeMap<String, Style>,
    /// The one whose properties come next.
    current: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    hides: bool,
    strikes: Option<bool>,
}

impl Styles {
    /// Takes the styles of the part `styles.xml`.
    pub fn read(&mut self, text: &str) -> Result<(), Trouble> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(|_| Trouble::Damaged)? {
                Event::Start(tag) | Event::Empty(tag) => self.take(&tag)?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Takes a style, or properties of the last one.
    pub fn take(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match tag.name().as_ref() {
            "style:style" => {
                self.current = attribute(tag, "style:name")?;
                if let Some(name) = &self.current {
                    let parent = attribute(tag, "style:parent-style-name")?;
                    self.by_name.insert(name.clone(), Style { parent, ..Style::default() });
                }
            }
            "style:default-style" => self.current = None,
            "style:table-properties" => {
                let hides = attribute(tag, "table:display")?.as_deref() == Some("false");
                if let Some(style) = self.current() {
                    style.hides = hides;
                }
            }
            "style:text-properties" => {
                let line = attribute(tag, "style:text-line-through-style")?;
                let line = line.or(attribute(tag, "style:text-line-through-type")?);
                if let (Some(line), Some(style)) = (line, self.current()) {
                    style.strikes = Some(line != "none");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn current(&mut self) -> Option<&mut Style> {
        self.by_name.get_mut(self.current.as_ref()?)
    }

    /// Does the style of a sheet hide it?
    pub fn hides(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|style| style.hides)
    }

    /// Does the style, or the one that it comes from, strike text through? `None` where none says.
    pub fn strikes(&self, name: &str) -> Option<bool> {
        let mut name = name;
        for _ in 0..MOST_PARENTS {
            let style = self.by_name.get(name)?;
            if style.strikes.is_some() {
                return style.strikes;
            }
            name = style.parent.as_deref()?;
        }
        None
    }
}
