//! Typesetting with Typst: filled source becomes a document, is inspected, and is exported as PDF/A-3a and PDF/UA-1.
//! Never sees Tera or a letter.
//!
//! A document that [`Typesetter::compile`] gives has all its fonts; one that [`inspect`] finds nothing wrong
//! with shows every told line as told.

mod draw;
mod export;
mod facts;
mod inspect;
mod picture;
mod problem;
mod reading;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod spots;
#[cfg(test)]
mod tests;
mod thumbnail;
mod words;
mod world;

pub use draw::{Drawing, Raster};
pub use export::{Pdf, SealedPdf, Sheet};
pub use facts::{ColophonFacts, FormFacts, PageFacts, SealFacts, SignatureFacts};
pub use inspect::{PageProblem, inspect};
pub use picture::{Difference, difference};
pub use problem::TypstProblem;
pub use spots::{Spot, SpotPlace};
pub use thumbnail::Thumbnail;
pub use world::{Enclosed, Impression};

use typst::diag::{SourceDiagnostic, Warned};
use typst::syntax::Source;
use typst_layout::PagedDocument;

use self::problem::is_unknown_font;
use self::world::{LetterWorld, Stock};
use crate::fonts::Faces;
use crate::template::{Filled, PackFiles};

/// What Typst needs for every letter: its library, the faces, the files of the templates.
pub struct Typesetter {
    stock: Stock,
}

/// A laid-out letter.
pub struct Document {
    paged: PagedDocument,
    source: Source,
    warnings: Vec<TypstProblem>,
}

impl Document {
    /// The lines of each page, in reading order.
    pub fn text(&self) -> Vec<Vec<String>> {
        let mut pages = vec![Vec::new(); self.paged.pages().len()];
        for line in reading::lines(&self.paged) {
            if let Some(page) = pages.get_mut(line.page) {
                page.push(line.text);
            }
        }
        pages
    }

    /// What Typst warned about, except fonts.
    pub fn warnings(&self) -> &[TypstProblem] {
        &self.warnings
    }
}

impl Typesetter {
    /// Takes the faces and the templates' files.
    pub fn new(files: &PackFiles, faces: &Faces) -> Self {
        Self::with_fonts(files, faces.typst_fonts().to_vec())
    }

    /// The same with the faces themselves.
    pub(crate) fn with_fonts(files: &PackFiles, fonts: Vec<typst::text::Font>) -> Self {
        Self { stock: Stock::new(files, fonts) }
    }

    /// Lays the letter out. An unknown font is a problem here, not a warning: Typst would leave its text out.
    pub fn compile(&self, filled: &Filled) -> Result<Document, Vec<TypstProblem>> {
        self.compile_with(filled, Enclosed::default())
    }

    /// The same with seals, or with the mark of a draft.
    pub fn compile_with(&self, filled: &Filled, enclosed: Enclosed) -> Result<Document, Vec<TypstProblem>> {
        let world = LetterWorld::new(&self.stock, filled, enclosed);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        let problem = |diagnostic: &SourceDiagnostic| TypstProblem::of(&world, diagnostic);
        let (fonts, warnings): (Vec<_>, Vec<_>) = warnings.iter().partition(|it| is_unknown_font(it));
        match output {
            Ok(paged) if fonts.is_empty() => Ok(Document {
                paged,
                warnings: warnings.into_iter().map(problem).collect(),
                source: world.into_source(),
            }),
            Ok(_) => Err(fonts.into_iter().map(problem).collect()),
            // A font that is not there leaves text without size, which is what other errors then come from.
            Err(errors) => Err(fonts.into_iter().chain(errors.iter()).map(problem).collect()),
        }
    }
}
