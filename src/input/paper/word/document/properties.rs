//! What marks say of tables, paragraphs and runs, and what stands in a run beside text.

use quick_xml::events::BytesStart;

use super::super::symbols;
use super::super::xml::{number, value};
use super::{Document, Field, Inside};
use crate::input::contents::Trouble;
use crate::input::paper::Lost;
use crate::input::xml::{attribute, is_switched_on};

impl Document {
    pub(super) fn table_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        let row = &mut table.row;
        match name {
            "tblHeader" => row.is_header = is_switched_on(tag)?,
            "del" => {
                row.is_deleted = true;
                self.paper.revisions.1 += 1;
            }
            "ins" | "cellIns" => self.paper.revisions.0 += 1,
            "cellDel" => {
                row.cell.is_deleted = true;
                self.paper.revisions.1 += 1;
            }
            "gridSpan" => row.cell.span = number(tag)?.unwrap_or(1),
            "vMerge" | "hMerge" => row.cell.goes_on = value(tag)? != "restart",
            _ => {}
        }
        Ok(())
    }

    pub(super) fn paragraph_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let in_mark = self.open.last().is_some_and(|open| open.inside == Inside::MarkProperties);
        match name {
            "pStyle" => self.paragraph.style = Some(value(tag)?),
            "numId" => self.paragraph.list.list = number(tag)?,
            "ilvl" => self.paragraph.list.level = number(tag)?,
            "del" | "moveFrom" if in_mark => self.paragraph.joins_next = true,
            "ins" | "moveTo" if in_mark => self.paragraph.end_inserted = true,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn run_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match name {
            "rStyle" => self.run.style = Some(value(tag)?),
            "vanish" => self.run.hidden = Some(is_switched_on(tag)?),
            "strike" | "dstrike" => self.run.struck = Some(is_switched_on(tag)?),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn in_run(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match name {
            // A tab of a document is layout.
            "tab" | "ptab" => self.add(" "),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            "sym" => {
                let font = attribute(tag, "font")?.unwrap_or_default();
                let code = attribute(tag, "char")?.unwrap_or_default();
                let code = u32::from_str_radix(&code, 16).unwrap_or(0);
                match symbols::meant(&font, code) {
                    Some(c) => self.add(c.encode_utf8(&mut [0; 4])),
                    None => self.lose(Lost::Symbol(font)),
                }
            }
            "fldChar" => match attribute(tag, "fldCharType")?.as_deref() {
                Some("begin") => self.fields.push(Field::Instruction),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        *field = Field::Result;
                    }
                }
                _ => drop(self.fields.pop()),
            },
            "footnoteReference" => self.lose(Lost::Footnote),
            "endnoteReference" => self.lose(Lost::Endnote),
            "commentReference" => self.lose(Lost::Comment),
            _ => {}
        }
        Ok(())
    }
}
