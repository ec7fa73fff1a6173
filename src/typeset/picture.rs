//! Looking at a laid-out document: pictures of its pages, and a PDF that is not for the archive.

use tiny_skia::{ColorU8, Pixmap};
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
            let world = LetterWorld::laid_out(&self.stock, &document.source);
            errors.iter().map(|error| TypstProblem::of(&world, error)).collect()
        })
    }
}

/// How two pictures of a page differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Not so that a person would see it.
    None,
    /// One of them is no picture, or they are of different sizes.
    Size,
    /// In so many places; a picture shows in red what is there now, in blue what was there before.
    Places(usize, Vec<u8>),
}

/// Two shades further apart than this are seen to be different: another processor may round the last digit.
const SHADES: i32 = 24;

/// Compares two pictures of a page, PNG both.
pub fn difference(before: &[u8], now: &[u8]) -> Difference {
    let (Ok(before), Ok(mut now)) = (Pixmap::decode_png(before), Pixmap::decode_png(now)) else {
        return Difference::Size;
    };
    if (before.width(), before.height()) != (now.width(), now.height()) {
        return Difference::Size;
    }
    let grey = |color: ColorU8| (i32::from(color.red()) + i32::from(color.green()) + i32::from(color.blue())) / 3;
    let apart = |a: ColorU8, b: ColorU8| {
        let parts = [(a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())];
        parts.iter().any(|(a, b)| (i32::from(*a) - i32::from(*b)).abs() > SHADES)
    };
    let mut places = 0;
    for (pixel, old) in now.pixels_mut().iter_mut().zip(before.pixels()) {
        let (new, old) = (pixel.demultiply(), old.demultiply());
        let color = if apart(new, old) {
            places += 1;
            if grey(new) < grey(old) { ColorU8::from_rgba(220, 0, 0, 255) } else { ColorU8::from_rgba(0, 80, 220, 255) }
        } else {
            // What is the same stands back.
            let pale = |shade: u8| 255 - (255 - shade) / 3;
            ColorU8::from_rgba(pale(new.red()), pale(new.green()), pale(new.blue()), 255)
        };
        *pixel = color.premultiply();
    }
    match now.encode_png() {
        _ if places == 0 => Difference::None,
        Ok(picture) => Difference::Places(places, picture),
        Err(_) => Difference::Size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, dark: &[u32]) -> Vec<u8> {
        let mut picture = Pixmap::new(width, 1).unwrap();
        picture.fill(tiny_skia::Color::WHITE);
        for at in dark {
            picture.pixels_mut()[*at as usize] = ColorU8::from_rgba(0, 0, 0, 255).premultiply();
        }
        picture.encode_png().unwrap()
    }

    #[test]
    fn what_came_is_red_and_what_went_is_blue() {
        assert_eq!(difference(&picture(4, &[1]), &picture(4, &[1])), Difference::None);
        assert_eq!(difference(&picture(4, &[1]), &picture(5, &[1])), Difference::Size);
        let Difference::Places(2, shown) = difference(&picture(4, &[1]), &picture(4, &[2])) else { panic!("2 places") };
        let shown = Pixmap::decode_png(&shown).unwrap();
        let colors: Vec<_> = shown.pixels().iter().map(|pixel| (pixel.red(), pixel.blue())).collect();
        assert_eq!(colors, [(255, 255), (0, 220), (220, 0), (255, 255)]);
    }
}
