//! Reading laid-out pages as a person does: lines of text, from the top.

use typst::layout::{Abs, Em, Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// How far apart two baselines of one line may be.
pub(super) const SAME_LINE: Abs = Abs::raw(0.5);

/// How far apart, in characters, two runs of one line may be.
const WIDEST_GAP: f64 = 1.5;

/// One line on a page.
#[derive(Debug)]
pub(super) struct PageLine {
    /// The page, from 0.
    pub(super) page: usize,
    /// Where it stands, from the page's top.
    pub(super) baseline: Abs,
    /// Its left end.
    pub(super) left: Abs,
    /// Its right end, the blank half of a last mark included.
    pub(super) right: Abs,
    /// The type size at its right end.
    pub(super) size: Abs,
    /// It runs upwards, on a page whose table is turned by a quarter: then `baseline` is from the page's left, `left` its
    /// upper and `right` its lower end from the page's top.
    pub(super) turned: bool,
    /// Its text.
    pub(super) text: String,
    /// Characters that no face has.
    pub(super) missing: Vec<char>,
    /// Where it was written, where Typst knows: text that came as a string has no place.
    pub(super) span: Option<Span>,
}

/// A run of text at its place on the page.
struct Placed<'a> {
    at: Point,
    turned: bool,
    item: &'a TextItem,
}

/// All lines of all pages, in reading order.
pub(super) fn lines(document: &PagedDocument) -> Vec<PageLine> {
    let pages = document.pages().iter().enumerate();
    pages.flat_map(|(page, it)| page_lines(page, &it.frame)).collect()
}

fn page_lines(page: usize, frame: &Frame) -> Vec<PageLine> {
    let mut placed = Vec::new();
    collect(frame, Transform::identity(), &mut placed);
    let (turned, mut placed): (Vec<_>, Vec<_>) = placed.into_iter().partition(|run| run.turned);
    // Within a line from left to right; a stable sort keeps what stands at one place in its order.
    placed.sort_by(|a, b| a.at.y.cmp(&b.at.y).then(a.at.x.cmp(&b.at.x)));
    let mut lines: Vec<Vec<Placed<'_>>> = Vec::new();
    for run in placed {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|it| run.at.y - it.at.y <= SAME_LINE) => {
                line.push(run);
            }
            _ => lines.push(vec![run]),
        }
    }
    let upright = lines.into_iter().flat_map(parts).filter_map(|runs| page_line(page, runs));
    upright.chain(turned_lines(page, turned)).collect()
}

/// The lines of a turned table, from its head at the left.
fn turned_lines(page: usize, mut runs: Vec<Placed<'_>>) -> Vec<PageLine> {
    runs.sort_by(|a, b| a.at.x.cmp(&b.at.x).then(b.at.y.cmp(&a.at.y)));
    let lines = runs.chunk_by(|one, next| next.at.x - one.at.x <= SAME_LINE);
    let line = |runs: &[Placed<'_>]| {
        let first = runs.first()?;
        Some(PageLine {
            page,
            baseline: first.at.x,
            left: runs.iter().map(|run| run.at.y - drawn_width(run.item)).min()?,
            right: first.at.y,
            size: first.item.size,
            turned: true,
            text: runs.iter().map(|run| run.item.text.as_str()).collect(),
            missing: runs.iter().flat_map(|run| missing(run.item)).collect(),
            span: span(runs),
        })
    };
    lines.filter_map(line).collect()
}

/// Where the first of the runs was written of which that is known.
fn span(runs: &[Placed<'_>]) -> Option<Span> {
    let glyphs = runs.iter().flat_map(|run| run.item.glyphs.iter());
    glyphs.map(|glyph| glyph.span.0).find(|span| !span.is_detached())
}

/// Is it turned, and not by a right angle?
fn is_aslant(transform: Transform) -> bool {
    !transform.ky.is_zero() && transform.sx.get().abs() > 1e-6
}

fn collect<'a>(frame: &'a Frame, transform: Transform, placed: &mut Vec<Placed<'a>>) {
    for (at, item) in frame.items() {
        match item {
            // What stands aslant is a mark over the page, and no line of it.
            FrameItem::Text(_) if is_aslant(transform) => {}
            FrameItem::Text(item) => {
                placed.push(Placed { at: at.transform(transform), turned: !transform.ky.is_zero(), item });
            }
            FrameItem::Group(group) => {
                let inner = transform.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                collect(&group.frame, inner, placed);
            }
            _ => {}
        }
    }
}

/// What stands side by side on one line, such as marks at both margins, is several lines.
fn parts(mut runs: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    // Runs whose baselines differ by a hair came sorted by them.
    runs.sort_by_key(|run| run.at.x);
    let mut parts: Vec<Vec<Placed<'_>>> = Vec::new();
    let mut right = Abs::zero();
    for run in runs {
        let end = run.at.x + run.item.width();
        match parts.last_mut() {
            Some(part) if run.at.x - right <= run.item.size * WIDEST_GAP => part.push(run),
            _ => parts.push(vec![run]),
        }
        right = right.max(end);
    }
    parts
}

fn page_line(page: usize, runs: Vec<Placed<'_>>) -> Option<PageLine> {
    let end = |run: &Placed<'_>| run.at.x + drawn_width(run.item);
    let first = runs.first()?;
    let last = runs.iter().max_by(|a, b| end(a).cmp(&end(b)))?;
    Some(PageLine {
        page,
        baseline: first.at.y,
        left: first.at.x,
        right: end(last),
        size: last.item.size,
        turned: false,
        text: runs.iter().map(|run| run.item.text.as_str()).collect(),
        missing: runs.iter().flat_map(|run| missing(run.item)).collect(),
        span: span(&runs),
    })
}

/// A run's width. Typst adds a stretched line's room after every character, the last one too: that is no text.
fn drawn_width(item: &TextItem) -> Abs {
    let stretch = item.glyphs.last().map_or(Em::zero(), |last| {
        let own = item.font.x_advance(last.id).unwrap_or(last.x_advance);
        (last.x_advance - own).max(Em::zero())
    });
    item.width() - stretch.at(item.size)
}

/// Characters of a run that are drawn by glyph 0, the face's sign for «not here».
fn missing(item: &TextItem) -> impl Iterator<Item = char> + '_ {
    let absent = item.glyphs.iter().filter(|glyph| glyph.id == 0);
    absent
        .filter_map(|glyph| item.text.get(glyph.range()))
        .flat_map(str::chars)
        .filter(|c| !typst::text::is_default_ignorable(*c) && !c.is_whitespace())
}
