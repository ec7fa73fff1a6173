//! What is measured of a face before it may draw letters.

use ttf_parser::{Face, GlyphId, Permissions};

use super::super::report::gb_2312;

/// Of the 6,763 Han of GB 2312 a face that is called 仿宋 has nearly all; less than this is a cut copy.
const LEAST_HAN: usize = 6_000;

/// What was measured of a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exam {
    /// Han characters of GB 2312 that it draws, of 6,763.
    pub han: usize,
    /// Its digits are all half an em wide, as beside Han they should be.
    pub half_width_digits: bool,
    /// Its `，` and `“` are one em wide, as lines of whole characters ask.
    pub full_width_marks: bool,
}

/// Why a face cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Its licence bits forbid embedding, or embedding of a part, in a document.
    Embedding,
    /// It maps these characters to empty glyphs: they would print as blanks.
    WithoutInk(Vec<char>),
    /// It has only so many Han of GB 2312.
    FewHan(usize),
}

/// Tests a face.
pub(super) fn examine(face: &Face<'_>) -> Result<Exam, Unfit> {
    let restricted = face.permissions() == Some(Permissions::Restricted);
    if restricted || !face.is_outline_embedding_allowed() || !face.is_subsetting_allowed() {
        return Err(Unfit::Embedding);
    }
    let drawn = |id: GlyphId| face.glyph_bounding_box(id).is_some();
    let glyphs = || gb_2312().filter_map(|c| Some((c, face.glyph_index(c).filter(|id| id.0 != 0)?)));
    let empty: Vec<char> = glyphs().filter(|&(_, id)| !drawn(id)).map(|(c, _)| c).collect();
    if !empty.is_empty() {
        return Err(Unfit::WithoutInk(empty));
    }
    let han = glyphs().count();
    if han < LEAST_HAN {
        return Err(Unfit::FewHan(han));
    }
    Ok(Exam {
        han,
        half_width_digits: ('0'..='9').all(|c| width(face, c).is_some_and(|width| near(width, 0.5))),
        full_width_marks: ['，', '“'].iter().all(|&c| width(face, c).is_some_and(|width| near(width, 1.0))),
    })
}

/// In em.
fn width(face: &Face<'_>, c: char) -> Option<f64> {
    let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
    Some(f64::from(advance) / f64::from(face.units_per_em()))
}

/// Equal but for a unit of a coarse face.
fn near(width: f64, expected: f64) -> bool {
    (width - expected).abs() < 0.004
}
