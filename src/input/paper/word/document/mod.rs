//! The walk through a document's text.

mod finish;
mod properties;

use quick_xml::events::BytesStart;

use super::numbering::Numbering;
use super::objects::Object;
use super::paragraph::{Paragraph, Run, Table};
use super::styles::Styles;
use super::xml::{self, Walk};
use crate::input::contents::Trouble;
use crate::input::paper::{Lost, Paper};

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
}
