//! Ink: a picture without its paper.

use crate::typeset::{Impression, Raster};

/// How much lighter the ink is where words are woven in, of 255.
const LIGHTER: u32 = 110;

/// Rows of woven words stand so far apart, in heights of a row, and each is moved sideways against the one above by a
/// part of its length.
const PITCH: f64 = 1.3;
const SHIFT: f64 = 0.37;

/// A picture's ink: how much of it stands at each dot, and its colour there.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    side: u32,
    /// Red, green, blue and how much, dot by dot.
    dots: Vec<[u8; 4]>,
}

impl Ink {
    /// Takes the white of paper out of a picture: what is left, laid on white, looks as before. Nothing where there is no
    /// ink.
    pub(super) fn of(picture: Raster) -> Option<Self> {
        let mut dots: Vec<[u8; 4]> = picture.dots().map(unmixed).collect();
        let darkest = dots.iter().max_by_key(|dot| dot[3]).copied().filter(|dot| dot[3] > 0)?;
        for dot in dots.iter_mut().filter(|dot| dot[3] == 0) {
            // One colour where there is nothing to see: it packs well, and does not bleed in when scaled.
            *dot = [darkest[0], darkest[1], darkest[2], 0];
        }
        (picture.width == picture.height).then_some(Self { side: picture.width, dots })
    }

    /// The ink as it is.
    pub(super) fn plain(&self) -> Impression {
        Impression { side: self.side, rgba: self.dots.concat() }
    }

    /// The ink, a little lighter where the words stand.
    pub(super) fn woven(&self, words: &Words) -> Impression {
        let mut rgba = Vec::with_capacity(self.dots.len() * 4);
        let side = self.side.max(1) as usize;
        for (y, row) in self.dots.chunks(side).enumerate() {
            let word = words.row(y);
            for (x, [red, green, blue, much]) in row.iter().copied().enumerate() {
                let less = u32::from(*much_at(&word, x)) * LIGHTER / 255;
                let much = u32::from(much) * (255 - less) / 255;
                rgba.extend([red, green, blue, u8::try_from(much).unwrap_or(u8::MAX)]);
            }
        }
        Impression { side: self.side, rgba }
    }
}

fn much_at<'a>((row, moved): &(&'a [u8], usize), x: usize) -> &'a u8 {
    let length = row.len().max(1);
    row.get((x + moved) % length).unwrap_or(&0)
}

/// A dot's ink, from its colour with how much of it premultiplied.
fn unmixed([red, green, blue, much]: [u8; 4]) -> [u8; 4] {
    // On white paper it looks like this.
    let on_white = [red, green, blue].map(|part| part.saturating_add(255 - much));
    let ink = 255 - on_white.into_iter().min().unwrap_or(255);
    if ink == 0 {
        return [0; 4];
    }
    let pure = on_white.map(|part| {
        let part = (u32::from(part) - u32::from(255 - ink)) * 255 / u32::from(ink);
        u8::try_from(part).unwrap_or(u8::MAX)
    });
    [pure[0], pure[1], pure[2], ink]
}

/// A row of words, as how much of each dot they take.
#[derive(Debug, Clone)]
pub(super) struct Words {
    width: usize,
    rows: Vec<Vec<u8>>,
    pitch: usize,
    shift: usize,
}

impl Words {
    pub(super) fn of(picture: Raster) -> Self {
        let width = picture.width.max(1) as usize;
        let much: Vec<u8> = picture.dots().map(|dot| dot[3]).collect();
        let rows: Vec<Vec<u8>> = much.chunks(width).map(<[u8]>::to_vec).collect();
        let part = |of: usize, by: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred dots")]
            let dots = (of as f64 * by).round() as usize;
            dots
        };
        let pitch = part(rows.len(), PITCH).max(1);
        Self { width, pitch, shift: part(width, SHIFT), rows }
    }

    /// The dots of the words at a height, and how far they are moved sideways.
    fn row(&self, y: usize) -> (&[u8], usize) {
        let (line, inside) = (y / self.pitch, y % self.pitch);
        let row = self.rows.get(inside).map(Vec::as_slice).unwrap_or_default();
        (row, line * self.shift % self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_on_white([red, green, blue, much]: [u8; 4]) -> [u8; 3] {
        [red, green, blue].map(|part| {
            let mixed = u32::from(part) * u32::from(much) + 255 * u32::from(255 - much);
            u8::try_from((mixed + 127) / 255).unwrap()
        })
    }

    #[test]
    fn ink_on_white_looks_as_the_picture_did() {
        for picture in [[255, 0, 0], [200, 10, 20], [255, 128, 128], [255, 254, 255], [0, 0, 0], [250, 250, 250]] {
            let ink = unmixed([picture[0], picture[1], picture[2], 255]);
            let seen = laid_on_white(ink);
            for (was, is) in picture.iter().zip(seen) {
                assert!(was.abs_diff(is) <= 1, "{picture:?} {ink:?} {seen:?}");
            }
        }
        assert_eq!(unmixed([255, 255, 255, 255])[3], 0, "white paper is no ink");
        assert_eq!(unmixed([0, 0, 0, 0])[3], 0);
        assert_eq!(unmixed([255, 0, 0, 255]), [255, 0, 0, 255]);
        // Half transparent red, premultiplied.
        assert_eq!(unmixed([128, 0, 0, 128]), [255, 0, 0, 128]);
    }

    #[test]
    fn words_make_the_ink_lighter_and_blank_paper_stays_blank() {
        let red = Raster { width: 4, height: 4, rgba: [255, 0, 0, 255].repeat(16) };
        let ink = Ink::of(red).unwrap();
        let words = Words::of(Raster { width: 2, height: 2, rgba: [[0, 0, 0, 255], [0; 4]].concat().repeat(2) });
        let woven = ink.woven(&words);
        let much: Vec<u8> = woven.rgba.chunks(4).map(|dot| dot[3]).collect();
        assert!(much.contains(&255) && much.contains(&145), "{much:?}");
        assert_ne!(woven.rgba, ink.plain().rgba);
        let paper = Raster { width: 2, height: 2, rgba: vec![255; 16] };
        assert!(Ink::of(paper).is_none());
    }
}
