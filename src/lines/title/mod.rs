//! Lines of a title: broken between words, so that each line reads by itself (GB/T 9704 7.3.1).

mod breaks;
mod shape;

use std::sync::LazyLock;

use jieba_rs::Jieba;

use self::breaks::{Breaks, Care};
use super::text::{EPS, Text};
use crate::fonts::{Advance, Role};
use crate::letter::Title;
use crate::profile::Page;

/// The dictionary of words. Reading it costs more than setting a letter: only a title that does not fit
/// on one line asks for it.
static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Breaks `title` into lines of the page's title room, unless the clerk did.
pub(super) fn break_title(title: &Title, page: &Page, advance: &dyn Advance) -> Vec<String> {
    if !title.lines.is_empty() {
        return title.lines.clone();
    }
    let mut text = Text::new([(Role::Xiaobiaosong, title.text.as_str())], advance);
    let room = page.title_measure_em;
    part_words(&mut text, room, advance);
    let count = text.tokens.len();
    if count == 0 || text.natural(0, count) <= room + EPS {
        return vec![text.string];
    }
    let starts = starts(&text, page, &title.names);
    let ends = starts.iter().skip(1).copied().chain([count]);
    (starts.iter().zip(ends)).map(|(&start, end)| text.string[text.bytes(start, end)].to_owned()).collect()
}

/// The first token of each line.
fn starts(text: &Text, page: &Page, names: &[String]) -> Vec<usize> {
    let (room, shortest) = (page.title_measure_em, page.title_last_line);
    let filled = |care: Care| {
        let breaks = Breaks::new(text, room, names, care);
        let mut starts = first_fit(text, room, &breaks);
        lengthen_last_line(text, room, shortest, &breaks, &mut starts);
        starts
    };
    let usual = filled(Care::Usual);
    if usual.len() < 3 {
        let named = filled(Care::Names);
        return if named.len() <= usual.len() { named } else { usual };
    }
    // A name or bracket in one piece is worth a line more.
    let shaped = [Care::Full, Care::Names, Care::Usual].into_iter().find_map(|care| {
        let breaks = Breaks::new(text, room, names, care);
        (usual.len()..usual.len() + 2).find_map(|lines| shape::starts(text, room, lines, shortest, &breaks))
    });
    shaped.unwrap_or(usual)
}

/// Parts words and numbers that are wider than a line.
fn part_words(text: &mut Text, room: f64, advance: &dyn Advance) {
    let mut token = 0;
    while token < text.tokens.len() {
        if text.word_width(token).is_some_and(|width| width > room + EPS) {
            text.part(token, room, advance);
        }
        token += 1;
    }
}

/// The first token of each line, every line as full as it can be.
fn first_fit(text: &Text, room: f64, breaks: &Breaks) -> Vec<usize> {
    let count = text.tokens.len();
    let (mut starts, mut start) = (vec![0], 0);
    loop {
        let mut cut = start + 1;
        while cut < count && text.natural(start, cut + 1) <= room + EPS {
            cut += 1;
        }
        if cut == count {
            return starts;
        }
        let last = |allowed: &dyn Fn(usize) -> bool| (start + 1..=cut).rev().find(|&at| allowed(at));
        let end = last(&|at| breaks.between_words(at)).or_else(|| last(&|at| text.may_break(at))).unwrap_or(cut);
        start = text.next_start(end);
        starts.push(start);
    }
}

/// Takes words back from the line before the last until the last has at minimum `minimum` characters.
fn lengthen_last_line(text: &Text, room: f64, minimum: usize, breaks: &Breaks, starts: &mut [usize]) {
    let count = text.tokens.len();
    let [.., before, last] = starts else {
        return;
    };
    let length = |start, end| text.string[text.bytes(start, end)].chars().count();
    if length(*last, count) >= minimum {
        return;
    }
    let better = (*before + 1..*last)
        .rev()
        .filter(|&cut| breaks.between_words(cut))
        .take_while(|&cut| text.natural(cut, count) <= room + EPS)
        .find(|&cut| length(cut, count) >= minimum && length(*before, cut) >= minimum);
    if let Some(cut) = better {
        *last = text.next_start(cut);
    }
}
