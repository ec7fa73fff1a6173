//! Drawing what is no letter: a seal's picture, a line of small type.

use typst::diag::Warned;
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use super::world::LetterWorld;
use super::{Typesetter, TypstProblem};

/// Points of an inch.
const INCH: f64 = 72.0;

/// What to draw.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Typst source; it sees `file` as `/drawn`.
    pub source: String,
    /// The picture, or the words.
    pub file: Vec<u8>,
    /// Dots an inch.
    pub dpi: f64,
}

/// Dots in rows from the top, each red, green, blue and how much of it, the colours premultiplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Dots a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Four bytes a dot.
    pub rgba: Vec<u8>,
}

impl Raster {
    /// Every dot.
    pub fn dots(&self) -> impl Iterator<Item = [u8; 4]> + '_ {
        self.rgba.chunks_exact(4).map(|dot| [dot[0], dot[1], dot[2], dot[3]])
    }
}

impl Typesetter {
    /// Draws the first page.
    pub fn draw(&self, drawing: &Drawing) -> Result<Raster, Vec<TypstProblem>> {
        let world = LetterWorld::of_drawing(&self.stock, &drawing.source, drawing.file.clone());
        let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
        let document = output
            .map_err(|errors| -> Vec<_> { errors.iter().map(|error| TypstProblem::of(&world, error)).collect() })?;
        let options = RenderOptions { pixel_per_pt: (drawing.dpi / INCH).into(), ..RenderOptions::default() };
        let Some(page) = document.pages().first() else { return Err(Vec::new()) };
        let drawn = typst_render::render(page, &options);
        Ok(Raster { width: drawn.width(), height: drawn.height(), rgba: drawn.data().to_vec() })
    }
}
