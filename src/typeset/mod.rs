//! Typesetting with Typst: filled source becomes a document, is inspected, and is exported as PDF/A-3a and PDF/UA-1.
//! Never sees Tera or a letter.

use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostic, Message, Outcome};
use crate::fonts::Faces;
use crate::letter::LetterDate;
use crate::lines::Lines;
use crate::profile::Page;
use crate::template::Filled;

/// What Typst needs for every letter: its library, the faces, the files of the folder of templates.
pub struct Typesetter {}

/// A laid-out letter.
pub struct Document {}

/// What Typst refused, or warned about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypstProblem {
    /// The file, by its path below the folder of templates; `None` for the filled letter.
    pub file: Option<String>,
    /// Where it begins, in bytes of that file; `None` where Typst does not say.
    pub offset: Option<usize>,
    /// Line and column of that place, from 1.
    pub line_column: Option<(usize, usize)>,
    /// Typst's own words.
    pub message: String,
    /// Typst's own hints.
    pub hints: Vec<String>,
}

/// What was found on the pages.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PageFacts {
    /// How many pages.
    pub pages: usize,
    /// Lines of text in the type area, page by page.
    pub lines: Vec<usize>,
}

/// A finished, unsigned PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    bytes: Vec<u8>,
}

impl Pdf {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A problem that inspection found; the workshop adds where its text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProblem {
    /// What it is: without origin or letter.
    pub diagnostic: Diagnostic,
    /// The paragraph it is about.
    pub slot: Option<crate::letter::Slot>,
    /// The character it is about.
    pub character: Option<char>,
}

impl Typesetter {
    /// Takes the faces and every file below `dir` (no symbolic links out of it).
    pub fn new(dir: &Path, faces: Arc<Faces>) -> Outcome<Self> {
        let _ = (dir, faces);
        todo!()
    }

    /// Lays the letter out. An unknown font is a problem here, not a warning.
    pub fn compile(&self, filled: &Filled) -> Result<Document, Vec<TypstProblem>> {
        let _ = filled;
        todo!()
    }

    /// Makes the PDF. `ident` makes the file's id; the only time in it is midnight of `date`.
    pub fn export(
        &self,
        document: &Document,
        date: LetterDate,
        ident: &str,
    ) -> Result<Pdf, Vec<TypstProblem>> {
        let _ = (document, date, ident);
        todo!()
    }
}

/// Reads the laid-out pages: every line as told, none over-full, no missing glyph, no empty page.
pub fn inspect(document: &Document, lines: &Lines, page: &Page) -> (PageFacts, Vec<PageProblem>) {
    let _ = (document, lines, page, Message::new("", ""));
    todo!()
}
