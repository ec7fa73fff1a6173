//! Where the text on a page comes from: each run of text with the place in a source that it was written at.

use typst::World as _;
use typst::WorldExt as _;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst::text::TextItem;

use super::world::LetterWorld;
use super::{Document, Typesetter};

/// A run of text on a page, in mm from the page's upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The page, from 0.
    pub page: usize,
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Where it was written.
    pub place: SpotPlace,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpotPlace {
    /// In the filled letter, in bytes.
    Letter(usize),
    /// In a file of the templates: its path below the folder of templates, and the line, from 1.
    File(String, usize),
}

impl Typesetter {
    /// Every run of text of a document and where it was written.
    pub fn spots(&self, document: &Document) -> Vec<Spot> {
        let world = LetterWorld::laid_out(&self.shelf, &document.source);
        let mut spots = Vec::new();
        for (page, it) in document.paged.pages().iter().enumerate() {
            collect(&world, page, &it.frame, Transform::identity(), &mut spots);
        }
        spots
    }
}

fn collect(world: &LetterWorld<'_>, page: usize, frame: &Frame, transform: Transform, spots: &mut Vec<Spot>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Text(text) => spots.extend(spot(world, page, at.transform(transform), text)),
            FrameItem::Group(group) => {
                let inner = transform.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                collect(world, page, &group.frame, inner, spots);
            }
            _ => {}
        }
    }
}

fn spot(world: &LetterWorld<'_>, page: usize, at: Point, text: &TextItem) -> Option<Spot> {
    let span = text.glyphs.iter().map(|glyph| glyph.span.0).find(|span| !span.is_detached())?;
    let mm = |length: Abs| (length.to_mm() * 100.0).round() / 100.0;
    Some(Spot {
        page,
        left: mm(at.x),
        top: mm(at.y - text.size * 0.85),
        right: mm(at.x + text.width()),
        bottom: mm(at.y + text.size * 0.15),
        place: place(world, span)?,
    })
}

fn place(world: &LetterWorld<'_>, span: Span) -> Option<SpotPlace> {
    let id = span.id()?;
    let offset = world.range(span)?.start;
    if id == world.letter() {
        return Some(SpotPlace::Letter(offset));
    }
    let line = world.source(id).ok()?.lines().byte_to_line(offset)?;
    Some(SpotPlace::File(id.vpath().get_without_slash().to_owned(), line + 1))
}
