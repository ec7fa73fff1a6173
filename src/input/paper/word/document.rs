//! The walk through a document's text.

use quick_xml::events::BytesStart;

use super::numbering::{Label, Numbering};
use super::objects::Object;
use super::paragraph::{Paragraph, Run, Table};
use super::styles::Styles;
use super::symbols;
use super::xml::{self, Walk, number, value};
use crate::input::contents::Trouble;
use crate::input::paper::{Content, Loss, Lost, Paper, Part, first_words};
use crate::input::xml::{attribute, is_switched_on};

/// Reads the document's main part.
pub(super) fn read(text: &str, styles: Styles, numbering: Numbering) -> Result<Paper, Trouble> {
    let mut reader = Document { styles, numbering, ..Document::default() };
    xml::walk(text, &mut reader)?;
    reader.flush_joined();
    Ok(reader.paper)
}

/// What an element's children are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    /// Before the text begins.
    #[default]
    Outside,
    /// Paragraphs and tables: of the document or of a cell.
    Flow,
    Table,
    Row,
    RowProperties,
    CellProperties,
    Paragraph,
    ParagraphProperties,
    /// Of the mark that ends a paragraph.
    MarkProperties,
    ListProperties,
    Run,
    RunProperties,
    Text,
    Ruby,
    /// A drawing or embedded object.
    Object,
    ObjectText,
    /// Several forms of one content.
    Alternates,
    Nothing,
}

/// What ends with an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Ends {
    #[default]
    Nothing,
    Cell,
    Row,
    Table,
    Paragraph,
    Run,
    Object,
}

/// An element that is open.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    inside: Inside,
    ends: Ends,
    /// Of several forms: what their content is, and was one taken?
    form: Option<(Inside, bool)>,
}

/// A field: its instruction is not text, its result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Instruction,
    Result,
}

#[derive(Default)]
struct Document {
    styles: Styles,
    numbering: Numbering,
    paper: Paper,
    open: Vec<Open>,
    tables: Vec<Table>,
    paragraph: Paragraph,
    /// What a paragraph whose end was deleted leaves to the next.
    joined: Option<Paragraph>,
    run: Run,
    fields: Vec<Field>,
    object: Object,
    index: usize,
}

impl Walk for Document {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let name = tag.local_name();
        let next = self.enter(name.as_ref(), tag)?;
        self.open.push(next);
        Ok(())
    }

    fn end(&mut self, _: &str) -> Result<(), Trouble> {
        if self.paper.is_too_large() || self.tables.last().is_some_and(Table::is_too_large) {
            return Err(Trouble::TooLarge);
        }
        match self.open.pop().unwrap_or_default().ends {
            Ends::Nothing => {}
            Ends::Run => self.run = Run::default(),
            Ends::Paragraph => self.end_paragraph(),
            Ends::Object => {
                let lost = std::mem::take(&mut self.object).lost();
                self.lose(lost);
            }
            Ends::Cell => {
                self.flush_joined();
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            Ends::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            Ends::Table => self.end_table()?,
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.open.last().map(|open| open.inside) {
            Some(Inside::Text) => self.add(text),
            Some(Inside::ObjectText) => self.object.text.push_str(text),
            _ => {}
        }
    }
}

impl Document {
    fn enter(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<Open, Trouble> {
        let inside = self.open.last().map_or(Inside::Outside, |open| open.inside);
        let then = |inside, ends| Open { inside, ends, form: None };
        let go_on = then(inside, Ends::Nothing);
        let pass = then(Inside::Nothing, Ends::Nothing);
        Ok(match (inside, name) {
            (Inside::Nothing, _) | (Inside::Object, "Fallback") => pass,
            (Inside::Outside, "body") => then(Inside::Flow, Ends::Nothing),
            (Inside::Flow | Inside::Paragraph | Inside::Run, "AlternateContent") => {
                Open { inside: Inside::Alternates, ends: Ends::Nothing, form: Some((inside, false)) }
            }
            (Inside::Alternates, _) => self.alternate().map_or(pass, |inside| then(inside, Ends::Nothing)),
            (Inside::Outside, "document")
            | (
                Inside::Flow | Inside::Table | Inside::Row | Inside::Paragraph,
                "sdt" | "sdtContent" | "customXml" | "smartTag" | "hyperlink" | "fldSimple" | "dir" | "bdo",
            ) => go_on,
            (Inside::Flow | Inside::Table | Inside::Row | Inside::Paragraph, "ins" | "moveTo") => {
                self.paper.revisions.0 += 1;
                self.paragraph.is_revised = true;
                go_on
            }
            (Inside::Flow | Inside::Table | Inside::Row | Inside::Paragraph, "del" | "moveFrom") => {
                self.paper.revisions.1 += 1;
                self.paragraph.is_revised = true;
                pass
            }
            (Inside::Flow, "p") => {
                self.paragraph = Paragraph::default();
                then(Inside::Paragraph, Ends::Paragraph)
            }
            (Inside::Flow, "tbl") => {
                self.flush_joined();
                self.tables.push(Table::default());
                then(Inside::Table, Ends::Table)
            }
            (Inside::Flow, "altChunk") => {
                self.index += 1;
                self.losses(self.index, "", vec![Lost::Object]);
                pass
            }
            (Inside::Flow, "tcPr") => then(Inside::CellProperties, Ends::Nothing),
            (Inside::Flow | Inside::Paragraph, "oMath" | "oMathPara") => {
                self.lose(Lost::Equation);
                pass
            }
            (Inside::Table, "tr") => then(Inside::Row, Ends::Row),
            (Inside::Row, "tc") => then(Inside::Flow, Ends::Cell),
            (Inside::Row, "trPr") => then(Inside::RowProperties, Ends::Nothing),
            (Inside::RowProperties | Inside::CellProperties, _) => {
                self.table_property(name, tag)?;
                pass
            }
            (Inside::Paragraph, "pPr") => then(Inside::ParagraphProperties, Ends::Nothing),
            (Inside::Paragraph, "r") => {
                self.run = Run::default();
                then(Inside::Run, Ends::Run)
            }
            (Inside::ParagraphProperties, "numPr") => then(Inside::ListProperties, Ends::Nothing),
            (Inside::ParagraphProperties, "rPr") => then(Inside::MarkProperties, Ends::Nothing),
            (Inside::ParagraphProperties | Inside::ListProperties | Inside::MarkProperties, _) => {
                self.paragraph_property(name, tag)?;
                pass
            }
            (Inside::Run, "rPr") => then(Inside::RunProperties, Ends::Nothing),
            (Inside::RunProperties, _) => {
                self.run_property(name, tag)?;
                pass
            }
            (Inside::Run, "t") => then(Inside::Text, Ends::Nothing),
            (Inside::Run, "ruby") => then(Inside::Ruby, Ends::Nothing),
            (Inside::Ruby, "rubyBase") => then(Inside::Paragraph, Ends::Nothing),
            (Inside::Run, "drawing" | "pict" | "object") => {
                self.object = Object::default();
                if name == "object" {
                    self.object.see("OLEObject");
                }
                then(Inside::Object, Ends::Object)
            }
            (Inside::Object, "t") => then(Inside::ObjectText, Ends::Nothing),
            (Inside::Object, _) => {
                self.object.see(name);
                go_on
            }
            (Inside::Run, _) => {
                self.in_run(name, tag)?;
                pass
            }
            _ => pass,
        })
    }

    /// Of several forms of one content the first is taken.
    fn alternate(&mut self) -> Option<Inside> {
        let (inside, taken) = self.open.last_mut()?.form.as_mut()?;
        (!std::mem::replace(taken, true)).then_some(*inside)
    }

    fn table_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
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

    fn paragraph_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
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

    fn run_property(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        match name {
            "rStyle" => self.run.style = Some(value(tag)?),
            "vanish" => self.run.hidden = Some(is_switched_on(tag)?),
            "strike" | "dstrike" => self.run.struck = Some(is_switched_on(tag)?),
            _ => {}
        }
        Ok(())
    }

    fn in_run(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Trouble> {
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

    /// Text of the run that is open.
    fn add(&mut self, text: &str) {
        if self.fields.contains(&Field::Instruction) {
            return;
        }
        let styles = (self.run.style.as_deref(), self.paragraph.style.as_deref());
        if self.run.hidden.unwrap_or_else(|| self.styles.is_hidden(styles.0, styles.1)) {
            self.paragraph.hidden.push_str(text);
            return;
        }
        if self.run.struck.unwrap_or_else(|| self.styles.is_struck(styles.0, styles.1)) {
            self.paragraph.struck.push_str(text);
        }
        self.paragraph.text.push_str(text);
    }

    fn lose(&mut self, lost: Lost) {
        let in_paragraph = self.open.iter().any(|open| open.ends == Ends::Paragraph);
        if in_paragraph {
            self.paragraph.lost.push(lost);
        } else {
            self.index += 1;
            self.losses(self.index, "", vec![lost]);
        }
    }

    fn end_paragraph(&mut self) {
        let mut paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.hidden.trim().is_empty() {
            paragraph.lost.push(Lost::Hidden(first_words(&paragraph.hidden)));
        }
        if !paragraph.struck.trim().is_empty() {
            paragraph.lost.push(Lost::Struck(first_words(&paragraph.struck)));
        }
        if paragraph.end_inserted && !paragraph.is_revised {
            self.paper.revisions.0 += 1;
        }
        if paragraph.joins_next && !paragraph.is_revised {
            self.paper.revisions.1 += 1;
        }
        if let Some(before) = self.joined.take() {
            paragraph.text.insert_str(0, &before.text);
            paragraph.lost.splice(0..0, before.lost);
        }
        if paragraph.joins_next {
            self.joined = Some(paragraph);
            return;
        }
        self.store(paragraph);
    }

    /// A paragraph whose end was deleted, with none behind it to go on.
    fn flush_joined(&mut self) {
        if let Some(paragraph) = self.joined.take() {
            self.store(paragraph);
        }
    }

    fn store(&mut self, mut paragraph: Paragraph) {
        match self.label(&paragraph) {
            Some(Label::Text(label)) if !paragraph.text.trim().is_empty() => {
                paragraph.text = format!("{label}{}", paragraph.text.trim_start());
            }
            Some(Label::Bullet) if !paragraph.text.trim().is_empty() => paragraph.lost.push(Lost::Bullet),
            Some(Label::Unknown(format)) => paragraph.lost.push(Lost::Numbering(format)),
            _ => {}
        }
        let is_blank = paragraph.text.trim().is_empty();
        if let Some(table) = self.tables.last_mut() {
            paragraph.lost.into_iter().for_each(|lost| table.lose(lost));
            if !is_blank {
                table.row.cell.paragraphs.push(paragraph.text.trim().to_owned());
            }
            return;
        }
        if is_blank && paragraph.lost.is_empty() {
            return;
        }
        self.index += 1;
        self.losses(self.index, &paragraph.text, paragraph.lost);
        self.paper.add(self.index, &paragraph.text);
    }

    fn losses(&mut self, index: usize, text: &str, lost: Vec<Lost>) {
        let near = first_words(text);
        self.paper.losses.extend(lost.into_iter().map(|what| Loss { index, near: near.clone(), what }));
    }

    /// What its list puts before a paragraph.
    fn label(&mut self, paragraph: &Paragraph) -> Option<Label> {
        let style = paragraph.style.as_deref();
        let by_style = self.styles.list(style);
        let list = paragraph.list.list.or_else(|| by_style.and_then(|(list, _)| list.list)).filter(|list| *list > 0)?;
        let level = paragraph.list.level.or_else(|| {
            let (by_style, named) = by_style?;
            by_style.level.or_else(|| self.numbering.level_of_style(list, named))
        });
        self.numbering.count(list, level.unwrap_or(0), &self.styles)
    }

    fn end_table(&mut self) -> Result<(), Trouble> {
        let Some(table) = self.tables.pop() else {
            return Ok(());
        };
        let lost = table.lost.clone();
        let done = table.finish().map_err(|_| Trouble::TooLarge)?;
        if let Some(outer) = self.tables.last_mut() {
            // A table within a cell becomes its text.
            lost.into_iter().for_each(|lost| outer.lose(lost));
            if let Some((rows, _)) = done {
                outer.lose(Lost::NestedTable);
                let lines = rows.into_iter().map(|row| row.join(" ").trim().to_owned());
                outer.row.cell.paragraphs.extend(lines);
            }
            return Ok(());
        }
        let Some((mut rows, header_rows)) = done else {
            if !lost.is_empty() {
                self.index += 1;
                self.losses(self.index, "", lost);
            }
            return Ok(());
        };
        for cell in rows.iter_mut().flatten() {
            let normalised = crate::input::normalise::normalise(cell, false);
            self.paper.changes.extend(normalised.changes);
            *cell = normalised.text;
        }
        self.index += 1;
        let words = rows.iter().flatten().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
        self.losses(self.index, &words, lost);
        self.paper.parts.push(Part { index: self.index, content: Content::Table { rows, header_rows } });
        Ok(())
    }
}
