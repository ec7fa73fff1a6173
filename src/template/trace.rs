//! The way back from the filled source to the template's line and the ledger's field.
//!
//! Tera keeps no source map. So the letter is filled once more with private-use marks, one at the start of
//! each template line and a pair around each value; without the marks it must equal the first filling.

use super::scan::{Piece, pieces};
use crate::letter::Slot;

/// Marks of template lines: plane 15.
const LINES: u32 = 0xF_0000;
/// Marks that open a value: plane 16.
const VALUES: u32 = 0x10_0000;
/// Marks of one kind; a plane's last two code points are no characters.
const MOST: u32 = 0xFFF0;
/// Closes a value.
const CLOSE: char = '\u{10FFFD}';

/// The marks given out so far and what they stand for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// File and line, from 1.
    lines: Vec<(String, usize)>,
    slots: Vec<Slot>,
}

/// What stands at a place of the filled source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The template file, by its name in the pack, and the line, from 1.
    pub(super) line: Option<(String, usize)>,
    /// The element whose value stands there.
    pub(super) slot: Option<Slot>,
}

impl Marks {
    /// `text` between marks. Nothing stays nothing, because templates ask whether there is a value.
    pub(super) fn around(&mut self, slot: Slot, text: &str) -> String {
        match mark(VALUES, self.slots.len()) {
            Some(open) if !text.is_empty() => {
                self.slots.push(slot);
                format!("{open}{text}{CLOSE}")
            }
            _ => text.to_owned(),
        }
    }

    /// A template with a mark at the start of each line that gives output of its own.
    pub(super) fn in_lines(&mut self, file: &str, source: &str) -> String {
        let pieces = pieces(source);
        let mut marked = String::with_capacity(source.len() * 2);
        let mut start = 0;
        for (index, line) in source.split_inclusive('\n').enumerate() {
            // White space control must find the same blanks as before: the mark stands after them.
            let blanks = line.len() - line.trim_start().len();
            let text = &line[blanks..];
            let trims = ["{{-", "{%-", "{*-"].iter().any(|open| text.starts_with(open));
            let inside = inside_tag(&pieces, start + blanks);
            match mark(LINES, self.lines.len()) {
                Some(mark) if !(text.is_empty() || trims || inside) => {
                    self.lines.push((file.to_owned(), index + 1));
                    marked.push_str(&line[..blanks]);
                    marked.push(mark);
                    marked.push_str(text);
                }
                _ => marked.push_str(line),
            }
            start += line.len();
        }
        marked
    }

    /// The template line that each value first stands in.
    pub(super) fn slot_lines(&self, marked: &str) -> Vec<(Slot, String, usize)> {
        let mut line = None;
        let mut found: Vec<(Slot, String, usize)> = Vec::new();
        for c in marked.chars() {
            if let Some(now) = unmark(LINES, c).and_then(|index| self.lines.get(index)) {
                line = Some(now);
            } else if let Some(slot) = unmark(VALUES, c).and_then(|index| self.slots.get(index))
                && let Some((file, line)) = line
            {
                found.push((slot.clone(), file.clone(), *line));
            }
        }
        found
    }

    /// What stands at each of the bytes `offsets` of the source that `marked` is without its marks; `None` if it is
    /// not `filled`.
    pub(super) fn find_all(&self, marked: &str, filled: &str, offsets: &[usize]) -> Option<Vec<Found>> {
        let mut order: Vec<usize> = (0..offsets.len()).collect();
        order.sort_by_key(|&index| offsets.get(index));
        let mut waiting = order.into_iter().peekable();
        let mut all = vec![Found { line: None, slot: None }; offsets.len()];
        let mut now = Found { line: None, slot: None };
        let mut at = 0;
        let mut rest = filled;
        for c in marked.chars() {
            if let Some(line) = unmark(LINES, c).and_then(|index| self.lines.get(index)) {
                now.line = Some(line.clone());
            } else if let Some(slot) = unmark(VALUES, c).and_then(|index| self.slots.get(index)) {
                now.slot = Some(slot.clone());
            } else if c == CLOSE {
                now.slot = None;
            } else {
                rest = rest.strip_prefix(c)?;
                at += c.len_utf8();
                // All marks before this character have been seen.
                while let Some(index) = waiting.next_if(|&index| offsets.get(index).is_some_and(|it| *it < at)) {
                    all.get_mut(index)?.clone_from(&now);
                }
            }
        }
        for index in waiting {
            all.get_mut(index)?.clone_from(&now);
        }
        rest.is_empty().then_some(all)
    }
}

fn mark(plane: u32, index: usize) -> Option<char> {
    let index = u32::try_from(index).ok().filter(|index| *index < MOST)?;
    char::from_u32(plane + index)
}

fn unmark(plane: u32, c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(plane).filter(|index| *index < MOST)?;
    usize::try_from(index).ok()
}

/// Does `offset` stand after the beginning of a tag or comment and before its end?
fn inside_tag(pieces: &[Piece<'_>], offset: usize) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Tag(range, _) | Piece::Comment(range) => range.start < offset && offset < range.end,
        Piece::Text(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Key;

    #[test]
    fn an_offset_leads_to_its_line_and_value() {
        let mut marks = Marks::default();
        let template = marks.in_lines("letter.typ.tera", "a\n  {{ x }}b\n");
        let value = marks.around(Slot::Field(Key::Note), "乙");
        let marked = template.replace("{{ x }}", &value);
        let filled = "a\n  乙b\n";
        let at = |offset| {
            let found = marks.find_all(&marked, filled, &[offset]).unwrap().remove(0);
            (found.line.map(|(_, line)| line), found.slot)
        };
        assert_eq!(at(0), (Some(1), None));
        assert_eq!(at(4), (Some(2), Some(Slot::Field(Key::Note))));
        assert_eq!(at(5), (Some(2), Some(Slot::Field(Key::Note))));
        assert_eq!(at(7), (Some(2), None));
    }

    #[test]
    fn another_source_is_not_searched() {
        let mut marks = Marks::default();
        let marked = marks.in_lines("x", "甲\n");
        assert_eq!(marks.find_all(&marked, "乙\n", &[0]), None);
        assert_eq!(marks.find_all(&marked, "甲\n乙", &[0]), None);
    }

    #[test]
    fn lines_within_tags_and_trimmed_lines_get_no_mark() {
        let mut marks = Marks::default();
        let source = "{{ a\n | upper }}\n\n{%- if a %}\n x{* \n *}\n";
        let marked = marks.in_lines("x", source);
        let lines: Vec<usize> = marks.lines.iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, [1, 5]);
        assert_eq!(marked.chars().filter(|c| *c < '\u{F0000}').collect::<String>(), source);
    }

    #[test]
    fn an_empty_value_stays_empty() {
        assert_eq!(Marks::default().around(Slot::Body(0), ""), "");
    }
}
