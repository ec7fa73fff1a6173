//! One face in memory.

use std::path::Path;

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontInstance, FontVariations};

use crate::diag::{Code, Diagnostic, Message, Origin};

/// A face and where it is from.
#[derive(Debug)]
pub(super) struct Face {
    pub family: String,
    pub file: String,
    pub licence: String,
    /// In the project's own set, or added by the user.
    pub shipped: bool,
    pub sha256: String,
    instance: FontInstance,
}

impl Face {
    pub fn new(file: String, licence: String, shipped: bool, sha256: String, font: Font) -> Self {
        let (family, variant) = (font.info().family.to_string(), font.info().variant);
        let instance = font.instantiate(variant, Abs::pt(16.0), &FontVariations::default());
        Self { family, file, licence, shipped, sha256, instance }
    }

    /// The face for Typst.
    pub fn font(&self) -> &Font {
        self.instance.font()
    }

    /// The glyph for `c`, if the face maps it to one.
    pub fn glyph(&self, c: char) -> Option<ttf_parser::GlyphId> {
        self.instance.ttf().glyph_index(c).filter(|glyph| glyph.0 != 0)
    }

    /// Its advance width in em.
    pub fn advance(&self, glyph: ttf_parser::GlyphId) -> f64 {
        self.instance.x_advance(glyph.0).map_or(1.0, Em::get)
    }

    /// Is anything drawn? Old faces map characters that they do not have to empty glyphs, and a name vanishes.
    pub fn has_ink(&self, glyph: ttf_parser::GlyphId) -> bool {
        self.instance.ttf().glyph_bounding_box(glyph).is_some()
    }

    /// How many code points it maps.
    pub fn characters(&self) -> usize {
        let mut count = 0;
        for table in self.instance.ttf().tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
            let mut mapped = 0;
            if table.is_unicode() {
                table.codepoints(|_| mapped += 1);
            }
            count = count.max(mapped);
        }
        count
    }
}

/// The faces of a file, if they can be used for a PDF/A: they parse and may be embedded.
pub(super) fn font_of(path: &Path, bytes: Vec<u8>) -> Result<Vec<Font>, Diagnostic> {
    let restricted = (0..ttf_parser::fonts_in_collection(&bytes).unwrap_or(1)).any(|index| {
        let face = ttf_parser::Face::parse(&bytes, index);
        face.is_ok_and(|face| face.permissions() == Some(ttf_parser::Permissions::Restricted))
    });
    let fonts: Vec<Font> = Font::iter(Bytes::new(bytes)).collect();
    let refuse = |zh: &str, en: &str| {
        let shown = path.display();
        let message = Message::new(format!("字体 {shown} {zh}"), format!("font {shown} {en}"));
        Diagnostic::error(Code::FontUnusable, message).at(&Origin::file(path))
    };
    if fonts.is_empty() {
        return Err(refuse("打不开，不是字体文件或已经损坏", "does not open: no font file, or a broken one")
            .hint("重新复制这个文件", "copy the file again"));
    }
    if restricted {
        return Err(refuse("不许嵌入 PDF", "may not be embedded in a PDF").hint("换一个允许嵌入的版本", "use a version that may be embedded"));
    }
    Ok(fonts)
}
