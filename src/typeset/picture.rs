//! Looking at a laid-out document: pictures of its pages, and a PDF that is not for the archive.

use typst::foundations::Smart;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use super::thumbnail::{Thumbnail, small};

use super::{Document, Typesetter, TypstProblem};
use crate::typeset::world::LetterWorld;

/// Points of an inch.
const INCH: f64 = 72.0;

impl Document {
    /// Every page as a PNG with `dpi` dots an inch.
    pub fn pictures(&self, dpi: f64) -> Vec<Vec<u8>> {
        let options = RenderOptions { pixel_per_pt: (dpi / INCH).into(), ..RenderOptions::default() };
        let pages = self.paged.pages().iter().map(|page| typst_render::render(page, &options));
        // Encoding into memory fails only where there is none.
        pages.map(|picture| picture.encode_png().unwrap_or_default()).collect()
    }

    /// A small picture of the first page.
    pub fn thumbnail(&self) -> Option<Thumbnail> {
        small(self.paged.pages().first()?)
    }
}

impl Typesetter {
    /// A PDF to look at: without the claims, the record and the date of a letter.
    pub fn export_to_look_at(&self, document: &Document) -> Result<Vec<u8>, Vec<TypstProblem>> {
        let options = PdfOptions { creator: Smart::Custom(None), ..PdfOptions::default() };
        typst_pdf::pdf(&document.paged, &options).map_err(|errors| {
            let world = LetterWorld::laid_out(&self.shelf, &document.source);
            errors.iter().map(|error| TypstProblem::of(&world, error)).collect()
        })
    }
}
