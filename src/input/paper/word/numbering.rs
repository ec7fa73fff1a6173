//! Automatic numbering, written out as text: what Word counts, a copy of the text must count too.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::numerals;
use super::styles::Styles;
use super::xml::{self, Walk, number, value};
use crate::input::contents::Trouble;
use crate::input::xml::{attribute, is_switched_on};

/// Lists have nine levels.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By list: its definition and its own beginnings.
    lists: BTreeMap<u32, List>,
    definitions: BTreeMap<u32, Definition>,
    /// By definition and level: the last number.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists whose own beginnings were used.
    begun: BTreeSet<(u32, usize)>,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: u32,
    begins: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

#[derive(Debug, Clone, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// It is only a link to a style of lists.
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    text: String,
    /// The level (from 1) after which it begins anew; 0 for never.
    restart: Option<usize>,
    style: Option<String>,
    all_decimal: bool,
    gap: Gap,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    Tab,
    Space,
    Nothing,
}

/// What stands before the text of a paragraph of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// `一、`, `1.`
    Text(String),
    /// A sign that is the same for all.
    Bullet,
    /// A format that is not known, by its name.
    Unknown(String),
}

impl Numbering {
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let mut reader = NumberingReader::default();
        xml::walk(text, &mut reader)?;
        Ok(reader.numbering)
    }

    /// The level of a list that belongs to a paragraph style.
    pub fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let definition = self.definitions.get(&list.definition)?;
        let levels = list.levels.iter().chain(&definition.levels);
        levels.filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at).next()
    }

    /// Counts a paragraph of a list and gives what stands before its text.
    pub fn count(&mut self, list: u32, level: usize, styles: &Styles) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let own = self.lists.get(&list)?.clone();
        let id = self.linked(own.definition, styles);
        let definition = self.definitions.get(&id)?;
        let find = |at: usize| own.levels.get(&at).or_else(|| definition.levels.get(&at));
        let this = find(level)?.clone();

        let counts = self.counts.entry(id).or_default();
        let start = own.begins.get(&level).copied().or(this.start).unwrap_or(1);
        let begins = own.begins.contains_key(&level) && self.begun.insert((list, level));
        let next = match counts.get(level).copied().flatten() {
            Some(last) if !begins => last.saturating_add(1),
            _ => start,
        };
        for (at, count) in counts.iter_mut().enumerate().skip(level) {
            if at == level {
                *count = Some(next);
                continue;
            }
            let restarts = match find(at).and_then(|level| level.restart) {
                None => true,
                Some(0) => false,
                Some(after) => level < after,
            };
            if restarts {
                *count = None;
            }
        }
        let counts = *counts;
        if this.format == "bullet" {
            return Some(Label::Bullet);
        }
        let mut text = String::new();
        let mut signs = this.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let of = signs.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| sign == '%' && *digit > 0);
            let Some(of) = of else {
                text.push(sign);
                continue;
            };
            signs.next();
            let at = of as usize - 1;
            let of = find(at);
            let number = counts.get(at).copied().flatten();
            let number = number.or_else(|| of.and_then(|level| level.start)).unwrap_or(1);
            let format = of.map_or("decimal", |level| &level.format);
            let format = if this.all_decimal || format.is_empty() { "decimal" } else { format };
            match numerals::shown(number, format) {
                Some(shown) => text.push_str(&shown),
                None => return Some(Label::Unknown(format.to_owned())),
            }
        }
        if text.is_empty() {
            return None;
        }
        // 一、 and 1. part themselves from what follows, a bare number does not.
        let bare = text.chars().next_back().is_some_and(char::is_alphanumeric);
        if bare && this.gap != Gap::Nothing {
            text.push('　');
        }
        Some(Label::Text(text))
    }

    /// The definition that counts: a link to a style of lists leads to that style's.
    fn linked(&self, definition: u32, styles: &Styles) -> u32 {
        let style = self.definitions.get(&definition).and_then(|definition| definition.style.as_deref());
        let list = style.and_then(|style| styles.list_of_style(style)).and_then(|list| self.lists.get(&list));
        list.map_or(definition, |list| list.definition)
    }
}

#[derive(Default)]
struct NumberingReader {
    numbering: Numbering,
    definition: Option<(u32, Definition)>,
    list: Option<(u32, List)>,
    level: Option<(usize, Level)>,
    overridden: Option<usize>,
}

impl Walk for NumberingReader {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let id = |name: &str| -> Result<u32, Trouble> {
            Ok(attribute(tag, name)?.and_then(|id| id.trim().parse().ok()).unwrap_or(0))
        };
        let at = |name: &str| -> Result<usize, Trouble> { Ok((id(name)? as usize).min(LEVELS - 1)) };
        match tag.local_name().as_ref() {
            "abstractNum" => self.definition = Some((id("abstractNumId")?, Definition::default())),
            "num" => self.list = Some((id("numId")?, List::default())),
            "abstractNumId" => {
                if let Some((_, list)) = &mut self.list {
                    list.definition = number(tag)?.unwrap_or(0);
                }
            }
            "numStyleLink" => {
                if let Some((_, definition)) = &mut self.definition {
                    definition.style = Some(value(tag)?);
                }
            }
            "lvlOverride" => self.overridden = Some(at("ilvl")?),
            "startOverride" => {
                if let (Some((_, list)), Some(level), Some(begin)) = (&mut self.list, self.overridden, number(tag)?) {
                    list.begins.insert(level, begin);
                }
            }
            "lvl" => self.level = Some((at("ilvl")?, Level::default())),
            name => self.in_level(name, tag)?,
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "abstractNum" => {
                if let Some((id, definition)) = self.definition.take() {
                    self.numbering.definitions.insert(id, definition);
                }
            }
            "num" => {
                if let Some((id, list)) = self.list.take() {
                    self.numbering.lists.insert(id, list);
                }
            }
            "lvlOverride" => self.overridden = None,
            "lvl" => {
                let Some((at, level)) = self.level.take() else { return Ok(()) };
                if let Some((_, list)) = &mut self.list {
                    list.levels.insert(at, level);
                } else if let Some((_, definition)) = &mut self.definition {
                    definition.levels.insert(at, level);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}
}

impl NumberingReader {
    fn in_level(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let Some((_, level)) = &mut self.level else {
            return Ok(());
        };
        match name {
            "start" => level.start = number(tag)?,
            "numFmt" => level.format = value(tag)?,
            "lvlText" => level.text = value(tag)?,
            "lvlRestart" => level.restart = number(tag)?,
            "pStyle" => level.style = Some(value(tag)?),
            "isLgl" => level.all_decimal = is_switched_on(tag)?,
            "suff" => {
                level.gap = match value(tag)?.as_str() {
                    "nothing" => Gap::Nothing,
                    "space" => Gap::Space,
                    _ => Gap::Tab,
                }
            }
            _ => {}
        }
        Ok(())
    }
}
