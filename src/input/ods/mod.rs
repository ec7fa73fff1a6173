//! `.ods` spreadsheets, read by their XML.
//!
//! calamine reads `.ods` too, but into a dense range (one far cell asks for gigabytes) and without merged
//! regions; so the content is read here, sparsely.

mod styles;

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::styles::Styles;
use super::book::{Cell, Hiding, Region, Sheet, Size, Struck};
use super::contents::Trouble;
use super::number::Number;
use super::workbook;
use super::xml::resolved;
use crate::diag::CellRef;

/// A row or cell that stands for many equal ones is stored as often as this at most: programs repeat the
/// last row down to the end of the sheet.
const REPEAT_LIMIT: u32 = 10_000;
/// What the texts of a row may hold.
const ROW_TEXT_LIMIT: usize = 64 * 1024 * 1024;

/// Every sheet of the spreadsheet.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    let mut read = |name: &str| {
        let mut text = String::new();
        let mut part = archive.by_name(name).map_err(|_| Trouble::Damaged)?;
        part.read_to_string(&mut text).map_err(|_| Trouble::Damaged)?;
        Ok(text)
    };
    let content = read("content.xml")?;
    let mut walk = Walk::default();
    // Styles that people name stand in a part of their own; a file without it has none.
    if let Ok(styles) = read("styles.xml") {
        walk.styles.read(&styles)?;
    }
    let mut reader = Reader::from_str(&content);
    loop {
        match reader.read_event().map_err(|_| Trouble::Damaged)? {
            Event::Start(tag) => walk.start(&tag)?,
            Event::Empty(tag) => {
                walk.start(&tag)?;
                walk.end(tag.name().as_ref())?;
            }
            Event::End(tag) => walk.end(tag.name().as_ref())?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&resolved(&reference)?),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(walk.sheets)
}

/// Where the reader is, and what it has found.
#[derive(Default)]
struct Walk {
    sheets: Vec<Sheet>,
    /// What all sheets but the last hold.
    before: Size,
    styles: Styles,
    row: u32,
    row_repeat: u32,
    row_cells: Vec<(u32, Cell, Option<Struck>)>,
    /// Bytes of the texts of these cells.
    row_text: usize,
    row_hidden: Option<Hiding>,
    row_style: Option<String>,
    /// The styles of columns, each up to its last one.
    column_styles: Vec<(u32, Option<String>)>,
    column: u32,
    cell: Option<Open>,
    /// Inside of how many elements whose text is none of the cell's: notes, comments.
    aside: usize,
}

/// A cell that is being read.
struct Open {
    kind: String,
    value: Option<String>,
    has_formula: bool,
    is_error: bool,
    repeat: u32,
    text: String,
    paragraphs: usize,
    in_paragraph: bool,
    look: Look,
}

/// How much of a cell's text is struck through.
#[derive(Default)]
struct Look {
    /// Is the cell, where its text does not say otherwise?
    cell: bool,
    /// What the spans that are open say.
    spans: Vec<Option<bool>>,
    struck: String,
    has_plain: bool,
}

impl Look {
    fn text(&mut self, text: &str) {
        if self.spans.iter().rev().find_map(|look| *look).unwrap_or(self.cell) {
            self.struck.push_str(text);
        } else {
            self.has_plain |= !text.trim().is_empty();
        }
    }

    fn how(&self) -> Option<Struck> {
        match self.struck.trim() {
            "" => None,
            _ if !self.has_plain => Some(Struck::Whole),
            words => Some(Struck::Part(words.to_owned())),
        }
    }
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match tag.name().as_ref() {
            "office:annotation" | "draw:frame" | "text:note" | "text:ruby-text" | "table:shapes" => self.aside += 1,
            "style:style" | "style:default-style" | "style:table-properties" | "style:text-properties" => {
                self.styles.take(tag)?;
            }
            "table:table" if self.aside == 0 => {
                let style = attribute(tag, "table:style-name")?.unwrap_or_default();
                if let Some(sheet) = self.sheets.last() {
                    self.before = self.before.with(sheet.size());
                }
                self.sheets.push(Sheet {
                    name: Some(attribute(tag, "table:name")?.unwrap_or_default().into()),
                    hidden: self.styles.hides(&style),
                    ..Sheet::default()
                });
                self.row = 0;
                self.column_styles.clear();
            }
            "table:table-column" => self.columns(tag)?,
            "table:table-row" => {
                self.row_repeat = count(tag, "table:number-rows-repeated")?;
                self.row_cells.clear();
                self.row_hidden = hiding(tag)?;
                self.row_style = attribute(tag, "table:default-cell-style-name")?;
                self.row_text = 0;
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" if self.aside == 0 => {
                self.merge(tag)?;
                let style = attribute(tag, "table:style-name")?;
                let struck = style.or_else(|| self.row_style.clone()).or_else(|| self.column_style());
                self.cell = Some(Open {
                    kind: attribute(tag, "office:value-type")?.unwrap_or_default(),
                    value: value_of(tag)?,
                    has_formula: attribute(tag, "table:formula")?.is_some(),
                    is_error: attribute(tag, "calcext:value-type")?.as_deref() == Some("error"),
                    repeat: count(tag, "table:number-columns-repeated")?,
                    text: String::new(),
                    paragraphs: 0,
                    in_paragraph: false,
                    look: Look {
                        cell: struck.is_some_and(|style| self.styles.strikes(&style).unwrap_or(false)),
                        ..Look::default()
                    },
                });
            }
            name => self.inline(name, tag)?,
        }
        Ok(())
    }

    fn inline(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let (Some(cell), 0) = (&mut self.cell, self.aside) else {
            return Ok(());
        };
        match name {
            "text:p" => {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs += 1;
                cell.in_paragraph = true;
            }
            "text:s" => {
                let blanks = count(tag, "text:c")?.min(REPEAT_LIMIT);
                cell.text.extend(std::iter::repeat_n(' ', blanks as usize));
                if cell.text.len() > ROW_TEXT_LIMIT {
                    return Err(Trouble::TooLarge);
                }
            }
            "text:span" => {
                let style = attribute(tag, "text:style-name")?;
                cell.look.spans.push(style.and_then(|style| self.styles.strikes(&style)));
            }
            "text:tab" => cell.text.push('\t'),
            "text:line-break" => cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    /// Columns that look the same, hidden ones among them.
    fn columns(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let first = self.column_styles.last().map_or(0, |(last, _)| last.saturating_add(1));
        let last = first.saturating_add(count(tag, "table:number-columns-repeated")? - 1);
        self.column_styles.push((last, attribute(tag, "table:default-cell-style-name")?));
        if let (Some(_), Some(sheet)) = (hiding(tag)?, self.sheets.last_mut()) {
            sheet.hidden_columns.push((first, last));
        }
        Ok(())
    }

    fn column_style(&self) -> Option<String> {
        let at = self.column_styles.partition_point(|(last, _)| *last < self.column);
        self.column_styles.get(at)?.1.clone()
    }

    /// A cell that spans others is a merged region.
    fn merge(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let columns = count(tag, "table:number-columns-spanned")?;
        let rows = count(tag, "table:number-rows-spanned")?;
        if let (true, Some(sheet)) = (columns > 1 || rows > 1, self.sheets.last_mut()) {
            let first = CellRef { row: self.row, column: self.column };
            let last =
                CellRef { row: first.row.saturating_add(rows - 1), column: first.column.saturating_add(columns - 1) };
            sheet.merged.push(Region { first, last });
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "text:p" if self.aside == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = false;
                }
            }
            "text:span" if self.aside == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.look.spans.pop();
                }
            }
            "office:annotation" | "draw:frame" | "text:note" | "text:ruby-text" | "table:shapes" => {
                self.aside = self.aside.saturating_sub(1);
            }
            "table:table-cell" | "table:covered-table-cell" if self.aside == 0 => {
                let Some(cell) = self.cell.take() else {
                    return Ok(());
                };
                let (repeat, struck) = (cell.repeat, cell.look.how());
                if let Some(value) = cell.value() {
                    self.row_text += value.text_len() * repeat.min(REPEAT_LIMIT) as usize;
                    if self.row_cells.len() > REPEAT_LIMIT as usize || self.row_text > ROW_TEXT_LIMIT {
                        return Err(Trouble::TooLarge);
                    }
                    for offset in 0..repeat.min(REPEAT_LIMIT) {
                        self.row_cells.push((self.column.saturating_add(offset), value.clone(), struck.clone()));
                    }
                }
                self.column = self.column.saturating_add(repeat);
            }
            "table:table-row" => {
                self.store_row()?;
                self.row = self.row.saturating_add(self.row_repeat);
            }
            _ => {}
        }
        Ok(())
    }

    fn store_row(&mut self) -> Result<(), Trouble> {
        let cells = std::mem::take(&mut self.row_cells);
        let Some(sheet) = self.sheets.last_mut().filter(|_| !cells.is_empty()) else {
            return Ok(());
        };
        for offset in 0..self.row_repeat.min(REPEAT_LIMIT) {
            let row = self.row.saturating_add(offset);
            for (column, cell, struck) in &cells {
                sheet.put(row, *column, cell.clone());
                let at = CellRef { row, column: *column };
                sheet.struck.extend(struck.clone().map(|struck| (at, struck)));
            }
            sheet.hidden_rows.extend(self.row_hidden.map(|hiding| (row, hiding)));
            if self.before.with(sheet.size()).is_too_large() {
                return Err(Trouble::TooLarge);
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let (Some(cell), 0) = (&mut self.cell, self.aside) {
            // Line ends of the XML between elements are layout, not text.
            if cell.in_paragraph {
                cell.text.push_str(text);
                cell.look.text(text);
            }
        }
    }
}

impl Open {
    fn value(self) -> Option<Cell> {
        if self.is_error {
            return Some(Cell::Error(self.text));
        }
        let cell = match (self.kind.as_str(), self.value) {
            ("float" | "currency" | "percentage", Some(value)) => match value.parse() {
                Ok(number) => shown_with_zeros(Number::of(number), &self.text),
                Err(_) => Cell::of_shown(self.text),
            },
            ("date", Some(value)) => match workbook::of_iso(&value) {
                Cell::Date { year, month, day, time, .. } => {
                    let shown = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
                    Cell::Date { year, month, day, time, shown }
                }
                other => other,
            },
            ("boolean", Some(value)) => Cell::Bool(value.eq_ignore_ascii_case("true")),
            ("string", Some(value)) => Cell::of_shown(value),
            ("", None) if self.text.is_empty() && self.has_formula => Cell::NoResult,
            ("", None) if self.text.is_empty() => return None,
            _ => Cell::of_shown(self.text),
        };
        Some(cell)
    }
}

/// A number is stored beside its text as shown; where that has zeros in front, they count: `023`.
fn shown_with_zeros(number: Number, text: &str) -> Cell {
    let text = text.trim();
    let bare = text.trim_start_matches('0');
    let is_padded = text.starts_with('0') && bare == number.shown;
    Cell::Number(if is_padded {
        Number { shown: text.to_owned(), formatted: true, ..number }
    } else {
        let display = (!text.is_empty() && text != number.shown).then(|| text.to_owned());
        Number { display, ..number }
    })
}

/// Is the row or column hidden?
fn hiding(tag: &BytesStart<'_>) -> Result<Option<Hiding>, Trouble> {
    Ok(match attribute(tag, "table:visibility")?.as_deref() {
        Some("collapse") => Some(Hiding::ByHand),
        Some("filter") => Some(Hiding::ByFilter),
        _ => None,
    })
}

fn value_of(tag: &BytesStart<'_>) -> Result<Option<String>, Trouble> {
    for name in ["office:value", "office:date-value", "office:boolean-value", "office:string-value"] {
        if let Some(value) = attribute(tag, name)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Trouble> {
    let found = tag.try_get_attribute(name).map_err(|_| Trouble::Damaged)?;
    found
        .map(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| Trouble::Damaged)
        })
        .transpose()
}

/// A count that is one where it is not given.
fn count(tag: &BytesStart<'_>, name: &str) -> Result<u32, Trouble> {
    Ok(attribute(tag, name)?.and_then(|count| count.parse().ok()).unwrap_or(1).max(1))
}
