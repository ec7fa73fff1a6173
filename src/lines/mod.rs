//! Where lines break: paragraphs by the measured rule, titles between words. Pure: text, room and
//! advance widths in, lines out. No Typst, no Tera.

mod mark;
mod paragraph;
mod text;
mod title;
mod token;

use crate::fonts::Advance;
use crate::letter::{Annex, Paragraph, Run, Slot, Title};
use crate::profile::Page;

/// All lines of a letter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// The title's lines.
    pub title: Vec<String>,
    /// Every paragraph, in the order given.
    pub paragraphs: Vec<BrokenParagraph>,
    /// The lines of the titles of attachments that are set as pages, by which attachment it is.
    pub annex_titles: Vec<(usize, Vec<String>)>,
}

/// A paragraph and its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenParagraph {
    /// What it is.
    pub slot: Slot,
    /// Room left free before the first line, in em.
    pub first_indent: f64,
    /// Room left free before every further line, in em.
    pub hanging_indent: f64,
    /// Its lines end where names do, not at the margin.
    pub ragged: bool,
    /// Some line is wider than its room, or nearly so, and has to be squeezed.
    pub squeezed: bool,
    /// Its lines, at least one; blanks beside Han characters dropped.
    pub lines: Vec<Line>,
}

/// One line: its text by role, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its runs.
    pub runs: Vec<Run>,
}

/// Breaks the title and every paragraph. Takes time in proportion to the text, whatever is in it; a line
/// can be wider than its room only where a single character is.
pub fn break_letter(title: &Title, paragraphs: &[Paragraph], page: &Page, advance: &dyn Advance) -> Lines {
    let measure = page.measure();
    Lines {
        title: title::break_title(title, page, advance),
        annex_titles: Vec::new(),
        paragraphs: paragraphs
            .iter()
            .map(|paragraph| paragraph::break_paragraph(paragraph, paragraph.room.unwrap_or(measure), advance))
            .collect(),
    }
}

impl Lines {
    /// The same with the titles of attachments that are set as pages; no name of the letter's own title is parted.
    #[must_use]
    pub fn with_annexes(mut self, letter: &Title, annexes: &[Annex], page: &Page, advance: &dyn Advance) -> Self {
        let lines = |annex: &Annex| {
            let title = Title { text: annex.title.clone(), lines: Vec::new(), names: letter.names.clone() };
            (annex.index, title::break_title(&title, page, advance))
        };
        self.annex_titles = annexes.iter().map(lines).collect();
        self
    }
}

#[cfg(test)]
mod tests;
