//! Facts of layout, and the rules of layout that a finished document keeps or breaks.

use serde::{Deserialize, Serialize};
use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::layout::{Abs, Point};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::reading::PageLine;
use crate::letter::Slot;
use crate::profile::{Key, Page};

/// What was found on the pages. Lengths in mm, from the page's upper left corner; pages from 1.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PageFacts {
    /// How many pages.
    pub pages: usize,
    /// Lines of text in the type area, page by page.
    pub lines: Vec<usize>,
    /// Lines of the letter's own text, from the opening to the list of attachments, tables included, page by page.
    pub text_lines: Vec<usize>,
    /// Lines of the title.
    pub title_lines: usize,
    /// Room of a line.
    pub measure_mm: f64,
    /// The widest line of text; more than the room only by the blank half of a last mark.
    pub widest_mm: f64,
    /// Who signs and when.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<SignatureFacts>,
    /// Places kept for seals, in the order of the issuers, or for the signer's stamp.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub seals: Vec<SealFacts>,
    /// The form that asks for an opinion (征询意见表).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub feedback_form: Option<FormFacts>,
    /// 版记.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub colophon: Option<ColophonFacts>,
}

impl PageFacts {
    /// How many seals were set.
    pub fn sealed(&self) -> usize {
        self.seals.iter().filter(|seal| seal.sealed).count()
    }
}

/// Where the signature stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignatureFacts {
    /// Its page.
    pub page: usize,
    /// Its upper edge.
    pub top_mm: f64,
    /// Lines of opening, body, closing and list of attachments over it on its page.
    pub text_lines: usize,
    /// From the last of these to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub below_text_mm: Option<f64>,
}

/// The place kept for one seal or stamp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealFacts {
    /// Its page.
    pub page: usize,
    /// Left edge.
    pub left_mm: f64,
    /// Upper edge.
    pub top_mm: f64,
    /// Width.
    pub width_mm: f64,
    /// Height.
    pub height_mm: f64,
    /// A seal was set in it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub sealed: bool,
}

impl SealFacts {
    pub(super) fn right_mm(&self) -> f64 {
        self.left_mm + self.width_mm
    }

    pub(super) fn bottom_mm(&self) -> f64 {
        self.top_mm + self.height_mm
    }
}

/// Where the form that asks for an opinion stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormFacts {
    /// Its first page.
    pub page: usize,
    /// Its pages; one, if all is right.
    pub pages: usize,
}

/// Where 版记 stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColophonFacts {
    /// Its page.
    pub page: usize,
    /// Is that an even page, the back of a sheet?
    pub even: bool,
    /// Does other text stand on its page?
    pub with_text: bool,
}

/// To a hundredth of a millimetre.
pub(super) fn mm(length: Abs) -> f64 {
    (length.to_mm() * 100.0).round() / 100.0
}

/// Pages of what a template marked with `label`, from 1, where on them, and the value it gave.
fn marked(document: &PagedDocument, label: &str) -> Vec<(usize, Point, Value)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else {
        return Vec::new();
    };
    let introspector = document.introspector();
    let found = introspector.query(&Selector::Label(label));
    let placed = found.iter().filter_map(|element| {
        let position = introspector.position(element.location()?)?;
        let value = element.to_packed::<MetadataElem>().map_or(Value::None, |it| it.value.clone());
        Some((position.page.get(), position.point, value))
    });
    placed.collect()
}

/// The first pages that the template left blank on purpose, before 版记.
pub(super) fn blank_pages(document: &PagedDocument) -> Vec<usize> {
    let marks = marked(document, "blank-page").into_iter();
    let pages = marks.filter_map(|(.., value)| match value {
        Value::Int(page) => usize::try_from(page).ok(),
        _ => None,
    });
    pages.collect()
}

/// Columns of each table that no way of setting it finds room for.
pub(super) fn wide_tables(document: &PagedDocument) -> impl Iterator<Item = i64> {
    marked(document, "table-wide").into_iter().filter_map(|(.., value)| match value {
        Value::Int(columns) => Some(columns),
        _ => None,
    })
}

/// Words that the template sets outside of the type area on purpose, such as a line in the footer: the page, from 1, and
/// the words.
pub(super) fn in_margin(document: &PagedDocument) -> Vec<(usize, String)> {
    let marks = marked(document, "in-margin").into_iter();
    let words = marks.filter_map(|(page, _, value)| match value {
        Value::Str(words) => Some((page, words.to_string())),
        _ => None,
    });
    words.collect()
}

/// Where the issuer's name stands in the head: its page, from 1, upper and lower edge.
pub(super) fn nameplate(document: &PagedDocument) -> Option<(usize, Abs, Abs)> {
    let (page, at, value) = marked(document, "nameplate").into_iter().next()?;
    let Value::Float(height) = value else { return None };
    Some((page, at.y, at.y + Abs::mm(height)))
}

fn feedback_form(document: &PagedDocument) -> Option<FormFacts> {
    let page_of = |label: &str| Some(marked(document, label).into_iter().next()?.0);
    let page = page_of("feedback-form")?;
    let last = page_of("feedback-form-end").unwrap_or(page);
    Some(FormFacts { page, pages: (last + 1).saturating_sub(page) })
}

fn seal((page, at, value): (usize, Point, Value)) -> Option<SealFacts> {
    let Value::Dict(size) = value else { return None };
    let length = |name: &str| match size.get(name) {
        Ok(Value::Float(length)) => Some(*length),
        Ok(Value::Int(length)) => i32::try_from(*length).ok().map(f64::from),
        _ => None,
    };
    let (width_mm, height_mm) = (length("width")?, length("height")?);
    let sealed = matches!(size.get("sealed"), Ok(Value::Bool(true)));
    Some(SealFacts { page, left_mm: mm(at.x), top_mm: mm(at.y), width_mm, height_mm, sealed })
}

/// Is the paragraph part of the text that a signature follows?
fn is_text(slot: &Slot) -> bool {
    matches!(slot.key(), Key::Opening | Key::Body | Key::Feedback | Key::Closing | Key::Attachments)
}

/// Gathers the facts. `lines` are those inside the type area with the paragraph each belongs to.
pub(super) fn gather(
    document: &PagedDocument,
    lines: &[(&PageLine, Option<&Slot>)],
    counts: Vec<usize>,
    title_lines: usize,
    page: &Page,
) -> PageFacts {
    let half_gap = (page.pitch_mm() - page.em_mm()) / 2.0;
    let mark = marked(document, "signature").into_iter().next();
    let place = |line: &PageLine| (line.page + 1, line.baseline);
    // Between addressee and signature what belongs to no paragraph is a table of the body.
    let addressee = lines.iter().filter(|(_, slot)| slot.is_some_and(|slot| slot.key() == Key::Addressee));
    let ends = mark.as_ref().map(|(number, at, _)| (*number, at.y));
    // One in 版记 begins nothing.
    let begins = addressee.map(|(line, _)| place(line)).filter(|place| ends.is_none_or(|ends| *place < ends)).max();
    let of_table = |line: &PageLine| begins < Some(place(line)) && ends.is_some_and(|ends| place(line) < ends);
    let is_text = |line: &PageLine, slot: Option<&Slot>| slot.map_or_else(|| of_table(line), is_text);
    let text: Vec<(&PageLine, Abs)> = lines
        .iter()
        .filter(|(line, slot)| is_text(line, *slot))
        // A cell reaches 0.15 em under the baseline, a table's row half a gap more.
        .map(|(line, slot)| (*line, if slot.is_some() { Abs::zero() } else { Abs::mm(half_gap) }))
        .map(|(line, under)| (line, line.baseline + line.size * 0.15 + under))
        .collect();
    let widest = text.iter().map(|(line, _)| line.right - Abs::mm(page.left_mm)).max().unwrap_or_default();
    let signature = mark.map(|(number, at, _)| {
        let over = text.iter().filter(|(line, _)| line.page + 1 == number && line.baseline < at.y);
        let bottom = over.clone().map(|(_, bottom)| *bottom).max();
        SignatureFacts {
            page: number,
            top_mm: mm(at.y),
            text_lines: over.count(),
            below_text_mm: bottom.map(|bottom| mm(at.y - bottom)),
        }
    });
    let mut text_lines = vec![0; counts.len()];
    for (line, _) in &text {
        if let Some(count) = text_lines.get_mut(line.page) {
            *count += 1;
        }
    }
    let colophon = marked(document, "colophon").into_iter().next().map(|(number, at, _)| ColophonFacts {
        page: number,
        even: number.is_multiple_of(2),
        with_text: lines.iter().any(|(line, _)| line.page + 1 == number && line.baseline < at.y),
    });
    PageFacts {
        pages: counts.len(),
        lines: counts,
        text_lines,
        title_lines,
        measure_mm: mm(Abs::mm(page.paper_width_mm - page.left_mm - page.right_mm)),
        widest_mm: mm(widest),
        signature,
        feedback_form: feedback_form(document),
        seals: marked(document, "seal").into_iter().filter_map(seal).collect(),
        colophon,
    }
}
