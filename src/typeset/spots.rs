//! Where the text on a page comes from, line by line.

use typst::World as _;
use typst::WorldExt as _;
use typst::layout::Abs;
use typst::syntax::Span;

use super::world::LetterWorld;
use super::{Document, Typesetter, inspect, reading};
use crate::letter::Slot;
use crate::lines::Lines;
use crate::profile::Profile;

/// A line on a page, in mm from the page's upper left corner.
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

/// Where a line was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotPlace {
    /// It is a told line of this paragraph.
    Told(Slot),
    /// In the filled letter, in bytes.
    Letter(usize),
    /// In a file of the templates: its path below the folder of templates, and the line, from 1.
    File(String, usize),
    /// Typst does not know; this is its text.
    Text(String),
}

impl Typesetter {
    /// Every line of a document and where it was written.
    pub fn spots(&self, document: &Document, lines: &Lines, profile: &Profile) -> Vec<Spot> {
        let world = LetterWorld::laid_out(&self.stock, &document.source);
        let all = reading::lines(&document.paged);
        let slots = inspect::slots(&all, lines, &profile.page);
        let mm = |length: Abs| (length.to_mm() * 100.0).round() / 100.0;
        let spots = all.into_iter().zip(slots).map(|(line, slot)| {
            let known = || line.span.and_then(|span| place(&world, span));
            let place = slot.map(SpotPlace::Told).or_else(known).unwrap_or(SpotPlace::Text(line.text));
            Spot {
                page: line.page,
                left: mm(line.left),
                top: mm(line.baseline - line.size * 0.85),
                right: mm(line.right),
                bottom: mm(line.baseline + line.size * 0.15),
                place,
            }
        });
        spots.collect()
    }
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
