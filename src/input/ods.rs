//! `.ods` spreadsheets, read by their XML.
//!
//! calamine reads `.ods` too, but into a dense range (one far cell asks for gigabytes) and without merged
//! regions; so the content is read here, sparsely.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::book::{Cell, Region, Sheet, Size};
use super::contents::Trouble;
use super::number::Number;
use super::workbook;
use crate::diag::CellRef;

/// A row or cell that stands for many equal ones is stored as often as this at most: programs repeat the
/// last row down to the end of the sheet.
const REPEAT_LIMIT: u32 = 10_000;
/// What the texts of a row may hold.
const ROW_TEXT_LIMIT: usize = 64 * 1024 * 1024;

/// Every sheet of the spreadsheet.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    let mut content = String::new();
    archive
        .by_name("content.xml")
        .map_err(|_| Trouble::Damaged)?
        .read_to_string(&mut content)
        .map_err(|_| Trouble::Damaged)?;
    let mut walk = Walk::default();
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
            Event::GeneralRef(reference) => walk.reference(&reference)?,
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
    /// Table styles by name: are they hidden?
    hidden_styles: BTreeMap<String, bool>,
    style: Option<String>,
    row: u32,
    row_repeat: u32,
    row_cells: Vec<(u32, Cell)>,
    /// Bytes of the texts of these cells.
    row_text: usize,
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
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match tag.name().as_ref() {
            "office:annotation" | "draw:frame" | "text:note" | "table:shapes" => self.aside += 1,
            "style:style" => self.style = attribute(tag, "style:name")?,
            "style:table-properties" => {
                let hidden = attribute(tag, "table:display")?.as_deref() == Some("false");
                if let Some(style) = &self.style {
                    self.hidden_styles.insert(style.clone(), hidden);
                }
            }
            "table:table" if self.aside == 0 => {
                let style = attribute(tag, "table:style-name")?.unwrap_or_default();
                if let Some(sheet) = self.sheets.last() {
                    self.before = self.before.with(sheet.size());
                }
                self.sheets.push(Sheet {
                    name: Some(attribute(tag, "table:name")?.unwrap_or_default().into()),
                    hidden: self.hidden_styles.get(&style).copied().unwrap_or(false),
                    ..Sheet::default()
                });
                self.row = 0;
            }
            "table:table-row" => {
                self.row_repeat = count(tag, "table:number-rows-repeated")?;
                self.row_cells.clear();
                self.row_text = 0;
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" if self.aside == 0 => {
                self.merge(tag)?;
                self.cell = Some(Open {
                    kind: attribute(tag, "office:value-type")?.unwrap_or_default(),
                    value: value_of(tag)?,
                    has_formula: attribute(tag, "table:formula")?.is_some(),
                    is_error: attribute(tag, "calcext:value-type")?.as_deref() == Some("error"),
                    repeat: count(tag, "table:number-columns-repeated")?,
                    text: String::new(),
                    paragraphs: 0,
                    in_paragraph: false,
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
            }
            "text:tab" => cell.text.push('\t'),
            "text:line-break" => cell.text.push('\n'),
            _ => {}
        }
        Ok(())
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
            "office:annotation" | "draw:frame" | "text:note" | "table:shapes" => {
                self.aside = self.aside.saturating_sub(1);
            }
            "table:table-cell" | "table:covered-table-cell" if self.aside == 0 => {
                let Some(cell) = self.cell.take() else {
                    return Ok(());
                };
                let repeat = cell.repeat;
                if let Some(value) = cell.value() {
                    self.row_text += value.text_len() * repeat.min(REPEAT_LIMIT) as usize;
                    if self.row_cells.len() > REPEAT_LIMIT as usize || self.row_text > ROW_TEXT_LIMIT {
                        return Err(Trouble::TooLarge);
                    }
                    for offset in 0..repeat.min(REPEAT_LIMIT) {
                        self.row_cells.push((self.column.saturating_add(offset), value.clone()));
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
            for (column, cell) in &cells {
                sheet.put(self.row.saturating_add(offset), *column, cell.clone());
            }
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
            }
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) -> Result<(), Trouble> {
        let code = reference.resolve_char_ref().map_err(|_| Trouble::Damaged)?;
        let text = if let Some(c) = code {
            c.to_string()
        } else {
            quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
        };
        self.text(&text);
        Ok(())
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
            ("date", Some(value)) => workbook::of_iso(&value),
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
    Cell::Number(if is_padded { Number { shown: text.to_owned(), formatted: true, ..number } } else { number })
}

fn value_of(tag: &BytesStart<'_>) -> Result<Option<String>, Trouble> {
    for name in ["office:value", "office:date-value", "office:boolean-value", "office:string-value"] {
        if let Some(value) = attribute(tag, name)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Trouble> {
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
