//! Lines of a paragraph: the rule measured on a published letter.
//!
//! Lines are filled first-fit at natural widths; a closing mark that ends one may let its blank half
//! hang out. Where a break is forbidden, a few more tokens are brought in by squeezing the marks of the
//! line, or else tokens are given back to the next one.

use super::text::{EPS, Text};
use super::{BrokenParagraph, Line};
use crate::fonts::Advance;
use crate::letter::{Paragraph, Run, Slot};
use crate::profile::Key;

/// Tokens brought in by squeezing, at most.
const MOST_IN: usize = 3;

/// A line that leaves less room than this counts as squeezed, in em: who sets it may measure a little otherwise.
const TIGHT: f64 = 0.01;

/// Breaks `paragraph` for lines of `measure` em.
pub(super) fn break_paragraph(paragraph: &Paragraph, measure: f64, advance: &dyn Advance) -> BrokenParagraph {
    let runs = &paragraph.runs;
    let mut text = Text::new(runs.iter().map(|run| (run.role, run.text.as_str())), advance);
    if let Some(cuts) = between_names(paragraph, &text, measure) {
        return by_names(paragraph, &text, &cuts, measure);
    }
    let later_room = measure - paragraph.hanging_indent;
    let mut room = measure - paragraph.first_indent;
    let (mut lines, mut start, mut run, mut squeezed) = (Vec::new(), 0, 0, false);
    while start < text.tokens.len() {
        let end = line_end(&mut text, start, room, later_room, advance);
        squeezed |= text.hung(start, end) > room - TIGHT;
        let runs = text.runs(text.bytes(start, end), &mut run);
        lines.push(Line { runs });
        start = text.next_start(end);
        room = later_room;
    }
    if lines.is_empty() {
        lines.push(empty_line(runs));
    }
    BrokenParagraph {
        slot: paragraph.slot.clone(),
        first_indent: paragraph.first_indent,
        hanging_indent: paragraph.hanging_indent,
        ragged: false,
        squeezed,
        lines,
    }
}

/// Where the lines of a long list of addressees end: each behind a name's 、, so that no name is parted. `None` for
/// other paragraphs, for one that fits on a line, and where a name alone is wider than a line.
fn between_names(paragraph: &Paragraph, text: &Text, measure: f64) -> Option<Vec<usize>> {
    let count = text.tokens.len();
    let room = measure - paragraph.first_indent.max(paragraph.hanging_indent) + EPS;
    if paragraph.slot != Slot::Field(Key::Addressee) || count == 0 || text.natural(0, count) <= room {
        return None;
    }
    let ends = (1..=count).filter(|&cut| cut == count || text.first_char(cut - 1) == Some('、'));
    let (mut cuts, mut start, mut last) = (Vec::new(), 0, 0);
    for end in ends {
        if text.natural(start, end) > room {
            if last == start {
                return None;
            }
            cuts.push(last);
            start = text.next_start(last);
            if text.natural(start, end) > room {
                return None;
            }
        }
        last = end;
    }
    cuts.push(count);
    Some(cuts)
}

fn by_names(paragraph: &Paragraph, text: &Text, cuts: &[usize], measure: f64) -> BrokenParagraph {
    let (mut lines, mut start, mut run, mut squeezed) = (Vec::new(), 0, 0, false);
    let room = measure - paragraph.first_indent.max(paragraph.hanging_indent);
    for &end in cuts {
        squeezed |= text.natural(start, end) > room - TIGHT;
        lines.push(Line { runs: text.runs(text.bytes(start, end), &mut run) });
        start = text.next_start(end);
    }
    BrokenParagraph {
        slot: paragraph.slot.clone(),
        first_indent: paragraph.first_indent,
        hanging_indent: paragraph.hanging_indent,
        ragged: true,
        squeezed,
        lines,
    }
}

/// Where the line that begins with the token `start` ends: one past its last token.
fn line_end(text: &mut Text, start: usize, room: f64, later_room: f64, advance: &dyn Advance) -> usize {
    let mut cut = start;
    while cut < text.tokens.len() && text.hung(start, cut + 1) <= room + EPS {
        cut += 1;
    }
    // A number or address that no line holds is parted where this line is full.
    let too_wide = |width: f64| cut == start || width > later_room + EPS;
    if text.word_width(cut).is_some_and(too_wide) && part(text, start, cut, room, advance) {
        return cut + 1;
    }
    if cut == start {
        return start + 1;
    }
    if text.may_break(cut) {
        return cut;
    }
    let squeezable = (cut + 1..=text.tokens.len().min(cut + MOST_IN))
        .take_while(|&more| text.squeezed(start, more) <= room + EPS)
        .find(|&more| text.may_break(more));
    let allowed = squeezable.or_else(|| (start + 1..cut).rev().find(|&less| text.may_break(less)));
    match allowed {
        Some(end) => end,
        // Better a word parted than a mark where none may stand.
        None if part(text, start, cut, room, advance) => cut + 1,
        None => cut,
    }
}

/// Parts the word `token` so that its first half ends the line that begins with `start`.
fn part(text: &mut Text, start: usize, token: usize, room: f64, advance: &dyn Advance) -> bool {
    if text.word_width(token).is_none() {
        return false;
    }
    let used = text.natural(start, token + 1) - text.word_width(token).unwrap_or_default();
    text.part(token, room - used, advance)
}

/// The one line of a paragraph without text.
fn empty_line(runs: &[Run]) -> Line {
    let run = runs.first().map(|run| Run { role: run.role, text: String::new() });
    Line { runs: run.into_iter().collect() }
}
