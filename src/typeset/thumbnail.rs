//! Small pictures of first pages, a few thousand bytes each, for people who look through many letters.

use png::{BitDepth, ColorType, Compression, Encoder};
use typst_layout::Page;
use typst_render::RenderOptions;

/// Pixels a point: a page of A4 is 208 wide.
const SCALE: f64 = 0.35;

/// Ten steps from black to white, then six from red to the white of paper: letters have black text and, in some
/// forms, a red head.
const PALETTE: [[u8; 3]; 16] = [
    [0, 0, 0],
    [28, 28, 28],
    [56, 56, 56],
    [85, 85, 85],
    [113, 113, 113],
    [141, 141, 141],
    [170, 170, 170],
    [198, 198, 198],
    [226, 226, 226],
    [255, 255, 255],
    [235, 0, 0],
    [235, 42, 42],
    [235, 85, 85],
    [235, 127, 127],
    [235, 170, 170],
    [235, 212, 212],
];

/// The place of white.
const PAPER: u8 = 9;

/// A picture as PNG, never longer than [`Thumbnail::LONGEST`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail(Vec<u8>);

impl Thumbnail {
    /// No picture is longer, in bytes.
    pub const LONGEST: usize = 12 << 10;

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// A picture that was written before; nothing else is one.
    pub fn from_png(bytes: Vec<u8>) -> Option<Self> {
        (bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() <= Self::LONGEST).then_some(Self(bytes))
    }
}

/// A small picture of a page; the fuller it is, the smaller, so that it stays within its limit.
pub(super) fn small(page: &Page) -> Option<Thumbnail> {
    [1.0, 0.7, 0.4].into_iter().find_map(|part| Thumbnail::from_png(drawn(page, SCALE * part)?))
}

fn drawn(page: &Page, scale: f64) -> Option<Vec<u8>> {
    let options = RenderOptions { pixel_per_pt: scale.into(), ..RenderOptions::default() };
    let picture = typst_render::render(page, &options);
    let width = usize::try_from(picture.width()).ok()?;
    let mut packed = Vec::new();
    for row in picture.pixels().chunks(width) {
        for pair in row.chunks(2) {
            let mut halves = pair.iter().map(|pixel| nearest(pixel.red(), pixel.green(), pixel.blue()));
            packed.push(halves.next().unwrap_or(0) << 4 | halves.next().unwrap_or(0));
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(PALETTE.concat());
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&packed).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// The place in the palette of the colour that looks most like this one.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    // Nearly all of a page is paper.
    if (red, green, blue) == (255, 255, 255) {
        return PAPER;
    }
    let (red, green, blue) = (u32::from(red), u32::from(green), u32::from(blue));
    let place = if red > green + 40 && red > blue + 40 {
        10 + green.midpoint(blue) * 6 / 256
    } else {
        ((red + green + blue) / 3 * 9 + 127) / 255
    };
    u8::try_from(place).unwrap_or(PAPER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_the_nearest_of_the_palette() {
        let shown = |r, g, b| PALETTE[usize::from(nearest(r, g, b))];
        assert_eq!(shown(0, 0, 0), [0, 0, 0]);
        assert_eq!(shown(255, 255, 255), [255, 255, 255]);
        assert_eq!(shown(128, 128, 128), [141, 141, 141]);
        assert_eq!(shown(220, 0, 0), [235, 0, 0]);
        assert_eq!(shown(255, 200, 200)[0], 235);
    }

    #[test]
    fn only_a_png_of_the_right_size_is_taken_back() {
        let long = [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![0; Thumbnail::LONGEST]].concat();
        for bytes in [b"<svg onload=alert(1)>".to_vec(), long, Vec::new()] {
            assert_eq!(Thumbnail::from_png(bytes), None);
        }
    }
}
