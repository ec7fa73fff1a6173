//! What becomes of paragraphs and tables when they end.

use super::super::numbering::Label;
use super::super::paragraph::Paragraph;
use super::Document;
use crate::input::contents::Trouble;
use crate::input::normalise::normalise;
use crate::input::paper::{Content, Loss, Lost, Part, first_words};

impl Document {
    pub(super) fn end_paragraph(&mut self) {
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
    pub(super) fn flush_joined(&mut self) {
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

    pub(super) fn losses(&mut self, index: usize, text: &str, lost: Vec<Lost>) {
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

    pub(super) fn end_table(&mut self) -> Result<(), Trouble> {
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
            let normalised = normalise(cell, false);
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
